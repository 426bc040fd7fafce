/* The JSON object of `explain`, in the order and form of docs/formats/explain-json.md.
 * Members of a part stand only where the explanation has it. */
#include "explain/explaining.h"
#include "solve/json_parts.h"

#include "base/banned.h"

typedef struct writer {
  const eir_explanation *e;
  const eir_case *the_case;
  eir_i_text text;
} writer;

static void add(writer *w, const char *string) {
  eir_i_text_add(&w->text, string);
}

static void key(writer *w, const char *between, const char *name) {
  eir_i_json_key(&w->text, between, name);
}

static void member(writer *w, const char *between, const char *name,
                   const char *string) {
  key(w, between, name);
  eir_i_json_string_or_null(&w->text, string);
}

static void add_bool(writer *w, const char *between, const char *name, bool value) {
  key(w, between, name);
  add(w, value ? "true" : "false");
}

static void add_double(writer *w, const char *between, const char *name, double value) {
  key(w, between, name);
  eir_i_text_add_double(&w->text, value);
}

static void add_answer(writer *w, const char *between, const char *name,
                       eir_answer answer) {
  key(w, between, name);
  eir_i_json_answer(&w->text, answer);
}

static const char *party_id(const writer *w, size_t party) {
  return w->the_case->parties[party].id;
}

static size_t signatory_of(const writer *w, size_t party) {
  size_t i = 0;
  while (i < w->the_case->n_signatories && w->the_case->signatories[i] != party)
    i++;
  return i;
}

/* A score of a party, in its own points. */
static void add_score(writer *w, size_t party, int64_t score) {
  char number[64];
  eir_solution_score_text(w->e->solution, signatory_of(w, party), score, number,
                          sizeof number);
  add(w, number);
}

static void add_demand_ids(writer *w, const char *between, const char *name,
                           eir_demand_set set) {
  key(w, between, name);
  add(w, "[");
  for (size_t i = 0; i < set.count; i++) {
    add(w, i == 0 ? "" : ", ");
    eir_i_text_add_json(&w->text, w->e->demands[set.demands[i]].id);
  }
  add(w, "]");
}

/* ---- deals and demands ---- */

static void add_deals(writer *w) {
  const eir_solution *s = w->e->solution;
  add_answer(w, " ", "answer", w->e->answer);
  add(w, ",\n \"deals\": {\"exist\": ");
  eir_i_json_answer(&w->text, s->exist);
  member(w, ", ", "count", s->count);
  if (s->has_possible) {
    member(w, ", ", "certain", s->count);
    member(w, ", ", "possible", s->possible_count);
  }
  add(w, "},\n");
}

static void add_demands(writer *w) {
  static const char *const kinds[] = {"constraint", "red_line", "reservation",
                                      "refusal", "unknown"};
  add(w, " \"demands\": [");
  for (size_t i = 0; i < w->e->n_demands; i++) {
    const eir_demand *d = &w->e->demands[i];
    add(w, i == 0 ? "\n  {" : ",\n  {");
    member(w, "", "id", d->id);
    member(w, ", ", "kind", kinds[d->kind]);
    member(w, ", ", "party", d->party == SIZE_MAX ? NULL : party_id(w, d->party));
    member(w, ", ", "text", d->text);
    member(w, ", ", "because", d->because[0] == '\0' ? NULL : d->because);
    member(w, ", ", "source", d->source[0] == '\0' ? NULL : d->source);
    member(w, ", ", "basis", d->basis);
    member(w, ", ", "holds", d->holds[0] == '\0' ? NULL : d->holds);
    key(w, ", ", "cost");
    add(w, d->cost);
    add(w, "}");
  }
  add(w, "],\n");
}

/* ---- one outcome ---- */

static void add_signatures(writer *w) {
  add(w, ", \"signatures\": [");
  const char *between = "";
  for (size_t i = 0; i < w->e->n_reviews; i++) {
    const eir_party_review *review = &w->e->reviews[i];
    if (!review->accepts ||
        signatory_of(w, review->party) == w->the_case->n_signatories)
      continue;
    add(w, between);
    eir_i_text_add_json(&w->text, party_id(w, review->party));
    between = ", ";
  }
  add(w, "]");
}

/* The part of a demand's id after its last section: "r1", "mix.all". */
static void add_broken(writer *w, const char *between, const char *name,
                       const eir_party_review *review, eir_demand_kind kind) {
  key(w, between, name);
  add(w, "[");
  const char *comma = "";
  for (size_t i = 0; i < review->broken.count; i++) {
    const eir_demand *d = &w->e->demands[review->broken.demands[i]];
    if (d->kind != kind)
      continue;
    add(w, comma);
    comma = ", ";
    const char *id = d->id;
    for (const char *p = d->id; kind == EIR_DEMAND_RED_LINE && *p != '\0'; p++)
      if (*p == '.')
        id = p + 1;
    eir_i_text_add_json(&w->text, kind == EIR_DEMAND_RED_LINE ? id : d->text);
  }
  add(w, "]");
}

static void add_refusals(writer *w) {
  add(w, " \"refusals\": [");
  const char *between = "\n  {";
  for (size_t i = 0; i < w->e->n_reviews; i++) {
    const eir_party_review *review = &w->e->reviews[i];
    if (review->accepts)
      continue;
    add(w, between);
    between = ",\n  {";
    member(w, "", "party", party_id(w, review->party));
    key(w, ", ", "short_by");
    if (review->has_score)
      add_score(w, review->party, review->short_by);
    else
      add(w, "0");
    add_broken(w, ", ", "red_lines", review, EIR_DEMAND_RED_LINE);
    add_broken(w, ", ", "refuses", review, EIR_DEMAND_REFUSAL);
    add_broken(w, ", ", "unknown", review, EIR_DEMAND_UNKNOWN);
    add_demand_ids(w, ", ", "demands", review->broken);
    add(w, "}");
  }
  add(w, "],\n");
}

static void add_changes(writer *w) {
  add(w, " \"changes\": [");
  for (size_t i = 0; i < w->e->outcome.n_changes; i++) {
    const eir_change *change = &w->e->changes[i];
    add(w, i == 0 ? "\n  {" : ",\n  {");
    member(w, "", "party", party_id(w, change->party));
    key(w, ", ", "to");
    for (size_t k = 0; k < change->n_issues; k++) {
      const eir_i_issue *issue = &w->the_case->issues[change->issue[k]];
      key(w, k == 0 ? "{" : ", ", issue->id);
      eir_i_json_option(&w->text, issue, change->option[k]);
    }
    add(w, "}, \"gain\": ");
    eir_i_json_scores(&w->text, w->e->solution, change->gain);
    eir_i_text_add_format(&w->text, ", \"signatures\": %zu", change->n_signatures);
    add_bool(w, ", ", "constraints", change->keeps_constraints);
    add_bool(w, ", ", "deal", change->is_deal);
    add(w, "}");
  }
  add(w, "],\n");
}

static void add_outcome(writer *w) {
  const eir_outcome_review *outcome = &w->e->outcome;
  add(w, " \"outcome\": ");
  eir_i_json_deal(&w->text, w->e->solution, outcome->outcome);
  add_bool(w, ", ", "deal", outcome->is_deal);
  add_bool(w, ", ", "possible", outcome->is_possible_deal);
  add_signatures(w);
  add_demand_ids(w, ", ", "broken_constraints", outcome->broken_constraints);
  add(w, "},\n");
  add_refusals(w);
  add_changes(w);
  add_bool(w, " ", "changes_complete", outcome->changes_complete);
  add(w, ",\n");
}

/* ---- no deal ---- */

static void add_unlock(writer *w, const eir_unlock *unlock) {
  add_demand_ids(w, "", "demands", unlock->demands);
  key(w, ", ", "cost");
  add(w, unlock->cost);
  add(w, ", \"falls\": ");
  if (!unlock->has_falls && unlock->n_falls > 0) {
    add(w, "null");
  } else {
    add(w, "{");
    for (size_t i = 0; i < unlock->n_falls; i++) {
      key(w, i == 0 ? "" : ", ", party_id(w, unlock->falls[i].party));
      add_score(w, unlock->falls[i].party, unlock->falls[i].amount);
    }
    add(w, "}");
  }
  add(w, ", \"outcome\": ");
  if (unlock->outcome == NULL)
    add(w, "null");
  else
    eir_i_json_outcome(&w->text, w->the_case, unlock->outcome);
}

static void add_conflicts(writer *w) {
  add(w, " \"conflicts\": [");
  for (size_t i = 0; i < w->e->n_conflicts; i++) {
    add(w, i == 0 ? "\n  {" : ",\n  {");
    add_demand_ids(w, "", "demands", w->e->conflicts[i]);
    add(w, "}");
  }
  add(w, "],\n \"unlocks\": [");
  for (size_t i = 0; i < w->e->n_unlocks; i++) {
    add(w, i == 0 ? "\n  {" : ",\n  {");
    add_unlock(w, &w->e->unlocks[i]);
    add(w, "}");
  }
  add(w, "],\n");
  add_bool(w, " ", "complete", w->e->conflicts_complete);
  add(w, ",\n");
}

/* ---- there are deals ---- */

typedef void add_of_party(writer *w, const eir_party_packages *of);

static void by_signatory(writer *w, const char *between, const char *name,
                         add_of_party *add_value) {
  key(w, between, name);
  for (size_t i = 0; i < w->the_case->n_signatories; i++) {
    const eir_party_packages *of = &w->e->packages[i];
    key(w, i == 0 ? "{" : ", ", party_id(w, of->party));
    add_value(w, of);
  }
  add(w, "}");
}

static void add_alone(writer *w, const eir_party_packages *of) {
  eir_i_json_string_or_null(&w->text, of->alone);
}

static void add_sole_refuser(writer *w, const eir_party_packages *of) {
  eir_i_json_string_or_null(&w->text, of->sole_refuser);
}

static void add_if_not_blocking(writer *w, const eir_party_packages *of) {
  eir_i_json_string_or_null(&w->text, of->if_not_blocking);
}

static void add_headroom(writer *w, const eir_party_packages *of) {
  if (of->headroom_unlimited)
    add(w, "\"unlimited\"");
  else if (of->has_headroom)
    add_score(w, of->party, of->headroom);
  else
    add(w, "null");
}

static void add_shapley_shubik(writer *w, const eir_party_packages *of) {
  member(w, "{", "exact", of->shapley_shubik);
  add_double(w, ", ", "value", of->shapley_shubik_value);
  add(w, "}");
}

static void add_banzhaf(writer *w, const eir_party_packages *of) {
  member(w, "{", "swings", of->banzhaf);
  add_double(w, ", ", "value", of->banzhaf_value);
  add(w, "}");
}

static void add_used(writer *w, const char *name, eir_use use) {
  key(w, " ", name);
  const char *between = "{";
  for (size_t i = 0; i < w->the_case->n_issues; i++) {
    const eir_i_issue *issue = &w->the_case->issues[i];
    bool any = false;
    for (uint32_t o = 0; o < issue->n_options; o++) {
      if (eir_solution_use(w->e->solution, i, o) != use)
        continue;
      if (!any)
        key(w, between, issue->id);
      add(w, any ? ", " : "[");
      eir_i_json_option(&w->text, issue, o);
      any = true;
    }
    if (any) {
      add(w, "]");
      between = ", ";
    }
  }
  add(w, between[0] == '{' ? "{},\n" : "},\n");
}

static void add_packages(writer *w) {
  by_signatory(w, " ", "alone", add_alone);
  by_signatory(w, ",\n ", "sole_refuser", add_sole_refuser);
  by_signatory(w, ",\n ", "if_not_blocking", add_if_not_blocking);
  by_signatory(w, ",\n ", "headroom", add_headroom);
  add(w, ",\n");
  if (eir_solution_use_scope(w->e->solution) == EIR_USE_OF_DEALS) {
    add_used(w, "never_used", EIR_USE_NEVER);
    add_used(w, "always_used", EIR_USE_ALWAYS);
  } else {
    add(w, " \"never_used\": null,\n \"always_used\": null,\n");
  }
  if (w->e->idle_known)
    add_demand_ids(w, " ", "idle", w->e->idle);
  else
    add(w, " \"idle\": null");
  add(w, ",\n \"power\": {");
  by_signatory(w, "", "shapley_shubik", add_shapley_shubik);
  by_signatory(w, ",\n  ", "banzhaf", add_banzhaf);
  add(w, "},\n");
}

/* ---- what is not known ---- */

static void add_share(writer *w, const eir_share *share) {
  add_double(w, "", "share", share->share);
  add_double(w, ", ", "sampling_low", share->sampling_low);
  add_double(w, ", ", "sampling_high", share->sampling_high);
}

static void add_robust_deals(writer *w) {
  add(w, " \"robust\": [");
  for (size_t i = 0; i < w->e->robust.n_deals; i++) {
    const eir_robust_deal *deal = &w->e->robust_deals[i];
    add(w, i == 0 ? "\n  {\"outcome\": " : ",\n  {\"outcome\": ");
    eir_i_json_outcome(&w->text, w->the_case, deal->deal.options);
    add(w, ", ");
    add_share(w, &deal->signed_by_all);
    add_answer(w, ", ", "certain", deal->certain);
    add_answer(w, ", ", "possible", deal->possible);
    add_double(w, ", ", "worst_regret", deal->worst_regret);
    add_double(w, ", ", "median_regret", deal->median_regret);
    add(w, "}");
  }
  add(w, "],\n");
}

static void add_unknowns(writer *w) {
  add(w, " \"unknowns\": [");
  for (size_t i = 0; i < w->e->robust.n_unknowns; i++) {
    const eir_unknown *unknown = &w->e->unknowns[i];
    member(w, i == 0 ? "\n  {" : ",\n  {", "input", unknown->path);
    add_double(w, ", ", "swing", unknown->swing);
    add_double(w, ", ", "swing_of_best", unknown->swing_best);
    key(w, ", ", "low");
    add(w, unknown->low);
    key(w, ", ", "high");
    add(w, unknown->high);
    member(w, ", ", "basis", unknown->basis);
    member(w, ", ", "source", unknown->source[0] == '\0' ? NULL : unknown->source);
    add(w, "}");
  }
  add(w, "],\n");
}

static void add_robust(writer *w) {
  const eir_robust *robust = &w->e->robust;
  add(w, " \"share_of_assumptions\": {\"deal\": {");
  add_share(w, &robust->deal);
  add_answer(w, "}, ", "always", robust->always);
  add_answer(w, ", ", "ever", robust->ever);
  eir_i_text_add_format(&w->text, ", \"samples\": %llu, \"seed\": %llu, \"best\": ",
                        (unsigned long long)robust->samples,
                        (unsigned long long)robust->seed);
  if (robust->best == SIZE_MAX)
    add(w, "null");
  else
    eir_i_json_outcome(&w->text, w->the_case,
                       w->e->robust_deals[robust->best].deal.options);
  add(w, "},\n");
  add_robust_deals(w);
  add_unknowns(w);
}

/* ---- what it rests on ---- */

static void add_bases(writer *w, const char *between, const char *name,
                      const uint64_t *count) {
  key(w, between, name);
  eir_i_text_add_format(&w->text,
                        "{\"text\": %llu, \"reading\": %llu, \"assumption\": %llu}",
                        (unsigned long long)count[0], (unsigned long long)count[1],
                        (unsigned long long)count[2]);
}

static void add_grounds(writer *w) {
  const eir_grounds *grounds = &w->e->grounds;
  add(w, " \"grounds\": {");
  add_bases(w, "", "numbers", grounds->numbers);
  add_bases(w, ", ", "rules", grounds->rules);
  add(w, ",\n  \"pivots\": [");
  for (size_t i = 0; i < grounds->n_pivots; i++) {
    const eir_pivot *pivot = &w->e->pivots[i];
    member(w, i == 0 ? "\n   {" : ",\n   {", "input", pivot->path);
    member(w, ", ", "text", pivot->text);
    add_answer(w, ", ", "becomes", pivot->becomes);
    add(w, "}");
  }
  add_bool(w, "],\n  ", "complete", grounds->complete);
  add(w, "},\n");
}

/* ---- the object ---- */

static void add_stats(writer *w) {
  add(w, ",\n \"stats\": {\"seconds\": ");
  eir_i_text_add_double(&w->text, w->e->seconds);
  eir_i_text_add_format(&w->text, ", \"steps\": %llu, \"peak_bytes\": %llu}",
                        (unsigned long long)w->e->effort.steps,
                        (unsigned long long)w->e->memory.peak);
}

static void add_object(writer *w, unsigned flags) {
  const eir_explanation *e = w->e;
  eir_i_json_head(&w->text, "explain", e->the_case);
  add_deals(w);
  add_demands(w);
  if (e->has[EIR_EXPLAINED_OUTCOME])
    add_outcome(w);
  if (e->has[EIR_EXPLAINED_CONFLICTS])
    add_conflicts(w);
  if (e->has[EIR_EXPLAINED_PACKAGES] && e->packages != NULL)
    add_packages(w);
  if (e->has[EIR_EXPLAINED_ROBUST])
    add_robust(w);
  if (e->has[EIR_EXPLAINED_GROUNDS])
    add_grounds(w);
  eir_i_json_strings(&w->text, " ", "notes", e->notes, e->n_notes);
  eir_i_json_limit(&w->text, eir_explanation_limit_name(e),
                   eir_explanation_limit_value(e), eir_explanation_limit_advice(e));
  if ((flags & EIR_JSON_STATS) != 0)
    add_stats(w);
  add(w, "}\n");
}

eir_status eir_explanation_write_json(const eir_explanation *explanation,
                                      unsigned flags, eir_write_function write,
                                      void *user) {
  if (explanation == NULL || write == NULL)
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &explanation->memory.allocator);
  writer w = {.e = explanation, .the_case = explanation->the_case};
  eir_i_text_init(&w.text, &memory);
  add_object(&w, flags);
  eir_status status = EIR_OK;
  if (w.text.failed)
    status = EIR_NO_MEMORY;
  else if (!write(user, w.text.data, w.text.length))
    status = EIR_IO;
  eir_i_text_free(&w.text);
  return status;
}
