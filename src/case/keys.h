/* Keys: what every kind of mapping in a case file may hold. One table, from which come
 * the check for unknown keys and its suggestions. docs/schema/case.json says the
 * same. */
#ifndef EIR_CASE_KEYS_H
#define EIR_CASE_KEYS_H

#include <stddef.h>

typedef struct eir_i_shape {
  const char *what; /* with its article, such as "an issue" */
  const char *const *keys;
  size_t n_keys;
} eir_i_shape;

extern const eir_i_shape eir_i_shape_case;
extern const eir_i_shape eir_i_shape_party;
extern const eir_i_shape eir_i_shape_consent;
extern const eir_i_shape eir_i_shape_issue;
extern const eir_i_shape eir_i_shape_range;
extern const eir_i_shape eir_i_shape_option;
extern const eir_i_shape eir_i_shape_constraint;
extern const eir_i_shape eir_i_shape_position;
extern const eir_i_shape eir_i_shape_number;
extern const eir_i_shape eir_i_shape_reservation;
extern const eir_i_shape eir_i_shape_red_line;
extern const eir_i_shape eir_i_shape_interaction;
extern const eir_i_shape eir_i_shape_source;
extern const eir_i_shape eir_i_shape_enforcement;
extern const eir_i_shape eir_i_shape_guarantee;
extern const eir_i_shape eir_i_shape_reversion;
extern const eir_i_shape eir_i_shape_war_cost;
extern const eir_i_shape eir_i_shape_offer;
extern const eir_i_shape eir_i_shape_proposal;
extern const eir_i_shape eir_i_shape_response;
extern const eir_i_shape eir_i_shape_talks;
extern const eir_i_shape eir_i_shape_statement;

#endif
