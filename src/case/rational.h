/* Rational: exact numbers as people write them, with overflow noticed, never
 * ignored. */
#ifndef EIR_CASE_RATIONAL_H
#define EIR_CASE_RATIONAL_H

#include "base/text.h"

/* n / d in lowest terms, d > 0, both below 2^127 in absolute value. */
typedef struct eir_i_rational {
  eir_i_i128 n;
  eir_i_i128 d;
} eir_i_rational;

typedef enum eir_i_number_fault {
  EIR_I_NUMBER_OK = 0,
  EIR_I_NUMBER_NONE,         /* no number at all */
  EIR_I_NUMBER_COMMA,        /* 1,5 */
  EIR_I_NUMBER_POINT,        /* .5 or 5. */
  EIR_I_NUMBER_UNDERSCORE,   /* 1_000 */
  EIR_I_NUMBER_BASE,         /* 0x10 */
  EIR_I_NUMBER_INFINITE,     /* .inf, .nan */
  EIR_I_NUMBER_PERCENT,      /* 50% */
  EIR_I_NUMBER_FRACTION,     /* 0.5/3, 1 / 2 */
  EIR_I_NUMBER_ZERO_DIVISOR, /* 3/0 */
  EIR_I_NUMBER_TOO_LONG      /* more digits than fit */
} eir_i_number_fault;

/* Reads "12", "-0.5", "6.5e-05" or a fraction of two whole numbers, "-3/7". */
eir_i_number_fault eir_i_rational_parse(const char *text, eir_i_rational *out_number);

/* Adds to `message` what is wrong with `text`, and what would be right. */
void eir_i_number_explain(eir_i_text *message, eir_i_number_fault fault,
                          const char *text);

eir_i_rational eir_i_rational_whole(int64_t value);

/* Each is true when the result does not fit; it is then not set. */
bool eir_i_rational_add(eir_i_rational a, eir_i_rational b, eir_i_rational *out_sum);
bool eir_i_rational_subtract(eir_i_rational a, eir_i_rational b,
                             eir_i_rational *out_difference);
bool eir_i_rational_multiply(eir_i_rational a, eir_i_rational b,
                             eir_i_rational *out_product);
/* `b` is not zero. */
bool eir_i_rational_divide(eir_i_rational a, eir_i_rational b,
                           eir_i_rational *out_quotient);

/* -1, 0 or 1; always exact. */
int eir_i_rational_compare(eir_i_rational a, eir_i_rational b);

/* Checked 128-bit integers. (The compiler's own check needs a function that not every
 * compiler's library has.) True when the result does not fit. */
bool eir_i_i128_multiply(eir_i_i128 a, eir_i_i128 b, eir_i_i128 *out_product);
eir_i_u128 eir_i_u128_gcd(eir_i_u128 a, eir_i_u128 b);
eir_i_u128 eir_i_i128_magnitude(eir_i_i128 value);

/* value * 10^-decimals as a decimal without trailing zeros. Returns the length;
 * 64 bytes are always enough. */
size_t eir_i_decimal_text(eir_i_i128 value, unsigned decimals, char *out, size_t size);

#endif
