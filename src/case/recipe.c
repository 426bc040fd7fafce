/* Recipe: sorting what has an order, then weights, entries and the unit.
 *
 * There are two ways. The long one takes fractions and finds the least unit (score.c).
 * The short one is for draws, of which there are ten thousand: with at most 6 decimals
 * everything is a whole number of millionths, a weight times a value one of 10^-12, and
 * a weight divided by the sum S of the weights one of 1 / S. So the unit is known
 * beforehand, no common divisor is looked for, and nothing is rounded. It may be larger
 * than needed; where it is too large, the long way is left. */
#include "case/recipe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MILLION = 1000000 };

static const int64_t score_bound = INT64_C(1) << 62;
/* With millionths below it, the products of the short way stay below 2^120. */
static const int64_t short_bound = INT64_C(1) << 42;
static const int64_t shares_bound = INT64_C(1) << 31;

/* A position being made. */
typedef struct making {
  const eir_case *the_case;
  const eir_i_recipe *recipe;
  const eir_i_rational *numbers; /* [n_numbers] in their order */
  eir_i_arena *arena;            /* of the result */
  eir_i_position *position;
  int64_t *adds; /* [n_interactions] */
} making;

static bool is_weighted(const eir_i_recipe *recipe) {
  return recipe->weight != NULL;
}

/* ---- orders ---- */

static int compare_descending(const void *a, const void *b) {
  return eir_i_rational_compare(*(const eir_i_rational *)b, *(const eir_i_rational *)a);
}

/* A copy of the numbers in which what has an order is in it; NULL without memory.
 * Numbers are few where draws are many, so copying them all costs little. */
static const eir_i_rational *put_in_order(const eir_i_recipe *recipe,
                                          const eir_i_rational *drawn,
                                          eir_i_arena *arena) {
  if (recipe->n_orders == 0)
    return drawn;
  eir_i_rational *ordered =
      eir_i_arena_take_raw(arena, recipe->n_numbers, sizeof *ordered);
  eir_i_rational *sorted =
      eir_i_arena_take_raw(arena, recipe->n_numbers, sizeof *sorted);
  if (ordered == NULL || sorted == NULL)
    return NULL;
  memcpy(ordered, drawn, recipe->n_numbers * sizeof *ordered);
  for (size_t i = 0; i < recipe->n_orders; i++) {
    const eir_i_order_of_numbers *order = &recipe->orders[i];
    assert(order->n <= recipe->n_numbers);
    for (size_t k = 0; k < order->n; k++)
      sorted[k] = drawn[order->numbers[k]];
    qsort(sorted, order->n, sizeof *sorted, compare_descending);
    for (size_t k = 0; k < order->n; k++)
      ordered[order->numbers[k]] = sorted[k];
  }
  return ordered;
}

/* ---- the long way ---- */

/* True when the value has too many digits. */
static bool cell_value(const eir_i_cell *cell, const eir_i_rational *numbers,
                       eir_i_rational *out) {
  *out = numbers[cell->first];
  if (cell->share.n == 0)
    return false;
  eir_i_rational rise, part;
  return eir_i_rational_subtract(numbers[cell->second], *out, &rise) ||
         eir_i_rational_multiply(cell->share, rise, &part) ||
         eir_i_rational_add(*out, part, out);
}

/* The sum of all weights; true when it has too many digits. */
static bool sum_weights(const eir_i_recipe *recipe, size_t n_issues,
                        const eir_i_rational *numbers, eir_i_rational *out) {
  *out = eir_i_rational_whole(0);
  for (size_t i = 0; i < n_issues; i++) {
    if (recipe->weight[i] != EIR_I_NONE &&
        eir_i_rational_add(*out, numbers[recipe->weight[i]], out))
      return true;
  }
  return false;
}

/* What the entries of an issue are multiplied with; true when it has too many
 * digits. */
static bool issue_weight(const eir_i_recipe *recipe, const eir_i_rational *numbers,
                         const eir_i_rational *sum, size_t issue, eir_i_rational *out) {
  *out = eir_i_rational_whole(1);
  if (!is_weighted(recipe))
    return false;
  assert(recipe->weight[issue] != EIR_I_NONE);
  *out = numbers[recipe->weight[issue]];
  return recipe->normalise && eir_i_rational_divide(*out, *sum, out);
}

/* Entries of one issue into out[n_options], or, if that is NULL, nowhere. */
static eir_i_score_result issue_cells(const eir_case *the_case,
                                      const eir_i_recipe *recipe,
                                      const eir_i_rational *numbers,
                                      const eir_i_rational *sum, size_t issue,
                                      eir_i_rational *out) {
  const eir_i_cell *cells = recipe->cells[issue];
  eir_i_rational weight, value;
  if (issue_weight(recipe, numbers, sum, issue, &weight))
    return EIR_I_SCORE_LONG_WEIGHT;
  for (size_t o = 0; o < the_case->issues[issue].n_options; o++) {
    if (cell_value(&cells[o], numbers, &value))
      return EIR_I_SCORE_LONG_VALUE;
    if (is_weighted(recipe) && eir_i_rational_multiply(weight, value, &value))
      return EIR_I_SCORE_LONG_WEIGHT;
    if (out != NULL)
      out[o] = value;
  }
  return EIR_I_SCORE_OK;
}

static eir_i_score_result find_sum(const eir_case *the_case, const eir_i_recipe *recipe,
                                   const eir_i_rational *numbers, eir_i_rational *out) {
  *out = eir_i_rational_whole(1);
  if (!is_weighted(recipe) || !recipe->normalise)
    return EIR_I_SCORE_OK;
  if (sum_weights(recipe, the_case->n_issues, numbers, out))
    return EIR_I_SCORE_LONG_WEIGHT;
  return out->n == 0 ? EIR_I_SCORE_NO_SUM : EIR_I_SCORE_OK;
}

/* What the long way holds on to. */
typedef struct working {
  eir_i_rational **cells; /* [n_issues] */
  size_t *n_options;      /* [n_issues] */
  eir_i_rational *adds;   /* [n_interactions] */
} working;

static eir_i_score_result take_working(const eir_case *the_case,
                                       const eir_i_recipe *recipe, size_t n_adds,
                                       eir_i_arena *arena, working *w) {
  size_t n = the_case->n_issues;
  w->cells = eir_i_arena_take_array(arena, n, sizeof *w->cells);
  w->n_options = eir_i_arena_take_array(arena, n, sizeof *w->n_options);
  w->adds = eir_i_arena_take_array(arena, n_adds, sizeof *w->adds);
  if (w->cells == NULL || w->n_options == NULL || w->adds == NULL)
    return EIR_I_SCORE_NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    w->n_options[i] = the_case->issues[i].n_options;
    if (recipe->cells[i] == NULL)
      continue;
    w->cells[i] = eir_i_arena_take_raw(arena, w->n_options[i], sizeof **w->cells);
    if (w->cells[i] == NULL)
      return EIR_I_SCORE_NO_MEMORY;
  }
  return EIR_I_SCORE_OK;
}

static const eir_i_rational *number_or_null(const eir_i_rational *numbers,
                                            uint32_t index) {
  return index == EIR_I_NONE ? NULL : &numbers[index];
}

/* `scratch` holds the fractions. */
static eir_i_score_result long_way(const making *m, eir_i_arena *scratch) {
  const eir_case *the_case = m->the_case;
  const eir_i_recipe *recipe = m->recipe;
  working w;
  eir_i_rational sum;
  eir_i_score_result result =
      take_working(the_case, recipe, m->position->n_interactions, scratch, &w);
  if (result == EIR_I_SCORE_OK)
    result = find_sum(the_case, recipe, m->numbers, &sum);
  for (size_t i = 0; result == EIR_I_SCORE_OK && i < the_case->n_issues; i++) {
    if (recipe->cells[i] != NULL)
      result = issue_cells(the_case, recipe, m->numbers, &sum, i, w.cells[i]);
  }
  if (result != EIR_I_SCORE_OK)
    return result;
  for (size_t i = 0; i < m->position->n_interactions; i++)
    w.adds[i] = m->numbers[recipe->adds[i]];
  const eir_i_score_input input = {.cells = (const eir_i_rational *const *)w.cells,
                                   .n_options = w.n_options,
                                   .n_issues = the_case->n_issues,
                                   .adds = w.adds,
                                   .n_adds = m->position->n_interactions,
                                   .reservation =
                                       number_or_null(m->numbers, recipe->reservation),
                                   .scale = number_or_null(m->numbers, recipe->scale),
                                   .cap = number_or_null(m->numbers, recipe->cap)};
  if (input.scale != NULL && input.scale->n <= 0)
    return EIR_I_SCORE_TINY_SCALE;
  return eir_i_score_convert(&input, m->arena, m->position, m->adds);
}

/* ---- the short way ---- */

typedef struct short_form {
  const eir_i_recipe *recipe;
  int64_t *numbers; /* [n_numbers] in millionths */
  int64_t unit;
  uint64_t total; /* of the largest absolute values */
} short_form;

/* A whole number of millionths; false if it is none, or too large. */
static bool to_millionths(eir_i_rational value, int64_t *out) {
  if (value.d > MILLION || MILLION % (int64_t)value.d != 0)
    return false;
  if (value.n >= short_bound || value.n <= -short_bound)
    return false;
  *out = (int64_t)value.n * (MILLION / (int64_t)value.d);
  return *out<short_bound && * out> - short_bound;
}

/* 10^6 for the values, times what shares need, times 10^6 or S for the weights. */
static bool find_short_unit(short_form *s, size_t n_issues) {
  const eir_i_recipe *recipe = s->recipe;
  if (recipe->shares_unit == 0)
    return false;
  eir_i_i128 unit = (eir_i_i128)MILLION * recipe->shares_unit, sum = 0;
  for (size_t i = 0; recipe->normalise && i < n_issues; i++) {
    if (recipe->weight[i] != EIR_I_NONE)
      sum += s->numbers[recipe->weight[i]];
  }
  if (is_weighted(recipe))
    unit *= recipe->normalise ? sum : MILLION;
  s->unit = unit < score_bound ? (int64_t)unit : 0;
  return s->unit > 0; /* weights that sum to 0 go the long way too, which says so */
}

static bool start_short(short_form *s, const eir_i_rational *numbers, size_t n_issues,
                        eir_i_arena *arena, bool *out_no_memory) {
  size_t n = s->recipe->n_numbers;
  s->numbers = eir_i_arena_take_raw(arena, n, sizeof *s->numbers);
  *out_no_memory = s->numbers == NULL;
  if (s->numbers == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    if (!to_millionths(numbers[i], &s->numbers[i]))
      return false;
  }
  return find_short_unit(s, n_issues);
}

static uint64_t magnitude(int64_t value) {
  return value < 0 ? (uint64_t)-value : (uint64_t)value;
}

/* A score in the unit; false if it does not fit. */
static bool to_score(eir_i_i128 value, int64_t *out) {
  if (value >= score_bound || value <= -(eir_i_i128)score_bound)
    return false;
  *out = (int64_t)value;
  return true;
}

/* Number `index` in the unit, which is a multiple of 10^6. */
static bool number_score(const short_form *s, uint32_t index, int64_t *out) {
  return to_score((eir_i_i128)s->numbers[index] * (s->unit / MILLION), out);
}

static bool count_total(short_form *s, uint64_t largest) {
  s->total += largest;
  return s->total < (uint64_t)score_bound;
}

static bool short_issue(short_form *s, const eir_i_cell *cells, size_t n_options,
                        int64_t weight, int64_t *out) {
  const int64_t shares = s->recipe->shares_unit;
  uint64_t largest = 0;
  for (size_t o = 0; o < n_options; o++) {
    const eir_i_cell *cell = &cells[o];
    int64_t first = s->numbers[cell->first];
    eir_i_i128 value = (eir_i_i128)first * shares;
    if (cell->share.n != 0) {
      int64_t part = (int64_t)cell->share.n * (shares / (int64_t)cell->share.d);
      value += (eir_i_i128)(s->numbers[cell->second] - first) * part;
    }
    if (!to_score(value * weight, &out[o]))
      return false;
    if (magnitude(out[o]) > largest)
      largest = magnitude(out[o]);
  }
  return count_total(s, largest);
}

static bool short_issues(short_form *s, const eir_case *the_case, int64_t **tables) {
  const eir_i_recipe *recipe = s->recipe;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    if (recipe->cells[i] == NULL)
      continue;
    int64_t weight = is_weighted(recipe) ? s->numbers[recipe->weight[i]] : 1;
    if (!short_issue(s, recipe->cells[i], the_case->issues[i].n_options, weight,
                     tables[i]))
      return false;
  }
  return true;
}

static bool short_rest(short_form *s, eir_i_position *position, int64_t *out_adds) {
  const eir_i_recipe *recipe = s->recipe;
  for (size_t i = 0; i < position->n_interactions; i++) {
    if (!number_score(s, recipe->adds[i], &out_adds[i]) ||
        !count_total(s, magnitude(out_adds[i])))
      return false;
  }
  const uint32_t numbers[3] = {recipe->reservation, recipe->scale, recipe->cap};
  int64_t *const into[3] = {&position->reservation, &position->scale, &position->cap};
  for (size_t i = 0; i < 3; i++) {
    if (numbers[i] != EIR_I_NONE && !number_score(s, numbers[i], into[i]))
      return false;
  }
  return recipe->scale == EIR_I_NONE || position->scale > 0;
}

static int64_t **take_tables(const eir_case *the_case, const eir_i_recipe *recipe,
                             eir_i_arena *arena) {
  int64_t **tables = eir_i_arena_take_array(arena, the_case->n_issues, sizeof *tables);
  for (size_t i = 0; tables != NULL && i < the_case->n_issues; i++) {
    if (recipe->cells[i] == NULL)
      continue;
    tables[i] =
        eir_i_arena_take_raw(arena, the_case->issues[i].n_options, sizeof *tables[i]);
    if (tables[i] == NULL)
      return NULL;
  }
  return tables;
}

/* False where the long way is needed, or, with *out_no_memory, there is no memory. */
static bool short_way(const making *m, bool *out_no_memory) {
  short_form s = {.recipe = m->recipe};
  if (!start_short(&s, m->numbers, m->the_case->n_issues, m->arena, out_no_memory))
    return false;
  int64_t **tables = take_tables(m->the_case, m->recipe, m->arena);
  *out_no_memory = tables == NULL;
  if (tables == NULL || !short_issues(&s, m->the_case, tables) ||
      !short_rest(&s, m->position, m->adds))
    return false;
  m->position->scores = (const int64_t *const *)tables;
  m->position->unit = s.unit;
  m->position->exact = true;
  return true;
}

/* ---- both ---- */

/* The scale of weights is 1 where none is given; that of points is found by solving. */
static void settle_scale(const eir_i_recipe *recipe, eir_i_position *position) {
  if (recipe->scale == EIR_I_NONE)
    position->scale = is_weighted(recipe) ? position->unit : 0;
}

eir_i_score_result eir_i_recipe_scores(const eir_case *the_case,
                                       const eir_i_recipe *recipe,
                                       const eir_i_rational *drawn, eir_i_arena *arena,
                                       eir_i_position *position, int64_t *out_adds) {
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, arena->memory);
  const making m = {.the_case = the_case,
                    .recipe = recipe,
                    .numbers = put_in_order(recipe, drawn, &scratch),
                    .arena = arena,
                    .position = position,
                    .adds = out_adds};
  eir_i_score_result result = EIR_I_SCORE_NO_MEMORY;
  if (m.numbers != NULL)
    result = long_way(&m, &scratch);
  eir_i_arena_free(&scratch);
  if (result == EIR_I_SCORE_OK)
    settle_scale(recipe, position);
  return result;
}

eir_i_score_result eir_i_recipe_try(const eir_case *the_case,
                                    const eir_i_recipe *recipe,
                                    const eir_i_rational *drawn, size_t issue) {
  eir_i_rational sum;
  eir_i_score_result result = find_sum(the_case, recipe, drawn, &sum);
  if (result != EIR_I_SCORE_OK || recipe->cells[issue] == NULL)
    return EIR_I_SCORE_OK; /* not the fault of this issue */
  return issue_cells(the_case, recipe, drawn, &sum, issue, NULL);
}

eir_i_score_result eir_i_recipe_try_sum(const eir_case *the_case,
                                        const eir_i_recipe *recipe,
                                        const eir_i_rational *drawn) {
  eir_i_rational sum;
  return find_sum(the_case, recipe, drawn, &sum);
}

int64_t eir_i_recipe_shares_unit(const eir_case *the_case, const eir_i_recipe *recipe) {
  int64_t unit = 1;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_cell *cells = recipe->cells[i];
    for (size_t o = 0; cells != NULL && o < the_case->issues[i].n_options; o++) {
      eir_i_i128 d = cells[o].share.n == 0 ? 1 : cells[o].share.d;
      if (d >= shares_bound)
        return 0;
      int64_t common = (int64_t)eir_i_u128_gcd((eir_i_u128)d, (eir_i_u128)unit);
      eir_i_i128 product = (eir_i_i128)unit * ((int64_t)d / common);
      if (product >= shares_bound)
        return 0;
      unit = (int64_t)product;
    }
  }
  return unit;
}

/* A copy of the interactions with the drawn changes; false without memory. */
static bool copy_interactions(eir_i_position *position, const int64_t *adds,
                              eir_i_arena *arena) {
  size_t n = position->n_interactions;
  eir_i_interaction *copy = eir_i_arena_take_raw(arena, n, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    copy[i] = position->interactions[i];
    copy[i].add = adds[i];
  }
  position->interactions = copy;
  return true;
}

eir_i_score_result eir_i_recipe_apply(const eir_case *the_case, size_t party,
                                      const eir_i_rational *drawn, eir_i_arena *arena,
                                      eir_i_position *out) {
  assert(party < the_case->n_parties);
  eir_i_position made = the_case->parties[party].position;
  const eir_i_recipe *recipe = made.recipe;
  assert(recipe != NULL);
  const making m = {
      .the_case = the_case,
      .recipe = recipe,
      .numbers = put_in_order(recipe, drawn, arena),
      .arena = arena,
      .position = &made,
      .adds = eir_i_arena_take_raw(arena, made.n_interactions, sizeof(int64_t))};
  if (m.adds == NULL || m.numbers == NULL)
    return EIR_I_SCORE_NO_MEMORY;
  bool no_memory = false;
  eir_i_score_result result = EIR_I_SCORE_OK;
  if (short_way(&m, &no_memory))
    settle_scale(recipe, &made);
  else if (!no_memory)
    result = eir_i_recipe_scores(the_case, recipe, drawn, arena, &made, m.adds);
  if (no_memory)
    return EIR_I_SCORE_NO_MEMORY;
  if (result != EIR_I_SCORE_OK)
    return result;
  if (!copy_interactions(&made, m.adds, arena))
    return EIR_I_SCORE_NO_MEMORY;
  *out = made;
  return EIR_I_SCORE_OK;
}
