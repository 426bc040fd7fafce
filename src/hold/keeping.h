/* Keeping: does a party gain more by keeping a deal than by breaking it?
 *
 * The repeated choice of one signatory. In each period it complies and gets c, or
 * breaks the deal and gets c + t. A breach is detected with chance q; compliance is
 * taken for a breach with chance f. After a detection, real or false, the next periods
 * are worth p (the reversion): for ever, or for T periods (a temporary snap-back). To a
 * detected breach a guarantor reacts with chance r, which costs the violator G once.
 *
 * With e = 1 for reversion for ever and e = 1 - patience^T for a snap-back, and
 *
 *     D     = 1 - patience (1 - e f)            (above 0)
 *     slack = patience e (q - f)(c - p) / D + q r G - t,
 *
 * the deal holds for the party exactly when the slack is not negative. (From v = the
 * value of complying and w = the value after a detection: (v - w) / (1 - patience) is
 * e (c - p) / D.) Times D and all denominators the slack is one whole number: its sign
 * decides, and nothing is rounded. */
#ifndef EIR_HOLD_KEEPING_H
#define EIR_HOLD_KEEPING_H

#include "case/rational.h"
#include "hold/exact.h"

/* Numerators and denominators are below 2^63. */
typedef struct eir_i_keeping {
  eir_i_rational comply;      /* c */
  eir_i_rational reversion;   /* p */
  eir_i_rational temptation;  /* t; may be negative */
  eir_i_rational detection;   /* q, 0..1 */
  eir_i_rational false_alarm; /* f, 0..1 */
  eir_i_rational reacts;      /* r, 0..1 */
  eir_i_rational guarantee;   /* G, at least 0 */
  eir_i_rational patience;    /* at least 0, below 1 */
  eir_i_rational severity;    /* e, 0..1; 1: reversion lasts */
} eir_i_keeping;

/* -1, 0 or 1: the sign of the slack, exactly. Under a microsecond for short numbers. */
int eir_i_keeping_sign(const eir_i_keeping *keeping);
/* For reports. */
double eir_i_keeping_slack(const eir_i_keeping *keeping);
/* What complying is worth in a period, false alarms and what follows them included:
 * p + (1 - patience)(c - p) / D; for reports. */
double eir_i_keeping_value(const eir_i_keeping *keeping);
/* Is every number inside its range, and short enough? */
bool eir_i_keeping_check(const eir_i_keeping *keeping);

/* 1 - patience^periods, rounded up to a multiple of 2^-50 but below 1. So a snap-back
 * that falls short by less than 10^-15 of what is needed counts as enough, and one
 * that is never enough, however long, is told apart from one that is. */
eir_i_rational eir_i_keeping_severity(eir_i_rational patience, uint64_t periods);

/* ---- what would be just enough, all else as it is ---- */

typedef enum eir_i_enough {
  EIR_I_ENOUGH_DETECTION = 0, /* least */
  EIR_I_ENOUGH_FALSE_ALARM,   /* largest */
  EIR_I_ENOUGH_GUARANTEE,     /* least */
  EIR_I_ENOUGH_REACTS,        /* least */
  EIR_I_ENOUGH_PATIENCE,      /* least */
  EIR_I_ENOUGH_TEMPTATION,    /* largest that is not below 0 */
  EIR_I_ENOUGH_COUNT
} eir_i_enough;

/* n * 10^-decimals; the next value of that many decimals on the other side does not
 * hold, or lies outside the range of the parameter. */
typedef struct eir_i_just_enough {
  bool exists; /* false: no value suffices */
  int64_t n;
  unsigned decimals; /* 12, or fewer for guarantees and temptations above 10^6 */
} eir_i_just_enough;

eir_i_just_enough eir_i_keeping_enough(const eir_i_keeping *keeping,
                                       eir_i_enough parameter);

/* The least length, in periods, of a temporary snap-back instead of the reversion that
 * lasts. False: none suffices. */
bool eir_i_keeping_snap_back(const eir_i_keeping *keeping, uint64_t *out_periods);

#endif
