/* Shift: the condition of the commitment problem, exactly, and what avoids it. */
#include "hold/shift.h"

#include <assert.h>

#include "base/banned.h"

static eir_i_exact times(eir_i_exact a, eir_i_i128 b) {
  const eir_i_exact factor = eir_i_exact_of(b);
  return eir_i_exact_multiply(&a, &factor);
}

static eir_i_exact less(eir_i_exact a, eir_i_exact b) {
  return eir_i_exact_subtract(&a, &b);
}

/* patience p_m - p - cost (1 - patience)^(1 or 2) times all denominators, where p_m is
 * one of `phases` even steps on the way from now to next. */
static eir_i_exact excess(const eir_i_shift *s, uint64_t phases) {
  const eir_i_rational a = s->now, b = s->next, d = s->patience, w = s->war_cost;
  const eir_i_i128 left = d.d - d.n; /* (1 - patience) * d.d */
  const eir_i_i128 parts = (eir_i_i128)phases;
  /* p_m = (a (phases - 1) + b) / phases */
  eir_i_exact step = times(times(eir_i_exact_of(a.n), parts - 1), b.d);
  const eir_i_exact end = times(eir_i_exact_of(b.n), a.d);
  step = eir_i_exact_add(&step, &end); /* over a.d b.d phases */
  eir_i_exact rise = times(times(step, d.n), s->flow ? 1 : d.d);
  eir_i_exact now = times(times(times(eir_i_exact_of(a.n), b.d), parts), d.d);
  now = times(now, s->flow ? 1 : d.d);
  eir_i_exact cost = times(times(times(eir_i_exact_of(w.n), left), a.d), b.d);
  cost = times(times(cost, parts), s->flow ? 1 : left);
  /* rise, now over a.d b.d phases d.d (d.d); cost over w.d d.d (d.d) and the same */
  return less(times(less(rise, now), w.d), cost);
}

int eir_i_shift_sign(const eir_i_shift *shift) {
  const eir_i_exact value = excess(shift, 1);
  return eir_i_exact_sign(&value);
}

double eir_i_shift_gap(const eir_i_shift *shift) {
  const eir_i_rational d = shift->patience;
  const eir_i_exact value = times(excess(shift, 1), d.d);
  eir_i_exact over = times(eir_i_exact_of(shift->now.d), shift->next.d);
  over = times(times(over, shift->war_cost.d), d.d);
  over = times(times(over, shift->flow ? 1 : d.d), d.d - d.n);
  return eir_i_exact_ratio(&value, &over);
}

double eir_i_shift_largest(const eir_i_shift *shift) {
  assert(shift->patience.n > 0);
  const eir_i_rational a = shift->now, d = shift->patience, w = shift->war_cost;
  const eir_i_i128 left = d.d - d.n;
  eir_i_exact now = times(times(eir_i_exact_of(a.n), w.d), d.d);
  eir_i_exact cost = times(times(eir_i_exact_of(w.n), a.d), left);
  now = times(now, shift->flow ? 1 : d.d);
  cost = times(cost, shift->flow ? 1 : left);
  const eir_i_exact sum = eir_i_exact_add(&now, &cost);
  /* sum is over a.d w.d d.d (d.d); divide it by d.n / d.d */
  eir_i_exact over = times(times(eir_i_exact_of(a.d), w.d), d.n);
  over = times(over, shift->flow ? 1 : d.d);
  return eir_i_exact_ratio(&sum, &over);
}

static bool keeps_peace(const eir_i_shift *shift, uint64_t phases) {
  const eir_i_exact value = excess(shift, phases);
  return eir_i_exact_sign(&value) <= 0;
}

uint64_t eir_i_shift_phases(const eir_i_shift *shift, uint64_t most) {
  assert(most >= 1 && most < UINT64_C(1) << 62);
  if (keeps_peace(shift, 1))
    return 1;
  if (!keeps_peace(shift, most))
    return 0;
  uint64_t fails = 1, holds = most;
  while (holds - fails > 1) {
    uint64_t middle = fails + (holds - fails) / 2;
    if (keeps_peace(shift, middle))
      holds = middle;
    else
      fails = middle;
  }
  return holds;
}
