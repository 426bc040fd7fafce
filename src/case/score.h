/* Score: a party's exact numbers as 64-bit integers in one unit. */
#ifndef EIR_CASE_SCORE_H
#define EIR_CASE_SCORE_H

#include "case/model.h"
#include "case/rational.h"

/* 10^12: the unit where exact scores don't fit. */
#define EIR_I_ROUNDED_UNIT INT64_C(1000000000000)

/* All numbers of a position. */
typedef struct eir_i_score_input {
  const eir_i_rational *const *cells; /* [n_issues], each [n_options[i]] or NULL */
  const size_t *n_options;            /* [n_issues] */
  size_t n_issues;
  const eir_i_rational *adds; /* [n_adds] of the interactions */
  size_t n_adds;
  const eir_i_rational *reservation; /* NULL if not given, like the next two */
  const eir_i_rational *scale;
  const eir_i_rational *cap;
} eir_i_score_input;

typedef enum eir_i_score_result {
  EIR_I_SCORE_OK = 0,
  EIR_I_SCORE_TOO_LARGE,   /* they don't fit even when rounded */
  EIR_I_SCORE_TINY_SCALE,  /* rounded, the scale would be 0 */
  EIR_I_SCORE_LONG_VALUE,  /* between two breakpoints: more digits than are held */
  EIR_I_SCORE_LONG_WEIGHT, /* a weight, or it times a value: the same */
  EIR_I_SCORE_NO_SUM,      /* weights to be divided by their sum, which is 0 */
  EIR_I_SCORE_NO_MEMORY
} eir_i_score_result;

/* Sets unit, exact, scores, reservation, scale and cap of the position, and
 * out_adds[n_adds]; the tables come from `arena`. */
eir_i_score_result eir_i_score_convert(const eir_i_score_input *input,
                                       eir_i_arena *arena, eir_i_position *position,
                                       int64_t *out_adds);

#endif
