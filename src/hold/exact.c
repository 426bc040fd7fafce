/* Exact: addition, subtraction and multiplication of signed whole numbers of bounded
 * size. What is asked of them is known in advance: the callers multiply at most a dozen
 * numbers of 63 bits, which leaves a quarter of the room. */
#include "hold/exact.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>

#include "base/banned.h"

static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "GMP's limbs have 64 bits");

static void trim(eir_i_exact *a) {
  while (a->count > 0 && a->limbs[a->count - 1] == 0)
    a->count--;
  if (a->count == 0)
    a->negative = false;
}

eir_i_exact eir_i_exact_of(eir_i_i128 value) {
  eir_i_exact made = {.negative = value < 0, .count = 2};
  eir_i_u128 size = value < 0 ? (eir_i_u128)0 - (eir_i_u128)value : (eir_i_u128)value;
  made.limbs[0] = (uint64_t)size;
  made.limbs[1] = (uint64_t)(size >> 64);
  trim(&made);
  return made;
}

/* The sizes alone: -1, 0 or 1. */
static int compare_sizes(const eir_i_exact *a, const eir_i_exact *b) {
  if (a->count != b->count)
    return a->count > b->count ? 1 : -1;
  return a->count == 0 ? 0 : mpn_cmp(a->limbs, b->limbs, a->count);
}

/* |a| + |b| or |a| - |b|, for |a| >= |b|, with the sign of a. */
static eir_i_exact join(const eir_i_exact *a, const eir_i_exact *b, bool add) {
  assert(compare_sizes(a, b) >= 0);
  eir_i_exact made = *a;
  if (b->count == 0)
    return made;
  if (!add) {
    uint64_t borrow = mpn_sub(made.limbs, a->limbs, a->count, b->limbs, b->count);
    assert(borrow == 0);
    (void)borrow;
    trim(&made);
    return made;
  }
  uint64_t carry = mpn_add(made.limbs, a->limbs, a->count, b->limbs, b->count);
  if (carry != 0) {
    assert(made.count < EIR_I_EXACT_LIMBS);
    made.limbs[made.count++] = carry;
  }
  return made;
}

eir_i_exact eir_i_exact_add(const eir_i_exact *a, const eir_i_exact *b) {
  bool add = a->negative == b->negative;
  return compare_sizes(a, b) >= 0 ? join(a, b, add) : join(b, a, add);
}

eir_i_exact eir_i_exact_subtract(const eir_i_exact *a, const eir_i_exact *b) {
  eir_i_exact opposite = *b;
  opposite.negative = !b->negative && b->count > 0;
  return eir_i_exact_add(a, &opposite);
}

eir_i_exact eir_i_exact_multiply(const eir_i_exact *a, const eir_i_exact *b) {
  eir_i_exact made = {.count = 0};
  if (a->count == 0 || b->count == 0)
    return made;
  assert(a->count + b->count <= EIR_I_EXACT_LIMBS);
  if (a->count >= b->count)
    mpn_mul(made.limbs, a->limbs, a->count, b->limbs, b->count);
  else
    mpn_mul(made.limbs, b->limbs, b->count, a->limbs, a->count);
  made.count = a->count + b->count;
  made.negative = a->negative != b->negative;
  trim(&made);
  return made;
}

eir_i_exact eir_i_exact_times(const eir_i_exact *a, int64_t b) {
  const eir_i_exact factor = eir_i_exact_of(b);
  return eir_i_exact_multiply(a, &factor);
}

int eir_i_exact_sign(const eir_i_exact *a) {
  return a->count == 0 ? 0 : a->negative ? -1 : 1;
}

/* The two top limbs, as m * 2^exponent. */
static double top_of(const eir_i_exact *a, int *out_exponent) {
  *out_exponent = 0;
  if (a->count == 0)
    return 0;
  double value = (double)a->limbs[a->count - 1];
  *out_exponent = 64 * (a->count - 1);
  if (a->count > 1) {
    value = value * 0x1p64 + (double)a->limbs[a->count - 2];
    *out_exponent -= 64;
  }
  return a->negative ? -value : value;
}

double eir_i_exact_ratio(const eir_i_exact *a, const eir_i_exact *b) {
  assert(eir_i_exact_sign(b) > 0);
  int above, below;
  double numerator = top_of(a, &above), denominator = top_of(b, &below);
  return ldexp(numerator / denominator, above - below);
}
