/* State of play, JSON: the object of `show`, in the order and form of
 * docs/formats/show-json.md. Entries are numbered from 1, as on the page for people. */
#include "explain/state_of_play.h"
#include "solve/json_parts.h"

#include "base/banned.h"

typedef struct writer {
  const eir_state_of_play *state;
  const eir_case *the_case;
  eir_i_text text;
} writer;

/* In the order of eir_reply. */
static const char *const reply_words[] = {"none",        "accept",       "reject",
                                          "conditional", "under_review", "proposed"};

static void add(writer *w, const char *string) {
  eir_i_text_add(&w->text, string);
}

static void key(writer *w, const char *between, const char *name) {
  eir_i_json_key(&w->text, between, name);
}

/* "" is null. */
static void member(writer *w, const char *between, const char *name,
                   const char *string) {
  key(w, between, name);
  eir_i_json_string_or_null(&w->text, string[0] == '\0' ? NULL : string);
}

static void add_bool(writer *w, const char *between, const char *name, bool value) {
  key(w, between, name);
  add(w, value ? "true" : "false");
}

static void add_answer(writer *w, const char *between, const char *name,
                       eir_answer answer) {
  key(w, between, name);
  eir_i_json_answer(&w->text, answer);
}

/* The number of an entry, or null. */
static void add_entry(writer *w, const char *between, const char *name, size_t entry) {
  key(w, between, name);
  if (entry == SIZE_MAX)
    add(w, "null");
  else
    eir_i_text_add_format(&w->text, "%zu", entry + 1);
}

static void add_party(writer *w, const char *between, const char *name, size_t party) {
  member(w, between, name, w->the_case->parties[party].id);
}

static void add_parties(writer *w, const char *between, const char *name,
                        const size_t *parties, size_t n) {
  key(w, between, name);
  add(w, "[");
  for (size_t i = 0; i < n; i++) {
    add(w, i == 0 ? "" : ", ");
    eir_i_text_add_json(&w->text, w->the_case->parties[parties[i]].id);
  }
  add(w, "]");
}

/* null: the text leaves the issue open. */
static void add_option(writer *w, size_t issue, uint32_t option) {
  if (option == UINT32_MAX)
    add(w, "null");
  else
    eir_i_json_option(&w->text, &w->the_case->issues[issue], option);
}

/* ---- issues ---- */

/* Options one by one: a reader of JSON should not need the order of the case. */
static void add_word(writer *w, size_t issue, const eir_word *word) {
  static const char *const words[] = {"none",     "unknown",     "prefers",
                                      "accepts",  "resists",     "refuses",
                                      "proposes", "conditional", "under_review"};
  add_party(w, "{", "party", word->party);
  add(w, ", \"options\": [");
  for (uint32_t o = word->first; o <= word->last; o++) {
    add(w, o == word->first ? "" : ", ");
    add_option(w, issue, o);
  }
  add(w, "]");
  member(w, ", ", "word", words[word->word]);
  add_entry(w, ", ", "entry", word->entry);
  add_bool(w, ", ", "order_unknown", word->order_unknown);
  member(w, ", ", "red_line", word->red_line);
  add_bool(w, ", ", "red_line_uncertain", word->red_line_uncertain);
  member(w, ", ", "source", word->source);
  member(w, ", ", "basis", word->basis);
  add(w, "}");
}

static void add_issue(writer *w, size_t issue) {
  static const char *const states[] = {"open", "agreed", "disputed"};
  const eir_issue_state *state = &w->state->issues[issue];
  member(w, "{", "issue", w->the_case->issues[issue].id);
  member(w, ", ", "status", states[state->status]);
  add(w, ", \"agreed\": [");
  for (size_t i = 0; i < state->n_options; i++) {
    add(w, i == 0 ? "" : ", ");
    add_option(w, issue, state->options[i]);
  }
  add(w, "],\n   \"words\": [");
  for (size_t i = 0; i < w->state->words[issue].n; i++) {
    add(w, i == 0 ? "\n    " : ",\n    ");
    add_word(w, issue, &w->state->words[issue].words[i]);
  }
  add(w, "]}");
}

/* Who has a scored position is told once, not with each issue: nobody can tell from it
 * what a party wants of one. */
static void add_issues(writer *w) {
  const char *between = "";
  add(w, " \"scored\": [");
  for (size_t k = 0; k < w->the_case->n_signatories; k++) {
    const eir_i_party *party = &w->the_case->parties[w->the_case->signatories[k]];
    if (party->position.kind != EIR_POSITION_POINTS &&
        party->position.kind != EIR_POSITION_WEIGHTS)
      continue;
    add(w, between);
    eir_i_text_add_json(&w->text, party->id);
    between = ", ";
  }
  add(w, "],\n \"issues\": [");
  for (size_t i = 0; i < w->the_case->n_issues; i++) {
    add(w, i == 0 ? "\n  " : ",\n  ");
    add_issue(w, i);
  }
  add(w, "],\n");
}

/* ---- red lines over several issues ---- */

static void add_rules(writer *w) {
  add(w, " \"rules\": [");
  for (size_t i = 0; i < w->state->n_rules; i++) {
    const eir_shown_rule *rule = &w->state->rules[i];
    add_party(w, i == 0 ? "\n  {" : ",\n  {", "party", rule->party);
    member(w, ", ", "id", rule->id);
    member(w, ", ", "rule", rule->text);
    add_bool(w, ", ", "uncertain", rule->uncertain);
    member(w, ", ", "source", rule->source);
    member(w, ", ", "basis", rule->basis);
    add(w, "}");
  }
  add(w, "],\n");
}

/* ---- proposals ---- */

static void add_replies(writer *w, const eir_proposal_state *proposal) {
  add(w, ",\n   \"answers\": [");
  for (size_t i = 0; i < proposal->n_replies; i++) {
    const eir_party_reply *reply = &proposal->replies[i];
    add_party(w, i == 0 ? "\n    {" : ",\n    {", "party", reply->party);
    member(w, ", ", "answer", reply_words[reply->reply]);
    add_entry(w, ", ", "entry", reply->entry);
    add_bool(w, ", ", "order_unknown", reply->order_unknown);
    add(w, "}");
  }
  add(w, "]");
}

static void add_proposals(writer *w) {
  add(w, " \"proposals\": [");
  for (size_t i = 0; i < w->state->n_proposals; i++) {
    const eir_proposal_state *proposal = &w->state->proposals[i];
    add_entry(w, i == 0 ? "\n  {" : ",\n  {", "entry", proposal->entry);
    add_entry(w, ", ", "superseded_by", proposal->superseded_by);
    add_bool(w, ", ", "complete", proposal->complete);
    add_answer(w, ", ", "deal", proposal->complete ? proposal->deal : EIR_UNKNOWN);
    add_answer(w, ", ", "can_be_deal", proposal->can_be_deal);
    add_replies(w, proposal);
    add(w, "}");
  }
  add(w, "],\n");
}

/* ---- revisions ---- */

/* Scores and utilities are decimals already, and so numbers of JSON. */
static void add_effects(writer *w, const eir_revision *revision) {
  add(w, "],\n   \"effects\": [");
  for (size_t i = 0; i < revision->n_effects; i++) {
    const eir_revision_effect *effect = &revision->effects[i];
    add_party(w, i == 0 ? "{" : ", {", "party", effect->party);
    key(w, ", ", "score");
    add(w, effect->score);
    key(w, ", ", "utility");
    add(w, effect->utility[0] == '\0' ? "null" : effect->utility);
    add(w, "}");
  }
  add(w, "]}");
}

static void add_revisions(writer *w) {
  add(w, " \"revisions\": [");
  for (size_t i = 0; i < w->state->n_revisions; i++) {
    const eir_revision *revision = &w->state->revisions[i];
    add_entry(w, i == 0 ? "\n  {" : ",\n  {", "from", revision->from);
    add_entry(w, ", ", "to", revision->to);
    add_bool(w, ", ", "known", revision->known);
    add_bool(w, ", ", "complete", revision->complete);
    add(w, ",\n   \"changed\": [");
    for (size_t k = 0; k < revision->n_issues; k++) {
      const eir_revised_issue *issue = &revision->issues[k];
      member(w, k == 0 ? "{" : ", {", "issue", w->the_case->issues[issue->issue].id);
      key(w, ", ", "from");
      add_option(w, issue->issue, issue->from);
      key(w, ", ", "to");
      add_option(w, issue->issue, issue->to);
      add(w, "}");
    }
    add_effects(w, revision);
  }
  add(w, "],\n");
}

/* ---- the timeline ---- */

static void add_proposal_members(writer *w, const eir_entry *entry) {
  add_parties(w, ", ", "with", entry->with, entry->n_with);
  add(w, ", \"outcome\": ");
  if (entry->outcome == NULL)
    add(w, "null");
  else
    eir_i_json_outcome(&w->text, w->the_case, entry->outcome);
  add_entry(w, ", ", "replaces", entry->replaces);
}

static void add_response_members(writer *w, const eir_entry *entry) {
  add_entry(w, ", ", "to", entry->to);
  member(w, ", ", "answer", reply_words[entry->reply]);
  add(w, ", \"issues\": {");
  for (size_t i = 0; i < entry->n_replies; i++)
    member(w, i == 0 ? "" : ", ", w->the_case->issues[entry->replies[i].issue].id,
           reply_words[entry->replies[i].reply]);
  add(w, "}");
  member(w, ", ", "if", entry->condition);
  add_answer(w, ", ", "condition_met", entry->condition_met);
}

/* How we know of it. */
static void add_said(writer *w, const eir_entry *entry) {
  member(w, ",\n   ", "source", entry->source);
  member(w, ", ", "basis", entry->basis);
  member(w, ", ", "because", entry->because);
  member(w, ", ", "said_by", entry->said_by);
  member(w, ", ", "reported_by", entry->reported_by);
  member(w, ", ", "directness", entry->directness);
  add_bool(w, ", ", "contested", entry->contested);
  add(w, "}");
}

static void add_timeline(writer *w) {
  static const char *const kinds[] = {"proposal", "response", "talks", "statement"};
  add(w, " \"timeline\": [");
  for (size_t k = 0; k < w->state->n_entries; k++) {
    const eir_entry *entry = &w->state->entries[k];
    add_entry(w, k == 0 ? "\n  {" : ",\n  {", "number", k);
    member(w, ", ", "kind", kinds[entry->kind]);
    member(w, ", ", "id", entry->id);
    member(w, ", ", "date", entry->date);
    add_bool(w, ", ", "may_be_later", entry->may_be_later);
    add_entry(w, ", ", "after", entry->after);
    add_parties(w, ", ", "by", entry->by, entry->n_by);
    member(w, ",\n   ", "title", entry->title);
    member(w, ", ", "says", entry->says);
    if (entry->kind == EIR_ENTRY_TALKS)
      member(w, ", ", "format", entry->format);
    if (entry->kind == EIR_ENTRY_PROPOSAL)
      add_proposal_members(w, entry);
    if (entry->kind == EIR_ENTRY_RESPONSE)
      add_response_members(w, entry);
    add_said(w, entry);
  }
  add(w, "],\n");
}

eir_status eir_state_of_play_write_json(const eir_state_of_play *state,
                                        eir_write_function write, void *user) {
  if (state == NULL || write == NULL)
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &state->memory.allocator);
  writer w = {.state = state, .the_case = state->the_case};
  eir_i_text_init(&w.text, &memory);
  eir_i_json_head(&w.text, "show", state->the_case);
  member(&w, " ", "on", eir_state_of_play_on(state));
  eir_i_text_add_format(&w.text, ", \"left_out\": %zu,\n",
                        eir_state_of_play_left_out(state));
  add_issues(&w);
  add_rules(&w);
  add_proposals(&w);
  add_revisions(&w);
  add_timeline(&w);
  eir_i_json_strings(&w.text, " ", "notes", state->notes, state->n_notes);
  add(&w, "}\n");
  eir_status status = EIR_OK;
  if (w.text.failed)
    status = EIR_NO_MEMORY;
  else if (!write(user, w.text.data, w.text.length))
    status = EIR_IO;
  eir_i_text_free(&w.text);
  return status;
}
