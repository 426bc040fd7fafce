/* An explanation as a person reads it, part by part. Parties come in the order of the
 * case; nothing is ranked by party and nothing recommended. */
#ifndef CLI_EXPLAIN_VIEW_H
#define CLI_EXPLAIN_VIEW_H

#include "eirene/explain.h"

#include "view.h"

typedef struct cli_explain_view {
  cli_view view; /* of the case and its solution */
  const eir_explanation *explanation;
} cli_explain_view;

/* ---- words (explain_words.c) ---- */

/* A demand as a paragraph, with its reason, source and basis: "Mayor: score at least
 * 30 (assumption)"; without the party's name unless `of_party`. */
void cli_view_demand(const cli_explain_view *view, size_t demand, bool of_party);
/* The same with the party's name and without the reason. */
void cli_view_demand_briefly(const cli_explain_view *view, size_t demand);
/* Each demand of the set as a paragraph. */
void cli_view_demands(const cli_explain_view *view, eir_demand_set set, bool briefly);
/* A party's name. */
const char *cli_party_name(const cli_explain_view *view, size_t party);
/* The signatory number of a party; SIZE_MAX if it is none. */
size_t cli_signatory_number(const eir_case *the_case, size_t party);
/* A score of a party in its own points. */
cli_number cli_party_score(const cli_explain_view *view, size_t party, int64_t score);

/* ---- the parts, in the order of the page ---- */

void cli_view_explained_outcome(const cli_explain_view *view);
void cli_view_conflicts(const cli_explain_view *view);
void cli_view_packages(const cli_explain_view *view);
void cli_view_robust(const cli_explain_view *view);
void cli_view_grounds(const cli_explain_view *view);

#endif
