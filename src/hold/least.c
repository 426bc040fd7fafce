/* Least: the weakest monitoring and guarantee with which some deal holds.
 *
 * Every deal is looked at, in the order of the case, but whether it holds is asked only
 * where it would be weaker than the weakest found so far. How weak is told by the costs
 * of the options, or, where the case gives none, by the places at which options stand
 * in their issues. Only issues count whose options detect or guarantee. */
#include <assert.h>
#include <string.h>

#include "hold/outcome_holding.h"

#include "base/banned.h"

/* Deals that are looked at; about a minute. */
static const uint64_t most_deals = 100000000;

enum { PARTS = 1000000 };

/* ---- what options cost ---- */

static bool enforces(const eir_i_enforcement *e) {
  return e != NULL && (e->detection != EIR_I_NONE || e->guarantee != NULL);
}

static bool is_enforcing(const eir_case *the_case, size_t issue) {
  for (size_t o = 0; o < the_case->issues[issue].n_options; o++)
    if (enforces(eir_i_enforcement_of(the_case->enforcing, issue, o)))
      return true;
  return false;
}

static bool gives_costs(const eir_case *the_case) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    for (size_t o = 0; o < the_case->issues[i].n_options && is_enforcing(the_case, i);
         o++) {
      const eir_i_enforcement *e = eir_i_enforcement_of(the_case->enforcing, i, o);
      if (e != NULL && e->cost >= 0)
        return true;
    }
  }
  return false;
}

int64_t eir_i_least_cost(const eir_i_least *least, size_t issue, uint32_t option) {
  if (!least->enforcing[issue])
    return 0;
  if (!least->by_cost)
    return (int64_t)option * PARTS;
  const eir_i_enforcement *e =
      eir_i_enforcement_of(least->the_case->enforcing, issue, option);
  return e == NULL || e->cost < 0 ? 0 : e->cost;
}

static int64_t cost_of(const eir_i_least *least, const uint32_t *outcome) {
  int64_t cost = 0;
  for (size_t i = 0; i < least->the_case->n_issues; i++)
    cost += eir_i_least_cost(least, i, outcome[i]);
  return cost;
}

/* ---- the search ---- */

static eir_status search(eir_i_least *least, const eir_solution *solution,
                         const eir_callbacks *callbacks) {
  eir_deals *deals = NULL;
  eir_status status = eir_deals_new(solution, &deals);
  if (status != EIR_OK)
    return status;
  const size_t bytes = least->the_case->n_issues * sizeof *least->outcome;
  uint64_t seen = 0;
  eir_deal deal;
  while (seen < most_deals && eir_deals_next(deals, callbacks, &deal)) {
    seen++;
    const int64_t cost = cost_of(least, deal.options);
    if ((least->found && cost >= least->cost) ||
        !eir_i_outcome_holds(solution, deal.options))
      continue;
    least->found = true;
    least->cost = cost;
    memcpy(least->outcome, deal.options, bytes);
    if (cost == 0)
      break; /* nothing is weaker */
  }
  least->complete = (least->found && least->cost == 0) ||
                    (seen < most_deals && !eir_i_deals_stopped(deals));
  eir_deals_free(deals);
  return EIR_OK;
}

/* For each option of the issues that count: frontier deals with it, and those of them
 * that hold. */
static void count_frontier(eir_i_least *least, const eir_solution *solution) {
  const eir_case *the_case = least->the_case;
  const size_t size = eir_solution_frontier_size(solution);
  for (size_t n = 0; n < size; n++) {
    const uint32_t *options = eir_solution_frontier_get(solution, n).options;
    const bool holds = eir_i_outcome_holds(solution, options);
    for (size_t i = 0, row = 0; i < the_case->n_issues; i++) {
      if (!least->enforcing[i])
        continue;
      least->options[row + options[i]].n_frontier++;
      least->options[row + options[i]].n_hold += holds;
      row += the_case->issues[i].n_options;
    }
  }
}

static bool list_options(eir_i_least *least, eir_i_arena *arena) {
  const eir_case *the_case = least->the_case;
  for (size_t i = 0; i < the_case->n_issues; i++)
    least->n_options += least->enforcing[i] ? the_case->issues[i].n_options : 0;
  least->options =
      eir_i_arena_take_array(arena, least->n_options, sizeof *least->options);
  if (least->options == NULL)
    return false;
  for (size_t i = 0, n = 0; i < the_case->n_issues; i++)
    for (uint32_t o = 0; o < the_case->issues[i].n_options && least->enforcing[i]; o++)
      least->options[n++] =
          (eir_hold_option){.issue = i,
                            .option = o,
                            .cost = (double)eir_i_least_cost(least, i, o) / PARTS};
  return true;
}

eir_status eir_i_least_find(const eir_solution *solution,
                            const eir_callbacks *callbacks, eir_i_arena *arena,
                            eir_i_least *out_least) {
  const eir_case *the_case = solution->the_case;
  eir_i_least *least = out_least;
  *least = (eir_i_least){.the_case = the_case};
  least->enforcing =
      eir_i_arena_take_array(arena, the_case->n_issues, sizeof *least->enforcing);
  least->outcome =
      eir_i_arena_take_array(arena, the_case->n_issues, sizeof *least->outcome);
  if (least->enforcing == NULL || least->outcome == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < the_case->n_issues; i++)
    least->enforcing[i] = is_enforcing(the_case, i);
  least->by_cost = gives_costs(the_case);
  if (!list_options(least, arena))
    return EIR_NO_MEMORY;
  least->has_frontier = solution->has_frontier && !solution->over_outcomes;
  if (least->has_frontier)
    count_frontier(least, solution);
  return search(least, solution, callbacks);
}
