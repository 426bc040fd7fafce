/* Search game: the simplex method, solved anew at each step, for the program
 *
 *     maximise v;  sum of x_c gain_ic - v - s_i = 0;  sum of x_c = 1;  x, s >= 0
 *
 * which has one row a party and one more: small, whatever the number of outcomes. */
#include "solve/search_game.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_PIVOTS = 200 };

bool eir_i_search_game_make(eir_i_search_game *game, size_t n_parties,
                            eir_i_arena *arena) {
  size_t rows = n_parties + 1;
  *game = (eir_i_search_game){.n = n_parties};
  game->basis = eir_i_arena_take_array(arena, rows, rows * sizeof(double));
  game->work = eir_i_arena_take_array(arena, rows, (rows + 1) * sizeof(double));
  game->share = eir_i_arena_take_array(arena, rows, sizeof(double));
  game->direction = eir_i_arena_take_array(arena, rows, sizeof(double));
  return game->basis != NULL && game->work != NULL && game->share != NULL &&
         game->direction != NULL;
}

/* Solves work * x = its last column, by elimination; x goes to out. False if
 * singular. */
static bool eliminate(eir_i_search_game *game, double *out) {
  size_t rows = game->n + 1, width = rows + 1;
  double *work = game->work;
  assert(rows > 1 && rows <= EIR_I_SEARCH_GAME_ROWS);
  for (size_t c = 0; c < rows; c++) {
    size_t pivot = c;
    for (size_t r = c + 1; r < rows; r++) {
      if (fabs(work[r * width + c]) > fabs(work[pivot * width + c]))
        pivot = r;
    }
    if (fabs(work[pivot * width + c]) < 1e-12)
      return false;
    for (size_t j = c; j < width && pivot != c; j++) {
      double swap = work[c * width + j];
      work[c * width + j] = work[pivot * width + j];
      work[pivot * width + j] = swap;
    }
    for (size_t r = c + 1; r < rows; r++) {
      double factor = work[r * width + c] / work[c * width + c];
      for (size_t j = c; j < width && factor != 0; j++)
        work[r * width + j] -= factor * work[c * width + j];
    }
  }
  for (size_t c = rows; c-- > 0;) {
    double sum = work[c * width + rows];
    for (size_t j = c + 1; j < rows; j++)
      sum -= work[c * width + j] * out[j];
    out[c] = sum / work[c * width + c];
  }
  return true;
}

/* Of the basic variables, how much makes up `column` (of n + 1 rows)? */
static bool express(eir_i_search_game *game, const double *column, double *out) {
  size_t rows = game->n + 1, width = rows + 1;
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < rows; c++)
      game->work[r * width + c] = game->basis[c * rows + r];
    game->work[r * width + rows] = column[r];
  }
  return eliminate(game, out);
}

/* The prices of the rows: minus the mix of parties, and the value. */
static bool find_prices(eir_i_search_game *game, double *out) {
  size_t rows = game->n + 1, width = rows + 1;
  for (size_t c = 0; c < rows; c++) {
    memcpy(game->work + c * width, game->basis + c * rows, rows * sizeof(double));
    game->work[c * width + rows] = c == game->level ? 1 : 0;
  }
  return eliminate(game, out);
}

/* Brings a column into the basis for the variable that reaches 0 first. */
static bool enter(eir_i_search_game *game, const double *column) {
  size_t rows = game->n + 1, leaving = SIZE_MAX;
  double *whole = game->direction; /* the right side first */
  for (size_t r = 0; r < rows; r++)
    whole[r] = r + 1 == rows ? 1 : 0;
  if (!express(game, whole, game->share) || !express(game, column, game->direction))
    return false;
  double least = HUGE_VAL;
  for (size_t c = 0; c < rows; c++) {
    if (c == game->level || game->direction[c] <= 1e-11)
      continue;
    double step = fmax(0, game->share[c]) / game->direction[c];
    if (step < least) {
      least = step;
      leaving = c;
    }
  }
  if (leaving == SIZE_MAX)
    return false;
  memcpy(game->basis + leaving * rows, column, rows * sizeof(double));
  return true;
}

/* The first outcome alone: its least gain is the value, the others have slack. */
static void begin(eir_i_search_game *game, const double *column) {
  size_t rows = game->n + 1, lowest = 0;
  for (size_t i = 1; i < game->n; i++) {
    if (column[i] < column[lowest])
      lowest = i;
  }
  memset(game->basis, 0, rows * rows * sizeof(double));
  for (size_t i = 0; i < game->n; i++)
    game->basis[i * rows + i] = -1;
  for (size_t i = 0; i < game->n; i++) /* the value stands for the lowest's slack */
    game->basis[lowest * rows + i] = -1;
  game->level = lowest;
  memcpy(game->basis + game->n * rows, column, rows * sizeof(double));
  game->filled = rows;
}

bool eir_i_search_game_add(eir_i_search_game *game, const double *gains,
                           double *out_mix) {
  size_t n = game->n;
  double column[EIR_I_SEARCH_GAME_ROWS], price[EIR_I_SEARCH_GAME_ROWS] = {0};
  assert(n > 0 && n < EIR_I_SEARCH_GAME_ROWS);
  memcpy(column, gains, n * sizeof *column);
  column[n] = 1;
  if (game->filled == 0)
    begin(game, column);
  else if (!enter(game, column))
    return false;
  for (int pivot = 0; pivot < MOST_PIVOTS; pivot++) {
    if (!find_prices(game, price))
      return false;
    size_t worst = n;
    for (size_t i = 0; i < n; i++) {
      if (price[i] > (worst == n ? 1e-10 : price[worst]))
        worst = i;
    }
    if (worst == n) {
      for (size_t i = 0; i < n; i++)
        out_mix[i] = fmax(0, -price[i]);
      game->value = price[n];
      return true;
    }
    for (size_t r = 0; r <= n; r++) /* a party's slack enters */
      column[r] = r == worst ? -1 : 0;
    if (!enter(game, column))
      return false;
  }
  return false;
}
