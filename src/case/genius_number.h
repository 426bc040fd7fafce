/* GENIUS number: numbers as Java writes them, as exact rationals, and back as text. */
#ifndef EIR_CASE_GENIUS_NUMBER_H
#define EIR_CASE_GENIUS_NUMBER_H

#include "case/rational.h"

/* Reads "0.5", ".2", "5.", "1e-3" or "2.0d", blanks around it allowed. Digits that a
 * double could not hold are cut off after the 19th. False if it is no finite number
 * below 10^18. */
bool eir_i_genius_number(const char *text, eir_i_rational *out);

/* Reads a whole number of at most nine digits. */
bool eir_i_genius_whole(const char *text, int64_t *out);

/* value * 10^decimals, rounded half up; decimals at most 15. Saturates. */
eir_i_i128 eir_i_rational_scaled(eir_i_rational value, unsigned decimals);

/* The number rounded to 15 decimals. */
eir_i_rational eir_i_rational_shortened(eir_i_rational value);

/* Adds a decimal where it has at most 18 decimals, else a fraction. */
void eir_i_text_add_rational(eir_i_text *text, eir_i_rational value);

#endif
