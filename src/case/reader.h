/* Reader: what the parts of the validator share while one case is read.
 *
 * A function named read_... takes a node (never NULL) and reports what is wrong with
 * it, once; it returns false, or NULL, if it reported something or memory ran out.
 * BROKEN nodes were reported when the tree was made and fail in silence. */
#ifndef EIR_CASE_READER_H
#define EIR_CASE_READER_H

#include "case/keys.h"
#include "case/model.h"
#include "case/quote.h"
#include "case/rational.h"
#include "case/scope.h"
#include "case/tree.h"

/* A file in memory, for as long as nodes of it are read. */
typedef struct eir_i_input {
  const char *text; /* without a leading BOM */
  size_t length;
} eir_i_input;

typedef struct eir_i_reader {
  eir_case *the_case;
  eir_i_arena *arena;  /* the case's */
  eir_i_arena scratch; /* for as long as reading takes */
  eir_diagnostics *diagnostics;
  const char *directory; /* of the case file; NULL: no includes */
  eir_i_text path;       /* of the value being read, such as "issues.mix" */
  eir_i_input *inputs;   /* [n_inputs], by file index */
  size_t n_inputs;
  struct eir_i_prune *prune; /* what is left out (case/prune.h); NULL: nothing */
  bool no_memory;
  size_t n_broken; /* BROKEN nodes met */

  eir_i_names party_names;
  eir_i_names source_names;
  eir_i_scope scope;
  bool parties_unknown; /* "parties" could not be read: unknown ones go unreported */
  bool sources_given;
  bool sources_unknown;
  const eir_i_party *owner; /* of the position being read; NULL outside of them */
  size_t unknowns_room;     /* of the case's unknowns, which grow */
  size_t n_options;         /* of all issues so far */
  size_t n_cells;           /* entries of score and stance tables so far */
} eir_i_reader;

/* ---- messages (read_value.c) ---- */

/* Reports an error at the node, or at a place, with the path being read. */
void eir_i_fault(eir_i_reader *reader, const eir_i_node *node, const char *format, ...)
    EIR_PRINTF(3, 4);
void eir_i_fault_at(eir_i_reader *reader, eir_i_place place, const char *format, ...)
    EIR_PRINTF(3, 4);
/* Reports message->data, unless it failed, and frees it. */
void eir_i_fault_text(eir_i_reader *reader, const eir_i_node *node,
                      eir_i_text *message);
void eir_i_message_init(eir_i_reader *reader, eir_i_text *message);
/* "expected `expected`, found a list". Silent about BROKEN nodes. */
void eir_i_fault_kind(eir_i_reader *reader, const eir_i_node *node,
                      const char *expected);

/* Enters a field of the path being read; the result takes it back. */
size_t eir_i_path_enter(eir_i_reader *reader, const char *field);
size_t eir_i_path_enter_index(eir_i_reader *reader, size_t index);
void eir_i_path_leave(eir_i_reader *reader, size_t mark);

/* Errors and BROKEN nodes so far, to learn whether a part met any. */
size_t eir_i_errors(const eir_i_reader *reader);

/* ---- memory: the reader's arena, failure remembered ---- */

void *eir_i_take(eir_i_reader *reader, size_t count, size_t size);
void *eir_i_take_scratch(eir_i_reader *reader, size_t count, size_t size);
const char *eir_i_keep_text(eir_i_reader *reader, const eir_i_node *scalar);

/* ---- values (read_value.c) ---- */

/* Is it a mapping or list? If not, says that `expected` was. */
bool eir_i_expect(eir_i_reader *reader, const eir_i_node *node, eir_i_node_kind kind,
                  const char *expected);
bool eir_i_shape_has(const eir_i_shape *shape, const char *key);
/* A mapping with the keys of `shape` and no others? Unknown keys are reported, but do
 * not make it false. */
bool eir_i_check_shape(eir_i_reader *reader, const eir_i_node *node,
                       const eir_i_shape *shape);
/* Reports that a mapping lacks `key`, and what it is; silent if an unknown key of the
 * mapping, reported already, is most likely this one misspelt. */
void eir_i_fault_missing(eir_i_reader *reader, const eir_i_node *mapping,
                         const char *key, const eir_i_shape *shape, const char *what);
/* A scalar that isn't null? */
bool eir_i_expect_scalar(eir_i_reader *reader, const eir_i_node *node,
                         const char *expected);

const char *eir_i_read_text(eir_i_reader *reader, const eir_i_node *node);
bool eir_i_read_words(eir_i_reader *reader, const eir_i_node *node, eir_i_words *out);
bool eir_i_read_flag(eir_i_reader *reader, const eir_i_node *node, bool *out);
bool eir_i_read_number(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_rational *out);
/* A whole number in least..most; `what` names it. */
bool eir_i_read_integer(eir_i_reader *reader, const eir_i_node *node, const char *what,
                        int64_t least, int64_t most, int64_t *out);
/* One of words[n]; its index, or n. `what` is what is chosen, such as "role". */
size_t eir_i_read_choice(eir_i_reader *reader, const eir_i_node *node, const char *what,
                         const char *const *words, size_t n);
/* Is the scalar an id? `what` says of what; option ids may start with a digit. */
bool eir_i_check_id(eir_i_reader *reader, const eir_i_node *node, const char *what,
                    bool digit_first);

/* ---- parts (one file each) ---- */

/* because, source, basis, visible, said_by, reported_by, directness, contested: those
 * that `shape` allows. */
void eir_i_read_notes(eir_i_reader *reader, const eir_i_node *mapping,
                      const eir_i_shape *shape, eir_i_notes *out);
/* A copy, in the case, of a list of anything; NULL after a message. */
const eir_i_node *eir_i_keep_list(eir_i_reader *reader, const eir_i_node *node);
/* A day, or "unknown"; NULL after a message. */
const char *eir_i_read_date(eir_i_reader *reader, const eir_i_node *node);
void eir_i_read_sources(eir_i_reader *reader, const eir_i_node *root);
void eir_i_read_parties(eir_i_reader *reader, const eir_i_node *root);
/* A party's index by its id in a scalar; EIR_I_NO_NAME and a message if there is
 * none. */
uint32_t eir_i_read_party_ref(eir_i_reader *reader, const eir_i_node *node);
void eir_i_read_issues(eir_i_reader *reader, const eir_i_node *root);
/* A rule; NULL if it was refused or names something broken. */
const eir_i_expression *eir_i_read_rule(eir_i_reader *reader, const eir_i_node *node);
/* A list of rules (constraints, red lines) of the given shape. */
bool eir_i_read_rules(eir_i_reader *reader, const eir_i_node *list,
                      const eir_i_shape *shape, const char *expected,
                      const eir_i_rule **out_rules, size_t *out_n);
void eir_i_read_positions(eir_i_reader *reader, const eir_i_node *root);
void eir_i_read_record(eir_i_reader *reader, const eir_i_node *root);

#endif
