/* Effort: counting steps and asking whether to go on. */
#include "solve/effort.h"

#include "base/banned.h"

enum { POLL_STEPS = 1 << 16 };

static bool poll_callbacks(eir_i_effort *effort) {
  effort->next_poll = effort->steps + POLL_STEPS;
  const eir_callbacks *callbacks = effort->callbacks;
  if (callbacks == NULL)
    return true;
  if (callbacks->progress != NULL)
    callbacks->progress(callbacks->user, &effort->progress);
  if (callbacks->stop != NULL && callbacks->stop(callbacks->user))
    return eir_i_effort_end(effort, EIR_END_STOPPED);
  return true;
}

bool eir_i_effort_spend(eir_i_effort *effort, uint64_t steps) {
  if (effort->end != EIR_END_COMPLETE)
    return false;
  effort->steps += steps;
  if (effort->max_steps != 0 && effort->steps > effort->max_steps)
    return eir_i_effort_end(effort, EIR_END_LIMIT_STEPS);
  return effort->steps < effort->next_poll || poll_callbacks(effort);
}

bool eir_i_effort_points(eir_i_effort *effort, uint64_t points) {
  if (points > effort->largest_set)
    effort->largest_set = points;
  effort->progress.points = points;
  if (effort->max_points != 0 && points > effort->max_points)
    return eir_i_effort_end(effort, EIR_END_LIMIT_POINTS);
  return effort->end == EIR_END_COMPLETE;
}

bool eir_i_effort_end(eir_i_effort *effort, eir_end end) {
  if (effort->end == EIR_END_COMPLETE)
    effort->end = end;
  return false;
}

eir_status eir_i_effort_no_memory(eir_i_effort *effort, const eir_i_memory *memory) {
  if (!memory->limit_reached)
    return EIR_NO_MEMORY;
  eir_i_effort_end(effort, EIR_END_LIMIT_MEMORY);
  return EIR_OK;
}
