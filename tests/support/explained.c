/* Job: an explanation without eir_explain(). Its memory is the solution's allocator. */
#include "explained.h"

#include "base/banned.h"

eir_explanation *explained_new(const eir_solution *solution,
                               const eir_options *options) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, &solution->memory.allocator);
  eir_explanation *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_explanation){.solution = solution,
                            .the_case = solution->the_case,
                            .options = options,
                            .memory = memory,
                            .n_threads = 1};
  eir_i_arena_init(&made->arena, &made->memory);
  if (eir_i_explain_demands(made) == EIR_OK)
    return made;
  explained_free(made);
  return NULL;
}

void explained_free(eir_explanation *explanation) {
  if (explanation == NULL)
    return;
  eir_i_arena_free(&explanation->arena);
  eir_i_memory memory = explanation->memory;
  eir_i_release(&memory, explanation, sizeof *explanation);
}
