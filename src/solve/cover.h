/* Cover: a smaller list that comes near every deal, where the frontier is too large.
 *
 * The promise (docs/formats/solve-json.md): for every deal that leaves each signatory
 * at least epsilon above its reservation, in utility, the list has a deal within
 * epsilon of it in every utility.
 *
 * Vectors are taken best sum first. One that a kept vector nearly matches is left out
 * and charged to it; the kept one carries how much was lost, at most, by all it stands
 * for, as one more number after its scores. What may be lost after each issue grows
 * slowly to three quarters of epsilon; all of it may be spent after the last. (That
 * small covers exist: Papadimitriou and Yannakakis 2000.) */
#ifndef EIR_SOLVE_COVER_H
#define EIR_SOLVE_COVER_H

#include "solve/front.h"
#include "solve/problem.h"

/* Losses and epsilon count in parts of 10^-12 of a utility. */
#define EIR_I_COVER_ONE INT64_C(1000000000000)

typedef struct eir_i_cover {
  int64_t epsilon;
  const int64_t
      *scale; /* [n_dimensions less the loss] score that counts as utility 1 */
} eir_i_cover;

/* Adds the loss to a problem as its last dimension: nothing gains in it and it has no
 * floor. False without memory. */
bool eir_i_cover_add_loss(eir_i_problem *problem,
                          eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

/* What may be lost after `done` of `n_issues` issues. */
int64_t eir_i_cover_budget(const eir_i_cover *cover, size_t done, size_t n_issues);

/* Appends to `kept` a cover of the union of sources[count], within the budget; the
 * filter says the memory, the effort and the number of dimensions, the loss included.
 * Sources and result are in the order of falling sums of utilities. False without
 * memory or when the effort ended. Cost: a search in a tree for each vector; those that
 * are kept cost most, since everything that could stand in must be ruled out. */
bool eir_i_cover_merge(const eir_i_cover *cover, int64_t budget,
                       const eir_i_filter *filter, const eir_i_shifted *sources,
                       size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;

#endif
