/* Problem: compiling a case into gains, allowed options, clauses and bonuses. */
#include "solve/problem.h"

#include <assert.h>

#include "solve/clause.h"
#include "solve/issue_set.h"

#include "base/banned.h"

typedef struct builder {
  const eir_case *the_case;
  eir_i_consent consent;
  uint64_t members;
  size_t only_party;
  eir_i_arena *arena;
  eir_i_problem *problem;
  eir_i_array clauses; /* of eir_i_clause */
  eir_i_array bonuses; /* of eir_i_bonus */
  eir_i_issue_set scope;
} builder;

bool eir_i_party_has_scores(const eir_i_party *party) {
  return party->position.kind == EIR_POSITION_POINTS ||
         party->position.kind == EIR_POSITION_WEIGHTS;
}

bool eir_i_stance_consents(eir_i_stance stance, bool possible) {
  switch (stance) {
  case EIR_I_STANCE_MISSING:
  case EIR_I_STANCE_UNKNOWN:
    return possible;
  case EIR_I_STANCE_PREFERS:
  case EIR_I_STANCE_ACCEPTS:
  case EIR_I_STANCE_RESISTS:
    return true;
  case EIR_I_STANCE_REFUSES:
    return false;
  }
  return false;
}

bool eir_i_rule_binds(const eir_i_rule *rule, eir_i_consent consent) {
  return consent != EIR_I_CONSENT_POSSIBLE || rule->unknown == EIR_I_NONE;
}

int64_t eir_i_party_floor(const eir_i_party *party) {
  const eir_i_position *position = &party->position;
  bool hopeless = position->has_cap && position->cap < position->reservation;
  return hopeless ? INT64_MAX : position->reservation;
}

bool eir_i_expression_of_one(const eir_i_expression *expression, uint32_t option) {
  const eir_i_expression *const *child = expression->children;
  switch (expression->kind) {
  case EIR_I_EXPRESSION_FALSE:
    return false;
  case EIR_I_EXPRESSION_TRUE:
    return true;
  case EIR_I_EXPRESSION_ATOM:
    return eir_i_atom_holds(expression, option);
  case EIR_I_EXPRESSION_NOT:
    return !eir_i_expression_of_one(child[0], option);
  case EIR_I_EXPRESSION_IMPLIES:
    return !eir_i_expression_of_one(child[0], option) ||
           eir_i_expression_of_one(child[1], option);
  case EIR_I_EXPRESSION_AND:
  case EIR_I_EXPRESSION_OR:
    break;
  }
  bool looked_for = expression->kind == EIR_I_EXPRESSION_OR;
  for (size_t i = 0; i < expression->n_children; i++) {
    if (eir_i_expression_of_one(child[i], option) == looked_for)
      return looked_for;
  }
  return !looked_for;
}

/* ---- dimensions and gains ---- */

static bool is_dimension(const builder *b, size_t signatory) {
  size_t party = b->the_case->signatories[signatory];
  if (b->only_party != SIZE_MAX)
    return party == b->only_party;
  return eir_i_party_has_scores(&b->the_case->parties[party]);
}

static bool is_member(const builder *b, size_t signatory) {
  return (b->members >> signatory & 1) != 0;
}

static bool asks_consent(const builder *b) {
  return b->consent == EIR_I_CONSENT_CERTAIN || b->consent == EIR_I_CONSENT_POSSIBLE;
}

static bool make_dimensions(builder *b) {
  const eir_case *the_case = b->the_case;
  size_t most = the_case->n_signatories;
  uint32_t *dimensions = eir_i_arena_take_array(b->arena, most, sizeof *dimensions);
  int64_t *floor = eir_i_arena_take_array(b->arena, most, sizeof *floor);
  if (dimensions == NULL || floor == NULL)
    return false;
  size_t n = 0;
  for (size_t i = 0; i < most; i++) {
    if (!is_dimension(b, i))
      continue;
    const eir_i_party *party = &the_case->parties[the_case->signatories[i]];
    bool asked = asks_consent(b) && is_member(b, i);
    floor[n] = asked ? eir_i_party_floor(party) : INT64_MIN;
    if (floor[n] == INT64_MAX)
      b->problem->impossible = true;
    dimensions[n++] = the_case->signatories[i];
  }
  b->problem->dimensions = dimensions;
  b->problem->floor = floor;
  b->problem->n_dimensions = n;
  return true;
}

static bool make_issue(builder *b, size_t issue, int64_t **out_gain,
                       uint8_t **out_allowed) {
  const eir_i_issue *from = &b->the_case->issues[issue];
  size_t n = from->n_options, m = b->problem->n_dimensions;
  int64_t *gain = eir_i_arena_take_array(b->arena, n, (m + 1) * sizeof *gain);
  uint8_t *allowed = eir_i_arena_take_array(b->arena, n, sizeof *allowed);
  if (gain == NULL || allowed == NULL)
    return false;
  for (size_t d = 0; d < m; d++) {
    const eir_i_party *party = &b->the_case->parties[b->problem->dimensions[d]];
    const int64_t *scores = party->position.scores[issue];
    for (size_t o = 0; scores != NULL && o < n; o++)
      gain[o * m + d] = scores[o];
  }
  for (size_t o = 0; o < n; o++)
    allowed[o] = 1;
  *out_gain = gain;
  *out_allowed = allowed;
  return true;
}

static bool make_issues(builder *b) {
  size_t n = b->the_case->n_issues;
  uint32_t *n_options = eir_i_arena_take_array(b->arena, n, sizeof *n_options);
  int64_t **gain = eir_i_arena_take_array(b->arena, n, sizeof *gain);
  uint8_t **allowed = eir_i_arena_take_array(b->arena, n, sizeof *allowed);
  if (n_options == NULL || gain == NULL || allowed == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    n_options[i] = (uint32_t)b->the_case->issues[i].n_options;
    if (!make_issue(b, i, &gain[i], &allowed[i]))
      return false;
  }
  b->problem->n_issues = n;
  b->problem->n_options = n_options;
  b->problem->gain = gain;
  b->problem->allowed = allowed;
  return true;
}

/* ---- rules ---- */

static bool clause_of_one(const eir_i_clause *clause, uint32_t option) {
  for (size_t i = 0; i < clause->n_literals; i++) {
    const eir_i_literal *literal = &clause->literals[i];
    if (eir_i_expression_of_one(literal->expression, option) != literal->negated)
      return true;
  }
  return false;
}

/* Folds a clause over one issue into `allowed`. A clause over none is tried as one over
 * the first issue: its value does not depend on the option. */
static void fold_clause(builder *b, const eir_i_clause *clause, size_t issue) {
  bool any = false;
  for (uint32_t o = 0; o < b->problem->n_options[issue]; o++) {
    if (!clause_of_one(clause, o))
      b->problem->allowed[issue][o] = 0;
    any |= b->problem->allowed[issue][o] != 0;
  }
  if (!any)
    b->problem->impossible = true;
}

static bool add_rule(builder *b, const eir_i_literal *literals, size_t count) {
  size_t before = b->clauses.count;
  if (!eir_i_clauses_split(literals, count, b->arena, &b->clauses))
    return false;
  size_t kept = before;
  eir_i_clause *clauses = b->clauses.items;
  for (size_t i = before; i < b->clauses.count; i++) {
    eir_i_issue_set_clear(&b->scope);
    for (size_t j = 0; j < clauses[i].n_literals; j++)
      eir_i_issue_set_add_expression(&b->scope, clauses[i].literals[j].expression);
    if (b->scope.count > 1)
      clauses[kept++] = clauses[i];
    else
      fold_clause(b, &clauses[i], b->scope.count == 1 ? b->scope.issues[0] : 0);
  }
  b->clauses.count = kept;
  return true;
}

static bool add_red_lines(builder *b, const eir_i_party *party,
                          const eir_i_literal *unless) {
  for (size_t i = 0; i < party->position.n_red_lines; i++) {
    if (!eir_i_rule_binds(&party->position.red_lines[i], b->consent))
      continue;
    eir_i_literal literals[2] = {{party->position.red_lines[i].expression, false}};
    if (unless != NULL)
      literals[1] = *unless;
    if (!add_rule(b, literals, unless == NULL ? 1 : 2))
      return false;
  }
  return true;
}

static void add_stances(builder *b, const eir_i_party *party) {
  bool possible = b->consent == EIR_I_CONSENT_POSSIBLE;
  for (size_t i = 0; i < b->problem->n_issues; i++) {
    const uint8_t *stances = party->position.stances[i];
    bool any = false;
    for (uint32_t o = 0; o < b->problem->n_options[i]; o++) {
      eir_i_stance stance =
          stances == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)stances[o];
      if (!eir_i_stance_consents(stance, possible))
        b->problem->allowed[i][o] = 0;
      any |= b->problem->allowed[i][o] != 0;
    }
    if (!any)
      b->problem->impossible = true;
  }
}

static bool needs_party(const eir_i_option *option, size_t party) {
  for (size_t i = 0; i < option->n_needs; i++) {
    if (option->needs[i] == party)
      return true;
  }
  return false;
}

/* An atom that is true when an option of `issue` needs the guarantor, or NULL (with
 * *out_none) when none does. */
static const eir_i_expression *needing_atom(builder *b, size_t issue, size_t party,
                                            bool *out_none) {
  const eir_i_issue *from = &b->the_case->issues[issue];
  size_t n = 0;
  for (size_t o = 0; o < from->n_options; o++)
    n += needs_party(&from->options[o], party);
  *out_none = n == 0;
  if (n == 0)
    return NULL;
  eir_i_interval *intervals = eir_i_arena_take_array(b->arena, n, sizeof *intervals);
  eir_i_expression *atom = eir_i_arena_take(b->arena, sizeof *atom);
  if (intervals == NULL || atom == NULL)
    return NULL;
  size_t at = 0;
  for (uint32_t o = 0; o < from->n_options; o++) {
    if (needs_party(&from->options[o], party))
      intervals[at++] = (eir_i_interval){o, o + 1};
  }
  *atom = (eir_i_expression){.kind = EIR_I_EXPRESSION_ATOM,
                             .issue = (uint32_t)issue,
                             .intervals = intervals,
                             .n_intervals = n};
  return atom;
}

/* A guarantor's red lines bind where one of its options is taken. */
static bool add_guarantor(builder *b, size_t party) {
  const eir_i_party *guarantor = &b->the_case->parties[party];
  if (guarantor->position.n_red_lines == 0)
    return true;
  for (size_t i = 0; i < b->the_case->n_issues; i++) {
    bool none;
    eir_i_literal unless = {needing_atom(b, i, party, &none), true};
    if (none)
      continue;
    if (unless.expression == NULL || !add_red_lines(b, guarantor, &unless))
      return false;
  }
  return true;
}

static bool add_consent(builder *b) {
  const eir_case *the_case = b->the_case;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (!is_member(b, i))
      continue;
    const eir_i_party *party = &the_case->parties[the_case->signatories[i]];
    if (party->position.kind == EIR_POSITION_STANCE)
      add_stances(b, party);
    if (!add_red_lines(b, party, NULL))
      return false;
  }
  for (size_t i = 0; i < the_case->n_parties; i++) {
    if ((the_case->parties[i].roles & EIR_ROLE_GUARANTOR) != 0 && !add_guarantor(b, i))
      return false;
  }
  return true;
}

static bool add_constraints(builder *b) {
  for (size_t i = 0; i < b->the_case->n_constraints; i++) {
    if (!eir_i_rule_binds(&b->the_case->constraints[i], b->consent))
      continue;
    eir_i_literal literal = {b->the_case->constraints[i].expression, false};
    if (!add_rule(b, &literal, 1))
      return false;
  }
  return true;
}

/* ---- interactions ---- */

static bool add_interaction(builder *b, const eir_i_interaction *interaction,
                            size_t dimension) {
  eir_i_issue_set_clear(&b->scope);
  eir_i_issue_set_add_expression(&b->scope, interaction->when);
  if (b->scope.count > 1) {
    eir_i_bonus bonus = {interaction->when, (uint32_t)dimension, interaction->add};
    return interaction->add == 0 || eir_i_array_push(&b->bonuses, &bonus);
  }
  size_t issue = b->scope.count == 1 ? b->scope.issues[0] : 0;
  size_t m = b->problem->n_dimensions;
  for (uint32_t o = 0; o < b->problem->n_options[issue]; o++) {
    if (eir_i_expression_of_one(interaction->when, o))
      b->problem->gain[issue][o * m + dimension] += interaction->add;
  }
  return true;
}

static bool add_interactions(builder *b) {
  for (size_t d = 0; d < b->problem->n_dimensions; d++) {
    const eir_i_party *party = &b->the_case->parties[b->problem->dimensions[d]];
    for (size_t i = 0; i < party->position.n_interactions; i++) {
      if (!add_interaction(b, &party->position.interactions[i], d))
        return false;
    }
  }
  return true;
}

/* Moves an array's items into the arena. */
static const void *settle(const eir_i_array *array, eir_i_arena *arena) {
  char *items = eir_i_arena_take_array(arena, array->count, array->item_size);
  const char *from = array->items;
  for (size_t i = 0; items != NULL && i < array->count * array->item_size; i++)
    items[i] = from[i];
  return items;
}

static bool settle_rules(builder *b) {
  b->problem->clauses = settle(&b->clauses, b->arena);
  b->problem->n_clauses = b->clauses.count;
  b->problem->bonuses = settle(&b->bonuses, b->arena);
  b->problem->n_bonuses = b->bonuses.count;
  return b->problem->clauses != NULL && b->problem->bonuses != NULL;
}

static bool build(builder *b) {
  if (!make_dimensions(b) || !make_issues(b))
    return false;
  if (b->consent != EIR_I_CONSENT_FREE && !add_constraints(b))
    return false;
  if (asks_consent(b) && !add_consent(b))
    return false;
  return add_interactions(b) && settle_rules(b);
}

static bool build_rule(builder *b, const eir_i_expression *rule) {
  eir_i_literal literal = {rule, false};
  return make_issues(b) && add_rule(b, &literal, 1) && settle_rules(b);
}

/* `rule` is NULL for the whole case. */
static eir_status make(builder *b, const eir_i_expression *rule) {
  assert(b->the_case->n_issues > 0 && b->the_case->n_signatories <= 64);
  *b->problem = (eir_i_problem){0};
  eir_i_array_init(&b->clauses, b->arena->memory, sizeof(eir_i_clause));
  eir_i_array_init(&b->bonuses, b->arena->memory, sizeof(eir_i_bonus));
  bool done = eir_i_issue_set_make(&b->scope, b->the_case->n_issues, b->arena) &&
              (rule == NULL ? build(b) : build_rule(b, rule));
  eir_i_array_free(&b->clauses);
  eir_i_array_free(&b->bonuses);
  return done ? EIR_OK : EIR_NO_MEMORY;
}

eir_status eir_i_problem_make(const eir_case *the_case, eir_i_consent consent,
                              uint64_t members, size_t only_party, eir_i_arena *arena,
                              eir_i_problem *out_problem) {
  builder b = {.the_case = the_case,
               .consent = consent,
               .members = members,
               .only_party = only_party,
               .arena = arena,
               .problem = out_problem};
  return make(&b, NULL);
}

eir_status eir_i_problem_of_rule(const eir_case *the_case, const eir_i_expression *rule,
                                 eir_i_arena *arena, eir_i_problem *out_problem) {
  builder b = {.the_case = the_case,
               .consent = EIR_I_CONSENT_FREE,
               .only_party = SIZE_MAX,
               .arena = arena,
               .problem = out_problem};
  return make(&b, rule);
}
