/* First: the lexicographically smallest deal of a case of any size. */
#ifndef EIR_EXPLAIN_FIRST_H
#define EIR_EXPLAIN_FIRST_H

#include "case/model.h"
#include "solve/effort.h"

/* Brings options[n_issues], a deal of the case, down to the smallest one, in the order
 * of issues and options. *out_done: the effort did not end on the way. Returns EIR_OK
 * or EIR_NO_MEMORY. Cost: a short walk; if that does not find it, an existence question
 * for most issues. */
eir_status eir_i_first_deal(const eir_case *the_case, eir_i_effort *effort,
                            size_t n_threads, eir_i_memory *memory, uint32_t *options,
                            bool *out_done);

#endif
