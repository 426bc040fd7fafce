/* Rational: arithmetic on 128-bit fractions in lowest terms.
 *
 * Case files hold short decimals by the hundred thousand, so what fits in 64 bits takes
 * a short way; the long way is for correctness. */
#include "case/rational.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

static const eir_i_i128 most = (eir_i_i128)(((eir_i_u128)1 << 127) - 1);

eir_i_u128 eir_i_i128_magnitude(eir_i_i128 value) {
  return value < 0 ? (eir_i_u128)0 - (eir_i_u128)value : (eir_i_u128)value;
}

static bool fits_63(eir_i_i128 value) {
  return value >= -(eir_i_i128)INT64_MAX && value <= (eir_i_i128)INT64_MAX;
}

bool eir_i_i128_multiply(eir_i_i128 a, eir_i_i128 b, eir_i_i128 *out_product) {
  if (!fits_63(a) || !fits_63(b)) {
    eir_i_u128 u = eir_i_i128_magnitude(a), v = eir_i_i128_magnitude(b);
    if (u != 0 && v > (eir_i_u128)most / u)
      return true;
  }
  *out_product = a * b;
  return false;
}

static uint64_t gcd_64(uint64_t a, uint64_t b) {
  while (b != 0) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

eir_i_u128 eir_i_u128_gcd(eir_i_u128 a, eir_i_u128 b) {
  while (b > UINT64_MAX) {
    eir_i_u128 rest = a % b;
    a = b;
    b = rest;
  }
  if (b == 0)
    return a;
  return gcd_64((uint64_t)b, (uint64_t)(a % b));
}

static eir_i_rational reduced(eir_i_i128 n, eir_i_i128 d) {
  assert(d > 0);
  if (d == 1)
    return (eir_i_rational){.n = n, .d = 1};
  if (fits_63(n) && fits_63(d)) {
    int64_t above = (int64_t)n, below = (int64_t)d;
    int64_t both = (int64_t)gcd_64((uint64_t)below,
                                   above < 0 ? (uint64_t)-above : (uint64_t)above);
    return (eir_i_rational){.n = above / both, .d = below / both};
  }
  eir_i_i128 common =
      (eir_i_i128)eir_i_u128_gcd((eir_i_u128)d, eir_i_i128_magnitude(n));
  return (eir_i_rational){.n = n / common, .d = d / common};
}

eir_i_rational eir_i_rational_whole(int64_t value) {
  return (eir_i_rational){.n = value, .d = 1};
}

bool eir_i_rational_add(eir_i_rational a, eir_i_rational b, eir_i_rational *out_sum) {
  eir_i_i128 left, right, n, d;
  if (a.d == b.d) {
    if (EIR_ADD_OVERFLOWS(a.n, b.n, &n) || n < -most)
      return true;
    *out_sum = reduced(n, a.d);
    return false;
  }
  eir_i_i128 common = (eir_i_i128)eir_i_u128_gcd((eir_i_u128)a.d, (eir_i_u128)b.d);
  if (eir_i_i128_multiply(a.n, b.d / common, &left))
    return true;
  if (eir_i_i128_multiply(b.n, a.d / common, &right))
    return true;
  if (EIR_ADD_OVERFLOWS(left, right, &n) || n < -most)
    return true;
  if (eir_i_i128_multiply(a.d, b.d / common, &d))
    return true;
  *out_sum = reduced(n, d);
  return false;
}

bool eir_i_rational_subtract(eir_i_rational a, eir_i_rational b,
                             eir_i_rational *out_difference) {
  b.n = -b.n;
  return eir_i_rational_add(a, b, out_difference);
}

bool eir_i_rational_multiply(eir_i_rational a, eir_i_rational b,
                             eir_i_rational *out_product) {
  /* Reduced crosswise first, the product is in lowest terms and overflows only if it
   * does not fit. */
  eir_i_rational left = reduced(a.n, b.d), right = reduced(b.n, a.d);
  eir_i_rational product;
  if (eir_i_i128_multiply(left.n, right.n, &product.n))
    return true;
  if (eir_i_i128_multiply(left.d, right.d, &product.d))
    return true;
  *out_product = product;
  return false;
}

bool eir_i_rational_divide(eir_i_rational a, eir_i_rational b,
                           eir_i_rational *out_quotient) {
  assert(b.n != 0);
  eir_i_rational inverse = {.n = b.n < 0 ? -b.d : b.d, .d = b.n < 0 ? -b.n : b.n};
  return eir_i_rational_multiply(a, inverse, out_quotient);
}

/* a * b for a, b < 2^127, as high * 2^128 + low. */
static eir_i_u128 wide_multiply(eir_i_u128 a, eir_i_u128 b, eir_i_u128 *out_high) {
  eir_i_u128 a0 = (uint64_t)a, a1 = a >> 64, b0 = (uint64_t)b, b1 = b >> 64;
  eir_i_u128 low = a0 * b0, left = a0 * b1, right = a1 * b0;
  eir_i_u128 middle = (low >> 64) + (uint64_t)left + (uint64_t)right;
  *out_high = a1 * b1 + (left >> 64) + (right >> 64) + (middle >> 64);
  return (middle << 64) | (uint64_t)low;
}

int eir_i_rational_compare(eir_i_rational a, eir_i_rational b) {
  if (a.d == b.d)
    return (a.n > b.n) - (a.n < b.n);
  if ((a.n < 0) != (b.n < 0))
    return a.n < 0 ? -1 : 1;
  eir_i_u128 left_high, right_high;
  eir_i_u128 left =
      wide_multiply(eir_i_i128_magnitude(a.n), (eir_i_u128)b.d, &left_high);
  eir_i_u128 right =
      wide_multiply(eir_i_i128_magnitude(b.n), (eir_i_u128)a.d, &right_high);
  int sign = left_high != right_high ? (left_high > right_high ? 1 : -1)
                                     : (left > right) - (left < right);
  return a.n < 0 ? -sign : sign;
}

size_t eir_i_decimal_text(eir_i_i128 value, unsigned decimals, char *out, size_t size) {
  char digits[48];
  size_t n =
      eir_i_format_i128((eir_i_i128)eir_i_i128_magnitude(value), digits, sizeof digits);
  char made[96];
  size_t length = 0;
  if (value < 0)
    made[length++] = '-';
  size_t whole = n > decimals ? n - decimals : 0;
  if (whole == 0)
    made[length++] = '0';
  memcpy(made + length, digits, whole);
  length += whole;
  /* Digits after the point, without the zeros at their end. */
  size_t end = n;
  while (end > whole && digits[end - 1] == '0')
    end--;
  if (end > whole) {
    made[length++] = '.';
    for (size_t i = n; i < decimals; i++)
      made[length++] = '0';
    memcpy(made + length, digits + whole, end - whole);
    length += end - whole;
  }
  assert(length < sizeof made);
  size_t copied = size == 0 ? 0 : (length < size ? length : size - 1);
  if (size > 0) {
    memcpy(out, made, copied);
    out[copied] = '\0';
  }
  return length;
}
