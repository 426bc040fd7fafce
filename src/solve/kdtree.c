/* K-d tree: halves at the median of the widest side, down to leaves of a few vectors.
 *
 * Sides are measured against the whole front's, so that a party with large numbers does
 * not take all the cuts. */
#include "solve/kdtree.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

typedef struct build {
  eir_i_kd_tree *tree;
  const int64_t *scores;
  uint32_t *number;
} build;

static int64_t value(const build *b, uint32_t number, size_t dimension) {
  return b->scores[(size_t)number * b->tree->n_dimensions + dimension];
}

/* Quickselect: afterwards no value before `middle` exceeds one from it on. Pivots are
 * medians of three; ties split evenly, so equal values do no harm. */
static void split_at(build *b, uint32_t first, uint32_t end, uint32_t middle,
                     size_t d) {
  while (end - first > 2) {
    uint32_t *number = b->number;
    int64_t low = value(b, number[first], d);
    int64_t mid = value(b, number[first + (end - first) / 2], d);
    int64_t high = value(b, number[end - 1], d);
    int64_t lower = low < mid ? low : mid, upper = low < mid ? mid : low;
    int64_t pivot = high < lower ? lower : high > upper ? upper : high;
    uint32_t i = first, j = end - 1;
    for (;;) {
      while (value(b, number[i], d) < pivot)
        i++;
      while (value(b, number[j], d) > pivot)
        j--;
      if (i >= j)
        break;
      uint32_t swap = number[i];
      number[i++] = number[j];
      number[j--] = swap;
    }
    /* first..j at most the pivot, j+1..end at least. */
    if (i == j && value(b, number[j], d) > pivot)
      j--;
    uint32_t cut = j + 1;
    if (cut <= first || cut >= end)
      return; /* all equal */
    if (middle < cut)
      end = cut;
    else
      first = cut;
  }
  if (end - first == 2 &&
      value(b, b->number[first], d) > value(b, b->number[first + 1], d)) {
    uint32_t swap = b->number[first];
    b->number[first] = b->number[first + 1];
    b->number[first + 1] = swap;
  }
}

static void make_box(build *b, uint32_t node) {
  eir_i_kd_tree *tree = b->tree;
  size_t n = tree->n_dimensions;
  int64_t *least = tree->least + node * n, *most = tree->most + node * n;
  for (size_t d = 0; d < n; d++) {
    least[d] = INT64_MAX;
    most[d] = INT64_MIN;
  }
  for (uint32_t i = tree->nodes[node].first; i < tree->nodes[node].end; i++) {
    for (size_t d = 0; d < n; d++) {
      int64_t score = value(b, b->number[i], d);
      if (score < least[d])
        least[d] = score;
      if (score > most[d])
        most[d] = score;
    }
  }
}

static size_t widest_side(const eir_i_kd_tree *tree, uint32_t node) {
  size_t n = tree->n_dimensions, widest = 0;
  double width = -1;
  for (size_t d = 0; d < tree->n_cuts; d++) {
    double whole = (double)tree->most[d] - (double)tree->least[d];
    double side = (double)tree->most[node * n + d] - (double)tree->least[node * n + d];
    double share = whole > 0 ? side / whole : 0;
    if (share > width) {
      width = share;
      widest = d;
    }
  }
  return widest;
}

/* Nodes are made in the order of their numbers: no recursion. */
static void grow(build *b) {
  eir_i_kd_tree *tree = b->tree;
  tree->nodes[0] = (eir_i_kd_node){0, tree->count, 0};
  tree->n_nodes = 1;
  for (uint32_t node = 0; node < tree->n_nodes; node++) {
    make_box(b, node);
    uint32_t first = tree->nodes[node].first, end = tree->nodes[node].end;
    if (end - first <= EIR_I_KD_LEAF)
      continue;
    uint32_t middle = first + (end - first) / 2;
    split_at(b, first, end, middle, widest_side(tree, node));
    tree->nodes[node].left = tree->n_nodes;
    tree->nodes[tree->n_nodes++] = (eir_i_kd_node){first, middle, 0};
    tree->nodes[tree->n_nodes++] = (eir_i_kd_node){middle, end, 0};
  }
}

bool eir_i_kd_build(eir_i_kd_tree *tree, const int64_t *scores, uint32_t count,
                    size_t n_dimensions, size_t n_cuts, eir_i_arena *arena) {
  assert(count > 0);
  /* Leaves hold more than half of EIR_I_KD_LEAF, the root apart. */
  size_t most_nodes = 2 * ((size_t)count / (EIR_I_KD_LEAF / 2) + 1) + 1;
  size_t row = n_dimensions * sizeof(int64_t);
  *tree =
      (eir_i_kd_tree){.n_dimensions = n_dimensions, .n_cuts = n_cuts, .count = count};
  tree->nodes = eir_i_arena_take_raw(arena, most_nodes, sizeof(eir_i_kd_node));
  tree->least = eir_i_arena_take_raw(arena, most_nodes, row);
  tree->most = eir_i_arena_take_raw(arena, most_nodes, row);
  tree->scores = eir_i_arena_take_raw(arena, count, row);
  tree->number = eir_i_arena_take_raw(arena, count, sizeof(uint32_t));
  if (tree->nodes == NULL || tree->least == NULL || tree->most == NULL ||
      tree->scores == NULL || tree->number == NULL)
    return false;
  for (uint32_t i = 0; i < count; i++)
    tree->number[i] = i;
  build b = {tree, scores, tree->number};
  grow(&b);
  assert(tree->n_nodes <= most_nodes);
  for (uint32_t i = 0; i < count; i++)
    memcpy(tree->scores + i * n_dimensions, scores + tree->number[i] * n_dimensions,
           row);
  return true;
}

static void make_rows(const eir_i_kd_tree *tree, const eir_i_key_scale *scale,
                      const int64_t *scores, size_t count, int32_t *keys) {
  size_t n = tree->n_dimensions, width = tree->n_lanes * EIR_I_LANES;
  for (size_t i = 0; i < count; i++) {
    for (size_t d = 0; d < n; d++) {
      uint64_t above = (uint64_t)scores[i * n + d] - (uint64_t)scale->base[d];
      keys[i * width + d] = (int32_t)(above >> scale->shift[d]);
    }
    for (size_t d = n; d < width; d++)
      keys[i * width + d] = 0;
  }
}

static void make_columns(eir_i_kd_tree *tree) {
  size_t width = tree->n_lanes * EIR_I_LANES;
  for (size_t d = 0; d < tree->n_dimensions; d++) {
    int32_t *column = tree->columns + d * tree->column_size;
    for (size_t i = 0; i < tree->count; i++)
      column[i] = tree->key[i * width + d];
    for (size_t i = tree->count; i < tree->column_size; i++)
      column[i] = INT32_MIN;
  }
}

bool eir_i_kd_make_keys(eir_i_kd_tree *tree, const eir_i_key_scale *scale,
                        eir_i_arena *arena) {
  tree->n_lanes = (tree->n_dimensions + EIR_I_LANES - 1) / EIR_I_LANES;
  size_t row = tree->n_lanes * EIR_I_LANES * sizeof(int32_t);
  tree->key = eir_i_arena_take_raw(arena, tree->count, row);
  tree->key_least = eir_i_arena_take_raw(arena, tree->n_nodes, row);
  tree->key_most = eir_i_arena_take_raw(arena, tree->n_nodes, row);
  tree->column_size = (size_t)tree->count + EIR_I_LANES;
  tree->columns = eir_i_arena_take_raw(arena, tree->n_dimensions,
                                       tree->column_size * sizeof(int32_t));
  if (tree->key == NULL || tree->key_least == NULL || tree->key_most == NULL ||
      tree->columns == NULL)
    return false;
  make_rows(tree, scale, tree->scores, tree->count, tree->key);
  make_rows(tree, scale, tree->least, tree->n_nodes, tree->key_least);
  make_rows(tree, scale, tree->most, tree->n_nodes, tree->key_most);
  make_columns(tree);
  return true;
}
