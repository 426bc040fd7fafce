/* Single solutions without memory: the 1st, 2nd, 3rd ... allocation fails in turn.
 * Every failure comes out as EIR_NO_MEMORY and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "sketch_make.h"

#include "base/banned.h"

enum { ALL = (1 << EIR_CONCEPT_COUNT) - 1, CASES = 3 };

typedef struct bench {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  size_t blocks; /* held between runs */
} bench;

static void bench_open(bench *b, const char *text) {
  failing_allocator_init(&b->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&b->memory);
  assert_int_equal(eir_context_new(&face, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_options_new(b->context, &b->options), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "only", ALL), EIR_OK);
  b->blocks = atomic_load(&b->memory.blocks_held);
}

static void bench_close(bench *b) {
  eir_options_free(b->options);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
  assert_int_equal(atomic_load(&b->memory.blocks_held), 0);
  assert_false(atomic_load(&b->memory.corrupted));
}

/* True when the run did not get as far as allocation n. */
static bool solve_with_failure(bench *b, size_t n) {
  eir_solution *solution = NULL;
  atomic_store(&b->memory.failures, 0);
  b->memory.fail_at = atomic_load(&b->memory.calls) + n;
  const eir_status status = eir_solve(b->the_case, b->options, NULL, &solution);
  const bool failed = atomic_load(&b->memory.failures) > 0;
  b->memory.fail_at = 0;
  if (status == EIR_OK) {
#ifndef EIR_CHECK_ANSWERS
    assert_false(failed); /* with the checker, it may be the one that had no memory */
#endif
    assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  } else {
    assert_int_equal(status, EIR_NO_MEMORY);
    assert_true(failed);
    assert_null(solution);
  }
  eir_solution_free(solution);
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
    while (!solve_with_failure(&b, n))
      n++;
    assert_true(n > 1);
  }
  bench_close(&b);
}

static void sweep_two_parties(void **state) {
  (void)state;
  sweep("eirene: 1\nparties:\n  a: {}\n  b: {}\n"
        "issues:\n  x: {options: [p, q, r]}\n  y: {options: [p, q, r]}\n"
        "positions:\n"
        "  a: {points: {x: {p: 3, q: 2, r: 0}, y: {p: 4, q: 2, r: 0}}}\n"
        "  b: {points: {x: {p: 0, q: 2, r: 3}, y: {p: 0, q: 3, r: 4}}}\n");
}

static void sweep_random(void **state) {
  (void)state;
  for (uint64_t seed = 71000000; seed < 71000000 + CASES; seed++) {
    sketch *s = sketch_make(seed, 60);
    char *text = sketch_write(s);
    sweep(text);
    free(text);
    sketch_free(s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sweep_two_parties),
      cmocka_unit_test(sweep_random),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
