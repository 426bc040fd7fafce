/* Search run: what the parts of a search for single solutions share (search_only.h).
 *
 * The run lasts for all solutions asked for; a spot is one coalition's problem while it
 * is worked on. */
#ifndef EIR_SOLVE_SEARCH_RUN_H
#define EIR_SOLVE_SEARCH_RUN_H

#include "solve/search_floors.h"
#include "solve/solution.h"

typedef struct eir_i_only_deal {
  bool any;
  uint32_t *outcome; /* [n_issues] */
  int64_t *scores;   /* [n] capped */
} eir_i_only_deal;

typedef struct eir_i_only_run {
  eir_solution *solution;
  const eir_i_stakes *stakes;
  eir_i_arena arena; /* scratch of the whole run */
  size_t n, n_issues, n_threads;
  eir_concept concept;
  uint64_t gaining; /* Nash: who must gain, as bits */
  size_t party;     /* whose ideal is sought */
  int64_t cap[EIR_I_MAX_SIGNATORIES];
  int64_t ideal[EIR_I_MAX_SIGNATORIES];
  int64_t reach[EIR_I_MAX_SIGNATORIES];  /* no deal gives more */
  double measure[EIR_I_MAX_SIGNATORIES]; /* of the goal at hand */
  int64_t floor[EIR_I_MAX_SIGNATORIES];  /* of the coalition at hand */
  eir_i_only_deal first;                 /* some deal */
  eir_i_only_deal best;                  /* for the concept */
  uint64_t n_bounded; /* coalitions with a bound on what the concept compares */
  double bound;       /* the largest of them */
  eir_i_frontier pool;
} eir_i_only_run;

typedef struct eir_i_only_spot {
  eir_i_only_run *r;
  const eir_i_problem *problem;
  eir_i_states states;
  eir_i_arena scratch;
  eir_i_arena *arena; /* for the frontier found */
  eir_i_frontier *out;
} eir_i_only_spot;

eir_i_effort *eir_i_run_effort(eir_i_only_run *r);
bool eir_i_run_goes_on(const eir_i_only_run *r);

/* Room for a deal; false without memory. */
bool eir_i_run_make_deal(eir_i_only_run *r,
                         eir_i_only_deal *deal) EIR_NO_RESULT_IGNORED;
void eir_i_run_set_deal(const eir_i_only_run *r, eir_i_only_deal *deal,
                        const uint32_t *outcome, const int64_t *scores);
/* Takes the deal as the best if it is better, compared exactly. */
eir_status eir_i_run_offer(eir_i_only_run *r, const uint32_t *outcome,
                           const int64_t *scores);
eir_i_stakes eir_i_run_stakes(const eir_i_only_run *r);

/* Nash: do these scores gain for those who are to gain, and for no others? */
bool eir_i_run_all_gain(const eir_i_only_run *r, const int64_t *scores);
/* Of the least gain: what a gain is measured by; not above 0: the party is left out. */
int64_t eir_i_run_whole_of(const eir_i_only_run *r, size_t d);

/* The least that each party must get in this coalition, as r->floor; false when that is
 * out of reach, so that nothing is to be found. */
bool eir_i_run_set_floors(eir_i_only_spot *s) EIR_NO_RESULT_IGNORED;
/* Looks for an outcome that meets r->floor; of `most_of`, if not SIZE_MAX, the most.
 * *out_quest has the outcome, in the scratch of the spot, and scores[n] its scores. */
eir_status eir_i_run_quest(eir_i_only_spot *s, size_t most_of, eir_i_quest *io_quest,
                           int64_t *scores);

#endif
