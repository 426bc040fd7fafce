/* Sums: every source becomes a run, and runs are merged two by two. */
#include "solve/sums.h"

#include <string.h>

#include "base/banned.h"

void eir_i_summing_init(eir_i_summing *summing, size_t n_dimensions,
                        eir_i_memory *memory, eir_i_effort *effort) {
  *summing =
      (eir_i_summing){.n_dimensions = n_dimensions, .memory = memory, .effort = effort};
  for (int k = 0; k < 2; k++) {
    eir_i_array_init(&summing->run[k], memory, sizeof(int64_t));
    eir_i_array_init(&summing->ends[k], memory, sizeof(size_t));
  }
}

void eir_i_summing_free(eir_i_summing *summing) {
  for (int k = 0; k < 2; k++) {
    eir_i_array_free(&summing->run[k]);
    eir_i_array_free(&summing->ends[k]);
  }
}

/* ---- runs ---- */

/* Is the row worth keeping? One that is sure is counted here. */
static bool keeps(eir_i_summing *summing, const int64_t *row) {
  size_t n = summing->n_dimensions;
  bool sure = summing->sure != NULL;
  for (size_t d = 0; d < n; d++) {
    if (row[d] < summing->least[d])
      return false;
    sure = sure && row[d] >= summing->sure[d];
  }
  if (sure)
    summing->sure_ways += (uint64_t)row[n];
  return !sure;
}

static bool append_run(eir_i_summing *summing, const eir_i_sums_source *source) {
  eir_i_array *to = &summing->run[0];
  size_t n = summing->n_dimensions, row = n + 1, room;
  if (source->sums.count == 0)
    return true;
  if (eir_i_size_multiply(source->sums.count, row, &room) ||
      !eir_i_array_reserve(to, room))
    return false;
  int64_t *out = (int64_t *)to->items + to->count;
  const int64_t *from = source->sums.rows;
  for (size_t i = 0; i < source->sums.count; i++, from += row) {
    for (size_t d = 0; d < n; d++)
      out[d] = from[d] + source->gain[d];
    for (size_t d = 0; source->bonus != NULL && d < n; d++)
      out[d] += source->bonus[d];
    out[n] = from[n];
    if (keeps(summing, out))
      out += row;
  }
  size_t end = (size_t)(out - (int64_t *)to->items);
  if (end == to->count)
    return true;
  to->count = end;
  return eir_i_array_push(&summing->ends[0], &end);
}

/* ---- merging ---- */

static int compare(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] != b[d])
      return a[d] < b[d] ? -1 : 1;
  }
  return 0;
}

/* Merges from[.. middle] and from[middle .. end]; returns the end of what it wrote. */
static int64_t *merge(const int64_t *from, size_t middle, size_t end, size_t n,
                      int64_t *out) {
  const int64_t *a = from, *a_end = from + middle, *b = a_end, *b_end = from + end;
  size_t row = n + 1;
  while (a < a_end && b < b_end) {
    int by = compare(a, b, n);
    const int64_t *first = by <= 0 ? a : b;
    for (size_t d = 0; d <= n; d++)
      out[d] = first[d];
    if (by == 0)
      out[n] += b[n]; /* all ways of a list fit, see tally.c */
    a += by <= 0 ? row : 0;
    b += by >= 0 ? row : 0;
    out += row;
  }
  memcpy(out, a, (size_t)(a_end - a) * sizeof *a);
  out += a_end - a;
  memcpy(out, b, (size_t)(b_end - b) * sizeof *b);
  return out + (b_end - b);
}

/* Merges runs 2 i and 2 i + 1 for every i; the last may stay alone. */
static bool merge_pairs(eir_i_summing *summing) {
  eir_i_array *from = &summing->run[0], *to = &summing->run[1];
  eir_i_array *ends = &summing->ends[0], *new_ends = &summing->ends[1];
  to->count = new_ends->count = 0;
  if (!eir_i_array_reserve(to, from->count) ||
      !eir_i_effort_spend(summing->effort, from->count / (summing->n_dimensions + 1)))
    return false;
  const size_t *end = ends->items;
  size_t start = 0;
  int64_t *out = to->items;
  for (size_t i = 0; i < ends->count; i += 2) {
    size_t last = i + 1 < ends->count ? end[i + 1] : end[i];
    out = merge((const int64_t *)from->items + start, end[i] - start, last - start,
                summing->n_dimensions, out);
    start = last;
    size_t written = (size_t)(out - (int64_t *)to->items);
    if (!eir_i_array_push(new_ends, &written))
      return false;
  }
  to->count = (size_t)(out - (int64_t *)to->items);
  eir_i_array swap = *from;
  *from = *to;
  *to = swap;
  swap = *ends;
  *ends = *new_ends;
  *new_ends = swap;
  return true;
}

bool eir_i_sums_unite(eir_i_summing *summing, const eir_i_sums_source *sources,
                      size_t count, eir_i_array *rows) {
  summing->run[0].count = summing->ends[0].count = 0;
  for (size_t i = 0; i < count; i++) {
    if (!eir_i_effort_spend(summing->effort, sources[i].sums.count) ||
        !append_run(summing, &sources[i]))
      return false;
  }
  while (summing->ends[0].count > 2) {
    if (!merge_pairs(summing))
      return false;
  }
  const eir_i_array *run = &summing->run[0];
  if (run->count == 0)
    return true;
  if (!eir_i_array_reserve(rows, run->count))
    return false;
  int64_t *out = (int64_t *)rows->items + rows->count;
  size_t middle = *(const size_t *)summing->ends[0].items;
  out = merge(run->items, middle, run->count, summing->n_dimensions, out);
  rows->count = (size_t)(out - (int64_t *)rows->items);
  return true;
}
