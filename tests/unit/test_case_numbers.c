/* Exact numbers: reading, refusing with a remedy, arithmetic that notices overflow, and
 * decimal text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "case/rational.h"

#include "base/banned.h"

/* "n/d" of a number, or its fault's message. */
static void show(const char *text, char *out, size_t size) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_text shown;
  eir_i_text_init(&shown, &memory);
  eir_i_rational number;
  eir_i_number_fault fault = eir_i_rational_parse(text, &number);
  if (fault == EIR_I_NUMBER_OK) {
    char digits[48];
    eir_i_format_i128(number.n, digits, sizeof digits);
    eir_i_text_add_format(&shown, "%s/", digits);
    eir_i_format_i128(number.d, digits, sizeof digits);
    eir_i_text_add(&shown, digits);
  } else {
    eir_i_number_explain(&shown, fault, text);
  }
  assert_false(shown.failed);
  assert_true(shown.length < size);
  memcpy(out, shown.data, shown.length + 1);
  eir_i_text_free(&shown);
}

typedef struct number_row {
  const char *text;
  const char *expected;
} number_row;

static void check_rows(const number_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    char shown[256];
    show(rows[i].text, shown, sizeof shown);
    if (strcmp(shown, rows[i].expected) != 0)
      fail_msg("'%s': expected %s, found %s", rows[i].text, rows[i].expected, shown);
  }
}

static void numbers_are_exact(void **state) {
  (void)state;
  static const number_row rows[] = {
      {"0", "0/1"},
      {"-0", "0/1"},
      {"-0.000", "0/1"},
      {"14", "14/1"},
      {"+14", "14/1"},
      {"007", "7/1"},
      {"0.5", "1/2"},
      {"-2.50", "-5/2"},
      {"6.5e-05", "13/200000"},
      {"1.25E+1", "25/2"},
      {"1e3", "1000/1"},
      {"3/7", "3/7"},
      {"-3/7", "-3/7"},
      {"+6/4", "3/2"},
      {"0/5", "0/1"},
      {"0e999999999999999999", "0/1"},
      {"0.0e-99", "0/1"},
      {"1.00000000000000000000000000000000000000000000000000", "1/1"},
      {"0.1", "1/10"},
      {"99999999999999999999999999999999999999",
       "99999999999999999999999999999999999999/1"},
      {"170141183460469231731687303715884105727",
       "170141183460469231731687303715884105727/1"},
      {"0.00000000000000000000000000000000000001",
       "1/100000000000000000000000000000000000000"},
      {"100000000000000000000000000000000000000e-38", "1/1"},
      {"0.000000000000000000000000000000000000000000000000000000000001e60", "1/1"},
  };
  check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void what_is_no_number_has_a_remedy(void **state) {
  (void)state;
  static const number_row rows[] = {
      {"", "expected a number, found ''"},
      {"abc", "expected a number, found 'abc'"},
      {"-", "expected a number, found '-'"},
      {"1 2", "expected a number, found '1 2'"},
      {"1e", "expected a number, found '1e'"},
      {"1e+", "expected a number, found '1e+'"},
      {"--1", "expected a number, found '--1'"},
      {"1.2.3", "expected a number, found '1.2.3'"},
      {"12:30", "expected a number, found '12:30'"},
      {"1,5", "'1,5' is not a number here; write 1.5 with a decimal point"},
      {"-1,5", "'-1,5' is not a number here; write -1.5 with a decimal point"},
      {"1,000,000", "'1,000,000' is not a number here; write it with a decimal point "
                    "and no other separators"},
      {".5", "'.5' is not a number here; write 0.5"},
      {"-.5", "'-.5' is not a number here; write -0.5"},
      {"5.", "'5.' is not a number here; write 5"},
      {"1_000", "'1_000' is not a number here; write it without underscores, such as "
                "1000"},
      {"0x10", "'0x10' is not a number here; write it in decimal"},
      {"0o17", "'0o17' is not a number here; write it in decimal"},
      {".inf", "'.inf' is not a number here; numbers are finite"},
      {"-.INF", "'-.INF' is not a number here; numbers are finite"},
      {".nan", "'.nan' is not a number here; numbers are finite"},
      {"50%", "'50%' is not a number here; write it without the percent sign, such as "
              "0.5 for 50%"},
      {"1 / 2",
       "'1 / 2' is not a number here; a fraction is two whole numbers, such as "
       "3/7"},
      {"0.5/3",
       "'0.5/3' is not a number here; a fraction is two whole numbers, such as "
       "3/7"},
      {"1/-2", "'1/-2' is not a number here; a fraction is two whole numbers, such as "
               "3/7"},
      {"1/2/3",
       "'1/2/3' is not a number here; a fraction is two whole numbers, such as 3/7"},
      {"3/0", "'3/0' is not a number here; nothing can be divided by 0"},
      {"1e39",
       "the number '1e39' has more digits than can be held exactly; write fewer "
       "digits"},
      {"1e-39", "the number '1e-39' has more digits than can be held exactly; write "
                "fewer digits"},
      {"1e999999999", "the number '1e999999999' has more digits than can be held "
                      "exactly; write fewer digits"},
      {"170141183460469231731687303715884105728",
       "the number '170141183460469231731687303715884105728' has more digits than can "
       "be "
       "held exactly; write fewer digits"},
      {"1/1000000000000000000000000000000000000000",
       "the number '1/1000000000000000000000000000000000000000' has more digits than "
       "can "
       "be held exactly; write fewer digits"},
  };
  check_rows(rows, sizeof rows / sizeof rows[0]);
}

static eir_i_rational number(const char *text) {
  eir_i_rational made;
  assert_int_equal(eir_i_rational_parse(text, &made), EIR_I_NUMBER_OK);
  return made;
}

static void assert_number(eir_i_rational found, const char *expected) {
  eir_i_rational wanted = number(expected);
  assert_true(found.n == wanted.n && found.d == wanted.d);
}

static void arithmetic_is_exact_or_says_so(void **state) {
  (void)state;
  eir_i_rational out;
  assert_false(eir_i_rational_add(number("1/6"), number("1/10"), &out));
  assert_number(out, "4/15");
  assert_false(eir_i_rational_subtract(number("1/6"), number("1/6"), &out));
  assert_number(out, "0");
  assert_false(eir_i_rational_multiply(number("-3/7"), number("7/9"), &out));
  assert_number(out, "-1/3");
  assert_false(eir_i_rational_divide(number("0.3"), number("-0.7"), &out));
  assert_number(out, "-3/7");
  assert_false(eir_i_rational_multiply(number("1e19"), number("1e19"), &out));
  assert_number(out, "1e38");
  /* Crosswise reduction keeps what fits from overflowing on the way. */
  assert_false(eir_i_rational_multiply(number("1e38"), number("1e-38"), &out));
  assert_number(out, "1");
  assert_true(eir_i_rational_multiply(number("1e20"), number("1e20"), &out));
  assert_true(eir_i_rational_multiply(number("1e-20"), number("1e-20"), &out));
  assert_true(eir_i_rational_add(number("1e38"), number("1e38"), &out));
  assert_true(eir_i_rational_subtract(number("-1e38"), number("1e38"), &out));
  assert_true(eir_i_rational_add(number("1/3"), number("1e-38"), &out));
}

static void comparison_is_exact(void **state) {
  (void)state;
  static const char *const ascending[] = {
      "-1e38",
      "-99999999999999999999999999999999999999/99999999999999999999999999999999999998",
      "-1",
      "-99999999999999999999999999999999999998/99999999999999999999999999999999999999",
      "-1e-38",
      "0",
      "1e-38",
      "1/3",
      "33333333333333333333333333333333333334/99999999999999999999999999999999999999",
      "0.5",
      "1",
      "1e38"};
  size_t n = sizeof ascending / sizeof ascending[0];
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      int expected = (i > j) - (i < j);
      assert_int_equal(
          eir_i_rational_compare(number(ascending[i]), number(ascending[j])), expected);
    }
}

static void check_decimal(int64_t value, unsigned decimals, const char *expected) {
  char text[64];
  size_t length = eir_i_decimal_text(value, decimals, text, sizeof text);
  assert_string_equal(text, expected);
  assert_int_equal(length, strlen(expected));
}

static void decimals_are_canonical(void **state) {
  (void)state;
  check_decimal(0, 0, "0");
  check_decimal(0, 3, "0");
  check_decimal(1500, 2, "15");
  check_decimal(1550, 2, "15.5");
  check_decimal(-5, 1, "-0.5");
  check_decimal(5, 4, "0.0005");
  check_decimal(-120, 0, "-120");
  char small[4];
  assert_int_equal(eir_i_decimal_text(12345, 1, small, sizeof small), 6);
  assert_string_equal(small, "123");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_exact),
      cmocka_unit_test(what_is_no_number_has_a_remedy),
      cmocka_unit_test(arithmetic_is_exact_or_says_so),
      cmocka_unit_test(comparison_is_exact),
      cmocka_unit_test(decimals_are_canonical),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
