/* Case notes: the sentences that belong on every answer made from a case. */
#ifndef EIR_CASE_CASE_NOTES_H
#define EIR_CASE_CASE_NOTES_H

#include "case/prune.h"

/* Fills the notes of a case that was read without an error from `root`: whose view it
 * is, what was left out, or whose private positions it has. */
void eir_i_case_notes_make(eir_i_reader *reader, const eir_i_node *root);

#endif
