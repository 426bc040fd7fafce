/* Text: a growing string, numbers in and out without the locale, UTF-8, near misses. */
#ifndef EIR_BASE_TEXT_H
#define EIR_BASE_TEXT_H

#include <stdarg.h>

#include "base/memory.h"

/* A growing string. Running out of memory is remembered in `failed` and makes the
 * further calls do nothing, so that a writer checks once, at the end. */
typedef struct eir_i_text {
  eir_i_memory *memory;
  char *data; /* NUL-terminated once anything was added; may be NULL */
  size_t length;
  size_t capacity;
  bool failed;
} eir_i_text;

void eir_i_text_init(eir_i_text *text, eir_i_memory *memory);
void eir_i_text_free(eir_i_text *text);
void eir_i_text_clear(eir_i_text *text);
void eir_i_text_add(eir_i_text *text, const char *string);
void eir_i_text_add_bytes(eir_i_text *text, const char *bytes, size_t length);
/* printf for strings and integers; %f %g %e are not allowed (they follow the
 * locale). */
void eir_i_text_add_format(eir_i_text *text, const char *format, ...) EIR_PRINTF(2, 3);
void eir_i_text_add_list(eir_i_text *text, const char *format, va_list arguments)
    EIR_PRINTF(2, 0);
/* The shortest decimal that reads back as the same double; null for NaN and
 * infinities. */
void eir_i_text_add_double(eir_i_text *text, double value);
/* A JSON string with its quotes; `string` is UTF-8. */
void eir_i_text_add_json(eir_i_text *text, const char *string);

/* Writes numerator / denominator (denominator > 0) rounded half away from zero to
 * at most `decimals` (0..18), trailing zeros removed, "-0" written "0". Returns the
 * length, at most 60; `out` always ends in NUL when size > 0. */
size_t eir_i_format_ratio(eir_i_i128 numerator, eir_i_i128 denominator,
                          unsigned decimals, char *out, size_t size);
/* Decimal text of a 128-bit integer; returns the length, at most 40. */
size_t eir_i_format_i128(eir_i_i128 value, char *out, size_t size);

/* The length of the longest valid UTF-8 prefix of text[length]; == length if all is. */
size_t eir_i_utf8_valid_prefix(const char *text, size_t length);
/* How many columns a terminal shows text[length] in, counting each code point as 1 and
 * combining marks as 0, East Asian wide ones as 2. */
size_t eir_i_utf8_columns(const char *text, size_t length);

/* Edits (insert, delete, change, swap neighbours) between a and b, or `most` + 1 if
 * more. */
size_t eir_i_text_distance(const char *a, const char *b, size_t most);
/* The candidate nearest to `word` if it is near enough to be a slip of the pen, else
 * NULL. The first wins a tie. candidates[count]. */
const char *eir_i_text_nearest(const char *word, const char *const *candidates,
                               size_t count);

#endif
