/* UTF-8: validity and width, and the distance between words for "did you mean". */
#include "base/text.h"

#include <string.h>

#include "base/banned.h"

/* The length of the valid sequence at text[0..length), or 0. Overlong forms, surrogates
 * and values above U+10FFFF are invalid (Unicode 15, table 3-7). */
static size_t sequence_length(const unsigned char *text, size_t length) {
  unsigned char first = text[0];
  if (first < 0x80)
    return 1;
  size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || size > length)
    return 0;
  for (size_t i = 1; i < size; i++) {
    if ((text[i] & 0xc0) != 0x80)
      return 0;
  }
  if (first == 0xe0 && text[1] < 0xa0)
    return 0;
  if (first == 0xed && text[1] > 0x9f)
    return 0;
  if (first == 0xf0 && text[1] < 0x90)
    return 0;
  if (first == 0xf4 && text[1] > 0x8f)
    return 0;
  return size;
}

size_t eir_i_utf8_valid_prefix(const char *text, size_t length) {
  const unsigned char *bytes = (const unsigned char *)text;
  size_t at = 0;
  while (at < length) {
    size_t size = sequence_length(bytes + at, length - at);
    if (size == 0)
      break;
    at += size;
  }
  return at;
}

static uint32_t code_point(const unsigned char *text, size_t size) {
  if (size == 1)
    return text[0];
  uint32_t value = text[0] & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++)
    value = value << 6 | (text[i] & 0x3fu);
  return value;
}

static bool in(uint32_t value, uint32_t first, uint32_t last) {
  return value >= first && value <= last;
}

/* The blocks that matter in practice, not the whole of Unicode's tables. */
static size_t columns_of(uint32_t c) {
  if (in(c, 0x300, 0x36f) || in(c, 0x483, 0x489) || in(c, 0x591, 0x5bd) ||
      in(c, 0x610, 0x61a) || in(c, 0x64b, 0x65f) || in(c, 0x200b, 0x200f) ||
      in(c, 0x20d0, 0x20ff) || in(c, 0xfe00, 0xfe0f))
    return 0;
  if (in(c, 0x1100, 0x115f) || in(c, 0x2e80, 0xa4cf) || in(c, 0xac00, 0xd7a3) ||
      in(c, 0xf900, 0xfaff) || in(c, 0xfe30, 0xfe6f) || in(c, 0xff00, 0xff60) ||
      in(c, 0x1f300, 0x1faff) || in(c, 0x20000, 0x3fffd))
    return 2;
  return 1;
}

size_t eir_i_utf8_columns(const char *text, size_t length) {
  const unsigned char *bytes = (const unsigned char *)text;
  size_t columns = 0;
  for (size_t at = 0; at < length;) {
    size_t size = sequence_length(bytes + at, length - at);
    columns += size == 0 ? 1 : columns_of(code_point(bytes + at, size));
    at += size == 0 ? 1 : size;
  }
  return columns;
}

/* ---- near misses ---- */

enum { LONGEST_WORD = 63 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Optimal string alignment (Damerau-Levenshtein without moved pairs), by three rows. */
size_t eir_i_text_distance(const char *a, const char *b, size_t most) {
  size_t n = strlen(a), m = strlen(b);
  if (n > LONGEST_WORD || m > LONGEST_WORD)
    return strcmp(a, b) == 0 ? 0 : most + 1;
  size_t rows[3][LONGEST_WORD + 1];
  size_t *before = rows[0], *last = rows[1], *now = rows[2];
  for (size_t j = 0; j <= m; j++)
    last[j] = j;
  for (size_t i = 1; i <= n; i++) {
    now[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t change = last[j - 1] + (a[i - 1] != b[j - 1]);
      now[j] = least(change, least(last[j], now[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = least(now[j], before[j - 2] + 1);
    }
    size_t *oldest = before;
    before = last;
    last = now;
    now = oldest;
  }
  return last[m] <= most ? last[m] : most + 1;
}

const char *eir_i_text_nearest(const char *word, const char *const *candidates,
                               size_t count) {
  size_t length = strlen(word);
  size_t most = length <= 2 ? 1 : length <= 5 ? 2 : 3;
  const char *nearest = NULL;
  for (size_t i = 0; i < count; i++) {
    size_t distance = eir_i_text_distance(word, candidates[i], most);
    /* A word changed in every letter is another word, not a slip. */
    if (distance > most || distance >= length)
      continue;
    nearest = candidates[i];
    if (distance == 0)
      break;
    most = distance - 1;
  }
  return nearest;
}
