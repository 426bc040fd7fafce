/* Talks: a case in which little is known, for measuring draws. */
#ifndef EIR_BENCH_TALKS_H
#define EIR_BENCH_TALKS_H

#include "base/text.h"

/* Writes the case of `seed`: two signatories, nine issues of 2 to 5 options (115,200
 * outcomes), 52 ranges and 14 rules, seven of which may not hold. */
void talks_write(eir_i_text *out_text, unsigned seed);

#endif
