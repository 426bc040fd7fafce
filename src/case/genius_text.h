/* GENIUS text: from the bytes of a file to XML that a strict parser accepts. */
#ifndef EIR_CASE_GENIUS_TEXT_H
#define EIR_CASE_GENIUS_TEXT_H

#include "base/diagnostics.h"

/* Adds the file's text in UTF-8 to `out`, and a warning for everything that is put
 * right; characters keep their lines and columns. Raw '&', and '<' in values, become
 * noncharacters; eir_i_genius_plain() turns them back. False after an error. The caller
 * looks at out->failed. */
bool eir_i_genius_repair(const char *bytes, size_t length, eir_diagnostics *diagnostics,
                         uint32_t file, eir_i_text *out);

/* Turns the noncharacters back, in place. */
void eir_i_genius_plain(char *text);

#endif
