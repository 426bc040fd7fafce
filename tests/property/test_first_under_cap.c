/* Caps and interactions over cases that a walk cannot settle in a few steps: an entry
 * at its cap must still come with its first outcome. The answers go through the
 * checker, which enumerates cases of this size in full. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/eirene.h"
#include "seeded.h"
#include "solve/check.h"

#include "base/banned.h"

enum { CASES = 120, MAX_TEXT = 16384, ISSUES = 8, OPTIONS = 3 };

typedef struct writer {
  seeded random;
  size_t length;
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

/* One box of a hyper-rectangle: two to four conditions joined by "and". */
static void put_box(writer *w) {
  const int n = 2 + below(w, 3), first = below(w, ISSUES);
  for (int i = 0; i < n; i++) {
    const int issue = (first + i * 3) % ISSUES, option = below(w, OPTIONS);
    put(w, "%sx%d %s o%d", i == 0 ? "" : " and ", issue,
        below(w, 2) == 0 ? "=" : "!=", option);
  }
}

static void put_position(writer *w, int party) {
  put(w, "  p%d:\n    scale: 100\n    points: {", party);
  for (int i = 0; i < ISSUES; i += 3)
    put(w, "%sx%d: {o0: %d, o1: 3, o2: %d}", i == 0 ? "" : ", ", i, below(w, 6),
        below(w, 9));
  put(w, "}\n    cap: %d\n", 20 + below(w, 40));
  if (below(w, 3) == 0)
    put(w, "    reservation: %d\n", below(w, 20));
  if (below(w, 4) == 0) {
    put(w, "    red_lines: [{id: r, rule: \"not (");
    put_box(w);
    put(w, ")\"}]\n");
  }
  put(w, "    interactions:\n");
  for (int i = 6 + below(w, 6); i > 0; i--) {
    put(w, "      - {when: \"");
    put_box(w);
    put(w, "\", add: %d}\n", below(w, 40) - 8);
  }
}

static void write_case(writer *w, uint64_t seed) {
  w->random = seeded_from(seed);
  w->length = 0;
  const int parties = 1 + below(w, 3);
  put(w, "eirene: 1\nparties:\n");
  for (int p = 0; p < parties; p++)
    put(w, "  p%d: {}\n", p);
  if (parties > 1 && below(w, 3) == 0)
    put(w, "consent: {at_least: %d}\n", parties - 1);
  put(w, "issues:\n");
  for (int i = 0; i < ISSUES; i++)
    put(w, "  x%d: {options: [o0, o1, o2]}\n", i);
  put(w, "positions:\n");
  for (int p = 0; p < parties; p++)
    put_position(w, p);
}

static void check_case(const writer *w, uint64_t seed, const char *option,
                       int64_t value) {
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
  assert_int_equal(eir_options_set(options, option, value), EIR_OK);
  assert_int_equal(eir_solve(the_case, options, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  if (!eir_i_check_solution(the_case, solution, why, sizeof why))
    fail_msg("seed %" PRIu64 ": %s\n%s", seed, why, w->text);
  eir_solution_free(solution);
  eir_options_free(options);
  eir_case_free(the_case);
  eir_context_free(context);
}

static void entries_at_a_cap_come_first(void **state) {
  (void)state;
  static writer w;
  for (uint64_t seed = 0; seed < CASES; seed++) {
    write_case(&w, seed);
    check_case(&w, seed, "over", (int64_t)(seed % 2));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(entries_at_a_cap_come_first),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
