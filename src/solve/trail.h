/* Trail: how each kept vector was made, one step a layer, so that outcomes can be read
 * back and compared without being stored. */
#ifndef EIR_SOLVE_TRAIL_H
#define EIR_SOLVE_TRAIL_H

#include "base/memory.h"

/* The vector came from number `parent` of the layer before by taking `option`. */
typedef struct eir_i_step {
  uint32_t parent;
  uint32_t option;
} eir_i_step;

typedef struct eir_i_trail {
  const eir_i_step *const
      *layers;              /* layers[t]: steps into layer t, t = 1 .. n_layers */
  size_t n_layers;          /* layers known so far; the next step makes one more */
  const uint32_t *issue_at; /* [n_issues] the order of issues */
} eir_i_trail;

/* Of two steps out of the last known layer: which outcome comes first, in the order of
 * issues and options? Below 0: a, above 0: b, 0: the same outcome. Cost: walks back
 * until the two meet. */
int eir_i_trail_compare(const eir_i_trail *trail, eir_i_step a, eir_i_step b);

/* Writes the outcome that ends in vector `number` of the last known layer:
 * outcome[n_layers], indexed by issue. */
void eir_i_trail_outcome(const eir_i_trail *trail, uint32_t number, uint32_t *outcome);

#endif
