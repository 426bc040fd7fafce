/* Search in depth: all outcomes that meet a bound, where no rule ties issues together.
 *
 * A partial outcome is left when a party, or a total, cannot reach its floor even with
 * the best of the rest. Whoever takes the outcomes may raise the floors meanwhile. */
#ifndef EIR_SOLVE_SEARCH_DEPTH_H
#define EIR_SOLVE_SEARCH_DEPTH_H

#include "solve/bound.h"

typedef enum eir_i_depth_end {
  EIR_I_DEPTH_DONE,  /* every outcome that meets the bound was given */
  EIR_I_DEPTH_LARGE, /* too many: given up */
  EIR_I_DEPTH_FAILED /* no memory, or the effort ended */
} eir_i_depth_end;

/* Takes an outcome; `bound` may be raised (then *out_raised is set). False to give up
 * as LARGE. */
typedef bool eir_i_depth_take(void *user, const uint32_t *outcome,
                              const int64_t *scores, bool *out_raised);

/* Can this problem be searched so? */
bool eir_i_depth_suits(const eir_i_problem *problem, const eir_i_bound *bound);

/* Of the options that another of its issue is at least as good as for everybody, all
 * but the first are left out: no caps, then. Looks at `most` partial outcomes at
 * most. */
eir_i_depth_end eir_i_depth_search(const eir_i_problem *problem,
                                   const eir_i_bound *bound, uint64_t most,
                                   eir_i_depth_take *take, void *user,
                                   eir_i_effort *effort, eir_i_memory *memory);

#endif
