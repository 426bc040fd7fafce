/* Shift: does a shift of power make war better than waiting?
 *
 * The commitment problem (Fearon 1995, "Rationalist explanations for war"). Each period
 * there is a pie of 1. One side rises: its chance of winning a war is p now and higher
 * next period. The other can fight now, at a cost, or wait and be worth no more than a
 * war next period. The most that it can be offered today is all of the pie, so it
 * fights when
 *
 *     patience p_next - p > cost (1 - patience)^2      (cost once)
 *     patience p_next - p > cost (1 - patience)        (cost in every period) */
#ifndef EIR_HOLD_SHIFT_H
#define EIR_HOLD_SHIFT_H

#include "hold/keeping.h"

typedef struct eir_i_shift {
  eir_i_rational now;      /* p, 0..1 */
  eir_i_rational next;     /* 0..1 */
  eir_i_rational patience; /* at least 0, below 1 */
  eir_i_rational war_cost; /* of the declining side, at least 0 */
  bool flow;               /* the cost is paid in every period */
} eir_i_shift;

/* -1 peace, 0 exactly indifferent, 1 war. */
int eir_i_shift_sign(const eir_i_shift *shift);
/* The value of war now less the best value of waiting, in pies; for reports. */
double eir_i_shift_gap(const eir_i_shift *shift);
/* The largest `next` that keeps the peace, for reports; above 1: every shift does. Not
 * for a patience of 0, where there is none. */
double eir_i_shift_largest(const eir_i_shift *shift);
/* Spreads the shift from `now` to `next` evenly over periods: the least number of
 * periods over which it keeps the peace in each of them; 0 where none up to `most`
 * does. The first step is the one that bites: a shift of the same size weighs less the
 * stronger the rising side is. */
uint64_t eir_i_shift_phases(const eir_i_shift *shift, uint64_t most);

#endif
