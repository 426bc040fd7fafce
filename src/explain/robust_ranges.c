/* Robust ranges: extremes at the ends of ranges, in exact fractions. */
#include "explain/robust_ranges.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "case/score.h"
#include "explain/judge.h"

#include "base/banned.h"

/* ---- numbers ---- */

static int compare_descending(const void *a, const void *b) {
  return eir_i_rational_compare(*(const eir_i_rational *)b, *(const eir_i_rational *)a);
}

/* The k-th in the order is the k-th largest of what is drawn, so its least value is the
 * k-th largest of the least values. */
static void keep_order(const eir_i_order_of_numbers *order, eir_i_rational *numbers,
                       eir_i_rational *sorted) {
  for (size_t k = 0; k < order->n; k++)
    sorted[k] = numbers[order->numbers[k]];
  qsort(sorted, order->n, sizeof *sorted, compare_descending);
  for (size_t k = 0; k < order->n; k++)
    numbers[order->numbers[k]] = sorted[k];
}

static void keep_orders(eir_i_ranges *r, eir_i_rational *sorted) {
  for (uint32_t i = 0; i < r->recipe->n_orders; i++) {
    const eir_i_order_of_numbers *order = &r->recipe->orders[i];
    assert(order->n <= r->recipe->n_numbers);
    keep_order(order, r->low, sorted);
    keep_order(order, r->high, sorted);
    for (size_t k = 0; k < order->n; k++)
      r->order_of[order->numbers[k]] = i;
  }
}

eir_status eir_i_ranges_make(const eir_case *the_case, uint32_t party,
                             eir_i_arena *arena, eir_i_ranges *out_ranges) {
  const eir_i_recipe *recipe = the_case->parties[party].position.recipe;
  assert(recipe != NULL);
  size_t n = recipe->n_numbers;
  eir_i_ranges r = {.the_case = the_case, .party = party, .recipe = recipe};
  r.low = eir_i_arena_take_array(arena, n, sizeof *r.low);
  r.high = eir_i_arena_take_array(arena, n, sizeof *r.high);
  r.order_of = eir_i_arena_take_array(arena, n, sizeof *r.order_of);
  eir_i_rational *sorted = eir_i_arena_take_array(arena, n, sizeof *sorted);
  if (r.low == NULL || r.high == NULL || r.order_of == NULL || sorted == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    const eir_i_number *number = &recipe->numbers[i];
    const eir_i_unknown *unknown =
        number->unknown == EIR_I_NONE ? NULL : &the_case->unknowns[number->unknown];
    r.low[i] = unknown == NULL ? number->value : unknown->low;
    r.high[i] = unknown == NULL ? number->value : unknown->high;
    r.order_of[i] = EIR_I_NONE;
  }
  keep_orders(&r, sorted);
  *out_ranges = r;
  return EIR_OK;
}

/* ---- ends ---- */

void eir_i_ends_send(eir_i_ends *ends, uint32_t group, bool high) {
  if (group == EIR_I_NONE)
    return;
  ends->of_group[group] |= high ? 2 : 1;
  ends->conflict |= ends->of_group[group] == 3;
}

static void send_input(const eir_i_ranges *r, eir_i_ends *ends, uint32_t number,
                       bool high) {
  uint32_t input = r->recipe->numbers[number].unknown;
  if (input != EIR_I_NONE)
    eir_i_ends_send(ends, r->the_case->unknowns[input].group, high);
}

/* Notes that the number goes to an end, and with it all that is ordered with it. */
static void send(const eir_i_ranges *r, eir_i_ends *ends, uint32_t number, bool high) {
  if (ends == NULL)
    return;
  uint32_t of = r->order_of[number];
  if (of == EIR_I_NONE) {
    send_input(r, ends, number, high);
    return;
  }
  const eir_i_order_of_numbers *order = &r->recipe->orders[of];
  for (size_t k = 0; k < order->n; k++)
    send_input(r, ends, order->numbers[k], high);
}

/* ---- sums; `failed` once something has too many digits ---- */

typedef struct sum {
  const eir_i_ranges *r;
  eir_i_ends *ends; /* NULL: not noted */
  bool best;
  bool failed;
} sum;

static eir_i_rational end_of(sum *s, uint32_t number, bool high) {
  send(s->r, s->ends, number, high);
  return high ? s->r->high[number] : s->r->low[number];
}

static eir_i_rational add(sum *s, eir_i_rational a, eir_i_rational b) {
  eir_i_rational result = eir_i_rational_whole(0);
  s->failed |= eir_i_rational_add(a, b, &result);
  return result;
}

static eir_i_rational subtract(sum *s, eir_i_rational a, eir_i_rational b) {
  eir_i_rational result = eir_i_rational_whole(0);
  s->failed |= eir_i_rational_subtract(a, b, &result);
  return result;
}

static eir_i_rational multiply(sum *s, eir_i_rational a, eir_i_rational b) {
  eir_i_rational result = eir_i_rational_whole(0);
  s->failed |= eir_i_rational_multiply(a, b, &result);
  return result;
}

/* The value of an option: between two numbers, both at the same end. */
static eir_i_rational value_of(sum *s, size_t issue, uint32_t option) {
  const eir_i_cell *cells = s->r->recipe->cells[issue];
  if (cells == NULL)
    return eir_i_rational_whole(0);
  const eir_i_cell *cell = &cells[option];
  eir_i_rational first = end_of(s, cell->first, s->best);
  if (cell->share.n == 0)
    return first;
  eir_i_rational second = end_of(s, cell->second, s->best);
  eir_i_rational rise = subtract(s, second, first);
  return add(s, first, multiply(s, cell->share, rise));
}

/* weight * factor at its extreme: the weight, never below 0, goes where the sign of the
 * factor makes the product best, or worst. */
static eir_i_rational weighted(sum *s, size_t issue, eir_i_rational factor) {
  const eir_i_recipe *recipe = s->r->recipe;
  if (recipe->weight == NULL)
    return factor;
  uint32_t number = recipe->weight[issue];
  if (number == EIR_I_NONE || factor.n == 0)
    return eir_i_rational_whole(0);
  return multiply(s, end_of(s, number, (factor.n > 0) == s->best), factor);
}

static eir_i_rational reservation_of(sum *s) {
  uint32_t number = s->r->recipe->reservation;
  return number == EIR_I_NONE ? eir_i_rational_whole(0) : end_of(s, number, !s->best);
}

/* A cap below the reservation refuses everything. */
static bool is_hopeless(sum *s, eir_i_rational reservation) {
  uint32_t number = s->r->recipe->cap;
  return number != EIR_I_NONE &&
         eir_i_rational_compare(end_of(s, number, s->best), reservation) < 0;
}

static bool all_low_weights_zero(const eir_i_ranges *r) {
  for (size_t i = 0; i < r->the_case->n_issues; i++) {
    uint32_t number = r->recipe->weight[i];
    if (number != EIR_I_NONE && r->low[number].n != 0)
      return false;
  }
  return true;
}

/* What all interactions that are true of the outcome add. */
static eir_i_rational adds_of(sum *s, const uint32_t *options) {
  const eir_i_position *position = &s->r->the_case->parties[s->r->party].position;
  eir_i_rational all = eir_i_rational_whole(0);
  for (size_t i = 0; i < position->n_interactions; i++) {
    if (eir_i_judge_expression(position->interactions[i].when, options))
      all = add(s, all, end_of(s, s->r->recipe->adds[i], s->best));
  }
  return all;
}

eir_answer eir_i_ranges_reach(const eir_i_ranges *ranges, const uint32_t *options,
                              bool best, eir_i_ends *ends) {
  sum s = {.r = ranges, .ends = ends, .best = best};
  eir_i_rational reservation = reservation_of(&s);
  eir_i_rational fixed = subtract(&s, adds_of(&s, options), reservation);
  bool normalise = ranges->recipe->normalise;
  eir_i_rational surplus = normalise ? eir_i_rational_whole(0) : fixed;
  bool above = false; /* a weight above 0 has a factor that is not below 0 */
  for (size_t i = 0; i < ranges->the_case->n_issues; i++) {
    eir_i_rational factor = value_of(&s, i, options[i]);
    if (normalise)
      factor = add(&s, factor, fixed);
    surplus = add(&s, surplus, weighted(&s, i, factor));
    if (normalise && ranges->recipe->weight[i] != EIR_I_NONE)
      above |= factor.n >= 0 && ranges->high[ranges->recipe->weight[i]].n > 0;
  }
  if (s.failed)
    return EIR_UNKNOWN;
  bool reaches = surplus.n >= 0 && !is_hopeless(&s, reservation);
  /* Weights that are all 0 have no sum to be divided by: that 0 is not reached. */
  if (normalise && best && surplus.n == 0 && !above && all_low_weights_zero(ranges))
    reaches = false;
  return reaches ? EIR_YES : EIR_NO;
}

/* ---- positions ---- */

/* What the conversion to scores is given. */
typedef struct table {
  eir_i_rational **cells; /* [n_issues] */
  size_t *n_options;      /* [n_issues] */
  eir_i_rational *adds;   /* [n_interactions] */
  int64_t *converted;     /* [n_interactions] */
} table;

static bool take_table(const eir_i_ranges *r, eir_i_arena *arena, table *t) {
  const eir_case *the_case = r->the_case;
  size_t n = the_case->n_issues;
  size_t n_adds = the_case->parties[r->party].position.n_interactions;
  t->cells = eir_i_arena_take_array(arena, n, sizeof *t->cells);
  t->n_options = eir_i_arena_take_array(arena, n, sizeof *t->n_options);
  t->adds = eir_i_arena_take_array(arena, n_adds, sizeof *t->adds);
  t->converted = eir_i_arena_take_array(arena, n_adds, sizeof *t->converted);
  if (t->cells == NULL || t->n_options == NULL || t->adds == NULL ||
      t->converted == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    t->n_options[i] = the_case->issues[i].n_options;
    t->cells[i] = eir_i_arena_take_array(arena, t->n_options[i], sizeof **t->cells);
    if (t->cells[i] == NULL)
      return false;
  }
  return true;
}

/* The sum of all weights at their high, or low, ends. */
static eir_i_rational sum_of_weights(sum *s, bool high) {
  eir_i_rational all = eir_i_rational_whole(0);
  for (size_t i = 0; i < s->r->the_case->n_issues; i++) {
    uint32_t number = s->r->recipe->weight[i];
    if (number != EIR_I_NONE)
      all = add(s, all, end_of(s, number, high));
  }
  return all;
}

/* An interaction's extreme; times the sum of the weights where they are divided by it,
 * which may then be elsewhere than in the entries: a bound, but no less right. */
static eir_i_rational add_entry(sum *s, size_t interaction) {
  eir_i_rational value = end_of(s, s->r->recipe->adds[interaction], s->best);
  if (!s->r->recipe->normalise || value.n == 0)
    return value;
  return multiply(s, value, sum_of_weights(s, (value.n > 0) == s->best));
}

static void fill_table(sum *s, eir_i_rational reservation, table *t) {
  const eir_i_ranges *r = s->r;
  const eir_i_position *position = &r->the_case->parties[r->party].position;
  for (size_t i = 0; i < r->the_case->n_issues; i++) {
    for (uint32_t o = 0; o < t->n_options[i]; o++) {
      eir_i_rational factor = value_of(s, i, o);
      if (r->recipe->normalise)
        factor = subtract(s, factor, reservation);
      t->cells[i][o] = weighted(s, i, factor);
    }
  }
  for (size_t i = 0; i < position->n_interactions; i++)
    t->adds[i] = add_entry(s, i);
}

static bool copy_interactions(const table *t, eir_i_position *position,
                              eir_i_arena *arena) {
  size_t n = position->n_interactions;
  eir_i_interaction *copy = eir_i_arena_take_raw(arena, n, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    copy[i] = position->interactions[i];
    copy[i].add = t->converted[i];
  }
  position->interactions = copy;
  return true;
}

eir_status eir_i_ranges_position(const eir_i_ranges *ranges, bool best,
                                 eir_i_arena *arena, eir_i_position *out_position,
                                 bool *out_usable) {
  *out_position = ranges->the_case->parties[ranges->party].position;
  *out_usable = false;
  sum s = {.r = ranges, .best = best};
  table t;
  if (!take_table(ranges, arena, &t))
    return EIR_NO_MEMORY;
  eir_i_rational reservation = reservation_of(&s), zero = eir_i_rational_whole(0);
  eir_i_rational one = eir_i_rational_whole(1);
  bool hopeless = is_hopeless(&s, reservation);
  fill_table(&s, reservation, &t);
  const eir_i_score_input input = {.cells = (const eir_i_rational *const *)t.cells,
                                   .n_options = t.n_options,
                                   .n_issues = ranges->the_case->n_issues,
                                   .adds = t.adds,
                                   .n_adds = out_position->n_interactions,
                                   .reservation =
                                       ranges->recipe->normalise ? &zero : &reservation,
                                   .scale = &one};
  if (s.failed)
    return EIR_OK;
  out_position->recipe = NULL;
  eir_i_score_result result =
      eir_i_score_convert(&input, arena, out_position, t.converted);
  if (result == EIR_I_SCORE_NO_MEMORY || !copy_interactions(&t, out_position, arena))
    return EIR_NO_MEMORY;
  out_position->has_cap = hopeless;
  out_position->cap = out_position->reservation - 1;
  *out_usable = result == EIR_I_SCORE_OK && out_position->exact;
  return EIR_OK;
}
