/* Falls: the least sum of fall / scale over the deals that an unlock opens.
 *
 * In a deal that a minimal unlock opens, each of its reservations is missed by a party
 * whose signature is needed (or the others would be an unlock already). So the sum of
 * falls is least where the sum of score / scale of these parties is most. That sum,
 * over a common denominator, is the score of one more party that accepts everything,
 * and its best score is one question to the solver. Where no 64-bit integer holds it,
 * or a cap bends it, the frontier gives all candidates instead. */
#include "explain/falls.h"

#include <assert.h>
#include <string.h>

#include "case/vary.h"
#include "explain/first.h"
#include "explain/judge.h"
#include "solve/consent.h"
#include "solve/existence.h"
#include "solve/wide.h"

#include "base/banned.h"

/* Sums of scores stay below this (case/model.h). */
static const eir_i_i128 score_limit = (eir_i_i128)1 << 62;

typedef struct seeker {
  eir_explanation *explanation;
  eir_i_effort *effort;
  eir_i_arena arena;     /* freed at the end */
  const eir_case *open;  /* the unlock's demands are off */
  const size_t *falling; /* [n] parties whose reservation is in the unlock */
  size_t n;
  eir_i_wide sum, product; /* scratch */
  eir_i_wide least;        /* the least sum so far */
  bool known;              /* there is one */
  uint32_t *outcome;       /* [n_issues] its smallest outcome */
  bool done;               /* it is the best of all */
} seeker;

static int64_t scale_of(const seeker *s, size_t party) {
  const eir_explanation *explanation = s->explanation;
  for (size_t i = 0; i < explanation->the_case->n_signatories; i++) {
    if (explanation->the_case->signatories[i] == party)
      return explanation->solution->scale[i];
  }
  return 1;
}

static const eir_i_position *position_of(const seeker *s, size_t party) {
  return &s->explanation->the_case->parties[party].position;
}

/* ---- one more party ---- */

/* Its score is the sum of score * times over the falling parties. */
typedef struct adder {
  const seeker *s;
  const int64_t *times; /* [s->n] */
  uint64_t common;      /* divides all of its entries */
  eir_i_i128 largest;   /* the sum of its largest entries, in absolute value */
} adder;

static int64_t entry(const seeker *s, size_t k, size_t issue, size_t option) {
  const int64_t *scores = position_of(s, s->falling[k])->scores[issue];
  return scores == NULL ? 0 : scores[option];
}

static eir_i_i128 sum_at(const adder *a, size_t issue, size_t option) {
  eir_i_i128 sum = 0; /* n <= 64 terms below 2^62 * 2^56 */
  for (size_t k = 0; k < a->s->n; k++)
    sum += (eir_i_i128)a->times[k] * entry(a->s, k, issue, option);
  return sum;
}

static eir_i_i128 magnitude(eir_i_i128 value) {
  return value < 0 ? -value : value;
}

/* The greatest common divisor of all entries; 0 if all are 0. Larger than 64 bits do
 * not occur together with a sum that fits, so it is kept to those. */
static void join(adder *a, eir_i_i128 value) {
  eir_i_u128 common = eir_i_u128_gcd(a->common, (eir_i_u128)magnitude(value));
  a->common = common > UINT64_MAX ? 1 : (uint64_t)common;
}

static void measure(adder *a) {
  const eir_case *the_case = a->s->explanation->the_case;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    eir_i_i128 most = 0;
    for (size_t o = 0; o < the_case->issues[i].n_options; o++) {
      eir_i_i128 value = sum_at(a, i, o);
      join(a, value);
      if (magnitude(value) > most)
        most = magnitude(value);
    }
    a->largest += most;
  }
  for (size_t k = 0; k < a->s->n; k++) {
    const eir_i_position *position = position_of(a->s, a->s->falling[k]);
    for (size_t j = 0; j < position->n_interactions; j++) {
      eir_i_i128 add = (eir_i_i128)a->times[k] * position->interactions[j].add;
      join(a, add);
      a->largest += magnitude(add);
    }
  }
  if (a->common == 0)
    a->common = 1;
}

/* The least common multiple of the scales over each of them. False if one is above
 * 2^56. */
static bool find_times(const seeker *s, int64_t *times) {
  eir_i_i128 multiple = 1;
  for (size_t k = 0; k < s->n; k++) {
    uint64_t scale = (uint64_t)scale_of(s, s->falling[k]);
    multiple = multiple / (eir_i_i128)eir_i_u128_gcd((eir_i_u128)multiple, scale) *
               (eir_i_i128)scale;
    if (multiple >= score_limit)
      return false;
  }
  for (size_t k = 0; k < s->n; k++) {
    times[k] = (int64_t)(multiple / scale_of(s, s->falling[k]));
    if (times[k] > INT64_C(1) << 56)
      return false;
  }
  return true;
}

/* Its tables and interactions. False without memory. */
static bool fill_position(const adder *a, eir_i_arena *arena, eir_i_position *made) {
  const eir_case *the_case = a->s->explanation->the_case;
  const eir_i_i128 common = (eir_i_i128)a->common;
  const int64_t **tables =
      eir_i_arena_take_array(arena, the_case->n_issues, sizeof *tables);
  size_t n_interactions = 0;
  for (size_t k = 0; k < a->s->n; k++)
    n_interactions += position_of(a->s, a->s->falling[k])->n_interactions;
  eir_i_interaction *interactions =
      eir_i_arena_take_array(arena, n_interactions, sizeof *interactions);
  if (tables == NULL || interactions == NULL)
    return false;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    size_t n = the_case->issues[i].n_options;
    int64_t *table = eir_i_arena_take_array(arena, n, sizeof *table);
    if (table == NULL)
      return false;
    for (size_t o = 0; o < n; o++)
      table[o] = (int64_t)(sum_at(a, i, o) / common);
    tables[i] = table;
  }
  for (size_t k = 0, at = 0; k < a->s->n; k++) {
    const eir_i_position *from = position_of(a->s, a->s->falling[k]);
    for (size_t j = 0; j < from->n_interactions; j++) {
      interactions[at] = from->interactions[j];
      interactions[at++].add =
          (int64_t)((eir_i_i128)a->times[k] * from->interactions[j].add / common);
    }
  }
  made->scores = tables;
  made->interactions = interactions;
  made->n_interactions = n_interactions;
  return true;
}

/* The open case with that party, whose signature is needed and always given, as the
 * last signatory. *out_case is NULL where it cannot be made. */
static eir_status add_party(seeker *s, eir_case **out_case) {
  const eir_case *open = s->open;
  *out_case = NULL;
  int64_t *times = eir_i_arena_take_array(&s->arena, s->n, sizeof *times);
  if (times == NULL)
    return EIR_NO_MEMORY;
  if (open->n_signatories == EIR_I_MAX_SIGNATORIES || !find_times(s, times))
    return EIR_OK;
  adder a = {.s = s, .times = times};
  measure(&a);
  if (a.largest / (eir_i_i128)a.common >= score_limit)
    return EIR_OK;
  size_t n = open->n_parties, m = open->n_signatories;
  eir_case *made = eir_i_arena_take(&s->arena, sizeof *made);
  eir_i_party *parties = eir_i_arena_take_array(&s->arena, n + 1, sizeof *parties);
  uint32_t *signatories = eir_i_arena_take_array(&s->arena, m + 1, sizeof *signatories);
  if (made == NULL || parties == NULL || signatories == NULL)
    return EIR_NO_MEMORY;
  memcpy(parties, open->parties, n * sizeof *parties);
  memcpy(signatories, open->signatories, m * sizeof *signatories);
  *made = *open;
  made->parties = parties;
  made->n_parties = n + 1;
  made->signatories = signatories;
  made->n_signatories = m + 1;
  made->quota = open->quota + 1;
  signatories[m] = (uint32_t)n;
  parties[n] = (eir_i_party){.id = "", .roles = EIR_ROLE_SIGNATORY, .veto = true};
  parties[n].position = (eir_i_position){
      .kind = EIR_POSITION_POINTS, .given = true, .unit = 1, .exact = true, .scale = 1};
  if (!fill_position(&a, &s->arena, &parties[n].position))
    return EIR_NO_MEMORY;
  eir_i_vary_free_reservation(made, n);
  *out_case = made;
  return EIR_OK;
}

/* The best score of signatory `which`, and then the first of the outcomes that give
 * it. */
static eir_status seek_best(seeker *s, eir_case *of, size_t which,
                            const uint32_t *known) {
  /* Nothing below the score of a deal that is known is of use. */
  size_t party = of->signatories[which];
  of->parties[party].position.reservation = eir_i_judge_score(of, party, known);
  eir_i_best best = {.signatory = which, .outcome = s->outcome};
  eir_status status = eir_i_best_score(of, EIR_I_CONSENT_CERTAIN, s->effort,
                                       s->explanation->n_threads, &s->arena, &best);
  if (status != EIR_OK || best.answer == EIR_UNKNOWN)
    return status;
  assert(best.answer == EIR_YES);
  of->parties[party].position.reservation = best.score;
  return eir_i_first_deal(of, s->effort, s->explanation->n_threads, s->arena.memory,
                          s->outcome, &s->done);
}

/* A single party is asked itself, caps and all. */
static eir_status seek_single(seeker *s, const uint32_t *known) {
  eir_case *copy = eir_i_vary_copy(s->open, &s->arena);
  if (copy == NULL)
    return EIR_NO_MEMORY;
  size_t which = 0;
  while (copy->signatories[which] != s->falling[0])
    which++;
  return seek_best(s, copy, which, known);
}

/* ---- by the frontier ---- */

/* Sets s->sum to the sum of fall / scale at the outcome, over the product of all
 * scales, which is the same for all outcomes. */
static void add_falls(seeker *s, const uint32_t *options) {
  eir_i_wide_set(&s->sum, 0);
  eir_i_wide_set(&s->product, 1);
  for (size_t k = 0; k < s->n; k++) {
    size_t party = s->falling[k];
    int64_t fall = position_of(s, party)->reservation -
                   eir_i_judge_score(s->explanation->the_case, party, options);
    assert(fall > 0);
    uint64_t scale = (uint64_t)scale_of(s, party);
    eir_i_wide_multiply(&s->sum, scale);
    eir_i_wide_add_product(&s->sum, &s->product, (uint64_t)fall);
    eir_i_wide_multiply(&s->product, scale);
  }
}

static int compare_outcomes(const uint32_t *a, const uint32_t *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/* Compares the outcome with the best so far, both where they stand: less is better. */
static int compare_to_best(seeker *s, const uint32_t *options) {
  add_falls(s, options);
  return s->known ? eir_i_wide_compare(&s->sum, &s->least) : -1;
}

static void take(seeker *s, const uint32_t *options) {
  eir_i_wide swapped = s->least;
  s->least = s->sum;
  s->sum = swapped;
  s->known = true;
  memcpy(s->outcome, options, s->open->n_issues * sizeof *options);
}

/* The first outcome that gives the falling parties at least what options gives them,
 * into options[n_issues]. */
static eir_status first_like(seeker *s, uint32_t *options, bool *out_done) {
  eir_case *copy = eir_i_vary_copy(s->open, &s->arena);
  if (copy == NULL)
    return EIR_NO_MEMORY;
  for (size_t k = 0; k < s->n; k++)
    copy->parties[s->falling[k]].position.reservation =
        eir_i_judge_score(s->explanation->the_case, s->falling[k], options);
  return eir_i_first_deal(copy, s->effort, s->explanation->n_threads, s->arena.memory,
                          options, out_done);
}

/* Lowers each reservation by the whole sum at the outcome: no better one falls more. */
static eir_case *lower_to(seeker *s, const uint32_t *options) {
  eir_case *copy = eir_i_vary_copy(s->open, &s->arena);
  if (copy == NULL)
    return NULL;
  for (size_t k = 0; k < s->n; k++) {
    /* This party's fall, if the sum of all falls were its own, rounded up. */
    eir_i_position *position = &copy->parties[s->falling[k]].position;
    const int64_t scale = scale_of(s, s->falling[k]), lowest = position->reservation;
    eir_i_i128 fall = 0;
    for (size_t j = 0; j < s->n && fall < 2 * score_limit; j++) {
      const size_t party = s->falling[j];
      eir_i_i128 own = position_of(s, party)->reservation -
                       eir_i_judge_score(s->explanation->the_case, party, options);
      fall += own * scale / scale_of(s, party) + 1;
    }
    eir_i_i128 to = position_of(s, s->falling[k])->reservation - fall;
    position->reservation = to < lowest ? lowest : (int64_t)to;
  }
  return copy;
}

static eir_status seek_in_frontier(seeker *s, const uint32_t *known) {
  eir_case *lowered = lower_to(s, known);
  if (lowered == NULL)
    return EIR_NO_MEMORY;
  eir_i_question question = {.the_case = lowered,
                             .consent = EIR_I_CONSENT_CERTAIN,
                             .n_threads = s->explanation->n_threads};
  eir_i_frontier found;
  eir_status status = eir_i_consent_frontier(&question, s->effort, &s->arena, &found);
  if (status != EIR_OK || s->effort->end != EIR_END_COMPLETE)
    return status;
  size_t n_issues = found.n_issues;
  for (size_t e = 0; e < found.count; e++) {
    if (compare_to_best(s, found.outcomes + e * n_issues) < 0)
      take(s, found.outcomes + e * n_issues);
  }
  assert(s->known);
  /* Entries as good as the best may have earlier outcomes that another dominates in
   * what other parties get. */
  for (size_t e = 0; e < found.count; e++) {
    uint32_t *options = found.outcomes + e * n_issues;
    bool done;
    if (compare_to_best(s, options) != 0)
      continue;
    status = first_like(s, options, &done);
    if (status != EIR_OK || !done)
      return status;
    if (compare_outcomes(options, s->outcome, n_issues) < 0)
      memcpy(s->outcome, options, n_issues * sizeof *options);
  }
  s->done = true;
  return EIR_OK;
}

/* ---- all of it ---- */

static bool bends(const seeker *s) {
  for (size_t k = 0; k < s->n; k++) {
    const eir_i_position *position = position_of(s, s->falling[k]);
    if (position->has_cap && position->cap < position->reservation)
      return true;
  }
  return false;
}

static eir_status seek(seeker *s, const uint32_t *known) {
  memcpy(s->outcome, known, s->open->n_issues * sizeof *known);
  if (s->n == 0)
    return eir_i_first_deal(s->open, s->effort, s->explanation->n_threads,
                            s->arena.memory, s->outcome, &s->done);
  if (s->n == 1)
    return seek_single(s, known);
  eir_case *with_party = NULL;
  eir_status status = bends(s) ? EIR_OK : add_party(s, &with_party);
  if (status != EIR_OK)
    return status;
  return with_party != NULL
             ? seek_best(s, with_party, with_party->n_signatories - 1, known)
             : seek_in_frontier(s, known);
}

/* Opens the case by the unlock, and lists the parties that fall. */
static eir_status prepare(seeker *s, const eir_unlock *unlock) {
  const eir_explanation *explanation = s->explanation;
  const eir_demand_set *set = &unlock->demands;
  bool *on = eir_i_arena_take_array(&s->arena, explanation->n_demands, sizeof *on);
  size_t *falling = eir_i_arena_take_array(&s->arena, set->count, sizeof *falling);
  s->outcome = eir_i_arena_take_array(&s->arena, explanation->the_case->n_issues,
                                      sizeof *s->outcome);
  if (on == NULL || falling == NULL || s->outcome == NULL)
    return EIR_NO_MEMORY;
  memset(on, 1, explanation->n_demands * sizeof *on);
  for (size_t i = 0; i < set->count; i++) {
    const eir_demand *demand = &explanation->demands[set->demands[i]];
    on[set->demands[i]] = false;
    if (demand->kind == EIR_DEMAND_RESERVATION)
      falling[s->n++] = demand->party;
  }
  s->falling = falling;
  size_t room = s->n + 2; /* a product of n scales and a sum of n falls of it */
  if (!eir_i_wide_make(&s->sum, room, &s->arena) ||
      !eir_i_wide_make(&s->product, room, &s->arena) ||
      !eir_i_wide_make(&s->least, room, &s->arena))
    return EIR_NO_MEMORY;
  return eir_i_demands_vary(explanation, on, &s->arena, &s->open);
}

/* One entry a reservation, also where its fall was not found. */
static eir_status keep(seeker *s, eir_unlock *unlock) {
  eir_i_arena *arena = &s->explanation->arena;
  size_t n_issues = s->open->n_issues;
  eir_fall *falls = eir_i_arena_take_array(arena, s->n, sizeof *falls);
  uint32_t *outcome = eir_i_arena_take_array(arena, n_issues, sizeof *outcome);
  if (falls == NULL || outcome == NULL)
    return EIR_NO_MEMORY;
  for (size_t k = 0; k < s->n; k++)
    falls[k].party = s->falling[k];
  unlock->falls = falls;
  unlock->n_falls = s->n;
  unlock->has_falls = s->done && s->n > 0;
  if (!s->done)
    return EIR_OK;
  memcpy(outcome, s->outcome, n_issues * sizeof *outcome);
  unlock->outcome = outcome;
  for (size_t k = 0; k < s->n; k++) {
    falls[k].amount =
        position_of(s, falls[k].party)->reservation -
        eir_i_judge_score(s->explanation->the_case, falls[k].party, outcome);
    assert(falls[k].amount > 0);
  }
  return EIR_OK;
}

eir_status eir_i_falls_find(eir_explanation *explanation, eir_i_effort *effort,
                            eir_unlock *io_unlock) {
  seeker s = {.explanation = explanation, .effort = effort};
  eir_i_arena_init(&s.arena, &explanation->memory);
  eir_status status = prepare(&s, io_unlock);
  if (status == EIR_OK && effort->end == EIR_END_COMPLETE)
    status = seek(&s, io_unlock->outcome);
  if (status == EIR_OK)
    status = keep(&s, io_unlock);
  eir_i_arena_free(&s.arena);
  return status;
}
