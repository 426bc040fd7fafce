/* Changes of a sketch: what the shrinker tries, and what the metamorphic tests do. Each
 * makes a new sketch, or NULL where it does not apply. */
#ifndef EIR_TESTS_SKETCH_CHANGE_H
#define EIR_TESTS_SKETCH_CHANGE_H

#include "sketch.h"

/* A party disappears with its position; awards between it and another, too. */
sketch *sketch_without_party(const sketch *s, size_t party);
/* An issue disappears; what rules say of it becomes true. */
sketch *sketch_without_issue(const sketch *s, size_t issue);
/* An option disappears; of a range, only the first or last can. */
sketch *sketch_without_option(const sketch *s, size_t issue, size_t option);

/* New order: party (issue) number i was number order[i]. */
sketch *sketch_permute_parties(const sketch *s, const uint32_t *order);
sketch *sketch_permute_issues(const sketch *s, const uint32_t *order);
/* The same for the options of a list or an award. */
sketch *sketch_permute_options(const sketch *s, size_t issue, const uint32_t *order);
/* A list's option becomes two that mean the same; the new one stands last. */
sketch *sketch_split_option(const sketch *s, size_t issue, size_t option);
/* Multiplies all that is in a party's points by factor / divisor. */
sketch *sketch_scale_party(const sketch *s, size_t party, int64_t factor,
                           int64_t divisor);

#endif
