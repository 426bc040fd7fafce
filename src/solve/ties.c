/* Ties: the hypergraph of issues and rules, in both directions. */
#include "solve/ties.h"

#include <stdlib.h>

#include "solve/issue_set.h"

#include "base/banned.h"

static int compare_issues(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return a < b ? -1 : a > b;
}

static void scope_of_tie(const eir_i_problem *problem, size_t tie,
                         eir_i_issue_set *scope) {
  eir_i_issue_set_clear(scope);
  if (tie >= problem->n_clauses) {
    eir_i_issue_set_add_expression(scope,
                                   problem->bonuses[tie - problem->n_clauses].when);
    return;
  }
  const eir_i_clause *clause = &problem->clauses[tie];
  for (size_t i = 0; i < clause->n_literals; i++)
    eir_i_issue_set_add_expression(scope, clause->literals[i].expression);
}

static bool list_scopes(const eir_i_problem *problem, eir_i_arena *arena,
                        eir_i_effort *effort, eir_i_array *issues, uint32_t *start) {
  size_t n = problem->n_clauses + problem->n_bonuses;
  eir_i_issue_set scope;
  if (!eir_i_issue_set_make(&scope, problem->n_issues, arena))
    return false;
  for (size_t t = 0; t < n; t++) {
    scope_of_tie(problem, t, &scope);
    if (scope.count > EIR_I_MAX_SCOPE)
      eir_i_effort_end(effort, EIR_END_LIMIT_STATES);
    qsort(scope.issues, scope.count, sizeof(uint32_t), compare_issues);
    for (size_t i = 0; i < scope.count; i++) {
      if (!eir_i_array_push(issues, &scope.issues[i]))
        return false;
    }
    start[t + 1] = (uint32_t)issues->count;
  }
  return true;
}

static bool turn_round(const eir_i_problem *problem, eir_i_arena *arena,
                       eir_i_ties *ties) {
  size_t n_issues = problem->n_issues, n_entries = ties->start[ties->n];
  uint32_t *start = eir_i_arena_take_array(arena, n_issues + 2, sizeof *start);
  uint32_t *of = eir_i_arena_take_array(arena, n_entries, sizeof *of);
  if (start == NULL || of == NULL)
    return false;
  for (size_t i = 0; i < n_entries; i++)
    start[ties->issues[i] + 2]++;
  for (size_t i = 1; i <= n_issues; i++)
    start[i + 1] += start[i];
  for (uint32_t t = 0; t < ties->n; t++) {
    for (uint32_t i = ties->start[t]; i < ties->start[t + 1]; i++)
      of[start[ties->issues[i] + 1]++] = t;
  }
  ties->of_issue_start = start;
  ties->of_issue = of;
  return true;
}

eir_status eir_i_ties_make(const eir_i_problem *problem, eir_i_arena *arena,
                           eir_i_effort *effort, eir_i_ties *out_ties) {
  size_t n = problem->n_clauses + problem->n_bonuses;
  uint32_t *start = eir_i_arena_take_array(arena, n + 1, sizeof *start);
  if (start == NULL)
    return EIR_NO_MEMORY;
  eir_i_array issues;
  eir_i_array_init(&issues, arena->memory, sizeof(uint32_t));
  bool done = list_scopes(problem, arena, effort, &issues, start);
  uint32_t *settled = eir_i_arena_take_array(arena, issues.count, sizeof *settled);
  if (settled == NULL)
    done = false;
  for (size_t i = 0; done && i < issues.count; i++)
    settled[i] = *(uint32_t *)eir_i_array_at(&issues, i);
  eir_i_array_free(&issues);
  *out_ties = (eir_i_ties){.n = n, .start = start, .issues = settled};
  return done && turn_round(problem, arena, out_ties) ? EIR_OK : EIR_NO_MEMORY;
}
