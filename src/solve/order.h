/* Order: in which order the engine decides the issues.
 *
 * Issues that rules tie together come first, group by group, each group in an order
 * that keeps the boundary small: the decided issues that undecided ones still share a
 * rule with. Issues of their own follow, those that move the scores least first,
 * because small steps leave many equal or dominated sums while the sets are still
 * small. */
#ifndef EIR_SOLVE_ORDER_H
#define EIR_SOLVE_ORDER_H

#include "solve/ties.h"

typedef struct eir_i_order {
  uint32_t *issue_at; /* [n_issues] */
  uint32_t *place_of; /* [n_issues] its inverse */
} eir_i_order;

/* Returns EIR_OK or EIR_NO_MEMORY. Cost: for a group of n tied issues about n^2 times
 * the number of rules of an issue, for each of at most 16 starts. */
eir_status eir_i_order_make(const eir_i_problem *problem, const eir_i_classes *classes,
                            const eir_i_ties *ties, eir_i_arena *arena,
                            eir_i_order *out_order);

#endif
