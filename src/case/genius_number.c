/* GENIUS number: GENIUS reads decimals into doubles, which keep some 17 digits; here
 * they stay exact, and 19 digits are kept, so that two of them still multiply. */
#include "case/genius_number.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_DIGITS = 19, MOST_EXPONENT = 18, LEAST_EXPONENT = -30 };

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The digits of a decimal without its point, and the power of ten they stand for. */
typedef struct decimal {
  uint64_t digits;
  unsigned n_digits; /* after leading zeros */
  int64_t exponent;
  bool any;
} decimal;

static void put(decimal *made, char c, bool after_point) {
  made->any = true;
  if (made->n_digits < MOST_DIGITS) {
    made->digits = made->digits * 10 + (uint64_t)(c - '0');
    made->n_digits += made->digits > 0;
    made->exponent -= after_point;
  } else {
    made->exponent += !after_point;
  }
}

static const char *scan_exponent(const char *at, int64_t *exponent) {
  bool negative = *at == '-';
  int64_t value = 0;
  if (*at == '-' || *at == '+')
    at++;
  if (!is_digit(*at))
    return NULL;
  for (; is_digit(*at); at++) {
    if (value < 1000000)
      value = value * 10 + (*at - '0');
  }
  *exponent += negative ? -value : value;
  return at;
}

bool eir_i_genius_number(const char *text, eir_i_rational *out) {
  decimal made = {0};
  while (is_blank(*text))
    text++;
  bool negative = *text == '-';
  if (*text == '-' || *text == '+')
    text++;
  for (; is_digit(*text); text++)
    put(&made, *text, false);
  if (*text == '.') {
    for (text++; is_digit(*text); text++)
      put(&made, *text, true);
  }
  if (made.any && (*text == 'e' || *text == 'E'))
    text = scan_exponent(text + 1, &made.exponent);
  if (text == NULL || !made.any)
    return false;
  if (*text != '\0' && strchr("dDfF", *text) != NULL)
    text++;
  while (is_blank(*text))
    text++;
  if (*text != '\0')
    return false;
  int64_t size = made.exponent + made.n_digits;
  if (made.digits == 0 || size < LEAST_EXPONENT + MOST_DIGITS)
    made = (decimal){0}; /* far below the unit of scores */
  if (made.digits != 0 && size > MOST_EXPONENT)
    return false;
  char clean[64];
  snprintf(clean, sizeof clean, "%s%llue%lld", negative ? "-" : "",
           (unsigned long long)made.digits, (long long)made.exponent);
  return eir_i_rational_parse(clean, out) == EIR_I_NUMBER_OK;
}

bool eir_i_genius_whole(const char *text, int64_t *out) {
  eir_i_rational number;
  if (!eir_i_genius_number(text, &number) || number.d != 1 || number.n > 999999999 ||
      number.n < -999999999)
    return false;
  *out = (int64_t)number.n;
  return true;
}

eir_i_i128 eir_i_rational_scaled(eir_i_rational value, unsigned decimals) {
  const eir_i_i128 most = (eir_i_i128)1 << 120;
  bool negative = value.n < 0;
  eir_i_i128 n = negative ? -value.n : value.n, d = value.d;
  for (; d > most / 16; d /= 2)
    n /= 2; /* far more digits are left than are wanted */
  eir_i_i128 scaled = n / d, rest = n % d;
  for (unsigned i = 0; i < decimals; i++) {
    rest *= 10;
    if (scaled > most / 10)
      return negative ? -most : most;
    scaled = scaled * 10 + rest / d;
    rest %= d;
  }
  scaled += rest >= d - rest;
  return negative ? -scaled : scaled;
}

eir_i_rational eir_i_rational_shortened(eir_i_rational value) {
  const eir_i_rational one = {.n = 1, .d = 1000000000000000};
  eir_i_rational shortened, count = {.n = eir_i_rational_scaled(value, 15), .d = 1};
  if (eir_i_rational_multiply(count, one, &shortened))
    return value;
  return shortened;
}

void eir_i_text_add_rational(eir_i_text *text, eir_i_rational value) {
  char digits[64];
  eir_i_i128 power = 1;
  unsigned decimals = 0;
  for (; decimals < 18 && power % value.d != 0; decimals++)
    power *= 10;
  eir_i_i128 whole;
  if (power % value.d == 0 && !eir_i_i128_multiply(value.n, power / value.d, &whole)) {
    eir_i_decimal_text(whole, decimals, digits, sizeof digits);
    eir_i_text_add(text, digits);
    return;
  }
  eir_i_format_i128(value.n, digits, sizeof digits);
  eir_i_text_add(text, digits);
  eir_i_format_i128(value.d, digits, sizeof digits);
  eir_i_text_add(text, "/");
  eir_i_text_add(text, digits);
}
