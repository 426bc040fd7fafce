/* Draws: ranges, rounding, shapes, groups, orders, and the case that comes of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sample/draw.h"

#include "base/banned.h"

enum { DRAWS = 20000 };

static void assert_near(double value, double wanted, double most_off) {
  assert_true(fabs(value - wanted) <= most_off);
}

typedef struct bench {
  eir_context *context;
  eir_case *the_case;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_inputs inputs;
  eir_i_drawn *drawn;
} bench;

static void bench_open(bench *b, const char *text, uint64_t seed) {
  assert_int_equal(eir_context_new(NULL, &b->context), EIR_OK);
  assert_int_equal(eir_case_read_text(b->context, "case", NULL, text, strlen(text),
                                      &b->the_case, NULL),
                   EIR_OK);
  eir_i_memory_init(&b->memory, NULL);
  eir_i_arena_init(&b->arena, &b->memory);
  assert_int_equal(eir_i_inputs_list(b->the_case, seed, &b->arena, &b->inputs), EIR_OK);
  b->drawn = eir_i_arena_take_array(&b->arena, b->inputs.count, sizeof *b->drawn);
  assert_non_null(b->drawn);
}

static void bench_close(bench *b) {
  eir_i_arena_free(&b->arena);
  eir_case_free(b->the_case);
  eir_context_free(b->context);
}

static size_t find(const bench *b, const char *path) {
  size_t i = 0;
  while (strcmp(b->inputs.items[i].path, path) != 0) {
    i++;
    assert_true(i < b->inputs.count);
  }
  return i;
}

static const char plain[] =
    "eirene: 1\nparties: {a: {}, b: {}, c: {}}\nissues: {x: {options: [p, q, r, s]}}\n"
    "positions:\n"
    "  a:\n    reservation: [0.1, 0.3]\n"
    "    points: {x: {p: [2, 5], q: {low: 0, mode: 1, high: 4}, r: [-1, 0], s: 0}}\n"
    "    red_lines: [{id: r1, rule: \"x != p\", holds: [0.2, 0.7]}]\n"
    "  b: {points: {x: {p: [0, 1e-6], q: 1, r: [3, 3], s: 0}}}\n"
    "  c: {points: {x: {p: [7e14, 9e14], q: 1, r: 1, s: 1}}}\n";

static void ranges_and_means(void **state) {
  (void)state;
  bench b;
  bench_open(&b, plain, 1);
  enum { MOST = 16 };
  assert_true(b.inputs.count <= MOST);
  double sums[MOST] = {0};
  for (uint64_t s = 0; s < DRAWS; s++) {
    eir_i_draw(&b.inputs, s, b.drawn);
    for (size_t i = 0; i < b.inputs.count; i++) {
      const eir_i_input *input = &b.inputs.items[i];
      if (input->kind != EIR_I_INPUT_RULE)
        assert_true(b.drawn[i].value >= input->low && b.drawn[i].value <= input->high);
      sums[i] += (double)b.drawn[i].value / (double)input->unit;
    }
  }
  assert_near(sums[find(&b, "positions.a.points.x.p")] / DRAWS, 3.5, 0.04);
  assert_near(sums[find(&b, "positions.a.points.x.q")] / DRAWS, 5. / 3, 0.04);
  assert_near(sums[find(&b, "positions.a.points.x.r")] / DRAWS, -0.5, 0.02);
  assert_near(sums[find(&b, "positions.a.reservation")] / DRAWS, 0.2, 0.003);
  /* A rule counts parts of a million: it holds in 0.45 of the draws. */
  assert_near(sums[find(&b, "positions.a.red_lines.r1")] * 1e6 / DRAWS, 0.45, 0.02);
  assert_near(sums[find(&b, "positions.c.points.x.p")] / DRAWS / 8e14, 1, 0.01);
  assert_near(sums[find(&b, "positions.b.points.x.r")] / DRAWS, 3, 1e-9);
  bench_close(&b);
}

/* A range of one millionth has two values; each is drawn half of the time. */
static void rounded_to_six_decimals(void **state) {
  (void)state;
  bench b;
  bench_open(&b, plain, 1);
  size_t input = find(&b, "positions.b.points.x.p"), ones = 0;
  for (uint64_t s = 0; s < DRAWS; s++) {
    eir_i_draw(&b.inputs, s, b.drawn);
    assert_in_range(b.drawn[input].value, 0, 1);
    ones += b.drawn[input].value == 1;
  }
  assert_in_range(ones, DRAWS / 2 - 400, DRAWS / 2 + 400);
  const eir_i_input *uniform = &b.inputs.items[find(&b, "positions.a.points.x.p")];
  assert_int_equal(eir_i_draw_value(uniform, 0), 2000000);
  assert_int_equal(eir_i_draw_value(uniform, UINT64_MAX), 5000000);
  assert_int_equal(eir_i_draw_value(uniform, UINT64_C(1) << 63), 3500000);
  bench_close(&b);
}

/* The share of draws below a value is that of the distribution function: 1/4 of
 * {0, 1, 4} lies below the mode, and (4 - 2)^2 / (4 * 3) = 1/3 above 2. */
static void triangular_shape(void **state) {
  (void)state;
  bench b;
  bench_open(&b, plain, 1);
  size_t input = find(&b, "positions.a.points.x.q"), below = 0, above = 0;
  const eir_i_input *of = &b.inputs.items[input];
  int64_t before = of->low;
  for (uint64_t s = 0; s < DRAWS; s++) {
    eir_i_draw(&b.inputs, s, b.drawn);
    below += b.drawn[input].value < 1000000;
    above += b.drawn[input].value > 2000000;
    int64_t value = eir_i_draw_value(of, s * (UINT64_MAX / DRAWS));
    assert_true(value >= before); /* it grows with the uniform number */
    before = value;
  }
  assert_near((double)below / DRAWS, 0.25, 0.016);
  assert_near((double)above / DRAWS, 1. / 3, 0.017);
  assert_int_equal(eir_i_draw_value(of, 0), 0);
  assert_int_equal(eir_i_draw_value(of, UINT64_MAX), 4000000);
  bench_close(&b);
}

static const char grouped[] =
    "eirene: 1\nparties: {a: {}, b: {}}\nissues: {x: {options: [p, q, r, s]}}\n"
    "together: [positions.b.points.x.p, positions.a.points.x.p]\n"
    "positions:\n"
    "  a: {points: {x: {p: [2, 5], q: [0, 1], r: [0, 1], s: [0, 1],\n"
    "       order: [r, q, s]}}}\n"
    "  b: {points: {x: {p: [0, 1], q: [0, 1], r: 0, s: 0}}}\n";

/* The same inputs with the parties, and so the unknowns, in another order. */
static const char turned[] =
    "eirene: 1\nparties: {b: {}, a: {}}\nissues: {x: {options: [p, q, r, s]}}\n"
    "together: [positions.a.points.x.p, positions.b.points.x.p]\n"
    "positions:\n"
    "  b: {points: {x: {p: [0, 1], q: [0, 1], r: 0, s: 0}}}\n"
    "  a: {points: {x: {p: [2, 5], q: [0, 1], r: [0, 1], s: [0, 1],\n"
    "       order: [r, q, s]}}}\n";

static void together_with_one_number(void **state) {
  (void)state;
  bench b, t;
  bench_open(&b, grouped, 3);
  bench_open(&t, turned, 3);
  size_t one = find(&b, "positions.a.points.x.p");
  size_t two = find(&b, "positions.b.points.x.p");
  size_t alone = find(&b, "positions.b.points.x.q");
  size_t differ = 0;
  for (uint64_t s = 0; s < 1000; s++) {
    eir_i_draw(&b.inputs, s, b.drawn);
    eir_i_draw(&t.inputs, s, t.drawn);
    assert_int_equal(b.drawn[one].at, b.drawn[two].at);
    differ += b.drawn[one].at != b.drawn[alone].at;
    int64_t stretched = 2000000 + 3 * b.drawn[two].value;
    assert_in_range(b.drawn[one].value, stretched - 2, stretched + 2);
    for (size_t i = 0; i < b.inputs.count; i++) {
      size_t same = find(&t, b.inputs.items[i].path);
      assert_int_equal(b.drawn[i].value, t.drawn[same].value);
    }
  }
  assert_int_equal(differ, 1000);
  bench_close(&t);
  bench_close(&b);
}

/* The scores of a drawn case, in the order asked for. */
static void orders_are_kept(void **state) {
  (void)state;
  bench b;
  bench_open(&b, grouped, 3);
  for (uint64_t s = 0; s < 200; s++) {
    eir_i_arena arena;
    eir_i_arena_init(&arena, &b.memory);
    eir_i_draw(&b.inputs, s, b.drawn);
    const eir_case *made;
    assert_int_equal(eir_i_draw_case(&b.inputs, b.drawn, &arena, &made), EIR_I_MADE);
    const int64_t *scores = made->parties[0].position.scores[0];
    assert_true(scores[2] >= scores[1] && scores[1] >= scores[3]);
    assert_int_equal(made->n_unknowns, 0);
    eir_i_arena_free(&arena);
  }
  bench_close(&b);
}

static const char middling[] =
    "eirene: 1\nparties: {a: {}, b: {}, c: {}}\n"
    "issues: {x: {options: [p, q, r]}, y: {options: [p, q]}}\n"
    "positions:\n"
    "  a: {reservation: [0.2, 0.4], weights: {x: [0.1, 0.5], y: 1}, normalise: true,\n"
    "      values: {x: {p: [0, 1], q: {low: 0, mode: 0.25, high: 1}, r: 0},\n"
    "               y: {p: [0.5, 1], q: 0}},\n"
    "      interactions: [{when: \"x = p and y = p\", add: [-0.1, 0.3]}],\n"
    "      red_lines: [{id: r1, rule: \"x != r\", holds: unknown}]}\n"
    "  b: {points: {x: {p: 0, q: [1, 3], r: 3}}, cap: [3, 5]}\n"
    "  c: {stance: {x: {p: accepts, q: unknown, r: refuses}, y: {p: accepts}}}\n";

/* At the middle, with the rule holding, every score stands for what it does in the
 * case. */
static void the_middle_is_the_case(void **state) {
  (void)state;
  bench b;
  bench_open(&b, middling, 1);
  for (size_t i = 0; i < b.inputs.count; i++) {
    bool number = b.inputs.items[i].kind <= EIR_I_INPUT_TRIANGULAR;
    b.drawn[i].value = number ? b.inputs.items[i].mode : 1;
  }
  const eir_case *made;
  assert_int_equal(eir_i_draw_case(&b.inputs, b.drawn, &b.arena, &made), EIR_I_MADE);
  for (size_t p = 0; p < 2; p++) {
    const eir_i_position *was = &b.the_case->parties[p].position;
    const eir_i_position *is = &made->parties[p].position;
    for (size_t i = 0; i < 2; i++) {
      assert_int_equal(was->scores[i] == NULL, is->scores[i] == NULL);
      bool both = was->scores[i] != NULL && is->scores[i] != NULL;
      for (size_t o = 0; both && o < 3 - i; o++)
        assert_true((eir_i_i128)was->scores[i][o] * is->unit ==
                    (eir_i_i128)is->scores[i][o] * was->unit);
    }
    assert_true((eir_i_i128)was->reservation * is->unit ==
                (eir_i_i128)is->reservation * was->unit);
    assert_true((eir_i_i128)was->cap * is->unit == (eir_i_i128)is->cap * was->unit);
  }
  const eir_i_position *a = &made->parties[0].position;
  assert_int_equal(a->n_red_lines, 1);
  assert_int_equal(a->interactions[0].add * 10, a->unit);
  bench_close(&b);
}

/* What is open of a stance is an input, and is settled by a draw. */
static void stances_are_settled(void **state) {
  (void)state;
  bench b;
  bench_open(&b, middling, 1);
  size_t q = find(&b, "positions.c.stance.x.q");
  find(&b, "positions.c.stance.y.q");
  assert_int_equal(b.inputs.count, b.inputs.n_unknowns + 2);
  size_t refused = 0;
  for (uint64_t s = 0; s < 2000; s++) {
    eir_i_arena arena;
    eir_i_arena_init(&arena, &b.memory);
    eir_i_draw(&b.inputs, s, b.drawn);
    const eir_case *made;
    assert_int_equal(eir_i_draw_case(&b.inputs, b.drawn, &arena, &made), EIR_I_MADE);
    uint8_t stance = made->parties[2].position.stances[0][1];
    assert_int_equal(stance, b.drawn[q].value != 0 ? EIR_I_STANCE_REFUSES
                                                   : EIR_I_STANCE_ACCEPTS);
    assert_int_equal(made->parties[0].position.n_red_lines,
                     b.drawn[find(&b, "positions.a.red_lines.r1")].value);
    refused += stance == EIR_I_STANCE_REFUSES;
    eir_i_arena_free(&arena);
  }
  assert_in_range(refused, 1000 - 120, 1000 + 120);
  assert_int_equal(b.the_case->parties[2].position.stances[0][1],
                   EIR_I_STANCE_UNKNOWN); /* the case is as it was */
  bench_close(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ranges_and_means),    cmocka_unit_test(rounded_to_six_decimals),
      cmocka_unit_test(triangular_shape),    cmocka_unit_test(together_with_one_number),
      cmocka_unit_test(orders_are_kept),     cmocka_unit_test(the_middle_is_the_case),
      cmocka_unit_test(stances_are_settled),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
