/* Search gather: the outcomes that the search in depth gives are kept free of
 * dominance. Every better deal raises the bound. */
#include "solve/search_gather.h"

#include <assert.h>
#include <string.h>

#include "solve/search_depth.h"
#include "solve/search_totals.h"

#include "base/banned.h"

enum { MOST_GATHERED = 1 << 11, MOST_TAKEN = 1 << 15, MOST_LOOKED = 1 << 28 };

/* Outcomes that meet the bound, as entries of s->out. */
typedef struct gathering {
  eir_i_only_spot *s;
  eir_i_bound *bound;
  int64_t floor[EIR_I_MAX_SIGNATORIES]; /* as they were before any deal was known */
  size_t n_taken;
  eir_status status;
} gathering;

/* After a better deal: the floors, and the totals that follow from them. Other goals
 * keep their bound, which holds as well. */
static bool raise_bound(gathering *g) {
  eir_i_only_run *r = g->s->r;
  if (r->concept != EIR_EGALITARIAN && r->concept != EIR_KALAI_SMORODINSKY)
    return false;
  memcpy(r->floor, g->floor, sizeof g->floor);
  eir_i_totals_raise_floors(g->s);
  for (size_t t = 0; t < g->bound->n_totals; t++)
    g->bound->totals[t].least =
        eir_i_bound_of_floors(g->bound, r->n, g->bound->totals[t].weight);
  return true;
}

static bool comes_first(const uint32_t *a, const uint32_t *b, size_t n_issues) {
  for (size_t i = 0; i < n_issues; i++) {
    if (a[i] != b[i])
      return a[i] < b[i];
  }
  return false;
}

static bool covers(const int64_t *a, const int64_t *b, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (a[d] < b[d])
      return false;
  }
  return true;
}

/* Puts an entry where it belongs: best scores first, like any frontier. */
static void insert_entry(eir_i_frontier *f, const uint32_t *outcome,
                         const int64_t *scores) {
  size_t n = f->n_dimensions, n_issues = f->n_issues, at = f->count;
  for (; at > 0; at--) {
    const int64_t *before = f->scores + (at - 1) * n;
    size_t d = 0;
    while (d < n && before[d] == scores[d])
      d++;
    if (d == n || before[d] > scores[d])
      break;
  }
  memmove(f->scores + (at + 1) * n, f->scores + at * n,
          (f->count - at) * n * sizeof *scores);
  memmove(f->outcomes + (at + 1) * n_issues, f->outcomes + at * n_issues,
          (f->count - at) * n_issues * sizeof *outcome);
  memcpy(f->scores + at * n, scores, n * sizeof *scores);
  memcpy(f->outcomes + at * n_issues, outcome, n_issues * sizeof *outcome);
  f->count++;
}

/* Adds an entry unless another is at least as good, and drops those it is better than:
 * what is kept is free of dominance, each vector with its first outcome. */
static bool keep_entry(eir_i_only_run *r, eir_i_frontier *f, const uint32_t *outcome,
                       const int64_t *scores) {
  size_t n = r->n, kept = 0;
  for (size_t e = 0; e < f->count; e++) {
    int64_t *own = f->scores + e * n;
    uint32_t *options = f->outcomes + e * r->n_issues;
    if (covers(own, scores, n)) {
      if (covers(scores, own, n) && comes_first(outcome, options, r->n_issues))
        memcpy(options, outcome, r->n_issues * sizeof *options);
      return true; /* nothing can have been dropped: no entry covers another */
    }
    if (covers(scores, own, n))
      continue;
    memmove(f->scores + kept * n, own, n * sizeof *own);
    memmove(f->outcomes + kept * r->n_issues, options, r->n_issues * sizeof *options);
    kept++;
  }
  f->count = kept;
  if (kept == MOST_GATHERED)
    return false;
  insert_entry(f, outcome, scores);
  return true;
}

static bool take_outcome(void *user, const uint32_t *outcome, const int64_t *scores,
                         bool *out_raised) {
  gathering *g = user;
  eir_i_only_run *r = g->s->r;
  eir_i_only_deal before = r->best;
  int64_t old[EIR_I_MAX_SIGNATORIES];
  memcpy(old, before.scores, r->n * sizeof *old);
  if (g->n_taken++ == MOST_TAKEN)
    return false; /* too many are equal: the engine merges them */
  g->status = eir_i_run_offer(r, outcome, scores);
  if (g->status != EIR_OK)
    return false;
  if (memcmp(old, r->best.scores, r->n * sizeof *old) != 0)
    *out_raised = raise_bound(g);
  return keep_entry(r, g->s->out, outcome, scores);
}

/* *out_done: s->out is filled. */
static eir_status gather_in_depth(eir_i_only_spot *s, eir_i_bound *bound,
                                  const int64_t *floor, bool *out_done) {
  eir_i_only_run *r = s->r;
  gathering g = {.s = s, .bound = bound};
  memcpy(g.floor, floor, r->n * sizeof *floor);
  s->out->scores =
      eir_i_arena_take_raw(s->arena, MOST_GATHERED, r->n * sizeof(int64_t));
  s->out->outcomes =
      eir_i_arena_take_raw(s->arena, MOST_GATHERED, r->n_issues * sizeof(uint32_t));
  if (s->out->scores == NULL || s->out->outcomes == NULL)
    return EIR_NO_MEMORY;
  eir_i_depth depth = {.problem = s->problem,
                       .states = &s->states,
                       .bound = bound,
                       .most = MOST_LOOKED,
                       .take = take_outcome,
                       .user = &g};
  eir_i_depth_end end =
      eir_i_depth_search(&depth, eir_i_run_effort(r), s->arena->memory);
  *out_done = end == EIR_I_DEPTH_DONE;
  if (!*out_done)
    s->out->count = 0;
  if (end == EIR_I_DEPTH_FAILED && eir_i_run_goes_on(r))
    return EIR_NO_MEMORY;
  return g.status;
}

eir_status eir_i_gather(eir_i_only_spot *s, eir_i_bound *bound, const int64_t *floor) {
  eir_i_only_run *r = s->r;
  bool done = false;
  assert(s->out->count == 0);
  eir_status status = EIR_OK;
  if (r->best.any && bound->n_totals > 0)
    status = gather_in_depth(s, bound, floor, &done);
  if (status != EIR_OK || done || !eir_i_run_goes_on(r))
    return status;
  return eir_i_bound_frontier(s->problem, bound, eir_i_run_effort(r), r->n_threads,
                              s->arena, s->out);
}
