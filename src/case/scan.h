/* Scan: what is checked in a file's bytes before they are parsed as YAML. */
#ifndef EIR_CASE_SCAN_H
#define EIR_CASE_SCAN_H

#include "base/diagnostics.h"

/* The length of a byte-order mark at the start: 3 or 0. */
size_t eir_i_scan_mark(const char *text, size_t length);

/* Checks size, NUL and other control characters, UTF-8, the length of lines, and the
 * patterns on which the YAML parser would take very long. Reports the first thing found
 * and returns false; true if the text may be parsed. One pass. */
bool eir_i_scan(eir_diagnostics *diagnostics, uint16_t file, const char *text,
                size_t length);

#endif
