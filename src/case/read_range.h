/* Read range: issues whose options are numbers. */
#ifndef EIR_CASE_READ_RANGE_H
#define EIR_CASE_READ_RANGE_H

#include "case/reader.h"

/* from, to, step and unit of an issue. */
void eir_i_read_range(eir_i_reader *reader, const eir_i_node *node, eir_i_issue *issue,
                      eir_i_scope_issue *scope);

/* Adds n to the number of options of the case; false, and a message, if there are then
 * too many. */
bool eir_i_count_options(eir_i_reader *reader, const eir_i_node *node, size_t n);

#endif
