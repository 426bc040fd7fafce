/* The oracle on demands: which sets of them can be met together, by looking at every
 * set and every outcome. From the definitions of the file format's text ("What a deal
 * is"): a demand that is switched off asks for nothing. */
#ifndef EIR_TESTS_ORACLE_DEMANDS_H
#define EIR_TESTS_ORACLE_DEMANDS_H

#include "oracle.h"

enum { ORACLE_MAX_DEMANDS = 16 };

typedef enum oracle_demand_kind {
  ORACLE_CONSTRAINT,
  ORACLE_RED_LINE,
  ORACLE_RESERVATION,
  ORACLE_REFUSAL,
  ORACLE_UNKNOWN
} oracle_demand_kind;

typedef struct oracle_demand {
  oracle_demand_kind kind;
  size_t party; /* in the sketch */
  size_t rule;
  size_t issue, option; /* of a stance */
} oracle_demand;

/* Constraints, then party by party red lines, reservation, stances. Sets of demands are
 * bits. */
typedef struct oracle_demands {
  const oracle *o;
  size_t n;
  oracle_demand list[ORACLE_MAX_DEMANDS];
  uint32_t *forbids; /* [outcomes] demands that it breaks whoever consents */
  uint32_t *refuses; /* [outcomes][signatories] demands for which each refuses */
  bool *met;         /* [1 << n] is some outcome a deal for the set? */
} oracle_demands;

/* How many there are, also when there are more than ORACLE_MAX_DEMANDS. */
size_t oracle_demand_count(const sketch *s);
/* There are at most ORACLE_MAX_DEMANDS. Free with oracle_demands_free(). */
oracle_demands *oracle_demands_make(const oracle *o);
void oracle_demands_free(oracle_demands *d);

/* Is outcome number n a deal when only `set` is asked for? */
bool oracle_demands_deal(const oracle_demands *d, size_t n, uint32_t set);
/* Is `set` a minimal conflict; a minimal unlock? */
bool oracle_is_conflict(const oracle_demands *d, uint32_t set);
bool oracle_is_unlock(const oracle_demands *d, uint32_t set);

/* The outcome at which the reservations of `unlock` fall least: over the outcomes that
 * meet all other demands, the sum of fall over scale; then the smallest outcome. */
size_t oracle_least_falls(const oracle_demands *d, uint32_t unlock);

#endif
