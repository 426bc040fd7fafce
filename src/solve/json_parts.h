/* JSON parts: what the objects of several verbs have in common. */
#ifndef EIR_SOLVE_JSON_PARTS_H
#define EIR_SOLVE_JSON_PARTS_H

#include "base/text.h"
#include "case/model.h"

/* `"key": ` with what stands between it and the member before. */
void eir_i_json_key(eir_i_text *text, const char *between, const char *key);
void eir_i_json_string_or_null(eir_i_text *text, const char *string);
void eir_i_json_answer(eir_i_text *text, eir_answer answer); /* true, false or null */
/* The first members of an object: version, verb and case, with a comma. */
void eir_i_json_head(eir_i_text *text, const char *verb, const eir_case *the_case);
/* `"key": [...]` of strings. */
void eir_i_json_strings(eir_i_text *text, const char *between, const char *key,
                        const char *const *strings, size_t count);
/* An option's id: a string, or the number of a range. */
void eir_i_json_option(eir_i_text *text, const eir_i_issue *issue, uint32_t option);
/* options[n_issues] by issue; UINT32_MAX for an issue that is left out. */
void eir_i_json_outcome(eir_i_text *text, const eir_case *the_case,
                        const uint32_t *options);
/* By signatory with scores: scores[n_signatories] in its own points, or as
 * utilities. */
void eir_i_json_scores(eir_i_text *text, const eir_solution *solution,
                       const int64_t *scores);
void eir_i_json_utilities(eir_i_text *text, const eir_solution *solution,
                          const int64_t *scores);
/* `{"outcome": ..., "scores": ..., "utilities": ...` without the end. */
void eir_i_json_deal(eir_i_text *text, const eir_solution *solution, eir_deal deal);
/* The limit of a run that ended so, as a member after a comma; nothing for COMPLETE. */
void eir_i_json_limit(eir_i_text *text, const char *name, uint64_t value,
                      const char *advice);

#endif
