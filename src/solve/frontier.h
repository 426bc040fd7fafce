/* Frontier: the exact Pareto frontier of a problem, one issue at a time. */
#ifndef EIR_SOLVE_FRONTIER_H
#define EIR_SOLVE_FRONTIER_H

#include "solve/states.h"

/* Entries in descending lexicographic order of their scores. */
typedef struct eir_i_frontier {
  size_t count;
  size_t n_dimensions;
  size_t n_issues;
  int64_t *scores;    /* [count][n_dimensions] */
  uint32_t *outcomes; /* [count][n_issues] the lexicographically smallest each */
} eir_i_frontier;

/* Finds the frontier of a problem: the distinct score vectors at or above the floor
 * that meet the rules and that no other such vector dominates. With no dimension it has
 * one entry, or none when nothing meets the rules. The result is in `arena`.
 * Returns EIR_OK (also when the effort ended; the frontier is empty then) or
 * EIR_NO_MEMORY. Cost: for every state and option a pass over the state's front. */
eir_status eir_i_frontier_find(const eir_i_problem *problem, eir_i_effort *effort,
                               size_t n_threads, eir_i_arena *arena,
                               eir_i_frontier *out_frontier);

#endif
