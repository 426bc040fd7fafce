/* The case as the rest of the library sees it: immutable, all of it in one arena.
 *
 * Everything is resolved: ids are indices, scores are 64-bit integers in the party's
 * own unit, rules are trees over option indices. The reader (read.c) makes it. */
#ifndef EIR_CASE_MODEL_H
#define EIR_CASE_MODEL_H

#include "base/diagnostics.h"
#include "case/expression.h"
#include "case/rational.h"

enum {
  EIR_I_MAX_PARTIES = 256,
  EIR_I_MAX_SIGNATORIES = 64,
  EIR_I_MAX_OPTIONS = 1000000,      /* over all issues of a case */
  EIR_I_MAX_SCORE_CELLS = 16000000, /* entries of all score and stance tables */
  EIR_I_MAX_POWER = 16
};

/* A text, once or by language. n = 0: not given. */
typedef struct eir_i_words {
  size_t n;
  const char *const *language; /* [n]; "" for a text given once */
  const char *const *text;     /* [n] */
} eir_i_words;

typedef enum eir_i_stance {
  EIR_I_STANCE_MISSING = 0, /* like unknown, never consent */
  EIR_I_STANCE_UNKNOWN,
  EIR_I_STANCE_PREFERS,
  EIR_I_STANCE_ACCEPTS,
  EIR_I_STANCE_RESISTS,
  EIR_I_STANCE_REFUSES
} eir_i_stance;

/* What was proposed and said (case/record.h). */
typedef struct eir_i_record eir_i_record;

/* A part of the YAML tree (case/tree.h), kept as it is until a verb reads it. */
typedef struct eir_i_node eir_i_node;

/* Who said it, how it came to us and who may see it. */
typedef struct eir_i_attribution {
  eir_i_words said_by;
  eir_i_words reported_by;
  const char *directness;      /* first_hand, reported or anonymous; NULL */
  const eir_i_node *contested; /* a list of anything; NULL */
  const uint32_t *visible;     /* [n_visible] party indices */
  size_t n_visible;
  bool visible_given;
  bool visible_to_all;
} eir_i_attribution;

/* Why, and where it is written; kept for the verbs that come. */
typedef struct eir_i_notes {
  const char *because;                  /* default language; NULL if not given */
  const char *source;                   /* such as "a#4", or "a#4, b#2" */
  const char *basis;                    /* text, reading or assumption */
  const eir_i_attribution *attribution; /* NULL if nothing of it is given */
} eir_i_notes;

/* No input, or no number. */
#define EIR_I_NONE UINT32_MAX

typedef enum eir_i_unknown_kind {
  EIR_I_UNKNOWN_UNIFORM = 0, /* [low, high] */
  EIR_I_UNKNOWN_TRIANGULAR,  /* {low, mode, high} */
  EIR_I_UNKNOWN_RULE         /* a rule that holds with a chance in low..high */
} eir_i_unknown_kind;

/* Something of the case that is not known: a number given as a range, or a rule that
 * may or may not hold. Draws are rounded to 6 decimals and keyed by the path. */
typedef struct eir_i_unknown {
  const char *path; /* such as "positions.mayor.weights.mix" */
  eir_i_unknown_kind kind;
  eir_i_rational low, mode, high; /* low <= mode <= high; mode: the middle if UNIFORM */
  uint32_t group; /* inputs of one group are drawn with one number; EIR_I_NONE */
  uint32_t party; /* whose position it is in; EIR_I_NONE: of a constraint */
  eir_i_notes notes;
  eir_i_place place;
} eir_i_unknown;

enum {
  EIR_I_COST_ONE = 1000000 /* a cost of 1; costs count in parts of 10^-6 */
};

/* A red line or constraint. */
typedef struct eir_i_rule {
  const char *id; /* NULL where none was given */
  const char
      *text; /* the rule as written; NULL: nobody has stated it, and it is false */
  uint32_t unknown; /* whether it holds, in the unknowns; EIR_I_NONE: it does */
  int64_t cost;     /* of relaxing it, in parts of 10^-6; at least 0 */
  const eir_i_expression *expression;
  eir_i_words serves; /* of a red line: the interest that it protects */
  eir_i_notes notes;
  eir_i_place place;
} eir_i_rule;

typedef struct eir_i_interaction {
  const char *text;
  const eir_i_expression *when;
  int64_t add; /* score units */
  eir_i_notes notes;
  eir_i_place place;
} eir_i_interaction;

typedef struct eir_i_option {
  const char *id; /* of a range: the number, canonical decimal */
  eir_i_words name;
  eir_i_words says;
  const uint32_t *needs; /* [n_needs] party indices of guarantors */
  size_t n_needs;
  const eir_i_notes *notes; /* NULL if none are given */
  const eir_i_node *terms;  /* a list; NULL if not given */
} eir_i_option;

typedef struct eir_i_issue {
  const char *id;
  eir_i_words name;
  eir_i_words says;
  eir_issue_kind kind;
  const char *unit;    /* of a range; NULL */
  const char *stage;   /* talks, interim, final; NULL */
  uint32_t between[2]; /* of an award: party indices; option i is between[i] */
  const eir_i_option *options;
  size_t n_options; /* at least 1 */
  eir_i_notes notes;
  eir_i_place place;
} eir_i_issue;

/* A number of a position: fixed, or drawn. */
typedef struct eir_i_number {
  eir_i_rational value; /* given, or the mode of its unknown */
  uint32_t unknown;     /* EIR_I_NONE: fixed */
} eir_i_number;

/* An entry of a score table: numbers[first] + share * (numbers[second] -
 * numbers[first]). Entries between two breakpoints of a range have 0 < share < 1; all
 * others have share 0. */
typedef struct eir_i_cell {
  uint32_t first;
  uint32_t second;
  eir_i_rational share;
} eir_i_cell;

/* Numbers of one issue whose values come in this order, best first: what is drawn for
 * them is sorted. */
typedef struct eir_i_order_of_numbers {
  const uint32_t *numbers; /* [n] */
  size_t n;
} eir_i_order_of_numbers;

/* How the scores of a position follow from its numbers. Kept where one of them is not
 * known, so that they can be drawn (case/recipe.h). */
typedef struct eir_i_recipe {
  const eir_i_number *numbers; /* [n_numbers] */
  size_t n_numbers;
  const eir_i_cell *const *cells; /* [n_issues]; each [n_options], or NULL */
  const uint32_t *weight; /* [n_issues] a number, or EIR_I_NONE; NULL for points */
  bool normalise;         /* weights are divided by their sum */
  const uint32_t *adds;   /* [n_interactions] numbers */
  uint32_t reservation;   /* a number, or EIR_I_NONE, like the next two */
  uint32_t scale;
  uint32_t cap;
  const eir_i_order_of_numbers *orders; /* [n_orders] */
  size_t n_orders;
  /* Below 2^31, and a multiple of the denominators of all shares; 0: there is none. */
  int64_t shares_unit;
} eir_i_recipe;

/* What a party wants. For parties without a position all is zero. */
typedef struct eir_i_position {
  eir_position_kind kind;
  bool given; /* the case has a position for this party, if only red lines */

  /* POINTS and WEIGHTS. A score n stands for n / unit. The sum over issues of the
   * largest absolute entry, plus the interactions' absolute values, is below 2^62, and
   * so are the reservation, scale and cap. */
  int64_t unit;
  bool exact;                   /* false: unit is 10^12 and values were rounded once */
  const int64_t *const *scores; /* [n_issues]; each [n_options], or NULL for all zero */
  int64_t reservation;          /* 0 if not given */
  bool has_reservation;
  int64_t reservation_cost;      /* of relaxing it, in parts of 10^-6; at least 0 */
  eir_i_notes reservation_notes; /* its own; what they lack is in `notes` */
  const eir_i_recipe *recipe;    /* NULL: every number is known */
  int64_t scale; /* > 0; given, or 1 for weights; 0: points, to be found (solve/) */
  bool has_cap;
  int64_t cap;
  unsigned power;       /* 1..16 */
  const char *discount; /* as written, above 0 and at most 1; NULL if not given */
  const eir_i_interaction *interactions;
  size_t n_interactions;

  /* STANCE */
  const uint8_t *const
      *stances; /* [n_issues]; each [n_options] eir_i_stance, or NULL */

  const eir_i_rule *red_lines;
  size_t n_red_lines;
  /* Numbers by basis (text, reading, assumption). */
  uint64_t n_numbers[3];
  eir_i_notes notes;
  eir_i_place place;
} eir_i_position;

typedef struct eir_i_party {
  const char *id;
  eir_i_words name;
  unsigned roles; /* eir_role bits */
  bool veto;
  eir_i_words says;
  const eir_i_words *members; /* [n_members] */
  size_t n_members;
  const eir_i_words *interests; /* [n_interests] */
  size_t n_interests;
  eir_i_notes notes;
  eir_i_position position;
  eir_i_place place;
} eir_i_party;

/* A text that rules and positions refer to. Members that are not given are NULL. */
typedef struct eir_i_source {
  const char *id;
  eir_i_words title;
  eir_i_words publisher;
  eir_i_words says;
  const char *date; /* YYYY-MM-DD or unknown */
  const char *file;
  const char *sha256; /* 64 hexadecimal digits */
  eir_i_place place;  /* of the name of its file, or of its id */
  eir_i_notes notes;
} eir_i_source;

/* Where a case refers to a line of a source, or to a source. */
typedef struct eir_i_reference {
  const char *text; /* such as "a#4" */
  const char *path; /* of what refers to it, such as "constraints.c1.source" */
  eir_i_place place;
} eir_i_reference;

struct eir_case {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_words title;
  eir_i_party *parties;
  size_t n_parties;
  const uint32_t *signatories; /* [n_signatories] party indices, in party order */
  size_t n_signatories;
  size_t quota; /* how many signatories must accept, 1..n_signatories */
  eir_i_issue *issues;
  size_t n_issues;
  const eir_i_rule *constraints;
  size_t n_constraints;
  const eir_i_unknown
      *unknowns; /* [n_unknowns] of constraints, then position by position: its
                    numbers, key by key, and its red lines */
  size_t n_unknowns;
  uint32_t n_groups; /* of unknowns that are drawn together */
  const eir_i_source *sources;
  size_t n_sources;
  const eir_i_record *record; /* (case/record.h); NULL if not given */
  /* What enforces a deal (case/enforcement.h); NULL: nothing is given. */
  const struct eir_i_enforcing *enforcing;
  const char
      *view; /* whose view of the case this is: an id or public; NULL: all of it */
  const eir_case_note *notes; /* [n_notes] for whoever reads an answer */
  size_t n_notes;
  const char *const *files; /* [n_files] names of the files it was read from */
  size_t n_files;
  const eir_i_reference *references; /* [n_references] in the order of the files */
  size_t n_references;
};

#endif
