/* Job: is this answer right? The checker's driver: entries one by one, entries against
 * each other, solutions against entries, and in small cases everything against a full
 * enumeration. See check_case.c for what an outcome is worth, check_concept.c for the
 * comparisons. */
#include "solve/check.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "solve/check_case.h"
#include "solve/check_concept.h"

#include "base/banned.h"

/* Solutions are compared with at most about this many entries. */
enum { MAX_COMPARED = 100000 };

typedef struct checker {
  const eir_case *the_case;
  const eir_solution *solution;
  size_t n; /* signatories */
  char *why;
  size_t why_size;
  uint32_t *outcome; /* [n_issues] scratch */
  int64_t *scores;   /* [n] scratch */
  eir_i_check_weigher weigher;
  int64_t *reservation, *unit, *scale, *ideal; /* [n] what the weigher lends */
  unsigned *power;
  bool scales_known;
} checker;

/* Notes what is wrong; always false, for `return wrong(...)`. */
static bool wrong(checker *c, const char *format, ...) EIR_PRINTF(2, 3);

static bool wrong(checker *c, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(c->why, c->why_size, format, arguments);
  va_end(arguments);
  return false;
}

static const eir_i_position *position_of(const checker *c, size_t k) {
  return &c->the_case->parties[c->the_case->signatories[k]].position;
}

/* True scores of an outcome; 0 for who has none. */
static void score(const checker *c, const uint32_t *outcome, int64_t *out_scores) {
  for (size_t k = 0; k < c->n; k++) {
    const eir_i_position *position = position_of(c, k);
    out_scores[k] = 0;
    if (eir_i_check_scored(position)) {
      out_scores[k] = eir_i_check_score(position, c->the_case->n_issues, outcome);
    }
  }
}

static bool same_scores(const checker *c, const int64_t *a, const int64_t *b) {
  return memcmp(a, b, c->n * sizeof *a) == 0;
}

/* Are a's scores all at least b's? */
static bool covers(const checker *c, const int64_t *a, const int64_t *b) {
  for (size_t k = 0; k < c->n; k++) {
    if (a[k] < b[k])
      return false;
  }
  return true;
}

/* Lexicographic order of outcomes: negative if a comes first. */
static int compare_outcomes(const checker *c, const uint32_t *a, const uint32_t *b) {
  for (size_t i = 0; i < c->the_case->n_issues; i++) {
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/* An outcome of the case, which consent or (`any`) the constraints allow, with its
 * scores. */
static bool deal_right(checker *c, eir_deal deal, bool any, const char *what,
                       size_t number) {
  if (deal.options == NULL || deal.scores == NULL) {
    return wrong(c, "%s %zu has no outcome", what, number);
  }
  for (size_t i = 0; i < c->the_case->n_issues; i++) {
    if (deal.options[i] >= c->the_case->issues[i].n_options) {
      return wrong(c,
                   "%s %zu takes option %" PRIu32 " of issue %zu, which has none such",
                   what, number, deal.options[i], i);
    }
  }
  const bool allowed = any ? eir_i_check_legal(c->the_case, deal.options)
                           : eir_i_check_deal(c->the_case, deal.options, false);
  if (!allowed)
    return wrong(c, "%s %zu is not a deal", what, number);
  score(c, deal.options, c->scores);
  if (!same_scores(c, c->scores, deal.scores)) {
    return wrong(c, "%s %zu has wrong scores", what, number);
  }
  return true;
}

/* ---- the frontier by itself ---- */

static bool entries_right(checker *c) {
  const size_t size = eir_solution_frontier_size(c->solution);
  const bool any = eir_solution_over_outcomes(c->solution);
  for (size_t e = 0; e < size; e++) {
    const eir_deal entry = eir_solution_frontier_get(c->solution, e);
    if (!deal_right(c, entry, any, "frontier entry", e))
      return false;
    if (e == 0)
      continue;
    const eir_deal before = eir_solution_frontier_get(c->solution, e - 1);
    size_t k = 0;
    while (k < c->n && before.scores[k] == entry.scores[k])
      k++;
    if (k == c->n)
      return wrong(c, "frontier entries %zu and %zu are equal", e - 1, e);
    if (before.scores[k] < entry.scores[k]) {
      return wrong(c, "frontier entries %zu and %zu are out of order", e - 1, e);
    }
  }
  return true;
}

/* Sorted as they are, only an earlier entry can dominate a later one. */
static bool pair_right(checker *c, size_t early, size_t late) {
  const eir_deal a = eir_solution_frontier_get(c->solution, early);
  const eir_deal b = eir_solution_frontier_get(c->solution, late);
  if (!covers(c, a.scores, b.scores))
    return true;
  return wrong(c, "frontier entry %zu dominates entry %zu", early, late);
}

static bool pairs_right(checker *c) {
  const size_t size = eir_solution_frontier_size(c->solution);
  if (size <= EIR_I_CHECK_MAX_PAIRS_OF) {
    for (size_t late = 1; late < size; late++) {
      for (size_t early = 0; early < late; early++) {
        if (!pair_right(c, early, late))
          return false;
      }
    }
    return true;
  }
  /* the same sample every time: a linear congruential generator of full period */
  const size_t samples =
      (size_t)EIR_I_CHECK_MAX_PAIRS_OF * EIR_I_CHECK_MAX_PAIRS_OF / 2;
  uint64_t state = 1;
  for (size_t i = 0; i < samples; i++) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const size_t a = (size_t)((state >> 33) % size);
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const size_t b = (size_t)((state >> 33) % size);
    if (a < b && !pair_right(c, a, b))
      return false;
    if (b < a && !pair_right(c, b, a))
      return false;
  }
  return true;
}

/* ---- solutions, ideal and nadir ---- */

/* The ideal and nadir are given exactly when there are deals with scores. Over deals
 * they are read off the frontier: a best score is always on it. */
static bool extremes_right(checker *c) {
  const size_t size = eir_solution_frontier_size(c->solution);
  if (eir_solution_over_outcomes(c->solution))
    return true; /* of another frontier */
  for (size_t k = 0; k < c->n; k++) {
    int64_t ideal, nadir, best = INT64_MIN, worst = INT64_MAX;
    const bool has_ideal = eir_solution_ideal(c->solution, k, &ideal);
    const bool has_nadir = eir_solution_nadir(c->solution, k, &nadir);
    if (has_ideal != (size > 0) || has_nadir != (size > 0)) {
      return wrong(c, "ideal or nadir of signatory %zu is missing or too many", k);
    }
    for (size_t e = 0; e < size; e++) {
      const int64_t s = eir_solution_frontier_get(c->solution, e).scores[k];
      if (s > best)
        best = s;
      if (s < worst)
        worst = s;
    }
    if (size > 0 && (ideal != best || nadir != worst)) {
      return wrong(c, "ideal or nadir of signatory %zu is wrong", k);
    }
  }
  return true;
}

/* Can the concept be recomputed? */
static bool comparable(const checker *c, eir_concept concept) {
  const bool scaled = concept == EIR_EGALITARIAN || concept == EIR_UTILITARIAN;
  return !scaled || c->scales_known;
}

/* Over the deals: no entry is better, as many are equal as said, and of equals the
 * first outcome is chosen. */
static bool concept_right(checker *c, eir_concept concept) {
  const eir_concept_result result = eir_solution_concept(c->solution, concept);
  const size_t size = eir_solution_frontier_size(c->solution);
  const size_t stride = size / MAX_COMPARED + 1;
  size_t ties = 0;
  bool member = false;
  for (size_t e = 0; e < size; e++) {
    const eir_deal entry = eir_solution_frontier_get(c->solution, e);
    const bool same = compare_outcomes(c, entry.options, result.deal.options) == 0;
    member = member || same;
    if (!comparable(c, concept) || (e % stride != 0 && !same))
      continue;
    const int order =
        eir_i_check_compare(&c->weigher, concept, entry.scores, result.deal.scores);
    if (order > 0) {
      return wrong(c, "frontier entry %zu is better than %s", e,
                   eir_concept_id(concept));
    }
    if (order < 0)
      continue;
    ties++;
    if (compare_outcomes(c, entry.options, result.deal.options) < 0) {
      return wrong(c, "frontier entry %zu ties with %s and comes first", e,
                   eir_concept_id(concept));
    }
  }
  if (!member)
    return wrong(c, "%s is not on the frontier", eir_concept_id(concept));
  if (comparable(c, concept) && stride == 1 && ties != result.ties) {
    return wrong(c, "%s has %zu ties, not %zu", eir_concept_id(concept), ties,
                 result.ties);
  }
  return true;
}

static bool concepts_right(checker *c) {
  const bool any = eir_solution_over_outcomes(c->solution);
  const bool answered = eir_solution_has_frontier(c->solution) &&
                        eir_solution_end(c->solution) == EIR_END_COMPLETE;
  for (int i = 0; i < EIR_CONCEPT_COUNT; i++) {
    const eir_concept concept = (eir_concept)i;
    const eir_concept_result result = eir_solution_concept(c->solution, concept);
    if (!result.found) {
      if (!any && answered && eir_solution_frontier_size(c->solution) > 0) {
        return wrong(c, "%s is missing", eir_concept_id(concept));
      }
      continue;
    }
    if (!deal_right(c, result.deal, false, eir_concept_id(concept), 0))
      return false;
    if (!any && answered && !concept_right(c, concept))
      return false;
  }
  return true;
}

/* ---- everything, outcome by outcome ---- */

typedef struct census {
  uint64_t deals;
  uint64_t possible;
  size_t hint; /* the entry that covered the last deal often covers the next */
  uint64_t looks;
} census;

/* Some entry must cover what is on or below the frontier. */
static bool covered(checker *c, census *count) {
  const size_t size = eir_solution_frontier_size(c->solution);
  if (count->looks > EIR_I_CHECK_MAX_LOOKS)
    return true;
  for (size_t look = 0; look < size; look++) {
    const size_t e = (count->hint + look) % size;
    const eir_deal entry = eir_solution_frontier_get(c->solution, e);
    if (!covers(c, entry.scores, c->scores))
      continue;
    count->looks += look + 1;
    count->hint = e;
    if (same_scores(c, entry.scores, c->scores) &&
        compare_outcomes(c, c->outcome, entry.options) < 0) {
      return wrong(c, "frontier entry %zu has not its first outcome", e);
    }
    return true;
  }
  return wrong(c, "a deal that no frontier entry covers is missing");
}

/* No deal at all may be better than a solution (also one that is not on the frontier:
 * it is dominated by one that is at least as good). */
static bool beats_no_concept(checker *c) {
  for (int i = 0; i < EIR_CONCEPT_COUNT; i++) {
    const eir_concept concept = (eir_concept)i;
    const eir_concept_result result = eir_solution_concept(c->solution, concept);
    if (!result.found || !comparable(c, concept))
      continue;
    if (eir_i_check_compare(&c->weigher, concept, c->scores, result.deal.scores) > 0) {
      return wrong(c, "a deal is better than %s", eir_concept_id(concept));
    }
  }
  return true;
}

static bool outcome_right(checker *c, census *count) {
  const bool possible = eir_i_check_deal(c->the_case, c->outcome, true);
  const bool deal = eir_i_check_deal(c->the_case, c->outcome, false);
  const bool any = eir_solution_over_outcomes(c->solution);
  count->deals += deal;
  count->possible += possible;
  if (!eir_solution_has_frontier(c->solution) ||
      eir_solution_end(c->solution) != EIR_END_COMPLETE) {
    return true;
  }
  score(c, c->outcome, c->scores);
  const bool on_or_below = any ? eir_i_check_legal(c->the_case, c->outcome) : deal;
  if (on_or_below && !covered(c, count))
    return false;
  return !deal || beats_no_concept(c);
}

static bool number_right(checker *c, const char *what, const char *said,
                         uint64_t number) {
  char text[24];
  if (said == NULL)
    return true;
  snprintf(text, sizeof text, "%" PRIu64, number);
  if (strcmp(text, said) == 0)
    return true;
  return wrong(c, "there are %s %s, not %s", text, what, said);
}

static bool answer_right(checker *c, const char *what, eir_answer said, bool truth) {
  if (said == EIR_UNKNOWN && eir_solution_end(c->solution) != EIR_END_COMPLETE)
    return true;
  if (said == (truth ? EIR_YES : EIR_NO))
    return true;
  return wrong(c, "whether there are %s deals is answered wrong", what);
}

static bool census_right(checker *c) {
  census count = {.deals = 0};
  memset(c->outcome, 0, c->the_case->n_issues * sizeof *c->outcome);
  do {
    if (!outcome_right(c, &count))
      return false;
  } while (eir_i_check_next(c->the_case, c->outcome));
  const eir_solution *s = c->solution;
  return number_right(c, "deals", eir_solution_count(s), count.deals) &&
         number_right(c, "possible deals", eir_solution_possible_count(s),
                      count.possible) &&
         answer_right(c, "certain", eir_solution_deals_exist(s), count.deals > 0) &&
         answer_right(c, "possible", eir_solution_possible_exist(s),
                      count.possible > 0);
}

/* ---- all of it ---- */

static bool all_right(checker *c) {
  if (!entries_right(c) || !pairs_right(c))
    return false;
  const uint64_t outcomes = eir_i_check_outcomes(c->the_case, UINT64_MAX - 1);
  if (outcomes != UINT64_MAX &&
      !number_right(c, "outcomes", eir_solution_outcomes(c->solution), outcomes)) {
    return false;
  }
  if (eir_solution_has_frontier(c->solution) &&
      eir_solution_end(c->solution) == EIR_END_COMPLETE && !extremes_right(c)) {
    return false;
  }
  if (!concepts_right(c))
    return false;
  return outcomes > EIR_I_CHECK_MAX_OUTCOMES || census_right(c);
}

/* What the comparisons need of each signatory. */
static void fill_weigher(checker *c) {
  c->scales_known = true;
  for (size_t k = 0; k < c->n; k++) {
    const eir_i_position *position = position_of(c, k);
    c->reservation[k] = position->reservation;
    c->unit[k] = position->unit;
    c->power[k] = position->power;
    c->scale[k] = 0;
    c->ideal[k] = 0;
    eir_solution_ideal(c->solution, k, &c->ideal[k]);
    if (eir_i_check_scored(position)) {
      c->scale[k] = eir_i_check_scale(c->the_case, position, c->outcome);
    }
    c->scales_known = c->scales_known && c->scale[k] > 0;
  }
  c->weigher.n = c->n;
  c->weigher.reservation = c->reservation;
  c->weigher.unit = c->unit;
  c->weigher.scale = c->scale;
  c->weigher.ideal = c->ideal;
  c->weigher.power = c->power;
  c->weigher.n_limbs = eir_i_check_limbs(c->n);
}

/* All scratch space; false without memory. */
static bool prepare(checker *c, eir_i_arena *arena) {
  bool ok = true;
  eir_i_check_weigher *w = &c->weigher;
  c->outcome =
      eir_i_arena_take_array(arena, c->the_case->n_issues + 1, sizeof(uint32_t));
  ok = ok && c->outcome != NULL;
  int64_t **const lists[] = {&c->scores, &c->reservation, &c->unit, &c->scale,
                             &c->ideal};
  for (size_t i = 0; ok && i < sizeof lists / sizeof lists[0]; i++) {
    *lists[i] = eir_i_arena_take_array(arena, c->n, sizeof(int64_t));
    ok = *lists[i] != NULL;
  }
  for (size_t i = 0; ok && i < 2; i++) {
    w->above[i] = eir_i_arena_take_array(arena, c->n, sizeof(eir_i_i128));
    w->below[i] = eir_i_arena_take_array(arena, c->n, sizeof(uint64_t));
    ok = w->above[i] != NULL && w->below[i] != NULL;
  }
  for (size_t i = 0; ok && i < 3; i++) {
    w->wide[i] =
        eir_i_arena_take_array(arena, eir_i_check_limbs(c->n), sizeof(mp_limb_t));
    ok = w->wide[i] != NULL;
  }
  if (ok)
    c->power = eir_i_arena_take_array(arena, c->n, sizeof(unsigned));
  ok = ok && c->power != NULL;
  if (ok)
    fill_weigher(c);
  return ok;
}

bool eir_i_check_solution(const eir_case *the_case, const eir_solution *solution,
                          char *why, size_t why_size) {
  checker c = {.the_case = the_case,
               .solution = solution,
               .n = the_case->n_signatories,
               .why = why,
               .why_size = why_size};
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  eir_i_arena_init(&arena, &memory);
  if (why_size > 0)
    why[0] = '\0';
  const bool right = !prepare(&c, &arena) || all_right(&c);
  eir_i_arena_free(&arena);
  return right;
}
