/* Names: a merge sort of indices and a binary search. The C library's qsort is neither
 * stable nor, in the worst case, fast. */
#include "case/names.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* Merges order[from..middle) and order[middle..to) into out[from..to). */
static void merge(const char *const *names, const uint32_t *order, uint32_t *out,
                  size_t from, size_t middle, size_t to) {
  size_t left = from, right = middle;
  for (size_t i = from; i < to; i++) {
    bool take_left = right == to || (left < middle && strcmp(names[order[left]],
                                                             names[order[right]]) <= 0);
    out[i] = take_left ? order[left++] : order[right++];
  }
}

bool eir_i_names_build(eir_i_names *out_names, eir_i_arena *arena,
                       const char *const *names, size_t n) {
  assert(n < EIR_I_NO_NAME);
  *out_names = (eir_i_names){0};
  uint32_t *order = eir_i_arena_take_array(arena, n, sizeof *order);
  uint32_t *spare = eir_i_arena_take_array(arena, n, sizeof *spare);
  if (order == NULL || spare == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    order[i] = (uint32_t)i;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t from = 0; from < n; from += 2 * width) {
      size_t middle = from + width < n ? from + width : n;
      size_t to = from + 2 * width < n ? from + 2 * width : n;
      merge(names, order, spare, from, middle, to);
    }
    uint32_t *swapped = order;
    order = spare;
    spare = swapped;
  }
  *out_names = (eir_i_names){.names = names, .order = order, .n = n};
  return true;
}

uint32_t eir_i_names_find(const eir_i_names *names, const char *name) {
  size_t low = 0,
         high = names->n; /* the first that is not below `name` is in [low, high] */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(names->names[names->order[middle]], name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == names->n || strcmp(names->names[names->order[low]], name) != 0)
    return EIR_I_NO_NAME;
  return names->order[low];
}
