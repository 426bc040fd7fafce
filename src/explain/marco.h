/* MARCO: all minimal conflicts and all minimal unlocks of a list of demands. */
#ifndef EIR_EXPLAIN_MARCO_H
#define EIR_EXPLAIN_MARCO_H

#include "explain/trial.h"

/* A minimal unlock, and a deal that it opens. */
typedef struct eir_i_opening {
  eir_demand_set demands;
  size_t witness; /* number in the trial */
} eir_i_opening;

typedef struct eir_i_marco {
  eir_i_trial *trial;
  uint64_t max;          /* in: so many of each will do; 0: all */
  eir_i_array conflicts; /* of eir_demand_set, in the order found */
  eir_i_array openings;  /* of eir_i_opening, cheapest first (see marco.c) */
  bool complete;         /* all of them were found */
} eir_i_marco;

/* Finds them, in the trial's arena. With `max`, the cheapest unlocks and then the
 * smallest conflicts; there may be more of these than `max`. Returns EIR_OK, also when
 * the effort ended, with what was found, or EIR_NO_MEMORY. eir_i_marco_free() in any
 * case. */
eir_status eir_i_marco_run(eir_i_marco *marco, eir_i_trial *trial, uint64_t max);
void eir_i_marco_free(eir_i_marco *marco);

#endif
