/* Explaining: the question that all parts of an explanation share, and their results.
 *
 * Each part is a file of its own: it takes the question and fills its member.
 * Variations of the case (a demand switched off, numbers drawn) are shallow copies of
 * it (case/vary.h), which the solver takes like any case. */
#ifndef EIR_EXPLAIN_EXPLAINING_H
#define EIR_EXPLAIN_EXPLAINING_H

#include "eirene/explain.h"
#include "solve/solution.h"

struct eir_explanation {
  const eir_solution *solution;
  const eir_case *the_case;
  const eir_options *options;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_effort effort; /* of the whole run; parts take copies where they are bounded */
  size_t n_threads;
  bool has[EIR_EXPLAINED_GROUNDS + 1];
  eir_answer answer;

  const eir_demand *demands;          /* [n_demands] */
  const struct eir_i_origin *origins; /* [n_demands] (demands.h) */
  size_t n_demands;

  eir_outcome_review outcome;
  const eir_party_review *reviews; /* [n_reviews] */
  size_t n_reviews;
  const eir_change *changes; /* [outcome.n_changes] */

  const eir_demand_set *conflicts; /* [n_conflicts] */
  size_t n_conflicts;
  const eir_unlock *unlocks; /* [n_unlocks] */
  size_t n_unlocks;
  bool conflicts_complete;
  bool conflicts_out_of_time; /* the option "seconds" ended the search */

  const char *n_deals;
  const eir_party_packages *packages; /* [n_signatories]; NULL: none */
  bool idle_known;
  eir_demand_set idle;

  eir_robust robust;
  const eir_robust_deal *robust_deals; /* [robust.n_deals] */
  const eir_unknown *unknowns;         /* [robust.n_unknowns] */
  bool robust_cut_short;               /* fewer samples than asked for */
  bool robust_unlisted;                /* not all of the frontier was looked at */

  eir_grounds grounds;
  const eir_pivot *pivots; /* [grounds.n_pivots] */

  const char *const *notes;
  size_t n_notes;
  double seconds;
};

/* The parts. Each returns EIR_OK, also when the effort ended, or EIR_NO_MEMORY. */

/* demands.c: the list of demands. */
eir_status eir_i_explain_demands(eir_explanation *explanation);
/* review.c and change.c: part OUTCOME, of outcome[n_issues]. */
eir_status eir_i_explain_outcome(eir_explanation *explanation, const uint32_t *outcome);
/* conflict.c, unlock.c: part CONFLICTS. */
eir_status eir_i_explain_conflicts(eir_explanation *explanation);
/* packages.c, power.c: part PACKAGES. */
eir_status eir_i_explain_packages(eir_explanation *explanation);
/* robust.c: part ROBUST. */
eir_status eir_i_explain_robust(eir_explanation *explanation);
/* grounds.c: part GROUNDS. */
eir_status eir_i_explain_grounds(eir_explanation *explanation);
/* explain_notes.c: the notes, last. */
eir_status eir_i_explain_notes(eir_explanation *explanation);

#endif
