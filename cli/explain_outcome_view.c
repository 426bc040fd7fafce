/* One outcome: who would sign, who refuses and why, and what would bring them in. */
#include <stdint.h>

#include "explain_view.h"
#include "grid.h"

static void end(const cli_explain_view *view) {
  cli_page_end_paragraph(view->view.page, 0, 0);
}

/* ---- is it a deal ---- */

static void view_verdict(const cli_explain_view *view,
                         const eir_outcome_review *outcome) {
  cli_text *text = &view->view.page->sentence;
  const eir_case *the_case = view->view.the_case;
  size_t n = eir_case_signatory_count(the_case);
  cli_text_add(text, outcome->is_deal ? "This is a deal: " : "This is not a deal: ");
  CLI_ADD(text, cli_grouped(outcome->n_signatures).text, " of ", cli_grouped(n).text,
          n == 1 ? " signatory" : " signatories", " would sign");
  if (eir_case_consent_quota(the_case) < n)
    CLI_ADD(text, ", and ", cli_grouped(eir_case_consent_quota(the_case)).text,
            " must");
  cli_text_add(text, ".");
  if (!outcome->is_deal && outcome->is_possible_deal)
    cli_text_add(text, " It would be one if everything unknown in it were accepted.");
  end(view);
  cli_page_gap(view->view.page);
  cli_add_outcome(text, the_case, outcome->outcome.options);
  cli_page_end_paragraph(view->view.page, 2, 4);
}

/* ---- who signs ---- */

static void add_answer(cli_text *text, const cli_explain_view *view,
                       const eir_party_review *review) {
  if (review->accepts) {
    cli_text_add(text, "signs");
    return;
  }
  cli_text_add(text, "refuses");
  if (review->short_by > 0)
    CLI_ADD(text, ", short by ",
            cli_party_score(view, review->party, review->short_by).text);
  if (review->broken.count > 0)
    CLI_ADD(text, review->short_by > 0 ? "; " : ": ",
            cli_grouped(review->broken.count).text,
            review->broken.count == 1 ? " demand" : " demands", " not met");
}

static void fill_row(cli_grid *grid, const cli_explain_view *view,
                     const eir_party_review *review) {
  eir_party_info party = eir_case_party(view->view.the_case, review->party);
  cli_grid_add(grid, party.name);
  cli_grid_add(grid, review->has_score
                         ? cli_party_score(view, review->party, review->score).text
                         : "-");
  cli_grid_add(grid, review->has_score && party.has_reservation
                         ? cli_quotient(party.reservation, party.unit).text
                         : "-");
  cli_text answer = {0};
  add_answer(&answer, view, review);
  cli_grid_add(grid, cli_text_get(&answer));
  grid->failed |= answer.failed;
  cli_text_free(&answer);
}

static void view_table(const cli_explain_view *view) {
  cli_grid grid;
  cli_grid_init(&grid, 4);
  const char *const heads[] = {"Party", "Score", "Reservation", "Answer"};
  for (size_t i = 0; i < 4; i++)
    cli_grid_add(&grid, heads[i]);
  for (size_t i = 0; i < eir_explanation_review_count(view->explanation); i++) {
    eir_party_review review = eir_explanation_review(view->explanation, i);
    fill_row(&grid, view, &review);
  }
  grid.columns[1].right = grid.columns[2].right = true;
  if (cli_grid_fit(&grid, view->view.page->width))
    cli_grid_print(&grid, view->view.page);
  view->view.page->text.failed |= grid.failed;
  cli_grid_free(&grid);
}

/* Where the terminal is too narrow for a table the same is said in lines. */
static void view_lines(const cli_explain_view *view) {
  cli_text *text = &view->view.page->sentence;
  for (size_t i = 0; i < eir_explanation_review_count(view->explanation); i++) {
    eir_party_review review = eir_explanation_review(view->explanation, i);
    CLI_ADD(text, cli_party_name(view, review.party), " ");
    add_answer(text, view, &review);
    if (review.has_score)
      CLI_ADD(text, " (score ", cli_party_score(view, review.party, review.score).text,
              ")");
    cli_page_end_paragraph(view->view.page, 2, 4);
  }
}

static void view_reviews(const cli_explain_view *view) {
  enum { NARROW = 60 };
  cli_page_heading(view->view.page, "Who would sign");
  if (view->view.page->width < NARROW)
    view_lines(view);
  else
    view_table(view);
}

static void view_broken(const cli_explain_view *view,
                        const eir_outcome_review *outcome) {
  size_t n = outcome->broken_constraints.count;
  for (size_t i = 0; i < eir_explanation_review_count(view->explanation); i++)
    n += eir_explanation_review(view->explanation, i).broken.count;
  if (n == 0)
    return;
  cli_page_heading(view->view.page, "What it does not meet");
  cli_view_demands(view, outcome->broken_constraints, false);
  for (size_t i = 0; i < eir_explanation_review_count(view->explanation); i++)
    cli_view_demands(view, eir_explanation_review(view->explanation, i).broken, false);
}

/* ---- what would bring a refuser in ---- */

static void add_losses(cli_text *text, const cli_explain_view *view,
                       const eir_change *change) {
  const eir_case *the_case = view->view.the_case;
  const char *joint = " Scores: ";
  for (size_t i = 0; i < eir_case_signatory_count(the_case); i++) {
    eir_party_info party = cli_signatory(the_case, i);
    if (!party.has_scores || change->gain[i] == 0)
      continue;
    CLI_ADD(text, joint, party.name, change->gain[i] > 0 ? " +" : " ",
            cli_score(view->view.solution, i, change->gain[i]).text);
    joint = ", ";
  }
  if (joint[0] == ',')
    cli_text_add(text, ".");
}

static void view_change(const cli_explain_view *view, const eir_change *change) {
  cli_text *text = &view->view.page->sentence;
  const eir_case *the_case = view->view.the_case;
  for (size_t k = 0; k < change->n_issues; k++) {
    CLI_ADD(text, k == 0 ? "" : "; ", eir_case_issue(the_case, change->issue[k]).name,
            ": ");
    cli_add_option(text, the_case, change->issue[k], change->option[k]);
  }
  CLI_ADD(text, ". Then ", cli_grouped(change->n_signatures).text, " would sign");
  if (change->is_deal)
    cli_text_add(text, ", a deal");
  else if (!change->keeps_constraints)
    cli_text_add(text, ", but a constraint is not met");
  cli_text_add(text, ".");
  add_losses(text, view, change);
  cli_page_end_paragraph(view->view.page, 4, 6);
}

static void view_changes(const cli_explain_view *view,
                         const eir_outcome_review *outcome) {
  cli_text *text = &view->view.page->sentence;
  size_t party = SIZE_MAX;
  if (outcome->n_changes == 0 && outcome->changes_complete)
    return;
  cli_page_heading(view->view.page, "What would bring each refuser in");
  cli_text_add(text, "Changes of one issue, or of two where neither alone is enough, "
                     "those first that cost the other signatories least.");
  if (!outcome->changes_complete)
    cli_text_add(text, " There may be more than are shown.");
  end(view);
  for (size_t i = 0; i < outcome->n_changes; i++) {
    eir_change change = eir_explanation_change(view->explanation, i);
    if (change.party != party) {
      CLI_ADD(text, cli_party_name(view, change.party), ":");
      cli_page_end_paragraph(view->view.page, 2, 4);
    }
    party = change.party;
    view_change(view, &change);
  }
}

void cli_view_explained_outcome(const cli_explain_view *view) {
  if (!eir_explanation_has(view->explanation, EIR_EXPLAINED_OUTCOME))
    return;
  eir_outcome_review outcome = eir_explanation_outcome(view->explanation);
  view_verdict(view, &outcome);
  view_reviews(view);
  view_broken(view, &outcome);
  view_changes(view, &outcome);
}
