/* The oracle of the property tests against facts computed elsewhere: a wrong oracle
 * would only test that two programs are wrong alike. The six-party case is the scored
 * game of the harbour example; the two divisions are published examples of Adjusted
 * Winner. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle.h"
#include "shrink.h"
#include "sketch_change.h"
#include "sketch_make.h"

#include "base/banned.h"

static const uint8_t harbour_options[5] = {3, 3, 4, 4, 5};
static const int64_t harbour_least[6] = {30, 31, 50, 55, 65, 55};
static const int64_t harbour[6][5][5] = {
    {{14, 8, 0}, {12, 8, 0}, {24, 18, 12, 0}, {40, 30, 23, 0}, {0, 2, 4, 7, 10}},
    {{0, 4, 10}, {0, 0, 0}, {12, 8, 6, 0}, {0, 8, 13, 18}, {60, 45, 30, 15, 0}},
    {{15, 20, 0}, {0, 0, 0}, {42, 35, 25, 0}, {30, 20, 10, 0}, {2, 4, 6, 8, 0}},
    {{14, 8, 0}, {11, 7, 0}, {0, 5, 10, 17}, {35, 29, 20, 0}, {0, 5, 10, 15, 23}},
    {{0, 11, 5}, {0, 20, 25}, {0, 2, 4, 9}, {10, 26, 40, 0}, {4, 8, 15, 12, 0}},
    {{0, 22, 45}, {0, 25, 55}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0, 0}}};
enum { MAYOR, CITIES, UNION, DEVELOPER, DEPARTMENT, ENVIRONMENT };

static sketch_number whole(int64_t n) {
  return (sketch_number){n, 1};
}

static sketch *make_harbour(void) {
  sketch *s = sketch_new();
  s->n_parties = 6;
  s->n_issues = 5;
  for (size_t i = 0; i < 5; i++) {
    s->issues[i] = (sketch_issue){.n_options = harbour_options[i], .tag = (uint8_t)i};
    for (size_t o = 0; o < 5; o++)
      s->issues[i].option_tag[o] = (uint8_t)o;
  }
  for (size_t p = 0; p < 6; p++) {
    sketch_party *party = &s->parties[p];
    *party = (sketch_party){.tag = (uint8_t)p,
                            .signs = true,
                            .position = SKETCH_POINTS,
                            .has_reservation = true,
                            .reservation = whole(harbour_least[p])};
    for (size_t i = 0; i < 5; i++) {
      party->entries[i].listed = true;
      for (size_t o = 0; o < 5; o++)
        party->entries[i].value[o] = whole(harbour[p][i][o]);
    }
  }
  return s;
}

static void assert_outcome(const oracle *o, size_t number, const char *digits) {
  sketch_outcome outcome;
  oracle_outcome(o, number, outcome);
  for (size_t i = 0; i < 5; i++)
    assert_int_equal(outcome[i] + 1, digits[i] - '0');
}

static void assert_value(const oracle_solution *solution, int64_t num, uint64_t den) {
  mpq_t expected;
  mpq_init(expected);
  mpq_set_si(expected, num, den);
  mpq_canonicalize(expected);
  assert_true(solution->has_value);
  assert_true(mpq_equal(solution->value, expected));
  mpq_clear(expected);
}

static void harbour_has_twelve_deals(void **state) {
  (void)state;
  static const char *const expected[12] = {"13223", "13224", "13323", "13334",
                                           "23224", "23313", "23323", "23324",
                                           "23413", "32224", "32323", "32324"};
  sketch *s = make_harbour();
  oracle *o = oracle_answer(s, NULL);
  assert_int_equal(o->n_outcomes, 720);
  assert_int_equal(o->n_certain, 12);
  assert_int_equal(o->n_possible, 12);
  assert_int_equal(o->frontier_size, 12);
  assert_int_equal(o->open_frontier_size, 481);
  size_t seen = 0;
  for (size_t n = 0; n < 720; n++) {
    if (o->certain[n])
      assert_outcome(o, n, expected[seen++]);
  }
  assert_int_equal(seen, 12);
  for (size_t k = 0; k < 6; k++)
    assert_int_equal(o->scale[k], 100);
  oracle_free(o);
  sketch_free(s);
}

static void harbour_solutions(void **state) {
  (void)state;
  sketch *s = make_harbour();
  oracle *o = oracle_answer(s, NULL);
  assert_outcome(o, o->solutions[ORACLE_NASH].outcome, "23323");
  assert_value(&o->solutions[ORACLE_NASH], 6031872, 1);
  assert_outcome(o, o->solutions[ORACLE_UTILITARIAN].outcome, "23224");
  assert_value(&o->solutions[ORACLE_UTILITARIAN], 391, 100);
  assert_outcome(o, o->solutions[ORACLE_EGALITARIAN].outcome, "23413");
  assert_value(&o->solutions[ORACLE_EGALITARIAN], 3, 100);
  assert_int_equal(o->solutions[ORACLE_NASH].ties, 1);
  oracle_free(o);
  sketch_free(s);
}

static void harbour_quota_and_thresholds(void **state) {
  (void)state;
  sketch *s = make_harbour();
  s->quota = 5;
  s->parties[DEVELOPER].veto = s->parties[DEPARTMENT].veto = true;
  oracle *o = oracle_answer(s, NULL);
  assert_int_equal(o->n_certain, 55);
  assert_int_equal(o->frontier_size, 51);
  oracle_free(o);
  /* a strict threshold: integers above t are those from t + 1 */
  for (size_t p = 0; p < 6; p++)
    s->parties[p].reservation.num++;
  o = oracle_answer(s, NULL);
  assert_int_equal(o->n_certain, 37);
  oracle_free(o);
  s->quota = 0;
  o = oracle_answer(s, NULL);
  assert_int_equal(o->n_certain, 6);
  oracle_free(o);
  sketch_free(s);
}

static void harbour_without_each_party(void **state) {
  (void)state;
  static const size_t expected[6] = {12, 20, 27, 68, 34, 32};
  for (size_t p = 0; p < 6; p++) {
    sketch *s = make_harbour();
    sketch *less = sketch_without_party(s, p);
    oracle *o = oracle_answer(less, NULL);
    assert_int_equal(o->n_certain, expected[p]);
    oracle_free(o);
    sketch_free(less);
    sketch_free(s);
  }
}

/* ---- Adjusted Winner ---- */

static sketch *make_division(const int64_t (*worth)[2], size_t n) {
  sketch *s = sketch_new();
  s->n_parties = 2;
  s->n_issues = (uint8_t)n;
  for (size_t p = 0; p < 2; p++) {
    s->parties[p] =
        (sketch_party){.tag = (uint8_t)p, .signs = true, .position = SKETCH_POINTS};
  }
  for (size_t i = 0; i < n; i++) {
    s->issues[i] = (sketch_issue){
        .kind = SKETCH_DIVISIBLE, .tag = (uint8_t)i, .n_options = 2, .between = {0, 1}};
    for (size_t p = 0; p < 2; p++) {
      s->parties[p].entries[i].listed = true;
      s->parties[p].entries[i].value[0] = whole(worth[i][p]);
    }
  }
  return s;
}

static void assert_winner(sketch *s, oracle_winner_kind kind, int64_t each) {
  oracle *o = oracle_answer(s, NULL);
  oracle_winner *winner = oracle_adjusted_winner(o);
  assert_int_equal(winner->kind, kind);
  if (kind == ORACLE_WINNER_FOUND || kind == ORACLE_WINNER_EITHER) {
    assert_int_equal(mpq_cmp_si(winner->scores[0], each, 1), 0);
    assert_int_equal(mpq_cmp_si(winner->scores[1], each, 1), 0);
    assert_true(winner->accepted[0] && winner->accepted[1]);
  }
  oracle_winner_free(winner);
  oracle_free(o);
}

static void canal_gives_66_each(void **state) {
  (void)state;
  static const int64_t worth[10][2] = {{22, 9}, {22, 15}, {15, 15}, {14, 3}, {11, 15},
                                       {6, 5},  {4, 11},  {2, 7},   {2, 7},  {2, 13}};
  sketch *s = make_division(worth, 10);
  assert_winner(s, ORACLE_WINNER_FOUND, 66);
  s->issues[5].kind = SKETCH_INDIVISIBLE;
  assert_winner(s, ORACLE_WINNER_FOUND, 66);
  s->issues[2].kind = SKETCH_INDIVISIBLE; /* the item that is shared */
  assert_winner(s, ORACLE_WINNER_SPLITS, 0);
  sketch_free(s);
}

static void tied_items_give_60_each(void **state) {
  (void)state;
  static const int64_t worth[6][2] = {{40, 40}, {15, 35}, {25, 10},
                                      {10, 10}, {5, 2},   {5, 3}};
  sketch *s = make_division(worth, 6);
  assert_winner(s, ORACLE_WINNER_FOUND, 60);
  s->issues[3].kind = SKETCH_INDIVISIBLE; /* then only the other tied item is shared */
  assert_winner(s, ORACLE_WINNER_FOUND, 60);
  s->issues[0].kind = SKETCH_INDIVISIBLE;
  assert_winner(s, ORACLE_WINNER_SPLITS, 0);
  sketch_free(s);
}

/* ---- random cases ---- */

static bool dominated(const oracle *o, size_t n, const bool *among) {
  for (size_t other = 0; other < o->n_outcomes; other++) {
    if (!among[other])
      continue;
    bool least = true, more = false;
    for (size_t k = 0; k < o->n_signatories; k++) {
      least = least && oracle_scores(o, other)[k] >= oracle_scores(o, n)[k];
      more = more || oracle_scores(o, other)[k] > oracle_scores(o, n)[k];
    }
    if (least && more)
      return true;
  }
  return false;
}

/* The first outcome of each nondominated vector is in the frontier, and nothing
 * else. */
static void assert_plain_frontier(const oracle *o, const bool *among,
                                  const size_t *frontier, size_t size) {
  size_t expected = 0;
  for (size_t n = 0; n < o->n_outcomes; n++) {
    if (!among[n] || dominated(o, n, among))
      continue;
    bool first = true;
    for (size_t other = 0; other < n && first; other++) {
      first = !among[other] || memcmp(oracle_scores(o, other), oracle_scores(o, n),
                                      o->n_signatories * sizeof(int64_t)) != 0;
    }
    if (!first)
      continue;
    size_t e = 0;
    while (e < size && frontier[e] != n)
      e++;
    assert_true(e < size);
    expected++;
  }
  assert_int_equal(expected, size);
}

/* Integer scores are the rational ones. */
static void assert_scores(const oracle *o) {
  mpq_t expected, found;
  mpq_inits(expected, found, NULL);
  for (size_t n = 0; n < o->n_outcomes; n += 1 + o->n_outcomes / 7) {
    sketch_outcome outcome;
    oracle_outcome(o, n, outcome);
    for (size_t k = 0; k < o->n_signatories; k++) {
      const size_t p = sketch_signatory(o->s, k);
      if (!sketch_has_scores(&o->s->parties[p]))
        continue;
      sketch_score(expected, o->s, p, outcome, false);
      mpq_set_si(found, oracle_scores(o, n)[k], (unsigned long)o->unit[k]);
      mpq_canonicalize(found);
      assert_true(mpq_equal(expected, found));
    }
  }
  mpq_clears(expected, found, NULL);
}

static bool fits_integers(const sketch *s) {
  for (size_t k = 0; k < sketch_signatories(s); k++) {
    if (!oracle_must_be_exact(s, k))
      return false;
  }
  return true;
}

static void frontier_by_the_plain_definition(void **state) {
  (void)state;
  size_t tried = 0;
  for (uint64_t seed = 0; tried < 300; seed++) {
    sketch *s = sketch_make(seed, 300);
    if (fits_integers(s)) {
      oracle *o = oracle_answer(s, NULL);
      assert_scores(o);
      if (o->has_frontier) {
        tried++;
        assert_plain_frontier(o, o->certain, o->frontier, o->frontier_size);
        assert_plain_frontier(o, o->legal, o->open_frontier, o->open_frontier_size);
      }
      oracle_free(o);
    }
    sketch_free(s);
  }
}

/* ---- the shrinker ---- */

static bool has_deal_with_red_line(const sketch *s, void *user) {
  (void)user;
  oracle *o = oracle_answer(s, NULL);
  const bool found = o->n_certain > 0 && s->parties[0].n_red_lines > 0;
  oracle_free(o);
  return found;
}

static void shrinker_reaches_the_smallest(void **state) {
  (void)state;
  sketch *s = make_harbour();
  sketch_rule *rule = &s->parties[0].red_lines[0];
  s->parties[0].n_red_lines = 1;
  rule->n_nodes = 3;
  rule->nodes[0] = (sketch_node){.kind = SKETCH_OR, .left = 1, .right = 2};
  rule->nodes[1] = (sketch_node){.kind = SKETCH_UNEQUAL, .issue = 4, .option = 4};
  rule->nodes[2] = (sketch_node){.kind = SKETCH_EQUAL, .issue = 1, .option = 0};
  sketch *small = shrink_sketch(s, has_deal_with_red_line, NULL);
  assert_int_equal(small->n_parties, 1);
  assert_int_equal(sketch_outcomes(small), 1);
  assert_int_equal(small->parties[0].red_lines[0].n_nodes, 1);
  assert_false(small->parties[0].has_reservation);
  char *text = sketch_write(small);
  assert_non_null(strstr(text, "red_lines"));
  free(text);
  sketch_free(small);
  sketch_free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(harbour_has_twelve_deals),
      cmocka_unit_test(harbour_solutions),
      cmocka_unit_test(harbour_quota_and_thresholds),
      cmocka_unit_test(harbour_without_each_party),
      cmocka_unit_test(canal_gives_66_each),
      cmocka_unit_test(tied_items_give_60_each),
      cmocka_unit_test(frontier_by_the_plain_definition),
      cmocka_unit_test(shrinker_reaches_the_smallest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
