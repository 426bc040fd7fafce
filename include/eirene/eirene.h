/* Eirene: an engine for peace processes. The public C interface.
 *
 * A *case* (parties, issues, positions) is read from text and never changes. Solving
 * a case gives a *solution*: the deals that are possible, their exact Pareto frontier
 * and the classic bargaining solutions.
 *
 *     eir_context *context;
 *     eir_case *the_case;
 *     eir_diagnostics *messages;
 *     eir_solution *solution;
 *     eir_context_new(NULL, &context);
 *     eir_case_read_file(context, "case.yaml", &the_case, &messages);
 *     eir_solve(the_case, NULL, NULL, &solution);
 *
 * Conventions
 * - A call that can fail returns an eir_status; results come through `out_` parameters,
 *   which are NULL or zero after a failure. "There is no deal" and "a limit was
 *   reached" are answers, not failures: see eir_answer and eir_end.
 * - `_new`, `_read` and eir_solve() give: the caller owns the result and frees it with
 *   the matching `_free`, which takes NULL. Accessors lend: what they return lives as
 *   long as the object they were asked of. A case must outlive its solutions, a context
 *   its cases.
 * - Indices count from 0 and are below the matching `_count`. Passing NULL where it is
 *   not allowed, or an index out of range, is misuse: EIR_MISUSE, or NULL, 0 or false
 *   from an accessor.
 * - Threads: an object may be read from several threads at once; nothing is global.
 * - The library never prints, exits, or touches signals.
 * - Text is UTF-8, NUL-terminated.
 */
#ifndef EIRENE_EIRENE_H
#define EIRENE_EIRENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eirene/version.h"

#if defined(EIR_BUILD_SHARED)
#define EIR_API __attribute__((visibility("default")))
#else
#define EIR_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- status --------------------------------------------------------------------- */

/* Code, number, text. Released numbers keep their meaning. */
#define EIR_STATUS_LIST(X)                                                             \
  X(EIR_OK, 0, "success")                                                              \
  X(EIR_MISUSE, 1, "the library was called in a way its documentation rules out")      \
  X(EIR_NO_MEMORY, 2, "out of memory")                                                 \
  X(EIR_BAD_INPUT, 3, "the input has errors; the diagnostics say which")               \
  X(EIR_IO, 4, "a file could not be read, or the receiver of output refused it")

typedef enum eir_status {
#define EIR_STATUS_ENUM(code, number, text) code = number,
  EIR_STATUS_LIST(EIR_STATUS_ENUM)
#undef EIR_STATUS_ENUM
} eir_status;

/* One English sentence for `status`, without a full stop; never NULL. */
EIR_API const char *eir_status_text(eir_status status);

/* The library's version, "MAJOR.MINOR.PATCH", as in EIR_VERSION of the header used. */
EIR_API const char *eir_version(void);

/* ---- context -------------------------------------------------------------------- */

/* Where memory comes from. All of the library's own memory goes through it; the YAML
 * parser's does not. The calls may come from several threads when several objects are
 * used from several threads. */
typedef struct eir_allocator {
  void *(*allocate)(void *user, size_t size);             /* NULL when there is none */
  void (*release)(void *user, void *memory, size_t size); /* `size` as allocated */
  void *user;
} eir_allocator;

typedef struct eir_context eir_context;

/* Makes a context. `allocator` is copied; NULL means malloc and free.
 * Returns EIR_OK, EIR_NO_MEMORY or EIR_MISUSE. */
EIR_API eir_status eir_context_new(const eir_allocator *allocator,
                                   eir_context **out_context);
EIR_API void eir_context_free(eir_context *context);

/* ---- diagnostics ---------------------------------------------------------------- */

typedef enum eir_severity { EIR_ERROR = 0, EIR_WARNING = 1, EIR_NOTE = 2 } eir_severity;

/* One message about an input. `line` and `column` count from 1, columns in characters;
 * 0 when the message is about the whole file. `path` is the field, such as
 * "positions.mayor.points.mix", or "". */
typedef struct eir_error {
  eir_severity severity;
  const char *file;
  uint32_t line;
  uint32_t column;
  const char *path;
  const char *message; /* what is wrong, and what would be right; no full stop */
} eir_error;

typedef struct eir_diagnostics eir_diagnostics;

EIR_API void eir_diagnostics_free(eir_diagnostics *diagnostics);
EIR_API size_t eir_diagnostics_count(const eir_diagnostics *diagnostics);
/* Message `index`, ordered by file (in the order read), line and column. */
EIR_API eir_error eir_diagnostics_get(const eir_diagnostics *diagnostics, size_t index);

/* ---- case: reading -------------------------------------------------------------- */

typedef struct eir_case eir_case;

/* Reads and validates a case file (docs/formats/case.md). Files named by `include` are
 * looked for relative to the file that names them.
 * `*out_diagnostics` is set, also on success (warnings), unless there is no memory even
 * for it; the caller frees it. `out_diagnostics` may be NULL.
 * Returns EIR_OK; EIR_BAD_INPUT: the diagnostics hold every error found; EIR_IO: the
 * file could not be opened or read, the diagnostics say why; EIR_NO_MEMORY; EIR_MISUSE.
 * Cost: linear in the size of the files, at most 64 MB each. */
EIR_API eir_status eir_case_read_file(eir_context *context, const char *path,
                                      eir_case **out_case,
                                      eir_diagnostics **out_diagnostics);

/* The same for a text in memory, text[length], which need not end in NUL and is not
 * kept. `name` stands for the file name in messages. `directory` is where included
 * files are looked for; NULL: `include` is an error. */
EIR_API eir_status eir_case_read_text(eir_context *context, const char *name,
                                      const char *directory, const char *text,
                                      size_t length, eir_case **out_case,
                                      eir_diagnostics **out_diagnostics);
EIR_API void eir_case_free(eir_case *the_case);

/* What of a case is to be read. */
typedef struct eir_reading {
  /* NULL: all of it. Else only what this reader may see: a party by its id, or "public"
   * (docs/formats/case.md, "Who sees what"). The rest is taken out before anything is
   * validated: no answer and no message depends on it, and messages have no lines. */
  const char *view;
  /* [n_without] sources, such as "a", or lines of them, such as "a#4", that are taken
   * to have never been read: what rests on them alone is left out. */
  const char *const *without;
  size_t n_without;
} eir_reading;

/* eir_case_read_file() and eir_case_read_text() with a choice of what is read;
 * `reading` NULL means all. A reader or source that the case does not have is an
 * error. */
EIR_API eir_status eir_case_read_file_as(eir_context *context, const char *path,
                                         const eir_reading *reading,
                                         eir_case **out_case,
                                         eir_diagnostics **out_diagnostics);
EIR_API eir_status eir_case_read_text_as(eir_context *context, const char *name,
                                         const char *directory, const char *text,
                                         size_t length, const eir_reading *reading,
                                         eir_case **out_case,
                                         eir_diagnostics **out_diagnostics);

/* Checks the files of the case's sources, in the folder `directory`: that each is
 * there, matches its sha256, and has every line that the case refers to. No file
 * outside of the folder is opened.
 * Returns EIR_OK; EIR_BAD_INPUT: the diagnostics hold every error found, with places in
 * the case; EIR_IO: the folder cannot be opened, the diagnostics say why;
 * EIR_NO_MEMORY; EIR_MISUSE. Cost: linear in the size of the files. */
EIR_API eir_status eir_case_check_sources(const eir_case *the_case,
                                          const char *directory,
                                          eir_diagnostics **out_diagnostics);

/* Reads a scenario of the negotiation tool GENIUS: paths[n_paths], first the domain,
 * then a profile for each party; n_paths is at least 2. docs/formats/genius.md says
 * what is read and what it means. It reads the very case that eir_genius_write_case()
 * writes. Diagnostics, ownership, status and cost as for eir_case_read_file(); what is
 * left out, or read though it is not well-formed, gives a warning. */
EIR_API eir_status eir_case_read_genius(eir_context *context, const char *const *paths,
                                        size_t n_paths, eir_case **out_case,
                                        eir_diagnostics **out_diagnostics);

/* Takes data[size]; returns false to end the writing. */
typedef bool (*eir_write_function)(void *user, const char *data, size_t size);

/* The same scenario as the text of a case file, in one call of `write`. Nothing is
 * written unless it returns EIR_OK, or EIR_IO because `write` returned false. */
EIR_API eir_status eir_genius_write_case(eir_context *context, const char *const *paths,
                                         size_t n_paths, eir_write_function write,
                                         void *user, eir_diagnostics **out_diagnostics);

/* ---- case: looking -------------------------------------------------------------- */

typedef enum eir_role {
  EIR_ROLE_SIGNATORY = 1,
  EIR_ROLE_GUARANTOR = 2,
  EIR_ROLE_MEDIATOR = 4,
  EIR_ROLE_OBSERVER = 8
} eir_role;

typedef enum eir_position_kind {
  EIR_POSITION_NONE = 0,    /* no position given, or red lines alone */
  EIR_POSITION_POINTS = 1,  /* scores as points */
  EIR_POSITION_WEIGHTS = 2, /* scores as weights times values */
  EIR_POSITION_STANCE = 3   /* no scores */
} eir_position_kind;

typedef enum eir_issue_kind {
  EIR_ISSUE_LIST = 0,
  EIR_ISSUE_RANGE = 1,
  EIR_ISSUE_AWARD_DIVISIBLE = 2,
  EIR_ISSUE_AWARD_INDIVISIBLE = 3
} eir_issue_kind;

typedef struct eir_party_info {
  const char *id;
  const char *name; /* the id where the case gives no name */
  unsigned roles;   /* eir_role bits */
  bool veto;
  eir_position_kind position;
  bool has_scores; /* points or weights */
  bool
      has_reservation; /* false: every outcome counts as at least its no-deal value 0 */
  unsigned n_red_lines;
  unsigned n_interactions;
  bool exact;   /* its scores are exact; false: each was rounded once, to 10^-12 */
  int64_t unit; /* a score of n stands for n / unit in the case's own points */
  int64_t reservation;
  unsigned
      power; /* exponent of its gain in the Nash product, 1..16; 0 without scores */
  const char *discount; /* its discount factor as written, or ""; not used so far */
} eir_party_info;

typedef struct eir_issue_info {
  const char *id;
  const char *name; /* the id where the case gives no name */
  eir_issue_kind kind;
  size_t n_options;
  const char *unit; /* of a range, or "" */
} eir_issue_info;

typedef struct eir_option_info {
  const char *id;   /* as outcomes name it; for a range the number on its grid */
  const char *name; /* the id where the case gives no name */
} eir_option_info;

EIR_API const char *eir_case_title(const eir_case *the_case); /* "" without one */

/* Whose view of the case this is: a party's id or "public"; NULL if all was read. */
EIR_API const char *eir_case_view(const eir_case *the_case);

typedef enum eir_case_note_kind {
  EIR_CASE_NOTE_VIEW = 0,    /* whose view this is: say it first */
  EIR_CASE_NOTE_WITHOUT = 1, /* what was left out with the sources */
  EIR_CASE_NOTE_PRIVATE = 2  /* whose private positions are inside */
} eir_case_note_kind;

/* A sentence that belongs on every answer made from the case, whoever makes it. */
typedef struct eir_case_note {
  eir_case_note_kind kind;
  const char *text;
} eir_case_note;

EIR_API size_t eir_case_note_count(const eir_case *the_case);
EIR_API eir_case_note eir_case_note_get(const eir_case *the_case, size_t index);
EIR_API size_t eir_case_party_count(const eir_case *the_case);
EIR_API size_t eir_case_signatory_count(const eir_case *the_case);
EIR_API size_t eir_case_issue_count(const eir_case *the_case);
EIR_API size_t eir_case_constraint_count(const eir_case *the_case);
/* The party index of signatory number `signatory`. */
EIR_API size_t eir_case_signatory_party(const eir_case *the_case, size_t signatory);
/* How many signatories must accept; vetoes are counted. */
EIR_API size_t eir_case_consent_quota(const eir_case *the_case);
EIR_API eir_party_info eir_case_party(const eir_case *the_case, size_t party);
EIR_API eir_issue_info eir_case_issue(const eir_case *the_case, size_t issue);
EIR_API eir_option_info eir_case_option(const eir_case *the_case, size_t issue,
                                        size_t option);

/* Reads an outcome written "issue=option,issue=option", one of every issue, into
 * out_options[n_issues]. Messages are about the text: line 1, the column in bytes.
 * Returns EIR_OK; EIR_BAD_INPUT: the diagnostics hold every mistake, the options are 0;
 * EIR_NO_MEMORY; EIR_MISUSE. `out_diagnostics` may be NULL. */
EIR_API eir_status eir_case_read_outcome(const eir_case *the_case, const char *text,
                                         uint32_t *out_options,
                                         eir_diagnostics **out_diagnostics);

/* How much of a case is not known. */
typedef struct eir_unknown_counts {
  size_t n_ranges;     /* numbers given as ranges */
  size_t n_triangular; /* of these, those with a mode */
  size_t n_rules;      /* red lines and constraints that may not hold */
  size_t n_unstated;   /* of these, red lines that nobody has stated */
} eir_unknown_counts;

EIR_API eir_unknown_counts eir_case_unknown_counts(const eir_case *the_case);

typedef enum eir_stance {
  EIR_STANCE_MISSING = 0, /* nothing was said; like unknown, never consent */
  EIR_STANCE_UNKNOWN = 1,
  EIR_STANCE_PREFERS = 2,
  EIR_STANCE_ACCEPTS = 3,
  EIR_STANCE_RESISTS = 4,
  EIR_STANCE_REFUSES = 5 /* a red line */
} eir_stance;

/* What a party with stances says of an option; EIR_STANCE_MISSING for other parties. */
EIR_API eir_stance eir_case_stance(const eir_case *the_case, size_t party, size_t issue,
                                   size_t option);

/* ---- options --------------------------------------------------------------------- */

typedef enum eir_option_type {
  EIR_OPTION_FLAG = 0,    /* 0 or 1 */
  EIR_OPTION_INTEGER = 1, /* least..most */
  EIR_OPTION_CHOICE = 2,  /* index into choices */
  EIR_OPTION_CHOICES = 3, /* a set of choices: bit i for choices[i]; 0: none */
  EIR_OPTION_DECIMAL = 4  /* in parts of 10^-12: 0.01 is 10000000000 */
} eir_option_type;

/* Which calls an option is for, as bits. */
enum { EIR_FOR_SOLVE = 1, EIR_FOR_EXPLAIN = 2, EIR_FOR_HOLD = 4 };

/* One row of the table of options; the command line and the manual come from it. */
typedef struct eir_option_row {
  const char *name; /* as on the command line, without "--" */
  eir_option_type type;
  int64_t initial;
  int64_t least;
  int64_t most;
  const char *const *choices; /* NULL-terminated; NULL unless of a CHOICE or CHOICES */
  const char *argument;       /* what --help calls the value; NULL for a flag */
  const char *help;
  unsigned verbs; /* EIR_FOR_SOLVE, EIR_FOR_EXPLAIN, EIR_FOR_HOLD */
} eir_option_row;

EIR_API size_t eir_option_row_count(void);
EIR_API eir_option_row eir_option_row_get(size_t index);

typedef struct eir_options eir_options;

EIR_API eir_status eir_options_new(eir_context *context, eir_options **out_options);
EIR_API void eir_options_free(eir_options *options);
/* Sets option `name`. EIR_MISUSE if there is none of that name or `value` is outside
 * its range: nothing is changed then. */
EIR_API eir_status eir_options_set(eir_options *options, const char *name,
                                   int64_t value);
/* The value of option `name`, or its initial value when `options` is NULL; 0 if there
 * is no such option. */
EIR_API int64_t eir_options_get(const eir_options *options, const char *name);

/* ---- solving -------------------------------------------------------------------- */

/* What a long call tells while it works. */
typedef struct eir_progress {
  const char *stage; /* such as "frontier" */
  uint64_t done;     /* of `total` parts; 0 of 0 when unknown */
  uint64_t total;
  uint64_t points; /* vectors kept so far */
} eir_progress;

/* Asked now and then from the calling thread, at least every few milliseconds of work.
 * Any member may be NULL. */
typedef struct eir_callbacks {
  bool (*stop)(void *user); /* true: end now, with what is known */
  void (*progress)(void *user, const eir_progress *progress);
  void *user;
} eir_callbacks;

/* How a run ended. All but COMPLETE leave parts of the answer unknown, never wrong. */
typedef enum eir_end {
  EIR_END_COMPLETE = 0,
  EIR_END_LIMIT_POINTS = 1,
  EIR_END_LIMIT_MEMORY = 2,
  EIR_END_LIMIT_STEPS = 3,
  EIR_END_LIMIT_STATES = 4, /* the rules tie too many issues together */
  EIR_END_STOPPED = 5       /* the stop callback said so */
} eir_end;

typedef enum eir_answer { EIR_NO = 0, EIR_YES = 1, EIR_UNKNOWN = 2 } eir_answer;

typedef struct eir_solution eir_solution;

/* Finds the deals of a case: whether there are any, how many, their exact Pareto
 * frontier, and the bargaining solutions. `options` NULL means the initial values,
 * `callbacks` NULL none.
 * Returns EIR_OK also when there is no deal or a limit was reached (eir_solution_end);
 * EIR_NO_MEMORY; EIR_MISUSE; EIR_BAD_INPUT when scores cannot be held exactly.
 * Cost: grows with the frontier and with how many issues the rules tie together, not
 * with the number of outcomes. Method: docs/architecture.md. */
EIR_API eir_status eir_solve(const eir_case *the_case, const eir_options *options,
                             const eir_callbacks *callbacks,
                             eir_solution **out_solution);
EIR_API void eir_solution_free(eir_solution *solution);

EIR_API eir_end eir_solution_end(const eir_solution *solution);
/* For an end that is not COMPLETE: the limit's name, its value, and what to do; else
 * "". The value is 0 for "interrupted". */
EIR_API const char *eir_solution_limit_name(const eir_solution *solution);
EIR_API uint64_t eir_solution_limit_value(const eir_solution *solution);
EIR_API const char *eir_solution_limit_advice(const eir_solution *solution);

/* Is there a deal? With stances: a certain one. */
EIR_API eir_answer eir_solution_deals_exist(const eir_solution *solution);
/* With stances or rules that may not hold: is there an outcome that would be a deal if
 * every unknown were accepted and no such rule held? Without them, the same as
 * eir_solution_deals_exist(). */
EIR_API eir_answer eir_solution_possible_exist(const eir_solution *solution);
/* Does any signatory take a stance instead of scores? */
EIR_API bool eir_solution_has_stances(const eir_solution *solution);
/* Are possible deals told from certain ones: does any signatory take a stance, or may
 * any rule of the case not hold? */
EIR_API bool eir_solution_has_possible(const eir_solution *solution);

/* Numbers of outcomes, of deals, and (with stances) of possible deals, in decimal.
 * NULL where not counted. */
EIR_API const char *eir_solution_outcomes(const eir_solution *solution);
EIR_API const char *eir_solution_count(const eir_solution *solution);
EIR_API const char *eir_solution_possible_count(const eir_solution *solution);

/* An outcome and what it is worth. */
typedef struct eir_deal {
  const uint32_t *options; /* [n_issues] the option taken of each issue */
  const int64_t *scores;   /* [n_signatories] in units of the party; 0 without scores */
} eir_deal;

/* The frontier is made when every signatory has scores. */
EIR_API bool eir_solution_has_frontier(const eir_solution *solution);
EIR_API bool eir_solution_over_outcomes(const eir_solution *solution);
/* 0: the frontier is exact. Else it is a cover (option "epsilon"), in parts of 10^-12
 * of a utility: for every deal that leaves each signatory at least that much above its
 * reservation it has a deal within that much of it in every utility. The solutions are
 * then chosen from the cover. */
EIR_API int64_t eir_solution_epsilon(const eir_solution *solution);
EIR_API size_t eir_solution_frontier_size(const eir_solution *solution);
/* Entry `index`, sorted by scores, best first, in signatory order. */
EIR_API eir_deal eir_solution_frontier_get(const eir_solution *solution, size_t index);

typedef enum eir_concept {
  EIR_NASH = 0,
  EIR_KALAI_SMORODINSKY = 1,
  EIR_EGALITARIAN = 2,
  EIR_UTILITARIAN = 3
} eir_concept;
#define EIR_CONCEPT_COUNT 4

/* The identifier used on the command line and in JSON, such as "kalai_smorodinsky". */
EIR_API const char *eir_concept_id(eir_concept which);

typedef struct eir_concept_result {
  bool found;
  eir_deal deal;
  size_t ties;    /* frontier entries equal in everything compared, itself included */
  bool has_value; /* false: nothing was left to compare */
  double value;   /* for reports; decisions are exact */
  const char *value_exact; /* decimal or fraction; "" without a value */
  bool proved;    /* false: a limit ended the search (option "only") before the proof */
  bool has_bound; /* where not proved: is a bound known? */
  double bound;   /* no deal has a greater value than this */
} eir_concept_result;

EIR_API eir_concept_result eir_solution_concept(const eir_solution *solution,
                                                eir_concept which);

/* Adjusted Winner (Brams and Taylor 1996), for two signatories dividing awards. */
typedef struct eir_adjusted_winner {
  bool found;
  const uint32_t *options; /* [n_issues] who gets each issue; UINT32_MAX: shared */
  size_t shared;           /* the shared issue, or SIZE_MAX */
  const char *shares[2];   /* of it, to the issue's first and second party; decimal */
  const char *scores[2];   /* of the signatories, in their own points; decimal */
  bool accepted[2];
} eir_adjusted_winner;

EIR_API eir_adjusted_winner eir_solution_adjusted_winner(const eir_solution *solution);

/* Best score over the deals, and worst over their frontier, of a signatory. Returns
 * false, and 0, when there is no frontier over the deals or it is empty. */
EIR_API bool eir_solution_ideal(const eir_solution *solution, size_t signatory,
                                int64_t *out_score);
EIR_API bool eir_solution_nadir(const eir_solution *solution, size_t signatory,
                                int64_t *out_score);

/* Utility = score / scale, rounded to 12 decimals. Writes at most size bytes with a
 * NUL; 48 are always enough. Returns the length. */
EIR_API size_t eir_solution_utility_text(const eir_solution *solution, size_t signatory,
                                         int64_t score, char *out_text, size_t size);
/* A score in the party's own points, rounded to 12 decimals where it has more. */
EIR_API size_t eir_solution_score_text(const eir_solution *solution, size_t signatory,
                                       int64_t score, char *out_text, size_t size);

/* How the deals use an option of an issue. */
typedef enum eir_use {
  EIR_USE_UNKNOWN = 0,
  EIR_USE_NEVER = 1,
  EIR_USE_SOMETIMES = 2,
  EIR_USE_ALWAYS = 3
} eir_use;

typedef enum eir_use_scope {
  EIR_USE_OF_NOTHING = 0, /* not known */
  EIR_USE_OF_DEALS = 1,   /* of all deals (with stances: of the possible ones) */
  EIR_USE_OF_FRONTIER =
      2 /* of the frontier's entries only: there were too many deals */
} eir_use_scope;

EIR_API eir_use_scope eir_solution_use_scope(const eir_solution *solution);
EIR_API eir_use eir_solution_use(const eir_solution *solution, size_t issue,
                                 size_t option);
/* True if no signatory, taken alone, and no constraint rules the option out: no stance
 * refuses it, and no red line or constraint is false whatever the rest is. */
EIR_API bool eir_solution_option_open(const eir_solution *solution, size_t issue,
                                      size_t option);

/* Sentences about the answer that a reader needs to know. */
EIR_API size_t eir_solution_note_count(const eir_solution *solution);
EIR_API const char *eir_solution_note(const eir_solution *solution, size_t index);

typedef struct eir_stats {
  double seconds;       /* of solving; reading and printing apart */
  uint64_t width;       /* most states of tied issues held at once; 1 without rules */
  uint64_t largest_set; /* most vectors held after a step */
  uint64_t steps;       /* vectors looked at */
  uint64_t peak_bytes;
} eir_stats;

EIR_API eir_stats eir_solution_stats(const eir_solution *solution);

/* ---- all deals ------------------------------------------------------------------ */

/* Walks the deals (with stances: the certain ones) in lexicographic order of issues and
 * options, without storing them. */
typedef struct eir_deals eir_deals;

EIR_API eir_status eir_deals_new(const eir_solution *solution, eir_deals **out_deals);
EIR_API void eir_deals_free(eir_deals *deals);
/* Moves to the next deal and lends it until the next call; false at the end, or when
 * the stop callback (may be NULL) said so. */
EIR_API bool eir_deals_next(eir_deals *deals, const eir_callbacks *callbacks,
                            eir_deal *out_deal);

/* ---- JSON ----------------------------------------------------------------------- */

enum { EIR_JSON_STATS = 1, EIR_JSON_LIST_DEALS = 2 };

/* The object of `eirene solve --json` (docs/schema/solve.json), with a final newline.
 * `flags`: EIR_JSON_STATS adds "stats", EIR_JSON_LIST_DEALS adds "deals.list". While
 * deals are listed the stop callback is asked (`callbacks` may be NULL); if it says so
 * the list ends there and the object has the limit "interrupted".
 * Returns EIR_OK; EIR_IO when `write` returned false; EIR_NO_MEMORY; EIR_MISUSE. */
EIR_API eir_status eir_solution_write_json(const eir_solution *solution, unsigned flags,
                                           const eir_callbacks *callbacks,
                                           eir_write_function write, void *user);
/* The object of `eirene check --json` for one valid case. */
EIR_API eir_status eir_case_write_json(const eir_case *the_case,
                                       eir_write_function write, void *user);

/* ---- tables --------------------------------------------------------------------- */

enum { EIR_TABLE_SEMICOLONS = 1 };

/* Makes a case file out of a spreadsheet's grid, saved as CSV (docs/formats/table.md),
 * and gives it to `write` in one piece, text[length] like eir_case_read_text(). What is
 * written is a valid case. In messages, `line` is the row and `column` the column of a
 * cell, and the text begins with the cell's name, such as "cell C7". Diagnostics as in
 * eir_case_read_file().
 * Returns EIR_OK; EIR_BAD_INPUT: nothing is written, the diagnostics hold every error
 * found; EIR_IO: the file could not be read, or `write` returned false; EIR_NO_MEMORY;
 * EIR_MISUSE.
 * Cost: n log n in the size of the text, which is at most 64 MB and 4,000,000 cells. */
EIR_API eir_status eir_table_import_file(eir_context *context, const char *path,
                                         eir_write_function write, void *user,
                                         eir_diagnostics **out_diagnostics);
EIR_API eir_status eir_table_import_text(eir_context *context, const char *name,
                                         const char *text, size_t length,
                                         eir_write_function write, void *user,
                                         eir_diagnostics **out_diagnostics);

/* Writes the grid of a case as CSV: what eir_table_import_text() makes a case of that
 * solves the same, as far as a grid can hold it. What it cannot hold (rules, sources,
 * parties that do not sign) is told by warnings in the diagnostics, with places in the
 * case file, which is called `name`. `flags`: EIR_TABLE_SEMICOLONS separates cells by
 * semicolons instead of commas and writes decimal commas.
 * Returns EIR_OK; EIR_IO when `write` returned false; EIR_NO_MEMORY; EIR_MISUSE.
 * Cost: linear in the case. */
EIR_API eir_status eir_case_write_table(const eir_case *the_case, const char *name,
                                        unsigned flags, eir_write_function write,
                                        void *user, eir_diagnostics **out_diagnostics);

/* Writes a small grid that explains how to fill it in. It is a whole case. `flags` as
 * for eir_case_write_table(). Returns EIR_OK, EIR_IO or EIR_MISUSE. */
EIR_API eir_status eir_table_write_template(unsigned flags, eir_write_function write,
                                            void *user);

#ifdef __cplusplus
}
#endif
#endif
