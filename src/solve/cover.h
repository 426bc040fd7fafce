/* Cover: a smaller list that comes near every deal, where the frontier is too large.
 *
 * The promise (docs/formats/solve-json.md): for every deal that leaves each signatory
 * at least epsilon above its reservation, in utility, the list has a deal within
 * epsilon of it in every utility.
 *
 * A vector that is left out is charged to one that stays and is nearly as good; that
 * one carries how much was lost, at most, by all it stands for. The loss is one more
 * dimension of the vectors, so that the filters only drop a vector for one that carries
 * at least as much. What may be lost after each issue grows slowly to half of epsilon;
 * all of it may be spent after the last (Papadimitriou and Yannakakis 2000 show that
 * small covers exist). */
#ifndef EIR_SOLVE_COVER_H
#define EIR_SOLVE_COVER_H

#include "solve/effort.h"
#include "solve/problem.h"
#include "solve/trail.h"

/* Losses and epsilon count in parts of 10^-12 of a utility. */
#define EIR_I_COVER_ONE INT64_C(1000000000000)

typedef struct eir_i_cover {
  int64_t epsilon;
  const int64_t
      *scale; /* [n_dimensions less the loss] score that counts as utility 1 */
} eir_i_cover;

/* Adds the dimension of the loss to a problem, last: nothing gains in it and it has no
 * floor. False without memory. */
bool eir_i_cover_add_loss(eir_i_problem *problem,
                          eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

/* What may be lost after `done` of `n_issues` issues. */
int64_t eir_i_cover_budget(const eir_i_cover *cover, size_t done, size_t n_issues);

/* Thins a front in place: scores[*count][n], the loss last, and steps[*count]. What
 * stays keeps its order. False without memory or when the effort ended. Cost: about
 * count * log(count). */
bool eir_i_cover_thin(const eir_i_cover *cover, int64_t budget, size_t n,
                      int64_t *scores, eir_i_step *steps, size_t *count,
                      eir_i_memory *memory, eir_i_effort *effort) EIR_NO_RESULT_IGNORED;

#endif
