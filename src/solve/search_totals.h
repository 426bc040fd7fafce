/* Search totals: what a deal must reach to be as good as the best known, for each
 * solution: floors of the parties, and totals over all of them (bound.h). */
#ifndef EIR_SOLVE_SEARCH_TOTALS_H
#define EIR_SOLVE_SEARCH_TOTALS_H

#include "solve/bound.h"
#include "solve/search.h"
#include "solve/search_run.h"

/* What the search is to make as large as possible; fills r->measure. */
eir_i_goal_kind eir_i_totals_goal(eir_i_only_run *r);

/* Raises r->floor and adds totals to `bound`, whose floors are r->floor. *out_none: no
 * outcome of this coalition can be the solution.
 * Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. */
eir_status eir_i_totals_make(eir_i_only_spot *s, const eir_i_searched *searched,
                             eir_i_bound *bound, bool *out_none);

/* Of the least gain, after a better deal: raises r->floor, which is as it was before
 * any deal was known. */
void eir_i_totals_raise_floors(eir_i_only_spot *s);

#endif
