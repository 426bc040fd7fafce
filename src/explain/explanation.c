/* Explanation: the public accessors. Out of range, or of a part that is missing, they
 * return a value that is all zero (indices: SIZE_MAX where 0 would mislead). */
#include "explain/explaining.h"

#include "base/banned.h"

bool eir_explanation_has(const eir_explanation *explanation, eir_explained part) {
  return explanation != NULL && (unsigned)part <= EIR_EXPLAINED_GROUNDS &&
         explanation->has[part];
}

eir_answer eir_explanation_answer(const eir_explanation *explanation) {
  return explanation == NULL ? EIR_UNKNOWN : explanation->answer;
}

eir_end eir_explanation_end(const eir_explanation *explanation) {
  return explanation == NULL ? EIR_END_COMPLETE : explanation->effort.end;
}

const char *eir_explanation_limit_name(const eir_explanation *explanation) {
  return eir_i_limit_name(eir_explanation_end(explanation));
}

uint64_t eir_explanation_limit_value(const eir_explanation *explanation) {
  if (explanation == NULL)
    return 0;
  return eir_i_limit_value(&explanation->effort, &explanation->memory);
}

const char *eir_explanation_limit_advice(const eir_explanation *explanation) {
  return eir_i_limit_advice(eir_explanation_end(explanation));
}

double eir_explanation_seconds(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->seconds;
}

/* ---- demands ---- */

size_t eir_explanation_demand_count(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->n_demands;
}

eir_demand eir_explanation_demand(const eir_explanation *explanation, size_t index) {
  if (index >= eir_explanation_demand_count(explanation))
    return (eir_demand){.party = SIZE_MAX, .issue = SIZE_MAX};
  return explanation->demands[index];
}

/* ---- one outcome ---- */

eir_outcome_review eir_explanation_outcome(const eir_explanation *explanation) {
  if (!eir_explanation_has(explanation, EIR_EXPLAINED_OUTCOME))
    return (eir_outcome_review){0};
  return explanation->outcome;
}

size_t eir_explanation_review_count(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->n_reviews;
}

eir_party_review eir_explanation_review(const eir_explanation *explanation,
                                        size_t index) {
  if (index >= eir_explanation_review_count(explanation))
    return (eir_party_review){.party = SIZE_MAX};
  return explanation->reviews[index];
}

eir_change eir_explanation_change(const eir_explanation *explanation, size_t index) {
  if (index >= eir_explanation_outcome(explanation).n_changes)
    return (eir_change){.party = SIZE_MAX};
  return explanation->changes[index];
}

/* ---- no deal ---- */

size_t eir_explanation_conflict_count(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->n_conflicts;
}

eir_demand_set eir_explanation_conflict(const eir_explanation *explanation,
                                        size_t index) {
  if (index >= eir_explanation_conflict_count(explanation))
    return (eir_demand_set){0};
  return explanation->conflicts[index];
}

size_t eir_explanation_unlock_count(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->n_unlocks;
}

eir_unlock eir_explanation_unlock(const eir_explanation *explanation, size_t index) {
  if (index >= eir_explanation_unlock_count(explanation))
    return (eir_unlock){0};
  return explanation->unlocks[index];
}

bool eir_explanation_conflicts_complete(const eir_explanation *explanation) {
  return explanation != NULL && explanation->conflicts_complete;
}

/* ---- there are deals ---- */

eir_party_packages eir_explanation_packages(const eir_explanation *explanation,
                                            size_t signatory) {
  if (explanation == NULL || explanation->packages == NULL ||
      signatory >= explanation->the_case->n_signatories)
    return (eir_party_packages){.party = SIZE_MAX};
  return explanation->packages[signatory];
}

const char *eir_explanation_deals(const eir_explanation *explanation) {
  return explanation == NULL ? NULL : explanation->n_deals;
}

bool eir_explanation_idle_demands(const eir_explanation *explanation,
                                  eir_demand_set *out_demands) {
  bool known = explanation != NULL && out_demands != NULL && explanation->idle_known;
  if (out_demands != NULL)
    *out_demands = known ? explanation->idle : (eir_demand_set){0};
  return known;
}

/* ---- what is not known ---- */

eir_robust eir_explanation_robust(const eir_explanation *explanation) {
  if (!eir_explanation_has(explanation, EIR_EXPLAINED_ROBUST))
    return (eir_robust){.always = EIR_UNKNOWN, .ever = EIR_UNKNOWN, .best = SIZE_MAX};
  return explanation->robust;
}

eir_robust_deal eir_explanation_robust_deal(const eir_explanation *explanation,
                                            size_t index) {
  if (index >= eir_explanation_robust(explanation).n_deals)
    return (eir_robust_deal){0};
  return explanation->robust_deals[index];
}

eir_unknown eir_explanation_unknown(const eir_explanation *explanation, size_t index) {
  if (index >= eir_explanation_robust(explanation).n_unknowns)
    return (eir_unknown){0};
  return explanation->unknowns[index];
}

/* ---- what it rests on ---- */

eir_grounds eir_explanation_grounds(const eir_explanation *explanation) {
  if (!eir_explanation_has(explanation, EIR_EXPLAINED_GROUNDS))
    return (eir_grounds){0};
  return explanation->grounds;
}

eir_pivot eir_explanation_pivot(const eir_explanation *explanation, size_t index) {
  if (index >= eir_explanation_grounds(explanation).n_pivots)
    return (eir_pivot){.becomes = EIR_UNKNOWN};
  return explanation->pivots[index];
}

size_t eir_explanation_note_count(const eir_explanation *explanation) {
  return explanation == NULL ? 0 : explanation->n_notes;
}

const char *eir_explanation_note(const eir_explanation *explanation, size_t index) {
  return index < eir_explanation_note_count(explanation) ? explanation->notes[index]
                                                         : NULL;
}
