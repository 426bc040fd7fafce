/* Proposals on random cases, against brute force: is the text a deal as written, can it
 * be filled in to be one, and what is a change of it worth to each party? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "eirene/show.h"
#include "oracle.h"
#include "random_cases.h"
#include "run.h"
#include "seeded.h"

#include "base/banned.h"

enum { CASES = 2000, MAX_OUTCOMES = 400, PROPOSALS = 4, OPEN = 255, ROOM = 4096 };

typedef struct seen {
  size_t deals, maybes, refused, can, may, cannot, whole, parts;
} seen;

/* A case with a record of proposals, each a version of the one before. */
typedef struct view {
  const sketch *s;
  sketch_outcome texts[PROPOSALS];
  eir_context *context;
  eir_case *the_case;
  eir_state_of_play *shown;
  oracle *o;
} view;

/* The last two settle every issue, the others some. */
static void make_texts(view *w) {
  seeded random = seeded_from(w->s->n_issues * UINT64_C(31) + w->s->n_parties);
  for (size_t t = 0; t < PROPOSALS; t++) {
    size_t named = seeded_below(&random, w->s->n_issues);
    for (size_t i = 0; i < w->s->n_issues; i++) {
      uint8_t option = (uint8_t)seeded_below(&random, w->s->issues[i].n_options);
      bool open = t + 2 < PROPOSALS && i != named && seeded_chance(&random, 50);
      w->texts[t][i] = open ? OPEN : option;
    }
  }
}

static void add(char *text, size_t *length, const char *string) {
  size_t n = strlen(string);
  assert_true(*length + n < ROOM);
  memcpy(text + *length, string, n + 1);
  *length += n;
}

static void write_record(const view *w, char text[ROOM]) {
  size_t length = 0;
  char id[48];
  add(text, &length, "record:\n");
  for (size_t t = 0; t < PROPOSALS; t++) {
    char line[100];
    sketch_party_id(id, w->s, 0);
    snprintf(line, sizeof line,
             "- {kind: proposal, id: t%zu, date: 2025-01-0%zu, by: ", t, t + 1);
    add(text, &length, line);
    add(text, &length, id);
    snprintf(line, sizeof line, ", replaces: t%zu", t - 1);
    add(text, &length, t > 0 ? line : "");
    for (size_t i = 0, n = 0; i < w->s->n_issues; i++) {
      if (w->texts[t][i] == OPEN)
        continue;
      add(text, &length, n++ == 0 ? ", outcome: {" : ", ");
      sketch_issue_id(id, w->s, i);
      add(text, &length, id);
      add(text, &length, ": ");
      sketch_option_id(id, w->s, i, w->texts[t][i]);
      add(text, &length, id);
    }
    add(text, &length, "}}\n");
  }
}

static bool open_view(view *w, const sketch *s, verdict *v) {
  static char record[ROOM];
  memset(w, 0, sizeof *w);
  w->s = s;
  make_texts(w);
  write_record(w, record);
  char *text = sketch_write(s);
  size_t n = strlen(text), more = strlen(record);
  char *whole = malloc(n + more + 1);
  assert_non_null(whole);
  memcpy(whole, text, n);
  memcpy(whole + n, record, more + 1);
  bool good = eir_context_new(NULL, &w->context) == EIR_OK &&
              eir_case_read_text(w->context, "case", NULL, whole, n + more,
                                 &w->the_case, NULL) == EIR_OK &&
              eir_show(w->the_case, NULL, NULL, &w->shown) == EIR_OK;
  free(text);
  free(whole);
  if (!good)
    return fault(v, VERDICT_CALL, "it is not read, or not shown");
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  for (size_t k = 0; k < eir_case_signatory_count(w->the_case); k++) {
    eir_party_info info =
        eir_case_party(w->the_case, eir_case_signatory_party(w->the_case, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  w->o = oracle_answer(s, rounded);
  return true;
}

static void close_view(view *w) {
  if (w->o != NULL)
    oracle_free(w->o);
  eir_state_of_play_free(w->shown);
  eir_case_free(w->the_case);
  eir_context_free(w->context);
}

/* ---- deals ---- */

static bool keeps_to(const view *w, size_t t, const sketch_outcome outcome) {
  for (size_t i = 0; i < w->s->n_issues; i++)
    if (w->texts[t][i] != OPEN && w->texts[t][i] != outcome[i])
      return false;
  return true;
}

static bool deal_right(const view *w, size_t t, seen *count_of, verdict *v) {
  bool certain = false, possible = false;
  for (size_t n = 0; n < w->o->n_outcomes; n++) {
    sketch_outcome outcome;
    oracle_outcome(w->o, n, outcome);
    if (!keeps_to(w, t, outcome))
      continue;
    certain |= w->o->certain[n];
    possible |= w->o->possible[n];
  }
  eir_answer right = certain ? EIR_YES : possible ? EIR_UNKNOWN : EIR_NO;
  eir_proposal_state said = eir_state_of_play_proposal(w->shown, t);
  bool complete = memchr(w->texts[t], OPEN, w->s->n_issues) == NULL;
  if (said.entry != t || said.complete != complete)
    return fault(v, VERDICT_TEXT, "text %zu: which it is", t);
  if (complete && said.deal != right)
    return fault(v, VERDICT_EXIST, "text %zu: a deal as written", t);
  if (said.can_be_deal != right)
    return fault(v, VERDICT_EXIST, "text %zu: can be a deal", t);
  size_t *count[2][3] = {{&count_of->cannot, &count_of->can, &count_of->may},
                         {&count_of->refused, &count_of->deals, &count_of->maybes}};
  ++*count[complete][right];
  return true;
}

/* ---- changes ---- */

/* Whole scores, or the worth of what both texts settle. */
static void right_change(mpq_t out, const view *w, size_t party, size_t t,
                         bool complete, bool rounded) {
  mpq_t part;
  mpq_init(part);
  mpq_set_ui(out, 0, 1);
  if (complete) {
    sketch_score(out, w->s, party, w->texts[t], rounded);
    sketch_score(part, w->s, party, w->texts[t - 1], rounded);
    mpq_sub(out, out, part);
  }
  for (size_t i = 0; i < w->s->n_issues && !complete; i++) {
    if (w->texts[t][i] == OPEN || w->texts[t - 1][i] == OPEN)
      continue;
    sketch_worth(part, w->s, party, i, w->texts[t][i]);
    if (rounded)
      sketch_round(part);
    mpq_add(out, out, part);
    sketch_worth(part, w->s, party, i, w->texts[t - 1][i]);
    if (rounded)
      sketch_round(part);
    mpq_sub(out, out, part);
  }
  mpq_clear(part);
}

static bool effect_right(const view *w, size_t k, const eir_revision_effect *said,
                         size_t t, bool complete, verdict *v) {
  mpq_t right, found, scale;
  mpq_inits(right, found, scale, NULL);
  right_change(right, w, said->party, t, complete, w->o->rounded[k]);
  mpq_set_si(scale, w->o->scale[k], 1);
  mpq_t unit;
  mpq_init(unit);
  mpq_set_si(unit, w->o->unit[k], 1);
  mpq_div(scale, scale, unit);
  bool good = run_parse_number(found, said->score);
  mpq_t shown;
  mpq_init(shown);
  mpq_set(shown, right);
  sketch_round(shown);
  good = good && mpq_equal(shown, found);
  mpq_div(shown, right, scale);
  sketch_round(shown);
  good = good && run_parse_number(found, said->utility) && mpq_equal(shown, found);
  mpq_clears(right, found, scale, unit, shown, NULL);
  return good || fault(v, VERDICT_TEXT, "text %zu, signatory %zu: %s (%s)", t, k,
                       said->score, said->utility);
}

static bool change_right(const view *w, size_t t, seen *count_of, verdict *v) {
  eir_revision said = eir_state_of_play_revision(w->shown, t - 1);
  bool complete = memchr(w->texts[t], OPEN, w->s->n_issues) == NULL &&
                  memchr(w->texts[t - 1], OPEN, w->s->n_issues) == NULL;
  if (said.from != t - 1 || said.to != t || !said.known || said.complete != complete)
    return fault(v, VERDICT_TEXT, "text %zu: which change it is", t);
  size_t n_changed = 0, n_scored = 0;
  for (size_t i = 0; i < w->s->n_issues; i++)
    n_changed += w->texts[t][i] != w->texts[t - 1][i];
  if (said.n_issues != n_changed)
    return fault(v, VERDICT_TEXT, "text %zu: %zu issues changed", t, said.n_issues);
  for (size_t k = 0; k < w->o->n_signatories; k++) {
    size_t party = sketch_signatory(w->s, k);
    if (!sketch_has_scores(&w->s->parties[party]))
      continue;
    if (n_scored == said.n_effects || said.effects[n_scored].party != party ||
        !effect_right(w, k, &said.effects[n_scored], t, complete, v))
      return fault(v, VERDICT_TEXT, "text %zu: the effect on signatory %zu", t, k);
    n_scored++;
    *(complete ? &count_of->whole : &count_of->parts) += 1;
  }
  return n_scored == said.n_effects ||
         fault(v, VERDICT_TEXT, "text %zu: too many effects", t);
}

/* ---- all of it ---- */

static bool shown_right(const sketch *s, void *user, verdict *v) {
  view w;
  bool right = open_view(&w, s, v);
  for (size_t t = 0; right && t < PROPOSALS; t++)
    right = deal_right(&w, t, user, v) && (t == 0 || change_right(&w, t, user, v));
  close_view(&w);
  return right;
}

static void proposals_agree_with_brute_force(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(9300000, CASES, MAX_OUTCOMES, shown_right, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  assert_true(t.deals > 100 && t.maybes > 50 && t.refused > 500);
  assert_true(t.can > 100 && t.may > 50 && t.cannot > 100);
  assert_true(t.whole > 500 && t.parts > 500);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(proposals_agree_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
