/* Headroom: how high a signatory's reservation could be, others fixed, with a deal
 * left. */
#ifndef EIR_EXPLAIN_HEADROOM_H
#define EIR_EXPLAIN_HEADROOM_H

#include "explain/explaining.h"

typedef struct eir_i_headroom {
  bool known;
  bool unlimited; /* a deal is left without its consent */
  int64_t most;   /* else: the most that a deal gives it, in units of the party */
} eir_i_headroom;

/* Of signatory k, who has scores, where there is a deal; from the frontier if that is
 * known, else by search. Returns EIR_OK, also when the effort ended and it is not
 * known, or EIR_NO_MEMORY. */
eir_status eir_i_headroom_search(const eir_explanation *explanation, size_t k,
                                 eir_i_effort *effort, eir_i_headroom *out_headroom);

#endif
