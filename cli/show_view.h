/* A state of play as a person reads it, part by part. Parties come in the order of the
 * case; nobody's numbers are shown, except what a change of a text is worth. */
#ifndef CLI_SHOW_VIEW_H
#define CLI_SHOW_VIEW_H

#include "eirene/show.h"

#include "view.h"

typedef struct cli_show_view {
  const eir_case *the_case;
  const eir_state_of_play *state;
  const char *path; /* of the case */
  cli_page *page;
} cli_show_view;

/* ---- words (show_words.c) ---- */

/* How an entry is called: its id, or "entry 3" by its place in the timeline. */
void cli_add_entry_name(cli_text *text, const cli_show_view *view, size_t entry);
/* Its name and date: "p1, 2026-01-04". */
void cli_add_entry_at(cli_text *text, const cli_show_view *view, size_t entry);
/* "a, b and c" by their names. */
void cli_add_parties(cli_text *text, const cli_show_view *view, const size_t *parties,
                     size_t n);
/* An option by its name, in quotes: a name such as None should not read as part of the
 * sentence. Of a range it is a number, which stands bare. */
void cli_add_named(cli_text *text, const cli_show_view *view, size_t issue,
                   uint32_t option);
/* Options first..last of an issue: "A" and "B" or, of a range, 0 to 10 km. */
void cli_add_options(cli_text *text, const cli_show_view *view, size_t issue,
                     uint32_t first, uint32_t last);
/* What a party did: "accepts", "rejects". */
const char *cli_reply_word(eir_reply reply);
/* ", if RULE, which the text meets", or that the condition is not known. */
void cli_add_condition(cli_text *text, const eir_entry *response);

/* ---- the parts, in the order of the page ---- */

void cli_view_state(const cli_show_view *view); /* title and date */
void cli_view_issues(const cli_show_view *view);
void cli_view_rules(const cli_show_view *view); /* red lines over several issues */
void cli_view_proposals(const cli_show_view *view);
void cli_view_revisions(const cli_show_view *view);
void cli_view_timeline(const cli_show_view *view);

#endif
