/* State of play, time: which entries are known on the date, in which order, and as the
 * public interface shows them.
 *
 * Entries with a date come by date; of one day, in an order that keeps what follows
 * what. Those without a date come last and apart: nobody knows where they belong. */
#include <assert.h>
#include <string.h>

#include "case/names.h"
#include "explain/partial.h"
#include "explain/state_of_play.h"

#include "base/banned.h"

/* ---- what is known, and when ---- */

/* Later than the date asked for: by its own date, or as it follows what is later. */
static bool is_later(const eir_state_of_play *state, uint32_t entry) {
  const char *earliest = eir_i_record_earliest(&state->order, entry);
  return state->on != NULL && earliest != NULL && strcmp(earliest, state->on) > 0;
}

static bool may_be_later(const eir_state_of_play *state, uint32_t entry) {
  const char *latest = eir_i_record_latest(&state->order, entry);
  return state->on != NULL && (latest == NULL || strcmp(latest, state->on) > 0);
}

/* Sorts the entries of the sequence that have a date, stably, by date. */
static bool sort_dated(eir_state_of_play *state) {
  size_t n = state->record->n, n_dated = 0;
  const char **dates = eir_i_arena_take_array(&state->arena, n, sizeof *dates);
  uint32_t *dated = eir_i_arena_take_array(&state->arena, n, sizeof *dated);
  eir_i_names by_date;
  if (dates == NULL || dated == NULL)
    return false;
  for (size_t k = 0; k < n; k++) {
    uint32_t entry = state->order.sequence[k];
    const char *date = state->record->entries[entry].date;
    if (date == NULL || is_later(state, entry))
      continue;
    dates[n_dated] = date;
    dated[n_dated++] = entry;
  }
  if (!eir_i_names_build(&by_date, &state->arena, dates, n_dated))
    return false;
  for (size_t k = 0; k < n_dated; k++)
    state->entry_at[k] = dated[by_date.order[k]];
  state->n_dated = n_dated;
  return true;
}

static bool sort_entries(eir_state_of_play *state) {
  size_t n = state->record->n;
  state->entry_at = eir_i_arena_take_array(&state->arena, n, sizeof *state->entry_at);
  state->place_of = eir_i_arena_take_array(&state->arena, n, sizeof *state->place_of);
  if (state->entry_at == NULL || state->place_of == NULL || !sort_dated(state))
    return false;
  state->n_entries = state->n_dated;
  for (size_t k = 0; k < n; k++) {
    uint32_t entry = state->order.sequence[k];
    if (state->record->entries[entry].date == NULL && !is_later(state, entry))
      state->entry_at[state->n_entries++] = entry;
    state->place_of[k] = SIZE_MAX;
  }
  for (size_t k = 0; k < state->n_entries; k++)
    state->place_of[state->entry_at[k]] = k;
  return true;
}

/* ---- entries as they are shown ---- */

static const char *text_of(eir_i_words words) {
  return words.n == 0 ? "" : words.text[0];
}

static const char *or_empty(const char *text) {
  return text == NULL ? "" : text;
}

/* What an entry follows is never left out where it is not: its earliest date is no
 * earlier. */
static size_t place_of(const eir_state_of_play *state, uint32_t entry) {
  assert(entry == EIR_I_NONE || state->place_of[entry] < state->n_entries);
  return entry == EIR_I_NONE ? SIZE_MAX : state->place_of[entry];
}

static bool copy_parties(eir_state_of_play *state, const eir_i_party_list *list,
                         const size_t **out, size_t *out_n) {
  size_t *copy = eir_i_arena_take_array(&state->arena, list->n, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < list->n; i++)
    copy[i] = list->parties[i];
  *out = copy;
  *out_n = list->n;
  return true;
}

static bool copy_replies(eir_state_of_play *state, const eir_i_entry *from,
                         eir_entry *out) {
  eir_issue_reply *copy =
      eir_i_arena_take_array(&state->arena, from->n_replies, sizeof *copy);
  if (copy == NULL)
    return false;
  for (size_t i = 0; i < from->n_replies; i++)
    copy[i] = (eir_issue_reply){from->replies[i].issue, from->replies[i].reply};
  out->replies = copy;
  out->n_replies = from->n_replies;
  return true;
}

/* Does the proposal, as written, decide the condition? */
static eir_answer condition_met(const eir_state_of_play *state,
                                const eir_i_entry *entry) {
  const uint32_t *outcome =
      entry->to == EIR_I_NONE ? NULL : state->record->entries[entry->to].outcome;
  if (entry->condition == NULL || outcome == NULL)
    return EIR_UNKNOWN;
  return eir_i_partial_holds(state->the_case, entry->condition, outcome);
}

static void copy_notes(const eir_i_notes *notes, eir_entry *out) {
  const eir_i_attribution *attribution = notes->attribution;
  out->source = or_empty(notes->source);
  out->basis = or_empty(notes->basis);
  out->because = or_empty(notes->because);
  out->said_by = out->reported_by = out->directness = "";
  if (attribution == NULL)
    return;
  out->said_by = text_of(attribution->said_by);
  out->reported_by = text_of(attribution->reported_by);
  out->directness = or_empty(attribution->directness);
  out->contested = attribution->contested != NULL;
}

static bool fill_entry(eir_state_of_play *state, uint32_t index, eir_entry *out) {
  const eir_i_entry *entry = &state->record->entries[index];
  *out = (eir_entry){.kind = entry->kind,
                     .id = or_empty(entry->id),
                     .date = or_empty(entry->date),
                     .may_be_later = may_be_later(state, index),
                     .title = text_of(entry->title),
                     .says = text_of(entry->says),
                     .format = text_of(entry->format),
                     .has_outcome = entry->outcome != NULL,
                     .outcome = entry->outcome,
                     .to = place_of(state, entry->to),
                     .replaces = place_of(state, entry->replaces),
                     .after = place_of(state, entry->after),
                     .reply = entry->reply,
                     .condition = or_empty(entry->condition_text),
                     .condition_met = condition_met(state, entry)};
  copy_notes(&entry->notes, out);
  return copy_parties(state, &entry->by, &out->by, &out->n_by) &&
         copy_parties(state, &entry->with, &out->with, &out->n_with) &&
         copy_replies(state, entry, out);
}

bool eir_i_state_make_timeline(eir_state_of_play *state) {
  if (!eir_i_record_order_make(state->record, &state->arena, &state->order) ||
      !sort_entries(state))
    return false;
  assert(state->order.cycle == EIR_I_NONE); /* the reader refuses them */
  eir_entry *entries =
      eir_i_arena_take_array(&state->arena, state->n_entries, sizeof *entries);
  if (entries == NULL)
    return false;
  for (size_t k = 0; k < state->n_entries; k++)
    if (!fill_entry(state, state->entry_at[k], &entries[k]))
      return false;
  state->entries = entries;
  return true;
}
