/* Falls: how far reservation values must come down for an unlock to open a deal. */
#ifndef EIR_EXPLAIN_FALLS_H
#define EIR_EXPLAIN_FALLS_H

#include "explain/demands.h"

/* Fills the falls of a minimal unlock whose demands are set: over the outcomes that
 * meet all other demands, those with the least sum of fall / scale, and of these the
 * lexicographically smallest outcome, which becomes the unlock's. Without a reservation
 * in it there are no falls, and its outcome becomes the smallest deal that it opens. On
 * entry its outcome is some deal that it opens; it stays, and has_falls is false, when
 * the effort ends. Returns EIR_OK or EIR_NO_MEMORY. Cost: a few existence questions for
 * each reservation and issue. */
eir_status eir_i_falls_find(eir_explanation *explanation, eir_i_effort *effort,
                            eir_unlock *io_unlock);

#endif
