/* Outcomes and packages without memory: the 1st, 2nd, 3rd ... allocation fails in turn.
 * Every failure comes out as EIR_NO_MEMORY and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain/census.h"
#include "explained.h"
#include "failing_allocator.h"

#include "base/banned.h"

/* Scores, red lines, interactions, stances, a guarantor, a quota and a veto. */
static const char scored[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {veto: true}\n  c: {}\n  g: {role: guarantor}\n"
    "consent: {at_least: 2}\n"
    "issues:\n  x: {options: {p: {}, q: {needs: [g]}, r: {}}}\n"
    "  y: {options: [p, q, r]}\n"
    "constraints: [{rule: \"not (x = r and y = r)\"}]\n"
    "positions:\n"
    "  a: {reservation: 3, points: {x: {p: 3, q: 2, r: 0}, y: {p: 4, q: 2, r: 0}}}\n"
    "  b: {reservation: 3, points: {x: {p: 0, q: 2, r: 3}, y: {p: 0, q: 3, r: 4}},\n"
    "      red_lines: [{rule: \"not y = p\"}],\n"
    "      interactions: [{when: \"x = q and y = q\", add: 1}]}\n"
    "  c: {points: {x: {p: 0, q: 2, r: 3}}}\n"
    "  g: {red_lines: [{rule: \"y != r\"}]}\n";

static const char stances[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {}\n"
    "issues:\n  x: {options: [p, q]}\n  y: {options: [p, q, r]}\n"
    "positions:\n"
    "  a: {reservation: 3, points: {x: {p: 3, q: 2}, y: {p: 4, q: 2, r: 0}}}\n"
    "  b: {stance: {x: {p: accepts, q: unknown}, y: {p: refuses, q: accepts}}}\n";

typedef struct bench {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  size_t blocks; /* held between runs */
} bench;

static void bench_open(bench *b, const char *text) {
  failing_allocator_init(&b->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&b->memory);
  assert_int_equal(eir_context_new(&face, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_solve(b->the_case, NULL, NULL, &b->solution), EIR_OK);
  assert_int_equal(eir_solution_deals_exist(b->solution), EIR_YES);
  b->blocks = atomic_load(&b->memory.blocks_held);
}

static void bench_close(bench *b) {
  eir_solution_free(b->solution);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
  assert_int_equal(atomic_load(&b->memory.blocks_held), 0);
  assert_false(atomic_load(&b->memory.corrupted));
}

/* The way that packages take of larger cases. */
static eir_status count_all(eir_explanation *e) {
  eir_i_census census;
  eir_status status = eir_i_census_make(e, &e->arena, &census);
  if (status == EIR_OK)
    status = eir_i_census_count(e, &e->effort, &census);
  if (status == EIR_OK)
    assert_true(census.idle_known && census.unanimous.known);
  eir_i_headroom headroom;
  if (status == EIR_OK)
    status = eir_i_headroom_search(e, 0, &e->effort, &headroom);
  return status;
}

static eir_status explain_all(eir_explanation *e) {
  static const uint32_t outcomes[3][2] = {{0, 0}, {1, 2}, {0, 1}};
  eir_status status = eir_i_explain_packages(e);
  if (status == EIR_OK)
    status = count_all(e);
  for (size_t i = 0; i < 3 && status == EIR_OK; i++)
    status = eir_i_explain_outcome(e, outcomes[i]);
  return status;
}

/* True when the run did not get as far as allocation n. */
static bool explain_with_failure(bench *b, size_t n) {
  atomic_store(&b->memory.failures, 0);
  b->memory.fail_at = atomic_load(&b->memory.calls) + n;
  eir_explanation *e = explained_new(b->solution, NULL);
  const eir_status status = e == NULL ? EIR_NO_MEMORY : explain_all(e);
  const bool failed = atomic_load(&b->memory.failures) > 0;
  b->memory.fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  if (!failed && e != NULL) {
    assert_true(e->has[EIR_EXPLAINED_PACKAGES] && e->has[EIR_EXPLAINED_OUTCOME]);
    assert_int_equal(e->effort.end, EIR_END_COMPLETE);
  }
  explained_free(e);
  assert_int_equal(atomic_load(&b->memory.blocks_held), b->blocks);
  assert_false(atomic_load(&b->memory.corrupted));
  return !failed;
}

static void sweep(const char *text) {
  static bench b;
  bench_open(&b, text);
  for (int stay = 0; stay < 2; stay++) { /* one failure; then one and all after it */
    b.memory.stay = stay != 0;
    size_t n = 1;
    while (!explain_with_failure(&b, n))
      n++;
    assert_true(n > 10);
  }
  bench_close(&b);
}

static void sweep_scores(void **state) {
  (void)state;
  sweep(scored);
}

static void sweep_stances(void **state) {
  (void)state;
  sweep(stances);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sweep_scores),
      cmocka_unit_test(sweep_stances),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
