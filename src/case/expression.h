/* Expressions: the rules of red lines, constraints and interactions.
 *
 *   implies := or ( "->" implies )?            loosest, right to left
 *   or      := and ( "or" and )*
 *   and     := not ( "and" not )*
 *   not     := "not" not | "(" implies ")" | "true" | "false" | atom
 *   atom    := issue ( "=" | "!=" ) option | issue "in" "{" option ("," option)* "}"
 *            | issue ( "<" | "<=" | ">" | ">=" ) number            (ranges only)
 *
 * An atom is resolved to the option indices for which it is true. */
#ifndef EIR_CASE_EXPRESSION_H
#define EIR_CASE_EXPRESSION_H

#include "base/diagnostics.h"

typedef enum eir_i_expression_kind {
  EIR_I_EXPRESSION_FALSE = 0,
  EIR_I_EXPRESSION_TRUE,
  EIR_I_EXPRESSION_ATOM,
  EIR_I_EXPRESSION_NOT,    /* 1 child */
  EIR_I_EXPRESSION_AND,    /* 2 or more children */
  EIR_I_EXPRESSION_OR,     /* 2 or more children */
  EIR_I_EXPRESSION_IMPLIES /* 2 children */
} eir_i_expression_kind;

/* Nesting deeper than this is an error, so that recursion over a tree is bounded. */
enum { EIR_I_MAX_EXPRESSION_DEPTH = 64 };

/* Option indices first <= i < end. */
typedef struct eir_i_interval {
  uint32_t first;
  uint32_t end;
} eir_i_interval;

typedef struct eir_i_expression eir_i_expression;
struct eir_i_expression {
  eir_i_expression_kind kind;
  /* ATOM: true for the options in intervals[n_intervals], which ascend, are disjoint
   * and not empty; none: never true. "!=" is resolved too: there is no negated atom. */
  uint32_t issue;
  const eir_i_interval *intervals;
  size_t n_intervals;
  const eir_i_expression *const *children;
  size_t n_children;
};

/* Is an ATOM true for `option`? Binary search. */
bool eir_i_atom_holds(const eir_i_expression *atom, uint32_t option);

#endif
