/* Search game: the mix of parties that makes the best outcome, weighed by it, least.
 *
 * A game of outcomes against parties (von Neumann 1928): the value of its best mixed
 * strategies bounds what the least gain can be. Outcomes come one by one, as the column
 * generation of a linear program (Kelley 1960; Dantzig and Wolfe 1960). */
#ifndef EIR_SOLVE_SEARCH_GAME_H
#define EIR_SOLVE_SEARCH_GAME_H

#include "base/memory.h"

enum { EIR_I_SEARCH_GAME_ROWS = 65 }; /* 64 parties at most, and one */

typedef struct eir_i_search_game {
  size_t n;      /* parties */
  double value;  /* of the game with the outcomes so far */
  size_t filled; /* basic variables so far: 0 or n + 1 */
  /* Basic variables as columns: [n + 1][n + 1], the last entry 1 for an outcome. */
  double *basis;
  size_t level;      /* which one is the value itself: it stays */
  double *work;      /* [n + 1][n + 2] scratch */
  double *share;     /* [n + 1] scratch: the mix of outcomes */
  double *direction; /* [n + 1] scratch */
} eir_i_search_game;

/* False without memory. */
bool eir_i_search_game_make(eir_i_search_game *game, size_t n_parties,
                            eir_i_arena *arena) EIR_NO_RESULT_IGNORED;

/* Adds an outcome with gains[n] and gives the mix of parties out_mix[n], at least 0,
 * with sum 1. False when the arithmetic gets stuck. */
bool eir_i_search_game_add(eir_i_search_game *game, const double *gains,
                           double *out_mix) EIR_NO_RESULT_IGNORED;

#endif
