/* Search only: single solutions without the frontier.
 *
 * For each solution a good deal is searched for; whatever would beat or equal it must
 * meet floors and totals (bound.h), and the frontier of the outcomes that do is small.
 * From it the solution is chosen as from the whole frontier, with the same ties. */
#ifndef EIR_SOLVE_SEARCH_ONLY_H
#define EIR_SOLVE_SEARCH_ONLY_H

#include "solve/solution.h"

/* Fills `exist` and the concepts that `wanted` has as bits of eir_concept, for a case
 * where every signatory has scores; the scales are known. A concept that a limit stops
 * keeps the best deal found, with `proved` false.
 * Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. */
eir_status eir_i_search_only(eir_solution *solution, const eir_i_stakes *stakes,
                             uint64_t wanted, size_t n_threads);

#endif
