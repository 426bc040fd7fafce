/* Packages against brute force: every number is counted here by looking at each
 * outcome, and the two ways to take a census agree. And an option split in two: which
 * figures move and which do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain/census.h"
#include "explained.h"
#include "random_cases.h"
#include "refusals.h"
#include "run.h"
#include "sketch_change.h"

#include "base/banned.h"

enum { CASES = 3500, MAX_OUTCOMES = 300 };

typedef struct seen {
  size_t packages, quotas, vetoes, stances, guarantors, unlimited, limited_by_quota,
      idle, none_idle, splits, moved;
} seen;

/* A case explained, and what brute force says of it. */
typedef struct pair {
  run r;
  oracle *o;
  refusals *known;
  eir_explanation *e;
  bool *on; /* [n_demands] */
} pair;

static bool open_pair(pair *p, const sketch *s, verdict *v) {
  memset(p, 0, sizeof *p);
  const run_settings plain = {.count = false};
  if (!run_read(&p->r, s, v) || !run_solve(&p->r, &plain, v))
    return false;
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  const eir_case *c = p->r.the_case;
  for (size_t k = 0; k < eir_case_signatory_count(c); k++) {
    const eir_party_info info = eir_case_party(c, eir_case_signatory_party(c, k));
    rounded[k] = info.has_scores && !info.exact;
  }
  p->o = oracle_answer(s, rounded);
  p->known = refusals_of(p->o);
  p->on = calloc(p->known->n_demands + 1, sizeof *p->on);
  p->e = explained_new(p->r.solution, NULL);
  if (p->e == NULL || p->on == NULL)
    return fault(v, VERDICT_CALL, "no memory");
  memset(p->on, 1, p->known->n_demands);
  if (p->o->n_certain > 0 && eir_i_explain_packages(p->e) != EIR_OK)
    return fault(v, VERDICT_CALL, "packages");
  return true;
}

static void close_pair(pair *p) {
  explained_free(p->e);
  free(p->on);
  refusals_free(p->known);
  oracle_free(p->o);
  run_free(&p->r);
}

/* ---- counts ---- */

/* The demands of a party off, or on again. */
static void switch_party(pair *p, size_t party, bool on) {
  for (size_t d = 0; d < p->known->n_demands; d++) {
    if (p->known->demands[d].party == party)
      p->on[d] = on;
  }
}

static size_t count_deals(const pair *p, size_t quota) {
  size_t count = 0;
  for (size_t n = 0; n < p->o->n_outcomes; n++)
    count += refusals_deal(p->known, n, p->on, quota, SIZE_MAX);
  return count;
}

static bool same_count(const char *text, size_t count, const char *what, size_t k,
                       verdict *v) {
  if (text != NULL && strtoull(text, NULL, 10) == count)
    return true;
  return fault(v, VERDICT_COUNT, "signatory %zu, %s: %s, not %zu", k, what,
               text == NULL ? "nothing" : text, count);
}

static bool counts_right(pair *p, size_t k, verdict *v) {
  const eir_party_packages *made = &p->e->packages[k];
  const size_t party = sketch_signatory(p->o->s, k), n = p->o->n_signatories;
  size_t alone = 0;
  for (size_t i = 0; i < p->o->n_outcomes; i++)
    alone += p->o->legal[i] && !refusals_refuses(p->known, i, party, p->on);
  const size_t all = count_deals(p, n);
  switch_party(p, party, false);
  const size_t without = count_deals(p, n);
  switch_party(p, party, true);
  if (made->party != party)
    return fault(v, VERDICT_COUNT, "signatory %zu is party %zu", k, made->party);
  return same_count(made->alone, alone, "alone", k, v) &&
         same_count(made->if_not_blocking, without, "if not blocking", k, v) &&
         same_count(made->sole_refuser, without - all, "sole refuser", k, v);
}

/* ---- headroom ---- */

static void switch_reservation(pair *p, size_t party, bool on) {
  for (size_t d = 0; d < p->known->n_demands; d++) {
    if (p->known->demands[d].party == party &&
        p->known->demands[d].kind == EIR_DEMAND_RESERVATION)
      p->on[d] = on;
  }
}

/* Every reservation is tried that is some outcome's score: the highest with a deal
 * left. */
static bool headroom_right(pair *p, size_t k, seen *t, verdict *v) {
  const oracle *o = p->o;
  const size_t party = sketch_signatory(o->s, k), quota = refusals_quota(p->known);
  const eir_party_packages *made = &p->e->packages[k];
  const eir_party_info info = eir_case_party(p->r.the_case, party);
  if (made->has_headroom != info.has_scores)
    return fault(v, VERDICT_EXTREMES, "signatory %zu has headroom or none", k);
  if (!info.has_scores)
    return true;
  bool unlimited = false, any = false;
  int64_t most = 0;
  switch_reservation(p, party, false);
  for (size_t n = 0; n < o->n_outcomes; n++) {
    unlimited |= refusals_deal(p->known, n, p->on, quota, party);
    const int64_t score = oracle_scores(o, n)[k];
    if (refusals_deal(p->known, n, p->on, quota, SIZE_MAX) && (!any || score > most)) {
      most = score;
      any = true;
    }
  }
  switch_reservation(p, party, true);
  t->unlimited += unlimited;
  t->limited_by_quota += !unlimited && quota < o->n_signatories;
  if (made->headroom_unlimited != unlimited)
    return fault(v, VERDICT_EXTREMES, "signatory %zu: unlimited or not", k);
  if (!unlimited &&
      (eir_i_i128)made->headroom * o->unit[k] != (eir_i_i128)most * info.unit)
    return fault(v, VERDICT_EXTREMES, "signatory %zu: headroom %lld / %lld, not %lld",
                 k, (long long)made->headroom, (long long)info.unit, (long long)most);
  return true;
}

/* ---- idle demands ---- */

static bool is_idle(pair *p, size_t d) {
  bool idle = true;
  p->on[d] = false;
  for (size_t n = 0; n < p->o->n_outcomes && idle; n++) {
    if (!p->o->certain[n] && refusals_broken(p->known, n, d))
      idle = !refusals_deal(p->known, n, p->on, refusals_quota(p->known), SIZE_MAX);
  }
  p->on[d] = true;
  return idle;
}

static bool idle_right(pair *p, seen *t, verdict *v) {
  const eir_demand_set *idle = &p->e->idle;
  size_t at = 0;
  if (p->e->n_demands != p->known->n_demands || !p->e->idle_known)
    return fault(v, VERDICT_USE, "idle demands are not known");
  for (size_t d = 0; d < p->known->n_demands; d++) {
    const bool said = at < idle->count && idle->demands[at] == d;
    if (p->e->demands[d].kind != p->known->demands[d].kind)
      return fault(v, VERDICT_USE, "demand %zu is of another kind", d);
    if (said != is_idle(p, d))
      return fault(v, VERDICT_USE, "%s is idle or not", p->e->demands[d].id);
    at += said;
  }
  t->idle += idle->count > 0;
  t->none_idle += idle->count == 0;
  return at == idle->count || fault(v, VERDICT_USE, "idle demands in disorder");
}

/* ---- two ways to take a census ---- */

static bool same_tally(const eir_i_tally *a, const eir_i_tally *b) {
  return a->known && b->known && a->count == b->count;
}

/* The search for the highest reservation finds what the walk found, with the frontier
 * at hand or without. */
static bool headrooms_agree(const pair *p, const eir_i_census *walked, bool blind,
                            verdict *v) {
  eir_solution solution = *p->e->solution;
  eir_explanation e = *p->e;
  e.solution = &solution;
  solution.has_deals = solution.has_deals && !blind;
  for (size_t k = 0; k < p->o->n_signatories; k++) {
    const eir_i_headroom *known = &walked->headroom[k];
    const size_t party = sketch_signatory(p->o->s, k);
    if (!sketch_has_scores(&p->o->s->parties[party]) || p->o->n_certain == 0)
      continue;
    eir_i_effort effort = {.steps = 0};
    eir_i_headroom found;
    if (eir_i_headroom_search(&e, k, &effort, &found) != EIR_OK || !found.known ||
        !known->known || found.unlimited != known->unlimited ||
        (!found.unlimited && found.most != known->most))
      return fault(v, VERDICT_EXTREMES, "signatory %zu: the searched headroom", k);
  }
  return true;
}

static bool censuses_agree(const pair *p, verdict *v) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &p->e->memory);
  eir_i_census walked, counted;
  eir_i_effort effort = {.steps = 0};
  bool same = eir_i_census_make(p->e, &arena, &walked) == EIR_OK &&
              eir_i_census_make(p->e, &arena, &counted) == EIR_OK &&
              eir_i_census_walk(p->e, &effort, &walked) == EIR_OK &&
              eir_i_census_count(p->e, &effort, &counted) == EIR_OK;
  same = same && same_tally(&walked.deals, &counted.deals) &&
         same_tally(&walked.unanimous, &counted.unanimous);
  for (size_t k = 0; same && k < p->o->n_signatories; k++)
    same = same_tally(&walked.alone[k], &counted.alone[k]) &&
           same_tally(&walked.without[k], &counted.without[k]);
  for (size_t d = 0; same && d < p->e->n_demands; d++)
    same = walked.idle[d] == counted.idle[d];
  same = same && walked.idle_known && counted.idle_known &&
         walked.deals.count == p->o->n_certain;
  if (!same)
    fault(v, VERDICT_COUNT, "walking and counting do not agree");
  same = same && headrooms_agree(p, &walked, false, v) &&
         headrooms_agree(p, &walked, true, v);
  eir_i_arena_free(&arena);
  return same;
}

/* ---- all of it ---- */

static void note_shapes(const pair *p, seen *t) {
  const sketch *s = p->o->s;
  t->packages++;
  t->quotas += refusals_quota(p->known) < p->o->n_signatories;
  for (size_t i = 0; i < s->n_parties; i++) {
    t->vetoes += s->parties[i].veto;
    t->stances += s->parties[i].position == SKETCH_STANCES;
    t->guarantors += s->parties[i].guarantees && s->parties[i].n_red_lines > 0;
  }
}

static bool packages_right(const sketch *s, void *user, verdict *v) {
  seen *t = user;
  pair p;
  bool right = open_pair(&p, s, v) && censuses_agree(&p, v);
  if (right && p.o->n_certain > 0) {
    note_shapes(&p, t);
    right =
        same_count(p.e->n_deals, p.o->n_certain, "deals", 0, v) && idle_right(&p, t, v);
    for (size_t k = 0; right && k < p.o->n_signatories; k++)
      right = counts_right(&p, k, v) && headroom_right(&p, k, t, v);
  }
  close_pair(&p);
  return right;
}

static void packages_agree_with_brute_force(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(8800000, CASES, MAX_OUTCOMES, packages_right, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  assert_true(t.packages > CASES / 4);
  assert_true(t.quotas > 100 && t.vetoes > 100 && t.stances > 100);
  assert_true(t.guarantors > 20 && t.unlimited > 100 && t.limited_by_quota > 100);
  assert_true(t.idle > 100 && t.none_idle > 10);
}

/* ---- an option split in two ---- */

/* Counts may only grow; what a party can get, and its power, stay. */
static bool split_moves_counts_only(const pair *p, const pair *q, seen *t, verdict *v) {
  bool moved = false;
  for (size_t k = 0; k < p->o->n_signatories; k++) {
    const eir_party_packages *a = &p->e->packages[k], *b = &q->e->packages[k];
    const char *const before[] = {a->alone, a->if_not_blocking, a->sole_refuser};
    const char *const after[] = {b->alone, b->if_not_blocking, b->sole_refuser};
    for (int i = 0; i < 3; i++) {
      const uint64_t x = strtoull(before[i], NULL, 10),
                     y = strtoull(after[i], NULL, 10);
      moved |= x != y;
      if (x > y)
        return fault(v, VERDICT_CHANGE, "signatory %zu: count %d fell", k, i);
    }
    if (a->headroom_unlimited != b->headroom_unlimited || a->headroom != b->headroom)
      return fault(v, VERDICT_CHANGE, "signatory %zu: the headroom moved", k);
    if (strcmp(a->shapley_shubik, b->shapley_shubik) != 0 ||
        strcmp(a->banzhaf, b->banzhaf) != 0)
      return fault(v, VERDICT_CHANGE, "signatory %zu: the power moved", k);
  }
  t->splits++;
  t->moved += moved;
  return true;
}

static bool split_right(const sketch *s, void *user, verdict *v) {
  sketch *split = NULL;
  for (size_t i = 0; i < s->n_issues && split == NULL; i++)
    split = sketch_split_option(s, i, 0);
  if (split == NULL)
    return true;
  pair p, q;
  bool right = open_pair(&p, s, v);
  right = open_pair(&q, split, v) && right;
  if (right && p.o->n_certain > 0) {
    right = q.o->n_certain >= p.o->n_certain ||
            fault(v, VERDICT_CHANGE, "fewer deals after a split");
    right = right && split_moves_counts_only(&p, &q, user, v);
  }
  close_pair(&p);
  close_pair(&q);
  sketch_free(split);
  return right;
}

static void a_split_moves_counts_and_nothing_else(void **state) {
  (void)state;
  seen t = {0};
  random_cases_try(8900000, CASES / 7, MAX_OUTCOMES, split_right, &t);
  if (getenv("EIR_SEED") != NULL || getenv("EIR_CASES") != NULL)
    skip();
  assert_true(t.splits > 50 && t.moved > 50);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(packages_agree_with_brute_force),
      cmocka_unit_test(a_split_moves_counts_and_nothing_else),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
