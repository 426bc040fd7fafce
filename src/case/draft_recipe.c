/* Draft, recipe: from the numbers of a position to its scores (recipe.h), and what is
 * wrong where they do not fit. */
#include <assert.h>
#include <string.h>

#include "case/draft.h"

#include "base/banned.h"

/* ---- faults ---- */

/* At the key where the numbers begin; which of them is too large is for people to
 * say. */
static void report_score(eir_i_reader *reader, const eir_i_draft *d,
                         eir_i_score_result result) {
  if (result == EIR_I_SCORE_NO_MEMORY)
    reader->no_memory = true;
  if (result == EIR_I_SCORE_TOO_LARGE)
    eir_i_fault(reader,
                eir_i_draft_key(d, d->position->kind == EIR_POSITION_POINTS ? "points"
                                                                            : "values"),
                "the scores of %s need more than 62 bits; write them in a larger unit, "
                "such as thousands, or with fewer digits",
                eir_i_quote(d->owner->id).text);
  if (result == EIR_I_SCORE_TINY_SCALE)
    eir_i_fault(reader, eir_i_draft_get(d, "scale"),
                "this scale is below 10^-12, the smallest unit of scores; write the "
                "scores in a smaller unit");
}

/* A fault of an issue, at its value under `section`. */
static void fault_of_issue(eir_i_reader *reader, const eir_i_draft *d,
                           const char *section, size_t issue, const char *message) {
  const char *id = reader->scope.issues[issue].id;
  size_t outer = eir_i_path_enter(reader, section);
  size_t inner = eir_i_path_enter(reader, id);
  eir_i_fault(reader, eir_i_node_get(eir_i_draft_get(d, section), id), "%s", message);
  eir_i_path_leave(reader, inner);
  eir_i_path_leave(reader, outer);
}

/* Reports the issue if its entries have too many digits. */
static void try_issue(eir_i_reader *reader, const eir_i_draft *d,
                      const eir_i_rational *middle, size_t issue) {
  bool points = d->position->kind == EIR_POSITION_POINTS;
  eir_i_score_result result =
      eir_i_recipe_try(reader->the_case, &d->recipe, middle, issue);
  if (result == EIR_I_SCORE_LONG_VALUE)
    fault_of_issue(reader, d, points ? "points" : "values", issue,
                   "between these breakpoints a number has more digits than can be "
                   "held exactly; write fewer digits");
  if (result == EIR_I_SCORE_LONG_WEIGHT)
    fault_of_issue(reader, d, "weights", issue,
                   "this weight times a value has more digits than can be held "
                   "exactly; write fewer digits");
}

/* Can the weights be divided by their sum, where that is asked for? */
static bool try_sum(eir_i_reader *reader, const eir_i_draft *d,
                    const eir_i_rational *middle) {
  eir_i_score_result result =
      eir_i_recipe_try_sum(reader->the_case, &d->recipe, middle);
  if (result == EIR_I_SCORE_OK)
    return true;
  size_t mark = eir_i_path_enter(reader, "weights");
  eir_i_fault(reader, eir_i_draft_get(d, "weights"),
              result == EIR_I_SCORE_NO_SUM
                  ? "these weights add up to 0, so they cannot be divided by their "
                    "sum; remove 'normalise', or give a weight above 0"
                  : "the sum of these weights has more digits than can be held "
                    "exactly; write fewer digits");
  eir_i_path_leave(reader, mark);
  return false;
}

/* Do all entries have few enough digits? */
static bool try_recipe(eir_i_reader *reader, const eir_i_draft *d,
                       const eir_i_rational *middle) {
  size_t errors = eir_i_errors(reader);
  if (!try_sum(reader, d, middle))
    return false;
  for (size_t i = 0; i < reader->the_case->n_issues; i++) {
    if (d->cells[i] != NULL)
      try_issue(reader, d, middle, i);
  }
  return eir_i_errors(reader) == errors;
}

/* ---- conversion ---- */

/* The given numbers, and the middle or mode of what is a range. */
static const eir_i_rational *middle_values(eir_i_reader *reader, eir_i_draft *d) {
  size_t n = d->recipe.n_numbers;
  eir_i_rational *middle = eir_i_arena_take_raw(&d->work, n, sizeof *middle);
  if (middle == NULL)
    reader->no_memory = true;
  for (size_t i = 0; middle != NULL && i < n; i++)
    middle[i] = d->recipe.numbers[i].value;
  return middle;
}

void eir_i_draft_convert(eir_i_reader *reader, eir_i_draft *d) {
  eir_i_position *position = d->position;
  assert(position->kind == EIR_POSITION_POINTS ||
         position->kind == EIR_POSITION_WEIGHTS);
  d->recipe.numbers = d->numbers.list.items;
  d->recipe.n_numbers = d->numbers.list.count;
  d->recipe.cells = (const eir_i_cell *const *)d->cells;
  d->recipe.weight = position->kind == EIR_POSITION_WEIGHTS ? d->weight : NULL;
  d->recipe.adds = d->adds;
  d->recipe.orders = d->orders.items;
  d->recipe.n_orders = d->orders.count;
  position->has_reservation = d->recipe.reservation != EIR_I_NONE;
  position->has_cap = d->recipe.cap != EIR_I_NONE;
  int64_t *adds =
      eir_i_arena_take_array(&d->work, position->n_interactions, sizeof *adds);
  const eir_i_rational *middle = middle_values(reader, d);
  if (adds == NULL || middle == NULL) {
    reader->no_memory = true;
    return;
  }
  if (!try_recipe(reader, d, middle))
    return;
  report_score(reader, d,
               eir_i_recipe_scores(reader->the_case, &d->recipe, middle, reader->arena,
                                   position, adds));
  for (size_t i = 0; i < position->n_interactions; i++)
    d->interactions[i].add = adds[i];
}

/* ---- what the case keeps ---- */

static void *keep_array(eir_i_reader *reader, const void *from, size_t n, size_t size) {
  void *copy = eir_i_take(reader, n, size);
  if (copy != NULL && n > 0)
    memcpy(copy, from, n * size);
  return copy;
}

static void keep_cells(eir_i_reader *reader, eir_i_recipe *recipe) {
  const eir_case *the_case = reader->the_case;
  eir_i_cell **cells =
      keep_array(reader, recipe->cells, the_case->n_issues, sizeof *cells);
  for (size_t i = 0; cells != NULL && i < the_case->n_issues; i++) {
    if (cells[i] != NULL)
      cells[i] =
          keep_array(reader, cells[i], the_case->issues[i].n_options, sizeof *cells[i]);
  }
  recipe->cells = (const eir_i_cell *const *)cells;
}

static void keep_orders(eir_i_reader *reader, eir_i_recipe *recipe) {
  eir_i_order_of_numbers *orders =
      keep_array(reader, recipe->orders, recipe->n_orders, sizeof *orders);
  for (size_t i = 0; orders != NULL && i < recipe->n_orders; i++)
    orders[i].numbers =
        keep_array(reader, orders[i].numbers, orders[i].n, sizeof *orders[i].numbers);
  recipe->orders = orders;
}

void eir_i_draft_keep_recipe(eir_i_reader *reader, const eir_i_draft *d) {
  const eir_case *the_case = reader->the_case;
  if (the_case->n_unknowns == d->first_unknown)
    return;
  eir_i_recipe *kept = keep_array(reader, &d->recipe, 1, sizeof *kept);
  if (kept == NULL)
    return;
  kept->shares_unit = eir_i_recipe_shares_unit(the_case, kept);
  kept->numbers =
      keep_array(reader, kept->numbers, kept->n_numbers, sizeof *kept->numbers);
  if (kept->weight != NULL)
    kept->weight =
        keep_array(reader, kept->weight, the_case->n_issues, sizeof *kept->weight);
  kept->adds =
      keep_array(reader, kept->adds, d->position->n_interactions, sizeof *kept->adds);
  keep_cells(reader, kept);
  keep_orders(reader, kept);
  d->position->recipe = kept;
}
