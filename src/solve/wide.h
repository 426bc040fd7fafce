/* Wide numbers: natural numbers of any size, for products and sums that decide.
 *
 * The digits ("limbs") are GMP's, and so is the arithmetic, by its lowest layer, which
 * takes no memory of its own. */
#ifndef EIR_SOLVE_WIDE_H
#define EIR_SOLVE_WIDE_H

#include "base/text.h"

typedef struct eir_i_wide {
  uint64_t *limbs; /* [room], least first; the top one of `count` is not 0 */
  size_t count;    /* 0: the number 0 */
  size_t room;
} eir_i_wide;

/* Room for numbers below 2^(64 room). False without memory. */
bool eir_i_wide_make(eir_i_wide *wide, size_t room, eir_i_arena *arena);
void eir_i_wide_set(eir_i_wide *wide, uint64_t value);
void eir_i_wide_set128(eir_i_wide *wide, eir_i_u128 value);
/* The result must fit the room (asserted). */
void eir_i_wide_multiply(eir_i_wide *wide, uint64_t factor);
/* wide += a * factor. */
void eir_i_wide_add_product(eir_i_wide *wide, const eir_i_wide *a, uint64_t factor);
int eir_i_wide_compare(const eir_i_wide *a, const eir_i_wide *b);
/* Rounded to nearest; infinity beyond a double's range. */
double eir_i_wide_to_double(const eir_i_wide *wide);
/* a / b with b > 0; each is rounded to 53 bits first. Infinity beyond a double's
 * range. */
double eir_i_wide_ratio(const eir_i_wide *a, const eir_i_wide *b);
/* Appends the decimal digits. */
void eir_i_wide_add_text(const eir_i_wide *wide, eir_i_text *text);

/* Appends a / b (b > 0) rounded half up to `decimals` (0..18), trailing zeros removed.
 * `a` is scaled in place and must have two limbs of room to spare. */
void eir_i_wide_add_ratio(eir_i_wide *a, const eir_i_wide *b, unsigned decimals,
                          eir_i_text *text);

uint64_t eir_i_gcd(uint64_t a, uint64_t b);
/* numerator / denominator (> 0) rounded to nearest. */
double eir_i_ratio_to_double(eir_i_i128 numerator, eir_i_i128 denominator);

#endif
