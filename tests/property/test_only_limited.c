/* Single solutions in runs that a limit ends: what is proved is the true solution; what
 * is not is a deal that is no better, and no deal is better than the bound. A limited
 * run is the same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random_cases.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 1500, OUTCOMES = 2000, ALL = (1 << EIR_CONCEPT_COUNT) - 1 };

typedef struct ends {
  size_t early, proved, best, bounds;
} ends;

static eir_solution *solve_limited(const run *r, int64_t steps, verdict *v) {
  eir_options *options = NULL;
  eir_solution *solution = NULL;
  if (eir_options_new(r->context, &options) != EIR_OK ||
      eir_options_set(options, "only", ALL) != EIR_OK ||
      eir_options_set(options, "limit-steps", steps) != EIR_OK ||
      eir_solve(r->the_case, options, NULL, &solution) != EIR_OK)
    fault(v, VERDICT_CALL, "solving with a limit of %d steps", (int)steps);
  eir_options_free(options);
  return solution;
}

static bool same_outcome(const run *r, eir_deal a, eir_deal b) {
  return memcmp(a.options, b.options,
                eir_case_issue_count(r->the_case) * sizeof *a.options) == 0;
}

static bool is_deal(const run *r, eir_deal sought) {
  eir_deals *deals = NULL;
  eir_deal deal;
  bool is = false;
  if (eir_deals_new(r->solution, &deals) != EIR_OK)
    return false;
  while (!is && eir_deals_next(deals, NULL, &deal))
    is = same_outcome(r, deal, sought);
  eir_deals_free(deals);
  return is;
}

static bool concept_true(const run *r, const eir_solution *limited, eir_concept which,
                         ends *seen, verdict *v) {
  const char *id = eir_concept_id(which);
  const eir_concept_result a = eir_solution_concept(r->solution, which);
  const eir_concept_result b = eir_solution_concept(limited, which);
  if (!b.found)
    return true;
  if (!a.found)
    return fault(v, VERDICT_SOLUTION, "%s: found at a limit, but there is no deal", id);
  if (b.proved) {
    seen->proved++;
    if (!same_outcome(r, a.deal, b.deal) || a.ties != b.ties)
      return fault(v, VERDICT_SOLUTION, "%s: proved at a limit, but wrong", id);
    return true;
  }
  seen->best++;
  if (!is_deal(r, b.deal))
    return fault(v, VERDICT_SOLUTION, "%s: the best at a limit is no deal", id);
  if (which != EIR_NASH && a.has_value && b.value > a.value)
    return fault(v, VERDICT_VALUE, "%s: better at a limit than can be", id);
  seen->bounds += b.has_bound;
  if (b.has_bound && a.has_value && a.value > b.bound)
    return fault(v, VERDICT_VALUE, "%s: value %.17g above the bound %.17g", id, a.value,
                 b.bound);
  return true;
}

static bool limited_right(const run *r, int64_t steps, ends *seen, verdict *v) {
  eir_solution *limited = solve_limited(r, steps, v);
  if (limited == NULL)
    return false;
  seen->early += eir_solution_end(limited) != EIR_END_COMPLETE;
  bool right = true;
  const eir_answer said = eir_solution_deals_exist(limited);
  if (said != EIR_UNKNOWN && said != eir_solution_deals_exist(r->solution))
    right = fault(v, VERDICT_EXIST, "existence is wrong at a limit");
  for (int k = 0; right && k < EIR_CONCEPT_COUNT; k++)
    right = concept_true(r, limited, (eir_concept)k, seen, v);
  eir_solution_free(limited);
  return right;
}

static bool check(const sketch *s, void *user, verdict *v) {
  run r;
  const run_settings plain = {.threads = 1};
  bool right = run_read(&r, s, v) && run_solve(&r, &plain, v);
  if (right && eir_solution_has_frontier(r.solution)) {
    seeded random = seeded_from((uint64_t)s->n_issues * 1000 + s->style);
    for (int i = 0; right && i < 4; i++) {
      int64_t steps = INT64_C(1) << seeded_below(&random, 18);
      right = limited_right(&r, steps + seeded_between(&random, 0, steps), user, v);
    }
  }
  run_free(&r);
  return right;
}

static void limited_solutions_are_true(void **state) {
  (void)state;
  ends seen = {0};
  random_cases_try(22000000, CASES, OUTCOMES, check, &seen);
  print_message("%zu runs ended early; %zu proved, %zu not, %zu with a bound\n",
                seen.early, seen.proved, seen.best, seen.bounds);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(limited_solutions_are_true),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
