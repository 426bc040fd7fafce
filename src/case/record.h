/* Record: dated proposals, responses, talks and statements, as a case gives them.
 *
 * Entries keep the order of the file. The order in time is only partly known: by dates,
 * and by what follows what (record_order.c). */
#ifndef EIR_CASE_RECORD_H
#define EIR_CASE_RECORD_H

#include "case/model.h"
#include "eirene/show.h"

enum { EIR_I_MAX_RECORD = 10000 };

typedef struct eir_i_party_list {
  const uint32_t *parties; /* [n] */
  size_t n;
} eir_i_party_list;

/* The answer to one issue. */
typedef struct eir_i_issue_reply {
  uint32_t issue;
  eir_reply reply;
} eir_i_issue_reply;

typedef struct eir_i_said_stance {
  uint32_t issue;
  uint32_t option;
  eir_i_stance stance;
} eir_i_said_stance;

typedef struct eir_i_entry {
  eir_entry_kind kind;
  const char *id;      /* NULL where none was given */
  const char *date;    /* YYYY-MM-DD; NULL: not known */
  eir_i_party_list by; /* of talks: who took part */
  eir_i_party_list with;
  eir_i_words title;
  eir_i_words says;
  eir_i_words format;
  const uint32_t *outcome; /* [n_issues] UINT32_MAX: left open; NULL: not known */
  uint32_t after;          /* entries, or EIR_I_NONE, like the next two */
  uint32_t to;       /* of a response; NONE only where the proposal was left out */
  uint32_t replaces; /* of a proposal */
  eir_reply reply;   /* to the whole; NONE: to single issues only */
  const eir_i_issue_reply *replies; /* [n_replies] */
  size_t n_replies;
  const char *condition_text; /* as written; NULL: nobody has stated it */
  const eir_i_expression *condition;
  const eir_i_said_stance *stances; /* [n_stances] */
  size_t n_stances;
  eir_i_notes notes;
  eir_i_place place;
} eir_i_entry;

struct eir_i_record {
  const eir_i_entry *entries; /* [n] */
  size_t n;
};

/* ---- the order in time (record_order.c) ---- */

enum { EIR_I_ENTRY_LINKS = 3 };

/* What entry `index` follows: after, to and replaces, each EIR_I_NONE or an entry. */
void eir_i_entry_links(const eir_i_entry *entry, uint32_t links[EIR_I_ENTRY_LINKS]);

typedef struct eir_i_record_order {
  const eir_i_record *record;
  /* [n] entries, each after those that it follows, else in the order of the file; and
   * where each stands in it. */
  const uint32_t *sequence;
  const uint32_t *position;
  /* [n] of each the last entry with a date that is known not to be after it, and the
   * first that is known not to be before it: itself where it has a date. EIR_I_NONE:
   * there is none. */
  const uint32_t *earliest;
  const uint32_t *latest;
  const uint64_t *before; /* [n][n_words] what each follows, as bits */
  size_t n_words;
  uint32_t cycle; /* an entry that follows itself; EIR_I_NONE: there is none */
} eir_i_record_order;

/* Finds the order; of a record with a cycle, only that. False without memory. */
bool eir_i_record_order_make(const eir_i_record *record, eir_i_arena *arena,
                             eir_i_record_order *out_order) EIR_NO_RESULT_IGNORED;
/* The entry's date, or a bound of it as far as one is known; NULL. */
const char *eir_i_record_earliest(const eir_i_record_order *order, uint32_t entry);
const char *eir_i_record_latest(const eir_i_record_order *order, uint32_t entry);
/* Is entry `a` known to come before `b`? Two entries of one day come in the order of
 * the sequence. */
bool eir_i_record_before(const eir_i_record_order *order, uint32_t a, uint32_t b);

#endif
