/* Node: looking at the nodes of a tree. */
#include <assert.h>
#include <string.h>

#include "case/tree.h"

#include "base/banned.h"

const eir_i_node *eir_i_node_key(const eir_i_node *mapping, size_t index) {
  assert(mapping->kind == EIR_I_NODE_MAPPING && index < mapping->count);
  return &mapping->as.children[2 * index];
}

const eir_i_node *eir_i_node_value(const eir_i_node *mapping, size_t index) {
  assert(mapping->kind == EIR_I_NODE_MAPPING && index < mapping->count);
  return &mapping->as.children[2 * index + 1];
}

const eir_i_node *eir_i_node_find_key(const eir_i_node *mapping, const char *key) {
  for (size_t i = 0; i < mapping->count; i++)
    if (strcmp(eir_i_node_key(mapping, i)->as.text, key) == 0)
      return eir_i_node_key(mapping, i);
  return NULL;
}

const eir_i_node *eir_i_node_get(const eir_i_node *mapping, const char *key) {
  const eir_i_node *found = eir_i_node_find_key(mapping, key);
  return found == NULL ? NULL : found + 1; /* a value stands after its key */
}

bool eir_i_node_is_null(const eir_i_node *node) {
  if (node->kind != EIR_I_NODE_SCALAR || node->style != EIR_I_STYLE_PLAIN)
    return false;
  static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
  for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++)
    if (strcmp(node->as.text, nulls[i]) == 0)
      return true;
  return false;
}

/* Recursion is bounded by EIR_I_MAX_LEVELS. */
bool eir_i_node_copy(eir_i_arena *arena, const eir_i_node *node, eir_i_node *out_copy) {
  *out_copy = *node;
  if (node->kind == EIR_I_NODE_BROKEN)
    return true;
  if (node->kind == EIR_I_NODE_SCALAR) {
    out_copy->as.text = eir_i_arena_copy_text(arena, node->as.text, node->count);
    return out_copy->as.text != NULL;
  }
  size_t n = node->count * (node->kind == EIR_I_NODE_MAPPING ? (size_t)2 : 1);
  eir_i_node *children = eir_i_arena_take_array(arena, n, sizeof *children);
  if (children == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    if (!eir_i_node_copy(arena, &node->as.children[i], &children[i]))
      return false;
  out_copy->as.children = children;
  return true;
}

/* ---- places inside a scalar ---- */

/* How many bytes of the file stand for the character of a double-quoted text that
 * starts at `at`, which is a backslash. */
static size_t escape_length(const char *at) {
  if (at[1] == 'x')
    return 4;
  if (at[1] == 'u')
    return 6;
  if (at[1] == 'U')
    return 10;
  return 2;
}

static size_t character_length(const char *text, size_t left) {
  size_t n = 1;
  while (n < left && ((unsigned char)text[n] & 0xC0) == 0x80)
    n++;
  return n;
}

eir_i_place eir_i_node_place_within(const eir_i_node *scalar, const char *file_text,
                                    size_t file_length, size_t at) {
  eir_i_place place = eir_i_node_place(scalar);
  if (scalar->kind != EIR_I_NODE_SCALAR || scalar->style == EIR_I_STYLE_BLOCK ||
      scalar->offset >= file_length)
    return place;
  const char *source = file_text + scalar->offset;
  size_t left = file_length - scalar->offset;
  size_t i = scalar->style == EIR_I_STYLE_PLAIN ? 0 : 1;
  eir_i_place found = place;
  found.column += (uint32_t)i;
  /* Both texts are walked a character at a time: one may be an escape in the file. */
  for (size_t shown = 0; shown < at && shown < scalar->count;) {
    if (i >= left || source[i] == '\n' || source[i] == '\r')
      return place;
    size_t step = character_length(source + i, left - i);
    uint32_t columns = 1;
    if (scalar->style == EIR_I_STYLE_SINGLE && source[i] == '\'')
      step = columns = 2;
    if (scalar->style == EIR_I_STYLE_DOUBLE && source[i] == '\\') {
      if (i + 1 >= left)
        return place;
      step = escape_length(source + i);
      columns = (uint32_t)step;
    }
    shown += character_length(scalar->as.text + shown, scalar->count - shown);
    i += step;
    found.column += columns;
  }
  return found;
}
