/* Change: the smallest changes of an outcome that bring each refuser in. */
#ifndef EIR_EXPLAIN_CHANGE_H
#define EIR_EXPLAIN_CHANGE_H

#include "explain/explaining.h"

/* So many changes are listed, of one issue and of two, for each refuser. */
enum { EIR_I_CHANGES_LISTED = 5 };

/* Fills the changes of part OUTCOME, whose outcome and reviews are there. Returns
 * EIR_OK (also when the effort ended: changes_complete is then false) or
 * EIR_NO_MEMORY. */
eir_status eir_i_explain_changes(eir_explanation *explanation);

#endif
