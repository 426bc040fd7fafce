/* Job: Adjusted Winner by trying everything. Its outcome is the one that is equitable
 * (both get the same share of their totals), with the largest such share, at most one
 * item shared: so try every item as the shared one, or none, with every division of the
 * rest. */
#include "oracle.h"

#include <assert.h>
#include <stdlib.h>

#include "base/banned.h"

typedef struct items {
  size_t n;
  mpq_t worth[2][SKETCH_MAX_ISSUES]; /* parts of the total */
  mpq_t total[2];
  bool divisible[SKETCH_MAX_ISSUES];
  mpq_t sums[2];
  mpq_t share, gain; /* of the shared item, to the first; what each then has */
} items;

static void items_init(items *it) {
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; i < SKETCH_MAX_ISSUES; i++)
      mpq_init(it->worth[k][i]);
    mpq_inits(it->total[k], it->sums[k], NULL);
  }
  mpq_inits(it->share, it->gain, NULL);
}

static void items_clear(items *it) {
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; i < SKETCH_MAX_ISSUES; i++)
      mpq_clear(it->worth[k][i]);
    mpq_clears(it->total[k], it->sums[k], NULL);
  }
  mpq_clears(it->share, it->gain, NULL);
}

static oracle_winner_kind applies(const sketch *s) {
  bool unsaid = false;
  if (sketch_signatories(s) != 2 || s->n_constraints > 0)
    return ORACLE_WINNER_NONE;
  for (size_t p = 0; p < s->n_parties; p++) {
    const sketch_party *party = &s->parties[p];
    if (!party->signs) {
      unsaid = unsaid || party->n_red_lines > 0;
    } else if (!sketch_has_scores(party) || party->n_interactions > 0 ||
               party->n_red_lines > 0) {
      return ORACLE_WINNER_NONE;
    }
    unsaid = unsaid || party->has_cap;
  }
  for (size_t i = 0; i < s->n_issues; i++) {
    if (s->issues[i].kind < SKETCH_DIVISIBLE)
      return ORACLE_WINNER_NONE;
  }
  return unsaid ? ORACLE_WINNER_UNSAID : ORACLE_WINNER_FOUND;
}

/* False when worths are negative or add up to nothing. */
static bool read_items(const oracle *o, items *it) {
  const sketch *s = o->s;
  bool plain = true;
  it->n = s->n_issues;
  for (size_t i = 0; i < it->n; i++) {
    it->divisible[i] = s->issues[i].kind == SKETCH_DIVISIBLE;
    for (size_t k = 0; k < 2; k++) {
      const size_t p = sketch_signatory(s, k);
      const int option = sketch_award_option(&s->issues[i], p);
      assert(option >= 0);
      sketch_worth(it->worth[k][i], s, p, i, (size_t)option);
      if (o->rounded[k])
        sketch_round(it->worth[k][i]);
      plain = plain && mpq_sgn(it->worth[k][i]) >= 0;
      mpq_add(it->total[k], it->total[k], it->worth[k][i]);
    }
  }
  for (size_t k = 0; k < 2; k++) {
    if (mpq_sgn(it->total[k]) <= 0)
      return false;
    for (size_t i = 0; i < it->n; i++) {
      mpq_div(it->worth[k][i], it->worth[k][i], it->total[k]);
    }
  }
  return plain;
}

/* Divides by `mask` (bit i: item i to the second) with item `shared` (or n: none) split
 * so that both have as much; false when no split does. Sets share and gain. */
static bool even_out(items *it, uint32_t mask, size_t shared) {
  mpq_set_ui(it->sums[0], 0, 1);
  mpq_set_ui(it->sums[1], 0, 1);
  for (size_t i = 0; i < it->n; i++) {
    if (i == shared)
      continue;
    const size_t k = mask >> i & 1;
    mpq_add(it->sums[k], it->sums[k], it->worth[k][i]);
  }
  mpq_set(it->gain, it->sums[0]);
  if (shared == it->n)
    return mpq_equal(it->sums[0], it->sums[1]) != 0;
  mpq_add(it->share, it->worth[0][shared], it->worth[1][shared]);
  if (mpq_sgn(it->share) == 0)
    return false; /* worth nothing to either: no need */
  mpq_add(it->sums[1], it->sums[1], it->worth[1][shared]);
  mpq_sub(it->sums[1], it->sums[1], it->sums[0]);
  mpq_div(it->share, it->sums[1], it->share);
  if (mpq_sgn(it->share) < 0 || mpq_cmp_ui(it->share, 1, 1) > 0)
    return false;
  mpq_mul(it->sums[1], it->share, it->worth[0][shared]);
  mpq_add(it->gain, it->gain, it->sums[1]);
  return true;
}

static oracle_winner_kind search(items *it, mpq_t best) {
  bool whole = false, split = false;
  mpq_set_si(best, -1, 1);
  for (size_t shared = 0; shared <= it->n; shared++) {
    for (uint32_t mask = 0; mask < 1U << it->n; mask++) {
      if (shared < it->n && (mask >> shared & 1) != 0)
        continue;
      if (!even_out(it, mask, shared))
        continue;
      const int order = mpq_cmp(it->gain, best);
      if (order < 0)
        continue;
      if (order > 0)
        whole = split = false;
      mpq_set(best, it->gain);
      const bool parted =
          shared < it->n && mpq_sgn(it->share) > 0 && mpq_cmp_ui(it->share, 1, 1) < 0;
      if (parted && !it->divisible[shared]) {
        split = true;
      } else {
        whole = true;
      }
    }
  }
  if (whole && split)
    return ORACLE_WINNER_EITHER;
  return whole ? ORACLE_WINNER_FOUND : ORACLE_WINNER_SPLITS;
}

oracle_winner *oracle_adjusted_winner(const oracle *o) {
  oracle_winner *winner = calloc(1, sizeof *winner);
  if (winner == NULL)
    abort();
  mpq_inits(winner->share, winner->scores[0], winner->scores[1], NULL);
  winner->kind = applies(o->s);
  if (winner->kind != ORACLE_WINNER_FOUND)
    return winner;
  items it;
  items_init(&it);
  if (!read_items(o, &it)) {
    winner->kind = ORACLE_WINNER_UNSAID;
  } else {
    winner->kind = search(&it, winner->share);
    mpq_t least;
    mpq_init(least);
    for (size_t k = 0; k < 2; k++) {
      mpq_mul(winner->scores[k], winner->share, it.total[k]);
      mpq_set_si(least, o->reservation[k], (unsigned long)o->unit[k]);
      mpq_canonicalize(least);
      winner->accepted[k] = mpq_cmp(winner->scores[k], least) >= 0;
    }
    mpq_clear(least);
  }
  items_clear(&it);
  return winner;
}

void oracle_winner_free(oracle_winner *winner) {
  if (winner == NULL)
    return;
  mpq_clears(winner->share, winner->scores[0], winner->scores[1], NULL);
  free(winner);
}
