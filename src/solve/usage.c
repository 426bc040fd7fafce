/* Usage: which options nobody rules out, and how the frontier uses them. */
#include <string.h>

#include "solve/solution.h"

#include "base/banned.h"

uint8_t **eir_i_option_table(const eir_case *the_case, eir_i_arena *arena) {
  uint8_t **table = eir_i_arena_take_array(arena, the_case->n_issues, sizeof *table);
  for (size_t i = 0; table != NULL && i < the_case->n_issues; i++) {
    table[i] = eir_i_arena_take_array(arena, the_case->issues[i].n_options, 1);
    if (table[i] == NULL)
      return NULL;
  }
  return table;
}

/* ---- options that nobody rules out ----
 *
 * Unknown stances and rules that may not hold rule nothing out. */

/* Can the rule still be met once the issue at `place` took an option of the class? */
static bool class_can_hold(const eir_i_layer *layer, uint32_t class_index) {
  for (uint32_t s = 0; s < layer->n_states; s++) {
    size_t at = (size_t)s * layer->n_classes + class_index;
    if (layer->transitions[at].target != EIR_I_STATE_DEAD)
      return true;
  }
  return false;
}

static void close_by_states(const eir_case *the_case, const eir_i_states *states,
                            uint8_t **open) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    size_t n = the_case->issues[i].n_options;
    if (!states->feasible) {
      memset(open[i], 0, n);
      continue;
    }
    const eir_i_layer *layer = &states->layers[states->order.place_of[i]];
    const uint32_t *class_of = states->classes.of_option[i];
    for (size_t o = 0; o < n; o++) {
      if (!class_can_hold(layer, class_of == NULL ? 0 : class_of[o]))
        open[i][o] = 0;
    }
  }
}

/* Closes the options with which the rule is false whatever the rest is. Should the rule
 * be too tangled to tell, they stay open: solving then ends at the same limit. */
static eir_status close_by_rule(eir_solution *solution, const eir_i_expression *rule,
                                uint8_t **open) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, &solution->memory);
  eir_i_effort effort = {.callbacks = NULL};
  eir_i_problem alone;
  eir_i_states states;
  eir_status status = eir_i_problem_of_rule(solution->the_case, rule, &arena, &alone);
  for (size_t i = 0; status == EIR_OK && i < alone.n_issues; i++) {
    for (size_t o = 0; o < alone.n_options[i]; o++) {
      if (!alone.allowed[i][o] || alone.impossible)
        open[i][o] = 0;
    }
  }
  if (status == EIR_OK && alone.n_clauses > 0) {
    status = eir_i_states_make(&alone, &arena, &effort, &states);
    if (status == EIR_OK && effort.end == EIR_END_COMPLETE)
      close_by_states(solution->the_case, &states, open);
  }
  eir_i_arena_free(&arena);
  return status;
}

static eir_status close_by_rules(eir_solution *solution, const eir_i_rule *rules,
                                 size_t count, uint8_t **open) {
  eir_status status = EIR_OK;
  for (size_t i = 0; status == EIR_OK && i < count; i++) {
    if (eir_i_rule_binds(&rules[i], EIR_I_CONSENT_POSSIBLE))
      status = close_by_rule(solution, rules[i].expression, open);
  }
  return status;
}

static void close_by_stances(const eir_case *the_case, const eir_i_position *position,
                             uint8_t **open) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const uint8_t *stances = position->stances[i];
    for (size_t o = 0; stances != NULL && o < the_case->issues[i].n_options; o++) {
      if (stances[o] == EIR_I_STANCE_REFUSES)
        open[i][o] = 0;
    }
  }
}

eir_status eir_i_solution_mark_open(eir_solution *solution) {
  const eir_case *the_case = solution->the_case;
  uint8_t **open = eir_i_option_table(the_case, &solution->arena);
  if (open == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < the_case->n_issues; i++)
    memset(open[i], 1, the_case->issues[i].n_options);
  eir_status status =
      close_by_rules(solution, the_case->constraints, the_case->n_constraints, open);
  for (size_t i = 0; status == EIR_OK && i < the_case->n_signatories; i++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[i]].position;
    if (position->kind == EIR_POSITION_STANCE)
      close_by_stances(the_case, position, open);
    status = close_by_rules(solution, position->red_lines, position->n_red_lines, open);
  }
  solution->open = (const uint8_t *const *)open;
  return status;
}

/* ---- the frontier's use ---- */

eir_status eir_i_solution_use_of_frontier(eir_solution *solution) {
  const eir_case *the_case = solution->the_case;
  const eir_i_frontier *deals = &solution->deals;
  if (solution->use_scope != EIR_USE_OF_NOTHING || deals->count == 0)
    return EIR_OK;
  uint8_t **use = eir_i_option_table(the_case, &solution->arena);
  if (use == NULL)
    return EIR_NO_MEMORY;
  size_t n = deals->n_issues;
  for (size_t i = 0; i < n; i++)
    memset(use[i], EIR_USE_NEVER, the_case->issues[i].n_options);
  for (size_t e = 0; e < deals->count; e++) { /* in the order they lie in */
    const uint32_t *outcome = deals->outcomes + e * n;
    for (size_t i = 0; i < n; i++)
      use[i][outcome[i]] = EIR_USE_SOMETIMES;
  }
  for (size_t i = 0; i < n; i++) {
    uint32_t first = deals->outcomes[i];
    use[i][first] = EIR_USE_ALWAYS;
    for (size_t o = 0; o < the_case->issues[i].n_options; o++) {
      if (o != first && use[i][o] == EIR_USE_SOMETIMES)
        use[i][first] = EIR_USE_SOMETIMES;
    }
  }
  solution->use = use;
  solution->use_scope = EIR_USE_OF_FRONTIER;
  return EIR_OK;
}
