/* Trails: steps held in 4 bytes and in 8 are read back alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seeded.h"
#include "solve/trail.h"

#include "base/banned.h"

enum { N_LAYERS = 5, N_VECTORS = 100, N_OPTIONS = 7 };

typedef struct made_trail {
  eir_i_arena arena;
  eir_i_trail_layer layers[N_LAYERS + 1];
  eir_i_trail trail;
} made_trail;

static const uint32_t issue_at[N_LAYERS + 1] = {3, 0, 4, 1, 2, 5};

/* `spread` is what the parents' numbers are said to be below. */
static void make(made_trail *made, eir_i_memory *memory, eir_i_step (*steps)[N_VECTORS],
                 size_t spread) {
  eir_i_arena_init(&made->arena, memory);
  for (size_t t = 1; t <= N_LAYERS; t++)
    assert_true(eir_i_trail_hold(steps[t - 1], N_VECTORS, spread, N_OPTIONS,
                                 &made->arena, &made->layers[t]));
  made->trail =
      (eir_i_trail){.layers = made->layers, .n_layers = N_LAYERS, .issue_at = issue_at};
}

static void make_steps(eir_i_step (*steps)[N_VECTORS], uint64_t seed) {
  seeded random = seeded_from(seed);
  for (size_t t = 0; t < N_LAYERS; t++) {
    for (size_t i = 0; i < N_VECTORS; i++)
      steps[t][i] = (eir_i_step){seeded_below(&random, t == 0 ? 1 : N_VECTORS),
                                 seeded_below(&random, N_OPTIONS)};
  }
}

/* The outcome of a vector, one step after the other. */
static void walk_back(eir_i_step (*steps)[N_VECTORS], uint32_t number,
                      uint32_t *outcome) {
  for (size_t t = N_LAYERS; t-- > 0;) {
    outcome[issue_at[t]] = steps[t][number].option;
    number = steps[t][number].parent;
  }
}

static void check_outcomes(const made_trail *made, eir_i_step (*steps)[N_VECTORS]) {
  uint32_t place[N_VECTORS], outcomes[N_VECTORS][N_LAYERS], expected[N_LAYERS];
  for (uint32_t i = 0; i < N_VECTORS; i++)
    place[i] = N_VECTORS - 1 - i;
  eir_i_trail_outcomes(&made->trail, N_VECTORS, place, outcomes[0]);
  for (uint32_t i = 0; i < N_VECTORS; i++) {
    walk_back(steps, N_VECTORS - 1 - i, expected);
    assert_memory_equal(outcomes[i], expected, sizeof expected);
  }
}

static int sign(int value) {
  return (value > 0) - (value < 0);
}

static void check_comparisons(const made_trail *narrow, const made_trail *wide,
                              eir_i_step (*steps)[N_VECTORS]) {
  for (uint32_t a = 0; a < N_VECTORS; a++) {
    uint32_t b = (a * 37 + 11) % N_VECTORS;
    uint32_t left[N_LAYERS + 1], right[N_LAYERS + 1];
    walk_back(steps, a, left);
    walk_back(steps, b, right);
    left[N_LAYERS] = a % 3; /* the step that is being compared */
    right[N_LAYERS] = b % 3;
    int expected = 0;
    for (size_t i = 0; expected == 0 && i <= N_LAYERS; i++)
      expected = (left[i] > right[i]) - (left[i] < right[i]);
    eir_i_step step_a = {a, a % 3}, step_b = {b, b % 3};
    assert_int_equal(sign(eir_i_trail_compare(&narrow->trail, step_a, step_b)),
                     expected);
    assert_int_equal(sign(eir_i_trail_compare(&wide->trail, step_a, step_b)), expected);
  }
}

static void narrow_and_wide_agree(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    eir_i_step steps[N_LAYERS][N_VECTORS];
    make_steps(steps, seed);
    eir_i_memory memory;
    eir_i_memory_init(&memory, NULL);
    made_trail narrow, wide;
    make(&narrow, &memory, steps, N_VECTORS);
    make(&wide, &memory, steps, UINT32_MAX);
    assert_non_null(narrow.layers[1].narrow);
    assert_null(wide.layers[1].narrow);
    check_outcomes(&narrow, steps);
    check_outcomes(&wide, steps);
    check_comparisons(&narrow, &wide, steps);
    eir_i_arena_free(&narrow.arena);
    eir_i_arena_free(&wide.arena);
    assert_int_equal(memory.held, 0);
  }
}

/* The last number and option that fit, and the first that do not. */
static void the_edge_of_narrow(void **state) {
  (void)state;
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena arena;
  eir_i_arena_init(&arena, &memory);
  const eir_i_step last = {(UINT32_C(1) << 29) - 1, 7};
  eir_i_trail_layer layer;
  assert_true(eir_i_trail_hold(&last, 1, (size_t)1 << 29, 8, &arena, &layer));
  assert_non_null(layer.narrow);
  assert_int_equal(layer.narrow[0], UINT32_MAX);
  assert_true(eir_i_trail_hold(&last, 1, ((size_t)1 << 29) + 1, 8, &arena, &layer));
  assert_null(layer.narrow);
  assert_true(eir_i_trail_hold(&last, 1, (size_t)1 << 29, 9, &arena, &layer));
  assert_null(layer.narrow);
  assert_int_equal(layer.wide[0].parent, last.parent);
  const eir_i_step alone = {UINT32_MAX - 1, 0}; /* one option needs no bits */
  assert_true(eir_i_trail_hold(&alone, 1, UINT32_MAX, 1, &arena, &layer));
  assert_int_equal(layer.narrow[0] >> layer.option_bits, alone.parent);
  eir_i_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(narrow_and_wide_agree),
      cmocka_unit_test(the_edge_of_narrow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
