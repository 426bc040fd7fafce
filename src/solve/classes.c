/* Classes: refining a partition of each issue's options by every atom on the issue. */
#include "solve/classes.h"

#include "base/banned.h"

enum { UNSET = -1 };

typedef struct refiner {
  const eir_i_problem *problem;
  eir_i_arena *arena;
  eir_i_effort *effort;
  uint32_t **of_option;
  uint32_t *n_classes;
  int64_t *renamed; /* [2 * most options of an issue] scratch */
} refiner;

/* Splits every class into the options for which the atom holds and the others. */
static bool refine(refiner *r, const eir_i_expression *atom) {
  uint32_t issue = atom->issue;
  uint32_t n = r->problem->n_options[issue];
  if (r->of_option[issue] == NULL) {
    r->of_option[issue] = eir_i_arena_take_array(r->arena, n, sizeof(uint32_t));
    if (r->of_option[issue] == NULL)
      return false;
  }
  uint32_t *class_of = r->of_option[issue];
  for (uint32_t i = 0; i < 2 * r->n_classes[issue]; i++)
    r->renamed[i] = UNSET;
  uint32_t count = 0;
  for (uint32_t o = 0; o < n; o++) {
    uint32_t pair = 2 * class_of[o] + (eir_i_atom_holds(atom, o) ? 1 : 0);
    if (r->renamed[pair] == UNSET)
      r->renamed[pair] = count++;
    class_of[o] = (uint32_t)r->renamed[pair];
  }
  r->n_classes[issue] = count;
  return true;
}

static bool refine_by(refiner *r, const eir_i_expression *expression) {
  if (expression->kind == EIR_I_EXPRESSION_ATOM) {
    uint32_t n = r->problem->n_options[expression->issue];
    if (!eir_i_effort_spend(r->effort, n / 64 + 1))
      return true;
    return refine(r, expression);
  }
  for (size_t i = 0; i < expression->n_children; i++) {
    if (!refine_by(r, expression->children[i]))
      return false;
  }
  return true;
}

static bool refine_all(refiner *r) {
  for (size_t i = 0; i < r->problem->n_clauses; i++) {
    const eir_i_clause *clause = &r->problem->clauses[i];
    for (size_t j = 0; j < clause->n_literals; j++) {
      if (!refine_by(r, clause->literals[j].expression))
        return false;
    }
  }
  for (size_t i = 0; i < r->problem->n_bonuses; i++) {
    if (!refine_by(r, r->problem->bonuses[i].when))
      return false;
  }
  return true;
}

static bool find_examples(refiner *r, eir_i_classes *classes) {
  size_t n_issues = r->problem->n_issues;
  uint32_t **example = eir_i_arena_take_array(r->arena, n_issues, sizeof *example);
  if (example == NULL)
    return false;
  for (size_t i = 0; i < n_issues; i++) {
    if (r->of_option[i] == NULL)
      continue;
    example[i] = eir_i_arena_take_array(r->arena, r->n_classes[i], sizeof(uint32_t));
    if (example[i] == NULL)
      return false;
    for (uint32_t o = r->problem->n_options[i]; o-- > 0;)
      example[i][r->of_option[i][o]] = o;
  }
  classes->example = example;
  return true;
}

eir_status eir_i_classes_make(const eir_i_problem *problem, eir_i_arena *arena,
                              eir_i_effort *effort, eir_i_classes *out_classes) {
  size_t n_issues = problem->n_issues, most = 0;
  for (size_t i = 0; i < n_issues; i++) {
    if (problem->n_options[i] > most)
      most = problem->n_options[i];
  }
  refiner r = {.problem = problem, .arena = arena, .effort = effort};
  r.of_option = eir_i_arena_take_array(arena, n_issues, sizeof(uint32_t *));
  r.n_classes = eir_i_arena_take_array(arena, n_issues, sizeof(uint32_t));
  bool tied = problem->n_clauses + problem->n_bonuses > 0;
  r.renamed = eir_i_arena_take_array(arena, tied ? 2 * most : 1, sizeof(int64_t));
  if (r.of_option == NULL || r.n_classes == NULL || r.renamed == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < n_issues; i++)
    r.n_classes[i] = 1;
  *out_classes = (eir_i_classes){.of_option = r.of_option, .n_classes = r.n_classes};
  if (!refine_all(&r) || !find_examples(&r, out_classes))
    return EIR_NO_MEMORY;
  return EIR_OK;
}
