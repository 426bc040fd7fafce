/* Looking at stances from outside. The two enumerations agree by value. */
#include <assert.h>

#include "case/model.h"

#include "base/banned.h"

static_assert((int)EIR_STANCE_UNKNOWN == (int)EIR_I_STANCE_UNKNOWN, "same values");
static_assert((int)EIR_STANCE_PREFERS == (int)EIR_I_STANCE_PREFERS, "same values");
static_assert((int)EIR_STANCE_ACCEPTS == (int)EIR_I_STANCE_ACCEPTS, "same values");
static_assert((int)EIR_STANCE_RESISTS == (int)EIR_I_STANCE_RESISTS, "same values");
static_assert((int)EIR_STANCE_REFUSES == (int)EIR_I_STANCE_REFUSES, "same values");

eir_stance eir_case_stance(const eir_case *the_case, size_t party, size_t issue,
                           size_t option) {
  if (the_case == NULL || party >= the_case->n_parties || issue >= the_case->n_issues ||
      option >= the_case->issues[issue].n_options) {
    return EIR_STANCE_MISSING;
  }
  const eir_i_position *position = &the_case->parties[party].position;
  if (position->kind != EIR_POSITION_STANCE || position->stances == NULL ||
      position->stances[issue] == NULL) {
    return EIR_STANCE_MISSING;
  }
  return (eir_stance)position->stances[issue][option];
}
