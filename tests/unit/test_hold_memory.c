/* Holding without memory: the 1st, 2nd, 3rd ... allocation fails in turn. And misuse:
 * no call of the public interface falls over NULL or an index out of range. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/hold.h"
#include "failing_allocator.h"

#include "base/banned.h"

static const char text[] =
    "eirene: 1\nperiod: a month\nparties:\n"
    "  a: {patience: [0.5, 0.9], wins: 0.4}\n"
    "  b: {patience: 0.9, war_cost: {per_period: 0.1}}\n"
    "  c: {}\n"
    "  g: {role: guarantor, offers: {of: {brigades: 2, air: 1}, cost: 1, stays: 0.5}}\n"
    "  h: {role: guarantor, offers: {of: {brigades: 2}}}\n"
    "issues:\n"
    "  w: {options: {m: {}, n: {enforcement: {detection: 0.5, cost: 1}}}}\n"
    "  x: {options: {p: {enforcement: {temptation: {a: [0.1, 0.6]}, power_shift: {a: "
    "0.3}}},\n"
    "                q: {enforcement: {guarantee: {reacts: 0.5, cost: {a: 1},\n"
    "                    requires: {brigades: 3, air: 1}}}}}}\n"
    "positions:\n"
    "  a: {reservation: [0.1, 0.2], weights: {w: 0.5, x: 0.5}, normalise: true,\n"
    "      values: {w: {m: 0.5, n: [0.2, 0.6]}, x: {p: 1, q: 0.5}}}\n"
    "  b: {reservation: 0, weights: {w: 1}, values: {w: {m: 0, n: 1}}}\n"
    "  c: {stance: {w: {m: accepts, n: accepts}, x: {p: accepts, q: accepts}}}\n";

typedef struct bench {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_options *options;
  size_t blocks; /* held between runs */
} bench;

static void bench_open(bench *b) {
  failing_allocator_init(&b->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&b->memory);
  assert_int_equal(eir_context_new(&face, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_solve(b->the_case, NULL, NULL, &b->solution), EIR_OK);
  assert_int_equal(eir_options_new(b->context, &b->options), EIR_OK);
  assert_int_equal(eir_options_set(b->options, "samples", 3), EIR_OK);
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

typedef eir_status run(bench *b, eir_holding **out_holding);

static eir_status run_outcome(bench *b, eir_holding **out_holding) {
  const uint32_t outcome[] = {1, 1};
  return eir_hold(b->solution, outcome, b->options, NULL, out_holding);
}

static eir_status run_least(bench *b, eir_holding **out_holding) {
  return eir_hold_least(b->solution, b->options, NULL, out_holding);
}

static eir_status run_params(bench *b, eir_holding **out_holding) {
  return eir_hold_params(b->context, "comply=3,violate=4,patience=0.5,snap_back=2",
                         out_holding, NULL);
}

static bool swallow(void *user, const char *data, size_t size) {
  (void)data;
  *(size_t *)user += size;
  return true;
}

/* Fails ever later until the run and its JSON succeed. */
static void sweep(run *what) {
  bench b;
  bench_open(&b);
  bool done = false;
  for (size_t n = 1; !done; n++) {
    assert_true(n < 10000);
    eir_holding *holding = NULL;
    size_t written = 0;
    atomic_store(&b.memory.calls, 0);
    b.memory.fail_at = n;
    eir_status status = what(&b, &holding);
    if (status == EIR_OK)
      status = eir_holding_write_json(holding, swallow, &written);
    b.memory.fail_at = 0;
    assert_true(status == EIR_OK || status == EIR_NO_MEMORY);
    assert_true((status == EIR_OK) == (written > 0));
    done = status == EIR_OK && atomic_load(&b.memory.calls) < n;
    eir_holding_free(holding);
    assert_int_equal(atomic_load(&b.memory.blocks_held), b.blocks);
  }
  bench_close(&b);
}

static void an_outcome(void **state) {
  (void)state;
  sweep(run_outcome);
}

static void the_least(void **state) {
  (void)state;
  sweep(run_least);
}

static void bare_parameters(void **state) {
  (void)state;
  sweep(run_params);
}

/* The case itself, whose enforcement is read in a pass of its own. */
static void reading(void **state) {
  (void)state;
  failing_allocator memory;
  bool done = false;
  for (size_t n = 1; !done; n++) {
    failing_allocator_init(&memory, 0, false);
    const eir_allocator face = failing_allocator_face(&memory);
    eir_context *context;
    assert_int_equal(eir_context_new(&face, &context), EIR_OK);
    atomic_store(&memory.calls, 0);
    memory.fail_at = n;
    eir_case *the_case = NULL;
    eir_status status =
        eir_case_read_text(context, "case", NULL, text, strlen(text), &the_case, NULL);
    done = atomic_load(&memory.calls) < n;
    assert_int_equal(status, done ? EIR_OK : EIR_NO_MEMORY);
    eir_case_free(the_case);
    eir_context_free(context);
    assert_int_equal(atomic_load(&memory.blocks_held), 0);
  }
}

/* Mistakes need memory too. */
static void mistakes(void **state) {
  (void)state;
  failing_allocator memory;
  for (size_t n = 1;; n++) {
    failing_allocator_init(&memory, 0, false);
    const eir_allocator face = failing_allocator_face(&memory);
    eir_context *context;
    assert_int_equal(eir_context_new(&face, &context), EIR_OK);
    atomic_store(&memory.calls, 0);
    memory.fail_at = n;
    eir_holding *holding = NULL;
    eir_diagnostics *found = NULL;
    eir_status status =
        eir_hold_params(context, "comply=1.,x,reacts=2", &holding, &found);
    const bool done = atomic_load(&memory.calls) < n;
    assert_null(holding);
    assert_int_equal(status, done ? EIR_BAD_INPUT : EIR_NO_MEMORY);
    assert_int_equal(eir_diagnostics_count(found), done ? 3 : 0);
    eir_diagnostics_free(found);
    eir_context_free(context);
    assert_int_equal(atomic_load(&memory.blocks_held), 0);
    if (done)
      return;
  }
}

static void misuse(void **state) {
  (void)state;
  bench b;
  bench_open(&b);
  eir_holding *holding = NULL;
  const uint32_t beyond[] = {0, 2};
  size_t written = 0;
  assert_int_equal(eir_hold(NULL, beyond, NULL, NULL, &holding), EIR_MISUSE);
  assert_int_equal(eir_hold(b.solution, NULL, NULL, NULL, &holding), EIR_MISUSE);
  assert_int_equal(eir_hold(b.solution, beyond, NULL, NULL, &holding), EIR_MISUSE);
  assert_int_equal(eir_hold(b.solution, beyond, NULL, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_hold_least(NULL, NULL, NULL, &holding), EIR_MISUSE);
  assert_int_equal(eir_hold_least(b.solution, NULL, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_hold_params(NULL, "", &holding, NULL), EIR_MISUSE);
  assert_int_equal(eir_hold_params(b.context, NULL, &holding, NULL), EIR_MISUSE);
  assert_int_equal(eir_hold_params(b.context, "", NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_holding_write_json(NULL, swallow, &written), EIR_MISUSE);
  assert_null(holding);
  assert_int_equal(eir_holding_answer(NULL), EIR_UNKNOWN);
  assert_int_equal(eir_holding_party_count(NULL), 0);
  assert_null(eir_holding_party(NULL, 0).id);
  assert_false(eir_holding_enough(NULL, 0, EIR_HOLD_REACTS).exists);
  assert_true(eir_holding_binding(NULL) == SIZE_MAX);
  assert_false(eir_holding_shift(NULL).given);
  assert_false(eir_holding_coalition(NULL).given);
  assert_false(eir_holding_least(NULL).given);
  assert_false(eir_holding_assumed(NULL).given);
  assert_null(eir_hold_parameter_id((eir_hold_parameter)EIR_HOLD_PARAMETER_COUNT));
  assert_int_equal(run_outcome(&b, &holding), EIR_OK);
  assert_null(eir_holding_party(holding, 2).id);
  assert_int_equal(eir_holding_clause(holding, 9).moves, 0);
  assert_true(eir_holding_remedy(holding, 99).party == SIZE_MAX);
  assert_true(eir_holding_member(holding, 2) == SIZE_MAX);
  assert_false(eir_holding_is_in_minimal(holding, 9, 0));
  assert_false(eir_holding_is_in_cheapest(holding, 9));
  assert_true(eir_holding_option(holding, 9).issue == SIZE_MAX);
  assert_null(eir_holding_unknown(holding, 99).path);
  assert_null(eir_holding_note(holding, 99));
  eir_holding_free(holding);
  eir_holding_free(NULL);
  bench_close(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_outcome),      cmocka_unit_test(the_least),
      cmocka_unit_test(bare_parameters), cmocka_unit_test(mistakes),
      cmocka_unit_test(reading),         cmocka_unit_test(misuse),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
