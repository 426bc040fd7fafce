/* Recipe: from the numbers of a position to its scores.
 *
 * The reader and the sampling of what is not known go the same way, so that a draw of
 * the middle values is the position of the case. */
#ifndef EIR_CASE_RECIPE_H
#define EIR_CASE_RECIPE_H

#include "case/score.h"

/* The position of `party`, which has a recipe, with drawn[recipe->n_numbers] instead of
 * its numbers; fixed ones are given again. Each is in lowest terms, or in parts of
 * 10^-6. What is listed in an order is sorted first. Where all numbers have at most 6
 * decimals the unit may be a multiple of the least one; otherwise, and where that does
 * not fit, it is chosen as by eir_i_score_convert(). Memory comes from `arena`; the
 * rest is shared with the case. *out is not set unless it returns EIR_I_SCORE_OK.
 * Microseconds for positions of some hundred entries. */
eir_i_score_result eir_i_recipe_apply(const eir_case *the_case, size_t party,
                                      const eir_i_rational *drawn, eir_i_arena *arena,
                                      eir_i_position *out);

/* ---- for the reader: a recipe whose position is not in the case yet ---- */

/* Sets scores, unit, exact, reservation, scale and cap of the position, whose kind is
 * known, and out_adds[n_interactions]. */
eir_i_score_result eir_i_recipe_scores(const eir_case *the_case,
                                       const eir_i_recipe *recipe,
                                       const eir_i_rational *drawn, eir_i_arena *arena,
                                       eir_i_position *position, int64_t *out_adds);
/* The entries of one issue: OK, LONG_VALUE or LONG_WEIGHT. */
eir_i_score_result eir_i_recipe_try(const eir_case *the_case,
                                    const eir_i_recipe *recipe,
                                    const eir_i_rational *drawn, size_t issue);
/* Can the middle values be divided by their sum? OK, LONG_WEIGHT or NO_SUM. */
eir_i_score_result eir_i_recipe_try_sum(const eir_case *the_case,
                                        const eir_i_recipe *recipe,
                                        const eir_i_rational *drawn);
/* recipe->shares_unit. */
int64_t eir_i_recipe_shares_unit(const eir_case *the_case, const eir_i_recipe *recipe);

#endif
