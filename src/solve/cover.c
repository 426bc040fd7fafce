/* Cover: one pass over all candidates, best sums first, asking for each whether what
 * was kept has a stand-in.
 *
 * Shifted fronts in the order of their sums stay in that order, so a heap merges them.
 * What dominates a vector has the greater sum and comes before it: the result is free
 * of dominance by itself. Five of six candidates have a stand-in. Candidates that fall
 * into the same cell of a grid often share one, so the cell's last stand-in is tried
 * first; only then is the tree of all that was kept (nearby.h) asked. */
#include "solve/cover.h"

#include <assert.h>
#include <string.h>

#include "case/model.h"
#include "solve/nearby.h"

#include "base/banned.h"

/* Sums weigh a score by WEIGHT / scale: 2^62 scores of 64 parties still fit in 128
 * bits. */
#define WEIGHT (INT64_C(1) << 54)

enum { BATCH = 1024, KEY_BITS = 30, MOST_HINT_BITS = 16 };

static_assert((int)EIR_I_MAX_SIGNATORIES <= (int)EIR_I_NEARBY_MOST_DIMENSIONS,
              "rows of keys fit");

/* The next vector of a shifted front. */
typedef struct head {
  eir_i_i128 sum;
  const eir_i_shifted *source;
  uint32_t at;
} head;

/* A factor mantissa / 2^shift: multiplying is quicker than dividing 128 bits. */
typedef struct rate {
  int64_t mantissa;
  unsigned shift;
} rate;

/* How scores of a dimension become losses, and keys: (score - base) >> shift, rounded
 * down. */
typedef struct measure {
  int64_t scale;      /* the score that counts as utility 1 */
  rate to_scores;     /* of parts of a utility, a little low */
  rate to_utility;    /* the way back, a little high */
  int64_t base;       /* the least score of a candidate */
  unsigned shift;     /* such that keys have at most KEY_BITS */
  unsigned cell_bits; /* a cell of the grid is 2^cell_bits keys wide */
} measure;

typedef struct merging {
  const eir_i_cover *cover;
  const eir_i_filter *filter;
  int64_t budget;
  size_t n; /* dimensions, the loss included */
  size_t m; /* without it */
  eir_i_kept *kept;
  size_t first; /* of this merge's vectors among the kept */
  eir_i_nearby stood;
  uint32_t *hint;     /* [2^hint_bits] by cell: a stand-in's index + 1; 0: none yet */
  unsigned hint_bits; /* at least 1 */
  measure measures[EIR_I_MAX_SIGNATORIES];
  int64_t weight[EIR_I_MAX_SIGNATORIES];
  int64_t vector[EIR_I_MAX_SIGNATORIES + 1]; /* the candidate */
  int64_t demand[EIR_I_MAX_SIGNATORIES];     /* what a stand-in must have at least */
  int32_t key[EIR_I_MAX_SIGNATORIES];        /* the same two in keys */
  int32_t key_demand[EIR_I_MAX_SIGNATORIES];
  uint64_t steps;
} merging;

bool eir_i_cover_add_loss(eir_i_problem *problem, eir_i_arena *arena) {
  size_t m = problem->n_dimensions, n = m + 1, n_issues = problem->n_issues;
  int64_t **gain = eir_i_arena_take_array(arena, n_issues, sizeof *gain);
  int64_t *floor = eir_i_arena_take_array(arena, n, sizeof *floor);
  if (gain == NULL || floor == NULL)
    return false;
  for (size_t i = 0; i < n_issues; i++) {
    size_t n_options = problem->n_options[i];
    gain[i] = eir_i_arena_take_array(arena, n_options, n * sizeof(int64_t));
    if (gain[i] == NULL)
      return false;
    for (size_t o = 0; o < n_options; o++)
      memcpy(gain[i] + o * n, problem->gain[i] + o * m, m * sizeof(int64_t));
  }
  memcpy(floor, problem->floor, m * sizeof *floor);
  floor[m] = INT64_MIN;
  problem->gain = gain;
  problem->floor = floor;
  problem->n_dimensions = n;
  return true;
}

/* Growing with the square of the issues done leaves more for the late ones, where the
 * fronts are large: a shorter list in less time than growing evenly. Three quarters
 * before the last issue took half the time of one half, for lists twice as long. */
int64_t eir_i_cover_budget(const eir_i_cover *cover, size_t done, size_t n_issues) {
  if (done == n_issues)
    return cover->epsilon;
  eir_i_i128 square = (eir_i_i128)done * (eir_i_i128)done;
  eir_i_i128 whole = (eir_i_i128)n_issues * (eir_i_i128)n_issues;
  return (int64_t)((eir_i_i128)3 * cover->epsilon * square / (4 * whole));
}

/* ---- what was kept ---- */

static int64_t *kept_row(const merging *g, size_t index) {
  return eir_i_array_at(&g->kept->scores, (g->first + index) * g->n);
}

static size_t n_kept(const merging *g) {
  return g->kept->steps.count - g->first;
}

static bool keep(merging *g, const head *from) {
  eir_i_step step = {from->source->front.first + from->at, from->source->option};
  if (!eir_i_array_reserve(&g->kept->scores, g->n) ||
      !eir_i_array_push(&g->kept->steps, &step))
    return false;
  memcpy((int64_t *)g->kept->scores.items + g->kept->scores.count, g->vector,
         g->n * sizeof(int64_t));
  g->kept->scores.count += g->n;
  return eir_i_nearby_add(&g->stood, g->key);
}

/* ---- stand-ins ---- */

static bool meets(const int64_t *scores, const int64_t *demand, size_t m) {
  for (size_t d = 0; d < m; d++) {
    if (scores[d] < demand[d])
      return false;
  }
  return true;
}

/* Is kept vector `number` a stand-in? */
static bool is_stand_in(const void *context, uint32_t number) {
  const merging *g = context;
  return meets(kept_row(g, number), g->demand, g->m);
}

static int64_t times(int64_t value, rate factor) {
  return (int64_t)(((eir_i_i128)value * factor.mantissa) >> factor.shift);
}

/* What parts of a utility come to in scores, rounded down: exactly where 64 bits hold
 * the product, else it may be 1 too low. */
static int64_t scores_of(int64_t utility, const measure *of) {
  int64_t product;
  if (!EIR_MUL_OVERFLOWS(utility, of->scale, &product))
    return product / EIR_I_COVER_ONE;
  return times(utility, of->to_scores);
}

/* The way back, rounded up; may be too high by 1 and a little. */
static int64_t utility_of(int64_t scores, const measure *of) {
  int64_t product;
  if (!EIR_MUL_OVERFLOWS(scores, EIR_I_COVER_ONE, &product))
    return product / of->scale + (product % of->scale != 0 ? 1 : 0);
  return times(scores, of->to_utility) + 1;
}

/* A stand-in may be worse than the candidate by what is left of the budget. */
static void set_demand(merging *g) {
  int64_t left = g->budget - g->vector[g->m];
  assert(left >= 0);
  for (size_t d = 0; d < g->m; d++) {
    const measure *s = &g->measures[d];
    int64_t score = g->vector[d], demand = score - scores_of(left, s);
    g->demand[d] = demand;
    g->key[d] = (int32_t)(((uint64_t)score - (uint64_t)s->base) >> s->shift);
    /* All candidates have at least the base. */
    uint64_t above = demand < s->base ? 0 : (uint64_t)demand - (uint64_t)s->base;
    g->key_demand[d] = (int32_t)(above >> s->shift);
  }
}

/* Where the hint of the candidate's cell is. */
static uint32_t *hint_of(const merging *g) {
  uint64_t hash = 0;
  for (size_t d = 0; d < g->m; d++) {
    hash += (uint64_t)(g->key[d] >> g->measures[d].cell_bits) + 1;
    hash *= UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / the golden ratio */
  }
  return &g->hint[hash >> (64 - g->hint_bits)];
}

/* The index of a kept vector that meets the demand, or EIR_I_NEARBY_NONE; notes it as
 * the cell's hint, or else the candidate, which will be kept. */
static int64_t find_stand_in(merging *g) {
  uint32_t *hint = hint_of(g);
  g->steps++;
  if (*hint != 0 && is_stand_in(g, *hint - 1))
    return *hint - 1;
  int64_t found =
      eir_i_nearby_find(&g->stood, g->key_demand, g->key, is_stand_in, g, &g->steps);
  *hint = (found < 0 ? g->stood.count : (uint32_t)found) + 1;
  return found;
}

/* Makes the stand-in carry what is lost by leaving the candidate out. */
static void charge(const merging *g, int64_t *stand_in) {
  int64_t most = 0;
  for (size_t d = 0; d < g->m; d++) {
    int64_t worse = g->vector[d] - stand_in[d];
    if (worse <= 0)
      continue;
    int64_t loss = utility_of(worse, &g->measures[d]);
    if (loss > most)
      most = loss;
  }
  /* Rounded up, but what is really lost is within the budget. */
  int64_t total = g->vector[g->m] + most;
  if (total > g->budget)
    total = g->budget;
  if (total > stand_in[g->m])
    stand_in[g->m] = total;
}

/* ---- the merge ---- */

static void load(const merging *g, const head *from, int64_t *vector) {
  const int64_t *scores = from->source->front.scores + from->at * g->n;
  for (size_t d = 0; d < g->n; d++)
    vector[d] = scores[d] + from->source->shift[d];
}

/* Moves a head to the next vector that takes part, from its place on; false at the
 * end. */
static bool settle(const merging *g, head *from) {
  const eir_i_front *front = &from->source->front;
  for (; from->at < front->count; from->at++) {
    const int64_t *scores = front->scores + from->at * g->n;
    if (!meets(scores, from->source->least, g->m))
      continue;
    from->sum = 0;
    for (size_t d = 0; d < g->m; d++)
      from->sum += (eir_i_i128)(scores[d] + from->source->shift[d]) * g->weight[d];
    return true;
  }
  return false;
}

/* Of equal sums the first source goes first. */
static bool comes_before(const head *a, const head *b) {
  return a->sum != b->sum ? a->sum > b->sum : a->source < b->source;
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

static bool judge(merging *g, const head *candidate) {
  load(g, candidate, g->vector);
  set_demand(g);
  int64_t stand_in = find_stand_in(g);
  if (stand_in == EIR_I_NEARBY_NONE)
    return keep(g, candidate);
  charge(g, kept_row(g, (size_t)stand_in));
  return true;
}

static bool merge(merging *g, const eir_i_shifted *sources, size_t count, head *heap) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    heap[n] = (head){.source = &sources[i]};
    n += settle(g, &heap[n]) ? 1 : 0;
  }
  for (size_t i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  while (n > 0) {
    if (!judge(g, &heap[0]))
      return false;
    heap[0].at++;
    if (!settle(g, &heap[0]))
      heap[0] = heap[--n];
    if (n > 1)
      sift_down(heap, n, 0);
    if (g->steps < BATCH)
      continue;
    if (!eir_i_effort_spend(g->filter->effort, g->steps) ||
        !eir_i_effort_points(g->filter->effort, n_kept(g)))
      return false;
    g->steps = 0;
  }
  return eir_i_effort_spend(g->filter->effort, g->steps) &&
         eir_i_effort_points(g->filter->effort, n_kept(g));
}

/* ---- keys ---- */

/* over / under, rounded down. */
static rate rate_of(int64_t over, int64_t under) {
  assert(over > 0 && under > 0);
  int bits = eir_i_bits64((uint64_t)over) - eir_i_bits64((uint64_t)under);
  unsigned shift = (unsigned)(61 - (bits > 0 ? bits : 0));
  return (rate){(int64_t)(((eir_i_i128)over << shift) / under), shift};
}

/* The least and the most that a source has in dimension d. */
static void widen(const eir_i_shifted *source, size_t n, size_t d, int64_t *least,
                  int64_t *most) {
  const int64_t *score = source->front.scores + d;
  for (uint32_t i = 0; i < source->front.count; i++, score += n) {
    *least = *score < *least ? *score : *least;
    *most = *score > *most ? *score : *most;
  }
}

/* Sources of one state stand together and share its front: it is looked at once. */
static measure measure_of(const merging *g, size_t d, const eir_i_shifted *sources,
                          size_t count) {
  int64_t low = INT64_MAX, high = INT64_MIN, least = 0, most = 0;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || sources[i].front.scores != sources[i - 1].front.scores) {
      least = INT64_MAX;
      most = INT64_MIN;
      widen(&sources[i], g->n, d, &least, &most);
    }
    int64_t shift = sources[i].shift[d];
    if (least > most)
      continue; /* no vectors */
    low = least + shift < low ? least + shift : low;
    high = most + shift > high ? most + shift : high;
  }
  int64_t scale = g->cover->scale[d];
  measure made = {.scale = scale,
                  .to_scores = rate_of(scale, EIR_I_COVER_ONE),
                  .to_utility = rate_of(EIR_I_COVER_ONE, scale)};
  made.to_utility.mantissa++;
  if (low > high)
    return made;
  int bits = eir_i_bits64((uint64_t)high - (uint64_t)low);
  made.base = low;
  made.shift = bits > KEY_BITS ? (unsigned)(bits - KEY_BITS) : 0;
  /* Cells two to four budgets wide: the hint is good for seven of ten candidates. Of
   * half that width fewer share a cell, of twice it fewer are near enough. */
  uint64_t width = (uint64_t)scores_of(g->budget, &made) >> made.shift;
  unsigned cell_bits = (unsigned)eir_i_bits64(width) + 1;
  made.cell_bits = cell_bits < KEY_BITS ? cell_bits : KEY_BITS;
  return made;
}

static bool start(merging *g, const eir_i_shifted *sources, size_t count,
                  eir_i_arena *arena) {
  size_t candidates = 0;
  for (size_t i = 0; i < count; i++)
    candidates += sources[i].front.count;
  int bits = eir_i_bits64(candidates / 4);
  g->hint_bits = bits < 1 ? 1 : bits > MOST_HINT_BITS ? MOST_HINT_BITS : (unsigned)bits;
  g->hint = eir_i_arena_take_array(arena, (size_t)1 << g->hint_bits, sizeof *g->hint);
  for (size_t d = 0; d < g->m; d++) {
    g->weight[d] = g->cover->scale[d] < WEIGHT ? WEIGHT / g->cover->scale[d] : 1;
    g->measures[d] = measure_of(g, d, sources, count);
  }
  eir_i_nearby_init(&g->stood, g->m, g->filter->memory);
  return g->hint != NULL;
}

bool eir_i_cover_merge(const eir_i_cover *cover, int64_t budget,
                       const eir_i_filter *filter, const eir_i_shifted *sources,
                       size_t count, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  merging *g = eir_i_arena_take(&arena, sizeof *g);
  head *heap = eir_i_arena_take_array(&arena, count, sizeof *heap);
  bool done = g != NULL && heap != NULL;
  if (done) {
    *g = (merging){.cover = cover,
                   .filter = filter,
                   .budget = budget,
                   .n = filter->n_dimensions,
                   .m = filter->n_dimensions - 1,
                   .kept = kept,
                   .first = kept->steps.count};
    done = start(g, sources, count, &arena) && merge(g, sources, count, heap);
    eir_i_nearby_free(&g->stood);
  }
  eir_i_arena_free(&arena);
  return done;
}
