/* Solving without memory: the 1st, 2nd, 3rd ... allocation fails in turn, until a run
 * needs no more. Every failure must come out as EIR_NO_MEMORY, leave nothing behind,
 * and not disturb the run after it. The same for printing and for the walk over the
 * deals. */
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

enum { CASES_OF_EACH = 12 }; /* numbers of signatories */

typedef struct bench {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  size_t blocks; /* held between runs */
} bench;

typedef struct bytes {
  char *data;
  size_t length;
} bytes;

static bool keep(void *user, const char *data, size_t size) {
  bytes *b = user;
  b->data = realloc(b->data, b->length + size + 1);
  if (b->data == NULL)
    return false;
  memcpy(b->data + b->length, data, size);
  b->length += size;
  b->data[b->length] = '\0';
  return true;
}

static void bench_open(bench *b, const char *text, int64_t threads, int64_t over) {
  failing_allocator_init(&b->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&b->memory);
  assert_int_equal(eir_context_new(&face, &b->context), EIR_OK);
  eir_diagnostics *messages = NULL;
  const eir_status status = eir_case_read_text(b->context, "case", NULL, text,
                                               strlen(text), &b->the_case, &messages);
  if (status != EIR_OK)
    fail_msg("%s", eir_diagnostics_get(messages, 0).message);
  eir_diagnostics_free(messages);
  assert_int_equal(eir_options_new(b->context, &b->options), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "threads", threads), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "over", over), EIR_OK);
  b->blocks = atomic_load(&b->memory.blocks_held);
}

static void bench_close(bench *b) {
  eir_options_free(b->options);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
  assert_int_equal(atomic_load(&b->memory.blocks_held), 0);
  assert_int_equal(atomic_load(&b->memory.bytes_held), 0);
  assert_false(atomic_load(&b->memory.corrupted));
}

/* From now on allocation number n fails. */
static void fail_at(bench *b, size_t n) {
  atomic_store(&b->memory.failures, 0);
  b->memory.fail_at = n == 0 ? 0 : atomic_load(&b->memory.calls) + n;
}

static void assert_nothing_left(const bench *b) {
  assert_int_equal(atomic_load(&b->memory.blocks_held), b->blocks);
  assert_false(atomic_load(&b->memory.corrupted));
}

static bytes solve_to_bytes(bench *b) {
  bytes out = {NULL, 0};
  eir_solution *solution = NULL;
  assert_int_equal(eir_solve(b->the_case, b->options, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  assert_int_equal(eir_solution_write_json(solution, 0, NULL, keep, &out), EIR_OK);
  eir_solution_free(solution);
  return out;
}

/* One run with a failure. True when the run did not get as far as it. */
static bool solve_with_failure(bench *b, size_t n, const bytes *expected) {
  eir_solution *solution = NULL;
  fail_at(b, n);
  const eir_status status = eir_solve(b->the_case, b->options, NULL, &solution);
  const bool failed = atomic_load(&b->memory.failures) > 0;
  fail_at(b, 0);
  if (status == EIR_OK) {
#ifndef EIR_CHECK_ANSWERS
    assert_false(failed); /* with the checker, it may be the one that had no memory */
#endif
    bytes found = {NULL, 0};
    assert_int_equal(eir_solution_write_json(solution, 0, NULL, keep, &found), EIR_OK);
    assert_string_equal(found.data, expected->data);
    free(found.data);
  } else {
    assert_int_equal(status, EIR_NO_MEMORY);
    assert_true(failed);
    assert_null(solution);
  }
  eir_solution_free(solution);
  assert_nothing_left(b);
  return !failed;
}

static void sweep_solve(const char *text, int64_t threads, int64_t over) {
  static bench b;
  bench_open(&b, text, threads, over);
  bytes expected = solve_to_bytes(&b);
  assert_nothing_left(&b);
  for (int stay = 0; stay < 2; stay++) { /* one failure; then one and all after it */
    b.memory.stay = stay != 0;
    size_t n = 1;
    while (!solve_with_failure(&b, n, &expected))
      n++;
    assert_true(n > 1);
  }
  free(expected.data);
  bench_close(&b);
}

/* ---- the cases ---- */

static const char two_parties[] =
    "eirene: 1\nparties:\n  a: {name: A}\n  b: {name: B}\n"
    "issues:\n  x: {options: [x1, x2, x3]}\n  y: {range: {from: 0, to: 10, step: 1}}\n"
    "  z: {award: divisible}\n"
    "positions:\n"
    "  a: {reservation: 5, points: {x: {x1: 9, x2: 4, x3: 0}, y: [[0, 0], [10, 20]], "
    "z: 5}}\n"
    "  b: {reservation: 5, points: {x: {x1: 0, x2: 4, x3: 9}, y: [[0, 20], [10, 0]], "
    "z: 7}}\n";

static const char three_with_rules[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {}\n  c: {veto: true}\n"
    "  g: {role: guarantor}\n"
    "consent: {at_least: 2}\n"
    "issues:\n  x: {options: {x1: {needs: [g]}, x2: {}, x3: {}}}\n"
    "  y: {options: [y1, y2, y3]}\n  z: {options: [z1, z2, z3]}\n"
    "constraints:\n  - {id: k, rule: \"x = x1 -> not y = y3\"}\n"
    "positions:\n"
    "  a:\n    reservation: 4\n"
    "    points: {x: {x1: 9, x2: 4, x3: 0}, y: {y1: 1, y2: 2, y3: 3}}\n"
    "    red_lines: [{id: r, rule: \"x != x3 or z = z1\"}]\n"
    "    interactions: [{when: \"y = y1 and z = z2\", add: 1.5}]\n"
    "  b: {reservation: 3, points: {y: {y1: 5, y2: 4, y3: 0}, z: {z1: 3, z2: 0, z3: "
    "1}}}\n"
    "  c: {cap: 8, points: {x: {x1: 0, x2: 5, x3: 9}, z: {z1: 0, z2: 1/3, z3: 2}}}\n"
    "  g: {red_lines: [{id: r, rule: \"z != z3\"}]}\n";

static const char stances[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {}\n  c: {}\n"
    "issues:\n  x: {options: [x1, x2, x3]}\n  y: {options: [y1, y2]}\n"
    "positions:\n"
    "  a: {stance: {x: {x1: prefers, x2: unknown, x3: refuses}, "
    "y: {y1: accepts, y2: accepts}}}\n"
    "  b: {stance: {x: {x1: accepts, x2: resists, x3: accepts}, "
    "y: {y1: unknown, y2: accepts}}}\n"
    "  c: {reservation: 1, points: {x: {x1: 1, x2: 2, x3: 3}}}\n";

static const char awards[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {}\nissues:\n  x: {award: divisible}\n"
    "  y: {award: divisible}\n  z: {award: indivisible}\npositions:\n"
    "  a: {points: {x: 3, y: 5/7, z: 2}}\n  b: {points: {x: 4, y: 2, z: 1}}\n";

static const char capped[] =
    "eirene: 1\nparties:\n  a: {}\n  b: {}\n  c: {}\n  d: {}\n"
    "issues:\n  x: {options: [x1, x2, x3]}\n  y: {options: [y1, y2, y3]}\n"
    "  z: {options: [z1, z2, z3]}\n"
    "positions:\n"
    "  a: {cap: 5, points: {x: {x1: 1, x2: 2, x3: 5}, y: {y1: 3, y2: 4, y3: 0}}}\n"
    "  b: {cap: 4, points: {y: {y1: 1, y2: 2, y3: 5}, z: {z1: 3, z2: 4, z3: 0}}}\n"
    "  c: {power: 3, points: {z: {z1: 1, z2: 2, z3: 5}, x: {x1: 3, x2: 4, x3: 0}}}\n"
    "  d: {points: {x: {x1: 7, x2: 4, x3: 0}, y: {y1: 0, y2: 1, y3: 2}}}\n";

static void sweep_two_parties(void **state) {
  (void)state;
  sweep_solve(two_parties, 1, 0);
  sweep_solve(two_parties, 1, 1);
}

static void sweep_three_with_rules(void **state) {
  (void)state;
  sweep_solve(three_with_rules, 1, 0);
  sweep_solve(three_with_rules, 2, 1);
}

static void sweep_stances(void **state) {
  (void)state;
  sweep_solve(stances, 1, 0);
}

static const char unknowns[] =
    "eirene: 1\n"
    "parties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q]}, y: {options: [p, q]}}\n"
    "constraints: [{rule: x = p or y = q, holds: unknown}]\n"
    "positions:\n"
    "  a: {points: {x: {p: [1, 2], q: 0}}, red_lines: [{id: n, holds: unknown}]}\n"
    "  b: {reservation: [1, 2], points: {x: {p: 0, q: 3}}}\n";

static void sweep_unknowns(void **state) {
  (void)state;
  sweep_solve(unknowns, 1, 0);
}

static void sweep_awards(void **state) {
  (void)state;
  sweep_solve(awards, 1, 0);
}

static void sweep_caps(void **state) {
  (void)state;
  sweep_solve(capped, 1, 0);
  sweep_solve(capped, 1, 1);
}

/* Random cases of each number of signatories, every part of the solver among them. */
static void sweep_random(void **state) {
  (void)state;
  size_t tried[SKETCH_MAX_PARTIES] = {0};
  for (uint64_t seed = 500; seed < 900; seed++) {
    sketch *s = sketch_make(seed, 300);
    const size_t n = sketch_signatories(s);
    if (tried[n] < CASES_OF_EACH) {
      char *text = sketch_write(s);
      sweep_solve(text, 1 + (int64_t)(seed % 2), (int64_t)(seed % 3 == 0));
      free(text);
      tried[n]++;
    }
    sketch_free(s);
  }
  for (size_t n = 1; n <= 6; n++)
    assert_int_equal(tried[n], CASES_OF_EACH);
}

/* A frontier of hundreds, with rules, with threads: fronts and tables that grow. */
static void sweep_large(void **state) {
  (void)state;
  size_t tried = 0;
  for (uint64_t seed = 0; tried < 3; seed++) {
    sketch *s = sketch_make(seed, 4000);
    if (sketch_signatories(s) >= 4 && s->n_constraints > 0) {
      char *text = sketch_write(s);
      sweep_solve(text, 2, 1);
      free(text);
      tried++;
    }
    sketch_free(s);
  }
}

/* ---- printing and walking ---- */

static void sweep_json(void **state) {
  (void)state;
  static bench b;
  bench_open(&b, three_with_rules, 1, 0);
  eir_solution *solution = NULL;
  assert_int_equal(eir_solve(b.the_case, b.options, NULL, &solution), EIR_OK);
  const unsigned flags = EIR_JSON_LIST_DEALS;
  bytes expected = {NULL, 0};
  assert_int_equal(eir_solution_write_json(solution, flags, NULL, keep, &expected),
                   EIR_OK);
  const size_t held = atomic_load(&b.memory.blocks_held);
  eir_status status = EIR_NO_MEMORY;
  size_t n = 1;
  for (; status != EIR_OK; n++) {
    bytes found = {NULL, 0};
    fail_at(&b, n);
    status = eir_solution_write_json(solution, flags, NULL, keep, &found);
    const bool failed = atomic_load(&b.memory.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    if (!failed)
      assert_string_equal(found.data, expected.data);
    assert_int_equal(atomic_load(&b.memory.blocks_held), held);
    free(found.data);
  }
  assert_true(n > 2);
  fail_at(&b, 0);
  free(expected.data);
  eir_solution_free(solution);
  bench_close(&b);
}

static void sweep_walk(void **state) {
  (void)state;
  static bench b;
  bench_open(&b, three_with_rules, 1, 0);
  eir_solution *solution = NULL;
  assert_int_equal(eir_solve(b.the_case, b.options, NULL, &solution), EIR_OK);
  const size_t held = atomic_load(&b.memory.blocks_held);
  eir_status status = EIR_NO_MEMORY;
  for (size_t n = 1; status != EIR_OK; n++) {
    eir_deals *deals = NULL;
    fail_at(&b, n);
    status = eir_deals_new(solution, &deals);
    const bool failed = atomic_load(&b.memory.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    assert_int_equal(deals == NULL, failed);
    eir_deals_free(deals);
    assert_int_equal(atomic_load(&b.memory.blocks_held), held);
  }
  fail_at(&b, 0);
  eir_solution_free(solution);
  bench_close(&b);
}

static void sweep_options(void **state) {
  (void)state;
  static bench b;
  bench_open(&b, two_parties, 1, 0);
  fail_at(&b, 1);
  eir_options *options = NULL;
  assert_int_equal(eir_options_new(b.context, &options), EIR_NO_MEMORY);
  assert_null(options);
  fail_at(&b, 0);
  bench_close(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sweep_two_parties), cmocka_unit_test(sweep_three_with_rules),
      cmocka_unit_test(sweep_stances),     cmocka_unit_test(sweep_awards),
      cmocka_unit_test(sweep_caps),        cmocka_unit_test(sweep_large),
      cmocka_unit_test(sweep_random),      cmocka_unit_test(sweep_json),
      cmocka_unit_test(sweep_unknowns),    cmocka_unit_test(sweep_walk),
      cmocka_unit_test(sweep_options),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
