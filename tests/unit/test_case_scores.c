/* Scores: the common denominator, the rounded unit where that is too large, and the
 * bound that keeps every sum in 64 bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/model.h"
#include "case/score.h"
#include "case_text.h"

#include "base/banned.h"

typedef struct fixture {
  eir_context *context;
  eir_case *the_case;
  const eir_i_position *a;
} fixture;

/* A case of x (p or q), d (0 to 9) and two awards, in which a's position is this. */
static fixture open_case(const char *position) {
  fixture f = {0};
  char text[4096];
  int n = snprintf(text, sizeof text,
                   "eirene: 1\nparties: {a: {}, b: {}}\n"
                   "issues: {x: {options: [p, q]}, d: {range: {from: 0, to: 9, step: "
                   "1}}, w: {award: divisible}, v: {award: indivisible}}\n"
                   "positions: {b: {points: {}}, a: {%s}}\n",
                   position);
  assert_true(n > 0 && (size_t)n < sizeof text);
  assert_int_equal(eir_context_new(NULL, &f.context), EIR_OK);
  f.the_case = case_from(f.context, text);
  f.a = &f.the_case->parties[0].position;
  return f;
}

static void close_case(fixture *f) {
  eir_case_free(f->the_case);
  eir_context_free(f->context);
}

static void assert_scores(const int64_t *found, const int64_t *expected, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (found[i] != expected[i])
      fail_msg("entry %zu: expected %lld, found %lld", i, (long long)expected[i],
               (long long)found[i]);
}

static void whole_points_need_no_unit(void **state) {
  (void)state;
  fixture f = open_case("points: {x: {p: 14, q: -8}, w: 5, v: 7}, reservation: 3");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 1);
  assert_scores(f.a->scores[0], (const int64_t[]){14, -8}, 2);
  assert_null(f.a->scores[1]);
  assert_scores(f.a->scores[2], (const int64_t[]){5, 0}, 2);
  assert_scores(f.a->scores[3], (const int64_t[]){7, 0}, 2);
  assert_true(f.a->has_reservation);
  assert_int_equal(f.a->reservation, 3);
  assert_int_equal(f.a->scale, 0); /* to be found */
  assert_false(f.a->has_cap);
  assert_int_equal(f.a->power, 1);
  close_case(&f);
}

static void the_unit_is_the_common_denominator(void **state) {
  (void)state;
  fixture f = open_case("points: {x: {p: 0.5, q: 1/3}}, reservation: 0.25, scale: 2.5, "
                        "cap: 1/7, power: 3, "
                        "interactions: [{when: x = p, add: -0.2}]");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 420); /* of 2, 3, 4, 2, 7 and 5 */
  assert_scores(f.a->scores[0], (const int64_t[]){210, 140}, 2);
  assert_int_equal(f.a->reservation, 105);
  assert_int_equal(f.a->scale, 1050);
  assert_true(f.a->has_cap);
  assert_int_equal(f.a->cap, 60);
  assert_int_equal(f.a->power, 3);
  assert_int_equal(f.a->interactions[0].add, -84);
  close_case(&f);
}

static void weights_multiply_values(void **state) {
  (void)state;
  fixture f = open_case("weights: {x: 0.3, d: 1/9, w: 0.7}, "
                        "values: {x: {p: 1, q: 0.5}, d: [[0, 0], [9, 1]], w: 0.1}");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 8100); /* of 10, 20, 81 and 100 */
  assert_scores(f.a->scores[0], (const int64_t[]){2430, 1215}, 2);
  assert_scores(f.a->scores[1],
                (const int64_t[]){0, 100, 200, 300, 400, 500, 600, 700, 800, 900}, 10);
  assert_scores(f.a->scores[2], (const int64_t[]){567, 0}, 2);
  assert_int_equal(f.a->scale, 8100);
  assert_false(f.a->has_reservation);
  close_case(&f);
}

static void breakpoints_are_joined_by_lines(void **state) {
  (void)state;
  fixture f = open_case("points: {d: [[-2, -1], [1.5, 6], [4, 6], [9, 1], [20, 100]]}");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 1);
  assert_scores(f.a->scores[1], (const int64_t[]){3, 5, 6, 6, 6, 5, 4, 3, 2, 1}, 10);
  close_case(&f);
  f = open_case("points: {d: {0: 9, 1: 8, 2: 7, 3.0: 6, 4: 5, 5: 4, 6: 3, 7: 2, 8: 1, "
                "9e0: 0}}");
  assert_scores(f.a->scores[1], (const int64_t[]){9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, 10);
  close_case(&f);
}

static void too_fine_numbers_are_rounded_once(void **state) {
  (void)state;
  fixture f = open_case("points: {x: {p: 1/3, q: -2/3}, w: 0.0000000000005, "
                        "v: 1/999999999989}, reservation: 1/1000000000039, "
                        "interactions: [{when: x = p, add: -0.0000000000005}]");
  assert_false(f.a->exact);
  assert_int_equal(f.a->unit, 1000000000000);
  assert_scores(f.a->scores[0], (const int64_t[]){333333333333, -666666666667}, 2);
  assert_int_equal(f.a->scores[2][0], 1); /* halves away from zero */
  assert_int_equal(f.a->scores[3][0], 1);
  assert_int_equal(f.a->reservation, 1);
  assert_int_equal(f.a->interactions[0].add, -1);
  close_case(&f);
}

static void twelve_decimals_are_exact(void **state) {
  (void)state;
  fixture f = open_case("points: {x: {p: 0.000000000001, q: 999999.999999999999}}");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 1000000000000);
  assert_scores(f.a->scores[0], (const int64_t[]){1, 999999999999999999}, 2);
  close_case(&f);
  f = open_case("weights: {x: 0.000001}, values: {x: {p: 0.000001, q: 0.999999}}");
  assert_true(f.a->exact);
  assert_scores(f.a->scores[0], (const int64_t[]){1, 999999}, 2);
  close_case(&f);
}

static void the_largest_scores_fit(void **state) {
  (void)state;
  /* 2^62 - 1 in all, over two issues and an interaction. */
  fixture f = open_case("points: {x: {p: -4611686018427387900, q: 1}, w: 1}, "
                        "interactions: [{when: true, add: 2}]");
  assert_true(f.a->exact);
  assert_scores(f.a->scores[0], (const int64_t[]){-4611686018427387900, 1}, 2);
  close_case(&f);
  char *messages;
  const char *const too_large[] = {
      "points: {x: {p: -4611686018427387903, q: 1}, w: 1}",
      "points: {x: {p: 4611686018427387904, q: 1}}",
      "points: {x: {p: 4611686.1, q: 0}, w: 1/99999999999999999999}",
      "points: {x: {p: 1, q: 0}}, cap: 4611686018427387904",
      "points: {x: {p: 0.1, q: 0}}, reservation: 1e18"};
  for (size_t i = 0; i < sizeof too_large / sizeof too_large[0]; i++) {
    char text[1024];
    snprintf(text, sizeof text,
             "eirene: 1\nparties: {a: {}, b: {}}\nissues: {x: {options: [p, q]}, w: "
             "{award: divisible}}\npositions:\n  b: {points: {}}\n  a: {%s}\n",
             too_large[i]);
    messages = case_messages(text, strlen(text));
    assert_string_equal(messages, "6:7: the scores of a need more than 62 bits; write "
                                  "them in a larger unit, such as thousands, or with "
                                  "fewer digits [positions.a]\n");
    free(messages);
  }
}

/* The rounding by hand, against a plain one in small numbers. */
static void rounding_is_half_away_from_zero(void **state) {
  (void)state;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena_init(&arena, &memory);
  /* A denominator that no exact unit can hold forces the rounded one. */
  const eir_i_rational odd = {.n = 1, .d = ((eir_i_i128)1 << 100) - 1};
  for (int64_t d = 1; d < 40; d++)
    for (int64_t n = -60; n <= 60; n++) {
      eir_i_rational cell[2] = {odd, {.n = n, .d = d}};
      const eir_i_rational *cells[] = {cell};
      const size_t n_options[] = {2};
      const eir_i_score_input input = {
          .cells = cells, .n_options = n_options, .n_issues = 1};
      eir_i_position position = {0};
      int64_t adds[1];
      assert_int_equal(eir_i_score_convert(&input, &arena, &position, adds),
                       EIR_I_SCORE_OK);
      assert_false(position.exact);
      int64_t scaled = n * EIR_I_ROUNDED_UNIT, size = scaled < 0 ? -scaled : scaled;
      int64_t rounded = (2 * size + d) / (2 * d);
      assert_int_equal(position.scores[0][1], n < 0 ? -rounded : rounded);
      assert_int_equal(position.scores[0][0], 0);
    }
  eir_i_arena_free(&arena);
}

static void an_empty_position_scores_nothing(void **state) {
  (void)state;
  fixture f = open_case("points: {}");
  assert_true(f.a->exact);
  assert_int_equal(f.a->unit, 1);
  for (size_t i = 0; i < 4; i++)
    assert_null(f.a->scores[i]);
  close_case(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whole_points_need_no_unit),
      cmocka_unit_test(the_unit_is_the_common_denominator),
      cmocka_unit_test(weights_multiply_values),
      cmocka_unit_test(breakpoints_are_joined_by_lines),
      cmocka_unit_test(too_fine_numbers_are_rounded_once),
      cmocka_unit_test(twelve_decimals_are_exact),
      cmocka_unit_test(the_largest_scores_fit),
      cmocka_unit_test(rounding_is_half_away_from_zero),
      cmocka_unit_test(an_empty_position_scores_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
