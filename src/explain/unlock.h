/* Unlock: what it takes to open a deal by giving way on some demands. */
#ifndef EIR_EXPLAIN_UNLOCK_H
#define EIR_EXPLAIN_UNLOCK_H

#include "explain/marco.h"

/* Turns the openings of MARCO into unlocks, sorted, with their falls, in the
 * explanation's arena. At most `max`; 0: all. Returns EIR_OK, also when the effort
 * ended (falls are then missing), or EIR_NO_MEMORY. */
eir_status eir_i_unlock_all(eir_explanation *explanation, const eir_i_marco *marco,
                            uint64_t max);

#endif
