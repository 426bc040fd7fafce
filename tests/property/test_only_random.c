/* Single solutions against those of the whole frontier, in random cases of every
 * shape: outcome, scores, value, exact value and ties are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random_cases.h"

#include "base/banned.h"

enum { CASES = 5000, OUTCOMES = 1200, EVERY = 8, ALL = (1 << EIR_CONCEPT_COUNT) - 1 };

static eir_solution *solve_only(const run *r, int64_t only, verdict *v) {
  eir_options *options = NULL;
  eir_solution *solution = NULL;
  if (eir_options_new(r->context, &options) != EIR_OK ||
      eir_options_set(options, "only", only) != EIR_OK ||
      eir_solve(r->the_case, options, NULL, &solution) != EIR_OK)
    fault(v, VERDICT_CALL, "solving with --only %d", (int)only);
  eir_options_free(options);
  return solution;
}

static bool same_concept(const run *r, const eir_solution *only, eir_concept which,
                         verdict *v) {
  const char *id = eir_concept_id(which);
  const eir_concept_result a = eir_solution_concept(r->solution, which);
  const eir_concept_result b = eir_solution_concept(only, which);
  if (a.found != b.found)
    return fault(v, VERDICT_SOLUTION, "--only %s: found is %d", id, b.found);
  if (!a.found)
    return true;
  if (!b.proved)
    return fault(v, VERDICT_SOLUTION, "--only %s is not proved", id);
  if (a.ties != b.ties)
    return fault(v, VERDICT_SOLUTION, "--only %s: %zu ties, expected %zu", id, b.ties,
                 a.ties);
  for (size_t i = 0; i < eir_case_issue_count(r->the_case); i++) {
    if (a.deal.options[i] != b.deal.options[i])
      return fault(v, VERDICT_SOLUTION, "--only %s: issue %zu takes %u, expected %u",
                   id, i, b.deal.options[i], a.deal.options[i]);
  }
  for (size_t k = 0; k < eir_case_signatory_count(r->the_case); k++) {
    if (a.deal.scores[k] != b.deal.scores[k])
      return fault(v, VERDICT_SOLUTION, "--only %s: score %zu", id, k);
  }
  /* The same bits are wanted. NOLINTNEXTLINE(*-comparison,cert-*) */
  if (a.has_value != b.has_value || memcmp(&a.value, &b.value, sizeof a.value) != 0 ||
      strcmp(a.value_exact, b.value_exact) != 0)
    return fault(v, VERDICT_VALUE, "--only %s: value %s, expected %s", id,
                 b.value_exact, a.value_exact);
  return true;
}

static bool same_solutions(const run *r, int64_t only, verdict *v) {
  eir_solution *found = solve_only(r, only, v);
  if (found == NULL)
    return false;
  bool right = true;
  if (eir_solution_end(found) != EIR_END_COMPLETE)
    right = fault(v, VERDICT_CALL, "ended early");
  if (right && eir_solution_has_frontier(found))
    right = fault(v, VERDICT_FRONTIER, "a frontier with --only");
  if (right && eir_solution_deals_exist(found) != eir_solution_deals_exist(r->solution))
    right = fault(v, VERDICT_EXIST, "--only says another existence");
  for (int k = 0; right && k < EIR_CONCEPT_COUNT; k++) {
    if ((only >> k & 1) != 0)
      right = same_concept(r, found, (eir_concept)k, v);
    else if (eir_solution_concept(found, (eir_concept)k).found)
      right = fault(v, VERDICT_SOLUTION, "a solution that was not asked for");
  }
  eir_solution_free(found);
  return right;
}

static bool check(const sketch *s, void *user, verdict *v) {
  size_t *seen = user;
  run r;
  const run_settings plain = {.threads = 1};
  bool right = run_read(&r, s, v) && run_solve(&r, &plain, v);
  if (right && eir_solution_has_frontier(r.solution)) {
    seen[0]++;
    seen[1] += eir_solution_deals_exist(r.solution) == EIR_YES;
    right = same_solutions(&r, ALL, v);
    for (int k = 0; right && seen[0] % EVERY == 0 && k < EIR_CONCEPT_COUNT; k++)
      right = same_solutions(&r, INT64_C(1) << k, v);
  }
  run_free(&r);
  return right;
}

static void single_solutions_are_those_of_the_frontier(void **state) {
  (void)state;
  size_t seen[2] = {0, 0};
  random_cases_try(21000000, CASES, OUTCOMES, check, seen);
  print_message("%zu cases with scores, %zu with a deal\n", seen[0], seen[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(single_solutions_are_those_of_the_frontier),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
