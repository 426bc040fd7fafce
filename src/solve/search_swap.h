/* Swap search: improving an outcome by changing one or two issues at a time. */
#ifndef EIR_SOLVE_SEARCH_SWAP_H
#define EIR_SOLVE_SEARCH_SWAP_H

#include "solve/search.h"
#include "solve/search_graph.h"

/* How good the scores are for the goal: the greater the better. Below
 * EIR_I_WORTH_REFUSED when a floor is not met, more so the more is missing. */
#define EIR_I_WORTH_REFUSED (-1e200)
double eir_i_search_worth(const eir_i_goal *goal, size_t n_dimensions,
                          const int64_t *scores);

/* Improves outcome[n_issues] with its scores[n_dimensions] (not capped) until no swap
 * of one or two issues does. Returns its worth. `out_failed` is set without memory. */
double eir_i_search_swap(const eir_i_search_graph *graph, const eir_i_goal *goal,
                         eir_i_effort *effort, eir_i_arena *arena, uint32_t *outcome,
                         int64_t *scores, bool *out_failed);

#endif
