/* Classes: options of an issue that no rule tells apart.
 *
 * The states that the engine carries are made of classes, not of options: a range of a
 * hundred steps of which a rule only asks ">= 15" has two. */
#ifndef EIR_SOLVE_CLASSES_H
#define EIR_SOLVE_CLASSES_H

#include "solve/effort.h"
#include "solve/problem.h"

typedef struct eir_i_classes {
  uint32_t *const *of_option; /* [n_issues]; each [n_options]; NULL: all in class 0 */
  uint32_t *const *example;   /* [n_issues]; each [n_classes]: an option of the class */
  const uint32_t *n_classes;  /* [n_issues], at least 1 */
} eir_i_classes;

/* Classes under the clauses and bonuses of the problem, numbered by their first option.
 * Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. */
eir_status eir_i_classes_make(const eir_i_problem *problem, eir_i_arena *arena,
                              eir_i_effort *effort, eir_i_classes *out_classes);

#endif
