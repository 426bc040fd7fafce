/* Search levels: each block backwards, for what its rest can add, then the blocks in
 * the order of how much they move the first total. */
#include "solve/search_levels.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Beyond these the frontier's engine does better than a search in depth. */
enum { MOST_MOVES = 1 << 20, MOST_BONUSES = 1 << 17 };
/* Options compared with each other; in longer lists all are kept. */
enum { MOST_COMPARED = 2000 };

typedef struct maker {
  eir_i_levels *to;
  eir_i_arena *arena;
  uint64_t n_moves;
  bool large;
  int64_t *low;    /* [most states] least of the first total from a state on */
  int64_t *after;  /* the same of the next layer */
  int64_t *spread; /* [n_levels] of the block, at its last place */
} maker;

/* ---- options ---- */

static uint32_t class_of(const eir_i_levels *l, uint32_t issue, uint32_t option) {
  const uint32_t *of_option = l->states->classes.of_option[issue];
  return of_option == NULL ? 0 : of_option[option];
}

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

/* Options of one class lead to the same states and bonuses, so the better one may stand
 * for both. */
static bool is_useful(const eir_i_levels *l, uint32_t issue, uint32_t option) {
  const uint8_t *allowed = l->problem->allowed[issue];
  uint32_t own = class_of(l, issue, option);
  if (l->problem->n_options[issue] > MOST_COMPARED)
    return allowed[option] != 0;
  for (uint32_t o = 0; allowed[option] && o < l->problem->n_options[issue]; o++) {
    if (o != option && allowed[o] && class_of(l, issue, o) == own &&
        beats(l->problem, issue, o, option))
      return false;
  }
  return allowed[option] != 0;
}

static void add_totals(const eir_i_levels *l, int64_t *row) {
  for (size_t t = 0; t < l->m - l->n; t++) {
    eir_i_i128 sum = 0;
    for (size_t d = 0; d < l->n; d++)
      sum += (eir_i_i128)l->bound->totals[t].weight[d] * row[d];
    assert(sum >> 62 == 0 || sum >> 62 == -1);
    row[l->n + t] = (int64_t)sum;
  }
}

static bool make_rows(maker *k, eir_i_level *at) {
  const eir_i_levels *l = k->to;
  uint32_t n_options = l->problem->n_options[at->issue];
  at->rows = eir_i_arena_take_raw(k->arena, n_options, l->m * sizeof(int64_t));
  if (at->rows == NULL)
    return false;
  for (uint32_t o = 0; o < n_options; o++) {
    int64_t *row = at->rows + o * l->m;
    memcpy(row, l->problem->gain[at->issue] + o * l->n, l->n * sizeof *row);
    add_totals(l, row);
  }
  return true;
}

static bool make_bonuses(maker *k) {
  eir_i_levels *l = k->to;
  uint32_t count = 0;
  for (size_t place = 0; place < l->n_levels; place++) {
    const eir_i_layer *layer = &l->states->layers[place];
    for (size_t i = 0; i < (size_t)layer->n_states * layer->n_classes; i++) {
      uint32_t bonus = layer->transitions[i].bonus;
      if (bonus != EIR_I_BONUS_NONE && bonus >= count)
        count = bonus + 1;
    }
  }
  k->large = count > MOST_BONUSES;
  if (k->large)
    return true;
  l->bonuses = eir_i_arena_take_raw(k->arena, count, l->m * sizeof(int64_t));
  for (size_t b = 0; l->bonuses != NULL && b < count; b++) {
    memcpy(l->bonuses + b * l->m, l->states->bonuses + b * l->n,
           l->n * sizeof(int64_t));
    add_totals(l, l->bonuses + b * l->m);
  }
  return l->bonuses != NULL;
}

/* ---- one level ---- */

static int compare_moves(const void *left, const void *right) {
  const eir_i_move *a = left, *b = right;
  if (a->key != b->key)
    return a->key > b->key ? -1 : 1;
  return a->option < b->option ? -1 : a->option > b->option;
}

/* The moves of all states, and what a state and those after it can add at best. */
static void fill_moves(maker *k, size_t place, const uint8_t *useful, int64_t *best) {
  const eir_i_levels *l = k->to;
  eir_i_level *at = &l->levels[place];
  const eir_i_layer *layer = &l->states->layers[place];
  uint32_t count = 0;
  for (uint32_t s = 0; s < at->n_states; s++) {
    int64_t *most = best + s * l->m;
    at->first[s] = count;
    k->low[s] = INT64_MAX;
    for (uint32_t o = 0; o < l->problem->n_options[at->issue]; o++) {
      eir_i_transition t =
          layer->transitions[(size_t)s * layer->n_classes + class_of(l, at->issue, o)];
      if (!useful[o] || t.target == EIR_I_STATE_DEAD)
        continue;
      const int64_t *row = at->rows + o * l->m, *rest = at->rest + t.target * l->m;
      const int64_t *bonus =
          t.bonus == EIR_I_BONUS_NONE ? NULL : l->bonuses + t.bonus * l->m;
      bool first = count == at->first[s];
      for (size_t d = 0; d < l->m; d++) {
        int64_t value = row[d] + (bonus == NULL ? 0 : bonus[d]) + rest[d];
        if (first || value > most[d])
          most[d] = value;
      }
      int64_t own = row[l->n] + (bonus == NULL ? 0 : bonus[l->n]);
      if (own + k->after[t.target] < k->low[s])
        k->low[s] = own + k->after[t.target];
      at->moves[count++] = (eir_i_move){o, t.target, t.bonus, own + rest[l->n]};
    }
    if (count > at->first[s] + 1)
      qsort(at->moves + at->first[s], count - at->first[s], sizeof *at->moves,
            compare_moves);
  }
  at->first[at->n_states] = count;
}

static bool make_level(maker *k, size_t place, int64_t **io_best) {
  eir_i_levels *l = k->to;
  eir_i_level *at = &l->levels[place];
  uint32_t n_options = l->problem->n_options[at->issue], n_useful = 0;
  uint8_t *useful = eir_i_arena_take_array(k->arena, n_options, 1);
  if (useful == NULL)
    return false;
  for (uint32_t o = 0; o < n_options; o++) {
    useful[o] = is_useful(l, at->issue, o);
    n_useful += useful[o];
  }
  uint64_t n_moves = (uint64_t)at->n_states * n_useful;
  k->n_moves += n_moves;
  k->large = k->n_moves > MOST_MOVES;
  if (k->large)
    return true;
  at->rest = *io_best;
  int64_t *best = eir_i_arena_take_array(k->arena, at->n_states, l->m * sizeof *best);
  at->first =
      eir_i_arena_take_array(k->arena, (size_t)at->n_states + 1, sizeof *at->first);
  at->moves = eir_i_arena_take_raw(k->arena, n_moves, sizeof *at->moves);
  at->need = eir_i_arena_take_array(k->arena, at->n_targets, l->m * sizeof *at->need);
  if (best == NULL || at->first == NULL || at->moves == NULL || at->need == NULL ||
      !make_rows(k, at))
    return false;
  fill_moves(k, place, useful, best);
  *io_best = best;
  int64_t *swap = k->low;
  k->low = k->after;
  k->after = swap;
  return true;
}

/* ---- blocks ---- */

/* One state: nothing is left of any rule, so what comes next does not depend on what
 * was decided. */
static bool starts_block(const eir_i_levels *l, size_t place) {
  return l->states->layers[place].n_states == 1;
}

/* All levels in the engine's order, from the last on; `most` and `spread` of a block
 * are kept with its last level. */
static bool make_levels(maker *k) {
  eir_i_levels *l = k->to;
  int64_t *none = eir_i_arena_take_array(k->arena, l->m, sizeof *none), *best = none;
  size_t last = l->n_levels;
  if (none == NULL)
    return false;
  for (size_t place = l->n_levels; place-- > 0 && !k->large;) {
    eir_i_level *at = &l->levels[place];
    at->issue = l->states->order.issue_at[place];
    at->n_states = l->states->layers[place].n_states;
    at->n_targets = l->states->layers[place + 1].n_states;
    at->ends = starts_block(l, place + 1);
    if (at->ends) {
      last = place;
      best = none;
      k->after[0] = 0;
    }
    if (!make_level(k, place, &best))
      return false;
    if (k->large || !starts_block(l, place))
      continue;
    memcpy(l->most + last * l->m, best, l->m * sizeof *best);
    k->spread[last] = best[l->n] - k->after[0];
  }
  return true;
}

typedef struct block {
  size_t from, count;
  int64_t spread;
} block;

/* Moves the blocks of the widest spread to the front: there a wrong choice costs most
 * of what the bound leaves, so that few partial outcomes go on. */
static bool order_blocks(maker *k) {
  eir_i_levels *l = k->to;
  size_t n = l->n_levels, n_blocks = 0, at = 0;
  block *blocks = eir_i_arena_take_array(k->arena, n, sizeof *blocks);
  eir_i_level *levels = eir_i_arena_take_array(k->arena, n, sizeof *levels);
  int64_t *most = eir_i_arena_take_array(k->arena, n, l->m * sizeof *most);
  if (blocks == NULL || levels == NULL || most == NULL)
    return false;
  for (size_t from = 0, place = 0; place < n; place++) {
    if (!l->levels[place].ends)
      continue;
    block made = {from, place + 1 - from, k->spread[place]};
    size_t to = n_blocks++;
    for (; to > 0 && blocks[to - 1].spread < made.spread; to--)
      blocks[to] = blocks[to - 1];
    blocks[to] = made;
    from = place + 1;
  }
  for (size_t b = 0; b < n_blocks; b++) {
    size_t count = blocks[b].count;
    memcpy(levels + at, l->levels + blocks[b].from, count * sizeof *levels);
    memcpy(most + at * l->m, l->most + blocks[b].from * l->m,
           count * l->m * sizeof *most);
    at += count;
  }
  assert(at == n);
  l->levels = levels;
  l->most = most;
  return true;
}

static int64_t within(eir_i_i128 value) {
  eir_i_i128 most = (eir_i_i128)1 << 62;
  return (int64_t)(value > most ? most : value < -most ? -most : value);
}

/* Backwards: whoever stands before a block must have what is needed after it, less the
 * most that the block can give. The floors of the problem count as those of the bound
 * do. */
void eir_i_levels_find_needs(eir_i_levels *l) {
  assert(l->n_levels > 0 && l->levels[l->n_levels - 1].ends);
  for (size_t d = 0; d < l->m; d++) {
    eir_i_i128 need = d < l->n ? l->bound->floor[d] : l->bound->totals[d - l->n].least;
    if (d < l->n && l->problem->floor[d] > need)
      need = l->problem->floor[d];
    size_t last = SIZE_MAX; /* of the block at hand */
    for (size_t t = l->n_levels; t-- > 0;) {
      eir_i_level *at = &l->levels[t];
      if (at->ends) {
        need -= last == SIZE_MAX ? 0 : l->most[last * l->m + d];
        last = t;
      }
      for (uint32_t s = 0; s < at->n_targets; s++)
        at->need[s * l->m + d] = within(need - at->rest[s * l->m + d]);
      if (d == l->n)
        at->need_key = within(need);
    }
  }
}

bool eir_i_levels_make(const eir_i_problem *problem, const eir_i_states *states,
                       const eir_i_bound *bound, eir_i_arena *arena,
                       eir_i_levels *out_levels, bool *out_large) {
  assert(bound->n_totals > 0 && states->feasible && problem->cover == NULL);
  size_t n_issues = problem->n_issues, most_states = 1;
  size_t m = problem->n_dimensions + bound->n_totals;
  for (size_t place = 0; place <= n_issues; place++) {
    if (states->layers[place].n_states > most_states)
      most_states = states->layers[place].n_states;
  }
  *out_levels = (eir_i_levels){.problem = problem,
                               .states = states,
                               .bound = bound,
                               .n = problem->n_dimensions,
                               .m = m,
                               .n_levels = n_issues};
  maker k = {.to = out_levels, .arena = arena};
  out_levels->levels = eir_i_arena_take_array(arena, n_issues, sizeof(eir_i_level));
  out_levels->most = eir_i_arena_take_array(arena, n_issues, m * sizeof(int64_t));
  k.low = eir_i_arena_take_array(arena, most_states, sizeof *k.low);
  k.after = eir_i_arena_take_array(arena, most_states, sizeof *k.after);
  k.spread = eir_i_arena_take_array(arena, n_issues, sizeof *k.spread);
  *out_large = false;
  if (out_levels->levels == NULL || out_levels->most == NULL || k.low == NULL ||
      k.after == NULL || k.spread == NULL || !make_bonuses(&k))
    return false;
  bool done = k.large || make_levels(&k);
  *out_large = k.large;
  if (!done || k.large)
    return done;
  if (!order_blocks(&k))
    return false;
  eir_i_levels_find_needs(out_levels);
  return true;
}
