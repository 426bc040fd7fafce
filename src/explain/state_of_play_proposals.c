/* State of play, proposals: who answered what, and whether the text would be a deal.
 *
 * Whether an open text can be filled in to be a deal is a question to the solver: the
 * case, with a constraint more for every issue that the text decides. */
#include <assert.h>

#include "case/vary.h"
#include "explain/judge.h"
#include "explain/state_of_play.h"
#include "solve/existence.h"

#include "base/banned.h"

/* ---- who answered ---- */

static eir_reply reply_of(const eir_i_entry *entry) {
  return entry->kind == EIR_ENTRY_PROPOSAL ? EIR_REPLY_PROPOSED : entry->reply;
}

/* A proposal and what is said about it. */
typedef struct matter {
  const eir_state_of_play *state;
  uint32_t *about; /* [n] the proposal and the responses to it, along the timeline */
  size_t n;
} matter;

static void list_matter(matter *m, uint32_t proposal) {
  m->n = 0;
  for (size_t k = 0; k < m->state->n_entries; k++) {
    uint32_t index = m->state->entry_at[k];
    const eir_i_entry *entry = &m->state->record->entries[index];
    if (index == proposal ||
        (entry->kind == EIR_ENTRY_RESPONSE && entry->to == proposal))
      m->about[m->n++] = index;
  }
}

/* Is entry `i` of the matter a word of the party, on the whole of the text or (not
 * `whole`) on single issues of it? */
static bool answers(const matter *m, size_t i, size_t party, bool whole) {
  const eir_i_entry *entry = &m->state->record->entries[m->about[i]];
  return eir_i_list_has(&entry->by, party) &&
         whole == (reply_of(entry) != EIR_REPLY_NONE);
}

/* Is another such answer known to come after this one? */
static bool is_overtaken(const matter *m, size_t i, size_t party, bool whole) {
  for (size_t k = 0; k < m->n; k++)
    if (answers(m, k, party, whole) &&
        eir_i_record_before(&m->state->order, m->about[i], m->about[k]))
      return true;
  return false;
}

/* The party's last answer; false if it gave none. */
static bool find_reply(const matter *m, size_t party, bool whole,
                       eir_party_reply *out) {
  bool found = false;
  for (size_t i = 0; i < m->n; i++) {
    if (!answers(m, i, party, whole) || is_overtaken(m, i, party, whole))
      continue;
    eir_reply reply = reply_of(&m->state->record->entries[m->about[i]]);
    out->order_unknown |= found && out->reply != reply;
    out->reply = reply;
    out->entry = m->state->place_of[m->about[i]];
    found = true;
  }
  return found;
}

/* Whom a proposal is made to: the signatories, unless it says to whom. */
static bool is_asked(const eir_case *the_case, const eir_i_entry *proposal,
                     size_t party) {
  if (proposal->with.n > 0)
    return eir_i_list_has(&proposal->with, party);
  return (the_case->parties[party].roles & EIR_ROLE_SIGNATORY) != 0;
}

static bool make_replies(eir_state_of_play *state, const matter *m,
                         const eir_i_entry *proposal, eir_proposal_state *out) {
  const eir_case *the_case = state->the_case;
  eir_party_reply *replies =
      eir_i_arena_take_array(&state->arena, the_case->n_parties, sizeof *replies);
  if (replies == NULL)
    return false;
  for (size_t p = 0; p < the_case->n_parties; p++) {
    eir_party_reply reply = {.party = p, .entry = SIZE_MAX};
    bool answered = find_reply(m, p, true, &reply) || find_reply(m, p, false, &reply);
    if (answered || is_asked(the_case, proposal, p))
      replies[out->n_replies++] = reply;
  }
  out->replies = replies;
  return true;
}

/* The next version; of several, the last in the timeline. */
static size_t next_version(const eir_state_of_play *state, uint32_t proposal) {
  size_t next = SIZE_MAX;
  for (size_t k = 0; k < state->n_entries; k++)
    if (eir_i_state_entry(state, k)->replaces == proposal)
      next = k;
  return next;
}

/* ---- would it be a deal? ---- */

static size_t count_named(const eir_case *the_case, const uint32_t *outcome) {
  size_t n = 0;
  for (size_t i = 0; i < the_case->n_issues; i++)
    n += outcome[i] != UINT32_MAX;
  return n;
}

/* "issue = option" as a rule; false without memory. */
static bool make_rule(uint32_t issue, uint32_t option, eir_i_arena *arena,
                      eir_i_rule *out) {
  eir_i_interval *interval = eir_i_arena_take_array(arena, 1, sizeof *interval);
  eir_i_expression *atom = eir_i_arena_take_array(arena, 1, sizeof *atom);
  if (interval == NULL || atom == NULL)
    return false;
  *interval = (eir_i_interval){.first = option, .end = option + 1};
  *atom = (eir_i_expression){.kind = EIR_I_EXPRESSION_ATOM,
                             .issue = issue,
                             .intervals = interval,
                             .n_intervals = 1};
  *out =
      (eir_i_rule){.unknown = EIR_I_NONE, .cost = EIR_I_COST_ONE, .expression = atom};
  return true;
}

/* The case in which every outcome keeps to what the text says; NULL without memory. */
static eir_case *fix_issues(const eir_case *the_case, const uint32_t *outcome,
                            eir_i_arena *arena) {
  size_t n = the_case->n_constraints, n_named = count_named(the_case, outcome);
  eir_case *copy = eir_i_vary_copy(the_case, arena);
  eir_i_rule *rules = eir_i_arena_take_array(arena, n + n_named, sizeof *rules);
  if (copy == NULL || rules == NULL)
    return NULL;
  for (size_t i = 0; i < n; i++)
    rules[i] = the_case->constraints[i];
  for (size_t i = 0; i < the_case->n_issues; i++)
    if (outcome[i] != UINT32_MAX &&
        !make_rule((uint32_t)i, outcome[i], arena, &rules[n++]))
      return NULL;
  assert(n == the_case->n_constraints + n_named);
  copy->constraints = rules;
  copy->n_constraints = n;
  return copy;
}

static eir_status ask(eir_state_of_play *state, const eir_case *fixed,
                      eir_i_consent consent, eir_i_arena *arena, uint32_t *witness,
                      eir_answer *out) {
  eir_i_effort effort = eir_i_state_effort(state);
  eir_status status = eir_i_exists(fixed, consent, &effort, 1, arena, out, witness);
  state->cut |= *out == EIR_UNKNOWN;
  return status;
}

/* Yes if a sure deal can be made of it, no if not even a possible one can. */
static bool find_completion(eir_state_of_play *state, const uint32_t *outcome,
                            eir_answer *out) {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_memory_init(&memory, &state->memory.allocator);
  eir_i_arena_init(&arena, &memory);
  eir_answer sure = EIR_UNKNOWN, possible = EIR_UNKNOWN;
  eir_case *fixed = fix_issues(state->the_case, outcome, &arena);
  uint32_t *witness =
      eir_i_arena_take_array(&arena, state->the_case->n_issues, sizeof *witness);
  eir_status status = fixed == NULL || witness == NULL ? EIR_NO_MEMORY : EIR_OK;
  if (status == EIR_OK)
    status = ask(state, fixed, EIR_I_CONSENT_CERTAIN, &arena, witness, &sure);
  if (status == EIR_OK && sure != EIR_YES)
    status = ask(state, fixed, EIR_I_CONSENT_POSSIBLE, &arena, witness, &possible);
  eir_i_arena_free(&arena);
  *out = sure == EIR_YES ? EIR_YES : possible == EIR_NO ? EIR_NO : EIR_UNKNOWN;
  return status == EIR_OK;
}

static bool judge_text(eir_state_of_play *state, const uint32_t *outcome,
                       eir_proposal_state *out) {
  const eir_case *the_case = state->the_case;
  out->deal = out->can_be_deal = EIR_UNKNOWN;
  if (outcome == NULL)
    return true;
  out->complete = count_named(the_case, outcome) == the_case->n_issues;
  if (!out->complete)
    return find_completion(state, outcome, &out->can_be_deal);
  if (eir_i_judge_deal(the_case, outcome, false, NULL))
    out->deal = EIR_YES;
  else if (!eir_i_judge_deal(the_case, outcome, true, NULL))
    out->deal = EIR_NO;
  out->can_be_deal = out->deal;
  return true;
}

bool eir_i_state_make_proposals(eir_state_of_play *state) {
  size_t n = state->n_entries;
  eir_proposal_state *proposals =
      eir_i_arena_take_array(&state->arena, n, sizeof *proposals);
  matter m = {.state = state};
  m.about = eir_i_arena_take_array(&state->arena, n, sizeof *m.about);
  if (proposals == NULL || m.about == NULL)
    return false;
  for (size_t k = 0; k < n; k++) {
    uint32_t index = state->entry_at[k];
    const eir_i_entry *entry = &state->record->entries[index];
    if (entry->kind != EIR_ENTRY_PROPOSAL)
      continue;
    eir_proposal_state *made = &proposals[state->n_proposals++];
    made->entry = k;
    made->superseded_by = next_version(state, index);
    list_matter(&m, index);
    if (!make_replies(state, &m, entry, made) ||
        !judge_text(state, entry->outcome, made))
      return false;
  }
  state->proposals = proposals;
  return true;
}
