/* Quote: texts from the input may be 64 MB long or hold line ends; messages may not. */
#include "case/quote.h"

#include <string.h>

#include "base/banned.h"

/* Cut between characters, never inside one. */
eir_i_quoted eir_i_quote_bytes(const char *text, size_t length) {
  enum { ROOM = EIR_I_QUOTED_BYTES - 4 };
  eir_i_quoted quoted;
  size_t n = length;
  bool shortened = length > ROOM;
  if (shortened) {
    n = ROOM;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
      n--;
  }
  for (size_t i = 0; i < n; i++) {
    unsigned char byte = (unsigned char)text[i];
    quoted.text[i] = (char)(byte < 0x20 || byte == 0x7F ? ' ' : byte);
  }
  memcpy(quoted.text + n, shortened ? "..." : "", shortened ? 4 : 1);
  return quoted;
}

eir_i_quoted eir_i_quote(const char *text) {
  return eir_i_quote_bytes(text, strlen(text));
}
