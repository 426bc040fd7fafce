/* Unknowns: numbers as ranges, rules that may not hold, and what the reader makes of
 * them; scores from drawn numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/model.h"
#include "case/recipe.h"
#include "case_text.h"
#include "failing_allocator.h"

#include "base/banned.h"

static const char head[] =
    "eirene: 1\n"
    "parties: {a: {}, b: {}, g: {role: guarantor}}\n"
    "issues: {x: {options: [p, q, r]}, d: {range: {from: 0, to: 30, step: 10}}, w: "
    "{award: divisible, between: [a, b]}}\n"
    "sources: {s: {}, t: {}}\n";

typedef struct fixture {
  eir_context *context;
  eir_case *the_case;
} fixture;

static fixture open_case(const char *rest) {
  fixture f = {0};
  char text[8192];
  int n = snprintf(text, sizeof text, "%s%s", head, rest);
  assert_true(n > 0 && (size_t)n < sizeof text);
  assert_int_equal(eir_context_new(NULL, &f.context), EIR_OK);
  f.the_case = case_from(f.context, text);
  return f;
}

static void close_case(fixture *f) {
  eir_case_free(f->the_case);
  eir_context_free(f->context);
}

static void assert_messages(const char *rest, const char *messages) {
  char text[8192];
  int n = snprintf(text, sizeof text, "%s%s", head, rest);
  assert_true(n > 0 && (size_t)n < sizeof text);
  char *found = case_messages(text, (size_t)n);
  if (strcmp(found, messages) != 0)
    fail_msg("%s\nexpected\n%s\nfound\n%s", text, messages, found);
  free(found);
}

static eir_i_rational ratio(int64_t n, int64_t d) {
  return (eir_i_rational){.n = n, .d = d};
}

static void assert_rational(eir_i_rational found, int64_t n, int64_t d) {
  assert_int_equal((int64_t)found.n, n);
  assert_int_equal((int64_t)found.d, d);
}

/* ---- what is kept ---- */

static void ranges_are_kept_with_path_and_notes(void **state) {
  (void)state;
  fixture f = open_case(
      "positions:\n"
      "  a: {basis: reading, source: s#2, reservation: {value: [1, 2], cost: 2.5, "
      "basis: text, source: [s#1, t]},\n"
      "      points: {x: {p: [3, 4], q: {low: 1, mode: 2, high: 6}, r: 0}, d: [[0, 0], "
      "[30, [5, 10]]], w: {value: 7, basis: assumption}},\n"
      "      interactions: [{id: i1, when: x = p, add: [1, 1.5], basis: assumption}, "
      "{when: x = q, add: [0, 1]}]}\n"
      "  b: {points: {}}\n");
  const eir_case *c = f.the_case;
  static const char *const paths[] = {
      "positions.a.reservation",         "positions.a.points.x.p",
      "positions.a.points.x.q",          "positions.a.points.d[2]",
      "positions.a.interactions.i1.add", "positions.a.interactions[2].add"};
  static const char *const bases[] = {"text",    "reading",    "reading",
                                      "reading", "assumption", "reading"};
  assert_int_equal(c->n_unknowns, 6);
  for (size_t i = 0; i < 6; i++) {
    assert_string_equal(c->unknowns[i].path, paths[i]);
    assert_string_equal(c->unknowns[i].notes.basis, bases[i]);
    assert_int_equal(c->unknowns[i].party, 0);
    assert_int_equal(c->unknowns[i].group, EIR_I_NONE);
  }
  assert_string_equal(c->unknowns[0].notes.source, "s#1, t");
  assert_string_equal(c->unknowns[1].notes.source, "s#2");
  assert_null(c->unknowns[4].notes.source);
  assert_int_equal(c->unknowns[1].kind, EIR_I_UNKNOWN_UNIFORM);
  assert_rational(c->unknowns[1].mode, 7, 2);
  assert_int_equal(c->unknowns[2].kind, EIR_I_UNKNOWN_TRIANGULAR);
  assert_rational(c->unknowns[2].low, 1, 1);
  assert_rational(c->unknowns[2].mode, 2, 1);
  assert_rational(c->unknowns[2].high, 6, 1);

  const eir_i_position *a = &c->parties[0].position;
  assert_int_equal(a->reservation_cost, 2500000);
  assert_int_equal(a->n_numbers[0], 1); /* the reservation */
  assert_int_equal(a->n_numbers[1], 6); /* p, q, r, two of d, the second add */
  assert_int_equal(a->n_numbers[2], 2); /* w and the first add */
  assert_non_null(a->recipe);
  assert_null(c->parties[1].position.recipe);
  /* Middle values, in units of 1/4: 3.5, 2, 0; 0, 2.5, 5, 7.5; 1.25 and 0.5. */
  assert_int_equal(a->unit, 4);
  assert_int_equal(a->scores[0][0], 14);
  assert_int_equal(a->scores[0][1], 8);
  assert_int_equal(a->scores[1][1], 10);
  assert_int_equal(a->scores[1][3], 30);
  assert_int_equal(a->scores[2][0], 28);
  assert_int_equal(a->reservation, 6);
  assert_int_equal(a->interactions[0].add, 5);
  close_case(&f);
}

static void rules_may_not_hold(void **state) {
  (void)state;
  fixture f =
      open_case("constraints: [{id: c, rule: x = p, holds: [0.2, 0.7], cost: 0}, "
                "{rule: x != q}, {rule: d >= 10, holds: 1/4}]\n"
                "positions:\n"
                "  a: {points: {}, red_lines: [{id: n, holds: unknown, because: "
                "They said so., source: s#3}, {rule: d = 0}]}\n"
                "  b: {points: {}}\n"
                "  g: {red_lines: [{rule: x = p, holds: unknown}]}\n");
  const eir_case *c = f.the_case;
  static const char *const paths[] = {"constraints.c", "constraints[3]",
                                      "positions.a.red_lines.n",
                                      "positions.g.red_lines[1]"};
  static const uint32_t parties[] = {EIR_I_NONE, EIR_I_NONE, 0, 2};
  assert_int_equal(c->n_unknowns, 4);
  for (size_t i = 0; i < 4; i++) {
    assert_string_equal(c->unknowns[i].path, paths[i]);
    assert_int_equal(c->unknowns[i].kind, EIR_I_UNKNOWN_RULE);
    assert_int_equal(c->unknowns[i].party, parties[i]);
    assert_string_equal(c->unknowns[i].notes.basis, "assumption");
  }
  assert_rational(c->unknowns[0].low, 1, 5);
  assert_rational(c->unknowns[0].high, 7, 10);
  assert_rational(c->unknowns[1].low, 1, 4);
  assert_rational(c->unknowns[1].high, 1, 4);
  assert_rational(c->unknowns[2].low, 0, 1);
  assert_rational(c->unknowns[2].high, 1, 1);
  assert_int_equal(c->constraints[0].unknown, 0);
  assert_int_equal(c->constraints[0].cost, 0);
  assert_int_equal(c->constraints[1].unknown, EIR_I_NONE);
  assert_int_equal(c->constraints[1].cost, EIR_I_COST_ONE);
  const eir_i_rule *unstated = &c->parties[0].position.red_lines[0];
  assert_null(unstated->text);
  assert_int_equal(unstated->expression->kind, EIR_I_EXPRESSION_FALSE);
  assert_string_equal(unstated->notes.source, "s#3");
  const eir_unknown_counts counts = eir_case_unknown_counts(c);
  assert_int_equal(counts.n_ranges, 0);
  assert_int_equal(counts.n_rules, 4);
  assert_int_equal(counts.n_unstated, 1);
  close_case(&f);
}

static void groups_are_numbered(void **state) {
  (void)state;
  fixture f = open_case(
      "together: [[positions.b.weights.d, constraints.c], [positions.a.scale]]\n"
      "constraints: [{id: c, rule: x = p, holds: unknown}]\n"
      "positions:\n"
      "  a: {points: {x: {p: [0, 1], q: [0, 1], r: 0}}, scale: [1, 2], "
      "together: [points.x.p, points.x.q]}\n"
      "  b: {weights: {x: [1, 2], d: [1, 2]}, values: {}}\n");
  const eir_case *c = f.the_case;
  /* constraint; scale, p, q; weights of x and d */
  static const uint32_t groups[] = {1, 2, 0, 0, EIR_I_NONE, 1};
  assert_int_equal(c->n_unknowns, 6);
  assert_int_equal(c->n_groups, 3);
  for (size_t i = 0; i < 6; i++)
    assert_int_equal(c->unknowns[i].group, groups[i]);
  close_case(&f);
}

/* ---- scores from numbers ---- */

/* Are the scores of two positions the same fractions? */
static void assert_same_scores(const eir_case *c, const eir_i_position *p,
                               const eir_i_position *q) {
#define SAME(a, b) assert_true((eir_i_i128)(a)*q->unit == (eir_i_i128)(b)*p->unit)
  for (size_t i = 0; i < c->n_issues; i++) {
    assert_int_equal(p->scores[i] == NULL, q->scores[i] == NULL);
    for (size_t o = 0;
         p->scores[i] != NULL && q->scores[i] != NULL && o < c->issues[i].n_options;
         o++)
      SAME(p->scores[i][o], q->scores[i][o]);
  }
  for (size_t i = 0; i < p->n_interactions; i++) {
    /* The analyzer takes what comes from an arena for unset.
     * NOLINTNEXTLINE(clang-analyzer-core.*) */
    SAME(p->interactions[i].add, q->interactions[i].add);
  }
  SAME(p->reservation, q->reservation);
  SAME(p->scale, q->scale);
  SAME(p->cap, q->cap);
  assert_int_equal(p->exact, q->exact);
#undef SAME
}

static const char weighted[] =
    "positions:\n"
    "  a: {weights: {x: [0.1, 0.5], d: {low: 0.1, mode: 0.2, high: 0.5}, w: 0.3}, "
    "normalise: true, reservation: [0.2, 0.6], scale: [1, 2], cap: [2, 3],\n"
    "      values: {x: {order: [q, r, p], p: [0, 1], q: [0, 1], r: [0, 1]}, d: [[0, "
    "0], [15, [0.3, 0.9]], [35, 1]], w: [0.5, 1]},\n"
    "      interactions: [{when: x = p, add: [-1, 1]}]}\n"
    "  b: {points: {x: {p: 1, q: [2, 6], r: 3}, d: {30: 1, 20: 2, 10: [3, 5], 0: 9, "
    "order: [0, 10, 20]}}}\n";

static void middle_values_give_the_position_read(void **state) {
  (void)state;
  fixture f = open_case(weighted);
  eir_i_arena arena;
  eir_i_arena_init(&arena, &f.the_case->memory);
  for (size_t party = 0; party < 2; party++) {
    const eir_i_position *read = &f.the_case->parties[party].position;
    size_t n = read->recipe->n_numbers;
    eir_i_rational *middle = eir_i_arena_take_array(&arena, n, sizeof *middle);
    for (size_t i = 0; i < n; i++)
      middle[i] = read->recipe->numbers[i].value;
    eir_i_position made = {0};
    assert_int_equal(eir_i_recipe_apply(f.the_case, party, middle, &arena, &made),
                     EIR_I_SCORE_OK);
    assert_same_scores(f.the_case, read, &made);
    assert_ptr_equal(made.red_lines, read->red_lines);
  }
  eir_i_arena_free(&arena);
  close_case(&f);
}

static uint64_t next_random(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *seed >> 33;
}

/* The short way of millionths and the long way of fractions agree. */
static void both_ways_agree(void **state) {
  (void)state;
  fixture f = open_case(weighted);
  uint64_t seed = 7;
  for (int round = 0; round < 2000; round++) {
    size_t party = (size_t)(round % 2);
    eir_i_arena arena;
    eir_i_arena_init(&arena, &f.the_case->memory);
    const eir_i_recipe *recipe = f.the_case->parties[party].position.recipe;
    eir_i_rational drawn[32];
    assert_true(recipe->n_numbers <= 32);
    for (size_t i = 0; i < recipe->n_numbers; i++) {
      const eir_i_number *number = &recipe->numbers[i];
      drawn[i] = number->value;
      if (number->unknown != EIR_I_NONE)
        drawn[i] = ratio(1 + (int64_t)(next_random(&seed) % 3000000), 1000000);
    }
    eir_i_position quick = {0}, slow = f.the_case->parties[party].position;
    int64_t adds[1] = {0};
    assert_int_equal(eir_i_recipe_apply(f.the_case, party, drawn, &arena, &quick),
                     EIR_I_SCORE_OK);
    assert_int_equal(
        eir_i_recipe_scores(f.the_case, recipe, drawn, &arena, &slow, adds),
        EIR_I_SCORE_OK);
    eir_i_interaction changed = {.add = adds[0]};
    slow.interactions = &changed;
    assert_int_equal(quick.unit % 1000000, 0); /* it was the short way */
    assert_same_scores(f.the_case, &quick, &slow);
    eir_i_arena_free(&arena);
  }
  close_case(&f);
}

/* The 1st, 2nd, 3rd ... allocation fails, on the short way and on the long one. */
static void scores_without_memory(void **state) {
  (void)state;
  fixture f = open_case(weighted);
  const eir_i_recipe *recipe = f.the_case->parties[0].position.recipe;
  for (int long_way = 0; long_way < 2; long_way++) {
    eir_i_rational drawn[32];
    for (size_t i = 0; i < recipe->n_numbers; i++)
      drawn[i] = long_way ? ratio(1, 3) : ratio(1, 2);
    for (size_t n = 1, failed = 1; failed; n++) {
      failing_allocator failing;
      failing_allocator_init(&failing, n, false);
      eir_allocator face = failing_allocator_face(&failing);
      eir_i_memory memory;
      eir_i_memory_init(&memory, &face);
      eir_i_arena arena;
      eir_i_arena_init(&arena, &memory);
      eir_i_position made = {0};
      eir_i_score_result result =
          eir_i_recipe_apply(f.the_case, 0, drawn, &arena, &made);
      failed = atomic_load(&failing.failures) > 0;
      assert_int_equal(result, failed ? EIR_I_SCORE_NO_MEMORY : EIR_I_SCORE_OK);
      eir_i_arena_free(&arena);
      assert_int_equal(atomic_load(&failing.blocks_held), 0);
      assert_true(n < 100);
    }
  }
  close_case(&f);
}

static void drawn_numbers_that_do_not_fit_take_the_long_way(void **state) {
  (void)state;
  fixture f = open_case("positions:\n"
                        "  a: {points: {x: {p: [0, 1], q: 1/3, r: 0}}}\n"
                        "  b: {weights: {x: [0, 1], d: [0, 1]}, normalise: true, "
                        "values: {x: {p: 1, q: 0, r: 0}}, scale: [0.1, 1]}\n");
  eir_i_arena arena;
  eir_i_arena_init(&arena, &f.the_case->memory);
  eir_i_position made = {0};
  const eir_i_rational thirds[] = {ratio(1, 4), ratio(1, 3), ratio(0, 1)};
  assert_int_equal(eir_i_recipe_apply(f.the_case, 0, thirds, &arena, &made),
                   EIR_I_SCORE_OK);
  assert_int_equal(made.unit, 12);
  assert_int_equal(made.scores[0][0], 3);
  assert_int_equal(made.scores[0][1], 4);
  const eir_i_rational large[] = {ratio(INT64_C(1) << 62, 1), ratio(1, 3), ratio(0, 1)};
  assert_int_equal(eir_i_recipe_apply(f.the_case, 0, large, &arena, &made),
                   EIR_I_SCORE_TOO_LARGE);
  /* b: scale, the values of x, then the weights of x and d */
  eir_i_rational zero[] = {ratio(1, 2), ratio(1, 1), ratio(0, 1),
                           ratio(0, 1), ratio(0, 1), ratio(0, 1)};
  assert_int_equal(f.the_case->parties[1].position.recipe->n_numbers, 6);
  assert_int_equal(eir_i_recipe_apply(f.the_case, 1, zero, &arena, &made),
                   EIR_I_SCORE_NO_SUM);
  zero[4] = ratio(1, 2);
  zero[0] = ratio(0, 1);
  assert_int_equal(eir_i_recipe_apply(f.the_case, 1, zero, &arena, &made),
                   EIR_I_SCORE_TINY_SCALE);
  eir_i_arena_free(&arena);
  close_case(&f);
}

static void normalised_weights_add_up_to_one(void **state) {
  (void)state;
  fixture f = open_case("positions:\n"
                        "  a: {weights: {x: 1, d: 2, w: 4}, normalise: true, values: "
                        "{x: {p: 1, q: 0, r: 0}, w: 1}}\n"
                        "  b: {points: {}}\n");
  const eir_i_position *a = &f.the_case->parties[0].position;
  assert_null(a->recipe); /* nothing to draw */
  assert_true(a->exact);
  assert_int_equal(a->unit, 7);
  assert_int_equal(a->scores[0][0], 1);
  assert_int_equal(a->scores[2][0], 4);
  assert_int_equal(a->scale, 7);
  close_case(&f);
}

static void what_has_an_order_is_sorted(void **state) {
  (void)state;
  fixture f = open_case("positions:\n"
                        "  a: {points: {x: {order: [r, q, p], p: [0, 9], q: [0, 9], r: "
                        "[0, 9]}}}\n"
                        "  b: {points: {}}\n");
  eir_i_arena arena;
  eir_i_arena_init(&arena, &f.the_case->memory);
  const eir_i_rational drawn[] = {ratio(5, 1), ratio(7, 1), ratio(6, 1)};
  eir_i_position made = {0};
  assert_int_equal(eir_i_recipe_apply(f.the_case, 0, drawn, &arena, &made),
                   EIR_I_SCORE_OK);
  static const int64_t sorted[] = {5, 6, 7};
  for (size_t o = 0; o < 3; o++)
    assert_int_equal(made.scores[0][o], sorted[o] * made.unit);
  eir_i_arena_free(&arena);
  close_case(&f);
}

/* ---- faults ---- */

static void faulty_numbers_are_all_reported(void **state) {
  (void)state;
  assert_messages(
      "positions:\n"
      "  a: {reservation: [2, 1], scale: [0, 1], cap: {low: 1, high: 2}, power: [1, "
      "2], discount: {value: [0.1, 0.2]},\n"
      "      points: {x: {p: [1], q: {low: 3, mode: 2, high: 1}, r: {low: 1, mode: 5, "
      "high: 2}}, d: [[0, [1, 2, 3]], [30, {}]], w: {value: 1, mode: 2}}, normalise: "
      "true}\n"
      "  b: {weights: {x: [-1, 1], d: {value: 1, cost: 3}}, values: {}, "
      "reservation: {value: 1, cost: -1}}\n",
      "6:20: a range ascends, and 2 is above 1; swap them "
      "[positions.a.reservation]\n"
      "6:35: a scale must be above 0: it is the score that counts as utility 1 "
      "[positions.a.scale]\n"
      "6:48: missing key 'mode' in a number: write {low: N, mode: N, high: N}, or "
      "[low, high] without a mode [positions.a.cap]\n"
      "6:74: a power cannot be a range; write one number [positions.a.power]\n"
      "6:100: a discount factor cannot be a range; write one number "
      "[positions.a.discount]\n"
      "7:23: expected a number or a range [low, high], found a list of 1 "
      "[positions.a.points.x.p]\n"
      "7:37: 'low' is above 'high'; swap them [positions.a.points.x.q]\n"
      "7:77: the mode is the likeliest value; it lies from 'low' to 'high' "
      "[positions.a.points.x.r]\n"
      "7:99: expected a number or a range [low, high], found a list of 3 "
      "[positions.a.points.d[1]]\n"
      "7:116: expected a number, found a mapping [positions.a.points.d[2]]\n"
      "7:136: 'mode' does not go with 'value'; write {value: [low, high]} or {low: N, "
      "mode: N, high: N} [positions.a.points.w]\n"
      "7:147: 'normalise' is about weights, and points have none [positions.a]\n"
      "8:20: a weight must not be below 0; if less of it is better, say so in 'values' "
      "[positions.b.weights.x]\n"
      "8:43: unknown key 'cost' in a number; allowed are value, low, mode, high, "
      "because, source, basis, visible, said_by, reported_by, directness and contested "
      "[positions.b.weights.d]\n"
      "8:96: a cost is a number from 0 to 1000000 with at most 6 decimals, not -1 "
      "[positions.b.reservation.cost]\n");
}

static void faulty_rules_are_all_reported(void **state) {
  (void)state;
  assert_messages(
      "constraints: [{rule: x = p, holds: 1.5}, {rule: x = p, holds: [0.7, 0.2]}, "
      "{rule: x = p, holds: maybe}, {holds: unknown}, {rule: x = p, holds: {}, cost: "
      "0.0000001}]\n"
      "positions:\n"
      "  a: {points: {}, red_lines: [{holds: unknown}, {id: n}, {id: m, holds: -1}]}\n"
      "  b: {points: {}}\n",
      "5:36: a chance lies from 0 to 1 [constraints[1].holds]\n"
      "5:63: a range ascends, and 0.7 is above 0.2; swap them [constraints[2].holds]\n"
      "5:97: expected 'unknown', the chance that it holds, or a range of chances such "
      "as [0.2, 0.7], found 'maybe' [constraints[3].holds]\n"
      "5:105: missing key 'rule' in a constraint: such as \"mix = clean\" "
      "[constraints[4]]\n"
      "5:144: expected 'unknown', the chance that it holds, or a range of chances such "
      "as [0.2, 0.7], found a mapping [constraints[5].holds]\n"
      "5:154: a cost is a number from 0 to 1000000 with at most 6 decimals, not "
      "0.0000001 [constraints[5].cost]\n"
      "7:31: missing key 'id' in a red line: a red line without a rule is known by its "
      "id [positions.a.red_lines[1]]\n"
      "7:49: missing key 'rule' in a red line: such as \"mix = clean\" "
      "[positions.a.red_lines[2]]\n"
      "7:73: a chance lies from 0 to 1 [positions.a.red_lines[3].holds]\n");
}

static void faulty_orders_and_groups_are_reported(void **state) {
  (void)state;
  assert_messages(
      "positions:\n"
      "  a: {points: {x: {p: 1, q: [2, 3], r: [0, 9], order: [r, p, q]}, d: {0: 0, 10: "
      "1, 20: 2, 30: 3, order: [30, 5, 30.0]}}}\n"
      "  b: {points: {x: {p: 1, q: 2, r: 3, order: [s, p, p]}, d: {0: 0, 10: 1, 20: 2, "
      "30: 3, order: 30}}}\n",
      "6:59: the order puts 'p' before 'q', which is always worth more "
      "[positions.a.points.x.order]\n"
      "6:110: 5 is not on the grid of issue d; write 0 or 10 "
      "[positions.a.points.d.order]\n"
      "6:113: option '30.0' stands twice in the order [positions.a.points.d.order]\n"
      "7:46: unknown option 's' of issue x; the options are p, q and r "
      "[positions.b.points.x.order]\n"
      "7:52: option 'p' stands twice in the order [positions.b.points.x.order]\n"
      "7:95: expected a list of options, the best one first, found '30' "
      "[positions.b.points.d.order]\n");
  assert_messages(
      "positions:\n"
      "  a: {points: {x: {p: 1, q: [2, 3], r: [0, 9]}}, together: [points.x.q, "
      "points.x.p, points.x.q, [points.x.r]]}\n"
      "  b: {points: {w: [1, 2]}, together: [[points.w], reservation]}\n"
      "together: [[positions.b.points.w], [positions.a.points.x.r, points.x.r]]\n",
      "6:73: no range and no uncertain rule is called 'points.x.p'; did you mean "
      "'points.x.q'? [positions.a.together[2]]\n"
      "6:85: 'points.x.q' is already drawn together with others "
      "[positions.a.together[3]]\n"
      "6:97: expected the path of a range, such as weights.mix, found a list "
      "[positions.a.together[4]]\n"
      "7:51: expected a list of paths of ranges, found 'reservation' "
      "[positions.b.together[2]]\n"
      "8:13: 'positions.b.points.w' is already drawn together with others "
      "[together[1][1]]\n");
}

static void weights_that_cannot_be_divided_are_reported(void **state) {
  (void)state;
  assert_messages("positions:\n"
                  "  a: {weights: {x: 0}, values: {x: {p: 1, q: 0, r: 0}}, normalise: "
                  "true}\n"
                  "  b: {stance: {}, normalise: true}\n",
                  "6:16: these weights add up to 0, so they cannot be divided by their "
                  "sum; remove 'normalise', or give a weight above 0 "
                  "[positions.a.weights]\n"
                  "7:19: 'normalise' is about scores, and a position with 'stance' has "
                  "none; remove it [positions.b]\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ranges_are_kept_with_path_and_notes),
      cmocka_unit_test(rules_may_not_hold),
      cmocka_unit_test(groups_are_numbered),
      cmocka_unit_test(middle_values_give_the_position_read),
      cmocka_unit_test(both_ways_agree),
      cmocka_unit_test(scores_without_memory),
      cmocka_unit_test(drawn_numbers_that_do_not_fit_take_the_long_way),
      cmocka_unit_test(normalised_weights_add_up_to_one),
      cmocka_unit_test(what_has_an_order_is_sorted),
      cmocka_unit_test(faulty_numbers_are_all_reported),
      cmocka_unit_test(faulty_rules_are_all_reported),
      cmocka_unit_test(faulty_orders_and_groups_are_reported),
      cmocka_unit_test(weights_that_cannot_be_divided_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
