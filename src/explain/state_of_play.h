/* State of play: what its parts share while it is made, and what they leave.
 *
 * Entries have two numbers: their index in the case's record, which keeps the order of
 * the file, and their index in the timeline, which is what the public interface
 * shows. */
#ifndef EIR_EXPLAIN_STATE_OF_PLAY_H
#define EIR_EXPLAIN_STATE_OF_PLAY_H

#include "case/record.h"
#include "solve/effort.h"

/* The words on one issue. */
typedef struct eir_i_issue_words {
  const eir_word *words; /* [n] by party, then by option */
  size_t n;
} eir_i_issue_words;

/* What a party says of an option in one entry of the record. */
typedef struct eir_i_utterance {
  uint32_t issue;
  uint32_t option;
  uint32_t party;
  uint32_t entry;     /* of the record */
  uint32_t text;      /* the proposal that it makes or answers; EIR_I_NONE */
  eir_word_kind word; /* NONE: it takes back what the party said for the text */
  bool stays; /* it leaves some word of its text, whatever the unknown order is */
} eir_i_utterance;

struct eir_state_of_play {
  const eir_case *the_case;
  const eir_i_record *record; /* of the case; an empty one where it has none */
  eir_i_memory memory;
  eir_i_arena arena;
  const eir_callbacks *callbacks; /* only while it is made */
  const char *on;                 /* NULL: everything */
  bool cut;                       /* a bounded question was not settled */

  eir_i_record_order order;
  uint32_t *entry_at; /* [n_entries] record indices, in the order of the timeline */
  size_t *place_of;   /* [record->n] timeline indices; SIZE_MAX: left out */
  size_t n_entries;
  size_t n_dated;
  const eir_entry *entries; /* [n_entries] */

  const eir_i_issue_words *words; /* [n_issues] */
  const eir_issue_state *issues;  /* [n_issues] */
  const eir_shown_rule *rules;    /* [n_rules] */
  size_t n_rules;
  const eir_proposal_state *proposals;
  size_t n_proposals;
  const eir_revision *revisions;
  size_t n_revisions;
  const char *const *notes;
  size_t n_notes;
};

/* The record's entry at a place of the timeline. */
const eir_i_entry *eir_i_state_entry(const eir_state_of_play *state, size_t place);
/* Is the party one of the list? */
bool eir_i_list_has(const eir_i_party_list *list, size_t party);
/* An effort for one bounded question of this state of play. */
eir_i_effort eir_i_state_effort(const eir_state_of_play *state);

/* state_of_play_last.c: sets `stays` of utterances that are all on one issue. */
void eir_i_utterances_weigh(const eir_i_record_order *order, eir_i_utterance *heard,
                            size_t n);
/* Of weighed utterances: may this one be the party's last word on its option? */
bool eir_i_utterance_may_be_last(const eir_i_record_order *order,
                                 const eir_i_utterance *heard, size_t n,
                                 const eir_i_utterance *one);

/* The parts, in the order in which they are made; each returns false without memory. */

/* state_of_play_time.c: what is left out, the order, the entries. */
bool eir_i_state_make_timeline(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;
/* state_of_play_words.c: the words, and from them the state of each issue. */
bool eir_i_state_make_issues(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;
/* state_of_play_rules.c: red lines over several issues. */
bool eir_i_state_make_rules(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;
/* state_of_play_proposals.c */
bool eir_i_state_make_proposals(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;
/* state_of_play_revisions.c */
bool eir_i_state_make_revisions(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;
/* state_of_play_notes.c: last, as it looks at all of them. */
bool eir_i_state_make_notes(eir_state_of_play *state) EIR_NO_RESULT_IGNORED;

#endif
