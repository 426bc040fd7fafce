/* Two dimensions: a tournament over the shifted fronts.
 *
 * In descending order of x a vector is kept exactly when its y beats all before it.
 * When a front's head wins, that front skips all that the best y already dominates, by
 * galloping: y ascends within a front. So there is about one win a kept vector.
 *
 * The tournament is a tree of winners without a branch to mispredict: going up from the
 * changed front, each node takes the larger of its children. It compares x alone; when
 * two vectors with the same x come in the wrong order, the second replaces the
 * first. */
#include "solve/front.h"

#include "base/banned.h"

/* What is left of a shifted front: vectors at .. end - 1 of scores. */
typedef struct lane {
  const int64_t *scores;
  size_t at;
  size_t end;
  int64_t shift_x, shift_y;
  uint32_t first; /* number of the front's first vector */
  uint32_t option;
} lane;

typedef struct tournament {
  lane *lanes;   /* [size] */
  int64_t *best; /* [2 * size] shifted x: of a node's winner; leaves from `size` on */
  uint32_t *winner; /* [2 * size] its lane */
  size_t size;      /* a power of two */
} tournament;

/* A lane with nothing left. No score is that low. */
static const int64_t NOTHING = INT64_MIN;

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

/* Lets the winners above a lane play again. */
static void replay(const tournament *t, size_t changed) {
  int64_t *best = t->best;
  uint32_t *winner = t->winner;
  for (size_t node = (changed + t->size) / 2; node > 0; node /= 2) {
    int64_t left = best[2 * node], right = best[2 * node + 1];
    uint32_t left_winner = winner[2 * node], right_winner = winner[2 * node + 1];
    best[node] = right > left ? right : left;
    winner[node] = right > left ? right_winner : left_winner;
  }
}

static void line_up(const tournament *t, const eir_i_shifted *sources, size_t count) {
  for (size_t i = 0; i < t->size; i++) {
    t->best[t->size + i] = NOTHING;
    t->winner[t->size + i] = (uint32_t)i;
    if (i >= count || sources[i].front.count == 0)
      continue;
    lane *made = &t->lanes[i];
    *made = (lane){.scores = sources[i].front.scores,
                   .shift_x = sources[i].shift[0],
                   .shift_y = sources[i].shift[1],
                   .first = sources[i].front.first,
                   .option = sources[i].option};
    cut(&sources[i], &made->at, &made->end);
    if (made->at < made->end)
      t->best[t->size + i] = made->scores[2 * made->at] + made->shift_x;
  }
  for (size_t node = t->size; node-- > 1;) {
    size_t better = t->best[2 * node + 1] > t->best[2 * node] ? 2 * node + 1 : 2 * node;
    t->best[node] = t->best[better];
    t->winner[node] = t->winner[better];
  }
}

/* The first vector of the lane after its head with y > least, or its end. */
static size_t skip(const lane *from, int64_t least) {
  enum { NEAR = 4 };
  const int64_t *y = from->scores + 1;
  size_t at = from->at + 1, end = from->end;
  for (size_t near = at + NEAR; at < end; at++) { /* most of the time it is not far */
    if (y[2 * at] > least)
      return at;
    if (at == near)
      break;
  }
  size_t step = 1; /* at is to be skipped */
  while (step < end - at && y[2 * (at + step)] <= least) {
    at += step;
    step *= 2;
  }
  if (at >= end)
    return end;
  size_t high = step < end - at ? at + step : end;
  while (at + 1 < high) {
    size_t middle = at + (high - at) / 2;
    if (y[2 * middle] <= least)
      at = middle;
    else
      high = middle;
  }
  return high;
}

static eir_i_step step_of(const lane *from) {
  return (eir_i_step){from->first + (uint32_t)from->at, from->option};
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
 * earlier outcome. */
static void settle_equal(const eir_i_filter *filter, const lane *from, int64_t y,
                         stretch *to) {
  eir_i_step step = step_of(from);
  if (y < to->y ||
      (y == to->y && eir_i_trail_compare(filter->trail, step, to->steps[-1]) >= 0))
    return;
  to->scores[-1] = to->y = y;
  to->steps[-1] = step;
}

/* Takes up to BATCH winners; returns how many. */
static size_t merge_stretch(const eir_i_filter *filter, const tournament *t,
                            stretch *to) {
  size_t wins = 0;
  for (; wins < BATCH && t->best[1] != NOTHING; wins++) {
    size_t winner = t->winner[1];
    lane *from = &t->lanes[winner];
    int64_t x = t->best[1], y = from->scores[2 * from->at + 1] + from->shift_y;
    if (x == to->x) {
      settle_equal(filter, from, y, to);
    } else if (y > to->y) { /* else it was overtaken while it waited */
      to->scores[0] = to->x = x;
      to->scores[1] = to->y = y;
      to->scores += 2;
      *to->steps++ = step_of(from);
    }
    size_t at = skip(from, to->y - from->shift_y);
    from->at = at;
    t->best[t->size + winner] =
        at < from->end ? from->scores[2 * at] + from->shift_x : NOTHING;
    replay(t, winner);
  }
  return wins;
}

static bool merge(const eir_i_filter *filter, const tournament *t, eir_i_kept *kept) {
  size_t first = kept->steps.count;
  stretch to = {.x = INT64_MAX, .y = INT64_MIN};
  while (t->best[1] != NOTHING) {
    if (!eir_i_array_reserve(&kept->scores, 2 * (size_t)BATCH) ||
        !eir_i_array_reserve(&kept->steps, BATCH))
      return false;
    int64_t *scores = kept->scores.items;
    eir_i_step *steps = kept->steps.items;
    to.scores = scores + kept->scores.count;
    to.steps = steps + kept->steps.count;
    size_t wins = merge_stretch(filter, t, &to);
    kept->scores.count = (size_t)(to.scores - scores);
    kept->steps.count = (size_t)(to.steps - steps);
    if (!eir_i_effort_spend(filter->effort, wins) ||
        !eir_i_effort_points(filter->effort, kept->steps.count - first))
      return false;
  }
  return true;
}

static bool merge_large(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, tournament *t, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  t->lanes = eir_i_arena_take_array(&arena, t->size, sizeof *t->lanes);
  t->best = eir_i_arena_take_array(&arena, t->size, 2 * sizeof *t->best);
  t->winner = eir_i_arena_take_array(&arena, t->size, 2 * sizeof *t->winner);
  bool done = t->lanes != NULL && t->best != NULL && t->winner != NULL;
  if (done) {
    line_up(t, sources, count);
    done = merge(filter, t, kept);
  }
  eir_i_arena_free(&arena);
  return done;
}

bool eir_i_front_merge_two(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) {
  enum { FEW = 32 };
  tournament t = {.size = 2};
  while (t.size < count)
    t.size *= 2;
  if (t.size > FEW)
    return merge_large(filter, sources, count, &t, kept);
  lane lanes[FEW];
  int64_t best[2 * FEW];
  uint32_t winner[2 * FEW];
  t.lanes = lanes;
  t.best = best;
  t.winner = winner;
  line_up(&t, sources, count);
  return merge(filter, &t, kept);
}
