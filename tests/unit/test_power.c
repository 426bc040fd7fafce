/* Power indices: published values, and every coalition looked at for small rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "explain/power.h"

#include "base/banned.h"

static void assert_power(eir_i_power power, uint64_t numerator, uint64_t denominator,
                         uint64_t swings) {
  assert_true(power.shapley_numerator == numerator);
  assert_true(power.shapley_denominator == denominator);
  assert_true(power.swings == swings);
}

/* The Security Council of the United Nations: five permanent members, ten elected
 * ones, nine votes. */
static void a_council_with_vetoes(void **state) {
  (void)state;
  const eir_i_power permanent = eir_i_power_of(15, 5, 9, true);
  const eir_i_power elected = eir_i_power_of(15, 5, 9, false);
  assert_power(permanent, 421, 2145, 848);
  assert_power(elected, 4, 2145, 84);
  assert_true(permanent.all_swings == 5 * 848 + 10 * 84);
  const double share = 848.0 / (double)permanent.all_swings;
  assert_true(share > 0.1669291335 && share < 0.1669291345);
}

static void when_all_must_sign_all_are_alike(void **state) {
  (void)state;
  for (size_t n = 1; n <= 64; n++) {
    assert_power(eir_i_power_of(n, 0, n, false), 1, n, 1);
    assert_power(eir_i_power_of(n, n, 1, true), 1, n, 1);
  }
}

static void vetoes_that_are_enough_leave_the_others_nothing(void **state) {
  (void)state;
  assert_power(eir_i_power_of(6, 2, 2, true), 1, 2, 16);
  assert_power(eir_i_power_of(6, 2, 2, false), 0, 1, 0);
}

/* The numbers are largest where half of many must sign. */
static void the_largest_rule_fits(void **state) {
  (void)state;
  assert_power(eir_i_power_of(64, 0, 32, false), 1, 64, UINT64_C(916312070471295267));
  const eir_i_power veto = eir_i_power_of(64, 1, 33, true);
  /* C(63, 32) of 2^63 orders: 1 - 63 C(62, 31) / (64 C(63, 32)) */
  const eir_i_power other = eir_i_power_of(64, 1, 33, false);
  assert_true(veto.shapley_numerator * other.shapley_denominator +
                  63 * other.shapley_numerator * veto.shapley_denominator ==
              veto.shapley_denominator * other.shapley_denominator);
}

/* ---- every coalition ---- */

static size_t members_of(unsigned coalition) {
  size_t count = 0;
  for (; coalition != 0; coalition &= coalition - 1)
    count++;
  return count;
}

/* The first `n_vetoes` of the signatories have a veto. */
static bool wins(unsigned coalition, size_t n_vetoes, size_t quota) {
  const unsigned vetoes = (1U << n_vetoes) - 1;
  return (coalition & vetoes) == vetoes && members_of(coalition) >= quota;
}

static uint64_t factorial(size_t n) {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/* In n! orders: those in which `who` is the one after whom the coalition wins. */
static void look_at_all(size_t n, size_t n_vetoes, size_t quota, size_t who,
                        uint64_t *out_orders, uint64_t *out_swings) {
  *out_orders = *out_swings = 0;
  for (unsigned c = 0; c < 1U << n; c++) {
    if ((c >> who & 1) != 0 || wins(c, n_vetoes, quota) ||
        !wins(c | 1U << who, n_vetoes, quota))
      continue;
    const size_t before = members_of(c);
    *out_orders += factorial(before) * factorial(n - before - 1);
    ++*out_swings;
  }
}

static void every_small_rule_agrees_with_enumeration(void **state) {
  (void)state;
  for (size_t n = 1; n <= 9; n++) {
    for (size_t v = 0; v <= n; v++) {
      for (size_t quota = 1; quota <= n; quota++) {
        eir_i_u128 all = 0, expected = 0;
        for (size_t who = 0; who < n; who++) {
          uint64_t orders, swings;
          look_at_all(n, v, quota, who, &orders, &swings);
          const eir_i_power p = eir_i_power_of(n, v, quota, who < v);
          assert_true(p.shapley_numerator * factorial(n) ==
                      p.shapley_denominator * orders);
          assert_true(p.swings == swings);
          all += swings;
          expected = p.all_swings;
        }
        assert_true(all == expected);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_council_with_vetoes),
      cmocka_unit_test(when_all_must_sign_all_are_alike),
      cmocka_unit_test(vetoes_that_are_enough_leave_the_others_nothing),
      cmocka_unit_test(the_largest_rule_fits),
      cmocka_unit_test(every_small_rule_agrees_with_enumeration),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
