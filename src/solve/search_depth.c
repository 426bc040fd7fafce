/* Search in depth: the issues that move the first total most come first, their options
 * in the order of that total, so that an option that falls short ends the list. */
#include "solve/search_depth.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

enum { POLL = 1 << 12 };

typedef struct level {
  uint32_t issue;
  uint32_t n_options;
  uint32_t taken;    /* index into the options */
  uint32_t *options; /* [n_options] useful ones, greatest first total first */
  int64_t *rows;     /* [n_options][m] scores, then totals */
  int64_t *most;     /* [m] of any option */
  int64_t *need;     /* [m] what must be reached after this level */
  int64_t *sum;      /* [m] before this level */
} level;

typedef struct depth {
  const eir_i_problem *problem;
  const eir_i_bound *bound;
  eir_i_arena arena;
  size_t n, m; /* parties; and with totals */
  size_t n_levels;
  level *levels;     /* [n_levels + 1] */
  uint32_t *outcome; /* [n_levels] by issue */
  int64_t *spread;   /* [n_levels] scratch */
} depth;

bool eir_i_depth_suits(const eir_i_problem *problem, const eir_i_bound *bound) {
  return bound->n_totals > 0 && problem->n_clauses == 0 && problem->n_bonuses == 0 &&
         problem->cover == NULL;
}

/* ---- making ---- */

static bool beats(const eir_i_problem *problem, uint32_t issue, uint32_t a,
                  uint32_t b) {
  size_t n = problem->n_dimensions;
  const int64_t *gain = problem->gain[issue];
  bool strictly = a < b; /* of equal ones the first stays */
  for (size_t d = 0; d < n; d++) {
    if (gain[a * n + d] < gain[b * n + d])
      return false;
    strictly |= gain[a * n + d] > gain[b * n + d];
  }
  return strictly;
}

static bool is_useful(const eir_i_problem *problem, uint32_t issue, uint32_t option) {
  const uint8_t *allowed = problem->allowed[issue];
  for (uint32_t o = 0; allowed[option] && o < problem->n_options[issue]; o++) {
    if (o != option && allowed[o] && beats(problem, issue, o, option))
      return false;
  }
  return allowed[option] != 0;
}

static void fill_row(const depth *w, uint32_t issue, uint32_t option, int64_t *row) {
  const int64_t *gain = w->problem->gain[issue] + option * w->n;
  memcpy(row, gain, w->n * sizeof *row);
  for (size_t t = 0; t < w->m - w->n; t++) {
    eir_i_i128 sum = 0;
    for (size_t d = 0; d < w->n; d++)
      sum += (eir_i_i128)w->bound->totals[t].weight[d] * gain[d];
    row[w->n + t] = (int64_t)sum;
  }
}

/* Adds a row in the order of the first total. */
static void insert_row(const depth *w, level *at, uint32_t option, const int64_t *row) {
  size_t m = w->m;
  uint32_t place = at->n_options++;
  for (; place > 0 && at->rows[(place - 1) * m + w->n] < row[w->n]; place--) {
    memcpy(at->rows + place * m, at->rows + (place - 1) * m, m * sizeof *row);
    at->options[place] = at->options[place - 1];
  }
  memcpy(at->rows + place * m, row, m * sizeof *row);
  at->options[place] = option;
}

static bool make_level(depth *w, uint32_t issue, level *at) {
  uint32_t n_options = w->problem->n_options[issue];
  *at = (level){.issue = issue};
  at->options = eir_i_arena_take_array(&w->arena, n_options, sizeof(uint32_t));
  at->rows = eir_i_arena_take_array(&w->arena, n_options, w->m * sizeof(int64_t));
  at->most = eir_i_arena_take_array(&w->arena, w->m, sizeof(int64_t));
  at->need = eir_i_arena_take_array(&w->arena, w->m, sizeof(int64_t));
  int64_t *row = eir_i_arena_take_array(&w->arena, w->m, sizeof(int64_t));
  if (at->options == NULL || at->rows == NULL || at->most == NULL || at->need == NULL ||
      row == NULL)
    return false;
  for (uint32_t o = 0; o < n_options; o++) {
    if (!is_useful(w->problem, issue, o))
      continue;
    fill_row(w, issue, o, row);
    insert_row(w, at, o, row);
  }
  for (size_t d = 0; d < w->m; d++) {
    at->most[d] = at->n_options > 0 ? at->rows[d] : 0;
    for (uint32_t o = 1; o < at->n_options; o++) {
      if (at->rows[o * w->m + d] > at->most[d])
        at->most[d] = at->rows[o * w->m + d];
    }
  }
  return true;
}

static int64_t spread_of(const depth *w, const level *at) {
  if (at->n_options == 0)
    return 0;
  return at->rows[w->n] - at->rows[(at->n_options - 1) * w->m + w->n];
}

/* What must be reached after each level: the floors less the best of the rest. */
static void find_needs(depth *w) {
  eir_i_i128 most = (eir_i_i128)1 << 62;
  for (size_t d = 0; d < w->m; d++) {
    eir_i_i128 need = d < w->n ? w->bound->floor[d] : w->bound->totals[d - w->n].least;
    if (d < w->n && w->problem->floor[d] > need)
      need = w->problem->floor[d];
    for (size_t t = w->n_levels; t-- > 0;) {
      level *at = &w->levels[t];
      at->need[d] = (int64_t)(need > most ? most : need < -most ? -most : need);
      need -= at->most[d];
    }
  }
}

static bool make(depth *w) {
  size_t n_issues = w->problem->n_issues;
  w->n_levels = n_issues;
  w->levels = eir_i_arena_take_array(&w->arena, n_issues + 1, sizeof *w->levels);
  w->outcome = eir_i_arena_take_array(&w->arena, n_issues, sizeof *w->outcome);
  w->spread = eir_i_arena_take_array(&w->arena, n_issues, sizeof *w->spread);
  if (w->levels == NULL || w->outcome == NULL || w->spread == NULL)
    return false;
  for (uint32_t i = 0; i < n_issues; i++) {
    level made;
    if (!make_level(w, i, &made))
      return false;
    int64_t spread = spread_of(w, &made);
    size_t place = i;
    for (; place > 0 && w->spread[place - 1] < spread; place--) {
      w->levels[place] = w->levels[place - 1];
      w->spread[place] = w->spread[place - 1];
    }
    w->levels[place] = made;
    w->spread[place] = spread;
  }
  for (size_t t = 0; t <= n_issues; t++) {
    w->levels[t].sum = eir_i_arena_take_array(&w->arena, w->m, sizeof(int64_t));
    if (w->levels[t].sum == NULL)
      return false;
  }
  find_needs(w);
  return true;
}

/* ---- searching ---- */

/* Takes the option of a level; false when something cannot be reached any more. */
static inline bool descend(const level *at, level *next, size_t m) {
  const int64_t *row = at->rows + at->taken * m;
  int64_t missing = 0; /* negative: something is */
  for (size_t d = 0; d < m; d++) {
    next->sum[d] = at->sum[d] + row[d];
    missing |= next->sum[d] - at->need[d];
  }
  return missing >= 0;
}

static eir_i_depth_end run(depth *w, uint64_t most, eir_i_depth_take *take, void *user,
                           eir_i_effort *effort) {
  size_t t = 0, n = w->n, m = w->m;
  uint64_t looked = 0;
  w->levels[0].taken = 0;
  for (;;) {
    level *at = &w->levels[t];
    bool over = at->taken == at->n_options;
    /* The first total of what follows is no greater. */
    if (!over && at->sum[n] + at->rows[at->taken * m + n] < at->need[n])
      over = true;
    if (over) {
      if (t == 0)
        return EIR_I_DEPTH_DONE;
      w->levels[--t].taken++;
      continue;
    }
    if (++looked % POLL == 0) {
      if (!eir_i_effort_spend(effort, POLL))
        return EIR_I_DEPTH_FAILED;
      if (looked > most)
        return EIR_I_DEPTH_LARGE;
    }
    if (!descend(at, at + 1, m)) {
      at->taken++;
      continue;
    }
    w->outcome[at->issue] = at->options[at->taken];
    if (++t < w->n_levels) {
      w->levels[t].taken = 0;
      continue;
    }
    bool raised = false;
    if (!take(user, w->outcome, w->levels[t].sum, &raised))
      return EIR_I_DEPTH_LARGE;
    if (raised)
      find_needs(w);
    w->levels[--t].taken++;
  }
}

eir_i_depth_end eir_i_depth_search(const eir_i_problem *problem,
                                   const eir_i_bound *bound, uint64_t most,
                                   eir_i_depth_take *take, void *user,
                                   eir_i_effort *effort, eir_i_memory *memory) {
  assert(eir_i_depth_suits(problem, bound));
  depth w = {.problem = problem,
             .bound = bound,
             .n = problem->n_dimensions,
             .m = problem->n_dimensions + bound->n_totals};
  eir_i_arena_init(&w.arena, memory);
  eir_i_depth_end end =
      make(&w) ? run(&w, most, take, user, effort) : EIR_I_DEPTH_FAILED;
  eir_i_arena_free(&w.arena);
  return end;
}
