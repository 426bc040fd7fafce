/* Two dimensions: a tournament over the shifted fronts.
 *
 * In descending order of x a vector is kept exactly when its y beats all before it.
 * When a front's head wins, that front skips all that the best y already dominates: y
 * ascends within a front. So there is little more than one win a kept vector.
 *
 * The tournament is a tree of winners (Knuth, volume 3, 5.4.1). What bounds it is not
 * comparisons but values that wait for each other. So a key is one word, x with the
 * number of its front below it; going up from the changed front the winner stays in a
 * register; and every front is as many levels down, so that the way up has no branch to
 * guess. How far to skip and whether to keep are branches on purpose: nearly always the
 * next vector is the right one and is kept, and a right guess need not wait.
 *
 * It compares x alone; when two vectors with the same x come in the wrong order, the
 * second replaces the first. Merging the fronts two by two, each merge without a
 * branch, was slower already at three fronts: it looks at every vector of each. */
#include "solve/front.h"

#include <assert.h>

#include "base/banned.h"

/* What is left of a shifted front. */
typedef struct lane {
  const int64_t *head; /* its first vector */
  const int64_t *end;  /* behind its last */
  uint64_t key;        /* what makes an x a key: see key_of() */
  int64_t shift_x, shift_y;
  const int64_t *start; /* where vector `first` was */
  uint32_t first;
  uint32_t option;
} lane;

typedef struct tournament {
  lane *lanes;    /* [n_lanes] */
  uint64_t *keys; /* [2 * size] the greatest below a node, whose children are 2 n and
                     2 n + 1; lanes from `size` on; 0: nothing left */
  size_t n_lanes;
  size_t size;     /* a power of two: every lane is as many levels down */
  int64_t base;    /* below every shifted x */
  unsigned n_bits; /* of a lane's number */
  bool narrow;     /* are the keys exact? */
} tournament;

/* The part of a front with x >= least_x (a prefix) and y >= least_y (a suffix). */
static void cut(const eir_i_shifted *source, size_t *out_from, size_t *out_end) {
  const int64_t *scores = source->front.scores;
  size_t low = 0, high = source->front.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (scores[2 * middle + 1] < source->least[1])
      low = middle + 1;
    else
      high = middle;
  }
  *out_from = low;
  high = source->front.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (scores[2 * middle] >= source->least[0])
      low = middle + 1;
    else
      high = middle;
  }
  *out_end = low;
}

/* The key of a lane's head: (x + shift - base) << n_bits, and the lane's number. Where
 * the sums do not fit the words wrap around and come out right in the end. */
static uint64_t key_of(const tournament *t, const lane *of) {
  return of->head < of->end ? ((uint64_t)of->head[0] << t->n_bits) + of->key : 0;
}

/* Gives a lane a new key, and lets the winners above play again. */
static uint64_t replay(const tournament *t, size_t changed, uint64_t key) {
  uint64_t *keys = t->keys;
  assert(changed < t->n_lanes && t->n_lanes <= t->size);
  for (size_t node = t->size + changed; node > 1; node /= 2) {
    uint64_t other = keys[node ^ 1];
    keys[node] = key;
    key = other > key ? other : key;
  }
  return key;
}

/* Chooses base and bits; the keys are exact if the range of x leaves room for them. */
static void measure(tournament *t) {
  int64_t least = INT64_MAX, most = INT64_MIN;
  for (size_t i = 0; i < t->n_lanes; i++) {
    const lane *of = &t->lanes[i];
    int64_t first = of->head[0] + of->shift_x, last = of->end[-2] + of->shift_x;
    most = first > most ? first : most;
    least = last < least ? last : least;
  }
  t->base = least - 1;
  t->n_bits = (unsigned)eir_i_bits64(t->n_lanes - 1);
  t->narrow = ((uint64_t)most - (uint64_t)t->base) <= UINT64_MAX >> t->n_bits;
}

static void line_up(tournament *t) {
  assert(t->n_lanes > 0);
  measure(t);
  t->size = (size_t)1 << t->n_bits;
  for (size_t i = t->n_lanes; i < t->size; i++)
    t->keys[t->size + i] = 0;
  for (size_t i = 0; i < t->n_lanes; i++) {
    lane *of = &t->lanes[i];
    of->key = (((uint64_t)of->shift_x - (uint64_t)t->base) << t->n_bits) + i;
    t->keys[t->size + i] = key_of(t, of);
  }
  for (size_t node = t->size; node-- > 1;) {
    uint64_t left = t->keys[2 * node], right = t->keys[2 * node + 1];
    t->keys[node] = right > left ? right : left;
  }
}

/* The lane with the greatest head, where keys would not hold it; n_lanes: none is left.
 * Such scores are rare, so it looks at all. */
static size_t widest(const tournament *t) {
  size_t best = t->n_lanes;
  int64_t most = 0;
  for (size_t i = 0; i < t->n_lanes; i++) {
    const lane *of = &t->lanes[i];
    if (of->head == of->end || (best < t->n_lanes && of->head[0] + of->shift_x <= most))
      continue;
    best = i;
    most = of->head[0] + of->shift_x;
  }
  return best;
}

/* The first vector from `at` on with y > least, or the end. */
static const int64_t *gallop(const int64_t *at, const int64_t *end, int64_t least) {
  if (at == end || at[1] > least)
    return at;
  size_t low = 0, high = (size_t)(end - at) / 2, step = 1; /* low is to be skipped */
  while (step < high - low && at[2 * (low + step) + 1] <= least) {
    low += step;
    step *= 2;
  }
  if (step < high - low)
    high = low + step;
  while (low + 1 < high) {
    size_t middle = low + (high - low) / 2;
    if (at[2 * middle + 1] <= least)
      low = middle;
    else
      high = middle;
  }
  return at + 2 * high;
}

/* The first vector of the lane after its head with y > least, or its end. Mostly it is
 * near, but how near cannot be guessed: so the nearest are counted. */
static const int64_t *skip(const lane *from, int64_t least) {
  enum { NEAR = 4 };
  const int64_t *next = from->head + 2, *end = from->end;
  for (int near = 0; next < end; near++, next += 2) {
    if (next[1] > least)
      return next;
    if (near == NEAR)
      return gallop(next, end, least);
  }
  return end;
}

static eir_i_step step_of(const lane *from) {
  return (eir_i_step){from->first + (uint32_t)((size_t)(from->head - from->start) / 2),
                      from->option};
}

/* Where a stretch of the merge writes, with room for BATCH vectors, and the last vector
 * kept; at first one that everything beats. */
typedef struct stretch {
  int64_t *scores;
  eir_i_step *steps;
  int64_t x, y;
} stretch;

enum { BATCH = 1024 };

/* A vector with the x of the last one kept: the greater y stays, of equal ones the
 * earlier outcome. Returns the y that stays. */
static int64_t settle_equal(const eir_i_filter *filter, const lane *from, int64_t y,
                            int64_t *last_scores, eir_i_step *last_step) {
  eir_i_step step = step_of(from);
  if (y < last_scores[1] || (y == last_scores[1] &&
                             eir_i_trail_compare(filter->trail, step, *last_step) >= 0))
    return last_scores[1];
  last_scores[1] = y;
  *last_step = step;
  return y;
}

/* Takes up to BATCH winners; returns how many. */
static inline size_t take_winners(const eir_i_filter *filter, const tournament *t,
                                  bool narrow, stretch *to) {
  int64_t *scores = to->scores, last_x = to->x, last_y = to->y;
  eir_i_step *steps = to->steps;
  uint64_t key = t->keys[1];
  size_t wins = 0, number_mask = ((size_t)1 << t->n_bits) - 1;
  for (; wins < BATCH; wins++) {
    size_t winner = narrow ? (size_t)key & number_mask : widest(t);
    if (narrow ? key == 0 : winner == t->n_lanes)
      break;
    lane *from = &t->lanes[winner];
    int64_t x = from->head[0] + from->shift_x, y = from->head[1] + from->shift_y;
    if (EIR_UNLIKELY(x == last_x)) {
      last_y = settle_equal(filter, from, y, scores - 2, steps - 1);
    } else if (y > last_y) { /* else it was overtaken while it waited */
      scores[0] = last_x = x;
      scores[1] = last_y = y;
      *steps++ = step_of(from);
      scores += 2;
    }
    from->head = skip(from, last_y - from->shift_y);
    if (narrow)
      key = replay(t, winner, key_of(t, from));
  }
  t->keys[1] = key;
  *to = (stretch){scores, steps, last_x, last_y};
  return wins;
}

static size_t merge_stretch(const eir_i_filter *filter, const tournament *t,
                            stretch *to) {
  return t->narrow ? take_winners(filter, t, true, to)
                   : take_winners(filter, t, false, to);
}

static bool merge(const eir_i_filter *filter, tournament *t, eir_i_kept *kept) {
  size_t first = kept->steps.count, wins = BATCH;
  stretch to = {.x = INT64_MAX, .y = INT64_MIN};
  if (t->n_lanes == 0)
    return true;
  line_up(t);
  while (wins == BATCH) {
    if (!eir_i_array_reserve(&kept->scores, 2 * (size_t)BATCH) ||
        !eir_i_array_reserve(&kept->steps, BATCH))
      return false;
    int64_t *scores = kept->scores.items;
    eir_i_step *steps = kept->steps.items;
    to.scores = scores + kept->scores.count;
    to.steps = steps + kept->steps.count;
    wins = merge_stretch(filter, t, &to);
    kept->scores.count = (size_t)(to.scores - scores);
    kept->steps.count = (size_t)(to.steps - steps);
    if (!eir_i_effort_spend(filter->effort, wins) ||
        !eir_i_effort_points(filter->effort, kept->steps.count - first))
      return false;
  }
  return true;
}

/* Lists what of the sources takes part; returns how many have anything. */
static size_t list_lanes(const eir_i_shifted *sources, size_t count, lane *lanes) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    const eir_i_shifted *source = &sources[i];
    size_t from, end;
    cut(source, &from, &end);
    if (from < end)
      lanes[n++] = (lane){.head = source->front.scores + 2 * from,
                          .end = source->front.scores + 2 * end,
                          .shift_x = source->shift[0],
                          .shift_y = source->shift[1],
                          .start = source->front.scores,
                          .first = source->front.first,
                          .option = source->option};
  }
  return n;
}

static bool merge_large(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  tournament t = {.lanes = eir_i_arena_take_raw(&arena, count, sizeof *t.lanes),
                  .keys = eir_i_arena_take_raw(&arena, count, 4 * sizeof *t.keys)};
  bool done = t.lanes != NULL && t.keys != NULL;
  if (done) {
    t.n_lanes = list_lanes(sources, count, t.lanes);
    done = merge(filter, &t, kept);
  }
  eir_i_arena_free(&arena);
  return done;
}

bool eir_i_front_merge_two(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) {
  enum { FEW = 32 };
  if (count > FEW)
    return merge_large(filter, sources, count, kept);
  lane lanes[FEW];
  uint64_t keys[2 * FEW];
  tournament t = {.lanes = lanes, .keys = keys};
  t.n_lanes = list_lanes(sources, count, lanes);
  return merge(filter, &t, kept);
}
