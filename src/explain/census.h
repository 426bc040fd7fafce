/* Census: the numbers of deals that tell what each party, and each demand, shuts out.
 *
 * There are two ways to take it, which agree: from two halves of the issues, a count
 * for each number, which is quick where few coalitions are to be counted; or in one
 * walk through all outcomes, where those are few. */
#ifndef EIR_EXPLAIN_CENSUS_H
#define EIR_EXPLAIN_CENSUS_H

#include "explain/headroom.h"
#include "solve/meeting.h"

/* Of outcomes that meet the constraints; only what is sure counts as consent. */
typedef struct eir_i_census {
  eir_i_tally deals;        /* under the consent rule */
  eir_i_tally unanimous;    /* deals if all had to sign */
  eir_i_tally *alone;       /* [n_signatories] it accepts, whatever others say */
  eir_i_tally *without;     /* [n_signatories] unanimous if it had no demands */
  eir_i_headroom *headroom; /* [n_signatories] of those with scores */
  bool idle_known;          /* of all demands */
  bool *idle;               /* [n_demands] without it there are no more deals */
} eir_i_census;

/* A census in which nothing is known. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_census_make(const eir_explanation *explanation, eir_i_arena *arena,
                             eir_i_census *out_census);

/* Both fill a census as far as the effort goes, and return EIR_OK or EIR_NO_MEMORY. */

/* From two halves. What is too tangled, has too many coalitions or more than 128 bits
 * stays unknown. */
eir_status eir_i_census_count(const eir_explanation *explanation, eir_i_effort *effort,
                              eir_i_census *census);
/* Outcome by outcome: some 10^6 of them in less than a second. */
eir_status eir_i_census_walk(const eir_explanation *explanation, eir_i_effort *effort,
                             eir_i_census *census);

#endif
