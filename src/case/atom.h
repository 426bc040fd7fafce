/* Atom: "issue operator operands" resolved to the options for which it is true. */
#ifndef EIR_CASE_ATOM_H
#define EIR_CASE_ATOM_H

#include "case/expression_parse.h"
#include "case/token.h"

/* Makes one atom after the other: begin, operator, operand..., end. */
typedef struct eir_i_atom_maker {
  eir_i_arena *arena;
  const eir_i_expression_request *request;
  bool bad;    /* a fault was reported */
  bool broken; /* something broken was named: no tree, and no fault either */
  bool no_memory;

  /* the atom in the making */
  const eir_i_scope_issue *issue; /* NULL: not known */
  uint32_t issue_index;
  eir_i_token comparison;
  eir_i_array intervals; /* of eir_i_interval */
} eir_i_atom_maker;

void eir_i_atoms_init(eir_i_atom_maker *maker, const eir_i_expression_request *request);
void eir_i_atoms_free(eir_i_atom_maker *maker);

/* Reports a fault at byte `at` of the rule. */
void eir_i_atom_fault(eir_i_atom_maker *maker, size_t at, const char *format, ...)
    EIR_PRINTF(3, 4);

void eir_i_atom_begin(eir_i_atom_maker *maker, size_t at, size_t length);
void eir_i_atom_operator(eir_i_atom_maker *maker, eir_i_token comparison);
void eir_i_atom_operand(eir_i_atom_maker *maker, size_t at, size_t length);
/* The finished atom, or a stand-in after a fault; NULL without memory. */
const eir_i_expression *eir_i_atom_end(eir_i_atom_maker *maker);

#endif
