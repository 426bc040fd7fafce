/* Problem: one question to the frontier engine, compiled from a case.
 *
 * A problem is a sum of factors: what each option gives each dimension (gain), which
 * options are ruled out on their own (allowed), rules over several issues (clauses) and
 * score changes over several issues (bonuses). A dimension is a signatory with scores.
 * Rules over one issue are folded into `allowed`, interactions over one into `gain`. */
#ifndef EIR_SOLVE_PROBLEM_H
#define EIR_SOLVE_PROBLEM_H

#include "case/model.h"

typedef struct eir_i_literal {
  const eir_i_expression *expression;
  bool negated;
} eir_i_literal;

/* A rule: at least one literal must be true. */
typedef struct eir_i_clause {
  const eir_i_literal *literals;
  size_t n_literals;
} eir_i_clause;

typedef struct eir_i_bonus {
  const eir_i_expression *when;
  uint32_t dimension;
  int64_t add;
} eir_i_bonus;

/* Which outcomes count. */
typedef enum eir_i_consent {
  EIR_I_CONSENT_CERTAIN, /* the members of the coalition accept, without unknowns */
  /* The same if every unknown were accepted and no uncertain rule held. */
  EIR_I_CONSENT_POSSIBLE,
  EIR_I_CONSENT_IGNORED, /* constraints only */
  EIR_I_CONSENT_FREE     /* not even constraints */
} eir_i_consent;

typedef struct eir_i_problem {
  size_t n_issues;
  size_t n_dimensions;
  const uint32_t *n_options;   /* [n_issues] */
  const uint32_t *dimensions;  /* [n_dimensions] party indices */
  int64_t *const *gain;        /* [n_issues]; each [n_options][n_dimensions] */
  uint8_t *const *allowed;     /* [n_issues]; each [n_options], 0 or 1 */
  const eir_i_clause *clauses; /* over two or more issues each */
  size_t n_clauses;
  const eir_i_bonus *bonuses; /* over two or more issues each */
  size_t n_bonuses;
  int64_t *floor;  /* [n_dimensions] least score that counts; INT64_MIN: any */
  bool impossible; /* a rule is false whatever is chosen */
  /* NULL: exact; else the last dimension is the loss of a cover. */
  const struct eir_i_cover *cover;
} eir_i_problem;

/* Is the rule asked for? One that may not hold is taken as holding, except where what
 * is possible is asked. */
bool eir_i_rule_binds(const eir_i_rule *rule, eir_i_consent consent);

/* Compiles the question into `arena`. `members` are signatory numbers as bits: whose
 * consent is asked for. `only_party` is SIZE_MAX, or the one party that becomes a
 * dimension. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_problem_make(const eir_case *the_case, eir_i_consent consent,
                              uint64_t members, size_t only_party, eir_i_arena *arena,
                              eir_i_problem *out_problem);

/* The question whether one rule can be met: no dimension, no other rule. */
eir_status eir_i_problem_of_rule(const eir_case *the_case, const eir_i_expression *rule,
                                 eir_i_arena *arena, eir_i_problem *out_problem);

/* Is the party one of those with scores? */
bool eir_i_party_has_scores(const eir_i_party *party);
/* Does the stance allow consent? */
bool eir_i_stance_consents(eir_i_stance stance, bool possible);
/* The least score at which the party accepts; INT64_MAX when no score is enough,
 * because its cap lies below its reservation. */
int64_t eir_i_party_floor(const eir_i_party *party);
/* Value of an expression when issue `issue` takes `option` and no other issue
 * occurs. */
bool eir_i_expression_of_one(const eir_i_expression *expression, uint32_t option);

#endif
