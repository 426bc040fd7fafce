/* Diagrams: what is left of a rule after some issues are decided.
 *
 * Each rule becomes a reduced ordered decision diagram with many-valued variables
 * (Bryant 1986; Srinivasan et al. 1990): a node belongs to one issue, has one child a
 * class of its options, and two rules with the same rest share a node. Node 0 is false,
 * node 1 is true. The order of issues is the engine's elimination order. */
#ifndef EIR_SOLVE_DIAGRAM_H
#define EIR_SOLVE_DIAGRAM_H

#include "solve/classes.h"

enum { EIR_I_DIAGRAM_FALSE = 0, EIR_I_DIAGRAM_TRUE = 1 };

typedef struct eir_i_diagram {
  eir_i_memory *memory;
  eir_i_effort *effort;
  const uint32_t *position; /* [n_issues] place of an issue in the order */
  const uint32_t *order;    /* [n_issues] */
  const eir_i_classes *classes;
  eir_i_array nodes;    /* of { position, offset } */
  eir_i_array children; /* of uint32_t, at a node's offset, one a class */
  uint32_t *unique;     /* hash table of node ids, 0: free */
  size_t unique_size;   /* a power of two */
  struct eir_i_diagram_memo *memo;
  uint32_t *scratch; /* [n_scratch] children of nodes being made, a stack */
  size_t n_scratch;
  size_t top;
} eir_i_diagram;

eir_status eir_i_diagram_init(eir_i_diagram *diagram, const eir_i_problem *problem,
                              const eir_i_classes *classes, const uint32_t *order,
                              const uint32_t *position, eir_i_arena *arena,
                              eir_i_effort *effort);
void eir_i_diagram_free(eir_i_diagram *diagram);

/* The node of a clause or an expression. False without memory or when the effort ended
 * (too many nodes). */
bool eir_i_diagram_clause(eir_i_diagram *diagram, const eir_i_clause *clause,
                          uint32_t *out_node) EIR_NO_RESULT_IGNORED;
bool eir_i_diagram_expression(eir_i_diagram *diagram,
                              const eir_i_expression *expression,
                              uint32_t *out_node) EIR_NO_RESULT_IGNORED;

/* Position of node `index`: of its issue; UINT32_MAX for true and false. */
uint32_t eir_i_diagram_position(const eir_i_diagram *diagram, uint32_t index);
/* The node after the issue took an option of `class_index`. */
uint32_t eir_i_diagram_child(const eir_i_diagram *diagram, uint32_t index,
                             uint32_t class_index);

#endif
