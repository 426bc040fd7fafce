/* Sums: lists of partial sums, shifted and merged, equal ones together. */
#ifndef EIR_SOLVE_SUMS_H
#define EIR_SOLVE_SUMS_H

#include "solve/pairs.h"

/* A list seen through an option. */
typedef struct eir_i_sums_source {
  eir_i_sums sums;
  const int64_t *gain;  /* [n_dimensions] added to each row */
  const int64_t *bonus; /* [n_dimensions] added as well; NULL: none */
} eir_i_sums_source;

typedef struct eir_i_summing {
  size_t n_dimensions;
  eir_i_memory *memory;
  eir_i_effort *effort;
  const int64_t *least; /* rows below it in any dimension are left out */
  const int64_t *sure;  /* rows at it in all are counted and left out; NULL: none */
  eir_i_u128 sure_ways; /* of those; added to */
  eir_i_array run[2];   /* of int64_t: scratch */
  eir_i_array ends[2];  /* of size_t: scratch */
} eir_i_summing;

void eir_i_summing_init(eir_i_summing *summing, size_t n_dimensions,
                        eir_i_memory *memory, eir_i_effort *effort);
void eir_i_summing_free(eir_i_summing *summing);

/* Appends the union of sources[count], in ascending lexicographic order, to `rows` (of
 * int64_t). Each source is in that order, its rows distinct. False without memory or
 * when the effort ended. Cost: the rows times the logarithm of the sources. */
bool eir_i_sums_unite(eir_i_summing *summing, const eir_i_sums_source *sources,
                      size_t count, eir_i_array *rows) EIR_NO_RESULT_IGNORED;

#endif
