/* Two dimensions: a heap over the shifted fronts.
 *
 * In descending order of x a vector is kept exactly when its y beats all before it. When
 * a front's head is popped, that front skips all that the best y already dominates, by
 * galloping: y ascends within a front. So there is about one pop a kept vector. */
#include "solve/front.h"

#include "base/banned.h"

typedef struct head {
  int64_t x, y;       /* of the vector at `at`, shifted */
  const int64_t *at;  /* in the front's scores */
  const int64_t *end; /* of the vectors that take part */
  const eir_i_shifted *source;
} head;

/* The part of a front with x >= least_x (a prefix) and y >= least_y (a suffix). */
static void cut(const eir_i_shifted *source, const int64_t **out_from,
                const int64_t **out_end) {
  const int64_t *scores = source->front.scores;
  size_t low = 0, high = source->front.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (scores[2 * middle + 1] < source->least[1])
      low = middle + 1;
    else
      high = middle;
  }
  size_t from = low;
  high = source->front.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (scores[2 * middle] >= source->least[0])
      low = middle + 1;
    else
      high = middle;
  }
  *out_from = scores + 2 * from;
  *out_end = scores + 2 * low;
}

static bool comes_before(const head *a, const head *b) {
  return a->x > b->x || (a->x == b->x && a->y > b->y);
}

static void sift_down(head *heap, size_t count, size_t at) {
  head moved = heap[at];
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= count)
      break;
    if (child + 1 < count && comes_before(&heap[child + 1], &heap[child]))
      child++;
    if (!comes_before(&heap[child], &moved))
      break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}

static size_t make_heap(const eir_i_shifted *sources, size_t count, head *heap) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    head made = {.source = &sources[i]};
    if (sources[i].front.count == 0)
      continue;
    cut(&sources[i], &made.at, &made.end);
    if (made.at >= made.end)
      continue;
    made.x = made.at[0] + sources[i].shift[0];
    made.y = made.at[1] + sources[i].shift[1];
    heap[n++] = made;
  }
  for (size_t i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  return n;
}

/* Moves a head past all vectors with y <= best_y; false when none is left. */
static bool skip(head *moved, int64_t best_y) {
  const int64_t *shift = moved->source->shift;
  int64_t least = best_y - shift[1]; /* wanted: y > least */
  const int64_t *at = moved->at;
  size_t left = (size_t)(moved->end - at) / 2;
  size_t step = 1, low = 0; /* at[low] is known to be skipped */
  while (step < left && at[2 * step + 1] <= least) {
    low = step;
    step *= 2;
  }
  size_t high = step < left ? step : left; /* first unknown or wanted */
  while (low + 1 < high) {
    size_t middle = low + (high - low) / 2;
    if (at[2 * middle + 1] <= least)
      low = middle;
    else
      high = middle;
  }
  if (high >= left)
    return false;
  moved->at = at + 2 * high;
  moved->x = moved->at[0] + shift[0];
  moved->y = moved->at[1] + shift[1];
  return true;
}

static eir_i_step step_of(const head *top) {
  size_t index = (size_t)(top->at - top->source->front.scores) / 2;
  return (eir_i_step){top->source->front.first + (uint32_t)index, top->source->option};
}

/* Keeps the heap's top, or, if it equals the last vector kept, the earlier outcome. */
static bool take(const eir_i_filter *filter, const head *top, size_t first,
                 eir_i_kept *kept) {
  eir_i_step step = step_of(top);
  if (kept->steps.count > first) {
    const int64_t *last = eir_i_array_at(&kept->scores, kept->scores.count - 2);
    if (top->y <= last[1]) {
      if (top->x != last[0] || top->y != last[1])
        return true;
      eir_i_step *other = eir_i_array_at(&kept->steps, kept->steps.count - 1);
      if (eir_i_trail_compare(filter->trail, step, *other) < 0)
        *other = step;
      return true;
    }
  }
  if (!eir_i_array_reserve(&kept->scores, 2) || !eir_i_array_reserve(&kept->steps, 1))
    return false;
  int64_t *to = (int64_t *)kept->scores.items + kept->scores.count;
  to[0] = top->x;
  to[1] = top->y;
  kept->scores.count += 2;
  ((eir_i_step *)kept->steps.items)[kept->steps.count++] = step;
  return true;
}

static bool merge(const eir_i_filter *filter, head *heap, size_t n, eir_i_kept *kept) {
  enum { BATCH = 1024 };
  size_t first = kept->steps.count;
  size_t work = 0;
  while (n > 0) {
    if (++work == BATCH) {
      if (!eir_i_effort_spend(filter->effort, work) ||
          !eir_i_effort_points(filter->effort, kept->steps.count - first))
        return false;
      work = 0;
    }
    if (!take(filter, &heap[0], first, kept))
      return false;
    const int64_t *items = kept->scores.items;
    if (!skip(&heap[0], items[kept->scores.count - 1]))
      heap[0] = heap[--n];
    if (n > 0)
      sift_down(heap, n, 0);
  }
  return eir_i_effort_spend(filter->effort, work) &&
         eir_i_effort_points(filter->effort, kept->steps.count - first);
}

bool eir_i_front_merge_two(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) {
  enum { FEW = 64 };
  head few[FEW];
  head *heap = few;
  if (count > FEW)
    heap = eir_i_allocate_array(filter->memory, count, sizeof *heap);
  if (heap == NULL)
    return false;
  bool done = merge(filter, heap, make_heap(sources, count, heap), kept);
  if (heap != few)
    eir_i_release(filter->memory, heap, count * sizeof *heap);
  return done;
}
