/* State of play, notes: what a reader must know before relying on it. */
#include <assert.h>

#include "base/text.h"
#include "explain/state_of_play.h"
#include "solve/problem.h"

#include "base/banned.h"

enum { MOST_NOTES = 16 };

typedef struct notes {
  eir_state_of_play *state;
  const char **list; /* [MOST_NOTES] */
  size_t n;
  bool failed;
} notes;

/* Keeps the text, and frees it. */
static void keep(notes *to, eir_i_text *text) {
  const char *copy =
      text->failed ? NULL
                   : eir_i_arena_copy_text(&to->state->arena, text->data, text->length);
  assert(to->n < MOST_NOTES);
  if (copy == NULL)
    to->failed = true;
  else
    to->list[to->n++] = copy;
  eir_i_text_free(text);
}

static void note(notes *to, const char *sentence) {
  eir_i_text text;
  eir_i_text_init(&text, &to->state->memory);
  eir_i_text_add(&text, sentence);
  keep(to, &text);
}

/* Whose view it is, what was left out, whose private positions are inside. */
static void note_case(notes *to) {
  for (size_t i = 0; i < to->state->the_case->n_notes; i++)
    note(to, to->state->the_case->notes[i].text);
}

/* A reader must see how much of the order in time is not known. */
static void note_dates(notes *to) {
  const eir_state_of_play *state = to->state;
  size_t later = eir_state_of_play_left_out(state), maybe = 0;
  for (size_t k = 0; k < state->n_entries; k++)
    maybe += state->entries[k].may_be_later;
  if (state->n_entries + later == 0)
    note(to, "The case has no record; what is shown comes from the positions alone.");
  eir_i_text text;
  if (later > 0) {
    eir_i_text_init(&text, &to->state->memory);
    eir_i_text_add_format(&text, "%zu %s later than %s and left out.", later,
                          later == 1 ? "entry is" : "entries are", state->on);
    keep(to, &text);
  }
  if (maybe > 0) {
    eir_i_text_init(&text, &to->state->memory);
    eir_i_text_add_format(&text,
                          "%zu %s no known date and may be later than %s; %s "
                          "counted as known.",
                          maybe, maybe == 1 ? "entry has" : "entries have", state->on,
                          maybe == 1 ? "it is" : "they are");
    keep(to, &text);
  }
}

/* Then scores are those of the middle, and a verdict may be another elsewhere. */
static bool any_range(const eir_case *the_case) {
  for (size_t i = 0; i < the_case->n_parties; i++)
    if (the_case->parties[i].position.recipe != NULL)
      return true;
  return false;
}

/* Is it told of any text whether it would be a deal? */
static bool any_judged(const eir_state_of_play *state) {
  for (size_t i = 0; i < state->n_proposals; i++)
    if (state->entries[state->proposals[i].entry].has_outcome)
      return true;
  return false;
}

static bool any_order_unknown(const eir_state_of_play *state) {
  for (size_t i = 0; i < state->the_case->n_issues; i++)
    for (size_t k = 0; k < state->words[i].n; k++)
      if (state->words[i].words[k].order_unknown)
        return true;
  for (size_t i = 0; i < state->n_proposals; i++)
    for (size_t k = 0; k < state->proposals[i].n_replies; k++)
      if (state->proposals[i].replies[k].order_unknown)
        return true;
  return false;
}

static void note_answers(notes *to) {
  if (to->state->cut)
    note(to, "A question that took too long was left open: it is told as not known.");
  if (any_order_unknown(to->state))
    note(to, "Where a party said different things and the order of the entries is not "
             "known, none of them counts as its last word.");
  if (any_range(to->state->the_case) &&
      (any_judged(to->state) || to->state->n_revisions > 0))
    note(to, "Some numbers are ranges: whether a text would be a deal, and what a "
             "change is worth, is told for their middle or mode.");
}

bool eir_i_state_make_notes(eir_state_of_play *state) {
  notes to = {.state = state};
  to.list = eir_i_arena_take_array(&state->arena, MOST_NOTES, sizeof *to.list);
  if (to.list == NULL)
    return false;
  note_case(&to);
  note_dates(&to);
  note_answers(&to);
  state->notes = to.list;
  state->n_notes = to.n;
  return !to.failed;
}
