/* Scale: one run of the engine with the party as the only dimension. Without
 * interactions it is the sum of each issue's best. */
#include "solve/scale.h"

#include "solve/frontier.h"

#include "base/banned.h"

static int64_t sum_of_best(const eir_case *the_case, const eir_i_position *position) {
  int64_t sum = 0;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const int64_t *scores = position->scores[i];
    if (scores == NULL)
      continue;
    int64_t best = scores[0];
    for (size_t o = 1; o < the_case->issues[i].n_options; o++) {
      if (scores[o] > best)
        best = scores[o];
    }
    sum += best;
  }
  return sum;
}

static eir_status best_score(const eir_case *the_case, size_t party,
                             eir_i_effort *effort, eir_i_memory *memory,
                             int64_t *out_best) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  eir_i_problem problem;
  eir_i_frontier best;
  eir_status status =
      eir_i_problem_make(the_case, EIR_I_CONSENT_FREE, 0, party, &arena, &problem);
  if (status == EIR_OK)
    status = eir_i_frontier_find(&problem, effort, 1, &arena, &best);
  if (status == EIR_OK && effort->end == EIR_END_COMPLETE)
    *out_best = best.scores[0];
  eir_i_arena_free(&arena);
  if (status == EIR_NO_MEMORY)
    return eir_i_effort_no_memory(effort, memory);
  return status;
}

eir_status eir_i_scale_find(const eir_case *the_case, size_t party,
                            eir_i_effort *effort, eir_i_memory *memory,
                            int64_t *out_scale) {
  const eir_i_position *position = &the_case->parties[party].position;
  *out_scale = position->scale;
  if (position->scale > 0)
    return EIR_OK;
  int64_t best = 0;
  if (position->n_interactions == 0) {
    best = sum_of_best(the_case, position);
  } else {
    eir_status status = best_score(the_case, party, effort, memory, &best);
    if (status != EIR_OK)
      return status;
  }
  if (position->has_cap && best > position->cap)
    best = position->cap;
  *out_scale = best > 0 ? best : position->unit;
  return EIR_OK;
}
