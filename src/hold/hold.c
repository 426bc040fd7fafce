/* Hold: the answer for one outcome of a case. */
#include <assert.h>
#include <string.h>

#include "hold/assumed.h"
#include "solve/problem.h"

#include "base/banned.h"

/* ---- notes ---- */

static bool add_note(eir_holding *holding, const eir_i_text *text) {
  if (text->failed)
    return false;
  assert(holding->n_notes < EIR_I_HOLD_NOTES);
  const char *kept = eir_i_arena_copy_text(&holding->arena, text->data, text->length);
  holding->notes[holding->n_notes] = kept;
  holding->n_notes += kept != NULL;
  return kept != NULL;
}

static const char *name_of(eir_i_words name, const char *id) {
  return name.n > 0 ? name.text[0] : id;
}

/* One note about a party or a party's number, or about the whole case. */
static bool note(eir_holding *holding, const char *before, const char *name,
                 const char *after) {
  eir_i_text text;
  eir_i_text_init(&text, &holding->memory);
  eir_i_text_add_format(&text, "%s%s%s", before, name, after);
  bool done = add_note(holding, &text);
  eir_i_text_free(&text);
  return done;
}

/* ---- parties ---- */

static bool judge_parties(eir_holding *holding, const eir_solution *solution,
                          const uint32_t *outcome) {
  const eir_case *the_case = solution->the_case;
  holding->parties = eir_i_arena_take_array(&holding->arena, the_case->n_signatories,
                                            sizeof *holding->parties);
  if (holding->parties == NULL)
    return false;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_party *party = &the_case->parties[the_case->signatories[i]];
    if (!eir_i_party_has_scores(party)) {
      if (!note(holding, "", name_of(party->name, party->id),
                " has no scores, so nothing can be said about what it gains by "
                "breaking."))
        return false;
      continue;
    }
    eir_i_held *held = &holding->parties[holding->n_parties++];
    bool no_guarantor = false;
    eir_i_outcome_keeping(solution, outcome, i, &held->keeping, &no_guarantor);
    held->party = (eir_hold_party){.id = party->id, .guarantor_counts = !no_guarantor};
    held->signatory = i;
    if (!eir_i_holding_judge(holding, held))
      return false;
  }
  return true;
}

/* ---- clauses ---- */

static bool has_by(eir_i_by_party by) {
  return by.all != EIR_I_NONE || by.each != NULL;
}

/* What an option's enforcement moves, as bits of eir_hold_parameter. */
static unsigned moves(const eir_i_enforcement *e) {
  unsigned bits = 0;
  if (e->detection != EIR_I_NONE)
    bits |= 1U << EIR_HOLD_DETECTION;
  if (e->false_alarm != EIR_I_NONE)
    bits |= 1U << EIR_HOLD_FALSE_ALARM;
  if (e->guarantee != NULL)
    bits |= 1U << EIR_HOLD_GUARANTEE | 1U << EIR_HOLD_REACTS;
  if (has_by(e->temptation) || has_by(e->buffer))
    bits |= 1U << EIR_HOLD_TEMPTATION;
  if (has_by(e->lower_by))
    bits |= 1U << EIR_HOLD_SNAP_BACK;
  return bits;
}

static bool list_clauses(eir_holding *holding, const eir_case *the_case,
                         const uint32_t *outcome) {
  eir_hold_clause *clauses =
      eir_i_arena_take_array(&holding->arena, the_case->n_issues, sizeof *clauses);
  if (clauses == NULL)
    return false;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_enforcement *e =
        eir_i_enforcement_of(the_case->enforcing, i, outcome[i]);
    if (e != NULL && moves(e) != 0)
      clauses[holding->n_clauses++] = (eir_hold_clause){i, outcome[i], moves(e)};
  }
  holding->clauses = clauses;
  return true;
}

/* Is there another option of the issue whose enforcement is another? */
static bool is_enforcing(const eir_case *the_case, size_t issue) {
  return the_case->enforcing != NULL && the_case->enforcing->options[issue] != NULL;
}

/* Options of one issue with which a party that would break the deal keeps it, all else
 * as it is. */
static bool list_remedies(eir_holding *holding, const eir_solution *solution,
                          const uint32_t *outcome) {
  const eir_case *the_case = solution->the_case;
  uint32_t *changed =
      eir_i_arena_take_array(&holding->arena, the_case->n_issues, sizeof *changed);
  eir_i_array found;
  eir_i_array_init(&found, &holding->memory, sizeof(eir_hold_remedy));
  bool done = changed != NULL;
  if (done)
    memcpy(changed, outcome, the_case->n_issues * sizeof *changed);
  for (size_t p = 0; p < holding->n_parties && done; p++) {
    const eir_i_held *held = &holding->parties[p];
    for (size_t i = 0; i < the_case->n_issues && done && !held->party.holds; i++) {
      for (uint32_t o = 0;
           o < the_case->issues[i].n_options && is_enforcing(the_case, i); o++) {
        eir_i_keeping keeping;
        changed[i] = o;
        eir_i_outcome_keeping(solution, changed, held->signatory, &keeping, NULL);
        const eir_hold_remedy remedy = {p, i, o,
                                        eir_i_outcome_holds(solution, changed)};
        if (o != outcome[i] && eir_i_keeping_sign(&keeping) >= 0)
          done = done && eir_i_array_push(&found, &remedy);
      }
      changed[i] = outcome[i];
    }
  }
  if (done && found.count > 0) {
    eir_hold_remedy *kept =
        eir_i_arena_take_array(&holding->arena, found.count, sizeof *kept);
    done = kept != NULL;
    if (done)
      memcpy(kept, found.items, found.count * sizeof *kept);
    holding->remedies = kept;
    holding->n_remedies = done ? found.count : 0;
  }
  eir_i_array_free(&found);
  return done;
}

/* ---- a shift of power ---- */

/* The rising side against each other signatory; the shift that bites most counts. */
static void set_shift(eir_holding *holding, const eir_i_clauses *clauses) {
  const eir_case *the_case = clauses->the_case;
  const eir_i_enforcing *e = clauses->enforcing;
  for (size_t i = 0; i < the_case->n_signatories && e != NULL; i++) {
    const size_t rising = the_case->signatories[i];
    const eir_i_rational step = eir_i_clauses_shift(clauses, rising, EIR_I_PICK_MIDDLE);
    if (step.n <= 0 || e->parties[rising].wins == EIR_I_NONE)
      continue;
    const eir_i_rational now =
        eir_i_clauses_value(clauses, e->parties[rising].wins, EIR_I_PICK_MIDDLE);
    eir_i_rational next = eir_i_short_add(now, step);
    if (eir_i_rational_compare(next, eir_i_rational_whole(1)) > 0)
      next = eir_i_rational_whole(1);
    for (size_t j = 0; j < the_case->n_signatories; j++) {
      const size_t other = the_case->signatories[j];
      const eir_i_endurance *declining = &e->parties[other];
      if (other == rising || declining->war_cost == EIR_I_NONE)
        continue;
      const eir_i_shift shift = {.now = now,
                                 .next = next,
                                 .patience = eir_i_clauses_value(
                                     clauses, declining->patience, EIR_I_PICK_MIDDLE),
                                 .war_cost = eir_i_clauses_value(
                                     clauses, declining->war_cost, EIR_I_PICK_MIDDLE),
                                 .flow = declining->war_cost_is_flow};
      if (holding->has_shift &&
          eir_i_shift_gap(&shift) <= eir_i_shift_gap(&holding->shift))
        continue;
      holding->has_shift = true;
      holding->shift = shift;
      holding->rising = rising;
      holding->declining = other;
    }
  }
  if (!holding->has_shift)
    return;
  eir_i_holding_judge_shift(holding);
  holding->shift_answer.rising = holding->rising;
  holding->shift_answer.declining = holding->declining;
}

/* ---- the coalition ---- */

/* The first guarantee of the outcome that requires capabilities. */
static const eir_i_guarantee *find_required(const eir_i_clauses *clauses) {
  for (size_t i = 0; i < clauses->the_case->n_issues; i++) {
    const eir_i_enforcement *e =
        eir_i_enforcement_of(clauses->enforcing, i, clauses->outcome[i]);
    if (e != NULL && e->guarantee != NULL && e->guarantee->n_requires > 0)
      return e->guarantee;
  }
  return NULL;
}

static bool list_offers(const eir_i_clauses *clauses, const eir_i_guarantee *g,
                        const uint32_t *members, size_t n, eir_i_arena *arena,
                        eir_i_offers *out) {
  int64_t *offers =
      eir_i_arena_take_array(arena, n * g->n_requires + 1, sizeof *offers);
  int64_t *required = eir_i_arena_take_array(arena, g->n_requires, sizeof *required);
  int64_t *cost = eir_i_arena_take_array(arena, n + 1, sizeof *cost);
  int64_t *stays = eir_i_arena_take_array(arena, n + 1, sizeof *stays);
  if (offers == NULL || required == NULL || cost == NULL || stays == NULL)
    return false;
  for (size_t c = 0; c < g->n_requires; c++)
    required[c] = g->requires[c].amount;
  for (size_t m = 0; m < n; m++) {
    const eir_i_endurance *party = &clauses->enforcing->parties[members[m]];
    cost[m] = party->offer_cost;
    stays[m] = party->stays;
    for (size_t c = 0; c < g->n_requires; c++)
      for (size_t i = 0; i < party->n_offers; i++)
        if (party->offers[i].capability == g->requires[c].capability)
          offers[m * g->n_requires + c] += party->offers[i].amount;
  }
  *out = (eir_i_offers){n, g->n_requires, offers, required, cost, stays};
  return true;
}

static eir_status set_coalition(eir_holding *holding, const eir_i_clauses *clauses) {
  const eir_i_guarantee *g = clauses->enforcing == NULL ? NULL : find_required(clauses);
  if (g == NULL)
    return EIR_OK;
  holding->n_members = eir_i_clauses_members(clauses, g, holding->members);
  eir_i_offers offers;
  if (!list_offers(clauses, g, holding->members, holding->n_members, &holding->arena,
                   &offers))
    return EIR_NO_MEMORY;
  holding->has_coalition = true;
  return eir_i_coalition_find(&offers, &holding->arena, &holding->coalition);
}

/* ---- all of it ---- */

static bool add_notes(eir_holding *holding, const eir_case *the_case) {
  const eir_i_enforcing *e = the_case->enforcing;
  if (e == NULL)
    return note(holding, "",
                "The case gives no enforcement: no chance of detection, no guarantee, "
                "no temptation and no patience. ",
                "So nobody gains by breaking, which says nothing.");
  bool done = true;
  for (size_t i = 0; i < the_case->n_signatories && done; i++) {
    const size_t p = the_case->signatories[i];
    if (e->parties[p].patience == EIR_I_NONE)
      done = note(holding, "No patience is given for ",
                  name_of(the_case->parties[p].name, the_case->parties[p].id),
                  ": it counts as 0, so that no later loss deters it.");
  }
  bool any = e->n_unknowns > 0 || the_case->n_unknowns > 0;
  if (done && any)
    done = note(holding, "Of every range the middle, or its mode, is taken", "", ".");
  return done;
}

static eir_status hold(eir_holding *holding, const eir_solution *solution,
                       const uint32_t *outcome) {
  const eir_case *the_case = solution->the_case;
  const eir_i_clauses clauses = {
      .the_case = the_case, .enforcing = the_case->enforcing, .outcome = outcome};
  uint32_t *kept =
      eir_i_arena_take_array(&holding->arena, the_case->n_issues, sizeof *kept);
  if (kept == NULL)
    return EIR_NO_MEMORY;
  memcpy(kept, outcome, the_case->n_issues * sizeof *kept);
  holding->the_case = the_case;
  holding->outcome = kept;
  if (!judge_parties(holding, solution, outcome) ||
      !list_clauses(holding, the_case, outcome) ||
      !list_remedies(holding, solution, outcome) || !add_notes(holding, the_case))
    return EIR_NO_MEMORY;
  set_shift(holding, &clauses);
  eir_i_holding_conclude(holding);
  return set_coalition(holding, &clauses);
}

static eir_status hold_least(eir_holding *holding, const eir_solution *solution,
                             const eir_callbacks *callbacks) {
  eir_status status =
      eir_i_least_find(solution, callbacks, &holding->arena, &holding->least);
  if (status != EIR_OK)
    return status;
  holding->the_case = solution->the_case;
  holding->has_least = true;
  if (holding->least.found)
    return hold(holding, solution, holding->least.outcome);
  holding->answer = holding->least.complete ? EIR_NO : EIR_UNKNOWN;
  return add_notes(holding, solution->the_case) ? EIR_OK : EIR_NO_MEMORY;
}

eir_status eir_hold_least(const eir_solution *solution, const eir_options *options,
                          const eir_callbacks *callbacks, eir_holding **out_holding) {
  if (out_holding == NULL)
    return EIR_MISUSE;
  *out_holding = NULL;
  if (solution == NULL)
    return EIR_MISUSE;
  eir_holding *holding = eir_i_holding_new(&solution->memory.allocator);
  if (holding == NULL)
    return EIR_NO_MEMORY;
  eir_status status = hold_least(holding, solution, callbacks);
  if (status == EIR_OK && holding->outcome != NULL)
    status = eir_i_hold_assumed(holding, solution, options, callbacks);
  if (status == EIR_OK) {
    *out_holding = holding;
    return EIR_OK;
  }
  eir_holding_free(holding);
  return status;
}

eir_status eir_hold(const eir_solution *solution, const uint32_t *outcome,
                    const eir_options *options, const eir_callbacks *callbacks,
                    eir_holding **out_holding) {
  if (out_holding == NULL)
    return EIR_MISUSE;
  *out_holding = NULL;
  if (solution == NULL || outcome == NULL)
    return EIR_MISUSE;
  const eir_case *the_case = solution->the_case;
  for (size_t i = 0; i < the_case->n_issues; i++)
    if (outcome[i] >= the_case->issues[i].n_options)
      return EIR_MISUSE;
  eir_holding *holding = eir_i_holding_new(&solution->memory.allocator);
  if (holding == NULL)
    return EIR_NO_MEMORY;
  eir_status status = hold(holding, solution, outcome);
  if (status == EIR_OK)
    status = eir_i_hold_assumed(holding, solution, options, callbacks);
  if (status == EIR_OK) {
    *out_holding = holding;
    return EIR_OK;
  }
  eir_holding_free(holding);
  return status;
}
