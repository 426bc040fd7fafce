/* Partial: what a rule says of an outcome that leaves issues open. */
#ifndef EIR_EXPLAIN_PARTIAL_H
#define EIR_EXPLAIN_PARTIAL_H

#include "case/model.h"

/* Is the rule true, false, or not decided by options[n_issues], of which open issues
 * are UINT32_MAX? Each part is looked at alone: of a rule such as "x = p or x != p" it
 * may not be seen that it is always true. It never answers wrongly. */
eir_answer eir_i_partial_holds(const eir_case *the_case,
                               const eir_i_expression *expression,
                               const uint32_t *options);
/* Does the rule speak of the issue? */
bool eir_i_partial_mentions(const eir_i_expression *expression, uint32_t issue);

#endif
