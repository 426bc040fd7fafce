/* Fronts: sets of score vectors of which none dominates another, and the filters that
 * make the next one.
 *
 * A filter gets shifted fronts (each vector of a front plus the same shift) and keeps
 * the vectors of their union that no other dominates, each once. Every front is in
 * descending lexicographic order. Of equal vectors the one whose outcome comes first is
 * kept; that is asked of the trail, which remembers how each vector was made. */
#ifndef EIR_SOLVE_FRONT_H
#define EIR_SOLVE_FRONT_H

#include "solve/effort.h"
#include "solve/trail.h"

/* Vectors of one state of one layer. */
typedef struct eir_i_front {
  const int64_t *scores; /* [count][n_dimensions] */
  uint32_t first;        /* number of its first vector within the layer */
  uint32_t count;
} eir_i_front;

/* A front seen through an option. Only vectors with score[d] >= least[d] in every
 * dimension take part: the others cannot reach a reservation any more. */
typedef struct eir_i_shifted {
  eir_i_front front;
  const int64_t *shift; /* [n_dimensions] */
  const int64_t *least; /* [n_dimensions] */
  uint32_t option;
} eir_i_shifted;

/* Where a filter puts what it keeps. */
typedef struct eir_i_kept {
  eir_i_array scores; /* of int64_t, rows of n_dimensions */
  eir_i_array steps;  /* of eir_i_step */
} eir_i_kept;

typedef struct eir_i_filter {
  size_t n_dimensions;
  eir_i_memory *memory;
  eir_i_effort *effort;
  const eir_i_trail *trail;
  size_t n_threads;
} eir_i_filter;

/* Appends the filtered union of sources[count] to `kept`; the filter is chosen by the
 * number of dimensions. False without memory or when the effort ended. */
bool eir_i_front_merge(const eir_i_filter *filter, const eir_i_shifted *sources,
                       size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;

/* The filters, each for its number of dimensions. */
bool eir_i_front_merge_one(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;
bool eir_i_front_merge_two(const eir_i_filter *filter, const eir_i_shifted *sources,
                           size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;
bool eir_i_front_merge_three(const eir_i_filter *filter, const eir_i_shifted *sources,
                             size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;
bool eir_i_front_merge_many(const eir_i_filter *filter, const eir_i_shifted *sources,
                            size_t count, eir_i_kept *kept) EIR_NO_RESULT_IGNORED;

/* Walks a front and tests that it is ordered, distinct and free of dominance; for
 * asserts and tests. Quadratic. */
bool eir_i_front_check(const int64_t *scores, size_t count, size_t n_dimensions);

#endif
