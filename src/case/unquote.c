/* Unquote: '' stands for a quote, and lines are folded: blanks around a line end go, one
 * line end becomes a blank, and of more the first goes. */
#include "case/unquote.h"

#include <stdbool.h>

#include "base/banned.h"

/* The text being written, and how much of it is not blanks at a line's end. */
typedef struct unquoted {
  char *out;
  size_t room;
  size_t length;
  size_t solid;
} unquoted;

static void put(unquoted *u, char c, bool blank) {
  if (u->length < u->room)
    u->out[u->length] = c;
  u->length++;
  if (!blank)
    u->solid = u->length;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/* Folds the line ends from source[i] on; returns where the text goes on. */
static size_t fold(unquoted *u, const char *source, size_t size, size_t i) {
  size_t ends = 0;
  u->length = u->solid;
  while (i < size && (is_blank(source[i]) || is_line_end(source[i]))) {
    if (is_line_end(source[i]))
      ends++;
    if (source[i] == '\r' && i + 1 < size && source[i + 1] == '\n')
      i++;
    i++;
  }
  if (ends == 1)
    put(u, ' ', false);
  for (size_t k = 1; k < ends; k++)
    put(u, '\n', false);
  return i;
}

size_t eir_i_unquote(const char *source, size_t size, char *out, size_t room) {
  unquoted u = {.out = out, .room = room};
  size_t i = 1;
  while (i < size) {
    if (source[i] == '\'') {
      if (i + 1 >= size || source[i + 1] != '\'')
        break;
      put(&u, '\'', false);
      i += 2;
    } else if (is_line_end(source[i])) {
      i = fold(&u, source, size, i);
    } else {
      put(&u, source[i], is_blank(source[i]));
      i++;
    }
  }
  return u.length;
}
