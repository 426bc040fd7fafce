/* Search in depth: all outcomes that meet a bound.
 *
 * A partial outcome is left when a party, or a total, cannot reach its floor even with
 * the best that the rules still allow. Whoever takes the outcomes may raise the floors
 * meanwhile. */
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

/* Where and for what. `states` are the problem's own, and feasible; it makes no
 * cover. */
typedef struct eir_i_depth {
  const eir_i_problem *problem;
  const eir_i_states *states;
  const eir_i_bound *bound; /* with one total or more */
  uint64_t most;            /* partial outcomes looked at; more are too many */
  eir_i_depth_take *take;
  void *user;
} eir_i_depth;

/* Of the options of an issue that no rule tells apart and of which another is at least
 * as good for everybody, all but the first are left out: no caps, then. */
eir_i_depth_end eir_i_depth_search(const eir_i_depth *depth, eir_i_effort *effort,
                                   eir_i_memory *memory);

#endif
