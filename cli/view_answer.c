/* The first lines of an answer: is there a deal, how many, who must accept. */
#include <string.h>

#include "view.h"

static void end(const cli_view *view) {
  cli_page_end_paragraph(view->page, 0, 0);
}

static void add_command(const cli_view *view, const char *options) {
  CLI_ADD(&view->page->sentence, "'eirene solve ", options, " ", view->path, "'");
}

/* ---- limits ---- */

static void view_limit(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  const eir_solution *solution = view->solution;
  if (eir_solution_end(solution) == EIR_END_COMPLETE)
    return;
  if (eir_solution_end(solution) == EIR_END_STOPPED) {
    cli_text_add(text, "Interrupted: this answer is not complete. ");
  } else {
    bool states = eir_solution_end(solution) == EIR_END_LIMIT_STATES;
    CLI_ADD(text, "This answer is not complete: the limit ", states ? "of " : "--",
            states ? "" : eir_solution_limit_name(solution), states ? "" : " ",
            cli_grouped(eir_solution_limit_value(solution)).text,
            states ? " states of tied issues" : "", " was reached. ");
  }
  cli_text_add(text, eir_solution_limit_advice(solution));
  end(view);
  cli_page_gap(view->page);
  cli_text_add(text, "What is known so far:");
  end(view);
}

/* ---- is there a deal ---- */

/* " among 720 outcomes." */
static void add_among(const cli_view *view) {
  const char *outcomes = eir_solution_outcomes(view->solution);
  cli_text *text = &view->page->sentence;
  if (outcomes == NULL) {
    cli_text_add(text, ". ");
    return;
  }
  cli_text_add(text, " among ");
  cli_text_add_numeral(text, outcomes);
  cli_text_add(text, strcmp(outcomes, "1") == 0 ? " outcome. " : " outcomes. ");
}

/* "There are 12 deals", "There is 1 certain deal", ... */
static void add_number(cli_text *text, const char *count, const char *kind) {
  bool one = strcmp(count, "1") == 0;
  cli_text_add(text, one ? "There is " : "There are ");
  cli_text_add_numeral(text, count);
  CLI_ADD(text, kind, one ? " deal" : " deals");
}

static void add_not_counted(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  cli_text_add(text, "They were not counted");
  if (eir_options_get(view->options, "count") != 0 ||
      eir_solution_end(view->solution) != EIR_END_COMPLETE) {
    cli_text_add(text, ".");
    return;
  }
  cli_text_add(text, "; ");
  add_command(view, "--count");
  cli_text_add(text, " counts them.");
}

static void view_scored(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  const char *count = eir_solution_count(view->solution);
  switch (eir_solution_deals_exist(view->solution)) {
  case EIR_UNKNOWN:
    cli_text_add(text, "Whether there is a deal is not known: none was found");
    add_among(view);
    break;
  case EIR_NO:
    cli_text_add(text, "There is no deal: no outcome is accepted by everyone whose "
                       "consent counts. ");
    if (eir_solution_outcomes(view->solution) != NULL) {
      cli_text_add(text, "The case has ");
      cli_text_add_numeral(text, eir_solution_outcomes(view->solution));
      cli_text_add(text, " possible outcomes.");
    }
    break;
  case EIR_YES:
    if (count == NULL) {
      cli_text_add(text, "There are deals");
      add_among(view);
      add_not_counted(view);
    } else {
      add_number(text, count, "");
      add_among(view);
    }
    break;
  }
  end(view);
}

/* With stances, or rules that may not hold, there are two answers. */
static void view_certain(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  const char *count = eir_solution_count(view->solution);
  switch (eir_solution_deals_exist(view->solution)) {
  case EIR_UNKNOWN:
    cli_text_add(text, "Whether a deal is certain is not known.");
    break;
  case EIR_NO:
    cli_text_add(text, "No deal is certain: no outcome is accepted by everyone whose "
                       "consent counts without resting on something unknown.");
    break;
  case EIR_YES:
    if (count == NULL)
      cli_text_add(text, "There are certain deals");
    if (count != NULL)
      add_number(text, count, " certain");
    add_among(view);
    cli_text_add(text, eir_solution_has_stances(view->solution)
                           ? "A certain deal uses nothing that is unknown. "
                           : "A certain deal is one also where every uncertain rule "
                             "holds. ");
    if (count == NULL)
      add_not_counted(view);
    break;
  }
  end(view);
}

/* What would have to be so for a possible deal to be one. */
static const char *condition(const cli_view *view) {
  bool rules = eir_case_unknown_counts(view->the_case).n_rules > 0;
  if (!eir_solution_has_stances(view->solution))
    return "no uncertain rule held";
  return rules ? "every unknown were accepted and no uncertain rule held"
               : "every unknown were accepted";
}

static void view_possible(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  const char *count = eir_solution_possible_count(view->solution);
  cli_page_gap(view->page);
  switch (eir_solution_possible_exist(view->solution)) {
  case EIR_UNKNOWN:
    cli_text_add(text, "Whether a deal is possible is not known.");
    break;
  case EIR_NO:
    CLI_ADD(text, "No deal is possible either: none would be one even if ",
            condition(view), ".");
    break;
  case EIR_YES:
    if (count == NULL)
      cli_text_add(text, "There are possible deals");
    if (count != NULL)
      add_number(text, count, " possible");
    bool one = count != NULL && strcmp(count, "1") == 0;
    bool certain = eir_solution_deals_exist(view->solution) == EIR_YES;
    if (one && certain)
      cli_text_add(text, ", the certain one. ");
    else if (one)
      CLI_ADD(text, ": it would be a deal if ", condition(view), ". ");
    else
      CLI_ADD(text, certain ? ", the certain ones included" : "",
              ": they would be deals if ", condition(view), ". ");
    if (count == NULL)
      add_not_counted(view);
    break;
  }
  end(view);
}

/* What one can do now, with the verbs there are. */
static void view_next_steps(const cli_view *view) {
  if (eir_solution_deals_exist(view->solution) != EIR_NO)
    return;
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  if (eir_solution_has_stances(view->solution) &&
      eir_solution_possible_exist(view->solution) == EIR_YES) {
    cli_text_add(text, "The next step is to ask about the unknowns below.");
    end(view);
    return;
  }
  CLI_ADD(text, "'eirene explain ", view->path,
          "' says what stands in the way, and what would open a deal.");
  bool scored = !eir_solution_has_stances(view->solution);
  if (scored && !eir_solution_over_outcomes(view->solution)) {
    cli_text_add(text, " ");
    add_command(view, "--over outcomes");
    cli_text_add(text, " shows the best outcomes that meet the constraints, whoever "
                       "consents.");
  }
  end(view);
}

void cli_view_answer(const cli_view *view) {
  const char *title = eir_case_title(view->the_case);
  cli_view_whose(view->the_case, view->page);
  cli_page_heading(view->page, title[0] == '\0' ? view->path : title);
  cli_page_gap(view->page);
  view_limit(view);
  cli_page_gap(view->page);
  if (eir_solution_has_possible(view->solution)) {
    view_certain(view);
    view_possible(view);
  } else {
    view_scored(view);
  }
  view_next_steps(view);
}

/* ---- who must accept ---- */

static bool has_veto(const eir_party_info *party) {
  return party->veto;
}

static void view_quota(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  size_t n = eir_case_signatory_count(view->the_case);
  size_t quota = eir_case_consent_quota(view->the_case);
  size_t n_vetoes = cli_add_signatories(NULL, view->the_case, has_veto);
  if (n == 1) {
    cli_text_add(text, "One signatory must accept: ");
  } else if (quota == n && n == 2) {
    cli_text_add(text, "Both signatories must accept: ");
  } else if (quota == n) {
    CLI_ADD(text, "All ", cli_grouped(n).text, " signatories must accept: ");
  } else {
    CLI_ADD(text, "At least ", cli_grouped(quota).text, " of the ", cli_grouped(n).text,
            " signatories must accept: ");
  }
  (void)cli_add_signatories(text, view->the_case, NULL);
  cli_text_add(text, ".");
  if (quota < n && n_vetoes > 0) {
    cli_text_add(text, " ");
    (void)cli_add_signatories(text, view->the_case, has_veto);
    CLI_ADD(text, n_vetoes == 1 ? " has" : " have", " a veto and must be among them.");
  }
  end(view);
}

static void view_guarantors(const cli_view *view) {
  for (size_t i = 0; i < eir_case_party_count(view->the_case); i++) {
    eir_party_info party = eir_case_party(view->the_case, i);
    if ((party.roles & EIR_ROLE_GUARANTOR) == 0 || party.n_red_lines == 0)
      continue;
    CLI_ADD(&view->page->sentence, party.name,
            " is a guarantor: a deal with an option that needs it must keep to its red "
            "lines.");
    end(view);
  }
}

void cli_view_consent(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  view_quota(view);
  view_guarantors(view);
  /* Those of the case come last, and have places of their own. */
  size_t n_notes = eir_solution_note_count(view->solution);
  n_notes -= eir_case_note_count(view->the_case);
  if (n_notes > 0)
    cli_page_gap(view->page);
  for (size_t i = 0; i < n_notes; i++) {
    cli_text_add(text, eir_solution_note(view->solution, i));
    end(view);
  }
}

/* ---- the end of the page ---- */

void cli_view_stats(const cli_view *view) {
  eir_stats stats = eir_solution_stats(view->solution);
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  bool brief = stats.seconds < 1;
  CLI_ADD(text, "Solved in ", cli_double(stats.seconds * (brief ? 1e3 : 1), 2).text,
          brief ? " ms; " : " s; ", cli_grouped(stats.steps).text, " steps; at most ",
          cli_grouped(stats.largest_set).text, " vectors at once; ",
          cli_double((double)stats.peak_bytes / 1e6, 2).text, " MB.");
  end(view);
}
