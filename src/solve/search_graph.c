/* Search graph: one pass backwards for the best sums, one forwards along the path. */
#include "solve/search_graph.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

static bool make_blocks(eir_i_search_graph *graph, eir_i_arena *arena) {
  size_t n = graph->problem->n_issues;
  graph->block_of = eir_i_arena_take_array(arena, n, sizeof(uint32_t));
  graph->block_start = eir_i_arena_take_array(arena, n + 1, sizeof(uint32_t));
  if (graph->block_of == NULL || graph->block_start == NULL)
    return false;
  for (uint32_t place = 0; place < n; place++) {
    if (graph->states->layers[place].n_states == 1)
      graph->block_start[graph->n_blocks++] = place;
    graph->block_of[graph->states->order.issue_at[place]] =
        (uint32_t)graph->n_blocks - 1;
  }
  assert(graph->n_blocks > 0); /* before the first issue there is one state */
  graph->block_start[graph->n_blocks] = (uint32_t)n;
  return true;
}

bool eir_i_search_graph_make(eir_i_search_graph *graph, const eir_i_problem *problem,
                             const eir_i_states *states, eir_i_arena *arena) {
  size_t n = problem->n_issues, most = 1;
  *graph = (eir_i_search_graph){.problem = problem, .states = states};
  graph->suffix = eir_i_arena_take_array(arena, n + 1, sizeof *graph->suffix);
  graph->pick = eir_i_arena_take_array(arena, n + 1, sizeof *graph->pick);
  if (graph->suffix == NULL || graph->pick == NULL || !make_blocks(graph, arena))
    return false;
  for (size_t t = 0; t <= n; t++) {
    const eir_i_layer *layer = &states->layers[t];
    graph->suffix[t] = eir_i_arena_take_array(arena, layer->n_states, sizeof(double));
    graph->pick[t] = eir_i_arena_take_array(arena, layer->n_states, sizeof(uint32_t));
    if (graph->suffix[t] == NULL || graph->pick[t] == NULL)
      return false;
    if (t == n)
      break;
    uint32_t issue = states->order.issue_at[t];
    if (layer->n_classes > most)
      most = layer->n_classes;
    graph->tied |= layer->n_classes > 1;
    graph->cost += (uint64_t)layer->n_states * layer->n_classes +
                   problem->n_options[issue] * (problem->n_dimensions + 1) / 4;
  }
  graph->class_best = eir_i_arena_take_array(arena, most, sizeof(double));
  graph->class_option = eir_i_arena_take_array(arena, most, sizeof(uint32_t));
  return graph->class_best != NULL && graph->class_option != NULL;
}

static double weigh(const eir_i_search_graph *graph, const double *multipliers,
                    const int64_t *scores) {
  double sum = 0;
  for (size_t d = 0; d < graph->problem->n_dimensions; d++)
    sum += multipliers[d] * (double)scores[d];
  return sum;
}

/* The best option of every class of an issue. */
static void rate_classes(eir_i_search_graph *graph, uint32_t issue, uint32_t n_classes,
                         const double *multipliers) {
  const eir_i_problem *problem = graph->problem;
  const uint32_t *class_of = graph->states->classes.of_option[issue];
  for (uint32_t c = 0; c < n_classes; c++)
    graph->class_best[c] = -HUGE_VAL;
  for (uint32_t o = 0; o < problem->n_options[issue]; o++) {
    if (!problem->allowed[issue][o])
      continue;
    uint32_t c = class_of == NULL ? 0 : class_of[o];
    double sum =
        weigh(graph, multipliers, problem->gain[issue] + o * problem->n_dimensions);
    if (sum > graph->class_best[c]) {
      graph->class_best[c] = sum;
      graph->class_option[c] = o;
    }
  }
}

static void rate_states(eir_i_search_graph *graph, size_t place,
                        const double *multipliers) {
  const eir_i_layer *layer = &graph->states->layers[place];
  size_t n = graph->problem->n_dimensions;
  for (uint32_t s = 0; s < layer->n_states; s++) {
    double best = -HUGE_VAL;
    for (uint32_t c = 0; c < layer->n_classes; c++) {
      eir_i_transition t = layer->transitions[(size_t)s * layer->n_classes + c];
      if (t.target == EIR_I_STATE_DEAD)
        continue;
      double sum = graph->class_best[c] + graph->suffix[place + 1][t.target];
      if (t.bonus != EIR_I_BONUS_NONE)
        sum += weigh(graph, multipliers, graph->states->bonuses + t.bonus * n);
      if (sum > best) {
        best = sum;
        graph->pick[place][s] = c;
      }
    }
    graph->suffix[place][s] = best;
  }
}

/* The best option of class c, found again: the table of classes has moved on. */
static uint32_t best_option(const eir_i_search_graph *graph, uint32_t issue, uint32_t c,
                            const double *multipliers) {
  const eir_i_problem *problem = graph->problem;
  const uint32_t *class_of = graph->states->classes.of_option[issue];
  double best = -HUGE_VAL;
  uint32_t found = 0;
  for (uint32_t o = 0; o < problem->n_options[issue]; o++) {
    if (!problem->allowed[issue][o] || (class_of != NULL && class_of[o] != c))
      continue;
    double sum =
        weigh(graph, multipliers, problem->gain[issue] + o * problem->n_dimensions);
    if (sum > best) {
      best = sum;
      found = o;
    }
  }
  return found;
}

double eir_i_search_graph_best(eir_i_search_graph *graph, const double *multipliers,
                               uint32_t *outcome, int64_t *scores) {
  size_t n_issues = graph->problem->n_issues;
  graph->suffix[n_issues][0] = 0;
  for (size_t place = n_issues; place-- > 0;) {
    uint32_t issue = graph->states->order.issue_at[place];
    rate_classes(graph, issue, graph->states->layers[place].n_classes, multipliers);
    rate_states(graph, place, multipliers);
    if (!graph->tied) /* one class: the option is known at once */
      outcome[issue] = graph->class_option[0];
  }
  uint32_t state = 0;
  for (size_t place = 0; graph->tied && place < n_issues; place++) {
    const eir_i_layer *layer = &graph->states->layers[place];
    uint32_t issue = graph->states->order.issue_at[place];
    uint32_t c = graph->pick[place][state];
    outcome[issue] = best_option(graph, issue, c, multipliers);
    state = layer->transitions[(size_t)state * layer->n_classes + c].target;
  }
  bool meets = eir_i_search_graph_scores(graph, outcome, scores);
  assert(meets);
  (void)meets;
  return graph->suffix[0][0];
}

/* Adds up what the places give, from the state before them on. */
static bool add_places(const eir_i_search_graph *graph, size_t from, size_t end,
                       const uint32_t *outcome, int64_t *scores) {
  const eir_i_problem *problem = graph->problem;
  size_t n = problem->n_dimensions;
  uint32_t state = 0;
  for (size_t d = 0; d < n; d++)
    scores[d] = 0;
  for (size_t place = from; place < end; place++) {
    const eir_i_layer *layer = &graph->states->layers[place];
    uint32_t issue = graph->states->order.issue_at[place], o = outcome[issue];
    const uint32_t *class_of = graph->states->classes.of_option[issue];
    eir_i_transition t = layer->transitions[(size_t)state * layer->n_classes +
                                            (class_of == NULL ? 0 : class_of[o])];
    if (t.target == EIR_I_STATE_DEAD || !problem->allowed[issue][o])
      return false;
    for (size_t d = 0; d < n; d++) {
      scores[d] += problem->gain[issue][o * n + d];
      if (t.bonus != EIR_I_BONUS_NONE)
        scores[d] += graph->states->bonuses[t.bonus * n + d];
    }
    state = t.target;
  }
  return true;
}

bool eir_i_search_graph_scores(const eir_i_search_graph *graph, const uint32_t *outcome,
                               int64_t *scores) {
  return add_places(graph, 0, graph->problem->n_issues, outcome, scores);
}

bool eir_i_search_graph_block(const eir_i_search_graph *graph, uint32_t block,
                              const uint32_t *outcome, int64_t *scores) {
  assert(block < graph->n_blocks);
  return add_places(graph, graph->block_start[block], graph->block_start[block + 1],
                    outcome, scores);
}
