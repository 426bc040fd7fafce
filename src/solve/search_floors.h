/* Search floors: an outcome that meets the floors of a problem, or a proof that there
 * is none; or the one among them that gives one dimension the most.
 *
 * First by swaps and multipliers (search.h), which finds outcomes where there are
 * plenty; then by a bound of integers, which proves where the floors are out of reach
 * by far; then by a search in depth, or by the frontier's engine, for what lies in
 * between. */
#ifndef EIR_SOLVE_SEARCH_FLOORS_H
#define EIR_SOLVE_SEARCH_FLOORS_H

#include "solve/effort.h"
#include "solve/problem.h"

typedef struct eir_i_quest {
  const eir_i_problem *problem;
  eir_i_effort *effort;
  eir_i_memory *memory;
  size_t n_threads;
  size_t most_of; /* the dimension whose score is to be the most; SIZE_MAX: none */
  int64_t enough; /* of it: more than this is not needed (a cap); INT64_MAX: no end */
  /* What was found, here or, with `most_of`, before: only more is sought then. */
  bool found;
  int64_t score;     /* of `most_of` */
  uint32_t *outcome; /* [n_issues] */
} eir_i_quest;

/* While the effort has not ended, what is found is proved: with `found` unset there is
 * no such outcome. Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. */
eir_status eir_i_search_floors(eir_i_quest *quest);

#endif
