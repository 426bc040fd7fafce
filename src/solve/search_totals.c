/* Search totals: whoever beats the best known in the least gain reaches a floor each;
 * in a product or a sum, a total. */
#include "solve/search_totals.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

/* ---- totals of floors ---- */

static bool has_room(const eir_i_only_spot *s, const eir_i_bound *bound) {
  return s->r->n > 1 && bound->n_totals < EIR_I_MAX_TOTALS &&
         s->r->n + bound->n_totals < EIR_I_MAX_SIGNATORIES;
}

static void add_total(eir_i_bound *bound, uint64_t *weight, eir_i_i128 least) {
  bound->totals[bound->n_totals++] = (eir_i_total){weight, least};
}

/* A total of the floors, in the proportion of the multipliers. */
static eir_status add_floor_total(eir_i_only_spot *s, eir_i_bound *bound,
                                  const double *multipliers) {
  double used[EIR_I_MAX_SIGNATORIES];
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

/* ---- Nash ---- */

static void measure_powers(eir_i_only_run *r) {
  for (size_t d = 0; d < r->n; d++)
    r->measure[d] = (r->gaining >> d & 1) != 0 ? r->stakes->power[d] : 0;
}

static eir_status add_product_total(eir_i_only_spot *s, eir_i_bound *bound,
                                    const double *multipliers) {
  eir_i_only_run *r = s->r;
  unsigned power[EIR_I_MAX_SIGNATORIES];
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

static eir_status bound_nash(eir_i_only_spot *s, const eir_i_searched *searched,
                             eir_i_bound *bound, bool *out_none) {
  eir_i_only_run *r = s->r;
  if (r->gaining == 0)
    return EIR_OK; /* nothing is compared: the whole frontier ties */
  if (r->best.any && eir_i_run_all_gain(r, r->best.scores))
    return add_product_total(s, bound, searched->multipliers);
  eir_i_quest quest = {0};
  int64_t scores[EIR_I_MAX_SIGNATORIES];
  eir_status status = eir_i_run_quest(s, SIZE_MAX, &quest, scores);
  *out_none = status == EIR_OK && eir_i_run_goes_on(r) && !quest.found;
  if (status != EIR_OK || !quest.found)
    return status;
  status = eir_i_run_offer(r, quest.outcome, scores);
  if (status == EIR_OK && eir_i_run_all_gain(r, r->best.scores))
    status = add_product_total(s, bound, searched->multipliers);
  return status;
}

/* ---- the least gain ---- */

typedef struct ratio {
  int64_t above;
  int64_t below; /* > 0 */
} ratio;

static int compare_ratios(ratio a, ratio b) {
  eir_i_i128 left = (eir_i_i128)a.above * b.below;
  eir_i_i128 right = (eir_i_i128)b.above * a.below;
  return left < right ? -1 : left > right;
}

static void measure_wholes(eir_i_only_run *r) {
  for (size_t d = 0; d < r->n; d++) {
    int64_t whole = eir_i_run_whole_of(r, d);
    r->measure[d] = whole > 0 ? 1 / (double)whole : 0;
  }
}

/* The least score with at least that ratio. */
static int64_t score_at(const eir_i_only_run *r, size_t d, ratio level) {
  eir_i_i128 product = (eir_i_i128)level.above * eir_i_run_whole_of(r, d);
  eir_i_i128 share = product / level.below;
  if (share * level.below < product)
    share++; /* upwards; division rounds towards 0 */
  eir_i_i128 score = share + r->stakes->reservation[d];
  return score > INT64_MAX ? INT64_MAX
                           : (score <= INT64_MIN ? INT64_MIN + 1 : (int64_t)score);
}

static size_t sort_ratios(const eir_i_only_run *r, const int64_t *scores,
                          ratio *sorted) {
  size_t count = 0;
  for (size_t d = 0; d < r->n; d++) {
    ratio made = {scores[d] - r->stakes->reservation[d], eir_i_run_whole_of(r, d)};
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
void eir_i_totals_raise_floors(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  assert(r->best.any);
  const int64_t *reach = s->states.layers[0].potential;
  ratio sorted[EIR_I_MAX_SIGNATORIES];
  size_t count = sort_ratios(r, r->best.scores, sorted);
  bool is_free[EIR_I_MAX_SIGNATORIES];
  for (size_t d = 0; d < r->n; d++)
    is_free[d] = eir_i_run_whole_of(r, d) > 0;
  for (size_t at = 0; at < count;) {
    size_t equal = 1, held = 0;
    while (at + equal < count && compare_ratios(sorted[at], sorted[at + equal]) == 0)
      equal++;
    for (size_t d = 0; d < r->n; d++) {
      if (!is_free[d])
        continue;
      int64_t most = reach[d] > r->cap[d] ? r->cap[d] : reach[d];
      ratio can = {most - r->stakes->reservation[d], eir_i_run_whole_of(r, d)};
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

/* ---- the sum ---- */

/* Weights for the sum of s / scale: exact where the scales have a small common
 * multiple, else rounded up. */
typedef struct sum_weights {
  uint64_t *weight;
  double whole;    /* what stands for a utility of 1 */
  eir_i_i128 lost; /* what rounding can cost at most */
} sum_weights;

/* The least common multiple of the scales, or 0 if it is above `most`. */
static uint64_t common_multiple(const eir_i_only_run *r, uint64_t most) {
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

static bool weigh_sum(const eir_i_only_run *r, double magnitude, eir_i_i128 sizes,
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

static eir_status bound_sum(eir_i_only_spot *s, const eir_i_searched *searched,
                            eir_i_bound *bound) {
  eir_i_only_run *r = s->r;
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

/* ---- all of them ---- */

eir_i_goal_kind eir_i_totals_goal(eir_i_only_run *r) {
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

eir_status eir_i_totals_make(eir_i_only_spot *s, const eir_i_searched *searched,
                             eir_i_bound *bound, bool *out_none) {
  eir_i_only_run *r = s->r;
  *out_none = false;
  switch (r->concept) {
  case EIR_NASH:
    return bound_nash(s, searched, bound, out_none);
  case EIR_UTILITARIAN:
    return bound_sum(s, searched, bound);
  case EIR_KALAI_SMORODINSKY:
  case EIR_EGALITARIAN:
    break;
  }
  eir_i_totals_raise_floors(s);
  return add_floor_total(s, bound, searched->multipliers);
}
