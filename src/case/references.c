/* References: looking for the key `source` in every mapping whose keys are words of the
 * format. Paths are made only where one is found. */
#include "case/references.h"

#include <string.h>

#include "case/prune.h"

#include "base/banned.h"

/* A step of the way from the root; `key` NULL: entry `index` of a list. */
typedef struct step {
  const struct step *above;
  const char *key;
  const eir_i_node *item;
  size_t index;
} step;

typedef struct search {
  eir_i_reader *reader;
  eir_i_array found; /* of eir_i_reference */
} search;

/* Enters all steps in the path being read. Their number is bounded by
 * EIR_I_MAX_LEVELS. */
static void enter(eir_i_reader *reader, const step *at) {
  if (at == NULL)
    return;
  enter(reader, at->above);
  if (at->key != NULL)
    (void)eir_i_path_enter(reader, at->key);
  else
    (void)eir_i_prune_enter_item(reader, at->item, at->index);
}

static void add(search *s, const step *at, const eir_i_node *node) {
  eir_i_reader *reader = s->reader;
  if (node->kind != EIR_I_NODE_SCALAR)
    return; /* which is reported where it is read */
  size_t mark = reader->path.length;
  enter(reader, at);
  const char *path = reader->path.data == NULL ? "" : reader->path.data;
  const eir_i_reference made = {
      .text = eir_i_keep_text(reader, node),
      .path = eir_i_arena_copy_text(reader->arena, path, strlen(path)),
      .place = eir_i_node_place(node)};
  eir_i_path_leave(reader, mark);
  if (made.text == NULL || made.path == NULL || !eir_i_array_push(&s->found, &made))
    reader->no_memory = true;
}

static void look(search *s, const eir_i_node *node, eir_i_layout layout,
                 const step *at);

static void look_in_mapping(search *s, const eir_i_node *node, eir_i_layout layout,
                            const step *at) {
  const char *id = at == NULL || at->key == NULL ? "" : at->key;
  /* What the options of an issue are does not matter here: where one is called
   * `source`, its number is not the id of a source. */
  const eir_i_left nothing = {0};
  bool fields = eir_i_layout_has_fields(&nothing, layout, id, "source");
  for (size_t i = 0; i < node->count && !s->reader->no_memory; i++) {
    const eir_i_node *value = eir_i_node_value(node, i);
    const step below = {.above = at, .key = eir_i_node_key(node, i)->as.text};
    if (!fields || strcmp(below.key, "source") != 0) {
      look(s, value, eir_i_layout_below(layout, below.key), &below);
    } else if (value->kind == EIR_I_NODE_LIST) {
      for (size_t k = 0; k < value->count; k++)
        add(s, &below, &value->as.children[k]);
    } else {
      add(s, &below, value);
    }
  }
}

static void look(search *s, const eir_i_node *node, eir_i_layout layout,
                 const step *at) {
  if (node->kind == EIR_I_NODE_MAPPING)
    look_in_mapping(s, node, layout, at);
  for (size_t i = 0; node->kind == EIR_I_NODE_LIST && i < node->count; i++) {
    const step below = {.above = at, .item = &node->as.children[i], .index = i};
    look(s, below.item, eir_i_layout_of_items(layout), &below);
  }
}

/* Appends what was found to the references of the case. */
static void collect(eir_i_reader *reader, const eir_i_node *node, eir_i_layout layout) {
  eir_case *the_case = reader->the_case;
  search s = {.reader = reader};
  eir_i_array_init(&s.found, &the_case->memory, sizeof(eir_i_reference));
  look(&s, node, layout, NULL);
  size_t n = the_case->n_references, more = s.found.count;
  eir_i_reference *all = more == 0 ? NULL : eir_i_take(reader, n + more, sizeof *all);
  if (all != NULL) {
    if (n > 0)
      memcpy(all, the_case->references, n * sizeof *all);
    memcpy(all + n, s.found.items, more * sizeof *all);
    the_case->references = all;
    the_case->n_references = n + more;
  }
  eir_i_array_free(&s.found);
}

void eir_i_references_collect(eir_i_reader *reader, const eir_i_node *root) {
  collect(reader, root, EIR_I_LAYOUT_CASE);
}

void eir_i_references_of_position(eir_i_reader *reader, const eir_i_node *position) {
  collect(reader, position, EIR_I_LAYOUT_POSITION);
}
