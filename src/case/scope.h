/* Scope: the issues and options that rules and tables may name, and the grids of
 * ranges. */
#ifndef EIR_CASE_SCOPE_H
#define EIR_CASE_SCOPE_H

#include "case/names.h"
#include "case/rational.h"

/* from, from + step, ... as whole multiples of 10^-decimals. */
typedef struct eir_i_grid {
  eir_i_i128 from;
  eir_i_i128 step; /* > 0 */
  eir_i_i128 one;  /* 10^decimals */
  unsigned decimals;
  uint32_t n;
} eir_i_grid;

/* The number at `index`, below grid->n. */
eir_i_rational eir_i_grid_number(const eir_i_grid *grid, uint32_t index);
size_t eir_i_grid_text(const eir_i_grid *grid, uint32_t index, char *out, size_t size);
/* How many numbers of the grid are below `number`; with `or_equal`, not above it. */
uint32_t eir_i_grid_below(const eir_i_grid *grid, eir_i_rational number, bool or_equal);
/* The index of `number`, or EIR_I_NO_NAME when it is off the grid. */
uint32_t eir_i_grid_find(const eir_i_grid *grid, eir_i_rational number);
/* Adds to `message` that `written` isn't on the grid, and its neighbours that are. */
void eir_i_grid_explain(eir_i_text *message, const eir_i_grid *grid, const char *issue,
                        const char *written, eir_i_rational number);

typedef struct eir_i_scope_issue {
  const char *id;
  eir_issue_kind kind;
  bool broken;         /* reported already: what names its options goes unchecked */
  bool faulty;         /* an option has faults: a missing one goes unreported */
  eir_i_names options; /* LIST and awards */
  eir_i_grid grid;     /* RANGE */
  uint32_t n_options;
} eir_i_scope_issue;

typedef struct eir_i_scope {
  eir_i_names names; /* of issues */
  const eir_i_scope_issue *issues;
  bool unknown; /* the issues could not be read: unknown ones go unreported */
  bool pruned;  /* an option that is not there is one that went: never taken */
} eir_i_scope;

/* Looks up `id`; EIR_I_NO_NAME if there is no such issue. */
uint32_t eir_i_scope_find(const eir_i_scope *scope, const char *id);

/* Adds "; did you mean 'x'?" or, where nothing is near, what there is, if that is
 * short. `what` is the plural, such as "options". */
void eir_i_suggest(eir_i_text *message, const char *word, const char *const *known,
                   size_t n, const char *what);

#endif
