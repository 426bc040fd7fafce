/* Search: subgradient steps for the multipliers (Held, Wolfe and Crowder 1974; the step
 * of Polyak 1969), and swap search from the best outcomes met.
 *
 * A parameter vector stands for the multipliers: for a product their logarithms; for
 * the least gain a point of the simplex, and one multiplier a floor; for a sum one
 * multiplier a floor. */
#include "solve/search.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/bound.h"
#include "solve/search_game.h"
#include "solve/search_swap.h"

#include "base/banned.h"

enum { KICKS = 12, MOST_ROUNDS = 400 };
enum { MOST_PASSES = 300, LEAST_PASSES = 30, PASS_STEPS = 20000000, STARTS = 6 };

typedef struct start {
  double worth;
  uint32_t *outcome; /* [n_issues] */
  int64_t *scores;   /* [n] */
} start;

typedef struct seeker {
  eir_i_search_graph graph;
  const eir_i_goal *goal;
  eir_i_effort *effort;
  eir_i_arena *arena; /* scratch */
  size_t n;
  double *theta;      /* [2 n] goal's parameters, then the floors' */
  double *best_theta; /* [2 n] where the bound is least */
  double *slope;      /* [2 n] */
  double *sorted;     /* [n] scratch */
  double *lambda;     /* [n] the multipliers at theta */
  double *span;       /* [n] how far a score is from its floor: a unit for it */
  double bound;       /* the least so far */
  start now;
  start starts[STARTS];
  size_t n_starts;
  start best;
  bool failed;
} seeker;

static bool counts(const seeker *k, size_t d) {
  return k->goal->measure[d] > 0;
}

static bool has_floor(const seeker *k, size_t d) {
  return k->goal->floor[d] != INT64_MIN && k->goal->kind != EIR_I_GOAL_PRODUCT;
}

/* ---- parameters ---- */

static void begin_theta(seeker *k) {
  const int64_t *most = k->graph.states->layers[0].potential;
  size_t n_counting = 0;
  for (size_t d = 0; d < k->n; d++)
    n_counting += counts(k, d);
  for (size_t d = 0; d < k->n; d++) {
    double reach = (double)most[d] - (double)k->goal->base[d];
    double floor = has_floor(k, d) ? (double)k->goal->floor[d] : 0;
    k->span[d] = fmax(1, fabs((double)most[d] - floor));
    if (!counts(k, d))
      continue;
    if (k->goal->kind == EIR_I_GOAL_PRODUCT)
      k->theta[d] = log(k->goal->measure[d]) - log(fmax(1, reach / 2));
    if (k->goal->kind == EIR_I_GOAL_LEAST)
      k->theta[d] = 1 / (double)n_counting;
  }
}

static void find_lambda(seeker *k, const double *theta, double *lambda) {
  for (size_t d = 0; d < k->n; d++) {
    lambda[d] = theta[k->n + d] / k->span[d];
    if (!counts(k, d))
      continue;
    switch (k->goal->kind) {
    case EIR_I_GOAL_PRODUCT:
      lambda[d] = exp(theta[d]);
      break;
    case EIR_I_GOAL_LEAST:
      lambda[d] += theta[d] * k->goal->measure[d];
      break;
    case EIR_I_GOAL_SUM:
      lambda[d] += k->goal->measure[d];
      break;
    }
  }
}

/* The bound at theta, where `sum` is the best sum; and its slope. */
static double find_slope(seeker *k, double sum) {
  const eir_i_goal *goal = k->goal;
  double total = 0, powers = 0, bound;
  for (size_t d = 0; d < k->n; d++) {
    if (goal->kind != EIR_I_GOAL_SUM && counts(k, d))
      sum -= k->lambda[d] * (double)goal->base[d];
    powers += counts(k, d) ? goal->measure[d] : 0;
  }
  bound = sum;
  if (goal->kind == EIR_I_GOAL_PRODUCT)
    bound = powers * log(fmax(sum, 1e-300) / powers);
  for (size_t d = 0; d < k->n; d++) {
    double above = (double)k->now.scores[d] - (double)goal->base[d];
    k->slope[d] = k->slope[k->n + d] = 0;
    if (goal->kind == EIR_I_GOAL_PRODUCT && counts(k, d)) {
      bound -= goal->measure[d] * (k->theta[d] - log(goal->measure[d]));
      k->slope[d] =
          powers * k->lambda[d] * above / fmax(sum, 1e-300) - goal->measure[d];
    } else if (goal->kind == EIR_I_GOAL_LEAST && counts(k, d)) {
      k->slope[d] = above * goal->measure[d];
    }
    if (has_floor(k, d)) {
      double least = (double)goal->floor[d];
      double from =
          counts(k, d) && goal->kind == EIR_I_GOAL_LEAST ? (double)goal->base[d] : 0;
      bound -= k->theta[k->n + d] / k->span[d] * (least - from);
      k->slope[k->n + d] = ((double)k->now.scores[d] - least) / k->span[d];
    }
    total += k->slope[d];
  }
  if (goal->kind == EIR_I_GOAL_LEAST) { /* within the simplex the mean does not count */
    double mean = 0, whole = 0;         /* theta's sum, 1 but for rounding */
    size_t n_counting = 0;
    for (size_t d = 0; d < k->n; d++) {
      n_counting += counts(k, d);
      whole += counts(k, d) ? k->theta[d] : 0;
    }
    bound = whole > 0 ? bound / whole : bound;
    mean = n_counting == 0 ? 0 : total / (double)n_counting;
    for (size_t d = 0; d < k->n; d++) {
      if (counts(k, d))
        k->slope[d] -= mean;
    }
  }
  return bound;
}

static void sort_descending(double *values, size_t n) {
  for (size_t i = 1; i < n; i++) {
    double value = values[i];
    size_t at = i;
    for (; at > 0 && values[at - 1] < value; at--)
      values[at] = values[at - 1];
    values[at] = value;
  }
}

/* The nearest point of the simplex (Held, Wolfe and Crowder 1974). */
static void project(seeker *k) {
  size_t count = 0;
  for (size_t d = 0; d < k->n; d++) {
    if (counts(k, d))
      k->sorted[count++] = k->theta[d];
    k->theta[k->n + d] = fmax(0, k->theta[k->n + d]);
  }
  if (k->goal->kind != EIR_I_GOAL_LEAST || count == 0)
    return;
  sort_descending(k->sorted, count);
  double sum = 0, shift = 0;
  for (size_t i = 0; i < count; i++) {
    sum += k->sorted[i];
    double level = (sum - 1) / (double)(i + 1);
    if (k->sorted[i] > level)
      shift = level;
  }
  for (size_t d = 0; d < k->n; d++) {
    if (counts(k, d))
      k->theta[d] = fmax(0, k->theta[d] - shift);
  }
}

/* ---- outcomes ---- */

static bool make_start(seeker *k, start *made) {
  made->outcome = eir_i_arena_take_array(k->arena, k->graph.problem->n_issues,
                                         sizeof *made->outcome);
  made->scores = eir_i_arena_take_array(k->arena, k->n, sizeof *made->scores);
  made->worth = -HUGE_VAL;
  return made->outcome != NULL && made->scores != NULL;
}

static void copy_start(const seeker *k, start *to, const start *from) {
  memcpy(to->outcome, from->outcome, k->graph.problem->n_issues * sizeof *to->outcome);
  memcpy(to->scores, from->scores, k->n * sizeof *to->scores);
  to->worth = from->worth;
}

/* Keeps the outcome if it is among the best few. */
static void keep_start(seeker *k) {
  size_t worst = 0;
  for (size_t i = 0; i < STARTS; i++) {
    if (k->starts[i].worth == k->now.worth)
      return; /* the same one again, as good as surely */
    if (k->starts[i].worth < k->starts[worst].worth)
      worst = i;
  }
  if (k->now.worth > k->starts[worst].worth)
    copy_start(k, &k->starts[worst], &k->now);
}

/* Swaps by the goal, and for the least gain first by smooth goals that come nearer and
 * nearer to it: alone it has too many tops. */
static void improve_now(seeker *k, double softest) {
  eir_i_goal goal = *k->goal;
  if (goal.kind == EIR_I_GOAL_LEAST) {
    double unit = fmax(fabs(k->bound), 1e-9);
    /* Powers of two times a number are exact. NOLINTNEXTLINE(cert-flp30-c) */
    for (double sharp = softest; sharp < 3000 && !k->failed; sharp *= 4) {
      goal.sharpness = sharp / unit;
      (void)eir_i_search_swap(&k->graph, &goal, k->effort, k->arena, k->now.outcome,
                              k->now.scores, &k->failed);
    }
    goal.sharpness = 0;
  }
  if (!k->failed)
    k->now.worth = eir_i_search_swap(&k->graph, &goal, k->effort, k->arena,
                                     k->now.outcome, k->now.scores, &k->failed);
  if (k->now.worth > k->best.worth)
    copy_start(k, &k->best, &k->now);
}

static void improve_start(seeker *k, const start *from) {
  copy_start(k, &k->now, from);
  improve_now(k, 10);
}

/* Changes a few issues of the best at random (the same at every run), and improves. */
static void kick_best(seeker *k, uint64_t *random) {
  const eir_i_problem *problem = k->graph.problem;
  copy_start(k, &k->now, &k->best);
  for (int i = 0; i < 3; i++) {
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint32_t issue = (uint32_t)((*random >> 33) % problem->n_issues);
    uint32_t before = k->now.outcome[issue];
    uint32_t option = (uint32_t)((*random >> 20) % problem->n_options[issue]);
    k->now.outcome[issue] = option;
    if (!eir_i_search_graph_scores(&k->graph, k->now.outcome, k->now.scores))
      k->now.outcome[issue] = before;
  }
  if (eir_i_search_graph_scores(&k->graph, k->now.outcome, k->now.scores))
    improve_now(k, 100);
}

/* Is what was found all that is asked for, or is that out of reach? */
static bool is_enough(const seeker *k) {
  double enough = k->goal->enough;
  return k->best.worth >= enough ||
         (enough < HUGE_VAL && k->bound < enough - 1e-9 * (1 + fabs(enough)));
}

/* ---- the search ---- */

/* The best outcome at theta, and the bound there; both are kept if they are better. */
static double rate_theta(seeker *k) {
  find_lambda(k, k->theta, k->lambda);
  double sum =
      eir_i_search_graph_best(&k->graph, k->lambda, k->now.outcome, k->now.scores);
  k->now.worth = eir_i_search_worth(k->goal, k->n, k->now.scores);
  keep_start(k);
  if (k->now.worth > k->best.worth)
    copy_start(k, &k->best, &k->now);
  double bound = find_slope(k, sum);
  if (bound < k->bound) {
    k->bound = bound;
    memcpy(k->best_theta, k->theta, 2 * k->n * sizeof *k->theta);
  }
  return bound;
}

/* One pass: the best outcome at theta, the bound there, a step. False at the bottom. */
static bool step(seeker *k, double relax, double *io_since) {
  double before = k->bound;
  double bound = rate_theta(k);
  *io_since += 1;
  if (bound < before - 1e-6 * fabs(before))
    *io_since = 0;
  double norm = 0, target = k->best.worth;
  for (size_t i = 0; i < 2 * k->n; i++)
    norm += k->slope[i] * k->slope[i];
  if (norm < 1e-24)
    return false;
  if (target <= EIR_I_WORTH_REFUSED)
    target = bound - fmax(1e-3, 0.05 * fabs(bound));
  double length = relax * fmax(bound - target, 1e-9 * fabs(bound)) / norm;
  for (size_t i = 0; i < 2 * k->n; i++) {
    double move = length * k->slope[i];
    if (k->goal->kind == EIR_I_GOAL_PRODUCT)
      move = fmax(-1, fmin(1, move));
    k->theta[i] -= move;
  }
  project(k);
  return true;
}

static void descend(seeker *k) {
  uint64_t passes = PASS_STEPS / (k->graph.cost + 1);
  passes = passes > MOST_PASSES ? MOST_PASSES
                                : (passes < LEAST_PASSES ? LEAST_PASSES : passes);
  double relax = 1, since = 0;
  for (uint64_t i = 0; i < passes; i++) {
    if (!eir_i_effort_spend(k->effort, k->graph.cost) || !step(k, relax, &since) ||
        is_enough(k))
      break;
    if (i == passes / 8 && !k->failed) { /* a better target for the steps */
      start from = k->best;
      if (make_start(k, &k->best)) {
        k->best.worth = -HUGE_VAL;
        improve_start(k, &from);
      } else {
        k->failed = true;
        k->best = from;
      }
    }
    if (since >= 15) {
      relax *= 0.6;
      since = 0;
      memcpy(k->theta, k->best_theta, 2 * k->n * sizeof *k->theta);
    }
  }
}

/* The least gain: multipliers are the best mix of a game between outcomes and
 * parties. */
static bool play(seeker *k) {
  eir_i_search_game game;
  size_t count = 0;
  for (size_t d = 0; d < k->n; d++)
    count += counts(k, d);
  if (count == 0 || !eir_i_search_game_make(&game, count, k->arena))
    return count == 0;
  copy_start(k, &k->now, &k->best);
  for (int round = 0; round < MOST_ROUNDS; round++) {
    size_t at = 0;
    for (size_t d = 0; d < k->n; d++) {
      if (counts(k, d))
        k->sorted[at++] =
            ((double)k->now.scores[d] - (double)k->goal->base[d]) * k->goal->measure[d];
    }
    if (!eir_i_search_game_add(&game, k->sorted, k->slope))
      break;
    at = 0;
    for (size_t d = 0; d < k->n; d++) {
      k->theta[d] = counts(k, d) ? k->slope[at++] : 0;
      k->theta[k->n + d] = 0;
    }
    if (!eir_i_effort_spend(k->effort, k->graph.cost + count * count * count / 8))
      break;
    double before = k->bound;
    rate_theta(k);
    if (before < HUGE_VAL && k->bound - game.value <= 1e-9 * fabs(k->bound))
      break;
  }
  return true;
}

static bool make_seeker(seeker *k) {
  size_t n = k->n;
  double **const lists[] = {&k->theta,  &k->best_theta, &k->slope,
                            &k->sorted, &k->lambda,     &k->span};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    *lists[i] = eir_i_arena_take_array(k->arena, 2 * n, sizeof(double));
    if (*lists[i] == NULL)
      return false;
  }
  for (size_t i = 0; i < STARTS; i++) {
    if (!make_start(k, &k->starts[i]))
      return false;
  }
  return make_start(k, &k->now) && make_start(k, &k->best);
}

/* How far the bound can be off for the rounding of sums and logarithms. */
static double rounding_of_bound(const seeker *k, const double *lambda) {
  const eir_i_problem *problem = k->graph.problem;
  double size = 0, powers = 0, logs = 0;
  for (size_t d = 0; d < k->n; d++) {
    double floor = has_floor(k, d) ? fabs((double)k->goal->floor[d]) : 0;
    size += lambda[d] * ((double)eir_i_bound_magnitude(problem, d) + floor +
                         fabs((double)k->goal->base[d]));
    powers += counts(k, d) ? k->goal->measure[d] : 0;
    logs += counts(k, d) ? k->goal->measure[d] * k->best_theta[d] : 0;
    logs -= counts(k, d) ? k->goal->measure[d] * log(k->goal->measure[d]) : 0;
  }
  size *= 1e-15 * (double)(k->n + problem->n_issues + 16);
  if (k->goal->kind != EIR_I_GOAL_PRODUCT || powers <= 0)
    return 2 * size;
  double sum = powers * exp((k->bound + logs) / powers);
  return 2 * powers * size / sum + 1e-12 * (fabs(k->bound) + fabs(logs));
}

static bool give(seeker *k, eir_i_arena *arena, eir_i_searched *out) {
  const eir_i_problem *problem = k->graph.problem;
  out->outcome = eir_i_arena_take_array(arena, problem->n_issues, sizeof(uint32_t));
  out->scores = eir_i_arena_take_array(arena, k->n, sizeof(int64_t));
  out->multipliers = eir_i_arena_take_array(arena, k->n, sizeof(double));
  out->floor_parts = eir_i_arena_take_array(arena, k->n, sizeof(double));
  if (out->outcome == NULL || out->scores == NULL || out->multipliers == NULL ||
      out->floor_parts == NULL)
    return false;
  for (size_t d = 0; d < k->n; d++)
    out->floor_parts[d] = k->best_theta[k->n + d] / k->span[d];
  find_lambda(k, k->best_theta, out->multipliers);
  out->bound = k->bound + rounding_of_bound(k, out->multipliers);
  for (size_t d = 0; d < k->n && k->goal->kind == EIR_I_GOAL_SUM; d++)
    out->multipliers[d] = out->floor_parts[d];
  out->found = k->best.worth > EIR_I_WORTH_REFUSED;
  memcpy(out->outcome, k->best.outcome, problem->n_issues * sizeof(uint32_t));
  for (size_t d = 0; d < k->n; d++) {
    int64_t score = k->best.scores[d];
    out->scores[d] = score > k->goal->cap[d] ? k->goal->cap[d] : score;
    if (k->goal->floor[d] != INT64_MIN && out->scores[d] < k->goal->floor[d])
      out->found = false;
  }
  return true;
}

eir_status eir_i_search(const eir_i_problem *problem, const eir_i_states *states,
                        const eir_i_goal *goal, eir_i_effort *effort,
                        eir_i_arena *arena, eir_i_searched *out_searched) {
  assert(states->feasible);
  *out_searched = (eir_i_searched){.bound = HUGE_VAL};
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, arena->memory);
  seeker k = {.goal = goal,
              .effort = effort,
              .arena = &scratch,
              .n = problem->n_dimensions,
              .bound = HUGE_VAL};
  bool done =
      eir_i_search_graph_make(&k.graph, problem, states, &scratch) && make_seeker(&k);
  if (done) {
    begin_theta(&k);
    memcpy(k.best_theta, k.theta, 2 * k.n * sizeof *k.theta);
    descend(&k);
    if (goal->kind == EIR_I_GOAL_LEAST && effort->end == EIR_END_COMPLETE &&
        !is_enough(&k) && k.best.worth > -HUGE_VAL && !play(&k))
      k.failed = true;
    for (size_t i = 0; i < STARTS && !k.failed; i++) {
      if (k.starts[i].worth > -HUGE_VAL && !is_enough(&k) &&
          effort->end == EIR_END_COMPLETE)
        improve_start(&k, &k.starts[i]);
    }
    uint64_t random = 1;
    for (size_t i = 0;
         i < KICKS && !k.failed && goal->kind == EIR_I_GOAL_LEAST &&
         k.bound > k.best.worth && !is_enough(&k) && effort->end == EIR_END_COMPLETE;
         i++) {
      kick_best(&k, &random);
    }
    done = !k.failed && give(&k, arena, out_searched);
  }
  eir_i_arena_free(&scratch);
  if (done)
    return EIR_OK;
  return eir_i_effort_no_memory(effort, arena->memory);
}
