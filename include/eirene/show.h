/* Eirene: the state of play. What each party was last heard to say of each issue, what
 * became of each proposal, and in which order things happened.
 *
 * It is made from the record of a case (docs/formats/case.md, "Record") and from its
 * positions. Parties, issues and options are indices into the case, entries are indices
 * into the timeline. Nothing is ranked, and nobody's numbers are shown.
 *
 * Ownership, status and thread rules are those of eirene.h; a state of play must not
 * outlive its case. Accessors that are asked out of range return zeros, and SIZE_MAX
 * for indices. */
#ifndef EIRENE_SHOW_H
#define EIRENE_SHOW_H

#include "eirene/eirene.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eir_state_of_play eir_state_of_play;

/* What to show. */
typedef struct eir_show_request {
  /* YYYY-MM-DD: leave out what is dated later. NULL: show everything. Entries of
   * unknown date count as known, unless they come after one that is left out. */
  const char *on;
} eir_show_request;

/* Makes the state of play. `request` and `callbacks` may be NULL.
 * Returns EIR_OK; EIR_BAD_INPUT if `on` is no date; EIR_NO_MEMORY; EIR_MISUSE.
 * Cost: about linear in the case and the square of the record's length, plus a bounded
 * search for each proposal that leaves issues open. */
EIR_API eir_status eir_show(const eir_case *the_case, const eir_show_request *request,
                            const eir_callbacks *callbacks,
                            eir_state_of_play **out_state);
EIR_API void eir_state_of_play_free(eir_state_of_play *state);

/* The date asked for, or "". */
EIR_API const char *eir_state_of_play_on(const eir_state_of_play *state);
/* How many entries are left out because they are later. */
EIR_API size_t eir_state_of_play_left_out(const eir_state_of_play *state);

/* ---- the timeline --------------------------------------------------------------- */

typedef enum eir_entry_kind {
  EIR_ENTRY_PROPOSAL = 0,
  EIR_ENTRY_RESPONSE = 1,
  EIR_ENTRY_TALKS = 2,
  EIR_ENTRY_STATEMENT = 3
} eir_entry_kind;

typedef enum eir_reply {
  EIR_REPLY_NONE = 0, /* no answer is on record */
  EIR_REPLY_ACCEPT = 1,
  EIR_REPLY_REJECT = 2,
  EIR_REPLY_CONDITIONAL = 3,
  EIR_REPLY_UNDER_REVIEW = 4,
  EIR_REPLY_PROPOSED = 5 /* it made the proposal */
} eir_reply;

/* The answer to one issue of a proposal. */
typedef struct eir_issue_reply {
  size_t issue;
  eir_reply reply;
} eir_issue_reply;

/* An entry of the record. Texts that are not given are "". */
typedef struct eir_entry {
  eir_entry_kind kind;
  const char *id;
  const char *date;  /* YYYY-MM-DD; "" if not known */
  bool may_be_later; /* with a date asked for: it is not known to be before it */
  const size_t *by;  /* [n_by] parties; of talks: who took part */
  size_t n_by;
  const size_t *with; /* [n_with] of a proposal: whom it is made to */
  size_t n_with;
  const char *title;
  const char *says;
  const char *format;      /* of talks */
  bool has_outcome;        /* of a proposal: is known what it holds? */
  const uint32_t *outcome; /* [n_issues]; UINT32_MAX where it leaves an issue open; NULL
                              without one */
  size_t to;               /* of a response: the proposal; SIZE_MAX if it is left out */
  size_t replaces;         /* of a proposal: the version before; SIZE_MAX: none */
  size_t after;            /* the entry that it is known to follow; SIZE_MAX: none */
  eir_reply reply; /* of a response, to the whole; NONE: only to single issues */
  const eir_issue_reply *replies; /* [n_replies] to single issues */
  size_t n_replies;
  const char *condition;    /* of a conditional response, "" if it is not known */
  eir_answer condition_met; /* by the proposal as written; UNKNOWN if that depends */
  const char *source;       /* such as "a#4", like in the case */
  const char *basis;        /* text, reading or assumption; "" if not said */
  const char *because;
  const char *said_by;
  const char *reported_by;
  const char *directness; /* first_hand, reported, anonymous or "" */
  bool contested;
} eir_entry;

/* Entries with a date come first, by date; then those without one. */
EIR_API size_t eir_state_of_play_entry_count(const eir_state_of_play *state);
EIR_API size_t eir_state_of_play_dated_count(const eir_state_of_play *state);
EIR_API eir_entry eir_state_of_play_entry(const eir_state_of_play *state, size_t index);

/* ---- issues --------------------------------------------------------------------- */

typedef enum eir_issue_status {
  EIR_ISSUE_OPEN = 0,
  /* Every signatory's last word on some option is proposes, prefers or accepts, and no
   * red line that holds for sure rules it out. */
  EIR_ISSUE_AGREED = 1,
  /* Not agreed, and some option that one signatory proposes, prefers or accepts is
   * refused by another. */
  EIR_ISSUE_DISPUTED = 2
} eir_issue_status;

typedef struct eir_issue_state {
  eir_issue_status status;
  const uint32_t *options; /* [n_options] agreed ones */
  size_t n_options;
} eir_issue_state;

/* The first six have the values of eir_stance. */
typedef enum eir_word_kind {
  EIR_WORD_NONE = 0, /* nothing is known but what a red line says */
  EIR_WORD_UNKNOWN = 1,
  EIR_WORD_PREFERS = 2,
  EIR_WORD_ACCEPTS = 3,
  EIR_WORD_RESISTS = 4,
  EIR_WORD_REFUSES = 5,
  EIR_WORD_PROPOSES = 6,
  EIR_WORD_CONDITIONAL = 7, /* accepts on a condition */
  EIR_WORD_UNDER_REVIEW = 8
} eir_word_kind;

/* What a party was last heard to say of the options first..last of an issue, which are
 * neighbours in the case. The record counts before the position. An answer to a whole
 * proposal takes the place of the party's earlier ones: if it rejects it or reviews it,
 * what the party said before for that proposal no longer counts. */
typedef struct eir_word {
  size_t party;
  uint32_t first, last;
  eir_word_kind word;
  size_t entry;            /* that says so; SIZE_MAX: its position */
  bool order_unknown;      /* another entry says otherwise, or takes it back; which is
                           later is not known */
  const char *red_line;    /* the rule of its position that alone rules these options
                              out: its id, or as written; "" if none does */
  bool red_line_uncertain; /* it may not hold */
  const char *source;      /* of the entry, the red line or the position; "" if none */
  const char *basis;
} eir_word;

EIR_API eir_issue_state eir_state_of_play_issue(const eir_state_of_play *state,
                                                size_t issue);
/* By party, then by option, in the order of the case. */
EIR_API size_t eir_state_of_play_word_count(const eir_state_of_play *state,
                                            size_t issue);
EIR_API eir_word eir_state_of_play_word(const eir_state_of_play *state, size_t issue,
                                        size_t index);

/* A red line over several issues: what it rules out of one depends on the others. */
typedef struct eir_shown_rule {
  size_t party;
  const char *id;     /* "" if it has none, like the other texts */
  const char *text;   /* as written */
  bool uncertain;     /* it may not hold */
  const char *source; /* such as "a#4" */
  const char *basis;
} eir_shown_rule;

/* By party, in the order of the case. */
EIR_API size_t eir_state_of_play_rule_count(const eir_state_of_play *state);
EIR_API eir_shown_rule eir_state_of_play_rule(const eir_state_of_play *state,
                                              size_t index);

/* ---- proposals ------------------------------------------------------------------ */

/* What one party answered to a proposal as a whole. */
typedef struct eir_party_reply {
  size_t party;
  eir_reply reply;
  size_t entry; /* the response, or the proposal; SIZE_MAX without an answer */
  bool order_unknown;
} eir_party_reply;

typedef struct eir_proposal_state {
  size_t entry;
  size_t superseded_by; /* entry of the next version; SIZE_MAX: it is the last */
  /* [n_replies] of whom it is made to (every signatory, unless it says to whom) and
   * whoever else answered, in the order of the case.
   * Of a party that answered single issues only, reply is NONE and entry says where. */
  const eir_party_reply *replies;
  size_t n_replies;
  bool complete; /* it names an option of every issue */
  /* Is it, as written, a deal by the positions? Only where it is complete. UNKNOWN:
   * that depends on what is not known. */
  eir_answer deal;
  /* Where it leaves issues open: can they be filled in so that it becomes a deal?
   * UNKNOWN also where a bounded search did not tell. */
  eir_answer can_be_deal;
} eir_proposal_state;

EIR_API size_t eir_state_of_play_proposal_count(const eir_state_of_play *state);
EIR_API eir_proposal_state eir_state_of_play_proposal(const eir_state_of_play *state,
                                                      size_t index);

/* ---- versions of one text ------------------------------------------------------- */

typedef struct eir_revised_issue {
  size_t issue;
  uint32_t from; /* UINT32_MAX: it was open */
  uint32_t to;   /* UINT32_MAX: it is open now */
} eir_revised_issue;

/* What a revision changes for a party with scores. */
typedef struct eir_revision_effect {
  size_t party;
  const char *score;   /* change of its score, in its own points; decimal */
  const char *utility; /* the same divided by its scale */
} eir_revision_effect;

typedef struct eir_revision {
  size_t from; /* entries */
  size_t to;
  bool known;                      /* are the contents of both known? */
  const eir_revised_issue *issues; /* [n_issues] */
  size_t n_issues;
  /* Both versions are complete: the effects are differences of whole scores,
   * interactions and caps included. Else they are sums over the changed issues of which
   * both versions name an option. */
  bool complete;
  const eir_revision_effect *effects; /* [n_effects] signatories with scores */
  size_t n_effects;
} eir_revision;

EIR_API size_t eir_state_of_play_revision_count(const eir_state_of_play *state);
EIR_API eir_revision eir_state_of_play_revision(const eir_state_of_play *state,
                                                size_t index);

/* ---- notes and JSON ------------------------------------------------------------- */

EIR_API size_t eir_state_of_play_note_count(const eir_state_of_play *state);
EIR_API const char *eir_state_of_play_note(const eir_state_of_play *state,
                                           size_t index);
/* The object of `eirene show --json` (docs/schema/show.json). Status as for
 * eir_solution_write_json(). */
EIR_API eir_status eir_state_of_play_write_json(const eir_state_of_play *state,
                                                eir_write_function write, void *user);

#ifdef __cplusplus
}
#endif
#endif
