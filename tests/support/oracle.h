/* The oracle: answers a sketch by brute force, from the definitions of the file
 * format's text ("What a deal is"). It looks at every outcome; all arithmetic is
 * exact. */
#ifndef EIR_TESTS_ORACLE_H
#define EIR_TESTS_ORACLE_H

#include "sketch.h"

enum { ORACLE_NASH, ORACLE_KALAI_SMORODINSKY, ORACLE_EGALITARIAN, ORACLE_UTILITARIAN };
enum { ORACLE_CONCEPTS = 4 };

typedef struct oracle_solution {
  size_t outcome; /* its number */
  size_t ties;
  bool has_value; /* false: nothing was left to compare */
  mpq_t value;
} oracle_solution;

/* Outcomes are numbered in lexicographic order, from 0. Signatories likewise. */
typedef struct oracle {
  const sketch *s;
  size_t n_outcomes;
  size_t n_signatories;
  bool has_stances;
  bool has_uncertain;               /* a rule may not hold */
  bool has_frontier;                /* every signatory has scores */
  bool rounded[SKETCH_MAX_PARTIES]; /* [n_signatories] as given to oracle_answer() */
  /* A score is scores[outcome * n_signatories + k] / unit[k]. */
  int64_t unit[SKETCH_MAX_PARTIES];
  int64_t reservation[SKETCH_MAX_PARTIES];
  int64_t scale[SKETCH_MAX_PARTIES];
  int64_t *scores;
  bool *legal;   /* [n_outcomes] every constraint is true */
  bool *certain; /* [n_outcomes] a deal */
  /* [n_outcomes] a deal if every unknown were accepted and no uncertain rule held */
  bool *possible;
  size_t n_legal, n_certain, n_possible;
  /* Outcome numbers, best scores first. */
  size_t *frontier; /* over the deals */
  size_t frontier_size;
  size_t *open_frontier; /* over the legal outcomes */
  size_t open_frontier_size;
  /* When there is a frontier and a deal. */
  int64_t ideal[SKETCH_MAX_PARTIES];
  int64_t nadir[SKETCH_MAX_PARTIES];
  oracle_solution solutions[ORACLE_CONCEPTS];
} oracle;

/* `rounded[k]`: the scores of signatory k are to be rounded to 10^-12 on entry. NULL:
 * none. Free with oracle_free(). */
oracle *oracle_answer(const sketch *s, const bool *rounded);
void oracle_free(oracle *o);

void oracle_outcome(const oracle *o, size_t number, sketch_outcome out);
const int64_t *oracle_scores(const oracle *o, size_t number);

/* Does the case have to be read exactly, even by a reader that multiplies denominators
 * where a least common one would do? Signatory k. */
bool oracle_must_be_exact(const sketch *s, size_t k);

/* Does signatory k, taken alone, or a constraint rule the option out? */
bool oracle_option_open(const oracle *o, size_t issue, size_t option);

/* Fills the solutions; called by oracle_answer(). */
void oracle_solve(oracle *o);

/* ---- Adjusted Winner ---- */

typedef enum oracle_winner_kind {
  ORACLE_WINNER_NONE,   /* not a case for it */
  ORACLE_WINNER_UNSAID, /* the definition does not cover it */
  ORACLE_WINNER_SPLITS, /* equality would split an indivisible item */
  ORACLE_WINNER_FOUND,
  ORACLE_WINNER_EITHER /* found or not, by which of several equal items is shared */
} oracle_winner_kind;

typedef struct oracle_winner {
  oracle_winner_kind kind;
  mpq_t share; /* of its own total, that each signatory gets */
  mpq_t scores[2];
  bool accepted[2];
} oracle_winner;

oracle_winner *oracle_adjusted_winner(const oracle *o);
void oracle_winner_free(oracle_winner *winner);

#endif
