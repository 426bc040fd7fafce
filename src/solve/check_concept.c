/* Job: which of two score vectors a solution concept prefers, exactly. Products and
 * sums with a common denominator are natural numbers in GMP limbs (the functions that
 * allocate nothing); ratios are compared crosswise in 128 bits. */
#include "solve/check_concept.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

static_assert(GMP_NUMB_BITS == 64, "a 64-bit number has to fit in a limb");

size_t eir_i_check_limbs(size_t n_signatories) {
  return n_signatories * EIR_I_MAX_POWER + 2;
}

static void wide_set(const eir_i_check_weigher *w, mp_limb_t *wide, uint64_t value) {
  memset(wide, 0, w->n_limbs * sizeof *wide);
  wide[0] = value;
}

static void wide_multiply(const eir_i_check_weigher *w, mp_limb_t *wide,
                          uint64_t factor) {
  const mp_limb_t carry = mpn_mul_1(wide, wide, (mp_size_t)w->n_limbs, factor);
  assert(carry == 0);
  (void)carry;
}

/* wide += other * factor */
static void wide_add(const eir_i_check_weigher *w, mp_limb_t *wide,
                     const mp_limb_t *other, uint64_t factor) {
  const mp_limb_t carry = mpn_addmul_1(wide, other, (mp_size_t)w->n_limbs, factor);
  assert(carry == 0);
  (void)carry;
}

static int wide_compare(const eir_i_check_weigher *w, const mp_limb_t *a,
                        const mp_limb_t *b) {
  return mpn_cmp(a, b, (mp_size_t)w->n_limbs);
}

/* a - b for a >= b: below 2^63, but the difference of the signed numbers might not
 * fit */
static uint64_t distance(int64_t a, int64_t b) {
  assert(a >= b);
  return (uint64_t)a - (uint64_t)b;
}

/* ---- Nash: how many gain, then the product of the gains in points ---- */

static void multiply_power(const eir_i_check_weigher *w, mp_limb_t *wide,
                           uint64_t factor, unsigned power) {
  for (unsigned i = 0; i < power; i++)
    wide_multiply(w, wide, factor);
}

static int compare_nash(const eir_i_check_weigher *w, const int64_t *a,
                        const int64_t *b) {
  size_t gains_a = 0, gains_b = 0;
  wide_set(w, w->wide[0], 1);
  wide_set(w, w->wide[1], 1);
  for (size_t k = 0; k < w->n; k++) {
    const int64_t r = w->reservation[k];
    const bool in_a = a[k] > r, in_b = b[k] > r;
    gains_a += in_a;
    gains_b += in_b;
    if (in_a)
      multiply_power(w, w->wide[0], distance(a[k], r), w->power[k]);
    if (in_b)
      multiply_power(w, w->wide[1], distance(b[k], r), w->power[k]);
    /* a gain of n units is n / unit points; where both gain the unit cancels out */
    const uint64_t unit = (uint64_t)w->unit[k];
    if (in_a && !in_b)
      multiply_power(w, w->wide[1], unit, w->power[k]);
    if (in_b && !in_a)
      multiply_power(w, w->wide[0], unit, w->power[k]);
  }
  if (gains_a != gains_b)
    return gains_a > gains_b ? 1 : -1;
  return wide_compare(w, w->wide[0], w->wide[1]);
}

/* ---- the least ratio, then the next ---- */

static int compare_ratios(eir_i_i128 a, uint64_t a_below, eir_i_i128 b,
                          uint64_t b_below) {
  const eir_i_i128 left = a * b_below, right = b * a_below; /* below 2^126 */
  return (left > right) - (left < right);
}

/* Puts one more ratio where it belongs in the ascending list. */
static void insert_ratio(eir_i_i128 *above, uint64_t *below, size_t count,
                         eir_i_i128 num, uint64_t den) {
  size_t at = count;
  while (at > 0 && compare_ratios(above[at - 1], below[at - 1], num, den) > 0) {
    above[at] = above[at - 1];
    below[at] = below[at - 1];
    at--;
  }
  above[at] = num;
  below[at] = den;
}

static int compare_least(const eir_i_check_weigher *w, bool of_ideal, const int64_t *a,
                         const int64_t *b) {
  size_t count = 0;
  for (size_t k = 0; k < w->n; k++) {
    const int64_t r = w->reservation[k];
    if (of_ideal && w->ideal[k] <= r)
      continue;
    const uint64_t whole = of_ideal ? distance(w->ideal[k], r) : (uint64_t)w->scale[k];
    insert_ratio(w->above[0], w->below[0], count, (eir_i_i128)a[k] - r, whole);
    insert_ratio(w->above[1], w->below[1], count, (eir_i_i128)b[k] - r, whole);
    count++;
  }
  for (size_t i = 0; i < count; i++) {
    const int order =
        compare_ratios(w->above[0][i], w->below[0][i], w->above[1][i], w->below[1][i]);
    if (order != 0)
      return order;
  }
  return 0;
}

/* ---- the sum of utilities ---- */

/* Over one denominator: where a is ahead counts for it, where b is ahead for b. */
static int compare_sums(const eir_i_check_weigher *w, const int64_t *a,
                        const int64_t *b) {
  mp_limb_t *for_a = w->wide[0], *for_b = w->wide[1], *denominator = w->wide[2];
  wide_set(w, for_a, 0);
  wide_set(w, for_b, 0);
  wide_set(w, denominator, 1);
  for (size_t k = 0; k < w->n; k++) {
    const uint64_t scale = (uint64_t)w->scale[k];
    wide_multiply(w, for_a, scale);
    wide_multiply(w, for_b, scale);
    if (a[k] > b[k])
      wide_add(w, for_a, denominator, distance(a[k], b[k]));
    if (b[k] > a[k])
      wide_add(w, for_b, denominator, distance(b[k], a[k]));
    wide_multiply(w, denominator, scale);
  }
  return wide_compare(w, for_a, for_b);
}

int eir_i_check_compare(const eir_i_check_weigher *weigher, eir_concept concept,
                        const int64_t *a, const int64_t *b) {
  switch (concept) {
  case EIR_NASH:
    return compare_nash(weigher, a, b);
  case EIR_KALAI_SMORODINSKY:
    return compare_least(weigher, true, a, b);
  case EIR_EGALITARIAN:
    return compare_least(weigher, false, a, b);
  case EIR_UTILITARIAN:
    return compare_sums(weigher, a, b);
  }
  assert(false);
  return 0;
}
