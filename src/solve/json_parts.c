/* JSON parts: the case, outcomes, scores and limits as members of an object. */
#include "solve/json_parts.h"

#include "solve/solution.h"

#include "base/banned.h"

enum { NUMBER_BYTES = 64 };

void eir_i_json_key(eir_i_text *text, const char *between, const char *key) {
  eir_i_text_add(text, between);
  eir_i_text_add_json(text, key);
  eir_i_text_add(text, ": ");
}

void eir_i_json_string_or_null(eir_i_text *text, const char *string) {
  if (string == NULL)
    eir_i_text_add(text, "null");
  else
    eir_i_text_add_json(text, string);
}

void eir_i_json_answer(eir_i_text *text, eir_answer answer) {
  eir_i_text_add(text, answer == EIR_UNKNOWN ? "null"
                       : answer == EIR_YES   ? "true"
                                             : "false");
}

/* ---- the case ---- */

typedef const char *id_of(const eir_case *the_case, size_t index);

static const char *party_id(const eir_case *the_case, size_t index) {
  return the_case->parties[index].id;
}

static const char *signatory_id(const eir_case *the_case, size_t index) {
  return the_case->parties[the_case->signatories[index]].id;
}

static const char *issue_id(const eir_case *the_case, size_t index) {
  return the_case->issues[index].id;
}

static void add_ids(eir_i_text *text, const char *key, const eir_case *the_case,
                    size_t count, id_of *id) {
  eir_i_json_key(text, ", ", key);
  for (size_t i = 0; i < count; i++) {
    eir_i_text_add(text, i == 0 ? "[" : ", ");
    eir_i_text_add_json(text, id(the_case, i));
  }
  eir_i_text_add(text, count == 0 ? "[]" : "]");
}

void eir_i_json_head(eir_i_text *text, const char *verb, const eir_case *the_case) {
  eir_i_text_add(text, "{\"eirene\": ");
  eir_i_text_add_json(text, eir_version());
  eir_i_json_key(text, ", ", "verb");
  eir_i_text_add_json(text, verb);
  eir_i_text_add(text, ",\n \"case\": {\"title\": ");
  eir_i_text_add_json(text, eir_case_title(the_case));
  add_ids(text, "parties", the_case, the_case->n_parties, party_id);
  add_ids(text, "signatories", the_case, the_case->n_signatories, signatory_id);
  add_ids(text, "issues", the_case, the_case->n_issues, issue_id);
  if (the_case->view != NULL) {
    eir_i_json_key(text, ", ", "view");
    eir_i_text_add_json(text, the_case->view);
  }
  eir_i_text_add(text, "},\n");
}

void eir_i_json_strings(eir_i_text *text, const char *between, const char *key,
                        const char *const *strings, size_t count) {
  eir_i_json_key(text, between, key);
  for (size_t i = 0; i < count; i++) {
    eir_i_text_add(text, i == 0 ? "[" : ", ");
    eir_i_text_add_json(text, strings[i]);
  }
  eir_i_text_add(text, count == 0 ? "[]" : "]");
}

/* ---- outcomes and scores ---- */

void eir_i_json_option(eir_i_text *text, const eir_i_issue *issue, uint32_t option) {
  const char *id = issue->options[option].id;
  if (issue->kind == EIR_ISSUE_RANGE)
    eir_i_text_add(text, id); /* canonical decimal is a JSON number */
  else
    eir_i_text_add_json(text, id);
}

void eir_i_json_outcome(eir_i_text *text, const eir_case *the_case,
                        const uint32_t *options) {
  const char *between = "{";
  for (size_t i = 0; i < the_case->n_issues; i++) {
    if (options[i] == UINT32_MAX)
      continue;
    eir_i_json_key(text, between, the_case->issues[i].id);
    eir_i_json_option(text, &the_case->issues[i], options[i]);
    between = ", ";
  }
  eir_i_text_add(text, between[0] == '{' ? "{}" : "}");
}

typedef size_t number_text(const eir_solution *solution, size_t signatory,
                           int64_t score, char *out_text, size_t size);

static void add_numbers(eir_i_text *text, const eir_solution *solution,
                        const int64_t *scores, number_text *to_text) {
  const eir_case *the_case = solution->the_case;
  const char *between = "{";
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (!eir_i_party_has_scores(&the_case->parties[the_case->signatories[i]]))
      continue;
    char number[NUMBER_BYTES];
    to_text(solution, i, scores[i], number, sizeof number);
    eir_i_json_key(text, between, signatory_id(the_case, i));
    eir_i_text_add(text, number);
    between = ", ";
  }
  eir_i_text_add(text, between[0] == '{' ? "{}" : "}");
}

void eir_i_json_scores(eir_i_text *text, const eir_solution *solution,
                       const int64_t *scores) {
  add_numbers(text, solution, scores, eir_solution_score_text);
}

void eir_i_json_utilities(eir_i_text *text, const eir_solution *solution,
                          const int64_t *scores) {
  add_numbers(text, solution, scores, eir_solution_utility_text);
}

void eir_i_json_deal(eir_i_text *text, const eir_solution *solution, eir_deal deal) {
  eir_i_text_add(text, "{\"outcome\": ");
  eir_i_json_outcome(text, solution->the_case, deal.options);
  eir_i_text_add(text, ", \"scores\": ");
  eir_i_json_scores(text, solution, deal.scores);
  eir_i_text_add(text, ", \"utilities\": ");
  eir_i_json_utilities(text, solution, deal.scores);
}

void eir_i_json_limit(eir_i_text *text, const char *name, uint64_t value,
                      const char *advice) {
  if (name[0] == '\0')
    return;
  eir_i_text_add(text, ",\n \"limit\": {\"name\": ");
  eir_i_text_add_json(text, name);
  eir_i_text_add_format(text,
                        ", \"value\": %llu, \"advice\": ", (unsigned long long)value);
  eir_i_text_add_json(text, advice);
  eir_i_text_add(text, "}");
}
