/* Job: tries seed after seed, and makes a failure small enough to read. */
#include "random_cases.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "shrink.h"
#include "sketch_make.h"

#include "base/banned.h"

/* The everyday number of cases of each of the programs. */
enum { EVERYDAY_CASES = 6000, EVERYDAY_OUTCOMES = 3000, MAX_FAILURES = 3 };

typedef struct same_fault {
  random_cases_check check;
  void *user;
  verdict_kind kind;
} same_fault;

static bool fails_alike(const sketch *s, void *user) {
  const same_fault *sought = user;
  verdict v = {.kind = VERDICT_RIGHT};
  return !sought->check(s, sought->user, &v) && v.kind == sought->kind;
}

static void report(const sketch *s, uint64_t seed, same_fault *sought,
                   const verdict *v) {
  sketch *small = shrink_sketch(s, fails_alike, sought);
  verdict shrunk = {.kind = VERDICT_RIGHT};
  sought->check(small, sought->user, &shrunk);
  char *text = sketch_write(small);
  print_error("# seed %" PRIu64 ": %s\n# shrunk (EIR_SEED=%" PRIu64
              " EIR_CASES=1 repeats it): %s\n%s\n",
              seed, v->text, seed, shrunk.text, text);
  free(text);
  sketch_free(small);
}

static bool number_from(const char *variable, uint64_t *out) {
  const char *text = getenv(variable);
  if (text == NULL)
    return false;
  *out = strtoull(text, NULL, 10);
  return true;
}

void random_cases_try(uint64_t first_seed, size_t count, size_t max_outcomes,
                      random_cases_check check, void *user) {
  uint64_t first = first_seed, cases = count;
  number_from("EIR_SEED", &first);
  number_from("EIR_CASES", &cases);
  print_message("seeds %" PRIu64 " to %" PRIu64 "\n", first, first + cases - 1);
  size_t failures = 0;
  for (uint64_t i = 0; i < cases && failures < MAX_FAILURES; i++) {
    verdict v = {.kind = VERDICT_RIGHT};
    sketch *s = sketch_make(first + i, max_outcomes);
    if (!check(s, user, &v)) {
      same_fault sought = {.check = check, .user = user, .kind = v.kind};
      report(s, first + i, &sought, &v);
      failures++;
    }
    sketch_free(s);
  }
  if (failures > 0)
    fail_msg("%zu of the cases failed", failures);
}

/* ---- against the oracle ---- */

typedef struct totals {
  uint64_t first_seed;
  shapes seen;
} totals;

static bool check_with_oracle(const sketch *s, void *user, verdict *v) {
  totals *t = user;
  return compare_sketch(s, &t->seen, v);
}

static void cases_agree_with_brute_force(void **state) {
  totals *t = *state;
  random_cases_try(t->first_seed, EVERYDAY_CASES, EVERYDAY_OUTCOMES, check_with_oracle,
                   t);
}

static void every_shape_occurred(void **state) {
  const totals *t = *state;
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  const char *missing = shapes_missing(&t->seen);
  if (missing != NULL)
    fail_msg("no case had %s", missing);
  assert_true(t->seen.cases >= EVERYDAY_CASES);
}

int random_cases_main(uint64_t first_seed) {
  totals t = {.first_seed = first_seed};
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_prestate(cases_agree_with_brute_force, &t),
      cmocka_unit_test_prestate(every_shape_occurred, &t),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
