/* Totals: the cheapest coalition, and the chance that those who stay suffice. */
#ifndef EIR_HOLD_TOTALS_H
#define EIR_HOLD_TOTALS_H

#include "hold/coalition.h"

/* Sets totals_known, cheapest, cheapest_cost and chance. EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_totals_find(const eir_i_offers *offers, eir_i_arena *arena,
                             eir_i_coalition *out_coalition);

#endif
