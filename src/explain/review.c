/* Review: what each party makes of one outcome, and which demands refuse it.
 *
 * One pass over the list of demands finds those that the outcome breaks; each party's
 * then stand together. */
#include <assert.h>
#include <string.h>

#include "explain/change.h"
#include "explain/demands.h"
#include "explain/judge.h"
#include "solve/problem.h"

#include "base/banned.h"

typedef struct review {
  eir_explanation *explanation;
  const eir_case *the_case;
  const uint32_t *options; /* [n_issues] */
  size_t *broken;          /* [n_demands] demands, those of an owner together */
  size_t *first; /* [n_parties + 2] of each party in `broken`; of constraints last */
} review;

/* ---- broken demands ---- */

/* Reservations are told by how much is lacking, not here. */
static bool is_broken(const review *r, size_t d) {
  const eir_demand *demand = &r->explanation->demands[d];
  size_t rule = r->explanation->origins[d].rule;
  switch (demand->kind) {
  case EIR_DEMAND_CONSTRAINT:
    return !eir_i_judge_rule(&r->the_case->constraints[rule], r->options, false);
  case EIR_DEMAND_RED_LINE:
    return !eir_i_judge_rule(
        &r->the_case->parties[demand->party].position.red_lines[rule], r->options,
        false);
  case EIR_DEMAND_REFUSAL:
  case EIR_DEMAND_UNKNOWN:
    return eir_i_demand_names(demand, r->options);
  case EIR_DEMAND_RESERVATION:
    break;
  }
  return false;
}

/* Where in `first` the demand's owner is. */
static size_t owner_of(const review *r, const eir_demand *demand) {
  return demand->kind == EIR_DEMAND_CONSTRAINT ? r->the_case->n_parties : demand->party;
}

/* Sorts the broken demands by owner, counting first. */
static eir_status find_broken(review *r) {
  const eir_explanation *explanation = r->explanation;
  eir_i_arena *arena = &r->explanation->arena;
  size_t n = explanation->n_demands, n_owners = r->the_case->n_parties + 1;
  bool *is = eir_i_arena_take_array(arena, n, sizeof *is);
  r->broken = eir_i_arena_take_array(arena, n, sizeof *r->broken);
  r->first = eir_i_arena_take_array(arena, n_owners + 2, sizeof *r->first);
  if (is == NULL || r->broken == NULL || r->first == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < n; d++) {
    is[d] = is_broken(r, d);
    if (is[d])
      r->first[owner_of(r, &explanation->demands[d]) + 2]++;
  }
  for (size_t o = 1; o <= n_owners; o++)
    r->first[o + 1] += r->first[o];
  /* first[o + 1] is where owner o's demands begin, and moves to where they end. */
  for (size_t d = 0; d < n; d++) {
    if (is[d])
      r->broken[r->first[owner_of(r, &explanation->demands[d]) + 1]++] = d;
  }
  return EIR_OK;
}

static eir_demand_set broken_of(const review *r, size_t owner) {
  return (eir_demand_set){.demands = r->broken + r->first[owner],
                          .count = r->first[owner + 1] - r->first[owner]};
}

/* ---- parties ---- */

static eir_party_review review_signatory(const review *r, size_t party, int64_t score) {
  const eir_i_party *of = &r->the_case->parties[party];
  eir_party_review made = {
      .party = party,
      .accepts = eir_i_judge_accepts(r->the_case, party, r->options, false),
      .has_score = eir_i_party_has_scores(of),
      .score = score,
      .broken = broken_of(r, party)};
  if (made.has_score && score < of->position.reservation)
    made.short_by = of->position.reservation - score; /* both are below 2^62 */
  assert(made.accepts == (made.short_by == 0 && made.broken.count == 0));
  return made;
}

static bool signs(const eir_case *the_case, size_t party) {
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    if (the_case->signatories[k] == party)
      return true;
  }
  return false;
}

/* The signatories, then the guarantors that are called on and do not sign. */
static eir_status review_parties(review *r, const int64_t *scores) {
  const eir_case *the_case = r->the_case;
  eir_explanation *explanation = r->explanation;
  eir_party_review *made =
      eir_i_arena_take_array(&explanation->arena, the_case->n_parties, sizeof *made);
  if (made == NULL)
    return EIR_NO_MEMORY;
  size_t n = 0;
  for (size_t k = 0; k < the_case->n_signatories; k++)
    made[n++] = review_signatory(r, the_case->signatories[k], scores[k]);
  for (size_t p = 0; p < the_case->n_parties; p++) {
    if (signs(the_case, p) || !eir_i_judge_needs(the_case, p, r->options))
      continue;
    eir_demand_set broken = broken_of(r, p);
    made[n++] =
        (eir_party_review){.party = p, .accepts = broken.count == 0, .broken = broken};
  }
  explanation->reviews = made;
  explanation->n_reviews = n;
  return EIR_OK;
}

/* ---- the outcome ---- */

static eir_status review_outcome(review *r, const int64_t *scores) {
  eir_status status = find_broken(r);
  if (status == EIR_OK)
    status = review_parties(r, scores);
  if (status != EIR_OK)
    return status;
  eir_outcome_review *made = &r->explanation->outcome;
  *made =
      (eir_outcome_review){.outcome = {.options = r->options, .scores = scores},
                           .broken_constraints = broken_of(r, r->the_case->n_parties)};
  made->is_deal = eir_i_judge_deal(r->the_case, r->options, false, &made->n_signatures);
  made->is_possible_deal = eir_i_judge_deal(r->the_case, r->options, true, NULL);
  assert(!made->is_deal || made->is_possible_deal);
  return eir_i_explain_changes(r->explanation);
}

eir_status eir_i_explain_outcome(eir_explanation *explanation,
                                 const uint32_t *outcome) {
  const eir_case *the_case = explanation->the_case;
  eir_i_arena *arena = &explanation->arena;
  uint32_t *options =
      eir_i_arena_take_array(arena, the_case->n_issues, sizeof *options);
  int64_t *scores =
      eir_i_arena_take_array(arena, the_case->n_signatories, sizeof *scores);
  if (options == NULL || scores == NULL)
    return EIR_NO_MEMORY;
  memcpy(options, outcome, the_case->n_issues * sizeof *options);
  for (size_t i = 0; i < the_case->n_issues; i++)
    assert(options[i] < the_case->issues[i].n_options);
  for (size_t k = 0; k < the_case->n_signatories; k++)
    scores[k] = eir_i_judge_score(the_case, the_case->signatories[k], options);
  review r = {.explanation = explanation, .the_case = the_case, .options = options};
  eir_status status = review_outcome(&r, scores);
  explanation->has[EIR_EXPLAINED_OUTCOME] = status == EIR_OK;
  return status;
}
