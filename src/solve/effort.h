/* Effort: the limits of a run, the stop callback and progress, in one place.
 *
 * Work is counted in steps (vectors looked at), so that a limited run ends at the same
 * point every time. The stop callback is asked every few thousand steps. */
#ifndef EIR_SOLVE_EFFORT_H
#define EIR_SOLVE_EFFORT_H

#include "base/memory.h"

typedef struct eir_i_effort {
  const eir_callbacks *callbacks; /* NULL: none */
  uint64_t steps;
  uint64_t max_steps;  /* 0: no limit */
  uint64_t max_points; /* vectors of one set; 0: no limit */
  uint64_t next_poll;
  eir_end end; /* COMPLETE while going on */
  eir_progress progress;
  uint64_t width;       /* for the statistics */
  uint64_t largest_set; /* for the statistics */
} eir_i_effort;

/* Counts `steps` and polls. False when the run must end; `end` says why. */
bool eir_i_effort_spend(eir_i_effort *effort, uint64_t steps) EIR_NO_RESULT_IGNORED;

/* Checks a set of `points` vectors against the limit, and notes the largest. */
bool eir_i_effort_points(eir_i_effort *effort, uint64_t points) EIR_NO_RESULT_IGNORED;

/* Ends the run. Always returns false, for `return eir_i_effort_end(...)`. The first
 * reason stays. */
bool eir_i_effort_end(eir_i_effort *effort, eir_end end);

/* A failed allocation: a reached memory limit ends the run and gives EIR_OK, anything
 * else is EIR_NO_MEMORY. */
eir_status eir_i_effort_no_memory(eir_i_effort *effort, const eir_i_memory *memory);

#endif
