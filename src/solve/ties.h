/* Ties: which issues each rule and each interaction ties together. */
#ifndef EIR_SOLVE_TIES_H
#define EIR_SOLVE_TIES_H

#include "solve/classes.h"

/* A rule over more issues than this is beyond the engine. */
enum { EIR_I_MAX_SCOPE = 10000 };

/* Tie t names issues[start[t]] .. issues[start[t + 1] - 1], ascending. First the
 * clauses of the problem, then its bonuses, in their order. By issue, the same turned
 * round. */
typedef struct eir_i_ties {
  size_t n;
  const uint32_t *start;          /* [n + 1] */
  const uint32_t *issues;         /* [start[n]] */
  const uint32_t *of_issue_start; /* [n_issues + 1] */
  const uint32_t *of_issue;       /* [start[n]] ties */
} eir_i_ties;

/* Returns EIR_OK (also when the effort ended) or EIR_NO_MEMORY. */
eir_status eir_i_ties_make(const eir_i_problem *problem, eir_i_arena *arena,
                           eir_i_effort *effort, eir_i_ties *out_ties);

#endif
