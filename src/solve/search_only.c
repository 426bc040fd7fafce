/* Search only: jobs over the coalitions.
 *
 * Every job is one run over the coalitions with a finder of its own: any deal at all,
 * the most that a party can get, or the deals that may be a solution. Nash's solution
 * compares first how many gain: the sets of those who gain are tried, largest first,
 * each with floors above the reservations. */
#include "solve/search_only.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/bound.h"
#include "solve/consent.h"
#include "solve/search.h"
#include "solve/search_depth.h"

#include "base/banned.h"

enum { MOST = EIR_I_MAX_SIGNATORIES };

typedef struct found_deal {
  bool any;
  uint32_t *outcome; /* [n_issues] */
  int64_t *scores;   /* [n] capped */
} found_deal;

typedef struct runner {
  eir_solution *solution;
  const eir_i_stakes *stakes;
  eir_i_arena arena; /* scratch of the whole run */
  size_t n, n_issues, n_threads;
  eir_concept concept;
  uint64_t gaining; /* Nash: who must gain, as bits */
  size_t party;     /* whose ideal is sought */
  bool has_cap;
  int64_t cap[MOST];
  int64_t ideal[MOST];
  int64_t reach[MOST];  /* no deal gives more */
  double measure[MOST]; /* of the goal at hand */
  int64_t floor[MOST];  /* of the coalition at hand */
  found_deal first;     /* some deal */
  found_deal best;      /* for the concept */
  bool has_bound;
  double bound; /* on what the concept compares */
  eir_i_frontier pool;
} runner;

/* What a finder works on: one coalition's problem. */
typedef struct spot {
  runner *r;
  const eir_i_problem *problem;
  eir_i_states states;
  eir_i_arena scratch;
  eir_i_arena *arena; /* for the frontier found */
  eir_i_frontier *out;
} spot;

typedef eir_status spot_job(spot *s);

static eir_i_effort *effort_of(spot *s) {
  return &s->r->solution->effort;
}

static bool goes_on(const runner *r) {
  return r->solution->effort.end == EIR_END_COMPLETE;
}

/* ---- deals ---- */

static bool make_deal(runner *r, found_deal *deal) {
  *deal = (found_deal){0};
  deal->outcome = eir_i_arena_take_array(&r->arena, r->n_issues, sizeof(uint32_t));
  deal->scores = eir_i_arena_take_array(&r->arena, r->n, sizeof(int64_t));
  return deal->outcome != NULL && deal->scores != NULL;
}

static void set_deal(const runner *r, found_deal *deal, const uint32_t *outcome,
                     const int64_t *scores) {
  memcpy(deal->outcome, outcome, r->n_issues * sizeof *outcome);
  for (size_t d = 0; d < r->n; d++)
    deal->scores[d] = scores[d] > r->cap[d] ? r->cap[d] : scores[d];
  deal->any = true;
}

static eir_i_stakes stakes_now(const runner *r) {
  eir_i_stakes stakes = *r->stakes;
  stakes.ideal = r->concept == EIR_KALAI_SMORODINSKY ? r->ideal : r->reach;
  return stakes;
}

/* Takes the deal as the best if it is better, compared exactly. */
static eir_status offer(runner *r, const uint32_t *outcome, const int64_t *scores) {
  if (!r->best.any) {
    set_deal(r, &r->best, outcome, scores);
    return EIR_OK;
  }
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, &r->solution->memory);
  eir_i_frontier two = {.count = 2, .n_dimensions = r->n, .n_issues = r->n_issues};
  two.scores = eir_i_arena_take_array(&scratch, 2 * r->n, sizeof(int64_t));
  two.outcomes = eir_i_arena_take_array(&scratch, 2 * r->n_issues, sizeof(uint32_t));
  eir_status status = EIR_NO_MEMORY;
  if (two.scores != NULL && two.outcomes != NULL) {
    found_deal second = {true, two.outcomes + r->n_issues, two.scores + r->n};
    memcpy(two.scores, r->best.scores, r->n * sizeof(int64_t));
    memcpy(two.outcomes, r->best.outcome, r->n_issues * sizeof(uint32_t));
    set_deal(r, &second, outcome, scores);
    eir_i_stakes stakes = stakes_now(r);
    eir_i_choice choice;
    status = eir_i_concept_choose(r->concept, &two, &stakes, &scratch, &choice);
    if (status == EIR_OK && choice.entry == 1)
      set_deal(r, &r->best, outcome, scores);
  }
  eir_i_arena_free(&scratch);
  return status;
}

/* ---- floors and goals ---- */

/* The least that each party must get in this coalition; false when that is out of
 * reach, so that nothing is to be found. */
static bool set_floors(spot *s) {
  runner *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  for (size_t d = 0; d < r->n; d++) {
    int64_t floor = s->problem->floor[d];
    if ((r->gaining >> d & 1) != 0 && floor <= r->stakes->reservation[d])
      floor = r->stakes->reservation[d] + 1;
    r->floor[d] = floor;
    if (floor != INT64_MIN && (floor > reach[d] || floor > r->cap[d]))
      return false;
  }
  return true;
}

static eir_status run_search(spot *s, eir_i_goal_kind kind, const int64_t *base,
                             double enough, eir_i_searched *out) {
  eir_i_goal goal = {.kind = kind,
                     .base = base,
                     .measure = s->r->measure,
                     .floor = s->r->floor,
                     .cap = s->r->cap,
                     .enough = enough};
  return eir_i_search(s->problem, &s->states, &goal, effort_of(s), &s->scratch, out);
}

/* Searches for scores that meet the floors. */
static eir_status search_floors(spot *s, eir_i_searched *out) {
  runner *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  int64_t base[MOST] = {0};
  for (size_t d = 0; d < r->n; d++) {
    r->measure[d] = 0;
    if (r->floor[d] == INT64_MIN)
      continue;
    base[d] = r->floor[d];
    r->measure[d] = 1 / (fabs((double)reach[d] - (double)base[d]) + 1);
  }
  return run_search(s, EIR_I_GOAL_LEAST, base, 1e-3, out);
}

/* ---- bounds ---- */

static bool has_room(const spot *s, const eir_i_bound *bound) {
  return s->r->n > 1 && bound->n_totals < EIR_I_MAX_TOTALS &&
         s->r->n + bound->n_totals < MOST;
}

static void add_total(eir_i_bound *bound, uint64_t *weight, eir_i_i128 least) {
  bound->totals[bound->n_totals++] = (eir_i_total){weight, least};
}

/* A total of the floors, in the proportion of the multipliers. */
static eir_status add_floor_total(spot *s, eir_i_bound *bound,
                                  const double *multipliers) {
  double used[MOST];
  uint64_t *weight;
  for (size_t d = 0; d < s->r->n; d++)
    used[d] = bound->floor[d] == INT64_MIN ? 0 : multipliers[d];
  if (!has_room(s, bound))
    return EIR_OK;
  if (!eir_i_bound_weights(s->problem, used, &s->scratch, &weight))
    return EIR_NO_MEMORY;
  if (weight != NULL)
    add_total(bound, weight, eir_i_bound_of_floors(bound, s->r->n, weight));
  return EIR_OK;
}

static eir_status find_frontier(spot *s, const eir_i_bound *bound) {
  return eir_i_bound_frontier(s->problem, bound, effort_of(s), s->r->n_threads,
                              s->arena, s->out);
}

/* ---- job: any deal ---- */

static eir_status give_first(spot *s) {
  runner *r = s->r;
  s->out->scores = eir_i_arena_take_array(s->arena, r->n, sizeof(int64_t));
  s->out->outcomes = eir_i_arena_take_array(s->arena, r->n_issues, sizeof(uint32_t));
  if (s->out->scores == NULL || s->out->outcomes == NULL)
    return EIR_NO_MEMORY;
  memcpy(s->out->scores, r->first.scores, r->n * sizeof(int64_t));
  memcpy(s->out->outcomes, r->first.outcome, r->n_issues * sizeof(uint32_t));
  s->out->count = 1;
  return EIR_OK;
}

static eir_status job_any(spot *s) {
  runner *r = s->r;
  eir_i_searched searched;
  eir_status status = search_floors(s, &searched);
  if (status != EIR_OK)
    return status;
  if (searched.found) {
    set_deal(r, &r->first, searched.outcome, searched.scores);
    return give_first(s);
  }
  if (!goes_on(r))
    return EIR_OK;
  eir_i_bound bound = {.floor = r->floor};
  status = add_floor_total(s, &bound, searched.multipliers);
  if (status == EIR_OK)
    status = find_frontier(s, &bound);
  if (status == EIR_OK && s->out->count > 0)
    set_deal(r, &r->first, s->out->outcomes, s->out->scores);
  return status;
}

/* ---- job: how far the parties can get at all ---- */

static eir_status job_reach(spot *s) {
  runner *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  for (size_t d = 0; d < r->n; d++) {
    int64_t most = reach[d] > r->cap[d] ? r->cap[d] : reach[d];
    if (most > r->reach[d])
      r->reach[d] = most;
  }
  return EIR_OK;
}

/* ---- job: a party's ideal ---- */

/* Is there more than the ideal so far? The floor is one above it. */
static eir_status beat_ideal(spot *s, const double *multipliers) {
  runner *r = s->r;
  size_t p = r->party;
  double sum[MOST];
  for (size_t d = 0; d < r->n; d++)
    sum[d] = multipliers[d] + (d == p ? r->measure[d] : 0);
  r->floor[p] = r->ideal[p] + 1;
  eir_i_bound bound = {.floor = r->floor};
  eir_status status = add_floor_total(s, &bound, sum);
  if (status == EIR_OK)
    status = find_frontier(s, &bound);
  for (size_t e = 0; status == EIR_OK && e < s->out->count; e++) {
    int64_t score = s->out->scores[e * r->n + p];
    score = score > r->cap[p] ? r->cap[p] : score;
    if (score > r->ideal[p])
      r->ideal[p] = score;
  }
  s->out->count = 0; /* only the ideal was wanted */
  return status;
}

static eir_status job_ideal(spot *s) {
  runner *r = s->r;
  size_t p = r->party;
  int64_t reach = s->states.layers[0].potential[p];
  reach = reach > r->cap[p] ? r->cap[p] : reach;
  if (reach <= r->ideal[p])
    return EIR_OK;
  for (size_t d = 0; d < r->n; d++)
    r->measure[d] = 0;
  r->measure[p] = 1 / (fabs((double)reach) + 1);
  eir_i_searched searched;
  eir_status status =
      run_search(s, EIR_I_GOAL_SUM, r->stakes->reservation, HUGE_VAL, &searched);
  if (status != EIR_OK)
    return status;
  if (searched.found && searched.scores[p] > r->ideal[p])
    r->ideal[p] = searched.scores[p];
  if (reach <= r->ideal[p] || !goes_on(r))
    return EIR_OK;
  return beat_ideal(s, searched.multipliers);
}

/* ---- job: Nash ---- */

static void measure_powers(runner *r) {
  for (size_t d = 0; d < r->n; d++)
    r->measure[d] = (r->gaining >> d & 1) != 0 ? r->stakes->power[d] : 0;
}

static bool all_gain(const runner *r, const int64_t *scores) {
  for (size_t d = 0; d < r->n; d++) {
    bool gains = scores[d] > r->stakes->reservation[d];
    if (gains != ((r->gaining >> d & 1) != 0))
      return false;
  }
  return true;
}

static eir_status add_product_total(spot *s, eir_i_bound *bound,
                                    const double *multipliers) {
  runner *r = s->r;
  unsigned power[MOST];
  uint64_t *weight;
  if (!has_room(s, bound))
    return EIR_OK;
  if (!eir_i_bound_weights(s->problem, multipliers, &s->scratch, &weight))
    return EIR_NO_MEMORY;
  if (weight == NULL)
    return EIR_OK;
  for (size_t d = 0; d < r->n; d++) {
    bool gains = (r->gaining >> d & 1) != 0;
    power[d] = gains ? r->stakes->power[d] : 0;
    if (gains && weight[d] == 0)
      return EIR_OK; /* too small a part of the sum for an integer */
    weight[d] = gains ? weight[d] : 0;
  }
  eir_i_i128 least;
  if (!eir_i_bound_of_product(r->n, weight, r->stakes->reservation, power,
                              r->best.scores, &s->scratch, &least))
    return EIR_NO_MEMORY;
  add_total(bound, weight, least);
  return EIR_OK;
}

static eir_status bound_nash(spot *s, const eir_i_searched *searched,
                             eir_i_bound *bound) {
  runner *r = s->r;
  if (r->gaining == 0)
    return EIR_OK; /* nothing is compared: the whole frontier ties */
  if (r->best.any && all_gain(r, r->best.scores))
    return add_product_total(s, bound, searched->multipliers);
  eir_i_searched floors;
  eir_status status = search_floors(s, &floors);
  if (status != EIR_OK || !goes_on(r))
    return status;
  if (!floors.found)
    return add_floor_total(s, bound, floors.multipliers);
  status = offer(r, floors.outcome, floors.scores);
  if (status == EIR_OK && all_gain(r, r->best.scores))
    status = add_product_total(s, bound, searched->multipliers);
  return status;
}

/* ---- job: the least gain ---- */

typedef struct ratio {
  int64_t above;
  int64_t below; /* > 0 */
} ratio;

static int compare_ratios(ratio a, ratio b) {
  eir_i_i128 left = (eir_i_i128)a.above * b.below;
  eir_i_i128 right = (eir_i_i128)b.above * a.below;
  return left < right ? -1 : left > right;
}

/* What a gain is measured by; not above 0: the party is left out. */
static int64_t whole_of(const runner *r, size_t d) {
  return r->concept == EIR_KALAI_SMORODINSKY ? r->ideal[d] - r->stakes->reservation[d]
                                             : r->stakes->scale[d];
}

static void measure_wholes(runner *r) {
  for (size_t d = 0; d < r->n; d++) {
    int64_t whole = whole_of(r, d);
    r->measure[d] = whole > 0 ? 1 / (double)whole : 0;
  }
}

/* The least score with at least that ratio. */
static int64_t score_at(const runner *r, size_t d, ratio level) {
  eir_i_i128 product = (eir_i_i128)level.above * whole_of(r, d);
  eir_i_i128 share = product / level.below;
  if (share * level.below < product)
    share++; /* upwards; division rounds towards 0 */
  eir_i_i128 score = share + r->stakes->reservation[d];
  return score > INT64_MAX ? INT64_MAX
                           : (score <= INT64_MIN ? INT64_MIN + 1 : (int64_t)score);
}

static size_t sort_ratios(const runner *r, const int64_t *scores, ratio *sorted) {
  size_t count = 0;
  for (size_t d = 0; d < r->n; d++) {
    ratio made = {scores[d] - r->stakes->reservation[d], whole_of(r, d)};
    if (made.below <= 0)
      continue;
    size_t at = count++;
    for (; at > 0 && compare_ratios(made, sorted[at - 1]) < 0; at--)
      sorted[at] = sorted[at - 1];
    sorted[at] = made;
  }
  return count;
}

/* The level that the parties still `free` must reach, given the sorted ratios of the
 * best: parties that can do no better than the lowest ratio take it; when they are as
 * many as have it in the best, the others must reach the next. */
static void raise_floors(spot *s) {
  runner *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  ratio sorted[MOST];
  size_t count = sort_ratios(r, r->best.scores, sorted);
  bool is_free[MOST];
  for (size_t d = 0; d < r->n; d++)
    is_free[d] = whole_of(r, d) > 0;
  for (size_t at = 0; at < count;) {
    size_t equal = 1, held = 0;
    while (at + equal < count && compare_ratios(sorted[at], sorted[at + equal]) == 0)
      equal++;
    for (size_t d = 0; d < r->n; d++) {
      if (!is_free[d])
        continue;
      int64_t most = reach[d] > r->cap[d] ? r->cap[d] : reach[d];
      ratio can = {most - r->stakes->reservation[d], whole_of(r, d)};
      int64_t least = score_at(r, d, sorted[at]);
      if (r->floor[d] == INT64_MIN || least > r->floor[d])
        r->floor[d] = least;
      if (compare_ratios(can, sorted[at]) <= 0) {
        is_free[d] = false;
        held++;
      }
    }
    if (held != equal)
      return;
    at += equal;
  }
}

/* ---- job: the sum ---- */

/* Weights for the sum of s / scale: exact where the scales have a small common
 * multiple, else rounded up. */
typedef struct sum_weights {
  uint64_t *weight;
  double whole;    /* what stands for a utility of 1 */
  eir_i_i128 lost; /* what rounding can cost at most */
} sum_weights;

/* The least common multiple of the scales, or 0 if it is above `most`. */
static uint64_t common_multiple(const runner *r, uint64_t most) {
  uint64_t whole = 1;
  for (size_t d = 0; d < r->n; d++) {
    uint64_t a = whole, b = (uint64_t)r->stakes->scale[d];
    while (b != 0) {
      uint64_t rest = a % b;
      a = b;
      b = rest;
    }
    uint64_t factor = (uint64_t)r->stakes->scale[d] / a;
    if (EIR_MUL_OVERFLOWS(whole, factor, &whole) || whole > most)
      return 0;
  }
  return whole;
}

static bool weigh_sum(const runner *r, double magnitude, eir_i_i128 sizes,
                      sum_weights *out) {
  double room = 0x1p58 / magnitude;
  uint64_t whole =
      common_multiple(r, room < 0x1p62 ? (uint64_t)room : UINT64_C(1) << 62);
  out->lost = 0;
  if (whole == 0) {
    if (sizes >> 57 != 0)
      return false;
    whole = room < 0x1p62 ? (uint64_t)room : UINT64_C(1) << 62;
    out->lost = 2 * sizes;
  }
  out->whole = (double)whole;
  for (size_t d = 0; d < r->n; d++) {
    uint64_t scale = (uint64_t)r->stakes->scale[d];
    out->weight[d] = whole / scale + (whole % scale != 0);
  }
  return true;
}

static eir_status bound_sum(spot *s, const eir_i_searched *searched,
                            eir_i_bound *bound) {
  runner *r = s->r;
  double magnitude = 1e-300;
  eir_i_i128 sizes = 0;
  sum_weights weights = {0};
  for (size_t d = 0; d < r->n; d++) {
    eir_i_i128 size = eir_i_bound_magnitude(s->problem, d) + 1;
    int64_t own = r->best.scores[d];
    sizes += size + (own < 0 ? -(eir_i_i128)own : (eir_i_i128)own);
    magnitude +=
        (double)size * (1 / (double)r->stakes->scale[d] + searched->multipliers[d]);
  }
  weights.weight = eir_i_arena_take_array(&s->scratch, r->n, sizeof(uint64_t));
  if (weights.weight == NULL)
    return EIR_NO_MEMORY;
  if (!has_room(s, bound) || !weigh_sum(r, magnitude, sizes, &weights))
    return EIR_OK;
  eir_i_i128 least = -weights.lost;
  for (size_t d = 0; d < r->n; d++)
    least += (eir_i_i128)weights.weight[d] * r->best.scores[d];
  for (size_t d = 0; d < r->n; d++) { /* and what the floors cost */
    double extra = searched->multipliers[d] * weights.whole;
    if (bound->floor[d] == INT64_MIN || !(extra >= 1) || extra > 0x1p57)
      continue;
    weights.weight[d] += (uint64_t)extra;
    least += (eir_i_i128)(uint64_t)extra * bound->floor[d];
  }
  add_total(bound, weights.weight, least);
  return EIR_OK;
}

/* ---- job: a solution ---- */

static eir_i_goal_kind prepare_goal(runner *r) {
  switch (r->concept) {
  case EIR_NASH:
    measure_powers(r);
    return EIR_I_GOAL_PRODUCT;
  case EIR_UTILITARIAN:
    for (size_t d = 0; d < r->n; d++)
      r->measure[d] = 1 / (double)r->stakes->scale[d];
    return EIR_I_GOAL_SUM;
  case EIR_KALAI_SMORODINSKY:
  case EIR_EGALITARIAN:
    break;
  }
  measure_wholes(r);
  return EIR_I_GOAL_LEAST;
}

static eir_status make_bound(spot *s, const eir_i_searched *searched,
                             eir_i_bound *bound) {
  runner *r = s->r;
  switch (r->concept) {
  case EIR_NASH:
    return bound_nash(s, searched, bound);
  case EIR_UTILITARIAN:
    return bound_sum(s, searched, bound);
  case EIR_KALAI_SMORODINSKY:
  case EIR_EGALITARIAN:
    break;
  }
  raise_floors(s);
  return add_floor_total(s, bound, searched->multipliers);
}

/* ---- gathering in depth ---- */

enum { MOST_GATHERED = 1 << 11, MOST_TAKEN = 1 << 15, MOST_LOOKED = 1 << 28 };

/* Outcomes that meet the bound, as entries of s->out. */
typedef struct gathering {
  spot *s;
  eir_i_bound *bound;
  int64_t floor[MOST]; /* as they were before any deal was known */
  size_t n_taken;
  eir_status status;
} gathering;

/* After a better deal: the floors, and the totals that follow from them. Other goals
 * keep their bound, which holds as well. */
static bool raise_bound(gathering *g) {
  runner *r = g->s->r;
  if (r->concept != EIR_EGALITARIAN && r->concept != EIR_KALAI_SMORODINSKY)
    return false;
  memcpy(r->floor, g->floor, sizeof g->floor);
  raise_floors(g->s);
  for (size_t t = 0; t < g->bound->n_totals; t++)
    g->bound->totals[t].least =
        eir_i_bound_of_floors(g->bound, r->n, g->bound->totals[t].weight);
  return true;
}

static bool comes_first(const uint32_t *a, const uint32_t *b, size_t n_issues) {
  for (size_t i = 0; i < n_issues; i++) {
    if (a[i] != b[i])
      return a[i] < b[i];
  }
  return false;
}

static bool covers(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] < b[d])
      return false;
  }
  return true;
}

/* Puts an entry where it belongs: best scores first, like any frontier. */
static void insert_entry(eir_i_frontier *f, const uint32_t *outcome,
                         const int64_t *scores) {
  size_t n = f->n_dimensions, n_issues = f->n_issues, at = f->count;
  for (; at > 0; at--) {
    const int64_t *before = f->scores + (at - 1) * n;
    size_t d = 0;
    while (d < n && before[d] == scores[d])
      d++;
    if (d == n || before[d] > scores[d])
      break;
  }
  memmove(f->scores + (at + 1) * n, f->scores + at * n,
          (f->count - at) * n * sizeof *scores);
  memmove(f->outcomes + (at + 1) * n_issues, f->outcomes + at * n_issues,
          (f->count - at) * n_issues * sizeof *outcome);
  memcpy(f->scores + at * n, scores, n * sizeof *scores);
  memcpy(f->outcomes + at * n_issues, outcome, n_issues * sizeof *outcome);
  f->count++;
}

/* Adds an entry unless another is at least as good, and drops those it is better than:
 * what is kept is free of dominance, each vector with its first outcome. */
static bool keep_entry(runner *r, eir_i_frontier *f, const uint32_t *outcome,
                       const int64_t *scores) {
  size_t n = r->n, kept = 0;
  for (size_t e = 0; e < f->count; e++) {
    int64_t *own = f->scores + e * n;
    uint32_t *options = f->outcomes + e * r->n_issues;
    if (covers(own, scores, n)) {
      if (covers(scores, own, n) && comes_first(outcome, options, r->n_issues))
        memcpy(options, outcome, r->n_issues * sizeof *options);
      return true; /* nothing can have been dropped: no entry covers another */
    }
    if (covers(scores, own, n))
      continue;
    memmove(f->scores + kept * n, own, n * sizeof *own);
    memmove(f->outcomes + kept * r->n_issues, options, r->n_issues * sizeof *options);
    kept++;
  }
  f->count = kept;
  if (kept == MOST_GATHERED)
    return false;
  insert_entry(f, outcome, scores);
  return true;
}

static bool take_outcome(void *user, const uint32_t *outcome, const int64_t *scores,
                         bool *out_raised) {
  gathering *g = user;
  runner *r = g->s->r;
  found_deal before = r->best;
  int64_t old[MOST];
  memcpy(old, before.scores, r->n * sizeof *old);
  if (g->n_taken++ == MOST_TAKEN)
    return false; /* too many are equal: the engine merges them */
  g->status = offer(r, outcome, scores);
  if (g->status != EIR_OK)
    return false;
  if (memcmp(old, r->best.scores, r->n * sizeof *old) != 0)
    *out_raised = raise_bound(g);
  return keep_entry(r, g->s->out, outcome, scores);
}

/* Finds what find_frontier() finds, where that suits; false where it must do it. The
 * bound may have been raised: it still holds. */
static bool gather_in_depth(spot *s, eir_i_bound *bound, const int64_t *floor,
                            eir_status *out_status) {
  runner *r = s->r;
  if (!r->best.any || r->has_cap || bound->n_totals == 0)
    return false;
  gathering g = {.s = s, .bound = bound};
  memcpy(g.floor, floor, r->n * sizeof *floor);
  s->out->scores =
      eir_i_arena_take_raw(s->arena, MOST_GATHERED, r->n * sizeof(int64_t));
  s->out->outcomes =
      eir_i_arena_take_raw(s->arena, MOST_GATHERED, r->n_issues * sizeof(uint32_t));
  if (s->out->scores == NULL || s->out->outcomes == NULL) {
    *out_status = EIR_NO_MEMORY;
    return false;
  }
  eir_i_depth depth = {.problem = s->problem,
                       .states = &s->states,
                       .bound = bound,
                       .most = MOST_LOOKED,
                       .take = take_outcome,
                       .user = &g};
  eir_i_depth_end end = eir_i_depth_search(&depth, effort_of(s), s->arena->memory);
  *out_status = g.status;
  if (end == EIR_I_DEPTH_FAILED && goes_on(r))
    *out_status = EIR_NO_MEMORY;
  if (end != EIR_I_DEPTH_DONE)
    s->out->count = 0;
  return end == EIR_I_DEPTH_DONE;
}

/* The best of what was found helps to bound the next coalition. */
static eir_status learn(spot *s) {
  runner *r = s->r;
  if (s->out->count == 0)
    return EIR_OK;
  eir_i_stakes stakes = stakes_now(r);
  eir_i_choice choice;
  eir_status status =
      eir_i_concept_choose(r->concept, s->out, &stakes, &s->scratch, &choice);
  if (status != EIR_OK)
    return status;
  return offer(r, s->out->outcomes + choice.entry * r->n_issues,
               s->out->scores + choice.entry * r->n);
}

static eir_status job_concept(spot *s) {
  runner *r = s->r;
  eir_i_searched searched;
  eir_i_goal_kind kind = prepare_goal(r);
  eir_status status = run_search(s, kind, r->stakes->reservation, HUGE_VAL, &searched);
  if (status != EIR_OK)
    return status;
  if (isfinite(searched.bound) && (!r->has_bound || searched.bound > r->bound)) {
    r->has_bound = true;
    r->bound = searched.bound;
  }
  if (searched.found)
    status = offer(r, searched.outcome, searched.scores);
  if (status != EIR_OK || !goes_on(r))
    return status;
  int64_t floor[MOST];
  memcpy(floor, r->floor, sizeof floor);
  eir_i_bound bound = {.floor = r->floor};
  status = make_bound(s, &searched, &bound);
  if (status != EIR_OK || !goes_on(r))
    return status;
  if (!gather_in_depth(s, &bound, floor, &status) && status == EIR_OK && goes_on(r))
    status = find_frontier(s, &bound);
  return status == EIR_OK && goes_on(r) ? learn(s) : status;
}

/* ---- running a job over the coalitions ---- */

typedef struct finder {
  runner *r;
  spot_job *job;
} finder;

static eir_status find_in_coalition(void *user, const eir_i_problem *problem,
                                    eir_i_arena *arena, eir_i_frontier *out) {
  const finder *f = user;
  spot s = {.r = f->r, .problem = problem, .arena = arena, .out = out};
  *out = (eir_i_frontier){.n_dimensions = f->r->n, .n_issues = f->r->n_issues};
  if (problem->impossible)
    return EIR_OK;
  eir_i_arena_init(&s.scratch, arena->memory);
  eir_status status = eir_i_states_make(problem, &s.scratch, effort_of(&s), &s.states);
  if (status == EIR_OK && goes_on(f->r) && s.states.feasible && set_floors(&s))
    status = f->job(&s);
  eir_i_arena_free(&s.scratch);
  return status;
}

static eir_status run_job(runner *r, spot_job *job, bool any, eir_i_frontier *out) {
  finder f = {r, job};
  eir_i_question question = {.the_case = r->solution->the_case,
                             .consent = EIR_I_CONSENT_CERTAIN,
                             .any = any,
                             .n_threads = r->n_threads,
                             .find = find_in_coalition,
                             .find_user = &f};
  return eir_i_consent_frontier(&question, &r->solution->effort, &r->arena, out);
}

/* ---- from what was found to the result ---- */

static bool append_pool(runner *r, const eir_i_frontier *found) {
  eir_i_frontier all = *found;
  all.count += r->pool.count;
  all.scores = eir_i_arena_take_raw(&r->arena, all.count, (r->n + 1) * sizeof(int64_t));
  all.outcomes =
      eir_i_arena_take_raw(&r->arena, all.count, r->n_issues * sizeof(uint32_t));
  if (all.scores == NULL || all.outcomes == NULL)
    return false;
  const eir_i_frontier *parts[2] = {&r->pool, found};
  size_t at = 0;
  for (int k = 0; k < 2; k++) {
    size_t count = parts[k]->count;
    if (count == 0)
      continue;
    memcpy(all.scores + at * r->n, parts[k]->scores, count * r->n * sizeof(int64_t));
    memcpy(all.outcomes + at * r->n_issues, parts[k]->outcomes,
           count * r->n_issues * sizeof(uint32_t));
    at += count;
  }
  r->pool = all;
  return true;
}

/* The bound in the terms of the value, a little above for the rounding of doubles. */
static void give_bound(const runner *r, eir_concept_result *result) {
  double bound = r->bound;
  bool known = r->has_bound &&
               r->solution->the_case->quota == r->solution->the_case->n_signatories;
  if (r->concept == EIR_NASH) {
    for (size_t d = 0; d < r->n; d++) {
      /* Only if all can gain: a product of fewer may be greater. */
      known = known && (r->gaining >> d & 1) != 0 && r->best.any &&
              r->best.scores[d] > r->stakes->reservation[d];
      bound -= r->stakes->power[d] * log((double)r->stakes->unit[d]);
    }
    bound = exp(bound);
  }
  bound += 1e-9 * (fabs(bound) + (r->concept == EIR_NASH ? 0 : 1));
  result->has_bound = known && isfinite(bound);
  result->bound = result->has_bound ? bound : 0;
}

static eir_status settle(runner *r, bool proved, const eir_i_frontier *from) {
  eir_i_arena *keep = &r->solution->arena;
  eir_i_stakes stakes = stakes_now(r);
  eir_i_choice choice;
  eir_status status = eir_i_concept_choose(r->concept, from, &stakes, keep, &choice);
  int64_t *scores = eir_i_arena_take_array(keep, r->n, sizeof *scores);
  uint32_t *options = eir_i_arena_take_array(keep, r->n_issues, sizeof *options);
  if (status != EIR_OK || scores == NULL || options == NULL)
    return EIR_NO_MEMORY;
  memcpy(scores, from->scores + choice.entry * r->n, r->n * sizeof *scores);
  memcpy(options, from->outcomes + choice.entry * r->n_issues,
         r->n_issues * sizeof *options);
  eir_concept_result made = {.found = true,
                             .deal = {options, scores},
                             .ties = choice.ties,
                             .has_value = choice.has_value,
                             .value = choice.value,
                             .value_exact = choice.value_exact,
                             .proved = proved};
  if (!proved)
    give_bound(r, &made);
  r->solution->concepts[r->concept] = made;
  return EIR_OK;
}

/* What is known when a limit was reached. */
static eir_status settle_best(runner *r) {
  const found_deal *best = r->best.any ? &r->best : &r->first;
  if (!best->any)
    return EIR_OK;
  eir_i_frontier one = {.count = 1,
                        .n_dimensions = r->n,
                        .n_issues = r->n_issues,
                        .scores = best->scores,
                        .outcomes = best->outcome};
  return settle(r, false, &one);
}

/* ---- the order of the jobs ---- */

static eir_status find_any(runner *r) {
  eir_i_frontier found;
  eir_status status = run_job(r, job_any, true, &found);
  if (status != EIR_OK)
    return status;
  if (r->first.any)
    r->solution->exist = EIR_YES;
  else if (goes_on(r))
    r->solution->exist = EIR_NO;
  r->solution->possible_exist = r->solution->exist;
  return EIR_OK;
}

static eir_status find_ideals(runner *r) {
  eir_i_frontier none;
  eir_status status = EIR_OK;
  for (size_t d = 0; d < r->n; d++)
    r->ideal[d] = r->first.scores[d];
  for (r->party = 0; r->party < r->n && status == EIR_OK && goes_on(r); r->party++)
    status = run_job(r, job_ideal, false, &none);
  return status;
}

/* The next larger number with as many bits (Gosper, HAKMEM 175); 0 after the last. */
static uint64_t next_choice(uint64_t bits) {
  uint64_t lowest = bits & (0 - bits), ripple = bits + lowest;
  return ripple == 0 ? 0 : (((ripple ^ bits) >> 2) / lowest) | ripple;
}

static uint64_t spread(uint64_t choice, uint64_t among) {
  uint64_t spread_out = 0;
  for (; choice != 0; choice >>= 1) {
    uint64_t lowest = among & (0 - among);
    if ((choice & 1) != 0)
      spread_out |= lowest;
    among &= among - 1;
  }
  return spread_out;
}

/* All sets of `size` of the parties that can gain at all. */
static eir_status find_gaining(runner *r, uint64_t among, size_t n_among, size_t size) {
  uint64_t choice = size == 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
  while (goes_on(r)) {
    r->gaining = spread(choice, among);
    r->best.any = false;
    r->has_bound = false;
    eir_i_frontier found;
    eir_status status = run_job(r, job_concept, false, &found);
    if (status != EIR_OK)
      return status;
    if (goes_on(r) && found.count > 0 && !append_pool(r, &found))
      return EIR_NO_MEMORY;
    uint64_t next = choice == 0 ? 0 : next_choice(choice);
    if (next == 0 || next < choice || (n_among < 64 && next >> n_among != 0))
      return EIR_OK;
    choice = next;
  }
  return EIR_OK;
}

static eir_status find_nash(runner *r) {
  uint64_t among = 0;
  size_t n_among = 0;
  for (size_t d = 0; d < r->n; d++) {
    if (r->reach[d] <= r->stakes->reservation[d])
      continue;
    among |= UINT64_C(1) << d;
    n_among++;
  }
  eir_status status = EIR_OK;
  for (size_t size = n_among + 1; size-- > 0;) {
    status = find_gaining(r, among, n_among, size);
    if (status != EIR_OK || !goes_on(r) || r->pool.count > 0)
      break;
  }
  return status;
}

static eir_status find_concept(runner *r, eir_concept concept) {
  r->concept = concept;
  r->pool.count = 0;
  r->best.any = false;
  r->has_bound = false;
  r->gaining = 0;
  eir_status status = EIR_OK;
  if (concept == EIR_KALAI_SMORODINSKY) {
    status = find_ideals(r);
    if (status != EIR_OK || !goes_on(r))
      return status; /* without the ideals nothing can be compared */
  }
  if (concept == EIR_NASH) {
    status = find_nash(r);
  } else {
    status = offer(r, r->first.outcome, r->first.scores);
    if (status == EIR_OK)
      status = run_job(r, job_concept, false, &r->pool);
  }
  if (status != EIR_OK)
    return status;
  if (!goes_on(r))
    return settle_best(r);
  assert(r->pool.count > 0);
  return settle(r, true, &r->pool);
}

static eir_status find_all(runner *r, uint64_t wanted) {
  eir_i_frontier none;
  if (!make_deal(r, &r->first) || !make_deal(r, &r->best))
    return EIR_NO_MEMORY;
  eir_status status = run_job(r, job_reach, false, &none);
  if (status == EIR_OK && goes_on(r))
    status = find_any(r);
  if (status != EIR_OK || !r->first.any)
    return status;
  for (int c = 0; c < EIR_CONCEPT_COUNT && status == EIR_OK; c++) {
    if ((wanted >> c & 1) == 0)
      continue;
    if (goes_on(r)) {
      status = find_concept(r, (eir_concept)c);
    } else if (c != EIR_KALAI_SMORODINSKY) {
      r->concept = (eir_concept)c;
      r->best.any = r->has_bound = false;
      status = settle_best(r);
    }
  }
  return status;
}

eir_status eir_i_search_only(eir_solution *solution, const eir_i_stakes *stakes,
                             uint64_t wanted, size_t n_threads) {
  const eir_case *the_case = solution->the_case;
  runner *r = eir_i_allocate(&solution->memory, sizeof *r);
  if (r == NULL)
    return EIR_NO_MEMORY;
  *r = (runner){.solution = solution,
                .stakes = stakes,
                .n = the_case->n_signatories,
                .n_issues = the_case->n_issues,
                .n_threads = n_threads};
  eir_i_arena_init(&r->arena, &solution->memory);
  for (size_t d = 0; d < r->n; d++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[d]].position;
    r->cap[d] = position->has_cap ? position->cap : INT64_MAX;
    r->has_cap |= position->has_cap;
    r->reach[d] = INT64_MIN / 4; /* reach less reservation must not overflow */
  }
  solution->effort.progress = (eir_progress){.stage = "search"};
  eir_status status = find_all(r, wanted);
  eir_i_arena_free(&r->arena);
  eir_i_release(&solution->memory, r, sizeof *r);
  return status;
}
