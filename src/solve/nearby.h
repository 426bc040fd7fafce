/* Nearby: asks whether some vector added so far meets a demand in every dimension.
 *
 * A k-d tree that grows, with up to eight children a node: vectors go to a leaf, and a
 * leaf that is full is cut in two (after Robinson's K-D-B trees, 1981). A node knows
 * the most that the vectors below each child have in each dimension, and passes by a
 * child whose most does not meet the demand. Keys have 32 bits and stand in blocks of
 * eight, dimension by dimension, so that eight children or vectors are tested at
 * once. */
#ifndef EIR_SOLVE_NEARBY_H
#define EIR_SOLVE_NEARBY_H

#include "base/memory.h"

enum { EIR_I_NEARBY_NONE = -1, EIR_I_NEARBY_MOST_DIMENSIONS = 64 };

typedef struct eir_i_nearby {
  size_t n_dimensions; /* at least 1: without dimensions, one that is always 0 */
  uint32_t count;      /* vectors added; they are numbered from 0 in that order */
  eir_i_array nodes;   /* the root first */
  eir_i_array most;    /* of int32_t: a block for each node */
  eir_i_array leaves;
  eir_i_array keys; /* of int32_t: the blocks of the leaves */
} eir_i_nearby;

/* Decides whether vector `number` meets the demand exactly: keys are rounded. */
typedef bool eir_i_nearby_test(const void *context, uint32_t number);

/* Cheap: memory is taken as vectors come. */
void eir_i_nearby_init(eir_i_nearby *t, size_t n_dimensions, eir_i_memory *memory);
void eir_i_nearby_free(eir_i_nearby *t);

/* Adds a vector by its keys [n_dimensions], none below 0. False without memory. Cost:
 * the depth, and now and then a sort of one leaf. */
bool eir_i_nearby_add(eir_i_nearby *t, const int32_t *key) EIR_NO_RESULT_IGNORED;

/* The number of a vector that has at least `demand` in every key and passes the test,
 * or EIR_I_NEARBY_NONE. Looks first where `near` would stand. No demand is below 0.
 * Adds the boxes and vectors looked at to *steps. */
int64_t eir_i_nearby_find(const eir_i_nearby *t, const int32_t *demand,
                          const int32_t *near, eir_i_nearby_test *test,
                          const void *context, uint64_t *steps);

#endif
