/* Job: the four solutions, ideal and nadir of the oracle. Each frontier entry gets a
 * list of rationals, its key, such that the entry with the lexicographically greatest
 * key is chosen:
 *   Nash                     how many signatories gain, then the product of their gains
 *   Kalai-Smorodinsky        the ratios (s - r) / (I - r) ascending, where I > r
 *   egalitarian              the ratios (s - r) / k ascending
 *   utilitarian              the sum of s / k */
#include "oracle.h"

#include <assert.h>
#include <stdlib.h>

#include "base/banned.h"

typedef struct key {
  size_t length;
  mpq_t part[SKETCH_MAX_PARTIES];
} key;

static void key_init(key *k) {
  k->length = 0;
  for (size_t i = 0; i < SKETCH_MAX_PARTIES; i++)
    mpq_init(k->part[i]);
}

static void key_clear(key *k) {
  for (size_t i = 0; i < SKETCH_MAX_PARTIES; i++)
    mpq_clear(k->part[i]);
}

static int key_compare(const key *a, const key *b) {
  assert(a->length == b->length);
  for (size_t i = 0; i < a->length; i++) {
    const int order = mpq_cmp(a->part[i], b->part[i]);
    if (order != 0)
      return order;
  }
  return 0;
}

/* a / b, b > 0 */
static void set_ratio(mpq_t out, int64_t a, int64_t b) {
  assert(b > 0);
  mpq_set_si(out, a, (unsigned long)b);
  mpq_canonicalize(out);
}

static void nash_key(const oracle *o, const int64_t *scores, key *out) {
  size_t n_gain = 0;
  mpq_t gain;
  mpq_init(gain);
  mpq_set_ui(out->part[1], 1, 1);
  for (size_t k = 0; k < o->n_signatories; k++) {
    if (scores[k] <= o->reservation[k])
      continue;
    n_gain++;
    const uint8_t power = o->s->parties[sketch_signatory(o->s, k)].power;
    set_ratio(gain, scores[k] - o->reservation[k], o->unit[k]);
    for (unsigned i = 0; i < (power != 0 ? power : 1U); i++) {
      mpq_mul(out->part[1], out->part[1], gain);
    }
  }
  mpq_set_ui(out->part[0], n_gain, 1);
  out->length = 2;
  mpq_clear(gain);
}

/* Moves the last part down to where it belongs in ascending order. */
static void settle(key *out) {
  for (size_t i = out->length - 1; i > 0; i--) {
    if (mpq_cmp(out->part[i - 1], out->part[i]) <= 0)
      return;
    mpq_swap(out->part[i - 1], out->part[i]);
  }
}

static void ratio_key(const oracle *o, const int64_t *scores, bool of_ideal, key *out) {
  out->length = 0;
  for (size_t k = 0; k < o->n_signatories; k++) {
    const int64_t whole = of_ideal ? o->ideal[k] - o->reservation[k] : o->scale[k];
    if (whole <= 0)
      continue;
    set_ratio(out->part[out->length++], scores[k] - o->reservation[k], whole);
    settle(out);
  }
}

static void sum_key(const oracle *o, const int64_t *scores, key *out) {
  mpq_t utility;
  mpq_init(utility);
  mpq_set_ui(out->part[0], 0, 1);
  for (size_t k = 0; k < o->n_signatories; k++) {
    set_ratio(utility, scores[k], o->scale[k]);
    mpq_add(out->part[0], out->part[0], utility);
  }
  out->length = 1;
  mpq_clear(utility);
}

static void make_key(const oracle *o, size_t concept, size_t entry, key *out) {
  const int64_t *scores = oracle_scores(o, o->frontier[entry]);
  if (concept == ORACLE_NASH)
    nash_key(o, scores, out);
  if (concept == ORACLE_KALAI_SMORODINSKY)
    ratio_key(o, scores, true, out);
  if (concept == ORACLE_EGALITARIAN)
    ratio_key(o, scores, false, out);
  if (concept == ORACLE_UTILITARIAN)
    sum_key(o, scores, out);
}

static void choose(oracle *o, size_t concept) {
  oracle_solution *best = &o->solutions[concept];
  key top, other;
  key_init(&top);
  key_init(&other);
  for (size_t e = 0; e < o->frontier_size; e++) {
    make_key(o, concept, e, &other);
    const int order = e == 0 ? 1 : key_compare(&other, &top);
    if (order > 0) {
      make_key(o, concept, e, &top);
      best->outcome = o->frontier[e];
      best->ties = 1;
    } else if (order == 0) {
      if (o->frontier[e] < best->outcome)
        best->outcome = o->frontier[e];
      best->ties++;
    }
  }
  /* Nash's value is the product, the others' the first thing compared */
  const size_t part = concept == ORACLE_NASH ? 1 : 0;
  best->has_value = top.length > part;
  if (concept == ORACLE_NASH)
    best->has_value = mpq_sgn(top.part[0]) > 0;
  if (best->has_value)
    mpq_set(best->value, top.part[part]);
  key_clear(&top);
  key_clear(&other);
}

void oracle_solve(oracle *o) {
  for (size_t k = 0; k < o->n_signatories; k++) {
    o->ideal[k] = INT64_MIN;
    o->nadir[k] = INT64_MAX;
    for (size_t n = 0; n < o->n_outcomes; n++) {
      const int64_t score = oracle_scores(o, n)[k];
      if (o->certain[n] && score > o->ideal[k])
        o->ideal[k] = score;
    }
    for (size_t e = 0; e < o->frontier_size; e++) {
      const int64_t score = oracle_scores(o, o->frontier[e])[k];
      if (score < o->nadir[k])
        o->nadir[k] = score;
    }
  }
  for (size_t c = 0; c < ORACLE_CONCEPTS; c++)
    choose(o, c);
}
