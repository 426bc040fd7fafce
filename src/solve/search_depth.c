/* Search in depth: an option whose key falls short ends the list of its state, because
 * the options come in the order of the first total. */
#include "solve/search_depth.h"

#include <assert.h>
#include <string.h>

#include "solve/search_levels.h"

#include "base/banned.h"

enum { POLL = 1 << 12 };

/* Where the search is on one level. */
typedef struct spot {
  uint32_t state;
  uint32_t at, end; /* its moves: the next one, and behind the last */
  int64_t *sum;     /* [m] before this level */
} spot;

typedef struct walk {
  const eir_i_depth *depth;
  eir_i_effort *effort;
  eir_i_arena arena;
  eir_i_levels levels;
  spot *spots;       /* [n_levels + 1] */
  uint32_t *outcome; /* [n_issues] */
  uint64_t looked;
} walk;

static bool make(walk *w, bool *out_large) {
  const eir_i_depth *depth = w->depth;
  if (!eir_i_levels_make(depth->problem, depth->states, depth->bound, &w->arena,
                         &w->levels, out_large))
    return false;
  size_t n = w->levels.n_levels;
  w->spots = eir_i_arena_take_array(&w->arena, n + 1, sizeof *w->spots);
  w->outcome = eir_i_arena_take_array(&w->arena, n, sizeof *w->outcome);
  for (size_t t = 0; w->spots != NULL && t <= n; t++) {
    w->spots[t].sum = eir_i_arena_take_array(&w->arena, w->levels.m, sizeof(int64_t));
    if (w->spots[t].sum == NULL)
      return false;
  }
  return w->spots != NULL && w->outcome != NULL;
}

static void enter(walk *w, size_t t, uint32_t state) {
  const eir_i_level *level = &w->levels.levels[t];
  spot *s = &w->spots[t];
  s->state = state;
  s->at = level->first[state];
  s->end = level->first[state + 1];
}

/* Adds up what a move gives; false when something cannot be reached any more. */
static inline bool descend(const walk *w, const eir_i_level *level,
                           const eir_i_move *move, const int64_t *sum, int64_t *next) {
  size_t m = w->levels.m;
  const int64_t *row = level->rows + move->option * m;
  const int64_t *need = level->need + move->target * m;
  int64_t missing = 0; /* negative: something is */
  if (move->bonus == EIR_I_BONUS_NONE) {
    for (size_t d = 0; d < m; d++) {
      next[d] = sum[d] + row[d];
      missing |= next[d] - need[d];
    }
    return missing >= 0;
  }
  const int64_t *bonus = w->levels.bonuses + move->bonus * m;
  for (size_t d = 0; d < m; d++) {
    next[d] = sum[d] + row[d] + bonus[d];
    missing |= next[d] - need[d];
  }
  return missing >= 0;
}

/* One move of level *io_t, or back to the level before. False when all is done, or has
 * to end: *out_end says which. */
static bool move_on(walk *w, size_t *io_t, eir_i_depth_end *out_end) {
  size_t t = *io_t, n = w->levels.n;
  const eir_i_level *level = &w->levels.levels[t];
  spot *s = &w->spots[t];
  const eir_i_move *move = &level->moves[s->at];
  if (s->at == s->end || s->sum[n] + move->key < level->need_key) {
    *out_end = EIR_I_DEPTH_DONE;
    *io_t = t - 1;
    return t > 0;
  }
  assert(move->target < level->n_targets);
  s->at++;
  if (++w->looked % POLL == 0) {
    *out_end = EIR_I_DEPTH_FAILED;
    if (!eir_i_effort_spend(w->effort, POLL))
      return false;
    *out_end = EIR_I_DEPTH_LARGE;
    if (w->looked > w->depth->most)
      return false;
  }
  if (!descend(w, level, move, s->sum, s[1].sum))
    return true;
  w->outcome[level->issue] = move->option;
  if (t + 1 < w->levels.n_levels) {
    enter(w, t + 1, move->target);
    *io_t = t + 1;
    return true;
  }
  bool raised = false;
  *out_end = EIR_I_DEPTH_LARGE;
  if (!w->depth->take(w->depth->user, w->outcome, s[1].sum, &raised))
    return false;
  if (raised)
    eir_i_levels_find_needs(&w->levels);
  return true;
}

eir_i_depth_end eir_i_depth_search(const eir_i_depth *depth, eir_i_effort *effort,
                                   eir_i_memory *memory) {
  assert(depth->bound->n_totals > 0 && depth->problem->cover == NULL);
  walk w = {.depth = depth, .effort = effort};
  eir_i_depth_end end = EIR_I_DEPTH_FAILED;
  bool large = false;
  eir_i_arena_init(&w.arena, memory);
  if (make(&w, &large) && !large) {
    size_t t = 0;
    enter(&w, 0, 0);
    while (move_on(&w, &t, &end))
      continue;
  }
  eir_i_arena_free(&w.arena);
  return large ? EIR_I_DEPTH_LARGE : end;
}
