/* Counting: how many outcomes there are, and how many are deals.
 *
 * Few are walked through, which also tells which options they use; many are counted
 * from two halves (meeting.c), and deals are then looked for that use an option. */
#include <string.h>

#include "solve/solution.h"
#include "solve/used.h"
#include "solve/walk.h"
#include "solve/wide.h"

#include "base/banned.h"

enum {
  ALWAYS_COUNTED = 1000000,  /* up to so many outcomes the deals are always counted */
  WALKED_A_COALITION = 2000, /* up to so many, walking is as quick as counting */
  STEPS_FOR_FEW = 2000000,   /* a walk through ALWAYS_COUNTED takes no more */
  STEPS_FOR_USE = 20000000   /* for the use of options, beyond ALWAYS_COUNTED */
};

uint64_t eir_i_outcome_count(const eir_case *the_case, uint64_t most) {
  uint64_t count = 1;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    if (EIR_MUL_OVERFLOWS(count, (uint64_t)the_case->issues[i].n_options, &count) ||
        count > most)
      return most + 1;
  }
  return count;
}

/* The number in decimal. */
static const char *wide_text(const eir_i_wide *wide, eir_i_arena *arena) {
  eir_i_text text;
  eir_i_text_init(&text, arena->memory);
  eir_i_wide_add_text(wide, &text);
  const char *copy =
      text.failed ? NULL : eir_i_arena_copy_text(arena, text.data, text.length);
  eir_i_text_free(&text);
  return copy;
}

/* The product of the option counts; needs a 32-bit digit an issue at most. */
static const char *count_text(const eir_case *the_case, eir_i_arena *arena) {
  eir_i_wide product;
  if (!eir_i_wide_make(&product, the_case->n_issues / 2 + 2, arena))
    return NULL;
  eir_i_wide_set(&product, 1);
  for (size_t i = 0; i < the_case->n_issues; i++)
    eir_i_wide_multiply(&product, the_case->issues[i].n_options);
  return wide_text(&product, arena);
}

/* Is every outcome a deal, seen without looking at any? */
static bool all_are_deals(const eir_case *the_case) {
  if (the_case->n_constraints > 0)
    return false;
  for (size_t p = 0; p < the_case->n_parties; p++) {
    const eir_i_party *party = &the_case->parties[p];
    const eir_i_position *position = &party->position;
    if (position->n_red_lines > 0 || position->kind == EIR_POSITION_STANCE)
      return false;
    if (!eir_i_party_has_scores(party))
      continue;
    int64_t least = 0;
    for (size_t i = 0; i < the_case->n_issues; i++) {
      const int64_t *scores = position->scores[i];
      if (scores == NULL)
        continue;
      int64_t worst = scores[0];
      for (size_t o = 1; o < the_case->issues[i].n_options; o++) {
        if (scores[o] < worst)
          worst = scores[o];
      }
      least += worst;
    }
    for (size_t i = 0; i < position->n_interactions; i++) {
      if (position->interactions[i].add < 0)
        least += position->interactions[i].add;
    }
    if (least < eir_i_party_floor(party))
      return false;
  }
  return true;
}

typedef struct walked {
  uint64_t count;
  uint64_t **times; /* [n_issues][n_options] how many deals take the option */
} walked;

static bool make_walked(const eir_case *the_case, eir_i_arena *arena, walked *out) {
  *out = (walked){0};
  out->times = eir_i_arena_take_array(arena, the_case->n_issues, sizeof *out->times);
  for (size_t i = 0; out->times != NULL && i < the_case->n_issues; i++) {
    out->times[i] =
        eir_i_arena_take_array(arena, the_case->issues[i].n_options, sizeof(uint64_t));
    if (out->times[i] == NULL)
      return false;
  }
  return out->times != NULL;
}

static eir_status walk_deals(eir_solution *solution, eir_i_consent consent,
                             eir_i_effort *effort, eir_i_arena *arena, walked *out) {
  const eir_case *the_case = solution->the_case;
  eir_i_walk *walk;
  if (!make_walked(the_case, arena, out) ||
      eir_i_walk_new(the_case, consent, NULL, arena, &walk) != EIR_OK)
    return EIR_NO_MEMORY;
  while (eir_i_walk_next(walk, effort)) {
    const uint32_t *options = eir_i_walk_options(walk);
    for (size_t i = 0; i < the_case->n_issues; i++)
      out->times[i][options[i]]++;
    out->count++;
  }
  return EIR_OK;
}

static eir_status settle_use(eir_solution *solution, const walked *from) {
  const eir_case *the_case = solution->the_case;
  uint8_t **use = eir_i_option_table(the_case, &solution->arena);
  if (use == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    for (size_t o = 0; o < the_case->issues[i].n_options; o++) {
      uint64_t times = from->times[i][o];
      use[i][o] = times == 0             ? EIR_USE_NEVER
                  : times == from->count ? EIR_USE_ALWAYS
                                         : EIR_USE_SOMETIMES;
    }
  }
  solution->use = use;
  solution->use_scope = EIR_USE_OF_DEALS;
  return EIR_OK;
}

static eir_status settle_count(eir_solution *solution, bool certain, eir_i_u128 count) {
  eir_i_wide wide;
  if (!eir_i_wide_make(&wide, 3, &solution->arena))
    return EIR_NO_MEMORY;
  eir_i_wide_set128(&wide, count);
  const char *text = wide_text(&wide, &solution->arena);
  if (text == NULL)
    return EIR_NO_MEMORY;
  *(certain ? &solution->count : &solution->possible_count) = text;
  *(certain ? &solution->exist : &solution->possible_exist) =
      count > 0 ? EIR_YES : EIR_NO;
  return EIR_OK;
}

/* Walks for one kind of consent and stores count and existence. The use of options is
 * that of the possible deals, which are all deals where nothing is unknown. */
static eir_status walk_kind(eir_solution *solution, eir_i_consent consent,
                            eir_i_effort *effort) {
  bool certain = consent == EIR_I_CONSENT_CERTAIN;
  eir_i_arena arena;
  eir_i_arena_init(&arena, &solution->memory);
  walked found;
  eir_status status = walk_deals(solution, consent, effort, &arena, &found);
  if (status == EIR_OK && found.count > 0)
    *(certain ? &solution->exist : &solution->possible_exist) = EIR_YES;
  if (status == EIR_OK && effort->end == EIR_END_COMPLETE) {
    status = settle_count(solution, certain, found.count);
    if (status == EIR_OK && (!certain || !solution->has_possible))
      status = settle_use(solution, &found);
  }
  eir_i_arena_free(&arena);
  return status;
}

/* ---- from two halves ---- */

/* The use of options from what is known to be used by some deal. */
static void read_use(const eir_case *the_case, uint8_t *const *use) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    size_t n = the_case->issues[i].n_options, n_used = 0;
    for (size_t o = 0; o < n; o++)
      n_used += use[i][o];
    for (size_t o = 0; o < n; o++)
      use[i][o] = !use[i][o]    ? EIR_USE_NEVER
                  : n_used == 1 ? EIR_USE_ALWAYS
                                : EIR_USE_SOMETIMES;
  }
}

/* Finds the use of options by the deals, of which there are some if `any`. It stays
 * open when it would take much longer than counting took. */
static eir_status find_use(eir_solution *solution, eir_i_consent consent, bool any,
                           uint64_t most_counts, eir_i_effort *effort) {
  const eir_case *the_case = solution->the_case;
  uint8_t **use = eir_i_option_table(the_case, &solution->arena);
  if (use == NULL)
    return EIR_NO_MEMORY;
  eir_i_used_question question = {.the_case = the_case,
                                  .consent = consent,
                                  .deals = solution->deals.outcomes,
                                  .n_deals =
                                      solution->has_deals ? solution->deals.count : 0,
                                  .walk_steps = EIR_I_USED_WALK_STEPS,
                                  .most_counts = most_counts};
  bool known = true;
  eir_status status = EIR_OK;
  if (any)
    status = eir_i_used_find(&question, use, &solution->memory, effort, &known);
  if (status != EIR_OK || !known)
    return status;
  read_use(the_case, use);
  solution->use = use;
  solution->use_scope = EIR_USE_OF_DEALS;
  return EIR_OK;
}

/* Counts by an effort that is held to `own`. *out_known is false when count or use are
 * not known at its end. */
static eir_status tally_by(eir_solution *solution, eir_i_consent consent, bool few,
                           eir_i_effort *own, bool *out_known) {
  bool certain = consent == EIR_I_CONSENT_CERTAIN;
  uint64_t before = own->steps;
  eir_i_tally found;
  eir_i_tally_question question = {.the_case = solution->the_case,
                                   .consent = consent,
                                   .cut = EIR_I_CUT_BALANCED,
                                   .issue = SIZE_MAX};
  *out_known = false;
  eir_status status = eir_i_tally_deals(&question, &solution->memory, own, &found);
  if (status != EIR_OK || !found.known)
    return status;
  status = settle_count(solution, certain, found.count);
  *out_known = certain && solution->has_possible; /* the possible deals' use is shown */
  if (status != EIR_OK || *out_known)
    return status;
  uint64_t most_counts = few ? UINT64_MAX : STEPS_FOR_USE / (own->steps - before + 1);
  status = find_use(solution, consent, found.count > 0, most_counts, own);
  *out_known = solution->use_scope == EIR_USE_OF_DEALS;
  return status;
}

/* The same from two halves. A number beyond 128 bits stays unknown. Where there are few
 * outcomes, or the rules are too tangled for the engine, the walk is there to fall back
 * on. */
static eir_status tally_kind(eir_solution *solution, eir_i_consent consent,
                             eir_i_effort *effort) {
  bool few = eir_i_outcome_count(solution->the_case, ALWAYS_COUNTED) <= ALWAYS_COUNTED;
  eir_i_effort own = *effort;
  uint64_t most_steps = own.steps + STEPS_FOR_FEW;
  bool held = few && (own.max_steps == 0 || own.max_steps > most_steps);
  if (held)
    own.max_steps = most_steps;
  bool known;
  eir_status status = tally_by(solution, consent, few, &own, &known);
  bool tangled = own.end == EIR_END_LIMIT_STATES;
  bool counted = (consent == EIR_I_CONSENT_CERTAIN ? solution->count
                                                   : solution->possible_count) != NULL;
  bool walk = tangled ? few || !counted : held && own.end == EIR_END_LIMIT_STEPS;
  if (status == EIR_OK && !known && walk)
    return walk_kind(solution, consent, effort);
  if (tangled)
    own.end = EIR_END_COMPLETE; /* the use of options stays open */
  own.max_steps = effort->max_steps;
  *effort = own;
  return status;
}

static eir_status count_all_alike(eir_solution *solution) {
  solution->count = solution->possible_count = solution->outcomes;
  solution->exist = solution->possible_exist = EIR_YES;
  const eir_case *the_case = solution->the_case;
  uint8_t **use = eir_i_option_table(the_case, &solution->arena);
  if (use == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    size_t n = the_case->issues[i].n_options;
    memset(use[i], n == 1 ? EIR_USE_ALWAYS : EIR_USE_SOMETIMES, n);
  }
  solution->use = use;
  solution->use_scope = EIR_USE_OF_DEALS;
  return EIR_OK;
}

eir_status eir_i_solution_count(eir_solution *solution, bool asked,
                                const eir_i_effort *limits) {
  const eir_case *the_case = solution->the_case;
  solution->outcomes = count_text(the_case, &solution->arena);
  if (solution->outcomes == NULL)
    return EIR_NO_MEMORY;
  if (all_are_deals(the_case))
    return count_all_alike(solution);
  uint64_t n_outcomes = eir_i_outcome_count(the_case, UINT64_MAX / 2);
  if (!asked && n_outcomes > ALWAYS_COUNTED)
    return EIR_OK;
  uint64_t coalitions = eir_i_tally_coalitions(the_case);
  bool walk = coalitions > EIR_I_TALLY_MOST_COALITIONS ||
              n_outcomes <= coalitions * WALKED_A_COALITION;
  eir_status (*count)(eir_solution *, eir_i_consent, eir_i_effort *) =
      walk ? walk_kind : tally_kind;
  /* An effort of its own: a frontier that was too large does not hinder the count. */
  eir_i_effort effort = *limits;
  effort.progress = (eir_progress){.stage = "counting"};
  eir_status status = count(solution, EIR_I_CONSENT_CERTAIN, &effort);
  if (status == EIR_OK && solution->has_possible && effort.end == EIR_END_COMPLETE)
    status = count(solution, EIR_I_CONSENT_POSSIBLE, &effort);
  if (!solution->has_possible) {
    solution->possible_count = solution->count;
    solution->possible_exist = solution->exist;
  }
  solution->effort.steps += effort.steps;
  if (effort.end != EIR_END_COMPLETE)
    eir_i_effort_end(&solution->effort, effort.end);
  return status;
}
