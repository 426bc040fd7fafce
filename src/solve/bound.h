/* Bound: making multipliers into a proof.
 *
 * Whoever wants to beat an outcome must give every party at least a floor, and all of
 * them together, weighed by multipliers, at least a total. Such totals become
 * dimensions of the problem with a floor of their own: the engine then drops every
 * partial outcome from which even the best of the rest cannot reach them. Multipliers
 * are integers and all sums are of 128 bits, so what is dropped is proved. */
#ifndef EIR_SOLVE_BOUND_H
#define EIR_SOLVE_BOUND_H

#include "solve/frontier.h"

enum { EIR_I_MAX_TOTALS = 4 };

/* Outcomes that matter have the sum over d of weight[d] * score[d] >= least. */
typedef struct eir_i_total {
  uint64_t *weight; /* [n_dimensions] below 2^62 */
  eir_i_i128 least;
} eir_i_total;

typedef struct eir_i_bound {
  int64_t *floor; /* [n_dimensions] INT64_MIN: any */
  size_t n_totals;
  eir_i_total totals[EIR_I_MAX_TOTALS];
} eir_i_bound;

/* Integer weights in the proportion of multipliers[n_dimensions] >= 0, as large as the
 * sums allow; *out_weight is NULL when all would be 0. False without memory. */
bool eir_i_bound_weights(const eir_i_problem *problem, const double *multipliers,
                         eir_i_arena *arena,
                         uint64_t **out_weight) EIR_NO_RESULT_IGNORED;
/* The largest absolute value that any score of the dimension can have. */
eir_i_i128 eir_i_bound_magnitude(const eir_i_problem *problem, size_t dimension);

/* Of all whose scores meet the floors: the total of the floors. Dimensions without a
 * floor must have weight 0. */
eir_i_i128 eir_i_bound_of_floors(const eir_i_bound *bound, size_t n_dimensions,
                                 const uint64_t *weight);

/* Of all x with the product of (x - base)^power, over the dimensions with a power, at
 * least that of `scores`, all of these above their base: by the inequality of the
 * arithmetic and the geometric mean, weighted. Dimensions without a power have weight
 * 0, the others more. False without memory. */
bool eir_i_bound_of_product(size_t n_dimensions, const uint64_t *weight,
                            const int64_t *base, const unsigned *power,
                            const int64_t *scores, eir_i_arena *arena,
                            eir_i_i128 *out_least) EIR_NO_RESULT_IGNORED;

/* The largest sum over d of weight[d] * score[d] of any outcome that meets the rules,
 * exactly. The sum over d of weight[d] times the magnitude must be below 2^125. False
 * without memory. */
bool eir_i_bound_most(const eir_i_problem *problem, const eir_i_states *states,
                      const uint64_t *weight, eir_i_memory *memory,
                      eir_i_i128 *out_most) EIR_NO_RESULT_IGNORED;

/* The frontier of the outcomes of the problem that meet the bound, in `arena`.
 * Returns EIR_OK (also when the effort ended; the frontier is empty then) or
 * EIR_NO_MEMORY. */
eir_status eir_i_bound_frontier(const eir_i_problem *problem, const eir_i_bound *bound,
                                eir_i_effort *effort, size_t n_threads,
                                eir_i_arena *arena, eir_i_frontier *out_frontier);

#endif
