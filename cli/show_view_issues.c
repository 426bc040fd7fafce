/* The state of each issue: agreed, disputed or open, and each party's last words. */
#include <string.h>

#include "show_view.h"

void cli_view_state(const cli_show_view *view) {
  cli_text *text = &view->page->sentence;
  const char *title = eir_case_title(view->the_case);
  const char *on = eir_state_of_play_on(view->state);
  cli_page_heading(view->page, title[0] == '\0' ? view->path : title);
  cli_page_gap(view->page);
  cli_view_whose(view->the_case, view->page);
  if (on[0] == '\0')
    cli_text_add(text, "State of play, from the whole record.");
  else
    CLI_ADD(text, "State of play on ", on, ".");
  cli_page_end_paragraph(view->page, 0, 0);
}

/* ---- words ---- */

static const char *verb_of(const eir_word *word) {
  switch (word->word) {
  case EIR_WORD_NONE:
    return word->red_line_uncertain ? "may rule out " : "rules out ";
  case EIR_WORD_UNKNOWN:
    return "not known: ";
  case EIR_WORD_PREFERS:
    return "prefers ";
  case EIR_WORD_ACCEPTS:
    return "accepts ";
  case EIR_WORD_RESISTS:
    return "resists ";
  case EIR_WORD_REFUSES:
    return "refuses ";
  case EIR_WORD_PROPOSES:
    return "proposes ";
  case EIR_WORD_CONDITIONAL:
    return "accepts on a condition: ";
  case EIR_WORD_UNDER_REVIEW:
    return "is reviewing ";
  }
  return "";
}

/* Do the two say the same from the same place, of different options? */
static bool is_like(const eir_word *a, const eir_word *b) {
  return a->party == b->party && a->word == b->word && a->entry == b->entry &&
         a->order_unknown == b->order_unknown &&
         strcmp(a->red_line, b->red_line) == 0 &&
         a->red_line_uncertain == b->red_line_uncertain;
}

/* Where it comes from, between brackets. */
static void add_origin(cli_text *text, const cli_show_view *view,
                       const eir_word *word) {
  cli_text_add(text, " (");
  if (word->entry != SIZE_MAX)
    cli_add_entry_at(text, view, word->entry);
  else if (word->word == EIR_WORD_NONE)
    CLI_ADD(text, "red line ", word->red_line);
  else
    cli_text_add(text, "position");
  if (word->source[0] != '\0')
    CLI_ADD(text, ", ", word->source);
  if (word->basis[0] != '\0' && strcmp(word->basis, "text") != 0)
    CLI_ADD(text, ", ", word->basis);
  cli_text_add(text, ")");
  if (word->order_unknown)
    cli_text_add(text, ", or what it says elsewhere: which came later is not known");
  if (word->word != EIR_WORD_NONE && word->word != EIR_WORD_REFUSES &&
      word->red_line[0] != '\0')
    CLI_ADD(text,
            word->red_line_uncertain ? ", which may be ruled out by its red line "
                                     : ", though its red line ",
            word->red_line, word->red_line_uncertain ? "" : " rules it out");
}

/* Says word `index` with all later ones like it; nothing if an earlier one did. */
static void add_words(cli_text *text, const cli_show_view *view, size_t issue,
                      size_t index, const char *joint) {
  size_t n = eir_state_of_play_word_count(view->state, issue), said = 0;
  eir_word word = eir_state_of_play_word(view->state, issue, index);
  CLI_ADD(text, joint, verb_of(&word));
  for (size_t i = index; i < n; i++) {
    eir_word other = eir_state_of_play_word(view->state, issue, i);
    if (!is_like(&word, &other))
      continue;
    cli_text_add(text, said++ == 0 ? "" : ", ");
    cli_add_options(text, view, issue, other.first, other.last);
  }
  add_origin(text, view, &word);
}

/* Was it said together with an earlier word? */
static bool is_said(const cli_show_view *view, size_t issue, size_t index) {
  eir_word word = eir_state_of_play_word(view->state, issue, index);
  for (size_t i = 0; i < index; i++) {
    eir_word before = eir_state_of_play_word(view->state, issue, i);
    if (is_like(&word, &before))
      return true;
  }
  return false;
}

/* A signatory of whom nothing is known is named too: silence is part of the state of
 * play. Others are named only if they spoke. */
static void view_party(const cli_show_view *view, size_t issue, size_t party) {
  cli_text *text = &view->page->sentence;
  eir_party_info info = eir_case_party(view->the_case, party);
  size_t n = eir_state_of_play_word_count(view->state, issue);
  const char *joint = "";
  CLI_ADD(text, info.name, ": ");
  for (size_t i = 0; i < n; i++) {
    if (eir_state_of_play_word(view->state, issue, i).party != party ||
        is_said(view, issue, i))
      continue;
    add_words(text, view, issue, i, joint);
    joint = "; ";
  }
  bool signs = (info.roles & EIR_ROLE_SIGNATORY) != 0;
  if (signs && info.has_scores) {
    CLI_ADD(text, joint, "has a scored position");
    joint = "; ";
  }
  if (signs && joint[0] == '\0') {
    cli_text_add(text, "nothing known");
    joint = "; ";
  }
  if (joint[0] == '\0')
    cli_text_clear(text);
  else
    cli_page_end_paragraph(view->page, 4, 6);
}

/* ---- issues ---- */

static void view_issue(const cli_show_view *view, size_t issue) {
  cli_text *text = &view->page->sentence;
  eir_issue_state state = eir_state_of_play_issue(view->state, issue);
  CLI_ADD(text, eir_case_issue(view->the_case, issue).name, ": ");
  if (state.status == EIR_ISSUE_AGREED)
    cli_text_add(text, "agreed on ");
  for (size_t i = 0; i < state.n_options; i++) {
    cli_text_add(text, i == 0 ? "" : " or ");
    cli_add_named(text, view, issue, state.options[i]);
  }
  if (state.status != EIR_ISSUE_AGREED)
    cli_text_add(text, state.status == EIR_ISSUE_OPEN ? "open" : "disputed");
  cli_page_end_paragraph(view->page, 2, 4);
  for (size_t p = 0; p < eir_case_party_count(view->the_case); p++)
    view_party(view, issue, p);
}

void cli_view_issues(const cli_show_view *view) {
  cli_page_heading(view->page, "Issues");
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++)
    view_issue(view, i);
}

/* ---- red lines over several issues ---- */

/* "Party: id: RULE (source, basis); may not hold". An id says less than the rule. */
static void view_rule(const cli_show_view *view, const eir_shown_rule *rule) {
  cli_text *text = &view->page->sentence;
  CLI_ADD(text, eir_case_party(view->the_case, rule->party).name, ": ");
  if (rule->id[0] != '\0')
    CLI_ADD(text, rule->id, ": ");
  cli_text_add(text, rule->text);
  const char *joint = " (";
  if (rule->source[0] != '\0') {
    CLI_ADD(text, joint, rule->source);
    joint = ", ";
  }
  if (rule->basis[0] != '\0' && strcmp(rule->basis, "text") != 0) {
    CLI_ADD(text, joint, rule->basis);
    joint = ", ";
  }
  cli_text_add(text, joint[0] == ',' ? ")" : "");
  cli_text_add(text, rule->uncertain ? "; may not hold" : "");
  cli_page_end_paragraph(view->page, 2, 4);
}

void cli_view_rules(const cli_show_view *view) {
  size_t n = eir_state_of_play_rule_count(view->state);
  if (n > 0)
    cli_page_heading(view->page, "Red lines over several issues");
  for (size_t i = 0; i < n; i++) {
    eir_shown_rule rule = eir_state_of_play_rule(view->state, i);
    view_rule(view, &rule);
  }
}
