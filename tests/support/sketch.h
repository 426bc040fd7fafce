/* A sketch: a small case as plain data, for tests.
 *
 * It says what a case file says and nothing more: it shares no code with the library's
 * reader, model or solver. The random generator makes sketches, the writer prints them
 * as YAML, the oracle answers them by brute force, the shrinker makes them smaller.
 * Everything is in fixed arrays, so that a sketch is copied by assignment. */
#ifndef EIR_TESTS_SKETCH_H
#define EIR_TESTS_SKETCH_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  SKETCH_MAX_PARTIES = 10,
  SKETCH_MAX_ISSUES = 10,
  SKETCH_MAX_OPTIONS = 20,
  SKETCH_MAX_RULES = 4,
  SKETCH_MAX_NODES = 32,
  SKETCH_MAX_OUTCOMES = 100000
};

/* num / den; den > 0. */
typedef struct sketch_number {
  int64_t num;
  int64_t den;
} sketch_number;

typedef enum sketch_node_kind {
  SKETCH_TRUE,
  SKETCH_FALSE,
  SKETCH_NOT,
  SKETCH_AND,
  SKETCH_OR,
  SKETCH_IMPLIES,
  SKETCH_EQUAL, /* atoms, from here on */
  SKETCH_UNEQUAL,
  SKETCH_IN,
  SKETCH_LESS,
  SKETCH_AT_MOST,
  SKETCH_MORE,
  SKETCH_AT_LEAST
} sketch_node_kind;

typedef struct sketch_node {
  uint8_t kind; /* sketch_node_kind */
  uint8_t issue;
  uint8_t option; /* of an atom other than IN */
  uint8_t left;   /* node numbers; NOT has a left one only */
  uint8_t right;
  uint32_t set; /* of IN: bit o for option o, not empty */
} sketch_node;

/* A tree; node 0 is its root. Children have higher numbers than their parents. */
typedef struct sketch_rule {
  bool uncertain; /* it may not hold; a red line that is just FALSE is not stated */
  uint8_t n_nodes;
  sketch_node nodes[SKETCH_MAX_NODES];
} sketch_rule;

typedef struct sketch_interaction {
  sketch_rule when;
  sketch_number add;
} sketch_interaction;

typedef enum sketch_issue_kind {
  SKETCH_LIST,
  SKETCH_RANGE,
  SKETCH_DIVISIBLE,
  SKETCH_INDIVISIBLE
} sketch_issue_kind;

typedef struct sketch_issue {
  uint8_t kind;
  uint8_t tag; /* names the issue, so that it keeps its id wherever it stands */
  uint8_t n_options;
  uint8_t option_tag[SKETCH_MAX_OPTIONS]; /* of a list */
  uint32_t needs[SKETCH_MAX_OPTIONS]; /* of a list: bit p for the guarantor party p */
  uint8_t between[2];                 /* of an award: parties */
  bool says_between;                  /* printed, not left to the default */
  sketch_number from;                 /* of a range */
  sketch_number step;
} sketch_issue;

typedef enum sketch_stance {
  SKETCH_MISSING, /* not printed */
  SKETCH_UNKNOWN,
  SKETCH_PREFERS,
  SKETCH_ACCEPTS,
  SKETCH_RESISTS,
  SKETCH_REFUSES
} sketch_stance;

typedef enum sketch_position_kind {
  SKETCH_NO_POSITION,
  SKETCH_RED_LINES_ONLY, /* of a guarantor that does not sign */
  SKETCH_POINTS,
  SKETCH_WEIGHTS,
  SKETCH_STANCES
} sketch_position_kind;

/* What a party says of one issue. */
typedef struct sketch_entry {
  bool listed;
  sketch_number weight;
  /* Worth of each option; an award has its worth in value[0]. With `breakpoints` (bit o
   * for option o of a range) only those count and are printed: linear between. */
  sketch_number value[SKETCH_MAX_OPTIONS];
  uint32_t breakpoints;
  uint8_t stance[SKETCH_MAX_OPTIONS];
} sketch_entry;

typedef struct sketch_party {
  uint8_t tag;
  bool signs;
  bool guarantees;
  bool mediates; /* for a party that does neither */
  bool veto;
  uint8_t position; /* sketch_position_kind */
  bool has_reservation, has_scale, has_cap;
  sketch_number reservation, scale, cap;
  uint8_t power; /* 0: not given */
  sketch_entry entries[SKETCH_MAX_ISSUES];
  uint8_t n_red_lines;
  sketch_rule red_lines[SKETCH_MAX_RULES];
  uint8_t n_interactions;
  sketch_interaction interactions[SKETCH_MAX_RULES];
} sketch_party;

typedef struct sketch {
  uint8_t quota; /* 0: not given */
  uint8_t n_parties;
  uint8_t n_issues;
  uint8_t n_constraints;
  uint8_t style; /* how numbers and rules are written: see sketch_write() */
  sketch_party parties[SKETCH_MAX_PARTIES];
  sketch_issue issues[SKETCH_MAX_ISSUES];
  sketch_rule constraints[SKETCH_MAX_RULES];
} sketch;

typedef uint8_t sketch_outcome[SKETCH_MAX_ISSUES];

sketch *sketch_new(void);
sketch *sketch_copy(const sketch *from);
void sketch_free(sketch *s);

size_t sketch_outcomes(const sketch *s);
/* The first outcome, and the next in lexicographic order; false after the last. */
void sketch_first(sketch_outcome outcome);
bool sketch_next(const sketch *s, sketch_outcome outcome);

size_t sketch_signatories(const sketch *s);
/* The party that is signatory number k. */
size_t sketch_signatory(const sketch *s, size_t k);
bool sketch_has_scores(const sketch_party *party);
bool sketch_holds(const sketch_rule *rule, const sketch_outcome outcome);
/* Number of the option of an award that gives it to `party`, or -1. */
int sketch_award_option(const sketch_issue *issue, size_t party);

void sketch_to_mpq(mpq_t out, sketch_number number);
/* What party p gets for taking `option` of `issue`, as the case says it, exactly. */
void sketch_worth(mpq_t out, const sketch *s, size_t p, size_t issue, size_t option);
/* Party p's score: worths and interactions, at most its cap. Rounds each worth, add and
 * cap to 10^-12 first if `rounded`. */
void sketch_score(mpq_t out, const sketch *s, size_t p, const sketch_outcome outcome,
                  bool rounded);
/* Rounds to 12 decimals, half away from zero. */
void sketch_round(mpq_t value);

/* Ids as the case file has them; `out` has room for 48 characters. */
void sketch_party_id(char *out, const sketch *s, size_t p);
void sketch_issue_id(char *out, const sketch *s, size_t issue);
void sketch_option_id(char *out, const sketch *s, size_t issue, size_t option);

/* The case file's text; free() it. */
char *sketch_write(const sketch *s);

#endif
