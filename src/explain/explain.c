/* Explain: which parts an explanation has, and the order in which they are made.
 *
 * The solution says which question is asked: one outcome was named, or there is no
 * deal, or there are deals. What rests on unknown inputs, and on which grounds, comes
 * after. */
#include <time.h>

#include "explain/explaining.h"

#include "base/banned.h"

static double clock_s(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static eir_explanation *new_explanation(const eir_solution *solution,
                                        const eir_options *options,
                                        const eir_callbacks *callbacks) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, &solution->memory.allocator);
  eir_explanation *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_explanation){.solution = solution,
                            .the_case = solution->the_case,
                            .options = options,
                            .memory = memory,
                            .answer = solution->exist};
  made->memory.limit =
      (size_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_MEMORY) * 1000000;
  eir_i_arena_init(&made->arena, &made->memory);
  made->n_threads = (size_t)eir_i_setting(options, EIR_I_SETTING_THREADS);
  made->effort = (eir_i_effort){
      .callbacks = callbacks,
      .max_steps = (uint64_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_STEPS),
      .max_points = (uint64_t)eir_i_setting(options, EIR_I_SETTING_LIMIT_POINTS),
      .width = 1};
  return made;
}

/* The part that answers the question, by what is known of the deals. Where it is not
 * known whether there is a deal, none of them applies, and a note says so. */
static eir_status explain_answer(eir_explanation *e, const uint32_t *outcome) {
  eir_status status = EIR_OK;
  if (outcome != NULL) {
    status = eir_i_explain_outcome(e, outcome);
    e->has[EIR_EXPLAINED_OUTCOME] = status == EIR_OK;
    if (status == EIR_OK)
      e->answer = e->outcome.is_deal ? EIR_YES : EIR_NO;
  } else if (e->solution->exist == EIR_NO) {
    status = eir_i_explain_conflicts(e);
    e->has[EIR_EXPLAINED_CONFLICTS] = status == EIR_OK;
  } else if (e->solution->exist == EIR_YES) {
    status = eir_i_explain_packages(e);
    e->has[EIR_EXPLAINED_PACKAGES] = status == EIR_OK;
  }
  return status;
}

static eir_status explain_all(eir_explanation *e, const uint32_t *outcome) {
  eir_status status = eir_i_explain_demands(e);
  if (status == EIR_OK)
    status = explain_answer(e, outcome);
  if (status == EIR_OK && e->effort.end == EIR_END_COMPLETE)
    status = eir_i_explain_robust(e);
  if (status == EIR_OK && e->effort.end != EIR_END_STOPPED) {
    status = eir_i_explain_grounds(e);
    e->has[EIR_EXPLAINED_GROUNDS] = status == EIR_OK;
  }
  return status == EIR_OK ? eir_i_explain_notes(e) : status;
}

static bool is_outcome(const eir_case *the_case, const uint32_t *outcome) {
  for (size_t i = 0; i < the_case->n_issues; i++)
    if (outcome[i] >= the_case->issues[i].n_options)
      return false;
  return true;
}

eir_status eir_explain(const eir_solution *solution, const eir_explain_request *request,
                       const eir_options *options, const eir_callbacks *callbacks,
                       eir_explanation **out_explanation) {
  if (out_explanation == NULL)
    return EIR_MISUSE;
  *out_explanation = NULL;
  const uint32_t *outcome = request == NULL ? NULL : request->outcome;
  if (solution == NULL || (outcome != NULL && !is_outcome(solution->the_case, outcome)))
    return EIR_MISUSE;
  double started = clock_s();
  eir_explanation *explanation = new_explanation(solution, options, callbacks);
  if (explanation == NULL)
    return EIR_NO_MEMORY;
  eir_status status = explain_all(explanation, outcome);
  if (status == EIR_NO_MEMORY) /* a memory limit ends a run, it does not fail */
    status = eir_i_effort_no_memory(&explanation->effort, &explanation->memory);
  if (status != EIR_OK) {
    eir_explanation_free(explanation);
    return status;
  }
  explanation->seconds = clock_s() - started;
  *out_explanation = explanation;
  return EIR_OK;
}

void eir_explanation_free(eir_explanation *explanation) {
  if (explanation == NULL)
    return;
  eir_i_arena_free(&explanation->arena);
  eir_i_memory memory = explanation->memory;
  eir_i_release(&memory, explanation, sizeof *explanation);
}
