/* Ranges of hundreds of steps, alone and tied to other issues by rules: more options
 * than the sketches of the other tests have. The answers go through the checker, which
 * enumerates cases of this size in full. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/eirene.h"
#include "seeded.h"
#include "solve/check.h"

#include "base/banned.h"

enum { CASES = 250, MAX_TEXT = 32768 };

typedef struct writer {
  seeded random;
  size_t length;
  int steps; /* of the range */
  int lists; /* issues beside it, of 3 options each */
  char text[MAX_TEXT];
} writer;

__attribute__((format(printf, 2, 3))) static void put(writer *w, const char *format,
                                                      ...) {
  va_list arguments;
  va_start(arguments, format);
  const int n = vsnprintf(w->text + w->length, MAX_TEXT - w->length, format, arguments);
  va_end(arguments);
  assert_true(n >= 0 && (size_t)n < MAX_TEXT - w->length);
  w->length += (size_t)n;
}

static int below(writer *w, int n) {
  return (int)seeded_below(&w->random, (uint32_t)n);
}

/* A step curve, with breakpoints at random places of the grid. */
static void put_curve(writer *w) {
  int at = 0;
  put(w, "d: [[0, %d]", below(w, 200));
  while ((at += 1 + below(w, w->steps / 3)) < w->steps)
    put(w, ", [%d, %d]", at, below(w, 200));
  put(w, ", [%d, %d]]", w->steps, below(w, 200));
}

static void put_rule(writer *w) {
  static const char *const comparisons[] = {"<", "<=", ">", ">=", "!="};
  const int which = below(w, 5); /* apart: arguments have no order */
  put(w, "d %s %d", comparisons[which], below(w, w->steps + 1));
  if (w->lists == 0)
    return;
  const int issue = below(w, w->lists), option = below(w, 3);
  put(w, " %s x%d = o%d", below(w, 2) == 0 ? "or" : "->", issue, option);
}

static void put_position(writer *w, int party) {
  put(w, "  p%d:\n    points: {", party);
  put_curve(w);
  for (int i = 0; i < w->lists; i++) {
    const int a = below(w, 90), b = below(w, 90);
    put(w, ", x%d: {o0: %d, o1: %d, o2: %d}", i, a, b, below(w, 90));
  }
  put(w, "}\n");
  if (below(w, 3) > 0)
    put(w, "    reservation: %d\n", below(w, 120));
  if (below(w, 4) == 0) {
    put(w, "    red_lines: [{id: r, rule: \"");
    put_rule(w);
    put(w, "\"}]\n");
  }
  if (below(w, 3) == 0) {
    put(w, "    interactions: [{when: \"");
    put_rule(w);
    put(w, "\", add: %d}]\n", below(w, 60) - 30);
  }
}

static void write_case(writer *w, uint64_t seed) {
  w->random = seeded_from(seed);
  w->length = 0;
  w->steps = 200 + below(w, 400);
  w->lists = below(w, 4); /* at most 600 * 27 outcomes: all are enumerated */
  const int parties = 1 + below(w, 5);
  put(w, "eirene: 1\nparties:\n");
  for (int p = 0; p < parties; p++)
    put(w, "  p%d: {}\n", p);
  if (parties > 1 && below(w, 4) == 0)
    put(w, "consent: {at_least: %d}\n", parties - 1);
  put(w, "issues:\n  d: {range: {from: 0, to: %d, step: 1}}\n", w->steps);
  for (int i = 0; i < w->lists; i++)
    put(w, "  x%d: {options: [o0, o1, o2]}\n", i);
  if (below(w, 3) == 0) {
    put(w, "constraints: [{id: c, rule: \"");
    put_rule(w);
    put(w, "\"}]\n");
  }
  put(w, "positions:\n");
  for (int p = 0; p < parties; p++)
    put_position(w, p);
}

static void check_case(const writer *w, uint64_t seed, int64_t over) {
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  eir_solution *solution;
  eir_diagnostics *messages = NULL;
  char why[400];
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  if (eir_case_read_text(context, "case", NULL, w->text, w->length, &the_case,
                         &messages) != EIR_OK)
    fail_msg("seed %" PRIu64 ": %s\n%s", seed, eir_diagnostics_get(messages, 0).message,
             w->text);
  eir_diagnostics_free(messages);
  assert_int_equal(eir_options_new(context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "over", over), EIR_OK);
  assert_int_equal(eir_solve(the_case, options, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  if (!eir_i_check_solution(the_case, solution, why, sizeof why))
    fail_msg("seed %" PRIu64 ": %s\n%s", seed, why, w->text);
  eir_solution_free(solution);
  eir_options_free(options);
  eir_case_free(the_case);
  eir_context_free(context);
}

static void long_ranges_are_solved(void **state) {
  (void)state;
  static writer w;
  for (uint64_t seed = 0; seed < CASES; seed++) {
    write_case(&w, seed);
    check_case(&w, seed, (int64_t)(seed % 2));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(long_ranges_are_solved),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
