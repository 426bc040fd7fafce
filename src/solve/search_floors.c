/* Search floors: cheap answers first. Every claim that nothing is there rests on
 * integers: potentials, a bound, or a search that looked at all that a bound leaves. */
#include "solve/search_floors.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/bound.h"
#include "solve/search.h"
#include "solve/search_depth.h"
#include "solve/search_fewer.h"

#include "base/banned.h"

/* Outcomes looked at in depth before the engine is asked. */
enum { MOST_LOOKED = 1 << 28 };

typedef struct floors {
  eir_i_quest *quest;
  eir_i_problem problem; /* with fewer dimensions */
  eir_i_states states;
  eir_i_arena arena;
  size_t n, n_issues;
  size_t most_of;      /* the dimension in `problem`, or SIZE_MAX */
  int64_t *floor;      /* [n] raised above what was found */
  int64_t *reach;      /* [n] no outcome has more */
  int64_t *cap;        /* [n] none, for the search */
  double *measure;     /* [n] of the goal */
  double *multipliers; /* [n] where the bound is least */
  uint64_t *weight;    /* [n] the same as integers; NULL: none */
  eir_i_bound bound;
} floors;

static bool goes_on(const floors *f) {
  return f->quest->effort->end == EIR_END_COMPLETE;
}

/* Is there nothing left to look for? */
static bool is_over(const floors *f) {
  if (f->quest->found && f->most_of == SIZE_MAX)
    return true;
  for (size_t d = 0; d < f->n; d++) {
    if (f->floor[d] > f->reach[d])
      return true;
  }
  return false;
}

static bool meets(const floors *f, const int64_t *scores) {
  for (size_t d = 0; d < f->n; d++) {
    if (scores[d] < f->floor[d])
      return false;
  }
  return true;
}

/* Takes an outcome that meets the floors. From now on only better ones count. */
static void take(floors *f, const uint32_t *outcome, const int64_t *scores) {
  assert(meets(f, scores));
  eir_i_quest *quest = f->quest;
  quest->found = true;
  memcpy(quest->outcome, outcome, f->n_issues * sizeof *outcome);
  if (f->most_of == SIZE_MAX)
    return;
  int64_t score = scores[f->most_of];
  quest->score = score < quest->enough ? score : quest->enough;
  f->floor[f->most_of] = quest->score + 1;
}

/* ---- one dimension or none: a path through the states ---- */

/* The option of the state that keeps `want` within reach; `want` falls by what it
 * gives. Without a dimension any option will do. */
static uint32_t follow(const floors *f, size_t place, uint32_t *io_state,
                       int64_t *io_want) {
  const eir_i_layer *layer = &f->states.layers[place];
  uint32_t issue = f->states.order.issue_at[place];
  const uint32_t *class_of = f->states.classes.of_option[issue];
  for (uint32_t o = 0; o < f->problem.n_options[issue]; o++) {
    if (!f->problem.allowed[issue][o])
      continue;
    eir_i_transition t = layer->transitions[(size_t)*io_state * layer->n_classes +
                                            (class_of == NULL ? 0 : class_of[o])];
    if (t.target == EIR_I_STATE_DEAD)
      continue;
    int64_t gain = 0, rest = 0;
    if (f->n == 1) {
      gain = f->problem.gain[issue][o];
      gain += t.bonus == EIR_I_BONUS_NONE ? 0 : f->states.bonuses[t.bonus];
      rest = f->states.layers[place + 1].potential[t.target];
    }
    if (gain + rest < *io_want)
      continue;
    *io_want -= gain;
    *io_state = t.target;
    return o;
  }
  assert(false); /* potentials are reached */
  return 0;
}

static bool take_path(floors *f) {
  int64_t reach = f->n == 1 ? f->reach[0] : 0, want = reach;
  uint32_t state = 0;
  uint32_t *outcome = eir_i_arena_take_array(&f->arena, f->n_issues, sizeof *outcome);
  if (outcome == NULL)
    return false;
  for (size_t place = 0; place < f->n_issues; place++)
    outcome[f->states.order.issue_at[place]] = follow(f, place, &state, &want);
  take(f, outcome, &reach);
  return true;
}

/* ---- the search ---- */

static eir_status search(floors *f) {
  bool any = f->most_of == SIZE_MAX;
  for (size_t d = 0; d < f->n; d++) {
    double far = (double)f->reach[d] - (double)f->floor[d] + 1;
    f->measure[d] = any ? 1 / far : 0;
    f->cap[d] = INT64_MAX;
  }
  if (!any)
    f->measure[f->most_of] = 1 / (fabs((double)f->reach[f->most_of]) + 1);
  eir_i_goal goal = {.kind = any ? EIR_I_GOAL_LEAST : EIR_I_GOAL_SUM,
                     .base = f->floor,
                     .measure = f->measure,
                     .floor = f->floor,
                     .cap = f->cap,
                     .enough = any ? 0 : HUGE_VAL};
  int64_t *none = eir_i_arena_take_array(&f->arena, f->n, sizeof *none);
  if (none == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < f->n; d++)
    none[d] = INT64_MIN;
  if (any) /* the least of all surpluses says it all */
    goal.floor = none;
  eir_i_searched searched;
  eir_status status = eir_i_search(&f->problem, &f->states, &goal, f->quest->effort,
                                   &f->arena, &searched);
  if (status != EIR_OK)
    return status;
  for (size_t d = 0; d < f->n; d++) /* of a sum, the multipliers are the floors' */
    f->multipliers[d] = searched.multipliers[d] + (any ? 0 : f->measure[d]);
  if (searched.found && meets(f, searched.scores))
    take(f, searched.outcome, searched.scores);
  return EIR_OK;
}

/* ---- the bound ---- */

static eir_status weigh(floors *f) {
  if (!eir_i_bound_weights(&f->problem, f->multipliers, &f->arena, &f->weight))
    return EIR_NO_MEMORY;
  return EIR_OK;
}

/* No better outcome can be below these floors, nor, all together, below this total. */
static void set_bound(floors *f) {
  f->bound = (eir_i_bound){.floor = f->floor};
  if (f->weight == NULL || f->n < 2)
    return;
  f->bound.n_totals = 1;
  f->bound.totals[0] =
      (eir_i_total){f->weight, eir_i_bound_of_floors(&f->bound, f->n, f->weight)};
}

/* ---- all that the bound leaves ---- */

static bool take_in_depth(void *user, const uint32_t *outcome, const int64_t *scores,
                          bool *out_raised) {
  floors *f = user;
  take(f, outcome, scores);
  set_bound(f);
  *out_raised = true;
  return f->most_of != SIZE_MAX;
}

static eir_status look_in_depth(floors *f, bool *out_done) {
  eir_i_depth depth = {.problem = &f->problem,
                       .states = &f->states,
                       .bound = &f->bound,
                       .most = MOST_LOOKED,
                       .take = take_in_depth,
                       .user = f};
  *out_done = false;
  if (f->bound.n_totals == 0)
    return EIR_OK;
  eir_i_depth_end end = eir_i_depth_search(&depth, f->quest->effort, f->arena.memory);
  *out_done = end == EIR_I_DEPTH_DONE || is_over(f);
  return end == EIR_I_DEPTH_FAILED && goes_on(f) ? EIR_NO_MEMORY : EIR_OK;
}

static eir_status ask_engine(floors *f) {
  eir_i_frontier found;
  set_bound(f);
  eir_status status = eir_i_bound_frontier(&f->problem, &f->bound, f->quest->effort,
                                           f->quest->n_threads, &f->arena, &found);
  for (size_t e = 0; status == EIR_OK && e < found.count && !is_over(f); e++) {
    const int64_t *scores = found.scores + e * f->n;
    if (meets(f, scores)) /* floors rise, so the last one taken is the best */
      take(f, found.outcomes + e * f->n_issues, scores);
  }
  return status;
}

/* ---- all of it ---- */

static bool make(floors *f) {
  const eir_i_quest *quest = f->quest;
  const uint32_t *from;
  if (!eir_i_search_fewer(quest->problem, quest->most_of, &f->arena, &f->problem,
                          &from))
    return false;
  f->n = f->problem.n_dimensions;
  f->n_issues = f->problem.n_issues;
  f->floor = eir_i_arena_take_array(&f->arena, f->n, sizeof *f->floor);
  f->reach = eir_i_arena_take_array(&f->arena, f->n, sizeof *f->reach);
  f->cap = eir_i_arena_take_array(&f->arena, f->n, sizeof *f->cap);
  f->measure = eir_i_arena_take_array(&f->arena, f->n, sizeof *f->measure);
  f->multipliers = eir_i_arena_take_array(&f->arena, f->n, sizeof *f->multipliers);
  if (f->floor == NULL || f->reach == NULL || f->cap == NULL || f->measure == NULL ||
      f->multipliers == NULL)
    return false;
  f->most_of = SIZE_MAX;
  for (size_t d = 0; d < f->n; d++) {
    f->floor[d] = f->problem.floor[d];
    if (from[d] == quest->most_of)
      f->most_of = d;
  }
  if (f->most_of == SIZE_MAX)
    return true;
  int64_t *most = &f->floor[f->most_of];
  if (*most == INT64_MIN) { /* totals are made of floors: one that all meet */
    int64_t least = eir_i_search_least(&f->problem, f->most_of);
    *most = least < quest->enough ? least : quest->enough;
  }
  if (quest->found && *most <= quest->score)
    *most = quest->score + 1;
  return true;
}

static void find_reach(floors *f) {
  for (size_t d = 0; d < f->n; d++) {
    f->reach[d] = f->states.layers[0].potential[d];
    if (d == f->most_of && f->reach[d] > f->quest->enough)
      f->reach[d] = f->quest->enough;
  }
}

static eir_status look(floors *f) {
  bool done;
  eir_status status = search(f);
  if (status != EIR_OK || is_over(f) || !goes_on(f))
    return status;
  status = weigh(f);
  if (status != EIR_OK)
    return status;
  set_bound(f);
  status = look_in_depth(f, &done);
  if (status != EIR_OK || done || !goes_on(f))
    return status;
  return ask_engine(f);
}

eir_status eir_i_search_floors(eir_i_quest *quest) {
  if (quest->problem->impossible)
    return EIR_OK;
  floors f = {.quest = quest};
  eir_i_arena_init(&f.arena, quest->memory);
  eir_status status = EIR_NO_MEMORY;
  if (make(&f))
    status = eir_i_states_make(&f.problem, &f.arena, quest->effort, &f.states);
  if (status == EIR_OK && goes_on(&f) && f.states.feasible) {
    find_reach(&f);
    if (is_over(&f))
      status = EIR_OK;
    else if (f.n < 2)
      status = take_path(&f) ? EIR_OK : EIR_NO_MEMORY;
    else
      status = look(&f);
  }
  eir_i_arena_free(&f.arena);
  return status == EIR_OK ? EIR_OK
                          : eir_i_effort_no_memory(quest->effort, quest->memory);
}
