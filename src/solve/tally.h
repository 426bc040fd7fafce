/* Tally: how many deals there are, counted without looking at each. */
#ifndef EIR_SOLVE_TALLY_H
#define EIR_SOLVE_TALLY_H

#include "solve/meeting.h"

/* Under a quota every coalition that is large enough is counted for itself; more than
 * these are refused. */
enum { EIR_I_TALLY_MOST_COALITIONS = 20000 };

/* How many coalitions are counted; EIR_I_TALLY_MOST_COALITIONS + 1 if more. */
uint64_t eir_i_tally_coalitions(const eir_case *the_case);

typedef struct eir_i_tally_question {
  const eir_case *the_case; /* with at most EIR_I_TALLY_MOST_COALITIONS */
  eir_i_consent consent;    /* CERTAIN or POSSIBLE */
  size_t cut;               /* as in meeting.h */
  size_t issue; /* only outcomes in which it takes `option`; SIZE_MAX: all */
  uint32_t option;
} eir_i_tally_question;

/* Counts the deals of a case. Returns EIR_OK (also when the effort ended) or
 * EIR_NO_MEMORY. */
eir_status eir_i_tally_deals(const eir_i_tally_question *question, eir_i_memory *memory,
                             eir_i_effort *effort, eir_i_tally *out_tally);

#endif
