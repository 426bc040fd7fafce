/* Robust plan: what all draws of a case share.
 *
 * A draw changes numbers and which rules hold, but not what the rules say. So rules are
 * worked out once. The options of all issues are *cells* in one row, issue after issue
 * in the order of the search. A rule over one issue bans cells. A rule over several
 * falls into clauses, each of which is a bit: an option that makes the clause true sets
 * it, and when the last issue of the clause is decided the bit must be set. An
 * interaction is a clause too: that its condition is false. Where the bit is not set,
 * the party gets what it adds. */
#ifndef EIR_EXPLAIN_ROBUST_PLAN_H
#define EIR_EXPLAIN_ROBUST_PLAN_H

#include "explain/explaining.h"
#include "sample/draws.h"
#include "solve/problem.h"

typedef struct eir_i_plan_clause {
  uint64_t owner;       /* the signatory that refuses, as a bit; 0: no outcome counts */
  uint32_t input;       /* whether it holds; EIR_I_NONE: it does */
  uint32_t dimension;   /* of an interaction; EIR_I_NONE: a rule */
  uint32_t interaction; /* of the party of the dimension */
  /* NULL: the bits tell all. Else what must be looked at where the bit is not set. */
  const eir_i_clause *whole;
} eir_i_plan_clause;

/* A cell that is ruled out while an input holds. */
typedef struct eir_i_plan_ban {
  uint64_t owner; /* as of a clause */
  uint32_t input;
  uint32_t cell;
} eir_i_plan_ban;

/* What an interaction over one issue adds where the cell is taken. */
typedef struct eir_i_plan_add {
  uint32_t dimension;
  uint32_t interaction;
  uint32_t cell;
} eir_i_plan_add;

typedef struct eir_i_plan {
  const eir_case *the_case;
  const eir_i_inputs *inputs;
  size_t n_issues;
  size_t n_cells;
  size_t n_dimensions; /* signatories with scores */
  bool rated;          /* every signatory has scores: deals have a least surplus */
  bool all_sign;       /* nobody may refuse */
  uint64_t everyone;   /* signatories as bits */
  uint64_t vetoes;
  const uint32_t *party;     /* [n_dimensions] */
  const uint64_t *signatory; /* [n_dimensions] as a bit */
  const int64_t *yardstick; /* [n_dimensions] scale at the middle where none is given */

  uint32_t *issue_at;   /* [n_issues] */
  uint32_t *first_cell; /* [n_issues + 1] by place */
  uint32_t *place_of;   /* [n_issues] */

  const eir_i_plan_clause *clauses; /* [n_clauses] */
  size_t n_clauses;
  size_t n_words;      /* of 64 clauses, at least 1 */
  uint64_t *satisfies; /* [n_cells][n_words] */
  uint64_t *due;       /* [n_issues][n_words] by place: decided there */
  uint64_t *whole;     /* [n_words] clauses that need a look */
  uint64_t *bonus;     /* [n_words] interactions */

  const eir_i_plan_ban *bans; /* [n_bans] */
  size_t n_bans;
  const eir_i_plan_add *adds; /* [n_adds] */
  size_t n_adds;
} eir_i_plan;

/* Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_plan_make(const eir_explanation *explanation,
                           const eir_i_inputs *inputs, eir_i_arena *arena,
                           eir_i_plan *out_plan);

/* Sets out_violated[n_words]: the clauses that the outcome options[n_issues] violates.
 * Bits of interactions: those whose condition is true. */
void eir_i_plan_violated(const eir_i_plan *plan, const uint32_t *options,
                         uint64_t *out_violated);

/* Is a clause that needs a look true? */
bool eir_i_plan_look(const eir_i_plan_clause *clause, const uint32_t *options);

static inline uint32_t eir_i_plan_cell(const eir_i_plan *plan, size_t issue,
                                       uint32_t option) {
  return plan->first_cell[plan->place_of[issue]] + option;
}

#endif
