/* Outcome holding: comply is the outcome's utility for the party, reversion that of its
 * reservation less the lasting sanctions, and the rest comes from the clauses. */
#include "hold/outcome_holding.h"

#include <assert.h>

#include "solve/check_case.h"
#include "solve/problem.h"

#include "base/banned.h"

static eir_i_rational utility(int64_t score, int64_t scale) {
  assert(scale > 0);
  eir_i_rational made = {.n = score, .d = scale};
  eir_i_rational_multiply(made, eir_i_rational_whole(1), &made); /* lowest terms */
  return eir_i_short_add(made, eir_i_rational_whole(0));
}

void eir_i_outcome_utilities(const eir_solution *solution, const uint32_t *outcome,
                             size_t signatory, eir_i_rational *out_comply,
                             eir_i_rational *out_reservation) {
  const eir_case *the_case = solution->the_case;
  const eir_i_position *position =
      &the_case->parties[the_case->signatories[signatory]].position;
  const int64_t scale = solution->scale[signatory];
  *out_comply =
      utility(eir_i_check_score(position, the_case->n_issues, outcome), scale);
  *out_reservation = utility(position->reservation, scale);
}

void eir_i_outcome_keeping(const eir_solution *solution, const uint32_t *outcome,
                           size_t signatory, eir_i_keeping *out_keeping,
                           bool *out_void) {
  const eir_case *the_case = solution->the_case;
  const size_t party = the_case->signatories[signatory];
  const eir_i_clauses clauses = {
      .the_case = the_case, .enforcing = the_case->enforcing, .outcome = outcome};
  eir_i_rational sanction;
  eir_i_clauses_set(&clauses, party, EIR_I_PICK_MIDDLE, out_keeping, &sanction,
                    out_void);
  eir_i_outcome_utilities(solution, outcome, signatory, &out_keeping->comply,
                          &out_keeping->reversion);
  out_keeping->reversion = eir_i_short_subtract(out_keeping->reversion, sanction);
}

bool eir_i_outcome_holds(const eir_solution *solution, const uint32_t *outcome) {
  const eir_case *the_case = solution->the_case;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (!eir_i_party_has_scores(&the_case->parties[the_case->signatories[i]]))
      continue;
    eir_i_keeping keeping;
    eir_i_outcome_keeping(solution, outcome, i, &keeping, NULL);
    if (eir_i_keeping_sign(&keeping) < 0)
      return false;
  }
  return true;
}
