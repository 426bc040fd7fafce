/* Solution: everything that solving found, in one arena. */
#ifndef EIR_SOLVE_SOLUTION_H
#define EIR_SOLVE_SOLUTION_H

#include <assert.h>

#include "solve/awarding.h"
#include "solve/concepts.h"
#include "solve/cover.h"
#include "solve/frontier.h"

/* Rows of the table in options.c, in its order. */
typedef enum eir_i_setting_index {
  EIR_I_SETTING_OVER,
  EIR_I_SETTING_ONLY,
  EIR_I_SETTING_COUNT_DEALS,
  EIR_I_SETTING_ALL,
  EIR_I_SETTING_LIMIT_POINTS,
  EIR_I_SETTING_LIMIT_MEMORY,
  EIR_I_SETTING_LIMIT_STEPS,
  EIR_I_SETTING_EPSILON,
  EIR_I_SETTING_THREADS,
  EIR_I_SETTING_MAX,
  EIR_I_SETTING_SECONDS,
  EIR_I_SETTING_SAMPLES,
  EIR_I_SETTING_SEED,
  EIR_I_SETTING_COUNT
} eir_i_setting_index;

int64_t eir_i_setting(const eir_options *options, eir_i_setting_index index);

struct eir_solution {
  const eir_case *the_case;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_effort effort; /* of the whole run: how it ended, and its statistics */
  uint64_t limit_value;
  bool over_outcomes;
  eir_i_cover cover; /* epsilon 0: the frontier is exact */
  uint64_t only; /* bits of eir_concept: just these, and no frontier; 0: all of it */
  bool list_all;
  bool has_scores;  /* every signatory has */
  bool has_stances; /* some signatory takes a stance */
  /* Possible deals are told from certain ones: by stances, or by rules that may not
   * hold. */
  bool has_possible;
  eir_answer exist;
  eir_answer possible_exist;
  const char *outcomes;
  const char *count;          /* NULL: not counted */
  const char *possible_count; /* NULL: not counted */
  bool has_deals;             /* the frontier over the deals is known */
  eir_i_frontier deals;
  bool has_frontier;    /* the frontier asked for is known */
  eir_i_frontier asked; /* over deals or outcomes */
  eir_concept_result concepts[EIR_CONCEPT_COUNT];
  const int64_t *ideal; /* [n_signatories]; NULL: none */
  const int64_t *nadir; /* [n_signatories]; NULL: none */
  const int64_t *scale; /* [n_signatories]; 1 without scores */
  eir_i_awarding awarding;
  eir_use_scope use_scope;
  uint8_t *const *use;        /* [n_issues]; each [n_options] of eir_use */
  const uint8_t *const *open; /* [n_issues]; each [n_options] 0 or 1 */
  const char *const *notes;
  size_t n_notes;
  double seconds;
};

/* What a run that ended so is said to have reached, and what to do; "" for COMPLETE. */
const char *eir_i_limit_name(eir_end end);
const char *eir_i_limit_advice(eir_end end);
/* The value of the limit that ended the run; 0 where it has none. */
uint64_t eir_i_limit_value(const eir_i_effort *effort, const eir_i_memory *memory);
/* Did the stop callback end the walk through the deals? */
bool eir_i_deals_stopped(const eir_deals *deals);

/* The parts of solving, each filling its members. All return EIR_OK (also when the
 * effort ended) or EIR_NO_MEMORY. */

/* counting.c: count, possible_count, and the use of options where deals are walked. */
eir_status eir_i_solution_count(eir_solution *solution, bool asked,
                                const eir_i_effort *limits);
/* counting.c: the product of the issues' option counts, and as a number up to `most`;
 * most + 1 beyond. */
uint64_t eir_i_outcome_count(const eir_case *the_case, uint64_t most);
/* usage.c: open, and the use of options in the frontier where it is not known of
 * deals. */
eir_status eir_i_solution_mark_open(eir_solution *solution);
eir_status eir_i_solution_use_of_frontier(eir_solution *solution);
/* Tables [n_issues][n_options] of bytes; NULL without memory. */
uint8_t **eir_i_option_table(const eir_case *the_case, eir_i_arena *arena);
/* remarks.c: the notes. */
eir_status eir_i_solution_note(eir_solution *solution);

#endif
