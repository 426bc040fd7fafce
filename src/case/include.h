/* Include: positions that are kept in files of their own. */
#ifndef EIR_CASE_INCLUDE_H
#define EIR_CASE_INCLUDE_H

#include "case/reader.h"

/* The files read for one position; they live until eir_i_include_close(). */
typedef struct eir_i_included {
  eir_i_arena arena; /* their trees */
  eir_i_array files; /* of struct included_file */
} eir_i_included;

void eir_i_include_open(eir_i_reader *reader, eir_i_included *included);
void eir_i_include_close(eir_i_reader *reader, eir_i_included *included);

/* Follows "include" from the position of `party`, a mapping with this key, to the
 * mapping that holds the position. NULL after a message. */
const eir_i_node *eir_i_include_follow(eir_i_reader *reader, eir_i_included *included,
                                       const char *party, const eir_i_node *position);

#endif
