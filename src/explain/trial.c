/* Trial: sets of demands put to the solver, as seldom as possible.
 *
 * To be met together is monotone: fewer demands are easier to meet. So a witness
 * answers for every subset of what it meets and a conflict for every superset, and a
 * set is grown or shrunk to its limits by one question a demand. */
#include "explain/trial.h"

#include <assert.h>

#include "solve/existence.h"

#include "base/banned.h"

/* Demands of high cost first, equal ones in their order. Insertion by halves of the
 * list: a merge sort from the bottom up, in order[n] and spare[n]. */
static void sort_by_cost(const eir_i_origin *origins, size_t *order, size_t *spare,
                         size_t n) {
  for (size_t i = 0; i < n; i++)
    order[i] = i;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t start = 0; start < n; start += 2 * width) {
      size_t middle = start + width < n ? start + width : n;
      size_t end = start + 2 * width < n ? start + 2 * width : n;
      size_t left = start, right = middle;
      for (size_t i = start; i < end; i++) {
        bool take_left =
            left < middle &&
            (right == end || origins[order[left]].cost >= origins[order[right]].cost);
        spare[i] = take_left ? order[left++] : order[right++];
      }
    }
    for (size_t i = 0; i < n; i++)
      order[i] = spare[i];
  }
}

eir_status eir_i_trial_init(eir_i_trial *trial, const eir_explanation *explanation,
                            eir_i_effort *effort, eir_i_arena *arena) {
  size_t n = explanation->n_demands;
  *trial = (eir_i_trial){.explanation = explanation, .effort = effort, .arena = arena};
  eir_i_array_init(&trial->witnesses, arena->memory, sizeof(eir_i_witness));
  eir_i_array_init(&trial->conflicts, arena->memory, sizeof(eir_demand_set));
  trial->order = eir_i_arena_take_array(arena, n, sizeof *trial->order);
  trial->outcome = eir_i_arena_take_array(arena, explanation->the_case->n_issues,
                                          sizeof *trial->outcome);
  size_t *spare = eir_i_arena_take_array(arena, n, sizeof *spare);
  if (trial->order == NULL || trial->outcome == NULL || spare == NULL)
    return EIR_NO_MEMORY;
  sort_by_cost(explanation->origins, trial->order, spare, n);
  return EIR_OK;
}

void eir_i_trial_free(eir_i_trial *trial) {
  eir_i_array_free(&trial->witnesses);
  eir_i_array_free(&trial->conflicts);
}

const eir_i_witness *eir_i_trial_witness(const eir_i_trial *trial, size_t index) {
  return eir_i_array_at(&trial->witnesses, index);
}

bool eir_i_trial_keep(eir_i_trial *trial, eir_demand_set conflict) {
  return eir_i_array_push(&trial->conflicts, &conflict);
}

static bool has_conflict(const eir_i_trial *trial, const bool *on) {
  const eir_demand_set *conflicts = trial->conflicts.items;
  for (size_t c = 0; c < trial->conflicts.count; c++) {
    size_t i = 0;
    while (i < conflicts[c].count && on[conflicts[c].demands[i]])
      i++;
    if (i == conflicts[c].count)
      return true;
  }
  return false;
}

/* SIZE_MAX: none that is known. The newest is the likeliest. */
static size_t find_witness(const eir_i_trial *trial, const bool *on) {
  for (size_t w = trial->witnesses.count; w-- > 0;) {
    if (eir_i_witness_meets(trial->explanation, eir_i_trial_witness(trial, w), on))
      return w;
  }
  return SIZE_MAX;
}

/* Asks the solver. */
static eir_status ask_solver(eir_i_trial *trial, const bool *on,
                             eir_answer *out_answer) {
  const eir_explanation *explanation = trial->explanation;
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, trial->arena->memory);
  const eir_case *varied;
  eir_status status = eir_i_demands_vary(explanation, on, &scratch, &varied);
  if (status == EIR_OK)
    status = eir_i_exists(varied, EIR_I_CONSENT_CERTAIN, trial->effort,
                          explanation->n_threads, &scratch, out_answer, trial->outcome);
  eir_i_arena_free(&scratch);
  return status;
}

eir_status eir_i_trial_adopt(eir_i_trial *trial, const uint32_t *options,
                             size_t *out_witness) {
  eir_i_witness witness;
  eir_status status =
      eir_i_witness_make(trial->explanation, options, trial->arena, &witness);
  if (status != EIR_OK || !eir_i_array_push(&trial->witnesses, &witness))
    return EIR_NO_MEMORY;
  *out_witness = trial->witnesses.count - 1;
  return EIR_OK;
}

eir_status eir_i_trial_ask(eir_i_trial *trial, const bool *on, eir_answer *out_answer,
                           size_t *out_witness) {
  *out_answer = EIR_NO;
  *out_witness = SIZE_MAX;
  if (has_conflict(trial, on))
    return EIR_OK;
  *out_answer = EIR_YES;
  *out_witness = find_witness(trial, on);
  if (*out_witness != SIZE_MAX)
    return EIR_OK;
  *out_answer = EIR_UNKNOWN;
  eir_status status = ask_solver(trial, on, out_answer);
  if (status != EIR_OK || *out_answer != EIR_YES)
    return status;
  status = eir_i_trial_adopt(trial, trial->outcome, out_witness);
  assert(status != EIR_OK ||
         eir_i_witness_meets(trial->explanation,
                             eir_i_trial_witness(trial, *out_witness), on));
  return status;
}

eir_status eir_i_trial_grow(eir_i_trial *trial, bool *on, size_t *io_witness,
                            bool *out_done) {
  *out_done = false;
  for (size_t i = 0;; i++) {
    eir_i_witness_extend(trial->explanation, eir_i_trial_witness(trial, *io_witness),
                         trial->order, on);
    /* Those before i were refused, and a set that grew refuses them still. */
    while (i < trial->explanation->n_demands && on[trial->order[i]])
      i++;
    if (i == trial->explanation->n_demands)
      break;
    eir_answer answer;
    size_t witness;
    on[trial->order[i]] = true;
    eir_status status = eir_i_trial_ask(trial, on, &answer, &witness);
    if (status != EIR_OK || answer == EIR_UNKNOWN)
      return status;
    on[trial->order[i]] = answer == EIR_YES;
    if (answer == EIR_YES)
      *io_witness = witness;
  }
  *out_done = true;
  return EIR_OK;
}

/* Switches those of demands[count] that are on off, or on again. */
static void switch_all(bool *on, const size_t *demands, size_t count, bool to) {
  for (size_t i = 0; i < count; i++)
    on[demands[i]] = to;
}

/* The demands that are on, rules first: what conflicts is most often reservations, and
 * then all rules go at once. Returns how many. */
static size_t list_members(const eir_explanation *explanation, const bool *on,
                           size_t *members) {
  size_t count = 0;
  for (int last = 0; last < 2; last++) {
    for (size_t d = 0; d < explanation->n_demands; d++) {
      bool reservation = explanation->demands[d].kind == EIR_DEMAND_RESERVATION;
      if (on[d] && reservation == (last == 1))
        members[count++] = d;
    }
  }
  return count;
}

eir_status eir_i_trial_shrink(eir_i_trial *trial, bool *on, bool *out_done) {
  *out_done = false;
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, trial->arena->memory);
  size_t *members =
      eir_i_arena_take_array(&scratch, trial->explanation->n_demands, sizeof *members);
  eir_status status = members == NULL ? EIR_NO_MEMORY : EIR_OK;
  size_t count = members == NULL ? 0 : list_members(trial->explanation, on, members);
  /* To find an outcome is cheap beside a proof that there is none. So as many as can go
   * are switched off at once: all that are left, half of them, and so on. */
  for (size_t at = 0, few = count; status == EIR_OK && at < count;) {
    eir_answer answer;
    size_t witness;
    switch_all(on, members + at, few, false);
    status = eir_i_trial_ask(trial, on, &answer, &witness);
    if (status != EIR_OK || answer == EIR_UNKNOWN)
      break;
    if (answer == EIR_YES)
      switch_all(on, members + at, few, true);
    if (answer == EIR_NO || few == 1) {
      at += few;
      few = count - at;
      *out_done = at == count;
    } else {
      few /= 2;
    }
  }
  eir_i_arena_free(&scratch);
  return status;
}
