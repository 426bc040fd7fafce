/* Existence: is there a deal at all, and how much can one signatory get?
 *
 * Answered without the frontier, so that it may be asked often and of cases of any
 * size: a search for an outcome that gives every party its reservation, and a proof by
 * Lagrangian bounds where there is none. A score that cannot fall below its reservation
 * costs nothing: to switch a reservation off, make it very low. */
#ifndef EIR_SOLVE_EXISTENCE_H
#define EIR_SOLVE_EXISTENCE_H

#include "solve/effort.h"
#include "solve/problem.h"

/* Is there an outcome that counts under `consent`: quota, vetoes, guarantors, stances,
 * red lines, constraints and reservations of the case? *out_answer is EIR_UNKNOWN when
 * the effort ended before it was known. out_outcome[n_issues] is a witness when the
 * answer is EIR_YES. `arena` is only for its memory: nothing is left in it.
 * Returns EIR_OK or EIR_NO_MEMORY. Cost: for most cases of 30 issues some milliseconds;
 * without bound where the parties are about to agree but do not. */
eir_status eir_i_exists(const eir_case *the_case, eir_i_consent consent,
                        eir_i_effort *effort, size_t n_threads, eir_i_arena *arena,
                        eir_answer *out_answer, uint32_t *out_outcome);

typedef struct eir_i_best {
  size_t signatory; /* in: whose score, a signatory with scores; as given to the case */
  eir_answer answer; /* NO: there is no deal. UNKNOWN: the effort ended */
  bool found;        /* a deal is known; if UNKNOWN there may be better ones */
  int64_t score;     /* of the deal, capped */
  uint32_t *outcome; /* in: room for [n_issues]; the deal */
} eir_i_best;

/* The best score of one signatory over the outcomes that count, exactly, with a
 * witness. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_best_score(const eir_case *the_case, eir_i_consent consent,
                            eir_i_effort *effort, size_t n_threads, eir_i_arena *arena,
                            eir_i_best *io_best);

#endif
