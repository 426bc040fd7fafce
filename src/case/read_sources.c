/* Read sources: the texts that a case refers to. */
#include <string.h>

#include "case/date.h"
#include "case/reader.h"

#include "base/banned.h"

const char *eir_i_read_date(eir_i_reader *reader, const eir_i_node *node) {
  const char *expected = "a date as YYYY-MM-DD, or unknown";
  if (!eir_i_expect_scalar(reader, node, expected))
    return NULL;
  if (strcmp(node->as.text, "unknown") == 0 || eir_i_is_date(node->as.text))
    return eir_i_keep_text(reader, node);
  eir_i_fault(reader, node, "'%s' is not a date; write YYYY-MM-DD, or unknown",
              eir_i_quote(node->as.text).text);
  return NULL;
}

/* Small letters only, as the common tools print it, so that equal sums are equal
 * texts. */
static const char *read_sha256(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_expect_scalar(reader, node, "the SHA-256 of the file"))
    return NULL;
  if (node->count == 64 && strspn(node->as.text, "0123456789abcdef") == 64)
    return eir_i_keep_text(reader, node);
  if (node->count == 64 && strspn(node->as.text, "0123456789abcdefABCDEF") == 64)
    eir_i_fault(reader, node, "a sha256 is written with small letters, a to f");
  else
    eir_i_fault(
        reader, node,
        "a sha256 has 64 hexadecimal digits, as sha256sum prints them; found %zu "
        "characters",
        (size_t)node->count);
  return NULL;
}

static const char *read_file_name(eir_i_reader *reader, const eir_i_node *node,
                                  eir_i_source *source) {
  source->place = eir_i_node_place(node);
  return eir_i_read_text(reader, node);
}

static void read_source_key(eir_i_reader *reader, const char *key,
                            const eir_i_node *value, eir_i_source *source) {
  if (strcmp(key, "title") == 0)
    eir_i_read_words(reader, value, &source->title);
  else if (strcmp(key, "publisher") == 0)
    eir_i_read_words(reader, value, &source->publisher);
  else if (strcmp(key, "says") == 0)
    eir_i_read_words(reader, value, &source->says);
  else if (strcmp(key, "date") == 0)
    source->date = eir_i_read_date(reader, value);
  else if (strcmp(key, "file") == 0)
    source->file = read_file_name(reader, value, source);
  else if (strcmp(key, "sha256") == 0)
    source->sha256 = read_sha256(reader, value);
}

static void read_source(eir_i_reader *reader, const eir_i_node *node,
                        eir_i_source *source) {
  if (!eir_i_check_shape(reader, node, &eir_i_shape_source))
    return;
  for (size_t i = 0; i < node->count; i++) {
    const char *key = eir_i_node_key(node, i)->as.text;
    size_t mark = eir_i_path_enter(reader, key);
    read_source_key(reader, key, eir_i_node_value(node, i), source);
    eir_i_path_leave(reader, mark);
  }
  eir_i_read_notes(reader, node, &eir_i_shape_source, &source->notes);
}

void eir_i_read_sources(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "sources");
  if (node == NULL || node->kind != EIR_I_NODE_MAPPING)
    return; /* said already */
  eir_i_source *sources = eir_i_take(reader, node->count, sizeof *sources);
  if (sources == NULL)
    return;
  size_t section = eir_i_path_enter(reader, "sources");
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    eir_i_check_id(reader, key, "a source", false);
    sources[i].id = eir_i_keep_text(reader, key);
    sources[i].place = eir_i_node_place(key);
    read_source(reader, eir_i_node_value(node, i), &sources[i]);
    eir_i_path_leave(reader, mark);
  }
  eir_i_path_leave(reader, section);
  reader->the_case->sources = sources;
  reader->the_case->n_sources = node->count;
}
