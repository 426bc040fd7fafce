/* Counting deals from two halves, against brute force at every cut; pairs of partial
 * sums against the plain definition; and large cases whose counts are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "oracle.h"
#include "random_cases.h"
#include "run.h"
#include "seeded.h"
#include "solve/tally.h"

#include "base/banned.h"

/* ---- pairs ---- */

enum { MOST_ROWS = 3000, MOST_DIMENSIONS = 7 };

typedef struct pair_setting {
  size_t n;
  int64_t floor[MOST_DIMENSIONS];
  size_t count[2];
  int64_t rows[2][MOST_ROWS * (MOST_DIMENSIONS + 1)];
} pair_setting;

static void make_pairs(pair_setting *p, seeded *random, size_t most) {
  int64_t range = seeded_chance(random, 30)   ? 3
                  : seeded_chance(random, 50) ? 40
                                              : 1000000;
  bool far_out = seeded_chance(random, 5);
  p->n = seeded_below(random, MOST_DIMENSIONS + 1);
  for (size_t d = 0; d < p->n; d++) {
    p->floor[d] = seeded_between(random, -range, range);
    if (seeded_chance(random, 10))
      p->floor[d] = seeded_between(random, -3 * range, 3 * range);
  }
  bool once = seeded_chance(random, 50);
  for (int k = 0; k < 2; k++) {
    p->count[k] = seeded_below(random, (uint32_t)most + 1);
    for (size_t i = 0; i < p->count[k]; i++) {
      int64_t *row = p->rows[k] + i * (p->n + 1);
      for (size_t d = 0; d < p->n; d++) {
        row[d] = seeded_between(random, -range, range);
        if (far_out && seeded_chance(random, 10)) /* the ends of what scores can be */
          row[d] = seeded_chance(random, 50) ? (INT64_C(1) << 62) - 1
                                             : 1 - (INT64_C(1) << 62);
      }
      row[p->n] = once ? 1 : 1 + seeded_below(random, 1000000);
    }
  }
}

/* Brings each list into ascending order of its first score. */
static void sort_rows(pair_setting *p) {
  size_t row = p->n + 1;
  for (int k = 0; k < 2 && p->n > 0; k++) {
    for (size_t i = 1; i < p->count[k]; i++) {
      int64_t moved[MOST_DIMENSIONS + 1];
      memcpy(moved, p->rows[k] + i * row, row * sizeof *moved);
      size_t at = i;
      for (; at > 0 && p->rows[k][(at - 1) * row] > moved[0]; at--)
        memcpy(p->rows[k] + at * row, p->rows[k] + (at - 1) * row, row * sizeof *moved);
      memcpy(p->rows[k] + at * row, moved, row * sizeof *moved);
    }
  }
}

static eir_i_u128 count_plainly(const pair_setting *p) {
  eir_i_u128 total = 0;
  size_t row = p->n + 1;
  for (size_t i = 0; i < p->count[0]; i++) {
    for (size_t j = 0; j < p->count[1]; j++) {
      const int64_t *a = p->rows[0] + i * row, *b = p->rows[1] + j * row;
      bool reached = true;
      for (size_t d = 0; d < p->n; d++)
        reached &= (eir_i_i128)a[d] + b[d] >= p->floor[d];
      if (reached)
        total += (eir_i_u128)(uint64_t)a[p->n] * (uint64_t)b[p->n];
    }
  }
  return total;
}

static void try_pairs(seeded *random, size_t most) {
  static pair_setting p;
  make_pairs(&p, random, most);
  sort_rows(&p);
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_sums a = {p.rows[0], p.count[0]}, b = {p.rows[1], p.count[1]};
  eir_i_u128 total = 0;
  assert_true(eir_i_pairs_add(&a, &b, p.floor, p.n, &memory, &effort, &total));
  assert_true(total == count_plainly(&p));
  assert_int_equal(memory.held, 0);
}

static void pairs_are_counted(void **state) {
  (void)state;
  seeded random = seeded_from(71);
  for (int i = 0; i < 3000; i++)
    try_pairs(&random, 60);
  for (int i = 0; i < 60; i++)
    try_pairs(&random, MOST_ROWS);
}

/* ---- random cases ---- */

typedef struct seen {
  size_t cases, some, quota, possible;
} seen;

static bool tally_agrees(const run *r, eir_i_consent consent, size_t cut,
                         size_t expected, verdict *v) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_tally found;
  eir_status status =
      eir_i_tally_deals(r->the_case, consent, cut, &memory, &effort, &found);
  if (status == EIR_OK && found.known && found.count == expected && memory.held == 0)
    return true;
  return fault(v, VERDICT_COUNT,
               "tally of kind %d at cut %zd: %zu, not %zu (status %d)", (int)consent,
               (ptrdiff_t)cut, (size_t)found.count, expected, (int)status);
}

static bool check_tally(const sketch *s, void *user, verdict *v) {
  seen *t = user;
  run r;
  bool right = run_read(&r, s, v);
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  for (size_t k = 0; right && k < eir_case_signatory_count(r.the_case); k++) {
    const eir_party_info info =
        eir_case_party(r.the_case, eir_case_signatory_party(r.the_case, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  oracle *o = right ? oracle_answer(s, rounded) : NULL;
  for (size_t i = 0; right && i <= s->n_issues + 1u; i++) {
    size_t cut = i <= s->n_issues ? i : EIR_I_CUT_BALANCED;
    right = tally_agrees(&r, EIR_I_CONSENT_CERTAIN, cut, o->n_certain, v) &&
            tally_agrees(&r, EIR_I_CONSENT_POSSIBLE, cut, o->n_possible, v);
  }
  if (o != NULL) {
    t->cases++;
    t->some += o->n_certain > 0 && o->n_certain < o->n_outcomes;
    t->quota += s->quota != 0 && s->quota < o->n_signatories;
    t->possible += o->n_possible > o->n_certain;
    oracle_free(o);
  }
  run_free(&r);
  return right;
}

static void random_cases_are_counted(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(UINT64_C(9000000), 4000, 1000, check_tally, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    return;
  assert_true(t.some > 500 && t.quota > 200 && t.possible > 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pairs_are_counted),
      cmocka_unit_test(random_cases_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
