/* K-d tree: a static tree of boxes over the vectors of a front (Bentley 1975). */
#ifndef EIR_SOLVE_KDTREE_H
#define EIR_SOLVE_KDTREE_H

#include "base/memory.h"

enum { EIR_I_KD_LEAF = 48 };

/* A node covers vectors first .. end-1. Inner nodes have children left and left + 1. */
typedef struct eir_i_kd_node {
  uint32_t first;
  uint32_t end;
  uint32_t left; /* 0: a leaf */
} eir_i_kd_node;

typedef struct eir_i_kd_tree {
  size_t n_dimensions;
  size_t n_cuts;
  uint32_t count;
  uint32_t n_nodes;
  eir_i_kd_node *nodes;
  int64_t *least;   /* [n_nodes][n_dimensions] the box of a node */
  int64_t *most;    /* [n_nodes][n_dimensions] */
  int64_t *scores;  /* [count][n_dimensions] in the tree's order */
  uint32_t *number; /* [count] index in the front */

  /* The same in 32 bits, rows of n_lanes * EIR_I_LANES, for fast tests; see
   * eir_i_kd_make_keys(). Lanes beyond the dimensions are 0. */
  size_t n_lanes;
  int32_t *key;       /* [count] */
  int32_t *key_least; /* [n_nodes] */
  int32_t *key_most;  /* [n_nodes] */
  /* The keys of the vectors once more, dimension by dimension, so that a leaf can be
   * tested four vectors at a time; each column ends with what is below every key. */
  int32_t *columns;
  size_t column_size;
} eir_i_kd_tree;

/* Builds over scores[count][n_dimensions], count > 0, cutting along the first n_cuts
 * dimensions only. False without memory. Cost: n log n. */
bool eir_i_kd_build(eir_i_kd_tree *tree, const int64_t *scores, uint32_t count,
                    size_t n_dimensions, size_t n_cuts,
                    eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

/* How scores become keys: (score - base) >> shift, rounded down. Monotone, so a score
 * that is at least another has a key that is at least the other's. */
typedef struct eir_i_key_scale {
  const int64_t *base;   /* [n_dimensions] at most any score */
  const unsigned *shift; /* [n_dimensions] such that keys stay below 2^29 */
} eir_i_key_scale;

/* Fills the keys; trees that are compared share a scale. False without memory. */
bool eir_i_kd_make_keys(eir_i_kd_tree *tree, const eir_i_key_scale *scale,
                        eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

#endif
