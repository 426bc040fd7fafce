/* Unquote: the text of a quoted scalar, single or double. */
#ifndef EIR_CASE_UNQUOTE_H
#define EIR_CASE_UNQUOTE_H

#include <stddef.h>

/* Reads the scalar whose opening quote is source[0]; source[size] may go on after it.
 * Returns the length of its text, and writes as much of it as fits into out[room]. An
 * escape that stands for no character gives a byte that is not UTF-8. */
size_t eir_i_unquote(const char *source, size_t size, char *out, size_t room);

#endif
