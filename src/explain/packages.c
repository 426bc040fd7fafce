/* Packages: where there are deals, what each party alone blocks.
 *
 * The numbers come from a census. The highest reservation that a party could have is
 * the most that a deal gives it. */
#include <assert.h>
#include <string.h>

#include "explain/census.h"
#include "explain/power.h"
#include "solve/problem.h"
#include "solve/wide.h"

#include "base/banned.h"

enum {
  ALWAYS_COUNTED = 1000000,      /* outcomes, as in solving */
  WALKED_A_COALITION = 2000,     /* up to so many, walking is as quick as counting */
  WALKED_AT_LEAST = 20000,       /* because one walk stands for many counts */
  STEPS_AN_OUTCOME = 4,          /* of counting; then they are walked through instead */
  STEPS_FOR_HEADROOM = 20000000, /* for one party */
  NUMBER_SIZE = 48
};

typedef struct packer {
  eir_explanation *explanation;
  const eir_case *the_case;
  eir_i_census census;
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

/* ---- the census ---- */

static bool is_complete(const packer *p) {
  bool complete = p->census.idle_known && p->census.unanimous.known;
  for (size_t k = 0; k < p->the_case->n_signatories; k++)
    complete = complete && p->census.alone[k].known && p->census.without[k].known;
  return complete;
}

/* A walk is always quick enough where outcomes are few. When all must sign, counting is
 * quicker; under a quota it would have to look at many coalitions for each number.
 * Beyond ALWAYS_COUNTED outcomes only when asked, and only by counting. */
static eir_status take_census(packer *p) {
  const eir_explanation *explanation = p->explanation;
  uint64_t n = eir_i_outcome_count(p->the_case, ALWAYS_COUNTED);
  bool few = n <= ALWAYS_COUNTED;
  bool asked = eir_i_setting(explanation->options, EIR_I_SETTING_COUNT_DEALS) == 1;
  if (!few && !asked)
    return EIR_OK;
  bool all_sign = p->the_case->quota == p->the_case->n_signatories;
  bool walk = few && (n <= WALKED_AT_LEAST || !all_sign);
  eir_status status = EIR_OK;
  if (!walk) {
    eir_i_effort own = share_of(p, few ? STEPS_AN_OUTCOME * n : 0);
    status = eir_i_census_count(explanation, &own, &p->census);
    give_back(p, &own);
    walk = few && !is_complete(p);
  }
  if (status == EIR_OK && walk) {
    eir_i_effort own = share_of(p, 0);
    status = eir_i_census_walk(explanation, &own, &p->census);
    give_back(p, &own);
  }
  return status;
}

/* A number in decimal. */
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

static eir_status tell_counts(packer *p, size_t k) {
  const eir_i_tally *alone = &p->census.alone[k], *without = &p->census.without[k];
  const eir_i_tally *all = &p->census.unanimous;
  eir_party_packages *made = &p->made[k];
  eir_status status = EIR_OK;
  if (alone->known)
    status = tell(p, alone->count, &made->alone);
  if (status == EIR_OK && without->known)
    status = tell(p, without->count, &made->if_not_blocking);
  if (status != EIR_OK || !without->known || !all->known)
    return status;
  assert(without->count >= all->count); /* fewer demands, no fewer deals */
  return tell(p, without->count - all->count, &made->sole_refuser);
}

static eir_status tell_idle(packer *p) {
  eir_explanation *explanation = p->explanation;
  size_t n = 0;
  size_t *idle =
      eir_i_arena_take_array(&explanation->arena, explanation->n_demands, sizeof *idle);
  if (idle == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < explanation->n_demands && p->census.idle_known; d++) {
    if (p->census.idle[d])
      idle[n++] = d;
  }
  explanation->idle_known = p->census.idle_known;
  explanation->idle = (eir_demand_set){.demands = idle, .count = n};
  return EIR_OK;
}

/* ---- headroom ---- */

static eir_status find_headroom(packer *p, size_t k) {
  const eir_i_party *party = &p->the_case->parties[p->the_case->signatories[k]];
  if (!eir_i_party_has_scores(party))
    return EIR_OK;
  eir_i_headroom found = p->census.headroom[k];
  eir_status status = EIR_OK;
  if (!found.known && p->explanation->effort.end == EIR_END_COMPLETE) {
    eir_i_effort own = share_of(p, STEPS_FOR_HEADROOM);
    status = eir_i_headroom_search(p->explanation, k, &own, &found);
    give_back(p, &own);
  }
  eir_party_packages *made = &p->made[k];
  made->has_headroom = found.known;
  made->headroom_unlimited = found.unlimited;
  made->headroom = found.known && !found.unlimited ? found.most : 0;
  return status;
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

/* ---- all of it ---- */

static eir_status pack_party(packer *p, size_t k) {
  p->made[k].party = p->the_case->signatories[k];
  eir_status status = tell_counts(p, k);
  if (status == EIR_OK)
    status = find_power(p, k);
  return status == EIR_OK ? find_headroom(p, k) : status;
}

static eir_status pack(packer *p, eir_i_arena *arena) {
  eir_status status = eir_i_census_make(p->explanation, arena, &p->census);
  if (status == EIR_OK)
    status = take_census(p);
  for (size_t k = 0; status == EIR_OK && k < p->the_case->n_signatories; k++)
    status = pack_party(p, k);
  return status == EIR_OK ? tell_idle(p) : status;
}

eir_status eir_i_explain_packages(eir_explanation *explanation) {
  const eir_case *the_case = explanation->the_case;
  packer p = {.explanation = explanation, .the_case = the_case};
  assert(explanation->solution->exist == EIR_YES);
  p.made = eir_i_arena_take_array(&explanation->arena, the_case->n_signatories,
                                  sizeof *p.made);
  if (p.made == NULL)
    return EIR_NO_MEMORY;
  eir_i_arena arena;
  eir_i_arena_init(&arena, &explanation->memory);
  eir_status status = pack(&p, &arena);
  eir_i_arena_free(&arena);
  if (status != EIR_OK)
    return status;
  explanation->n_deals = explanation->solution->count;
  explanation->packages = p.made;
  explanation->has[EIR_EXPLAINED_PACKAGES] = true;
  return EIR_OK;
}
