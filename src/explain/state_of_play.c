/* State of play: the public functions, and the order in which the parts are made. */
#include "explain/state_of_play.h"

#include <assert.h>
#include <string.h>

#include "case/date.h"

#include "base/banned.h"

/* ---- making ---- */

const eir_i_entry *eir_i_state_entry(const eir_state_of_play *state, size_t place) {
  assert(place < state->n_entries);
  return &state->record->entries[state->entry_at[place]];
}

bool eir_i_list_has(const eir_i_party_list *list, size_t party) {
  for (size_t i = 0; i < list->n; i++)
    if (list->parties[i] == party)
      return true;
  return false;
}

/* Enough for what cases usually ask; a question that takes longer stays open. */
eir_i_effort eir_i_state_effort(const eir_state_of_play *state) {
  enum { MOST_STEPS = 2000000 };
  return (eir_i_effort){
      .callbacks = state->callbacks, .max_steps = MOST_STEPS, .width = 1};
}

static eir_state_of_play *new_state(const eir_case *the_case,
                                    const eir_callbacks *callbacks) {
  static const eir_i_record nothing = {.n = 0};
  eir_i_memory memory;
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  eir_state_of_play *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_state_of_play){.the_case = the_case,
                              .record = the_case->record == NULL ? &nothing
                                                                 : the_case->record,
                              .memory = memory,
                              .callbacks = callbacks};
  eir_i_arena_init(&made->arena, &made->memory);
  return made;
}

/* Each part looks at those before it. */
static bool make(eir_state_of_play *state, const char *on) {
  if (on != NULL) {
    state->on = eir_i_arena_copy_text(&state->arena, on, strlen(on));
    if (state->on == NULL)
      return false;
  }
  return eir_i_state_make_timeline(state) && eir_i_state_make_issues(state) &&
         eir_i_state_make_rules(state) && eir_i_state_make_proposals(state) &&
         eir_i_state_make_revisions(state) && eir_i_state_make_notes(state);
}

eir_status eir_show(const eir_case *the_case, const eir_show_request *request,
                    const eir_callbacks *callbacks, eir_state_of_play **out_state) {
  if (out_state == NULL)
    return EIR_MISUSE;
  *out_state = NULL;
  if (the_case == NULL)
    return EIR_MISUSE;
  const char *on = request == NULL ? NULL : request->on;
  if (on != NULL && !eir_i_is_date(on))
    return EIR_BAD_INPUT;
  eir_state_of_play *state = new_state(the_case, callbacks);
  if (state == NULL)
    return EIR_NO_MEMORY;
  if (!make(state, on)) {
    eir_state_of_play_free(state);
    return EIR_NO_MEMORY;
  }
  state->callbacks = NULL;
  *out_state = state;
  return EIR_OK;
}

void eir_state_of_play_free(eir_state_of_play *state) {
  if (state == NULL)
    return;
  eir_i_arena_free(&state->arena);
  eir_i_memory memory = state->memory;
  eir_i_release(&memory, state, sizeof *state);
}

/* ---- looking ---- */

const char *eir_state_of_play_on(const eir_state_of_play *state) {
  return state == NULL || state->on == NULL ? "" : state->on;
}

size_t eir_state_of_play_left_out(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->record->n - state->n_entries;
}

size_t eir_state_of_play_entry_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_entries;
}

size_t eir_state_of_play_dated_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_dated;
}

eir_entry eir_state_of_play_entry(const eir_state_of_play *state, size_t index) {
  if (index >= eir_state_of_play_entry_count(state))
    return (eir_entry){.to = SIZE_MAX, .replaces = SIZE_MAX, .after = SIZE_MAX};
  return state->entries[index];
}

eir_issue_state eir_state_of_play_issue(const eir_state_of_play *state, size_t issue) {
  if (state == NULL || issue >= state->the_case->n_issues)
    return (eir_issue_state){0};
  return state->issues[issue];
}

size_t eir_state_of_play_word_count(const eir_state_of_play *state, size_t issue) {
  if (state == NULL || issue >= state->the_case->n_issues)
    return 0;
  return state->words[issue].n;
}

eir_word eir_state_of_play_word(const eir_state_of_play *state, size_t issue,
                                size_t index) {
  if (index >= eir_state_of_play_word_count(state, issue))
    return (eir_word){.party = SIZE_MAX, .entry = SIZE_MAX};
  return state->words[issue].words[index];
}

size_t eir_state_of_play_rule_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_rules;
}

eir_shown_rule eir_state_of_play_rule(const eir_state_of_play *state, size_t index) {
  if (index >= eir_state_of_play_rule_count(state))
    return (eir_shown_rule){.party = SIZE_MAX};
  return state->rules[index];
}

size_t eir_state_of_play_proposal_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_proposals;
}

eir_proposal_state eir_state_of_play_proposal(const eir_state_of_play *state,
                                              size_t index) {
  if (index >= eir_state_of_play_proposal_count(state))
    return (eir_proposal_state){.entry = SIZE_MAX, .superseded_by = SIZE_MAX};
  return state->proposals[index];
}

size_t eir_state_of_play_revision_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_revisions;
}

eir_revision eir_state_of_play_revision(const eir_state_of_play *state, size_t index) {
  if (index >= eir_state_of_play_revision_count(state))
    return (eir_revision){.from = SIZE_MAX, .to = SIZE_MAX};
  return state->revisions[index];
}

size_t eir_state_of_play_note_count(const eir_state_of_play *state) {
  return state == NULL ? 0 : state->n_notes;
}

const char *eir_state_of_play_note(const eir_state_of_play *state, size_t index) {
  return index < eir_state_of_play_note_count(state) ? state->notes[index] : NULL;
}
