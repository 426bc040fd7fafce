/* Keeping: the closed forms against value iteration, on random parameters.
 *
 * The oracle knows the game and none of the formulas: a state for the deal and one for
 * each period of a snap-back, two actions in the deal, and values found by applying the
 * Bellman equation until they stand still. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hold/keeping.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 10000, MILLION = 1000000, LONGEST = 8 };

/* A party's choice in doubles. periods 0: the reversion lasts. */
typedef struct game {
  double c, d, p, q, f, r, g, patience;
  unsigned periods;
} game;

static double double_of(eir_i_rational x) {
  return (double)x.n / (double)x.d;
}

static game game_of(const eir_i_keeping *k, unsigned periods) {
  return (game){.c = double_of(k->comply),
                .d = double_of(k->comply) + double_of(k->temptation),
                .p = double_of(k->reversion),
                .q = double_of(k->detection),
                .f = double_of(k->false_alarm),
                .r = double_of(k->reacts),
                .g = double_of(k->guarantee),
                .patience = double_of(k->patience),
                .periods = periods};
}

/* value[0] of the deal, value[i] with i periods of the snap-back to go; value[1] alone
 * where the reversion lasts. Returns comply less breaking, in the first period. */
static double step(const game *g, bool may_break, double *value, double *out_change) {
  const unsigned n = g->periods == 0 ? 1 : g->periods;
  const double after = value[n], deal = value[0];
  const double comply = g->c + g->patience * ((1 - g->f) * deal + g->f * after);
  const double breaks =
      g->d - g->q * g->r * g->g + g->patience * ((1 - g->q) * deal + g->q * after);
  double old[LONGEST + 1];
  for (unsigned i = 0; i <= n; i++)
    old[i] = value[i];
  value[0] = may_break && breaks > comply ? breaks : comply;
  for (unsigned i = 1; i <= n; i++)
    value[i] = g->p + g->patience * (g->periods == 0 ? old[1] : old[i - 1]);
  *out_change = 0;
  for (unsigned i = 0; i <= n; i++)
    *out_change = fmax(*out_change, fabs(value[i] - old[i]));
  return comply - breaks;
}

/* Comply less breaking once, where it complies ever after (or does what is best). */
static double advantage(const game *g, bool may_break) {
  double value[LONGEST + 1] = {0}, change = 1, found = 0;
  for (int i = 0; i < 2000 && change > 1e-13; i++)
    found = step(g, may_break, value, &change);
  assert_true(change <= 1e-10);
  return found;
}

static eir_i_rational parts(seeded *random, int64_t least, int64_t most) {
  return (eir_i_rational){.n = seeded_between(random, least, most), .d = MILLION};
}

static eir_i_keeping any_keeping(seeded *random) {
  const int64_t one = MILLION;
  eir_i_keeping k = {.comply = parts(random, -one, 2 * one),
                     .reversion = parts(random, -one, one),
                     .temptation = parts(random, -one / 10, 2 * one),
                     .detection = parts(random, 0, one),
                     .false_alarm = parts(random, 0, one / 2),
                     .reacts = parts(random, 0, one),
                     .guarantee = parts(random, 0, 2 * one),
                     .patience = parts(random, 0, one * 9 / 10),
                     .severity = eir_i_rational_whole(1)};
  if (seeded_chance(random, 20))
    k.false_alarm.n = 0;
  if (seeded_chance(random, 20))
    k.guarantee.n = 0;
  if (seeded_chance(random, 10))
    k.reacts.n = 0;
  return k;
}

static void show(const eir_i_keeping *k, unsigned periods) {
  const game g = game_of(k, periods);
  print_message("c %g d %g p %g q %g f %g r %g G %g patience %g T %u\n", g.c, g.d, g.p,
                g.q, g.f, g.r, g.g, g.patience, g.periods);
}

static void the_slack_is_what_complying_is_worth(void **state) {
  (void)state;
  seeded random = seeded_from(5001);
  for (int i = 0; i < CASES; i++) {
    eir_i_keeping k = any_keeping(&random);
    const unsigned periods = seeded_below(&random, LONGEST + 1);
    if (periods > 0)
      k.severity = eir_i_keeping_severity(k.patience, periods);
    const game g = game_of(&k, periods);
    const double slack = eir_i_keeping_slack(&k);
    const double once = advantage(&g, false), best = advantage(&g, true);
    if (fabs(slack - once) > 1e-9)
      show(&k, periods);
    assert_true(fabs(slack - once) <= 1e-9);
    if (fabs(slack) <= 1e-9)
      continue;
    assert_true((slack > 0) == (best > 0));
    assert_int_equal(eir_i_keeping_sign(&k), slack > 0 ? 1 : -1);
  }
}

static const char *const names[] = {"detection", "false alarm", "guarantee",
                                    "reacts",    "patience",    "temptation"};

static eir_i_rational *member(eir_i_keeping *k, eir_i_enough parameter) {
  eir_i_rational *const members[] = {&k->detection, &k->false_alarm, &k->guarantee,
                                     &k->reacts,    &k->patience,    &k->temptation};
  return members[parameter];
}

static bool is_largest(eir_i_enough parameter) {
  return parameter == EIR_I_ENOUGH_FALSE_ALARM || parameter == EIR_I_ENOUGH_TEMPTATION;
}

static int64_t decimal_unit(unsigned decimals) {
  int64_t unit = 1;
  for (unsigned i = 0; i < decimals; i++)
    unit *= 10;
  return unit;
}

/* +1 or -1 where the oracle is sure, else 0. */
static int oracle_sign(const eir_i_keeping *k) {
  const game g = game_of(k, 0);
  if (g.patience > 0.9)
    return 0; /* the iteration would take too long */
  const double found = advantage(&g, true);
  return fabs(found) < 1e-9 ? 0 : found > 0 ? 1 : -1;
}

/* The range in which a parameter is looked for, in millionths. */
static int64_t last_of(eir_i_enough parameter) {
  if (parameter == EIR_I_ENOUGH_PATIENCE)
    return MILLION * 9 / 10;
  return parameter == EIR_I_ENOUGH_GUARANTEE || parameter == EIR_I_ENOUGH_TEMPTATION
             ? (int64_t)100 * MILLION
             : MILLION;
}

/* Does the oracle hold nowhere on a grid of the range? */
static bool holds_nowhere(eir_i_keeping k, eir_i_enough parameter) {
  for (int i = 0; i <= 4; i++) {
    *member(&k, parameter) =
        (eir_i_rational){.n = last_of(parameter) * i / 4, .d = MILLION};
    if (oracle_sign(&k) > 0)
      return false;
  }
  return true;
}

/* Exactly: holds there, not next to it; by the oracle: a millionth to either side. */
static bool is_bracketed(eir_i_keeping k, eir_i_enough parameter,
                         eir_i_just_enough found) {
  const int64_t unit = decimal_unit(found.decimals);
  const int64_t beyond = is_largest(parameter) ? 1 : -1;
  const int64_t far = unit / MILLION * beyond;
  const double value = (double)found.n / (double)unit;
  eir_i_rational *at = member(&k, parameter);
  *at = (eir_i_rational){.n = found.n, .d = unit};
  if (eir_i_keeping_sign(&k) < 0)
    return false;
  const bool end = is_largest(parameter)
                       ? parameter == EIR_I_ENOUGH_FALSE_ALARM && found.n == unit
                       : found.n == 0;
  if (!end) {
    at->n = found.n + beyond;
    if (eir_i_keeping_sign(&k) >= 0)
      return false;
    at->n = found.n + far;
    if (at->n >= 0 && value < 100 && oracle_sign(&k) > 0)
      return false;
  }
  at->n = found.n - far;
  const bool inside =
      at->n >= 0 && (parameter == EIR_I_ENOUGH_GUARANTEE ||
                     parameter == EIR_I_ENOUGH_TEMPTATION || at->n <= unit * 9 / 10);
  return !inside || value > 100 || oracle_sign(&k) >= 0;
}

static void thresholds_are_where_the_choice_turns(void **state) {
  (void)state;
  seeded random = seeded_from(5002);
  unsigned exist[EIR_I_ENOUGH_COUNT] = {0};
  for (int i = 0; i < CASES; i++) {
    const eir_i_keeping k = any_keeping(&random);
    for (eir_i_enough p = 0; p < EIR_I_ENOUGH_COUNT; p++) {
      const eir_i_just_enough found = eir_i_keeping_enough(&k, p);
      exist[p] += found.exists;
      const bool good = found.exists ? is_bracketed(k, p, found) : holds_nowhere(k, p);
      if (good)
        continue;
      show(&k, 0);
      fail_msg("least or largest %s: %s%lld of %u decimals", names[p],
               found.exists ? "" : "none; ", (long long)found.n, found.decimals);
    }
  }
  for (eir_i_enough p = 0; p < EIR_I_ENOUGH_COUNT; p++)
    assert_true(exist[p] > CASES / 10 && exist[p] < CASES);
}

static void snap_backs_are_as_long_as_needed(void **state) {
  (void)state;
  seeded random = seeded_from(5003);
  unsigned some = 0, none = 0;
  for (int i = 0; i < CASES; i++) {
    eir_i_keeping k = any_keeping(&random);
    uint64_t least = 0;
    const bool exists = eir_i_keeping_snap_back(&k, &least);
    for (unsigned periods = 1; periods <= LONGEST; periods++) {
      const game g = game_of(&k, periods);
      const double found = advantage(&g, true);
      if (fabs(found) <= 1e-9 || (exists && least == 0))
        continue; /* where none is needed, a longer one may deter less */
      assert_true((found > 0) == (exists && periods >= least));
    }
    some += exists && least > 0;
    none += !exists;
  }
  assert_true(some > CASES / 20 && none > CASES / 20);
}

/* ---- monotonicities ---- */

/* What is meant to be least: `more` needs at least as much as `less`. */
static bool needs_more(const eir_i_keeping *less, const eir_i_keeping *more,
                       eir_i_enough parameter) {
  const eir_i_just_enough a = eir_i_keeping_enough(less, parameter);
  const eir_i_just_enough b = eir_i_keeping_enough(more, parameter);
  if (!a.exists || !b.exists)
    return a.exists || !b.exists;
  return (double)b.n / (double)decimal_unit(b.decimals) >=
         (double)a.n / (double)decimal_unit(a.decimals);
}

/* Where the deal is better than the reversion, as a sanction must be. */
static eir_i_keeping any_sanction(seeded *random) {
  eir_i_keeping k = any_keeping(random);
  k.comply.n = k.reversion.n + seeded_between(random, 1, INT64_C(2) * MILLION);
  k.temptation.n = seeded_between(random, 0, MILLION);
  k.detection.n = seeded_between(random, (int64_t)k.false_alarm.n, MILLION);
  return k;
}

static void raise(seeded *random, eir_i_rational *value, int64_t most) {
  value->n = seeded_between(random, (int64_t)value->n, most);
}

static void more_is_needed_where_less_deters(void **state) {
  (void)state;
  seeded random = seeded_from(5004);
  for (int i = 0; i < CASES; i++) {
    const eir_i_keeping k = any_sanction(&random);
    eir_i_keeping other = k;
    raise(&random, &other.detection, MILLION);
    assert_true(needs_more(&other, &k, EIR_I_ENOUGH_PATIENCE));
    assert_true(needs_more(&other, &k, EIR_I_ENOUGH_GUARANTEE));
    other = k;
    raise(&random, &other.comply, INT64_C(4) * MILLION);
    assert_true(needs_more(&other, &k, EIR_I_ENOUGH_PATIENCE));
    other = k;
    raise(&random, &other.false_alarm, (int64_t)k.detection.n);
    assert_true(needs_more(&k, &other, EIR_I_ENOUGH_PATIENCE));
    other = k;
    raise(&random, &other.temptation, INT64_C(3) * MILLION);
    assert_true(needs_more(&k, &other, EIR_I_ENOUGH_PATIENCE));
    other = k;
    raise(&random, &other.reacts, MILLION);
    assert_true(needs_more(&other, &k, EIR_I_ENOUGH_GUARANTEE));
    other = k;
    raise(&random, &other.patience, MILLION - 1);
    assert_true(needs_more(&other, &k, EIR_I_ENOUGH_GUARANTEE));
  }
}

/* A longer snap-back deters more; with false alarms it costs more: complying is worth
 * less. */
static void longer_snap_backs_deter_more_and_cost_more(void **state) {
  (void)state;
  seeded random = seeded_from(5005);
  for (int i = 0; i < CASES; i++) {
    eir_i_keeping k = any_sanction(&random), longer = k;
    const unsigned periods = 1 + seeded_below(&random, LONGEST);
    k.severity = eir_i_keeping_severity(k.patience, periods);
    longer.severity = eir_i_keeping_severity(k.patience, periods + 1);
    assert_true(eir_i_keeping_slack(&longer) >= eir_i_keeping_slack(&k) - 1e-12);
    assert_true(eir_i_keeping_value(&longer) <= eir_i_keeping_value(&k) + 1e-12);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_slack_is_what_complying_is_worth),
      cmocka_unit_test(thresholds_are_where_the_choice_turns),
      cmocka_unit_test(snap_backs_are_as_long_as_needed),
      cmocka_unit_test(more_is_needed_where_less_deters),
      cmocka_unit_test(longer_snap_backs_deter_more_and_cost_more),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
