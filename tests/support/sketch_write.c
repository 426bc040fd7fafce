/* Job: prints a sketch as a case file. `style` varies how numbers are written (decimal,
 * fraction or exponent) and how many parentheses the rules have, so that the same
 * meaning comes in several spellings. */
#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sketch.h"

#include "base/banned.h"

typedef struct page {
  const sketch *s;
  char *text;
  size_t length;
  size_t capacity;
  uint32_t numbers; /* written so far: chooses the next spelling */
} page;

__attribute__((format(printf, 2, 3))) static void put(page *out, const char *format,
                                                      ...) {
  if (out->capacity - out->length < 256) {
    out->capacity = out->capacity * 2 + 1024;
    out->text = realloc(out->text, out->capacity);
    if (out->text == NULL)
      abort();
  }
  va_list arguments;
  va_start(arguments, format);
  const int written = vsnprintf(out->text + out->length, 256, format, arguments);
  va_end(arguments);
  assert(written >= 0 && written < 256);
  out->length += (size_t)written;
}

/* ---- ids ---- */

void sketch_party_id(char *out, const sketch *s, size_t p) {
  snprintf(out, 48, "party_%c", 'a' + s->parties[p].tag);
}

void sketch_issue_id(char *out, const sketch *s, size_t issue) {
  snprintf(out, 48, "issue%u", s->issues[issue].tag + 1U);
}

/* Decimals needed to write 1 / den, or -1. */
static int decimals_of(int64_t den) {
  assert(den > 0);
  int decimals = 0;
  for (int64_t power = 1; decimals <= 18; decimals++, power *= 10) {
    if (power % den == 0)
      return decimals;
    if (power > INT64_MAX / 10)
      break;
  }
  return -1;
}

/* Writes a number whose denominator divides a power of ten, without trailing zeros. */
static void write_decimal(char *out, sketch_number number) {
  const int decimals = decimals_of(number.den);
  assert(decimals >= 0 && number.den > 0);
  int64_t power = 1;
  for (int i = 0; i < decimals; i++)
    power *= 10;
  const int64_t scaled = number.num * (power / number.den);
  const uint64_t size = scaled < 0 ? (uint64_t)-scaled : (uint64_t)scaled;
  const uint64_t whole = size / (uint64_t)power, part = size % (uint64_t)power;
  int length = snprintf(out, 48, "%s%" PRIu64, scaled < 0 ? "-" : "", whole);
  if (part == 0)
    return;
  length += snprintf(out + length, 48 - (size_t)length, ".%0*" PRIu64, decimals, part);
  while (out[length - 1] == '0')
    out[--length] = '\0';
}

static sketch_number range_value(const sketch_issue *issue, size_t option) {
  const int64_t den = issue->from.den * issue->step.den;
  const int64_t num = issue->from.num * issue->step.den +
                      (int64_t)option * issue->step.num * issue->from.den;
  int64_t a = num < 0 ? -num : num, b = den; /* lowest terms, so that 10/100 is 0.1 */
  while (b != 0) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return (sketch_number){a == 0 ? 0 : num / a, a == 0 ? 1 : den / a};
}

void sketch_option_id(char *out, const sketch *s, size_t issue, size_t option) {
  const sketch_issue *the_issue = &s->issues[issue];
  switch ((sketch_issue_kind)the_issue->kind) {
  case SKETCH_LIST: {
    const unsigned tag = the_issue->option_tag[option];
    /* option ids may start with a digit */
    snprintf(out, 48, the_issue->tag % 3 == 2 ? "%u_x" : "o%u", tag);
    break;
  }
  case SKETCH_RANGE:
    write_decimal(out, range_value(the_issue, option));
    break;
  case SKETCH_DIVISIBLE:
  case SKETCH_INDIVISIBLE:
    sketch_party_id(out, s, the_issue->between[option]);
    break;
  }
}

/* ---- numbers ---- */

static void put_number(page *out, sketch_number number) {
  const uint32_t spelling = out->s->style * 7U + out->numbers++;
  const bool decimal = decimals_of(number.den) >= 0;
  if (!decimal || (number.den > 1 && spelling % 5 == 1)) {
    put(out, "%" PRId64 "/%" PRId64, number.num, number.den);
  } else if (spelling % 11 == 3) {
    /* num / den = num * (10^d / den) e-d */
    const int decimals = decimals_of(number.den);
    int64_t power = 1;
    for (int i = 0; i < decimals; i++)
      power *= 10;
    put(out, "%" PRId64 "%s%d", number.num * (power / number.den),
        decimals == 0 ? "e+" : "e-", decimals);
  } else {
    char text[48];
    write_decimal(text, number);
    put(out, "%s", text);
  }
}

/* ---- rules ---- */

static const char *operator_text(uint8_t kind) {
  switch ((sketch_node_kind)kind) {
  case SKETCH_EQUAL:
    return "=";
  case SKETCH_UNEQUAL:
    return "!=";
  case SKETCH_LESS:
    return "<";
  case SKETCH_AT_MOST:
    return "<=";
  case SKETCH_MORE:
    return ">";
  case SKETCH_AT_LEAST:
    return ">=";
  case SKETCH_AND:
    return "and";
  case SKETCH_OR:
    return "or";
  case SKETCH_IMPLIES:
    return "->";
  case SKETCH_TRUE:
    return "true";
  case SKETCH_FALSE:
    return "false";
  case SKETCH_NOT:
  case SKETCH_IN:
    break;
  }
  abort();
}

static void put_atom(page *out, const sketch_node *node) {
  char id[48];
  sketch_issue_id(id, out->s, node->issue);
  if (node->kind != SKETCH_IN) {
    put(out, "%s %s ", id, operator_text(node->kind));
    sketch_option_id(id, out->s, node->issue, node->option);
    put(out, "%s", id);
    return;
  }
  put(out, "%s in {", id);
  const char *comma = "";
  for (size_t o = 0; o < out->s->issues[node->issue].n_options; o++) {
    if ((node->set >> o & 1) == 0)
      continue;
    sketch_option_id(id, out->s, node->issue, o);
    put(out, "%s%s", comma, id);
    comma = ", ";
  }
  put(out, "}");
}

/* How tightly a node binds. */
static int level(const sketch_node *node) {
  if (node->kind == SKETCH_IMPLIES)
    return 0;
  if (node->kind == SKETCH_OR)
    return 1;
  if (node->kind == SKETCH_AND)
    return 2;
  return node->kind == SKETCH_NOT ? 3 : 4;
}

/* Prints node n where something of `least` level is wanted. Recursion: a rule has at
 * most SKETCH_MAX_NODES nodes. */
static void put_node(page *out, const sketch_rule *rule, size_t n, int least) {
  const sketch_node *node = &rule->nodes[n];
  const int own = level(node);
  const bool wrap = own < least || (out->s->style % 3 == 1 && own < 3 && least > 0);
  if (wrap)
    put(out, "(");
  if (own == 4) {
    if (node->kind == SKETCH_TRUE || node->kind == SKETCH_FALSE) {
      put(out, "%s", operator_text(node->kind));
    } else {
      put_atom(out, node);
    }
  } else if (own == 3) {
    put(out, "not ");
    put_node(out, rule, node->left, 3);
  } else {
    /* "->" groups to the right; for "and" and "or" either side will do */
    put_node(out, rule, node->left, own == 0 ? 1 : own);
    put(out, " %s ", operator_text(node->kind));
    put_node(out, rule, node->right, own);
  }
  if (wrap)
    put(out, ")");
}

static void put_rule(page *out, const char *key, const sketch_rule *rule) {
  put(out, "%s: \"", key);
  put_node(out, rule, 0, 0);
  put(out, "\"");
}

/* A constraint or red line, after its id. */
static void put_demand(page *out, const sketch_rule *rule, bool red_line) {
  const bool bare = rule->n_nodes == 1 && rule->nodes[0].kind == SKETCH_FALSE;
  const bool unstated = red_line && rule->uncertain && bare;
  if (!unstated)
    put_rule(out, "rule", rule);
  if (rule->uncertain)
    put(out, unstated ? "holds: unknown" : ", holds: [0.2, 0.7]");
}

/* ---- the parts of a case ---- */

static void put_parties(page *out) {
  const sketch *s = out->s;
  put(out, "parties:\n");
  for (size_t p = 0; p < s->n_parties; p++) {
    const sketch_party *party = &s->parties[p];
    char id[48];
    sketch_party_id(id, s, p);
    put(out, "  %s: {name: Party %c", id, 'A' + party->tag);
    if (party->signs && party->guarantees)
      put(out, ", role: [signatory, guarantor]");
    if (!party->signs && party->guarantees)
      put(out, ", role: guarantor");
    if (!party->signs && !party->guarantees)
      put(out, ", role: mediator");
    if (party->veto)
      put(out, ", veto: true");
    put(out, "}\n");
  }
  if (s->quota != 0)
    put(out, "consent: {at_least: %u}\n", (unsigned)s->quota);
}

static void put_list(page *out, size_t issue) {
  const sketch_issue *the_issue = &out->s->issues[issue];
  uint32_t needs = 0;
  for (size_t o = 0; o < the_issue->n_options; o++)
    needs |= the_issue->needs[o];
  const bool as_map = needs != 0;
  put(out, "options: %c", as_map ? '{' : '[');
  for (size_t o = 0; o < the_issue->n_options; o++) {
    char id[48];
    sketch_option_id(id, out->s, issue, o);
    put(out, "%s%s", o > 0 ? ", " : "", id);
    if (!as_map)
      continue;
    put(out, ": {name: Option %zu", o);
    const char *before = ", needs: [";
    for (size_t p = 0; p < out->s->n_parties; p++) {
      if ((the_issue->needs[o] >> p & 1) == 0)
        continue;
      sketch_party_id(id, out->s, p);
      put(out, "%s%s", before, id);
      before = ", ";
    }
    put(out, the_issue->needs[o] != 0 ? "]}" : "}");
  }
  put(out, "%c", as_map ? '}' : ']');
}

static void put_issues(page *out) {
  const sketch *s = out->s;
  put(out, "issues:\n");
  for (size_t i = 0; i < s->n_issues; i++) {
    const sketch_issue *issue = &s->issues[i];
    char id[48], other[48];
    sketch_issue_id(id, s, i);
    put(out, "  %s: {", id);
    if (issue->kind == SKETCH_LIST) {
      put_list(out, i);
    } else if (issue->kind == SKETCH_RANGE) {
      write_decimal(id, issue->from);
      put(out, "range: {from: %s", id);
      write_decimal(id, range_value(issue, issue->n_options - 1U));
      write_decimal(other, issue->step);
      put(out, ", to: %s, step: %s, unit: km}", id, other);
    } else {
      put(out, "award: %s",
          issue->kind == SKETCH_DIVISIBLE ? "divisible" : "indivisible");
      sketch_party_id(id, s, issue->between[0]);
      sketch_party_id(other, s, issue->between[1]);
      if (issue->says_between)
        put(out, ", between: [%s, %s]", id, other);
    }
    put(out, "}\n");
  }
  if (s->n_constraints > 0)
    put(out, "constraints:\n");
  for (size_t c = 0; c < s->n_constraints; c++) {
    put(out, "  - {id: c%zu, ", c + 1);
    put_demand(out, &s->constraints[c], false);
    put(out, "}\n");
  }
}

static void put_entry(page *out, size_t p, size_t issue) {
  const sketch_issue *the_issue = &out->s->issues[issue];
  const sketch_entry *entry = &out->s->parties[p].entries[issue];
  if (the_issue->kind == SKETCH_DIVISIBLE || the_issue->kind == SKETCH_INDIVISIBLE) {
    put_number(out, entry->value[0]);
    return;
  }
  const bool points = entry->breakpoints != 0;
  const char *comma = "";
  put(out, points ? "[" : "{");
  for (size_t o = 0; o < the_issue->n_options; o++) {
    if (points && (entry->breakpoints >> o & 1) == 0)
      continue;
    char id[48];
    sketch_option_id(id, out->s, issue, o);
    put(out, points ? "%s[%s, " : "%s%s: ", comma, id);
    put_number(out, entry->value[o]);
    if (points)
      put(out, "]");
    comma = ", ";
  }
  put(out, points ? "]" : "}");
}

static const char *const stance_names[] = {"",        "unknown", "prefers",
                                           "accepts", "resists", "refuses"};

static void put_stances(page *out, size_t p, size_t issue) {
  const char *comma = "";
  put(out, "{");
  for (size_t o = 0; o < out->s->issues[issue].n_options; o++) {
    const uint8_t stance = out->s->parties[p].entries[issue].stance[o];
    if (stance == SKETCH_MISSING)
      continue;
    char id[48];
    sketch_option_id(id, out->s, issue, o);
    put(out, "%s%s: %s", comma, id, stance_names[stance]);
    comma = ", ";
  }
  put(out, "}");
}

typedef enum column { WORTHS, WEIGHTS, STANCES } column;

/* A map from issues to what the party says of each. */
static void put_map(page *out, size_t p, const char *key, column what) {
  const sketch *s = out->s;
  put(out, "    %s: {", key);
  const char *comma = "";
  for (size_t i = 0; i < s->n_issues; i++) {
    if (!s->parties[p].entries[i].listed)
      continue;
    char id[48];
    sketch_issue_id(id, s, i);
    put(out, "%s%s: ", comma, id);
    if (what == WORTHS)
      put_entry(out, p, i);
    if (what == WEIGHTS)
      put_number(out, s->parties[p].entries[i].weight);
    if (what == STANCES)
      put_stances(out, p, i);
    comma = ", ";
  }
  put(out, "}\n");
}

static void put_setting(page *out, const char *key, bool given, sketch_number number) {
  if (!given)
    return;
  put(out, "    %s: ", key);
  put_number(out, number);
  put(out, "\n");
}

static void put_position(page *out, size_t p) {
  const sketch_party *party = &out->s->parties[p];
  char id[48];
  sketch_party_id(id, out->s, p);
  put(out, "  %s:\n", id);
  put_setting(out, "reservation", party->has_reservation, party->reservation);
  put_setting(out, "scale", party->has_scale, party->scale);
  put_setting(out, "cap", party->has_cap, party->cap);
  if (party->power != 0)
    put(out, "    power: %u\n", (unsigned)party->power);
  if (party->position == SKETCH_POINTS)
    put_map(out, p, "points", WORTHS);
  if (party->position == SKETCH_WEIGHTS) {
    put_map(out, p, "weights", WEIGHTS);
    put_map(out, p, "values", WORTHS);
  }
  if (party->position == SKETCH_STANCES)
    put_map(out, p, "stance", STANCES);
  if (party->n_red_lines > 0)
    put(out, "    red_lines:\n");
  for (size_t r = 0; r < party->n_red_lines; r++) {
    put(out, "      - {id: r%zu, ", r + 1);
    put_demand(out, &party->red_lines[r], true);
    put(out, "}\n");
  }
  if (party->n_interactions > 0)
    put(out, "    interactions:\n");
  for (size_t i = 0; i < party->n_interactions; i++) {
    put(out, "      - {");
    put_rule(out, "when", &party->interactions[i].when);
    put(out, ", add: ");
    put_number(out, party->interactions[i].add);
    put(out, "}\n");
  }
}

char *sketch_write(const sketch *s) {
  page out = {.s = s};
  put(&out, "eirene: 1\ntitle: A random case\n");
  put_parties(&out);
  put_issues(&out);
  put(&out, "positions:\n");
  for (size_t p = 0; p < s->n_parties; p++) {
    if (s->parties[p].position != SKETCH_NO_POSITION)
      put_position(&out, p);
  }
  return out.text;
}
