/* Deals as tables: one with everything if the page is wide enough, else one of options
 * and one of scores; options by their names, else by their ids; and on a narrow page,
 * or with many issues, one paragraph a deal. */
#include <assert.h>
#include <string.h>

#include "columns.h"
#include "deal_list.h"
#include "grid.h"

/* The parts of a table. */
typedef enum table_parts {
  WITH_OPTIONS = 1,
  WITH_SCORES = 2,
  WITH_IDS = 4 /* options by id */
} table_parts;

static bool has_scores(const cli_view *view, size_t signatory) {
  return cli_signatory(view->the_case, signatory).has_scores;
}

static bool any_scores(const cli_view *view) {
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    if (has_scores(view, i))
      return true;
  }
  return false;
}

static bool is_below(const cli_view *view, const cli_deal_list *list, size_t deal,
                     size_t signatory) {
  eir_party_info party = cli_signatory(view->the_case, signatory);
  return party.has_reservation &&
         cli_deal_score(list, deal, signatory) < party.reservation;
}

static bool any_below(const cli_view *view, const cli_deal_list *list) {
  for (size_t deal = 0; deal < list->count; deal++) {
    for (size_t i = 0; i < list->n_signatories; i++) {
      if (has_scores(view, i) && is_below(view, list, deal, i))
        return true;
    }
  }
  return false;
}

/* ---- tables ---- */

static void add_headers(const cli_view *view, cli_grid *grid, unsigned parts) {
  size_t column = 1;
  cli_grid_add(grid, "Deal");
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if ((parts & WITH_OPTIONS) == 0)
      break;
    eir_issue_info issue = eir_case_issue(view->the_case, i);
    cli_grid_add(grid, (parts & WITH_IDS) != 0 ? issue.id : issue.name);
    column++;
  }
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    if ((parts & WITH_SCORES) == 0 || !has_scores(view, i))
      continue;
    cli_grid_add(grid, cli_signatory(view->the_case, i).name);
    if (!grid->failed)
      grid->columns[column].right = true;
    column++;
  }
}

static void add_options(const cli_view *view, cli_grid *grid, const uint32_t *options,
                        unsigned parts) {
  cli_text text = {0};
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if ((parts & WITH_OPTIONS) == 0)
      break;
    cli_text_clear(&text);
    if ((parts & WITH_IDS) != 0 && options != NULL) {
      cli_text_add(&text, eir_case_option(view->the_case, i, options[i]).id);
    } else if (options != NULL) {
      cli_add_option(&text, view->the_case, i, options[i]);
    }
    cli_grid_add(grid, cli_text_get(&text));
  }
  if (text.failed)
    grid->failed = true;
  cli_text_free(&text);
}

/* Scores end in a star or a space when any is below its reservation value. */
static void add_score(cli_grid *grid, const char *score, const char *mark) {
  cli_text text = {0};
  CLI_ADD(&text, score, mark);
  if (text.failed)
    grid->failed = true;
  cli_grid_add(grid, cli_text_get(&text));
  cli_text_free(&text);
}

/* The row of what each party has without a deal. */
static void add_reservations(const cli_view *view, cli_grid *grid, unsigned parts,
                             bool marks) {
  cli_grid_add(grid, "No deal");
  add_options(view, grid, NULL, parts);
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    if (!party.has_scores)
      continue;
    cli_number score = cli_score(view->solution, i, party.reservation);
    add_score(grid, party.has_reservation ? score.text : "-", marks ? " " : "");
  }
}

static void add_deals(const cli_view *view, const cli_deal_list *list, cli_grid *grid,
                      unsigned parts, bool marks) {
  for (size_t deal = 0; deal < list->count; deal++) {
    cli_grid_add(grid, cli_plain(list->numbers[deal]).text);
    add_options(view, grid, cli_deal_options(list, deal), parts);
    for (size_t i = 0; i < list->n_signatories; i++) {
      if ((parts & WITH_SCORES) == 0 || !has_scores(view, i))
        continue;
      cli_number score = cli_score(view->solution, i, cli_deal_score(list, deal, i));
      const char *mark = !marks ? "" : is_below(view, list, deal, i) ? "*" : " ";
      add_score(grid, score.text, mark);
    }
  }
}

/* The rows of the best and the worst score over the frontier. */
static void add_extremes(const cli_view *view, cli_grid *grid, unsigned parts,
                         bool marks) {
  int64_t score;
  if (eir_solution_over_outcomes(view->solution) ||
      !eir_solution_ideal(view->solution, 0, &score)) {
    return;
  }
  for (int row = 0; row < 2; row++) {
    cli_grid_add(grid, row == 0 ? "Best" : "Worst");
    add_options(view, grid, NULL, parts);
    for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
      if (!has_scores(view, i))
        continue;
      bool known = row == 0 ? eir_solution_ideal(view->solution, i, &score)
                            : eir_solution_nadir(view->solution, i, &score);
      add_score(grid, known ? cli_score(view->solution, i, score).text : "-",
                marks ? " " : "");
    }
  }
}

static size_t column_count(const cli_view *view, unsigned parts) {
  size_t count = 1;
  if ((parts & WITH_OPTIONS) != 0)
    count += eir_case_issue_count(view->the_case);
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    if ((parts & WITH_SCORES) != 0 && has_scores(view, i))
      count++;
  }
  return count;
}

/* Fills the grid; true if it fits the page. */
static bool fill(const cli_view *view, const cli_deal_list *list, unsigned parts,
                 cli_grid *grid) {
  bool marks = any_below(view, list);
  cli_grid_init(grid, column_count(view, parts));
  add_headers(view, grid, parts);
  if ((parts & WITH_SCORES) != 0)
    add_reservations(view, grid, parts, marks);
  add_deals(view, list, grid, parts, marks);
  if ((parts & WITH_SCORES) != 0)
    add_extremes(view, grid, parts, marks);
  return cli_grid_fit(grid, view->page->width);
}

/* Prints one table, or two of which both must fit; false if they don't. */
static bool try_tables(const cli_view *view, const cli_deal_list *list, unsigned first,
                       unsigned second) {
  cli_grid grids[2];
  bool fits = fill(view, list, first, &grids[0]);
  if (second != 0)
    fits = fill(view, list, second, &grids[1]) && fits;
  for (int i = 0; i < (second == 0 ? 1 : 2); i++) {
    if (fits) {
      cli_page_gap(view->page);
      cli_grid_print(&grids[i], view->page);
    }
    if (grids[i].failed)
      view->page->text.failed = true;
    cli_grid_free(&grids[i]);
  }
  return fits;
}

static bool is_shown(const cli_deal_list *list, size_t issue, size_t option) {
  for (size_t deal = 0; deal < list->count; deal++) {
    if (cli_deal_options(list, deal)[issue] == option)
      return true;
  }
  return false;
}

/* What the ids in the table stand for, of the options that it shows. */
static void view_legend(const cli_view *view, const cli_deal_list *list) {
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  for (size_t i = 0; i < list->n_issues; i++) {
    eir_issue_info issue = eir_case_issue(view->the_case, i);
    bool unit = issue.unit[0] != '\0', named = strcmp(issue.id, issue.name) != 0;
    CLI_ADD(text, issue.id, ": ", named ? issue.name : "", unit ? ", in " : "",
            issue.unit, named || unit ? "." : "");
    for (size_t option = 0; option < issue.n_options; option++) {
      eir_option_info info = eir_case_option(view->the_case, i, option);
      if (strcmp(info.id, info.name) == 0 || !is_shown(list, i, option))
        continue;
      CLI_ADD(text, " ", info.id, " = ", info.name, ";");
      named = true;
    }
    if (text->length > 0 && text->data[text->length - 1] == ';') {
      text->data[text->length - 1] = '.';
    }
    if (!named && !unit)
      cli_text_clear(text); /* the ids are the names */
    if (text->length > 0)
      cli_page_end_paragraph(view->page, 0, 4);
  }
}

/* ---- paragraphs ---- */

enum { MAX_PARAGRAPHS = 5 };

static void add_scores(const cli_view *view, const cli_deal_list *list, size_t deal) {
  cli_text *text = &view->page->sentence;
  bool first = true;
  for (size_t i = 0; i < list->n_signatories; i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    if (!party.has_scores)
      continue;
    CLI_ADD(text, first ? "" : "; ", party.name, " ",
            cli_score(view->solution, i, cli_deal_score(list, deal, i)).text);
    if (party.has_reservation) {
      CLI_ADD(text, " (no deal: ", cli_score(view->solution, i, party.reservation).text,
              ")");
    }
    if (is_below(view, list, deal, i))
      cli_text_add(text, "*");
    first = false;
  }
}

static void view_paragraphs(const cli_view *view, const cli_deal_list *list) {
  for (size_t deal = 0; deal < list->count; deal++) {
    cli_page_gap(view->page);
    CLI_ADD(&view->page->sentence, CLI_BOLD "Deal ",
            cli_plain(list->numbers[deal]).text, CLI_PLAIN);
    cli_page_end_paragraph(view->page, 0, 0);
    cli_add_outcome(&view->page->sentence, view->the_case,
                    cli_deal_options(list, deal));
    cli_page_end_paragraph(view->page, 2, 4);
    if (!any_scores(view))
      continue;
    cli_text_add(&view->page->sentence, "Scores: ");
    add_scores(view, list, deal);
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

/* ---- the whole ---- */

static bool any_missing(const cli_view *view) {
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    if (party.has_scores && !party.has_reservation)
      return true;
  }
  return false;
}

static void view_remarks(const cli_view *view, const cli_deal_list *list, bool tables) {
  cli_text *text = &view->page->sentence;
  if (any_scores(view)) {
    cli_page_gap(view->page);
    cli_text_add(text, "Scores are in each party's own points.");
    if (tables) {
      cli_text_add(text, " \"No deal\" is the reservation value: a party refuses "
                         "anything below it.");
    }
    if (tables && any_missing(view))
      cli_text_add(text, " A dash: none is given.");
    int64_t best;
    if (tables && !eir_solution_over_outcomes(view->solution) &&
        eir_solution_ideal(view->solution, 0, &best)) {
      cli_text_add(text, " \"Best\" and \"Worst\" are over the whole frontier.");
    }
    cli_page_end_paragraph(view->page, 0, 0);
  }
  if (any_below(view, list)) {
    cli_text_add(text, "* below the party's reservation value: it does not accept.");
    cli_page_end_paragraph(view->page, 0, 2);
  }
}

static void view_more(const cli_view *view, const cli_deal_list *list) {
  if (!list->more)
    return;
  cli_text *text = &view->page->sentence;
  cli_page_gap(view->page);
  if (list->total > 0) {
    CLI_ADD(text, "Of ", cli_grouped(list->total).text, ", ",
            cli_plain(list->count).text,
            " are shown, evenly spread; use --json for all of them.");
  } else {
    cli_text_add(text, "There are more; use --all for all of them.");
  }
  cli_page_end_paragraph(view->page, 0, 0);
}

void cli_view_deal_list(const cli_view *view, cli_deal_list *list) {
  static const unsigned layouts[][2] = {
      {WITH_OPTIONS | WITH_SCORES, 0},
      {WITH_OPTIONS, WITH_SCORES},
      {WITH_OPTIONS | WITH_SCORES | WITH_IDS, 0},
      {WITH_OPTIONS | WITH_IDS, WITH_SCORES},
  };
  if (list->count == 0)
    return;
  bool scores = any_scores(view), tables = false, ids = false;
  for (size_t i = 0; i < sizeof layouts / sizeof layouts[0] && !tables; i++) {
    unsigned first = layouts[i][0], second = layouts[i][1];
    if (!scores) {
      first &= ~(unsigned)WITH_SCORES;
      second = 0;
    }
    tables = try_tables(view, list, first, second);
    if (tables && (first & WITH_IDS) != 0)
      view_legend(view, list);
  }
  if (!tables) {
    cli_deal_list_thin(list, MAX_PARAGRAPHS);
    view_paragraphs(view, list);
  }
  view_more(view, list);
  if (ids)
    view_legend(view, list);
  view_remarks(view, list, tables);
}
