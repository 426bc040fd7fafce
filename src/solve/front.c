/* Fronts: the choice of a filter, the filter for no or one dimension, and the check. */
#include "solve/front.h"

#include <assert.h>

#include "base/banned.h"

bool eir_i_front_merge(const eir_i_filter *filter, const eir_i_shifted *sources,
                       size_t count, eir_i_kept *kept) {
  switch (filter->n_dimensions) {
  case 0:
  case 1:
    return eir_i_front_merge_one(filter, sources, count, kept);
  case 2:
    return eir_i_front_merge_two(filter, sources, count, kept);
  case 3:
    return eir_i_front_merge_three(filter, sources, count, kept);
  default:
    return eir_i_front_merge_many(filter, sources, count, kept);
  }
}

/* With one dimension a front is its best vector; with none, the empty vector. */
bool eir_i_front_merge_one(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) {
  size_t n = filter->n_dimensions;
  assert(n <= 1);
  bool found = false;
  int64_t best = 0;
  eir_i_step step = {0, 0};
  if (!eir_i_effort_spend(filter->effort, count))
    return false;
  for (size_t i = 0; i < count; i++) {
    const eir_i_shifted *source = &sources[i];
    assert(source->front.count <= 1);
    if (source->front.count == 0)
      continue;
    if (n == 1 && source->front.scores[0] < source->least[0])
      continue;
    int64_t score = n == 1 ? source->front.scores[0] + source->shift[0] : 0;
    eir_i_step other = {source->front.first, source->option};
    if (found && score < best)
      continue;
    if (found && score == best && eir_i_trail_compare(filter->trail, other, step) >= 0)
      continue;
    found = true;
    best = score;
    step = other;
  }
  if (!found)
    return true;
  return (n == 0 || eir_i_array_push(&kept->scores, &best)) &&
         eir_i_array_push(&kept->steps, &step);
}

bool eir_i_front_check(const int64_t *scores, size_t count, size_t n_dimensions) {
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      if (i == j)
        continue;
      const int64_t *a = scores + i * n_dimensions, *b = scores + j * n_dimensions;
      bool some_less = false;
      size_t d = 0;
      while (d < n_dimensions && a[d] == b[d])
        d++;
      if (d == n_dimensions || (i < j) != (a[d] > b[d]))
        return false;
      for (d = 0; d < n_dimensions; d++)
        some_less |= a[d] < b[d];
      if (!some_less)
        return false; /* a is at least b everywhere */
    }
  }
  return true;
}
