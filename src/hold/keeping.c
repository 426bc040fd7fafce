/* Keeping: the sign of the slack, exactly.
 *
 * Each parameter x = x.n / x.d occurs in no product more than once, so that
 *
 *     slack * D * (all denominators)
 *
 * is a whole number below 2^580. It is put together from three parts:
 *
 *     loss    = patience e (q - f)(c - p)   over  dd ed qd fd cd pd
 *     penalty = q r G - t                   over  qd rd gd td
 *     spread  = 1 - patience (1 - e f)      over  dd ed fd        (this is D)
 *
 * as loss + penalty * spread, where what either side lacks of the denominators is
 * multiplied in. */
#include "hold/keeping.h"

#include <assert.h>
#include <gmp.h>

#include "base/banned.h"

static eir_i_exact product(const eir_i_i128 *factors, size_t n) {
  eir_i_exact made = eir_i_exact_of(1);
  for (size_t i = 0; i < n; i++) {
    const eir_i_exact factor = eir_i_exact_of(factors[i]);
    made = eir_i_exact_multiply(&made, &factor);
  }
  return made;
}

#define PRODUCT(...)                                                                   \
  product((const eir_i_i128[]){__VA_ARGS__},                                           \
          sizeof((const eir_i_i128[]){__VA_ARGS__}) / sizeof(eir_i_i128))

/* (a - b) * a.d * b.d. Each half fits 126 bits. */
static eir_i_i128 difference(eir_i_rational a, eir_i_rational b) {
  return a.n * b.d - b.n * a.d;
}

/* D * dd ed fd = dd ed fd - dn ed fd + dn en fn, above 0. */
static eir_i_exact spread_of(const eir_i_keeping *k) {
  const eir_i_rational d = k->patience, e = k->severity, f = k->false_alarm;
  const eir_i_exact rest = PRODUCT(d.d - d.n, e.d, f.d);
  const eir_i_exact alarms = PRODUCT(d.n, e.n, f.n);
  return eir_i_exact_add(&rest, &alarms);
}

/* The slack times D, over `*out_over`. */
static eir_i_exact scaled_slack(const eir_i_keeping *k) {
  const eir_i_rational q = k->detection, r = k->reacts, g = k->guarantee;
  const eir_i_rational t = k->temptation, c = k->comply, p = k->reversion;
  const eir_i_exact loss =
      PRODUCT(k->patience.n, k->severity.n, difference(q, k->false_alarm),
              difference(c, p), r.d, g.d, t.d);
  const eir_i_exact reaction = PRODUCT(q.n, r.n, g.n, t.d);
  const eir_i_exact gain = PRODUCT(t.n, q.d, r.d, g.d);
  const eir_i_exact penalty = eir_i_exact_subtract(&reaction, &gain);
  const eir_i_exact spread = spread_of(k), values = PRODUCT(c.d, p.d);
  eir_i_exact weighed = eir_i_exact_multiply(&penalty, &spread);
  weighed = eir_i_exact_multiply(&weighed, &values);
  return eir_i_exact_add(&loss, &weighed);
}

int eir_i_keeping_sign(const eir_i_keeping *keeping) {
  assert(eir_i_keeping_check(keeping));
  const eir_i_exact slack = scaled_slack(keeping);
  return eir_i_exact_sign(&slack);
}

double eir_i_keeping_slack(const eir_i_keeping *keeping) {
  const eir_i_keeping *k = keeping;
  const eir_i_exact slack = scaled_slack(k), spread = spread_of(k);
  const eir_i_exact rest = PRODUCT(k->detection.d, k->comply.d, k->reversion.d,
                                   k->reacts.d, k->guarantee.d, k->temptation.d);
  const eir_i_exact over = eir_i_exact_multiply(&spread, &rest);
  return eir_i_exact_ratio(&slack, &over);
}

double eir_i_keeping_value(const eir_i_keeping *keeping) {
  const eir_i_keeping *k = keeping;
  const eir_i_rational d = k->patience;
  const eir_i_exact above = PRODUCT(d.d - d.n, k->severity.d, k->false_alarm.d,
                                    difference(k->comply, k->reversion));
  const eir_i_exact spread = spread_of(k);
  const eir_i_exact values = PRODUCT(k->comply.d, k->reversion.d);
  const eir_i_exact over = eir_i_exact_multiply(&spread, &values);
  const eir_i_exact p = eir_i_exact_of(k->reversion.n);
  const eir_i_exact unit = eir_i_exact_of(k->reversion.d);
  return eir_i_exact_ratio(&p, &unit) + eir_i_exact_ratio(&above, &over);
}

static bool is_short(eir_i_rational x) {
  return x.d > 0 && x.d <= INT64_MAX && x.n <= INT64_MAX && x.n >= -INT64_MAX;
}

static bool is_chance(eir_i_rational x) {
  return is_short(x) && x.n >= 0 && x.n <= x.d;
}

bool eir_i_keeping_check(const eir_i_keeping *keeping) {
  const eir_i_keeping *k = keeping;
  return is_short(k->comply) && is_short(k->reversion) && is_short(k->temptation) &&
         is_short(k->guarantee) && k->guarantee.n >= 0 && is_chance(k->detection) &&
         is_chance(k->false_alarm) && is_chance(k->reacts) && is_chance(k->severity) &&
         is_chance(k->patience) && k->patience.n < k->patience.d;
}

/* ---- snap-backs ---- */

enum { SEVERITY_BITS = 50 };

/* a * b of two numbers below 1 in parts of 2^-128, rounded down. */
static eir_i_u128 multiply_parts(eir_i_u128 a, eir_i_u128 b) {
  const uint64_t left[2] = {(uint64_t)a, (uint64_t)(a >> 64)};
  const uint64_t right[2] = {(uint64_t)b, (uint64_t)(b >> 64)};
  uint64_t whole[4];
  mpn_mul_n(whole, left, right, 2);
  return ((eir_i_u128)whole[3] << 64) | whole[2];
}

/* patience^periods (periods > 0) in parts of 2^-128, below the true value by less than
 * (2 periods + 1) 2^-128. */
static eir_i_u128 power_parts(eir_i_rational patience, uint64_t periods) {
  eir_i_u128 base = 0, rest = (eir_i_u128)patience.n, over = (eir_i_u128)patience.d;
  for (int i = 0; i < 128; i++) { /* digit by digit: patience < 2^63, no overflow */
    rest *= 2;
    base = base * 2 + (rest >= over);
    rest -= rest >= over ? over : 0;
  }
  eir_i_u128 made = base;
  int top = eir_i_bits64(periods) - 1;
  for (int i = top - 1; i >= 0; i--) {
    made = multiply_parts(made, made);
    if ((periods >> i & 1) != 0)
      made = multiply_parts(made, base);
  }
  return made;
}

eir_i_rational eir_i_keeping_severity(eir_i_rational patience, uint64_t periods) {
  if (periods == 0)
    return eir_i_rational_whole(0);
  const uint64_t one = UINT64_C(1) << SEVERITY_BITS;
  uint64_t power = (uint64_t)(power_parts(patience, periods) >> (128 - SEVERITY_BITS));
  if (power == 0 && patience.n > 0)
    power = 1;
  return (eir_i_rational){.n = (eir_i_i128)(one - power), .d = (eir_i_i128)one};
}

static bool suffices(eir_i_keeping k, uint64_t periods) {
  k.severity = eir_i_keeping_severity(k.patience, periods);
  return eir_i_keeping_sign(&k) >= 0;
}

/* The slack rises with e or falls with it throughout: its derivative has the sign of
 * (q - f)(c - p). */
bool eir_i_keeping_snap_back(const eir_i_keeping *keeping, uint64_t *out_periods) {
  const uint64_t longest = UINT64_C(1) << 40;
  *out_periods = 0;
  if (suffices(*keeping, 0))
    return true;
  if (!suffices(*keeping, longest))
    return false;
  uint64_t least = 0, most = longest; /* `least` is not enough, `most` is */
  while (most - least > 1) {
    uint64_t middle = least + (most - least) / 2;
    if (suffices(*keeping, middle))
      most = middle;
    else
      least = middle;
  }
  *out_periods = most;
  return true;
}
