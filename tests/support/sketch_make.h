/* Random sketches of every shape. */
#ifndef EIR_TESTS_SKETCH_MAKE_H
#define EIR_TESTS_SKETCH_MAKE_H

#include "seeded.h"
#include "sketch.h"

/* Makes the sketch of `seed`, with at most `max_outcomes` outcomes. Up to 3,000 the
 * sizes vary and most are far smaller; above, most cases come near it and have large
 * frontiers. Free with sketch_free(). */
sketch *sketch_make(uint64_t seed, size_t max_outcomes);

#endif
