/* The timeline: entries by date, and apart from them those whose date is not known. */
#include <string.h>

#include "show_view.h"

/* What happened, in one sentence. */
static void add_what(cli_text *text, const cli_show_view *view,
                     const eir_entry *entry) {
  switch (entry->kind) {
  case EIR_ENTRY_PROPOSAL:
    cli_text_add(text, "proposal by ");
    cli_add_parties(text, view, entry->by, entry->n_by);
    if (entry->n_with > 0)
      cli_text_add(text, " to ");
    cli_add_parties(text, view, entry->with, entry->n_with);
    if (entry->replaces != SIZE_MAX) {
      cli_text_add(text, ", in place of ");
      cli_add_entry_name(text, view, entry->replaces);
    }
    break;
  case EIR_ENTRY_RESPONSE:
    cli_add_parties(text, view, entry->by, entry->n_by);
    cli_text_add(text, " on ");
    if (entry->to == SIZE_MAX)
      cli_text_add(text, "a proposal that is left out");
    else
      cli_add_entry_name(text, view, entry->to);
    CLI_ADD(text, ": ",
            entry->reply == EIR_REPLY_NONE ? "answers single issues"
                                           : cli_reply_word(entry->reply));
    cli_add_condition(text, entry);
    break;
  case EIR_ENTRY_TALKS:
    cli_text_add(text, "talks");
    if (entry->n_by > 0)
      cli_text_add(text, " of ");
    cli_add_parties(text, view, entry->by, entry->n_by);
    if (entry->format[0] != '\0')
      CLI_ADD(text, ", ", entry->format);
    break;
  case EIR_ENTRY_STATEMENT:
    cli_text_add(text, "statement");
    if (entry->n_by > 0)
      cli_text_add(text, " by ");
    cli_add_parties(text, view, entry->by, entry->n_by);
    break;
  }
}

/* Who says so: "(a#4; said by X; reported by Y; contested)". */
static void add_source(cli_text *text, const eir_entry *entry) {
  const char *joint = " (";
  const char *const parts[][2] = {{"", entry->source},
                                  {"", entry->basis},
                                  {"said by ", entry->said_by},
                                  {"reported by ", entry->reported_by}};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    if (parts[i][1][0] == '\0')
      continue;
    CLI_ADD(text, joint, parts[i][0], parts[i][1]);
    joint = "; ";
  }
  if (strcmp(entry->directness, "reported") == 0 && entry->reported_by[0] == '\0') {
    CLI_ADD(text, joint, "second-hand");
    joint = "; ";
  }
  if (strcmp(entry->directness, "anonymous") == 0) {
    CLI_ADD(text, joint, "from an unnamed source");
    joint = "; ";
  }
  if (entry->contested) {
    CLI_ADD(text, joint, "contested");
    joint = "; ";
  }
  if (joint[0] == ';')
    cli_text_add(text, ")");
}

/* The date first, where there is one, so that the eye can run down the days. */
static void view_entry(const cli_show_view *view, size_t index) {
  cli_text *text = &view->page->sentence;
  eir_entry entry = eir_state_of_play_entry(view->state, index);
  if (entry.date[0] != '\0')
    CLI_ADD(text, entry.date, ": ");
  if (entry.date[0] == '\0' && entry.after != SIZE_MAX) {
    cli_text_add(text, "after ");
    cli_add_entry_name(text, view, entry.after);
    cli_text_add(text, ": ");
  }
  cli_add_entry_name(text, view, index);
  cli_text_add(text, ", ");
  add_what(text, view, &entry);
  if (entry.title[0] != '\0')
    CLI_ADD(text, ": ", entry.title);
  if (entry.says[0] != '\0')
    CLI_ADD(text, ". ", entry.says);
  add_source(text, &entry);
  if (entry.may_be_later)
    CLI_ADD(text, "; may be later than ", eir_state_of_play_on(view->state));
  cli_page_end_paragraph(view->page, 2, 4);
}

/* Entries without a date stand apart: anywhere else they would seem to have one. */
void cli_view_timeline(const cli_show_view *view) {
  size_t n = eir_state_of_play_entry_count(view->state);
  size_t n_dated = eir_state_of_play_dated_count(view->state);
  if (n > 0)
    cli_page_heading(view->page, "Timeline");
  for (size_t i = 0; i < n_dated; i++)
    view_entry(view, i);
  if (n_dated == n)
    return;
  if (n_dated > 0)
    cli_page_gap(view->page);
  cli_text_add(&view->page->sentence,
               n_dated == 0 ? "The dates are not known:"
                            : "Date not known; may be before, between or after these:");
  cli_page_end_paragraph(view->page, 0, 2);
  for (size_t i = n_dated; i < n; i++)
    view_entry(view, i);
}
