/* Prune: going through the tree of a case and taking out what must go.
 *
 * A sweep takes out either what the reader may not see, or what rests on sources that
 * are left out. Mappings are judged from above, so that what stands inside of one that
 * goes is never looked at. Two sweeps, and then the names (prune_names.c): where a rule
 * or a table names something that went, it goes too, or is mended.
 *
 * Everything happens in place: there is no second copy from which something could come
 * back. Recursion is bounded by EIR_I_MAX_LEVELS. */
#include "case/prune.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

typedef struct sweep {
  eir_i_reader *reader;
  eir_i_prune *prune;
  bool by_source; /* else by who may see it */
} sweep;

eir_i_node *eir_i_prune_children(const eir_i_node *node) {
  assert(node->kind == EIR_I_NODE_LIST || node->kind == EIR_I_NODE_MAPPING);
  return (eir_i_node *)(uintptr_t)node->as.children;
}

/* ---- who may see it ---- */

static bool lists_reader(const eir_i_prune *prune, const eir_i_node *list) {
  if (list->kind != EIR_I_NODE_LIST)
    return false;
  for (size_t i = 0; i < list->count; i++) {
    const eir_i_node *item = &list->as.children[i];
    if (item->kind != EIR_I_NODE_SCALAR)
      continue;
    if (strcmp(item->as.text, "all") == 0 ||
        (prune->reader != NULL && strcmp(item->as.text, prune->reader) == 0))
      return true;
  }
  return false;
}

/* A list that cannot be read shows nothing to anyone; where there are two, as a key
 * comes twice, both must allow it. */
bool eir_i_prune_hides(const eir_i_prune *prune, const eir_i_node *mapping,
                       bool visible_by_default) {
  bool given = false;
  for (size_t i = 0; i < mapping->count; i++) {
    const eir_i_node *key = eir_i_node_key(mapping, i);
    if (key->kind != EIR_I_NODE_SCALAR || strcmp(key->as.text, "visible") != 0)
      continue;
    if (!lists_reader(prune, eir_i_node_value(mapping, i)))
      return true;
    given = true;
  }
  return !given && !visible_by_default;
}

/* ---- what it rests on ---- */

bool eir_i_prune_is_without(const eir_i_prune *prune, const char *reference) {
  for (size_t i = 0; i < prune->n_without; i++) {
    const char *without = prune->without[i];
    size_t length = strlen(without);
    if (strncmp(reference, without, length) != 0)
      continue;
    /* A whole source stands for all of its lines. */
    if (reference[length] == '\0' ||
        (reference[length] == '#' && strchr(without, '#') == NULL))
      return true;
  }
  return false;
}

static bool names_without(const eir_i_prune *prune, const eir_i_node *node) {
  return node->kind == EIR_I_NODE_SCALAR &&
         eir_i_prune_is_without(prune, node->as.text);
}

/* Does it rest on sources that are left out, and on no others? */
static bool rests_on_without(const eir_i_prune *prune, const eir_i_node *mapping) {
  const eir_i_node *source = eir_i_node_get(mapping, "source");
  if (source == NULL || source->kind != EIR_I_NODE_LIST)
    return source != NULL && names_without(prune, source);
  for (size_t i = 0; i < source->count; i++)
    if (!names_without(prune, &source->as.children[i]))
      return false;
  return source->count > 0;
}

/* Takes out of a list of sources those that are left out. */
static void drop_references(const eir_i_prune *prune, eir_i_node *list) {
  eir_i_node *items = eir_i_prune_children(list);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < list->count; i++)
    if (!names_without(prune, &items[i]))
      items[kept++] = items[i];
  list->count = kept;
}

/* ---- paths and lines ---- */

eir_i_quoted eir_i_prune_line_text(const eir_i_reader *reader, uint32_t line) {
  eir_i_quoted text = {.text = "above"};
  if (eir_i_diagnostics_hides_places(reader->diagnostics))
    return text;
  static const char before[] = "on line ";
  memcpy(text.text, before, sizeof before);
  (void)eir_i_format_i128(line, text.text + sizeof before - 1,
                          sizeof text.text - sizeof before + 1);
  return text;
}

size_t eir_i_prune_enter_item(eir_i_reader *reader, const eir_i_node *item,
                              size_t index) {
  const eir_i_node *id =
      item->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(item, "id") : NULL;
  if (id != NULL && id->kind == EIR_I_NODE_SCALAR)
    return eir_i_path_enter(reader, id->as.text);
  return eir_i_path_enter_index(reader, index);
}

void eir_i_prune_note(eir_i_reader *reader, eir_i_text *list, size_t *count) {
  if (list->length > 0)
    eir_i_text_add(list, ", ");
  eir_i_text_add(list, reader->path.data == NULL ? "" : reader->path.data);
  (*count)++;
  if (list->failed || reader->path.failed)
    reader->no_memory = true;
}

/* ---- the sweep ---- */

/* Each of these is true when the node itself is to go. */
static bool sweep_node(const sweep *s, eir_i_node *node, eir_i_layout layout,
                       const char *id);

static bool goes(const sweep *s, const eir_i_node *mapping) {
  if (!s->by_source)
    return eir_i_prune_hides(s->prune, mapping, true);
  if (!rests_on_without(s->prune, mapping))
    return false;
  eir_i_prune_note(s->reader, &s->prune->went, &s->prune->n_went);
  return true;
}

/* The value of a position's key: the default needs no look at it. */
static bool hides_position(const sweep *s, const eir_i_node *value) {
  if (s->by_source)
    return false;
  bool shown = s->prune->mediator;
  return value->kind == EIR_I_NODE_MAPPING ? eir_i_prune_hides(s->prune, value, shown)
                                           : !shown;
}

static bool sweep_pair(const sweep *s, eir_i_node *pair, eir_i_layout layout) {
  const char *key = pair[0].kind == EIR_I_NODE_SCALAR ? pair[0].as.text : "";
  if (layout == EIR_I_LAYOUT_POSITIONS && hides_position(s, &pair[1]))
    return true;
  size_t mark = s->by_source ? eir_i_path_enter(s->reader, key) : 0;
  bool gone = sweep_node(s, &pair[1], eir_i_layout_below(layout, key), key);
  if (s->by_source)
    eir_i_path_leave(s->reader, mark);
  return gone;
}

static bool sweep_mapping(const sweep *s, eir_i_node *mapping, eir_i_layout layout,
                          const char *id) {
  bool fields = eir_i_layout_has_fields(&s->prune->left, layout, id,
                                        s->by_source ? "source" : "visible");
  if (fields && goes(s, mapping))
    return true;
  bool sources = fields && s->by_source;
  bool interaction = layout == EIR_I_LAYOUT_INTERACTIONS;
  eir_i_node *pairs = eir_i_prune_children(mapping);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < mapping->count && !s->reader->no_memory; i++) {
    eir_i_node *pair = &pairs[2 * (size_t)i];
    bool is_key = pair[0].kind == EIR_I_NODE_SCALAR;
    if (sources && is_key && strcmp(pair[0].as.text, "source") == 0) {
      if (pair[1].kind == EIR_I_NODE_LIST)
        drop_references(s->prune, &pair[1]);
    } else if (sweep_pair(s, pair, layout)) {
      if (interaction && is_key && strcmp(pair[0].as.text, "add") == 0)
        return true; /* it would add nothing */
      continue;
    }
    pairs[2 * (size_t)kept] = pair[0];
    pairs[2 * (size_t)kept + 1] = pair[1];
    kept++;
  }
  mapping->count = kept;
  return false;
}

/* A breakpoint [number, worth] whose worth goes is worth 0. */
static void sweep_breakpoint(const sweep *s, eir_i_node *pair) {
  if (pair->kind != EIR_I_NODE_LIST || pair->count != 2)
    return;
  eir_i_node *worth = &eir_i_prune_children(pair)[1];
  if (!sweep_node(s, worth, EIR_I_LAYOUT_FIELDS, ""))
    return;
  worth->kind = EIR_I_NODE_SCALAR;
  worth->style = EIR_I_STYLE_PLAIN;
  worth->faults = 0;
  worth->count = 1;
  worth->as.text = "0";
}

static void sweep_list(const sweep *s, eir_i_node *list, eir_i_layout layout) {
  eir_i_layout below = eir_i_layout_of_items(layout);
  eir_i_node *items = eir_i_prune_children(list);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < list->count && !s->reader->no_memory; i++) {
    size_t mark = s->by_source ? eir_i_prune_enter_item(s->reader, &items[i], i) : 0;
    bool gone = false;
    if (layout == EIR_I_LAYOUT_ROW)
      sweep_breakpoint(s, &items[i]);
    else
      gone = sweep_node(s, &items[i], below, "");
    if (s->by_source)
      eir_i_path_leave(s->reader, mark);
    if (!gone)
      items[kept++] = items[i];
  }
  list->count = kept;
}

static bool sweep_node(const sweep *s, eir_i_node *node, eir_i_layout layout,
                       const char *id) {
  if (node->kind == EIR_I_NODE_MAPPING)
    return sweep_mapping(s, node, layout, id);
  if (node->kind == EIR_I_NODE_LIST)
    sweep_list(s, node, layout);
  return false;
}

/* Issues come first: what their options are tells how rows of tables are to be
 * taken. */
static void sweep_case(const sweep *s, eir_i_node *root) {
  for (int round = 0; round < 2 && !s->reader->no_memory; round++) {
    eir_i_node *pairs = eir_i_prune_children(root);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < root->count && !s->reader->no_memory; i++) {
      eir_i_node *pair = &pairs[2 * (size_t)i];
      bool issues = strcmp(pair[0].as.text, "issues") == 0;
      if (issues == (round == 0) && sweep_pair(s, pair, EIR_I_LAYOUT_CASE))
        continue;
      pairs[2 * (size_t)kept] = pair[0];
      pairs[2 * (size_t)kept + 1] = pair[1];
      kept++;
    }
    root->count = kept;
    if (round == 0 && !s->reader->no_memory)
      eir_i_prune_list(s->reader, root);
  }
}

/* ---- the reader ---- */

static bool is_mediator(const eir_i_node *party) {
  const eir_i_node *role =
      party->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(party, "role") : NULL;
  if (role == NULL)
    return false;
  if (role->kind != EIR_I_NODE_LIST)
    return role->kind == EIR_I_NODE_SCALAR && strcmp(role->as.text, "mediator") == 0;
  for (size_t i = 0; i < role->count; i++)
    if (role->as.children[i].kind == EIR_I_NODE_SCALAR &&
        strcmp(role->as.children[i].as.text, "mediator") == 0)
      return true;
  return false;
}

static bool shows_party(const eir_i_prune *prune, const eir_i_node *party) {
  return party->kind != EIR_I_NODE_MAPPING || !eir_i_prune_hides(prune, party, true);
}

/* Finds who reads among the parties that it may see; the first of that name counts. */
static bool find_reader(eir_i_prune *prune, const eir_i_node *parties) {
  for (size_t i = 0; i < parties->count; i++) {
    const eir_i_node *key = eir_i_node_key(parties, i);
    const eir_i_node *party = eir_i_node_value(parties, i);
    if (key->kind != EIR_I_NODE_SCALAR || strcmp(key->as.text, prune->reader) != 0 ||
        !shows_party(prune, party))
      continue;
    prune->mediator = is_mediator(party);
    return true;
  }
  return false;
}

/* Lists the parties that everyone may see. */
static void report_reader(eir_i_reader *reader, const eir_i_node *parties) {
  eir_i_prune everyone = {.view = "public"};
  const char *wanted = reader->prune->reader;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "there is no party '%s' whose view could be taken; ",
                        eir_i_quote(wanted).text);
  const char *before = "take ";
  for (size_t i = 0; i < parties->count; i++) {
    const eir_i_node *key = eir_i_node_key(parties, i);
    if (key->kind != EIR_I_NODE_SCALAR ||
        !shows_party(&everyone, eir_i_node_value(parties, i)))
      continue;
    eir_i_text_add_format(&message, "%s%s", before, eir_i_quote(key->as.text).text);
    before = ", ";
  }
  eir_i_text_add(&message, strcmp(before, ", ") == 0 ? " or public" : "take public");
  const eir_i_node nowhere = {.kind = EIR_I_NODE_SCALAR, .as.text = ""};
  eir_i_fault_text(reader, &nowhere, &message);
}

/* False after a message. Parties that are no mapping are reported later. */
static bool open_view(eir_i_reader *reader, const eir_i_node *root) {
  eir_i_prune *prune = reader->prune;
  if (strcmp(prune->view, "public") == 0)
    return true;
  prune->reader = prune->view;
  const eir_i_node *parties = eir_i_node_get(root, "parties");
  if (parties == NULL || parties->kind != EIR_I_NODE_MAPPING ||
      find_reader(prune, parties))
    return true;
  report_reader(reader, parties);
  return false;
}

/* ---- sources ---- */

/* "a" or "a#4" of a source that the case has? */
static void check_without(eir_i_reader *reader, const char *without) {
  const eir_i_names *sources = &reader->prune->left.source_names;
  const eir_i_node nowhere = {.kind = EIR_I_NODE_SCALAR, .as.text = ""};
  const char *hash = strchr(without, '#');
  size_t length = hash == NULL ? strlen(without) : (size_t)(hash - without);
  if (hash != NULL && (hash[1] == '\0' || hash[1] == '0' ||
                       strspn(hash + 1, "0123456789") != strlen(hash + 1))) {
    eir_i_fault(reader, &nowhere,
                "'%s' does not name a line of a source that could be left out; write "
                "%s#4 for its line 4",
                eir_i_quote(without).text, eir_i_quote_bytes(without, length).text);
    return;
  }
  const char *id = eir_i_arena_copy_text(&reader->scratch, without, length);
  if (id == NULL)
    reader->no_memory = true;
  if (id == NULL || eir_i_names_find(sources, id) != EIR_I_NO_NAME)
    return;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "there is no source '%s' that could be left out",
                        eir_i_quote(id).text);
  eir_i_suggest(&message, id, sources->names, sources->n, "sources");
  eir_i_fault_text(reader, &nowhere, &message);
}

static void drop_sources(const eir_i_prune *prune, const eir_i_node *root) {
  const eir_i_node *found = eir_i_node_get(root, "sources");
  if (found == NULL || found->kind != EIR_I_NODE_MAPPING)
    return;
  eir_i_node *sources = (eir_i_node *)(uintptr_t)found;
  eir_i_node *pairs = eir_i_prune_children(sources);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < sources->count; i++) {
    if (eir_i_prune_is_without(prune, pairs[2 * (size_t)i].as.text))
      continue;
    pairs[2 * (size_t)kept] = pairs[2 * (size_t)i];
    pairs[2 * (size_t)kept + 1] = pairs[2 * (size_t)i + 1];
    kept++;
  }
  sources->count = kept;
}

/* False after a message. */
static bool leave_out_sources(eir_i_reader *reader, eir_i_node *root) {
  eir_i_prune *prune = reader->prune;
  eir_i_prune_list(reader, root);
  size_t errors = eir_i_errors(reader);
  for (size_t i = 0; i < prune->n_without && !reader->no_memory; i++)
    check_without(reader, prune->without[i]);
  if (reader->no_memory || eir_i_errors(reader) != errors)
    return false;
  drop_sources(prune, root);
  sweep_case(&(sweep){reader, prune, true}, root);
  return true;
}

/* ---- all of it ---- */

/* In place of the lines of the file, which tell how much stands between them. */
static void renumber(eir_i_prune *prune, eir_i_node *node) {
  node->line = ++prune->line;
  node->column = 1;
  node->offset = UINT32_MAX;
  if (node->kind != EIR_I_NODE_LIST && node->kind != EIR_I_NODE_MAPPING)
    return;
  size_t n = (size_t)node->count * (node->kind == EIR_I_NODE_MAPPING ? 2 : 1);
  eir_i_node *children = eir_i_prune_children(node);
  for (size_t i = 0; i < n; i++)
    renumber(prune, &children[i]);
}

bool eir_i_prune_case(eir_i_reader *reader, const eir_i_node *case_root) {
  eir_i_prune *prune = reader->prune;
  eir_i_node *root = (eir_i_node *)(uintptr_t)case_root;
  if (root->kind != EIR_I_NODE_MAPPING) {
    if (prune->view != NULL) {
      eir_i_tree_report(reader, root);
      renumber(prune, root);
    }
    return !reader->no_memory; /* that it is no case is reported later */
  }
  if (prune->view != NULL) {
    if (!open_view(reader, root))
      return false;
    sweep_case(&(sweep){reader, prune, false}, root);
    eir_i_tree_report(reader, root);
  }
  if (prune->n_without > 0 && !reader->no_memory && !leave_out_sources(reader, root))
    return false;
  if (!reader->no_memory)
    eir_i_prune_names(reader, root);
  if (!reader->no_memory)
    eir_i_prune_fill_positions(reader, root);
  if (prune->view != NULL)
    renumber(prune, root);
  return !reader->no_memory;
}

/* Is the root of an included file to go as a whole? Its own `visible` may only narrow
 * what stands beside `include`, or the default: by that it was opened. */
static bool included_goes(eir_i_reader *reader, const eir_i_node *position) {
  eir_i_prune *prune = reader->prune;
  eir_i_node *node = (eir_i_node *)(uintptr_t)position;
  if (prune->view != NULL) {
    if (sweep_node(&(sweep){reader, prune, false}, node, EIR_I_LAYOUT_POSITION, ""))
      return true;
    eir_i_tree_report(reader, node);
  }
  return prune->n_without > 0 && !reader->no_memory &&
         sweep_node(&(sweep){reader, prune, true}, node, EIR_I_LAYOUT_POSITION, "");
}

const eir_i_node *eir_i_prune_included(eir_i_reader *reader, const char *party,
                                       const eir_i_node *position) {
  eir_i_node *left = (eir_i_node *)(uintptr_t)position;
  if (included_goes(reader, position))
    left = eir_i_prune_silent_position(reader, party);
  if (left != NULL && !reader->no_memory && left->kind == EIR_I_NODE_MAPPING)
    eir_i_prune_position_names(reader, left);
  if (left != NULL && reader->prune->view != NULL)
    renumber(reader->prune, left);
  return reader->no_memory ? NULL : left;
}
