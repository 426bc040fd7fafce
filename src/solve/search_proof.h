/* Search proof: a bound that no deal exceeds, for searches that a limit ends.
 *
 * Multipliers become integers, the largest total over all outcomes is found exactly,
 * and what follows for the solution's value is rounded up. */
#ifndef EIR_SOLVE_SEARCH_PROOF_H
#define EIR_SOLVE_SEARCH_PROOF_H

#include "solve/search.h"
#include "solve/search_run.h"

/* Bounds what the concept compares over the outcomes of the spot's problem, which meet
 * r->floor, and notes it in r->bound. Of Nash: the product if all of r->gaining gain.
 * Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_proof_add(eir_i_only_spot *s, const eir_i_searched *searched);

/* The bound on `value` for a run that a limit ended, from what r->best and the rest
 * say. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_proof_give(eir_i_only_run *r, eir_concept_result *result);

#endif
