/* Robust sums: shares, regrets and swings of what was found in the draws. */
#ifndef EIR_EXPLAIN_ROBUST_SUMS_H
#define EIR_EXPLAIN_ROBUST_SUMS_H

#include "explain/robust_run.h"

/* `count` of `samples` draws, with the 95 % interval of Wilson (1927, "Probable
 * inference, the law of succession, and statistical inference"). */
eir_share eir_i_robust_share(uint64_t count, uint64_t samples);

/* Sets samples, deal, best and, of deals[n_looked_at], signed_by_all and the
 * regrets. */
eir_status eir_i_robust_sum(const eir_i_robust_run *run, eir_i_memory *memory,
                            eir_robust *robust, eir_robust_deal *deals);

/* Sets the swings of unknowns[n_inputs], which are in the order of the inputs, and
 * brings them into their own. */
eir_status eir_i_robust_swings(const eir_i_robust_run *run, size_t best,
                               eir_i_memory *memory, eir_unknown *unknowns);

#endif
