/* Every filter against the plain definition: of the union of some shifted fronts, the
 * vectors that no other dominates, each once, with the step whose outcome comes
 * first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seeded.h"
#include "solve/front.h"

enum { MOST_SOURCES = 80, MOST_VECTORS = 60, MOST_DIMENSIONS = 9 };

/* Some fronts, and the sources that look at them. */
typedef struct setting {
  size_t n;
  size_t n_fronts;
  int64_t *scores[MOST_SOURCES]; /* [count][n] */
  uint32_t count[MOST_SOURCES];
  size_t n_sources;
  eir_i_shifted sources[MOST_SOURCES];
  int64_t shift[MOST_SOURCES][MOST_DIMENSIONS];
  int64_t least[MOST_SOURCES][MOST_DIMENSIONS];
} setting;

static int compare_vectors(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] != b[d])
      return a[d] > b[d] ? -1 : 1;
  }
  return 0;
}

static bool at_least(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] < b[d])
      return false;
  }
  return true;
}

/* Adds a random vector to a front unless it is dominated there; removes what it
 * dominates. Keeps the order. */
static void add_vector(setting *s, size_t front, const int64_t *vector) {
  size_t n = s->n, kept = 0;
  int64_t *scores = s->scores[front];
  for (uint32_t i = 0; i < s->count[front]; i++) {
    if (at_least(scores + i * n, vector, n))
      return;
  }
  for (uint32_t i = 0; i < s->count[front]; i++) {
    if (!at_least(vector, scores + i * n, n))
      memmove(scores + n * kept++, scores + i * n, n * sizeof *scores);
  }
  size_t at = kept;
  while (at > 0 && compare_vectors(vector, scores + (at - 1) * n, n) < 0) {
    memmove(scores + at * n, scores + (at - 1) * n, n * sizeof *scores);
    at--;
  }
  memcpy(scores + at * n, vector, n * sizeof *scores);
  s->count[front] = (uint32_t)kept + 1;
}

static void make_fronts(setting *s, seeded *random, int64_t range) {
  uint32_t first = 0;
  for (size_t f = 0; f < s->n_fronts; f++) {
    s->scores[f] = calloc(MOST_VECTORS * s->n, sizeof(int64_t));
    assert_non_null(s->scores[f]);
    s->count[f] = 0;
    uint32_t tries = s->n == 1 ? 1 : seeded_below(random, MOST_VECTORS + 1);
    for (uint32_t i = 0; i < tries; i++) {
      int64_t vector[MOST_DIMENSIONS];
      for (size_t d = 0; d < s->n; d++)
        vector[d] = seeded_between(random, -range, range);
      add_vector(s, f, vector);
    }
  }
  for (size_t i = 0; i < s->n_sources; i++) { /* sources of a front stand together */
    size_t f = i * s->n_fronts / s->n_sources;
    if (i > 0 && f != (i - 1) * s->n_fronts / s->n_sources)
      first += s->count[(i - 1) * s->n_fronts / s->n_sources];
    bool floor = seeded_chance(random, 30);
    for (size_t d = 0; d < s->n; d++) {
      s->shift[i][d] = seeded_between(random, -range / 2, range / 2);
      s->least[i][d] = floor ? seeded_between(random, -range, range / 2) : INT64_MIN;
    }
    s->sources[i] = (eir_i_shifted){.front = {s->scores[f], first, s->count[f]},
                                    .shift = s->shift[i],
                                    .least = s->least[i],
                                    .option = (uint32_t)i};
  }
}

typedef struct candidate {
  int64_t vector[MOST_DIMENSIONS];
  eir_i_step step;
} candidate;

static size_t list_candidates(const setting *s, candidate *all) {
  size_t count = 0;
  for (size_t i = 0; i < s->n_sources; i++) {
    const eir_i_shifted *source = &s->sources[i];
    for (uint32_t v = 0; v < source->front.count; v++) {
      const int64_t *scores = source->front.scores + v * s->n;
      if (!at_least(scores, source->least, s->n))
        continue;
      for (size_t d = 0; d < s->n; d++)
        all[count].vector[d] = scores[d] + source->shift[d];
      all[count++].step = (eir_i_step){source->front.first + v, source->option};
    }
  }
  return count;
}

/* A vector that the union with reservations dominates is dominated by one that takes
 * part only if floors are consistent, which random ones are not: so floors here are the
 * same shifted floor for all sources. */
static void align_floors(setting *s) {
  assert_non_null(s->sources);
  bool any = s->sources[0].least[0] != INT64_MIN;
  for (size_t i = 0; i < s->n_sources; i++) {
    for (size_t d = 0; d < s->n; d++)
      s->least[i][d] =
          any ? s->least[0][d] + s->shift[0][d] - s->shift[i][d] : INT64_MIN;
  }
}

static bool is_kept(const setting *s, const candidate *all, size_t count, size_t i,
                    const eir_i_trail *trail) {
  for (size_t j = 0; j < count; j++) {
    if (i == j || !at_least(all[j].vector, all[i].vector, s->n))
      continue;
    bool equal = compare_vectors(all[j].vector, all[i].vector, s->n) == 0;
    if (!equal || eir_i_trail_compare(trail, all[j].step, all[i].step) < 0)
      return false;
  }
  return true;
}

static int compare_candidates(const void *left, const void *right) {
  const candidate *a = left, *b = right;
  return compare_vectors(a->vector, b->vector, MOST_DIMENSIONS);
}

static void check_one(setting *s, const eir_i_filter *filter, uint64_t seed) {
  candidate *all = calloc((size_t)MOST_SOURCES * MOST_VECTORS, sizeof *all);
  assert_non_null(all);
  size_t count = list_candidates(s, all), expected = 0;
  candidate *kept_ones = calloc(count + 1, sizeof *kept_ones);
  assert_non_null(kept_ones);
  for (size_t i = 0; i < count; i++) {
    if (is_kept(s, all, count, i, filter->trail))
      kept_ones[expected++] = all[i];
  }
  qsort(kept_ones, expected, sizeof *kept_ones, compare_candidates);
  eir_i_kept kept;
  eir_i_array_init(&kept.scores, filter->memory, sizeof(int64_t));
  eir_i_array_init(&kept.steps, filter->memory, sizeof(eir_i_step));
  assert_true(eir_i_front_merge(filter, s->sources, s->n_sources, &kept));
  bool same = kept.steps.count == expected && kept.scores.count == expected * s->n;
  for (size_t i = 0; same && i < expected; i++) {
    const eir_i_step *step = eir_i_array_at(&kept.steps, i);
    same = step->parent == kept_ones[i].step.parent &&
           step->option == kept_ones[i].step.option &&
           compare_vectors(eir_i_array_at(&kept.scores, i * s->n), kept_ones[i].vector,
                           s->n) == 0;
  }
  if (same && expected > 0)
    same = eir_i_front_check(kept.scores.items, expected, s->n);
  if (!same)
    print_error("seed %llu: %zu dimensions, %zu sources: %zu kept, %zu expected\n",
                (unsigned long long)seed, s->n, s->n_sources, kept.steps.count,
                expected);
  assert_true(same);
  eir_i_array_free(&kept.scores);
  eir_i_array_free(&kept.steps);
  free(kept_ones);
  free(all);
}

static void check_seed(size_t n, uint64_t seed) {
  static const int64_t ranges[] = {1, 3, 20, 1000, INT64_C(1) << 59};
  static const uint32_t issue_zero = 0;
  seeded random = seeded_from(seed);
  setting s = {.n = n};
  s.n_sources =
      1 + seeded_below(&random, seeded_chance(&random, 15) ? MOST_SOURCES : 12);
  s.n_fronts = 1 + seeded_below(&random, (uint32_t)s.n_sources);
  make_fronts(&s, &random, ranges[seeded_below(&random, 5)]);
  align_floors(&s);
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_trail trail = {.issue_at = &issue_zero}; /* tells steps apart by option */
  eir_i_filter filter = {.n_dimensions = n,
                         .memory = &memory,
                         .effort = &effort,
                         .trail = &trail,
                         .n_threads = seed % 2 == 0 ? 1 : 2};
  check_one(&s, &filter, seed);
  assert_int_equal(memory.held, 0);
  for (size_t f = 0; f < s.n_fronts; f++)
    free(s.scores[f]);
}

static void check_dimensions(size_t n, uint64_t count) {
  uint64_t first = n * UINT64_C(1000000);
  printf("%zu dimensions: seeds %llu to %llu\n", n, (unsigned long long)first,
         (unsigned long long)(first + count - 1));
  for (uint64_t seed = first; seed < first + count; seed++)
    check_seed(n, seed);
}

static void one_dimension(void **state) {
  (void)state;
  check_dimensions(1, 500);
}

static void two_dimensions(void **state) {
  (void)state;
  check_dimensions(2, 1500);
}

static void three_dimensions(void **state) {
  (void)state;
  check_dimensions(3, 1000);
}

static void four_dimensions_and_more(void **state) {
  (void)state;
  for (size_t n = 4; n <= MOST_DIMENSIONS; n++)
    check_dimensions(n, 150);
}

/* Sets large enough for trees of several levels, by both ways of the four-dimensional
 * filter: against the two- and three-dimensional ones, which take the same vectors with
 * constant dimensions added. */
static void trees_agree_with_the_staircase(void **state) {
  (void)state;
  enum { COUNT = 4000 };
  seeded random = seeded_from(77);
  int64_t *three = calloc((size_t)COUNT * 3, sizeof *three);
  int64_t *five = calloc((size_t)COUNT * 5, sizeof *five);
  assert_non_null(three);
  assert_non_null(five);
  for (size_t i = 0; i < COUNT; i++) { /* descending x, on a plane: nothing dominated */
    int64_t y = seeded_between(&random, 0, 1000000);
    int64_t vector[3] = {(int64_t)(COUNT - i) * 300, y, (int64_t)i * 300 - y};
    memcpy(three + 3 * i, vector, sizeof vector);
    memcpy(five + 5 * i, vector, sizeof vector);
  }
  static const int64_t shifts[6][5] = {{0, 0, 0, 0, 0},      {500, -300, 0, 0, 0},
                                       {-700, 900, 0, 0, 0}, {90, 90, -60, 0, 0},
                                       {-1, 2, 3, 0, 0},     {4000, -2500, 100, 0, 0}};
  static const int64_t least[5] = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN,
                                   INT64_MIN};
  static const uint32_t issue_zero = 0;
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_trail trail = {.issue_at = &issue_zero};
  eir_i_kept kept[2];
  for (int way = 0; way < 2; way++) {
    size_t n = way == 0 ? 3 : 5;
    eir_i_shifted sources[6];
    for (uint32_t i = 0; i < 6; i++)
      sources[i] = (eir_i_shifted){.front = {way == 0 ? three : five, 0, COUNT},
                                   .shift = shifts[i],
                                   .least = least,
                                   .option = i};
    eir_i_filter filter = {.n_dimensions = n,
                           .memory = &memory,
                           .effort = &effort,
                           .trail = &trail,
                           .n_threads = 2};
    eir_i_array_init(&kept[way].scores, &memory, sizeof(int64_t));
    eir_i_array_init(&kept[way].steps, &memory, sizeof(eir_i_step));
    assert_true(eir_i_front_merge(&filter, sources, 6, &kept[way]));
  }
  assert_true(kept[0].steps.count > COUNT / 2);
  assert_int_equal(kept[0].steps.count, kept[1].steps.count);
  assert_memory_equal(kept[0].steps.items, kept[1].steps.items,
                      kept[0].steps.count * sizeof(eir_i_step));
  for (int way = 0; way < 2; way++) {
    eir_i_array_free(&kept[way].scores);
    eir_i_array_free(&kept[way].steps);
  }
  free(three);
  free(five);
}

/* The check itself must be able to fail. */
static void the_check_rejects(void **state) {
  (void)state;
  static const int64_t good[] = {3, 1, 2, 2, 1, 3};
  static const int64_t unordered[] = {2, 2, 3, 1};
  static const int64_t repeated[] = {2, 2, 2, 2};
  static const int64_t dominated[] = {3, 3, 2, 2};
  assert_true(eir_i_front_check(good, 3, 2));
  assert_false(eir_i_front_check(unordered, 2, 2));
  assert_false(eir_i_front_check(repeated, 2, 2));
  assert_false(eir_i_front_check(dominated, 2, 2));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_dimension),
      cmocka_unit_test(two_dimensions),
      cmocka_unit_test(three_dimensions),
      cmocka_unit_test(four_dimensions_and_more),
      cmocka_unit_test(trees_agree_with_the_staircase),
      cmocka_unit_test(the_check_rejects),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
