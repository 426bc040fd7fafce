/* What random cases seldom have: a guarantor that signs too, rules that may not hold,
 * limits that end a census or a search for changes, very many options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case_text.h"
#include "explain/census.h"
#include "explained.h"

#include "base/banned.h"

typedef struct made {
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_explanation *e;
  eir_i_arena arena;
  eir_i_census census;
} made;

static void make(made *m, const char *text) {
  assert_int_equal(eir_context_new(NULL, &m->context), EIR_OK);
  m->the_case = case_from(m->context, text);
  assert_int_equal(eir_solve(m->the_case, NULL, NULL, &m->solution), EIR_OK);
  m->e = explained_new(m->solution, NULL);
  assert_non_null(m->e);
  eir_i_arena_init(&m->arena, &m->e->memory);
  assert_int_equal(eir_i_census_make(m->e, &m->arena, &m->census), EIR_OK);
}

static void drop(made *m) {
  eir_i_arena_free(&m->arena);
  explained_free(m->e);
  eir_solution_free(m->solution);
  eir_case_free(m->the_case);
  eir_context_free(m->context);
}

static size_t demand_of(const eir_explanation *e, const char *id) {
  size_t d = 0;
  while (d < e->n_demands && strcmp(e->demands[d].id, id) != 0)
    d++;
  assert_true(d < e->n_demands);
  return d;
}

/* ---- a guarantor that signs ---- */

/* One signature is enough, and b guarantees option q. There b neither signs nor
 * guarantees; without its red line it would guarantee, and a signs. */
static const char signing_guarantor[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {role: [signatory, guarantor]}\n"
    "consent: {at_least: 1}\n"
    "issues:\n  x: {options: {p: {}, q: {needs: [b]}}}\n"
    "positions:\n"
    "  a: {reservation: 1, points: {x: {p: 1, q: 1}}}\n"
    "  b: {reservation: 5, points: {x: {p: 5, q: 0}},\n"
    "      red_lines: [{id: r, rule: \"x != q\"}]}\n";

static void a_red_line_of_a_signing_guarantor_counts_twice(void **state) {
  (void)state;
  made m;
  make(&m, signing_guarantor);
  for (int way = 0; way < 2; way++) {
    eir_i_effort effort = {.steps = 0};
    eir_status (*take)(const eir_explanation *, eir_i_effort *, eir_i_census *) =
        way == 0 ? eir_i_census_walk : eir_i_census_count;
    assert_int_equal(take(m.e, &effort, &m.census), EIR_OK);
    assert_true(m.census.deals.known && m.census.deals.count == 1);
    assert_true(m.census.idle_known);
    assert_false(m.census.idle[demand_of(m.e, "positions.b.red_lines.r")]);
    assert_true(m.census.idle[demand_of(m.e, "positions.b.reservation")]);
    /* a signs p and q alone; b p only; without b's demands all are deals */
    assert_true(m.census.alone[0].count == 2 && m.census.alone[1].count == 1);
    assert_true(m.census.without[0].count == 1 && m.census.without[1].count == 2);
  }
  drop(&m);
}

static void a_needed_guarantor_is_reviewed_once(void **state) {
  (void)state;
  static const uint32_t q[] = {1};
  made m;
  make(&m, signing_guarantor);
  assert_int_equal(eir_i_explain_outcome(m.e, q), EIR_OK);
  assert_int_equal(m.e->n_reviews, 2);
  assert_false(m.e->outcome.is_deal);
  assert_int_equal(m.e->outcome.n_signatures, 1);
  assert_false(m.e->reviews[1].accepts);
  assert_int_equal(m.e->reviews[1].short_by, 5 * m.the_case->parties[1].position.unit);
  assert_int_equal(m.e->reviews[1].broken.count, 1);
  assert_int_equal(m.e->outcome.n_changes, 1);
  assert_true(m.e->changes[0].is_deal);
  drop(&m);
}

/* ---- rules that may not hold ---- */

static void a_rule_that_may_not_hold_leaves_a_possible_deal(void **state) {
  (void)state;
  static const uint32_t q[] = {1};
  made m;
  make(&m, "eirene: 1\nparties:\n  a: {}\n  b: {}\n"
           "issues:\n  x: {options: [p, q]}\n"
           "positions:\n"
           "  a: {reservation: 1, points: {x: {p: 1, q: 1}}}\n"
           "  b: {points: {x: {p: 0, q: 1}},\n"
           "      red_lines: [{id: r, rule: \"x != q\", holds: unknown}]}\n");
  assert_int_equal(eir_i_explain_outcome(m.e, q), EIR_OK);
  assert_false(m.e->outcome.is_deal);
  assert_true(m.e->outcome.is_possible_deal);
  assert_int_equal(m.e->reviews[1].broken.count, 1);
  drop(&m);
}

/* ---- limits ---- */

static bool always(void *user) {
  (void)user;
  return true;
}

static void a_walk_that_is_cut_short_tells_nothing(void **state) {
  (void)state;
  made m;
  make(&m, signing_guarantor);
  eir_i_effort effort = {.max_steps = 1};
  assert_int_equal(eir_i_census_walk(m.e, &effort, &m.census), EIR_OK);
  assert_int_equal(effort.end, EIR_END_LIMIT_STEPS);
  assert_false(m.census.deals.known || m.census.unanimous.known);
  assert_false(m.census.alone[0].known || m.census.without[1].known);
  assert_false(m.census.idle_known || m.census.headroom[0].known);
  drop(&m);
}

static void packages_that_are_stopped_say_what_they_know(void **state) {
  (void)state;
  const eir_callbacks callbacks = {.stop = always};
  made m;
  make(&m, signing_guarantor);
  m.e->effort.callbacks = &callbacks;
  assert_int_equal(eir_i_explain_packages(m.e), EIR_OK);
  assert_int_equal(m.e->effort.end, EIR_END_STOPPED);
  assert_null(m.e->packages[0].alone);
  assert_null(m.e->packages[1].sole_refuser);
  assert_false(m.e->packages[0].has_headroom);
  assert_false(m.e->idle_known);
  assert_string_equal(m.e->n_deals, "1"); /* solving had counted */
  assert_string_equal(m.e->packages[0].shapley_shubik, "1/2");
  drop(&m);
}

static void changes_that_are_stopped_are_not_complete(void **state) {
  (void)state;
  static const uint32_t q[] = {1};
  const eir_callbacks callbacks = {.stop = always};
  made m;
  make(&m, signing_guarantor);
  m.e->effort.callbacks = &callbacks;
  assert_int_equal(eir_i_explain_outcome(m.e, q), EIR_OK);
  assert_int_equal(m.e->effort.end, EIR_END_STOPPED);
  assert_false(m.e->outcome.changes_complete);
  assert_int_equal(m.e->outcome.n_changes, 0);
  assert_int_equal(m.e->n_reviews, 2); /* who accepts is known all the same */
  drop(&m);
}

/* What was found before a limit is listed; that there may be more is said. */
static void changes_end_at_a_limit_of_steps(void **state) {
  (void)state;
  static const uint32_t first[] = {0, 0};
  bool complete = false;
  size_t fewest = SIZE_MAX, most = 0, limited = 0;
  for (uint64_t steps = 1; !complete && steps < 10000; steps++) {
    made m;
    make(&m, "eirene: 1\nparties:\n  a: {}\n  b: {}\n"
             "issues:\n  x: {options: [p, q, r]}\n  y: {options: [p, q]}\n"
             "positions:\n"
             "  a: {reservation: 2, points: {x: {p: 0, q: 1, r: 2}, y: {p: 0, q: "
             "1}}}\n"
             "  b: {reservation: 1, points: {x: {p: 1, q: 0, r: 0}}}\n");
    m.e->effort.max_steps = steps;
    assert_int_equal(eir_i_explain_outcome(m.e, first), EIR_OK);
    complete = m.e->outcome.changes_complete;
    if (complete)
      assert_int_equal(m.e->effort.end, EIR_END_COMPLETE);
    limited += m.e->effort.end == EIR_END_LIMIT_STEPS;
    if (m.e->outcome.n_changes < fewest)
      fewest = m.e->outcome.n_changes;
    most = m.e->outcome.n_changes;
    drop(&m);
  }
  assert_true(complete && limited > 0);
  assert_int_equal(fewest, 0);
  assert_int_equal(most, 2); /* x = r; x = q and y = q */
}

/* ---- more than a few outcomes ---- */

enum { WIDE_ISSUES = 3, WIDE_OPTIONS = 32, TEXT_SIZE = 65536 };

/* 32,768 outcomes: `n` parties that must all sign, whose worths are some multiple of
 * the option's number. */
static char *wide_case(size_t n, unsigned reservation) {
  char *text = calloc(1, TEXT_SIZE);
  assert_non_null(text);
  size_t at = 0;
#define ADD(...) at += (size_t)snprintf(text + at, TEXT_SIZE - at, __VA_ARGS__)
  ADD("eirene: 1\nparties:\n");
  for (size_t p = 0; p < n; p++)
    ADD("  p%zu: {}\n", p);
  ADD("issues:\n");
  for (size_t i = 0; i < WIDE_ISSUES; i++)
    ADD("  i%zu: {range: {from: 0, to: %d, step: 1}}\n", i, WIDE_OPTIONS - 1);
  ADD("positions:\n");
  for (size_t p = 0; p < n; p++) {
    ADD("  p%zu: {reservation: %u,\n    red_lines: [{rule: \"not i0 = %zu\"}], points: "
        "{",
        p, reservation, p % WIDE_OPTIONS);
    for (size_t i = 0; i < WIDE_ISSUES; i++) {
      ADD("%si%zu: {", i == 0 ? "" : ", ", i);
      for (size_t o = 0; o < WIDE_OPTIONS; o++)
        ADD("%s%zu: %zu", o == 0 ? "" : ", ", o, (p * 7 + i * 5 + 11) * o % 37);
      ADD("}");
    }
    ADD("}}\n");
  }
#undef ADD
  assert_true(at < TEXT_SIZE);
  return text;
}

static void assert_number(const char *text, const eir_i_tally *tally) {
  assert_non_null(text);
  assert_true(tally->known && strtoull(text, NULL, 10) == (uint64_t)tally->count);
}

/* However packages are counted, they are what a walk counts. */
static void wide_packages_are_those_of_a_walk(size_t n, unsigned reservation) {
  made m;
  char *text = wide_case(n, reservation);
  make(&m, text);
  free(text);
  assert_int_equal(eir_solution_deals_exist(m.solution), EIR_YES);
  assert_int_equal(eir_i_explain_packages(m.e), EIR_OK);
  assert_int_equal(m.e->effort.end, EIR_END_COMPLETE);
  eir_i_effort effort = {.steps = 0};
  assert_int_equal(eir_i_census_walk(m.e, &effort, &m.census), EIR_OK);
  assert_number(m.e->n_deals, &m.census.deals);
  assert_true(m.e->idle_known);
  size_t n_idle = 0;
  for (size_t d = 0; d < m.e->n_demands; d++)
    n_idle += m.census.idle[d];
  assert_int_equal(m.e->idle.count, n_idle);
  for (size_t k = 0; k < n; k++) {
    assert_number(m.e->packages[k].alone, &m.census.alone[k]);
    assert_number(m.e->packages[k].if_not_blocking, &m.census.without[k]);
    assert_true(m.e->packages[k].has_headroom && m.census.headroom[k].known);
    assert_int_equal(m.e->packages[k].headroom, m.census.headroom[k].most);
  }
  drop(&m);
}

static void counting_and_walking_tell_the_same(void **state) {
  (void)state;
  wide_packages_are_those_of_a_walk(2, 60); /* counted */
  wide_packages_are_those_of_a_walk(8, 20); /* begun by counting, then walked */
}

/* 2,000,000 outcomes. */
static void many_outcomes_are_counted_when_asked(void **state) {
  (void)state;
  made m;
  make(&m, "eirene: 1\nparties:\n  a: {}\n  b: {}\n"
           "issues:\n"
           "  x: {range: {from: 0, to: 999, step: 1}}\n"
           "  y: {range: {from: 0, to: 999, step: 1}}\n"
           "  z: {options: [p, q]}\n"
           "positions:\n"
           "  a: {reservation: 1, weights: {x: 1}, values: {x: [[0, 0], [499, 0], "
           "[500, 1], [999, 1]]}}\n"
           "  b: {weights: {y: 1}, values: {y: [[0, 0], [999, 1]]},\n"
           "      red_lines: [{id: r, rule: \"z = p\"}]}\n");
  eir_options *options = NULL;
  assert_int_equal(eir_options_new(m.context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "count", 1), EIR_OK);
  m.e->options = options;
  assert_int_equal(eir_i_explain_packages(m.e), EIR_OK);
  assert_string_equal(m.e->packages[0].alone, "1000000");
  assert_string_equal(m.e->packages[1].alone, "1000000");
  assert_string_equal(m.e->packages[0].if_not_blocking, "1000000");
  assert_string_equal(m.e->packages[0].sole_refuser, "500000");
  assert_true(m.e->idle_known);
  assert_int_equal(m.e->idle.count, 1);
  assert_int_equal(m.e->idle.demands[0], demand_of(m.e, "positions.b.reservation"));
  eir_options_free(options);
  drop(&m);
}

/* ---- very many options ---- */

/* Three ranges of 100,001 values: 3 x 10^10 pairs. A share of the run is looked at: the
 * pairs near the outcome, where the smallest changes are. */
static void of_many_options_the_nearest_are_paired(void **state) {
  (void)state;
  static const uint32_t lowest[] = {0, 0, 0};
  made m;
  make(&m, "eirene: 1\nparties:\n  a: {}\n  b: {}\n"
           "issues:\n"
           "  x: {range: {from: 0, to: 100000, step: 1}}\n"
           "  y: {range: {from: 0, to: 100000, step: 1}}\n"
           "  z: {range: {from: 0, to: 100000, step: 1}}\n"
           "positions:\n"
           "  a: {reservation: 2, weights: {x: 1, y: 1, z: 1},\n"
           "      values: {x: [[0, 0], [1, 1], [100000, 1]],\n"
           "               y: [[0, 0], [1, 1], [100000, 1]],\n"
           "               z: [[0, 0], [1, 1], [100000, 1]]}}\n"
           "  b: {weights: {x: 1}, values: {x: [[0, 1], [100000, 0]]}}\n");
  assert_int_equal(eir_i_explain_outcome(m.e, lowest), EIR_OK);
  assert_int_equal(m.e->effort.end, EIR_END_COMPLETE); /* no end of the run */
  assert_false(m.e->outcome.changes_complete);
  assert_int_equal(m.e->outcome.n_changes, 5);
  for (size_t i = 0; i < 5; i++) {
    assert_int_equal(m.e->changes[i].n_issues, 2);
    assert_int_equal(m.e->changes[i].issue[0], 1); /* y and z cost b nothing */
    assert_int_equal(m.e->changes[i].issue[1], 2);
    assert_int_equal(m.e->changes[i].gain[1], 0);
  }
  assert_int_equal(m.e->changes[0].option[0], 1);
  assert_int_equal(m.e->changes[0].option[1], 1);
  drop(&m);
}

/* 10^10 outcomes: nothing is counted unless asked, and the rest is told. */
static void many_outcomes_are_not_counted(void **state) {
  (void)state;
  made m;
  make(&m, "eirene: 1\nparties:\n  a: {}\n  b: {}\n  c: {}\n"
           "consent: {at_least: 2}\n"
           "issues:\n"
           "  x: {range: {from: 0, to: 100000, step: 1}}\n"
           "  y: {range: {from: 0, to: 100000, step: 1}}\n"
           "positions:\n"
           "  a: {reservation: 0.5, weights: {x: 1}, values: {x: [[0, 0], [100000, "
           "1]]}}\n"
           "  b: {reservation: 0.4, weights: {x: 1}, values: {x: [[0, 1], [100000, "
           "0]]}}\n"
           "  c: {reservation: 2, weights: {y: 1}, values: {y: [[0, 1], [100000, "
           "0]]}}\n");
  assert_int_equal(eir_i_explain_packages(m.e), EIR_OK);
  assert_null(m.e->n_deals);
  assert_false(m.e->idle_known);
  for (size_t k = 0; k < 3; k++) {
    const eir_party_packages *of = &m.e->packages[k];
    assert_true(of->alone == NULL && of->if_not_blocking == NULL);
    assert_null(of->sole_refuser);
    assert_true(of->has_headroom);
    assert_string_equal(of->shapley_shubik, "1/3");
  }
  /* c signs nothing, so a and b must: a can ask for what is left of 0.4. */
  const int64_t unit = m.the_case->parties[0].position.unit;
  assert_false(m.e->packages[0].headroom_unlimited);
  assert_int_equal(m.e->packages[0].headroom * 10, 6 * unit);
  assert_true(m.e->packages[2].headroom_unlimited);
  drop(&m);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_red_line_of_a_signing_guarantor_counts_twice),
      cmocka_unit_test(a_needed_guarantor_is_reviewed_once),
      cmocka_unit_test(a_rule_that_may_not_hold_leaves_a_possible_deal),
      cmocka_unit_test(a_walk_that_is_cut_short_tells_nothing),
      cmocka_unit_test(packages_that_are_stopped_say_what_they_know),
      cmocka_unit_test(changes_that_are_stopped_are_not_complete),
      cmocka_unit_test(changes_end_at_a_limit_of_steps),
      cmocka_unit_test(counting_and_walking_tell_the_same),
      cmocka_unit_test(many_outcomes_are_counted_when_asked),
      cmocka_unit_test(of_many_options_the_nearest_are_paired),
      cmocka_unit_test(many_outcomes_are_not_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
