/* The bargaining solutions, each with what it takes for granted. None is recommended.
 * */
#include <stdint.h>
#include <string.h>

#include "columns.h"
#include "deal_list.h"

/* How a solution is explained: its name, what it does, what it assumes. */
typedef struct concept_words {
  eir_concept which;
  const char *name;
  const char *rule;  /* "... of all deals", without a full stop */
  const char *value; /* what the value is */
  const char *assumes;
} concept_words;

static const concept_words words[] = {
    {EIR_NASH, "Nash solution",
     "The product of the parties' gains over no deal is the largest", "product",
     "It needs no common unit, so it does not compare scores between parties; it takes "
     "the reservation values as given."},
    {EIR_KALAI_SMORODINSKY, "Kalai-Smorodinsky solution",
     "Each party gains as equal a share as possible of the most that it could gain in "
     "any deal",
     "least share",
     "It needs no common unit; it takes the reservation values and each party's best "
     "deal as given."},
    {EIR_EGALITARIAN, "Egalitarian solution",
     "The party that gains least over no deal gains as much as possible", "least gain",
     "It compares scores between parties, so it depends on their scales."},
    {EIR_UTILITARIAN, "Utilitarian solution",
     "The sum of the parties' utilities is the largest", "sum",
     "It compares scores between parties, so it depends on their scales."},
};

static void end(const cli_view *view) {
  cli_page_end_paragraph(view->page, 2, 2);
}

/* Under a quota a solution may leave a party below its reservation value: that is said.
 * */
static void add_scores(const cli_view *view, const int64_t *scores) {
  cli_text *text = &view->page->sentence;
  size_t n = eir_case_signatory_count(view->the_case);
  for (size_t i = 0; i < n; i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    CLI_ADD(text, i == 0 ? "" : "; ", party.name, " ",
            cli_score(view->solution, i, scores[i]).text);
    if (!party.has_reservation || scores[i] >= party.reservation)
      continue;
    CLI_ADD(text, " (below its reservation value ",
            cli_score(view->solution, i, party.reservation).text, ")");
  }
}

/* Whole numbers in full, short decimals as they are, short fractions with their
 * decimal, the rest to a few digits. */
static void add_value(cli_text *text, const eir_concept_result *result) {
  enum { SHORT = 9 };
  const char *exact = result->value_exact;
  size_t length = strlen(exact);
  cli_number decimal = cli_double(result->value, 15);
  if (length > 0 && length <= 15 && strspn(exact, "0123456789") == length) {
    cli_text_add_numeral(text, exact);
  } else if (strlen(decimal.text) <= SHORT) {
    cli_text_add(text, decimal.text);
  } else {
    if (length > 0 && length <= SHORT)
      CLI_ADD(text, exact, ", ");
    CLI_ADD(text, "about ", cli_double(result->value, 4).text);
  }
}

static void view_outcome(const cli_view *view, const eir_concept_result *result) {
  cli_add_outcome(&view->page->sentence, view->the_case, result->deal.options);
  cli_page_end_paragraph(view->page, 2, 4);
  cli_text_add(&view->page->sentence, "Scores: ");
  add_scores(view, result->deal.scores);
  cli_page_end_paragraph(view->page, 2, 4);
}

/* The first solution before `index` with the same outcome, or `index`. */
static size_t same_as(const cli_view *view, size_t index) {
  eir_concept_result result = eir_solution_concept(view->solution, words[index].which);
  size_t size = eir_case_issue_count(view->the_case) * sizeof *result.deal.options;
  for (size_t i = 0; i < index; i++) {
    eir_concept_result other = eir_solution_concept(view->solution, words[i].which);
    if (other.found && memcmp(other.deal.options, result.deal.options, size) == 0) {
      return i;
    }
  }
  return index;
}

/* Powers weigh the gains of the Nash product; they are said where the case gives any.
 * */
static void add_powers(const cli_view *view) {
  cli_text *text = &view->page->sentence;
  bool any = false;
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    if (cli_signatory(view->the_case, i).power > 1)
      any = true;
  }
  for (size_t i = 0; any && i < eir_case_signatory_count(view->the_case); i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    CLI_ADD(text, i == 0 ? " Each gain is raised to the party's power: " : ", ",
            party.name, " ", cli_plain(party.power).text);
  }
  if (any)
    cli_text_add(text, ".");
}

static void view_concept(const cli_view *view, size_t index) {
  const concept_words *word = &words[index];
  eir_concept_result result = eir_solution_concept(view->solution, word->which);
  if (!result.found)
    return;
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  size_t number = cli_frontier_number(view, result.deal.options);
  size_t same = same_as(view, index);
  CLI_ADD(text, CLI_BOLD, word->name, CLI_PLAIN);
  if (number > 0)
    CLI_ADD(text, ": deal ", cli_plain(number).text);
  if (same < index)
    CLI_ADD(text, ", the same as the ", words[same].name);
  cli_page_end_paragraph(view->page, 0, 2);
  if (same == index)
    view_outcome(view, &result);
  cli_text_add(text, word->rule);
  if (result.has_value) {
    CLI_ADD(text, " (", word->value, " ");
    add_value(text, &result);
    cli_text_add(text, ")");
  }
  cli_text_add(text, ".");
  if (word->which == EIR_NASH)
    add_powers(view);
  CLI_ADD(text, " ", word->assumes);
  end(view);
  if (!result.proved) {
    cli_text_add(text, "This is the best deal found; it is not proved that there is "
                       "none better.");
    if (result.has_bound)
      CLI_ADD(text, " No deal has a ", word->value, " above ",
              cli_double(result.bound, 6).text, ".");
    end(view);
  }
  if (result.ties > 1) {
    CLI_ADD(text, cli_grouped(result.ties).text,
            " deals are equal in all that this compares; the first in the order of the "
            "case is shown.");
    end(view);
  }
}

/* ---- Adjusted Winner ---- */

/* "Party: item; item" for the whole items that go to option `side` of each issue. */
static void view_side(const cli_view *view, const eir_adjusted_winner *winner,
                      uint32_t side) {
  cli_text *text = &view->page->sentence;
  CLI_ADD(text, "To ", eir_case_option(view->the_case, 0, side).name, ": ");
  size_t listed = 0;
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if (winner->options[i] != side)
      continue;
    CLI_ADD(text, listed == 0 ? "" : "; ", eir_case_issue(view->the_case, i).name);
    listed++;
  }
  if (listed == 0)
    cli_text_add(text, "no whole item");
  cli_page_end_paragraph(view->page, 2, 4);
}

static void view_winner(const cli_view *view) {
  eir_adjusted_winner winner = eir_solution_adjusted_winner(view->solution);
  if (!winner.found)
    return;
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  CLI_ADD(text, CLI_BOLD, "Adjusted Winner", CLI_PLAIN);
  cli_page_end_paragraph(view->page, 0, 2);
  for (uint32_t side = 0; side < 2; side++)
    view_side(view, &winner, side);
  if (winner.shared != SIZE_MAX) {
    CLI_ADD(text, "Shared: ", eir_case_issue(view->the_case, winner.shared).name, ", ",
            winner.shares[0], " of it to ",
            eir_case_option(view->the_case, winner.shared, 0).name, " and ",
            winner.shares[1], " to ",
            eir_case_option(view->the_case, winner.shared, 1).name);
    cli_page_end_paragraph(view->page, 2, 4);
  }
  CLI_ADD(text, "Scores: ", cli_signatory(view->the_case, 0).name, " ",
          winner.scores[0], "; ", cli_signatory(view->the_case, 1).name, " ",
          winner.scores[1]);
  cli_page_end_paragraph(view->page, 2, 4);
  for (size_t i = 0; i < 2; i++) {
    if (winner.accepted[i])
      continue;
    CLI_ADD(text, cli_signatory(view->the_case, i).name,
            " does not accept it: it is below its reservation value.");
    end(view);
  }
  cli_text_add(text,
               "Both get the same when each one's points are scaled to the same "
               "total, with at most one item shared. That compares scores between "
               "parties, and it counts on both telling their points as they are.");
  end(view);
}

static bool any_found(const cli_view *view) {
  for (size_t i = 0; i < EIR_CONCEPT_COUNT; i++) {
    if (eir_solution_concept(view->solution, words[i].which).found)
      return true;
  }
  return eir_solution_adjusted_winner(view->solution).found;
}

void cli_view_solutions(const cli_view *view) {
  if (!any_found(view))
    return;
  cli_page_heading(view->page, "Solutions");
  cli_text_add(
      &view->page->sentence,
      "Rules from the literature that single out a deal. Each rests on its own "
      "idea of what is fair; none is recommended.");
  cli_page_end_paragraph(view->page, 0, 0);
  for (size_t i = 0; i < EIR_CONCEPT_COUNT; i++)
    view_concept(view, i);
  view_winner(view);
}
