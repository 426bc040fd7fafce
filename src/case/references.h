/* References: every place of a case that refers to a source. They are gathered from the
 * tree, where all values have their keys, those of the record too. */
#ifndef EIR_CASE_REFERENCES_H
#define EIR_CASE_REFERENCES_H

#include "case/reader.h"

/* Adds those of a whole case, or of a position that was included. */
void eir_i_references_collect(eir_i_reader *reader, const eir_i_node *root);
void eir_i_references_of_position(eir_i_reader *reader, const eir_i_node *position);

#endif
