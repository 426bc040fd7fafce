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

#include <assert.h>
#include <string.h>

#include "explain/map.h"

#include "base/banned.h"

enum {
  STUCK = 24, /* conflicts in a row before an unlock is sought another way */
  AGAIN = 8,  /* and then after so many more */
  LATER = 64, /* seeds for better ones, when there are as many as are wanted */
};

typedef struct run {
  eir_i_marco *marco;
  eir_i_map *map;
  bool *on;         /* [n_demands] the set at hand */
  bool *few;        /* [n_demands] scratch */
  bool *seed;       /* [n_demands] the last seed */
  size_t in_a_row;  /* conflicts since the last opening */
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

/* Is the unlock of what is off known already? */
static bool is_known(const run *r) {
  const eir_i_array *openings = &r->marco->openings;
  for (size_t o = 0; o < openings->count; o++) {
    const eir_demand_set *off =
        &((eir_i_opening *)eir_i_array_at(openings, o))->demands;
    size_t i = 0;
    while (i < off->count && !r->on[off->demands[i]])
      i++;
    if (i == off->count) /* both are minimal: then they are equal */
      return true;
  }
  return false;
}

static eir_status add_opening(run *r, size_t witness) {
  bool done;
  eir_status status = eir_i_trial_grow(r->marco->trial, r->on, &witness, &done);
  if (status != EIR_OK || !done) {
    r->ended = true;
    return status;
  }
  r->in_a_row = 0;
  if (is_known(r))
    return EIR_OK;
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
  r->in_a_row++;
  return EIR_OK;
}

/* Switches on, in the order of cost, what of the seed can be met beside what is on.
 * *io_witness meets it all. */
static eir_status follow_seed(run *r, size_t *io_witness) {
  eir_i_trial *trial = r->marco->trial;
  for (size_t i = 0; i < trial->explanation->n_demands; i++) {
    size_t d = trial->order[i], witness;
    eir_answer answer;
    if (r->on[d] || !r->seed[d])
      continue;
    r->on[d] = true;
    eir_status status = eir_i_trial_ask(trial, r->on, &answer, &witness);
    r->ended = status != EIR_OK || answer == EIR_UNKNOWN;
    if (r->ended)
      return status;
    r->on[d] = answer == EIR_YES;
    if (answer == EIR_YES)
      *io_witness = witness;
  }
  return EIR_OK;
}

/* An unlock from the witness made cheaper. */
static eir_status add_cheaper(run *r, size_t witness) {
  eir_i_trial *trial = r->marco->trial;
  const eir_explanation *explanation = trial->explanation;
  memcpy(trial->outcome, eir_i_trial_witness(trial, witness)->options,
         explanation->the_case->n_issues * sizeof *trial->outcome);
  eir_i_witness_cheapen(explanation, trial->outcome);
  memset(r->on, 0, explanation->n_demands * sizeof *r->on);
  eir_status status = eir_i_trial_adopt(trial, trial->outcome, &witness);
  return status == EIR_OK ? add_opening(r, witness) : status;
}

/* Where conflicts come without end (parties that say nothing of most options have
 * exponentially many), seeds are long too large to be met. Then unlocks are made from
 * one: from the conflict, without one of its demands, grown first by what the seed has;
 * and from an outcome like that, made cheaper. They need not be the cheapest. */
static eir_status leap(run *r) {
  eir_i_trial *trial = r->marco->trial;
  size_t last = trial->explanation->n_demands, witness;
  while (!r->on[--last])
    assert(last > 0);
  r->on[last] = false;
  eir_answer answer;
  eir_status status = eir_i_trial_ask(trial, r->on, &answer, &witness);
  r->ended = status != EIR_OK || answer == EIR_UNKNOWN;
  assert(r->ended || answer == EIR_YES); /* the conflict is minimal */
  if (!r->ended)
    status = follow_seed(r, &witness);
  if (!r->ended)
    status = add_opening(r, witness);
  if (status == EIR_OK && !r->ended)
    status = add_cheaper(r, witness);
  r->in_a_row = STUCK - AGAIN;
  return status;
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
  for (size_t d = 0; d < trial->explanation->n_demands; d++) {
    r->seed_on += r->on[d];
    r->seed[d] = r->on[d];
  }
  eir_answer answer;
  size_t witness;
  status = ask(r, &answer, &witness);
  if (status != EIR_OK)
    return status;
  if (answer == EIR_NO) {
    status = add_conflict(r);
    bool stuck = aim == EIR_I_MAP_CHEAP_OFF && r->in_a_row >= STUCK;
    return status == EIR_OK && !r->ended && stuck ? leap(r) : status;
  }
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

/* Unlocks known that no unknown one is better than. */
static size_t count_cheap(const run *r) {
  size_t n = 0;
  for (size_t o = 0; o < r->marco->openings.count; o++) {
    const eir_i_opening *opening = eir_i_array_at(&r->marco->openings, o);
    n += eir_i_map_is_least(r->map, opening->demands.demands, opening->demands.count);
  }
  return n;
}

/* With `max`, is it time to end this aim? `later` counts the seeds since there are as
 * many as are wanted, if perhaps not the best. */
static bool has_enough(const run *r, eir_i_map_aim aim, size_t *later) {
  const eir_i_marco *marco = r->marco;
  if (marco->max == 0)
    return aim == EIR_I_MAP_FEW_ON; /* the other aim finds all */
  bool cheap = aim == EIR_I_MAP_CHEAP_OFF;
  size_t found = cheap ? marco->openings.count : marco->conflicts.count;
  if (found < marco->max)
    return false;
  *later += 1;
  return *later > LATER ||
         (cheap ? count_cheap(r) : count_small(marco, r->seed_on)) >= marco->max;
}

static eir_status run_all(run *r) {
  static const eir_i_map_aim aims[] = {EIR_I_MAP_CHEAP_OFF, EIR_I_MAP_FEW_ON};
  eir_status status = EIR_OK;
  for (size_t a = 0; a < sizeof aims / sizeof *aims; a++) {
    eir_i_map_found found;
    size_t later = 0;
    r->seed_on = 0;
    while (status == EIR_OK && !r->ended && !has_enough(r, aims[a], &later))
      status = step(r, aims[a], &found);
  }
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
  r.seed = eir_i_arena_take_array(trial->arena, n, sizeof *r.seed);
  if (cost == NULL || r.on == NULL || r.few == NULL || r.seed == NULL)
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
