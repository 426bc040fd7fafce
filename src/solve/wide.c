/* Wide numbers on GMP's mpn layer. */
#include "solve/wide.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NUMB_BITS == 64,
              "limbs of 64 bits");

bool eir_i_wide_make(eir_i_wide *wide, size_t room, eir_i_arena *arena) {
  *wide = (eir_i_wide){.room = room};
  wide->limbs = eir_i_arena_take_array(arena, room, sizeof *wide->limbs);
  return wide->limbs != NULL;
}

void eir_i_wide_set(eir_i_wide *wide, uint64_t value) {
  assert(wide->room > 0);
  wide->limbs[0] = value;
  wide->count = value != 0 ? 1 : 0;
}

static void copy_of(eir_i_wide *to, const eir_i_wide *from) {
  assert(to->room >= from->count);
  if (from->count > 0)
    memcpy(to->limbs, from->limbs, from->count * sizeof(uint64_t));
  to->count = from->count;
}

void eir_i_wide_set128(eir_i_wide *wide, eir_i_u128 value) {
  assert(wide->room > 1);
  wide->limbs[0] = (uint64_t)value;
  wide->limbs[1] = (uint64_t)(value >> 64);
  wide->count = wide->limbs[1] != 0 ? 2 : wide->limbs[0] != 0 ? 1 : 0;
}

static void append(eir_i_wide *wide, uint64_t carry) {
  if (carry == 0)
    return;
  assert(wide->count < wide->room);
  wide->limbs[wide->count++] = carry;
}

void eir_i_wide_multiply(eir_i_wide *wide, uint64_t factor) {
  if (wide->count == 0)
    return;
  if (factor == 0) {
    wide->count = 0;
    return;
  }
  append(wide, mpn_mul_1(wide->limbs, wide->limbs, (mp_size_t)wide->count, factor));
}

void eir_i_wide_add_product(eir_i_wide *wide, const eir_i_wide *a, uint64_t factor) {
  if (a->count == 0 || factor == 0)
    return;
  assert(wide->room > a->count);
  while (wide->count < a->count)
    wide->limbs[wide->count++] = 0;
  mp_size_t low = (mp_size_t)a->count, high = (mp_size_t)(wide->count - a->count);
  uint64_t carry = mpn_addmul_1(wide->limbs, a->limbs, low, factor);
  if (high > 0)
    carry = mpn_add_1(wide->limbs + low, wide->limbs + low, high, carry);
  append(wide, carry);
}

int eir_i_wide_compare(const eir_i_wide *a, const eir_i_wide *b) {
  if (a->count != b->count)
    return a->count < b->count ? -1 : 1;
  if (a->count == 0)
    return 0;
  int by = mpn_cmp(a->limbs, b->limbs, (mp_size_t)a->count);
  return by < 0 ? -1 : by > 0;
}

/* The number as mantissa * 2^exponent, the mantissa rounded to 53 bits. */
static double split(const eir_i_wide *wide, int *out_exponent) {
  *out_exponent = 0;
  if (wide->count == 0)
    return 0;
  size_t top = wide->count - 1;
  uint64_t bits = wide->limbs[top];
  assert(bits != 0); /* no leading zeros */
  int shift = 64 - eir_i_bits64(bits);
  bool rest = false; /* anything below the 64 bits taken */
  if (shift > 0) {
    bits <<= shift;
    if (top > 0) {
      bits |= wide->limbs[top - 1] >> (64 - shift);
      rest = wide->limbs[top - 1] << shift != 0;
    }
  } else if (top > 0) {
    rest = wide->limbs[top - 1] != 0;
  }
  for (size_t i = 0; i + 1 < top; i++)
    rest |= wide->limbs[i] != 0;
  *out_exponent = (int)top * 64 - shift;
  return (double)(bits | (rest ? 1 : 0));
}

double eir_i_wide_to_double(const eir_i_wide *wide) {
  int exponent;
  double mantissa = split(wide, &exponent);
  return ldexp(mantissa, exponent);
}

double eir_i_wide_ratio(const eir_i_wide *a, const eir_i_wide *b) {
  assert(b->count > 0);
  int exponent_a, exponent_b;
  double above = split(a, &exponent_a), below = split(b, &exponent_b);
  return ldexp(above / below, exponent_a - exponent_b);
}

void eir_i_wide_add_text(const eir_i_wide *wide, eir_i_text *text) {
  if (wide->count == 0) {
    eir_i_text_add(text, "0");
    return;
  }
  size_t room = wide->count * 20 + 2; /* 2^64 has 20 digits */
  unsigned char *digits = eir_i_allocate(text->memory, room);
  uint64_t *copy = eir_i_allocate(text->memory, (wide->count + 1) * sizeof *copy);
  if (digits == NULL || copy == NULL) {
    text->failed = true;
  } else {
    memcpy(copy, wide->limbs, wide->count * sizeof *copy);
    size_t n = mpn_get_str(digits, 10, copy, (mp_size_t)wide->count);
    size_t zeros = 0;
    while (zeros + 1 < n && digits[zeros] == 0)
      zeros++;
    for (size_t i = 0; i < n; i++)
      digits[i] = (unsigned char)(digits[i] + '0');
    eir_i_text_add_bytes(text, (const char *)digits + zeros, n - zeros);
  }
  eir_i_release(text->memory, digits, room);
  eir_i_release(text->memory, copy, (wide->count + 1) * sizeof *copy);
}

/* Appends the digits of a number scaled by 10^decimals, with its point. */
static void add_point(const eir_i_text *digits, unsigned decimals, eir_i_text *text) {
  size_t length = digits->length, whole = length > decimals ? length - decimals : 0;
  size_t end = length; /* of the digits to show */
  while (end > whole && digits->data[end - 1] == '0')
    end--;
  if (whole == 0)
    eir_i_text_add(text, "0");
  eir_i_text_add_bytes(text, digits->data, whole);
  if (end == whole)
    return;
  eir_i_text_add(text, ".");
  for (size_t i = length; i < decimals; i++)
    eir_i_text_add(text, "0");
  eir_i_text_add_bytes(text, digits->data + whole, end - whole);
}

static void round_up(eir_i_wide *quotient) {
  uint64_t carry =
      mpn_add_1(quotient->limbs, quotient->limbs, (mp_size_t)quotient->count, 1);
  append(quotient, carry);
}

/* quotient = a / b rounded half up; quotient has room for a->count + 2 limbs, rest for
 * b->count + 1. */
static void divide(const eir_i_wide *a, const eir_i_wide *b, eir_i_wide *quotient,
                   eir_i_wide *rest) {
  quotient->limbs[0] = 0;
  quotient->count = 1;
  copy_of(rest, a);
  if (a->count >= b->count) {
    quotient->count = a->count - b->count + 1;
    mpn_tdiv_qr(quotient->limbs, rest->limbs, 0, a->limbs, (mp_size_t)a->count,
                b->limbs, (mp_size_t)b->count);
    rest->count = b->count;
  }
  while (rest->count > 0 && rest->limbs[rest->count - 1] == 0)
    rest->count--;
  eir_i_wide_multiply(rest, 2);
  if (eir_i_wide_compare(rest, b) >= 0)
    round_up(quotient);
  while (quotient->count > 0 && quotient->limbs[quotient->count - 1] == 0)
    quotient->count--;
}

void eir_i_wide_add_ratio(eir_i_wide *a, const eir_i_wide *b, unsigned decimals,
                          eir_i_text *text) {
  assert(b->count > 0 && decimals <= 18);
  eir_i_arena arena;
  eir_i_text digits;
  eir_i_wide quotient, rest;
  eir_i_arena_init(&arena, text->memory);
  eir_i_text_init(&digits, text->memory);
  size_t room = a->room + b->room + 3;
  for (unsigned i = 0; i < decimals; i++)
    eir_i_wide_multiply(a, 10);
  if (eir_i_wide_make(&quotient, room, &arena) &&
      eir_i_wide_make(&rest, room, &arena)) {
    divide(a, b, &quotient, &rest);
    eir_i_wide_add_text(&quotient, &digits);
  } else {
    digits.failed = true;
  }
  if (digits.failed)
    text->failed = true;
  else
    add_point(&digits, decimals, text);
  eir_i_text_free(&digits);
  eir_i_arena_free(&arena);
}

uint64_t eir_i_gcd(uint64_t a, uint64_t b) {
  while (b != 0) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* Long division in binary down to 64 significant bits, the lowest of which remembers
 * whether anything follows: then one rounding is the right one. */
double eir_i_ratio_to_double(eir_i_i128 numerator, eir_i_i128 denominator) {
  assert(denominator > 0);
  if (numerator == 0)
    return 0;
  eir_i_u128 n =
      numerator < 0 ? (eir_i_u128)0 - (eir_i_u128)numerator : (eir_i_u128)numerator;
  eir_i_u128 d = (eir_i_u128)denominator;
  eir_i_u128 bits = n / d, rest = n % d;
  int exponent = 0;
  bool more = false;
  for (; bits >> 64 != 0; exponent++) {
    more |= (bits & 1) != 0;
    bits >>= 1;
  }
  for (; bits >> 63 == 0; exponent--) {
    bits <<= 1;
    if (rest >= d - rest) { /* 2 * rest >= d, without overflow */
      rest -= d - rest;
      bits |= 1;
    } else {
      rest += rest;
    }
  }
  more |= rest != 0;
  double value = ldexp((double)((uint64_t)bits | (more ? 1 : 0)), exponent);
  return numerator < 0 ? -value : value;
}
