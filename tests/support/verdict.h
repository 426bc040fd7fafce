/* A verdict: the first thing found wrong with an answer, by kind and in words. */
#ifndef EIR_TESTS_VERDICT_H
#define EIR_TESTS_VERDICT_H

#include <stdbool.h>

typedef enum verdict_kind {
  VERDICT_RIGHT,
  VERDICT_READ, /* the reader refused the case */
  VERDICT_CASE, /* it was read wrong */
  VERDICT_CALL, /* a call of the library failed */
  VERDICT_EXIST,
  VERDICT_COUNT,
  VERDICT_FRONTIER,
  VERDICT_EXTREMES, /* ideal and nadir */
  VERDICT_SOLUTION,
  VERDICT_VALUE,
  VERDICT_USE,
  VERDICT_OPEN,
  VERDICT_WALK, /* the walk over the deals */
  VERDICT_TEXT, /* scores and utilities as text */
  VERDICT_WINNER,
  VERDICT_CONFLICT, /* demands, conflicts and unlocks */
  VERDICT_BYTES,    /* JSON of two runs */
  VERDICT_CHANGE    /* a change of the case that should not change the answer */
} verdict_kind;

typedef struct verdict {
  verdict_kind kind;
  char text[400];
} verdict;

/* Notes the first fault; always false, for `return fault(...)`. */
__attribute__((format(printf, 3, 4))) bool fault(verdict *v, verdict_kind kind,
                                                 const char *format, ...);

#endif
