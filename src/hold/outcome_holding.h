/* Outcome holding: whether one outcome of a case holds for each signatory. */
#ifndef EIR_HOLD_OUTCOME_HOLDING_H
#define EIR_HOLD_OUTCOME_HOLDING_H

#include "hold/clauses.h"
#include "hold/holding.h"
#include "solve/solution.h"

/* The keeping of a party with scores in an outcome, at the middle of every range. */
void eir_i_outcome_keeping(const eir_solution *solution, const uint32_t *outcome,
                           size_t signatory, eir_i_keeping *out_keeping,
                           bool *out_void);

/* The utility of the outcome and of the reservation, at the middle of every range. */
void eir_i_outcome_utilities(const eir_solution *solution, const uint32_t *outcome,
                             size_t signatory, eir_i_rational *out_comply,
                             eir_i_rational *out_reservation);

/* Does the outcome hold for every signatory with scores? */
bool eir_i_outcome_holds(const eir_solution *solution, const uint32_t *outcome);

/* ---- the weakest that suffices (least.c) ---- */

/* Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_least_find(const eir_solution *solution,
                            const eir_callbacks *callbacks, eir_i_arena *arena,
                            eir_i_least *out_least);
/* What an option costs, in parts of 10^-6. */
int64_t eir_i_least_cost(const eir_i_least *least, size_t issue, uint32_t option);

#endif
