/* Robust bounds: what is so for every value of the inputs, and what for some. */
#ifndef EIR_EXPLAIN_ROBUST_BOUNDS_H
#define EIR_EXPLAIN_ROBUST_BOUNDS_H

#include "explain/robust_plan.h"

/* Sets certain and possible of deals[n_deals], and always and ever of the whole: right
 * or EIR_UNKNOWN. Returns EIR_OK, also when the effort ended, or EIR_NO_MEMORY. */
eir_status eir_i_robust_bounds(eir_explanation *explanation, const eir_i_inputs *inputs,
                               eir_robust_deal *deals, size_t n_deals);

/* What the draws prove beyond that: what was so in one draw is so for some values, and
 * what was not so in one is not so for all. */
void eir_i_robust_learn(eir_explanation *explanation, const eir_i_inputs *inputs,
                        eir_robust_deal *deals, size_t n_deals);

#endif
