/* Counting deals from two halves, against brute force at every cut; pairs of partial
 * sums against the plain definition; and large cases whose counts are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "oracle.h"
#include "random_cases.h"
#include "run.h"
#include "seeded.h"
#include "solve/used.h"

#include "base/banned.h"

/* ---- pairs ---- */

enum { MOST_ROWS = 3000, MOST_DIMENSIONS = 7 };

typedef struct pair_setting {
  size_t n;
  int64_t floor[MOST_DIMENSIONS];
  size_t count[2];
  int64_t rows[2][MOST_ROWS * (MOST_DIMENSIONS + 1)];
} pair_setting;

static void make_pairs(pair_setting *p, seeded *random, size_t most) {
  int64_t range = seeded_chance(random, 30)   ? 3
                  : seeded_chance(random, 50) ? 40
                                              : 1000000;
  bool far_out = seeded_chance(random, 5);
  p->n = seeded_below(random, MOST_DIMENSIONS + 1);
  for (size_t d = 0; d < p->n; d++) {
    p->floor[d] = seeded_between(random, -range, range);
    if (seeded_chance(random, 10))
      p->floor[d] = seeded_between(random, -3 * range, 3 * range);
  }
  bool once = seeded_chance(random, 50);
  for (int k = 0; k < 2; k++) {
    p->count[k] = seeded_below(random, (uint32_t)most + 1);
    for (size_t i = 0; i < p->count[k]; i++) {
      int64_t *row = p->rows[k] + i * (p->n + 1);
      for (size_t d = 0; d < p->n; d++) {
        row[d] = seeded_between(random, -range, range);
        if (far_out && seeded_chance(random, 10)) /* the ends of what scores can be */
          row[d] = seeded_chance(random, 50) ? (INT64_C(1) << 62) - 1
                                             : 1 - (INT64_C(1) << 62);
      }
      row[p->n] = once ? 1 : 1 + seeded_below(random, 1000000);
    }
  }
}

/* Brings each list into ascending order of its first score. */
static void sort_rows(pair_setting *p) {
  size_t row = p->n + 1;
  for (int k = 0; k < 2 && p->n > 0; k++) {
    for (size_t i = 1; i < p->count[k]; i++) {
      int64_t moved[MOST_DIMENSIONS + 1];
      memcpy(moved, p->rows[k] + i * row, row * sizeof *moved);
      size_t at = i;
      for (; at > 0 && p->rows[k][(at - 1) * row] > moved[0]; at--)
        memcpy(p->rows[k] + at * row, p->rows[k] + (at - 1) * row, row * sizeof *moved);
      memcpy(p->rows[k] + at * row, moved, row * sizeof *moved);
    }
  }
}

static eir_i_u128 count_plainly(const pair_setting *p) {
  eir_i_u128 total = 0;
  size_t row = p->n + 1;
  for (size_t i = 0; i < p->count[0]; i++) {
    for (size_t j = 0; j < p->count[1]; j++) {
      const int64_t *a = p->rows[0] + i * row, *b = p->rows[1] + j * row;
      bool reached = true;
      for (size_t d = 0; d < p->n; d++)
        reached &= (eir_i_i128)a[d] + b[d] >= p->floor[d];
      if (reached)
        total += (eir_i_u128)(uint64_t)a[p->n] * (uint64_t)b[p->n];
    }
  }
  return total;
}

static void try_pairs(seeded *random, size_t most) {
  static pair_setting p;
  make_pairs(&p, random, most);
  sort_rows(&p);
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_sums a = {p.rows[0], p.count[0]}, b = {p.rows[1], p.count[1]};
  eir_i_u128 total = 0;
  assert_true(eir_i_pairs_add(&a, &b, p.floor, p.n, &memory, &effort, &total));
  assert_true(total == count_plainly(&p));
  assert_int_equal(memory.held, 0);
}

static void pairs_are_counted(void **state) {
  (void)state;
  seeded random = seeded_from(71);
  for (int i = 0; i < 3000; i++)
    try_pairs(&random, 60);
  for (int i = 0; i < 60; i++)
    try_pairs(&random, MOST_ROWS);
}

/* ---- random cases ---- */

typedef struct seen {
  size_t cases, some, quota, possible;
} seen;

static bool tally_agrees(const run *r, eir_i_consent consent, size_t cut,
                         size_t expected, verdict *v) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_tally_question question = {
      .the_case = r->the_case, .consent = consent, .cut = cut, .issue = SIZE_MAX};
  eir_i_tally found;
  eir_status status = eir_i_tally_deals(&question, &memory, &effort, &found);
  if (status == EIR_OK && found.known && found.count == expected && memory.held == 0)
    return true;
  return fault(v, VERDICT_COUNT,
               "tally of kind %d at cut %zd: %zu, not %zu (status %d)", (int)consent,
               (ptrdiff_t)cut, (size_t)found.count, expected, (int)status);
}

/* Which options the deals of the oracle use, against what is found. */
static bool used_agrees(const run *r, const oracle *o, eir_i_consent consent,
                        uint64_t walk_steps, verdict *v) {
  const bool *deal = consent == EIR_I_CONSENT_CERTAIN ? o->certain : o->possible;
  static uint8_t expected[SKETCH_MAX_ISSUES][SKETCH_MAX_OPTIONS];
  static uint8_t found[SKETCH_MAX_ISSUES][SKETCH_MAX_OPTIONS];
  uint8_t *used[SKETCH_MAX_ISSUES];
  memset(expected, 0, sizeof expected);
  memset(found, 0, sizeof found);
  uint32_t some[3 * SKETCH_MAX_ISSUES]; /* the first deals are known */
  size_t n_some = 0;
  for (size_t number = 0; number < o->n_outcomes; number++) {
    sketch_outcome outcome;
    oracle_outcome(o, number, outcome);
    for (size_t i = 0; deal[number] && i < o->s->n_issues; i++) {
      expected[i][outcome[i]] = 1;
      if (n_some < 3)
        some[n_some * o->s->n_issues + i] = outcome[i];
    }
    n_some += deal[number] && n_some < 3;
  }
  for (size_t i = 0; i < o->s->n_issues; i++)
    used[i] = found[i];
  eir_i_used_question question = {.the_case = r->the_case,
                                  .consent = consent,
                                  .deals = some,
                                  .n_deals = walk_steps % 2 == 0 ? n_some : 0,
                                  .walk_steps = walk_steps,
                                  .most_counts = UINT64_MAX};
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  bool known = false;
  eir_status status = eir_i_used_find(&question, used, &memory, &effort, &known);
  if (status == EIR_OK && known && memory.held == 0 &&
      memcmp(expected, found, sizeof found) == 0)
    return true;
  return fault(v, VERDICT_USE, "options used, of kind %d after %zu steps", (int)consent,
               (size_t)walk_steps);
}

static bool check_tally(const sketch *s, void *user, verdict *v) {
  seen *t = user;
  run r;
  bool right = run_read(&r, s, v);
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  for (size_t k = 0; right && k < eir_case_signatory_count(r.the_case); k++) {
    const eir_party_info info =
        eir_case_party(r.the_case, eir_case_signatory_party(r.the_case, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  oracle *o = right ? oracle_answer(s, rounded) : NULL;
  for (size_t i = 0; right && i <= s->n_issues + 1u; i++) {
    size_t cut = i <= s->n_issues ? i : EIR_I_CUT_BALANCED;
    right = tally_agrees(&r, EIR_I_CONSENT_CERTAIN, cut, o->n_certain, v) &&
            tally_agrees(&r, EIR_I_CONSENT_POSSIBLE, cut, o->n_possible, v);
  }
  right = right && used_agrees(&r, o, EIR_I_CONSENT_CERTAIN, 4000, v) &&
          used_agrees(&r, o, EIR_I_CONSENT_CERTAIN, 1, v) &&
          used_agrees(&r, o, EIR_I_CONSENT_POSSIBLE, 6, v) &&
          used_agrees(&r, o, EIR_I_CONSENT_POSSIBLE, 3, v);
  if (o != NULL) {
    t->cases++;
    t->some += o->n_certain > 0 && o->n_certain < o->n_outcomes;
    t->quota += s->quota != 0 && s->quota < o->n_signatories;
    t->possible += o->n_possible > o->n_certain;
    oracle_free(o);
  }
  run_free(&r);
  return right;
}

static void random_cases_are_counted(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(UINT64_C(9000000), 4000, 1000, check_tally, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    return;
  assert_true(t.some > 500 && t.quota > 200 && t.possible > 100);
}

/* ---- large cases ---- */

/* Party p gives the digits of its own issues their places: its score is the number they
 * form, below options ^ own. All issues have the same options. */
typedef struct numerals {
  unsigned parties, own, options;
  unsigned reservation[6];
  unsigned quota, vetoes; /* the first `vetoes` parties have one; quota 0: all */
} numerals;

static void write_numerals(const numerals *of, eir_i_text *text) {
  eir_i_text_add(text, "eirene: 1\nparties:\n");
  for (unsigned p = 0; p < of->parties; p++)
    eir_i_text_add_format(text, "  p%u: {veto: %s}\n", p,
                          p < of->vetoes ? "true" : "false");
  if (of->quota != 0)
    eir_i_text_add_format(text, "consent: {at_least: %u}\n", of->quota);
  eir_i_text_add(text, "issues:\n");
  for (unsigned k = 0; k < of->own; k++) { /* interleaved: both halves have some */
    for (unsigned p = 0; p < of->parties; p++)
      eir_i_text_add_format(text, "  i%u_%u: {range: {from: 0, to: %u, step: 1}}\n", p,
                            k, of->options - 1);
  }
  eir_i_text_add(text, "positions:\n");
  for (unsigned p = 0; p < of->parties; p++) {
    eir_i_text_add_format(text, "  p%u:\n    reservation: %u\n    points: {", p,
                          of->reservation[p]);
    unsigned place = 1;
    for (unsigned k = 0; k < of->own; k++, place *= of->options)
      eir_i_text_add_format(text, "%si%u_%u: [[0, 0], [%u, %u]]", k == 0 ? "" : ", ", p,
                            k, of->options - 1, (of->options - 1) * place);
    eir_i_text_add(text, "}\n");
  }
}

/* Each subset of the parties that accepts, by products. */
static eir_i_u128 count_numerals(const numerals *of) {
  eir_i_u128 total = 0;
  uint64_t all = 1;
  for (unsigned k = 0; k < of->own; k++)
    all *= of->options;
  unsigned quota = of->quota == 0 ? of->parties : of->quota;
  for (unsigned accept = 0; accept < 1u << of->parties; accept++) {
    eir_i_u128 ways = 1;
    unsigned n = 0;
    bool vetoed = false;
    for (unsigned p = 0; p < of->parties; p++) {
      bool accepts = (accept >> p & 1) != 0;
      uint64_t refused = of->reservation[p] < all ? of->reservation[p] : all;
      n += accepts;
      ways *= accepts ? all - refused : refused;
      vetoed |= !accepts && p < of->vetoes;
    }
    if (n >= quota && !vetoed)
      total += ways;
  }
  return total;
}

/* Solves with --count by the public interface; the number as text, "" if it is null. */
static void count_text(const char *text, char *out, size_t size) {
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  eir_diagnostics *messages;
  eir_solution *solution;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_status status = eir_case_read_text(context, "case", NULL, text, strlen(text),
                                         &the_case, &messages);
  if (status != EIR_OK)
    fail_msg("%s", eir_diagnostics_get(messages, 0).message);
  eir_diagnostics_free(messages);
  assert_int_equal(eir_options_new(context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "count", 1), EIR_OK);
  assert_int_equal(eir_solve(the_case, options, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  const char *count = eir_solution_count(solution);
  snprintf(out, size, "%s", count == NULL ? "" : count);
  eir_solution_free(solution);
  eir_options_free(options);
  eir_case_free(the_case);
  eir_context_free(context);
}

static void assert_count(const char *text, eir_i_u128 expected) {
  char found[64], wanted[64];
  count_text(text, found, sizeof found);
  eir_i_format_i128((eir_i_i128)expected, wanted, sizeof wanted);
  assert_string_equal(found, wanted);
}

static void numerals_are_counted(void **state) {
  (void)state;
  static const numerals cases[] = {
      {1, 12, 10, {999999}, 0, 0},
      {2, 4, 10, {5000, 1}, 0, 0},
      {3, 3, 10, {500, 300, 999}, 0, 0},
      {3, 3, 10, {500, 1001, 0}, 2, 0}, /* one never accepts */
      {4, 2, 10, {50, 30, 10, 70}, 0, 0},
      {5, 2, 8, {30, 20, 50, 1, 63}, 3, 1},
      {6, 2, 5, {3, 20, 11, 9, 24, 2}, 4, 2},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    eir_i_memory memory;
    eir_i_text text;
    eir_i_memory_init(&memory, NULL);
    eir_i_text_init(&text, &memory);
    write_numerals(&cases[i], &text);
    assert_count(text.data, count_numerals(&cases[i]));
    eir_i_text_free(&text);
  }
}

/* n issues, yes or no; one party gets a point for yes, the other one for no. */
static void write_votes(unsigned n, unsigned least_yes, unsigned least_no,
                        eir_i_text *text) {
  eir_i_text_clear(text);
  eir_i_text_add(text, "eirene: 1\nparties:\n  a: {}\n  b: {}\nissues:\n");
  for (unsigned i = 0; i < n; i++)
    eir_i_text_add_format(text, "  i%u: {options: [y, n]}\n", i);
  eir_i_text_add(text, "positions:\n");
  for (unsigned p = 0; p < 2; p++) {
    eir_i_text_add_format(text, "  %s:\n    reservation: %u\n    points:\n",
                          p == 0 ? "a" : "b", p == 0 ? least_yes : least_no);
    for (unsigned i = 0; i < n; i++)
      eir_i_text_add_format(text, "      i%u: {y: %u, n: %u}\n", i, p == 0, p == 1);
  }
}

static void votes_are_counted(void **state) {
  (void)state;
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  static const unsigned tries[][3] = {{100, 40, 40}, {120, 0, 60}, {60, 31, 30}};
  for (size_t t = 0; t < sizeof tries / sizeof *tries; t++) {
    unsigned n = tries[t][0];
    eir_i_u128 row[130] = {1}, expected = 0; /* Pascal's triangle */
    for (unsigned i = 1; i <= n; i++) {
      for (unsigned j = i; j > 0; j--)
        row[j] += row[j - 1];
    }
    for (unsigned yes = tries[t][1]; yes + tries[t][2] <= n; yes++)
      expected += row[yes];
    write_votes(n, tries[t][1], tries[t][2], &text);
    assert_count(text.data, expected);
  }
  char found[64];
  write_votes(140, 60, 60, &text); /* more than 128 bits hold: not counted */
  count_text(text.data, found, sizeof found);
  assert_string_equal(found, "");
  eir_i_text_free(&text);
}

/* 30 issues of 10 options, of which no two neighbours may both take the first. */
static void chains_are_counted(void **state) {
  (void)state;
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  eir_i_text_add(&text, "eirene: 1\nparties:\n  a: {}\nissues:\n");
  for (unsigned i = 0; i < 30; i++)
    eir_i_text_add_format(&text, "  i%u: {range: {from: 0, to: 9, step: 1}}\n", i);
  eir_i_text_add(&text, "constraints:\n");
  for (unsigned i = 0; i + 1 < 30; i++)
    eir_i_text_add_format(&text, "  - {id: c%u, rule: \"i%u = 0 -> i%u != 0\"}\n", i, i,
                          i + 1);
  eir_i_text_add(&text, "positions:\n  a: {points: {i0: [[0, 0], [9, 9]]}}\n");
  eir_i_u128 first = 1, other = 9; /* chains that end in the first option, or another */
  for (unsigned i = 1; i < 30; i++) {
    eir_i_u128 all = first + other;
    first = other;
    other = all * 9;
  }
  assert_count(text.data, first + other);
  eir_i_text_free(&text);
}

/* ---- limits ---- */

/* Counts a case of 10^8 outcomes with failing memory or few steps, straight. */
static eir_status tally_with(const eir_case *the_case, failing_allocator *failing,
                             uint64_t max_steps, eir_i_effort *effort,
                             eir_i_tally *out) {
  const eir_allocator face = failing_allocator_face(failing);
  eir_i_memory memory;
  eir_i_memory_init(&memory, &face);
  *effort = (eir_i_effort){.max_steps = max_steps};
  eir_i_tally_question question = {.the_case = the_case,
                                   .consent = EIR_I_CONSENT_CERTAIN,
                                   .cut = EIR_I_CUT_BALANCED,
                                   .issue = SIZE_MAX};
  eir_status status = eir_i_tally_deals(&question, &memory, effort, out);
  assert_int_equal(memory.held, 0);
  assert_int_equal(atomic_load(&failing->blocks_held), 0);
  return status;
}

static void limits_end_the_count(void **state) {
  (void)state;
  static const numerals of = {4, 2, 6, {5, 10, 20, 7}, 3, 1};
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  write_numerals(&of, &text);
  eir_context *context;
  eir_case *the_case;
  eir_diagnostics *messages;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_case_read_text(context, "case", NULL, text.data, text.length,
                                      &the_case, &messages),
                   EIR_OK);
  eir_diagnostics_free(messages);
  failing_allocator failing;
  eir_i_effort effort;
  eir_i_tally found;
  eir_status status = EIR_NO_MEMORY;
  size_t n = 1;
  for (; status != EIR_OK; n++) {
    failing_allocator_init(&failing, n, false);
    status = tally_with(the_case, &failing, 0, &effort, &found);
    bool failed = atomic_load(&failing.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    assert_int_equal(found.known, !failed);
  }
  assert_true(n > 20 && found.count == count_numerals(&of));
  uint64_t steps = effort.steps;
  for (uint64_t most = 1; most < steps; most += 1 + most / 16) {
    failing_allocator_init(&failing, 0, false);
    assert_int_equal(tally_with(the_case, &failing, most, &effort, &found), EIR_OK);
    assert_int_equal(effort.end, EIR_END_LIMIT_STEPS);
    assert_false(found.known);
  }
  eir_case_free(the_case);
  eir_context_free(context);
  eir_i_text_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pairs_are_counted),
      cmocka_unit_test(random_cases_are_counted),
      cmocka_unit_test(numerals_are_counted),
      cmocka_unit_test(votes_are_counted),
      cmocka_unit_test(chains_are_counted),
      cmocka_unit_test(limits_end_the_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
