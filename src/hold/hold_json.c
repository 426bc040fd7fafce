/* The JSON object of `hold`, in the order and form of docs/formats/hold-json.md. */
#include "case/enforcement.h"
#include "hold/holding.h"
#include "solve/json_parts.h"

#include "base/banned.h"

static void add_double(eir_i_text *text, const char *between, const char *name,
                       double value) {
  eir_i_json_key(text, between, name);
  eir_i_text_add_double(text, value);
}

static void add_bool(eir_i_text *text, const char *between, const char *name,
                     bool value) {
  eir_i_json_key(text, between, name);
  eir_i_text_add(text, value ? "true" : "false");
}

static void add_enough(eir_i_text *text, const eir_i_held *held) {
  eir_i_text_add(text, ",\n    \"just_enough\": {");
  for (int p = 0; p < EIR_HOLD_PARAMETER_COUNT; p++) {
    const eir_hold_enough *enough = &held->enough[p];
    eir_i_json_key(text, p == 0 ? "" : ", ",
                   eir_hold_parameter_id((eir_hold_parameter)p));
    eir_i_text_add(text, enough->exists ? enough->text : "null");
  }
  eir_i_text_add(text, "}");
}

static void add_given(eir_i_text *text, const eir_hold_party *party) {
  add_double(text, ",\n    \"given\": {", "comply", party->comply);
  add_double(text, ", ", "violate", party->violate);
  add_double(text, ", ", "reversion", party->reversion);
  add_double(text, ", ", "detection", party->detection);
  add_double(text, ", ", "false_alarm", party->false_alarm);
  add_double(text, ", ", "guarantee", party->guarantee);
  add_double(text, ", ", "reacts", party->reacts);
  add_double(text, ", ", "patience", party->patience);
  eir_i_json_key(text, ", ", "snap_back");
  if (party->snap_back == 0)
    eir_i_text_add(text, "null");
  else
    eir_i_text_add_format(text, "%llu", (unsigned long long)party->snap_back);
  add_bool(text, ", ", "guarantor_counts", party->guarantor_counts);
  eir_i_text_add(text, "}");
}

static void add_party(eir_i_text *text, const eir_i_held *held, bool first) {
  eir_i_text_add(text, first ? "\n   " : ",\n   ");
  eir_i_json_key(text, "", held->party.id);
  add_double(text, "{", "slack", held->party.slack);
  add_bool(text, ", ", "holds", held->party.holds);
  add_double(text, ", ", "value", held->party.value);
  add_enough(text, held);
  add_given(text, &held->party);
  eir_i_text_add(text, "}");
}

static void add_shift(eir_i_text *text, const eir_holding *holding) {
  const eir_hold_shift *shift = &holding->shift_answer;
  eir_i_text_add(text, " \"power_shift\": ");
  if (!holding->has_shift) {
    eir_i_text_add(text, "null,\n");
    return;
  }
  add_bool(text, "{", "bites", shift->bites);
  add_double(text, ", ", "gap", shift->gap);
  add_double(text, ", ", "wins", shift->wins);
  add_double(text, ", ", "wins_next", shift->wins_next);
  add_double(text, ", ", "largest", shift->largest);
  eir_i_json_key(text, ", ", "phases");
  if (shift->phases == 0)
    eir_i_text_add(text, "null");
  else
    eir_i_text_add_format(text, "%llu", (unsigned long long)shift->phases);
  add_double(text, ", ", "war_cost", shift->war_cost);
  add_bool(text, ", ", "per_period", shift->cost_is_flow);
  if (holding->the_case != NULL) {
    eir_i_json_key(text, ", ", "rising");
    eir_i_text_add_json(text, holding->the_case->parties[holding->rising].id);
    eir_i_json_key(text, ", ", "declining");
    eir_i_text_add_json(text, holding->the_case->parties[holding->declining].id);
  }
  eir_i_text_add(text, "},\n");
}

/* ---- of a case ---- */

static void add_members(eir_i_text *text, const eir_holding *holding, uint64_t set) {
  const char *between = "";
  eir_i_text_add(text, "[");
  for (size_t m = 0; m < holding->n_members; m++) {
    if ((set >> m & 1) == 0)
      continue;
    eir_i_text_add(text, between);
    eir_i_text_add_json(text, holding->the_case->parties[holding->members[m]].id);
    between = ", ";
  }
  eir_i_text_add(text, "]");
}

static void add_coalition(eir_i_text *text, const eir_holding *holding) {
  const eir_i_coalition *c = &holding->coalition;
  eir_i_text_add(text, " \"coalition\": ");
  if (!holding->has_coalition) {
    eir_i_text_add(text, "null,\n");
    return;
  }
  add_bool(text, "{", "suffices", c->suffices);
  eir_i_json_key(text, ", ", "members");
  add_members(text, holding, UINT64_MAX);
  eir_i_json_key(text, ", ", "minimal");
  for (size_t i = 0; i < c->n_minimal; i++) {
    eir_i_text_add(text, i == 0 ? "[" : ", ");
    add_members(text, holding, c->minimal[i]);
  }
  eir_i_text_add(text, c->n_minimal == 0 ? "[]" : "]");
  add_bool(text, ", ", "all_minimal", c->all_minimal);
  eir_i_json_key(text, ", ", "survives_loss_of");
  if (c->suffices)
    eir_i_text_add_format(text, "%zu", c->survives);
  else
    eir_i_text_add(text, "null");
  eir_i_json_key(text, ", ", "cheapest");
  const bool known = c->suffices && c->totals_known;
  if (known)
    add_members(text, holding, c->cheapest);
  else
    eir_i_text_add(text, "null");
  eir_i_json_key(text, ", ", "cost");
  if (known)
    eir_i_text_add_double(text, (double)c->cheapest_cost / 1e6);
  else
    eir_i_text_add(text, "null");
  eir_i_json_key(text, ", ", "chance");
  if (c->totals_known)
    eir_i_text_add_double(text, c->chance);
  else
    eir_i_text_add(text, "null");
  eir_i_text_add(text, "},\n");
}

static void add_clauses(eir_i_text *text, const eir_holding *holding) {
  eir_i_text_add(text, " \"clauses\": [");
  for (size_t i = 0; i < holding->n_clauses; i++) {
    const eir_hold_clause *clause = &holding->clauses[i];
    const eir_i_issue *issue = &holding->the_case->issues[clause->issue];
    const char *between = "";
    eir_i_text_add(text, i == 0 ? "\n  " : ",\n  ");
    eir_i_json_key(text, "{", "issue");
    eir_i_text_add_json(text, issue->id);
    eir_i_json_key(text, ", ", "option");
    eir_i_json_option(text, issue, clause->option);
    eir_i_text_add(text, ", \"moves\": [");
    for (int p = 0; p < EIR_HOLD_PARAMETER_COUNT; p++) {
      if ((clause->moves >> p & 1) == 0)
        continue;
      eir_i_text_add(text, between);
      eir_i_text_add_json(text, p == EIR_HOLD_SNAP_BACK
                                    ? "reversion"
                                    : eir_hold_parameter_id((eir_hold_parameter)p));
      between = ", ";
    }
    eir_i_text_add(text, "]}");
  }
  eir_i_text_add(text, "],\n");
}

static void add_remedies(eir_i_text *text, const eir_holding *holding) {
  eir_i_text_add(text, " \"remedies\": [");
  for (size_t i = 0; i < holding->n_remedies; i++) {
    const eir_hold_remedy *remedy = &holding->remedies[i];
    const eir_i_issue *issue = &holding->the_case->issues[remedy->issue];
    eir_i_text_add(text, i == 0 ? "\n  " : ",\n  ");
    eir_i_json_key(text, "{", "party");
    eir_i_text_add_json(text, holding->parties[remedy->party].party.id);
    eir_i_json_key(text, ", ", "issue");
    eir_i_text_add_json(text, issue->id);
    eir_i_json_key(text, ", ", "option");
    eir_i_json_option(text, issue, remedy->option);
    add_bool(text, ", ", "for_all", remedy->for_all);
    eir_i_text_add(text, "}");
  }
  eir_i_text_add(text, "],\n");
}

static void add_period(eir_i_text *text, const eir_holding *holding) {
  const eir_i_enforcing *e = holding->the_case->enforcing;
  eir_i_json_key(text, " ", "period");
  eir_i_json_string_or_null(text,
                            e == NULL || e->period.n == 0 ? NULL : e->period.text[0]);
  eir_i_text_add(text, ",\n");
}

/* ---- what is not known ---- */

static void add_share(eir_i_text *text, const eir_hold_assumed *assumed) {
  eir_i_text_add(text, " \"share_of_assumptions\": {\"holds\": {");
  add_double(text, "", "share", assumed->holds.share);
  add_double(text, ", ", "sampling_low", assumed->holds.sampling_low);
  add_double(text, ", ", "sampling_high", assumed->holds.sampling_high);
  eir_i_json_key(text, "}, ", "always");
  eir_i_json_answer(text, assumed->always);
  eir_i_json_key(text, ", ", "ever");
  eir_i_json_answer(text, assumed->ever);
  eir_i_text_add_format(text, ", \"samples\": %llu, \"seed\": %llu},\n",
                        (unsigned long long)assumed->samples,
                        (unsigned long long)assumed->seed);
}

static void add_unknowns(eir_i_text *text, const eir_holding *holding) {
  eir_i_text_add(text, " \"unknowns\": [");
  for (size_t i = 0; i < holding->assumed.n_unknowns; i++) {
    const eir_unknown *unknown = &holding->unknowns[i];
    eir_i_text_add(text, i == 0 ? "\n  " : ",\n  ");
    eir_i_json_key(text, "{", "path");
    eir_i_text_add_json(text, unknown->path);
    eir_i_text_add_format(text, ", \"low\": %s, \"high\": %s", unknown->low,
                          unknown->high);
    eir_i_json_key(text, ", ", "source");
    eir_i_json_string_or_null(text,
                              unknown->source[0] == '\0' ? NULL : unknown->source);
    eir_i_json_key(text, ", ", "basis");
    eir_i_text_add_json(text, unknown->basis);
    add_double(text, ", ", "swing", unknown->swing);
    eir_i_text_add(text, "}");
  }
  eir_i_text_add(text, "],\n");
}

/* ---- the weakest that suffices ---- */

static void add_options(eir_i_text *text, const eir_holding *holding) {
  const eir_i_least *least = &holding->least;
  eir_i_text_add(text, " \"options\": [");
  for (size_t i = 0; i < least->n_options; i++) {
    const eir_hold_option *option = &least->options[i];
    const eir_i_issue *issue = &holding->the_case->issues[option->issue];
    eir_i_text_add(text, i == 0 ? "\n  " : ",\n  ");
    eir_i_json_key(text, "{", "issue");
    eir_i_text_add_json(text, issue->id);
    eir_i_json_key(text, ", ", "option");
    eir_i_json_option(text, issue, option->option);
    add_double(text, ", ", "cost", option->cost);
    if (least->has_frontier)
      eir_i_text_add_format(text, ", \"frontier\": %zu, \"hold\": %zu}",
                            option->n_frontier, option->n_hold);
    else
      eir_i_text_add(text, ", \"frontier\": null, \"hold\": null}");
  }
  eir_i_text_add(text, "],\n");
}

static void add_least(eir_i_text *text, const eir_holding *holding) {
  const eir_i_least *least = &holding->least;
  add_bool(text, " \"least\": {", "found", least->found);
  add_bool(text, ", ", "complete", least->complete);
  eir_i_json_key(text, ", ", "by");
  eir_i_text_add_json(text, least->by_cost ? "cost" : "place");
  eir_i_json_key(text, ", ", "cost");
  if (least->found)
    eir_i_text_add_double(text, (double)least->cost / 1e6);
  else
    eir_i_text_add(text, "null");
  eir_i_text_add(text, "},\n");
  add_options(text, holding);
}

/* ---- all of it ---- */

static void add_head(eir_i_text *text, const eir_holding *holding) {
  if (holding->the_case != NULL) {
    eir_i_json_head(text, "hold", holding->the_case);
    if (holding->outcome != NULL) {
      eir_i_json_key(text, " ", "outcome");
      eir_i_json_outcome(text, holding->the_case, holding->outcome);
      eir_i_text_add(text, ",\n");
    }
    add_period(text, holding);
    return;
  }
  eir_i_text_add(text, "{\"eirene\": ");
  eir_i_text_add_json(text, eir_version());
  eir_i_text_add(text, ", \"verb\": \"hold\",\n");
}

static void add_object(eir_i_text *text, const eir_holding *holding) {
  add_head(text, holding);
  eir_i_json_key(text, " ", "answer");
  eir_i_json_answer(text, holding->answer);
  eir_i_text_add(text, ",\n \"parties\": {");
  for (size_t i = 0; i < holding->n_parties; i++)
    add_party(text, &holding->parties[i], i == 0);
  eir_i_text_add(text, "},\n \"binding\": ");
  eir_i_json_string_or_null(text, holding->binding == SIZE_MAX
                                      ? NULL
                                      : holding->parties[holding->binding].party.id);
  eir_i_text_add(text, ",\n");
  add_shift(text, holding);
  add_coalition(text, holding);
  if (holding->has_least)
    add_least(text, holding);
  if (holding->assumed.given) {
    add_share(text, &holding->assumed);
    add_unknowns(text, holding);
  }
  if (holding->the_case != NULL) {
    add_clauses(text, holding);
    add_remedies(text, holding);
  }
  eir_i_json_strings(text, " ", "notes", holding->notes, holding->n_notes);
  eir_i_text_add(text, "}\n");
}

eir_status eir_holding_write_json(const eir_holding *holding, eir_write_function write,
                                  void *user) {
  if (holding == NULL || write == NULL)
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &holding->memory.allocator);
  eir_i_text text;
  eir_i_text_init(&text, &memory);
  add_object(&text, holding);
  eir_status status = EIR_NO_MEMORY;
  if (!text.failed)
    status = write(user, text.data, text.length) ? EIR_OK : EIR_IO;
  eir_i_text_free(&text);
  return status;
}
