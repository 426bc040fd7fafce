/* The shrinker: makes a failing case small. */
#ifndef EIR_TESTS_SHRINK_H
#define EIR_TESTS_SHRINK_H

#include "sketch.h"

/* Does the case (still) fail? */
typedef bool (*shrink_fails)(const sketch *s, void *user);

/* Given a failing sketch, tries to leave out parties, issues, options and rules and to
 * make numbers simpler, for as long as it still fails. Free the result with
 * sketch_free(). */
sketch *shrink_sketch(const sketch *failing, shrink_fails fails, void *user);

#endif
