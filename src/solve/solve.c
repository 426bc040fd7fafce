/* Solving: the order of the questions, and what becomes of limits. */
#include <time.h>

#include "solve/consent.h"
#include "solve/existence.h"
#include "solve/scale.h"
#include "solve/search_only.h"
#include "solve/solution.h"
#ifdef EIR_CHECK_ANSWERS
#include <stdio.h>

#include "solve/check.h"
#endif

#include "base/banned.h"

/* Spent on whether any deal exists, after a limit. */
enum { EXISTENCE_STEPS = 20000000 };

static double now_s(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static const eir_i_party *signatory(const eir_case *the_case, size_t i) {
  return &the_case->parties[the_case->signatories[i]];
}

/* ---- scales ---- */

static eir_status find_scales(eir_solution *solution) {
  const eir_case *the_case = solution->the_case;
  size_t n = the_case->n_signatories;
  int64_t *scale = eir_i_arena_take_array(&solution->arena, n, sizeof *scale);
  if (scale == NULL)
    return EIR_NO_MEMORY;
  solution->scale = scale;
  for (size_t i = 0; i < n; i++) {
    scale[i] = 1;
    if (!eir_i_party_has_scores(signatory(the_case, i)))
      continue;
    eir_status status =
        eir_i_scale_find(the_case, the_case->signatories[i], &solution->effort,
                         &solution->memory, &scale[i]);
    if (status != EIR_OK)
      return status;
  }
  return EIR_OK;
}

/* ---- frontiers ---- */

static const eir_i_cover *cover_of(eir_solution *solution) {
  solution->cover.scale = solution->scale;
  return solution->cover.epsilon > 0 ? &solution->cover : NULL;
}

static eir_status find_deals(eir_solution *solution, size_t n_threads) {
  eir_i_question question = {.the_case = solution->the_case,
                             .consent = EIR_I_CONSENT_CERTAIN,
                             .cover = cover_of(solution),
                             .n_threads = n_threads};
  solution->effort.progress = (eir_progress){.stage = "frontier"};
  eir_status status = eir_i_consent_frontier(&question, &solution->effort,
                                             &solution->arena, &solution->deals);
  if (status != EIR_OK || solution->effort.end != EIR_END_COMPLETE)
    return status;
  solution->has_deals = true;
  /* An empty cover says nothing: deals near the reservations may be missed. */
  if (solution->deals.count > 0)
    solution->exist = EIR_YES;
  else if (cover_of(solution) == NULL)
    solution->exist = EIR_NO;
  if (solution->exist == EIR_YES || !solution->has_possible)
    solution->possible_exist = solution->exist;
  return EIR_OK;
}

static eir_status find_asked(eir_solution *solution, size_t n_threads) {
  if (!solution->over_outcomes) {
    solution->asked = solution->deals;
    solution->has_frontier = solution->has_deals;
    return EIR_OK;
  }
  if (solution->effort.end != EIR_END_COMPLETE)
    return EIR_OK;
  eir_i_question question = {.the_case = solution->the_case,
                             .consent = EIR_I_CONSENT_IGNORED,
                             .cover = cover_of(solution),
                             .n_threads = n_threads};
  solution->effort.progress = (eir_progress){.stage = "frontier over outcomes"};
  eir_status status = eir_i_consent_frontier(&question, &solution->effort,
                                             &solution->arena, &solution->asked);
  solution->has_frontier = status == EIR_OK && solution->effort.end == EIR_END_COMPLETE;
  return status;
}

/* Where there is no frontier to look at: is there a certain deal, a possible one? */
static eir_status find_existence(eir_solution *solution, eir_i_effort *effort,
                                 size_t n_threads) {
  const eir_i_consent kinds[2] = {EIR_I_CONSENT_CERTAIN, EIR_I_CONSENT_POSSIBLE};
  eir_answer *const answers[2] = {&solution->exist, &solution->possible_exist};
  eir_i_arena arena;
  eir_i_arena_init(&arena, &solution->memory);
  uint32_t *witness =
      eir_i_arena_take_array(&arena, solution->the_case->n_issues, sizeof *witness);
  eir_status status = witness == NULL ? EIR_NO_MEMORY : EIR_OK;
  for (int k = 0; status == EIR_OK && k < 2; k++) {
    if (*answers[k] == EIR_UNKNOWN && effort->end == EIR_END_COMPLETE)
      status = eir_i_exists(solution->the_case, kinds[k], effort, n_threads, &arena,
                            answers[k], witness);
    if (solution->exist == EIR_YES) /* a certain deal is a possible one */
      solution->possible_exist = EIR_YES;
  }
  eir_i_arena_free(&arena);
  return status;
}

/* Where a limit ended the frontier, whether there is a deal at all may still be found
 * with a little more work. */
static eir_status find_existence_at_limit(eir_solution *solution, size_t n_threads) {
  const eir_i_effort *spent = &solution->effort;
  eir_i_effort effort = {.callbacks = spent->callbacks,
                         .max_steps = EXISTENCE_STEPS,
                         .max_points = spent->max_points};
  if (spent->max_steps != 0 && spent->max_steps < effort.max_steps)
    effort.max_steps = spent->max_steps;
  if (solution->exist != EIR_UNKNOWN || spent->end == EIR_END_COMPLETE ||
      spent->end == EIR_END_STOPPED || spent->end == EIR_END_LIMIT_MEMORY)
    return EIR_OK;
  return find_existence(solution, &effort, n_threads);
}

/* The frontier tells only whether there is a certain deal. */
static eir_status find_possible(eir_solution *solution, size_t n_threads) {
  bool open = solution->exist == EIR_NO && solution->possible_exist == EIR_UNKNOWN;
  if (!solution->has_scores || !open || solution->effort.end != EIR_END_COMPLETE)
    return EIR_OK;
  return find_existence(solution, &solution->effort, n_threads);
}

/* ---- solutions ---- */

static eir_status find_bounds(eir_solution *solution) {
  const eir_i_frontier *deals = &solution->deals;
  size_t n = deals->n_dimensions;
  int64_t *ideal = eir_i_arena_take_array(&solution->arena, n, sizeof *ideal);
  int64_t *nadir = eir_i_arena_take_array(&solution->arena, n, sizeof *nadir);
  if (ideal == NULL || nadir == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    ideal[i] = nadir[i] = deals->scores[i];
    for (size_t e = 1; e < deals->count; e++) {
      int64_t score = deals->scores[e * n + i];
      if (score > ideal[i])
        ideal[i] = score;
      if (score < nadir[i])
        nadir[i] = score;
    }
  }
  solution->ideal = ideal;
  solution->nadir = nadir;
  return EIR_OK;
}

static eir_status fill_stakes(eir_solution *solution, eir_i_stakes *stakes) {
  size_t n = solution->the_case->n_signatories;
  int64_t *reservation = eir_i_arena_take_array(&solution->arena, n, sizeof(int64_t));
  int64_t *unit = eir_i_arena_take_array(&solution->arena, n, sizeof(int64_t));
  unsigned *power = eir_i_arena_take_array(&solution->arena, n, sizeof *power);
  if (reservation == NULL || unit == NULL || power == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    const eir_i_position *position = &signatory(solution->the_case, i)->position;
    reservation[i] = position->reservation;
    unit[i] = position->unit;
    power[i] = position->power;
  }
  *stakes = (eir_i_stakes){.reservation = reservation,
                           .ideal = solution->ideal,
                           .scale = solution->scale,
                           .unit = unit,
                           .power = power};
  return EIR_OK;
}

static eir_status find_concepts(eir_solution *solution) {
  const eir_i_frontier *deals = &solution->deals;
  eir_i_stakes stakes;
  eir_status status = find_bounds(solution);
  if (status == EIR_OK)
    status = fill_stakes(solution, &stakes);
  for (int k = 0; status == EIR_OK && k < EIR_CONCEPT_COUNT; k++) {
    eir_i_choice choice;
    status =
        eir_i_concept_choose((eir_concept)k, deals, &stakes, &solution->arena, &choice);
    if (status != EIR_OK)
      break;
    solution->concepts[k] = (eir_concept_result){
        .found = true,
        .deal = {.options = deals->outcomes + choice.entry * deals->n_issues,
                 .scores = deals->scores + choice.entry * deals->n_dimensions},
        .ties = choice.ties,
        .has_value = choice.has_value,
        .value = choice.value,
        .value_exact = choice.value_exact,
        .proved = true};
  }
  if (status == EIR_OK)
    status =
        eir_i_awarding_find(solution->the_case, &solution->arena, &solution->awarding);
  return status;
}

/* Single solutions, and no frontier. */
static eir_status find_only(eir_solution *solution, size_t n_threads) {
  eir_i_stakes stakes;
  if (solution->effort.end != EIR_END_COMPLETE)
    return EIR_OK;
  eir_status status = fill_stakes(solution, &stakes);
  if (status != EIR_OK)
    return status;
  return eir_i_search_only(solution, &stakes, solution->only, n_threads);
}

/* ---- the run ---- */

static bool any_uncertain(const eir_i_rule *rules, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!eir_i_rule_binds(&rules[i], EIR_I_CONSENT_POSSIBLE))
      return true;
  }
  return false;
}

static bool has_uncertain_rule(const eir_case *the_case) {
  bool any = any_uncertain(the_case->constraints, the_case->n_constraints);
  for (size_t i = 0; i < the_case->n_parties && !any; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    any = any_uncertain(position->red_lines, position->n_red_lines);
  }
  return any;
}

static eir_solution *new_solution(const eir_case *the_case, const eir_options *options,
                                  const eir_callbacks *callbacks) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  eir_solution *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_solution){.the_case = the_case,
                         .memory = memory,
                         .exist = EIR_UNKNOWN,
                         .possible_exist = EIR_UNKNOWN,
                         .has_scores = true};
  made->memory.limit =
      (size_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_MEMORY) * 1000000;
  eir_i_arena_init(&made->arena, &made->memory);
  made->over_outcomes = eir_i_setting(options, EIR_I_SETTING_OVER) == 1;
  made->only = (uint64_t)eir_i_setting(options, EIR_I_SETTING_ONLY);
  if (made->only == 0) /* single solutions are found exactly */
    made->cover.epsilon = eir_i_setting(options, EIR_I_SETTING_EPSILON);
  made->list_all = eir_i_setting(options, EIR_I_SETTING_ALL) == 1;
  made->effort = (eir_i_effort){
      .callbacks = callbacks,
      .max_steps = (uint64_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_STEPS),
      .max_points = (uint64_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_POINTS),
      .width = 1};
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    bool stance = signatory(the_case, i)->position.kind == EIR_POSITION_STANCE;
    made->has_stances |= stance;
    made->has_scores &= eir_i_party_has_scores(signatory(the_case, i));
  }
  made->has_possible = made->has_stances || has_uncertain_rule(the_case);
  return made;
}

static eir_status find_answer(eir_solution *solution, const eir_options *options) {
  size_t n_threads = (size_t)eir_i_setting(options, EIR_I_SETTING_THREADS);
  bool count = eir_i_setting(options, EIR_I_SETTING_COUNT_DEALS) == 1;
  eir_i_effort limits = solution->effort; /* as they stand before any work */
  eir_status status = find_scales(solution);
  if (status == EIR_OK)
    status = eir_i_solution_mark_open(solution);
  if (status == EIR_OK && solution->has_scores && solution->only != 0)
    status = find_only(solution, n_threads);
  if (status == EIR_OK && solution->has_scores && solution->only == 0)
    status = find_deals(solution, n_threads);
  if (status == EIR_OK && solution->has_scores && solution->only == 0)
    status = find_asked(solution, n_threads);
  if (status == EIR_OK && solution->effort.end != EIR_END_STOPPED)
    status = eir_i_solution_count(solution, count, &limits);
  if (status == EIR_OK && !solution->has_scores)
    status = find_existence(solution, &solution->effort, n_threads);
  if (status == EIR_OK && solution->has_scores)
    status = find_existence_at_limit(solution, n_threads);
  if (status == EIR_OK)
    status = find_possible(solution, n_threads);
  if (status == EIR_OK && solution->has_deals && solution->deals.count > 0)
    status = find_concepts(solution);
  if (status == EIR_OK)
    status = eir_i_solution_use_of_frontier(solution);
  if (status == EIR_OK)
    status = eir_i_solution_note(solution);
  return status;
}

/* A memory limit that is reached outside the engine ends the run like one inside. */
static eir_status settle_status(eir_solution *solution, eir_status status) {
  if (status != EIR_NO_MEMORY)
    return status;
  status = eir_i_effort_no_memory(&solution->effort, &solution->memory);
  if (solution->notes == NULL)
    solution->n_notes = 0;
  return status;
}

#ifdef EIR_CHECK_ANSWERS
static void check_answer(const eir_solution *solution) {
  if (solution->cover.epsilon > 0)
    return; /* a cover is not a frontier: tests/property/test_cover.c checks it */
  char why[512];
  bool right = eir_i_check_solution(solution->the_case, solution, why, sizeof why);
  if (!right)
    fprintf(stderr, "eirene: the answer is wrong: %s\n", why);
  assert(right);
}
#endif

eir_status eir_solve(const eir_case *the_case, const eir_options *options,
                     const eir_callbacks *callbacks, eir_solution **out_solution) {
  if (out_solution == NULL)
    return EIR_MISUSE;
  *out_solution = NULL;
  if (the_case == NULL)
    return EIR_MISUSE;
  double started = now_s();
  eir_solution *solution = new_solution(the_case, options, callbacks);
  if (solution == NULL)
    return EIR_NO_MEMORY;
  eir_status status = settle_status(solution, find_answer(solution, options));
  if (status != EIR_OK) {
    eir_solution_free(solution);
    return status;
  }
  solution->seconds = now_s() - started;
#ifdef EIR_CHECK_ANSWERS
  check_answer(solution);
#endif
  *out_solution = solution;
  return EIR_OK;
}
