/* Prune: what a reader may not see, and what rests on sources that are left out, goes
 * from the tree of a case before anything of it is looked at.
 *
 * What is left is then read like any other case. Nothing that comes after looks at the
 * whole tree, so that no answer and no message can depend on what went. A pruned case
 * has gaps, so its reader asks for less: numbers that are missing count 0, and names of
 * what is not there stand for something that went. */
#ifndef EIR_CASE_PRUNE_H
#define EIR_CASE_PRUNE_H

#include "case/reader.h"

/* How the keys of a mapping are to be taken. */
typedef enum eir_i_layout {
  EIR_I_LAYOUT_FIELDS =
      0, /* keys are words of the format: `visible` says who sees it */
  EIR_I_LAYOUT_CASE,
  EIR_I_LAYOUT_IDS, /* keys are ids, and their values FIELDS */
  EIR_I_LAYOUT_ISSUES,
  EIR_I_LAYOUT_ISSUE,
  EIR_I_LAYOUT_POSITIONS,
  EIR_I_LAYOUT_POSITION,
  EIR_I_LAYOUT_TABLE,        /* points, values or stances: ids of issues to ROW */
  EIR_I_LAYOUT_ROW,          /* options to numbers, breakpoints, or one number */
  EIR_I_LAYOUT_RULES,        /* a list of interactions or red lines */
  EIR_I_LAYOUT_INTERACTIONS, /* the same: without `add`, one is nothing */
  EIR_I_LAYOUT_RECORD,       /* a list of ENTRY */
  EIR_I_LAYOUT_ENTRY
} eir_i_layout;

/* The layout of the value of `key`. */
eir_i_layout eir_i_layout_below(eir_i_layout layout, const char *key);
/* The layout of the items of a list. */
eir_i_layout eir_i_layout_of_items(eir_i_layout layout);

/* Ids of what is left, to know what went. */
typedef struct eir_i_left {
  const eir_i_node *issues; /* the mapping; NULL if the case has none */
  eir_i_names issue_names;
  eir_i_names *options;      /* [issues->count]; of a range or award n = 0 */
  const eir_i_node *parties; /* the mapping; NULL if the case has none */
  eir_i_names party_names;
  eir_i_names source_names;
} eir_i_left;

/* Are the keys of a mapping words of the format, of which `field` is one? `id` is what
 * the mapping is called. */
bool eir_i_layout_has_fields(const eir_i_left *left, eir_i_layout layout,
                             const char *id, const char *field);

typedef struct eir_i_prune {
  const char *view;   /* as asked for; NULL: whoever reads sees all */
  const char *reader; /* the id of the party that reads; NULL: none, or the public */
  bool mediator;      /* it is a mediator */
  const char *const *without; /* [n_without] sources, or lines of them */
  size_t n_without;
  eir_i_left left;
  eir_i_text went; /* paths of what rested on the sources, between commas */
  size_t n_went;
  size_t n_followed; /* rules and issues that went because they name what went */
  uint32_t line;     /* the last line number given to a node */
} eir_i_prune;

/* Prunes the tree of a case, in place. False: nothing more can be said, after a message
 * or without memory. */
bool eir_i_prune_case(eir_i_reader *reader, const eir_i_node *root);
/* Prunes a position that was included; what stands in its place if it went as a
 * whole. NULL without memory. */
const eir_i_node *eir_i_prune_included(eir_i_reader *reader, const char *party,
                                       const eir_i_node *position);

/* "on line 12", or only "above" where lines are hidden. */
eir_i_quoted eir_i_prune_line_text(const eir_i_reader *reader, uint32_t line);

/* ---- parts of it ---- */

/* The children of a node of a tree that is being pruned. The tree is the reader's own:
 * it was made for it and nobody else has seen it. */
eir_i_node *eir_i_prune_children(const eir_i_node *node);
/* Does the mapping, under a position's default or none, go from this view? */
bool eir_i_prune_hides(const eir_i_prune *prune, const eir_i_node *mapping,
                       bool visible_by_default);
/* Enters entry `index` of a list in the path: by its id, where it has one. */
size_t eir_i_prune_enter_item(eir_i_reader *reader, const eir_i_node *item,
                              size_t index);
/* Adds the path being read to a list of paths. */
void eir_i_prune_note(eir_i_reader *reader, eir_i_text *list, size_t *count);
/* Is `reference`, such as a#4, to a source that is left out? */
bool eir_i_prune_is_without(const eir_i_prune *prune, const char *reference);

/* Reports the faults that wait in the nodes (case/tree.h), and drops what has no key of
 * its own. (prune_report.c) */
void eir_i_tree_report(eir_i_reader *reader, const eir_i_node *of);

/* Lists what is there now; options too. (prune_names.c) */
void eir_i_prune_list(eir_i_reader *reader, const eir_i_node *root);
/* Removes, or mends, what names something that is not there. (prune_names.c) */
void eir_i_prune_names(eir_i_reader *reader, const eir_i_node *root);
void eir_i_prune_position_names(eir_i_reader *reader, const eir_i_node *position);
/* Every party that signs has a position: one whose position went says nothing. */
void eir_i_prune_fill_positions(eir_i_reader *reader, const eir_i_node *root);
/* A position that says nothing, in the scratch memory; NULL without memory. */
eir_i_node *eir_i_prune_silent_position(eir_i_reader *reader, const char *party);

#endif
