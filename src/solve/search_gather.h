/* Search gather: the frontier of the outcomes that meet a bound, in depth where that
 * is quick, else by the engine. */
#ifndef EIR_SOLVE_SEARCH_GATHER_H
#define EIR_SOLVE_SEARCH_GATHER_H

#include "solve/bound.h"
#include "solve/search_run.h"

/* Fills s->out. floor[n]: those of r before any deal was known. The bound may be
 * raised, and deals are offered to the run. Returns EIR_OK (also when the effort ended)
 * or EIR_NO_MEMORY. */
eir_status eir_i_gather(eir_i_only_spot *s, eir_i_bound *bound, const int64_t *floor);

#endif
