/* Used: which options the deals take, without walking through all of them. */
#ifndef EIR_SOLVE_USED_H
#define EIR_SOLVE_USED_H

#include "solve/tally.h"

enum { EIR_I_USED_WALK_STEPS = 4000 };

typedef struct eir_i_used_question {
  const eir_case *the_case;
  eir_i_consent consent; /* CERTAIN or POSSIBLE */
  const uint32_t *deals; /* [n_deals][n_issues] some deals that are known */
  size_t n_deals;
  uint64_t walk_steps;  /* of the search for one option, at most; at least 1 */
  uint64_t most_counts; /* counts for options that the search did not settle */
} eir_i_used_question;

/* Marks in used[n_issues][n_options], all 0 before, the options that some deal takes.
 * Returns EIR_OK or EIR_NO_MEMORY. *out_known is false when the counts were used up or
 * the effort ended. */
eir_status eir_i_used_find(const eir_i_used_question *question, uint8_t *const *used,
                           eir_i_memory *memory, eir_i_effort *effort, bool *out_known);

#endif
