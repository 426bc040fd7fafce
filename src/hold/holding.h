/* Holding: an answer of `hold`, in one arena. */
#ifndef EIR_HOLD_HOLDING_H
#define EIR_HOLD_HOLDING_H

#include "case/model.h"
#include "eirene/hold.h"
#include "hold/coalition.h"
#include "hold/keeping.h"
#include "hold/shift.h"

/* Two a signatory, and some for the case. */
enum { EIR_I_HOLD_NOTES = 2 * EIR_I_MAX_SIGNATORIES + 8 };

/* One signatory: what it is given, and what follows. */
typedef struct eir_i_held {
  eir_hold_party party;
  size_t signatory; /* of a case */
  eir_i_keeping keeping;
  eir_hold_enough enough[EIR_HOLD_PARAMETER_COUNT];
} eir_i_held;

/* The weakest monitoring and guarantee with which a deal holds (least.c). */
typedef struct eir_i_least {
  const eir_case *the_case;
  bool *enforcing; /* [n_issues] do its options detect or guarantee? */
  bool by_cost;    /* else by the places of options */
  bool found;      /* some deal holds; with `complete` false: a weaker one may, too */
  bool complete;
  int64_t cost;             /* parts of 10^-6 */
  uint32_t *outcome;        /* [n_issues]; the first in the order of the case */
  bool has_frontier;        /* are the options' counts known? */
  eir_hold_option *options; /* [n_options] of the issues that count */
  size_t n_options;
} eir_i_least;

struct eir_holding {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_held *parties; /* [n_parties] */
  size_t n_parties;
  size_t binding; /* SIZE_MAX without parties */
  bool bare;      /* made from parameters */
  bool has_shift;
  eir_i_shift shift;
  eir_hold_shift shift_answer;
  size_t rising, declining; /* parties of a case */
  eir_answer answer;

  /* Of a case. */
  const eir_case *the_case;       /* NULL for bare parameters */
  const uint32_t *outcome;        /* [n_issues] */
  const eir_hold_clause *clauses; /* [n_clauses] */
  size_t n_clauses;
  const eir_hold_remedy *remedies; /* [n_remedies] */
  size_t n_remedies;
  bool has_coalition;
  uint32_t members[EIR_I_COALITION_MEMBERS]; /* [n_members] parties */
  size_t n_members;
  eir_i_coalition coalition;
  eir_hold_assumed assumed;
  const eir_unknown *unknowns; /* [assumed.n_unknowns] */
  bool has_least;
  eir_i_least least;
  const char *notes[EIR_I_HOLD_NOTES]; /* [n_notes] */
  size_t n_notes;
};

/* An empty one; NULL without memory. */
eir_holding *eir_i_holding_new(const eir_allocator *allocator);

/* Works out the members of `held` from its keeping and its party's id, snap_back and
 * guarantor_counts. False without memory. */
bool eir_i_holding_judge(eir_holding *holding, eir_i_held *held);
/* The same for the shift. */
void eir_i_holding_judge_shift(eir_holding *holding);
/* The answer and the binding party, last. */
void eir_i_holding_conclude(eir_holding *holding);

#endif
