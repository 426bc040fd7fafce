/* Meeting: how many outcomes of a problem count, without looking at each.
 *
 * The issues are split in two halves. Partial sums are made from both ends, until they
 * meet at a cut; there, in every state, the pairs that reach the floors are counted. */
#ifndef EIR_SOLVE_MEETING_H
#define EIR_SOLVE_MEETING_H

#include "solve/problem.h"
#include "solve/sums.h"

#define EIR_I_CUT_BALANCED SIZE_MAX

typedef struct eir_i_tally {
  bool known; /* false: the number is too large, or the effort ended */
  eir_i_u128 count;
} eir_i_tally;

/* Counts the outcomes that meet the problem's rules and floors. `cut` is how many
 * issues of the engine's order make the first half, or EIR_I_CUT_BALANCED: what gives
 * the shortest lists.
 * Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. Cost: about the square
 * root of the number of outcomes, or less where sums are equal or out of reach. */
eir_status eir_i_meeting_count(const eir_i_problem *problem, size_t cut,
                               eir_i_memory *memory, eir_i_effort *effort,
                               eir_i_tally *out_tally);

#endif
