/* Unquote: the text of a single-quoted scalar. */
#ifndef EIR_CASE_UNQUOTE_H
#define EIR_CASE_UNQUOTE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the scalar whose opening quote is source[0]; source[size] may go on after it. Sets
 * out[length]; false if the text has another length, and `out` is then of no use. */
bool eir_i_unquote(const char *source, size_t size, char *out, size_t length);

#endif
