/* The JSON object of `solve`, in the order and form of docs/formats/solve-json.md.
 *
 * It is written piece by piece through the caller's function, so that a list of a
 * million deals is never held in memory. */
#include "solve/json_parts.h"
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

static const char *signatory_id(const writer *w, size_t i) {
  return w->the_case->parties[w->the_case->signatories[i]].id;
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
    eir_i_json_deal(&w->text, w->solution, deal);
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
  eir_i_json_string_or_null(&w->text, s->outcomes);
  add(w, ",\n \"deals\": {\"exist\": ");
  eir_i_json_answer(&w->text, s->exist);
  add(w, ", \"count\": ");
  eir_i_json_string_or_null(&w->text, s->count);
  if (s->has_possible) {
    add(w, ", \"certain\": ");
    eir_i_json_string_or_null(&w->text, s->count);
    add(w, ", \"possible\": ");
    eir_i_json_string_or_null(&w->text, s->possible_count);
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
    eir_i_json_deal(&w->text, w->solution, eir_solution_frontier_get(w->solution, e));
    add(w, "}");
    flush(w, FLUSH_BYTES);
  }
  add(w, "]},\n");
}

static void add_concept(writer *w, eir_concept which, const char *between) {
  const eir_concept_result *found = &w->solution->concepts[which];
  eir_i_json_key(&w->text, between, eir_concept_id(which));
  eir_i_json_deal(&w->text, w->solution, found->deal);
  add(w, ", \"value\": ");
  if (found->has_value)
    eir_i_text_add_double(&w->text, found->value);
  else
    add(w, "null");
  add(w, ", \"value_exact\": ");
  eir_i_json_string_or_null(&w->text,
                            found->value_exact[0] == '\0' ? NULL : found->value_exact);
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
    eir_i_json_key(&w->text, "", issue->id);
    for (int k = 0; k < 2; k++) {
      eir_i_json_key(&w->text, k == 0 ? "{" : ", ", issue->options[k].id);
      add(w, awarding->shares[k]);
    }
    add(w, "}");
  }
  add(w, "}");
}

static void add_adjusted_winner(writer *w) {
  const eir_i_awarding *awarding = &w->solution->awarding;
  add(w, ",\n  \"adjusted_winner\": {\"outcome\": ");
  eir_i_json_outcome(&w->text, w->the_case, awarding->options);
  add_shares(w, awarding);
  for (int k = 0; k < 2; k++) {
    eir_i_json_key(&w->text, k == 0 ? ", \"scores\": {" : ", ",
                   signatory_id(w, (size_t)k));
    add(w, awarding->scores[k]);
  }
  for (int k = 0; k < 2; k++) {
    eir_i_json_key(&w->text, k == 0 ? "}, \"accepted\": {" : ", ",
                   signatory_id(w, (size_t)k));
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
      eir_i_json_utilities(&w->text, w->solution, bounds[k]);
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
  const eir_solution *s = w->solution;
  if (s->effort.end == EIR_END_COMPLETE && w->stopped)
    eir_i_json_limit(&w->text, eir_i_limit_name(EIR_END_STOPPED), 0,
                     eir_i_limit_advice(EIR_END_STOPPED));
  else
    eir_i_json_limit(&w->text, eir_solution_limit_name(s), eir_solution_limit_value(s),
                     eir_solution_limit_advice(s));
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
  eir_i_json_head(&w.text, "solve", w.the_case);
  eir_status status = add_deals(&w, (flags & EIR_JSON_LIST_DEALS) != 0);
  add_frontier(&w);
  add_solutions(&w);
  add_bounds(&w);
  add_notes(&w);
  add_limit(&w);
  /* Times and memory may tell of what was taken out of a view. */
  if ((flags & EIR_JSON_STATS) != 0 && w.the_case->view == NULL)
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
