/* Scale: the score that counts as utility 1 where a case with points gives none. */
#ifndef EIR_SOLVE_SCALE_H
#define EIR_SOLVE_SCALE_H

#include "solve/effort.h"
#include "solve/problem.h"

/* The party's best score over all outcomes, interactions included, constraints and red
 * lines ignored, capped; a unit's worth of 1 if that is not positive. For a party that
 * gives its scale, that. Returns EIR_OK (also when the effort ended; the scale is 1
 * then) or EIR_NO_MEMORY. */
eir_status eir_i_scale_find(const eir_case *the_case, size_t party,
                            eir_i_effort *effort, eir_i_memory *memory,
                            int64_t *out_scale);

#endif
