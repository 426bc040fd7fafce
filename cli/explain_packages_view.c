/* There are deals: what each party's demands leave, and what they exclude. */
#include <string.h>

#include "explain_view.h"
#include "grid.h"

static void end(const cli_explain_view *view) {
  cli_page_end_paragraph(view->view.page, 0, 0);
}

static void add_count(cli_text *text, const char *count) {
  if (count == NULL)
    cli_text_add(text, "not counted");
  else
    cli_text_add_numeral(text, count);
}

/* ---- party by party, beside its demands ---- */

static void view_demands_of(const cli_explain_view *view, size_t party) {
  enum { MOST_LINES = 12 };
  size_t shown = 0, left = 0;
  for (size_t d = 0; d < eir_explanation_demand_count(view->explanation); d++) {
    eir_demand demand = eir_explanation_demand(view->explanation, d);
    if (demand.party != party)
      continue;
    if (shown == MOST_LINES) {
      left++;
      continue;
    }
    cli_view_demand(view, d, false);
    shown++;
  }
  if (left == 0)
    return;
  CLI_ADD(&view->view.page->sentence, "and ");
  cli_add_count(&view->view.page->sentence, left, "more demand");
  cli_page_end_paragraph(view->view.page, 4, 6);
}

static void add_headroom(cli_text *text, const cli_explain_view *view,
                         const eir_party_packages *of) {
  if (of->headroom_unlimited)
    cli_text_add(text, " A deal is left without it, however high its reservation is.");
  else if (of->has_headroom)
    CLI_ADD(text,
            " With the others as they are, a deal is left up to a reservation of ",
            cli_party_score(view, of->party, of->headroom).text, ".");
}

static void view_party(const cli_explain_view *view, const eir_party_packages *of) {
  cli_page *page = view->view.page;
  cli_text *text = &page->sentence;
  CLI_ADD(text, cli_party_name(view, of->party), ":");
  cli_page_end_paragraph(page, 2, 2);
  view_demands_of(view, of->party);
  cli_text_add(text, "Packages acceptable to it: ");
  add_count(text, of->alone);
  cli_text_add(text, "; to all others and not to it: ");
  add_count(text, of->sole_refuser);
  cli_text_add(text, "; deals if it asked for nothing: ");
  add_count(text, of->if_not_blocking);
  cli_text_add(text, ".");
  add_headroom(text, view, of);
  cli_page_end_paragraph(page, 4, 6);
}

/* ---- options and demands ---- */

static bool in_no_deal(const cli_view *view, size_t issue, size_t option) {
  return eir_solution_use(view->solution, issue, option) == EIR_USE_NEVER;
}

static bool in_every_deal(const cli_view *view, size_t issue, size_t option) {
  return eir_solution_use(view->solution, issue, option) == EIR_USE_ALWAYS;
}

static bool any(const cli_view *view, cli_pick pick) {
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++)
    for (size_t o = 0; o < eir_case_issue(view->the_case, i).n_options; o++)
      if (pick(view, i, o))
        return true;
  return false;
}

static void view_options(const cli_explain_view *view, const char *heading,
                         cli_pick pick) {
  if (eir_solution_use_scope(view->view.solution) != EIR_USE_OF_DEALS ||
      !any(&view->view, pick))
    return;
  cli_page_heading(view->view.page, heading);
  for (size_t i = 0; i < eir_case_issue_count(view->view.the_case); i++)
    cli_view_picked(&view->view, i, pick);
}

static void view_idle(const cli_explain_view *view) {
  eir_demand_set idle;
  if (!eir_explanation_idle_demands(view->explanation, &idle) || idle.count == 0)
    return;
  cli_page_heading(view->view.page, "Demands that exclude nothing");
  cli_text_add(&view->view.page->sentence,
               "Without any one of these the deals would be the same.");
  end(view);
  cli_view_demands(view, idle, true);
}

/* ---- power ---- */

static void view_power(const cli_explain_view *view) {
  cli_grid grid;
  cli_grid_init(&grid, 3);
  const char *const heads[] = {"Party", "Shapley-Shubik", "Banzhaf"};
  for (size_t i = 0; i < 3; i++)
    cli_grid_add(&grid, heads[i]);
  for (size_t i = 0; i < eir_case_signatory_count(view->view.the_case); i++) {
    eir_party_packages of = eir_explanation_packages(view->explanation, i);
    cli_grid_add(&grid, cli_party_name(view, of.party));
    cli_grid_add(&grid, cli_double(of.shapley_shubik_value, 6).text);
    cli_grid_add(&grid, cli_double(of.banzhaf_value, 6).text);
  }
  grid.columns[1].right = grid.columns[2].right = true;
  cli_page_heading(view->view.page, "Voting power under the consent rule");
  cli_text_add(&view->view.page->sentence,
               "How often a signature decides, by the rule of who must accept alone: "
               "what is negotiated does not enter.");
  end(view);
  if (cli_grid_fit(&grid, view->view.page->width))
    cli_grid_print(&grid, view->view.page);
  view->view.page->text.failed |= grid.failed;
  cli_grid_free(&grid);
}

void cli_view_packages(const cli_explain_view *view) {
  if (!eir_explanation_has(view->explanation, EIR_EXPLAINED_PACKAGES))
    return;
  cli_text *text = &view->view.page->sentence;
  const char *deals = eir_explanation_deals(view->explanation);
  cli_text_add(text, "There are deals");
  if (deals != NULL) {
    cli_text_add(text, ": ");
    cli_text_add_numeral(text, deals);
    cli_text_add(text, " of ");
    cli_text_add_numeral(text, eir_solution_outcomes(view->view.solution));
    cli_text_add(text, " packages");
  }
  cli_text_add(text, ".");
  end(view);
  cli_page_heading(view->view.page,
                   "What each signatory asks for, and what that leaves");
  for (size_t i = 0; i < eir_case_signatory_count(view->view.the_case); i++) {
    eir_party_packages of = eir_explanation_packages(view->explanation, i);
    view_party(view, &of);
  }
  view_options(view, "Options in no deal", in_no_deal);
  view_options(view, "Options in every deal", in_every_deal);
  view_idle(view);
  view_power(view);
}
