/* What is not known: how much of the answer it moves, and what it rests on. */
#include <stdint.h>
#include <string.h>

#include "explain_view.h"

enum { MOST_DEALS = 12, MOST_UNKNOWNS = 12, MOST_PIVOTS = 20 };

static void end(const cli_explain_view *view) {
  cli_page_end_paragraph(view->view.page, 0, 0);
}

/* "0.46 (0.45 to 0.47)". */
static void add_share(cli_text *text, const eir_share *share) {
  CLI_ADD(text, cli_double(share->share, 3).text, " (sampling ",
          cli_double(share->sampling_low, 3).text, " to ",
          cli_double(share->sampling_high, 3).text, ")");
}

static void view_share(const cli_explain_view *view, const eir_robust *robust) {
  cli_text *text = &view->view.page->sentence;
  if (robust->always == EIR_YES)
    cli_text_add(text, "Certain: whatever the values are, there is a deal. ");
  else if (robust->ever == EIR_NO)
    cli_text_add(text, "Whatever the values are, there is no deal. ");
  else if (robust->ever == EIR_YES && robust->always == EIR_NO)
    cli_text_add(text, "Possible, not certain: for some values there is a deal, for "
                       "others there is none. ");
  cli_text_add(text, "Share of the assumptions tried in which a deal exists, not a "
                     "probability: ");
  add_share(text, &robust->deal);
  CLI_ADD(text, ". ", cli_grouped(robust->samples).text, " sets of values, seed ",
          cli_plain(robust->seed).text, ".");
  end(view);
}

static void view_deal(const cli_explain_view *view, const eir_robust *robust,
                      size_t index) {
  cli_page *page = view->view.page;
  cli_text *text = &page->sentence;
  eir_robust_deal deal = eir_explanation_robust_deal(view->explanation, index);
  cli_add_outcome(text, view->view.the_case, deal.deal.options);
  cli_page_end_paragraph(page, 2, 4);
  cli_text_add(text, "a deal in ");
  add_share(text, &deal.signed_by_all);
  if (deal.certain == EIR_YES)
    cli_text_add(text, ", for every value");
  if (deal.possible == EIR_NO)
    cli_text_add(text, ", for no value");
  CLI_ADD(text, "; regret ", cli_double(deal.median_regret, 3).text, " in the middle, ",
          cli_double(deal.worst_regret, 3).text, " at worst");
  if (index == robust->best)
    cli_text_add(text, "; the largest share");
  cli_text_add(text, ".");
  cli_page_end_paragraph(page, 4, 4);
}

/* The first deals, and the one with the largest share wherever it stands. */
static void view_deals(const cli_explain_view *view, const eir_robust *robust) {
  cli_text *text = &view->view.page->sentence;
  if (robust->n_deals == 0)
    return;
  cli_page_heading(view->view.page, "Deals under the assumptions tried");
  bool outcome = eir_explanation_has(view->explanation, EIR_EXPLAINED_OUTCOME);
  CLI_ADD(text,
          "The frontier at the middle of every range, with rules that may not hold "
          "left out",
          outcome ? ", and the outcome explained above" : "",
          ". Regret is how much more, in utility, the signatory that gains least could "
          "have had.");
  end(view);
  for (size_t i = 0; i < robust->n_deals; i++)
    if (i < MOST_DEALS || i == robust->best)
      view_deal(view, robust, i);
  if (robust->n_deals > MOST_DEALS) {
    CLI_ADD(text, "There are ", cli_grouped(robust->n_deals).text,
            " in all; --json lists them.");
    cli_page_end_paragraph(view->view.page, 2, 2);
  }
}

static void view_unknowns(const cli_explain_view *view, const eir_robust *robust) {
  cli_text *text = &view->view.page->sentence;
  if (robust->n_unknowns == 0)
    return;
  cli_page_heading(view->view.page, "Which unknown is worth finding out");
  cli_text_add(text, "How far the share in which a deal exists moves over the range of "
                     "each, the largest first.");
  end(view);
  for (size_t i = 0; i < robust->n_unknowns && i < MOST_UNKNOWNS; i++) {
    eir_unknown unknown = eir_explanation_unknown(view->explanation, i);
    CLI_ADD(text, unknown.path, ", ", unknown.low, " to ", unknown.high, ": ",
            cli_double(unknown.swing, 3).text, " (", unknown.basis);
    if (unknown.source[0] != '\0')
      CLI_ADD(text, ", ", unknown.source);
    cli_text_add(text, ")");
    cli_page_end_paragraph(view->view.page, 2, 4);
  }
  if (robust->n_unknowns > MOST_UNKNOWNS) {
    CLI_ADD(text, "And ");
    cli_add_count(text, robust->n_unknowns - MOST_UNKNOWNS, "unknown");
    cli_text_add(text, " more.");
    cli_page_end_paragraph(view->view.page, 2, 2);
  }
}

void cli_view_robust(const cli_explain_view *view) {
  if (!eir_explanation_has(view->explanation, EIR_EXPLAINED_ROBUST))
    return;
  eir_robust robust = eir_explanation_robust(view->explanation);
  cli_page_heading(view->view.page, "If the values are others");
  view_share(view, &robust);
  view_deals(view, &robust);
  view_unknowns(view, &robust);
}

/* ---- what it rests on ---- */

static uint64_t sum_of(const uint64_t *count) {
  return count[0] + count[1] + count[2];
}

static void add_bases(cli_text *text, const uint64_t *count, const char *noun) {
  uint64_t sum = sum_of(count);
  cli_add_count(text, (size_t)sum, noun);
  if (sum == 0)
    return;
  CLI_ADD(text, " (from texts ", cli_grouped(count[0]).text, ", readings ",
          cli_grouped(count[1]).text, ", assumptions ", cli_grouped(count[2]).text,
          ")");
}

static void view_pivots(const cli_explain_view *view, const eir_grounds *grounds) {
  cli_text *text = &view->view.page->sentence;
  bool outcome = eir_explanation_has(view->explanation, EIR_EXPLAINED_OUTCOME);
  if (grounds->n_pivots == 0) {
    if (grounds->complete)
      cli_text_add(text, "No single assumption, withdrawn alone, would change the "
                         "answer.");
    end(view);
    return;
  }
  cli_text_add(text,
               "These assumptions, each withdrawn alone, would change the answer:");
  end(view);
  for (size_t i = 0; i < grounds->n_pivots && i < MOST_PIVOTS; i++) {
    eir_pivot pivot = eir_explanation_pivot(view->explanation, i);
    bool yes = pivot.becomes == EIR_YES;
    CLI_ADD(text, pivot.path, ": ", pivot.text, ". Without it ",
            outcome ? (yes ? "this is a deal." : "this is no deal.")
                    : (yes ? "there is a deal." : "there is no deal."));
    cli_page_end_paragraph(view->view.page, 2, 4);
  }
  if (grounds->n_pivots > MOST_PIVOTS) {
    CLI_ADD(text, "And ", cli_grouped(grounds->n_pivots - MOST_PIVOTS).text, " more.");
    cli_page_end_paragraph(view->view.page, 2, 2);
  }
}

void cli_view_grounds(const cli_explain_view *view) {
  if (!eir_explanation_has(view->explanation, EIR_EXPLAINED_GROUNDS))
    return;
  cli_text *text = &view->view.page->sentence;
  eir_grounds grounds = eir_explanation_grounds(view->explanation);
  cli_page_heading(view->view.page, "What this rests on");
  if (sum_of(grounds.rules) + sum_of(grounds.numbers) == 0) {
    cli_text_add(text, "No rule, number or stance is given.");
  } else {
    add_bases(text, grounds.rules, "rule");
    cli_text_add(text, ", ");
    add_bases(text, grounds.numbers, "number");
    cli_text_add(text, ", stances counted in.");
  }
  end(view);
  view_pivots(view, &grounds);
}
