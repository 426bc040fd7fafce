/* Order: greedy growth of the decided set from several starts, best of all kept.
 *
 * The weight of a boundary is the sum of log2(classes) of its issues, in fixed point:
 * an upper bound of the states there. An order is judged by the sum of states over all
 * steps. This is the usual search for small vertex separation (Kinnersley 1992) with
 * weights; min-fill orders were no better on chains, grids and random rules. */
#include "solve/order.h"

#include <assert.h>
#include <stdlib.h>

#include "base/banned.h"

/* A group of more issues than LARGE_GROUP is left in the case's own order: searching it
 * would take longer than most answers. */
enum { FRACTION_BITS = 16, MAX_STARTS = 16, LARGE_GROUP = 2000 };

typedef struct search {
  const eir_i_problem *problem;
  const eir_i_ties *ties;
  uint64_t *weight;      /* [n_issues] log2 of classes */
  double *range;         /* [n_issues] share of the scores' total range */
  uint32_t *left;        /* [n ties] undecided issues of the tie */
  uint32_t *open;        /* [n_issues] ties of the issue with undecided issues */
  uint32_t *closing;     /* [n_issues] scratch, zero between uses */
  uint8_t *decided;      /* [n_issues] */
  uint8_t *near;         /* [n_issues] shares a tie with a decided issue */
  const uint32_t *group; /* [n_group] the issues of the group being ordered */
  size_t n_group;
  uint32_t *trial; /* [n_group] the order being tried */
} search;

/* log2(value) * 2^16, by squaring the mantissa: no libm, the same everywhere. */
static uint64_t log2_fixed(uint32_t value) {
  assert(value > 0);
  int whole = eir_i_bits64(value) - 1;
  uint64_t result = (uint64_t)whole << FRACTION_BITS;
  uint64_t mantissa = (uint64_t)value << (31 - whole); /* 1.31 */
  for (int bit = FRACTION_BITS - 1; bit >= 0; bit--) {
    mantissa = mantissa * mantissa >> 31;
    if (mantissa < UINT64_C(1) << 32)
      continue;
    mantissa >>= 1;
    result |= UINT64_C(1) << bit;
  }
  return result;
}

/* About 2^weight, saturating; linear between powers of two is near enough. */
static uint64_t states_of(uint64_t weight) {
  uint64_t whole = weight >> FRACTION_BITS, part = weight & 0xffff;
  if (whole > 40)
    whole = 40;
  return ((UINT64_C(1) << FRACTION_BITS) + part) << whole >> FRACTION_BITS;
}

/* ---- one group ---- */

static void start_over(search *s) {
  for (size_t g = 0; g < s->n_group; g++) {
    uint32_t issue = s->group[g];
    s->decided[issue] = s->near[issue] = 0;
    uint32_t first = s->ties->of_issue_start[issue];
    uint32_t end = s->ties->of_issue_start[issue + 1];
    s->open[issue] = end - first;
    for (uint32_t i = first; i < end; i++) {
      uint32_t tie = s->ties->of_issue[i];
      s->left[tie] = s->ties->start[tie + 1] - s->ties->start[tie];
    }
  }
}

/* The weight that leaves the boundary if `issue` is decided now: that of the issues
 * whose last open ties it closes. It may be one of them itself. */
static uint64_t weight_closed(search *s, uint32_t issue) {
  const eir_i_ties *ties = s->ties;
  uint64_t closed = 0;
  for (int pass = 0; pass < 2; pass++) { /* count, then clear the scratch */
    for (uint32_t i = ties->of_issue_start[issue]; i < ties->of_issue_start[issue + 1];
         i++) {
      uint32_t tie = ties->of_issue[i];
      if (s->left[tie] != 1)
        continue;
      for (uint32_t j = ties->start[tie]; j < ties->start[tie + 1]; j++) {
        uint32_t other = ties->issues[j];
        if (pass == 1)
          s->closing[other] = 0;
        else if (++s->closing[other] == s->open[other])
          closed += s->weight[other];
      }
    }
  }
  return closed;
}

static void decide(search *s, uint32_t issue) {
  const eir_i_ties *ties = s->ties;
  s->decided[issue] = 1;
  for (uint32_t i = ties->of_issue_start[issue]; i < ties->of_issue_start[issue + 1];
       i++) {
    uint32_t tie = ties->of_issue[i];
    s->left[tie]--;
    for (uint32_t j = ties->start[tie]; j < ties->start[tie + 1]; j++) {
      uint32_t other = ties->issues[j];
      s->near[other] = 1;
      if (s->left[tie] == 0)
        s->open[other]--;
    }
  }
}

/* The next issue: least boundary after it, then least range, then first. */
static uint32_t choose(search *s, uint64_t boundary, uint64_t *out_boundary) {
  uint32_t best = UINT32_MAX;
  uint64_t best_after = 0;
  for (size_t g = 0; g < s->n_group; g++) {
    uint32_t issue = s->group[g];
    if (s->decided[issue] || !s->near[issue])
      continue;
    uint64_t after = boundary + s->weight[issue] - weight_closed(s, issue);
    if (best == UINT32_MAX || after < best_after ||
        (after == best_after && s->range[issue] < s->range[best])) {
      best = issue;
      best_after = after;
    }
  }
  assert(best != UINT32_MAX);
  *out_boundary = best_after;
  return best;
}

/* Fills `trial` from `first`; returns the sum of states, or SIZE_MAX early when it
 * exceeds `most`. */
static uint64_t grow_from(search *s, uint32_t first, uint64_t most) {
  start_over(s);
  uint64_t boundary = s->weight[first] - weight_closed(s, first);
  uint64_t cost = 0;
  uint32_t issue = first;
  for (size_t place = 0;; place++) {
    s->trial[place] = issue;
    decide(s, issue);
    cost += states_of(boundary);
    if (cost > most)
      return UINT64_MAX;
    if (place + 1 == s->n_group)
      return cost;
    issue = choose(s, boundary, &boundary);
  }
}

static int compare_issues(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return a < b ? -1 : a > b;
}

static void order_group(search *s, uint32_t *out_place) {
  if (s->n_group > LARGE_GROUP) {
    for (size_t g = 0; g < s->n_group; g++)
      out_place[g] = s->group[g];
    qsort(out_place, s->n_group, sizeof *out_place, compare_issues);
    return;
  }
  uint64_t best = UINT64_MAX;
  size_t n_starts = s->n_group < MAX_STARTS ? s->n_group : MAX_STARTS;
  for (size_t k = 0; k < n_starts; k++) { /* spread over the group */
    uint32_t first = s->group[k * s->n_group / n_starts];
    uint64_t cost = grow_from(s, first, best == UINT64_MAX ? best : best - 1);
    if (cost == UINT64_MAX && best != UINT64_MAX)
      continue;
    best = cost;
    for (size_t g = 0; g < s->n_group; g++)
      out_place[g] = s->trial[g];
  }
}

/* ---- groups ---- */

/* Lists the issues tied to `first`, directly or not; returns their number. Uses `near`
 * as the mark of being listed. */
static size_t collect_group(search *s, uint32_t first, uint32_t *group) {
  size_t count = 0;
  group[count++] = first;
  s->near[first] = 1;
  for (size_t at = 0; at < count; at++) {
    uint32_t issue = group[at];
    for (uint32_t i = s->ties->of_issue_start[issue];
         i < s->ties->of_issue_start[issue + 1]; i++) {
      uint32_t tie = s->ties->of_issue[i];
      if (s->left[tie] == 0)
        continue; /* seen */
      s->left[tie] = 0;
      for (uint32_t j = s->ties->start[tie]; j < s->ties->start[tie + 1]; j++) {
        uint32_t other = s->ties->issues[j];
        if (s->near[other])
          continue;
        s->near[other] = 1;
        group[count++] = other;
      }
    }
  }
  return count;
}

typedef struct ranked {
  double range;
  uint32_t issue;
} ranked;

static int compare_ranked(const void *left, const void *right) {
  const ranked *a = left, *b = right;
  if (a->range < b->range)
    return -1;
  if (a->range > b->range)
    return 1;
  return a->issue < b->issue ? -1 : a->issue > b->issue;
}

static void measure_ranges(const search *s) {
  const eir_i_problem *p = s->problem;
  for (size_t d = 0; d < p->n_dimensions; d++) {
    double total = 0;
    for (int pass = 0; pass < 2; pass++) { /* total first, then the shares */
      for (size_t i = 0; i < p->n_issues; i++) {
        int64_t least = INT64_MAX, most = INT64_MIN;
        for (size_t o = 0; o < p->n_options[i]; o++) {
          int64_t gain = p->gain[i][o * p->n_dimensions + d];
          if (!p->allowed[i][o])
            continue;
          if (gain < least)
            least = gain;
          if (gain > most)
            most = gain;
        }
        if (least >= most)
          continue;
        double range = (double)most - (double)least;
        if (pass == 0)
          total += range;
        else
          s->range[i] += range / total;
      }
    }
  }
}

static bool make_search(search *s, const eir_i_classes *classes, eir_i_arena *arena) {
  size_t n = s->problem->n_issues, n_ties = s->ties->n;
  s->weight = eir_i_arena_take_array(arena, n, sizeof *s->weight);
  s->range = eir_i_arena_take_array(arena, n, sizeof *s->range);
  s->left = eir_i_arena_take_array(arena, n_ties, sizeof *s->left);
  s->open = eir_i_arena_take_array(arena, n, sizeof *s->open);
  s->closing = eir_i_arena_take_array(arena, n, sizeof *s->closing);
  s->decided = eir_i_arena_take_array(arena, n, 1);
  s->near = eir_i_arena_take_array(arena, n, 1);
  s->trial = eir_i_arena_take_array(arena, n, sizeof *s->trial);
  if (s->weight == NULL || s->range == NULL || s->left == NULL || s->open == NULL ||
      s->closing == NULL || s->decided == NULL || s->near == NULL || s->trial == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    s->weight[i] = log2_fixed(classes->n_classes[i]);
  for (size_t t = 0; t < n_ties; t++)
    s->left[t] = 1;
  measure_ranges(s);
  return true;
}

/* Tied groups into order[], in the order of their first issues; returns how many issues
 * that are. The others go to singles[]. */
static size_t order_groups(search *s, uint32_t *order, ranked *singles,
                           uint32_t *group) {
  size_t placed = 0, n_singles = 0;
  for (uint32_t i = 0; i < s->problem->n_issues; i++) {
    if (s->near[i] || s->decided[i])
      continue;
    if (s->ties->of_issue_start[i] == s->ties->of_issue_start[i + 1]) {
      singles[n_singles++] = (ranked){s->range[i], i};
      continue;
    }
    s->n_group = collect_group(s, i, group);
    s->group = group;
    order_group(s, order + placed);
    for (size_t g = 0; g < s->n_group; g++)
      s->decided[group[g]] = 1;
    placed += s->n_group;
  }
  return placed;
}

eir_status eir_i_order_make(const eir_i_problem *problem, const eir_i_classes *classes,
                            const eir_i_ties *ties, eir_i_arena *arena,
                            eir_i_order *out_order) {
  size_t n = problem->n_issues;
  search s = {.problem = problem, .ties = ties};
  uint32_t *order = eir_i_arena_take_array(arena, n, sizeof *order);
  uint32_t *place = eir_i_arena_take_array(arena, n, sizeof *place);
  uint32_t *group = eir_i_arena_take_array(arena, n, sizeof *group);
  ranked *singles = eir_i_arena_take_array(arena, n, sizeof *singles);
  if (order == NULL || place == NULL || group == NULL || singles == NULL ||
      !make_search(&s, classes, arena))
    return EIR_NO_MEMORY;
  size_t placed = order_groups(&s, order, singles, group);
  qsort(singles, n - placed, sizeof *singles, compare_ranked);
  for (size_t i = placed; i < n; i++)
    order[i] = singles[i - placed].issue;
  for (uint32_t i = 0; i < n; i++)
    place[order[i]] = i;
  *out_order = (eir_i_order){order, place};
  return EIR_OK;
}
