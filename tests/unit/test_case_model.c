/* The model: everything that a case file may say, found again where the rest of the
 * library looks for it, and in the JSON of `check`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "case/record.h"
#include "case/tree.h"
#include "case_text.h"

#include "base/banned.h"

static const char text[] =
    "eirene: 1\n"
    "title: {en: Peace, fr: Paix}\n"
    "parties:\n"
    "  a: {name: {fr: Un, en: One}, veto: true, members: [x, {en: y}], interests: "
    "[z],\n"
    "      says: Words, said_by: S, reported_by: R, directness: reported,\n"
    "      contested: [b, {c: d}], visible: [b, all], because: Why}\n"
    "  b: {role: [signatory, guarantor]}\n"
    "  m: {role: [mediator, observer]}\n"
    "  g: {role: guarantor}\n"
    "  c: {}\n"
    "consent: {at_least: 2}\n"
    "issues:\n"
    "  x: {name: Ex, says: What, stage: interim, options: [p, q, 3rd]}\n"
    "  y:\n"
    "    source: s#4\n"
    "    options:\n"
    "      r: {name: Ar, says: More, needs: [g, b], terms: [{t: [1, ~]}], basis: "
    "text}\n"
    "      t:\n"
    "  d: {range: {from: -0.5, to: 1.0, step: 0.25, unit: km}}\n"
    "  w: {award: indivisible, between: [c, a]}\n"
    "constraints:\n"
    "  - {id: c1, rule: \"x = p -> d >= 0\", because: {en: Because}, source: s,\n"
    "     basis: reading, visible: [m]}\n"
    "  - {rule: true}\n"
    "positions:\n"
    "  c: {stance: {x: {p: prefers, q: accepts, 3rd: resists}, d: {1: refuses,\n"
    "      -0.50: unknown}, w: {c: prefers}}, red_lines: [{rule: w = c}]}\n"
    "  a:\n"
    "    reservation: 0\n"
    "    points: {x: {p: 1, q: 2, 3rd: 3}}\n"
    "    red_lines: [{id: r1, rule: x != q, serves: peace}]\n"
    "    interactions: [{id: i, when: y = t, add: -1.5, because: So}]\n"
    "    source: s#9\n"
    "  b: {weights: {x: 1}, values: {x: {p: 1, q: 0, 3rd: 0}}, visible: [m]}\n"
    "  g: {red_lines: [{rule: y != r}]}\n"
    "sources:\n"
    "  s: {title: T, publisher: P, date: 2024-02-29, file: s.txt, says: About,\n"
    "      sha256: 75b69014b2d3041108989db24e2bc4d8fc0c05836f7885e022ef88ef36be7ecc}\n"
    "record: [{kind: statement, date: 2025-12-27, by: a, says: words}]\n";

static eir_context *context;
static eir_case *the_case;

static int set_up(void **state) {
  (void)state;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  the_case = case_from(context, text);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  eir_case_free(the_case);
  eir_context_free(context);
  return 0;
}

static void assert_words(eir_i_words words, const char *language,
                         const char *expected) {
  for (size_t i = 0; i < words.n; i++)
    if (strcmp(words.language[i], language) == 0) {
      assert_string_equal(words.text[i], expected);
      return;
    }
  fail_msg("no words in '%s'", language);
}

static void parties(void **state) {
  (void)state;
  assert_int_equal(eir_case_party_count(the_case), 5);
  assert_int_equal(eir_case_signatory_count(the_case), 3);
  assert_int_equal(eir_case_signatory_party(the_case, 0), 0);
  assert_int_equal(eir_case_signatory_party(the_case, 1), 1);
  assert_int_equal(eir_case_signatory_party(the_case, 2), 4);
  assert_int_equal(eir_case_consent_quota(the_case), 2);
  const eir_i_party *a = &the_case->parties[0];
  assert_words(a->name, "en", "One");
  assert_words(a->name, "fr", "Un");
  assert_words(a->says, "", "Words");
  assert_true(a->veto);
  assert_int_equal(a->n_members, 2);
  assert_words(a->members[1], "en", "y");
  assert_int_equal(a->n_interests, 1);
  assert_int_equal(a->place.line, 4);
  assert_int_equal(a->place.column, 3);
  assert_int_equal(the_case->parties[1].roles, EIR_ROLE_SIGNATORY | EIR_ROLE_GUARANTOR);
  assert_int_equal(the_case->parties[2].roles, EIR_ROLE_MEDIATOR | EIR_ROLE_OBSERVER);
  eir_party_info info = eir_case_party(the_case, 0);
  assert_string_equal(info.id, "a");
  assert_string_equal(info.name, "Un");
  assert_int_equal(info.position, EIR_POSITION_POINTS);
  assert_true(info.has_scores && info.has_reservation && info.exact && info.veto);
  assert_int_equal(info.n_red_lines, 1);
  assert_int_equal(info.n_interactions, 1);
  assert_int_equal(info.unit, 2);
  info = eir_case_party(the_case, 3);
  assert_string_equal(info.name, "g");
  assert_int_equal(info.position, EIR_POSITION_NONE);
  assert_int_equal(info.n_red_lines, 1);
  assert_false(info.has_scores);
}

static void attributions(void **state) {
  (void)state;
  const eir_i_notes *notes = &the_case->parties[0].notes;
  assert_string_equal(notes->because, "Why");
  const eir_i_attribution *who = notes->attribution;
  assert_non_null(who);
  assert_words(who->said_by, "", "S");
  assert_words(who->reported_by, "", "R");
  assert_string_equal(who->directness, "reported");
  assert_int_equal(who->contested->count, 2);
  assert_true(who->visible_given && who->visible_to_all);
  assert_int_equal(who->n_visible, 1);
  assert_int_equal(who->visible[0], 1);
  assert_null(the_case->parties[1].notes.attribution);
}

static void issues(void **state) {
  (void)state;
  assert_int_equal(eir_case_issue_count(the_case), 4);
  const eir_i_issue *x = &the_case->issues[0], *y = &the_case->issues[1];
  assert_words(x->name, "", "Ex");
  assert_words(x->says, "", "What");
  assert_string_equal(x->stage, "interim");
  assert_int_equal(x->n_options, 3);
  assert_string_equal(x->options[2].id, "3rd");
  assert_string_equal(y->notes.source, "s#4");
  assert_int_equal(y->options[0].n_needs, 2);
  assert_int_equal(y->options[0].needs[0], 3);
  assert_int_equal(y->options[0].needs[1], 1);
  assert_int_equal(y->options[0].terms->count, 1);
  assert_string_equal(y->options[0].notes->basis, "text");
  assert_null(y->options[1].terms);
  const eir_i_issue *d = &the_case->issues[2], *w = &the_case->issues[3];
  assert_int_equal(d->kind, EIR_ISSUE_RANGE);
  static const char *const numbers[] = {"-0.5", "-0.25", "0", "0.25",
                                        "0.5",  "0.75",  "1"};
  assert_int_equal(d->n_options, 7);
  for (size_t i = 0; i < 7; i++)
    assert_string_equal(eir_case_option(the_case, 2, i).id, numbers[i]);
  assert_string_equal(eir_case_issue(the_case, 2).unit, "km");
  assert_int_equal(w->kind, EIR_ISSUE_AWARD_INDIVISIBLE);
  assert_int_equal(w->between[0], 4);
  assert_int_equal(w->between[1], 0);
  assert_string_equal(eir_case_option(the_case, 3, 0).id, "c");
  assert_string_equal(eir_case_option(the_case, 3, 1).id, "a");
  assert_string_equal(eir_case_option(the_case, 3, 1).name, "Un");
  assert_string_equal(eir_case_option(the_case, 1, 0).name, "Ar");
  assert_string_equal(eir_case_option(the_case, 1, 1).name, "t");
}

static void rules(void **state) {
  (void)state;
  assert_int_equal(eir_case_constraint_count(the_case), 2);
  const eir_i_rule *first = &the_case->constraints[0];
  assert_string_equal(first->id, "c1");
  assert_string_equal(first->text, "x = p -> d >= 0");
  assert_int_equal(first->expression->kind, EIR_I_EXPRESSION_IMPLIES);
  assert_string_equal(first->notes.because, "Because");
  assert_string_equal(first->notes.source, "s");
  assert_string_equal(first->notes.basis, "reading");
  assert_int_equal(first->notes.attribution->visible[0], 2);
  assert_int_equal(first->place.line, 22);
  assert_int_equal(first->place.column, 20);
  assert_null(the_case->constraints[1].id);
  assert_int_equal(the_case->constraints[1].expression->kind, EIR_I_EXPRESSION_TRUE);
  const eir_i_position *a = &the_case->parties[0].position;
  assert_words(a->red_lines[0].serves, "", "peace");
  assert_string_equal(a->red_lines[0].id, "r1");
  assert_int_equal(a->interactions[0].add, -3);
  assert_string_equal(a->interactions[0].text, "y = t");
  assert_string_equal(a->interactions[0].notes.because, "So");
  assert_string_equal(a->notes.source, "s#9");
}

static void stances(void **state) {
  (void)state;
  const eir_i_position *c = &the_case->parties[4].position;
  assert_int_equal(c->kind, EIR_POSITION_STANCE);
  assert_true(c->given);
  static const uint8_t x[] = {EIR_I_STANCE_PREFERS, EIR_I_STANCE_ACCEPTS,
                              EIR_I_STANCE_RESISTS};
  assert_memory_equal(c->stances[0], x, sizeof x);
  assert_null(c->stances[1]);
  static const uint8_t d[] = {EIR_I_STANCE_UNKNOWN, 0, 0, 0, 0, 0,
                              EIR_I_STANCE_REFUSES};
  assert_memory_equal(c->stances[2], d, sizeof d);
  static const uint8_t w[] = {EIR_I_STANCE_PREFERS, EIR_I_STANCE_MISSING};
  assert_memory_equal(c->stances[3], w, sizeof w);
  assert_int_equal(c->n_red_lines, 1);
}

static void sources_and_record(void **state) {
  (void)state;
  assert_string_equal(eir_case_title(the_case), "Peace");
  assert_words(the_case->title, "fr", "Paix");
  assert_int_equal(the_case->n_sources, 1);
  const eir_i_source *s = &the_case->sources[0];
  assert_string_equal(s->id, "s");
  assert_words(s->title, "", "T");
  assert_words(s->publisher, "", "P");
  assert_words(s->says, "", "About");
  assert_string_equal(s->date, "2024-02-29");
  assert_string_equal(s->file, "s.txt");
  assert_int_equal(strlen(s->sha256), 64);
  assert_int_equal(the_case->record->n, 1);
  assert_words(the_case->record->entries[0].says, "", "words");
}

static void what_is_not_there(void **state) {
  (void)state;
  assert_string_equal(eir_case_title(NULL), "");
  assert_int_equal(eir_case_party_count(NULL), 0);
  assert_int_equal(eir_case_signatory_count(NULL), 0);
  assert_int_equal(eir_case_issue_count(NULL), 0);
  assert_int_equal(eir_case_constraint_count(NULL), 0);
  assert_int_equal(eir_case_consent_quota(NULL), 0);
  assert_int_equal(eir_case_signatory_party(the_case, 3), 0);
  assert_null(eir_case_party(the_case, 5).id);
  assert_null(eir_case_issue(the_case, 4).id);
  assert_null(eir_case_option(the_case, 0, 3).id);
  assert_null(eir_case_option(the_case, 4, 0).id);
  eir_case_free(NULL);
}

static void misuse_is_refused(void **state) {
  (void)state;
  eir_case *made = NULL;
  assert_int_equal(eir_case_read_text(NULL, "n", NULL, "", 0, &made, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_text(context, NULL, NULL, "", 0, &made, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_text(context, "n", NULL, NULL, 1, &made, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_text(context, "n", NULL, "", 0, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_text(context, "n", NULL, NULL, 0, &made, NULL),
                   EIR_BAD_INPUT);
  assert_int_equal(eir_case_read_file(NULL, "n", &made, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_file(context, NULL, &made, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_file(context, "n", NULL, NULL), EIR_MISUSE);
  assert_null(made);
}

typedef struct bytes {
  char data[20000];
  size_t length;
  size_t largest;
} bytes;

static bool collect(void *user, const char *data, size_t size) {
  bytes *b = user;
  if (b->length + size > sizeof b->data)
    return false;
  memcpy(b->data + b->length, data, size);
  b->length += size;
  if (size > b->largest)
    b->largest = size;
  return true;
}

static const char *string_at(const json_t *json, const char *key) {
  return json_string_value(json_object_get(json, key));
}

static void json(void **state) {
  (void)state;
  static bytes b;
  assert_int_equal(eir_case_write_json(the_case, collect, &b), EIR_OK);
  json_error_t error;
  json_t *root = json_loadb(b.data, b.length, JSON_REJECT_DUPLICATES, &error);
  if (root == NULL)
    fail_msg("%d:%d: %s", error.line, error.column, error.text);
  assert_string_equal(string_at(root, "eirene"), EIR_VERSION);
  assert_string_equal(string_at(root, "verb"), "check");
  assert_true(json_is_true(json_object_get(root, "valid")));
  assert_string_equal(string_at(root, "outcomes"), "84");
  json_t *about = json_object_get(root, "case");
  assert_string_equal(string_at(about, "title"), "Peace");
  assert_int_equal(json_array_size(json_object_get(about, "parties")), 5);
  assert_int_equal(json_array_size(json_object_get(about, "signatories")), 3);
  assert_int_equal(json_array_size(json_object_get(about, "issues")), 4);
  json_t *scores = json_object_get(root, "scores");
  assert_int_equal(json_object_size(scores), 2);
  assert_string_equal(string_at(json_object_get(scores, "a"), "unit"), "2");
  assert_true(json_is_true(json_object_get(json_object_get(scores, "a"), "exact")));
  json_t *positions = json_object_get(root, "positions");
  assert_string_equal(string_at(json_object_get(positions, "c"), "kind"), "stance");
  assert_string_equal(string_at(json_object_get(positions, "g"), "kind"), "red_lines");
  json_decref(root);
}

typedef struct outcomes {
  char digits[2000]; /* of "outcomes" */
  size_t n;
  bool inside;
  size_t largest; /* piece */
} outcomes;

/* Picks the string after "outcomes" out of the pieces. */
static bool pick_outcomes(void *user, const char *data, size_t size) {
  outcomes *o = user;
  static const char key[] = "\"outcomes\": \"";
  if (size > o->largest)
    o->largest = size;
  const char *end = data + size;
  if (!o->inside && o->n == 0) {
    for (const char *p = data; p + sizeof key <= end; p++)
      if (memcmp(p, key, sizeof key - 1) == 0) {
        o->inside = true;
        data = p + sizeof key - 1;
        break;
      }
  }
  for (; o->inside && data < end; data++) {
    o->inside = *data != '"';
    if (o->inside && o->n < sizeof o->digits)
      o->digits[o->n++] = *data;
  }
  return true;
}

/* 10^1500 outcomes, and an object in many pieces. */
static void many_outcomes(void **state) {
  (void)state;
  enum { ISSUES = 1500, ROOM = 100000 };
  char *made = malloc(ROOM);
  assert_non_null(made);
  size_t n = (size_t)snprintf(made, ROOM,
                              "eirene: 1\nparties: {a: {}}\npositions: {a: {points: "
                              "{}}}\nissues:\n");
  for (int i = 0; i < ISSUES; i++)
    n += (size_t)snprintf(made + n, ROOM - n,
                          "  i%d: {range: {from: 1, to: 10, step: 1}}\n", i);
  eir_case *large = case_from(context, made);
  static outcomes o;
  assert_int_equal(eir_case_write_json(large, pick_outcomes, &o), EIR_OK);
  assert_int_equal(o.n, ISSUES + 1);
  assert_int_equal(o.digits[0], '1');
  for (size_t i = 1; i < o.n; i++)
    assert_int_equal(o.digits[i], '0');
  assert_true(o.largest < 40000);
  eir_case_free(large);
  free(made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parties),
      cmocka_unit_test(attributions),
      cmocka_unit_test(issues),
      cmocka_unit_test(rules),
      cmocka_unit_test(stances),
      cmocka_unit_test(sources_and_record),
      cmocka_unit_test(what_is_not_there),
      cmocka_unit_test(misuse_is_refused),
      cmocka_unit_test(json),
      cmocka_unit_test(many_outcomes),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
