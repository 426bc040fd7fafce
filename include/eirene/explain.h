/* Eirene: who blocks, what would unlock a deal, and what the answer rests on.
 *
 * An *explanation* is made from a case and its solution (eirene.h). It has up to five
 * parts, each of which may be missing: eir_explanation_has() tells. Parties, issues and
 * options are indices into the case. Scores are in units of the party
 * (eir_solution_score_text() writes them). Counts are of packages as the case encodes
 * them: they change when an option is split in two, so they are no shares and rank
 * nobody.
 *
 * Ownership, status and thread rules are those of eirene.h; an explanation must not
 * outlive its solution. */
#ifndef EIRENE_EXPLAIN_H
#define EIRENE_EXPLAIN_H

#include "eirene/eirene.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct eir_explanation eir_explanation;

/* What to explain. */
typedef struct eir_explain_request {
  /* NULL, or options[n_issues]: explain this outcome (part OUTCOME). */
  const uint32_t *outcome;
} eir_explain_request;

/* Explains `solution`, which eir_solve() found for the case with `options`; the rows of
 * the table of options that are for explaining (max, seconds, samples, seed, threads)
 * and the limits are used. `request`, `options` and `callbacks` may be NULL.
 * Returns EIR_OK, also when a limit left parts of the answer unknown, each of which
 * says so; EIR_NO_MEMORY; EIR_MISUSE. */
EIR_API eir_status eir_explain(const eir_solution *solution,
                               const eir_explain_request *request,
                               const eir_options *options,
                               const eir_callbacks *callbacks,
                               eir_explanation **out_explanation);
EIR_API void eir_explanation_free(eir_explanation *explanation);

typedef enum eir_explained {
  EIR_EXPLAINED_OUTCOME = 0,   /* one outcome: who signs, who refuses, and why */
  EIR_EXPLAINED_CONFLICTS = 1, /* no deal: minimal conflicts and unlocks */
  EIR_EXPLAINED_PACKAGES = 2,  /* there are deals: what each party blocks */
  EIR_EXPLAINED_ROBUST = 3,    /* how much rests on inputs that are not known */
  EIR_EXPLAINED_GROUNDS = 4    /* what the answer rests on */
} eir_explained;

EIR_API bool eir_explanation_has(const eir_explanation *explanation,
                                 eir_explained part);
/* The answer that the exit code tells: is the outcome a deal, or is there any? */
EIR_API eir_answer eir_explanation_answer(const eir_explanation *explanation);
EIR_API eir_end eir_explanation_end(const eir_explanation *explanation);
/* For an end that is not COMPLETE: the limit's name, its value, and what to do; else
 * "" and 0. */
EIR_API const char *eir_explanation_limit_name(const eir_explanation *explanation);
EIR_API uint64_t eir_explanation_limit_value(const eir_explanation *explanation);
EIR_API const char *eir_explanation_limit_advice(const eir_explanation *explanation);
/* Seconds of explaining, solving apart. */
EIR_API double eir_explanation_seconds(const eir_explanation *explanation);

/* ---- demands -------------------------------------------------------------------- */

typedef enum eir_demand_kind {
  EIR_DEMAND_CONSTRAINT = 0,  /* of the case */
  EIR_DEMAND_RED_LINE = 1,    /* of a party */
  EIR_DEMAND_RESERVATION = 2, /* its score must reach its reservation value */
  EIR_DEMAND_REFUSAL = 3,     /* its stance refuses an option */
  EIR_DEMAND_UNKNOWN = 4      /* it has not said whether it accepts an option */
} eir_demand_kind;

/* In place of an option: a party has said nothing of any option of the issue. */
#define EIR_ANY_OPTION UINT32_MAX

/* Something that must be met before an outcome can be a deal. */
typedef struct eir_demand {
  eir_demand_kind kind;
  const char *id;      /* its path in the case: "constraints.c1",
                          "positions.mayor.red_lines.r1", "positions.mayor.reservation",
                          "positions.union.stance.mix.all" */
  size_t party;        /* SIZE_MAX for a constraint */
  const char *text;    /* what it asks: the rule as written, "score at least 30", ... */
  const char *because; /* "" if not given, like the next two */
  const char *source;
  const char *basis; /* text, reading or assumption */
  const char *holds; /* "" if it holds for sure, else "unknown" or "0.2 to 0.7" */
  const char *cost;  /* of relaxing it, in decimal; "1" if not given */
  size_t issue;      /* of a REFUSAL or UNKNOWN; else SIZE_MAX */
  uint32_t option;   /* of that issue, or EIR_ANY_OPTION */
} eir_demand;

/* All demands of the case: constraints, then party by party red lines, reservation,
 * stances, in the order of the case. */
EIR_API size_t eir_explanation_demand_count(const eir_explanation *explanation);
EIR_API eir_demand eir_explanation_demand(const eir_explanation *explanation,
                                          size_t index);

/* A set of demands, by index, ascending. */
typedef struct eir_demand_set {
  const size_t *demands; /* [count] */
  size_t count;
} eir_demand_set;

/* ---- part OUTCOME --------------------------------------------------------------- */

typedef struct eir_outcome_review {
  eir_deal outcome;
  bool is_deal;          /* a certain one */
  bool is_possible_deal; /* with stances or uncertain rules */
  eir_demand_set broken_constraints;
  size_t n_signatures; /* signatories that accept */
  size_t n_changes;    /* see eir_explanation_change() */
  bool changes_complete;
} eir_outcome_review;

/* Of one signatory, or of a guarantor that an option of the outcome needs. */
typedef struct eir_party_review {
  size_t party;
  bool accepts;
  bool has_score;
  int64_t score;
  int64_t short_by;      /* 0 if only red lines or stances refuse */
  eir_demand_set broken; /* red lines, refusals and unknowns that refuse it */
} eir_party_review;

/* A change of one or two issues of the outcome that brings a refuser in. */
typedef struct eir_change {
  size_t party;    /* who would then accept */
  size_t n_issues; /* 1 or 2 */
  size_t issue[2];
  uint32_t option[2];     /* to which they change */
  const int64_t *gain;    /* [n_signatories] change of each score; 0 without scores */
  size_t n_signatures;    /* after the change */
  bool keeps_constraints; /* every constraint is met after it */
  bool is_deal;           /* the changed outcome is a deal */
} eir_change;

EIR_API eir_outcome_review eir_explanation_outcome(const eir_explanation *explanation);
EIR_API size_t eir_explanation_review_count(const eir_explanation *explanation);
EIR_API eir_party_review eir_explanation_review(const eir_explanation *explanation,
                                                size_t index);
/* Changes by refuser, in the order of the reviews; of one issue first; then those that
 * keep the constraints; then those that cost the other signatories least: by the
 * largest loss of utility; then by most signatures; then by issue and option. At most
 * five of one and five of two issues for each refuser. Of two, only where neither
 * change alone brings it in. */
EIR_API eir_change eir_explanation_change(const eir_explanation *explanation,
                                          size_t index);

/* ---- part CONFLICTS ------------------------------------------------------------- */

/* Minimal sets of demands that cannot be met together, smallest first; then in the
 * order of their demands. */
EIR_API size_t eir_explanation_conflict_count(const eir_explanation *explanation);
EIR_API eir_demand_set eir_explanation_conflict(const eir_explanation *explanation,
                                                size_t index);

/* How far a reservation must fall, in units of the party. */
typedef struct eir_fall {
  size_t party;
  int64_t amount;
} eir_fall;

/* A minimal set of demands whose relaxation opens a deal. */
typedef struct eir_unlock {
  eir_demand_set demands;
  const char *cost;      /* the sum over the demands, in decimal */
  bool has_falls;        /* false: not found within the limits, or no reservation */
  const eir_fall *falls; /* [n_falls] one a reservation of the set */
  size_t n_falls;
  const uint32_t *outcome; /* [n_issues] a deal that it opens, NULL if not known */
} eir_unlock;

/* By cost, then size, then order. */
EIR_API size_t eir_explanation_unlock_count(const eir_explanation *explanation);
EIR_API eir_unlock eir_explanation_unlock(const eir_explanation *explanation,
                                          size_t index);
/* Were all conflicts and unlocks found? If not, eir_explanation_end() says why. */
EIR_API bool eir_explanation_conflicts_complete(const eir_explanation *explanation);

/* ---- part PACKAGES -------------------------------------------------------------- */

/* Counts in decimal, NULL where not counted; of outcomes that meet the constraints. */
typedef struct eir_party_packages {
  size_t party;
  const char *alone;           /* acceptable to it, whatever the others say */
  const char *sole_refuser;    /* all other signatories accept, it alone refuses */
  const char *if_not_blocking; /* deals if it had no demands */
  bool has_headroom;
  bool headroom_unlimited;    /* under a quota: a deal is left however high it is */
  int64_t headroom;           /* highest reservation that leaves a deal, in units */
  const char *shapley_shubik; /* power under the consent rule, a fraction */
  const char *banzhaf;        /* swings: how often it turns a loss into a win */
  double shapley_shubik_value;
  double banzhaf_value; /* normalised: its share of all swings */
} eir_party_packages;

/* Signatories, in the order of the case. */
EIR_API eir_party_packages eir_explanation_packages(const eir_explanation *explanation,
                                                    size_t signatory);
/* Number of deals; NULL if not counted. */
EIR_API const char *eir_explanation_deals(const eir_explanation *explanation);
/* Demands whose removal changes no deal; false where that is not known. */
EIR_API bool eir_explanation_idle_demands(const eir_explanation *explanation,
                                          eir_demand_set *out_demands);
/* Options in no deal and in every deal: eir_solution_use(). */

/* ---- part ROBUST ---------------------------------------------------------------- */

/* Shares are of the assumptions tried: a property of the inputs, not a probability. */
typedef struct eir_share {
  uint64_t count; /* draws in which it is so */
  double share;
  double sampling_low, sampling_high; /* its 95 % interval of sampling (Wilson) */
} eir_share;

typedef struct eir_robust {
  uint64_t samples;
  uint64_t seed;
  eir_share deal;    /* in which a deal exists */
  eir_answer always; /* is there a deal whatever the values: "certain"? */
  eir_answer ever;   /* for some values: "possible"? */
  size_t n_deals;    /* see eir_explanation_robust_deal() */
  size_t best;       /* the deal with the largest share, SIZE_MAX without one */
  size_t n_unknowns;
} eir_robust;

/* A deal of the frontier at middle values (with uncertain rules left out). */
typedef struct eir_robust_deal {
  eir_deal deal;
  eir_answer certain;  /* signed for every value of the inputs? */
  eir_answer possible; /* for some? */
  eir_share signed_by_all;
  double worst_regret; /* in utilities; see docs/formats/explain-json.md */
  double median_regret;
} eir_robust_deal;

/* An input that is not known. */
typedef struct eir_unknown {
  const char *path;
  const char *low; /* in decimal; of a rule the chance that it holds */
  const char *high;
  const char *source;
  const char *basis;
  double swing;      /* of the share in which a deal exists, over its range */
  double swing_best; /* of the share of the best deal */
} eir_unknown;

EIR_API eir_robust eir_explanation_robust(const eir_explanation *explanation);
EIR_API eir_robust_deal eir_explanation_robust_deal(const eir_explanation *explanation,
                                                    size_t index);
/* Largest swing first, then in the order of the case. */
EIR_API eir_unknown eir_explanation_unknown(const eir_explanation *explanation,
                                            size_t index);

/* ---- part GROUNDS --------------------------------------------------------------- */

typedef struct eir_grounds {
  /* Numbers and rules by basis: text, reading, assumption. */
  uint64_t numbers[3];
  uint64_t rules[3];
  size_t n_pivots;
  bool complete; /* was every assumption tried? */
} eir_grounds;

/* An assumption that, withdrawn alone, would change the verdict. */
typedef struct eir_pivot {
  const char *path;
  const char *text;   /* what is assumed */
  eir_answer becomes; /* is there a deal without it? */
} eir_pivot;

EIR_API eir_grounds eir_explanation_grounds(const eir_explanation *explanation);
EIR_API eir_pivot eir_explanation_pivot(const eir_explanation *explanation,
                                        size_t index);

/* ---- notes and JSON ------------------------------------------------------------- */

EIR_API size_t eir_explanation_note_count(const eir_explanation *explanation);
EIR_API const char *eir_explanation_note(const eir_explanation *explanation,
                                         size_t index);
/* The object of `eirene explain --json` (docs/schema/explain.json). `flags`:
 * EIR_JSON_STATS. Status as for eir_solution_write_json(). */
EIR_API eir_status eir_explanation_write_json(const eir_explanation *explanation,
                                              unsigned flags, eir_write_function write,
                                              void *user);

#ifdef __cplusplus
}
#endif
#endif
