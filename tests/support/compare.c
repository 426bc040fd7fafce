/* Job: is the library's answer the oracle's? Scores are compared as rationals,
 * crosswise in 128 bits: the library and the oracle each have a unit of their own. */
#include "compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"

#include "base/banned.h"

/* ---- the case ---- */

static bool party_right(const run *r, const oracle *o, size_t k, verdict *v) {
  const size_t p = eir_case_signatory_party(r->the_case, k);
  const eir_party_info info = eir_case_party(r->the_case, p);
  const sketch_party *party = &o->s->parties[p];
  if (p != sketch_signatory(o->s, k)) {
    return fault(v, VERDICT_CASE, "signatory %zu is party %zu", k, p);
  }
  if (info.has_scores != sketch_has_scores(party) || info.veto != party->veto ||
      info.n_red_lines != party->n_red_lines ||
      info.n_interactions != party->n_interactions) {
    return fault(v, VERDICT_CASE, "%s is described wrong", info.id);
  }
  if (!info.has_scores)
    return true;
  if (info.unit <= 0 || info.has_reservation != party->has_reservation) {
    return fault(v, VERDICT_CASE, "%s: unit or has_reservation", info.id);
  }
  if ((eir_i_i128)info.reservation * o->unit[k] !=
      (eir_i_i128)o->reservation[k] * info.unit) {
    return fault(v, VERDICT_CASE, "%s: reservation %" PRId64 " / %" PRId64, info.id,
                 info.reservation, info.unit);
  }
  if (!info.exact && oracle_must_be_exact(o->s, k)) {
    return fault(v, VERDICT_CASE, "%s: rounded without need", info.id);
  }
  return true;
}

bool compare_case(const run *r, const oracle *o, verdict *v) {
  const sketch *s = o->s;
  char id[48];
  if (eir_case_party_count(r->the_case) != s->n_parties ||
      eir_case_issue_count(r->the_case) != s->n_issues ||
      eir_case_constraint_count(r->the_case) != s->n_constraints ||
      eir_case_signatory_count(r->the_case) != o->n_signatories) {
    return fault(v, VERDICT_CASE, "parties, issues or constraints are not as many");
  }
  const size_t quota = s->quota != 0 ? s->quota : o->n_signatories;
  if (eir_case_consent_quota(r->the_case) != quota) {
    return fault(v, VERDICT_CASE, "the quota is wrong");
  }
  for (size_t k = 0; k < o->n_signatories; k++) {
    if (!party_right(r, o, k, v))
      return false;
  }
  for (size_t i = 0; i < s->n_issues; i++) {
    sketch_issue_id(id, s, i);
    const eir_issue_info issue = eir_case_issue(r->the_case, i);
    if (strcmp(issue.id, id) != 0 || issue.n_options != s->issues[i].n_options) {
      return fault(v, VERDICT_CASE, "issue %zu is %s, not %s", i, issue.id, id);
    }
    for (size_t option = 0; option < issue.n_options; option++) {
      sketch_option_id(id, s, i, option);
      const char *said = eir_case_option(r->the_case, i, option).id;
      if (strcmp(said, id) != 0) {
        return fault(v, VERDICT_CASE, "option %s of %s, not %s", said, issue.id, id);
      }
    }
  }
  return true;
}

/* ---- outcomes and scores ---- */

/* The number of an outcome in lexicographic order. */
static size_t number_of(const oracle *o, const uint32_t *options) {
  size_t number = 0;
  for (size_t i = 0; i < o->s->n_issues; i++) {
    number = number * o->s->issues[i].n_options + options[i];
  }
  return number;
}

static bool same_score(const run *r, const oracle *o, size_t k, int64_t said,
                       int64_t truth) {
  const size_t p = eir_case_signatory_party(r->the_case, k);
  const eir_party_info info = eir_case_party(r->the_case, p);
  if (!info.has_scores)
    return said == 0;
  return (eir_i_i128)said * o->unit[k] == (eir_i_i128)truth * info.unit;
}

/* Is `deal` outcome number `truth`, with its scores? */
static bool same_deal(const run *r, const oracle *o, eir_deal deal, size_t truth,
                      const char *what, size_t index, verdict_kind kind, verdict *v) {
  if (deal.options == NULL || deal.scores == NULL) {
    return fault(v, kind, "%s %zu has no outcome", what, index);
  }
  const size_t number = number_of(o, deal.options);
  for (size_t k = 0; k < o->n_signatories; k++) {
    const int64_t expected = oracle_scores(o, truth)[k];
    if (same_score(r, o, k, deal.scores[k], expected))
      continue;
    return fault(v, kind,
                 "%s %zu: signatory %zu has %" PRId64 ", expected %" PRId64
                 " / %" PRId64 " (outcome number %zu, expected %zu)",
                 what, index, k, deal.scores[k], expected, o->unit[k], number, truth);
  }
  if (number != truth) {
    return fault(v, kind, "%s %zu is outcome number %zu, expected %zu", what, index,
                 number, truth);
  }
  return true;
}

/* ---- deals: existence, number, walk, use ---- */

static bool counts_right(const run *r, const oracle *o, verdict *v) {
  char text[3][24];
  const char *const said[3] = {eir_solution_outcomes(r->solution),
                               eir_solution_count(r->solution),
                               eir_solution_possible_count(r->solution)};
  snprintf(text[0], 24, "%zu", o->n_outcomes);
  snprintf(text[1], 24, "%zu", o->n_certain);
  snprintf(text[2], 24, "%zu", o->n_possible);
  for (size_t i = 0; i < 3; i++) {
    if (i == 2 && said[i] == NULL && !o->has_stances && !o->has_uncertain)
      continue;
    if (said[i] == NULL || strcmp(said[i], text[i]) != 0) {
      return fault(v, VERDICT_COUNT, "count %zu is %s, expected %s", i,
                   said[i] == NULL ? "missing" : said[i], text[i]);
    }
  }
  const eir_answer certain = o->n_certain > 0 ? EIR_YES : EIR_NO;
  const eir_answer possible = o->n_possible > 0 ? EIR_YES : EIR_NO;
  if (eir_solution_deals_exist(r->solution) != certain ||
      eir_solution_possible_exist(r->solution) != possible ||
      eir_solution_has_stances(r->solution) != o->has_stances ||
      eir_solution_has_possible(r->solution) != (o->has_stances || o->has_uncertain)) {
    return fault(v, VERDICT_EXIST, "existence of deals, or has_stances");
  }
  return true;
}

static bool walk_right(const run *r, const oracle *o, verdict *v) {
  eir_deals *deals = NULL;
  eir_deal deal;
  if (eir_deals_new(r->solution, &deals) != EIR_OK) {
    return fault(v, VERDICT_CALL, "eir_deals_new");
  }
  bool right = true;
  size_t seen = 0;
  for (size_t n = 0; n < o->n_outcomes && right; n++) {
    if (!o->certain[n])
      continue;
    if (!eir_deals_next(deals, NULL, &deal)) {
      right = fault(v, VERDICT_WALK, "the walk ends after %zu deals", seen);
    } else {
      right = same_deal(r, o, deal, n, "walked deal", seen++, VERDICT_WALK, v);
    }
  }
  if (right && eir_deals_next(deals, NULL, &deal)) {
    right = fault(v, VERDICT_WALK, "the walk goes on after %zu deals", seen);
  }
  eir_deals_free(deals);
  return right;
}

/* How the possible deals use an option. */
static eir_use true_use(const oracle *o, size_t issue, size_t option) {
  size_t used = 0;
  sketch_outcome outcome;
  sketch_first(outcome);
  for (size_t n = 0; n < o->n_outcomes; n++, sketch_next(o->s, outcome)) {
    used += o->possible[n] && outcome[issue] == option;
  }
  if (used == 0)
    return EIR_USE_NEVER;
  return used == o->n_possible ? EIR_USE_ALWAYS : EIR_USE_SOMETIMES;
}

static bool uses_right(const run *r, const oracle *o, verdict *v) {
  const eir_use_scope scope = eir_solution_use_scope(r->solution);
  if (o->n_possible > 0 && scope != EIR_USE_OF_DEALS) {
    return fault(v, VERDICT_USE, "the use of options is of scope %d", (int)scope);
  }
  for (size_t i = 0; i < o->s->n_issues; i++) {
    for (size_t option = 0; option < o->s->issues[i].n_options; option++) {
      const eir_use said = eir_solution_use(r->solution, i, option);
      const eir_use truth = true_use(o, i, option);
      if (scope == EIR_USE_OF_DEALS && said != truth) {
        return fault(v, VERDICT_USE, "issue %zu option %zu: use %d, expected %d", i,
                     option, (int)said, (int)truth);
      }
      const bool open = eir_solution_option_open(r->solution, i, option);
      if (open != oracle_option_open(o, i, option)) {
        return fault(v, VERDICT_OPEN, "issue %zu option %zu: open is %d", i, option,
                     open);
      }
    }
  }
  return true;
}

/* ---- frontier ---- */

static bool frontier_right(const run *r, const oracle *o, verdict *v) {
  const bool any = eir_solution_over_outcomes(r->solution);
  const size_t *truth = any ? o->open_frontier : o->frontier;
  const size_t size = any ? o->open_frontier_size : o->frontier_size;
  const size_t said = eir_solution_frontier_size(r->solution);
  if (eir_solution_has_frontier(r->solution) != o->has_frontier) {
    return fault(v, VERDICT_FRONTIER, "has_frontier");
  }
  for (size_t e = 0; e < said && e < size; e++) {
    const eir_deal entry = eir_solution_frontier_get(r->solution, e);
    if (!same_deal(r, o, entry, truth[e], any ? "open entry" : "entry", e,
                   VERDICT_FRONTIER, v)) {
      return false;
    }
  }
  if (said != size) {
    return fault(v, VERDICT_FRONTIER, "%zu entries, expected %zu", said, size);
  }
  return true;
}

static bool extremes_right(const run *r, const oracle *o, verdict *v) {
  const bool expected = o->has_frontier && o->n_certain > 0;
  for (size_t k = 0; k < o->n_signatories; k++) {
    int64_t ideal, nadir;
    const bool has_ideal = eir_solution_ideal(r->solution, k, &ideal);
    const bool has_nadir = eir_solution_nadir(r->solution, k, &nadir);
    if (has_ideal != expected || has_nadir != expected) {
      return fault(v, VERDICT_EXTREMES, "signatory %zu: ideal %d and nadir %d", k,
                   has_ideal, has_nadir);
    }
    if (!expected)
      continue;
    if (!same_score(r, o, k, ideal, o->ideal[k]) ||
        !same_score(r, o, k, nadir, o->nadir[k])) {
      return fault(v, VERDICT_EXTREMES, "signatory %zu: %" PRId64 " and %" PRId64, k,
                   ideal, nadir);
    }
  }
  return true;
}

bool compare_answer(const run *r, const oracle *o, verdict *v) {
  return counts_right(r, o, v) && frontier_right(r, o, v) && extremes_right(r, o, v) &&
         compare_solutions(r, o, v) && compare_winner(r, o, v) && uses_right(r, o, v) &&
         walk_right(r, o, v);
}

/* ---- all of it ---- */

static void read_rounding(const run *r, bool *rounded) {
  for (size_t k = 0; k < eir_case_signatory_count(r->the_case); k++) {
    const size_t p = eir_case_signatory_party(r->the_case, k);
    const eir_party_info info = eir_case_party(r->the_case, p);
    rounded[k] = info.has_scores && !info.exact;
  }
}

/* With other threads, and counting, the same bytes come out. */
static bool same_bytes(run *r, verdict *v) {
  char *before = r->json;
  r->json = NULL;
  const run_settings again = {.count = true, .threads = 3};
  const bool solved = run_solve(r, &again, v);
  const bool same = solved && strcmp(before, r->json) == 0;
  free(before);
  if (solved && !same)
    fault(v, VERDICT_BYTES, "three threads give another JSON");
  return same;
}

bool compare_sketch(const sketch *s, shapes *seen, verdict *v) {
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  run r;
  oracle *o = NULL;
  bool right = run_read(&r, s, v);
  if (right) {
    right = eir_case_signatory_count(r.the_case) == sketch_signatories(s) ||
            fault(v, VERDICT_CASE, "the number of signatories");
  }
  if (right) {
    read_rounding(&r, rounded);
    o = oracle_answer(s, rounded);
    if (seen != NULL)
      shapes_add(seen, o);
    const run_settings plain = {.threads = 1},
                       open = {.over_outcomes = true, .threads = 2};
    right = compare_case(&r, o, v) && run_solve(&r, &plain, v) &&
            compare_answer(&r, o, v) && same_bytes(&r, v) && run_solve(&r, &open, v) &&
            compare_answer(&r, o, v);
  }
  oracle_free(o);
  run_free(&r);
  return right;
}
