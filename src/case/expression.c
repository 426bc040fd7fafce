/* Expression: parsing rules into trees of option indices.
 *
 * Recursive descent, one function for each level of binding. Names are resolved while
 * parsing. A wrong name is reported and parsing goes on, so that all of them are found;
 * at a fault of grammar it stops, as what follows would only confuse. */
#include "case/expression.h"

#include <assert.h>
#include <string.h>

#include "case/atom.h"
#include "case/expression_parse.h"
#include "case/quote.h"
#include "case/token.h"

#include "base/banned.h"

bool eir_i_atom_holds(const eir_i_expression *atom, uint32_t option) {
  assert(atom->kind == EIR_I_EXPRESSION_ATOM);
  size_t low = 0, high = atom->n_intervals;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (atom->intervals[middle].end <= option)
      low = middle + 1;
    else
      high = middle;
  }
  return low < atom->n_intervals && atom->intervals[low].first <= option;
}

/* A finished part of the tree and how many nodes deep it is. NULL: parsing has
 * stopped. */
typedef struct part {
  const eir_i_expression *expression;
  unsigned height;
} part;

typedef struct parser {
  eir_i_atom_maker atoms;
  eir_i_token token; /* the next one */
  eir_i_array parts; /* of part: operands of "and" and "or" that are not finished yet */
  const char *text;
  bool stop; /* a fault of grammar, or no memory */
} parser;

static const part nothing = {NULL, 0};

static part parse_implies(parser *p, unsigned depth);

static void advance(parser *p) {
  p->token = eir_i_token_next(p->text, p->token.at + p->token.length);
}

/* Stops; the caller of the whole learns why from the atom maker. */
static part out_of_memory(parser *p) {
  p->atoms.no_memory = true;
  p->stop = true;
  return nothing;
}

/* ---- faults of grammar ---- */

static part stop_at(parser *p, size_t at, const char *message) {
  eir_i_atom_fault(&p->atoms, at, "%s", message);
  p->stop = true;
  return nothing;
}

/* The next token is not what the grammar wants. */
static part unexpected(parser *p, const char *expected) {
  const eir_i_token *token = &p->token;
  eir_i_quoted found = eir_i_quote_bytes(p->text + token->at, token->length);
  if (token->kind == EIR_I_TOKEN_END)
    eir_i_atom_fault(&p->atoms, token->at, "the rule ends here; expected %s", expected);
  else if (token->advice != NULL)
    eir_i_atom_fault(&p->atoms, token->at, "'%s' is not part of a rule; write %s",
                     found.text, token->advice);
  else
    eir_i_atom_fault(&p->atoms, token->at, "expected %s, found '%s'", expected,
                     found.text);
  p->stop = true;
  return nothing;
}

/* ---- building ---- */

/* A node over parts.items[from..); they are taken off. */
static part join(parser *p, eir_i_expression_kind kind, size_t from) {
  assert(from < p->parts.count);
  size_t n = 0;
  unsigned height = 0;
  const part *parts = p->parts.items;
  /* "a and (b and c)" is one node of three. */
  bool flat = kind == EIR_I_EXPRESSION_AND || kind == EIR_I_EXPRESSION_OR;
  for (size_t i = from; i < p->parts.count; i++)
    n +=
        flat && parts[i].expression->kind == kind ? parts[i].expression->n_children : 1;
  eir_i_expression *made = eir_i_arena_take(p->atoms.arena, sizeof *made);
  const eir_i_expression **children =
      eir_i_arena_take_array(p->atoms.arena, n, sizeof *children);
  if (made == NULL || children == NULL)
    return out_of_memory(p);
  n = 0;
  for (size_t i = from; i < p->parts.count; i++) {
    const eir_i_expression *child = parts[i].expression;
    bool merged = flat && child->kind == kind;
    unsigned below = merged ? parts[i].height - 1 : parts[i].height;
    if (below > height)
      height = below;
    for (size_t j = 0; merged && j < child->n_children; j++)
      children[n++] = child->children[j];
    if (!merged)
      children[n++] = child;
  }
  *made = (eir_i_expression){.kind = kind, .children = children, .n_children = n};
  p->parts.count = from;
  return (part){made, height + 1};
}

/* Keeps an operand until its node can be joined. */
static bool hold(parser *p, part operand) {
  if (p->stop)
    return false;
  if (eir_i_array_push(&p->parts, &operand))
    return true;
  out_of_memory(p);
  return false;
}

/* ---- grammar ---- */

static part parse_constant(parser *p, eir_i_expression_kind kind) {
  eir_i_expression *made = eir_i_arena_take(p->atoms.arena, sizeof *made);
  if (made == NULL)
    return out_of_memory(p);
  made->kind = kind;
  advance(p);
  return (part){made, 1};
}

static bool is_comparison(eir_i_token_kind kind) {
  return kind >= EIR_I_TOKEN_EQUAL && kind <= EIR_I_TOKEN_GREATER_EQUAL;
}

/* option ("," option)* "}" */
static void parse_set(parser *p) {
  if (p->token.kind != EIR_I_TOKEN_OPEN_SET) {
    unexpected(p, "'{' and a list of options");
    return;
  }
  do {
    advance(p);
    if (p->token.kind != EIR_I_TOKEN_WORD) {
      unexpected(p, "an option");
      return;
    }
    eir_i_atom_operand(&p->atoms, p->token.at, p->token.length);
    advance(p);
  } while (p->token.kind == EIR_I_TOKEN_COMMA);
  if (p->token.kind == EIR_I_TOKEN_CLOSE_SET)
    advance(p);
  else
    unexpected(p, "',' or '}'");
}

static part parse_atom(parser *p) {
  eir_i_atom_begin(&p->atoms, p->token.at, p->token.length);
  size_t issue_at = p->token.at, issue_length = p->token.length;
  advance(p);
  eir_i_token comparison = p->token;
  if (comparison.kind == EIR_I_TOKEN_IN) {
    eir_i_atom_operator(&p->atoms, comparison);
    advance(p);
    parse_set(p);
  } else if (is_comparison(comparison.kind)) {
    eir_i_atom_operator(&p->atoms, comparison);
    advance(p);
    if (p->token.kind != EIR_I_TOKEN_WORD)
      return unexpected(p, "an option or a number");
    eir_i_atom_operand(&p->atoms, p->token.at, p->token.length);
    advance(p);
  } else if (p->token.kind == EIR_I_TOKEN_WRONG && p->token.advice != NULL) {
    return unexpected(p, "");
  } else {
    eir_i_quoted issue = eir_i_quote_bytes(p->text + issue_at, issue_length);
    eir_i_atom_fault(&p->atoms, p->token.at,
                     "expected '=', '!=', 'in', '<', '<=', '>' or '>=' after '%s'",
                     issue.text);
    p->stop = true;
  }
  if (p->stop)
    return nothing;
  const eir_i_expression *atom = eir_i_atom_end(&p->atoms);
  if (atom == NULL)
    return out_of_memory(p);
  return (part){atom, 1};
}

/* One level deeper from the next token; false, after a message, if that is too deep. */
static bool enter(parser *p, unsigned depth) {
  if (depth < EIR_I_MAX_EXPRESSION_DEPTH)
    return true;
  stop_at(p, p->token.at, "the rule is nested too deep; at most 64 levels");
  return false;
}

static part parse_parenthesis(parser *p, unsigned depth) {
  size_t at = p->token.at;
  advance(p);
  part inner = parse_implies(p, depth + 1);
  if (p->stop)
    return nothing;
  if (p->token.kind == EIR_I_TOKEN_END)
    return stop_at(p, at, "this '(' is never closed; add the ')'");
  if (p->token.kind != EIR_I_TOKEN_CLOSE)
    return unexpected(p, "'and', 'or', '->' or ')'");
  advance(p);
  return inner;
}

static part parse_not(parser *p, unsigned depth) {
  eir_i_token_kind kind = p->token.kind;
  if (kind == EIR_I_TOKEN_TRUE)
    return parse_constant(p, EIR_I_EXPRESSION_TRUE);
  if (kind == EIR_I_TOKEN_FALSE)
    return parse_constant(p, EIR_I_EXPRESSION_FALSE);
  if (kind == EIR_I_TOKEN_WORD)
    return parse_atom(p);
  if (kind != EIR_I_TOKEN_NOT && kind != EIR_I_TOKEN_OPEN)
    return unexpected(p, "an issue, 'not', 'true', 'false' or '('");
  if (!enter(p, depth))
    return nothing;
  if (kind == EIR_I_TOKEN_OPEN)
    return parse_parenthesis(p, depth);
  advance(p);
  size_t from = p->parts.count;
  if (!hold(p, parse_not(p, depth + 1)))
    return nothing;
  return join(p, EIR_I_EXPRESSION_NOT, from);
}

/* Each level keeps its operands on the common pile from its own `from` on, so that no
 * level allocates an array of its own. One operand alone makes no node. */
static part parse_and(parser *p, unsigned depth) {
  size_t from = p->parts.count;
  part first = parse_not(p, depth);
  if (p->stop || p->token.kind != EIR_I_TOKEN_AND)
    return first;
  if (!hold(p, first))
    return nothing;
  while (p->token.kind == EIR_I_TOKEN_AND) {
    advance(p);
    if (!hold(p, parse_not(p, depth)))
      return nothing;
  }
  return join(p, EIR_I_EXPRESSION_AND, from);
}

static part parse_or(parser *p, unsigned depth) {
  size_t from = p->parts.count;
  part first = parse_and(p, depth);
  if (p->stop || p->token.kind != EIR_I_TOKEN_OR)
    return first;
  if (!hold(p, first))
    return nothing;
  while (p->token.kind == EIR_I_TOKEN_OR) {
    advance(p);
    if (!hold(p, parse_and(p, depth)))
      return nothing;
  }
  return join(p, EIR_I_EXPRESSION_OR, from);
}

/* Right to left: a -> b -> c is a -> (b -> c). */
static part parse_implies(parser *p, unsigned depth) {
  size_t from = p->parts.count;
  part left = parse_or(p, depth);
  if (p->stop || p->token.kind != EIR_I_TOKEN_ARROW)
    return left;
  if (!enter(p, depth))
    return nothing;
  advance(p);
  if (!hold(p, left) || !hold(p, parse_implies(p, depth + 1)))
    return nothing;
  return join(p, EIR_I_EXPRESSION_IMPLIES, from);
}

static part parse_rule(parser *p) {
  p->token = eir_i_token_next(p->text, 0);
  if (p->token.kind == EIR_I_TOKEN_END)
    return stop_at(p, 0, "the rule is empty; write 'true' if it always holds");
  part whole = parse_implies(p, 0);
  if (!p->stop && p->token.kind != EIR_I_TOKEN_END)
    return unexpected(p, "'and', 'or', '->' or the end of the rule");
  if (!p->stop && whole.height > EIR_I_MAX_EXPRESSION_DEPTH)
    return stop_at(p, 0, "the rule is nested too deep; at most 64 levels");
  return whole;
}

eir_status eir_i_expression_parse(const eir_i_expression_request *request,
                                  const eir_i_expression **out_expression) {
  *out_expression = NULL;
  parser p = {.text = request->text};
  eir_i_array_init(&p.parts, request->arena->memory, sizeof(part));
  eir_i_atoms_init(&p.atoms, request);
  part whole = parse_rule(&p);
  bool no_memory = p.atoms.no_memory, bad = p.atoms.bad, broken = p.atoms.broken;
  eir_i_atoms_free(&p.atoms);
  eir_i_array_free(&p.parts);
  if (no_memory)
    return EIR_NO_MEMORY;
  if (bad)
    return EIR_BAD_INPUT;
  if (!broken)
    *out_expression = whole.expression;
  return EIR_OK;
}
