/* Robust hand: one draw, dealt out into tables by cell. */
#ifndef EIR_EXPLAIN_ROBUST_HAND_H
#define EIR_EXPLAIN_ROBUST_HAND_H

#include "explain/robust_plan.h"
#include "sample/draw.h"

/* Least surpluses are in parts of 10^-12 of a utility, rounded down, and never beyond
 * this. */
#define EIR_I_MOST_SURPLUS (INT64_C(1) << 61)

/* Room for one draw after another. A row of scores has an entry for each dimension and
 * a last one, for the search. */
typedef struct eir_i_hand {
  const eir_i_plan *plan;
  eir_i_memory memory;  /* an account of its own: threads share none */
  eir_i_arena arena;    /* of the plan's length: all arrays below */
  eir_i_arena scratch;  /* of one draw: positions */
  eir_i_drawn *drawn;   /* [n_inputs] */
  int64_t *gain;        /* [n_cells] rows */
  int64_t *add;         /* [n_clauses] of interactions */
  int64_t *reservation; /* [n_dimensions], like the next three */
  int64_t *scale;
  int64_t *cap;      /* INT64_MAX: none */
  int64_t *floor;    /* least score at which the party accepts; INT64_MAX: none is */
  uint64_t *active;  /* [n_words] clauses that count in this draw */
  uint64_t *refused; /* [n_cells] signatories that a cell drives away */
  uint8_t *banned;   /* [n_cells] */
  /* For the search. */
  uint32_t *sorted;    /* [n_cells] by place, those not banned, best first */
  uint32_t *n_sorted;  /* [n_issues] */
  int64_t *rest;       /* [n_issues + 1] rows: most that places from there on can add */
  int64_t *slack;      /* [n_issues] rows: most that can be added after the option */
  int64_t *need;       /* a row: what must be reached */
  int64_t *multiplier; /* [n_dimensions] */
  double *utility;     /* [n_cells][n_dimensions] */
  double *weight;      /* [n_dimensions] */
  double *surplus;     /* [n_dimensions] */
  int64_t *score;      /* [n_issues + 1] rows */
  uint64_t *met;       /* [n_issues + 1][n_words] */
  uint64_t *alive;     /* [n_issues + 1] */
  uint32_t *next;      /* [n_issues] */
  uint32_t *options;   /* [n_issues] by issue */
} eir_i_hand;

/* An outcome that is looked at in every draw. */
typedef struct eir_i_looked_at {
  const uint32_t *cells;    /* [n_issues] */
  const uint64_t *violated; /* [n_words] clauses, held or not */
} eir_i_looked_at;

/* Returns EIR_OK or EIR_NO_MEMORY; eir_i_hand_free() in any case. */
eir_status eir_i_hand_init(eir_i_hand *hand, const eir_i_plan *plan,
                           const eir_i_memory *memory);
void eir_i_hand_free(eir_i_hand *hand);

/* From now on the hand takes no memory beyond what it holds, and so may be used by a
 * thread. `bytes`: of scratch space. False without memory. */
bool eir_i_hand_settle(eir_i_hand *hand, size_t bytes) EIR_NO_RESULT_IGNORED;

/* Draws sample `index`. */
eir_i_made eir_i_hand_deal(eir_i_hand *hand, uint64_t index);

/* Is the outcome a deal in this draw? *out_surplus: the least surplus of a signatory
 * (0 unless the plan is rated). */
bool eir_i_hand_judge(const eir_i_hand *hand, const eir_i_looked_at *outcome,
                      int64_t *out_surplus);

/* The least surplus of scores[n_dimensions]. */
int64_t eir_i_hand_surplus(const eir_i_hand *hand, const int64_t *scores);

#endif
