/* Holding: from the parameters of each party to the answer, and looking at it. */
#include "hold/holding.h"

#include <assert.h>

#include "case/enforcement.h"
#include "solve/wide.h"

#include "base/banned.h"

static_assert((int)EIR_HOLD_TEMPTATION == (int)EIR_I_ENOUGH_TEMPTATION &&
                  (int)EIR_HOLD_SNAP_BACK == (int)EIR_I_ENOUGH_COUNT,
              "public and internal parameters have the same order");

enum { MOST_PHASES = 1000000 };

eir_holding *eir_i_holding_new(const eir_allocator *allocator) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, allocator);
  eir_holding *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_holding){.memory = memory, .binding = SIZE_MAX, .answer = EIR_UNKNOWN};
  eir_i_arena_init(&made->arena, &made->memory);
  return made;
}

void eir_holding_free(eir_holding *holding) {
  if (holding == NULL)
    return;
  eir_i_arena_free(&holding->arena);
  eir_i_memory memory = holding->memory;
  eir_i_release(&memory, holding, sizeof *holding);
}

/* ---- one party ---- */

static double double_of(eir_i_rational number) {
  return eir_i_ratio_to_double(number.n, number.d);
}

static double decimal_value(int64_t n, unsigned decimals) {
  int64_t unit = 1;
  for (unsigned i = 0; i < decimals; i++)
    unit *= 10;
  return eir_i_ratio_to_double(n, unit);
}

static bool set_enough(eir_holding *holding, int64_t n, unsigned decimals,
                       eir_hold_enough *out) {
  char text[64];
  size_t length = eir_i_decimal_text(n, decimals, text, sizeof text);
  out->exists = true;
  out->text = eir_i_arena_copy_text(&holding->arena, text, length);
  out->value = decimal_value(n, decimals);
  return out->text != NULL;
}

static bool find_enough(eir_holding *holding, eir_i_held *held) {
  for (eir_i_enough p = 0; p < EIR_I_ENOUGH_COUNT; p++) {
    const eir_i_just_enough found = eir_i_keeping_enough(&held->keeping, p);
    held->enough[p] = (eir_hold_enough){.text = ""};
    if (found.exists && !set_enough(holding, found.n, found.decimals, &held->enough[p]))
      return false;
  }
  uint64_t periods;
  eir_hold_enough *snap_back = &held->enough[EIR_HOLD_SNAP_BACK];
  *snap_back = (eir_hold_enough){.text = ""};
  return !eir_i_keeping_snap_back(&held->keeping, &periods) ||
         set_enough(holding, (int64_t)periods, 0, snap_back);
}

bool eir_i_holding_judge(eir_holding *holding, eir_i_held *held) {
  const eir_i_keeping *k = &held->keeping;
  eir_hold_party *party = &held->party;
  assert(eir_i_keeping_check(k) && party->id != NULL);
  party->holds = eir_i_keeping_sign(k) >= 0;
  party->slack = eir_i_keeping_slack(k);
  party->value = eir_i_keeping_value(k);
  party->comply = double_of(k->comply);
  eir_i_rational violate;
  party->violate = eir_i_rational_add(k->comply, k->temptation, &violate)
                       ? double_of(k->comply) + double_of(k->temptation)
                       : double_of(violate);
  party->reversion = double_of(k->reversion);
  party->detection = double_of(k->detection);
  party->false_alarm = double_of(k->false_alarm);
  party->guarantee = double_of(k->guarantee);
  party->reacts = double_of(k->reacts);
  party->patience = double_of(k->patience);
  return find_enough(holding, held);
}

/* ---- the shift and the whole ---- */

void eir_i_holding_judge_shift(eir_holding *holding) {
  const eir_i_shift *s = &holding->shift;
  double largest = s->patience.n > 0 ? eir_i_shift_largest(s) : 1;
  holding->shift_answer = (eir_hold_shift){.given = true,
                                           .bites = eir_i_shift_sign(s) > 0,
                                           .gap = eir_i_shift_gap(s),
                                           .wins = double_of(s->now),
                                           .wins_next = double_of(s->next),
                                           .largest = largest > 1 ? 1 : largest,
                                           .phases = eir_i_shift_phases(s, MOST_PHASES),
                                           .war_cost = double_of(s->war_cost),
                                           .cost_is_flow = s->flow};
}

/* Slacks are compared as doubles; which of two equal ones binds decides nothing. */
void eir_i_holding_conclude(eir_holding *holding) {
  bool holds = !holding->has_shift || !holding->shift_answer.bites;
  holding->binding = holding->n_parties == 0 ? SIZE_MAX : 0;
  for (size_t i = 0; i < holding->n_parties; i++) {
    const eir_hold_party *party = &holding->parties[i].party;
    holds = holds && party->holds;
    if (party->slack < holding->parties[holding->binding].party.slack)
      holding->binding = i;
  }
  holding->answer = holds ? EIR_YES : EIR_NO;
}

/* ---- looking ---- */

eir_answer eir_holding_answer(const eir_holding *holding) {
  return holding == NULL ? EIR_UNKNOWN : holding->answer;
}

const char *eir_hold_parameter_id(eir_hold_parameter parameter) {
  static const char *const ids[EIR_HOLD_PARAMETER_COUNT] = {
      "detection", "false_alarm", "guarantee", "reacts",
      "patience",  "temptation",  "snap_back"};
  size_t index = (size_t)parameter;
  return index < EIR_HOLD_PARAMETER_COUNT ? ids[index] : NULL;
}

size_t eir_holding_party_count(const eir_holding *holding) {
  return holding == NULL ? 0 : holding->n_parties;
}

eir_hold_party eir_holding_party(const eir_holding *holding, size_t index) {
  if (holding == NULL || index >= holding->n_parties)
    return (eir_hold_party){.id = NULL};
  return holding->parties[index].party;
}

eir_hold_enough eir_holding_enough(const eir_holding *holding, size_t index,
                                   eir_hold_parameter parameter) {
  if (holding == NULL || index >= holding->n_parties ||
      (size_t)parameter >= EIR_HOLD_PARAMETER_COUNT)
    return (eir_hold_enough){.text = ""};
  return holding->parties[index].enough[parameter];
}

size_t eir_holding_binding(const eir_holding *holding) {
  return holding == NULL ? SIZE_MAX : holding->binding;
}

eir_hold_shift eir_holding_shift(const eir_holding *holding) {
  if (holding == NULL || !holding->has_shift)
    return (eir_hold_shift){.given = false};
  return holding->shift_answer;
}

const char *eir_holding_period(const eir_holding *holding) {
  if (holding == NULL || holding->the_case == NULL ||
      holding->the_case->enforcing == NULL)
    return "";
  const eir_i_words *period = &holding->the_case->enforcing->period;
  return period->n == 0 ? "" : period->text[0];
}

size_t eir_holding_clause_count(const eir_holding *holding) {
  return holding == NULL ? 0 : holding->n_clauses;
}

eir_hold_clause eir_holding_clause(const eir_holding *holding, size_t index) {
  if (index >= eir_holding_clause_count(holding))
    return (eir_hold_clause){.moves = 0};
  return holding->clauses[index];
}

size_t eir_holding_remedy_count(const eir_holding *holding) {
  return holding == NULL ? 0 : holding->n_remedies;
}

eir_hold_remedy eir_holding_remedy(const eir_holding *holding, size_t index) {
  if (index >= eir_holding_remedy_count(holding))
    return (eir_hold_remedy){.party = SIZE_MAX};
  return holding->remedies[index];
}

eir_hold_assumed eir_holding_assumed(const eir_holding *holding) {
  return holding == NULL ? (eir_hold_assumed){.given = false} : holding->assumed;
}

eir_unknown eir_holding_unknown(const eir_holding *holding, size_t index) {
  if (holding == NULL || index >= holding->assumed.n_unknowns)
    return (eir_unknown){.path = NULL};
  return holding->unknowns[index];
}

eir_hold_least_answer eir_holding_least(const eir_holding *holding) {
  if (holding == NULL || !holding->has_least)
    return (eir_hold_least_answer){.given = false};
  const eir_i_least *least = &holding->least;
  return (eir_hold_least_answer){.given = true,
                                 .found = least->found,
                                 .complete = least->complete,
                                 .by_cost = least->by_cost,
                                 .cost = (double)least->cost / 1e6,
                                 .outcome = least->found ? least->outcome : NULL,
                                 .has_frontier = least->has_frontier,
                                 .n_options = least->n_options};
}

eir_hold_option eir_holding_option(const eir_holding *holding, size_t index) {
  if (holding == NULL || index >= holding->least.n_options)
    return (eir_hold_option){.issue = SIZE_MAX};
  return holding->least.options[index];
}

size_t eir_holding_note_count(const eir_holding *holding) {
  return holding == NULL ? 0 : holding->n_notes;
}

const char *eir_holding_note(const eir_holding *holding, size_t index) {
  return index < eir_holding_note_count(holding) ? holding->notes[index] : NULL;
}

/* ---- the coalition ---- */

eir_hold_coalition eir_holding_coalition(const eir_holding *holding) {
  if (holding == NULL || !holding->has_coalition)
    return (eir_hold_coalition){.given = false};
  const eir_i_coalition *c = &holding->coalition;
  return (eir_hold_coalition){.given = true,
                              .suffices = c->suffices,
                              .n_members = holding->n_members,
                              .n_minimal = c->n_minimal,
                              .all_minimal = c->all_minimal,
                              .survives_loss_of = c->survives,
                              .known = c->totals_known,
                              .cheapest_cost = (double)c->cheapest_cost / 1e6,
                              .chance = c->chance};
}

size_t eir_holding_member(const eir_holding *holding, size_t index) {
  if (holding == NULL || index >= holding->n_members)
    return SIZE_MAX;
  return holding->members[index];
}

bool eir_holding_is_in_minimal(const eir_holding *holding, size_t minimal,
                               size_t member) {
  if (holding == NULL || member >= holding->n_members ||
      minimal >= holding->coalition.n_minimal)
    return false;
  return (holding->coalition.minimal[minimal] >> member & 1) != 0;
}

bool eir_holding_is_in_cheapest(const eir_holding *holding, size_t member) {
  if (holding == NULL || member >= holding->n_members)
    return false;
  return (holding->coalition.cheapest >> member & 1) != 0;
}
