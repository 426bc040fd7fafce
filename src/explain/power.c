/* Power: the Shapley-Shubik index and Banzhaf swings, by combinatorics.
 *
 * (L. S. Shapley and M. Shubik, A Method for Evaluating the Distribution of Power in a
 * Committee System, 1954; J. F. Banzhaf, Weighted Voting Doesn't Work, 1965.)
 *
 * With v vetoes among n, and Q = max(quota, v), a coalition wins when it has the v and
 * w = Q - v of the m = n - v others. So one without a veto turns a coalition exactly
 * when that has all vetoes and w - 1 of the other m - 1; of the n! orders, it is the
 * one that turns in C(m-1, w-1) / (n C(n-1, Q-1)). Those with a veto share the rest.
 * Nothing is enumerated, and all numbers stay below 2^72. */
#include "explain/power.h"

#include <assert.h>

#include "base/banned.h"

/* C(n, k) for n < 64: below 2^63, and the products on the way below 2^69. */
static eir_i_u128 choose(size_t n, size_t k) {
  assert(n < 64 && k <= n);
  eir_i_u128 result = 1;
  for (size_t i = 0; i < k; i++)
    result = result * (n - i) / (i + 1); /* exact: C(n, i + 1) */
  return result;
}

static eir_i_u128 common_divisor(eir_i_u128 a, eir_i_u128 b) {
  while (b != 0) {
    eir_i_u128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* Coalitions of all other vetoes and at least `wanted` of the `others`. */
static eir_i_u128 swings_of_veto(size_t others, size_t wanted) {
  eir_i_u128 sum = 0;
  for (size_t k = wanted; k <= others; k++)
    sum += choose(others, k);
  return sum;
}

eir_i_power eir_i_power_of(size_t n, size_t n_vetoes, size_t quota, bool veto) {
  assert(n >= 1 && n <= 64 && n_vetoes <= n && quota >= 1 && quota <= n);
  assert(veto ? n_vetoes > 0 : n_vetoes < n);
  size_t needed = quota > n_vetoes ? quota : n_vetoes;
  size_t others = n - n_vetoes, wanted = needed - n_vetoes;
  eir_i_u128 turns = wanted == 0 ? 0 : choose(others - 1, wanted - 1);
  eir_i_u128 numerator = turns;
  eir_i_u128 denominator = n * choose(n - 1, needed - 1);
  if (veto) {
    assert(others * turns <= denominator);
    numerator = denominator - others * turns;
    denominator *= n_vetoes;
  }
  eir_i_u128 divisor = common_divisor(denominator, numerator);
  assert(divisor > 0 && numerator <= denominator);
  eir_i_u128 of_veto = n_vetoes == 0 ? 0 : swings_of_veto(others, wanted);
  return (eir_i_power){.shapley_numerator = numerator / divisor,
                       .shapley_denominator = denominator / divisor,
                       .swings = veto ? of_veto : turns,
                       .all_swings = n_vetoes * of_veto + others * turns};
}
