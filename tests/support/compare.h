/* Compares everything that the public interface says of a case with the oracle. */
#ifndef EIR_TESTS_COMPARE_H
#define EIR_TESTS_COMPARE_H

#include "oracle.h"
#include "run.h"

/* How often each shape of case was seen, so that a test can see that none is
 * missing. */
typedef struct shapes {
  size_t cases, deals, no_deals, ties, interactions, red_lines, constraints, uncertain,
      only_possible, quotas, vetoes, needs, stances, all_stances, mixed_stances, ranges,
      breakpoints, awards, caps, powers, scales, no_reservation, points, weights,
      rounded, negative, one_option, one_party, five_or_more, equal_vectors, winners,
      splits, met_exactly, large_frontier, no_gain;
} shapes;

/* Adds up the shapes of a case and its answer. */
void shapes_add(shapes *total, const oracle *o);
/* The name of a shape that never occurred, or NULL. */
const char *shapes_missing(const shapes *total);

/* Solves the sketch in several ways and compares; true if all is right. `seen` may be
 * NULL. */
bool compare_sketch(const sketch *s, shapes *seen, verdict *v);

/* Compares one answer; `compare_case` first, that the case was read right. */
bool compare_case(const run *r, const oracle *o, verdict *v);
bool compare_answer(const run *r, const oracle *o, verdict *v);
bool compare_solutions(const run *r, const oracle *o, verdict *v);
bool compare_winner(const run *r, const oracle *o, verdict *v);

#endif
