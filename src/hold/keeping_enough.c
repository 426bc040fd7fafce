/* Keeping: least and largest values that are just enough.
 *
 * In each parameter alone the slack rises throughout or falls throughout, so bisection
 * over the values of 12 decimals finds the very last one that holds, and each answer
 * is tested exactly: it holds, and its neighbour does not. The derivatives, with
 * a = patience e (c - p) / D:
 *
 *     detection  a + r G            guarantee  q r      reacts  q G
 *     patience   e (q - f)(c - p) / D^2                 temptation  -1
 *     false alarm  -a (1 - patience + patience e q) / D */
#include "hold/keeping.h"

#include <assert.h>

#include "base/banned.h"

static const int64_t tenth_powers[] = {1, 1000, 1000000, 1000000000, 1000000000000};
enum { STEP_OF_DECIMALS = 3, MOST_DECIMALS = 12 };
/* Guarantees and temptations are looked for up to here; 10^18 with no decimals. */
static const int64_t most_parts = INT64_C(1000000000000000000);

static eir_i_rational *member_of(eir_i_keeping *k, eir_i_enough parameter) {
  switch (parameter) {
  case EIR_I_ENOUGH_DETECTION:
    return &k->detection;
  case EIR_I_ENOUGH_FALSE_ALARM:
    return &k->false_alarm;
  case EIR_I_ENOUGH_GUARANTEE:
    return &k->guarantee;
  case EIR_I_ENOUGH_REACTS:
    return &k->reacts;
  case EIR_I_ENOUGH_PATIENCE:
    return &k->patience;
  case EIR_I_ENOUGH_TEMPTATION:
  case EIR_I_ENOUGH_COUNT:
    break;
  }
  return &k->temptation;
}

static bool holds_at(const eir_i_keeping *keeping, eir_i_enough parameter, int64_t n,
                     unsigned decimals) {
  eir_i_keeping k = *keeping;
  *member_of(&k, parameter) =
      (eir_i_rational){.n = n, .d = tenth_powers[decimals / STEP_OF_DECIMALS]};
  return eir_i_keeping_sign(&k) >= 0;
}

/* Between `fails`, which does not hold, and `holds`, which does: the one next to the
 * other side. */
static int64_t bisect(const eir_i_keeping *keeping, eir_i_enough parameter,
                      unsigned decimals, int64_t fails, int64_t holds) {
  while (fails - holds > 1 || holds - fails > 1) {
    int64_t middle = fails + (holds - fails) / 2;
    if (holds_at(keeping, parameter, middle, decimals))
      holds = middle;
    else
      fails = middle;
  }
  return holds;
}

static eir_i_just_enough found(int64_t n, unsigned decimals) {
  return (eir_i_just_enough){.exists = true, .n = n, .decimals = decimals};
}

/* From `best`, where a value would be without any need, towards `last`. */
static eir_i_just_enough search(const eir_i_keeping *keeping, eir_i_enough parameter,
                                unsigned decimals, int64_t best, int64_t last) {
  if (holds_at(keeping, parameter, best, decimals))
    return found(best, decimals);
  if (!holds_at(keeping, parameter, last, decimals))
    return (eir_i_just_enough){.exists = false};
  return found(bisect(keeping, parameter, decimals, best, last), decimals);
}

/* As many decimals as leave room for the value. */
static eir_i_just_enough search_guarantee(const eir_i_keeping *keeping) {
  for (unsigned decimals = MOST_DECIMALS;; decimals -= STEP_OF_DECIMALS) {
    eir_i_just_enough least =
        search(keeping, EIR_I_ENOUGH_GUARANTEE, decimals, 0, most_parts);
    if (least.exists || decimals == 0)
      return least;
  }
}

static eir_i_just_enough search_temptation(const eir_i_keeping *keeping) {
  eir_i_just_enough none = {.exists = false};
  if (!holds_at(keeping, EIR_I_ENOUGH_TEMPTATION, 0, MOST_DECIMALS))
    return none;
  unsigned decimals = MOST_DECIMALS;
  while (decimals > 0 &&
         holds_at(keeping, EIR_I_ENOUGH_TEMPTATION, most_parts, decimals))
    decimals -= STEP_OF_DECIMALS;
  if (holds_at(keeping, EIR_I_ENOUGH_TEMPTATION, most_parts, decimals))
    return found(most_parts, decimals);
  return found(bisect(keeping, EIR_I_ENOUGH_TEMPTATION, decimals, most_parts, 0),
               decimals);
}

eir_i_just_enough eir_i_keeping_enough(const eir_i_keeping *keeping,
                                       eir_i_enough parameter) {
  const int64_t one = tenth_powers[MOST_DECIMALS / STEP_OF_DECIMALS];
  switch (parameter) {
  case EIR_I_ENOUGH_DETECTION:
  case EIR_I_ENOUGH_REACTS:
    return search(keeping, parameter, MOST_DECIMALS, 0, one);
  case EIR_I_ENOUGH_PATIENCE:
    return search(keeping, parameter, MOST_DECIMALS, 0, one - 1);
  case EIR_I_ENOUGH_FALSE_ALARM:
    return search(keeping, parameter, MOST_DECIMALS, one, 0);
  case EIR_I_ENOUGH_GUARANTEE:
    return search_guarantee(keeping);
  case EIR_I_ENOUGH_TEMPTATION:
    return search_temptation(keeping);
  case EIR_I_ENOUGH_COUNT:
    break;
  }
  assert(false); /* there is no such parameter */
  return (eir_i_just_enough){.exists = false};
}
