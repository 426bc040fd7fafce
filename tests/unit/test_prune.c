/* Reading with a view or without sources: what is left, what is said, and what happens
 * when memory runs out. That nothing hidden leaves a trace is
 * tests/cli/test_views.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/record.h"
#include "case/tree.h"
#include "case_text.h"
#include "failing_allocator.h"

#include "base/banned.h"

#define TOP "eirene: 1\nparties: {a: {}, b: {}, m: {role: mediator}}\n"
#define ISSUES                                                                         \
  "issues: {x: {options: [p, q]}, d: {range: {from: 0, to: 10, step: 5}}}\n"

/* Everything that can go, and everything that can name it. */
static const char full[] =
    "eirene: 1\n"
    "parties:\n"
    "  a: {}\n"
    "  b: {name: B}\n"
    "  m: {role: [observer, mediator]}\n"
    "  h: {role: guarantor, visible: [m]}\n"
    "consent: {at_least: 2}\n"
    "issues:\n"
    "  x: {options: {p: {needs: [h]}, q: , r: {visible: [m], source: s}}}\n"
    "  d: {range: {from: 0, to: 10, step: 5}}\n"
    "  u: {options: [p, q], visible: [m]}\n"
    "  e: {options: {p: {visible: [m]}}}\n"
    "  w: {award: divisible}\n"
    "constraints:\n"
    "  - {id: c1, rule: \"x in {p, r} -> d > 0\", source: [s#2, t]}\n"
    "  - {id: c2, rule: \"x = p or u = q\"}\n"
    "  - {id: c3, rule: \"x = p\", visible: [m]}\n"
    "  - {id: c4, rule: \"x != r\", source: s#1}\n"
    "positions:\n"
    "  a:\n"
    "    visible: [all, h]\n"
    "    reservation: {value: 1, visible: [m]}\n"
    "    points: {x: {p: 1, q: {value: [1, 2], visible: [m]}, r: 3, order: [r, q, "
    "p]},\n"
    "      d: [[0, 1], [10, {value: 5, source: s}]], u: {p: 1, q: 2}, w: {value: 1, "
    "visible: "
    "[a, m]}}\n"
    "    interactions: [{when: x = p, add: {value: 1, visible: [m]}}, {when: x = q, "
    "add: "
    "2}]\n"
    "    red_lines: [{rule: u = p}, {rule: x = p or x = q, source: [s#3]}]\n"
    "  b: {visible: [b, m], points: {x: {p: 1, q: 2, r: 3}}}\n"
    "  h: {red_lines: [{rule: x = p}]}\n"
    "sources: {s: {}, t: {visible: [m]}}\n"
    "record:\n"
    "- {kind: proposal, id: p1, date: 2025-01-01, by: a, with: [h], source: s#5,\n"
    "   outcome: {x: p, u: q}}\n"
    "- {kind: proposal, id: p2, date: 2025-01-02, by: b, replaces: p1, visible: [m],\n"
    "   outcome: {x: r}}\n"
    "- {kind: response, date: 2025-01-03, by: [h, a], to: p2, answer: conditional,\n"
    "   if: u = p or x = p, issues: {x: reject}}\n"
    "- {kind: talks, date: unknown, participants: [h], after: p2}\n"
    "- {kind: statement, date: unknown, by: h, stance: {x: {r: refuses, p: "
    "accepts}}}\n";

static const char *const without_s[] = {"s"};
static const char *const without_lines[] = {"s#1", "s#3"};

/* The messages of a reading, as case_messages() writes them; free it. */
static char *messages_as(const char *text, const eir_reading *reading,
                         eir_status *out_status) {
  enum { ROOM = 4096 };
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  *out_status = eir_case_read_text_as(context, "case", NULL, text, strlen(text),
                                      reading, &the_case, &diagnostics);
  char *all = calloc(ROOM, 1);
  assert_non_null(all);
  for (size_t i = 0, n = 0; i < eir_diagnostics_count(diagnostics); i++) {
    eir_error error = eir_diagnostics_get(diagnostics, i);
    n += (size_t)snprintf(all + n, ROOM - n, "%u:%u: %s [%s]\n", (unsigned)error.line,
                          (unsigned)error.column, error.message, error.path);
    assert_true(n < ROOM);
  }
  eir_case_free(the_case);
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
  return all;
}

static eir_case *read_as(eir_context *context, const char *text,
                         const eir_reading *reading) {
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  eir_status status = eir_case_read_text_as(context, "case", NULL, text, strlen(text),
                                            reading, &the_case, &diagnostics);
  if (status != EIR_OK && eir_diagnostics_count(diagnostics) > 0)
    print_error("%s\n", eir_diagnostics_get(diagnostics, 0).message);
  eir_diagnostics_free(diagnostics);
  assert_int_equal(status, EIR_OK);
  return the_case;
}

/* ---- what is left ---- */

static void a_view_of_all_things(void **state) {
  eir_context *context = *state;
  const eir_reading reading = {.view = "b"};
  eir_case *seen = read_as(context, full, &reading);
  assert_string_equal(eir_case_view(seen), "b");
  assert_int_equal(seen->n_parties, 3);
  assert_int_equal(seen->n_issues, 3); /* x, d and w: e has no option left */
  assert_int_equal(seen->issues[0].n_options, 2);
  assert_int_equal(seen->issues[0].options[0].n_needs, 0);
  assert_int_equal(seen->n_constraints, 2); /* c1 and c4: c2 names u */
  assert_string_equal(seen->constraints[0].id, "c1");
  assert_string_equal(seen->constraints[0].notes.source, "s#2");
  const eir_i_expression *implies = seen->constraints[0].expression;
  assert_int_equal(implies->children[0]->n_intervals, 1); /* r is never taken */
  const eir_i_position *a = &seen->parties[0].position;
  assert_false(a->has_reservation);
  assert_int_equal(a->n_interactions, 1);
  assert_int_equal(a->n_red_lines, 1);
  assert_int_equal(a->scores[0][0], a->unit);
  assert_int_equal(a->scores[0][1], 0); /* what went counts 0 */
  assert_null(a->recipe);               /* and is nothing to draw */
  assert_null(a->scores[2]);
  assert_int_equal(seen->parties[1].position.kind, EIR_POSITION_POINTS);
  assert_int_equal(seen->n_sources, 1);
  eir_case_free(seen);
}

/* Entries go, and what names them, or issues, options and parties that went, is
 * mended. */
static void a_view_of_the_record(void **state) {
  eir_context *context = *state;
  const eir_reading reading = {.view = "b"};
  eir_case *seen = read_as(context, full, &reading);
  assert_int_equal(seen->record->n, 3); /* p2 is hidden, and h is nobody to speak */
  const eir_i_entry *proposal = &seen->record->entries[0];
  assert_string_equal(proposal->id, "p1");
  assert_int_equal(proposal->with.n, 0);
  assert_int_equal(proposal->outcome[0], 0);
  const eir_i_entry *response = &seen->record->entries[1];
  assert_int_equal(response->by.n, 1);
  assert_int_equal(response->by.parties[0], 0);
  assert_int_equal(response->to, EIR_I_NONE);
  assert_null(response->condition);
  assert_int_equal(response->n_replies, 1);
  const eir_i_entry *talks = &seen->record->entries[2];
  assert_int_equal(talks->by.n, 0);
  assert_int_equal(talks->after, EIR_I_NONE);
  eir_case_free(seen);
}

static void the_record_without_a_source(void **state) {
  eir_context *context = *state;
  const eir_reading reading = {.without = without_s, .n_without = 1};
  eir_case *left = read_as(context, full, &reading);
  assert_int_equal(left->record->n, 4);
  const eir_i_entry *entries = left->record->entries;
  assert_string_equal(entries[0].id, "p2");
  assert_int_equal(entries[0].replaces, EIR_I_NONE);
  assert_null(entries[0].outcome); /* of its one option nothing is left */
  assert_int_equal(entries[1].to, 0);
  assert_non_null(entries[1].condition);
  assert_int_equal(entries[2].after, 0);
  assert_int_equal(entries[3].n_stances, 1);
  eir_case_free(left);
}

static void positions_are_for_mediators(void **state) {
  eir_context *context = *state;
  static const char *const views[] = {"public", "a", "b", "m"};
  static const eir_position_kind kinds[] = {EIR_POSITION_STANCE, EIR_POSITION_STANCE,
                                            EIR_POSITION_POINTS, EIR_POSITION_POINTS};
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
    const eir_reading reading = {.view = views[i]};
    eir_case *seen = read_as(context, full, &reading);
    const eir_i_position *b = &seen->parties[1].position;
    assert_int_equal(b->kind, kinds[i]);
    if (b->kind == EIR_POSITION_STANCE)
      assert_null(b->stances[0]);
    assert_int_equal(eir_case_note_get(seen, 0).kind, EIR_CASE_NOTE_VIEW);
    assert_int_equal(eir_case_note_count(seen), 1);
    eir_case_free(seen);
  }
}

static void by_default_for_mediators_alone(void **state) {
  eir_context *context = *state;
  static const char text[] =
      "eirene: 1\nparties: {a: {}, b: {}, m: {role: mediator}}\n" ISSUES
      "positions: {a: {points: {}}, b: {points: {}}}\n";
  static const char *const views[] = {"public", "a", "m"};
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
    const eir_reading reading = {.view = views[i]};
    eir_case *seen = read_as(context, text, &reading);
    assert_int_equal(seen->parties[0].position.kind,
                     i == 2 ? EIR_POSITION_POINTS : EIR_POSITION_STANCE);
    eir_case_free(seen);
  }
}

static void the_public_is_no_party(void **state) {
  eir_context *context = *state;
  static const char text[] =
      "eirene: 1\nparties: {public: {}, b: {}}\n" ISSUES
      "positions: {public: {visible: [public], points: {}}, b: {points: {}}}\n";
  const eir_reading reading = {.view = "public"};
  eir_case *seen = read_as(context, text, &reading);
  assert_int_equal(seen->parties[0].position.kind, EIR_POSITION_STANCE);
  eir_case_free(seen);
}

static const char *note_of(const eir_case *the_case, eir_case_note_kind kind) {
  for (size_t i = 0; i < eir_case_note_count(the_case); i++)
    if (eir_case_note_get(the_case, i).kind == kind)
      return eir_case_note_get(the_case, i).text;
  return "";
}

static void without_a_source(void **state) {
  eir_context *context = *state;
  const eir_reading reading = {.without = without_s, .n_without = 1};
  eir_case *left = read_as(context, full, &reading);
  assert_null(eir_case_view(left));
  assert_int_equal(left->issues[0].n_options, 2);
  assert_int_equal(left->n_constraints, 3);
  assert_string_equal(left->constraints[0].notes.source, "t");
  assert_int_equal(left->parties[0].position.scores[1][2], 0);
  assert_int_equal(left->parties[0].position.n_red_lines, 1);
  assert_int_equal(left->n_sources, 1);
  assert_string_equal(note_of(left, EIR_CASE_NOTE_WITHOUT),
                      "Read without s: 5 values rest on it alone and are left out: "
                      "issues.x.options.r, constraints.c4, positions.a.points.d[2], "
                      "positions.a.red_lines[2], record.p1.");
  assert_string_equal(note_of(left, EIR_CASE_NOTE_PRIVATE),
                      "This answer contains the private positions of B and h.");
  eir_case_free(left);
}

static void without_lines_of_a_source(void **state) {
  eir_context *context = *state;
  const eir_reading reading = {.without = without_lines, .n_without = 2};
  eir_case *left = read_as(context, full, &reading);
  assert_int_equal(left->n_constraints, 3);
  assert_int_equal(left->n_sources, 2);
  assert_int_equal(left->parties[0].position.n_red_lines, 1);
  eir_case_free(left);
}

static void an_issue_takes_its_rules_with_it(void **state) {
  eir_context *context = *state;
  static const char text[] =
      TOP "issues: {x: {options: [p, q]}, y: {options: [p], source: s}}\n"
          "constraints: [{rule: y = p}, {rule: \"x = p or (not y in {p})\"}]\n"
          "positions: {a: {points: {y: {p: 1}}}, b: {stance: {y: {p: accepts}}}}\n"
          "sources: {s: {}}\n";
  const eir_reading reading = {.without = without_s, .n_without = 1};
  eir_case *left = read_as(context, text, &reading);
  assert_int_equal(left->n_constraints, 0);
  assert_string_equal(
      note_of(left, EIR_CASE_NOTE_WITHOUT),
      "Read without s: 1 value rests on it alone and is left out: issues.y; "
      "with them went 2 rules or issues that name them.");
  eir_case_free(left);
}

/* ---- messages ---- */

typedef struct message_row {
  const char *text;
  eir_reading reading;
  const char *messages; /* "" if it is a valid case */
} message_row;

static const message_row rows[] = {
    {TOP ISSUES "positions: {a: {points: {}}, b: {points: {}}}\n",
     {.view = "c"},
     "0:0: there is no party 'c' whose view could be taken; take a, b, m or public "
     "[]\n"},
    {"eirene: 1\nparties: [a]\n" ISSUES "positions: {}\n",
     {.view = "c"},
     "0:0: expected a mapping of ids to parties, found a list [parties]\n"},
    {TOP ISSUES "positions: {a: {points: {}}, b: {points: {}}}\nrecord: [\n",
     {.view = "a"},
     "0:0: this is no case that can be read; what is wrong with it is told to whoever "
     "may see all of it []\n"},
    {"- a\n",
     {.view = "a"},
     "0:0: expected a case as a mapping of keys to values, found a list []\n"},
    {"",
     {.view = "a"},
     "0:0: this is no case that can be read; what is wrong with it is told to whoever "
     "may see all of it []\n"},
    {"*a\n",
     {.view = "a"},
     "0:0: aliases (*name) are not allowed in a case file; write the value out []\n"},
    /* faults of the tree, seen and unseen */
    {TOP ISSUES "positions: {a: {visible: [a], points: {x: {p: 1, p: 2, q: 0}}}, b: "
                "{visible: [b], points: &n {}}}\n",
     {.view = "b"},
     "0:0: anchors (&name) are not allowed in a case file; remove it "
     "[positions.b.points]\n"},
    {TOP ISSUES "positions: {a: {visible: [a], points: {x: {p: 1, p: 2, q: 0}}}, b: "
                "{points: &n {}}}\n",
     {.view = "a"},
     "0:0: duplicate key 'p'; it stands above already [positions.a.points.x]\n"},
    {TOP ISSUES
     "positions: {a: {points: {}}}\nsources: {s: {contested: [*x, {visible: [m], a: "
     "*y}, \"\\0\", {[1]: 2, \"\\0\": 3}, !t 4]}}\n",
     {.view = "a"},
     "0:0: aliases (*name) are not allowed in a case file; write the value out "
     "[sources.s.contested[1]]\n"
     "0:0: a text must not hold a NUL character; remove the \\0 "
     "[sources.s.contested[2]]\n"
     "0:0: a key must be a single word, not a list or a mapping "
     "[sources.s.contested[3]]\n"
     "0:0: a text must not hold a NUL character; remove the \\0 "
     "[sources.s.contested[3]]\n"
     "0:0: tags (!name) are not allowed in a case file; remove it "
     "[sources.s.contested[4]]\n"},
    /* of two, the one that is seen counts */
    {TOP ISSUES
     "positions: {a: {visible: [a], points: {}}, a: {visible: [m], points: no}}\n",
     {.view = "a"},
     ""},
    {TOP ISSUES
     "constraints: [{id: c, rule: x = p}, {id: c, rule: x = q, visible: [m]},"
     " {id: c, rule: x = q}]\npositions: {}\n",
     {.view = "a"},
     "0:0: duplicate id 'c'; it is already above [constraints]\n"},
    {TOP ISSUES "positions: {a: {visible: [a], points: {d: {5: 1, 5.0: 2}}}}\n",
     {.view = "a"},
     "0:0: duplicate key '5.0'; the same number is already above "
     "[positions.a.points.d.5.0]\n"},
    /* a list that cannot be read shows nothing */
    {TOP ISSUES "constraints: [{rule: no, visible: all}, {rule: no, visible: {all: }}, "
                "{rule: no, visible: [all], visible: [m]}]\npositions: {}\n",
     {.view = "a"},
     ""},
    {TOP ISSUES "constraints: [{rule: x, visible: [all]}]\npositions: {}\n",
     {.view = "a"},
     "0:0: expected '=', '!=', 'in', '<', '<=', '>' or '>=' after 'x' "
     "[constraints[1].rule]\n"},
    /* sources */
    {TOP ISSUES "positions: {a: {points: {}}, b: {points: {}}}\nsources: {t: {}}\n",
     {.without = without_s, .n_without = 1},
     "0:0: there is no source 's' that could be left out; there is only t []\n"},
    {TOP ISSUES "positions: {a: {points: {}}, b: {points: {z: 1}}}\nsources: {s: {}}\n",
     {.without = without_s, .n_without = 1},
     "4:43: unknown issue 'z'; the issues are x and d [positions.b.points.z]\n"},
};

static void what_is_said(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    eir_status status;
    char *found = messages_as(rows[i].text, &rows[i].reading, &status);
    if (strcmp(found, rows[i].messages) != 0)
      print_error("row %zu:\n%s", i, rows[i].text);
    assert_string_equal(found, rows[i].messages);
    assert_int_equal(status, found[0] == '\0' ? EIR_OK : EIR_BAD_INPUT);
    free(found);
  }
}

static void misuse(void **state) {
  eir_context *context = *state;
  eir_case *the_case = NULL;
  const eir_reading no_list = {.n_without = 1};
  const char *const nothing[] = {NULL};
  const eir_reading no_text = {.without = nothing, .n_without = 1};
  assert_int_equal(eir_case_read_text_as(context, "case", NULL, full, sizeof full - 1,
                                         &no_list, &the_case, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_file_as(context, "case", &no_text, &the_case, NULL),
                   EIR_MISUSE);
  assert_null(the_case);
  assert_null(eir_case_view(NULL));
  assert_int_equal(eir_case_note_count(NULL), 0);
  assert_string_equal(eir_case_note_get(NULL, 0).text, "");
  assert_int_equal(eir_case_check_sources(NULL, ".", NULL), EIR_MISUSE);
}

/* ---- memory ---- */

/* Reads with the n-th allocation failing, from n = 1 until none fails. */
static void sweep(const char *text, const eir_reading *reading, eir_status expected) {
  for (size_t n = 1;; n++) {
    failing_allocator failing;
    failing_allocator_init(&failing, 0, false);
    eir_allocator face = failing_allocator_face(&failing);
    eir_context *context = NULL;
    assert_int_equal(eir_context_new(&face, &context), EIR_OK);
    failing.fail_at = n + 1; /* the context was the first */
    eir_case *the_case = NULL;
    eir_diagnostics *diagnostics = NULL;
    eir_status status = eir_case_read_text_as(context, "case", NULL, text, strlen(text),
                                              reading, &the_case, &diagnostics);
    bool failed = atomic_load(&failing.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : expected);
    assert_int_equal(the_case != NULL, status == EIR_OK);
    eir_case_free(the_case);
    eir_diagnostics_free(diagnostics);
    eir_context_free(context);
    assert_int_equal(atomic_load(&failing.blocks_held), 0);
    assert_false(atomic_load(&failing.corrupted));
    if (!failed)
      return;
    assert_true(n < 100000);
  }
}

/* With texts of many lengths before it, the arenas' blocks end somewhere else each
 * time. */
static void without_memory(void **state) {
  (void)state;
  enum { ROOM = 16384, MOST = 4500, STEP = 150 };
  static const eir_reading readings[] = {
      {.view = "public"},
      {.view = "b", .without = without_lines, .n_without = 2},
      {.without = without_s, .n_without = 1},
  };
  static char shifted[ROOM];
  for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
    for (size_t shift = 0; shift <= MOST; shift += STEP) {
      size_t n = (size_t)snprintf(shifted, sizeof shifted, "eirene: 1\ntitle: 'a");
      memset(shifted + n, 'b', shift);
      n += shift;
      snprintf(shifted + n, sizeof shifted - n, "'\n%s", strchr(full, '\n') + 1);
      sweep(shifted, &readings[i], EIR_OK);
    }
  }
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    sweep(rows[i].text, &rows[i].reading,
          rows[i].messages[0] == '\0' ? EIR_OK : EIR_BAD_INPUT);
}

static void sources_without_memory(void **state) {
  (void)state;
  static const char path[] = EIR_SOURCE_DIR "/examples/border/case.yaml";
  static const char folder[] = EIR_SOURCE_DIR "/examples/border";
  failing_allocator failing;
  failing_allocator_init(&failing, 0, false);
  eir_allocator face = failing_allocator_face(&failing);
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  assert_int_equal(eir_context_new(&face, &context), EIR_OK);
  assert_int_equal(eir_case_read_file(context, path, &the_case, NULL), EIR_OK);
  size_t held = atomic_load(&failing.blocks_held);
  for (size_t n = 1;; n++) {
    size_t before = atomic_load(&failing.failures);
    failing.fail_at = atomic_load(&failing.calls) + n;
    eir_status status = eir_case_check_sources(the_case, folder, NULL);
    bool failed = atomic_load(&failing.failures) > before;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    assert_int_equal(atomic_load(&failing.blocks_held), held);
    if (!failed)
      break;
  }
  failing.fail_at = 0;
  assert_int_equal(eir_case_check_sources(the_case, "/nowhere", NULL), EIR_IO);
  eir_case_free(the_case);
  eir_context_free(context);
}

static int set_up(void **state) {
  eir_context *context = NULL;
  if (eir_context_new(NULL, &context) != EIR_OK)
    return 1;
  *state = context;
  return 0;
}

static int tear_down(void **state) {
  eir_context_free(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_view_of_all_things),
      cmocka_unit_test(a_view_of_the_record),
      cmocka_unit_test(the_record_without_a_source),
      cmocka_unit_test(positions_are_for_mediators),
      cmocka_unit_test(by_default_for_mediators_alone),
      cmocka_unit_test(the_public_is_no_party),
      cmocka_unit_test(without_a_source),
      cmocka_unit_test(without_lines_of_a_source),
      cmocka_unit_test(an_issue_takes_its_rules_with_it),
      cmocka_unit_test(what_is_said),
      cmocka_unit_test(misuse),
      cmocka_unit_test(without_memory),
      cmocka_unit_test(sources_without_memory),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
