/* The checker's own comparison of two score vectors under each solution concept. */
#ifndef EIR_SOLVE_CHECK_CONCEPT_H
#define EIR_SOLVE_CHECK_CONCEPT_H

#include <gmp.h>

#include "case/model.h"

/* What a comparison needs. Arrays are [n]: one of each signatory; scratch as said. */
typedef struct eir_i_check_weigher {
  size_t n;
  const int64_t *reservation;
  const int64_t *unit;
  const int64_t *scale; /* 0: not known, then only Nash and Kalai-Smorodinsky work */
  const int64_t *ideal;
  const unsigned *power;
  mp_limb_t *wide[3];   /* scratch, [n_limbs] each */
  size_t n_limbs;       /* eir_i_check_limbs(n) */
  eir_i_i128 *above[2]; /* scratch, [n] each: numerators of ratios */
  uint64_t *below[2];   /* scratch, [n] each: denominators */
} eir_i_check_weigher;

size_t eir_i_check_limbs(size_t n_signatories);

/* Positive if a is better than b by the concept, 0 if equal in everything compared. */
int eir_i_check_compare(const eir_i_check_weigher *weigher, eir_concept concept,
                        const int64_t *a, const int64_t *b);

#endif
