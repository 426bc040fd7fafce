/* Coalition: do guarantors together have what a guarantee takes?
 *
 * A guarantee requires amounts of capabilities; each guarantor offers some, at a cost,
 * and stays with a chance, on its own account. All amounts are whole numbers, in
 * whatever parts the caller chose. Up to 40 guarantors, exactly; where a limit is
 * reached what is left open is said. */
#ifndef EIR_HOLD_COALITION_H
#define EIR_HOLD_COALITION_H

#include "base/memory.h"

enum {
  EIR_I_COALITION_MEMBERS = 40,
  EIR_I_COALITION_CAPABILITIES = 16,
  EIR_I_COALITION_LISTED = 1000,    /* minimal coalitions that are listed */
  EIR_I_COALITION_STEPS = 20000000, /* of the search for them */
  EIR_I_COALITION_STATES = 1 << 21, /* totals that are told apart */
  EIR_I_COALITION_CHANCE_ONE = 1000000
};

typedef struct eir_i_offers {
  size_t n_members;
  size_t n_capabilities;
  const int64_t *offers;   /* [n_members][n_capabilities], at least 0, below 2^52 */
  const int64_t *required; /* [n_capabilities], at least 0, below 2^52 */
  const int64_t *cost;     /* [n_members] at least 0, below 2^52 */
  const int64_t *stays;    /* [n_members] chance, in parts of 10^-6 */
} eir_i_offers;

/* Coalitions are sets of members, as bits. */
typedef struct eir_i_coalition {
  bool suffices; /* all together */
  /* Without any of these no member can be spared; by size, then by their members. */
  const uint64_t *minimal; /* [n_minimal] */
  size_t n_minimal;
  bool all_minimal; /* false: there are more, or the search was ended */
  /* It suffices after the loss of any so many members; of no meaning if it does not
   * suffice at all. */
  size_t survives;
  bool totals_known; /* false: too many different totals for the next three */
  uint64_t cheapest; /* the smallest, then the first, of several */
  int64_t cheapest_cost;
  double chance; /* that those who stay suffice, each staying on its own account */
} eir_i_coalition;

/* Returns EIR_OK or EIR_NO_MEMORY; the lists are in `arena`. */
eir_status eir_i_coalition_find(const eir_i_offers *offers, eir_i_arena *arena,
                                eir_i_coalition *out_coalition);

#endif
