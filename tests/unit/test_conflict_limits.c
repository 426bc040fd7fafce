/* Conflicts and unlocks cut short: by time, by steps, by the caller, by memory. What
 * was found stays, nothing wrong is said, and nothing leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_text.h"
#include "explained.h"
#include "failing_allocator.h"
#include "seeded.h"

#include "base/banned.h"

/* Nothing that a accepts is accepted by b or c; scales share no factor. A constraint, a
 * guarantor, a party without numbers and a quota take part. */
static const char small_case[] =
    "eirene: 1\n"
    "parties:\n"
    "  a: {veto: true}\n"
    "  b: {}\n"
    "  c: {}\n"
    "  d: {}\n"
    "  g: {role: guarantor}\n"
    "consent: {at_least: 3}\n"
    "issues:\n"
    "  i: {options: {p: {}, q: {}, r: {needs: [g]}}}\n"
    "  j: {options: [p, q, r]}\n"
    "constraints:\n"
    "  - {id: apart, rule: not (i = p and j = p)}\n"
    "positions:\n"
    "  a: {reservation: 9, scale: 7, points: {i: {p: 6, q: 3, r: 1}, j: {p: 5, q: 2, "
    "r: 0}}}\n"
    "  b: {reservation: 8, scale: 11, points: {i: {p: 0, q: 3, r: 6}, j: {p: 0, q: 1, "
    "r: 4}}}\n"
    "  c: {reservation: 8, scale: 13, points: {i: {p: 1, q: 5, r: 2}, j: {p: 0, q: 4, "
    "r: 1}}}\n"
    "  d: {stance: {i: {p: accepts, q: unknown, r: refuses}, j: {p: accepts, q: "
    "refuses, r: accepts}}}\n"
    "  g: {red_lines: [{id: g1, rule: j != r}]}\n";

typedef struct fixture {
  failing_allocator memory;
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  eir_solution *solution;
  size_t blocks; /* held before an explanation is made */
} fixture;

static void open_fixture(fixture *f, const char *text) {
  *f = (fixture){.solution = NULL};
  failing_allocator_init(&f->memory, 0, false);
  const eir_allocator face = failing_allocator_face(&f->memory);
  assert_int_equal(eir_context_new(&face, &f->context), EIR_OK);
  f->the_case = case_from(f->context, text);
  assert_int_equal(eir_options_new(f->context, &f->options), EIR_OK);
  /* Its frontier is not wanted. */
  assert_int_equal(eir_options_set(f->options, "only", 1 << EIR_UTILITARIAN), EIR_OK);
  assert_int_equal(eir_solve(f->the_case, f->options, NULL, &f->solution), EIR_OK);
  assert_int_equal(eir_solution_deals_exist(f->solution), EIR_NO);
  f->blocks = atomic_load(&f->memory.blocks_held);
}

static void close_fixture(fixture *f) {
  assert_int_equal(atomic_load(&f->memory.blocks_held), f->blocks);
  eir_solution_free(f->solution);
  eir_options_free(f->options);
  eir_case_free(f->the_case);
  eir_context_free(f->context);
  assert_int_equal(atomic_load(&f->memory.blocks_held), 0);
  assert_false(atomic_load(&f->memory.corrupted));
}

/* ---- memory ---- */

/* True when the run did not get as far as allocation n. */
static bool explain_with_failure(fixture *f, size_t n) {
  atomic_store(&f->memory.failures, 0);
  f->memory.fail_at = atomic_load(&f->memory.calls) + n;
  eir_explanation *e = explained_new(f->solution, f->options);
  const eir_status status = e == NULL ? EIR_NO_MEMORY : eir_i_explain_conflicts(e);
  f->memory.fail_at = 0;
  const bool failed = atomic_load(&f->memory.failures) > 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  assert_true(failed || e != NULL);
  if (e != NULL && !failed) {
    assert_true(e->conflicts_complete);
    assert_true(e->n_conflicts > 1 && e->n_unlocks > 1);
  }
  explained_free(e);
  assert_int_equal(atomic_load(&f->memory.blocks_held), f->blocks);
  return !failed;
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  static fixture f;
  open_fixture(&f, small_case);
  for (int stay = 0; stay < 2; stay++) { /* one failure; then one and all after it */
    f.memory.stay = stay != 0;
    size_t n = 1;
    while (!explain_with_failure(&f, n))
      n++;
    assert_true(n > 20);
    print_message("%zu allocations\n", n);
  }
  f.memory.stay = false;
  close_fixture(&f);
}

static void a_memory_limit_is_an_end(void **state) {
  (void)state;
  static fixture f;
  open_fixture(&f, small_case);
  eir_explanation *e = explained_new(f.solution, f.options);
  assert_non_null(e);
  e->memory.limit = e->memory.held + 2000;
  assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
  assert_int_equal(e->effort.end, EIR_END_LIMIT_MEMORY);
  assert_false(e->conflicts_complete);
  explained_free(e);
  close_fixture(&f);
}

/* ---- a large case ---- */

enum { PARTIES = 7, ISSUES = 14, OPTIONS = 8 };

/* All want about three quarters of what each could get, which few of them can have
 * together. */
static void large_case(eir_i_text *text) {
  seeded random = seeded_from(7);
  eir_i_text_add_format(text, "eirene: 1\nparties: {");
  for (int p = 0; p < PARTIES; p++)
    eir_i_text_add_format(text, "%sp%d: {}", p == 0 ? "" : ", ", p);
  eir_i_text_add_format(text, "}\nissues:\n");
  for (int i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(text, "  i%d: {options: [", i);
    for (int o = 0; o < OPTIONS; o++)
      eir_i_text_add_format(text, "%so%d", o == 0 ? "" : ", ", o);
    eir_i_text_add_format(text, "]}\n");
  }
  eir_i_text_add_format(text, "positions:\n");
  for (int p = 0; p < PARTIES; p++) {
    eir_i_text_add_format(text, "  p%d:\n    reservation: %d\n    points:\n", p,
                          1030 + 7 * p);
    for (int i = 0; i < ISSUES; i++) {
      eir_i_text_add_format(text, "      i%d: {", i);
      for (int o = 0; o < OPTIONS; o++)
        eir_i_text_add_format(text, "%so%d: %u", o == 0 ? "" : ", ", o,
                              seeded_below(&random, 100));
      eir_i_text_add_format(text, "}\n");
    }
  }
}

static void open_large(fixture *f) {
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  large_case(&text);
  assert_false(text.failed);
  open_fixture(f, text.data);
  eir_i_text_free(&text);
}

/* What was found is in order and each set is one of demands. */
static void check_found(const eir_explanation *e) {
  for (size_t i = 0; i < e->n_conflicts; i++) {
    assert_true(e->conflicts[i].count > 0);
    assert_true(i == 0 || e->conflicts[i - 1].count <= e->conflicts[i].count);
  }
  for (size_t i = 0; i < e->n_unlocks; i++) {
    assert_true(e->unlocks[i].demands.count > 0);
    assert_non_null(e->unlocks[i].outcome);
    assert_non_null(e->unlocks[i].cost);
    assert_true(!e->unlocks[i].has_falls || e->unlocks[i].n_falls > 0);
    assert_true(e->unlocks[i].n_falls <= e->unlocks[i].demands.count);
  }
}

static void seconds_end_the_search(void **state) {
  (void)state;
  static fixture f;
  open_large(&f);
  const int64_t second = INT64_C(1000000000000);
  assert_int_equal(eir_options_set(f.options, "seconds", second / 1000), EIR_OK);
  eir_explanation *e = explained_new(f.solution, f.options);
  assert_non_null(e);
  assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
  assert_false(e->conflicts_complete);
  assert_true(e->conflicts_out_of_time);
  assert_int_equal(e->effort.end, EIR_END_COMPLETE); /* only this part was cut short */
  check_found(e);
  explained_free(e);
  close_fixture(&f);
}

static void the_first_come_soon(void **state) {
  (void)state;
  static fixture f;
  open_large(&f);
  assert_int_equal(eir_options_set(f.options, "max", 1), EIR_OK);
  eir_explanation *e = explained_new(f.solution, f.options);
  assert_non_null(e);
  assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
  assert_int_equal(e->n_conflicts, 1);
  assert_int_equal(e->n_unlocks, 1);
  assert_true(e->unlocks[0].has_falls);
  assert_false(e->conflicts_complete);
  check_found(e);
  explained_free(e);
  close_fixture(&f);
}

static void steps_end_the_search_at_the_same_point(void **state) {
  (void)state;
  static fixture f;
  open_large(&f);
  for (uint64_t steps = 1000; steps <= 1000000; steps *= 10) {
    size_t n_conflicts = 0, n_unlocks = 0;
    uint64_t spent = 0;
    for (int again = 0; again < 2; again++) {
      eir_explanation *e = explained_new(f.solution, f.options);
      assert_non_null(e);
      e->effort.max_steps = steps;
      assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
      assert_int_equal(e->effort.end, EIR_END_LIMIT_STEPS);
      assert_true(steps > 1000 || !e->conflicts_complete); /* later only falls lack */
      assert_false(e->conflicts_out_of_time);
      check_found(e);
      if (again == 1) {
        assert_int_equal(e->n_conflicts, n_conflicts);
        assert_int_equal(e->n_unlocks, n_unlocks);
        assert_true(e->effort.steps == spent);
      }
      n_conflicts = e->n_conflicts;
      n_unlocks = e->n_unlocks;
      spent = e->effort.steps;
      explained_free(e);
    }
  }
  close_fixture(&f);
}

static bool stop_at_third(void *user) {
  size_t *asked = user;
  return ++*asked >= 3;
}

static void the_caller_can_stop(void **state) {
  (void)state;
  static fixture f;
  open_large(&f);
  size_t asked = 0;
  const eir_callbacks callbacks = {.stop = stop_at_third, .user = &asked};
  eir_explanation *e = explained_new(f.solution, f.options);
  assert_non_null(e);
  e->effort.callbacks = &callbacks;
  assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
  assert_int_equal(e->effort.end, EIR_END_STOPPED);
  assert_ptr_equal(e->effort.callbacks, &callbacks);
  assert_false(e->conflicts_complete);
  assert_int_equal(asked, 3);
  check_found(e);
  explained_free(e);
  close_fixture(&f);
}

/* ---- parties that say little ---- */

enum { SILENT = 4, SILENT_ISSUES = 10, SILENT_OPTIONS = 5 };

/* Most options have no answer; broken[i][o] counts the parties against each. */
static void silent_case(eir_i_text *text,
                        size_t broken[SILENT_ISSUES][SILENT_OPTIONS]) {
  seeded random = seeded_from(11);
  eir_i_text_add_format(text, "eirene: 1\nparties: {");
  for (int p = 0; p < SILENT; p++)
    eir_i_text_add_format(text, "%sp%d: {}", p == 0 ? "" : ", ", p);
  eir_i_text_add_format(text, "}\nissues:\n");
  for (int i = 0; i < SILENT_ISSUES; i++)
    eir_i_text_add_format(text, "  i%d: {options: [o0, o1, o2, o3, o4]}\n", i);
  eir_i_text_add_format(text, "positions:\n");
  for (int p = 0; p < SILENT; p++) {
    eir_i_text_add_format(text, "  p%d:\n    stance:\n", p);
    for (int i = 0; i < SILENT_ISSUES; i++) {
      eir_i_text_add_format(text, "      i%d: {o0: %s", i,
                            p == 0 ? "refuses" : "accepts");
      broken[i][0] += p == 0;
      for (int o = 1; o < SILENT_OPTIONS; o++) {
        const bool accepts = seeded_chance(&random, 35);
        broken[i][o] += !accepts;
        if (accepts)
          eir_i_text_add_format(text, ", o%d: accepts", o);
      }
      eir_i_text_add_format(text, "}\n");
    }
  }
}

/* There are thousands of conflicts, and more unlocks than can be listed. What opens a
 * deal is to relax all that stands against one option of each issue. */
static void unlocks_come_where_conflicts_have_no_end(void **state) {
  (void)state;
  static fixture f;
  size_t broken[SILENT_ISSUES][SILENT_OPTIONS] = {{0}};
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  silent_case(&text, broken);
  assert_false(text.failed);
  open_fixture(&f, text.data);
  eir_i_text_free(&text);
  assert_int_equal(eir_options_set(f.options, "max", 2), EIR_OK);
  eir_explanation *e = explained_new(f.solution, f.options);
  assert_non_null(e);
  assert_int_equal(eir_i_explain_conflicts(e), EIR_OK);
  assert_int_equal(e->n_unlocks, 2);
  assert_int_equal(e->n_conflicts, 2);
  size_t least = 0;
  for (size_t i = 0; i < SILENT_ISSUES; i++) {
    size_t best = broken[i][0];
    for (size_t o = 1; o < SILENT_OPTIONS; o++)
      best = broken[i][o] < best ? broken[i][o] : best;
    least += best;
  }
  assert_int_equal(e->unlocks[0].demands.count, least);
  for (size_t u = 0; u < e->n_unlocks; u++) {
    const eir_unlock *unlock = &e->unlocks[u];
    size_t against = 0;
    for (size_t i = 0; i < SILENT_ISSUES; i++)
      against += broken[i][unlock->outcome[i]];
    assert_int_equal(unlock->demands.count, against);
    for (size_t d = 0; d < unlock->demands.count; d++) {
      const eir_demand *demand = &e->demands[unlock->demands.demands[d]];
      assert_int_equal(unlock->outcome[demand->issue], demand->option);
    }
  }
  /* A conflict stands against every option of one issue. */
  for (size_t c = 0; c < e->n_conflicts; c++) {
    const eir_demand_set *set = &e->conflicts[c];
    assert_int_equal(set->count, SILENT_OPTIONS);
    for (size_t d = 1; d < set->count; d++)
      assert_int_equal(e->demands[set->demands[d]].issue,
                       e->demands[set->demands[0]].issue);
  }
  assert_false(e->conflicts_complete);
  explained_free(e);
  close_fixture(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_allocation_may_fail),
      cmocka_unit_test(a_memory_limit_is_an_end),
      cmocka_unit_test(seconds_end_the_search),
      cmocka_unit_test(the_first_come_soon),
      cmocka_unit_test(steps_end_the_search_at_the_same_point),
      cmocka_unit_test(the_caller_can_stop),
      cmocka_unit_test(unlocks_come_where_conflicts_have_no_end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
