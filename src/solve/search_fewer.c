/* Search fewer: which dimensions stay, and copying them. */
#include "solve/search_fewer.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* Sums stay below 2^62 (model.h). */
int64_t eir_i_search_least(const eir_i_problem *problem, size_t dimension) {
  size_t n = problem->n_dimensions;
  int64_t sum = 0;
  for (size_t i = 0; i < problem->n_issues; i++) {
    int64_t least = INT64_MAX;
    for (uint32_t o = 0; o < problem->n_options[i]; o++) {
      int64_t gain = problem->gain[i][o * n + dimension];
      if (problem->allowed[i][o] && gain < least)
        least = gain;
    }
    if (least != INT64_MAX) /* else nothing is allowed: the problem is impossible */
      sum += least;
  }
  for (size_t b = 0; b < problem->n_bonuses; b++) {
    if (problem->bonuses[b].dimension == dimension && problem->bonuses[b].add < 0)
      sum += problem->bonuses[b].add;
  }
  return sum;
}

static size_t choose(const eir_i_problem *problem, size_t always, uint32_t *from) {
  size_t count = 0;
  for (size_t d = 0; d < problem->n_dimensions; d++) {
    bool binds = problem->floor[d] != INT64_MIN &&
                 problem->floor[d] > eir_i_search_least(problem, d);
    if (d == always || binds)
      from[count++] = (uint32_t)d;
  }
  return count;
}

static bool copy_gains(const eir_i_problem *problem, const uint32_t *from,
                       eir_i_arena *arena, eir_i_problem *fewer) {
  size_t n = problem->n_dimensions, m = fewer->n_dimensions;
  int64_t **gain = eir_i_arena_take_array(arena, problem->n_issues, sizeof *gain);
  if (gain == NULL)
    return false;
  for (size_t i = 0; i < problem->n_issues; i++) {
    uint32_t n_options = problem->n_options[i];
    gain[i] = eir_i_arena_take_raw(arena, n_options, (m + 1) * sizeof(int64_t));
    if (gain[i] == NULL)
      return false;
    for (uint32_t o = 0; o < n_options; o++) {
      for (size_t d = 0; d < m; d++)
        gain[i][o * m + d] = problem->gain[i][o * n + from[d]];
    }
  }
  fewer->gain = gain;
  return true;
}

static bool copy_bonuses(const eir_i_problem *problem, const uint32_t *from,
                         eir_i_arena *arena, eir_i_problem *fewer) {
  eir_i_bonus *bonuses =
      eir_i_arena_take_array(arena, problem->n_bonuses, sizeof *bonuses);
  if (bonuses == NULL)
    return false;
  fewer->n_bonuses = 0;
  for (size_t b = 0; b < problem->n_bonuses; b++) {
    for (uint32_t d = 0; d < fewer->n_dimensions; d++) {
      if (from[d] != problem->bonuses[b].dimension)
        continue;
      bonuses[fewer->n_bonuses] = problem->bonuses[b];
      bonuses[fewer->n_bonuses++].dimension = d;
    }
  }
  fewer->bonuses = bonuses;
  return true;
}

bool eir_i_search_fewer(const eir_i_problem *problem, size_t always, eir_i_arena *arena,
                        eir_i_problem *out_fewer, const uint32_t **out_from) {
  assert(problem->cover == NULL);
  size_t n = problem->n_dimensions;
  *out_fewer = *problem;
  uint32_t *from = eir_i_arena_take_array(arena, n, sizeof *from);
  int64_t *floor = eir_i_arena_take_array(arena, n, sizeof *floor);
  uint32_t *dimensions = eir_i_arena_take_array(arena, n, sizeof *dimensions);
  *out_from = from;
  if (from == NULL || floor == NULL || dimensions == NULL)
    return false;
  out_fewer->n_dimensions = choose(problem, always, from);
  for (size_t d = 0; d < out_fewer->n_dimensions; d++) {
    floor[d] = problem->floor[from[d]];
    dimensions[d] = problem->dimensions[from[d]];
  }
  out_fewer->floor = floor;
  out_fewer->dimensions = dimensions;
  return copy_gains(problem, from, arena, out_fewer) &&
         copy_bonuses(problem, from, arena, out_fewer);
}
