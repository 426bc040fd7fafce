/* Explained: parts of an explanation made one by one, for tests of each.
 *
 * eir_explain() chooses the parts by the answer; here a test does. What a part fills is
 * then read in the struct. */
#ifndef EIR_TESTS_EXPLAINED_H
#define EIR_TESTS_EXPLAINED_H

#include "explain/explaining.h"

/* An explanation of the solution with its demands listed, and nothing else. `options`
 * may be NULL and must outlive it. NULL without memory. */
eir_explanation *explained_new(const eir_solution *solution,
                               const eir_options *options);
void explained_free(eir_explanation *explanation);

#endif
