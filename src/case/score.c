/* Score: finding the unit and converting.
 *
 * First the least common denominator of all numbers. If everything fits below 2^62 in
 * it, the scores are exact. If not, the unit is 10^-12 and each number is rounded once,
 * half away from zero. The bound is on the sum over issues of the largest absolute
 * value, so that no sum of scores can ever overflow. */
#include "case/score.h"

#include <assert.h>

#include "base/banned.h"

static const uint64_t bound = UINT64_C(1) << 62;

/* ---- one number ---- */

/* value * unit as a whole number below 2^62 in absolute value; false if it isn't. */
static bool to_exact(eir_i_rational value, int64_t unit, int64_t *out) {
  if (value.d > unit || unit % (int64_t)value.d != 0)
    return false;
  eir_i_i128 scaled;
  if (eir_i_i128_multiply(value.n, unit / (int64_t)value.d, &scaled))
    return false;
  if (eir_i_i128_magnitude(scaled) >= bound)
    return false;
  *out = (int64_t)scaled;
  return true;
}

/* A remainder times two modulo d, and whether d went out of it. */
static unsigned twice(eir_i_u128 *remainder, eir_i_u128 d) {
  *remainder *= 2; /* both are below 2^127 */
  if (*remainder < d)
    return 0;
  *remainder -= d;
  return 1;
}

/* One decimal digit of remainder / d; the remainder becomes that of the next. Ten times
 * it might not fit, so it is made by doubling: 10 r = 2 (2 * 2 r + r). */
static unsigned next_digit(eir_i_u128 *remainder, eir_i_u128 d) {
  eir_i_u128 r = *remainder, sum = r;
  unsigned digit = twice(&sum, d);
  digit = 2 * digit + twice(&sum, d);
  sum += r;
  if (sum >= d)
    sum -= d, digit++;
  digit = 2 * digit + twice(&sum, d);
  *remainder = sum;
  return digit;
}

/* value * 10^12, rounded half away from zero; false if it isn't below 2^62. */
static bool to_rounded(eir_i_rational value, int64_t *out) {
  eir_i_u128 n = eir_i_i128_magnitude(value.n), d = (eir_i_u128)value.d;
  eir_i_u128 quotient = n / d, remainder = n % d;
  if (quotient >= bound)
    return false;
  for (int i = 0; i < 12; i++) {
    quotient = quotient * 10 + next_digit(&remainder, d);
    if (quotient >= bound)
      return false;
  }
  if (remainder >= d - remainder)
    quotient++;
  if (quotient >= bound)
    return false;
  *out = value.n < 0 ? -(int64_t)quotient : (int64_t)quotient;
  return true;
}

static bool convert_one(eir_i_rational value, int64_t unit, bool exact, int64_t *out) {
  return exact ? to_exact(value, unit, out) : to_rounded(value, out);
}

/* ---- the common denominator ---- */

/* Makes *unit a multiple of d too; false when it gets too large. */
static bool include_denominator(int64_t *unit, eir_i_i128 d) {
  if (d > (eir_i_i128)bound)
    return false;
  int64_t small = (int64_t)d;
  if (*unit % small == 0)
    return true;
  eir_i_i128 common = (eir_i_i128)eir_i_u128_gcd((eir_i_u128)small, (eir_i_u128)*unit);
  eir_i_i128 product = (eir_i_i128)*unit * (small / common);
  if (product >= (eir_i_i128)bound)
    return false;
  *unit = (int64_t)product;
  return true;
}

static bool common_denominator(const eir_i_score_input *input, int64_t *out_unit) {
  int64_t unit = 1;
  bool fits = true;
  for (size_t i = 0; i < input->n_issues && fits; i++)
    for (size_t o = 0; input->cells[i] != NULL && o < input->n_options[i] && fits; o++)
      fits = include_denominator(&unit, input->cells[i][o].d);
  for (size_t i = 0; i < input->n_adds && fits; i++)
    fits = include_denominator(&unit, input->adds[i].d);
  const eir_i_rational *others[] = {input->reservation, input->scale, input->cap};
  for (size_t i = 0; i < 3 && fits; i++)
    if (others[i] != NULL)
      fits = include_denominator(&unit, others[i]->d);
  *out_unit = unit;
  return fits;
}

/* ---- all numbers ---- */

static uint64_t magnitude(int64_t value) {
  return value < 0 ? (uint64_t)-value : (uint64_t)value;
}

/* Converts the cells into tables[i][o]; false when they don't fit. */
static bool convert_cells(const eir_i_score_input *input, int64_t unit, bool exact,
                          int64_t *const *tables, uint64_t *total) {
  for (size_t i = 0; i < input->n_issues; i++) {
    if (input->cells[i] == NULL)
      continue;
    uint64_t largest = 0;
    for (size_t o = 0; o < input->n_options[i]; o++) {
      if (!convert_one(input->cells[i][o], unit, exact, &tables[i][o]))
        return false;
      if (magnitude(tables[i][o]) > largest)
        largest = magnitude(tables[i][o]);
    }
    *total += largest;
    if (*total >= bound)
      return false;
  }
  return true;
}

static bool convert_adds(const eir_i_score_input *input, int64_t unit, bool exact,
                         int64_t *adds, uint64_t *total) {
  for (size_t i = 0; i < input->n_adds; i++) {
    if (!convert_one(input->adds[i], unit, exact, &adds[i]))
      return false;
    *total += magnitude(adds[i]);
    if (*total >= bound)
      return false;
  }
  return true;
}

static bool convert_others(const eir_i_score_input *input, int64_t unit, bool exact,
                           eir_i_position *position) {
  if (input->reservation != NULL &&
      !convert_one(*input->reservation, unit, exact, &position->reservation))
    return false;
  if (input->scale != NULL &&
      !convert_one(*input->scale, unit, exact, &position->scale))
    return false;
  return input->cap == NULL || convert_one(*input->cap, unit, exact, &position->cap);
}

static bool convert_all(const eir_i_score_input *input, int64_t unit, bool exact,
                        int64_t *const *tables, int64_t *adds,
                        eir_i_position *position) {
  uint64_t total = 0;
  position->unit = unit;
  position->exact = exact;
  return convert_cells(input, unit, exact, tables, &total) &&
         convert_adds(input, unit, exact, adds, &total) &&
         convert_others(input, unit, exact, position);
}

static int64_t **make_tables(const eir_i_score_input *input, eir_i_arena *arena) {
  int64_t **tables = eir_i_arena_take_array(arena, input->n_issues, sizeof *tables);
  for (size_t i = 0; tables != NULL && i < input->n_issues; i++) {
    if (input->cells[i] == NULL)
      continue;
    tables[i] = eir_i_arena_take_array(arena, input->n_options[i], sizeof *tables[i]);
    if (tables[i] == NULL)
      return NULL;
  }
  return tables;
}

eir_i_score_result eir_i_score_convert(const eir_i_score_input *input,
                                       eir_i_arena *arena, eir_i_position *position,
                                       int64_t *out_adds) {
  int64_t **tables = make_tables(input, arena);
  if (tables == NULL)
    return EIR_I_SCORE_NO_MEMORY;
  position->scores = (const int64_t *const *)tables;
  int64_t unit;
  if (common_denominator(input, &unit) &&
      convert_all(input, unit, true, tables, out_adds, position))
    return EIR_I_SCORE_OK;
  if (!convert_all(input, EIR_I_ROUNDED_UNIT, false, tables, out_adds, position))
    return EIR_I_SCORE_TOO_LARGE;
  if (input->scale != NULL && position->scale == 0)
    return EIR_I_SCORE_TINY_SCALE;
  return EIR_I_SCORE_OK;
}
