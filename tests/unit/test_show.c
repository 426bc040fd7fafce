/* The state of play: last words, answers, versions, dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/show.h"

#include "case_text.h"
#include "failing_allocator.h"

#include "base/banned.h"

enum { ROOM = 8192 };

#define HEAD                                                                           \
  "eirene: 1\nparties: {a: {}, b: {}, m: {role: mediator}}\n"                          \
  "issues: {x: {options: [p, q, r]}, d: {range: {from: 0, to: 10, step: 5}}}\n"
#define STANCES                                                                        \
  HEAD "positions:\n"                                                                  \
       "  a: {stance: {x: {p: prefers, q: refuses}}, red_lines: [{id: low, rule: d < " \
       "10},\n    {id: may, rule: \"x != r or d = 0\", holds: unknown}]}\n"            \
       "  b: {stance: {x: {p: unknown, q: accepts}, d: {0: accepts, 5: accepts}}}\n"
#define SCORES                                                                         \
  HEAD "positions:\n"                                                                  \
       "  a: {reservation: 5, points: {x: {p: 4, q: 1, r: 0}, d: {0: 0, 5: 3, 10: "    \
       "6}},\n     interactions: [{when: x = q and d = 10, add: 2}]}\n"                \
       "  b: {reservation: 1/3, scale: 3, points: {x: {p: 0, q: 1/3, r: 2}}}\n"

#define SILENT HEAD "positions: {a: {stance: {}}, b: {stance: {}}}\n"
#define TEXT_BOTH_ACCEPT                                                               \
  "- {kind: proposal, id: p1, date: 2025-01-01, by: m, outcome: {x: p, d: 0}}\n"       \
  "- {kind: response, id: r1, date: 2025-01-02, by: [a, b], to: p1, answer: accept}\n"

static eir_context *context;

static int set_up(void **state) {
  (void)state;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  eir_context_free(context);
  return 0;
}

static eir_state_of_play *show(const eir_case *the_case, const char *on) {
  const eir_show_request request = {.on = on};
  eir_state_of_play *shown = NULL;
  assert_int_equal(eir_show(the_case, &request, NULL, &shown), EIR_OK);
  assert_non_null(shown);
  return shown;
}

/* ---- in short ---- */

typedef struct writer {
  char text[ROOM];
  size_t length;
} writer;

static void put(writer *w, const char *string) {
  size_t n = strlen(string);
  assert_true(w->length + n < ROOM);
  memcpy(w->text + w->length, string, n + 1);
  w->length += n;
}

static void put_entry(writer *w, const eir_state_of_play *shown, size_t entry) {
  if (entry != SIZE_MAX)
    put(w, eir_state_of_play_entry(shown, entry).id);
}

/* "x: agreed p; a: p prefers; b: p accepts@s1" */
static void put_issue(writer *w, const eir_case *c, const eir_state_of_play *shown,
                      size_t issue) {
  static const char *const states[] = {"open", "agreed", "disputed"};
  static const char *const words[] = {"-",        "unknown",     "prefers",
                                      "accepts",  "resists",     "refuses",
                                      "proposes", "conditional", "under_review"};
  eir_issue_state state = eir_state_of_play_issue(shown, issue);
  put(w, eir_case_issue(c, issue).id);
  put(w, ": ");
  put(w, states[state.status]);
  for (size_t i = 0; i < state.n_options; i++) {
    put(w, " ");
    put(w, eir_case_option(c, issue, state.options[i]).id);
  }
  for (size_t i = 0; i < eir_state_of_play_word_count(shown, issue); i++) {
    eir_word word = eir_state_of_play_word(shown, issue, i);
    put(w, "; ");
    put(w, eir_case_party(c, word.party).id);
    put(w, ": ");
    put(w, eir_case_option(c, issue, word.first).id);
    put(w, word.last > word.first ? ".." : "");
    put(w, word.last > word.first ? eir_case_option(c, issue, word.last).id : "");
    put(w, " ");
    put(w, words[word.word]);
    put(w, word.entry == SIZE_MAX ? "" : "@");
    put_entry(w, shown, word.entry);
    put(w, word.order_unknown ? "?" : "");
    put(w, word.red_line[0] == '\0' ? "" : " !");
    put(w, word.red_line);
    put(w, word.red_line_uncertain ? "~" : "");
  }
  put(w, "\n");
}

/* "p1 > p2 deal=? can=yes; a: accept@r1" */
static void put_proposal(writer *w, const eir_case *c, const eir_state_of_play *shown,
                         size_t index) {
  static const char *const answers[] = {"no", "yes", "?"};
  static const char *const replies[] = {"none",        "accept",       "reject",
                                        "conditional", "under_review", "proposed"};
  eir_proposal_state proposal = eir_state_of_play_proposal(shown, index);
  put_entry(w, shown, proposal.entry);
  put(w, proposal.superseded_by == SIZE_MAX ? "" : " > ");
  put_entry(w, shown, proposal.superseded_by);
  put(w, proposal.complete ? " deal=" : " can=");
  put(w, answers[proposal.complete ? proposal.deal : proposal.can_be_deal]);
  for (size_t i = 0; i < proposal.n_replies; i++) {
    const eir_party_reply *reply = &proposal.replies[i];
    put(w, "; ");
    put(w, eir_case_party(c, reply->party).id);
    put(w, ": ");
    put(w, replies[reply->reply]);
    put(w, reply->entry == SIZE_MAX ? "" : "@");
    put_entry(w, shown, reply->entry);
    put(w, reply->order_unknown ? "?" : "");
  }
  put(w, "\n");
}

/* "p1 -> p2: d 5 -> 10; x q -> open; a +1.5 (0.25)" */
static void put_revision(writer *w, const eir_case *c, const eir_state_of_play *shown,
                         size_t index) {
  eir_revision revision = eir_state_of_play_revision(shown, index);
  put_entry(w, shown, revision.from);
  put(w, " -> ");
  put_entry(w, shown, revision.to);
  put(w, !revision.known ? ": unknown" : revision.complete ? ": whole" : ": parts");
  for (size_t i = 0; i < revision.n_issues; i++) {
    const eir_revised_issue *changed = &revision.issues[i];
    put(w, "; ");
    put(w, eir_case_issue(c, changed->issue).id);
    put(w, " ");
    put(w, changed->from == UINT32_MAX
               ? "open"
               : eir_case_option(c, changed->issue, changed->from).id);
    put(w, " -> ");
    put(w, changed->to == UINT32_MAX
               ? "open"
               : eir_case_option(c, changed->issue, changed->to).id);
  }
  for (size_t i = 0; i < revision.n_effects; i++) {
    put(w, "; ");
    put(w, eir_case_party(c, revision.effects[i].party).id);
    put(w, " ");
    put(w, revision.effects[i].score);
    put(w, " (");
    put(w, revision.effects[i].utility);
    put(w, ")");
  }
  put(w, "\n");
}

static void put_timeline(writer *w, const eir_state_of_play *shown) {
  size_t n = eir_state_of_play_entry_count(shown);
  put(w, "time:");
  for (size_t k = 0; k < n; k++) {
    eir_entry entry = eir_state_of_play_entry(shown, k);
    put(w, k == eir_state_of_play_dated_count(shown) ? " |" : "");
    put(w, " ");
    put(w, entry.id);
    put(w, entry.may_be_later ? "?" : "");
  }
  put(w, "\n");
}

typedef struct row {
  const char *positions; /* the case, up to the record */
  const char *record;
  const char *on;
  const char *issues; /* NULL: not looked at, like the next three */
  const char *proposals;
  const char *revisions;
  const char *timeline;
} row;

typedef void put_part(writer *w, const eir_case *c, const eir_state_of_play *shown,
                      size_t index);

static void check_part(const char *expected, const eir_case *c,
                       const eir_state_of_play *shown, put_part *put_one, size_t n) {
  static writer w;
  if (expected == NULL)
    return;
  w.length = 0;
  put(&w, "");
  w.text[0] = '\0';
  for (size_t i = 0; i < n; i++)
    put_one(&w, c, shown, i);
  assert_string_equal(w.text, expected);
}

static void check_row(const row *r) {
  static char text[ROOM];
  static writer w;
  snprintf(text, sizeof text, "%srecord:\n%s", r->positions, r->record);
  eir_case *c = case_from(context, text);
  eir_state_of_play *shown = show(c, r->on);
  check_part(r->issues, c, shown, put_issue, eir_case_issue_count(c));
  check_part(r->proposals, c, shown, put_proposal,
             eir_state_of_play_proposal_count(shown));
  check_part(r->revisions, c, shown, put_revision,
             eir_state_of_play_revision_count(shown));
  if (r->timeline != NULL) {
    w.length = 0;
    put_timeline(&w, shown);
    assert_string_equal(w.text, r->timeline);
  }
  eir_state_of_play_free(shown);
  eir_case_free(c);
}

/* ---- issues ---- */

static const row issue_rows[] = {
    /* Only positions and red lines. */
    {.positions = STANCES,
     .record = " []\n",
     .issues = "x: disputed; a: p prefers; a: q refuses; b: p unknown; b: q accepts\n"
               "d: open; a: 10 - !low; b: 0..5 accepts\n"},
    /* A later word goes before an earlier one, and both before the position. */
    {.positions = STANCES,
     .record =
         "- {kind: statement, id: s2, date: 2025-01-02, by: a, stance: {x: {q: "
         "resists}}}\n"
         "- {kind: statement, id: s1, date: 2025-01-01, by: [a, b], stance: {x: {q: "
         "prefers, p: accepts}}}\n",
     .issues = "x: agreed p; a: p accepts@s1; a: q resists@s2; b: p accepts@s1; b: q "
               "prefers@s1\n"
               "d: open; a: 10 - !low; b: 0..5 accepts\n"},
    {.positions = STANCES,
     .record =
         "- {kind: statement, id: s1, date: 2025-01-01, by: [a, b], stance: {x: {q: "
         "prefers, p: accepts}}}\n"
         "- {kind: statement, id: s2, date: 2025-01-02, by: a, stance: {x: {q: "
         "resists}}}\n",
     .on = "2025-01-01",
     .issues = "x: agreed p q; a: p accepts@s1; a: q prefers@s1; b: p accepts@s1; b: "
               "q prefers@s1\n"
               "d: open; a: 10 - !low; b: 0..5 accepts\n"},
    /* Of two words of unknown order neither counts; said twice the same, it does. */
    {.positions = STANCES,
     .record = "- {kind: statement, id: s1, date: unknown, by: b, stance: {x: {p: "
               "accepts}}}\n"
               "- {kind: statement, id: s2, date: unknown, by: b, stance: {x: {p: "
               "refuses, q: resists}}}\n"
               "- {kind: statement, id: s3, date: 2025-01-01, by: b, stance: {x: {q: "
               "resists}}}\n",
     .issues = "x: open; a: p prefers; a: q refuses; b: p refuses@s2?; b: q "
               "resists@s2\n"
               "d: open; a: 10 - !low; b: 0..5 accepts\n"},
    /* Known to come after, though it has no date. */
    {.positions = STANCES,
     .record = "- {kind: statement, id: s2, date: unknown, after: s1, by: b, stance: "
               "{x: {p: refuses}}}\n"
               "- {kind: statement, id: s1, date: 2025-01-01, by: b, stance: {x: {p: "
               "accepts}}}\n",
     .issues = "x: disputed; a: p prefers; a: q refuses; b: p refuses@s2; b: q "
               "accepts\n"
               "d: open; a: 10 - !low; b: 0..5 accepts\n"},
    /* Proposals and answers are words too; a red line speaks against one. */
    {.positions = STANCES,
     .record = "- {kind: proposal, id: p1, date: 2025-01-01, by: [a, m], outcome: {x: "
               "r, d: 10}}\n"
               "- {kind: response, id: r1, date: 2025-01-02, by: b, to: p1, answer: "
               "accept, issues: {d: conditional}}\n",
     .issues = "x: agreed r; a: p prefers; a: q refuses; a: r proposes@p1; b: p "
               "unknown; b: q accepts; b: r accepts@r1; m: r proposes@p1\n"
               "d: open; a: 10 proposes@p1 !low; b: 0..5 accepts; b: 10 "
               "conditional@r1; m: 10 proposes@p1\n"},
    {.positions = STANCES,
     .record = "- {kind: proposal, id: p1, date: 2025-01-01, by: m, outcome: {x: p, "
               "d: 0}}\n"
               "- {kind: response, id: r1, date: 2025-01-02, by: a, to: p1, answer: "
               "reject, issues: {d: under_review}}\n"
               "- {kind: response, id: r2, date: 2025-01-03, by: b, to: p1, issues: "
               "{x: reject}}\n",
     .issues = "x: disputed; a: p prefers; a: q refuses; b: p refuses@r2; b: q "
               "accepts; m: p proposes@p1\n"
               "d: open; a: 0 under_review@r1; a: 10 - !low; b: 0..5 accepts; m: 0 "
               "proposes@p1\n"},
    /* A later answer to the same text takes back an acceptance... */
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT
     "- {kind: response, id: r2, date: 2025-01-05, by: a, to: p1, answer: reject}\n",
     .issues = "x: open; b: p accepts@r1; m: p proposes@p1\n"
               "d: open; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT "- {kind: response, id: r2, date: 2025-01-05, by: a, "
                                "to: p1, answer: under_review}\n",
     .issues = "x: open; b: p accepts@r1; m: p proposes@p1\n"
               "d: open; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT "- {kind: response, id: r2, date: 2025-01-05, by: a, "
                                "to: p1, answer: conditional}\n",
     .issues = "x: open; a: p conditional@r2; b: p accepts@r1; m: p proposes@p1\n"
               "d: open; a: 0 conditional@r2; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    /* ... but not of a part that it still accepts, nor of what is said elsewhere... */
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT
     "- {kind: statement, id: s1, date: 2024-12-01, by: a, stance: {d: {0: "
     "prefers}}}\n"
     "- {kind: response, id: r2, date: 2025-01-05, by: a, to: p1, answer: reject, "
     "issues: {x: accept}}\n",
     .issues = "x: agreed p; a: p accepts@r2; b: p accepts@r1; m: p proposes@p1\n"
               "d: agreed 0; a: 0 prefers@s1; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT
     "- {kind: proposal, id: p2, date: 2025-01-06, by: a, outcome: {x: p}}\n"
     "- {kind: response, id: r2, date: 2025-01-07, by: a, to: p1, answer: reject}\n",
     .issues = "x: agreed p; a: p proposes@p2; b: p accepts@r1; m: p proposes@p1\n"
               "d: open; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    /* ... and where nobody knows which came later, neither counts. */
    {.positions = SILENT,
     .record = TEXT_BOTH_ACCEPT
     "- {kind: response, id: r2, date: unknown, by: a, to: p1, answer: reject}\n",
     .issues = "x: open; a: p accepts@r1?; b: p accepts@r1; m: p proposes@p1\n"
               "d: open; a: 0 accepts@r1?; b: 0 accepts@r1; m: 0 proposes@p1\n"},
    /* Who makes a text can take it back; a refusal of a part stays. */
    {.positions = SILENT,
     .record = "- {kind: proposal, id: p1, date: 2025-01-01, by: [a, b], outcome: {x: "
               "p, d: 0}}\n"
               "- {kind: response, id: r1, date: 2025-01-02, by: b, to: p1, issues: "
               "{d: reject}}\n"
               "- {kind: response, id: r2, date: 2025-01-03, by: [a, b], to: p1, "
               "answer: reject}\n",
     .issues = "x: open\nd: open; b: 0 refuses@r1\n"},
};

static void last_words(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof issue_rows / sizeof issue_rows[0]; i++)
    check_row(&issue_rows[i]);
}

/* Once each, with the party: not those over one issue, nor one that nobody stated. */
static void rules_over_several_issues(void **state) {
  (void)state;
  eir_case *c = case_from(
      context,
      HEAD "sources: {s: {title: S}}\n"
           "positions:\n"
           "  b: {red_lines: [{id: k, rule: x = p -> d > 0, holds: unknown, source: s, "
           "basis: reading}, {rule: x != q}, {id: u, holds: unknown}], stance: {}}\n"
           "  a: {red_lines: [{rule: x = p or d = 0 or x = q}], stance: {}}\n");
  eir_state_of_play *shown = show(c, NULL);
  assert_int_equal(eir_state_of_play_rule_count(shown), 2);
  eir_shown_rule first = eir_state_of_play_rule(shown, 0);
  eir_shown_rule second = eir_state_of_play_rule(shown, 1);
  assert_int_equal(first.party, 0);
  assert_string_equal(first.id, "");
  assert_string_equal(first.text, "x = p or d = 0 or x = q");
  assert_false(first.uncertain);
  assert_string_equal(first.source, "");
  assert_string_equal(first.basis, "");
  assert_int_equal(second.party, 1);
  assert_string_equal(second.id, "k");
  assert_string_equal(second.text, "x = p -> d > 0");
  assert_true(second.uncertain);
  assert_string_equal(second.source, "s");
  assert_string_equal(second.basis, "reading");
  assert_int_equal(eir_state_of_play_rule(shown, 2).party, SIZE_MAX);
  assert_int_equal(eir_state_of_play_rule_count(NULL), 0);
  eir_state_of_play_free(shown);
  eir_case_free(c);
}

/* A red line that may not hold is told as such, and does not refuse. */
static void uncertain_red_lines(void **state) {
  (void)state;
  static const row of_one = {
      .positions = HEAD "positions:\n"
                        "  a: {stance: {x: {p: accepts}}, red_lines: [{id: may, rule: "
                        "x != p, holds: unknown}, {id: u, holds: unknown}]}\n"
                        "  b: {stance: {x: {p: accepts}}}\n",
      .record = " []\n",
      .issues = "x: agreed p; a: p accepts !may~; b: p accepts\nd: open\n"};
  static const row of_two = {
      .positions = HEAD "positions:\n"
                        "  a: {stance: {x: {p: accepts}}, red_lines: [{id: may, rule: "
                        "x != p, holds: unknown}, {rule: \"not x = p\"}]}\n"
                        "  b: {stance: {x: {p: accepts}}}\n",
      .record = " []\n",
      .issues = "x: disputed; a: p accepts !not x = p; b: p accepts\nd: open\n"};
  check_row(&of_one);
  check_row(&of_two);
}

/* ---- proposals ---- */

static const row proposal_rows[] = {
    {.positions = SCORES,
     .record =
         "- {kind: proposal, id: p1, date: 2025-01-01, by: m, outcome: {x: q}}\n"
         "- {kind: proposal, id: p2, date: 2025-01-03, by: m, replaces: p1, outcome: "
         "{x: q, d: 10}}\n"
         "- {kind: proposal, id: p3, date: 2025-01-04, by: [a, m], replaces: p2, "
         "outcome: {x: p, d: 10}}\n"
         "- {kind: proposal, id: p4, date: unknown, by: m, replaces: p2, outcome: {x: "
         "p}}\n"
         "- {kind: proposal, id: p5, date: unknown, by: m, with: m}\n"
         "- {kind: response, id: r1, date: 2025-01-02, by: [a, b], to: p1, answer: "
         "under_review}\n"
         "- {kind: response, id: r2, date: 2025-01-05, by: a, to: p1, answer: accept}\n"
         "- {kind: response, id: r3, date: unknown, by: b, to: p1, answer: reject}\n"
         "- {kind: response, id: r4, date: unknown, by: b, to: p2, issues: {x: "
         "accept}}\n",
     .proposals = "p1 > p2 can=yes; a: accept@r2; b: reject@r3?; m: proposed@p1\n"
                  "p2 > p4 deal=yes; a: none; b: none@r4; m: proposed@p2\n"
                  "p3 deal=no; a: proposed@p3; b: none; m: proposed@p3\n"
                  "p4 can=no; a: none; b: none; m: proposed@p4\n"
                  "p5 can=?; m: proposed@p5\n",
     .revisions = "p1 -> p2: parts; d open -> 10; a 0 (0); b 0 (0)\n"
                  "p2 -> p3: whole; x q -> p; a 1 (0.1); b -0.333333333333 "
                  "(-0.111111111111)\n"
                  "p2 -> p4: parts; x q -> p; d 10 -> open; a 3 (0.3); b "
                  "-0.333333333333 (-0.111111111111)\n"},
    {.positions = STANCES,
     .record = "- {kind: proposal, id: p1, date: unknown, by: a, outcome: {x: p, d: "
               "0}}\n"
               "- {kind: proposal, id: p2, date: unknown, by: a, replaces: p1}\n"
               "- {kind: proposal, id: p3, date: unknown, by: a, replaces: p1, "
               "outcome: {d: 10}}\n",
     .proposals = "p1 > p3 deal=?; a: proposed@p1; b: none\n"
                  "p2 can=?; a: proposed@p2; b: none\n"
                  "p3 can=no; a: proposed@p3; b: none\n",
     .revisions = "p1 -> p2: unknown\np1 -> p3: parts; x p -> open; d 0 -> 10\n"},
};

static void what_became_of_proposals(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof proposal_rows / sizeof proposal_rows[0]; i++)
    check_row(&proposal_rows[i]);
}

typedef struct condition_row {
  const char *rule;
  const char *outcome;
  eir_answer met;
} condition_row;

static void conditions(void **state) {
  (void)state;
  static const condition_row rows[] = {
      {"x = p", "{x: p}", EIR_YES},          {"x = p", "{x: q}", EIR_NO},
      {"x = p", "{d: 0}", EIR_UNKNOWN},      {"not x = p", "{x: p}", EIR_NO},
      {"x = p or d = 0", "{x: p}", EIR_YES}, {"x = p or d = 0", "{x: q}", EIR_UNKNOWN},
      {"x = p and d = 0", "{x: q}", EIR_NO}, {"x = p and d = 0", "{x: p}", EIR_UNKNOWN},
      {"x = p -> d = 0", "{x: q}", EIR_YES}, {"x = p -> d = 0", "{x: p}", EIR_UNKNOWN},
      {"d = 0 -> x = p", "{x: p}", EIR_YES}, {"d = 0 -> x = p", "{d: 0}", EIR_UNKNOWN},
      {"d >= 0", "{x: p}", EIR_YES},         {"d < 0", "{x: p}", EIR_NO},
      {"true", "{x: p}", EIR_YES},           {"false", "{x: p}", EIR_NO},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[ROOM];
    snprintf(text, sizeof text,
             STANCES "record:\n- {kind: proposal, id: p1, date: 2025-01-01, by: m, "
                     "outcome: %s}\n- {kind: response, date: 2025-01-02, by: a, to: "
                     "p1, answer: conditional, if: \"%s\"}\n",
             rows[i].outcome, rows[i].rule);
    eir_case *c = case_from(context, text);
    eir_state_of_play *shown = show(c, NULL);
    eir_entry response = eir_state_of_play_entry(shown, 1);
    assert_string_equal(response.condition, rows[i].rule);
    assert_int_equal(response.condition_met, rows[i].met);
    eir_state_of_play_free(shown);
    eir_case_free(c);
  }
}

/* ---- dates ---- */

#define DATED                                                                          \
  "- {kind: talks, id: u1, date: unknown}\n"                                           \
  "- {kind: talks, id: t3, date: 2025-01-03}\n"                                        \
  "- {kind: talks, id: t1, date: 2025-01-01}\n"                                        \
  "- {kind: talks, id: t4, date: 2025-01-04, after: u2}\n"                             \
  "- {kind: talks, id: u2, date: unknown, after: t1}\n"                                \
  "- {kind: talks, id: u3, date: unknown, after: t3}\n"                                \
  "- {kind: talks, id: s1, date: 2025-01-01, after: r1}\n"                             \
  "- {kind: talks, id: r1, date: 2025-01-01}\n"

static void dates(void **state) {
  (void)state;
  static const row rows[] = {
      {STANCES, DATED, NULL, NULL, NULL, NULL, "time: t1 r1 s1 t3 t4 | u1 u2 u3\n"},
      {STANCES, DATED, "2025-01-02", NULL, NULL, NULL, "time: t1 r1 s1 | u1? u2?\n"},
      {STANCES, DATED, "2025-01-04", NULL, NULL, NULL,
       "time: t1 r1 s1 t3 t4 | u1? u2 u3?\n"},
      {STANCES, DATED, "2024-12-31", NULL, NULL, NULL, "time: | u1?\n"},
      {STANCES, " []\n", "2024-12-31", NULL, NULL, NULL, "time:\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(&rows[i]);
}

/* ---- the rest ---- */

static void an_entry_keeps_what_is_given(void **state) {
  (void)state;
  eir_case *c = case_from(
      context, STANCES
      "sources: {s: {}}\nrecord:\n"
      "- {kind: proposal, id: p, date: unknown, by: [b, a], with: m, title: {en: "
      "T, fr: U}, says: S, source: [s#1, s], basis: reading, because: B, "
      "said_by: X, reported_by: Y, directness: anonymous, contested: []}\n"
      "- {kind: talks, date: 2025-01-01, format: F, title: Two}\n");
  eir_state_of_play *shown = show(c, NULL);
  eir_entry talks = eir_state_of_play_entry(shown, 0);
  assert_int_equal(talks.kind, EIR_ENTRY_TALKS);
  assert_string_equal(talks.format, "F");
  assert_string_equal(talks.source, "");
  eir_entry entry = eir_state_of_play_entry(shown, 1);
  assert_string_equal(entry.date, "");
  assert_int_equal(entry.n_by, 2);
  assert_int_equal(entry.by[0], 1);
  assert_int_equal(entry.with[0], 2);
  assert_string_equal(entry.title, "T");
  assert_string_equal(entry.says, "S");
  assert_string_equal(entry.source, "s#1, s");
  assert_string_equal(entry.basis, "reading");
  assert_string_equal(entry.because, "B");
  assert_string_equal(entry.said_by, "X");
  assert_string_equal(entry.reported_by, "Y");
  assert_string_equal(entry.directness, "anonymous");
  assert_true(entry.contested);
  assert_false(entry.has_outcome);
  assert_null(entry.outcome);
  assert_false(entry.may_be_later);
  eir_state_of_play_free(shown);
  eir_case_free(c);
}

static bool take(void *user, const char *data, size_t size) {
  (void)data;
  *(size_t *)user += size;
  return size == 0;
}

static void misuse(void **state) {
  (void)state;
  eir_case *c = case_from(context, STANCES);
  eir_state_of_play *shown = NULL;
  const eir_show_request no_date = {.on = "2025-02-29"};
  assert_int_equal(eir_show(c, &no_date, NULL, &shown), EIR_BAD_INPUT);
  assert_null(shown);
  assert_int_equal(eir_show(NULL, NULL, NULL, &shown), EIR_MISUSE);
  assert_int_equal(eir_show(c, NULL, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_show(c, NULL, NULL, &shown), EIR_OK);
  size_t n = 0;
  assert_int_equal(eir_state_of_play_write_json(shown, take, &n), EIR_IO);
  assert_true(n > 0);
  assert_int_equal(eir_state_of_play_write_json(shown, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_state_of_play_write_json(NULL, take, &n), EIR_MISUSE);
  assert_string_equal(eir_state_of_play_on(shown), "");
  assert_int_equal(eir_state_of_play_entry_count(shown), 0);
  assert_int_equal(eir_state_of_play_entry(shown, 0).to, SIZE_MAX);
  assert_int_equal(eir_state_of_play_proposal(shown, 0).entry, SIZE_MAX);
  assert_int_equal(eir_state_of_play_revision(shown, 0).from, SIZE_MAX);
  assert_int_equal(eir_state_of_play_word(shown, 0, 99).party, SIZE_MAX);
  assert_int_equal(eir_state_of_play_word_count(shown, 2), 0);
  assert_int_equal(eir_state_of_play_issue(shown, 2).n_options, 0);
  assert_int_equal(eir_state_of_play_note_count(shown), 2);
  assert_null(eir_state_of_play_note(shown, 2));
  assert_int_equal(eir_state_of_play_left_out(NULL), 0);
  assert_int_equal(eir_state_of_play_dated_count(NULL), 0);
  eir_state_of_play_free(shown);
  eir_state_of_play_free(NULL);
  eir_case_free(c);
}

/* ---- a question that takes too long ---- */

static bool stop_at_once(void *user) {
  *(bool *)user = true;
  return true;
}

/* Two parties that divide 60 items, of which each wants half and nearly a whole one
 * more: so nearly possible that it takes long to tell. */
static void too_long_a_question(void **state) {
  (void)state;
  enum { ITEMS = 60 };
  static writer w;
  uint64_t number = 12345;
  int64_t total = 0;
  char part[100];
  w.length = 0;
  put(&w, "eirene: 1\nparties: {a: {}, b: {}}\nissues:\n");
  for (int i = 0; i < ITEMS; i++) {
    snprintf(part, sizeof part, "  i%d: {award: indivisible}\n", i);
    put(&w, part);
  }
  put(&w, "positions:\n");
  for (int p = 0; p < 2; p++) {
    put(&w, p == 0 ? "  a: {points: {" : "  b: {points: {");
    number = 12345;
    total = 0;
    for (int i = 0; i < ITEMS; i++) {
      number = number * UINT64_C(6364136223846793005) + 1442695040888963407u;
      int64_t worth = (int64_t)(number >> 24) | 1;
      total += worth;
      snprintf(part, sizeof part, "%si%d: %lld", i == 0 ? "" : ", ", i,
               (long long)worth);
      put(&w, part);
    }
    snprintf(part, sizeof part, "}, reservation: %lld}\n", (long long)(total / 2));
    put(&w, part);
  }
  put(&w, "record: [{kind: proposal, date: unknown, by: a, outcome: {i0: a}}]\n");
  eir_case *c = case_from(context, w.text);
  eir_state_of_play *shown = NULL;
  bool asked = false;
  const eir_callbacks callbacks = {.stop = stop_at_once, .user = &asked};
  assert_int_equal(eir_show(c, NULL, &callbacks, &shown), EIR_OK);
  assert_true(asked);
  assert_int_equal(eir_state_of_play_proposal(shown, 0).can_be_deal, EIR_UNKNOWN);
  const char *note =
      eir_state_of_play_note(shown, eir_state_of_play_note_count(shown) - 1);
  assert_non_null(strstr(note, "took too long"));
  eir_state_of_play_free(shown);
  eir_case_free(c);
}

/* ---- without memory ---- */

static const char *const all_kinds[] = {
    STANCES
    "record:\n"
    "- {kind: proposal, id: p1, date: 2025-01-01, by: m, outcome: {x: p}}\n"
    "- {kind: proposal, id: p2, date: unknown, by: m, replaces: p1, outcome: {x: q}}\n"
    "- {kind: response, id: r1, date: 2025-01-02, by: b, to: p1, answer: conditional, "
    "if: d > 0, issues: {x: reject}}\n"
    "- {kind: statement, id: s1, date: unknown, by: b, stance: {x: {p: accepts}}}\n",
    SCORES
    "record:\n"
    "- {kind: proposal, id: p1, date: 2025-01-01, by: m, outcome: {x: p}}\n"
    "- {kind: proposal, id: p2, date: 2025-01-02, by: m, replaces: p1, outcome: {x: q, "
    "d: 10}}\n"
    "- {kind: talks, date: 2025-02-02}\n"};

static bool count_bytes(void *user, const char *data, size_t size) {
  (void)data;
  *(size_t *)user += size;
  return true;
}

/* True when the run did not get as far as allocation n. */
static bool show_with_failure(const eir_case *c, failing_allocator *memory, size_t n) {
  const eir_show_request request = {.on = "2025-01-31"};
  size_t blocks = atomic_load(&memory->blocks_held), bytes = 0;
  atomic_store(&memory->failures, 0);
  memory->fail_at = atomic_load(&memory->calls) + n;
  eir_state_of_play *shown = NULL;
  eir_status status = eir_show(c, &request, NULL, &shown);
  if (status == EIR_OK)
    status = eir_state_of_play_write_json(shown, count_bytes, &bytes);
  bool failed = atomic_load(&memory->failures) > 0;
  memory->fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  assert_int_equal(bytes > 0, !failed);
  eir_state_of_play_free(shown);
  assert_int_equal(atomic_load(&memory->blocks_held), blocks);
  assert_false(atomic_load(&memory->corrupted));
  return !failed;
}

static void without_memory(void **state) {
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    failing_allocator memory;
    failing_allocator_init(&memory, 0, false);
    const eir_allocator face = failing_allocator_face(&memory);
    eir_context *own = NULL;
    assert_int_equal(eir_context_new(&face, &own), EIR_OK);
    eir_case *c = case_from(own, all_kinds[i]);
    for (int stay = 0; stay < 2; stay++) {
      memory.stay = stay != 0;
      size_t n = 1;
      while (!show_with_failure(c, &memory, n))
        n++;
      assert_true(n > 10);
    }
    eir_case_free(c);
    eir_context_free(own);
    assert_int_equal(atomic_load(&memory.blocks_held), 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(last_words),
      cmocka_unit_test(uncertain_red_lines),
      cmocka_unit_test(rules_over_several_issues),
      cmocka_unit_test(what_became_of_proposals),
      cmocka_unit_test(conditions),
      cmocka_unit_test(dates),
      cmocka_unit_test(an_entry_keeps_what_is_given),
      cmocka_unit_test(misuse),
      cmocka_unit_test(too_long_a_question),
      cmocka_unit_test(without_memory),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
