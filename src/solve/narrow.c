/* Narrow: what does not decide whether an outcome counts only makes states and
 * vectors. */
#include "solve/narrow.h"

#include "base/banned.h"

/* A score that no outcome falls below. */
static int64_t least_score(const eir_i_problem *problem, size_t d) {
  int64_t sum = 0;
  for (size_t i = 0; i < problem->n_issues; i++) {
    int64_t least = INT64_MAX;
    for (uint32_t o = 0; o < problem->n_options[i]; o++) {
      int64_t gain = problem->gain[i][o * problem->n_dimensions + d];
      if (problem->allowed[i][o] && gain < least)
        least = gain;
    }
    sum += least == INT64_MAX ? 0 : least; /* impossible anyway */
  }
  for (size_t b = 0; b < problem->n_bonuses; b++) {
    if (problem->bonuses[b].dimension == d && problem->bonuses[b].add < 0)
      sum += problem->bonuses[b].add;
  }
  return sum;
}

static bool narrow_gains(const eir_i_problem *from, const uint32_t *kept,
                         eir_i_arena *arena, eir_i_problem *to) {
  int64_t **gain = eir_i_arena_take_array(arena, from->n_issues, sizeof *gain);
  for (size_t i = 0; gain != NULL && i < from->n_issues; i++) {
    size_t n = to->n_dimensions, n_options = from->n_options[i];
    gain[i] = eir_i_arena_take_array(arena, n_options, (n + 1) * sizeof **gain);
    if (gain[i] == NULL)
      return false;
    for (size_t o = 0; o < n_options; o++) {
      for (size_t d = 0; d < n; d++)
        gain[i][o * n + d] = from->gain[i][o * from->n_dimensions + kept[d]];
    }
  }
  to->gain = gain;
  return gain != NULL;
}

static bool narrow_bonuses(const eir_i_problem *from, const uint32_t *kept,
                           eir_i_arena *arena, eir_i_problem *to) {
  eir_i_bonus *bonuses =
      eir_i_arena_take_array(arena, from->n_bonuses, sizeof *bonuses);
  if (bonuses == NULL)
    return false;
  to->n_bonuses = 0;
  for (size_t b = 0; b < from->n_bonuses; b++) {
    for (uint32_t d = 0; d < to->n_dimensions; d++) {
      if (kept[d] != from->bonuses[b].dimension)
        continue;
      bonuses[to->n_bonuses] = from->bonuses[b];
      bonuses[to->n_bonuses++].dimension = d;
    }
  }
  to->bonuses = bonuses;
  return true;
}

eir_status eir_i_problem_narrow(const eir_i_problem *problem, eir_i_arena *arena,
                                eir_i_problem *out_problem) {
  *out_problem = *problem;
  size_t most = problem->n_dimensions;
  uint32_t *kept = eir_i_arena_take_array(arena, most, sizeof *kept);
  uint32_t *dimensions = eir_i_arena_take_array(arena, most, sizeof *dimensions);
  int64_t *floor = eir_i_arena_take_array(arena, most, sizeof *floor);
  if (kept == NULL || dimensions == NULL || floor == NULL)
    return EIR_NO_MEMORY;
  size_t n = 0;
  for (uint32_t d = 0; d < most; d++) {
    if (problem->floor[d] == INT64_MIN || problem->floor[d] <= least_score(problem, d))
      continue;
    kept[n] = d;
    dimensions[n] = problem->dimensions[d];
    floor[n++] = problem->floor[d];
  }
  out_problem->n_dimensions = n;
  out_problem->dimensions = dimensions;
  out_problem->floor = floor;
  bool done = narrow_gains(problem, kept, arena, out_problem) &&
              narrow_bonuses(problem, kept, arena, out_problem);
  return done ? EIR_OK : EIR_NO_MEMORY;
}
