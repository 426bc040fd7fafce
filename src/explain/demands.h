/* Demands: where each comes from, and the case with only some of them switched on. */
#ifndef EIR_EXPLAIN_DEMANDS_H
#define EIR_EXPLAIN_DEMANDS_H

#include "explain/explaining.h"

/* Of one demand, what eir_demand does not say. */
typedef struct eir_i_origin {
  size_t rule;      /* index into the constraints or the party's red lines; SIZE_MAX */
  size_t signatory; /* number of its party as a signatory; SIZE_MAX: it is none */
  bool guards;      /* a red line of a guarantor: binds where an option needs it */
  int64_t cost;     /* of relaxing it, in parts of 10^-6 */
} eir_i_origin;

/* Does a demand about a stance name the option that options[n_issues] takes? */
bool eir_i_demand_names(const eir_demand *demand, const uint32_t *options);

/* Makes the case in which only demands with on[n_demands] are left, in `arena`
 * (case/vary.h). Returns EIR_OK or EIR_NO_MEMORY. Cost: one pass over the demands
 * and a copy of each table of stances that changes. */
eir_status eir_i_demands_vary(const eir_explanation *explanation, const bool *on,
                              eir_i_arena *arena, const eir_case **out_case);

#endif
