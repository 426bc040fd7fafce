/* Packages: where there are deals, what each party alone blocks.
 *
 * Every number is a count of deals of a variation of the case (case/vary.h): one party
 * left, one party without demands, one demand switched off. The highest reservation
 * that a party could have is the most that a deal gives it. */
#include <assert.h>
#include <string.h>

#include "case/vary.h"
#include "explain/deal_count.h"
#include "explain/demands.h"
#include "explain/power.h"
#include "solve/existence.h"
#include "solve/wide.h"

#include "base/banned.h"

enum {
  STEPS_FOR_IDLE = 100000000,    /* for all demands, unless counting was asked for */
  STEPS_FOR_HEADROOM = 20000000, /* for one party */
  NUMBER_SIZE = 48
};

typedef struct packer {
  eir_explanation *explanation;
  const eir_case *the_case;
  bool asked; /* to count, however many outcomes there are */
  eir_i_tally unanimous;
  eir_party_packages *made; /* [n_signatories] */
} packer;

/* ---- effort ---- */

/* A share of what is left of the run's effort: `steps`, or all of it if 0. */
static eir_i_effort share_of(const packer *p, uint64_t steps) {
  eir_i_effort own = p->explanation->effort;
  uint64_t most = own.steps + steps;
  if (steps != 0 && (own.max_steps == 0 || own.max_steps > most))
    own.max_steps = most;
  return own;
}

/* Gives a share back. Its own end is no end of the run, nor are tangled rules or a set
 * of vectors that grew too large: the run's other questions may still be answered. */
static void give_back(packer *p, const eir_i_effort *own) {
  eir_i_effort *whole = &p->explanation->effort;
  bool steps_of_run =
      own->end == EIR_END_LIMIT_STEPS && own->max_steps == whole->max_steps;
  whole->steps = own->steps;
  whole->next_poll = own->next_poll;
  if (own->end == EIR_END_STOPPED || own->end == EIR_END_LIMIT_MEMORY || steps_of_run)
    eir_i_effort_end(whole, own->end);
}

/* ---- counts ---- */

static eir_status count(packer *p, const eir_case *variation, eir_i_effort *effort,
                        eir_i_tally *out) {
  return eir_i_deal_count(variation, p->asked, &p->explanation->memory, effort, out);
}

/* The same with all that is left of the effort. */
static eir_status count_freely(packer *p, const eir_case *variation, eir_i_tally *out) {
  eir_i_effort own = share_of(p, 0);
  eir_status status = count(p, variation, &own, out);
  give_back(p, &own);
  return status;
}

/* A count that is known, in decimal. */
static eir_status tell(packer *p, eir_i_u128 number, const char **out_text) {
  eir_i_arena *arena = &p->explanation->arena;
  eir_i_wide wide;
  eir_i_text text;
  if (!eir_i_wide_make(&wide, 3, arena))
    return EIR_NO_MEMORY;
  eir_i_wide_set128(&wide, number);
  eir_i_text_init(&text, &p->explanation->memory);
  eir_i_wide_add_text(&wide, &text);
  *out_text = text.failed ? NULL : eir_i_arena_copy_text(arena, text.data, text.length);
  eir_i_text_free(&text);
  return *out_text == NULL ? EIR_NO_MEMORY : EIR_OK;
}

/* What signatory k finds acceptable, whatever the others say: nobody else is asked, nor
 * any guarantor. */
static eir_status count_alone(packer *p, size_t k, eir_i_arena *arena) {
  eir_case *alone = eir_i_vary_copy(p->the_case, arena);
  if (alone == NULL)
    return EIR_NO_MEMORY;
  size_t own = p->the_case->signatories[k];
  for (size_t i = 0; i < alone->n_parties; i++) {
    alone->parties[i].veto = i == own;
    if (i == own)
      continue;
    alone->parties[i].position.red_lines = NULL;
    alone->parties[i].position.n_red_lines = 0;
  }
  alone->quota = 1;
  eir_i_tally tally;
  eir_status status = count_freely(p, alone, &tally);
  if (status == EIR_OK && tally.known)
    status = tell(p, tally.count, &p->made[k].alone);
  return status;
}

/* Deals when all must sign but signatory k, who has no demands. What is more than the
 * unanimous deals, it alone refuses. */
static eir_status count_without(packer *p, size_t k, eir_i_arena *arena) {
  eir_case *without = eir_i_vary_copy(p->the_case, arena);
  if (without == NULL ||
      !eir_i_vary_accept_all(without, p->the_case->signatories[k], arena))
    return EIR_NO_MEMORY;
  without->quota = without->n_signatories;
  eir_i_tally tally;
  eir_status status = count_freely(p, without, &tally);
  if (status != EIR_OK || !tally.known)
    return status;
  status = tell(p, tally.count, &p->made[k].if_not_blocking);
  if (status != EIR_OK || !p->unanimous.known)
    return status;
  assert(tally.count >= p->unanimous.count); /* fewer demands, no fewer deals */
  return tell(p, tally.count - p->unanimous.count, &p->made[k].sole_refuser);
}

static eir_status count_unanimous(packer *p, eir_i_arena *arena) {
  eir_case *all = eir_i_vary_copy(p->the_case, arena);
  if (all == NULL)
    return EIR_NO_MEMORY;
  all->quota = all->n_signatories;
  return count_freely(p, all, &p->unanimous);
}

static eir_status count_packages(packer *p) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &p->explanation->memory);
  eir_status status = count_unanimous(p, &arena);
  for (size_t k = 0; status == EIR_OK && k < p->the_case->n_signatories; k++) {
    eir_i_arena_free(&arena);
    status = count_alone(p, k, &arena);
    if (status == EIR_OK)
      status = count_without(p, k, &arena);
  }
  eir_i_arena_free(&arena);
  return status;
}

/* ---- headroom ---- */

/* Is there a deal though signatory k does not sign? */
static eir_status exists_without(packer *p, size_t k, eir_answer *out_answer) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &p->explanation->memory);
  size_t n = p->the_case->n_signatories;
  eir_case *fewer = eir_i_vary_copy(p->the_case, &arena);
  uint32_t *others = eir_i_arena_take_array(&arena, n, sizeof *others);
  uint32_t *outcome =
      eir_i_arena_take_array(&arena, p->the_case->n_issues, sizeof *outcome);
  eir_status status = EIR_NO_MEMORY;
  *out_answer = EIR_UNKNOWN;
  if (fewer != NULL && others != NULL && outcome != NULL) {
    for (size_t i = 0, at = 0; i < n; i++) {
      if (i != k)
        others[at++] = p->the_case->signatories[i];
    }
    fewer->signatories = others;
    fewer->n_signatories = n - 1;
    eir_i_effort own = share_of(p, STEPS_FOR_HEADROOM);
    status = eir_i_exists(fewer, EIR_I_CONSENT_CERTAIN, &own, p->explanation->n_threads,
                          &arena, out_answer, outcome);
    give_back(p, &own);
  }
  eir_i_arena_free(&arena);
  return status;
}

/* The most that a deal gives signatory k, whose consent every deal has. That its
 * reservation stands changes nothing: there is a deal that reaches it. */
static eir_status most_of(packer *p, size_t k) {
  const eir_solution *solution = p->explanation->solution;
  eir_party_packages *made = &p->made[k];
  if (solution->has_deals && solution->ideal != NULL && solution->cover.epsilon == 0) {
    made->has_headroom = true;
    made->headroom = solution->ideal[k];
    return EIR_OK;
  }
  eir_i_arena arena;
  eir_i_arena_init(&arena, &p->explanation->memory);
  eir_i_best best = {.signatory = k};
  best.outcome =
      eir_i_arena_take_array(&arena, p->the_case->n_issues, sizeof *best.outcome);
  eir_status status = EIR_NO_MEMORY;
  if (best.outcome != NULL) {
    eir_i_effort own = share_of(p, STEPS_FOR_HEADROOM);
    status = eir_i_best_score(p->the_case, EIR_I_CONSENT_CERTAIN, &own,
                              p->explanation->n_threads, &arena, &best);
    give_back(p, &own);
  }
  made->has_headroom = status == EIR_OK && best.answer == EIR_YES;
  made->headroom = made->has_headroom ? best.score : 0;
  eir_i_arena_free(&arena);
  return status;
}

static eir_status find_headroom(packer *p, size_t k) {
  const eir_i_party *party = &p->the_case->parties[p->the_case->signatories[k]];
  if (!eir_i_party_has_scores(party) || p->explanation->effort.end != EIR_END_COMPLETE)
    return EIR_OK;
  if (party->veto || p->the_case->quota == p->the_case->n_signatories)
    return most_of(p, k);
  eir_answer without;
  eir_status status = exists_without(p, k, &without);
  if (status != EIR_OK || without == EIR_UNKNOWN)
    return status;
  if (without == EIR_NO)
    return most_of(p, k);
  p->made[k].has_headroom = true;
  p->made[k].headroom_unlimited = true;
  return EIR_OK;
}

/* ---- power ---- */

/* As doubles the numbers are rounded once each; they are for reports only. */
static double ratio(eir_i_u128 numerator, eir_i_u128 denominator) {
  return (double)numerator / (double)denominator;
}

static const char *keep(packer *p, const char *text) {
  return eir_i_arena_copy_text(&p->explanation->arena, text, strlen(text));
}

static eir_status find_power(packer *p, size_t k) {
  const eir_case *the_case = p->the_case;
  size_t n_vetoes = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++)
    n_vetoes += the_case->parties[the_case->signatories[i]].veto;
  eir_i_power power = eir_i_power_of(the_case->n_signatories, n_vetoes, the_case->quota,
                                     the_case->parties[the_case->signatories[k]].veto);
  char text[2 * NUMBER_SIZE];
  size_t length =
      eir_i_format_i128((eir_i_i128)power.shapley_numerator, text, NUMBER_SIZE);
  if (power.shapley_denominator != 1) { /* "421/2145", "1", "0" */
    text[length++] = '/';
    eir_i_format_i128((eir_i_i128)power.shapley_denominator, text + length,
                      NUMBER_SIZE);
  }
  eir_party_packages *made = &p->made[k];
  made->shapley_shubik = keep(p, text);
  eir_i_format_i128((eir_i_i128)power.swings, text, NUMBER_SIZE);
  made->banzhaf = keep(p, text);
  made->shapley_shubik_value =
      ratio(power.shapley_numerator, power.shapley_denominator);
  made->banzhaf_value = ratio(power.swings, power.all_swings);
  return made->shapley_shubik == NULL || made->banzhaf == NULL ? EIR_NO_MEMORY : EIR_OK;
}

/* ---- idle demands ---- */

/* Is the number of deals `n_deals` also without demand d? *out_known is false when that
 * was not counted. */
static eir_status is_idle(packer *p, bool *on, size_t d, eir_i_u128 n_deals,
                          eir_i_effort *effort, bool *out_idle, bool *out_known) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &p->explanation->memory);
  const eir_case *without;
  eir_i_tally tally = {.known = false};
  on[d] = false;
  eir_status status = eir_i_demands_vary(p->explanation, on, &arena, &without);
  on[d] = true;
  if (status == EIR_OK)
    status = count(p, without, effort, &tally);
  eir_i_arena_free(&arena);
  assert(!tally.known || tally.count >= n_deals);
  *out_known = tally.known;
  *out_idle = tally.known && tally.count == n_deals;
  return status;
}

static eir_status collect_idle(packer *p, eir_i_effort *effort, bool *on,
                               size_t *idle) {
  eir_explanation *explanation = p->explanation;
  eir_i_tally deals;
  eir_status status = count(p, p->the_case, effort, &deals);
  if (status != EIR_OK || !deals.known)
    return status;
  size_t n_idle = 0;
  for (size_t d = 0; d < explanation->n_demands; d++) {
    bool known, is;
    status = is_idle(p, on, d, deals.count, effort, &is, &known);
    if (status != EIR_OK || !known)
      return status;
    if (is)
      idle[n_idle++] = d;
  }
  explanation->idle_known = true;
  explanation->idle = (eir_demand_set){.demands = idle, .count = n_idle};
  return EIR_OK;
}

static eir_status find_idle(packer *p) {
  eir_explanation *explanation = p->explanation;
  size_t n = explanation->n_demands;
  size_t *idle = eir_i_arena_take_array(&explanation->arena, n, sizeof *idle);
  bool *on = eir_i_arena_take_array(&explanation->arena, n, sizeof *on);
  if (idle == NULL || on == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < n; d++)
    on[d] = true;
  eir_i_effort own = share_of(p, p->asked ? 0 : STEPS_FOR_IDLE);
  eir_status status = collect_idle(p, &own, on, idle);
  give_back(p, &own);
  return status;
}

/* ---- all of it ---- */

static eir_status pack(packer *p) {
  const eir_case *the_case = p->the_case;
  eir_status status = count_packages(p);
  for (size_t k = 0; status == EIR_OK && k < the_case->n_signatories; k++) {
    p->made[k].party = the_case->signatories[k];
    status = find_power(p, k);
    if (status == EIR_OK)
      status = find_headroom(p, k);
  }
  return status == EIR_OK ? find_idle(p) : status;
}

eir_status eir_i_explain_packages(eir_explanation *explanation) {
  const eir_case *the_case = explanation->the_case;
  packer p = {.explanation = explanation,
              .the_case = the_case,
              .asked =
                  eir_i_setting(explanation->options, EIR_I_SETTING_COUNT_DEALS) == 1};
  assert(explanation->solution->exist == EIR_YES);
  p.made = eir_i_arena_take_array(&explanation->arena, the_case->n_signatories,
                                  sizeof *p.made);
  if (p.made == NULL)
    return EIR_NO_MEMORY;
  eir_status status = pack(&p);
  if (status != EIR_OK)
    return status;
  explanation->n_deals = explanation->solution->count;
  explanation->packages = p.made;
  explanation->has[EIR_EXPLAINED_PACKAGES] = true;
  return EIR_OK;
}
