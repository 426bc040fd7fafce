/* Concepts: the bargaining solutions, chosen among the entries of a frontier.
 *
 * Nash (1950), with exponents (Kalai 1977); Kalai and Smorodinsky (1975), made leximin;
 * egalitarian (Kalai 1977), leximin; utilitarian. docs/formats/solve-json.md defines
 * them exactly. All comparisons are of exact integers. */
#ifndef EIR_SOLVE_CONCEPTS_H
#define EIR_SOLVE_CONCEPTS_H

#include "solve/frontier.h"

/* What the solutions need to know of the signatories; arrays
 * [frontier.n_dimensions]. */
typedef struct eir_i_stakes {
  const int64_t *reservation;
  const int64_t *ideal; /* best score over the deals */
  const int64_t *scale; /* > 0 */
  const int64_t *unit;  /* > 0: a score n stands for n / unit */
  const unsigned *power;
} eir_i_stakes;

typedef struct eir_i_choice {
  size_t entry;
  size_t ties; /* entries equal in everything compared, itself included */
  bool has_value;
  double value;
  const char *value_exact; /* a fraction in lowest terms, or an integer; "" if none */
} eir_i_choice;

/* Chooses from a frontier that is not empty. Texts go to `arena`.
 * Returns EIR_OK or EIR_NO_MEMORY. Cost: linear in the entries. */
eir_status eir_i_concept_choose(eir_concept which, const eir_i_frontier *frontier,
                                const eir_i_stakes *stakes, eir_i_arena *arena,
                                eir_i_choice *out_choice);

#endif
