/* What is not known, without memory: the 1st, 2nd, 3rd ... allocation fails in turn.
 * Every failure comes out as EIR_NO_MEMORY and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explained.h"
#include "failing_allocator.h"

#include "base/banned.h"

/* Ranges of every kind, an order, a group, interactions over one and two issues, rules
 * that may not hold, a guarantor. */
static const char scored[] =
    "eirene: 1\nparties: {a: {}, b: {}, g: {role: guarantor}}\n"
    "together: [positions.a.reservation, positions.b.reservation]\n"
    "issues: {x: {options: {p: {}, q: {needs: [g]}, r: {}}}, y: {options: [p, q, r]}}\n"
    "constraints: [{rule: \"x = p -> y != p\", holds: [0.2, 0.7]}]\n"
    "positions:\n"
    "  a: {reservation: [0.2, 0.5], normalise: true,\n"
    "      weights: {x: [0.1, 0.5], y: [0.1, 0.5]},\n"
    "      values: {x: {p: [0, 1], q: [0, 1], r: 0, order: [p, q]},\n"
    "               y: {p: {low: 0, mode: 0.5, high: 1}, q: 0, r: 1}},\n"
    "      interactions: [{when: \"x = q and y = q\", add: [0, 0.2]}]}\n"
    "  b: {reservation: [1, 3], points: {x: {p: [0, 1/7], q: 2, r: 3}},\n"
    "      interactions: [{when: \"y = q\", add: [0, 1]}],\n"
    "      red_lines: [{id: r1, rule: \"x != r or y = p\", holds: unknown}]}\n"
    "  g: {red_lines: [{rule: \"y != r\"}]}\n";

static const char stances[] =
    "eirene: 1\nparties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q]}, y: {options: [p, q]}}\n"
    "positions:\n"
    "  a: {reservation: [1, 3], points: {x: {p: 3, q: 2}, y: {p: 4, q: 2}}}\n"
    "  b: {stance: {x: {p: accepts, q: unknown}, y: {p: refuses, q: accepts}}}\n";

typedef struct bench {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_options *options;
  size_t blocks; /* held between runs */
} bench;

static void bench_open(bench *b, const char *text, int64_t threads) {
  failing_allocator_init(&b->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&b->memory);
  assert_int_equal(eir_context_new(&face, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_solve(b->the_case, NULL, NULL, &b->solution), EIR_OK);
  assert_int_equal(eir_options_new(b->context, &b->options), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "samples", 40), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "threads", threads), EIR_OK);
  b->blocks = atomic_load(&b->memory.blocks_held);
}

static void bench_close(bench *b) {
  eir_options_free(b->options);
  eir_solution_free(b->solution);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
  assert_int_equal(atomic_load(&b->memory.blocks_held), 0);
  assert_false(atomic_load(&b->memory.corrupted));
}

/* True when the run did not get as far as allocation n. */
static bool explain_with_failure(bench *b, size_t n) {
  atomic_store(&b->memory.failures, 0);
  b->memory.fail_at = atomic_load(&b->memory.calls) + n;
  eir_explanation *e = explained_new(b->solution, b->options);
  if (e != NULL)
    e->n_threads = (size_t)eir_i_setting(b->options, EIR_I_SETTING_THREADS);
  const eir_status status = e == NULL ? EIR_NO_MEMORY : eir_i_explain_robust(e);
  const bool failed = atomic_load(&b->memory.failures) > 0;
  b->memory.fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  assert_true(failed || e != NULL);
  if (!failed && e != NULL) {
    assert_true(e->has[EIR_EXPLAINED_ROBUST]);
    assert_int_equal(e->robust.samples, 40);
    assert_int_equal(e->effort.end, EIR_END_COMPLETE);
  }
  explained_free(e);
  assert_int_equal(atomic_load(&b->memory.blocks_held), b->blocks);
  assert_false(atomic_load(&b->memory.corrupted));
  return !failed;
}

static void sweep(const char *text, int64_t threads) {
  static bench b;
  bench_open(&b, text, threads);
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
  sweep(scored, 1);
}

static void sweep_threads(void **state) {
  (void)state;
  sweep(scored, 3);
}

static void sweep_stances(void **state) {
  (void)state;
  sweep(stances, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sweep_scores),
      cmocka_unit_test(sweep_threads),
      cmocka_unit_test(sweep_stances),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
