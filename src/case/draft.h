/* Draft: a position while it is read, and the parts of reading it. */
#ifndef EIR_CASE_DRAFT_H
#define EIR_CASE_DRAFT_H

#include "case/read_number.h"
#include "case/recipe.h"

/* A position while it is read. */
typedef struct eir_i_draft {
  const eir_i_node *node;
  uint32_t party;
  eir_i_party *owner;
  eir_i_position *position;
  eir_i_arena work;
  eir_i_numbers numbers;
  eir_i_array orders;   /* of eir_i_order_of_numbers */
  eir_i_cell **cells;   /* [n_issues] */
  uint32_t *weight;     /* [n_issues] */
  uint32_t *adds;       /* [n_interactions] */
  size_t first_unknown; /* of the case's, that is of this position */
  eir_i_interaction *interactions;
  eir_i_recipe recipe;
} eir_i_draft;

/* The value of a key of the position, and the key itself; NULL. */
const eir_i_node *eir_i_draft_get(const eir_i_draft *d, const char *key);
const eir_i_node *eir_i_draft_key(const eir_i_draft *d, const char *key);
/* Reports each key of keys[n] that the position has. */
void eir_i_refuse_keys(eir_i_reader *reader, const eir_i_draft *d,
                       const char *const *keys, size_t n, const char *why);

typedef void (*eir_i_entry_reader)(eir_i_reader *reader, eir_i_draft *d,
                                   const eir_i_node *node, uint32_t issue);
/* Calls `read` for every entry of the mapping under `key` whose issue is known. */
void eir_i_each_issue(eir_i_reader *reader, eir_i_draft *d, const char *key,
                      const char *expected, eir_i_entry_reader read);

/* draft_scores.c: points, or weights and values, and all that belongs to scores. The
 * position's kind is known. */
void eir_i_read_scores(eir_i_reader *reader, eir_i_draft *d);
/* draft_recipe.c: scores of the middle values; only for positions without a fault: then
 * every cell holds a number. */
void eir_i_draft_convert(eir_i_reader *reader, eir_i_draft *d);
/* Moves the recipe to the case, if a number of the position is a range. */
void eir_i_draft_keep_recipe(eir_i_reader *reader, const eir_i_draft *d);

#endif
