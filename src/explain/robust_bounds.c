/* Robust bounds. */
#include "explain/robust_bounds.h"

#include "base/banned.h"

eir_status eir_i_robust_bounds(eir_explanation *explanation, const eir_i_inputs *inputs,
                               eir_robust_deal *deals, size_t n_deals) {
  (void)explanation;
  (void)inputs;
  (void)deals;
  (void)n_deals;
  return EIR_OK;
}

/* Draws are rounded: they prove nothing about a range that has no such value in it. */
static bool draws_stay_inside(const eir_i_inputs *inputs) {
  for (size_t i = 0; i < inputs->n_unknowns; i++) {
    const eir_i_unknown *unknown = &inputs->the_case->unknowns[i];
    const eir_i_input *input = &inputs->items[i];
    const eir_i_rational low = {input->low, input->unit};
    const eir_i_rational high = {input->high, input->unit};
    if (eir_i_rational_compare(low, unknown->low) < 0 ||
        eir_i_rational_compare(high, unknown->high) > 0)
      return false;
  }
  return true;
}

void eir_i_robust_learn(eir_explanation *explanation, const eir_i_inputs *inputs,
                        eir_robust_deal *deals, size_t n_deals) {
  eir_robust *robust = &explanation->robust;
  if (!draws_stay_inside(inputs))
    return;
  if (robust->deal.count > 0)
    robust->ever = EIR_YES;
  if (robust->deal.count < robust->samples)
    robust->always = EIR_NO;
  for (size_t i = 0; i < n_deals; i++) {
    if (deals[i].signed_by_all.count > 0)
      deals[i].possible = EIR_YES;
    if (deals[i].signed_by_all.count < robust->samples)
      deals[i].certain = EIR_NO;
  }
}
