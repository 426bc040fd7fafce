/* Exact: whole numbers of up to 1,024 bits, with a sign, for what decides.
 *
 * Whether a deal holds is the sign of a polynomial in fractions. Brought over a common
 * denominator it is one whole number, and that number is worked out without any
 * rounding. The numbers live on the stack; the digits' arithmetic is GMP's lowest
 * layer. */
#ifndef EIR_HOLD_EXACT_H
#define EIR_HOLD_EXACT_H

#include "base/compiler.h"

enum { EIR_I_EXACT_LIMBS = 16 };

typedef struct eir_i_exact {
  uint64_t limbs[EIR_I_EXACT_LIMBS]; /* [count], least first; the top one is not 0 */
  int count;                         /* 0: the number 0 */
  bool negative;                     /* never of 0 */
} eir_i_exact;

eir_i_exact eir_i_exact_of(eir_i_i128 value);
/* Results must be below 2^1024 in absolute value (asserted). */
eir_i_exact eir_i_exact_add(const eir_i_exact *a, const eir_i_exact *b);
eir_i_exact eir_i_exact_subtract(const eir_i_exact *a, const eir_i_exact *b);
eir_i_exact eir_i_exact_multiply(const eir_i_exact *a, const eir_i_exact *b);
/* a * b for a small b. */
eir_i_exact eir_i_exact_times(const eir_i_exact *a, int64_t b);
/* -1, 0 or 1. */
int eir_i_exact_sign(const eir_i_exact *a);
/* a / b for b > 0, to a few units of the last place of a double; for reports. */
double eir_i_exact_ratio(const eir_i_exact *a, const eir_i_exact *b);

#endif
