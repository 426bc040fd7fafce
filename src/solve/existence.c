/* Existence: one quest a minimal coalition, by consent.h. */
#include "solve/existence.h"

#include <assert.h>
#include <string.h>

#include "solve/consent.h"
#include "solve/search_floors.h"

#include "base/banned.h"

typedef struct asked {
  eir_i_quest quest;
  size_t party; /* whose score is to be the most; SIZE_MAX: none */
} asked;

/* The dimension that stands for the party: signatories with scores, in order. */
static size_t dimension_of(const eir_i_problem *problem, size_t party) {
  for (size_t d = 0; d < problem->n_dimensions; d++) {
    if (problem->dimensions[d] == party)
      return d;
  }
  return SIZE_MAX;
}

/* A finder for consent.h. That something was found is told by one entry, without
 * scores: what counts is in the quest. */
static eir_status find_in_coalition(void *user, const eir_i_problem *problem,
                                    eir_i_arena *arena, eir_i_frontier *out) {
  asked *a = user;
  a->quest.problem = problem;
  *out = (eir_i_frontier){.n_dimensions = problem->n_dimensions,
                          .n_issues = problem->n_issues};
  if (a->party != SIZE_MAX) {
    a->quest.most_of = dimension_of(problem, a->party);
    assert(a->quest.most_of != SIZE_MAX);
    return eir_i_search_floors(&a->quest);
  }
  eir_status status = eir_i_search_floors(&a->quest);
  if (status != EIR_OK || !a->quest.found)
    return status;
  out->scores =
      eir_i_arena_take_array(arena, problem->n_dimensions + 1, sizeof(int64_t));
  out->outcomes = eir_i_arena_take_array(arena, problem->n_issues, sizeof(uint32_t));
  if (out->scores == NULL || out->outcomes == NULL)
    return EIR_NO_MEMORY;
  out->count = 1;
  return EIR_OK;
}

/* Sets the quest going in every coalition. *out_proved: what it found is all. */
static eir_status ask(asked *a, const eir_case *the_case, eir_i_consent consent,
                      eir_i_arena *arena, bool *out_proved) {
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, arena->memory);
  eir_i_question question = {.the_case = the_case,
                             .consent = consent,
                             .any = a->party == SIZE_MAX,
                             .n_threads = a->quest.n_threads,
                             .find = find_in_coalition,
                             .find_user = a};
  eir_i_frontier found;
  eir_status status =
      eir_i_consent_frontier(&question, a->quest.effort, &scratch, &found);
  eir_i_arena_free(&scratch);
  *out_proved = status == EIR_OK && a->quest.effort->end == EIR_END_COMPLETE;
  return status;
}

eir_status eir_i_exists(const eir_case *the_case, eir_i_consent consent,
                        eir_i_effort *effort, size_t n_threads, eir_i_arena *arena,
                        eir_answer *out_answer, uint32_t *out_outcome) {
  *out_answer = EIR_UNKNOWN;
  asked a = {.quest = {.effort = effort,
                       .memory = arena->memory,
                       .n_threads = n_threads,
                       .most_of = SIZE_MAX,
                       .enough = INT64_MAX,
                       .outcome = out_outcome},
             .party = SIZE_MAX};
  bool proved;
  eir_status status = ask(&a, the_case, consent, arena, &proved);
  if (status == EIR_OK && a.quest.found)
    *out_answer = EIR_YES;
  else if (proved)
    *out_answer = EIR_NO;
  return status;
}

eir_status eir_i_best_score(const eir_case *the_case, eir_i_consent consent,
                            eir_i_effort *effort, size_t n_threads, eir_i_arena *arena,
                            eir_i_best *io_best) {
  size_t party = the_case->signatories[io_best->signatory];
  const eir_i_position *position = &the_case->parties[party].position;
  assert(eir_i_party_has_scores(&the_case->parties[party]));
  asked a = {.quest = {.effort = effort,
                       .memory = arena->memory,
                       .n_threads = n_threads,
                       .enough = position->has_cap ? position->cap : INT64_MAX,
                       .outcome = io_best->outcome},
             .party = party};
  bool proved;
  eir_status status = ask(&a, the_case, consent, arena, &proved);
  io_best->found = status == EIR_OK && a.quest.found;
  io_best->score = io_best->found ? a.quest.score : 0;
  io_best->answer = !proved ? EIR_UNKNOWN : a.quest.found ? EIR_YES : EIR_NO;
  return status;
}
