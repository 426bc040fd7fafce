/* Walk: outcomes one by one in lexicographic order, those that count.
 *
 * A depth-first search over the issues that leaves a branch as soon as no deal can lie
 * below it. It is the plain reading of FORMATS' definition of a deal, quota, vetoes and
 * guarantors included, and shares nothing with the frontier engine. */
#ifndef EIR_SOLVE_WALK_H
#define EIR_SOLVE_WALK_H

#include "solve/effort.h"
#include "solve/problem.h"

typedef struct eir_i_walk eir_i_walk;

/* Starts before the first outcome. `consent` says which outcomes count. `least` is NULL
 * or least_scores[n_signatories]: outcomes below any of them do not count either.
 * Returns EIR_OK or EIR_NO_MEMORY. The walk is freed with the arena. */
eir_status eir_i_walk_new(const eir_case *the_case, eir_i_consent consent,
                          const int64_t *least, eir_i_arena *arena,
                          eir_i_walk **out_walk);

/* Moves to the next outcome that counts; false at the end or when the effort ended. */
bool eir_i_walk_next(eir_i_walk *walk, eir_i_effort *effort) EIR_NO_RESULT_IGNORED;

/* Starts again, through the outcomes only in which `issue` takes `option`. */
void eir_i_walk_restart(eir_i_walk *walk, size_t issue, uint32_t option);

/* Starts again, through options[n_issues] alone. */
void eir_i_walk_restart_at(eir_i_walk *walk, const uint32_t *options);

/* Of the outcome the walk stands on: options[n_issues], scores[n_signatories] (capped;
 * 0 for a signatory without scores). */
const uint32_t *eir_i_walk_options(const eir_i_walk *walk);
const int64_t *eir_i_walk_scores(const eir_i_walk *walk);

#endif
