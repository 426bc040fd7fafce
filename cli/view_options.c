/* What the deals make of the options: which every deal takes, which none, which
 * somebody rules out, and which stances are unknown. */
#include <string.h>

#include "view.h"

/* More issues than this are not read one by one. */
enum { MAX_ISSUES = 20 };

static bool always(const cli_view *view, size_t issue, size_t option) {
  return eir_solution_use(view->solution, issue, option) == EIR_USE_ALWAYS;
}

static bool never(const cli_view *view, size_t issue, size_t option) {
  return eir_solution_use(view->solution, issue, option) == EIR_USE_NEVER;
}

static size_t count_picked(const cli_view *view, size_t issue, cli_pick pick) {
  size_t count = 0;
  for (size_t i = 0; i < eir_case_issue(view->the_case, issue).n_options; i++) {
    if (pick(view, issue, i))
      count++;
  }
  return count;
}

/* Where every deal takes the same option, that says it all. */
static bool never_though_open(const cli_view *view, size_t issue, size_t option) {
  return never(view, issue, option) && count_picked(view, issue, always) == 0;
}

static bool is_open(const cli_view *view, size_t issue, size_t option) {
  return eir_solution_option_open(view->solution, issue, option);
}

static size_t issues_with(const cli_view *view, cli_pick pick) {
  size_t count = 0;
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if (count_picked(view, i, pick) > 0)
      count++;
  }
  return count;
}

/* One paragraph an issue that has such options, up to a number of issues. */
static void view_issues(const cli_view *view, cli_pick pick) {
  size_t with = issues_with(view, pick), shown = 0;
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if (count_picked(view, i, pick) == 0)
      continue;
    if (shown == MAX_ISSUES)
      break;
    cli_view_picked(view, i, pick);
    shown++;
  }
  if (with > shown) {
    CLI_ADD(&view->page->sentence, "and ", cli_grouped(with - shown).text,
            " more issues");
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

/* A gap and a paragraph. */
static void say(const cli_view *view, const char *const *strings) {
  cli_page_gap(view->page);
  cli_text_add_list(&view->page->sentence, strings);
  cli_page_end_paragraph(view->page, 0, 0);
}

#define SAY(view, ...) say(view, (const char *const[]){__VA_ARGS__, NULL})

static void view_uses(const cli_view *view) {
  eir_use_scope scope = eir_solution_use_scope(view->solution);
  if (eir_solution_possible_exist(view->solution) == EIR_NO)
    return;
  if (scope == EIR_USE_OF_NOTHING)
    return;
  const char *deal =
      eir_solution_has_possible(view->solution) ? "possible deal" : "deal";
  const char *among = "";
  if (scope == EIR_USE_OF_FRONTIER)
    among = " of the frontier";
  if (issues_with(view, always) > 0) {
    SAY(view, "What every ", deal, among, " has in common:");
    view_issues(view, always);
  } else {
    SAY(view, "No issue is settled in the same way by every ", deal, among, ".");
  }
  if (issues_with(view, never_though_open) > 0) {
    SAY(view, "What no ", deal, among, " uses:");
    view_issues(view, never_though_open);
  } else if (issues_with(view, never) == 0) {
    SAY(view, "Every option is used by some ", deal, among, ".");
  }
}

static bool is_closed(const cli_view *view, size_t issue, size_t option) {
  return !is_open(view, issue, option);
}

/* With stances, what is left on the table; without, only what somebody rules out. */
static void view_open(const cli_view *view) {
  if (eir_solution_has_stances(view->solution)) {
    SAY(view, "Options that nobody rules out:");
    for (size_t i = 0; i < eir_case_issue_count(view->the_case) && i < MAX_ISSUES;
         i++) {
      if (count_picked(view, i, is_open) > 0) {
        cli_view_picked(view, i, is_open);
        continue;
      }
      CLI_ADD(&view->page->sentence, eir_case_issue(view->the_case, i).name,
              ": none; every option is ruled out by somebody");
      cli_page_end_paragraph(view->page, 2, 4);
    }
  } else if (eir_solution_deals_exist(view->solution) == EIR_NO &&
             issues_with(view, is_closed) > 0) {
    SAY(view, "Ruled out by a red line or constraint alone, whatever the rest is:");
    view_issues(view, is_closed);
  }
}

/* ---- what possible deals rest on ---- */

static bool is_unknown(const cli_view *view, size_t party, size_t issue,
                       size_t option) {
  if (eir_solution_use(view->solution, issue, option) == EIR_USE_NEVER)
    return false;
  eir_stance stance = eir_case_stance(view->the_case, party, issue, option);
  return stance == EIR_STANCE_UNKNOWN || stance == EIR_STANCE_MISSING;
}

/* "Party, on Issue: a; b": what it has not said of the options of possible deals. */
static bool view_unknowns_of(const cli_view *view, size_t party, size_t issue) {
  cli_text *text = &view->page->sentence;
  size_t listed = 0;
  for (size_t i = 0; i < eir_case_issue(view->the_case, issue).n_options; i++) {
    if (!is_unknown(view, party, issue, i))
      continue;
    if (listed == 0) {
      CLI_ADD(text, eir_case_party(view->the_case, party).name, ", on ",
              eir_case_issue(view->the_case, issue).name, ": ");
    }
    if (listed > 0)
      cli_text_add(text, "; ");
    cli_add_option(text, view->the_case, issue, i);
    listed++;
  }
  if (listed > 0)
    cli_page_end_paragraph(view->page, 2, 4);
  return listed > 0;
}

static void view_unknowns(const cli_view *view) {
  if (!eir_solution_has_stances(view->solution) ||
      eir_solution_possible_exist(view->solution) != EIR_YES) {
    return;
  }
  SAY(view, "What the possible deals rest on (unknown, or nothing was said):");
  bool any = false;
  for (size_t s = 0; s < eir_case_signatory_count(view->the_case); s++) {
    size_t party = eir_case_signatory_party(view->the_case, s);
    if (eir_case_party(view->the_case, party).has_scores)
      continue;
    for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
      any = view_unknowns_of(view, party, i) || any;
    }
  }
  if (!any) {
    cli_text_add(&view->page->sentence, "nothing: no unknown is in their way");
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

void cli_view_options(const cli_view *view) {
  view_uses(view);
  view_unknowns(view);
  view_open(view);
}
