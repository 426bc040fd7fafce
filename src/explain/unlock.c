/* Unlock: minimal sets of demands whose relaxation opens a deal, put in order.
 *
 * Costs are sums of integers, so that equal costs are equal and then size and the order
 * of the demands decide. */
#include "explain/unlock.h"

#include <stdlib.h>

#include "explain/falls.h"

#include "base/banned.h"

/* ---- order ---- */

/* An opening with its cost, for sorting. */
typedef struct priced {
  eir_i_i128 cost;
  const eir_i_opening *opening;
} priced;

static int compare_priced(const void *left, const void *right) {
  const priced *a = left, *b = right;
  if (a->cost != b->cost)
    return a->cost < b->cost ? -1 : 1;
  const eir_demand_set *s = &a->opening->demands, *t = &b->opening->demands;
  if (s->count != t->count)
    return s->count < t->count ? -1 : 1;
  for (size_t i = 0; i < s->count; i++) {
    if (s->demands[i] != t->demands[i])
      return s->demands[i] < t->demands[i] ? -1 : 1;
  }
  return 0;
}

static priced *price(const eir_explanation *explanation, const eir_i_marco *marco,
                     eir_i_arena *arena) {
  size_t n = marco->openings.count;
  priced *list = eir_i_arena_take_array(arena, n, sizeof *list);
  if (list == NULL)
    return NULL;
  for (size_t i = 0; i < n; i++) {
    list[i].opening = eir_i_array_at(&marco->openings, i);
    const eir_demand_set *set = &list[i].opening->demands;
    for (size_t d = 0; d < set->count; d++)
      list[i].cost += explanation->origins[set->demands[d]].cost;
  }
  if (n > 1)
    qsort(list, n, sizeof *list, compare_priced);
  return list;
}

/* ---- all of it ---- */

static eir_status make_unlock(eir_explanation *explanation, const eir_i_marco *marco,
                              const priced *from, eir_unlock *out) {
  char cost[64];
  size_t length = eir_i_format_ratio(from->cost, EIR_I_COST_ONE, 6, cost, sizeof cost);
  const eir_i_witness *witness =
      eir_i_trial_witness(marco->trial, from->opening->witness);
  *out = (eir_unlock){.demands = from->opening->demands,
                      .cost = eir_i_arena_copy_text(&explanation->arena, cost, length),
                      .outcome = witness->options};
  if (out->cost == NULL)
    return EIR_NO_MEMORY;
  return eir_i_falls_find(explanation, marco->trial->effort, out);
}

eir_status eir_i_unlock_all(eir_explanation *explanation, const eir_i_marco *marco,
                            uint64_t max) {
  size_t n = marco->openings.count;
  if (max != 0 && n > max)
    n = (size_t)max;
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, &explanation->memory);
  const priced *list = price(explanation, marco, &scratch);
  eir_unlock *unlocks = eir_i_arena_take_array(&explanation->arena, n, sizeof *unlocks);
  eir_status status = list == NULL || unlocks == NULL ? EIR_NO_MEMORY : EIR_OK;
  for (size_t i = 0; status == EIR_OK && i < n; i++)
    status = make_unlock(explanation, marco, &list[i], &unlocks[i]);
  explanation->unlocks = unlocks;
  explanation->n_unlocks = status == EIR_OK ? n : 0;
  eir_i_arena_free(&scratch);
  return status;
}
