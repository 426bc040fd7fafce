/* Robust run: draw after draw, by several threads, with the same result as by one. */
#ifndef EIR_EXPLAIN_ROBUST_RUN_H
#define EIR_EXPLAIN_ROBUST_RUN_H

#include "explain/robust_search.h"

/* What was found in a draw. */
typedef enum eir_i_draw_state {
  EIR_I_DRAW_NOT_MADE = 0, /* its values give no scores: it does not count */
  EIR_I_DRAW_NO_DEAL,
  EIR_I_DRAW_DEAL
} eir_i_draw_state;

typedef struct eir_i_robust_run {
  const eir_i_plan *plan;
  const eir_i_looked_at *looked_at; /* [n_looked_at] */
  size_t n_looked_at;
  size_t n_samples;    /* asked for; then those from the first on that were drawn */
  size_t stride;       /* asked for */
  uint8_t *states;     /* [stride] eir_i_draw_state */
  uint8_t *accepted;   /* [n_looked_at][stride] 1: a deal in that draw */
  int64_t *regrets;    /* [n_looked_at][stride] 10^-12 of a utility; 0 without deal */
  uint64_t most_steps; /* in all */
} eir_i_robust_run;

/* Takes the arrays from `arena` and draws. Ends early where the effort or `most_steps`
 * does: n_samples is then smaller, the same for any number of threads (unless the stop
 * callback ended it). Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_robust_draw(eir_i_robust_run *run, size_t n_threads,
                             eir_i_effort *effort, eir_i_arena *arena);

#endif
