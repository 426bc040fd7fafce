/* Quote: pieces of the input made fit to stand in a message: short, on one line. */
#ifndef EIR_CASE_QUOTE_H
#define EIR_CASE_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

enum { EIR_I_QUOTED_BYTES = 64 };

typedef struct eir_i_quoted {
  char text[EIR_I_QUOTED_BYTES];
} eir_i_quoted;

/* At most 60 bytes of a UTF-8 text, "..." where it goes on, blanks for line ends and
 * other controls. Returned by value, so that several may stand in one message. */
eir_i_quoted eir_i_quote(const char *text);
eir_i_quoted eir_i_quote_bytes(const char *text, size_t length);

#endif
