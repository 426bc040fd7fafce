/* Coalitions of guarantors against every subset, on random offers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hold/coalition.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 5000, MOST = 10, WIDEST = 3 };

typedef struct made {
  int64_t offers[MOST * WIDEST], required[WIDEST], cost[MOST], stays[MOST];
  eir_i_offers problem;
} made;

static void make(seeded *random, made *m) {
  const size_t n = seeded_below(random, MOST + 1), k = 1 + seeded_below(random, WIDEST);
  const int64_t unit = seeded_chance(random, 30) ? 250000 : 1;
  for (size_t i = 0; i < n * k; i++)
    m->offers[i] =
        unit * (seeded_chance(random, 30) ? 0 : seeded_between(random, 1, 9));
  for (size_t c = 0; c < k; c++)
    m->required[c] =
        unit * seeded_between(random, 0, (int64_t)n * 4) + seeded_between(random, 0, 1);
  for (size_t i = 0; i < n; i++) {
    m->cost[i] = seeded_between(random, 0, 5);
    m->stays[i] =
        seeded_chance(random, 20) ? 1000000 : seeded_between(random, 0, 1000000);
  }
  m->problem = (eir_i_offers){n, k, m->offers, m->required, m->cost, m->stays};
}

static bool enough(const eir_i_offers *o, uint64_t set) {
  for (size_t c = 0; c < o->n_capabilities; c++) {
    int64_t total = 0;
    for (size_t m = 0; m < o->n_members; m++)
      total += (set >> m & 1) != 0 ? o->offers[m * o->n_capabilities + c] : 0;
    if (total < o->required[c])
      return false;
  }
  return true;
}

static unsigned size_of(uint64_t set) {
  unsigned n = 0;
  for (; set != 0; set >>= 1)
    n += set & 1;
  return n;
}

static bool is_listed(const eir_i_coalition *found, uint64_t set) {
  for (size_t i = 0; i < found->n_minimal; i++)
    if (found->minimal[i] == set)
      return true;
  return false;
}

static bool is_minimal(const eir_i_offers *o, uint64_t set) {
  bool minimal = enough(o, set);
  for (size_t m = 0; m < o->n_members && minimal; m++)
    minimal = (set >> m & 1) == 0 || !enough(o, set & ~(UINT64_C(1) << m));
  return minimal;
}

/* The first in the order of members: 1 before 2, {1, 4} before {2, 3}. */
static bool comes_first(uint64_t a, uint64_t b) {
  for (size_t m = 0; m < MOST; m++)
    if ((a >> m & 1) != (b >> m & 1))
      return (a >> m & 1) != 0;
  return false;
}

static void check(const made *m, const eir_i_coalition *found) {
  const eir_i_offers *o = &m->problem;
  const uint64_t all = (UINT64_C(1) << o->n_members) - 1;
  size_t n_minimal = 0, least_loss = o->n_members + 1;
  double chance = 0;
  int64_t best_cost = INT64_MAX;
  uint64_t best = 0;
  for (uint64_t set = 0; set <= all; set++) {
    double p = 1;
    int64_t cost = 0;
    for (size_t i = 0; i < o->n_members; i++) {
      const double stays = (double)o->stays[i] / 1e6;
      p *= (set >> i & 1) != 0 ? stays : 1 - stays;
      cost += (set >> i & 1) != 0 ? o->cost[i] : 0;
    }
    if (is_minimal(o, set)) {
      n_minimal++;
      assert_true(is_listed(found, set));
    }
    if (!enough(o, set)) {
      const size_t lost = size_of(all & ~set);
      least_loss = lost < least_loss ? lost : least_loss;
      continue;
    }
    chance += p;
    const bool ties = cost == best_cost;
    if (cost < best_cost || (ties && size_of(set) < size_of(best)) ||
        (ties && size_of(set) == size_of(best) && comes_first(set, best))) {
      best_cost = cost;
      best = set;
    }
  }
  assert_true(found->suffices == enough(o, all));
  assert_true(found->all_minimal && found->n_minimal == n_minimal);
  assert_true(found->totals_known);
  assert_true(fabs(found->chance - chance) < 1e-12);
  if (!found->suffices)
    return;
  assert_int_equal(found->survives, least_loss - 1);
  assert_true(found->cheapest == best && found->cheapest_cost == best_cost);
  for (size_t i = 1; i < found->n_minimal; i++) {
    const uint64_t a = found->minimal[i - 1], b = found->minimal[i];
    assert_true(size_of(a) < size_of(b) ||
                (size_of(a) == size_of(b) && comes_first(a, b)));
  }
}

static void every_subset_agrees(void **state) {
  (void)state;
  seeded random = seeded_from(5101);
  unsigned sufficient = 0;
  for (int i = 0; i < CASES; i++) {
    made m;
    make(&random, &m);
    eir_i_memory memory;
    eir_i_memory_init(&memory, NULL);
    eir_i_arena arena;
    eir_i_arena_init(&arena, &memory);
    eir_i_coalition found;
    assert_int_equal(eir_i_coalition_find(&m.problem, &arena, &found), EIR_OK);
    check(&m, &found);
    sufficient += found.suffices;
    eir_i_arena_free(&arena);
    assert_true(memory.held == 0);
  }
  assert_true(sufficient > CASES / 4 && sufficient < CASES);
}

/* Forty guarantors of one brigade each, twenty are needed: the chance is a binomial
 * tail, and there are far more minimal coalitions than are listed. */
static void forty_guarantors(void **state) {
  (void)state;
  int64_t offers[40], cost[40], stays[40];
  const int64_t required = 20;
  for (size_t i = 0; i < 40; i++) {
    offers[i] = 1;
    cost[i] = (int64_t)(40 - i);
    stays[i] = 500000;
  }
  const eir_i_offers problem = {40, 1, offers, &required, cost, stays};
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena arena;
  eir_i_arena_init(&arena, &memory);
  eir_i_coalition found;
  assert_int_equal(eir_i_coalition_find(&problem, &arena, &found), EIR_OK);
  assert_true(found.suffices && found.survives == 20 && !found.all_minimal);
  assert_true(found.n_minimal == EIR_I_COALITION_LISTED && found.totals_known);
  assert_true(found.cheapest == ((UINT64_C(1) << 40) - (UINT64_C(1) << 20)));
  assert_true(found.cheapest_cost == 210);              /* 1 + 2 + ... + 20 */
  assert_true(fabs(found.chance - 0.562685344) < 1e-9); /* (1 + C(40, 20) / 2^40) / 2 */
  eir_i_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_subset_agrees),
      cmocka_unit_test(forty_guarantors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
