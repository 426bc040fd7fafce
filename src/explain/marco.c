/* MARCO: Liffiton, Previti, Malik and Marques-Silva 2016, "Fast, flexible MUS
 * enumeration".
 *
 * The map gives a set of demands about which nothing is known. If it can be met it is
 * grown until nothing more fits, and what is left out is a minimal unlock; if not it is
 * shrunk to a minimal conflict. Either way the map learns which sets are known by it,
 * until none is left.
 *
 * The map is asked for the set that leaves out least, by cost. Unlocks are then found
 * cheapest first: one that is cheaper would have been a set that is not known. (This is
 * the hitting-set dual of Reiter 1987; Davies and Bacchus 2011 solve MaxSAT so.) Small
 * conflicts are found first by asking for the smallest set instead (Ignatiev et al.
 * 2015, "Smallest MUS extraction with minimal hitting set dualization"). */
#include "explain/marco.h"

#include <string.h>

#include "explain/map.h"

#include "base/banned.h"

typedef struct run {
  eir_i_marco *marco;
  eir_i_map *map;
  bool *on;         /* [n_demands] the set at hand */
  bool *few;        /* [n_demands] scratch */
  size_t seed_on;   /* how many were on in the last seed */
  bool passed_over; /* some set that can be met was not grown */
  bool ended;       /* the effort, or the map */
} run;

/* The demands that are on, or off. False without memory. */
static bool gather(const run *r, bool on, eir_demand_set *out_set) {
  const eir_i_trial *trial = r->marco->trial;
  size_t n = trial->explanation->n_demands, count = 0;
  for (size_t d = 0; d < n; d++)
    count += r->on[d] == on;
  size_t *demands = eir_i_arena_take_array(trial->arena, count, sizeof *demands);
  if (demands == NULL)
    return false;
  *out_set = (eir_demand_set){.demands = demands, .count = count};
  for (size_t d = 0, i = 0; d < n; d++) {
    if (r->on[d] == on)
      demands[i++] = d;
  }
  return true;
}

static eir_status add_opening(run *r, size_t witness) {
  bool done;
  eir_status status = eir_i_trial_grow(r->marco->trial, r->on, &witness, &done);
  if (status != EIR_OK || !done) {
    r->ended = true;
    return status;
  }
  eir_i_opening opening = {.witness = witness};
  if (!gather(r, false, &opening.demands) ||
      !eir_i_array_push(&r->marco->openings, &opening) ||
      !eir_i_map_add(r->map, opening.demands.demands, opening.demands.count, false))
    return EIR_NO_MEMORY;
  return EIR_OK;
}

/* On the way to small conflicts what can be met need not be grown to its limits: a
 * witness alone takes many sets off the map, and costs no proof. */
static eir_status pass_over(run *r, size_t witness) {
  const eir_i_trial *trial = r->marco->trial;
  eir_demand_set off;
  eir_i_witness_extend(trial->explanation, eir_i_trial_witness(trial, witness),
                       trial->order, r->on);
  if (!gather(r, false, &off) || !eir_i_map_add(r->map, off.demands, off.count, false))
    return EIR_NO_MEMORY;
  r->passed_over = true;
  return EIR_OK;
}

static eir_status add_conflict(run *r) {
  bool done;
  eir_status status = eir_i_trial_shrink(r->marco->trial, r->on, &done);
  if (status != EIR_OK || !done) {
    r->ended = true;
    return status;
  }
  eir_demand_set conflict;
  if (!gather(r, true, &conflict) ||
      !eir_i_array_push(&r->marco->conflicts, &conflict) ||
      !eir_i_trial_keep(r->marco->trial, conflict) ||
      !eir_i_map_add(r->map, conflict.demands, conflict.count, true))
    return EIR_NO_MEMORY;
  return EIR_OK;
}

/* Asks whether the set at hand can be met. Its reservations alone are asked for first:
 * most often the conflict is among them, and then no proof is spent on the rules. */
static eir_status ask(run *r, eir_answer *out_answer, size_t *out_witness) {
  eir_i_trial *trial = r->marco->trial;
  const eir_explanation *explanation = trial->explanation;
  bool fewer = false;
  for (size_t d = 0; d < explanation->n_demands; d++) {
    r->few[d] = r->on[d] && explanation->demands[d].kind == EIR_DEMAND_RESERVATION;
    fewer = fewer || r->few[d] != r->on[d];
  }
  if (fewer) {
    eir_status status = eir_i_trial_ask(trial, r->few, out_answer, out_witness);
    if (status != EIR_OK || *out_answer == EIR_UNKNOWN)
      return status;
    if (*out_answer == EIR_NO) {
      memcpy(r->on, r->few, explanation->n_demands * sizeof *r->on);
      return EIR_OK;
    }
  }
  return eir_i_trial_ask(trial, r->on, out_answer, out_witness);
}

/* Takes the next seed and learns what it shows. */
static eir_status step(run *r, eir_i_map_aim aim, eir_i_map_found *out_found) {
  eir_i_trial *trial = r->marco->trial;
  eir_status status = eir_i_map_seed(r->map, aim, trial->effort, r->on, out_found);
  if (status != EIR_OK)
    return status;
  r->ended = *out_found == EIR_I_MAP_STOPPED || *out_found == EIR_I_MAP_NONE;
  /* A set that was passed over may have been an unlock. */
  r->marco->complete = *out_found == EIR_I_MAP_NONE && !r->passed_over;
  if (r->ended)
    return EIR_OK;
  r->seed_on = 0;
  for (size_t d = 0; d < trial->explanation->n_demands; d++)
    r->seed_on += r->on[d];
  eir_answer answer;
  size_t witness;
  status = ask(r, &answer, &witness);
  if (status != EIR_OK)
    return status;
  if (answer == EIR_NO)
    return add_conflict(r);
  r->ended = answer == EIR_UNKNOWN;
  if (r->ended)
    return EIR_OK;
  return aim == EIR_I_MAP_FEW_ON ? pass_over(r, witness) : add_opening(r, witness);
}

/* Conflicts known of at most this many demands. */
static size_t count_small(const eir_i_marco *marco, size_t most) {
  size_t n = 0;
  for (size_t c = 0; c < marco->conflicts.count; c++)
    n += ((eir_demand_set *)eir_i_array_at(&marco->conflicts, c))->count <= most;
  return n;
}

static eir_status run_all(run *r) {
  eir_i_marco *marco = r->marco;
  eir_i_map_found found;
  eir_status status = EIR_OK;
  while (status == EIR_OK && !r->ended &&
         (marco->max == 0 || marco->openings.count < marco->max))
    status = step(r, EIR_I_MAP_CHEAP_OFF, &found);
  /* The smallest conflicts are known when the smallest unknown set is not smaller. */
  for (r->seed_on = 0;
       status == EIR_OK && !r->ended && count_small(marco, r->seed_on) < marco->max;)
    status = step(r, EIR_I_MAP_FEW_ON, &found);
  return status;
}

eir_status eir_i_marco_run(eir_i_marco *marco, eir_i_trial *trial, uint64_t max) {
  const eir_explanation *explanation = trial->explanation;
  size_t n = explanation->n_demands;
  *marco = (eir_i_marco){.trial = trial, .max = max};
  eir_i_array_init(&marco->conflicts, trial->arena->memory, sizeof(eir_demand_set));
  eir_i_array_init(&marco->openings, trial->arena->memory, sizeof(eir_i_opening));
  run r = {.marco = marco};
  int64_t *cost = eir_i_arena_take_array(trial->arena, n, sizeof *cost);
  r.on = eir_i_arena_take_array(trial->arena, n, sizeof *r.on);
  r.few = eir_i_arena_take_array(trial->arena, n, sizeof *r.few);
  if (cost == NULL || r.on == NULL || r.few == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < n; d++)
    cost[d] = explanation->origins[d].cost;
  r.map = eir_i_map_new(cost, n, trial->arena);
  if (r.map == NULL)
    return EIR_NO_MEMORY;
  eir_status status = run_all(&r);
  eir_i_map_free(r.map);
  return status;
}

void eir_i_marco_free(eir_i_marco *marco) {
  eir_i_array_free(&marco->conflicts);
  eir_i_array_free(&marco->openings);
}
