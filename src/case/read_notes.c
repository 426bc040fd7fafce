/* Read notes: sources, and the reasons and attributions that any value may carry. */
#include <string.h>

#include "case/reader.h"

#include "base/banned.h"

/* ---- references to sources ---- */

static void report_unknown_source(eir_i_reader *reader, const eir_i_node *node,
                                  const char *id) {
  if (reader->sources_unknown)
    return;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "unknown source '%s'", eir_i_quote(id).text);
  if (!reader->sources_given)
    eir_i_text_add(&message, "; the case has no sources, add it under 'sources'");
  else
    eir_i_suggest(&message, id, reader->source_names.names, reader->source_names.n,
                  "sources");
  eir_i_fault_text(reader, node, &message);
}

/* 1 and up, without a sign; lines beyond a thousand million are slips. */
static bool is_line_number(const char *text) {
  size_t n = 0;
  for (; text[n] >= '0' && text[n] <= '9'; n++)
    continue;
  return n > 0 && n < 10 && text[n] == '\0' && strspn(text, "0") < n;
}

/* "id" or "id#line". */
static const char *read_source_ref(eir_i_reader *reader, const eir_i_node *node) {
  const char *expected = "a source, such as a or a#4 for its line 4";
  if (!eir_i_expect_scalar(reader, node, expected))
    return NULL;
  const char *text = node->as.text, *hash = strchr(text, '#');
  size_t length = hash == NULL ? strlen(text) : (size_t)(hash - text);
  if (hash != NULL && !is_line_number(hash + 1)) {
    eir_i_fault(reader, node,
                "'%s' does not name a line of a source; write %s#4 for its line 4",
                eir_i_quote(text).text, eir_i_quote_bytes(text, length).text);
    return NULL;
  }
  const char *id = eir_i_arena_copy_text(&reader->scratch, text, length);
  if (id == NULL) {
    reader->no_memory = true;
    return NULL;
  }
  if (eir_i_names_find(&reader->source_names, id) == EIR_I_NO_NAME) {
    report_unknown_source(reader, node, id);
    return NULL;
  }
  return eir_i_keep_text(reader, node);
}

/* One reference, or a list of them, which is kept as one text: "a#4, b#2". */
static const char *read_source_refs(eir_i_reader *reader, const eir_i_node *node) {
  if (node->kind != EIR_I_NODE_LIST)
    return read_source_ref(reader, node);
  if (node->count == 0) {
    eir_i_fault(reader, node, "expected at least one source, found an empty list");
    return NULL;
  }
  eir_i_text all;
  eir_i_message_init(reader, &all);
  bool good = true;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    const char *one = read_source_ref(reader, &node->as.children[i]);
    good = good && one != NULL;
    if (good)
      eir_i_text_add_format(&all, "%s%s", i == 0 ? "" : ", ", one);
    eir_i_path_leave(reader, mark);
  }
  const char *kept = NULL;
  if (good && !all.failed)
    kept = eir_i_arena_copy_text(reader->arena, all.data, all.length);
  if (good && kept == NULL)
    reader->no_memory = true;
  eir_i_text_free(&all);
  return kept;
}

/* ---- attribution ---- */

static void read_visible(eir_i_reader *reader, const eir_i_node *node,
                         eir_i_attribution *out) {
  out->visible_given = true;
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of party ids, or [all]"))
    return;
  uint32_t *parties = eir_i_take(reader, node->count, sizeof *parties);
  if (parties == NULL)
    return;
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *item = &node->as.children[i];
    if (item->kind == EIR_I_NODE_SCALAR && strcmp(item->as.text, "all") == 0) {
      out->visible_to_all = true;
      continue;
    }
    uint32_t party = eir_i_read_party_ref(reader, item);
    if (party != EIR_I_NO_NAME)
      parties[out->n_visible++] = party;
  }
  out->visible = parties;
}

/* A list of anything, kept as it is. */
const eir_i_node *eir_i_keep_list(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list"))
    return NULL;
  eir_i_node *copy = eir_i_take(reader, 1, sizeof *copy);
  if (copy == NULL)
    return NULL;
  if (!eir_i_node_copy(reader->arena, node, copy))
    reader->no_memory = true;
  return copy;
}

/* One key of those that is_attribution() knows. */
static void read_attribution_key(eir_i_reader *reader, const char *key,
                                 const eir_i_node *value, eir_i_attribution *out) {
  static const char *const directness[] = {"first_hand", "reported", "anonymous"};
  if (strcmp(key, "visible") == 0) {
    read_visible(reader, value, out);
  } else if (strcmp(key, "said_by") == 0) {
    eir_i_read_words(reader, value, &out->said_by);
  } else if (strcmp(key, "reported_by") == 0) {
    eir_i_read_words(reader, value, &out->reported_by);
  } else if (strcmp(key, "contested") == 0) {
    out->contested = eir_i_keep_list(reader, value);
  } else {
    size_t choice = eir_i_read_choice(reader, value, "directness", directness, 3);
    if (choice < 3)
      out->directness = directness[choice];
  }
}

static bool is_attribution(const char *key) {
  static const char *const keys[] = {"visible", "said_by", "reported_by", "directness",
                                     "contested"};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (strcmp(key, keys[i]) == 0)
      return true;
  return false;
}

/* ---- notes ---- */

static void read_reason(eir_i_reader *reader, const char *key, const eir_i_node *value,
                        eir_i_notes *out) {
  static const char *const bases[] = {"text", "reading", "assumption"};
  if (strcmp(key, "because") == 0) {
    eir_i_words words;
    if (eir_i_read_words(reader, value, &words))
      out->because = words.text[0];
  } else if (strcmp(key, "source") == 0) {
    out->source = read_source_refs(reader, value);
  } else if (strcmp(key, "basis") == 0) {
    size_t choice = eir_i_read_choice(reader, value, "basis", bases, 3);
    if (choice < 3)
      out->basis = bases[choice];
  }
}

/* Most values carry no attribution, so room for it is made only when the first key of
 * it comes. */
void eir_i_read_notes(eir_i_reader *reader, const eir_i_node *mapping,
                      const eir_i_shape *shape, eir_i_notes *out) {
  eir_i_attribution *attribution = NULL;
  for (size_t i = 0; i < mapping->count && !reader->no_memory; i++) {
    const char *key = eir_i_node_key(mapping, i)->as.text;
    const eir_i_node *value = eir_i_node_value(mapping, i);
    if (!eir_i_shape_has(shape, key))
      continue;
    size_t mark = eir_i_path_enter(reader, key);
    if (is_attribution(key)) {
      if (attribution == NULL)
        attribution = eir_i_take(reader, 1, sizeof *attribution);
      if (attribution != NULL)
        read_attribution_key(reader, key, value, attribution);
    } else {
      read_reason(reader, key, value, out);
    }
    eir_i_path_leave(reader, mark);
  }
  out->attribution = attribution;
}
