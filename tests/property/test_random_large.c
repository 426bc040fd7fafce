/* Larger random cases against brute force: fronts of hundreds and thousands of
 * vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "random_cases.h"

#include "base/banned.h"

enum { CASES = 150, OUTCOMES = 30000 };

static bool check(const sketch *s, void *user, verdict *v) {
  return compare_sketch(s, user, v);
}

static void large_cases_agree_with_brute_force(void **state) {
  (void)state;
  shapes seen = {.cases = 0};
  random_cases_try(9000000, CASES, OUTCOMES, check, &seen);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(large_cases_agree_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
