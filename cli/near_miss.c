/* Near misses by edit distance: inserted, left out, changed and swapped letters. Words
 * are short here, so a square table on the stack does. */
#include "near_miss.h"

#include <assert.h>
#include <string.h>

enum { LONGEST = 31 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Optimal string alignment; LONGEST + 1 for words that are too long to bother. */
static size_t distance(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b);
  if (n > LONGEST || m > LONGEST)
    return LONGEST + 1;
  size_t edits[LONGEST + 1][LONGEST + 1];
  for (size_t i = 0; i <= n; i++) {
    for (size_t j = 0; j <= m; j++) {
      if (i == 0 || j == 0) {
        edits[i][j] = i + j;
        continue;
      }
      size_t changed = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      edits[i][j] = least(changed, 1 + least(edits[i - 1][j], edits[i][j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        edits[i][j] = least(edits[i][j], edits[i - 2][j - 2] + 1);
      }
    }
  }
  return edits[n][m];
}

const char *cli_near_miss(const char *typed, const char *const *words, size_t count) {
  assert(typed != NULL && (words != NULL || count == 0));
  const char *nearest = NULL;
  size_t best = 1 + (strlen(typed) + 1) / 3; /* at most this many edits, less one */
  for (size_t i = 0; i < count; i++) {
    size_t edits = distance(typed, words[i]);
    if (edits < best) {
      best = edits;
      nearest = words[i];
    }
  }
  return nearest;
}
