/* Swap search. Changes in different blocks of issues (search_graph.h) do not matter to
 * each other: their differences just add up, and pairs are cheap. Two changes in one
 * block are walked through its states, and tried only in small blocks. */
#include "solve/search_swap.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_CLOSE_PAIRS = 20000, MOST_PAIRS = 2000000, MOST_ROUNDS = 400 };

typedef struct change {
  uint32_t issue;
  uint32_t option;
  uint32_t block;
  bool breaks; /* a rule, when it is made alone */
} change;

typedef struct swapper {
  const eir_i_search_graph *graph;
  const eir_i_goal *goal;
  eir_i_effort *effort;
  size_t n;
  uint32_t *outcome;
  int64_t *scores;
  double worth;
  change *changes; /* every allowed option but the one taken */
  int64_t *deltas; /* [n_changes][n] what a change adds */
  size_t n_changes;
  uint64_t n_close; /* pairs within a block */
  double *slope;    /* [n] first-order worth of a score; all 0: not used */
  double *gain;     /* [n_changes] slope times delta */
  int64_t *tried;   /* [n] scratch */
  int64_t *block;   /* [n] scores of the block at hand */
} swapper;

static int64_t capped(const eir_i_goal *goal, size_t d, int64_t score) {
  return score > goal->cap[d] ? goal->cap[d] : score;
}

/* Near the least, but smooth: all gains count, small ones more. */
static double soft_least(const eir_i_goal *goal, size_t n, const int64_t *scores,
                         double least) {
  double sum = 0;
  for (size_t d = 0; d < n; d++) {
    if (goal->measure[d] <= 0)
      continue;
    double above = (double)capped(goal, d, scores[d]) - (double)goal->base[d];
    sum += exp(goal->sharpness * (least - above * goal->measure[d]));
  }
  return sum > 0 ? least - log(sum) / goal->sharpness : least;
}

double eir_i_search_worth(const eir_i_goal *goal, size_t n_dimensions,
                          const int64_t *scores) {
  double missing = 0, sum = 0, product = 1, least = HUGE_VAL;
  for (size_t d = 0; d < n_dimensions; d++) {
    int64_t score = capped(goal, d, scores[d]);
    if (goal->floor[d] != INT64_MIN && score < goal->floor[d])
      missing +=
          ((double)goal->floor[d] - (double)score) / (fabs((double)goal->floor[d]) + 1);
    if (goal->measure[d] <= 0)
      continue;
    double above = (double)score - (double)goal->base[d];
    switch (goal->kind) {
    case EIR_I_GOAL_PRODUCT:
      if (goal->measure[d] > 1 && above > 0)
        sum += goal->measure[d] * log(above);
      else
        product *= above > 0 ? above : 0;
      if (product > 1e200) { /* seldom: one logarithm for many factors */
        sum += log(product);
        product = 1;
      }
      break;
    case EIR_I_GOAL_LEAST:
      above *= goal->measure[d];
      if (above < least)
        least = above;
      sum += above;
      break;
    case EIR_I_GOAL_SUM:
      sum += (double)score * goal->measure[d];
      break;
    }
  }
  if (missing > 0)
    return EIR_I_WORTH_REFUSED * (1 + missing);
  if (goal->kind == EIR_I_GOAL_LEAST && goal->sharpness > 0)
    return soft_least(goal, n_dimensions, scores, least);
  if (goal->kind == EIR_I_GOAL_PRODUCT)
    return product > 0 ? sum + log(product) : EIR_I_WORTH_REFUSED;
  return goal->kind == EIR_I_GOAL_LEAST ? least + 1e-9 * sum : sum;
}

/* A change can only help where its slope is positive: the goals are concave. */
static void find_slopes(swapper *s) {
  const eir_i_goal *goal = s->goal;
  size_t lowest = SIZE_MAX;
  double least = HUGE_VAL;
  for (size_t d = 0; d < s->n; d++) {
    double above = (double)capped(goal, d, s->scores[d]) - (double)goal->base[d];
    s->slope[d] = 0;
    if (s->worth <= EIR_I_WORTH_REFUSED || goal->measure[d] <= 0)
      continue;
    if (goal->kind == EIR_I_GOAL_SUM)
      s->slope[d] = goal->measure[d];
    if (goal->kind == EIR_I_GOAL_PRODUCT)
      s->slope[d] = goal->measure[d] / above;
    if (goal->kind == EIR_I_GOAL_LEAST && above * goal->measure[d] < least) {
      least = above * goal->measure[d];
      lowest = d;
    }
  }
  if (lowest != SIZE_MAX)
    s->slope[lowest] = goal->measure[lowest];
  for (size_t d = 0; lowest != SIZE_MAX && goal->sharpness > 0 && d < s->n; d++) {
    double above = (double)capped(goal, d, s->scores[d]) - (double)goal->base[d];
    if (goal->measure[d] > 0)
      s->slope[d] =
          goal->measure[d] * exp(goal->sharpness * (least - above * goal->measure[d]));
  }
}

/* What the block gives with one change: the difference goes to delta[n]. */
static bool change_block(swapper *s, change made, int64_t *delta) {
  uint32_t before = s->outcome[made.issue];
  s->outcome[made.issue] = made.option;
  bool holds = eir_i_search_graph_block(s->graph, made.block, s->outcome, delta);
  s->outcome[made.issue] = before;
  for (size_t d = 0; d < s->n; d++)
    delta[d] -= s->block[d];
  return holds;
}

static void list_changes_of(swapper *s, uint32_t issue, bool alone) {
  const eir_i_problem *problem = s->graph->problem;
  for (uint32_t o = 0; o < problem->n_options[issue]; o++) {
    if (!problem->allowed[issue][o] || o == s->outcome[issue])
      continue;
    int64_t *delta = s->deltas + s->n_changes * s->n;
    change made = {.issue = issue, .option = o, .block = s->graph->block_of[issue]};
    made.breaks = !change_block(s, made, delta);
    if (made.breaks && alone)
      continue;
    double gain = 0;
    for (size_t d = 0; d < s->n; d++)
      gain += s->slope[d] * (double)delta[d];
    s->gain[s->n_changes] = gain;
    s->changes[s->n_changes++] = made;
  }
}

/* Lists the changes, block by block. */
static void list_changes(swapper *s) {
  const eir_i_search_graph *graph = s->graph;
  s->n_changes = 0;
  s->n_close = 0;
  find_slopes(s);
  for (uint32_t b = 0; b < graph->n_blocks; b++) {
    uint32_t from = graph->block_start[b], end = graph->block_start[b + 1];
    bool holds = eir_i_search_graph_block(graph, b, s->outcome, s->block);
    size_t before = s->n_changes;
    assert(holds);
    (void)holds;
    for (uint32_t place = from; place < end; place++)
      list_changes_of(s, graph->states->order.issue_at[place], end == from + 1);
    if (end > from + 1)
      s->n_close += (uint64_t)(s->n_changes - before) * (s->n_changes - before) / 2;
  }
}

/* Two changes in one block: false when a rule breaks. The scores go to `tried`. */
static bool try_close(swapper *s, change first, change second) {
  uint32_t before_first = s->outcome[first.issue];
  uint32_t before_second = s->outcome[second.issue];
  bool held = eir_i_search_graph_block(s->graph, first.block, s->outcome, s->block);
  assert(held);
  (void)held;
  s->outcome[first.issue] = first.option;
  s->outcome[second.issue] = second.option;
  bool holds = eir_i_search_graph_block(s->graph, first.block, s->outcome, s->tried);
  s->outcome[second.issue] = before_second;
  s->outcome[first.issue] = before_first;
  for (size_t d = 0; d < s->n; d++)
    s->tried[d] += s->scores[d] - s->block[d];
  return holds;
}

/* The worth after one change, or two (b == SIZE_MAX: one); -inf if a rule breaks. */
static double try_changes(swapper *s, size_t a, size_t b) {
  if (b != SIZE_MAX && s->changes[a].block == s->changes[b].block)
    return try_close(s, s->changes[a], s->changes[b])
               ? eir_i_search_worth(s->goal, s->n, s->tried)
               : -HUGE_VAL;
  if (s->changes[a].breaks || (b != SIZE_MAX && s->changes[b].breaks))
    return -HUGE_VAL;
  for (size_t d = 0; d < s->n; d++)
    s->tried[d] = s->scores[d] + s->deltas[a * s->n + d] +
                  (b == SIZE_MAX ? 0 : s->deltas[b * s->n + d]);
  return eir_i_search_worth(s->goal, s->n, s->tried);
}

static void make_changes(swapper *s, size_t a, size_t b, double worth) {
  (void)try_changes(s, a, b);
  s->outcome[s->changes[a].issue] = s->changes[a].option;
  if (b != SIZE_MAX)
    s->outcome[s->changes[b].issue] = s->changes[b].option;
  memcpy(s->scores, s->tried, s->n * sizeof *s->scores);
  s->worth = worth;
  list_changes(s);
}

/* The best single swap, taken if it improves. */
static bool swap_one(swapper *s) {
  double best = s->worth;
  size_t at = SIZE_MAX;
  for (size_t a = 0; a < s->n_changes; a++) {
    double worth = try_changes(s, a, SIZE_MAX);
    if (worth > best) {
      best = worth;
      at = a;
    }
  }
  if (at != SIZE_MAX)
    make_changes(s, at, SIZE_MAX, best);
  return at != SIZE_MAX;
}

/* Pairs of swaps, each taken as soon as it improves; false when none does. Pairs of
 * different blocks whose slopes do not add up to a gain are skipped, but not below a
 * floor, where there is no slope. */
static bool swap_two(swapper *s) {
  bool improved = false, close = s->n_close <= MOST_CLOSE_PAIRS;
  for (size_t a = 0; a < s->n_changes; a++) {
    if (!eir_i_effort_spend(s->effort, (s->n_changes - a) / 8 + 1))
      return false;
    for (size_t b = a + 1; b < s->n_changes; b++) {
      change first = s->changes[a], second = s->changes[b];
      bool sloped = s->worth > EIR_I_WORTH_REFUSED;
      if (first.block == second.block) {
        if (!close || first.issue == second.issue)
          continue;
      } else if (first.breaks || second.breaks ||
                 (sloped && s->gain[a] + s->gain[b] <= 0)) {
        continue;
      }
      double worth = try_changes(s, a, b);
      if (worth > s->worth) {
        make_changes(s, a, b, worth);
        improved = true;
      }
    }
  }
  return improved;
}

static bool pays(const swapper *s) {
  return (uint64_t)s->n_changes * s->n_changes / 2 <= MOST_PAIRS;
}

double eir_i_search_swap(const eir_i_search_graph *graph, const eir_i_goal *goal,
                         eir_i_effort *effort, eir_i_arena *arena, uint32_t *outcome,
                         int64_t *scores, bool *out_failed) {
  const eir_i_problem *problem = graph->problem;
  swapper s = {.graph = graph,
               .goal = goal,
               .effort = effort,
               .n = problem->n_dimensions,
               .outcome = outcome,
               .scores = scores,
               .worth = eir_i_search_worth(goal, problem->n_dimensions, scores)};
  size_t most = 0;
  for (size_t i = 0; i < problem->n_issues; i++)
    most += problem->n_options[i];
  s.changes = eir_i_arena_take_array(arena, most, sizeof *s.changes);
  s.deltas = eir_i_arena_take_array(arena, most, (s.n + 1) * sizeof *s.deltas);
  s.gain = eir_i_arena_take_array(arena, most, sizeof *s.gain);
  s.slope = eir_i_arena_take_array(arena, s.n, sizeof *s.slope);
  s.tried = eir_i_arena_take_array(arena, s.n, sizeof *s.tried);
  s.block = eir_i_arena_take_array(arena, s.n, sizeof *s.block);
  if (s.changes == NULL || s.deltas == NULL || s.gain == NULL || s.slope == NULL ||
      s.tried == NULL || s.block == NULL) {
    *out_failed = true;
    return s.worth;
  }
  list_changes(&s);
  for (int round = 0; round < MOST_ROUNDS; round++) {
    if (!eir_i_effort_spend(effort, 2 * s.n_changes + 1))
      break;
    if (!swap_one(&s) && !(pays(&s) && swap_two(&s)))
      break;
  }
  return s.worth;
}
