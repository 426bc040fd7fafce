/* Four dimensions and more: which vectors of a shifted front are dominated is asked of
 * the k-d trees of the others, box against box.
 *
 * A front never dominates itself under one shift, so only pairs of shifted fronts are
 * compared: a + s is dominated by b + t when b is at least a + (s - t). Whole boxes are
 * ruled out or in at once. The answer for a vector does not depend on the order of the
 * comparisons, so the fronts can be shared among threads. */
#include "solve/front.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "solve/kdtree.h"

#include "base/banned.h"

/* Pairs grow with the square of the shifted fronts: more than this are merged in
 * groups. */
enum { GROUP = 32, SMALL = 4096, POLL = 1 << 14 };

/* A shifted front, or the result of merging a group (then the steps are its own). */
typedef struct side {
  const eir_i_kd_tree *tree;
  const int64_t *shift;
  const int64_t *least;
  const eir_i_shifted *source; /* NULL: `steps` holds them */
  const eir_i_step *steps;
  uint8_t *dead;       /* [count] in the tree's order */
  uint32_t *node_left; /* [n_nodes] vectors not dead below the node */
} side;

typedef struct contest {
  const eir_i_filter *filter;
  side *sides;
  size_t count;
  atomic_bool stop;
  uint64_t *steps; /* [count] comparisons by each side's task */
} contest;

typedef struct duel {
  contest *all;
  side *a;        /* whose vectors are judged */
  const side *b;  /* by whom */
  int64_t *delta; /* [n_dimensions] a's shift less b's */
  uint64_t steps;
  uint64_t next_poll;
  bool is_caller;
} duel;

static eir_i_step step_of(const side *s, uint32_t place) {
  uint32_t number = s->tree->number[place];
  if (s->source == NULL)
    return s->steps[number];
  return (eir_i_step){s->source->front.first + number, s->source->option};
}

/* ---- one pair of shifted fronts ---- */

typedef enum relation { APART, MIXED, ABOVE } relation;

/* APART: no vector of box b can dominate one of box a. ABOVE: every one dominates
 * all. */
static relation compare_boxes(const duel *d, uint32_t node_a, uint32_t node_b) {
  size_t n = d->all->filter->n_dimensions;
  const int64_t *a_least = d->a->tree->least + node_a * n;
  const int64_t *a_most = d->a->tree->most + node_a * n;
  const int64_t *b_least = d->b->tree->least + node_b * n;
  const int64_t *b_most = d->b->tree->most + node_b * n;
  bool above = true, strictly = false;
  for (size_t i = 0; i < n; i++) {
    if (b_most[i] < a_least[i] + d->delta[i])
      return APART;
    int64_t top = a_most[i] + d->delta[i];
    above &= b_least[i] >= top;
    strictly |= b_least[i] > top;
  }
  return above && strictly ? ABOVE : MIXED;
}

/* Marks everything below the node. The counts of nodes above are put right by the
 * caller, on its way up. */
static void kill_all(side *a, uint32_t node) {
  const eir_i_kd_node *at = &a->tree->nodes[node];
  memset(a->dead + at->first, 1, at->end - at->first);
  a->node_left[node] = 0;
}

static bool is_dominated(const duel *d, uint32_t place_a, uint32_t place_b) {
  size_t n = d->all->filter->n_dimensions;
  const int64_t *a = d->a->tree->scores + place_a * n;
  const int64_t *b = d->b->tree->scores + place_b * n;
  bool equal = true;
  for (size_t i = 0; i < n; i++) {
    int64_t raised = a[i] + d->delta[i];
    if (b[i] < raised)
      return false;
    equal &= b[i] == raised;
  }
  if (!equal)
    return true;
  return eir_i_trail_compare(d->all->filter->trail, step_of(d->b, place_b),
                             step_of(d->a, place_a)) < 0;
}

static void compare_leaves(duel *d, uint32_t node_a, uint32_t node_b) {
  const eir_i_kd_node *a = &d->a->tree->nodes[node_a];
  const eir_i_kd_node *b = &d->b->tree->nodes[node_b];
  for (uint32_t i = a->first; i < a->end; i++) {
    for (uint32_t j = b->first; j < b->end && !d->a->dead[i]; j++) {
      if (!is_dominated(d, i, j))
        continue;
      d->a->dead[i] = 1;
      d->a->node_left[node_a]--;
    }
  }
  d->steps += (uint64_t)(a->end - a->first) * (b->end - b->first);
}

/* The library is asked whether to stop on the calling thread only; the others look at
 * the flag. */
static bool go_on(duel *d) {
  if (d->steps >= d->next_poll) {
    d->next_poll = d->steps + POLL;
    const eir_callbacks *callbacks = d->all->filter->effort->callbacks;
    if (d->is_caller && callbacks != NULL && callbacks->stop != NULL &&
        callbacks->stop(callbacks->user))
      atomic_store(&d->all->stop, true);
  }
  return !atomic_load_explicit(&d->all->stop, memory_order_relaxed);
}

/* Depth: the two trees' heights, at most 64 in all. */
static void compare_nodes(duel *d, uint32_t node_a, uint32_t node_b) {
  if (d->a->node_left[node_a] == 0)
    return;
  d->steps++;
  relation found = compare_boxes(d, node_a, node_b);
  if (found == APART || !go_on(d))
    return;
  if (found == ABOVE) {
    kill_all(d->a, node_a);
    return;
  }
  const eir_i_kd_node *a = &d->a->tree->nodes[node_a];
  const eir_i_kd_node *b = &d->b->tree->nodes[node_b];
  if (a->left == 0 && b->left == 0) {
    compare_leaves(d, node_a, node_b);
  } else if (b->left != 0 && (a->left == 0 || b->end - b->first >= a->end - a->first)) {
    compare_nodes(d, node_a, b->left + 1); /* the upper half dominates more */
    compare_nodes(d, node_a, b->left);
  } else {
    uint32_t *left = d->a->node_left;
    compare_nodes(d, a->left, node_b);
    compare_nodes(d, a->left + 1, node_b);
    left[node_a] = left[a->left] + left[a->left + 1];
  }
}

/* ---- all pairs ---- */

static void judge(void *context, size_t piece, bool is_caller) {
  contest *all = context;
  size_t n = all->filter->n_dimensions;
  int64_t delta[64];
  assert(n <= 64);
  duel d = {
      .all = all, .a = &all->sides[piece], .delta = delta, .is_caller = is_caller};
  for (size_t j = 0; j < all->count; j++) {
    if (j == piece)
      continue;
    d.b = &all->sides[j];
    for (size_t i = 0; i < n; i++)
      delta[i] = d.a->shift[i] - d.b->shift[i];
    compare_nodes(&d, 0, 0);
  }
  all->steps[piece] = d.steps;
}

static bool is_below_least(const side *s, uint32_t place, size_t n) {
  if (s->least == NULL)
    return false;
  const int64_t *scores = s->tree->scores + place * n;
  for (size_t i = 0; i < n; i++) {
    if (scores[i] < s->least[i])
      return true;
  }
  return false;
}

static bool start_side(side *s, size_t n, eir_i_arena *arena) {
  const eir_i_kd_tree *tree = s->tree;
  s->dead = eir_i_arena_take_array(arena, tree->count, 1);
  s->node_left = eir_i_arena_take_array(arena, tree->n_nodes, sizeof(uint32_t));
  if (s->dead == NULL || s->node_left == NULL)
    return false;
  for (uint32_t i = 0; i < tree->count; i++)
    s->dead[i] = is_below_least(s, i, n) ? 1 : 0;
  for (uint32_t node = tree->n_nodes; node-- > 0;) { /* children come after parents */
    const eir_i_kd_node *at = &tree->nodes[node];
    if (at->left != 0) {
      s->node_left[node] = s->node_left[at->left] + s->node_left[at->left + 1];
      continue;
    }
    for (uint32_t i = at->first; i < at->end; i++)
      s->node_left[node] += !s->dead[i];
  }
  return true;
}

/* A row to sort: its number of scores, the scores, and where its step stands. The count
 * is in front because qsort hands the comparison nothing else. */
static int compare_rows(const void *left, const void *right) {
  const int64_t *a = left, *b = right;
  size_t n = (size_t)a[0];
  for (size_t i = 1; i <= n; i++) {
    if (a[i] != b[i])
      return a[i] > b[i] ? -1 : 1;
  }
  return 0;
}

static bool append_sorted(const eir_i_filter *filter, int64_t *rows, size_t count,
                          const eir_i_step *steps, eir_i_kept *kept) {
  size_t n = filter->n_dimensions, width = n + 2;
  qsort(rows, count, width * sizeof *rows, compare_rows);
  if (!eir_i_array_reserve(&kept->scores, count * n) ||
      !eir_i_array_reserve(&kept->steps, count))
    return false;
  int64_t *to = (int64_t *)kept->scores.items + kept->scores.count;
  eir_i_step *to_steps = (eir_i_step *)kept->steps.items + kept->steps.count;
  for (size_t i = 0; i < count; i++) {
    memcpy(to + i * n, rows + i * width + 1, n * sizeof *to);
    to_steps[i] = steps[rows[i * width + n + 1]];
  }
  kept->scores.count += count * n;
  kept->steps.count += count;
  return true;
}

static bool collect(const eir_i_filter *filter, const contest *all, eir_i_kept *kept) {
  size_t n = filter->n_dimensions, width = n + 2, total = 0, at = 0;
  for (size_t s = 0; s < all->count; s++) {
    for (uint32_t i = 0; i < all->sides[s].tree->count; i++)
      total += !all->sides[s].dead[i];
  }
  if (!eir_i_effort_points(filter->effort, total))
    return false;
  eir_i_memory *memory = filter->memory;
  int64_t *rows = eir_i_allocate_array(memory, total, width * sizeof *rows);
  eir_i_step *steps = eir_i_allocate_array(memory, total, sizeof *steps);
  bool done = rows != NULL && steps != NULL;
  for (size_t s = 0; done && s < all->count; s++) {
    const side *from = &all->sides[s];
    for (uint32_t i = 0; i < from->tree->count; i++) {
      if (from->dead[i])
        continue;
      int64_t *row = rows + at * width;
      row[0] = (int64_t)n;
      for (size_t d = 0; d < n; d++)
        row[d + 1] = from->tree->scores[i * n + d] + from->shift[d];
      row[n + 1] = (int64_t)at;
      steps[at++] = step_of(from, i);
    }
  }
  done = done && append_sorted(filter, rows, total, steps, kept);
  eir_i_release(memory, rows, total * width * sizeof *rows);
  eir_i_release(memory, steps, total * sizeof *steps);
  return done;
}

static bool hold_contest(const eir_i_filter *filter, side *sides, size_t count,
                         eir_i_arena *arena, eir_i_kept *kept) {
  contest all = {.filter = filter, .sides = sides, .count = count};
  atomic_init(&all.stop, false);
  all.steps = eir_i_arena_take_array(arena, count, sizeof *all.steps);
  if (all.steps == NULL)
    return false;
  size_t total = 0;
  for (size_t s = 0; s < count; s++) {
    total += sides[s].tree->count;
    if (!start_side(&sides[s], filter->n_dimensions, arena))
      return false;
  }
  if (!eir_i_effort_spend(filter->effort, total))
    return false;
  eir_i_parallel(total < SMALL ? 1 : filter->n_threads, count, judge, &all);
  if (atomic_load(&all.stop))
    return eir_i_effort_end(filter->effort, EIR_END_STOPPED);
  uint64_t steps = 0;
  for (size_t s = 0; s < count; s++)
    steps += all.steps[s];
  return eir_i_effort_spend(filter->effort, steps) && collect(filter, &all, kept);
}

/* ---- sources ---- */

/* Shifted fronts of one state share its tree. Sources of a state stand together. */
static bool plant_trees(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, side *sides, size_t *out_count,
                        eir_i_arena *arena) {
  eir_i_kd_tree *tree = NULL;
  const int64_t *planted = NULL;
  size_t n_sides = 0;
  for (size_t i = 0; i < count; i++) {
    const eir_i_shifted *source = &sources[i];
    if (source->front.count == 0)
      continue;
    if (tree == NULL || source->front.scores != planted) {
      tree = eir_i_arena_take(arena, sizeof *tree);
      planted = source->front.scores;
      if (tree == NULL || !eir_i_kd_build(tree, planted, source->front.count,
                                          filter->n_dimensions, arena))
        return false;
    }
    sides[n_sides++] = (side){
        .tree = tree, .shift = source->shift, .least = source->least, .source = source};
  }
  *out_count = n_sides;
  return true;
}

static bool merge_group(const eir_i_filter *filter, const eir_i_shifted *sources,
                        size_t count, eir_i_kept *kept) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, filter->memory);
  side *sides = eir_i_arena_take_array(&arena, count, sizeof *sides);
  size_t n_sides = 0;
  bool done = sides != NULL &&
              plant_trees(filter, sources, count, sides, &n_sides, &arena) &&
              hold_contest(filter, sides, n_sides, &arena, kept);
  eir_i_arena_free(&arena);
  return done;
}

/* Merges groups of sources first, then the results, which keep their own steps. */
static bool merge_groups(const eir_i_filter *filter, const eir_i_shifted *sources,
                         size_t count, eir_i_kept *kept, eir_i_kept *groups,
                         eir_i_arena *arena) {
  size_t n_groups = (count + GROUP - 1) / GROUP, n = filter->n_dimensions;
  side *sides = eir_i_arena_take_array(arena, n_groups, sizeof *sides);
  eir_i_kd_tree *trees = eir_i_arena_take_array(arena, n_groups, sizeof *trees);
  size_t *first = eir_i_arena_take_array(arena, n_groups + 1, sizeof *first);
  int64_t *zero = eir_i_arena_take_array(arena, n, sizeof *zero);
  if (sides == NULL || trees == NULL || first == NULL || zero == NULL)
    return false;
  for (size_t g = 0; g < n_groups; g++) {
    size_t size = count - g * GROUP < GROUP ? count - g * GROUP : GROUP;
    if (!merge_group(filter, sources + g * GROUP, size, groups))
      return false;
    first[g + 1] = groups->steps.count;
  }
  size_t n_sides = 0;
  for (size_t g = 0; g < n_groups; g++) {
    uint32_t size = (uint32_t)(first[g + 1] - first[g]);
    if (size == 0)
      continue;
    if (!eir_i_kd_build(&trees[g], (int64_t *)groups->scores.items + first[g] * n, size,
                        n, arena))
      return false;
    sides[n_sides++] = (side){.tree = &trees[g],
                              .shift = zero,
                              .steps = (eir_i_step *)groups->steps.items + first[g]};
  }
  return hold_contest(filter, sides, n_sides, arena, kept);
}

bool eir_i_front_merge_many(const eir_i_filter *filter, const eir_i_shifted *sources,
                            size_t count, eir_i_kept *kept) {
  if (count <= GROUP)
    return merge_group(filter, sources, count, kept);
  eir_i_arena arena;
  eir_i_kept groups;
  eir_i_arena_init(&arena, filter->memory);
  eir_i_array_init(&groups.scores, filter->memory, sizeof(int64_t));
  eir_i_array_init(&groups.steps, filter->memory, sizeof(eir_i_step));
  bool done = merge_groups(filter, sources, count, kept, &groups, &arena);
  eir_i_array_free(&groups.scores);
  eir_i_array_free(&groups.steps);
  eir_i_arena_free(&arena);
  return done;
}
