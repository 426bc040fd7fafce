/* The JSON object of `solve`, in the order and form of docs/formats/solve-json.md.
 *
 * It is written piece by piece through the caller's function, so that a list of a
 * million deals is never held in memory. */
#include "solve/solution.h"

#include "base/banned.h"

enum { FLUSH_BYTES = 1 << 15, NUMBER_BYTES = 64 };

typedef struct writer {
  const eir_solution *solution;
  const eir_case *the_case;
  eir_i_memory memory;
  eir_i_text text; /* not handed on yet */
  const eir_callbacks *callbacks;
  eir_write_function write;
  void *user;
  bool refused;
  bool stopped; /* while listing the deals */
} writer;

static void flush(writer *w, size_t above) {
  if (w->text.failed || w->refused || w->text.length <= above)
    return;
  if (!w->write(w->user, w->text.data, w->text.length))
    w->refused = true;
  eir_i_text_clear(&w->text);
}

static void add(writer *w, const char *string) {
  eir_i_text_add(&w->text, string);
}

static void add_json(writer *w, const char *string) {
  eir_i_text_add_json(&w->text, string);
}

static void add_string_or_null(writer *w, const char *string) {
  if (string == NULL)
    add(w, "null");
  else
    add_json(w, string);
}

/* `"key": ` with what stands between it and the member before. */
static void add_key(writer *w, const char *between, const char *key) {
  add(w, between);
  add_json(w, key);
  add(w, ": ");
}

static const char *signatory_id(const writer *w, size_t i) {
  return w->the_case->parties[w->the_case->signatories[i]].id;
}

/* ---- the case ---- */

static void add_ids(writer *w, const char *key, size_t count,
                    const char *(*id)(const writer *, size_t)) {
  add_key(w, ", ", key);
  for (size_t i = 0; i < count; i++) {
    add(w, i == 0 ? "[" : ", ");
    add_json(w, id(w, i));
  }
  add(w, count == 0 ? "[]" : "]");
}

static const char *party_id(const writer *w, size_t i) {
  return w->the_case->parties[i].id;
}

static const char *issue_id(const writer *w, size_t i) {
  return w->the_case->issues[i].id;
}

static void add_case(writer *w) {
  add(w, "{\"eirene\": ");
  add_json(w, eir_version());
  add(w, ", \"verb\": \"solve\",\n \"case\": {\"title\": ");
  add_json(w, eir_case_title(w->the_case));
  add_ids(w, "parties", w->the_case->n_parties, party_id);
  add_ids(w, "signatories", w->the_case->n_signatories, signatory_id);
  add_ids(w, "issues", w->the_case->n_issues, issue_id);
  add(w, "},\n");
}

/* ---- outcomes and scores ---- */

/* `options` may have UINT32_MAX for an issue that is left out. */
static void add_outcome(writer *w, const uint32_t *options) {
  const char *between = "{";
  for (size_t i = 0; i < w->the_case->n_issues; i++) {
    if (options[i] == UINT32_MAX)
      continue;
    const eir_i_issue *issue = &w->the_case->issues[i];
    const char *id = issue->options[options[i]].id;
    add_key(w, between, issue->id);
    if (issue->kind == EIR_ISSUE_RANGE)
      add(w, id); /* canonical decimal is a JSON number */
    else
      add_json(w, id);
    between = ", ";
  }
  add(w, between[0] == '{' ? "{}" : "}");
}

typedef size_t number_text(const eir_solution *solution, size_t signatory,
                           int64_t score, char *out_text, size_t size);

static void add_numbers(writer *w, const int64_t *scores, number_text *to_text) {
  const char *between = "{";
  for (size_t i = 0; i < w->the_case->n_signatories; i++) {
    if (!eir_i_party_has_scores(&w->the_case->parties[w->the_case->signatories[i]]))
      continue;
    char number[NUMBER_BYTES];
    to_text(w->solution, i, scores[i], number, sizeof number);
    add_key(w, between, signatory_id(w, i));
    add(w, number);
    between = ", ";
  }
  add(w, between[0] == '{' ? "{}" : "}");
}

static void add_deal(writer *w, const uint32_t *options, const int64_t *scores) {
  add(w, "{\"outcome\": ");
  add_outcome(w, options);
  add(w, ", \"scores\": ");
  add_numbers(w, scores, eir_solution_score_text);
  add(w, ", \"utilities\": ");
  add_numbers(w, scores, eir_solution_utility_text);
}

/* ---- the parts of the answer ---- */

static eir_status add_deal_list(writer *w) {
  eir_deals *deals;
  eir_status status = eir_deals_new(w->solution, &deals);
  if (status != EIR_OK)
    return status;
  add(w, ",\n  \"list\": [");
  eir_deal deal;
  for (size_t i = 0; !w->refused && eir_deals_next(deals, w->callbacks, &deal); i++) {
    add(w, i == 0 ? "\n   " : ",\n   ");
    add_deal(w, deal.options, deal.scores);
    add(w, "}");
    flush(w, FLUSH_BYTES);
  }
  add(w, "]");
  w->stopped = eir_i_deals_stopped(deals);
  eir_deals_free(deals);
  return EIR_OK;
}

static eir_status add_deals(writer *w, bool list) {
  const eir_solution *s = w->solution;
  add(w, " \"outcomes\": ");
  add_string_or_null(w, s->outcomes);
  add(w, ",\n \"deals\": {\"exist\": ");
  add(w, s->exist == EIR_UNKNOWN ? "null" : s->exist == EIR_YES ? "true" : "false");
  add(w, ", \"count\": ");
  add_string_or_null(w, s->count);
  if (s->has_stances) {
    add(w, ", \"certain\": ");
    add_string_or_null(w, s->count);
    add(w, ", \"possible\": ");
    add_string_or_null(w, s->possible_count);
  }
  eir_status status = list ? add_deal_list(w) : EIR_OK;
  add(w, "},\n");
  return status;
}

static void add_frontier(writer *w) {
  const eir_i_frontier *f = &w->solution->asked;
  if (!w->solution->has_frontier) {
    add(w, " \"frontier\": null,\n");
    return;
  }
  add(w, " \"frontier\": {\"over\": ");
  add(w, w->solution->over_outcomes ? "\"outcomes\"" : "\"deals\"");
  int64_t epsilon = w->solution->cover.epsilon;
  char number[NUMBER_BYTES];
  eir_i_format_ratio(epsilon, EIR_I_COVER_ONE, 12, number, sizeof number);
  eir_i_text_add_format(&w->text, ", \"exact\": %s, \"epsilon\": %s, \"size\": ",
                        epsilon == 0 ? "true" : "false", number);
  eir_i_text_add_format(&w->text, "%zu,\n  \"outcomes\": [", f->count);
  for (size_t e = 0; e < f->count && !w->refused; e++) {
    add(w, e == 0 ? "\n   " : ",\n   ");
    add_deal(w, f->outcomes + e * f->n_issues, f->scores + e * f->n_dimensions);
    add(w, "}");
    flush(w, FLUSH_BYTES);
  }
  add(w, "]},\n");
}

static void add_concept(writer *w, eir_concept which, const char *between) {
  const eir_concept_result *found = &w->solution->concepts[which];
  add_key(w, between, eir_concept_id(which));
  add_deal(w, found->deal.options, found->deal.scores);
  add(w, ", \"value\": ");
  if (found->has_value)
    eir_i_text_add_double(&w->text, found->value);
  else
    add(w, "null");
  add(w, ", \"value_exact\": ");
  add_string_or_null(w, found->value_exact[0] == '\0' ? NULL : found->value_exact);
  eir_i_text_add_format(&w->text, ", \"ties\": %zu", found->ties);
  if (w->solution->cover.epsilon > 0)
    add(w, ", \"exact\": false");
  if (w->solution->only != 0) {
    add(w, found->proved ? ", \"proved\": true" : ", \"proved\": false, \"bound\": ");
    if (!found->proved && found->has_bound)
      eir_i_text_add_double(&w->text, found->bound);
    else if (!found->proved)
      add(w, "null");
  }
  add(w, "}");
}

static void add_shares(writer *w, const eir_i_awarding *awarding) {
  add(w, ", \"shares\": {");
  if (awarding->shared != SIZE_MAX) {
    const eir_i_issue *issue = &w->the_case->issues[awarding->shared];
    add_key(w, "", issue->id);
    for (int k = 0; k < 2; k++) {
      add_key(w, k == 0 ? "{" : ", ", issue->options[k].id);
      add(w, awarding->shares[k]);
    }
    add(w, "}");
  }
  add(w, "}");
}

static void add_adjusted_winner(writer *w) {
  const eir_i_awarding *awarding = &w->solution->awarding;
  add(w, ",\n  \"adjusted_winner\": {\"outcome\": ");
  add_outcome(w, awarding->options);
  add_shares(w, awarding);
  for (int k = 0; k < 2; k++) {
    add_key(w, k == 0 ? ", \"scores\": {" : ", ", signatory_id(w, (size_t)k));
    add(w, awarding->scores[k]);
  }
  for (int k = 0; k < 2; k++) {
    add_key(w, k == 0 ? "}, \"accepted\": {" : ", ", signatory_id(w, (size_t)k));
    add(w, awarding->accepted[k] ? "true" : "false");
  }
  add(w, "}}");
}

static void add_solutions(writer *w) {
  add(w, " \"solutions\": {");
  const char *between = "\n  ";
  for (int k = 0; k < EIR_CONCEPT_COUNT; k++) {
    if (!w->solution->concepts[k].found)
      continue;
    add_concept(w, (eir_concept)k, between);
    between = ",\n  ";
  }
  if (w->solution->awarding.found)
    add_adjusted_winner(w);
  add(w, "},\n");
}

static void add_bounds(writer *w) {
  const int64_t *bounds[2] = {w->solution->ideal, w->solution->nadir};
  const char *const keys[2] = {" \"ideal\": ", ", \"nadir\": "};
  for (int k = 0; k < 2; k++) {
    add(w, keys[k]);
    if (bounds[k] == NULL)
      add(w, "{}");
    else
      add_numbers(w, bounds[k], eir_solution_utility_text);
  }
  add(w, ",\n");
}

static void add_notes(writer *w) {
  add(w, " \"notes\": [");
  for (size_t i = 0; i < w->solution->n_notes; i++) {
    if (i > 0)
      add(w, ", ");
    add_json(w, w->solution->notes[i]);
  }
  add(w, "]");
}

static void add_limit(writer *w) {
  eir_end end = eir_solution_end(w->solution);
  if (end == EIR_END_COMPLETE && !w->stopped)
    return;
  bool of_list = end == EIR_END_COMPLETE;
  add(w, ",\n \"limit\": {\"name\": ");
  add_json(w, of_list ? eir_i_limit_name(EIR_END_STOPPED)
                      : eir_solution_limit_name(w->solution));
  eir_i_text_add_format(
      &w->text, ", \"value\": %llu, \"advice\": ",
      of_list ? 0ULL : (unsigned long long)eir_solution_limit_value(w->solution));
  add_json(w, of_list ? eir_i_limit_advice(EIR_END_STOPPED)
                      : eir_solution_limit_advice(w->solution));
  add(w, "}");
}

static void add_stats(writer *w) {
  eir_stats stats = eir_solution_stats(w->solution);
  add(w, ",\n \"stats\": {\"seconds\": ");
  eir_i_text_add_double(&w->text, stats.seconds);
  eir_i_text_add_format(
      &w->text,
      ", \"width\": %llu, \"largest_set\": %llu, \"steps\": %llu, "
      "\"peak_bytes\": %llu}",
      (unsigned long long)stats.width, (unsigned long long)stats.largest_set,
      (unsigned long long)stats.steps, (unsigned long long)stats.peak_bytes);
}

eir_status eir_solution_write_json(const eir_solution *solution, unsigned flags,
                                   const eir_callbacks *callbacks,
                                   eir_write_function write, void *user) {
  if (solution == NULL || write == NULL)
    return EIR_MISUSE;
  writer w = {.solution = solution,
              .the_case = solution->the_case,
              .callbacks = callbacks,
              .write = write,
              .user = user};
  eir_i_memory_init(&w.memory, &solution->memory.allocator);
  eir_i_text_init(&w.text, &w.memory);
  add_case(&w);
  eir_status status = add_deals(&w, (flags & EIR_JSON_LIST_DEALS) != 0);
  add_frontier(&w);
  add_solutions(&w);
  add_bounds(&w);
  add_notes(&w);
  add_limit(&w);
  if ((flags & EIR_JSON_STATS) != 0)
    add_stats(&w);
  add(&w, "}\n");
  flush(&w, 0);
  if (w.text.failed)
    status = EIR_NO_MEMORY;
  if (w.refused && status == EIR_OK)
    status = EIR_IO;
  eir_i_text_free(&w.text);
  return status;
}
