/* Keeping and shifts of power: known thresholds, each derived by hand, and the ends of
 * the ranges. (What decides works through gmp, which MSan does not see into.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hold/keeping.h"
#include "hold/shift.h"

#include "base/banned.h"

static eir_i_rational number(const char *text) {
  eir_i_rational made;
  assert_int_equal(eir_i_rational_parse(text, &made), EIR_I_NUMBER_OK);
  return made;
}

/* c = 3, d = 4, p = 1, as in all of the cases. */
static eir_i_keeping keeping(const char *q, const char *f, const char *patience) {
  return (eir_i_keeping){.comply = number("3"),
                         .reversion = number("1"),
                         .temptation = number("1"),
                         .detection = number(q),
                         .false_alarm = number(f),
                         .reacts = number("0"),
                         .guarantee = number("0"),
                         .patience = number(patience),
                         .severity = number("1")};
}

static double value_of(eir_i_just_enough enough) {
  assert_true(enough.exists);
  double value = (double)enough.n;
  for (unsigned i = 0; i < enough.decimals; i++)
    value /= 10;
  return value;
}

static void assert_near(double found, double expected) {
  const double apart = found - expected;
  if (apart > 1e-9 || apart < -1e-9)
    fail_msg("%.12f instead of %.12f", found, expected);
}

/* Holds there, and not a millionth below. */
static void assert_bracketed(eir_i_keeping k, double threshold) {
  const int64_t millionths = (int64_t)(threshold * 1e6);
  k.patience = (eir_i_rational){.n = millionths - 1, .d = 1000000};
  assert_int_equal(eir_i_keeping_sign(&k), -1);
  assert_true(eir_i_keeping_slack(&k) < 0);
  k.patience = (eir_i_rational){.n = millionths + 2, .d = 1000000};
  assert_int_equal(eir_i_keeping_sign(&k), 1);
  assert_true(eir_i_keeping_slack(&k) > 0);
}

static void least_patience(void **state) {
  (void)state;
  static const struct {
    const char *q, *f;
    double least;
  } rows[] = {{"1", "0", 1.0 / 3},
              {"0.5", "0", 0.5},
              {"0.25", "0", 2.0 / 3},
              {"0.9", "0.05", 20.0 / 53},
              {"0.6", "0.1", 10.0 / 19}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    eir_i_keeping k = keeping(rows[i].q, rows[i].f, "0.5");
    assert_near(value_of(eir_i_keeping_enough(&k, EIR_I_ENOUGH_PATIENCE)),
                rows[i].least);
    assert_bracketed(k, rows[i].least);
  }
  eir_i_keeping never = keeping("0.3", "0.2", "0.5");
  assert_false(eir_i_keeping_enough(&never, EIR_I_ENOUGH_PATIENCE).exists);
}

/* At the threshold itself, where it can be written exactly, the slack is exactly 0. */
static void exactly_enough_holds(void **state) {
  (void)state;
  static const char *const rows[][3] = {{"1", "0", "1/3"},
                                        {"0.5", "0", "0.5"},
                                        {"0.25", "0", "2/3"},
                                        {"0.9", "0.05", "20/53"},
                                        {"0.6", "0.1", "10/19"}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    eir_i_keeping k = keeping(rows[i][0], rows[i][1], rows[i][2]);
    assert_int_equal(eir_i_keeping_sign(&k), 0);
    assert_true(eir_i_keeping_slack(&k) == 0);
  }
}

static void least_detection(void **state) {
  (void)state;
  eir_i_keeping k = keeping("1", "0", "0.6");
  assert_near(value_of(eir_i_keeping_enough(&k, EIR_I_ENOUGH_DETECTION)), 1.0 / 3);
  k = keeping("1", "0.1", "0.9");
  assert_near(value_of(eir_i_keeping_enough(&k, EIR_I_ENOUGH_DETECTION)),
              0.205555555556);
}

static void least_guarantee(void **state) {
  (void)state;
  static const struct {
    const char *q, *f, *patience, *r;
    double least;
  } rows[] = {{"0.5", "0", "0.3", "1", 8.0 / 7},
              {"0.5", "0", "0.3", "0.5", 16.0 / 7},
              {"0.8", "0.1", "0.4", "0.5", 0.3125},
              {"0.9", "0.05", "0.9", "0.5", 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    eir_i_keeping k = keeping(rows[i].q, rows[i].f, rows[i].patience);
    k.reacts = number(rows[i].r);
    eir_i_just_enough least = eir_i_keeping_enough(&k, EIR_I_ENOUGH_GUARANTEE);
    assert_near(value_of(least), rows[i].least);
    k.reacts = number("0"); /* a guarantor that does not act */
    assert_true(eir_i_keeping_enough(&k, EIR_I_ENOUGH_GUARANTEE).exists ==
                (rows[i].least <= 0));
  }
}

static void large_guarantees_have_fewer_decimals(void **state) {
  (void)state;
  eir_i_keeping k = keeping("0.000001", "0", "0");
  k.reacts = number("0.000001");
  eir_i_just_enough least = eir_i_keeping_enough(&k, EIR_I_ENOUGH_GUARANTEE);
  assert_true(least.exists && least.decimals == 6);
  assert_true(least.n == INT64_C(1000000000000000000));
  k.temptation = number("1000000000000");
  least = eir_i_keeping_enough(&k, EIR_I_ENOUGH_GUARANTEE);
  assert_false(least.exists); /* 10^24, which is beyond what is looked for */
}

static void largest_values(void **state) {
  (void)state;
  eir_i_keeping k = keeping("0.5", "0", "0.6");
  /* 0.6 x 0.5 x 2 / 0.4 */
  assert_near(value_of(eir_i_keeping_enough(&k, EIR_I_ENOUGH_TEMPTATION)), 1.5);
  /* 0.6 (0.5 - f) 2 = 0.4 + 0.6 f */
  assert_near(value_of(eir_i_keeping_enough(&k, EIR_I_ENOUGH_FALSE_ALARM)), 0.2 / 1.8);
  k.guarantee = number("100000000");
  k.reacts = number("1");
  eir_i_just_enough most = eir_i_keeping_enough(&k, EIR_I_ENOUGH_TEMPTATION);
  assert_true(most.exists && most.decimals == 9);
  assert_true(most.n == INT64_C(50000001500000000));
  k.comply = number("-10");
  k.guarantee = number("0");
  assert_false(eir_i_keeping_enough(&k, EIR_I_ENOUGH_TEMPTATION).exists);
}

/* Without false alarms a snap-back of T periods takes (1 - patience^T)(c - p) patience
 * / (1 - patience): with patience 1/2 and q = 1, 2 (1 - 2^-T), which is 1 at T = 1. */
static void least_snap_back(void **state) {
  (void)state;
  uint64_t periods;
  eir_i_keeping k = keeping("1", "0", "1/2");
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 1);
  k.temptation = number("7/4");
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 3);
  k.temptation = number("1.76");
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 4);
  k.temptation = number("2"); /* just enough for ever, and never for a time */
  assert_int_equal(eir_i_keeping_sign(&k), 0);
  assert_false(eir_i_keeping_snap_back(&k, &periods));
  k.temptation = number("0");
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 0);
}

/* 0.3^T is no short binary fraction; where it is just enough it counts as enough. */
static void a_snap_back_that_is_just_enough(void **state) {
  (void)state;
  uint64_t periods;
  eir_i_keeping k = keeping("1", "0", "0.3");
  k.comply = number("8");         /* 0.3 (1 - 0.3^T) 7 / 0.7 = 3 (1 - 0.3^T) */
  k.temptation = number("2.919"); /* T = 3: 0.3^3 = 0.027 */
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 3);
  k.temptation = number("2.919000000001");
  assert_true(eir_i_keeping_snap_back(&k, &periods) && periods == 4);
}

static void severities(void **state) {
  (void)state;
  eir_i_rational e = eir_i_keeping_severity(number("0.5"), 2);
  assert_true(eir_i_rational_compare(e, number("3/4")) == 0);
  e = eir_i_keeping_severity(number("0"), 1);
  assert_true(eir_i_rational_compare(e, number("1")) == 0);
  e = eir_i_keeping_severity(number("0.5"), 1000);
  assert_true(eir_i_rational_compare(e, number("1")) < 0);
  e = eir_i_keeping_severity(number("0.999999"), 1000000);
  assert_true(eir_i_rational_compare(e, number("0.632120")) > 0);
  assert_true(eir_i_rational_compare(e, number("0.632121")) < 0);
}

/* ---- shifts of power ---- */

static eir_i_shift shift(const char *now, const char *next, const char *patience,
                         const char *cost) {
  return (eir_i_shift){.now = number(now),
                       .next = number(next),
                       .patience = number(patience),
                       .war_cost = number(cost)};
}

static void commitment_problems(void **state) {
  (void)state;
  static const struct {
    const char *now, *next, *patience, *cost;
    int sign;
    double gap;
  } rows[] = {{"0.4", "0.7", "0.9", "2", 1, 2.1},
              {"0.4", "0.45", "0.9", "2", -1, -0.15},
              {"0.3", "0.6", "0.5", "0.2", -1, -0.1},
              {"0.3", "0.9", "0.5", "0.2", 1, 0.2},
              {"0.3", "0.7", "0.5", "0.2", 0, 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    eir_i_shift s = shift(rows[i].now, rows[i].next, rows[i].patience, rows[i].cost);
    assert_int_equal(eir_i_shift_sign(&s), rows[i].sign);
    assert_near(eir_i_shift_gap(&s), rows[i].gap);
    s.next = number("0");
    assert_int_equal(eir_i_shift_phases(&s, 1), 1);
  }
  eir_i_shift s = shift("0.4", "0.45", "0.9", "2");
  assert_near(eir_i_shift_largest(&s), 0.466666666667);
}

/* The same with the cost as a flow: 0.35 - 0.3 is less than 0.2 x 0.5. */
static void a_cost_in_every_period(void **state) {
  (void)state;
  eir_i_shift s = shift("0.3", "0.7", "0.5", "0.2");
  s.flow = true;
  assert_int_equal(eir_i_shift_sign(&s), -1);
  assert_near(eir_i_shift_gap(&s), -0.1);
  assert_near(eir_i_shift_largest(&s), 0.8);
}

/* 0.4 to 0.7 in steps of at most 0.0666...: five. */
static void phases(void **state) {
  (void)state;
  eir_i_shift s = shift("0.4", "0.7", "0.9", "2");
  assert_int_equal(eir_i_shift_phases(&s, 1000), 5);
  assert_int_equal(eir_i_shift_phases(&s, 4), 0);
  s.now = number("0");
  s.war_cost = number("0");
  assert_int_equal(eir_i_shift_phases(&s, 1000000), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(least_patience),
      cmocka_unit_test(exactly_enough_holds),
      cmocka_unit_test(least_detection),
      cmocka_unit_test(least_guarantee),
      cmocka_unit_test(large_guarantees_have_fewer_decimals),
      cmocka_unit_test(largest_values),
      cmocka_unit_test(least_snap_back),
      cmocka_unit_test(a_snap_back_that_is_just_enough),
      cmocka_unit_test(severities),
      cmocka_unit_test(commitment_problems),
      cmocka_unit_test(a_cost_in_every_period),
      cmocka_unit_test(phases),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
