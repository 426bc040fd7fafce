/* Job: the answer to a small case by looking at every outcome: who accepts it, is it a
 * deal, and does another deal dominate it. Scores are integers over one common
 * denominator a signatory, found with GMP and checked to fit in 64 bits. */
#include "oracle.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void *room(size_t count, size_t size) {
  void *block = calloc(count > 0 ? count : 1, size);
  if (block == NULL)
    abort();
  return block;
}

/* ---- scores ---- */

/* A signatory's case in integers. */
typedef struct ledger {
  int64_t worth[SKETCH_MAX_ISSUES][SKETCH_MAX_OPTIONS];
  int64_t add[SKETCH_MAX_RULES];
  int64_t cap, reservation, scale;
} ledger;

/* The rationals of a party, in a fixed order, for two walks over them. */
typedef void (*visit)(void *user, mpq_t value, int64_t *place);

static void walk(const sketch *s, size_t p, bool rounded, ledger *l, visit seen,
                 void *user) {
  const sketch_party *party = &s->parties[p];
  mpq_t value;
  mpq_init(value);
  for (size_t i = 0; i < s->n_issues; i++) {
    for (size_t o = 0; o < s->issues[i].n_options; o++) {
      sketch_worth(value, s, p, i, o);
      if (rounded)
        sketch_round(value);
      seen(user, value, &l->worth[i][o]);
    }
  }
  for (size_t i = 0; i < party->n_interactions; i++) {
    sketch_to_mpq(value, party->interactions[i].add);
    if (rounded)
      sketch_round(value);
    seen(user, value, &l->add[i]);
  }
  const sketch_number none = {0, 1};
  const sketch_number settings[3] = {party->has_cap ? party->cap : none,
                                     party->has_reservation ? party->reservation : none,
                                     party->has_scale ? party->scale : none};
  int64_t *const places[3] = {&l->cap, &l->reservation, &l->scale};
  for (size_t i = 0; i < 3; i++) {
    sketch_to_mpq(value, settings[i]);
    if (rounded)
      sketch_round(value);
    seen(user, value, places[i]);
  }
  mpq_clear(value);
}

static void join_denominator(void *user, mpq_t value, int64_t *place) {
  mpz_t *unit = user;
  (void)place;
  mpz_lcm(*unit, *unit, mpq_denref(value));
}

static void in_units(void *user, mpq_t value, int64_t *place) {
  mpz_t *unit = user;
  mpz_t scaled;
  mpz_init(scaled);
  mpz_mul(scaled, *unit, mpq_numref(value));
  mpz_divexact(scaled, scaled, mpq_denref(value));
  if (mpz_sizeinbase(scaled, 2) > 62) {
    fprintf(stderr, "oracle: a score does not fit; the generator made it too fine\n");
    abort();
  }
  *place = mpz_get_si(scaled);
  mpz_clear(scaled);
}

static int64_t score_of(const sketch *s, size_t p, const ledger *l,
                        const sketch_outcome outcome) {
  const sketch_party *party = &s->parties[p];
  int64_t score = 0;
  for (size_t i = 0; i < s->n_issues; i++)
    score += l->worth[i][outcome[i]];
  for (size_t i = 0; i < party->n_interactions; i++) {
    if (sketch_holds(&party->interactions[i].when, outcome))
      score += l->add[i];
  }
  return party->has_cap && score > l->cap ? l->cap : score;
}

static void score_signatory(oracle *o, size_t k) {
  const sketch *s = o->s;
  const size_t p = sketch_signatory(s, k);
  const sketch_party *party = &s->parties[p];
  ledger l;
  memset(&l, 0, sizeof l);
  mpz_t unit;
  mpz_init_set_ui(unit, 1);
  walk(s, p, o->rounded[k], &l, join_denominator, &unit);
  walk(s, p, o->rounded[k], &l, in_units, &unit);
  o->unit[k] = mpz_get_si(unit);
  o->reservation[k] = l.reservation;
  int64_t best = INT64_MIN;
  sketch_outcome outcome;
  sketch_first(outcome);
  for (size_t n = 0; n < o->n_outcomes; n++, sketch_next(s, outcome)) {
    const int64_t score = score_of(s, p, &l, outcome);
    o->scores[n * o->n_signatories + k] = score;
    if (score > best)
      best = score;
  }
  /* the score that is utility 1 */
  if (party->has_scale) {
    o->scale[k] = l.scale;
  } else if (party->position == SKETCH_POINTS && best > 0) {
    o->scale[k] = best;
  } else {
    o->scale[k] = o->unit[k];
  }
  mpz_clear(unit);
}

bool oracle_must_be_exact(const sketch *s, size_t k) {
  const size_t p = sketch_signatory(s, k);
  const sketch_party *party = &s->parties[p];
  if (!sketch_has_scores(party))
    return true;
  ledger l;
  mpz_t unit, weights, weight;
  mpz_inits(unit, weights, weight, NULL);
  mpz_set_ui(unit, 1);
  mpz_set_ui(weights, 1);
  walk(s, p, false, &l, join_denominator, &unit);
  for (size_t i = 0; i < s->n_issues; i++) {
    const sketch_entry *entry = &party->entries[i];
    if (party->position == SKETCH_WEIGHTS && entry->listed) {
      mpz_set_si(weight, entry->weight.den);
      mpz_lcm(weights, weights, weight);
    }
    for (size_t v = 0; v < s->issues[i].n_options && entry->listed; v++) {
      mpz_set_si(weight, entry->value[v].den);
      mpz_lcm(unit, unit, weight);
    }
  }
  mpz_mul(unit, unit, weights);
  /* no sum of these cases is above 2^34 points */
  const bool small = mpz_sizeinbase(unit, 2) <= 27;
  mpz_clears(unit, weights, weight, NULL);
  return small;
}

/* ---- deals ---- */

/* Is the rule true; one that may not hold where that is `hoped` for? */
static bool rule_met(const sketch_rule *rule, const sketch_outcome outcome,
                     bool hoped) {
  return (hoped && rule->uncertain) || sketch_holds(rule, outcome);
}

static bool lines_hold(const sketch_party *party, const sketch_outcome outcome,
                       bool hoped) {
  for (size_t r = 0; r < party->n_red_lines; r++) {
    if (!rule_met(&party->red_lines[r], outcome, hoped))
      return false;
  }
  return true;
}

/* Does signatory k accept outcome number n; with unknowns taken as accepted, and
 * uncertain rules as not holding? */
static bool accepts(const oracle *o, size_t k, size_t n, const sketch_outcome outcome,
                    bool unknowns_accepted) {
  const sketch_party *party = &o->s->parties[sketch_signatory(o->s, k)];
  if (!lines_hold(party, outcome, unknowns_accepted))
    return false;
  if (sketch_has_scores(party)) {
    return o->scores[n * o->n_signatories + k] >= o->reservation[k];
  }
  for (size_t i = 0; i < o->s->n_issues; i++) {
    const sketch_entry *entry = &party->entries[i];
    const uint8_t stance = entry->listed ? entry->stance[outcome[i]] : SKETCH_MISSING;
    if (stance == SKETCH_REFUSES)
      return false;
    const bool unknown = stance == SKETCH_UNKNOWN || stance == SKETCH_MISSING;
    if (unknown && !unknowns_accepted)
      return false;
  }
  return true;
}

static bool is_deal(const oracle *o, size_t n, const sketch_outcome outcome,
                    bool unknowns_accepted) {
  const sketch *s = o->s;
  size_t n_accept = 0;
  for (size_t k = 0; k < o->n_signatories; k++) {
    const bool yes = accepts(o, k, n, outcome, unknowns_accepted);
    if (!yes && s->parties[sketch_signatory(s, k)].veto)
      return false;
    n_accept += yes;
  }
  if (n_accept < (s->quota != 0 ? s->quota : o->n_signatories))
    return false;
  for (size_t i = 0; i < s->n_issues; i++) {
    for (size_t p = 0; p < s->n_parties; p++) {
      const bool needed = (s->issues[i].needs[outcome[i]] >> p & 1) != 0;
      if (needed && !lines_hold(&s->parties[p], outcome, unknowns_accepted))
        return false;
    }
  }
  return true;
}

static void judge_outcomes(oracle *o) {
  const sketch *s = o->s;
  sketch_outcome outcome;
  sketch_first(outcome);
  for (size_t n = 0; n < o->n_outcomes; n++, sketch_next(s, outcome)) {
    bool legal = true, hoped = true;
    for (size_t c = 0; c < s->n_constraints; c++) {
      legal = legal && rule_met(&s->constraints[c], outcome, false);
      hoped = hoped && rule_met(&s->constraints[c], outcome, true);
    }
    o->legal[n] = legal;
    o->certain[n] = legal && is_deal(o, n, outcome, false);
    o->possible[n] = hoped && is_deal(o, n, outcome, true);
    o->n_legal += o->legal[n];
    o->n_certain += o->certain[n];
    o->n_possible += o->possible[n];
  }
}

/* ---- frontier ---- */

const int64_t *oracle_scores(const oracle *o, size_t number) {
  return &o->scores[number * o->n_signatories];
}

/* An outcome's number with its scores, so that sorting needs no context. */
typedef struct candidate {
  const int64_t *scores;
  size_t n_scores;
  size_t number;
} candidate;

/* Best scores first, in signatory order; then the smaller outcome. */
static int by_scores(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  for (size_t k = 0; k < a->n_scores; k++) {
    if (a->scores[k] != b->scores[k])
      return a->scores[k] > b->scores[k] ? -1 : 1;
  }
  return (a->number > b->number) - (a->number < b->number);
}

/* Are a's scores all at least b's? Then b is a's equal or dominated by it. */
static bool covers(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t k = 0; k < n; k++) {
    if (a[k] < b[k])
      return false;
  }
  return true;
}

/* The numbers of the nondominated outcomes among `in`, each vector once, with its
 * smallest outcome. In sorted order only an earlier outcome can dominate a later one,
 * or equal it. */
static size_t *make_frontier(const oracle *o, const bool *in, size_t n_in,
                             size_t *out_size) {
  candidate *all = room(n_in, sizeof *all);
  size_t *kept = room(n_in, sizeof *kept);
  size_t n_all = 0, n_kept = 0;
  for (size_t n = 0; n < o->n_outcomes; n++) {
    if (in[n])
      all[n_all++] = (candidate){oracle_scores(o, n), o->n_signatories, n};
  }
  assert(n_all == n_in);
  qsort(all, n_all, sizeof *all, by_scores);
  for (size_t a = 0; a < n_all; a++) {
    bool covered = false;
    for (size_t f = n_kept; f-- > 0 && !covered;) {
      covered = covers(oracle_scores(o, kept[f]), all[a].scores, o->n_signatories);
    }
    if (!covered)
      kept[n_kept++] = all[a].number;
  }
  free(all);
  *out_size = n_kept;
  return kept;
}

/* ---- all of it ---- */

void oracle_outcome(const oracle *o, size_t number, sketch_outcome out) {
  sketch_first(out);
  for (size_t i = o->s->n_issues; i-- > 0;) {
    out[i] = (uint8_t)(number % o->s->issues[i].n_options);
    number /= o->s->issues[i].n_options;
  }
}

static bool rule_leaves(const sketch *s, const sketch_rule *rule, size_t issue,
                        size_t option) {
  sketch_outcome outcome;
  sketch_first(outcome);
  do {
    if (outcome[issue] == option && sketch_holds(rule, outcome))
      return true;
  } while (sketch_next(s, outcome));
  return false;
}

bool oracle_option_open(const oracle *o, size_t issue, size_t option) {
  const sketch *s = o->s;
  for (size_t c = 0; c < s->n_constraints; c++) {
    const sketch_rule *rule = &s->constraints[c];
    if (!rule->uncertain && !rule_leaves(s, rule, issue, option))
      return false;
  }
  for (size_t k = 0; k < o->n_signatories; k++) {
    const sketch_party *party = &s->parties[sketch_signatory(s, k)];
    const sketch_entry *entry = &party->entries[issue];
    if (party->position == SKETCH_STANCES && entry->listed &&
        entry->stance[option] == SKETCH_REFUSES) {
      return false;
    }
    for (size_t r = 0; r < party->n_red_lines; r++) {
      const sketch_rule *rule = &party->red_lines[r];
      if (!rule->uncertain && !rule_leaves(s, rule, issue, option))
        return false;
    }
  }
  return true;
}

static bool any_uncertain(const sketch *s) {
  bool any = false;
  for (size_t c = 0; c < s->n_constraints; c++)
    any = any || s->constraints[c].uncertain;
  for (size_t p = 0; p < s->n_parties; p++) {
    for (size_t r = 0; r < s->parties[p].n_red_lines; r++)
      any = any || s->parties[p].red_lines[r].uncertain;
  }
  return any;
}

oracle *oracle_answer(const sketch *s, const bool *rounded) {
  oracle *o = room(1, sizeof *o);
  o->s = s;
  o->n_outcomes = sketch_outcomes(s);
  o->n_signatories = sketch_signatories(s);
  assert(o->n_outcomes <= SKETCH_MAX_OUTCOMES);
  o->scores = room(o->n_outcomes * o->n_signatories, sizeof *o->scores);
  o->legal = room(o->n_outcomes, sizeof *o->legal);
  o->certain = room(o->n_outcomes, sizeof *o->certain);
  o->possible = room(o->n_outcomes, sizeof *o->possible);
  for (size_t c = 0; c < ORACLE_CONCEPTS; c++)
    mpq_init(o->solutions[c].value);
  for (size_t k = 0; k < o->n_signatories; k++) {
    o->rounded[k] = rounded != NULL && rounded[k];
    if (sketch_has_scores(&s->parties[sketch_signatory(s, k)])) {
      score_signatory(o, k);
    } else {
      o->has_stances = true;
    }
  }
  o->has_frontier = !o->has_stances;
  o->has_uncertain = any_uncertain(s);
  judge_outcomes(o);
  if (o->has_frontier) {
    o->frontier = make_frontier(o, o->certain, o->n_certain, &o->frontier_size);
    o->open_frontier = make_frontier(o, o->legal, o->n_legal, &o->open_frontier_size);
    if (o->frontier_size > 0)
      oracle_solve(o);
  }
  return o;
}

void oracle_free(oracle *o) {
  if (o == NULL)
    return;
  free(o->scores);
  free(o->legal);
  free(o->certain);
  free(o->possible);
  free(o->frontier);
  free(o->open_frontier);
  for (size_t c = 0; c < ORACLE_CONCEPTS; c++)
    mpq_clear(o->solutions[c].value);
  free(o);
}
