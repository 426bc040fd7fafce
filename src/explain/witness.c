/* Witness: what one outcome breaks, and for which sets of demands it is a deal.
 *
 * A demand that is off asks for nothing. So an outcome is a deal for a set when no
 * demand of the set forbids it and, of the signatories, those that some demand of the
 * set makes refuse leave the quota and have no veto. */
#include "explain/witness.h"

#include <assert.h>
#include <string.h>

#include "explain/judge.h"

#include "base/banned.h"

static eir_i_breach judge(const eir_explanation *explanation, size_t index,
                          const uint32_t *options) {
  const eir_case *the_case = explanation->the_case;
  const eir_demand *demand = &explanation->demands[index];
  const eir_i_origin *origin = &explanation->origins[index];
  eir_i_breach breach = {.demand = index};
  switch (demand->kind) {
  case EIR_DEMAND_CONSTRAINT:
    breach.forbids =
        !eir_i_judge_rule(&the_case->constraints[origin->rule], options, false);
    break;
  case EIR_DEMAND_RED_LINE: {
    const eir_i_rule *rules = the_case->parties[demand->party].position.red_lines;
    bool broken = !eir_i_judge_rule(&rules[origin->rule], options, false);
    breach.refuses = broken && origin->signatory != SIZE_MAX;
    breach.forbids =
        broken && origin->guards && eir_i_judge_needs(the_case, demand->party, options);
    break;
  }
  case EIR_DEMAND_RESERVATION:
    breach.refuses = eir_i_judge_score(the_case, demand->party, options) <
                     the_case->parties[demand->party].position.reservation;
    break;
  case EIR_DEMAND_REFUSAL:
  case EIR_DEMAND_UNKNOWN:
    breach.refuses = eir_i_demand_names(demand, options);
    break;
  }
  return breach;
}

eir_status eir_i_witness_make(const eir_explanation *explanation,
                              const uint32_t *options, eir_i_arena *arena,
                              eir_i_witness *out_witness) {
  size_t n_issues = explanation->the_case->n_issues, n = 0;
  for (size_t d = 0; d < explanation->n_demands; d++) {
    eir_i_breach breach = judge(explanation, d, options);
    n += breach.refuses || breach.forbids;
  }
  uint32_t *copy = eir_i_arena_take_array(arena, n_issues, sizeof *copy);
  eir_i_breach *breaches = eir_i_arena_take_array(arena, n, sizeof *breaches);
  if (copy == NULL || breaches == NULL)
    return EIR_NO_MEMORY;
  memcpy(copy, options, n_issues * sizeof *copy);
  *out_witness = (eir_i_witness){.options = copy, .breaches = breaches};
  for (size_t d = 0; d < explanation->n_demands; d++) {
    eir_i_breach breach = judge(explanation, d, options);
    if (breach.refuses || breach.forbids)
      breaches[out_witness->n_breaches++] = breach;
  }
  assert(out_witness->n_breaches == n);
  return EIR_OK;
}

/* What the outcome breaks: cost first, then number. */
static eir_i_u128 price(const eir_explanation *explanation, const uint32_t *options) {
  eir_i_u128 sum = 0;
  for (size_t d = 0; d < explanation->n_demands; d++) {
    eir_i_breach breach = judge(explanation, d, options);
    eir_i_u128 cost = (eir_i_u128)explanation->origins[d].cost;
    if (breach.refuses || breach.forbids)
      sum += cost * (explanation->n_demands + 1) + 1;
  }
  return sum;
}

void eir_i_witness_cheapen(const eir_explanation *explanation, uint32_t *options) {
  const eir_case *the_case = explanation->the_case;
  eir_i_u128 least = price(explanation, options);
  for (bool better = true; better;) { /* the price falls each time round */
    better = false;
    for (size_t i = 0; i < the_case->n_issues; i++) {
      uint32_t best = options[i];
      for (uint32_t o = 0; o < the_case->issues[i].n_options; o++) {
        options[i] = o;
        eir_i_u128 now = price(explanation, options);
        if (now < least) {
          least = now;
          best = o;
          better = true;
        }
      }
      options[i] = best;
    }
  }
}

static size_t count_bits(uint64_t bits) {
  size_t count = 0;
  for (; bits != 0; bits &= bits - 1)
    count++;
  return count;
}

bool eir_i_witness_meets(const eir_explanation *explanation,
                         const eir_i_witness *witness, const bool *on) {
  const eir_case *the_case = explanation->the_case;
  uint64_t refusing = 0; /* signatory numbers as bits */
  for (size_t b = 0; b < witness->n_breaches; b++) {
    const eir_i_breach *breach = &witness->breaches[b];
    if (!on[breach->demand])
      continue;
    if (breach->forbids ||
        the_case->parties[explanation->demands[breach->demand].party].veto)
      return false;
    refusing |= UINT64_C(1) << explanation->origins[breach->demand].signatory;
  }
  return the_case->n_signatories - count_bits(refusing) >= the_case->quota;
}

void eir_i_witness_extend(const eir_explanation *explanation,
                          const eir_i_witness *witness, const size_t *order, bool *on) {
  assert(eir_i_witness_meets(explanation, witness, on));
  size_t n = explanation->n_demands;
  /* All that it does not break can be on; what it breaks is off unless it was on. */
  for (size_t d = 0, b = 0; d < n; d++) {
    bool broken = b < witness->n_breaches && witness->breaches[b].demand == d;
    b += broken;
    on[d] = on[d] || !broken;
  }
  for (size_t i = 0; i < n; i++) {
    size_t d = order[i];
    if (on[d])
      continue;
    on[d] = true;
    on[d] = eir_i_witness_meets(explanation, witness, on);
  }
}
