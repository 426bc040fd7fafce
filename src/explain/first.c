/* First: walks for a while, and then asks issue by issue for an earlier option.
 *
 * A walk in lexicographic order ends at the first deal, but may get lost among 10^20
 * outcomes. The existence question does not: with the issues before one fixed, is there
 * a deal with a lower option of this one? */
#include "explain/first.h"

#include <assert.h>
#include <string.h>

#include "solve/existence.h"
#include "solve/walk.h"

#include "base/banned.h"

enum { WALK_STEPS = 4000 };

typedef struct descent {
  eir_case narrowed;    /* with a constraint on each issue at the end of its list */
  eir_i_interval *open; /* [n_issues] options that are allowed */
  uint32_t *found;      /* [n_issues] */
  eir_i_effort *effort;
  size_t n_threads;
} descent;

/* False without memory. */
static bool make(descent *d, const eir_case *the_case, eir_i_arena *arena) {
  size_t n = the_case->n_issues, before = the_case->n_constraints;
  eir_i_rule *rules = eir_i_arena_take_array(arena, before + n, sizeof *rules);
  eir_i_expression *atoms = eir_i_arena_take_array(arena, n, sizeof *atoms);
  d->open = eir_i_arena_take_array(arena, n, sizeof *d->open);
  d->found = eir_i_arena_take_array(arena, n, sizeof *d->found);
  if (rules == NULL || atoms == NULL || d->open == NULL || d->found == NULL)
    return false;
  if (before > 0)
    memcpy(rules, the_case->constraints, before * sizeof *rules);
  for (uint32_t i = 0; i < n; i++) {
    d->open[i].end = (uint32_t)the_case->issues[i].n_options;
    atoms[i] = (eir_i_expression){.kind = EIR_I_EXPRESSION_ATOM,
                                  .issue = i,
                                  .intervals = &d->open[i],
                                  .n_intervals = 1};
    rules[before + i] =
        (eir_i_rule){.unknown = EIR_I_NONE, .expression = &atoms[i], .text = ""};
  }
  d->narrowed = *the_case;
  d->narrowed.constraints = rules;
  d->narrowed.n_constraints = before + n;
  return true;
}

/* Takes the walk's first deal; *out_known: the walk got that far. */
static eir_status walk(const descent *d, const eir_case *the_case, eir_i_arena *arena,
                       uint32_t *options, bool *out_known) {
  eir_i_effort patience = {.callbacks = d->effort->callbacks, .max_steps = WALK_STEPS};
  eir_i_walk *made;
  *out_known = false;
  eir_status status =
      eir_i_walk_new(the_case, EIR_I_CONSENT_CERTAIN, NULL, arena, &made);
  if (status != EIR_OK)
    return status;
  *out_known = eir_i_walk_next(made, &patience);
  assert(*out_known || patience.end != EIR_END_COMPLETE); /* there is one */
  if (*out_known)
    memcpy(options, eir_i_walk_options(made), the_case->n_issues * sizeof *options);
  if (!eir_i_effort_spend(d->effort, patience.steps))
    *out_known = false;
  return EIR_OK;
}

/* Lowers issue i as far as the issues before it, fixed, allow. */
static eir_status descend(descent *d, size_t i, eir_i_arena *arena, uint32_t *options) {
  while (options[i] > 0) {
    eir_answer answer;
    d->open[i] = (eir_i_interval){0, options[i]};
    eir_status status = eir_i_exists(&d->narrowed, EIR_I_CONSENT_CERTAIN, d->effort,
                                     d->n_threads, arena, &answer, d->found);
    if (status != EIR_OK || answer == EIR_UNKNOWN)
      return status;
    if (answer == EIR_NO)
      break;
    assert(d->found[i] < options[i]);
    memcpy(options, d->found, d->narrowed.n_issues * sizeof *options);
  }
  d->open[i] = (eir_i_interval){options[i], options[i] + 1};
  return EIR_OK;
}

eir_status eir_i_first_deal(const eir_case *the_case, eir_i_effort *effort,
                            size_t n_threads, eir_i_memory *memory, uint32_t *options,
                            bool *out_done) {
  *out_done = false;
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  descent d = {.effort = effort, .n_threads = n_threads};
  bool known = false;
  eir_status status = make(&d, the_case, &arena) ? EIR_OK : EIR_NO_MEMORY;
  if (status == EIR_OK)
    status = walk(&d, the_case, &arena, options, &known);
  for (size_t i = 0; status == EIR_OK && !known && i < the_case->n_issues &&
                     effort->end == EIR_END_COMPLETE;
       i++)
    status = descend(&d, i, &arena, options);
  eir_i_arena_free(&arena);
  *out_done = status == EIR_OK && effort->end == EIR_END_COMPLETE;
  return status;
}
