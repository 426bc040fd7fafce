/* Refusals: which demands each outcome of a sketch breaks, and what is a deal when some
 * demands are left out; by looking at every outcome. */
#ifndef EIR_TESTS_REFUSALS_H
#define EIR_TESTS_REFUSALS_H

#include "eirene/explain.h"
#include "oracle.h"

typedef struct refusal {
  eir_demand_kind kind;
  size_t party; /* SIZE_MAX for a constraint */
  size_t rule;  /* its number; 0 for others */
  size_t issue; /* of a stance; else SIZE_MAX */
  uint8_t option;
} refusal;

typedef struct refusals {
  const oracle *o;
  refusal *demands; /* [n_demands] constraints; by party red lines, reservation,
                       stances */
  size_t n_demands;
  bool *broken; /* [n_outcomes * n_demands] */
} refusals;

refusals *refusals_of(const oracle *o);
void refusals_free(refusals *r);

bool refusals_broken(const refusals *r, size_t outcome, size_t demand);
/* Does the outcome break one of the party's demands on[n_demands]? */
bool refusals_refuses(const refusals *r, size_t outcome, size_t party, const bool *on);
/* Are all constraints on[n_demands] met? */
bool refusals_legal(const refusals *r, size_t outcome, const bool *on);
/* Does an option of the outcome need the party as a guarantor? */
bool refusals_needed(const refusals *r, size_t outcome, size_t party);
/* Is it a deal when only demands on[n_demands] are left and `quota` must accept? Party
 * `absent` never accepts (SIZE_MAX: none). */
bool refusals_deal(const refusals *r, size_t outcome, const bool *on, size_t quota,
                   size_t absent);
/* The sketch's own quota. */
size_t refusals_quota(const refusals *r);

#endif
