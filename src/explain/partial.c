/* Partial: Kleene's three-valued logic over the tree of a rule (S. C. Kleene, On
 * notation for ordinal numbers, 1938). Recursion is bounded by
 * EIR_I_MAX_EXPRESSION_DEPTH. */
#include "explain/partial.h"

#include <assert.h>

#include "base/banned.h"

static eir_answer opposite(eir_answer answer) {
  if (answer == EIR_UNKNOWN)
    return answer;
  return answer == EIR_YES ? EIR_NO : EIR_YES;
}

/* Of an open issue only atoms that are true for all options, or for none, are known.
 * Intervals do not overlap, so their lengths can be added. */
static eir_answer atom_holds(const eir_case *the_case, const eir_i_expression *atom,
                             const uint32_t *options) {
  assert(atom->issue < the_case->n_issues);
  if (options[atom->issue] != UINT32_MAX)
    return eir_i_atom_holds(atom, options[atom->issue]) ? EIR_YES : EIR_NO;
  size_t n = 0;
  for (size_t i = 0; i < atom->n_intervals; i++)
    n += atom->intervals[i].end - atom->intervals[i].first;
  if (n == 0)
    return EIR_NO;
  return n == the_case->issues[atom->issue].n_options ? EIR_YES : EIR_UNKNOWN;
}

eir_answer eir_i_partial_holds(const eir_case *the_case,
                               const eir_i_expression *expression,
                               const uint32_t *options) {
  const eir_i_expression *const *child = expression->children;
  eir_answer first, second;
  switch (expression->kind) {
  case EIR_I_EXPRESSION_FALSE:
    return EIR_NO;
  case EIR_I_EXPRESSION_TRUE:
    return EIR_YES;
  case EIR_I_EXPRESSION_ATOM:
    return atom_holds(the_case, expression, options);
  case EIR_I_EXPRESSION_NOT:
    return opposite(eir_i_partial_holds(the_case, child[0], options));
  case EIR_I_EXPRESSION_IMPLIES:
    first = opposite(eir_i_partial_holds(the_case, child[0], options));
    second = eir_i_partial_holds(the_case, child[1], options);
    if (first == EIR_YES || second == EIR_YES)
      return EIR_YES;
    return first == EIR_NO ? second : EIR_UNKNOWN;
  case EIR_I_EXPRESSION_AND:
  case EIR_I_EXPRESSION_OR:
    break;
  }
  /* One child that is false decides an "and", one that is true an "or"; one that is not
   * known leaves what the others do not decide. */
  eir_answer decides = expression->kind == EIR_I_EXPRESSION_OR ? EIR_YES : EIR_NO;
  eir_answer result = opposite(decides);
  for (size_t i = 0; i < expression->n_children; i++) {
    eir_answer answer = eir_i_partial_holds(the_case, child[i], options);
    if (answer == decides)
      return decides;
    if (answer == EIR_UNKNOWN)
      result = EIR_UNKNOWN;
  }
  return result;
}

bool eir_i_partial_mentions(const eir_i_expression *expression, uint32_t issue) {
  if (expression->kind == EIR_I_EXPRESSION_ATOM)
    return expression->issue == issue;
  for (size_t i = 0; i < expression->n_children; i++)
    if (eir_i_partial_mentions(expression->children[i], issue))
      return true;
  return false;
}
