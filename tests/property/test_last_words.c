/* Last words on random small records, against brute force: every order of the entries
 * that is possible is walked through, and in each a party's word is taken back or
 * replaced as it happens. */
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
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 3000, MOST = 6, TEXTS = 2, ROOM = 2048, NOWHERE = 99 };

static const char *const reply_names[] = {"none", "accept", "reject", "conditional",
                                          "under_review"};
static const char *const stance_names[] = {"",        "unknown", "prefers",
                                           "accepts", "resists", "refuses"};

/* One issue with option p, of which all of them speak; party a is listened to. */
typedef struct entry {
  eir_entry_kind kind;
  bool dated;       /* then on day 1 + its place */
  bool by_a;        /* else by m */
  size_t to;        /* of a response: the text, 0 or 1 */
  size_t after;     /* NOWHERE: not said */
  eir_reply whole;  /* NONE: only to the issue, or to nothing */
  eir_reply single; /* NONE: not to the issue */
  eir_word_kind stance;
} entry;

typedef struct record {
  entry entries[MOST];
  size_t n;
  bool position; /* a's position accepts p */
} record;

typedef struct seen {
  size_t sure, unsure, silent, undated, too_careful;
} seen;

/* ---- making ---- */

static entry make_response(seeded *random) {
  entry made = {.kind = EIR_ENTRY_RESPONSE, .by_a = true};
  made.to = seeded_below(random, (uint32_t)TEXTS);
  made.whole = (eir_reply)seeded_below(random, 5);
  if (made.whole == EIR_REPLY_NONE || seeded_chance(random, 20))
    made.single = (eir_reply)(1 + seeded_below(random, 4));
  return made;
}

static record make_record(uint64_t seed) {
  seeded random = seeded_from(seed);
  unsigned undated = seeded_chance(&random, 50) ? 0 : 35;
  record r = {.n = TEXTS + 1 + seeded_below(&random, MOST - TEXTS)};
  r.position = seeded_chance(&random, 50);
  for (size_t k = 0; k < r.n; k++) {
    entry *e = &r.entries[k];
    if (k < TEXTS)
      *e = (entry){.kind = EIR_ENTRY_PROPOSAL, .by_a = seeded_chance(&random, 30)};
    else if (seeded_chance(&random, 80))
      *e = make_response(&random);
    else
      *e = (entry){.kind = EIR_ENTRY_STATEMENT,
                   .by_a = true,
                   .stance = (eir_word_kind)(1 + seeded_below(&random, 5))};
    e->dated = !seeded_chance(&random, undated);
    e->after = k > 0 && !e->dated && seeded_chance(&random, 40)
                   ? seeded_below(&random, (uint32_t)k)
                   : NOWHERE;
  }
  return r;
}

static size_t put(char text[ROOM], size_t at, const char *a, const char *b) {
  int n = snprintf(text + at, ROOM - at, "%s%s", a, b);
  assert_true(n >= 0 && (size_t)n < ROOM - at);
  return at + (size_t)n;
}

static size_t put_entry(char text[ROOM], size_t at, const record *r, size_t k) {
  static const char *const kinds[] = {"proposal", "response", "talks", "statement"};
  const entry *e = &r->entries[k];
  char line[100];
  snprintf(line, sizeof line, "- {kind: %s, id: e%zu, by: %s, date: ", kinds[e->kind],
           k, e->by_a ? "a" : "m");
  at = put(text, at, line, "");
  snprintf(line, sizeof line, "2025-01-%02zu", k + 1);
  at = put(text, at, e->dated ? line : "unknown", "");
  if (e->after != NOWHERE) {
    snprintf(line, sizeof line, ", after: e%zu", e->after);
    at = put(text, at, line, "");
  }
  if (e->kind == EIR_ENTRY_PROPOSAL)
    return put(text, at, ", outcome: {x: p}}\n", "");
  if (e->kind == EIR_ENTRY_STATEMENT) {
    at = put(text, at, ", stance: {x: {p: ", stance_names[e->stance]);
    return put(text, at, "}}}\n", "");
  }
  at = put(text, at, ", to: e", e->to == 0 ? "0" : "1");
  if (e->whole != EIR_REPLY_NONE)
    at = put(text, at, ", answer: ", reply_names[e->whole]);
  if (e->single != EIR_REPLY_NONE) {
    at = put(text, at, ", issues: {x: ", reply_names[e->single]);
    at = put(text, at, "}", "");
  }
  return put(text, at, "}\n", "");
}

static void write_record(char text[ROOM], const record *r) {
  size_t at = put(text, 0, "eirene: 1\nparties: {a: {}, b: {}, m: {role: mediator}}\n",
                  "issues: {x: {options: [p, q]}}\npositions:\n  a: {stance: {");
  at = put(text, at, r->position ? "x: {p: accepts}" : "",
           "}}\n  b: {stance: {x: {p: accepts}}}\nrecord:\n");
  for (size_t k = 0; k < r->n; k++)
    at = put_entry(text, at, r, k);
}

/* ---- brute force ---- */

/* What is possible: which words, in the end, and none. */
typedef struct verdicts {
  bool word[EIR_WORD_UNDER_REVIEW + 1]; /* [NONE]: the record has no word */
  bool entry[MOST];
  size_t n_words;
} verdicts;

static eir_word_kind word_of(const entry *e) {
  static const eir_word_kind words[] = {EIR_WORD_NONE, EIR_WORD_ACCEPTS,
                                        EIR_WORD_REFUSES, EIR_WORD_CONDITIONAL,
                                        EIR_WORD_UNDER_REVIEW};
  if (e->kind == EIR_ENTRY_PROPOSAL)
    return EIR_WORD_PROPOSES;
  if (e->kind == EIR_ENTRY_STATEMENT)
    return e->stance;
  if (e->single != EIR_REPLY_NONE)
    return words[e->single];
  bool of_parts = e->whole == EIR_REPLY_ACCEPT || e->whole == EIR_REPLY_CONDITIONAL;
  return of_parts ? words[e->whole] : EIR_WORD_NONE;
}

/* What stands after these entries in this order: one word a text, the rest in a row. */
static void walk(const record *r, const size_t order[MOST], verdicts *v) {
  size_t alive[MOST], n = 0;
  for (size_t k = 0; k < r->n; k++) {
    const entry *e = &r->entries[order[k]];
    size_t text = e->kind == EIR_ENTRY_PROPOSAL ? order[k] : e->to, kept = 0;
    if (!e->by_a)
      continue;
    for (size_t i = 0; i < n; i++) {
      const entry *old = &r->entries[alive[i]];
      size_t old_text = old->kind == EIR_ENTRY_PROPOSAL ? alive[i] : old->to;
      bool same = e->kind != EIR_ENTRY_STATEMENT && old->kind != EIR_ENTRY_STATEMENT &&
                  text == old_text;
      bool kept_no = word_of(e) == EIR_WORD_NONE && word_of(old) == EIR_WORD_REFUSES;
      if (!same || kept_no)
        alive[kept++] = alive[i];
    }
    n = kept;
    if (word_of(e) != EIR_WORD_NONE)
      alive[n++] = order[k];
  }
  eir_word_kind last = n == 0 ? EIR_WORD_NONE : word_of(&r->entries[alive[n - 1]]);
  v->n_words += !v->word[last];
  v->word[last] = true;
  if (n > 0)
    v->entry[alive[n - 1]] = true;
}

/* May entry k come next after these? Days are all different. */
static bool may_follow(const record *r, const bool *used, size_t k) {
  const entry *e = &r->entries[k];
  if (used[k] || (e->kind == EIR_ENTRY_RESPONSE && !used[e->to]) ||
      (e->after != NOWHERE && !used[e->after]))
    return false;
  for (size_t i = 0; e->dated && i < k; i++)
    if (r->entries[i].dated && !used[i])
      return false;
  return true;
}

/* All orders, by counting: digit k chooses the entry at place k. */
static verdicts try_orders(const record *r) {
  verdicts v = {.n_words = 0};
  size_t order[MOST], orders = 1;
  for (size_t k = 2; k <= r->n; k++)
    orders *= k;
  for (size_t code = 0; code < orders; code++) {
    bool used[MOST] = {false}, good = true;
    size_t rest = code;
    for (size_t k = 0; good && k < r->n; k++) {
      size_t skip = rest % (r->n - k), pick = 0;
      rest /= r->n - k;
      for (pick = 0; used[pick] || skip > 0; pick++)
        skip -= !used[pick];
      good = may_follow(r, used, pick);
      used[pick] = true;
      order[k] = pick;
    }
    if (good)
      walk(r, order, &v);
  }
  assert_true(v.n_words > 0);
  return v;
}

/* ---- the same ---- */

static bool has_undated(const record *r) {
  for (size_t k = 0; k < r->n; k++)
    if (!r->entries[k].dated)
      return true;
  return false;
}

static eir_word find_word(const eir_state_of_play *shown) {
  for (size_t i = 0; i < eir_state_of_play_word_count(shown, 0); i++) {
    eir_word word = eir_state_of_play_word(shown, 0, i);
    if (word.party == 0 && word.first == 0)
      return word;
  }
  return (eir_word){.entry = SIZE_MAX};
}

static const char *fault_of(const record *r, const eir_state_of_play *shown, seen *t) {
  verdicts v = try_orders(r);
  eir_word said = find_word(shown);
  bool undated = has_undated(r);
  t->undated += undated;
  if (v.word[EIR_WORD_NONE] && v.n_words == 1) {
    t->silent++;
    if (said.entry == SIZE_MAX)
      return said.word == (r->position ? EIR_WORD_ACCEPTS : EIR_WORD_NONE)
                 ? NULL
                 : "not the position";
    t->too_careful++;
    return undated && said.order_unknown ? NULL : "a word that was taken back";
  }
  if (said.entry == SIZE_MAX)
    return "a word is lost";
  if (v.n_words > 1) {
    t->unsure++;
    return said.order_unknown ? NULL : "the order is not known";
  }
  t->sure++;
  if (said.order_unknown) {
    t->too_careful++;
    return undated ? NULL : "the order is known";
  }
  const char *id = eir_state_of_play_entry(shown, said.entry).id;
  size_t place = (size_t)(id[1] - '0');
  return v.word[said.word] && v.entry[place] ? NULL : "another word";
}

static void check_agreed(const eir_state_of_play *shown) {
  eir_word said = find_word(shown);
  bool consents = !said.order_unknown &&
                  (said.word == EIR_WORD_PREFERS || said.word == EIR_WORD_ACCEPTS ||
                   said.word == EIR_WORD_PROPOSES);
  assert_int_equal(eir_state_of_play_issue(shown, 0).status == EIR_ISSUE_AGREED,
                   consents);
}

static void last_words_agree_with_brute_force(void **state) {
  (void)state;
  static char text[ROOM];
  eir_context *context = NULL;
  seen t = {0};
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  for (uint64_t seed = 0; seed < CASES; seed++) {
    record r = make_record(seed);
    write_record(text, &r);
    eir_case *the_case = case_from(context, text);
    eir_state_of_play *shown = NULL;
    assert_int_equal(eir_show(the_case, NULL, NULL, &shown), EIR_OK);
    const char *fault = fault_of(&r, shown, &t);
    if (fault != NULL)
      fail_msg("seed %u: %s\n%s", (unsigned)seed, fault, text);
    check_agreed(shown);
    eir_state_of_play_free(shown);
    eir_case_free(the_case);
  }
  eir_context_free(context);
  print_message("%zu sure, %zu unsure, %zu silent, %zu undated, %zu too careful\n",
                t.sure, t.unsure, t.silent, t.undated, t.too_careful);
  assert_true(t.sure > 500 && t.unsure > 200 && t.silent > 200 && t.undated > 500);
  assert_int_equal(t.too_careful, 0); /* of records this small */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(last_words_agree_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
