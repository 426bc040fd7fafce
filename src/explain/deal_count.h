/* Deal count: how many deals a case, or a variation of it, has. */
#ifndef EIR_EXPLAIN_DEAL_COUNT_H
#define EIR_EXPLAIN_DEAL_COUNT_H

#include "case/model.h"
#include "solve/meeting.h"

/* Counts the certain deals like solving does: always where there are at most 10^6
 * outcomes, beyond that only if `asked`. The tally is not known where they are not
 * counted: too many outcomes, a number beyond 128 bits, rules too tangled, or an effort
 * that ended; of these only the last is told by `effort`.
 * Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_deal_count(const eir_case *the_case, bool asked, eir_i_memory *memory,
                            eir_i_effort *effort, eir_i_tally *out_tally);

#endif
