/* Utility range: bounds on what an outcome is worth to a party whose numbers are
 * ranges.
 *
 * Interval arithmetic along the recipe of the position. Every number is taken to be
 * free of the others, except that weights which are divided by their sum still add up
 * to 1; numbers of an order may each be anything from the lowest to the highest of
 * them. So the bounds are safe, and not always reached. */
#include <assert.h>

#include "case/recipe.h"
#include "hold/assumed.h"

#include "solve/check_case.h"

#include "base/banned.h"

typedef struct interval {
  eir_i_rational low, high;
} interval;

typedef struct ranging {
  const eir_i_recipe *recipe;
  interval *numbers; /* [n_numbers] */
} ranging;

static bool less(eir_i_rational a, eir_i_rational b) {
  return eir_i_rational_compare(a, b) < 0;
}

static interval point(eir_i_rational value) {
  return (interval){value, value};
}

static interval add(interval a, interval b) {
  return (interval){eir_i_short_add(a.low, b.low), eir_i_short_add(a.high, b.high)};
}

/* The least and largest of the products of the ends. */
static interval multiply(interval a, interval b) {
  const eir_i_rational ends[4] = {
      eir_i_short_multiply(a.low, b.low), eir_i_short_multiply(a.low, b.high),
      eir_i_short_multiply(a.high, b.low), eir_i_short_multiply(a.high, b.high)};
  interval made = point(ends[0]);
  for (size_t i = 1; i < 4; i++) {
    made.low = less(ends[i], made.low) ? ends[i] : made.low;
    made.high = less(made.high, ends[i]) ? ends[i] : made.high;
  }
  return made;
}

static interval invert(interval a) { /* a is above 0 */
  const eir_i_rational one = eir_i_rational_whole(1);
  return (interval){eir_i_short_divide(one, a.high), eir_i_short_divide(one, a.low)};
}

/* ---- numbers ---- */

static bool is_short(eir_i_rational x) {
  const eir_i_i128 most = (eir_i_i128)1 << 50;
  return x.n < most && x.n > -most && x.d < most;
}

static bool list_numbers(ranging *r, const eir_case *the_case, eir_i_arena *arena) {
  r->numbers = eir_i_arena_take_array(arena, r->recipe->n_numbers, sizeof *r->numbers);
  if (r->numbers == NULL)
    return false;
  for (size_t i = 0; i < r->recipe->n_numbers; i++) {
    const eir_i_number *number = &r->recipe->numbers[i];
    r->numbers[i] = point(number->value);
    if (number->unknown != EIR_I_NONE) {
      const eir_i_unknown *unknown = &the_case->unknowns[number->unknown];
      r->numbers[i] = (interval){unknown->low, unknown->high};
    }
    if (!is_short(r->numbers[i].low) || !is_short(r->numbers[i].high))
      return false;
  }
  for (size_t k = 0; k < r->recipe->n_orders; k++) {
    const eir_i_order_of_numbers *order = &r->recipe->orders[k];
    interval all = r->numbers[order->numbers[0]];
    for (size_t i = 1; i < order->n; i++) {
      const interval other = r->numbers[order->numbers[i]];
      all.low = less(other.low, all.low) ? other.low : all.low;
      all.high = less(all.high, other.high) ? other.high : all.high;
    }
    for (size_t i = 0; i < order->n; i++)
      r->numbers[order->numbers[i]] = all;
  }
  return true;
}

/* ---- the score ---- */

static interval cell_range(const ranging *r, const eir_i_cell *cell) {
  const interval share = point(cell->share);
  const interval rest =
      point(eir_i_short_subtract(eir_i_rational_whole(1), cell->share));
  return add(multiply(rest, r->numbers[cell->first]),
             multiply(share, r->numbers[cell->second]));
}

/* The weight of an issue, divided by the sum of all where the position says so. False
 * where the sum may be 0. */
static bool weight_range(const ranging *r, size_t n_issues, size_t issue,
                         interval *out) {
  const uint32_t *weight = r->recipe->weight;
  *out = weight[issue] == EIR_I_NONE ? point(eir_i_rational_whole(0))
                                     : r->numbers[weight[issue]];
  if (!r->recipe->normalise || weight[issue] == EIR_I_NONE)
    return true;
  interval others = point(eir_i_rational_whole(0));
  for (size_t i = 0; i < n_issues; i++)
    if (i != issue && weight[i] != EIR_I_NONE)
      others = add(others, r->numbers[weight[i]]);
  const eir_i_rational least = eir_i_short_add(out->low, others.high);
  const eir_i_rational most = eir_i_short_add(out->high, others.low);
  if (least.n <= 0 || most.n <= 0)
    return false;
  *out = (interval){eir_i_short_divide(out->low, least),
                    eir_i_short_divide(out->high, most)};
  return true;
}

static bool score_range(const ranging *r, const eir_case *the_case,
                        const eir_i_position *position, const uint32_t *outcome,
                        interval *out) {
  *out = point(eir_i_rational_whole(0));
  for (size_t i = 0; i < the_case->n_issues; i++) {
    if (r->recipe->cells[i] == NULL)
      continue;
    interval entry = cell_range(r, &r->recipe->cells[i][outcome[i]]);
    if (r->recipe->weight != NULL) {
      interval weight;
      if (!weight_range(r, the_case->n_issues, i, &weight))
        return false;
      entry = multiply(entry, weight);
    }
    *out = add(*out, entry);
  }
  for (size_t i = 0; i < position->n_interactions; i++)
    if (eir_i_check_holds(position->interactions[i].when, outcome))
      *out = add(*out, r->numbers[r->recipe->adds[i]]);
  if (r->recipe->cap != EIR_I_NONE) {
    const interval cap = r->numbers[r->recipe->cap];
    out->low = less(cap.low, out->low) ? cap.low : out->low;
    out->high = less(cap.high, out->high) ? cap.high : out->high;
  }
  return true;
}

static bool exact_range(const eir_solution *solution, const uint32_t *outcome,
                        size_t signatory, eir_i_rational comply[2],
                        eir_i_rational reservation[2]) {
  eir_i_keeping keeping;
  eir_i_outcome_utilities(solution, outcome, signatory, &keeping.comply,
                          &keeping.reversion);
  comply[0] = comply[1] = keeping.comply;
  reservation[0] = reservation[1] = keeping.reversion;
  return true;
}

bool eir_i_utility_range(const eir_solution *solution, const uint32_t *outcome,
                         size_t signatory, eir_i_arena *arena, eir_i_rational comply[2],
                         eir_i_rational reservation[2]) {
  const eir_case *the_case = solution->the_case;
  const eir_i_position *position =
      &the_case->parties[the_case->signatories[signatory]].position;
  if (position->recipe == NULL)
    return exact_range(solution, outcome, signatory, comply, reservation);
  ranging r = {.recipe = position->recipe};
  interval score,
      scale =
          point((eir_i_rational){.n = solution->scale[signatory], .d = position->unit});
  if (!list_numbers(&r, the_case, arena) ||
      !score_range(&r, the_case, position, outcome, &score))
    return false;
  if (r.recipe->scale != EIR_I_NONE)
    scale = r.numbers[r.recipe->scale];
  if (!is_short(scale.low) || scale.low.n <= 0)
    return false;
  const interval per = invert(scale);
  const interval least = r.recipe->reservation == EIR_I_NONE
                             ? point(eir_i_rational_whole(0))
                             : r.numbers[r.recipe->reservation];
  score = multiply(score, per);
  const interval reached = multiply(least, per);
  comply[0] = score.low;
  comply[1] = score.high;
  reservation[0] = reached.low;
  reservation[1] = reached.high;
  return true;
}
