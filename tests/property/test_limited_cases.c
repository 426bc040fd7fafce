/* Runs that end early: what a limited run says is true, and what it cannot know it
 * leaves out. It ends at the same point with any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_cases.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 3000, OUTCOMES = 1000 };

typedef struct ends {
  size_t early, complete, unknown;
} ends;

/* Unknown, or the truth. */
static bool answer_true(eir_answer said, bool truth, const char *what, verdict *v) {
  if (said == EIR_UNKNOWN || said == (truth ? EIR_YES : EIR_NO))
    return true;
  return fault(v, VERDICT_EXIST, "%s: wrong at a limit", what);
}

static bool count_true(const char *said, size_t truth, const char *what, verdict *v) {
  char text[24];
  snprintf(text, sizeof text, "%zu", truth);
  if (said == NULL || strcmp(said, text) == 0)
    return true;
  return fault(v, VERDICT_COUNT, "%s: %s at a limit, in truth %s", what, said, text);
}

static size_t number_of(const oracle *o, const uint32_t *options) {
  size_t number = 0;
  for (size_t i = 0; i < o->s->n_issues; i++)
    number = number * o->s->issues[i].n_options + options[i];
  return number;
}

/* What is listed is right: a deal each, and a solution only if it is the true one. */
static bool lists_true(const run *r, const oracle *o, verdict *v) {
  for (size_t e = 0; e < eir_solution_frontier_size(r->solution); e++) {
    const eir_deal entry = eir_solution_frontier_get(r->solution, e);
    if (!o->certain[number_of(o, entry.options)])
      return fault(v, VERDICT_FRONTIER, "entry %zu of a limited run is no deal", e);
  }
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    const eir_concept_result result = eir_solution_concept(r->solution, (eir_concept)c);
    if (!result.found)
      continue;
    if (number_of(o, result.deal.options) != o->solutions[c].outcome)
      return fault(v, VERDICT_SOLUTION, "%s: wrong at a limit",
                   eir_concept_id((eir_concept)c));
  }
  return true;
}

static bool uses_true(const run *r, const oracle *o, verdict *v) {
  if (eir_solution_use_scope(r->solution) != EIR_USE_OF_DEALS)
    return true;
  for (size_t i = 0; i < o->s->n_issues; i++) {
    for (size_t option = 0; option < o->s->issues[i].n_options; option++) {
      size_t used = 0;
      sketch_outcome outcome;
      sketch_first(outcome);
      for (size_t n = 0; n < o->n_outcomes; n++, sketch_next(o->s, outcome))
        used += o->possible[n] && outcome[i] == option;
      const eir_use said = eir_solution_use(r->solution, i, option);
      if ((said == EIR_USE_NEVER) != (used == 0))
        return fault(v, VERDICT_USE, "issue %zu option %zu at a limit", i, option);
    }
  }
  return true;
}

static bool early_end_true(const run *r, const oracle *o, verdict *v) {
  const eir_solution *s = r->solution;
  if (eir_solution_limit_name(s)[0] == '\0' || eir_solution_limit_advice(s)[0] == '\0')
    return fault(v, VERDICT_TEXT, "a limit without a name or advice");
  return answer_true(eir_solution_deals_exist(s), o->n_certain > 0, "deals", v) &&
         answer_true(eir_solution_possible_exist(s), o->n_possible > 0, "possible",
                     v) &&
         count_true(eir_solution_count(s), o->n_certain, "deals", v) &&
         count_true(eir_solution_possible_count(s), o->n_possible, "possible", v) &&
         lists_true(r, o, v) && uses_true(r, o, v);
}

static bool same_point(run *r, const run_settings *settings, verdict *v) {
  run_settings again = *settings;
  again.threads = 3;
  char *before = r->json;
  r->json = NULL;
  const bool solved = run_solve(r, &again, v);
  const bool same = solved && strcmp(before, r->json) == 0;
  free(before);
  if (solved && !same)
    fault(v, VERDICT_BYTES, "a limited run of three threads gives another JSON");
  return same;
}

static bool check(const sketch *s, void *user, verdict *v) {
  ends *seen = user;
  run r;
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  bool right = run_read(&r, s, v);
  for (size_t k = 0; right && k < sketch_signatories(s); k++) {
    const size_t p = eir_case_signatory_party(r.the_case, k);
    const eir_party_info info = eir_case_party(r.the_case, p);
    rounded[k] = info.has_scores && !info.exact;
  }
  seeded random = seeded_from(sketch_outcomes(s) * 256 + s->style);
  run_settings settings = {.threads = 1, .count = seeded_chance(&random, 50)};
  if (seeded_chance(&random, 70))
    settings.max_steps =
        1 + seeded_below(&random, seeded_chance(&random, 50) ? 30 : 300);
  else
    settings.max_points = 1 + seeded_below(&random, 12);
  oracle *o = right ? oracle_answer(s, rounded) : NULL;
  right = right && run_solve(&r, &settings, v);
  if (right && eir_solution_end(r.solution) == EIR_END_COMPLETE) {
    seen->complete++;
    right = compare_answer(&r, o, v);
  } else if (right) {
    seen->early++;
    seen->unknown += eir_solution_deals_exist(r.solution) == EIR_UNKNOWN;
    right = early_end_true(&r, o, v);
  }
  right = right && same_point(&r, &settings, v);
  oracle_free(o);
  run_free(&r);
  return right;
}

static void limited_runs_say_nothing_wrong(void **state) {
  (void)state;
  ends seen = {0, 0, 0};
  random_cases_try(6000000, CASES, OUTCOMES, check, &seen);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    return;
  assert_true(seen.early > 100);
  assert_true(seen.complete > 100);
  assert_true(seen.unknown > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(limited_runs_say_nothing_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
