/* Search proof: exact totals, then one quotient rounded up. Where not every coalition
 * was looked at, a problem that all of them share stands for them: only those with a
 * veto must accept. */
#include "solve/search_proof.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/bound.h"
#include "solve/search_totals.h"

#include "base/banned.h"

/* Weights below 2^55: with 64 parties and scores below 2^62 totals stay below 2^123. */
enum { WEIGHT_BITS = 54 };
/* What a bound may cost when the limit is already reached. */
enum { PROOF_STEPS = 20000000 };

/* Integer multipliers: those of the goal, and those of the floors. */
typedef struct multipliers {
  uint64_t goal[EIR_I_MAX_SIGNATORIES];
  uint64_t floors[EIR_I_MAX_SIGNATORIES];
  eir_i_i128 most; /* the largest total of both together */
} multipliers;

static bool has_floor(const eir_i_only_run *r, size_t d) {
  return r->floor[d] != INT64_MIN;
}

/* Any whole numbers bound; the nearer to the best multipliers, the better. */
static bool scale_multipliers(const eir_i_only_run *r, const eir_i_searched *searched,
                              multipliers *m) {
  double most = 0;
  for (size_t d = 0; d < r->n; d++)
    most = fmax(most, searched->multipliers[d]);
  if (!(most > 0) || !isfinite(most))
    return false;
  for (size_t d = 0; d < r->n; d++) {
    double all = searched->multipliers[d] / most;
    double floors = has_floor(r, d) ? searched->floor_parts[d] / most : 0;
    floors = fmin(floors, all);
    m->floors[d] = (uint64_t)ldexp(floors, WEIGHT_BITS);
    m->goal[d] = (uint64_t)ldexp(all - floors, WEIGHT_BITS);
  }
  return true;
}

/* The largest total, less what the floors of its outcomes must make up. */
static bool find_most(eir_i_only_spot *s, multipliers *m) {
  const eir_i_only_run *r = s->r;
  uint64_t weight[EIR_I_MAX_SIGNATORIES];
  for (size_t d = 0; d < r->n; d++)
    weight[d] = m->goal[d] + m->floors[d];
  if (!eir_i_bound_most(s->problem, &s->states, weight, s->scratch.memory, &m->most))
    return false;
  for (size_t d = 0; d < r->n; d++) {
    if (m->floors[d] != 0)
      m->most -= (eir_i_i128)m->floors[d] * r->floor[d];
  }
  return true;
}

/* Rounded up: two conversions and a division are off by a few parts of 10^16. */
static double quotient(eir_i_i128 above, eir_i_i128 below) {
  assert(below > 0);
  double value = (double)above / (double)below;
  return value + 1e-14 * fabs(value);
}

static void note(eir_i_only_run *r, double bound) {
  if (!isfinite(bound))
    return;
  if (r->n_bounded == 0 || bound > r->bound)
    r->bound = bound;
  r->n_bounded++;
}

/* ---- each kind of goal ---- */

/* sum of goal * (s - r) >= t * sum of goal * whole, for a least gain of t. */
static eir_status bound_least(eir_i_only_spot *s, const eir_i_searched *searched) {
  eir_i_only_run *r = s->r;
  multipliers m;
  eir_i_i128 wholes = 0;
  if (!scale_multipliers(r, searched, &m))
    return EIR_OK;
  for (size_t d = 0; d < r->n; d++) {
    int64_t whole = eir_i_run_whole_of(r, d);
    if (whole <= 0)
      m.goal[d] = 0; /* not compared */
    else
      wholes += (eir_i_i128)m.goal[d] * whole;
  }
  if (wholes <= 0)
    return EIR_OK;
  if (!find_most(s, &m))
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < r->n; d++)
    m.most -= (eir_i_i128)m.goal[d] * r->stakes->reservation[d];
  note(r, quotient(m.most, wholes));
  return EIR_OK;
}

/* Weights are parts of one whole; what is cut off each is below 1, so that it costs
 * less than the largest score. */
static eir_status bound_sum(eir_i_only_spot *s, const eir_i_searched *searched) {
  eir_i_only_run *r = s->r;
  multipliers m;
  int64_t least = INT64_MAX;
  eir_i_i128 lost = 0;
  for (size_t d = 0; d < r->n; d++)
    least = r->stakes->scale[d] < least ? r->stakes->scale[d] : least;
  eir_i_i128 whole = (eir_i_i128)least << WEIGHT_BITS;
  for (size_t d = 0; d < r->n; d++) {
    double floors = has_floor(r, d) ? searched->floor_parts[d] * (double)whole : 0;
    m.floors[d] = floors < ldexp(1, WEIGHT_BITS) ? (uint64_t)floors : 0;
    m.goal[d] = (uint64_t)(whole / r->stakes->scale[d]);
    lost += eir_i_bound_magnitude(s->problem, d);
  }
  if (!find_most(s, &m))
    return EIR_NO_MEMORY;
  note(r, quotient(m.most + lost, whole));
  return EIR_OK;
}

/* By the inequality of the arithmetic and the geometric mean: with T the most of sum of
 * weight * gain and P the sum of powers, each gain^power counts as at most
 * (power * T / (P * weight))^power. Multiplied out with the exponent apart. */
static double product_of(const eir_i_only_run *r, const multipliers *m,
                         eir_i_i128 total) {
  double powers = 0, mantissa = 1;
  int64_t exponent = 0;
  for (size_t d = 0; d < r->n; d++)
    powers += (r->gaining >> d & 1) != 0 ? r->stakes->power[d] : 0;
  for (size_t d = 0; d < r->n; d++) {
    if ((r->gaining >> d & 1) == 0)
      continue;
    double gain = (double)total * r->stakes->power[d] / (powers * (double)m->goal[d]) /
                  (double)r->stakes->unit[d];
    for (unsigned k = 0; k < r->stakes->power[d]; k++) {
      int by;
      mantissa = frexp(mantissa * gain, &by);
      exponent += by;
    }
  }
  if (exponent > 1000 || exponent < -1000)
    return HUGE_VAL;
  /* Some thousand roundings at most, of one part in 10^16 each. */
  return ldexp(mantissa, (int)exponent) * (1 + 1e-11);
}

static eir_status bound_product(eir_i_only_spot *s, const eir_i_searched *searched) {
  eir_i_only_run *r = s->r;
  multipliers m;
  if (r->gaining == 0 || !scale_multipliers(r, searched, &m))
    return EIR_OK;
  memset(m.floors, 0, sizeof m.floors);
  for (size_t d = 0; d < r->n; d++) {
    bool gains = (r->gaining >> d & 1) != 0;
    if (gains && m.goal[d] == 0)
      return EIR_OK; /* too small a part of the sum for an integer */
    m.goal[d] = gains ? m.goal[d] : 0;
  }
  if (!find_most(s, &m))
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < r->n; d++)
    m.most -= (eir_i_i128)m.goal[d] * r->stakes->reservation[d];
  note(r, m.most > 0 ? product_of(r, &m, m.most) : 0);
  return EIR_OK;
}

eir_status eir_i_proof_add(eir_i_only_spot *s, const eir_i_searched *searched) {
  switch (s->r->concept) {
  case EIR_NASH:
    return bound_product(s, searched);
  case EIR_UTILITARIAN:
    return bound_sum(s, searched);
  case EIR_KALAI_SMORODINSKY:
  case EIR_EGALITARIAN:
    break;
  }
  return bound_least(s, searched);
}

/* ---- all coalitions at once ---- */

/* Who must accept in every coalition, as bits; and how many coalitions there are, or
 * UINT64_MAX. */
static uint64_t always_asked(const eir_case *the_case, uint64_t *out_count) {
  uint64_t vetoes = 0, all = 0, count = 1;
  size_t n_vetoes = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    bool veto = the_case->parties[the_case->signatories[i]].veto;
    all |= UINT64_C(1) << i;
    vetoes |= (uint64_t)veto << i;
    n_vetoes += veto;
  }
  size_t others = the_case->n_signatories - n_vetoes;
  size_t wanted = the_case->quota > n_vetoes ? the_case->quota - n_vetoes : 0;
  for (size_t k = 1; k <= wanted && count != UINT64_MAX; k++)
    count = EIR_MUL_OVERFLOWS(count, (uint64_t)(others - wanted + k), &count)
                ? UINT64_MAX
                : count / k;
  *out_count = count;
  return wanted == others ? all : vetoes;
}

static eir_status search_shared(eir_i_only_spot *s, eir_i_effort *effort) {
  eir_i_only_run *r = s->r;
  eir_status status = eir_i_states_make(s->problem, &s->scratch, effort, &s->states);
  if (status != EIR_OK || effort->end != EIR_END_COMPLETE || !s->states.feasible ||
      !eir_i_run_set_floors(s))
    return status;
  eir_i_searched searched;
  eir_i_goal goal = {.kind = eir_i_totals_goal(r),
                     .base = r->stakes->reservation,
                     .measure = r->measure,
                     .floor = r->floor,
                     .cap = r->cap,
                     .enough = HUGE_VAL};
  status = eir_i_search(s->problem, &s->states, &goal, effort, &s->scratch, &searched);
  return status == EIR_OK && searched.multipliers != NULL
             ? eir_i_proof_add(s, &searched)
             : status;
}

static eir_status bound_shared(eir_i_only_run *r, uint64_t members) {
  const eir_solution *solution = r->solution;
  eir_end end = solution->effort.end;
  eir_i_effort effort = {.callbacks = solution->effort.callbacks,
                         .max_steps = PROOF_STEPS};
  r->n_bounded = 0;
  if (end == EIR_END_STOPPED || end == EIR_END_LIMIT_MEMORY)
    return EIR_OK; /* nothing more is wanted, or can be made */
  eir_i_problem problem;
  eir_i_only_spot s = {.r = r, .problem = &problem};
  eir_i_arena_init(&s.scratch, &r->solution->memory);
  eir_status status = eir_i_problem_make(solution->the_case, EIR_I_CONSENT_CERTAIN,
                                         members, SIZE_MAX, &s.scratch, &problem);
  if (status == EIR_OK && !problem.impossible)
    status = search_shared(&s, &effort);
  eir_i_arena_free(&s.scratch);
  return status == EIR_OK ? EIR_OK
                          : eir_i_effort_no_memory(&effort, &r->solution->memory);
}

/* ---- Nash, where not all can be expected to gain ---- */

/* No solution lets fewer gain than the best known: the largest product of at least as
 * many gains, each as large as can be. */
static double product_of_reaches(const eir_i_only_run *r, const int64_t *scores) {
  double most[EIR_I_MAX_SIGNATORIES];
  size_t count = 0, n_gaining = 0;
  for (size_t d = 0; d < r->n; d++) {
    int64_t reservation = r->stakes->reservation[d];
    n_gaining += scores[d] > reservation;
    if (r->reach[d] <= reservation)
      continue;
    eir_i_i128 gain = (eir_i_i128)r->reach[d] - reservation;
    double value = quotient(gain, r->stakes->unit[d]), power = 1;
    for (unsigned k = 0; k < r->stakes->power[d]; k++)
      power *= value;
    size_t at = count++;
    for (; at > 0 && most[at - 1] < power; at--)
      most[at] = most[at - 1];
    most[at] = power;
  }
  double product = 1;
  for (size_t k = 0; k < count && (k < n_gaining || most[k] > 1); k++)
    product *= most[k];
  return product < 1e-290 ? HUGE_VAL : product * (1 + 1e-11);
}

static bool all_that_can_gain_do(eir_i_only_run *r, const int64_t *scores) {
  r->gaining = 0;
  for (size_t d = 0; d < r->n; d++) {
    if (r->reach[d] > r->stakes->reservation[d])
      r->gaining |= UINT64_C(1) << d;
  }
  return eir_i_run_all_gain(r, scores);
}

eir_status eir_i_proof_give(eir_i_only_run *r, eir_concept_result *result) {
  uint64_t n_coalitions, gaining = r->gaining;
  uint64_t members = always_asked(r->solution->the_case, &n_coalitions);
  eir_status status = EIR_OK;
  if (r->concept == EIR_NASH && !all_that_can_gain_do(r, result->deal.scores)) {
    r->bound = product_of_reaches(r, result->deal.scores);
    r->n_bounded = isfinite(r->bound) ? 1 : 0;
  } else {
    if (r->concept == EIR_NASH && gaining != r->gaining)
      r->n_bounded = 0; /* those were of other sets */
    if (r->n_bounded < n_coalitions)
      status = bound_shared(r, members);
  }
  result->has_bound = status == EIR_OK && r->n_bounded > 0;
  result->bound = result->has_bound ? r->bound : 0;
  return status;
}
