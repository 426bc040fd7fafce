/* Robust ranges: the least and the most that a party can make of an outcome.
 *
 * A score is a sum of weights times values and what interactions add, and is compared
 * with a reservation. Taken one by one, each of these moves the surplus in one
 * direction, so its extremes lie where every input is at an end of its range: which
 * end, the sign of its factor tells. Weights that are divided by their sum are no
 * exception: the surplus, times that sum, is the sum of each weight times (value + adds
 * - reservation). What is kept in order has its extremes where all of it is low, or
 * high. Only inputs that are drawn together may not be able to go to the ends that this
 * asks for: then the extreme is a bound that need not be reached. */
#ifndef EIR_EXPLAIN_ROBUST_RANGES_H
#define EIR_EXPLAIN_ROBUST_RANGES_H

#include "sample/draws.h"

/* To which ends groups of inputs were sent. */
typedef struct eir_i_ends {
  uint8_t *of_group; /* [n_groups] bits: 1 low, 2 high */
  bool conflict;     /* a group was sent to both */
} eir_i_ends;

/* The numbers of a party's position as ranges, orders kept. */
typedef struct eir_i_ranges {
  const eir_case *the_case;
  uint32_t party;
  const eir_i_recipe *recipe;
  eir_i_rational *low;  /* [n_numbers] */
  eir_i_rational *high; /* [n_numbers] */
  uint32_t *order_of;   /* [n_numbers] which order; EIR_I_NONE */
} eir_i_ranges;

/* Of a party with a recipe, in `arena`. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_ranges_make(const eir_case *the_case, uint32_t party,
                             eir_i_arena *arena, eir_i_ranges *out_ranges);

void eir_i_ends_send(eir_i_ends *ends, uint32_t group, bool high);

/* Does the score of options[n_issues] reach the reservation at the best (`best`), or
 * worst, of all values? EIR_UNKNOWN where the numbers are too long to tell. Notes in
 * `ends` where this sends groups. */
eir_answer eir_i_ranges_reach(const eir_i_ranges *ranges, const uint32_t *options,
                              bool best, eir_i_ends *ends);

/* A position without unknowns that accepts every outcome that the party accepts for
 * some values (`best`), or none that it does not accept for all (else). Only what it
 * accepts is of use: its scores are no scores. *out_usable is false where the numbers
 * are too long. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_ranges_position(const eir_i_ranges *ranges, bool best,
                                 eir_i_arena *arena, eir_i_position *out_position,
                                 bool *out_usable);

#endif
