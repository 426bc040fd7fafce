/* A program that uses the library may have chosen a locale that writes 1,5 for 1.5.
 * What the library reads and writes must not change with it. CTest provides such a
 * locale, through LOCPATH; where there is none, the test is skipped. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/eirene.h"

static const char *const comma_locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8",
                                            "es_ES.UTF-8"};
enum { N_COMMA_LOCALES = sizeof comma_locales / sizeof *comma_locales };

/* Cases whose answers hold fractions: in weights, in shares of an award, in ratios. */
static const char *const cases[] = {
    EIR_SOURCE_DIR "/examples/harbour/case.yaml",
    EIR_SOURCE_DIR "/examples/canal/case.yaml",
    EIR_SOURCE_DIR "/examples/pie/case.yaml",
};
enum { N_CASES = sizeof cases / sizeof *cases };

typedef struct answer {
  char *text;
  size_t length, capacity;
} answer;

static bool keep(void *user, const char *data, size_t size) {
  answer *kept = user;
  if (kept->capacity - kept->length <= size) {
    kept->capacity = (kept->length + size) * 2 + 1;
    kept->text = realloc(kept->text, kept->capacity);
    assert_non_null(kept->text);
  }
  memcpy(kept->text + kept->length, data, size);
  kept->length += size;
  kept->text[kept->length] = '\0';
  return true;
}

/* The JSON of a case's answer, read and solved under the present locale. */
static answer solve(const char *path) {
  answer kept = {.text = NULL};
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *messages = NULL;
  eir_solution *solution = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_case_read_file(context, path, &the_case, &messages), EIR_OK);
  assert_int_equal(eir_solve(the_case, NULL, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_write_json(solution, 0, NULL, keep, &kept), EIR_OK);
  assert_int_equal(eir_case_write_json(the_case, keep, &kept), EIR_OK);
  eir_solution_free(solution);
  eir_diagnostics_free(messages);
  eir_case_free(the_case);
  eir_context_free(context);
  return kept;
}

static bool choose_comma_locale(void) {
  for (size_t i = 0; i < N_COMMA_LOCALES; i++) {
    if (setlocale(LC_ALL, comma_locales[i]) != NULL) {
      char text[8];
      snprintf(text, sizeof text, "%.1f", 1.5);
      assert_string_equal(text, "1,5"); /* or the test would prove nothing */
      return true;
    }
  }
  return false;
}

static void test_answers_do_not_follow_the_locale(void **state) {
  (void)state;
  if (!choose_comma_locale()) {
    print_message("skipped: no locale with decimal commas\n");
    skip();
  }
  for (size_t i = 0; i < N_CASES; i++) {
    setlocale(LC_ALL, "C");
    answer plain = solve(cases[i]);
    bool chosen = choose_comma_locale();
    assert_true(chosen);
    answer comma = solve(cases[i]);
    setlocale(LC_ALL, "C");
    assert_non_null(strchr(plain.text, '.')); /* there are fractions to get wrong */
    assert_string_equal(plain.text, comma.text);
    free(plain.text);
    free(comma.text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_answers_do_not_follow_the_locale),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
