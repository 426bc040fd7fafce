/* The checker's own reading of a case: what rules, scores and consent mean for one
 * outcome. */
#ifndef EIR_SOLVE_CHECK_CASE_H
#define EIR_SOLVE_CHECK_CASE_H

#include "case/model.h"

/* All take outcome[n_issues], the option of each issue. */

bool eir_i_check_holds(const eir_i_expression *expression, const uint32_t *outcome);
/* Does every constraint hold? */
bool eir_i_check_legal(const eir_case *the_case, const uint32_t *outcome);
/* Is it a deal; with `possible`, if every unknown were accepted, and no uncertain rule
 * held? */
bool eir_i_check_deal(const eir_case *the_case, const uint32_t *outcome, bool possible);
/* The score of a party with points or weights, in its units. */
int64_t eir_i_check_score(const eir_i_position *position, size_t n_issues,
                          const uint32_t *outcome);
bool eir_i_check_scored(const eir_i_position *position);
/* The next outcome in lexicographic order; false after the last. */
bool eir_i_check_next(const eir_case *the_case, uint32_t *outcome);
/* The number of outcomes, or UINT64_MAX if there are more than `most`. */
uint64_t eir_i_check_outcomes(const eir_case *the_case, uint64_t most);

/* The score that counts as utility 1; 0 where finding it would take too long. `outcome`
 * is scratch space, [n_issues]. */
int64_t eir_i_check_scale(const eir_case *the_case, const eir_i_position *position,
                          uint32_t *outcome);

#endif
