/* Unquote: quoted scalars by the rules of YAML 1.2.
 *
 * In single quotes '' stands for a quote, in double quotes there are escapes. Lines are
 * folded in both: blanks around a line end go, one line end becomes a blank, and of
 * more the first goes. */
#include "case/unquote.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* The text being written. What is before `solid` is no blank that a line end
 * removes. */
typedef struct unquoted {
  const char *source;
  size_t size;
  size_t at; /* in the source */
  char *out;
  size_t room;
  size_t length;
  size_t solid;
} unquoted;

static void put(unquoted *u, char c) {
  if (u->length < u->room)
    u->out[u->length] = c;
  u->length++;
}

static void put_solid(unquoted *u, char c) {
  put(u, c);
  u->solid = u->length;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/* Moves past blanks and line ends; returns how many line ends there were. */
static size_t skip_lines(unquoted *u) {
  size_t ends = 0;
  for (; u->at < u->size; u->at++) {
    char c = u->source[u->at];
    if (!is_blank(c) && !is_line_end(c))
      break;
    if (!is_line_end(c))
      continue;
    ends++;
    bool two = c == '\r' && u->at + 1 < u->size && u->source[u->at + 1] == '\n';
    if (two)
      u->at++;
  }
  return ends;
}

static void fold(unquoted *u) {
  u->length = u->solid;
  size_t ends = skip_lines(u);
  if (ends == 1)
    put_solid(u, ' ');
  for (size_t i = 1; i < ends; i++)
    put_solid(u, '\n');
}

/* ---- escapes ---- */

static void put_code_point(unquoted *u, uint32_t c) {
  if (c < 0x80) {
    put_solid(u, (char)c);
  } else if (c < 0x800) {
    put_solid(u, (char)(0xC0 | (c >> 6)));
    put_solid(u, (char)(0x80 | (c & 0x3F)));
  } else if (c < 0x10000 && (c < 0xD800 || c > 0xDFFF)) {
    put_solid(u, (char)(0xE0 | (c >> 12)));
    put_solid(u, (char)(0x80 | ((c >> 6) & 0x3F)));
    put_solid(u, (char)(0x80 | (c & 0x3F)));
  } else if (c >= 0x10000 && c < 0x110000) {
    put_solid(u, (char)(0xF0 | (c >> 18)));
    put_solid(u, (char)(0x80 | ((c >> 12) & 0x3F)));
    put_solid(u, (char)(0x80 | ((c >> 6) & 0x3F)));
    put_solid(u, (char)(0x80 | (c & 0x3F)));
  } else {
    put_solid(u, (char)0xFF);
  }
}

/* `digits` hexadecimal digits from the source. */
static uint32_t read_hex(unquoted *u, size_t digits) {
  uint32_t value = 0;
  for (; digits > 0 && u->at < u->size; digits--, u->at++) {
    char c = u->source[u->at];
    uint32_t digit = UINT32_MAX;
    if (c >= '0' && c <= '9')
      digit = (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
      digit = (uint32_t)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
      digit = (uint32_t)(c - 'A') + 10;
    if (digit == UINT32_MAX)
      break;
    value = value * 16 + digit;
  }
  return digits == 0 ? value : UINT32_MAX;
}

/* JSON writes characters above U+FFFF as two escapes, of which this is the first. */
static uint32_t join_surrogates(unquoted *u, uint32_t first) {
  size_t back = u->at;
  if (first < 0xD800 || first > 0xDBFF || u->size - u->at < 6 ||
      u->source[u->at] != '\\' || u->source[u->at + 1] != 'u')
    return first;
  u->at += 2;
  uint32_t second = read_hex(u, 4);
  if (second >= 0xDC00 && second <= 0xDFFF)
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  u->at = back;
  return first;
}

static void put_escape(unquoted *u) {
  static const char letters[] = "0abt\tnvfre \"/\\N_LP";
  static const uint32_t meanings[] = {0x00, 0x07, 0x08, 0x09, 0x09,   0x0A,
                                      0x0B, 0x0C, 0x0D, 0x1B, 0x20,   0x22,
                                      0x2F, 0x5C, 0x85, 0xA0, 0x2028, 0x2029};
  char c = u->source[u->at];
  if (is_line_end(c)) { /* the lines are joined, and blanks before the backslash stay */
    u->solid = u->length;
    size_t ends = skip_lines(u);
    for (size_t i = 1; i < ends; i++)
      put_solid(u, '\n');
    return;
  }
  u->at++;
  const char *found = c == '\0' ? NULL : strchr(letters, c);
  if (c == 'x')
    put_code_point(u, read_hex(u, 2));
  else if (c == 'u')
    put_code_point(u, join_surrogates(u, read_hex(u, 4)));
  else if (c == 'U')
    put_code_point(u, read_hex(u, 8));
  else
    put_code_point(u, found == NULL ? UINT32_MAX : meanings[found - letters]);
}

size_t eir_i_unquote(const char *source, size_t size, char *out, size_t room) {
  unquoted u = {.source = source, .size = size, .at = 1, .out = out, .room = room};
  char quote = source[0];
  while (u.at < size) {
    char c = source[u.at];
    if (c == quote) {
      bool twice = quote == '\'' && u.at + 1 < size && source[u.at + 1] == quote;
      if (!twice)
        break;
      put_solid(&u, quote);
      u.at += 2;
    } else if (is_line_end(c)) {
      fold(&u);
    } else if (c == '\\' && quote == '"' && u.at + 1 < size) {
      u.at++;
      put_escape(&u);
    } else {
      put(&u, c);
      if (!is_blank(c))
        u.solid = u.length;
      u.at++;
    }
  }
  return u.length;
}
