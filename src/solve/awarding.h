/* Awarding: the Adjusted Winner procedure (Brams and Taylor, Fair Division, 1996). */
#ifndef EIR_SOLVE_AWARDING_H
#define EIR_SOLVE_AWARDING_H

#include "base/text.h"
#include "case/model.h"

typedef struct eir_i_awarding {
  bool found;
  const char *why_not;   /* a sentence for the reader; NULL where it does not apply */
  uint32_t *options;     /* [n_issues] the option taken; UINT32_MAX: shared */
  size_t shared;         /* issue, or SIZE_MAX */
  const char *shares[2]; /* decimal, by the parties */
  const char *scores[2]; /* decimal, by signatory, in their own points */
  bool accepted[2];
} eir_i_awarding;

/* Returns EIR_OK or EIR_NO_MEMORY. Cost: the square of the number of issues. */
eir_status eir_i_awarding_find(const eir_case *the_case, eir_i_arena *arena,
                               eir_i_awarding *out_awarding);

#endif
