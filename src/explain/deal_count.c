/* Deal count: from two halves, or one by one, whichever is quicker.
 *
 * The choice is that of solving (solve/counting.c), without the use of options. */
#include "explain/deal_count.h"

#include "solve/solution.h"
#include "solve/tally.h"
#include "solve/walk.h"

#include "base/banned.h"

enum {
  ALWAYS_COUNTED = 1000000,  /* outcomes */
  WALKED_A_COALITION = 2000, /* up to so many, walking is as quick as counting */
  STEPS_FOR_FEW = 2000000    /* a walk through ALWAYS_COUNTED takes no more */
};

static eir_status walk(const eir_case *the_case, eir_i_memory *memory,
                       eir_i_effort *effort, eir_i_tally *out_tally) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  eir_i_walk *through;
  eir_status status =
      eir_i_walk_new(the_case, EIR_I_CONSENT_CERTAIN, NULL, &arena, &through);
  eir_i_u128 count = 0;
  while (status == EIR_OK && eir_i_walk_next(through, effort))
    count++;
  bool complete = status == EIR_OK && effort->end == EIR_END_COMPLETE;
  *out_tally = (eir_i_tally){.known = complete, .count = complete ? count : 0};
  eir_i_arena_free(&arena);
  return status;
}

/* Where there are few outcomes and the halves take long, or the rules are too tangled
 * for them, the walk is there to fall back on. */
static eir_status tally(const eir_case *the_case, bool few, eir_i_memory *memory,
                        eir_i_effort *effort, eir_i_tally *out_tally) {
  eir_i_effort own = *effort;
  uint64_t most_steps = own.steps + STEPS_FOR_FEW;
  bool held = few && (own.max_steps == 0 || own.max_steps > most_steps);
  if (held)
    own.max_steps = most_steps;
  eir_i_tally_question question = {.the_case = the_case,
                                   .consent = EIR_I_CONSENT_CERTAIN,
                                   .cut = EIR_I_CUT_BALANCED,
                                   .issue = SIZE_MAX};
  eir_status status = eir_i_tally_deals(&question, memory, &own, out_tally);
  eir_end end = own.end;
  bool gave_up = end == EIR_END_LIMIT_STATES || (held && end == EIR_END_LIMIT_STEPS);
  if (gave_up)
    own.end = EIR_END_COMPLETE; /* that is no end of the run */
  own.max_steps = effort->max_steps;
  *effort = own;
  if (status == EIR_OK && gave_up && few)
    return walk(the_case, memory, effort, out_tally);
  return status;
}

eir_status eir_i_deal_count(const eir_case *the_case, bool asked, eir_i_memory *memory,
                            eir_i_effort *effort, eir_i_tally *out_tally) {
  *out_tally = (eir_i_tally){.known = false};
  if (effort->end != EIR_END_COMPLETE)
    return EIR_OK;
  uint64_t n_outcomes = eir_i_outcome_count(the_case, UINT64_MAX / 2);
  bool few = n_outcomes <= ALWAYS_COUNTED;
  if (!asked && !few)
    return EIR_OK;
  uint64_t coalitions = eir_i_tally_coalitions(the_case);
  bool one_by_one = coalitions > EIR_I_TALLY_MOST_COALITIONS ||
                    n_outcomes <= coalitions * WALKED_A_COALITION;
  if (one_by_one)
    return walk(the_case, memory, effort, out_tally);
  return tally(the_case, few, memory, effort, out_tally);
}
