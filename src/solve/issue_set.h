/* Issue sets: the issues that a rule names. */
#ifndef EIR_SOLVE_ISSUE_SET_H
#define EIR_SOLVE_ISSUE_SET_H

#include "case/model.h"

/* A set of issues with its members in the order of being added. */
typedef struct eir_i_issue_set {
  uint32_t *issues; /* [count], room for n_issues */
  size_t count;
  uint8_t *member; /* [n_issues] */
} eir_i_issue_set;

/* False without memory. */
bool eir_i_issue_set_make(eir_i_issue_set *scope, size_t n_issues, eir_i_arena *arena);
void eir_i_issue_set_clear(eir_i_issue_set *scope);
void eir_i_issue_set_add(eir_i_issue_set *scope, uint32_t issue);
void eir_i_issue_set_add_expression(eir_i_issue_set *scope,
                                    const eir_i_expression *expression);

#endif
