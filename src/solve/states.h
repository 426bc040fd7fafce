/* States: the skeleton of a problem, before any score is added up.
 *
 * After the first t issues of the order, all that matters for the rest is what is left
 * of the rules under way: a tuple of diagram nodes, the state. This makes every state
 * that can be reached, the transitions between them, and, from the end backwards, what
 * each state can still bring each dimension at best. States that no outcome passes are
 * dead. Without rules there is one state a layer. */
#ifndef EIR_SOLVE_STATES_H
#define EIR_SOLVE_STATES_H

#include "solve/order.h"

/* More states than this in a layer are refused. */
enum { EIR_I_MAX_STATES = 1 << 18 };

#define EIR_I_STATE_DEAD UINT32_MAX
#define EIR_I_BONUS_NONE UINT32_MAX

typedef struct eir_i_transition {
  uint32_t target; /* state of the next layer, or EIR_I_STATE_DEAD */
  uint32_t bonus;  /* index into bonuses, in rows of n_dimensions; EIR_I_BONUS_NONE */
} eir_i_transition;

typedef struct eir_i_layer {
  uint32_t n_states;
  uint32_t n_classes;            /* of the issue decided next; 0 in the last layer */
  eir_i_transition *transitions; /* [n_states][n_classes] */
  int64_t *potential; /* [n_states][n_dimensions] the best that the rest can add */
} eir_i_layer;

typedef struct eir_i_states {
  eir_i_classes classes;
  eir_i_order order;
  eir_i_layer *layers;    /* [n_issues + 1] */
  const int64_t *bonuses; /* rows of n_dimensions */
  bool feasible;          /* false: no outcome meets the rules */
} eir_i_states;

/* Returns EIR_OK (also when the effort ended: too many states) or EIR_NO_MEMORY. */
eir_status eir_i_states_make(const eir_i_problem *problem, eir_i_arena *arena,
                             eir_i_effort *effort, eir_i_states *out_states);

#endif
