/* No deal: which demands cannot be met together, and what would open a deal. */
#include <string.h>

#include "explain_view.h"

enum { MOST_SHOWN = 20 };

static void end(const cli_explain_view *view) {
  cli_page_end_paragraph(view->view.page, 0, 0);
}

static void add_rest(const cli_explain_view *view, size_t count, const char *noun) {
  if (count <= MOST_SHOWN)
    return;
  cli_text *text = &view->view.page->sentence;
  CLI_ADD(text, "And ");
  cli_add_count(text, count - MOST_SHOWN, noun);
  cli_text_add(text, " more; --json lists all.");
  cli_page_end_paragraph(view->view.page, 2, 2);
}

static void view_conflict_list(const cli_explain_view *view) {
  cli_page *page = view->view.page;
  size_t count = eir_explanation_conflict_count(view->explanation);
  cli_page_heading(page, "Demands that cannot be met together");
  if (count == 0) {
    cli_text_add(&page->sentence, "None was found so far.");
    end(view);
    return;
  }
  CLI_ADD(&page->sentence, cli_grouped(count).text,
          count == 1 ? " minimal conflict" : " minimal conflicts",
          eir_explanation_conflicts_complete(view->explanation) ? "" : " found so far",
          ". ");
  cli_text_add(
      &page->sentence,
      "In each, every demand counts: without any one of them the others can be "
      "met.");
  end(view);
  for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
    CLI_ADD(&page->sentence, cli_plain(i + 1).text, ".");
    cli_page_end_paragraph(page, 2, 2);
    cli_view_demands(view, eir_explanation_conflict(view->explanation, i), true);
  }
  add_rest(view, count, "conflict");
}

/* How far each reservation of the unlock must fall. */
static void view_falls(const cli_explain_view *view, const eir_unlock *unlock) {
  cli_text *text = &view->view.page->sentence;
  for (size_t i = 0; unlock->has_falls && i < unlock->n_falls; i++) {
    const eir_fall *fall = &unlock->falls[i];
    eir_party_info party = eir_case_party(view->view.the_case, fall->party);
    CLI_ADD(text, "Just enough: the reservation of ", party.name, " falls by ",
            cli_party_score(view, fall->party, fall->amount).text, ", to ",
            cli_quotient(party.reservation - fall->amount, party.unit).text, ".");
    cli_page_end_paragraph(view->view.page, 4, 6);
  }
  if (unlock->outcome == NULL)
    return;
  cli_text_add(text, "It opens, for one: ");
  cli_add_outcome(text, view->view.the_case, unlock->outcome);
  cli_page_end_paragraph(view->view.page, 4, 6);
}

static void view_unlock_list(const cli_explain_view *view) {
  cli_page *page = view->view.page;
  size_t count = eir_explanation_unlock_count(view->explanation);
  cli_page_heading(page, "What would open a deal");
  if (count == 0) {
    cli_text_add(&page->sentence, "Nothing was found so far.");
    end(view);
    return;
  }
  CLI_ADD(&page->sentence, cli_grouped(count).text,
          count == 1 ? " minimal unlock" : " minimal unlocks",
          eir_explanation_conflicts_complete(view->explanation) ? "" : " found so far",
          ": ");
  cli_text_add(&page->sentence,
               "if all demands of one are relaxed, there is a deal. Who should relax "
               "what is not for this program to say.");
  end(view);
  for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
    eir_unlock unlock = eir_explanation_unlock(view->explanation, i);
    CLI_ADD(&page->sentence, cli_plain(i + 1).text, ". Cost ", unlock.cost);
    cli_page_end_paragraph(page, 2, 2);
    cli_view_demands(view, unlock.demands, true);
    view_falls(view, &unlock);
  }
  add_rest(view, count, "unlock");
}

/* Is the demand in a conflict that is shown? */
static bool is_shown(const cli_explain_view *view, size_t demand) {
  size_t count = eir_explanation_conflict_count(view->explanation);
  for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
    eir_demand_set set = eir_explanation_conflict(view->explanation, i);
    for (size_t k = 0; k < set.count; k++)
      if (set.demands[k] == demand)
        return true;
  }
  return false;
}

/* Each reason once: a demand may be in many conflicts. */
static void view_reasons(const cli_explain_view *view) {
  bool any = false;
  for (size_t d = 0; d < eir_explanation_demand_count(view->explanation); d++) {
    eir_demand demand = eir_explanation_demand(view->explanation, d);
    if (demand.because[0] == '\0' || !is_shown(view, d))
      continue;
    if (!any)
      cli_page_heading(view->view.page, "The reasons given for these demands");
    any = true;
    cli_view_demand(view, d, true);
  }
}

static void view_verdict(const cli_explain_view *view) {
  cli_text *text = &view->view.page->sentence;
  if (eir_solution_possible_exist(view->view.solution) != EIR_YES) {
    cli_text_add(text, "There is no deal: no outcome is accepted by everyone whose "
                       "consent counts.");
    return;
  }
  cli_text_add(text, "No deal is certain: no outcome is accepted by everyone whose "
                     "consent counts without resting on something unknown. Below, "
                     "rules that may not hold are taken as holding");
  if (eir_solution_has_stances(view->view.solution))
    cli_text_add(text, ", and an answer that is not known as a refusal");
  cli_text_add(text, ".");
}

void cli_view_conflicts(const cli_explain_view *view) {
  if (!eir_explanation_has(view->explanation, EIR_EXPLAINED_CONFLICTS))
    return;
  view_verdict(view);
  end(view);
  view_conflict_list(view);
  view_unlock_list(view);
  view_reasons(view);
}
