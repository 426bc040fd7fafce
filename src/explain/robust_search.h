/* Robust search: the best deal of one draw. */
#ifndef EIR_EXPLAIN_ROBUST_SEARCH_H
#define EIR_EXPLAIN_ROBUST_SEARCH_H

#include "explain/robust_hand.h"

/* Asked every few thousand steps; false ends the search. */
typedef bool eir_i_search_goes_on(void *user);

typedef struct eir_i_best_deal {
  bool any;           /* in: any deal will do, not the best alone */
  bool found;         /* in: a deal is known */
  int64_t surplus;    /* in: its least surplus. The search looks for more */
  uint64_t steps;     /* counted up */
  uint64_t max_steps; /* 0: no limit */
  eir_i_search_goes_on *goes_on;
  void *user;
} eir_i_best_deal;

/* Is there a deal in this draw, and what is the largest least surplus of a deal? With
 * `any`, and where the plan is not rated, it ends at the first deal. False when it was
 * ended before it was done. Cost: some thousand steps for two parties and 10^5
 * outcomes; without bound in the worst case. */
bool eir_i_hand_best(eir_i_hand *hand, eir_i_best_deal *io_best) EIR_NO_RESULT_IGNORED;

#endif
