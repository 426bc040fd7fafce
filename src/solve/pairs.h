/* Pairs: of two lists of partial sums, how many pairs reach every floor together. */
#ifndef EIR_SOLVE_PAIRS_H
#define EIR_SOLVE_PAIRS_H

#include "solve/effort.h"

/* Partial sums, each with the number of ways to make it: rows of n_dimensions scores
 * and that number, which is 1 or more. */
typedef struct eir_i_sums {
  const int64_t *rows; /* [count][n_dimensions + 1] */
  size_t count;
} eir_i_sums;

/* Adds to *total, for every pair of a row of `a` and a row of `b` whose sum
 * reaches floor[d] in each of the n_dimensions (at most 64), the product of their
 * ways. Rows are in ascending order of their first score. The ways of each list
 * must add up to less than 2^63, and sums of scores must not overflow (scores of a
 * case never do). False without memory or when the effort ended. Cost: for n rows
 * n log n up to two dimensions, n log^2 n at three; above, by bitsets, at most the
 * number of pairs times the dimensions / 64. */
bool eir_i_pairs_add(const eir_i_sums *a, const eir_i_sums *b, const int64_t *floor,
                     size_t n_dimensions, eir_i_memory *memory, eir_i_effort *effort,
                     eir_i_u128 *total) EIR_NO_RESULT_IGNORED;

#endif
