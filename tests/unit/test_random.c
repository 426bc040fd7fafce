/* Random numbers: published values, bounds without bias, keys apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"

#include "base/banned.h"

/* The first outputs for seed 1234567, as printed by the reference implementation of
 * Vigna (splitmix64.c), which Rosetta Code lists. */
static void splitmix64_as_published(void **state) {
  (void)state;
  static const uint64_t published[] = {
      UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
      UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
      UINT64_C(16408922859458223821)};
  for (size_t i = 0; i < sizeof published / sizeof *published; i++)
    assert_int_equal(eir_i_random_at(1234567, i), published[i]);
}

/* Of the FNV authors' test vectors. */
static void fnv_as_published(void **state) {
  (void)state;
  assert_int_equal(eir_i_random_stream(""), UINT64_C(0xcbf29ce484222325));
  assert_int_equal(eir_i_random_stream("a"), UINT64_C(0xaf63dc4c8601ec8c));
  assert_int_equal(eir_i_random_stream("foobar"), UINT64_C(0x85944171f73967e8));
}

/* With n = 3 * 2^62 a plain remainder, or product, would hit a third of the values
 * twice as often. */
static void bounded_without_bias(void **state) {
  (void)state;
  enum { DRAWS = 30000 };
  const uint64_t third = UINT64_C(1) << 62;
  size_t counts[3] = {0, 0, 0};
  for (uint64_t i = 0; i < DRAWS; i++) {
    uint64_t number = eir_i_random_below(7, i, 3 * third);
    assert_true(number < 3 * third);
    counts[number / third]++;
  }
  for (size_t i = 0; i < 3; i++) /* five standard deviations */
    assert_in_range(counts[i], DRAWS / 3 - 410, DRAWS / 3 + 410);
}

static void bounded_small(void **state) {
  (void)state;
  size_t counts[7] = {0};
  for (uint64_t i = 0; i < 70000; i++)
    counts[eir_i_random_below(11, i, 7)]++;
  for (size_t i = 0; i < 7; i++)
    assert_in_range(counts[i], 9500, 10500);
  for (uint64_t i = 0; i < 100; i++)
    assert_int_equal(eir_i_random_below(11, i, 1), 0);
}

/* Neighbouring seeds and streams: half of the bits differ. */
static void keys_are_apart(void **state) {
  (void)state;
  size_t bits = 0;
  for (uint64_t seed = 0; seed < 1000; seed++) {
    uint64_t a = eir_i_random_at(eir_i_random_key(seed, 5), 0);
    uint64_t b = eir_i_random_at(eir_i_random_key(seed + 1, 5), 0);
    uint64_t c = eir_i_random_at(eir_i_random_key(seed, 6), 0);
    for (uint64_t d = a ^ b; d != 0; d &= d - 1)
      bits++;
    for (uint64_t d = a ^ c; d != 0; d &= d - 1)
      bits++;
  }
  assert_in_range(bits, 63000, 65000); /* of 128,000 */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(splitmix64_as_published), cmocka_unit_test(fnv_as_published),
      cmocka_unit_test(bounded_without_bias),    cmocka_unit_test(bounded_small),
      cmocka_unit_test(keys_are_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
