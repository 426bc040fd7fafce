/* The section of deals: what is listed, then the list. */
#include <string.h>

#include "deal_list.h"

static void end(const cli_view *view) {
  cli_page_end_paragraph(view->page, 0, 0);
}

static void introduce_outcomes(const cli_view *view, size_t size) {
  cli_text *text = &view->page->sentence;
  cli_page_heading(view->page, "Pareto frontier over all outcomes, whoever consents");
  if (size == 0) {
    cli_text_add(text, "No outcome meets every constraint.");
  } else {
    cli_add_count(text, size, "outcome");
    CLI_ADD(text, size == 1 ? " meets" : " meet", " every constraint and ",
            size == 1 ? "is" : "are", " such that no other is as good ",
            "for every signatory and better for one. ",
            "Not all of them need be deals. Equal scores are shown once.");
  }
  end(view);
}

static void introduce_frontier(const cli_view *view, size_t size) {
  cli_text *text = &view->page->sentence;
  const char *count = eir_solution_count(view->solution);
  bool all = count != NULL && strcmp(count, cli_plain(size).text) == 0;
  cli_page_heading(view->page, "Pareto frontier");
  if (all && size == 1) {
    cli_text_add(text, "The only deal.");
  } else if (all && size == 2) {
    cli_text_add(text, "Both deals");
  } else {
    if (all)
      cli_text_add(text, "All ");
    cli_add_count(text, size, "deal");
  }
  if (!all || size > 1) {
    CLI_ADD(text, size == 1 ? " is" : " are",
            " such that no other deal is as good for ",
            "every signatory and better for one. ");
  }
  if (!all)
    cli_text_add(text, "Deals with equal scores are shown once.");
  end(view);
}

static void introduce_cover(const cli_view *view, size_t size) {
  cli_text *text = &view->page->sentence;
  cli_page_heading(view->page, eir_solution_over_outcomes(view->solution)
                                   ? "Cover of all outcomes, whoever consents"
                                   : "Cover of the deals");
  cli_add_count(text, size, "deal");
  double epsilon = (double)eir_solution_epsilon(view->solution) * 1e-12;
  CLI_ADD(text,
          " such that every deal well above the reservations has one on the list "
          "within ",
          cli_double(epsilon, 4).text,
          " of it in every utility. This is not the exact frontier; a note below says "
          "what may be missed.");
  end(view);
}

/* True if there is anything to list. */
static bool introduce(const cli_view *view) {
  const eir_solution *solution = view->solution;
  if (eir_solution_has_frontier(solution)) {
    size_t size = eir_solution_frontier_size(solution);
    if (eir_solution_epsilon(solution) > 0) {
      if (size > 0)
        introduce_cover(view, size);
      return size > 0;
    }
    if (eir_solution_over_outcomes(solution)) {
      introduce_outcomes(view, size);
      return size > 0;
    }
    if (size > 0)
      introduce_frontier(view, size);
    return size > 0;
  }
  if (eir_solution_deals_exist(solution) != EIR_YES)
    return false;
  if (eir_options_get(view->options, "only") != 0 &&
      !eir_solution_has_stances(solution))
    return false; /* a list was not asked for */
  if (eir_solution_end(solution) != EIR_END_COMPLETE &&
      eir_solution_count(solution) == NULL)
    return false; /* after a limit, looking for them could take for ever */
  cli_page_heading(view->page,
                   eir_solution_has_stances(solution) ? "Certain deals" : "Deals");
  cli_text_add(&view->page->sentence, "In the order of the case.");
  end(view);
  return true;
}

bool cli_view_deals(const cli_view *view) {
  if (!introduce(view))
    return true;
  cli_deal_list list;
  bool made = cli_deal_list_make(&list, view);
  if (made)
    cli_view_deal_list(view, &list);
  cli_deal_list_free(&list);
  return made;
}
