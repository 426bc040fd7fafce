/* Job: the checker's own evaluation of a case, outcome by outcome, straight from the
 * definitions. Slow and plain on purpose. */
#include "solve/check_case.h"

#include <assert.h>

#include "base/banned.h"

/* ---- rules ---- */

static bool atom_true(const eir_i_expression *atom, uint32_t option) {
  for (size_t i = 0; i < atom->n_intervals; i++) {
    if (atom->intervals[i].first <= option && option < atom->intervals[i].end)
      return true;
  }
  return false;
}

/* Recursion: an expression is at most EIR_I_MAX_EXPRESSION_DEPTH deep. */
bool eir_i_check_holds(const eir_i_expression *expression, const uint32_t *outcome) {
  size_t n_true = 0;
  for (size_t c = 0; c < expression->n_children; c++) {
    const bool child = eir_i_check_holds(expression->children[c], outcome);
    n_true += child;
    /* a -> b: false only when a is true and b is not */
    if (expression->kind == EIR_I_EXPRESSION_IMPLIES && c == 0 && !child)
      return true;
  }
  switch (expression->kind) {
  case EIR_I_EXPRESSION_FALSE:
    return false;
  case EIR_I_EXPRESSION_TRUE:
    return true;
  case EIR_I_EXPRESSION_ATOM:
    return atom_true(expression, outcome[expression->issue]);
  case EIR_I_EXPRESSION_NOT:
    return n_true == 0;
  case EIR_I_EXPRESSION_AND:
    return n_true == expression->n_children;
  case EIR_I_EXPRESSION_OR:
    return n_true > 0;
  case EIR_I_EXPRESSION_IMPLIES:
    return n_true == 2;
  }
  assert(false);
  return false;
}

static bool rules_hold(const eir_i_rule *rules, size_t count, const uint32_t *outcome,
                       bool possible) {
  for (size_t r = 0; r < count; r++) {
    if (possible && rules[r].unknown != EIR_I_NONE)
      continue;
    if (!eir_i_check_holds(rules[r].expression, outcome))
      return false;
  }
  return true;
}

bool eir_i_check_legal(const eir_case *the_case, const uint32_t *outcome) {
  return rules_hold(the_case->constraints, the_case->n_constraints, outcome, false);
}

/* ---- scores ---- */

bool eir_i_check_scored(const eir_i_position *position) {
  return position->kind == EIR_POSITION_POINTS ||
         position->kind == EIR_POSITION_WEIGHTS;
}

int64_t eir_i_check_score(const eir_i_position *position, size_t n_issues,
                          const uint32_t *outcome) {
  int64_t score = 0; /* the model keeps every partial sum below 2^62 */
  for (size_t i = 0; i < n_issues; i++) {
    if (position->scores[i] != NULL)
      score += position->scores[i][outcome[i]];
  }
  for (size_t i = 0; i < position->n_interactions; i++) {
    const eir_i_interaction *interaction = &position->interactions[i];
    if (eir_i_check_holds(interaction->when, outcome))
      score += interaction->add;
  }
  return position->has_cap && score > position->cap ? position->cap : score;
}

/* ---- consent ---- */

static bool stances_allow(const eir_i_position *position, size_t n_issues,
                          const uint32_t *outcome, bool possible) {
  for (size_t i = 0; i < n_issues; i++) {
    const uint8_t *stances = position->stances[i];
    const uint8_t stance = stances == NULL ? EIR_I_STANCE_MISSING : stances[outcome[i]];
    if (stance == EIR_I_STANCE_REFUSES)
      return false;
    if (possible)
      continue;
    if (stance == EIR_I_STANCE_MISSING || stance == EIR_I_STANCE_UNKNOWN)
      return false;
  }
  return true;
}

static bool accepts(const eir_case *the_case, const eir_i_party *party,
                    const uint32_t *outcome, bool possible) {
  const eir_i_position *position = &party->position;
  if (!rules_hold(position->red_lines, position->n_red_lines, outcome, possible))
    return false;
  if (!eir_i_check_scored(position)) {
    return stances_allow(position, the_case->n_issues, outcome, possible);
  }
  const int64_t score = eir_i_check_score(position, the_case->n_issues, outcome);
  return score >= position->reservation;
}

/* Does every guarantor that the outcome calls on have its red lines true? */
static bool guaranteed(const eir_case *the_case, const uint32_t *outcome,
                       bool possible) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_option *option = &the_case->issues[i].options[outcome[i]];
    for (size_t n = 0; n < option->n_needs; n++) {
      const eir_i_position *position = &the_case->parties[option->needs[n]].position;
      if (!rules_hold(position->red_lines, position->n_red_lines, outcome, possible))
        return false;
    }
  }
  return true;
}

bool eir_i_check_deal(const eir_case *the_case, const uint32_t *outcome,
                      bool possible) {
  if (!rules_hold(the_case->constraints, the_case->n_constraints, outcome, possible))
    return false;
  size_t n_accept = 0;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    const eir_i_party *party = &the_case->parties[the_case->signatories[k]];
    const bool yes = accepts(the_case, party, outcome, possible);
    if (!yes && party->veto)
      return false;
    n_accept += yes;
  }
  return n_accept >= the_case->quota && guaranteed(the_case, outcome, possible);
}

/* ---- outcomes ---- */

bool eir_i_check_next(const eir_case *the_case, uint32_t *outcome) {
  for (size_t i = the_case->n_issues; i-- > 0;) {
    if (++outcome[i] < the_case->issues[i].n_options)
      return true;
    outcome[i] = 0;
  }
  return false;
}

uint64_t eir_i_check_outcomes(const eir_case *the_case, uint64_t most) {
  uint64_t product = 1;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const uint64_t options = the_case->issues[i].n_options;
    if (options > most / product)
      return UINT64_MAX; /* product <= most so far */
    product *= options;
  }
  return product;
}

/* ---- the default scale ---- */

/* Does the expression speak of the issue? Recursion as above. */
static bool names(const eir_i_expression *expression, uint32_t issue) {
  if (expression->kind == EIR_I_EXPRESSION_ATOM)
    return expression->issue == issue;
  for (size_t c = 0; c < expression->n_children; c++) {
    if (names(expression->children[c], issue))
      return true;
  }
  return false;
}

static bool interacts(const eir_i_position *position, uint32_t issue) {
  for (size_t i = 0; i < position->n_interactions; i++) {
    if (names(position->interactions[i].when, issue))
      return true;
  }
  return false;
}

/* Moves the issues that interact to their next combination. */
static bool next_combination(const eir_case *the_case, const eir_i_position *position,
                             uint32_t *outcome) {
  for (size_t i = the_case->n_issues; i-- > 0;) {
    if (!interacts(position, (uint32_t)i))
      continue;
    if (++outcome[i] < the_case->issues[i].n_options)
      return true;
    outcome[i] = 0;
  }
  return false;
}

/* Best score of all: issues that no interaction names take their best option, of the
 * others every combination is tried. False when those are too many. */
static bool best_score(const eir_case *the_case, const eir_i_position *position,
                       uint32_t *outcome, int64_t *out_best) {
  const uint64_t most = 20000;
  uint64_t combinations = 1;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const size_t n_options = the_case->issues[i].n_options;
    const int64_t *scores = position->scores[i];
    outcome[i] = 0;
    if (interacts(position, (uint32_t)i)) {
      if (n_options > most / combinations)
        return false;
      combinations *= n_options;
      continue;
    }
    for (uint32_t o = 1; o < n_options && scores != NULL; o++) {
      if (scores[o] > scores[outcome[i]])
        outcome[i] = o;
    }
  }
  *out_best = INT64_MIN;
  do {
    const int64_t score = eir_i_check_score(position, the_case->n_issues, outcome);
    if (score > *out_best)
      *out_best = score;
  } while (next_combination(the_case, position, outcome));
  return true;
}

int64_t eir_i_check_scale(const eir_case *the_case, const eir_i_position *position,
                          uint32_t *outcome) {
  int64_t best;
  if (position->scale > 0)
    return position->scale;
  if (!best_score(the_case, position, outcome, &best))
    return 0;
  return best > 0 ? best : position->unit;
}
