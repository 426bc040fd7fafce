/* Clauses: splitting by De Morgan's rules.
 *
 * A clause is first flattened: "or", negated "and" and "->" are opened into literals.
 * If then just one literal is a conjunction, the clause is distributed over its parts.
 * With two or more it stays whole: distributing could grow without bound. */
#include "solve/clause.h"

#include "base/banned.h"

static bool is_conjunction(eir_i_literal literal) {
  eir_i_expression_kind kind = literal.expression->kind;
  return literal.negated
             ? kind == EIR_I_EXPRESSION_OR || kind == EIR_I_EXPRESSION_IMPLIES
             : kind == EIR_I_EXPRESSION_AND;
}

static bool is_disjunction(eir_i_literal literal) {
  eir_i_expression_kind kind = literal.expression->kind;
  return literal.negated
             ? kind == EIR_I_EXPRESSION_AND
             : kind == EIR_I_EXPRESSION_OR || kind == EIR_I_EXPRESSION_IMPLIES;
}

/* Part `index` of a conjunction or disjunction. Negation passes to the parts, and the
 * left side of an implication is negated once more. */
static eir_i_literal part_of(eir_i_literal literal, size_t index) {
  const eir_i_expression *expression = literal.expression;
  bool negated = literal.negated;
  if (expression->kind == EIR_I_EXPRESSION_IMPLIES && index == 0)
    negated = !negated;
  return (eir_i_literal){expression->children[index], negated};
}

static eir_i_literal without_not(eir_i_literal literal) {
  while (literal.expression->kind == EIR_I_EXPRESSION_NOT)
    literal = (eir_i_literal){literal.expression->children[0], !literal.negated};
  return literal;
}

static bool flatten(eir_i_literal literal, eir_i_array *flat) {
  literal = without_not(literal);
  if (!is_disjunction(literal))
    return eir_i_array_push(flat, &literal);
  for (size_t i = 0; i < literal.expression->n_children; i++) {
    if (!flatten(part_of(literal, i), flat))
      return false;
  }
  return true;
}

static bool keep(const eir_i_array *flat, eir_i_arena *arena, eir_i_array *clauses) {
  eir_i_literal *copy = eir_i_arena_take_array(arena, flat->count, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < flat->count; i++)
    copy[i] = *(eir_i_literal *)eir_i_array_at(flat, i);
  eir_i_clause clause = {copy, flat->count};
  return eir_i_array_push(clauses, &clause);
}

/* The place of the only conjunction, or the count when there is none or several. */
static size_t only_conjunction(const eir_i_array *flat) {
  size_t found = flat->count;
  for (size_t i = 0; i < flat->count; i++) {
    if (!is_conjunction(*(eir_i_literal *)eir_i_array_at(flat, i)))
      continue;
    if (found != flat->count)
      return flat->count;
    found = i;
  }
  return found;
}

bool eir_i_clauses_split(const eir_i_literal *literals, size_t count,
                         eir_i_arena *arena, eir_i_array *clauses) {
  eir_i_array flat;
  eir_i_array_init(&flat, clauses->memory, sizeof(eir_i_literal));
  bool done = true;
  for (size_t i = 0; i < count && done; i++)
    done = flatten(literals[i], &flat);
  size_t at = done ? only_conjunction(&flat) : 0;
  if (done && at == flat.count) {
    done = keep(&flat, arena, clauses);
  } else if (done) {
    /* Recursion ends: every level opens one level of the expression. */
    eir_i_literal *place = eir_i_array_at(&flat, at);
    eir_i_literal whole = *place;
    for (size_t i = 0; i < whole.expression->n_children && done; i++) {
      *place = part_of(whole, i);
      done = eir_i_clauses_split(flat.items, flat.count, arena, clauses);
    }
  }
  eir_i_array_free(&flat);
  return done;
}
