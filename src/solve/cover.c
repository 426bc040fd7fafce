/* Cover: one pass over a front, best sums first, with a k-d tree of what was kept. */
#include "solve/cover.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "solve/kdtree.h"

#include "base/banned.h"

/* Losses are rounded up to a part of the budget: the fewer different ones there are,
 * the more often one vector can stand for another in the filters. Small fronts stay
 * whole. */
enum { LOSS_STEPS = 8, SMALL_FRONT = 32, MOST_DEPTH = 128 };

typedef struct thinning {
  const eir_i_cover *cover;
  int64_t budget;
  size_t n; /* the loss included */
  int64_t *scores;
  eir_i_kd_tree tree;
  uint32_t *parent;  /* [n_nodes] */
  uint32_t *leaf_of; /* [count] by place in the tree */
  uint32_t *place;   /* [count] in the tree, by index in the front */
  uint8_t *has_kept; /* [n_nodes] */
  uint8_t *kept;     /* [count] by index in the front */
  int64_t *demand;   /* [n] what a stand-in must have at least */
} thinning;

bool eir_i_cover_add_loss(eir_i_problem *problem, eir_i_arena *arena) {
  size_t m = problem->n_dimensions, n = m + 1, n_issues = problem->n_issues;
  int64_t **gain = eir_i_arena_take_array(arena, n_issues, sizeof *gain);
  int64_t *floor = eir_i_arena_take_array(arena, n, sizeof *floor);
  if (gain == NULL || floor == NULL)
    return false;
  for (size_t i = 0; i < n_issues; i++) {
    size_t n_options = problem->n_options[i];
    gain[i] = eir_i_arena_take_array(arena, n_options, n * sizeof(int64_t));
    if (gain[i] == NULL)
      return false;
    for (size_t o = 0; o < n_options; o++)
      memcpy(gain[i] + o * n, problem->gain[i] + o * m, m * sizeof(int64_t));
  }
  memcpy(floor, problem->floor, m * sizeof *floor);
  floor[m] = INT64_MIN;
  problem->gain = gain;
  problem->floor = floor;
  problem->n_dimensions = n;
  return true;
}

int64_t eir_i_cover_budget(const eir_i_cover *cover, size_t done, size_t n_issues) {
  if (done == n_issues)
    return cover->epsilon;
  eir_i_i128 part = (eir_i_i128)cover->epsilon * (eir_i_i128)done;
  return (int64_t)(part / (2 * (eir_i_i128)n_issues));
}

/* ---- the tree of what was kept ---- */

static bool plant(thinning *t, size_t count, eir_i_arena *arena) {
  if (!eir_i_kd_build(&t->tree, t->scores, (uint32_t)count, t->n, arena))
    return false;
  const eir_i_kd_tree *tree = &t->tree;
  t->parent = eir_i_arena_take_array(arena, tree->n_nodes, sizeof *t->parent);
  t->has_kept = eir_i_arena_take_array(arena, tree->n_nodes, 1);
  t->leaf_of = eir_i_arena_take_raw(arena, count, sizeof *t->leaf_of);
  t->place = eir_i_arena_take_raw(arena, count, sizeof *t->place);
  t->kept = eir_i_arena_take_array(arena, count, 1);
  t->demand = eir_i_arena_take_array(arena, t->n, sizeof *t->demand);
  if (t->parent == NULL || t->has_kept == NULL || t->leaf_of == NULL ||
      t->place == NULL || t->kept == NULL || t->demand == NULL)
    return false;
  for (uint32_t node = 0; node < tree->n_nodes; node++) {
    const eir_i_kd_node *at = &tree->nodes[node];
    if (at->left != 0)
      t->parent[at->left] = t->parent[at->left + 1] = node;
    for (uint32_t i = at->first; at->left == 0 && i < at->end; i++)
      t->leaf_of[i] = node;
  }
  for (uint32_t i = 0; i < count; i++)
    t->place[tree->number[i]] = i;
  return true;
}

static void keep(thinning *t, uint32_t index) {
  t->kept[index] = 1;
  for (uint32_t node = t->leaf_of[t->place[index]]; !t->has_kept[node];
       node = t->parent[node]) {
    t->has_kept[node] = 1;
    if (node == 0)
      break;
  }
}

static bool meets(const int64_t *scores, const int64_t *demand, size_t n) {
  for (size_t d = 0; d < n; d++) {
    if (scores[d] < demand[d])
      return false;
  }
  return true;
}

/* The index of a kept vector that meets the demand, or UINT32_MAX. Counts its steps. */
static uint32_t find_stand_in(const thinning *t, uint64_t *steps) {
  const eir_i_kd_tree *tree = &t->tree;
  size_t m = t->n - 1; /* the loss is not demanded */
  uint32_t stack[MOST_DEPTH];
  size_t depth = 0;
  stack[depth++] = 0;
  while (depth > 0) {
    uint32_t node = stack[--depth];
    ++*steps;
    if (!t->has_kept[node] || !meets(tree->most + node * t->n, t->demand, m))
      continue;
    const eir_i_kd_node *at = &tree->nodes[node];
    if (at->left != 0) {
      assert(depth + 2 <= MOST_DEPTH);
      stack[depth++] = at->left;
      stack[depth++] = at->left + 1; /* the upper half first */
      continue;
    }
    *steps += at->end - at->first;
    for (uint32_t i = at->first; i < at->end; i++) {
      if (t->kept[tree->number[i]] && meets(tree->scores + i * t->n, t->demand, m))
        return tree->number[i];
    }
  }
  return UINT32_MAX;
}

/* ---- charging ---- */

static int64_t *row(const thinning *t, uint32_t index) {
  return t->scores + index * t->n;
}

/* A stand-in may be worse than the vector by what is left of the budget. */
static void set_demand(thinning *t, const int64_t *vector) {
  size_t m = t->n - 1;
  eir_i_i128 left = t->budget - vector[m];
  assert(left >= 0);
  for (size_t d = 0; d < m; d++)
    t->demand[d] = vector[d] - (int64_t)(left * t->cover->scale[d] / EIR_I_COVER_ONE);
}

/* Makes the stand-in carry what is lost by leaving the vector out. */
static void charge(const thinning *t, int64_t *stand_in, const int64_t *vector) {
  size_t m = t->n - 1;
  int64_t most = 0;
  for (size_t d = 0; d < m; d++) {
    eir_i_i128 worse = (eir_i_i128)vector[d] - stand_in[d];
    eir_i_i128 scale = t->cover->scale[d];
    if (worse <= 0)
      continue;
    int64_t loss = (int64_t)((worse * EIR_I_COVER_ONE + scale - 1) / scale);
    if (loss > most)
      most = loss;
  }
  int64_t total = vector[m] + most, part = t->budget / LOSS_STEPS;
  assert(total <= t->budget);
  if (part > 0)
    total = (total + part - 1) / part * part;
  if (total > t->budget)
    total = t->budget;
  if (total > stand_in[m])
    stand_in[m] = total;
}

typedef struct ranked {
  double sum; /* of utilities: only the order of work hangs on it */
  uint32_t index;
} ranked;

static int compare_ranked(const void *left, const void *right) {
  const ranked *a = left, *b = right;
  if (a->sum != b->sum)
    return a->sum > b->sum ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

static ranked *rank_by_sum(const thinning *t, size_t count, eir_i_arena *arena) {
  ranked *order = eir_i_arena_take_raw(arena, count, sizeof *order);
  for (uint32_t i = 0; order != NULL && i < count; i++) {
    order[i] = (ranked){0, i};
    for (size_t d = 0; d + 1 < t->n; d++)
      order[i].sum += (double)row(t, i)[d] / (double)t->cover->scale[d];
  }
  if (order != NULL)
    qsort(order, count, sizeof *order, compare_ranked);
  return order;
}

static bool thin(thinning *t, size_t count, eir_i_effort *effort, eir_i_arena *arena) {
  ranked *order = rank_by_sum(t, count, arena);
  if (order == NULL || !plant(t, count, arena))
    return false;
  for (size_t i = 0; i < count; i++) {
    uint32_t index = order[i].index;
    uint64_t steps = 1;
    set_demand(t, row(t, index));
    uint32_t stand_in = find_stand_in(t, &steps);
    if (stand_in == UINT32_MAX)
      keep(t, index);
    else
      charge(t, row(t, stand_in), row(t, index));
    if (!eir_i_effort_spend(effort, steps))
      return false;
  }
  return true;
}

bool eir_i_cover_thin(const eir_i_cover *cover, int64_t budget, size_t n,
                      int64_t *scores, eir_i_step *steps, size_t *count,
                      eir_i_memory *memory, eir_i_effort *effort) {
  if (budget == 0 || *count < SMALL_FRONT)
    return true;
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  thinning t = {.cover = cover, .budget = budget, .n = n, .scores = scores};
  bool done = thin(&t, *count, effort, &arena);
  size_t left = 0;
  for (size_t i = 0; done && i < *count; i++) {
    if (!t.kept[i])
      continue;
    memmove(scores + left * n, scores + i * n, n * sizeof *scores);
    steps[left++] = steps[i];
  }
  if (done)
    *count = left;
  eir_i_arena_free(&arena);
  return done;
}
