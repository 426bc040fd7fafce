/* Census by counting: every number is the deals of a variation of the case
 * (case/vary.h): one party left, one party without demands, one demand switched off. */
#include <assert.h>

#include "case/vary.h"
#include "explain/census.h"
#include "explain/demands.h"
#include "solve/tally.h"

#include "base/banned.h"

typedef struct counter {
  const eir_explanation *explanation;
  const eir_case *the_case;
  eir_i_memory *memory;
  eir_i_effort *effort;
  eir_i_census *census;
} counter;

eir_status eir_i_census_make(const eir_explanation *explanation, eir_i_arena *arena,
                             eir_i_census *out_census) {
  size_t n = explanation->the_case->n_signatories;
  *out_census = (eir_i_census){.idle_known = false};
  out_census->alone = eir_i_arena_take_array(arena, n, sizeof(eir_i_tally));
  out_census->without = eir_i_arena_take_array(arena, n, sizeof(eir_i_tally));
  out_census->idle = eir_i_arena_take_array(arena, explanation->n_demands, 1);
  out_census->headroom = eir_i_arena_take_array(arena, n, sizeof(eir_i_headroom));
  bool made = out_census->alone != NULL && out_census->without != NULL &&
              out_census->idle != NULL && out_census->headroom != NULL;
  return made ? EIR_OK : EIR_NO_MEMORY;
}

/* That the rules are too tangled for this count is no end of the others. */
static eir_status count(counter *c, const eir_case *variation, eir_i_tally *out_tally) {
  *out_tally = (eir_i_tally){.known = false};
  if (c->effort->end != EIR_END_COMPLETE ||
      eir_i_tally_coalitions(variation) > EIR_I_TALLY_MOST_COALITIONS)
    return EIR_OK;
  eir_i_tally_question question = {.the_case = variation,
                                   .consent = EIR_I_CONSENT_CERTAIN,
                                   .cut = EIR_I_CUT_BALANCED,
                                   .issue = SIZE_MAX};
  eir_status status = eir_i_tally_deals(&question, c->memory, c->effort, out_tally);
  if (c->effort->end == EIR_END_LIMIT_STATES)
    c->effort->end = EIR_END_COMPLETE;
  return status;
}

/* What signatory k finds acceptable: nobody else is asked, nor any guarantor. */
static eir_status count_alone(counter *c, size_t k, eir_i_arena *arena) {
  eir_case *alone = eir_i_vary_copy(c->the_case, arena);
  if (alone == NULL)
    return EIR_NO_MEMORY;
  size_t own = c->the_case->signatories[k];
  for (size_t i = 0; i < alone->n_parties; i++) {
    alone->parties[i].veto = i == own;
    if (i == own)
      continue;
    alone->parties[i].position.red_lines = NULL;
    alone->parties[i].position.n_red_lines = 0;
  }
  alone->quota = 1;
  return count(c, alone, &c->census->alone[k]);
}

/* Deals when all must sign; SIZE_MAX, or signatory k has no demands. */
static eir_status count_unanimous(counter *c, size_t k, eir_i_arena *arena,
                                  eir_i_tally *out_tally) {
  eir_case *all = eir_i_vary_copy(c->the_case, arena);
  if (all == NULL)
    return EIR_NO_MEMORY;
  if (k != SIZE_MAX && !eir_i_vary_accept_all(all, all->signatories[k], arena))
    return EIR_NO_MEMORY;
  all->quota = all->n_signatories;
  return count(c, all, out_tally);
}

static eir_status count_parties(counter *c) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, c->memory);
  eir_status status = count_unanimous(c, SIZE_MAX, &arena, &c->census->unanimous);
  for (size_t k = 0; status == EIR_OK && k < c->the_case->n_signatories; k++) {
    eir_i_arena_free(&arena);
    status = count_alone(c, k, &arena);
    if (status == EIR_OK)
      status = count_unanimous(c, k, &arena, &c->census->without[k]);
  }
  eir_i_arena_free(&arena);
  return status;
}

/* Are there as many deals without demand d? */
static eir_status count_without_demand(counter *c, bool *on, size_t d,
                                       bool *out_known) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, c->memory);
  const eir_case *without;
  eir_i_tally tally = {.known = false};
  on[d] = false;
  eir_status status = eir_i_demands_vary(c->explanation, on, &arena, &without);
  on[d] = true;
  if (status == EIR_OK)
    status = count(c, without, &tally);
  eir_i_arena_free(&arena);
  assert(!tally.known || tally.count >= c->census->deals.count);
  c->census->idle[d] = tally.known && tally.count == c->census->deals.count;
  *out_known = tally.known;
  return status;
}

static eir_status count_demands(counter *c) {
  eir_status status = count(c, c->the_case, &c->census->deals);
  if (status != EIR_OK || !c->census->deals.known)
    return status;
  size_t n = c->explanation->n_demands;
  bool *on = eir_i_allocate_array(c->memory, n + 1, sizeof *on);
  if (on == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < n; d++)
    on[d] = true;
  bool known = true;
  for (size_t d = 0; d < n && known && status == EIR_OK; d++)
    status = count_without_demand(c, on, d, &known);
  eir_i_release(c->memory, on, (n + 1) * sizeof *on);
  c->census->idle_known = known && status == EIR_OK;
  return status;
}

eir_status eir_i_census_count(const eir_explanation *explanation, eir_i_effort *effort,
                              eir_i_census *census) {
  eir_i_memory *memory = explanation->arena.memory;
  counter c = {.explanation = explanation,
               .the_case = explanation->the_case,
               .memory = memory,
               .effort = effort,
               .census = census};
  eir_status status = count_parties(&c);
  return status == EIR_OK ? count_demands(&c) : status;
}
