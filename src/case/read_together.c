/* Read together: groups of inputs that are drawn with one number. */
#include <string.h>

#include "case/read_number.h"

#include "base/banned.h"

/* The paths that a list may name. */
typedef struct known_paths {
  eir_i_names names; /* without the prefix of the position */
  size_t first;      /* which unknown the first of them is */
  bool complete;     /* false: some were faulty, so that a missing one is no surprise */
} known_paths;

static bool list_paths(eir_i_reader *reader, size_t first, known_paths *out) {
  const eir_case *the_case = reader->the_case;
  eir_i_text prefix;
  eir_i_message_init(reader, &prefix);
  eir_i_unknown_prefix(reader, &prefix);
  size_t n = the_case->n_unknowns - first, skipped = prefix.length;
  const char **names = eir_i_take_scratch(reader, n, sizeof *names);
  if (prefix.failed)
    reader->no_memory = true;
  eir_i_text_free(&prefix);
  if (reader->no_memory || names == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    names[i] = the_case->unknowns[first + i].path + skipped;
  out->first = first;
  if (!eir_i_names_build(&out->names, &reader->scratch, names, n))
    reader->no_memory = true;
  return !reader->no_memory;
}

static void report_unknown_path(eir_i_reader *reader, const eir_i_node *item,
                                const known_paths *paths) {
  if (!paths->complete || reader->prune != NULL)
    return; /* it may name what was faulty, or what was left out */
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "no range and no uncertain rule is called '%s'",
                        eir_i_quote(item->as.text).text);
  eir_i_suggest(&message, item->as.text, paths->names.names, paths->names.n,
                "uncertain inputs");
  eir_i_fault_text(reader, item, &message);
}

static void join(eir_i_reader *reader, const eir_i_node *item, uint32_t group,
                 const known_paths *paths) {
  if (!eir_i_expect_scalar(reader, item, "the path of a range, such as weights.mix"))
    return;
  uint32_t found = eir_i_names_find(&paths->names, item->as.text);
  if (found == EIR_I_NO_NAME) {
    report_unknown_path(reader, item, paths);
    return;
  }
  eir_i_unknown *unknown =
      (eir_i_unknown *)(uintptr_t)&reader->the_case->unknowns[paths->first + found];
  if (unknown->group == EIR_I_NONE)
    unknown->group = group;
  else
    eir_i_fault(reader, item, "'%s' is already drawn together with others",
                eir_i_quote(item->as.text).text);
}

static void read_group(eir_i_reader *reader, const eir_i_node *list,
                       const known_paths *paths) {
  uint32_t group = reader->the_case->n_groups++;
  for (size_t i = 0; i < list->count && !reader->no_memory; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    join(reader, &list->as.children[i], group, paths);
    eir_i_path_leave(reader, mark);
  }
}

/* One group as a list of paths, or several as a list of such lists: the first item
 * tells which. */
static void read_groups(eir_i_reader *reader, const eir_i_node *node,
                        const known_paths *paths) {
  if (node->count == 0 || node->as.children[0].kind != EIR_I_NODE_LIST) {
    read_group(reader, node, paths);
    return;
  }
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *list = &node->as.children[i];
    size_t mark = eir_i_path_enter_index(reader, i);
    if (eir_i_expect(reader, list, EIR_I_NODE_LIST, "a list of paths of ranges"))
      read_group(reader, list, paths);
    eir_i_path_leave(reader, mark);
  }
}

void eir_i_read_together(eir_i_reader *reader, const eir_i_node *node, size_t first) {
  known_paths paths = {.complete = eir_i_errors(reader) == 0};
  size_t mark = eir_i_path_enter(reader, "together");
  if (eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of paths of ranges") &&
      list_paths(reader, first, &paths))
    read_groups(reader, node, &paths);
  eir_i_path_leave(reader, mark);
}
