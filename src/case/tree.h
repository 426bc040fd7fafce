/* Tree: a YAML file as mappings, lists and scalars, each with its place.
 *
 * Only what a case file may hold gets in: anchors, aliases, tags, duplicate keys and a
 * second document are reported here, once, and leave a BROKEN node (or nothing) behind,
 * about which the reader stays silent. */
#ifndef EIR_CASE_TREE_H
#define EIR_CASE_TREE_H

#include "case/model.h"

enum {
  EIR_I_MAX_FILE_BYTES = 64 * 1024 * 1024,
  EIR_I_MAX_LEVELS = 64,     /* of lists and mappings inside each other */
  EIR_I_MAX_NODES = 4000000, /* of one file */
  EIR_I_MAX_LINE_BYTES = 512 * 1024,
  EIR_I_MAX_LOOKAHEAD = 1024 * 1024 /* bytes of one text, or up to a closing bracket */
};

typedef enum eir_i_node_kind {
  EIR_I_NODE_BROKEN = 0, /* reported already */
  EIR_I_NODE_SCALAR,
  EIR_I_NODE_LIST,
  EIR_I_NODE_MAPPING
} eir_i_node_kind;

typedef enum eir_i_style {
  EIR_I_STYLE_PLAIN = 0,
  EIR_I_STYLE_SINGLE, /* 'quoted' */
  EIR_I_STYLE_DOUBLE, /* "quoted" */
  EIR_I_STYLE_BLOCK   /* | or > */
} eir_i_style;

/* What is wrong with a node, as bits, in a tree whose faults wait to be reported. */
typedef enum eir_i_tree_fault {
  EIR_I_FAULT_ANCHOR = 1,
  EIR_I_FAULT_TAG = 2,
  EIR_I_FAULT_ALIAS = 4,
  EIR_I_FAULT_NUL = 8,
  EIR_I_FAULT_ESCAPE = 16,
  EIR_I_FAULT_KEY = 32 /* a list or mapping as a key */
} eir_i_tree_fault;

struct eir_i_node {
  uint8_t kind;  /* eir_i_node_kind */
  uint8_t style; /* eir_i_style of a scalar */
  uint16_t file; /* index of its file in the diagnostics */
  uint32_t line;
  uint32_t column;
  uint32_t offset; /* where it starts in the file's bytes, a leading BOM not counted */
  uint32_t count;  /* scalar: bytes; list: items; mapping: pairs */
  uint32_t faults; /* eir_i_tree_fault bits that are not reported yet */
  union {
    const char *text; /* scalar: [count] bytes of UTF-8 without NUL, then NUL */
    const eir_i_node
        *children; /* list: [count]; mapping: [2 * count], key then value */
  } as;
};

/* Parses text[length], which stays with the caller, into `arena`. What is wrong is
 * added to `diagnostics` as of file `file`. EIR_OK with *out_root; EIR_BAD_INPUT with
 * NULL when nothing is left to validate; EIR_NO_MEMORY. With EIR_OK there may be errors
 * too. */
eir_status eir_i_tree_parse(eir_i_arena *arena, eir_diagnostics *diagnostics,
                            uint16_t file, const char *text, size_t length,
                            const eir_i_node **out_root);

/* The same without a message, for a text of which parts must leave no trace. Faults
 * that belong to one node wait in its `faults`, and all pairs of a mapping are kept,
 * until eir_i_tree_report() says what is wrong with what is left. EIR_BAD_INPUT with
 * NULL: something else is wrong. */
eir_status eir_i_tree_parse_quietly(eir_i_arena *arena, uint16_t file, const char *text,
                                    size_t length, const eir_i_node **out_root);
/* What is wrong where a node has `fault`, and what would be right. */
const char *eir_i_tree_fault_text(eir_i_tree_fault fault);

eir_i_place eir_i_node_place(const eir_i_node *node);
/* Key and value number `index` of a mapping. */
const eir_i_node *eir_i_node_key(const eir_i_node *mapping, size_t index);
const eir_i_node *eir_i_node_value(const eir_i_node *mapping, size_t index);
/* The value of `key` in a mapping, or NULL. Looks at every key. */
const eir_i_node *eir_i_node_get(const eir_i_node *mapping, const char *key);
/* The same for the node of the key itself: where to say that it is out of place. */
const eir_i_node *eir_i_node_find_key(const eir_i_node *mapping, const char *key);
/* Is it a plain scalar that YAML reads as null? */
bool eir_i_node_is_null(const eir_i_node *node);
/* A copy in another arena that shares nothing with the first; false without memory. */
bool eir_i_node_copy(eir_i_arena *arena, const eir_i_node *node, eir_i_node *out_copy);

/* The place of byte `at` of a scalar's text, given the bytes of its file: exact for
 * scalars on one line, else the place of the scalar. */
eir_i_place eir_i_node_place_within(const eir_i_node *scalar, const char *file_text,
                                    size_t file_length, size_t at);

#endif
