/* Solution: the public accessors, and the limits in words. */
#include "solve/solution.h"

#include "solve/walk.h"

#include "base/banned.h"

void eir_solution_free(eir_solution *solution) {
  if (solution == NULL)
    return;
  eir_i_arena_free(&solution->arena);
  eir_i_memory memory = solution->memory;
  eir_i_release(&memory, solution, sizeof *solution);
}

/* ---- how it ended ---- */

typedef struct limit_words {
  const char *name;
  const char *advice;
} limit_words;

/* In the order of eir_end. */
static const limit_words limits[] = {
    {"", ""},
    {"limit-points", "The frontier is larger than the limit. Raise --limit-points, or "
                     "ask for a cover with --epsilon or for single solutions "
                     "with --only."},
    {"limit-memory", "More memory is needed than the limit allows. Raise "
                     "--limit-memory, or ask for a cover with --epsilon or for "
                     "single solutions with --only."},
    {"limit-steps", "Raise --limit-steps, or set it to 0 for no limit."},
    {"states", "The rules and interactions tie too many issues together to be solved "
               "exactly. Split "
               "rules that name many issues, or leave some out."},
    {"interrupted", "Run it again and let it finish."},
};

eir_end eir_solution_end(const eir_solution *solution) {
  return solution == NULL ? EIR_END_COMPLETE : solution->effort.end;
}

const char *eir_i_limit_name(eir_end end) {
  return limits[end].name;
}

const char *eir_i_limit_advice(eir_end end) {
  return limits[end].advice;
}

const char *eir_solution_limit_name(const eir_solution *solution) {
  return eir_i_limit_name(eir_solution_end(solution));
}

const char *eir_solution_limit_advice(const eir_solution *solution) {
  return eir_i_limit_advice(eir_solution_end(solution));
}

uint64_t eir_solution_limit_value(const eir_solution *solution) {
  return solution == NULL ? 0 : eir_i_limit_value(&solution->effort, &solution->memory);
}

uint64_t eir_i_limit_value(const eir_i_effort *effort, const eir_i_memory *memory) {
  switch (effort->end) {
  case EIR_END_LIMIT_POINTS:
    return effort->max_points;
  case EIR_END_LIMIT_MEMORY:
    return memory->limit / 1000000;
  case EIR_END_LIMIT_STEPS:
    return effort->max_steps;
  case EIR_END_LIMIT_STATES:
    return EIR_I_MAX_STATES;
  case EIR_END_COMPLETE:
  case EIR_END_STOPPED:
    break;
  }
  return 0;
}

/* ---- what there is ---- */

eir_answer eir_solution_deals_exist(const eir_solution *solution) {
  return solution == NULL ? EIR_UNKNOWN : solution->exist;
}

eir_answer eir_solution_possible_exist(const eir_solution *solution) {
  return solution == NULL ? EIR_UNKNOWN : solution->possible_exist;
}

bool eir_solution_has_stances(const eir_solution *solution) {
  return solution != NULL && solution->has_stances;
}

bool eir_solution_has_possible(const eir_solution *solution) {
  return solution != NULL && solution->has_possible;
}

const char *eir_solution_outcomes(const eir_solution *solution) {
  return solution == NULL ? NULL : solution->outcomes;
}

const char *eir_solution_count(const eir_solution *solution) {
  return solution == NULL ? NULL : solution->count;
}

const char *eir_solution_possible_count(const eir_solution *solution) {
  return solution == NULL ? NULL : solution->possible_count;
}

/* ---- frontier and solutions ---- */

bool eir_solution_has_frontier(const eir_solution *solution) {
  return solution != NULL && solution->has_frontier;
}

bool eir_solution_over_outcomes(const eir_solution *solution) {
  return solution != NULL && solution->over_outcomes;
}

int64_t eir_solution_epsilon(const eir_solution *solution) {
  return solution == NULL ? 0 : solution->cover.epsilon;
}

size_t eir_solution_frontier_size(const eir_solution *solution) {
  return eir_solution_has_frontier(solution) ? solution->asked.count : 0;
}

eir_deal eir_solution_frontier_get(const eir_solution *solution, size_t index) {
  if (index >= eir_solution_frontier_size(solution))
    return (eir_deal){0};
  const eir_i_frontier *f = &solution->asked;
  return (eir_deal){.options = f->outcomes + index * f->n_issues,
                    .scores = f->scores + index * f->n_dimensions};
}

const char *eir_concept_id(eir_concept which) {
  static const char *const ids[] = {"nash", "kalai_smorodinsky", "egalitarian",
                                    "utilitarian"};
  return (unsigned)which < EIR_CONCEPT_COUNT ? ids[which] : NULL;
}

eir_concept_result eir_solution_concept(const eir_solution *solution,
                                        eir_concept which) {
  if (solution == NULL || (unsigned)which >= EIR_CONCEPT_COUNT ||
      !solution->concepts[which].found)
    return (eir_concept_result){.value_exact = ""};
  return solution->concepts[which];
}

eir_adjusted_winner eir_solution_adjusted_winner(const eir_solution *solution) {
  if (solution == NULL || !solution->awarding.found)
    return (eir_adjusted_winner){.shared = SIZE_MAX};
  const eir_i_awarding *from = &solution->awarding;
  return (eir_adjusted_winner){.found = true,
                               .options = from->options,
                               .shared = from->shared,
                               .shares = {from->shares[0], from->shares[1]},
                               .scores = {from->scores[0], from->scores[1]},
                               .accepted = {from->accepted[0], from->accepted[1]}};
}

static bool give_bound(const eir_solution *solution, bool best, size_t signatory,
                       int64_t *out_score) {
  if (out_score == NULL)
    return false;
  *out_score = 0;
  if (solution == NULL || signatory >= solution->the_case->n_signatories)
    return false;
  const int64_t *bound = best ? solution->ideal : solution->nadir;
  if (bound == NULL)
    return false;
  *out_score = bound[signatory];
  return true;
}

bool eir_solution_ideal(const eir_solution *solution, size_t signatory,
                        int64_t *out_score) {
  return give_bound(solution, true, signatory, out_score);
}

bool eir_solution_nadir(const eir_solution *solution, size_t signatory,
                        int64_t *out_score) {
  return give_bound(solution, false, signatory, out_score);
}

/* ---- numbers as text ---- */

enum { DECIMALS = 12 };

static size_t ratio_text(int64_t score, int64_t divisor, char *out_text, size_t size) {
  if (out_text == NULL)
    size = 0;
  if (size > 0)
    out_text[0] = '\0';
  if (divisor <= 0)
    return 0;
  return eir_i_format_ratio(score, divisor, DECIMALS, out_text, size);
}

size_t eir_solution_utility_text(const eir_solution *solution, size_t signatory,
                                 int64_t score, char *out_text, size_t size) {
  bool known = solution != NULL && signatory < solution->the_case->n_signatories;
  int64_t scale = known && solution->scale != NULL ? solution->scale[signatory] : 0;
  return ratio_text(score, scale, out_text, size);
}

size_t eir_solution_score_text(const eir_solution *solution, size_t signatory,
                               int64_t score, char *out_text, size_t size) {
  bool known = solution != NULL && signatory < solution->the_case->n_signatories;
  int64_t unit = 0;
  if (known) {
    const eir_case *the_case = solution->the_case;
    unit = the_case->parties[the_case->signatories[signatory]].position.unit;
  }
  return ratio_text(score, unit, out_text, size);
}

/* ---- options ---- */

static bool is_option(const eir_solution *solution, size_t issue, size_t option) {
  return solution != NULL && issue < solution->the_case->n_issues &&
         option < solution->the_case->issues[issue].n_options;
}

eir_use_scope eir_solution_use_scope(const eir_solution *solution) {
  return solution == NULL ? EIR_USE_OF_NOTHING : solution->use_scope;
}

eir_use eir_solution_use(const eir_solution *solution, size_t issue, size_t option) {
  if (!is_option(solution, issue, option) || solution->use_scope == EIR_USE_OF_NOTHING)
    return EIR_USE_UNKNOWN;
  return (eir_use)solution->use[issue][option];
}

bool eir_solution_option_open(const eir_solution *solution, size_t issue,
                              size_t option) {
  return is_option(solution, issue, option) && solution->open != NULL &&
         solution->open[issue][option] != 0;
}

size_t eir_solution_note_count(const eir_solution *solution) {
  return solution == NULL ? 0 : solution->n_notes;
}

const char *eir_solution_note(const eir_solution *solution, size_t index) {
  return index < eir_solution_note_count(solution) ? solution->notes[index] : NULL;
}

eir_stats eir_solution_stats(const eir_solution *solution) {
  if (solution == NULL)
    return (eir_stats){0};
  return (eir_stats){.seconds = solution->seconds,
                     .width = solution->effort.width,
                     .largest_set = solution->effort.largest_set,
                     .steps = solution->effort.steps,
                     .peak_bytes = solution->memory.peak};
}

/* ---- all deals ---- */

struct eir_deals {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_effort effort;
  eir_i_walk *walk;
  bool at_end;
};

eir_status eir_deals_new(const eir_solution *solution, eir_deals **out_deals) {
  if (out_deals == NULL)
    return EIR_MISUSE;
  *out_deals = NULL;
  if (solution == NULL)
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &solution->memory.allocator);
  eir_deals *deals = eir_i_allocate(&memory, sizeof *deals);
  if (deals == NULL)
    return EIR_NO_MEMORY;
  *deals = (eir_deals){.memory = memory};
  eir_i_arena_init(&deals->arena, &deals->memory);
  eir_status status = eir_i_walk_new(solution->the_case, EIR_I_CONSENT_CERTAIN, NULL,
                                     &deals->arena, &deals->walk);
  if (status != EIR_OK) {
    eir_deals_free(deals);
    return status;
  }
  *out_deals = deals;
  return EIR_OK;
}

void eir_deals_free(eir_deals *deals) {
  if (deals == NULL)
    return;
  eir_i_arena_free(&deals->arena);
  eir_i_memory memory = deals->memory;
  eir_i_release(&memory, deals, sizeof *deals);
}

bool eir_deals_next(eir_deals *deals, const eir_callbacks *callbacks,
                    eir_deal *out_deal) {
  if (out_deal == NULL)
    return false;
  *out_deal = (eir_deal){0};
  if (deals == NULL || deals->at_end)
    return false;
  deals->effort.callbacks = callbacks;
  if (!eir_i_walk_next(deals->walk, &deals->effort)) {
    deals->at_end = true;
    return false;
  }
  *out_deal = (eir_deal){.options = eir_i_walk_options(deals->walk),
                         .scores = eir_i_walk_scores(deals->walk)};
  return true;
}

bool eir_i_deals_stopped(const eir_deals *deals) {
  return deals->effort.end == EIR_END_STOPPED;
}
