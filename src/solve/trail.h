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

/* The steps into a layer. Where a parent's number and an option fit into 32 bits
 * together, which they nearly always do, they are held so: the trail is most of what a
 * run remembers. */
typedef struct eir_i_trail_layer {
  const uint32_t *narrow; /* [count] parent << option_bits | option; NULL: see `wide` */
  const eir_i_step *wide; /* [count] */
  unsigned option_bits;
} eir_i_trail_layer;

typedef struct eir_i_trail {
  const eir_i_trail_layer *layers; /* [n_layers + 1] from 1 on */
  size_t n_layers;          /* layers known so far; the next step makes one more */
  const uint32_t *issue_at; /* [n_issues] the order of issues */
} eir_i_trail;

/* Holds steps[count] as a layer; their parents are below n_parents, their options below
 * n_options. False without memory. */
bool eir_i_trail_hold(const eir_i_step *steps, size_t count, size_t n_parents,
                      uint32_t n_options, eir_i_arena *arena,
                      eir_i_trail_layer *out_layer) EIR_NO_RESULT_IGNORED;

/* Of two steps out of the last known layer: which outcome comes first, in the order of
 * issues and options? Below 0: a, above 0: b, 0: the same outcome. Cost: walks back
 * until the two meet. */
int eir_i_trail_compare(const eir_i_trail *trail, eir_i_step a, eir_i_step b);

/* Writes the outcomes that end in the vectors place[count] of the last known layer, as
 * rows of outcomes[count][n_layers], indexed by issue; place is spent. All walk back
 * side by side, so that their steps are read in the order they lie in. */
void eir_i_trail_outcomes(const eir_i_trail *trail, size_t count, uint32_t *place,
                          uint32_t *outcomes);

#endif
