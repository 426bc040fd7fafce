/* Clauses: rules split into the parts that must each hold.
 *
 * A rule that is a conjunction, also behind an implication or a negation, falls into
 * clauses that name fewer issues each; the fewer issues a rule ties together, the fewer
 * states the engine carries. */
#ifndef EIR_SOLVE_CLAUSE_H
#define EIR_SOLVE_CLAUSE_H

#include "solve/problem.h"

/* Appends to `clauses` (of eir_i_clause, contents in `arena`) clauses that hold
 * together exactly when literals[count] has a true one. False without memory. */
bool eir_i_clauses_split(const eir_i_literal *literals, size_t count,
                         eir_i_arena *arena,
                         eir_i_array *clauses) EIR_NO_RESULT_IGNORED;

#endif
