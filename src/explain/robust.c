/* Robust: how much of the answer rests on inputs that are not known.
 *
 * First the deals to look at: the frontier at the middle of every range, with rules
 * that may not hold left out. Then bounds, which need no draws. Then the draws, in each
 * of which the best deal is sought and the deals looked at are judged. */
#include <assert.h>
#include <string.h>

#include "explain/robust_bounds.h"
#include "explain/robust_sums.h"
#include "solve/consent.h"

#include "base/banned.h"

#define PICO INT64_C(1000000000000)

enum {
  MOST_DEALS = 200,
  MOST_CELLS = 1 << 23, /* deals times draws: 75 MB */
  DECIMALS = 6,
  NUMBER_SIZE = 64
};
/* Of looking for the frontier at middle values; and of all draws together: some
 * seconds, and a millisecond for each. */
static const uint64_t frontier_steps = 100000000;
static const uint64_t draw_steps = 500000000, steps_a_draw = 100000;

typedef struct maker {
  eir_explanation *e;
  const eir_case *the_case;
  size_t n_samples;
  eir_i_inputs inputs;
  eir_i_plan plan;
  eir_robust_deal *deals; /* [n_deals] */
  size_t n_deals;
  eir_i_arena scratch;
} maker;

/* ---- deals to look at ---- */

/* The least surplus at middle values. */
static int64_t middle_surplus(const maker *m, const int64_t *scores) {
  int64_t least = EIR_I_MOST_SURPLUS;
  for (size_t k = 0; k < m->the_case->n_signatories; k++) {
    const eir_i_position *position =
        &m->the_case->parties[m->the_case->signatories[k]].position;
    int64_t scale = m->e->solution->scale[k];
    eir_i_i128 surplus = ((eir_i_i128)scores[k] - position->reservation) * PICO /
                         (scale > 0 ? scale : 1);
    if (surplus < least)
      least = surplus < -EIR_I_MOST_SURPLUS ? -EIR_I_MOST_SURPLUS : (int64_t)surplus;
  }
  return least;
}

/* Marks the `most` entries of the largest least surplus, the first of equal ones. */
static bool choose_entries(maker *m, const eir_i_frontier *frontier, size_t most,
                           uint8_t *chosen) {
  size_t n = frontier->count;
  int64_t *surplus = eir_i_arena_take_raw(&m->scratch, n, sizeof *surplus);
  if (surplus == NULL)
    return false;
  for (size_t e = 0; e < n; e++)
    surplus[e] = middle_surplus(m, frontier->scores + e * frontier->n_dimensions);
  for (size_t count = 0; count < most && count < n; count++) {
    size_t best = n;
    for (size_t e = 0; e < n; e++) {
      if (!chosen[e] && (best == n || surplus[e] > surplus[best]))
        best = e;
    }
    chosen[best] = 1;
  }
  return true;
}

static bool add_deal(maker *m, const uint32_t *options, const int64_t *scores) {
  size_t n_issues = m->the_case->n_issues, n = m->the_case->n_signatories;
  eir_i_arena *arena = &m->e->arena;
  uint32_t *own_options = eir_i_arena_take_array(arena, n_issues, sizeof *own_options);
  int64_t *own_scores = eir_i_arena_take_array(arena, n, sizeof *own_scores);
  if (own_options == NULL || own_scores == NULL)
    return false;
  memcpy(own_options, options, n_issues * sizeof *own_options);
  memcpy(own_scores, scores, n * sizeof *own_scores);
  m->deals[m->n_deals++] = (eir_robust_deal){.deal = {own_options, own_scores},
                                             .certain = EIR_UNKNOWN,
                                             .possible = EIR_UNKNOWN};
  return true;
}

static bool add_frontier(maker *m, const eir_i_frontier *frontier, size_t most) {
  uint8_t *chosen =
      eir_i_arena_take_array(&m->scratch, frontier->count, sizeof *chosen);
  if (chosen == NULL || !choose_entries(m, frontier, most, chosen))
    return false;
  assert(frontier->n_dimensions == m->the_case->n_signatories);
  for (size_t e = 0; e < frontier->count; e++) {
    if (chosen[e] != 0 && !add_deal(m, frontier->outcomes + e * frontier->n_issues,
                                    frontier->scores + e * frontier->n_dimensions))
      return false;
  }
  return true;
}

/* The outcome that is explained, if it is not on the frontier. */
static bool add_explained(maker *m) {
  const eir_deal *outcome = &m->e->outcome.outcome;
  if (!m->e->has[EIR_EXPLAINED_OUTCOME])
    return true;
  size_t size = m->the_case->n_issues * sizeof *outcome->options;
  for (size_t i = 0; i < m->n_deals; i++) {
    if (memcmp(m->deals[i].deal.options, outcome->options, size) == 0)
      return true;
  }
  return add_deal(m, outcome->options, outcome->scores);
}

static uint64_t steps_left(const eir_i_effort *effort, uint64_t most) {
  if (effort->max_steps == 0)
    return most;
  uint64_t left =
      effort->max_steps > effort->steps ? effort->max_steps - effort->steps : 1;
  return left < most ? left : most;
}

/* Without a frontier, because it is too large, no deals are listed. */
static eir_status find_deals(maker *m) {
  eir_explanation *e = m->e;
  size_t most = MOST_CELLS / (m->n_samples + 1);
  most = most < 1 ? 1 : most < MOST_DEALS ? most : MOST_DEALS;
  m->deals = eir_i_arena_take_array(&e->arena, most + 1, sizeof *m->deals);
  if (m->deals == NULL)
    return EIR_NO_MEMORY;
  if (!m->plan.rated)
    return EIR_OK;
  eir_i_effort effort = {.callbacks = e->effort.callbacks,
                         .max_steps = steps_left(&e->effort, frontier_steps),
                         .max_points = e->effort.max_points,
                         .width = 1};
  eir_i_question question = {.the_case = m->the_case,
                             .consent = EIR_I_CONSENT_POSSIBLE,
                             .n_threads = e->n_threads};
  eir_i_frontier frontier;
  eir_status status =
      eir_i_consent_frontier(&question, &effort, &m->scratch, &frontier);
  if (status != EIR_OK)
    return status;
  e->effort.steps += effort.steps;
  if (effort.end == EIR_END_STOPPED)
    eir_i_effort_end(&e->effort, EIR_END_STOPPED);
  e->robust_unlisted = effort.end != EIR_END_COMPLETE || frontier.count > most;
  if (effort.end == EIR_END_COMPLETE && !add_frontier(m, &frontier, most))
    return EIR_NO_MEMORY;
  return add_explained(m) ? EIR_OK : EIR_NO_MEMORY;
}

/* ---- what is not known ---- */

static const char *number_text(maker *m, int64_t value, int64_t unit) {
  char text[NUMBER_SIZE];
  size_t length =
      eir_i_decimal_text(value, unit == 1 ? 0 : DECIMALS, text, sizeof text);
  return eir_i_arena_copy_text(&m->e->arena, text, length);
}

static const char *or_empty(const char *text) {
  return text == NULL ? "" : text;
}

static eir_unknown *list_unknowns(maker *m) {
  size_t n = m->inputs.count;
  eir_unknown *unknowns = eir_i_arena_take_array(&m->e->arena, n, sizeof *unknowns);
  for (size_t i = 0; unknowns != NULL && i < n; i++) {
    const eir_i_input *input = &m->inputs.items[i];
    const char *basis = input->notes->basis;
    const char *path =
        eir_i_arena_copy_text(&m->e->arena, input->path, strlen(input->path));
    unknowns[i] = (eir_unknown){.path = path,
                                .low = number_text(m, input->low, input->unit),
                                .high = number_text(m, input->high, input->unit),
                                .source = or_empty(input->notes->source),
                                .basis = basis == NULL ? "assumption" : basis};
    if (path == NULL || unknowns[i].low == NULL || unknowns[i].high == NULL)
      return NULL;
  }
  return unknowns;
}

/* ---- the draws ---- */

static eir_i_looked_at *look_at(maker *m) {
  size_t n = m->plan.n_issues;
  eir_i_looked_at *all = eir_i_arena_take_array(&m->scratch, m->n_deals, sizeof *all);
  for (size_t i = 0; all != NULL && i < m->n_deals; i++) {
    uint32_t *cells = eir_i_arena_take_array(&m->scratch, n, sizeof *cells);
    uint64_t *violated =
        eir_i_arena_take_array(&m->scratch, m->plan.n_words, sizeof *violated);
    if (cells == NULL || violated == NULL)
      return NULL;
    for (size_t k = 0; k < n; k++)
      cells[k] = eir_i_plan_cell(&m->plan, k, m->deals[i].deal.options[k]);
    eir_i_plan_violated(&m->plan, m->deals[i].deal.options, violated);
    all[i] = (eir_i_looked_at){cells, violated};
  }
  return all;
}

static eir_status sample(maker *m) {
  eir_explanation *e = m->e;
  eir_unknown *unknowns = list_unknowns(m);
  eir_i_robust_run run = {.plan = &m->plan,
                          .looked_at = look_at(m),
                          .n_looked_at = m->n_deals,
                          .n_samples = m->n_samples,
                          .most_steps = draw_steps + steps_a_draw * m->n_samples};
  if (unknowns == NULL || run.looked_at == NULL)
    return EIR_NO_MEMORY;
  eir_status status = eir_i_robust_draw(&run, e->n_threads, &e->effort, &m->scratch);
  if (status == EIR_OK)
    status = eir_i_robust_sum(&run, &e->memory, &e->robust, m->deals);
  if (status == EIR_OK)
    status = eir_i_robust_swings(&run, e->robust.best, &e->memory, unknowns);
  e->robust_cut_short = e->robust.samples < m->n_samples;
  e->unknowns = unknowns;
  e->robust.n_unknowns = m->inputs.count;
  return status;
}

static eir_status explain(maker *m) {
  eir_explanation *e = m->e;
  eir_status status = eir_i_plan_make(e, &m->inputs, &m->scratch, &m->plan);
  if (status == EIR_OK)
    status = find_deals(m);
  if (status == EIR_OK && e->effort.end == EIR_END_COMPLETE)
    status = eir_i_robust_bounds(e, &m->inputs, m->deals, m->n_deals);
  if (status == EIR_OK && e->effort.end == EIR_END_COMPLETE)
    status = sample(m);
  if (status == EIR_OK)
    eir_i_robust_learn(e, &m->inputs, m->deals, m->n_deals);
  e->robust_deals = m->deals;
  e->robust.n_deals = m->n_deals;
  e->has[EIR_EXPLAINED_ROBUST] = status == EIR_OK && e->robust.samples > 0;
  return status;
}

eir_status eir_i_explain_robust(eir_explanation *explanation) {
  maker m = {.e = explanation,
             .the_case = explanation->the_case,
             .n_samples =
                 (size_t)eir_i_setting(explanation->options, EIR_I_SETTING_SAMPLES)};
  int64_t seed = eir_i_setting(explanation->options, EIR_I_SETTING_SEED);
  explanation->robust = (eir_robust){.seed = (uint64_t)seed,
                                     .always = EIR_UNKNOWN,
                                     .ever = EIR_UNKNOWN,
                                     .best = SIZE_MAX};
  eir_i_arena_init(&m.scratch, &explanation->memory);
  eir_status status = EIR_OK;
  if (m.n_samples > 0)
    status = eir_i_inputs_list(m.the_case, (uint64_t)seed, &m.scratch, &m.inputs);
  if (status == EIR_OK && m.inputs.count > 0)
    status = explain(&m);
  eir_i_arena_free(&m.scratch);
  return status;
}
