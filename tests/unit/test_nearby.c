/* Nearby against looking at all vectors: random ones, ones that tie, ones that come in
 * order, so many alike that leaves are chained, and without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "seeded.h"
#include "solve/nearby.h"

enum { MOST_VECTORS = 8000, MOST_DIMENSIONS = 9 };

typedef struct setting {
  size_t n;
  uint32_t count;
  int32_t keys[MOST_VECTORS][MOST_DIMENSIONS];
  uint32_t every; /* the test lets through the numbers it does not divide; 0: all */
} setting;

static bool passes(const void *context, uint32_t number) {
  const setting *s = context;
  return s->every == 0 || number % s->every != 0;
}

static bool has_at_least(const setting *s, uint32_t i, const int32_t *demand) {
  size_t d = 0;
  while (d < s->n && s->keys[i][d] >= demand[d])
    d++;
  return d == s->n;
}

/* Asks for one demand and looks at all vectors for what to expect. */
static void ask(const setting *s, const eir_i_nearby *nearby, const int32_t *demand,
                const int32_t *near) {
  uint64_t steps = 0;
  int64_t found = eir_i_nearby_find(nearby, demand, near, passes, s, &steps);
  if (found != EIR_I_NEARBY_NONE) {
    assert_true(found >= 0 && found < s->count);
    assert_true(passes(s, (uint32_t)found) && has_at_least(s, (uint32_t)found, demand));
    assert_true(steps > 0);
    return;
  }
  for (uint32_t i = 0; i < s->count; i++)
    assert_false(passes(s, i) && has_at_least(s, i, demand));
}

/* Adds `most` vectors whose keys are below `range`, and asks now and then. In order:
 * the first key falls and the rest rise. */
static void grow(seeded *random, setting *s, uint32_t most, uint32_t range,
                 bool in_order) {
  eir_i_memory memory;
  eir_i_nearby nearby;
  eir_i_memory_init(&memory, NULL);
  eir_i_nearby_init(&nearby, s->n, &memory);
  s->count = 0;
  while (s->count < most) {
    int32_t *key = s->keys[s->count];
    for (size_t d = 0; d < s->n; d++) {
      uint32_t ordered = d == 0 ? most - s->count : s->count;
      key[d] = (int32_t)(in_order ? ordered : seeded_below(random, range));
    }
    assert_true(eir_i_nearby_add(&nearby, key));
    s->count++;
    if (seeded_chance(random, s->count < 100 ? 100 : 10)) {
      int32_t demand[MOST_DIMENSIONS];
      uint32_t slack = range / 4 + 1;
      for (size_t d = 0; d < s->n; d++) {
        int64_t wanted = key[d] + seeded_between(random, -(int64_t)slack, slack);
        demand[d] = wanted < 0 ? 0 : (int32_t)wanted;
      }
      s->every = seeded_below(random, 4);
      ask(s, &nearby, demand, key);
    }
  }
  eir_i_nearby_free(&nearby);
  assert_int_equal(memory.held, 0);
}

static void finds_what_is_there(void **state) {
  (void)state;
  setting *s = calloc(1, sizeof *s);
  assert_non_null(s);
  for (uint64_t seed = 1; seed <= 60; seed++) {
    seeded random = seeded_from(seed);
    s->n = 1 + seeded_below(&random, MOST_DIMENSIONS);
    uint32_t range = seeded_chance(&random, 50) ? 1u << 30 : 12;
    grow(&random, s, 1 + seeded_below(&random, 1500), range,
         seeded_chance(&random, 25));
  }
  free(s);
}

/* Nothing tells them apart: every cut leaves one side as it was, and leaves end up too
 * deep to be cut. */
static void many_may_be_alike(void **state) {
  (void)state;
  setting *s = calloc(1, sizeof *s);
  assert_non_null(s);
  seeded random = seeded_from(7);
  s->n = 4;
  grow(&random, s, MOST_VECTORS, 1, false);
  s->n = 1;
  grow(&random, s, MOST_VECTORS, 1, false);
  free(s);
}

/* Without dimensions every vector meets every demand. */
static void no_dimensions(void **state) {
  (void)state;
  eir_i_memory memory;
  eir_i_nearby nearby;
  eir_i_memory_init(&memory, NULL);
  eir_i_nearby_init(&nearby, 0, &memory);
  setting s = {0};
  int32_t none[1] = {0};
  uint64_t steps = 0;
  assert_int_equal(eir_i_nearby_find(&nearby, none, none, passes, &s, &steps),
                   EIR_I_NEARBY_NONE);
  assert_true(eir_i_nearby_add(&nearby, none));
  assert_int_equal(eir_i_nearby_find(&nearby, none, none, passes, &s, &steps), 0);
  eir_i_nearby_free(&nearby);
}

/* Each allocation fails in turn: the vector is not added, and the next attempt goes on
 * from there. */
static void survives_without_memory(void **state) {
  (void)state;
  seeded random = seeded_from(11);
  for (size_t fail_at = 1; fail_at < 40; fail_at++) {
    failing_allocator failing;
    failing_allocator_init(&failing, fail_at, false);
    eir_allocator face = failing_allocator_face(&failing);
    eir_i_memory memory;
    eir_i_nearby nearby;
    eir_i_memory_init(&memory, &face);
    eir_i_nearby_init(&nearby, 3, &memory);
    for (uint32_t i = 0; i < 400; i++) {
      int32_t key[3];
      for (size_t d = 0; d < 3; d++)
        key[d] = (int32_t)seeded_below(&random, 1000);
      bool added = eir_i_nearby_add(&nearby, key);
      assert_true(added || failing.failures == 1);
      if (!added)
        assert_true(eir_i_nearby_add(&nearby, key));
      assert_int_equal(nearby.count, i + 1);
    }
    eir_i_nearby_free(&nearby);
    assert_int_equal(failing.blocks_held, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_what_is_there), cmocka_unit_test(many_may_be_alike),
      cmocka_unit_test(no_dimensions), cmocka_unit_test(survives_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
