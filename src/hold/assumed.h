/* Assumed: how much of an answer rests on values that are not known. */
#ifndef EIR_HOLD_ASSUMED_H
#define EIR_HOLD_ASSUMED_H

#include "hold/outcome_holding.h"

/* Sets the holding's `assumed` and `unknowns`, where the case gives ranges that matter.
 * EIR_OK, also when the stop callback ended it, or EIR_NO_MEMORY. */
eir_status eir_i_hold_assumed(eir_holding *holding, const eir_solution *solution,
                              const eir_options *options,
                              const eir_callbacks *callbacks);

/* The least and largest utility of the outcome for a signatory with scores, and of its
 * reservation, whatever the numbers of its position are. False: not known. */
bool eir_i_utility_range(const eir_solution *solution, const uint32_t *outcome,
                         size_t signatory, eir_i_arena *arena, eir_i_rational comply[2],
                         eir_i_rational reservation[2]);

#endif
