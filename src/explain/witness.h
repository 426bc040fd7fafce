/* Witness: an outcome that is known, with the demands that it breaks, so that it
 * answers at once whether it is a deal for a set of demands. */
#ifndef EIR_EXPLAIN_WITNESS_H
#define EIR_EXPLAIN_WITNESS_H

#include "explain/demands.h"

/* A demand that an outcome breaks. */
typedef struct eir_i_breach {
  size_t demand;
  bool refuses; /* its signatory does not accept */
  bool forbids; /* no consent helps: a constraint, or a guarantor that is needed */
} eir_i_breach;

typedef struct eir_i_witness {
  const uint32_t *options; /* [n_issues] */
  const eir_i_breach *breaches;
  size_t n_breaches;
} eir_i_witness;

/* Takes a copy of options[n_issues] into `arena` and judges it. Returns EIR_OK or
 * EIR_NO_MEMORY. */
eir_status eir_i_witness_make(const eir_explanation *explanation,
                              const uint32_t *options, eir_i_arena *arena,
                              eir_i_witness *out_witness);

/* Changes options[n_issues] one issue at a time for as long as what it breaks then
 * costs less, or as much in fewer demands. */
void eir_i_witness_cheapen(const eir_explanation *explanation, uint32_t *options);

/* Is it a deal when only the demands on[n_demands] are asked for? */
bool eir_i_witness_meets(const eir_explanation *explanation,
                         const eir_i_witness *witness, const bool *on);

/* Switches on all that it meets, and then, one by one in this order[n_demands], what
 * it breaks, as long as it stays a deal (under a quota some may refuse). */
void eir_i_witness_extend(const eir_explanation *explanation,
                          const eir_i_witness *witness, const size_t *order, bool *on);

#endif
