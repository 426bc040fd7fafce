/* Search fewer: a problem with only those dimensions that its floors can bind.
 *
 * For "is there an outcome that meets the floors?" the other scores do not matter, and
 * neither do the interactions that only move them: fewer issues are tied then. */
#ifndef EIR_SOLVE_SEARCH_FEWER_H
#define EIR_SOLVE_SEARCH_FEWER_H

#include "solve/problem.h"

/* Compiles it into `arena`; `always` is a dimension that is kept in any case, or
 * SIZE_MAX. out_from[n_dimensions] says which dimension of `problem` each one was. The
 * rules and options are those of `problem`, which must live as long. False without
 * memory. */
bool eir_i_search_fewer(const eir_i_problem *problem, size_t always, eir_i_arena *arena,
                        eir_i_problem *out_fewer,
                        const uint32_t **out_from) EIR_NO_RESULT_IGNORED;

/* The least that any outcome can have in a dimension, rules ignored. */
int64_t eir_i_search_least(const eir_i_problem *problem, size_t dimension);

#endif
