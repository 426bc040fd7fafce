/* Judge: what each party makes of one outcome.
 *
 * The plain reading of FORMATS' definition of a deal, for outcomes that are looked at
 * one by one. `options` is options[n_issues] throughout. With `possible`, every unknown
 * stance counts as accepted and every rule that may not hold as met; without, only what
 * is sure is consent. */
#ifndef EIR_EXPLAIN_JUDGE_H
#define EIR_EXPLAIN_JUDGE_H

#include "case/model.h"

bool eir_i_judge_expression(const eir_i_expression *expression,
                            const uint32_t *options);
/* Is the rule met? */
bool eir_i_judge_rule(const eir_i_rule *rule, const uint32_t *options, bool possible);
bool eir_i_judge_constraints(const eir_case *the_case, const uint32_t *options,
                             bool possible);
bool eir_i_judge_red_lines(const eir_i_party *party, const uint32_t *options,
                           bool possible);
/* Capped; 0 for a party without scores. */
int64_t eir_i_judge_score(const eir_case *the_case, size_t party,
                          const uint32_t *options);
/* The score of a party whose options add up to `sum`: with interactions, capped. */
int64_t eir_i_judge_total(const eir_i_position *position, int64_t sum,
                          const uint32_t *options);
/* Would the party, one of the signatories, sign? */
bool eir_i_judge_accepts(const eir_case *the_case, size_t party,
                         const uint32_t *options, bool possible);
/* Does an option of the outcome need the party as a guarantor? */
bool eir_i_judge_needs(const eir_case *the_case, size_t party, const uint32_t *options);
/* Is it a deal? Under `possible`, one that may be. Where it is not NULL,
 * *out_signatures is how many signatories accept. Cost: linear in issues, signatories
 * and rules. */
bool eir_i_judge_deal(const eir_case *the_case, const uint32_t *options, bool possible,
                      size_t *out_signatures);

#endif
