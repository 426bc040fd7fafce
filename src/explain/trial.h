/* Trial: can these demands be met together?
 *
 * What is known answers first: an outcome that is a deal for them, or a conflict among
 * them. Only then the solver is asked, and what it finds is kept. */
#ifndef EIR_EXPLAIN_TRIAL_H
#define EIR_EXPLAIN_TRIAL_H

#include "explain/witness.h"

typedef struct eir_i_trial {
  const eir_explanation *explanation;
  eir_i_effort *effort;
  eir_i_arena *arena;    /* for what is kept */
  eir_i_array witnesses; /* of eir_i_witness */
  eir_i_array conflicts; /* of eir_demand_set */
  size_t *order;         /* [n_demands] those that cost most first */
  uint32_t *outcome;     /* [n_issues] scratch */
} eir_i_trial;

/* Returns EIR_OK or EIR_NO_MEMORY; eir_i_trial_free() in any case. */
eir_status eir_i_trial_init(eir_i_trial *trial, const eir_explanation *explanation,
                            eir_i_effort *effort, eir_i_arena *arena);
void eir_i_trial_free(eir_i_trial *trial);

/* Is there an outcome that is a deal when only on[n_demands] are asked for? Where there
 * is, *out_witness is the number of one. UNKNOWN when the effort ended. Returns EIR_OK
 * or EIR_NO_MEMORY. */
eir_status eir_i_trial_ask(eir_i_trial *trial, const bool *on, eir_answer *out_answer,
                           size_t *out_witness);

/* Given demands that can be met, by witness *io_witness: switches on more until no
 * further one can be met with them; *io_witness then meets them all. Given ones that
 * cannot: switches off until each that is left is needed for that. *out_done: the
 * effort did not end on the way. Return EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_trial_grow(eir_i_trial *trial, bool *on, size_t *io_witness,
                            bool *out_done);
eir_status eir_i_trial_shrink(eir_i_trial *trial, bool *on, bool *out_done);

/* Keeps a conflict, to answer with. Its demands stay where they are. False without
 * memory. */
bool eir_i_trial_keep(eir_i_trial *trial,
                      eir_demand_set conflict) EIR_NO_RESULT_IGNORED;

/* Keeps an outcome, options[n_issues], as a witness; its number. Returns EIR_OK or
 * EIR_NO_MEMORY. */
eir_status eir_i_trial_adopt(eir_i_trial *trial, const uint32_t *options,
                             size_t *out_witness);

const eir_i_witness *eir_i_trial_witness(const eir_i_trial *trial, size_t index);

#endif
