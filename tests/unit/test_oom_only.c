/* Single solutions, existence and best scores without memory: the 1st, 2nd, 3rd ...
 * allocation fails in turn. Every failure comes out as EIR_NO_MEMORY and leaves nothing
 * behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "sketch_make.h"

#include "case/model.h"
#include "solve/existence.h"

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

/* The best score of signatory `k`, or existence for k == SIZE_MAX. */
static bool ask_with_failure(bench *b, size_t k, size_t n) {
  uint32_t outcome[SKETCH_MAX_ISSUES];
  eir_i_best best = {.signatory = k, .outcome = outcome};
  eir_i_effort effort = {0};
  eir_i_memory memory;
  eir_i_arena arena;
  eir_answer answer;
  const eir_allocator face = failing_allocator_face(&b->memory);
  eir_i_memory_init(&memory, &face);
  eir_i_arena_init(&arena, &memory);
  atomic_store(&b->memory.failures, 0);
  b->memory.fail_at = atomic_load(&b->memory.calls) + n;
  const eir_status status = k == SIZE_MAX
                                ? eir_i_exists(b->the_case, EIR_I_CONSENT_CERTAIN,
                                               &effort, 1, &arena, &answer, outcome)
                                : eir_i_best_score(b->the_case, EIR_I_CONSENT_CERTAIN,
                                                   &effort, 1, &arena, &best);
  const bool failed = atomic_load(&b->memory.failures) > 0;
  b->memory.fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  assert_false(failed && (k == SIZE_MAX ? answer != EIR_UNKNOWN : best.found));
  assert_int_equal(memory.held, 0);
  assert_int_equal(atomic_load(&b->memory.blocks_held), b->blocks);
  assert_false(atomic_load(&b->memory.corrupted));
  return !failed;
}

static void sweep_questions(bench *b) {
  size_t n_signatories = eir_case_signatory_count(b->the_case);
  for (size_t k = 0; k <= n_signatories; k++) {
    size_t asked = k == n_signatories ? SIZE_MAX : k, n = 1;
    const eir_position_kind kind =
        k == n_signatories
            ? EIR_POSITION_POINTS
            : b->the_case->parties[b->the_case->signatories[k]].position.kind;
    if (kind != EIR_POSITION_POINTS && kind != EIR_POSITION_WEIGHTS)
      continue;
    while (!ask_with_failure(b, asked, n))
      n++;
    assert_true(n > 1);
  }
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
    sweep_questions(&b);
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
