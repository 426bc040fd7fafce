/* Tally: how many deals there are, counted without looking at each. */
#ifndef EIR_SOLVE_TALLY_H
#define EIR_SOLVE_TALLY_H

#include "solve/meeting.h"

/* Under a quota every coalition counts for itself; more than these are refused. */
enum { EIR_I_TALLY_MOST_COALITIONS = 20000 };

/* Is the number of coalitions small enough for eir_i_tally_deals()? */
bool eir_i_tally_can(const eir_case *the_case);

/* Counts the deals (CERTAIN or POSSIBLE ones) of a case for which eir_i_tally_can()
 * holds. `cut` as in meeting.h. Returns EIR_OK (also when the effort ended) or
 * EIR_NO_MEMORY. */
eir_status eir_i_tally_deals(const eir_case *the_case, eir_i_consent consent,
                             size_t cut, eir_i_memory *memory, eir_i_effort *effort,
                             eir_i_tally *out_tally);

#endif
