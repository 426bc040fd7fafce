/* Issue sets: the issues that a rule names. */
#include "solve/issue_set.h"

#include "base/banned.h"

bool eir_i_issue_set_make(eir_i_issue_set *scope, size_t n_issues, eir_i_arena *arena) {
  *scope = (eir_i_issue_set){
      .issues = eir_i_arena_take_array(arena, n_issues, sizeof(uint32_t)),
      .member = eir_i_arena_take_array(arena, n_issues, sizeof(uint8_t)),
  };
  return scope->issues != NULL && scope->member != NULL;
}

void eir_i_issue_set_clear(eir_i_issue_set *scope) {
  for (size_t i = 0; i < scope->count; i++)
    scope->member[scope->issues[i]] = 0;
  scope->count = 0;
}

void eir_i_issue_set_add(eir_i_issue_set *scope, uint32_t issue) {
  if (scope->member[issue])
    return;
  scope->member[issue] = 1;
  scope->issues[scope->count++] = issue;
}

/* Recursion is bounded by EIR_I_MAX_EXPRESSION_DEPTH, here and wherever trees are
 * walked. */
void eir_i_issue_set_add_expression(eir_i_issue_set *scope,
                                    const eir_i_expression *expression) {
  if (expression->kind == EIR_I_EXPRESSION_ATOM)
    eir_i_issue_set_add(scope, expression->issue);
  for (size_t i = 0; i < expression->n_children; i++)
    eir_i_issue_set_add_expression(scope, expression->children[i]);
}
