/* Judge: rules, scores and stances of one outcome, straight from the definitions. */
#include "explain/judge.h"

#include <assert.h>

#include "solve/problem.h"

#include "base/banned.h"

/* ---- rules ---- */

/* Recursion: an expression is at most EIR_I_MAX_EXPRESSION_DEPTH deep. */
static bool holds(const eir_i_expression *expression, const uint32_t *options) {
  const eir_i_expression *const *child = expression->children;
  switch (expression->kind) {
  case EIR_I_EXPRESSION_FALSE:
    return false;
  case EIR_I_EXPRESSION_TRUE:
    return true;
  case EIR_I_EXPRESSION_ATOM:
    return eir_i_atom_holds(expression, options[expression->issue]);
  case EIR_I_EXPRESSION_NOT:
    return !holds(child[0], options);
  case EIR_I_EXPRESSION_IMPLIES:
    return !holds(child[0], options) || holds(child[1], options);
  case EIR_I_EXPRESSION_AND:
  case EIR_I_EXPRESSION_OR:
    break;
  }
  /* The first child that is false decides an "and", one that is true an "or". */
  bool decides = expression->kind == EIR_I_EXPRESSION_OR;
  for (size_t i = 0; i < expression->n_children; i++) {
    if (holds(child[i], options) == decides)
      return decides;
  }
  return !decides;
}

bool eir_i_judge_expression(const eir_i_expression *expression,
                            const uint32_t *options) {
  return holds(expression, options);
}

bool eir_i_judge_rule(const eir_i_rule *rule, const uint32_t *options, bool possible) {
  if (possible && rule->unknown != EIR_I_NONE)
    return true;
  return holds(rule->expression, options);
}

static bool rules_hold(const eir_i_rule *rules, size_t n, const uint32_t *options,
                       bool possible) {
  for (size_t i = 0; i < n; i++) {
    if (!eir_i_judge_rule(&rules[i], options, possible))
      return false;
  }
  return true;
}

bool eir_i_judge_constraints(const eir_case *the_case, const uint32_t *options,
                             bool possible) {
  return rules_hold(the_case->constraints, the_case->n_constraints, options, possible);
}

bool eir_i_judge_red_lines(const eir_i_party *party, const uint32_t *options,
                           bool possible) {
  return rules_hold(party->position.red_lines, party->position.n_red_lines, options,
                    possible);
}

/* ---- parties ---- */

int64_t eir_i_judge_total(const eir_i_position *position, int64_t sum,
                          const uint32_t *options) {
  int64_t score = sum; /* no sum of these leaves 62 bits (model.h) */
  for (size_t i = 0; i < position->n_interactions; i++) {
    if (holds(position->interactions[i].when, options))
      score += position->interactions[i].add;
  }
  return position->has_cap && score > position->cap ? position->cap : score;
}

int64_t eir_i_judge_score(const eir_case *the_case, size_t party,
                          const uint32_t *options) {
  assert(party < the_case->n_parties);
  const eir_i_position *position = &the_case->parties[party].position;
  if (!eir_i_party_has_scores(&the_case->parties[party]))
    return 0;
  int64_t sum = 0;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const int64_t *scores = position->scores[i];
    sum += scores == NULL ? 0 : scores[options[i]];
  }
  return eir_i_judge_total(position, sum, options);
}

static bool stances_consent(const eir_case *the_case, const eir_i_position *position,
                            const uint32_t *options, bool possible) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const uint8_t *stances = position->stances == NULL ? NULL : position->stances[i];
    eir_i_stance stance =
        stances == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)stances[options[i]];
    if (!eir_i_stance_consents(stance, possible))
      return false;
  }
  return true;
}

bool eir_i_judge_accepts(const eir_case *the_case, size_t party,
                         const uint32_t *options, bool possible) {
  assert(party < the_case->n_parties);
  const eir_i_party *of = &the_case->parties[party];
  if (eir_i_party_has_scores(of)) {
    if (eir_i_judge_score(the_case, party, options) < of->position.reservation)
      return false;
  } else if (!stances_consent(the_case, &of->position, options, possible)) {
    return false;
  }
  return eir_i_judge_red_lines(of, options, possible);
}

bool eir_i_judge_needs(const eir_case *the_case, size_t party,
                       const uint32_t *options) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_option *option = &the_case->issues[i].options[options[i]];
    for (size_t n = 0; n < option->n_needs; n++) {
      if (option->needs[n] == party)
        return true;
    }
  }
  return false;
}

/* ---- deals ---- */

/* Every guarantor that an option needs has its red lines true. */
static bool guarantors_consent(const eir_case *the_case, const uint32_t *options,
                               bool possible) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_option *option = &the_case->issues[i].options[options[i]];
    for (size_t n = 0; n < option->n_needs; n++) {
      if (!eir_i_judge_red_lines(&the_case->parties[option->needs[n]], options,
                                 possible))
        return false;
    }
  }
  return true;
}

bool eir_i_judge_deal(const eir_case *the_case, const uint32_t *options, bool possible,
                      size_t *out_signatures) {
  size_t signatures = 0;
  bool vetoed = false;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    uint32_t party = the_case->signatories[k];
    bool accepts = eir_i_judge_accepts(the_case, party, options, possible);
    signatures += accepts;
    vetoed |= !accepts && the_case->parties[party].veto;
  }
  if (out_signatures != NULL)
    *out_signatures = signatures;
  return !vetoed && signatures >= the_case->quota &&
         guarantors_consent(the_case, options, possible) &&
         eir_i_judge_constraints(the_case, options, possible);
}
