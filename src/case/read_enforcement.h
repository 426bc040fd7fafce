/* Read enforcement: the enforcement of options, and what parties endure and offer. */
#ifndef EIR_CASE_READ_ENFORCEMENT_H
#define EIR_CASE_READ_ENFORCEMENT_H

#include "case/reader.h"

/* After parties and issues. Sets the case's `enforcing`; NULL where nothing is
 * given. */
void eir_i_read_enforcement(eir_i_reader *reader, const eir_i_node *root);

#endif
