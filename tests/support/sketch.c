/* Job: what a sketch means, outcome by outcome, straight from the file format's text.
 * All arithmetic is exact (GMP rationals). */
#include "sketch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

sketch *sketch_new(void) {
  sketch *s = calloc(1, sizeof *s);
  if (s == NULL)
    abort(); /* a test without memory has nothing to say */
  return s;
}

sketch *sketch_copy(const sketch *from) {
  sketch *s = sketch_new();
  *s = *from;
  return s;
}

void sketch_free(sketch *s) {
  free(s);
}

/* ---- outcomes ---- */

size_t sketch_outcomes(const sketch *s) {
  size_t product = 1;
  for (size_t i = 0; i < s->n_issues; i++)
    product *= s->issues[i].n_options;
  return product;
}

void sketch_first(sketch_outcome outcome) {
  memset(outcome, 0, sizeof(sketch_outcome));
}

bool sketch_next(const sketch *s, sketch_outcome outcome) {
  for (size_t i = s->n_issues; i-- > 0;) {
    if (++outcome[i] < s->issues[i].n_options)
      return true;
    outcome[i] = 0;
  }
  return false;
}

size_t sketch_signatories(const sketch *s) {
  size_t n = 0;
  for (size_t p = 0; p < s->n_parties; p++)
    n += s->parties[p].signs;
  return n;
}

size_t sketch_signatory(const sketch *s, size_t k) {
  for (size_t p = 0; p < s->n_parties; p++) {
    if (s->parties[p].signs && k-- == 0)
      return p;
  }
  abort(); /* there is no such signatory: the test is wrong */
}

bool sketch_has_scores(const sketch_party *party) {
  return party->position == SKETCH_POINTS || party->position == SKETCH_WEIGHTS;
}

int sketch_award_option(const sketch_issue *issue, size_t party) {
  for (int o = 0; o < 2; o++) {
    if (issue->between[o] == party)
      return o;
  }
  return -1;
}

/* ---- rules ---- */

static bool atom_holds(const sketch_node *node, size_t option) {
  switch ((sketch_node_kind)node->kind) {
  case SKETCH_EQUAL:
    return option == node->option;
  case SKETCH_UNEQUAL:
    return option != node->option;
  case SKETCH_IN:
    return (node->set >> option & 1) != 0;
  case SKETCH_LESS: /* a range's options ascend */
    return option < node->option;
  case SKETCH_AT_MOST:
    return option <= node->option;
  case SKETCH_MORE:
    return option > node->option;
  case SKETCH_AT_LEAST:
    return option >= node->option;
  case SKETCH_TRUE:
  case SKETCH_FALSE:
  case SKETCH_NOT:
  case SKETCH_AND:
  case SKETCH_OR:
  case SKETCH_IMPLIES:
    break;
  }
  abort(); /* not an atom */
}

bool sketch_holds(const sketch_rule *rule, const sketch_outcome outcome) {
  bool holds[SKETCH_MAX_NODES] = {false};
  for (size_t n = rule->n_nodes; n-- > 0;) { /* children before parents */
    const sketch_node *node = &rule->nodes[n];
    switch ((sketch_node_kind)node->kind) {
    case SKETCH_TRUE:
      holds[n] = true;
      break;
    case SKETCH_FALSE:
      holds[n] = false;
      break;
    case SKETCH_NOT:
      holds[n] = !holds[node->left];
      break;
    case SKETCH_AND:
      holds[n] = holds[node->left] && holds[node->right];
      break;
    case SKETCH_OR:
      holds[n] = holds[node->left] || holds[node->right];
      break;
    case SKETCH_IMPLIES:
      holds[n] = !holds[node->left] || holds[node->right];
      break;
    case SKETCH_EQUAL:
    case SKETCH_UNEQUAL:
    case SKETCH_IN:
    case SKETCH_LESS:
    case SKETCH_AT_MOST:
    case SKETCH_MORE:
    case SKETCH_AT_LEAST:
      holds[n] = atom_holds(node, outcome[node->issue]);
      break;
    }
  }
  return holds[0];
}

/* ---- scores ---- */

void sketch_to_mpq(mpq_t out, sketch_number number) {
  assert(number.den > 0);
  mpq_set_si(out, number.num, (unsigned long)number.den);
  mpq_canonicalize(out);
}

void sketch_round(mpq_t value) {
  mpz_t scaled, twice;
  mpz_inits(scaled, twice, NULL);
  mpz_ui_pow_ui(scaled, 10, 12);
  mpq_t power;
  mpq_init(power);
  mpq_set_z(power, scaled);
  mpq_mul(value, value, power);
  /* floor((2 |v| + 1) / 2), with the sign put back */
  const int sign = mpq_sgn(value);
  mpq_abs(value, value);
  mpz_mul_2exp(scaled, mpq_numref(value), 1);
  mpz_add(scaled, scaled, mpq_denref(value));
  mpz_mul_2exp(twice, mpq_denref(value), 1);
  mpz_fdiv_q(scaled, scaled, twice);
  mpq_set_z(value, scaled);
  mpq_div(value, value, power);
  if (sign < 0)
    mpq_neg(value, value);
  mpq_clear(power);
  mpz_clears(scaled, twice, NULL);
}

/* The value of a range's option on the line through the breakpoints around it. */
static void interpolate(mpq_t out, const sketch_entry *entry, size_t option) {
  size_t low = option, high = option;
  while ((entry->breakpoints >> low & 1) == 0)
    low--;
  while ((entry->breakpoints >> high & 1) == 0)
    high++;
  mpq_t rise, share;
  mpq_inits(rise, share, NULL);
  sketch_to_mpq(out, entry->value[low]);
  if (high > low) {
    sketch_to_mpq(rise, entry->value[high]);
    mpq_sub(rise, rise, out);
    mpq_set_ui(share, option - low, high - low); /* a grid is even */
    mpq_canonicalize(share);
    mpq_mul(rise, rise, share);
    mpq_add(out, out, rise);
  }
  mpq_clears(rise, share, NULL);
}

void sketch_worth(mpq_t out, const sketch *s, size_t p, size_t issue, size_t option) {
  const sketch_party *party = &s->parties[p];
  const sketch_entry *entry = &party->entries[issue];
  const sketch_issue *the_issue = &s->issues[issue];
  mpq_set_ui(out, 0, 1);
  if (!entry->listed)
    return;
  if (the_issue->kind == SKETCH_DIVISIBLE || the_issue->kind == SKETCH_INDIVISIBLE) {
    if (sketch_award_option(the_issue, p) != (int)option)
      return;
    sketch_to_mpq(out, entry->value[0]);
  } else if (entry->breakpoints != 0) {
    interpolate(out, entry, option);
  } else {
    sketch_to_mpq(out, entry->value[option]);
  }
  if (party->position == SKETCH_WEIGHTS) {
    mpq_t weight;
    mpq_init(weight);
    sketch_to_mpq(weight, entry->weight);
    mpq_mul(out, out, weight);
    mpq_clear(weight);
  }
}

void sketch_score(mpq_t out, const sketch *s, size_t p, const sketch_outcome outcome,
                  bool rounded) {
  const sketch_party *party = &s->parties[p];
  mpq_t term;
  mpq_init(term);
  mpq_set_ui(out, 0, 1);
  for (size_t i = 0; i < s->n_issues; i++) {
    sketch_worth(term, s, p, i, outcome[i]);
    if (rounded)
      sketch_round(term);
    mpq_add(out, out, term);
  }
  for (size_t i = 0; i < party->n_interactions; i++) {
    if (!sketch_holds(&party->interactions[i].when, outcome))
      continue;
    sketch_to_mpq(term, party->interactions[i].add);
    if (rounded)
      sketch_round(term);
    mpq_add(out, out, term);
  }
  if (party->has_cap) {
    sketch_to_mpq(term, party->cap);
    if (rounded)
      sketch_round(term);
    if (mpq_cmp(out, term) > 0)
      mpq_set(out, term);
  }
  mpq_clear(term);
}
