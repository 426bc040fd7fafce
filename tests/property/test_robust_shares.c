/* Shares against exact chances: where only rules and stances are open, the chance of
 * each combination is known, and so is the share that endless draws would give. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/explain.h"
#include "explain/judge.h"
#include "sample/draw.h"

#include "base/banned.h"

enum { MOST_ISSUES = 3, COVERAGE_RUNS = 400, COVERAGE_SAMPLES = 150 };

typedef struct bench {
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_inputs inputs;
} bench;

static void bench_open(bench *b, const char *text) {
  assert_int_equal(eir_context_new(NULL, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_solve(b->the_case, NULL, NULL, &b->solution), EIR_OK);
  eir_i_memory_init(&b->memory, NULL);
  eir_i_arena_init(&b->arena, &b->memory);
  assert_int_equal(eir_i_inputs_list(b->the_case, 1, &b->arena, &b->inputs), EIR_OK);
}

static void bench_close(bench *b) {
  eir_i_arena_free(&b->arena);
  eir_solution_free(b->solution);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
}

static eir_explanation *explain(const bench *b, int64_t samples, int64_t seed) {
  eir_options *options;
  eir_explanation *e;
  assert_int_equal(eir_options_new(b->context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "samples", samples), EIR_OK);
  assert_int_equal(eir_options_set(options, "seed", seed), EIR_OK);
  assert_int_equal(eir_options_set(options, "threads", 1), EIR_OK);
  assert_int_equal(eir_explain(b->solution, NULL, options, NULL, &e), EIR_OK);
  eir_options_free(options);
  assert_true(eir_explanation_has(e, EIR_EXPLAINED_ROBUST));
  return e;
}

static bool next_outcome(const eir_case *the_case, uint32_t *options) {
  for (size_t i = the_case->n_issues; i-- > 0;) {
    if (++options[i] < the_case->issues[i].n_options)
      return true;
    options[i] = 0;
  }
  return false;
}

/* The chance that `outcome` is a deal, or, if that is NULL, that any is: over all
 * combinations of rules and stances. */
static double exact_chance(bench *b, const uint32_t *outcome) {
  eir_i_drawn drawn[16];
  double chance = 0;
  assert_true(b->inputs.count <= 16);
  for (size_t world = 0; world < (size_t)1 << b->inputs.count; world++) {
    double weight = 1;
    for (size_t i = 0; i < b->inputs.count; i++) {
      const eir_i_input *input = &b->inputs.items[i];
      assert_true(input->kind > EIR_I_INPUT_TRIANGULAR);
      double holds = (double)(input->low + input->high) / 2e6;
      drawn[i] = (eir_i_drawn){.value = world >> i & 1};
      weight *= drawn[i].value != 0 ? holds : 1 - holds;
    }
    eir_i_arena arena;
    eir_i_arena_init(&arena, &b->memory);
    const eir_case *made;
    assert_int_equal(eir_i_draw_case(&b->inputs, drawn, &arena, &made), EIR_I_MADE);
    uint32_t options[MOST_ISSUES] = {0};
    bool deal = false;
    if (outcome != NULL) {
      deal = eir_i_judge_deal(made, outcome, false, NULL);
    } else {
      do
        deal |= eir_i_judge_deal(made, options, false, NULL);
      while (next_outcome(b->the_case, options));
    }
    chance += deal ? weight : 0;
    eir_i_arena_free(&arena);
  }
  return chance;
}

static const char rules[] =
    "eirene: 1\nparties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q, r]}, y: {options: [p, q, r]}}\n"
    "constraints: [{id: c1, rule: \"x = p -> y = p\", holds: [0.5, 0.9]}]\n"
    "positions:\n"
    "  a: {reservation: 4, points: {x: {p: 6, q: 3, r: 0}, y: {p: 0, q: 2, r: 3}},\n"
    "      red_lines: [{id: r1, rule: \"x != r\", holds: [0.3, 0.3]},\n"
    "                  {id: r2, rule: \"not (x = q and y = r)\", holds: unknown},\n"
    "                  {id: r3, holds: [0, 0.2]}]}\n"
    "  b: {reservation: 4, points: {x: {p: 0, q: 3, r: 6}, y: {p: 3, q: 2, r: 0}},\n"
    "      red_lines: [{id: r1, rule: \"x = q -> y != q\", holds: [0.2, 0.7]},\n"
    "                  {id: r2, rule: \"x != p\", holds: [0.1, 1]}]}\n";

static const char quota[] =
    "eirene: 1\nparties: {a: {}, b: {veto: true}, c: {}, g: {role: guarantor}}\n"
    "consent: {at_least: 2}\n"
    "issues: {x: {options: {p: {}, q: {needs: [g]}, r: {}}}, y: {options: [p, q]}}\n"
    "positions:\n"
    "  a: {reservation: 2, points: {x: {p: 3, q: 2, r: 0}, y: {p: 1, q: 0}},\n"
    "      red_lines: [{id: r1, rule: \"x = q -> y = p\", holds: [0.4, 0.8]}]}\n"
    "  b: {reservation: 2, points: {x: {p: 1, q: 2, r: 3}, y: {p: 0, q: 1}},\n"
    "      red_lines: [{id: r1, rule: \"x != r\", holds: [0.5, 1]},\n"
    "                  {id: r2, rule: \"x = p -> y != q\", holds: unknown}]}\n"
    "  c: {reservation: 1, points: {x: {p: 0, q: 1, r: 1}, y: {p: 0, q: 1}},\n"
    "      red_lines: [{id: r1, rule: \"y = p\", holds: [0.2, 0.3]}]}\n"
    "  g: {red_lines: [{id: r1, rule: \"y = q\", holds: [0.6, 0.9]}]}\n";

static const char stances[] =
    "eirene: 1\nparties: {a: {}, b: {}}\n"
    "issues: {x: {options: [p, q]}, y: {options: [p, q]}}\n"
    "positions:\n"
    "  a: {stance: {x: {p: unknown, q: refuses}, y: {p: accepts, q: unknown}}}\n"
    "  b: {stance: {x: {p: accepts, q: accepts}, y: {p: unknown}}}\n";

/* Five standard deviations; and the shares of all deals listed. */
static void near_exact(bench *b) {
  enum { SAMPLES = 20000 };
  eir_explanation *e = explain(b, SAMPLES, 1);
  eir_robust robust = eir_explanation_robust(e);
  double chance = exact_chance(b, NULL);
  assert_true(chance > 0 && chance < 1);
  assert_true(fabs(robust.deal.share - chance) <=
              5 * sqrt(chance * (1 - chance) / SAMPLES));
  assert_int_equal(robust.always, EIR_NO);
  assert_int_equal(robust.ever, EIR_YES);
  for (size_t i = 0; i < robust.n_deals; i++) {
    eir_robust_deal deal = eir_explanation_robust_deal(e, i);
    chance = exact_chance(b, deal.deal.options);
    assert_true(fabs(deal.signed_by_all.share - chance) <=
                5 * sqrt(chance * (1 - chance) / SAMPLES));
    assert_int_equal(deal.possible, chance > 0 ? EIR_YES : EIR_NO);
  }
  eir_explanation_free(e);
}

static void shares_of_rules(void **state) {
  (void)state;
  bench b;
  bench_open(&b, rules);
  near_exact(&b);
  bench_close(&b);
}

static void shares_of_quotas(void **state) {
  (void)state;
  bench b;
  bench_open(&b, quota);
  near_exact(&b);
  bench_close(&b);
}

static void shares_of_stances(void **state) {
  (void)state;
  bench b;
  bench_open(&b, stances);
  assert_int_equal(b.inputs.count, 4); /* y = q of b is missing, which is open too */
  near_exact(&b);
  bench_close(&b);
}

/* Of a range, a reservation in [0, 1] against a score of 0.3: signed in 0.3 of all. */
static void share_of_a_range(void **state) {
  (void)state;
  bench b;
  bench_open(&b, "eirene: 1\nparties: {a: {}, b: {}}\nissues: {x: {options: [p, q]}}\n"
                 "positions:\n  a: {reservation: [0, 1], points: {x: {p: 0.3, q: "
                 "0}}}\n  b: {points: {x: {p: 0, q: 1}}}\n");
  eir_explanation *e = explain(&b, 20000, 9);
  assert_true(fabs(eir_explanation_robust(e).deal.share - 0.3) < 0.017);
  eir_unknown unknown = eir_explanation_unknown(e, 0);
  assert_string_equal(unknown.path, "positions.a.reservation");
  assert_string_equal(unknown.low, "0");
  assert_string_equal(unknown.high, "1");
  /* Of the lowest third 0.9 are signed, of the others none. */
  assert_true(fabs(unknown.swing - 0.9) < 0.02);
  eir_explanation_free(e);
  bench_close(&b);
}

/* How many of 400 intervals hold the exact chance. */
static void intervals_cover(void **state) {
  (void)state;
  bench b;
  bench_open(&b, rules);
  double chance = exact_chance(&b, NULL);
  size_t covered = 0, covered_deal = 0;
  for (int64_t seed = 1; seed <= COVERAGE_RUNS; seed++) {
    eir_explanation *e = explain(&b, COVERAGE_SAMPLES, seed);
    eir_share share = eir_explanation_robust(e).deal;
    assert_true(share.sampling_low <= share.share &&
                share.share <= share.sampling_high);
    covered += share.sampling_low <= chance && chance <= share.sampling_high;
    eir_robust_deal deal = eir_explanation_robust_deal(e, 0);
    double of_deal = exact_chance(&b, deal.deal.options);
    covered_deal += deal.signed_by_all.sampling_low <= of_deal &&
                    of_deal <= deal.signed_by_all.sampling_high;
    eir_explanation_free(e);
  }
  print_message("%zu and %zu of %d intervals\n", covered, covered_deal, COVERAGE_RUNS);
  assert_in_range(covered, COVERAGE_RUNS * 92 / 100, COVERAGE_RUNS * 98 / 100);
  assert_in_range(covered_deal, COVERAGE_RUNS * 92 / 100, COVERAGE_RUNS * 98 / 100);
  bench_close(&b);
}

#define RESERVED(reservation)                                                          \
  "eirene: 1\nparties: {a: {}, b: {}}\n"                                               \
  "issues: {x: {options: [p, q, r]}, y: {options: [p, q, r]}}\n"                       \
  "positions:\n"                                                                       \
  "  a: {reservation: " reservation ", normalise: true,\n"                             \
  "      weights: {x: [0.1, 0.5], y: [0.1, 0.5]},\n"                                   \
  "      values: {x: {p: 1, q: [0, 1], r: 0}, y: {p: [0, 1], q: [0, 1], r: 0}},\n"     \
  "      red_lines: [{id: r1, rule: \"x != p\", holds: unknown}]}\n"                   \
  "  b: {reservation: [0.2, 0.6], normalise: true,\n"                                  \
  "      weights: {x: [0.1, 0.5], y: [0.1, 0.5]},\n"                                   \
  "      values: {x: {p: 0, q: [0, 1], r: 1}, y: {p: 0, q: [0, 1], r: 1}}}\n"

/* Draws are keyed by path, so two cases that differ in one reservation are drawn alike.
 * The lower it is, the more is signed, in every draw. */
static void lower_reservations_close_nothing(void **state) {
  (void)state;
  static const char *const texts[] = {RESERVED("[0.3, 0.7]"), RESERVED("[0.2, 0.7]"),
                                      RESERVED("[0.2, 0.5]")};
  size_t closed = 0, opened = 0;
  bench b[3];
  for (size_t i = 0; i < 3; i++)
    bench_open(&b[i], texts[i]);
  for (uint64_t s = 0; s < 2000; s++) {
    uint32_t options[MOST_ISSUES] = {0};
    const eir_case *made[3];
    for (size_t i = 0; i < 3; i++) {
      eir_i_drawn drawn[32];
      assert_true(b[i].inputs.count <= 32);
      eir_i_draw(&b[i].inputs, s, drawn);
      assert_int_equal(eir_i_draw_case(&b[i].inputs, drawn, &b[i].arena, &made[i]),
                       EIR_I_MADE);
    }
    do {
      for (size_t i = 0; i < 2; i++) {
        bool before = eir_i_judge_deal(made[i], options, false, NULL);
        bool after = eir_i_judge_deal(made[i + 1], options, false, NULL);
        closed += before && !after;
        opened += after && !before;
      }
    } while (next_outcome(b[0].the_case, options));
  }
  assert_int_equal(closed, 0);
  assert_true(opened > 100);
  uint64_t count = 0;
  for (size_t i = 0; i < 3; i++) {
    eir_explanation *e = explain(&b[i], 2000, 1);
    assert_true(eir_explanation_robust(e).deal.count >= count);
    count = eir_explanation_robust(e).deal.count;
    eir_explanation_free(e);
    bench_close(&b[i]);
  }
}

/* A limit on steps: fewer samples, said, and the first ones. */
static void limits_are_said(void **state) {
  (void)state;
  bench b;
  bench_open(&b, rules);
  eir_explanation *whole = explain(&b, 20000, 1);
  uint64_t first = 0;
  for (int64_t threads = 1; threads <= 3; threads++) {
    eir_options *options;
    eir_explanation *e;
    assert_int_equal(eir_options_new(b.context, &options), EIR_OK);
    assert_int_equal(eir_options_set(options, "samples", 20000), EIR_OK);
    assert_int_equal(eir_options_set(options, "threads", threads), EIR_OK);
    assert_int_equal(eir_options_set(options, "limit-steps", 60000), EIR_OK);
    assert_int_equal(eir_explain(b.solution, NULL, options, NULL, &e), EIR_OK);
    eir_options_free(options);
    assert_int_equal(eir_explanation_end(e), EIR_END_LIMIT_STEPS);
    assert_true(eir_explanation_has(e, EIR_EXPLAINED_ROBUST));
    uint64_t samples = eir_explanation_robust(e).samples;
    assert_in_range(samples, 100, 19999);
    assert_true(threads == 1 || samples == first);
    first = samples;
    eir_explanation_free(e);
  }
  eir_explanation_free(whole);
  bench_close(&b);
}

/* Says stop when asked for the `last` time. */
typedef struct stopper {
  size_t asked, last;
} stopper;

static bool stop(void *user) {
  stopper *s = user;
  return ++s->asked == s->last;
}

static eir_explanation *explain_until(const bench *b, int64_t samples, stopper *s) {
  const eir_callbacks callbacks = {.stop = stop, .user = s};
  eir_options *options;
  eir_explanation *e;
  assert_int_equal(eir_options_new(b->context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "samples", samples), EIR_OK);
  assert_int_equal(eir_options_set(options, "threads", 2), EIR_OK);
  assert_int_equal(eir_explain(b->solution, NULL, options, &callbacks, &e), EIR_OK);
  eir_options_free(options);
  return e;
}

/* Once the draws are under way. */
static void a_stop_is_heard(void **state) {
  (void)state;
  bench b;
  bench_open(&b, rules);
  stopper never = {0};
  eir_explanation_free(explain_until(&b, 0, &never));
  stopper one = {.last = never.asked + 60};
  eir_explanation *e = explain_until(&b, 2000000, &one);
  assert_int_equal(eir_explanation_end(e), EIR_END_STOPPED);
  assert_int_equal(one.asked, one.last); /* and not again */
  uint64_t samples = eir_explanation_robust(e).samples;
  assert_true(samples < 2000000);
  assert_int_equal(eir_explanation_has(e, EIR_EXPLAINED_ROBUST), samples > 0);
  assert_false(eir_explanation_has(e, EIR_EXPLAINED_GROUNDS));
  eir_explanation_free(e);
  bench_close(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shares_of_rules),
      cmocka_unit_test(shares_of_quotas),
      cmocka_unit_test(shares_of_stances),
      cmocka_unit_test(share_of_a_range),
      cmocka_unit_test(intervals_cover),
      cmocka_unit_test(lower_reservations_close_nothing),
      cmocka_unit_test(limits_are_said),
      cmocka_unit_test(a_stop_is_heard),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
