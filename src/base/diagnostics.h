/* Diagnostics: located messages about an input, collected in one list. */
#ifndef EIR_BASE_DIAGNOSTICS_H
#define EIR_BASE_DIAGNOSTICS_H

#include "base/text.h"

/* At most this many are kept; the next says that there are more. */
enum { EIR_I_MAX_DIAGNOSTICS = 1000 };

/* Where something stands in an input file. */
typedef struct eir_i_place {
  uint32_t file;   /* index given by eir_i_diagnostics_file() */
  uint32_t line;   /* from 1; 0: the whole file */
  uint32_t column; /* from 1, in characters */
} eir_i_place;

/* Makes an empty list; NULL without memory. */
eir_diagnostics *eir_i_diagnostics_new(const eir_allocator *allocator);

/* Registers a file name; returns its index for places (0 without memory). */
uint32_t eir_i_diagnostics_file(eir_diagnostics *diagnostics, const char *name);

/* The name of file `index`; NULL if there is none. */
const char *eir_i_diagnostics_file_name(const eir_diagnostics *diagnostics,
                                        size_t index);

/* Adds a message. `path` may be NULL. When memory runs out the list remembers it. */
void eir_i_diagnostics_add(eir_diagnostics *diagnostics, eir_severity severity,
                           eir_i_place place, const char *path, const char *format, ...)
    EIR_PRINTF(5, 6);

/* Errors added so far, those beyond the maximum included. */
size_t eir_i_diagnostics_errors(const eir_diagnostics *diagnostics);
/* Did an addition fail for want of memory? */
bool eir_i_diagnostics_failed(const eir_diagnostics *diagnostics);
/* From now on messages are about whole files: lines and columns could tell a reader how
 * long a text is that stands above and that it may not see. */
void eir_i_diagnostics_hide_places(eir_diagnostics *diagnostics);
bool eir_i_diagnostics_hides_places(const eir_diagnostics *diagnostics);
/* Brings the messages into the order of file, line and column (stable). */
void eir_i_diagnostics_sort(eir_diagnostics *diagnostics);

#endif
