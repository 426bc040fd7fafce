/* Search graph: the outcomes of a problem as paths through its states, for the
 * heuristics of search.h. */
#ifndef EIR_SOLVE_SEARCH_GRAPH_H
#define EIR_SOLVE_SEARCH_GRAPH_H

#include "solve/states.h"

typedef struct eir_i_search_graph {
  const eir_i_problem *problem;
  const eir_i_states *states;
  bool tied; /* some rule or interaction ties issues together */
  /* Between blocks nothing is left of any rule: what is changed in one does not matter
   * to the others. */
  uint32_t *block_of;    /* [n_issues] */
  uint32_t *block_start; /* [n_blocks + 1] places in the order */
  size_t n_blocks;
  double **suffix;        /* [n_issues + 1]; each [n_states]: the best sum from here */
  uint32_t **pick;        /* [n_issues]; each [n_states]: the class that gives it */
  double *class_best;     /* [most classes] scratch */
  uint32_t *class_option; /* [most classes] scratch */
  uint64_t cost;          /* steps of one pass */
} eir_i_search_graph;

/* False without memory. */
bool eir_i_search_graph_make(eir_i_search_graph *graph, const eir_i_problem *problem,
                             const eir_i_states *states,
                             eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

/* The outcome with the largest sum of multiplier * score among those that meet the
 * rules: its options by issue and its scores. Returns that sum. */
double eir_i_search_graph_best(eir_i_search_graph *graph, const double *multipliers,
                               uint32_t *outcome, int64_t *scores);

/* The scores of an outcome; false when it breaks a rule. */
bool eir_i_search_graph_scores(const eir_i_search_graph *graph, const uint32_t *outcome,
                               int64_t *scores) EIR_NO_RESULT_IGNORED;
/* The same of one block: what its issues give, and whether its rules hold. */
bool eir_i_search_graph_block(const eir_i_search_graph *graph, uint32_t block,
                              const uint32_t *outcome,
                              int64_t *scores) EIR_NO_RESULT_IGNORED;

#endif
