/* K-d tree: a static tree of boxes over the vectors of a front (Bentley 1975). */
#ifndef EIR_SOLVE_KDTREE_H
#define EIR_SOLVE_KDTREE_H

#include "base/memory.h"

enum { EIR_I_KD_LEAF = 16 };

/* A node covers vectors first .. end-1. Inner nodes have children left and left + 1. */
typedef struct eir_i_kd_node {
  uint32_t first;
  uint32_t end;
  uint32_t left; /* 0: a leaf */
} eir_i_kd_node;

typedef struct eir_i_kd_tree {
  size_t n_dimensions;
  uint32_t count;
  uint32_t n_nodes;
  eir_i_kd_node *nodes;
  int64_t *least;   /* [n_nodes][n_dimensions] the box of a node */
  int64_t *most;    /* [n_nodes][n_dimensions] */
  int64_t *scores;  /* [count][n_dimensions] in the tree's order */
  uint32_t *number; /* [count] index in the front */
} eir_i_kd_tree;

/* Builds over scores[count][n_dimensions], count > 0. False without memory. Cost:
 * n log n. */
bool eir_i_kd_build(eir_i_kd_tree *tree, const int64_t *scores, uint32_t count,
                    size_t n_dimensions, eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

#endif
