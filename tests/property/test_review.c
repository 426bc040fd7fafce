/* One outcome explained, against brute force: who accepts it, which demands it breaks,
 * and every change of one or two issues that brings a refuser in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain/change.h"
#include "explained.h"
#include "random_cases.h"
#include "refusals.h"
#include "run.h"

#include "base/banned.h"

enum { CASES = 3000, MAX_OUTCOMES = 500, LOOKED_AT = 3 };

typedef struct seen {
  size_t outcomes, deals, only_possible, red_lines, stances, constraints, guarantors,
      ones, twos, costless, cut, ends_in_deal;
} seen;

typedef struct view {
  run r;
  oracle *o;
  refusals *known;
  eir_explanation *e;
  bool *on;          /* [n_demands] all on */
  bool *on_if_known; /* [n_demands] without what nobody has said or may not hold */
  size_t outcome;
  size_t next_change; /* the next that is to be compared */
} view;

/* An unknown stance, or a rule that may not hold. */
static bool may_be_off(const sketch *s, const refusal *demand) {
  if (demand->kind == EIR_DEMAND_CONSTRAINT)
    return s->constraints[demand->rule].uncertain;
  if (demand->kind == EIR_DEMAND_RED_LINE)
    return s->parties[demand->party].red_lines[demand->rule].uncertain;
  return demand->kind == EIR_DEMAND_UNKNOWN;
}

static bool open_view(view *w, const sketch *s, verdict *v) {
  memset(w, 0, sizeof *w);
  const run_settings plain = {.count = false};
  if (!run_read(&w->r, s, v) || !run_solve(&w->r, &plain, v))
    return false;
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  const eir_case *c = w->r.the_case;
  for (size_t k = 0; k < eir_case_signatory_count(c); k++) {
    const eir_party_info info = eir_case_party(c, eir_case_signatory_party(c, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  w->o = oracle_answer(s, rounded);
  w->known = refusals_of(w->o);
  w->on = calloc(w->known->n_demands + 1, sizeof *w->on);
  w->on_if_known = calloc(w->known->n_demands + 1, sizeof *w->on);
  if (w->on == NULL || w->on_if_known == NULL)
    return fault(v, VERDICT_CALL, "no memory");
  for (size_t d = 0; d < w->known->n_demands; d++) {
    w->on[d] = true;
    w->on_if_known[d] = !may_be_off(s, &w->known->demands[d]);
  }
  return true;
}

static void close_view(view *w) {
  free(w->on);
  free(w->on_if_known);
  refusals_free(w->known);
  oracle_free(w->o);
  run_free(&w->r);
}

/* Library's and oracle's scores of signatory k, or differences of them. */
static bool same_score(const view *w, size_t k, int64_t said, int64_t right) {
  const size_t party = sketch_signatory(w->o->s, k);
  const eir_party_info info = eir_case_party(w->r.the_case, party);
  if (!info.has_scores)
    return said == 0;
  return (eir_i_i128)said * w->o->unit[k] == (eir_i_i128)right * info.unit;
}

/* ---- reviews ---- */

static bool same_broken(const view *w, const eir_demand_set *said, size_t party) {
  size_t at = 0;
  for (size_t d = 0; d < w->known->n_demands; d++) {
    if (w->known->demands[d].party != party ||
        w->known->demands[d].kind == EIR_DEMAND_RESERVATION ||
        !refusals_broken(w->known, w->outcome, d))
      continue;
    if (at == said->count || said->demands[at++] != d)
      return false;
  }
  return at == said->count;
}

static bool signatory_right(const view *w, size_t k, seen *t, verdict *v) {
  const oracle *o = w->o;
  const size_t party = sketch_signatory(o->s, k);
  const eir_party_review *said = &w->e->reviews[k];
  const bool scored = sketch_has_scores(&o->s->parties[party]);
  const int64_t score = oracle_scores(o, w->outcome)[k];
  const int64_t lacks =
      scored && score < o->reservation[k] ? o->reservation[k] - score : 0;
  if (said->party != party || said->has_score != scored ||
      said->accepts == refusals_refuses(w->known, w->outcome, party, w->on))
    return fault(v, VERDICT_EXIST, "signatory %zu accepts or not", k);
  if (!same_score(w, k, said->score, score) ||
      !same_score(w, k, said->short_by, lacks) ||
      !same_score(w, k, w->e->outcome.outcome.scores[k], score))
    return fault(v, VERDICT_TEXT, "signatory %zu: score or what it lacks", k);
  if (!same_broken(w, &said->broken, party))
    return fault(v, VERDICT_USE, "signatory %zu: broken demands", k);
  t->red_lines += scored && said->broken.count > 0;
  t->stances += !scored && said->broken.count > 0;
  return true;
}

static bool guarantors_right(const view *w, seen *t, verdict *v) {
  size_t at = w->o->n_signatories;
  for (size_t p = 0; p < w->o->s->n_parties; p++) {
    if (w->o->s->parties[p].signs || !refusals_needed(w->known, w->outcome, p))
      continue;
    const eir_party_review *said = &w->e->reviews[at];
    if (at++ == w->e->n_reviews || said->party != p || said->has_score ||
        said->accepts == refusals_refuses(w->known, w->outcome, p, w->on) ||
        !same_broken(w, &said->broken, p))
      return fault(v, VERDICT_EXIST, "guarantor %zu", p);
    t->guarantors += !said->accepts;
  }
  return at == w->e->n_reviews || fault(v, VERDICT_EXIST, "too many are reviewed");
}

static bool review_right(const view *w, seen *t, verdict *v) {
  const eir_outcome_review *said = &w->e->outcome;
  const size_t quota = refusals_quota(w->known);
  const bool may_be =
      refusals_deal(w->known, w->outcome, w->on_if_known, quota, SIZE_MAX);
  size_t signatures = 0;
  for (size_t k = 0; k < w->o->n_signatories; k++) {
    const size_t party = sketch_signatory(w->o->s, k);
    signatures += !refusals_refuses(w->known, w->outcome, party, w->on);
  }
  if (said->is_deal != w->o->certain[w->outcome] ||
      said->is_possible_deal != w->o->possible[w->outcome] ||
      said->is_possible_deal != may_be || said->n_signatures != signatures)
    return fault(v, VERDICT_EXIST, "a deal or not");
  if (!same_broken(w, &said->broken_constraints, SIZE_MAX))
    return fault(v, VERDICT_USE, "broken constraints");
  t->outcomes++;
  t->deals += said->is_deal;
  t->only_possible += said->is_possible_deal && !said->is_deal;
  t->constraints += said->broken_constraints.count > 0;
  for (size_t k = 0; k < w->o->n_signatories; k++) {
    if (!signatory_right(w, k, t, v))
      return false;
  }
  return guarantors_right(w, t, v);
}

/* ---- changes ---- */

typedef struct tried {
  size_t outcome; /* after the change */
  size_t n_issues;
  size_t issue[2];
  uint8_t option[2];
  bool legal;
  int64_t loss, scale; /* the largest of another signatory's utility: loss / scale */
  size_t signatures;
} tried;

static bool accepts_at(const view *w, size_t party, size_t outcome) {
  if (!w->o->s->parties[party].signs && !refusals_needed(w->known, outcome, party))
    return true;
  return !refusals_refuses(w->known, outcome, party, w->on);
}

static void weigh(const view *w, size_t refuser, tried *c) {
  const oracle *o = w->o;
  c->legal = o->legal[c->outcome];
  c->signatures = 0;
  bool any = false;
  c->loss = 0;
  c->scale = 1;
  for (size_t k = 0; k < o->n_signatories; k++) {
    const size_t party = sketch_signatory(o->s, k);
    c->signatures += !refusals_refuses(w->known, c->outcome, party, w->on);
    if (party == refuser)
      continue;
    const bool scored = sketch_has_scores(&o->s->parties[party]);
    const int64_t loss =
        scored ? oracle_scores(o, w->outcome)[k] - oracle_scores(o, c->outcome)[k] : 0;
    const int64_t scale = scored ? o->scale[k] : 1;
    if (!any || (eir_i_i128)loss * c->scale > (eir_i_i128)c->loss * scale) {
      c->loss = loss;
      c->scale = scale;
    }
    any = true;
  }
}

/* Does a come before b? */
static bool precedes(const tried *a, const tried *b) {
  if (a->legal != b->legal)
    return a->legal;
  const eir_i_i128 left = (eir_i_i128)a->loss * b->scale;
  const eir_i_i128 right = (eir_i_i128)b->loss * a->scale;
  if (left != right)
    return left < right;
  if (a->signatures != b->signatures)
    return a->signatures > b->signatures;
  for (size_t i = 0; i < a->n_issues; i++) {
    if (a->issue[i] != b->issue[i])
      return a->issue[i] < b->issue[i];
    if (a->option[i] != b->option[i])
      return a->option[i] < b->option[i];
  }
  return false;
}

typedef struct all_tried {
  tried *list; /* sorted, best first */
  size_t count, room;
} all_tried;

static void keep(all_tried *all, tried made) {
  if (all->count == all->room) {
    all->room = all->room * 2 + 16;
    all->list = realloc(all->list, all->room * sizeof *all->list);
    if (all->list == NULL)
      abort();
  }
  size_t at = all->count++;
  for (; at > 0 && precedes(&made, &all->list[at - 1]); at--)
    all->list[at] = all->list[at - 1];
  all->list[at] = made;
}

/* What is different in another outcome; false if that is more than two issues. */
static bool difference(const view *w, size_t outcome, tried *out) {
  sketch_outcome base, other;
  oracle_outcome(w->o, w->outcome, base);
  oracle_outcome(w->o, outcome, other);
  *out = (tried){.outcome = outcome};
  for (size_t i = 0; i < w->o->s->n_issues; i++) {
    if (base[i] == other[i])
      continue;
    if (out->n_issues == 2)
      return false;
    out->issue[out->n_issues] = i;
    out->option[out->n_issues++] = other[i];
  }
  return true;
}

/* Is one part of the change enough? The outcomes are searched for it. */
static bool part_is_enough(const view *w, size_t refuser, const tried *change) {
  for (size_t n = 0; n < w->o->n_outcomes; n++) {
    tried part;
    if (!difference(w, n, &part) || part.n_issues != 1)
      continue;
    for (size_t i = 0; i < change->n_issues; i++) {
      if (part.issue[0] == change->issue[i] && part.option[0] == change->option[i] &&
          accepts_at(w, refuser, n))
        return true;
    }
  }
  return false;
}

static void try_all(const view *w, size_t refuser, size_t n_issues, all_tried *all) {
  for (size_t n = 0; n < w->o->n_outcomes; n++) {
    tried made;
    if (!difference(w, n, &made) || made.n_issues != n_issues ||
        !accepts_at(w, refuser, n))
      continue;
    if (n_issues == 2 && part_is_enough(w, refuser, &made))
      continue;
    weigh(w, refuser, &made);
    keep(all, made);
  }
}

static bool same_change(const view *w, const eir_change *said, const tried *c,
                        size_t refuser) {
  const oracle *o = w->o;
  for (size_t k = 0; k < o->n_signatories; k++) {
    const int64_t gain =
        oracle_scores(o, c->outcome)[k] - oracle_scores(o, w->outcome)[k];
    if (!same_score(w, k, said->gain[k], gain))
      return false;
  }
  for (size_t i = 0; i < c->n_issues; i++) {
    if (said->issue[i] != c->issue[i] || said->option[i] != c->option[i])
      return false;
  }
  return said->party == refuser && said->n_issues == c->n_issues &&
         said->n_signatures == c->signatures && said->keeps_constraints == c->legal &&
         said->is_deal == o->certain[c->outcome];
}

/* The changes of n issues of one refuser; *complete is cleared where there are more. */
static bool list_right(view *w, size_t refuser, size_t n, bool *complete, seen *t,
                       verdict *v) {
  all_tried all = {0};
  try_all(w, refuser, n, &all);
  size_t listed = all.count < EIR_I_CHANGES_LISTED ? all.count : EIR_I_CHANGES_LISTED;
  if (all.count > listed)
    *complete = false;
  bool right = true;
  for (size_t i = 0; i < listed && right; i++) {
    right = w->next_change < w->e->outcome.n_changes &&
            same_change(w, &w->e->changes[w->next_change], &all.list[i], refuser);
    if (!right)
      fault(v, VERDICT_CHANGE, "outcome %zu, party %zu, %zu issues: change %zu",
            w->outcome, refuser, n, i + 1);
    w->next_change++;
    *(n == 1 ? &t->ones : &t->twos) += 1;
    t->costless += all.list[i].loss <= 0;
    t->ends_in_deal += w->o->certain[all.list[i].outcome];
  }
  free(all.list);
  return right;
}

static bool changes_right(view *w, seen *t, verdict *v) {
  bool complete = true;
  w->next_change = 0;
  for (size_t r = 0; r < w->e->n_reviews; r++) {
    const eir_party_review *review = &w->e->reviews[r];
    for (size_t n = 1; n <= 2 && !review->accepts; n++) {
      if (!list_right(w, review->party, n, &complete, t, v))
        return false;
    }
  }
  t->cut += !complete;
  if (w->next_change != w->e->outcome.n_changes)
    return fault(v, VERDICT_CHANGE, "there are more changes than right");
  return w->e->outcome.changes_complete == complete ||
         fault(v, VERDICT_CHANGE, "the changes are complete or not");
}

/* ---- all of it ---- */

static bool outcome_right(view *w, seen *t, verdict *v) {
  sketch_outcome options;
  uint32_t asked[SKETCH_MAX_ISSUES];
  oracle_outcome(w->o, w->outcome, options);
  for (size_t i = 0; i < w->o->s->n_issues; i++)
    asked[i] = options[i];
  w->e = explained_new(w->r.solution, NULL);
  bool right = w->e != NULL && eir_i_explain_outcome(w->e, asked) == EIR_OK;
  if (!right)
    fault(v, VERDICT_CALL, "the outcome is not explained");
  right = right && review_right(w, t, v) && changes_right(w, t, v);
  explained_free(w->e);
  return right;
}

static bool reviews_right(const sketch *s, void *user, verdict *v) {
  view w;
  bool right = open_view(&w, s, v);
  for (size_t i = 0; right && i < LOOKED_AT; i++) {
    w.outcome = (i * 7919 + s->n_issues * UINT64_C(11)) % w.o->n_outcomes;
    right = outcome_right(&w, user, v);
  }
  close_view(&w);
  return right;
}

static void reviews_agree_with_brute_force(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(9100000, CASES, MAX_OUTCOMES, reviews_right, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  assert_true(t.outcomes == (size_t)CASES * LOOKED_AT);
  assert_true(t.deals > 500 && t.only_possible > 50 && t.constraints > 100);
  assert_true(t.red_lines > 300 && t.stances > 300 && t.guarantors > 20);
  assert_true(t.ones > 3000 && t.twos > 3000 && t.costless > 300);
  assert_true(t.cut > 300 && t.ends_in_deal > 300);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reviews_agree_with_brute_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
