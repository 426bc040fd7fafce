/* Search: a good outcome and good multipliers for one goal, without proof.
 *
 * Multipliers turn the scores of all parties into one sum. The best sum over all
 * outcomes that meet the rules is a small dynamic program, and bounds what any of them
 * can reach (a Lagrangian bound). The multipliers are moved to where the bound is
 * least; the outcomes met on the way are improved by swapping one or two issues. All of
 * it is in doubles and proves nothing: bound.h turns multipliers into a proof. */
#ifndef EIR_SOLVE_SEARCH_H
#define EIR_SOLVE_SEARCH_H

#include "solve/states.h"

typedef enum eir_i_goal_kind {
  EIR_I_GOAL_PRODUCT, /* of (s - base)^measure over the parties with measure > 0 */
  EIR_I_GOAL_LEAST,   /* the least (s - base) * measure, over the same */
  EIR_I_GOAL_SUM      /* of s * measure */
} eir_i_goal_kind;

/* What is sought. Arrays are [n_dimensions] of the problem. */
typedef struct eir_i_goal {
  eir_i_goal_kind kind;
  const int64_t *base;
  const double *measure; /* >= 0 */
  const int64_t *floor;  /* least score that counts; INT64_MIN: any. Of a product above
                            the base */
  const int64_t *cap;    /* a higher score counts as this; INT64_MAX: none */
  double enough;         /* the search ends at this, or when it is known to be out of
                            reach; HUGE_VAL: seek the most */
  double sharpness;      /* of the least: 0, or how sharply small gains count more */
} eir_i_goal;

typedef struct eir_i_searched {
  bool found;          /* an outcome that meets the rules and the floors */
  uint32_t *outcome;   /* [n_issues] */
  int64_t *scores;     /* [n_dimensions] of it, capped */
  double *multipliers; /* [n_dimensions] >= 0; of a sum those of the floors alone */
  double *floor_parts; /* [n_dimensions] the part of a multiplier that is a floor's */
  double bound;        /* no outcome has more, up to rounding; of a product its log */
} eir_i_searched;

/* Searches the outcomes of a problem; `states` are its own, and feasible.
 * Returns EIR_OK (also when the effort ended, with what was found) or EIR_NO_MEMORY.
 * Cost: some hundred passes over the states, and over all pairs of options. */
eir_status eir_i_search(const eir_i_problem *problem, const eir_i_states *states,
                        const eir_i_goal *goal, eir_i_effort *effort,
                        eir_i_arena *arena, eir_i_searched *out_searched);

#endif
