/* Search levels: a problem laid out for the search in depth.
 *
 * The engine's order falls into blocks: runs of issues that rules tie together, or one
 * issue alone. Before and after a block nothing is left of any rule, so blocks may be
 * decided in any order: those that move the first total most come first. Within a block
 * the states say what the rules still allow, and what each party, and each total, can
 * get from the rest of the block at best. */
#ifndef EIR_SOLVE_SEARCH_LEVELS_H
#define EIR_SOLVE_SEARCH_LEVELS_H

#include "solve/bound.h"

typedef struct eir_i_move {
  uint32_t option;
  uint32_t target; /* state of the next level of the block; 0 after a block */
  uint32_t bonus;  /* row of bonuses, or EIR_I_BONUS_NONE */
  int64_t key;     /* the most of the first total: its own, and the block's rest */
} eir_i_move;

typedef struct eir_i_level {
  uint32_t issue;
  uint32_t n_states;  /* before it */
  uint32_t n_targets; /* after it */
  bool ends;          /* the last of its block */
  uint32_t *first;    /* [n_states + 1] moves of each state */
  eir_i_move *moves;  /* of each state, greatest key first */
  int64_t *rows;      /* [n_options][m] scores, then totals */
  int64_t *rest;      /* [n_targets][m] the most that the rest of the block can add */
  int64_t *need;      /* [n_targets][m] what must have been reached by then */
  int64_t need_key;   /* sum and key of the first total must reach this */
} eir_i_level;

typedef struct eir_i_levels {
  const eir_i_problem *problem;
  const eir_i_states *states;
  const eir_i_bound *bound; /* with a total, at least */
  size_t n, m;              /* dimensions; and with totals */
  size_t n_levels;
  eir_i_level *levels; /* [n_levels] */
  int64_t *most;       /* [n_levels][m] of a whole block, with its last level; else 0 */
  int64_t *bonuses;    /* rows of m */
} eir_i_levels;

/* Lays out. Of the options of a class that another of the class is at least as good as
 * for everybody, all but the first are left out. *out_large: too many moves, nothing
 * was made. False without memory. */
bool eir_i_levels_make(const eir_i_problem *problem, const eir_i_states *states,
                       const eir_i_bound *bound, eir_i_arena *arena,
                       eir_i_levels *out_levels, bool *out_large) EIR_NO_RESULT_IGNORED;

/* Finds `need` again, after the bound was raised. */
void eir_i_levels_find_needs(eir_i_levels *levels);

#endif
