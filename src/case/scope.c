/* Scope: looking up issues, options and the numbers of ranges. */
#include "case/scope.h"

#include <assert.h>
#include <string.h>

#include "case/quote.h"

#include "base/banned.h"

/* ---- grids ---- */

/* Cannot overflow: the last number fits, and so does every one before it. */
static eir_i_i128 grid_value(const eir_i_grid *grid, uint32_t index) {
  return grid->from + grid->step * (eir_i_i128)index;
}

eir_i_rational eir_i_grid_number(const eir_i_grid *grid, uint32_t index) {
  assert(index < grid->n);
  eir_i_i128 value = grid_value(grid, index);
  if (grid->one == 1)
    return (eir_i_rational){.n = value, .d = 1};
  eir_i_i128 common =
      (eir_i_i128)eir_i_u128_gcd((eir_i_u128)grid->one, eir_i_i128_magnitude(value));
  return (eir_i_rational){.n = value / common, .d = grid->one / common};
}

size_t eir_i_grid_text(const eir_i_grid *grid, uint32_t index, char *out, size_t size) {
  assert(index < grid->n);
  return eir_i_decimal_text(grid_value(grid, index), grid->decimals, out, size);
}

uint32_t eir_i_grid_below(const eir_i_grid *grid, eir_i_rational number,
                          bool or_equal) {
  uint32_t low = 0, high = grid->n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    eir_i_rational here = {.n = grid_value(grid, middle), .d = grid->one};
    int order = eir_i_rational_compare(here, number);
    if (order < 0 || (or_equal && order == 0))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint32_t eir_i_grid_find(const eir_i_grid *grid, eir_i_rational number) {
  /* All numbers of the grid have divisors of `one` as denominators, and fit. */
  eir_i_i128 scaled, steps;
  if (grid->one % number.d != 0 ||
      eir_i_i128_multiply(number.n, grid->one / number.d, &scaled) ||
      EIR_SUB_OVERFLOWS(scaled, grid->from, &steps))
    return EIR_I_NO_NAME;
  if (steps < 0 || steps % grid->step != 0 || steps / grid->step >= grid->n)
    return EIR_I_NO_NAME;
  return (uint32_t)(steps / grid->step);
}

void eir_i_grid_explain(eir_i_text *message, const eir_i_grid *grid, const char *issue,
                        const char *written, eir_i_rational number) {
  enum { ROOM = 64 };
  char text[ROOM];
  eir_i_text_add_format(message, "%s is not on the grid of issue %s",
                        eir_i_quote(written).text, eir_i_quote(issue).text);
  uint32_t below = eir_i_grid_below(grid, number, false);
  if (below > 0) {
    eir_i_grid_text(grid, below - 1, text, sizeof text);
    eir_i_text_add_format(message, "; write %s", text);
  }
  if (below < grid->n) {
    eir_i_grid_text(grid, below, text, sizeof text);
    eir_i_text_add_format(message, "%s%s", below > 0 ? " or " : "; write ", text);
  }
}

/* ---- names ---- */

uint32_t eir_i_scope_find(const eir_i_scope *scope, const char *id) {
  return eir_i_names_find(&scope->names, id);
}

/* The distance to each candidate costs time, so neither long words nor very many
 * candidates are compared; a list is shown only if it is short. */
void eir_i_suggest(eir_i_text *message, const char *word, const char *const *known,
                   size_t n, const char *what) {
  enum { LONG_WORD = 80, MANY = 2000, FEW = 12 };
  const char *near = NULL;
  if (n <= MANY && strlen(word) <= LONG_WORD)
    near = eir_i_text_nearest(word, known, n);
  if (near != NULL) {
    eir_i_text_add_format(message, "; did you mean '%s'?", eir_i_quote(near).text);
    return;
  }
  if (n == 0 || n > FEW)
    return;
  if (n == 1) {
    eir_i_text_add_format(message, "; there is only %s", eir_i_quote(known[0]).text);
    return;
  }
  eir_i_text_add_format(message, "; the %s are ", what);
  for (size_t i = 0; i < n; i++) {
    if (i > 0)
      eir_i_text_add(message, i + 1 == n ? " and " : ", ");
    eir_i_text_add(message, eir_i_quote(known[i]).text);
  }
}
