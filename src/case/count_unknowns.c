/* Count unknowns: how much of a case is not known, for whoever looks at it from
 * outside. */
#include "case/model.h"

#include "base/banned.h"

static void count_rules(const eir_i_rule *rules, size_t n, eir_unknown_counts *counts) {
  for (size_t i = 0; i < n; i++) {
    counts->n_rules += rules[i].unknown != EIR_I_NONE;
    counts->n_unstated += rules[i].text == NULL;
  }
}

eir_unknown_counts eir_case_unknown_counts(const eir_case *the_case) {
  eir_unknown_counts counts = {0};
  if (the_case == NULL)
    return counts;
  for (size_t i = 0; i < the_case->n_unknowns; i++) {
    eir_i_unknown_kind kind = the_case->unknowns[i].kind;
    counts.n_ranges += kind != EIR_I_UNKNOWN_RULE;
    counts.n_triangular += kind == EIR_I_UNKNOWN_TRIANGULAR;
  }
  count_rules(the_case->constraints, the_case->n_constraints, &counts);
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    count_rules(position->red_lines, position->n_red_lines, &counts);
  }
  return counts;
}
