/* Eirene: would a deal hold?
 *
 * A *holding* says, for each signatory of a deal, whether it gains more by keeping the
 * deal than by breaking it, and what would be just enough. It is made from an outcome
 * of a case, or from bare parameters. The answer is a condition on what it was given,
 * never a promise that a peace lasts.
 *
 * The game: in each period a party complies and gets `comply`, or breaks the deal and
 * gets `violate`. A breach is detected with chance `detection`, compliance is taken for
 * a breach with chance `false_alarm`. After a detection, real or false, each period is
 * worth `reversion`: for ever, or for the `snap_back` number of periods, then the deal
 * again. To a detected breach a guarantor reacts with chance `reacts`, which costs the
 * violator `guarantee` once. Future periods count `patience` times the one before.
 *
 * Whether it holds is decided exactly, with whole numbers. Ownership, status and thread
 * rules are those of eirene.h. */
#ifndef EIRENE_HOLD_H
#define EIRENE_HOLD_H

#include "eirene/explain.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eir_holding eir_holding;

/* Reads "comply=3,violate=4,reversion=1,detection=0.5,..." and works out the answer for
 * the one party that it describes. Names: comply, violate, reversion, detection,
 * false_alarm, guarantee, reacts, patience, snap_back, own_cost, benefit, and of a
 * shift of power wins, wins_next, war_cost, war_cost_per_period. Values are decimals or
 * fractions; detection is 1 if left out, what else is left out is 0, and without
 * snap_back the reversion lasts. A guarantor whose own_cost exceeds its benefit does
 * not count. Messages are about the text: line 1, the column in bytes.
 * Returns EIR_OK; EIR_BAD_INPUT: the diagnostics hold every mistake; EIR_NO_MEMORY;
 * EIR_MISUSE. `out_diagnostics` may be NULL. */
EIR_API eir_status eir_hold_params(eir_context *context, const char *text,
                                   eir_holding **out_holding,
                                   eir_diagnostics **out_diagnostics);

/* Works out the answer for outcome[n_issues] of the solution's case, from the
 * enforcement of its options (docs/formats/case.md): comply is the outcome's utility,
 * reversion that of the reservation less lasting sanctions. Of ranges the middle is
 * taken; what the answer is over the ranges is told by eir_holding_assumed(). Of the
 * options `samples` and `seed` are used; `options` and `callbacks` may be NULL. The
 * holding must not outlive the solution.
 * Returns EIR_OK, EIR_NO_MEMORY or EIR_MISUSE. */
EIR_API eir_status eir_hold(const eir_solution *solution, const uint32_t *outcome,
                            const eir_options *options, const eir_callbacks *callbacks,
                            eir_holding **out_holding);
/* Finds, over all deals, the weakest monitoring and guarantee with which some deal
 * holds for every signatory, and works out the answer for that deal. `callbacks` may be
 * NULL.
 * Status as for eir_hold(). Cost: every deal is looked at, up to 100 million. */
EIR_API eir_status eir_hold_least(const eir_solution *solution,
                                  const eir_options *options,
                                  const eir_callbacks *callbacks,
                                  eir_holding **out_holding);
EIR_API void eir_holding_free(eir_holding *holding);

/* Does it hold for every party, and does no shift of power break it? */
EIR_API eir_answer eir_holding_answer(const eir_holding *holding);

/* ---- parties -------------------------------------------------------------------- */

typedef enum eir_hold_parameter {
  EIR_HOLD_DETECTION = 0,   /* least chance that a breach is detected in a period */
  EIR_HOLD_FALSE_ALARM = 1, /* largest chance that compliance is taken for a breach */
  EIR_HOLD_GUARANTEE = 2,   /* least cost to the violator, for the chance given */
  EIR_HOLD_REACTS = 3,      /* least chance of a reaction, for the cost given */
  EIR_HOLD_PATIENCE = 4,    /* least weight of the next period */
  EIR_HOLD_TEMPTATION = 5,  /* largest gain of a period of breaking */
  EIR_HOLD_SNAP_BACK = 6    /* least periods of a temporary reversion */
} eir_hold_parameter;
#define EIR_HOLD_PARAMETER_COUNT 7

/* The identifier used in JSON, such as "false_alarm". */
EIR_API const char *eir_hold_parameter_id(eir_hold_parameter parameter);

/* What would be just enough, all else as it is: the last value of at most 12 decimals
 * with which it holds. */
typedef struct eir_hold_enough {
  bool exists;      /* false: no value suffices */
  const char *text; /* decimal; "" where none exists */
  double value;
} eir_hold_enough;

typedef struct eir_hold_party {
  const char *id;
  bool holds;
  double slack; /* what a breach costs less what it gains, in utility, all that follows
                   counted; its sign is decided exactly */
  double comply, violate, reversion;
  double detection, false_alarm, guarantee, reacts, patience;
  uint64_t snap_back;    /* 0: the reversion lasts */
  double value;          /* of complying in a period, false alarms included */
  bool guarantor_counts; /* false: its own cost exceeds its benefit */
} eir_hold_party;

EIR_API size_t eir_holding_party_count(const eir_holding *holding);
EIR_API eir_hold_party eir_holding_party(const eir_holding *holding, size_t index);
EIR_API eir_hold_enough eir_holding_enough(const eir_holding *holding, size_t index,
                                           eir_hold_parameter parameter);
/* The party with the least slack, the first of several; SIZE_MAX without parties. */
EIR_API size_t eir_holding_binding(const eir_holding *holding);

/* ---- a shift of power ----------------------------------------------------------- */

/* One side rises; the other would fight now rather than be weaker next period
 * (Fearon 1995). Values are in what is at stake in a period. */
typedef struct eir_hold_shift {
  bool given;
  bool bites;        /* war now is better than the best peace */
  double gap;        /* war now less the best peace */
  double wins;       /* chance of the rising side now */
  double wins_next;  /* and in the next period */
  double largest;    /* `wins_next` up to which there is peace, at most 1 */
  uint64_t phases;   /* least even steps, a period each, that avoid it; 1: none
                         needed; 0: none up to a million periods */
  double war_cost;   /* of the declining side */
  bool cost_is_flow; /* in every period instead of once */
  size_t rising;     /* parties of the case; 0 for bare parameters */
  size_t declining;
} eir_hold_shift;

EIR_API eir_hold_shift eir_holding_shift(const eir_holding *holding);

/* ---- of a case ------------------------------------------------------------------ */

/* An option of the outcome that moves parameters. */
typedef struct eir_hold_clause {
  size_t issue;
  uint32_t option;
  unsigned
      moves; /* bits: 1 << eir_hold_parameter; SNAP_BACK: it lowers the reversion */
} eir_hold_clause;

/* What a period is, as the case says it; "" if it does not. */
EIR_API const char *eir_holding_period(const eir_holding *holding);
EIR_API size_t eir_holding_clause_count(const eir_holding *holding);
EIR_API eir_hold_clause eir_holding_clause(const eir_holding *holding, size_t index);

/* An option instead of the outcome's with which a party that would gain by breaking
 * the deal keeps it, the other issues as they are. */
typedef struct eir_hold_remedy {
  size_t party; /* of eir_holding_party() */
  size_t issue;
  uint32_t option;
  bool for_all; /* it then holds for every party */
} eir_hold_remedy;

EIR_API size_t eir_holding_remedy_count(const eir_holding *holding);
EIR_API eir_hold_remedy eir_holding_remedy(const eir_holding *holding, size_t index);

/* What the first guarantee of the outcome that requires capabilities can count on. */
typedef struct eir_hold_coalition {
  bool given; /* false: there is no such guarantee */
  bool suffices;
  size_t n_members;
  size_t n_minimal;        /* minimal sufficient coalitions that are listed */
  bool all_minimal;        /* false: there are more */
  size_t survives_loss_of; /* any so many members */
  bool known;              /* false: too many different totals for the next two */
  double cheapest_cost;
  double chance; /* that those who stay suffice */
} eir_hold_coalition;

EIR_API eir_hold_coalition eir_holding_coalition(const eir_holding *holding);
/* The party of member number `index`; SIZE_MAX beyond the last. */
EIR_API size_t eir_holding_member(const eir_holding *holding, size_t index);
EIR_API bool eir_holding_is_in_minimal(const eir_holding *holding, size_t minimal,
                                       size_t member);
EIR_API bool eir_holding_is_in_cheapest(const eir_holding *holding, size_t member);

/* ---- what is not known ---------------------------------------------------------- */

/* Shares are of the assumptions tried: a property of the inputs, not a probability. */
typedef struct eir_hold_assumed {
  bool given;        /* false: nothing that matters is a range */
  eir_answer always; /* does it hold whatever the values? */
  eir_answer ever;   /* does it hold for some values? */
  uint64_t samples;  /* draws that could be made */
  uint64_t seed;
  eir_share holds; /* in which it holds for every signatory */
  size_t n_unknowns;
} eir_hold_assumed;

EIR_API eir_hold_assumed eir_holding_assumed(const eir_holding *holding);
/* The unknown that moves the share most first; `swing_best` is 0. */
EIR_API eir_unknown eir_holding_unknown(const eir_holding *holding, size_t index);

/* ---- the weakest that suffices -------------------------------------------------- */

/* An option of an issue whose options detect or guarantee. */
typedef struct eir_hold_option {
  size_t issue;
  uint32_t option;
  double cost;       /* as given, or its place in the issue, from 0 */
  size_t n_frontier; /* deals of the frontier that take it */
  size_t n_hold;     /* of these, those that hold for every signatory */
} eir_hold_option;

typedef struct eir_hold_least_answer {
  bool given;              /* false: it was not asked for */
  bool found;              /* some deal holds */
  bool complete;           /* false: the search was ended; a weaker one may suffice */
  bool by_cost;            /* false: the case gives no costs, and places count */
  double cost;             /* of the options together */
  const uint32_t *outcome; /* [n_issues] the first such deal; NULL if none is found */
  bool has_frontier;       /* are the counts of options known? */
  size_t n_options;
} eir_hold_least_answer;

EIR_API eir_hold_least_answer eir_holding_least(const eir_holding *holding);
EIR_API eir_hold_option eir_holding_option(const eir_holding *holding, size_t index);

EIR_API size_t eir_holding_note_count(const eir_holding *holding);
EIR_API const char *eir_holding_note(const eir_holding *holding, size_t index);

/* ---- JSON ----------------------------------------------------------------------- */

/* The object of `eirene hold --json` (docs/schema/hold.json), with a final newline.
 * Status as for eir_solution_write_json(). */
EIR_API eir_status eir_holding_write_json(const eir_holding *holding,
                                          eir_write_function write, void *user);

#ifdef __cplusplus
}
#endif
#endif
