/* The checker: tests a finished answer from first principles.
 *
 * It shares no code with the solver: it reads the case and the answer as any caller
 * would, evaluates rules and scores by itself, and compares with its own arithmetic.
 * Debug builds pass every answer through it. */
#ifndef EIR_SOLVE_CHECK_H
#define EIR_SOLVE_CHECK_H

#include "case/model.h"

/* Above these the checks are by sample, or left out. */
enum {
  EIR_I_CHECK_MAX_PAIRS_OF = 3000,  /* frontier entries compared each with each */
  EIR_I_CHECK_MAX_OUTCOMES = 20000, /* cases of so many outcomes are enumerated */
  EIR_I_CHECK_MAX_LOOKS = 50000000  /* entries looked at to find who covers a deal */
};

/* True if nothing is wrong with the answer: every entry is a deal (or legal, when the
 * frontier is over the outcomes), its scores are right, entries are in order, distinct
 * and do not dominate each other; each solution is among the entries and no entry beats
 * it; and, in small cases, every deal is covered by an entry, entries have the smallest
 * outcomes, and counts and "no deal" are true. Otherwise false, and one sentence in
 * why[why_size]. True also when there is no memory to check. */
bool eir_i_check_solution(const eir_case *the_case, const eir_solution *solution,
                          char *why, size_t why_size);

#endif
