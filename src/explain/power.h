/* Power: how often each signatory's consent decides, by the consent rule alone.
 *
 * A coalition wins when it has every veto and at least the quota's members. Nothing of
 * what the parties want goes into it. */
#ifndef EIR_EXPLAIN_POWER_H
#define EIR_EXPLAIN_POWER_H

#include "base/compiler.h"

#include <stddef.h>

/* Of one signatory. */
typedef struct eir_i_power {
  eir_i_u128 shapley_numerator; /* of the Shapley-Shubik index, in lowest terms */
  eir_i_u128 shapley_denominator;
  eir_i_u128 swings;     /* losing coalitions without it that win with it */
  eir_i_u128 all_swings; /* of all signatories; at least 1 */
} eir_i_power;

/* The power of a signatory with a veto, or without, among `n` (1..64) of whom
 * `n_vetoes` have one; `quota` is 1..n, vetoes counted. Of two with a veto, or two
 * without, each has the same. Cost: at most some 64 steps. */
eir_i_power eir_i_power_of(size_t n, size_t n_vetoes, size_t quota, bool veto);

#endif
