/* Consent: from a case to the frontier over its deals.
 *
 * When every signatory must accept there is one problem to solve. Under a quota there
 * is one for each minimal coalition: the vetoes and just enough others. Red lines are
 * not monotone, so all of them are needed, and their union is filtered. */
#ifndef EIR_SOLVE_CONSENT_H
#define EIR_SOLVE_CONSENT_H

#include "solve/cover.h"
#include "solve/frontier.h"

/* Stands in for eir_i_frontier_find(): finds the part of a coalition's frontier that is
 * wanted. */
typedef eir_status eir_i_consent_find(void *user, const eir_i_problem *problem,
                                      eir_i_arena *arena, eir_i_frontier *out_frontier);

/* Narrows a question to outcomes that come before one that is known. */
typedef struct eir_i_before {
  const uint32_t *options; /* [n_issues] of the known outcome */
  uint32_t issue;          /* options before this issue are kept; here a lower one */
  const int64_t *least;    /* [dimensions] scores that count */
} eir_i_before;

typedef struct eir_i_question {
  const eir_case *the_case;
  eir_i_consent consent;
  const eir_i_cover *cover; /* NULL: exact */
  bool any; /* is there one at all? ends at the first coalition with a deal */
  size_t n_threads;
  eir_i_consent_find *find; /* NULL: all of the frontier */
  void *find_user;
  const eir_i_before *before; /* NULL: all outcomes */
} eir_i_question;

/* The frontier of the outcomes that count, in `arena`, caps applied. Its dimensions are
 * the signatories with scores.
 * Returns EIR_OK (also when the effort ended: the frontier is then empty, or, with
 * `any`, has what was found) or EIR_NO_MEMORY. */
eir_status eir_i_consent_frontier(const eir_i_question *question, eir_i_effort *effort,
                                  eir_i_arena *arena, eir_i_frontier *out_frontier);

#endif
