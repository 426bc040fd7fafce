/* File: reading a whole file. */
#ifndef EIR_CASE_FILE_H
#define EIR_CASE_FILE_H

#include "base/text.h"

/* Tells two names of one file from two files. */
typedef struct eir_i_file_id {
  uint64_t device;
  uint64_t number;
} eir_i_file_id;

/* Adds the bytes of the file to `out`, at most `most` + 1 of them. `only_regular`: what
 * is no regular file is refused, so that nothing waits for a pipe. EIR_OK; EIR_IO with
 * *out_problem, such as "no such file"; EIR_NO_MEMORY. */
eir_status eir_i_file_read(const char *path, bool only_regular, size_t most,
                           eir_i_text *out, eir_i_file_id *out_id,
                           const char **out_problem);

#endif
