/* Conflict: which demands cannot be met together, and what would open a deal.
 *
 * Sets the search going (marco.h) and puts in order what it found. A time limit is a
 * stop callback like the caller's own: when it fires, what was found stays. */
#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "explain/unlock.h"

#include "base/banned.h"

/* The caller's callbacks, and when to stop. */
typedef struct timer {
  const eir_callbacks *callbacks; /* NULL: none */
  int64_t end_ns;                 /* 0: never; first of the search, then of all */
  int64_t last_ns;
  bool fired;
  bool cut_short; /* the search did not come to its end */
} timer;

static int64_t now_ns(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool timer_stop(void *user) {
  timer *at = user;
  const eir_callbacks *callbacks = at->callbacks;
  if (callbacks != NULL && callbacks->stop != NULL && callbacks->stop(callbacks->user))
    return true;
  at->fired = at->end_ns != 0 && now_ns() >= at->end_ns;
  return at->fired;
}

static void timer_progress(void *user, const eir_progress *progress) {
  const timer *at = user;
  if (at->callbacks != NULL && at->callbacks->progress != NULL)
    at->callbacks->progress(at->callbacks->user, progress);
}

static int compare_sets(const eir_demand_set *a, const eir_demand_set *b) {
  if (a->count != b->count)
    return a->count < b->count ? -1 : 1;
  for (size_t i = 0; i < a->count; i++) {
    if (a->demands[i] != b->demands[i])
      return a->demands[i] < b->demands[i] ? -1 : 1;
  }
  return 0;
}

static int compare_conflicts(const void *a, const void *b) {
  return compare_sets(a, b);
}

static eir_status keep_conflicts(eir_explanation *explanation, eir_i_marco *marco,
                                 uint64_t max) {
  size_t n = marco->conflicts.count;
  if (n > 1)
    qsort(marco->conflicts.items, n, sizeof(eir_demand_set), compare_conflicts);
  if (max != 0 && n > max) {
    n = (size_t)max;
    marco->complete = false;
  }
  eir_demand_set *kept = eir_i_arena_take_array(&explanation->arena, n, sizeof *kept);
  if (kept == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    kept[i] = *(eir_demand_set *)eir_i_array_at(&marco->conflicts, i);
  explanation->conflicts = kept;
  explanation->n_conflicts = n;
  return EIR_OK;
}

/* Gives the falls what is left of the time. */
static void begin_falls(timer *at, eir_i_effort *effort) {
  at->end_ns = at->last_ns;
  if (!at->fired)
    return;
  at->fired = false;
  effort->end = EIR_END_COMPLETE;
}

/* Finds them with the effort and puts them into the explanation. */
static eir_status explain_with(eir_explanation *explanation, timer *at,
                               eir_i_effort *effort, uint64_t max) {
  eir_i_trial trial;
  eir_i_marco marco = {0};
  eir_status status =
      eir_i_trial_init(&trial, explanation, effort, &explanation->arena);
  if (status == EIR_OK)
    status = eir_i_marco_run(&marco, &trial, max);
  if (status == EIR_OK)
    status = keep_conflicts(explanation, &marco, max);
  at->cut_short = at->fired;
  begin_falls(at, effort);
  if (status == EIR_OK)
    status = eir_i_unlock_all(explanation, &marco, max);
  explanation->conflicts_complete = status == EIR_OK && marco.complete &&
                                    explanation->n_unlocks == marco.openings.count;
  eir_i_marco_free(&marco);
  eir_i_trial_free(&trial);
  return status;
}

eir_status eir_i_explain_conflicts(eir_explanation *explanation) {
  assert(explanation->demands != NULL || explanation->n_demands == 0);
  uint64_t max = (uint64_t)eir_options_get(explanation->options, "max");
  int64_t seconds = eir_options_get(explanation->options, "seconds"); /* 10^-12 */
  timer at = {.callbacks = explanation->effort.callbacks};
  if (seconds > 0) { /* two thirds for the search, the rest for the falls */
    at.last_ns = now_ns() + seconds / 1000 + 1;
    at.end_ns = at.last_ns - seconds / 3000;
  }
  eir_callbacks callbacks = {timer_stop, timer_progress, &at};
  eir_i_effort effort = explanation->effort;
  effort.callbacks = &callbacks;
  eir_status status = explain_with(explanation, &at, &effort, max);
  if (status == EIR_NO_MEMORY)
    status = eir_i_effort_no_memory(&effort, &explanation->memory);
  /* Out of time, only this part is cut short. */
  effort.callbacks = at.callbacks;
  if (at.fired)
    effort.end = explanation->effort.end;
  explanation->conflicts_out_of_time = at.fired || at.cut_short;
  explanation->effort = effort;
  return status;
}
