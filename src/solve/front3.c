/* Three dimensions: a sweep in descending order of x, with a staircase of (y, z).
 *
 * The shifted fronts are merged by a heap in descending lexicographic order, so that a
 * vector can only be dominated by one before it: by one whose (y, z) is at least its
 * own. The staircase holds the (y, z) that no other beats, in a plain array: y
 * ascending, z descending. A coarse table of the greatest z above each stretch of y
 * answers most questions without a search. */
#include "solve/front.h"

#include <string.h>

#include "base/banned.h"

typedef struct head {
  int64_t x, y, z;
  const int64_t *at;
  const int64_t *end;
  const eir_i_shifted *source;
} head;

enum { COARSE_BITS = 9, COARSE = 1 << COARSE_BITS };

typedef struct staircase {
  int64_t *y; /* [room] ascending */
  int64_t *z; /* [room] descending */
  size_t count, room;
  int64_t base;   /* least y that can occur */
  unsigned shift; /* (y - base) >> shift is a place in the table */
  int64_t *above; /* [COARSE] greatest z kept at a y beyond this stretch */
} staircase;

static size_t stretch_of(const staircase *s, int64_t y) {
  return (size_t)((uint64_t)y - (uint64_t)s->base) >> s->shift;
}

/* Index of the first step with y at least the given one. */
static size_t first_at_least(const staircase *s, int64_t y) {
  const int64_t *base = s->y;
  size_t n = s->count;
  if (n == 0)
    return 0;
  while (n > 1) { /* branch-free halving */
    size_t half = n / 2;
    base = base[half - 1] < y ? base + half : base;
    n -= half;
  }
  return (size_t)(base - s->y) + (*base < y ? 1 : 0);
}

static bool dominated(const staircase *s, int64_t y, int64_t z) {
  if (s->above[stretch_of(s, y)] >= z)
    return true;
  size_t at = first_at_least(s, y);
  return at < s->count && s->z[at] >= z;
}

static bool grow(staircase *s, eir_i_memory *memory) {
  size_t room = s->room == 0 ? 256 : s->room * 2;
  int64_t *made = eir_i_allocate_array(memory, room, 2 * sizeof *made);
  if (made == NULL)
    return false;
  if (s->count > 0) {
    memcpy(made, s->y, s->count * sizeof *made);
    memcpy(made + room, s->z, s->count * sizeof *made);
  }
  eir_i_release(memory, s->y, s->room * 2 * sizeof *made);
  s->y = made;
  s->z = made + room;
  s->room = room;
  return true;
}

/* Adds a step that is not dominated and removes those it dominates. */
static bool insert(staircase *s, int64_t y, int64_t z, eir_i_memory *memory) {
  size_t end = first_at_least(s, y);
  size_t from = end;
  if (end < s->count && s->y[end] == y)
    end++;
  while (from > 0 && s->z[from - 1] <= z)
    from--;
  if (from == end) {
    if (s->count == s->room && !grow(s, memory))
      return false;
    memmove(s->y + from + 1, s->y + from, (s->count - from) * sizeof *s->y);
    memmove(s->z + from + 1, s->z + from, (s->count - from) * sizeof *s->z);
    s->count++;
  } else if (end - from > 1) {
    memmove(s->y + from + 1, s->y + end, (s->count - end) * sizeof *s->y);
    memmove(s->z + from + 1, s->z + end, (s->count - end) * sizeof *s->z);
    s->count -= end - from - 1;
  }
  s->y[from] = y;
  s->z[from] = z;
  /* `above` descends, so the first place that is high enough ends the walk. */
  for (size_t k = stretch_of(s, y); k-- > 0 && s->above[k] < z;)
    s->above[k] = z;
  return true;
}

/* ---- the merge ---- */

static bool comes_before(const head *a, const head *b) {
  if (a->x != b->x)
    return a->x > b->x;
  if (a->y != b->y)
    return a->y > b->y;
  return a->z > b->z;
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

/* Moves the head to the first vector from its place on that takes part and that the
 * staircase does not dominate yet; false when there is none. Equal vectors of different
 * fronts are never lost here: a front has each vector once, and what follows a head
 * comes strictly after it. */
static bool settle(head *moved, const staircase *s, size_t *work) {
  const int64_t *shift = moved->source->shift, *least = moved->source->least;
  for (; moved->at < moved->end; moved->at += 3) {
    const int64_t *at = moved->at;
    ++*work;
    if (at[0] < least[0])
      return false; /* x descends */
    if (at[1] < least[1] || at[2] < least[2])
      continue;
    int64_t y = at[1] + shift[1], z = at[2] + shift[2];
    if (dominated(s, y, z))
      continue;
    moved->x = at[0] + shift[0];
    moved->y = y;
    moved->z = z;
    return true;
  }
  return false;
}

static eir_i_step step_of(const head *top) {
  size_t index = (size_t)(top->at - top->source->front.scores) / 3;
  return (eir_i_step){top->source->front.first + (uint32_t)index, top->source->option};
}

static bool keep(const head *top, eir_i_kept *kept) {
  if (!eir_i_array_reserve(&kept->scores, 3) || !eir_i_array_reserve(&kept->steps, 1))
    return false;
  int64_t *to = (int64_t *)kept->scores.items + kept->scores.count;
  to[0] = top->x;
  to[1] = top->y;
  to[2] = top->z;
  kept->scores.count += 3;
  ((eir_i_step *)kept->steps.items)[kept->steps.count++] = step_of(top);
  return true;
}

/* Is the head the last vector kept once more? Then the earlier outcome stays. */
static bool repeats(const eir_i_filter *filter, const head *top, size_t first,
                    eir_i_kept *kept) {
  if (kept->steps.count == first)
    return false;
  const int64_t *last = eir_i_array_at(&kept->scores, kept->scores.count - 3);
  if (last[0] != top->x || last[1] != top->y || last[2] != top->z)
    return false;
  eir_i_step *other = eir_i_array_at(&kept->steps, kept->steps.count - 1);
  eir_i_step step = step_of(top);
  if (eir_i_trail_compare(filter->trail, step, *other) < 0)
    *other = step;
  return true;
}

static bool merge(const eir_i_filter *filter, head *heap, size_t n, staircase *s,
                  eir_i_kept *kept) {
  enum { BATCH = 1024 };
  size_t first = kept->steps.count, work = 0;
  while (n > 0) {
    head *top = &heap[0];
    if (!repeats(filter, top, first, kept) && !dominated(s, top->y, top->z)) {
      if (!keep(top, kept) || !insert(s, top->y, top->z, filter->memory))
        return false;
    }
    top->at += 3;
    if (!settle(top, s, &work))
      heap[0] = heap[--n];
    if (n > 0)
      sift_down(heap, n, 0);
    if (work < BATCH)
      continue;
    if (!eir_i_effort_spend(filter->effort, work) ||
        !eir_i_effort_points(filter->effort, kept->steps.count - first))
      return false;
    work = 0;
  }
  return eir_i_effort_spend(filter->effort, work) &&
         eir_i_effort_points(filter->effort, kept->steps.count - first);
}

/* Sets the scale of the coarse table to the range of y; false when no vector is
 * left. */
static bool measure(const eir_i_shifted *sources, size_t count, staircase *s) {
  int64_t least = INT64_MAX, most = INT64_MIN;
  for (size_t i = 0; i < count; i++) {
    const eir_i_front *front = &sources[i].front;
    for (uint32_t v = 0; v < front->count; v++) {
      int64_t y = front->scores[3 * (size_t)v + 1] + sources[i].shift[1];
      if (y < least)
        least = y;
      if (y > most)
        most = y;
    }
  }
  if (least > most)
    return false;
  int bits = eir_i_bits64((uint64_t)most - (uint64_t)least);
  s->base = least;
  s->shift = bits > COARSE_BITS ? (unsigned)(bits - COARSE_BITS) : 0;
  for (size_t k = 0; k < COARSE; k++)
    s->above[k] = INT64_MIN;
  return true;
}

static size_t make_heap(const eir_i_shifted *sources, size_t count, const staircase *s,
                        head *heap, size_t *work) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    const eir_i_front *front = &sources[i].front;
    if (front->count == 0)
      continue;
    head made = {.source = &sources[i],
                 .at = front->scores,
                 .end = front->scores + 3 * (size_t)front->count};
    if (settle(&made, s, work))
      heap[n++] = made;
  }
  for (size_t i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  return n;
}

bool eir_i_front_merge_three(const eir_i_filter *filter, const eir_i_shifted *sources,
                             size_t count, eir_i_kept *kept) {
  eir_i_memory *memory = filter->memory;
  staircase s = {.above = eir_i_allocate(memory, COARSE * sizeof(int64_t))};
  head *heap = eir_i_allocate_array(memory, count, sizeof *heap);
  bool done = s.above != NULL && heap != NULL;
  if (done && measure(sources, count, &s)) {
    size_t work = 0;
    size_t n = make_heap(sources, count, &s, heap, &work);
    done = eir_i_effort_spend(filter->effort, work) && merge(filter, heap, n, &s, kept);
  }
  eir_i_release(memory, s.y, s.room * 2 * sizeof(int64_t));
  eir_i_release(memory, s.above, COARSE * sizeof(int64_t));
  eir_i_release(memory, heap, count * sizeof *heap);
  return done;
}
