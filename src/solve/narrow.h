/* Narrow: a problem without the dimensions that cannot fail. */
#ifndef EIR_SOLVE_NARROW_H
#define EIR_SOLVE_NARROW_H

#include "solve/problem.h"

/* The same outcomes count in *out_problem, but only dimensions with a floor that some
 * outcome might miss are left, and only their bonuses. It shares parts with `problem`
 * and is otherwise in `arena`. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_problem_narrow(const eir_i_problem *problem, eir_i_arena *arena,
                                eir_i_problem *out_problem);

#endif
