/* Search only: jobs over the coalitions.
 *
 * Every job is one run over the coalitions with a finder of its own: any deal at all,
 * the most that a party can get, or the deals that may be a solution. Nash's solution
 * compares first how many gain: the sets of those who gain are tried, largest first,
 * each with floors above the reservations. */
#include "solve/search_only.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "solve/consent.h"
#include "solve/search_gather.h"
#include "solve/search_proof.h"
#include "solve/search_run.h"
#include "solve/search_totals.h"

#include "base/banned.h"

/* ---- jobs of one coalition ---- */

typedef eir_status spot_job(eir_i_only_spot *s);

/* That there is a deal is told by one entry. */
static eir_status give_first(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  s->out->scores = eir_i_arena_take_array(s->arena, r->n, sizeof(int64_t));
  s->out->outcomes = eir_i_arena_take_array(s->arena, r->n_issues, sizeof(uint32_t));
  if (s->out->scores == NULL || s->out->outcomes == NULL)
    return EIR_NO_MEMORY;
  memcpy(s->out->scores, r->first.scores, r->n * sizeof(int64_t));
  memcpy(s->out->outcomes, r->first.outcome, r->n_issues * sizeof(uint32_t));
  s->out->count = 1;
  return EIR_OK;
}

static eir_status job_any(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  eir_i_quest quest = {0};
  int64_t scores[EIR_I_MAX_SIGNATORIES];
  eir_status status = eir_i_run_quest(s, SIZE_MAX, &quest, scores);
  if (status != EIR_OK || !quest.found)
    return status;
  eir_i_run_set_deal(r, &r->first, quest.outcome, scores);
  return give_first(s);
}

/* How far the parties can get at all. */
static eir_status job_reach(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  const int64_t *reach = s->states.layers[0].potential;
  for (size_t d = 0; d < r->n; d++) {
    int64_t most = reach[d] > r->cap[d] ? r->cap[d] : reach[d];
    if (most > r->reach[d])
      r->reach[d] = most;
  }
  return EIR_OK;
}

/* More than the ideal so far, of one party. */
static eir_status job_ideal(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  eir_i_quest quest = {.found = true, .score = r->ideal[r->party]};
  eir_status status = eir_i_run_quest(s, r->party, &quest, NULL);
  if (status == EIR_OK)
    r->ideal[r->party] = quest.score;
  return status;
}

/* The best of what was found helps to bound the next coalition. */
static eir_status learn(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  if (s->out->count == 0)
    return EIR_OK;
  eir_i_stakes stakes = eir_i_run_stakes(r);
  eir_i_choice choice;
  eir_status status =
      eir_i_concept_choose(r->concept, s->out, &stakes, &s->scratch, &choice);
  if (status != EIR_OK)
    return status;
  return eir_i_run_offer(r, s->out->outcomes + choice.entry * r->n_issues,
                         s->out->scores + choice.entry * r->n);
}

static eir_status job_concept(eir_i_only_spot *s) {
  eir_i_only_run *r = s->r;
  eir_i_searched searched;
  eir_i_goal goal = {.kind = eir_i_totals_goal(r),
                     .base = r->stakes->reservation,
                     .measure = r->measure,
                     .floor = r->floor,
                     .cap = r->cap,
                     .enough = HUGE_VAL};
  eir_status status = eir_i_search(s->problem, &s->states, &goal, eir_i_run_effort(r),
                                   &s->scratch, &searched);
  if (status == EIR_OK && searched.multipliers != NULL)
    status = eir_i_proof_add(s, &searched);
  if (status == EIR_OK && searched.found)
    status = eir_i_run_offer(r, searched.outcome, searched.scores);
  if (status != EIR_OK || !eir_i_run_goes_on(r))
    return status;
  int64_t floor[EIR_I_MAX_SIGNATORIES];
  memcpy(floor, r->floor, sizeof floor);
  eir_i_bound bound = {.floor = r->floor};
  bool none;
  status = eir_i_totals_make(s, &searched, &bound, &none);
  if (status != EIR_OK || none || !eir_i_run_goes_on(r))
    return status;
  status = eir_i_gather(s, &bound, floor);
  return status == EIR_OK && eir_i_run_goes_on(r) ? learn(s) : status;
}

/* ---- running a job over the coalitions ---- */

typedef struct finder {
  eir_i_only_run *r;
  spot_job *job;
} finder;

static eir_status find_in_coalition(void *user, const eir_i_problem *problem,
                                    eir_i_arena *arena, eir_i_frontier *out) {
  const finder *f = user;
  eir_i_only_spot s = {.r = f->r, .problem = problem, .arena = arena, .out = out};
  *out = (eir_i_frontier){.n_dimensions = f->r->n, .n_issues = f->r->n_issues};
  if (problem->impossible) {
    f->r->n_bounded++;
    return EIR_OK;
  }
  eir_i_arena_init(&s.scratch, arena->memory);
  eir_status status =
      eir_i_states_make(problem, &s.scratch, eir_i_run_effort(f->r), &s.states);
  if (status == EIR_OK && eir_i_run_goes_on(f->r)) {
    if (s.states.feasible && eir_i_run_set_floors(&s))
      status = f->job(&s);
    else
      f->r->n_bounded++; /* nothing there exceeds anything */
  }
  eir_i_arena_free(&s.scratch);
  return status;
}

static eir_status run_job(eir_i_only_run *r, spot_job *job, bool any,
                          eir_i_frontier *out) {
  finder f = {r, job};
  eir_i_question question = {.the_case = r->solution->the_case,
                             .consent = EIR_I_CONSENT_CERTAIN,
                             .any = any,
                             .n_threads = r->n_threads,
                             .find = find_in_coalition,
                             .find_user = &f};
  return eir_i_consent_frontier(&question, &r->solution->effort, &r->arena, out);
}

/* ---- from what was found to the result ---- */

static bool append_pool(eir_i_only_run *r, const eir_i_frontier *found) {
  eir_i_frontier all = *found;
  all.count += r->pool.count;
  all.scores = eir_i_arena_take_raw(&r->arena, all.count, (r->n + 1) * sizeof(int64_t));
  all.outcomes =
      eir_i_arena_take_raw(&r->arena, all.count, r->n_issues * sizeof(uint32_t));
  if (all.scores == NULL || all.outcomes == NULL)
    return false;
  const eir_i_frontier *parts[2] = {&r->pool, found};
  size_t at = 0;
  for (int k = 0; k < 2; k++) {
    size_t count = parts[k]->count;
    if (count == 0)
      continue;
    memcpy(all.scores + at * r->n, parts[k]->scores, count * r->n * sizeof(int64_t));
    memcpy(all.outcomes + at * r->n_issues, parts[k]->outcomes,
           count * r->n_issues * sizeof(uint32_t));
    at += count;
  }
  r->pool = all;
  return true;
}

static eir_status settle(eir_i_only_run *r, bool proved, const eir_i_frontier *from) {
  eir_i_arena *keep = &r->solution->arena;
  eir_i_stakes stakes = eir_i_run_stakes(r);
  eir_i_choice choice;
  eir_status status = eir_i_concept_choose(r->concept, from, &stakes, keep, &choice);
  int64_t *scores = eir_i_arena_take_array(keep, r->n, sizeof *scores);
  uint32_t *options = eir_i_arena_take_array(keep, r->n_issues, sizeof *options);
  if (status != EIR_OK || scores == NULL || options == NULL)
    return EIR_NO_MEMORY;
  memcpy(scores, from->scores + choice.entry * r->n, r->n * sizeof *scores);
  memcpy(options, from->outcomes + choice.entry * r->n_issues,
         r->n_issues * sizeof *options);
  eir_concept_result made = {.found = true,
                             .deal = {options, scores},
                             .ties = choice.ties,
                             .has_value = choice.has_value,
                             .value = choice.value,
                             .value_exact = choice.value_exact,
                             .proved = proved};
  if (!proved)
    status = eir_i_proof_give(r, &made);
  r->solution->concepts[r->concept] = made;
  return status;
}

/* What is known when a limit was reached. */
static eir_status settle_best(eir_i_only_run *r) {
  const eir_i_only_deal *best = r->best.any ? &r->best : &r->first;
  if (!best->any)
    return EIR_OK;
  eir_i_frontier one = {.count = 1,
                        .n_dimensions = r->n,
                        .n_issues = r->n_issues,
                        .scores = best->scores,
                        .outcomes = best->outcome};
  return settle(r, false, &one);
}

/* ---- the order of the jobs ---- */

static eir_status find_any(eir_i_only_run *r) {
  eir_i_frontier found;
  eir_status status = run_job(r, job_any, true, &found);
  if (status != EIR_OK)
    return status;
  if (r->first.any)
    r->solution->exist = EIR_YES;
  else if (eir_i_run_goes_on(r))
    r->solution->exist = EIR_NO;
  if (r->solution->exist == EIR_YES || !r->solution->has_possible)
    r->solution->possible_exist = r->solution->exist;
  return EIR_OK;
}

static eir_status find_ideals(eir_i_only_run *r) {
  eir_i_frontier none;
  eir_status status = EIR_OK;
  for (size_t d = 0; d < r->n; d++)
    r->ideal[d] = r->first.scores[d];
  for (r->party = 0; r->party < r->n && status == EIR_OK && eir_i_run_goes_on(r);
       r->party++)
    status = run_job(r, job_ideal, false, &none);
  return status;
}

/* The next larger number with as many bits (Gosper, HAKMEM 175); 0 after the last. */
static uint64_t next_choice(uint64_t bits) {
  uint64_t lowest = bits & (0 - bits), ripple = bits + lowest;
  return ripple == 0 ? 0 : (((ripple ^ bits) >> 2) / lowest) | ripple;
}

static uint64_t spread(uint64_t choice, uint64_t among) {
  uint64_t spread_out = 0;
  for (; choice != 0; choice >>= 1) {
    uint64_t lowest = among & (0 - among);
    if ((choice & 1) != 0)
      spread_out |= lowest;
    among &= among - 1;
  }
  return spread_out;
}

/* All sets of `size` of the parties that can gain at all. */
static eir_status find_gaining(eir_i_only_run *r, uint64_t among, size_t n_among,
                               size_t size) {
  uint64_t choice = size == 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
  while (eir_i_run_goes_on(r)) {
    r->gaining = spread(choice, among);
    r->best.any = false;
    r->n_bounded = 0;
    eir_i_frontier found;
    eir_status status = run_job(r, job_concept, false, &found);
    if (status != EIR_OK)
      return status;
    if (eir_i_run_goes_on(r) && found.count > 0 && !append_pool(r, &found))
      return EIR_NO_MEMORY;
    uint64_t next = choice == 0 ? 0 : next_choice(choice);
    if (next == 0 || next < choice || (n_among < 64 && next >> n_among != 0))
      return EIR_OK;
    choice = next;
  }
  return EIR_OK;
}

static eir_status find_nash(eir_i_only_run *r) {
  uint64_t among = 0;
  size_t n_among = 0;
  for (size_t d = 0; d < r->n; d++) {
    if (r->reach[d] <= r->stakes->reservation[d])
      continue;
    among |= UINT64_C(1) << d;
    n_among++;
  }
  eir_status status = EIR_OK;
  for (size_t size = n_among + 1; size-- > 0;) {
    status = find_gaining(r, among, n_among, size);
    if (status != EIR_OK || !eir_i_run_goes_on(r) || r->pool.count > 0)
      break;
  }
  return status;
}

static eir_status find_concept(eir_i_only_run *r, eir_concept concept) {
  r->concept = concept;
  r->pool.count = 0;
  r->best.any = false;
  r->n_bounded = 0;
  r->gaining = 0;
  eir_status status = EIR_OK;
  if (concept == EIR_KALAI_SMORODINSKY) {
    status = find_ideals(r);
    if (status != EIR_OK || !eir_i_run_goes_on(r))
      return status; /* without the ideals nothing can be compared */
  }
  r->n_bounded = 0; /* other jobs do not bound */
  if (concept == EIR_NASH) {
    status = find_nash(r);
  } else {
    status = eir_i_run_offer(r, r->first.outcome, r->first.scores);
    if (status == EIR_OK)
      status = run_job(r, job_concept, false, &r->pool);
  }
  if (status != EIR_OK)
    return status;
  if (!eir_i_run_goes_on(r))
    return settle_best(r);
  assert(r->pool.count > 0);
  return settle(r, true, &r->pool);
}

static eir_status find_all(eir_i_only_run *r, uint64_t wanted) {
  eir_i_frontier none;
  if (!eir_i_run_make_deal(r, &r->first) || !eir_i_run_make_deal(r, &r->best))
    return EIR_NO_MEMORY;
  eir_status status = run_job(r, job_reach, false, &none);
  if (status == EIR_OK && eir_i_run_goes_on(r))
    status = find_any(r);
  if (status != EIR_OK || !r->first.any)
    return status;
  for (int c = 0; c < EIR_CONCEPT_COUNT && status == EIR_OK; c++) {
    if ((wanted >> c & 1) == 0)
      continue;
    if (eir_i_run_goes_on(r)) {
      status = find_concept(r, (eir_concept)c);
    } else if (c != EIR_KALAI_SMORODINSKY) {
      r->concept = (eir_concept)c;
      r->best.any = false;
      r->n_bounded = 0;
      r->gaining = 0;
      status = settle_best(r);
    }
  }
  return status;
}

eir_status eir_i_search_only(eir_solution *solution, const eir_i_stakes *stakes,
                             uint64_t wanted, size_t n_threads) {
  const eir_case *the_case = solution->the_case;
  eir_i_only_run *r = eir_i_allocate(&solution->memory, sizeof *r);
  if (r == NULL)
    return EIR_NO_MEMORY;
  *r = (eir_i_only_run){.solution = solution,
                        .stakes = stakes,
                        .n = the_case->n_signatories,
                        .n_issues = the_case->n_issues,
                        .n_threads = n_threads};
  eir_i_arena_init(&r->arena, &solution->memory);
  for (size_t d = 0; d < r->n; d++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[d]].position;
    r->cap[d] = position->has_cap ? position->cap : INT64_MAX;
    r->reach[d] = INT64_MIN / 4; /* reach less reservation must not overflow */
  }
  solution->effort.progress = (eir_progress){.stage = "search"};
  eir_status status = find_all(r, wanted);
  eir_i_arena_free(&r->arena);
  eir_i_release(&solution->memory, r, sizeof *r);
  return status;
}
