/* The answer as a person reads it, part by part. Parties, issues and options come in
 * the order of the case; nothing is ranked and nothing recommended. */
#ifndef CLI_VIEW_H
#define CLI_VIEW_H

#include "eirene/eirene.h"

#include "page.h"

typedef struct cli_view {
  const eir_case *the_case;
  const eir_solution *solution;
  const eir_options *options; /* what the run was asked for */
  const char *path;           /* of the case, for the commands that are suggested */
  eir_callbacks callbacks;    /* for looking through deals */
  cli_page *page;
} cli_view;

/* ---- words (view_words.c) ---- */

/* What stands before item `index` of `count` in "a, b and c". */
const char *cli_joint(size_t index, size_t count);
/* "1 deal", "12 deals": the number and the noun. */
void cli_add_count(cli_text *text, size_t count, const char *noun);
/* An option's name, with its unit in a range. */
void cli_add_option(cli_text *text, const eir_case *the_case, size_t issue,
                    size_t option);
/* "Issue: option; issue: option; to Party: item, item" for options[n_issues]. */
void cli_add_outcome(cli_text *text, const eir_case *the_case, const uint32_t *options);
/* The names of the signatories for which `wanted` (NULL: of all), as "a, b and c";
 * returns how many there are. `text` NULL only counts. */
size_t cli_add_signatories(cli_text *text, const eir_case *the_case,
                           bool (*wanted)(const eir_party_info *party));
eir_party_info cli_signatory(const eir_case *the_case, size_t signatory);
/* A signatory's score of an outcome, in its own points. */
cli_number cli_score(const eir_solution *solution, size_t signatory, int64_t score);

/* Options of one issue picked by `pick`, as a paragraph "Issue: a; b; c"; neighbours on
 * a range's grid become "a to b". Nothing if none is picked. */
typedef bool (*cli_pick)(const cli_view *view, size_t issue, size_t option);
void cli_view_picked(const cli_view *view, size_t issue, cli_pick pick);

/* ---- the parts, in the order of the page ---- */

void cli_view_answer(const cli_view *view);  /* title, limit, is there a deal */
void cli_view_consent(const cli_view *view); /* who must accept, and what to know */
void cli_view_options(const cli_view *view); /* in common, unused, ruled out */
/* The frontier, or deals where there is none; false without memory. */
bool cli_view_deals(const cli_view *view);
void cli_view_solutions(const cli_view *view);
void cli_view_stats(const cli_view *view);

/* ---- a case by itself ---- */

void cli_view_case(const eir_case *the_case, const char *path, cli_page *page);
/* That the files of its sources were checked, and are right. */
void cli_view_sources(cli_page *page);

/* ---- what belongs on every answer made from a case (view_notes.c) ---- */

/* Whose view it is: the first line of a page. */
void cli_view_whose(const eir_case *the_case, cli_page *page);
/* What was left out, and whose private positions are inside: the end of a page. */
void cli_view_case_notes(const eir_case *the_case, cli_page *page);

#endif
