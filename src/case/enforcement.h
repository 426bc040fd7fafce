/* Enforcement: what options do to the temptation to break a deal, and what guarantors
 * offer. Read by the verb `hold` alone; solving does not rest on it.
 *
 * Every number has an index into `numbers`, EIR_I_NONE where it is not given (it then
 * counts 0). Values may be ranges: their unknowns are a list of their own. */
#ifndef EIR_CASE_ENFORCEMENT_H
#define EIR_CASE_ENFORCEMENT_H

#include "case/model.h"

enum { EIR_I_MAX_CAPABILITIES = 16 };

/* A number for all parties, or one for each. */
typedef struct eir_i_by_party {
  uint32_t all;         /* EIR_I_NONE, or it counts for each party */
  const uint32_t *each; /* [n_parties] numbers; NULL: none */
} eir_i_by_party;

/* A whole number of a capability, in parts of 10^-6. */
typedef struct eir_i_amount {
  uint32_t capability;
  int64_t amount;
} eir_i_amount;

typedef struct eir_i_guarantee {
  const uint32_t *by; /* [n_by] parties that guarantee; none: all that offer */
  size_t n_by;
  uint32_t reacts;
  uint32_t own_cost;
  uint32_t benefit;
  eir_i_by_party cost;
  bool add;                     /* it counts beside others, not instead of them */
  const eir_i_amount *requires; /* [n_requires] */
  size_t n_requires;
} eir_i_guarantee;

/* Of an option. */
typedef struct eir_i_enforcement {
  uint32_t detection;
  uint32_t false_alarm;
  eir_i_by_party lower_by;   /* of the reversion: a lasting sanction */
  eir_i_by_party temptation; /* gain of a period of breaking first */
  eir_i_by_party buffer;     /* what takes from the temptation */
  eir_i_by_party power_shift;
  const eir_i_guarantee *guarantee; /* NULL: none */
  int64_t cost;                     /* of having it, in parts of 10^-6; -1: not given */
  eir_i_notes notes;
  eir_i_place place;
} eir_i_enforcement;

/* Of a party. */
typedef struct eir_i_endurance {
  uint32_t patience;
  uint32_t war_cost;
  bool war_cost_is_flow;
  uint32_t wins; /* chance of winning a war now */
  /* What a guarantor offers. */
  const eir_i_amount *offers; /* [n_offers] */
  size_t n_offers;
  int64_t offer_cost; /* parts of 10^-6 */
  int64_t stays;      /* chance, parts of 10^-6; 10^6 if not given */
} eir_i_endurance;

typedef struct eir_i_enforcing {
  eir_i_words period; /* what a period is; n = 0: not said */
  const eir_i_enforcement *const *const *options; /* [n_issues]; each [n_options] or
                                                     NULL; each an entry or NULL */
  const eir_i_endurance *parties;                 /* [n_parties] */
  const eir_i_number *numbers;                    /* [n_numbers] */
  size_t n_numbers;
  const eir_i_unknown *unknowns; /* [n_unknowns] */
  size_t n_unknowns;
  uint64_t n_basis[3];             /* numbers by basis: text, reading, assumption */
  const char *const *capabilities; /* [n_capabilities] */
  size_t n_capabilities;
} eir_i_enforcing;

/* The enforcement of an option; NULL if it has none. */
static inline const eir_i_enforcement *
eir_i_enforcement_of(const eir_i_enforcing *enforcing, size_t issue, size_t option) {
  const eir_i_enforcement *const *row =
      enforcing == NULL ? NULL : enforcing->options[issue];
  return row == NULL ? NULL : row[option];
}

#endif
