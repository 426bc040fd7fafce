/* Outcomes as they are written on a command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "case_text.h"

static const char text[] = "eirene: 1\n"
                           "parties: {a: {}, b: {}}\n"
                           "issues:\n"
                           "  mix: {options: [clean, mixed, all]}\n"
                           "  distance: {range: {from: 0, to: 30, step: 7.5}}\n"
                           "  land: {award: divisible}\n"
                           "positions:\n"
                           "  a: {points: {mix: {clean: 1, mixed: 0, all: 0}}}\n"
                           "  b: {points: {mix: {clean: 0, mixed: 0, all: 1}}}\n";

/* Reads an outcome that has `n` mistakes; the first has `message` in it. */
static void expect_mistakes(const eir_case *the_case, const char *outcome, size_t n,
                            const char *message, uint32_t column) {
  uint32_t options[3] = {9, 9, 9};
  eir_diagnostics *found = NULL;
  assert_int_equal(eir_case_read_outcome(the_case, outcome, options, &found),
                   EIR_BAD_INPUT);
  assert_int_equal(eir_diagnostics_count(found), n);
  eir_error first = eir_diagnostics_get(found, 0);
  if (strstr(first.message, message) == NULL)
    fail_msg("'%s' gave '%s'", outcome, first.message);
  assert_int_equal(first.column, column);
  assert_int_equal(options[0] + options[1] + options[2], 0);
  eir_diagnostics_free(found);
}

static void reads_every_issue(void **state) {
  (void)state;
  eir_context *context = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = case_from(context, text);
  uint32_t options[3];
  const char *good[] = {"mix=mixed,distance=22.5,land=b",
                        " land = b , distance = 45/2, mix=mixed,",
                        "distance=2.25e1,mix=mixed,land=b"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    assert_int_equal(eir_case_read_outcome(the_case, good[i], options, NULL), EIR_OK);
    assert_int_equal(options[0], 1);
    assert_int_equal(options[1], 3);
    assert_int_equal(options[2], 1);
  }
  eir_case_free(the_case);
  eir_context_free(context);
}

static void tells_each_mistake(void **state) {
  (void)state;
  eir_context *context = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = case_from(context, text);
  expect_mistakes(the_case, "", 1, "missing: mix, distance, land", 1);
  expect_mistakes(the_case, "mix=clean,land=a", 1, "missing: distance", 17);
  expect_mistakes(the_case, "mix=cleen,distance=0,land=a", 1, "did you mean", 5);
  expect_mistakes(the_case, "mixx=clean,distance=0,land=a", 2, "unknown issue 'mixx'",
                  1);
  expect_mistakes(the_case, "mix=clean,mix=all,distance=0,land=a", 1,
                  "named twice: 'mix'", 11);
  expect_mistakes(the_case, "mix,distance=0,land=a", 2, "expected issue=option", 1);
  expect_mistakes(the_case, "mix=clean,distance=1,land=c", 2, "unknown option '1'", 20);
  expect_mistakes(the_case, ",mix=clean,distance=0,land=a", 1, "expected issue=option",
                  1);
  uint32_t options[3];
  assert_int_equal(eir_case_read_outcome(NULL, "", options, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_outcome(the_case, NULL, options, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_outcome(the_case, "", NULL, NULL), EIR_MISUSE);
  eir_case_free(the_case);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(reads_every_issue),
                                     cmocka_unit_test(tells_each_mistake)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
