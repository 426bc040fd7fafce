/* Whether a deal holds: sentences about one party, and the numbers behind them. */
#include "hold_view.h"

#include <stdint.h>

#include "grid.h"

enum { DIGITS = 6 };

static void end(cli_page *page) {
  cli_page_end_paragraph(page, 0, 0);
}

/* ---- sentences ---- */

static void view_verdict(const eir_holding *holding, cli_page *page) {
  const eir_hold_party party = eir_holding_party(holding, 0);
  cli_text *text = &page->sentence;
  cli_text_add(text, party.holds ? "The deal holds under these assumptions. "
                                 : "The deal does not hold under these assumptions. ");
  if (party.slack < 0)
    CLI_ADD(text, "All that follows counted, a breach gains the party ",
            cli_double(-party.slack, DIGITS).text, ".");
  else if (party.slack > 0)
    CLI_ADD(text, "All that follows counted, a breach costs the party ",
            cli_double(party.slack, DIGITS).text, ".");
  else
    cli_text_add(text, "All that follows counted, a breach gains it nothing and costs "
                       "it nothing, which is just enough.");
  if (!party.guarantor_counts)
    cli_text_add(text, " The guarantor does not count: acting costs it more than it "
                       "gains by it.");
  end(page);
}

/* How a value that is just enough is put into words. */
static const struct {
  const char *some;  /* before the value */
  const char *after; /* and after it */
  const char *none;
} words[EIR_HOLD_PARAMETER_COUNT] = {
    [EIR_HOLD_DETECTION] = {"a breach is detected with chance ", " or more",
                            "no chance of detection suffices"},
    [EIR_HOLD_FALSE_ALARM] = {"compliance is taken for a breach with chance ",
                              " or less",
                              "it would not hold even without false alarms"},
    [EIR_HOLD_GUARANTEE] = {"a guarantor's reaction costs the violator ", " or more",
                            "no guarantee suffices with this chance of a reaction"},
    [EIR_HOLD_REACTS] = {"the guarantor reacts with chance ", " or more",
                         "no chance of a reaction suffices with this guarantee"},
    [EIR_HOLD_PATIENCE] = {"the next period counts ", " or more of this one",
                           "no patience suffices"},
    [EIR_HOLD_TEMPTATION] = {"a period of breaking it gains ", " or less",
                             "it would not hold even if breaking it gained nothing"},
    [EIR_HOLD_SNAP_BACK] = {"a temporary reversion lasts ", "",
                            "no temporary reversion suffices, however long"},
};

static void add_snap_back(cli_text *text, const eir_hold_enough *enough) {
  if (enough->value <= 0)
    cli_text_add(text, "it needs no reversion at all");
  else
    CLI_ADD(text, words[EIR_HOLD_SNAP_BACK].some, enough->text,
            enough->value > 1 ? " periods or more" : " period or more");
}

void cli_view_enough(const eir_holding *holding, size_t index, cli_page *page) {
  cli_text *text = &page->sentence;
  cli_text_add(text, "All else as it is, it would be just enough if:");
  cli_page_end_paragraph(page, 0, 0);
  for (int p = 0; p < EIR_HOLD_PARAMETER_COUNT; p++) {
    const eir_hold_enough enough =
        eir_holding_enough(holding, index, (eir_hold_parameter)p);
    if (!enough.exists)
      cli_text_add(text, words[p].none);
    else if (p == EIR_HOLD_SNAP_BACK)
      add_snap_back(text, &enough);
    else
      CLI_ADD(text, words[p].some, cli_double(enough.value, DIGITS).text,
              words[p].after);
    cli_page_end_paragraph(page, 2, 4);
  }
}

void cli_view_shift(const eir_holding *holding, cli_page *page) {
  const eir_hold_shift shift = eir_holding_shift(holding);
  if (!shift.given)
    return;
  cli_text *text = &page->sentence;
  cli_page_heading(page, "The shift of power");
  CLI_ADD(text, "The rising side would win a war with chance ",
          cli_double(shift.wins, DIGITS).text, " now and ",
          cli_double(shift.wins_next, DIGITS).text, " in the next period. ");
  if (shift.bites)
    CLI_ADD(text, "The other side gains ", cli_double(shift.gap, DIGITS).text,
            " more by a war now than by any peace that it can be offered: nobody can "
            "commit to how the later strength is used.");
  else if (shift.gap < 0)
    CLI_ADD(text, "The other side still loses ", cli_double(-shift.gap, DIGITS).text,
            " by a war now.");
  else
    cli_text_add(text, "For the other side a war now and the best peace are worth the "
                       "same, which is just enough.");
  CLI_ADD(text, " There is peace up to ", cli_double(shift.largest, DIGITS).text,
          " in the next period.");
  if (shift.phases > 1)
    CLI_ADD(text, " Spread evenly over ", cli_grouped(shift.phases).text,
            " periods the same shift avoids it.");
  if (shift.phases == 0)
    cli_text_add(text, " No even phasing up to 1,000,000 periods avoids it.");
  CLI_ADD(text, " The war's cost of ", cli_double(shift.war_cost, DIGITS).text,
          shift.cost_is_flow ? " is counted in every period." : " is counted once.");
  end(page);
}

/* ---- numbers ---- */

static void add_row(cli_grid *grid, const char *name, double value) {
  cli_grid_add(grid, name);
  cli_grid_add(grid, cli_double(value, DIGITS).text);
}

void cli_view_hold_numbers(const eir_holding *holding, size_t index, cli_page *page) {
  const eir_hold_party party = eir_holding_party(holding, index);
  cli_grid grid;
  cli_grid_init(&grid, 2);
  cli_grid_add(&grid, "Given");
  cli_grid_add(&grid, "Value");
  add_row(&grid, "comply, a period", party.comply);
  add_row(&grid, "violate, a period", party.violate);
  add_row(&grid, "reversion, a period", party.reversion);
  add_row(&grid, "detection", party.detection);
  add_row(&grid, "false alarm", party.false_alarm);
  add_row(&grid, "guarantee, once", party.guarantee);
  add_row(&grid, "reacts", party.reacts);
  add_row(&grid, "patience", party.patience);
  cli_grid_add(&grid, "reversion lasts");
  cli_grid_add(&grid,
               party.snap_back == 0 ? "for ever" : cli_grouped(party.snap_back).text);
  add_row(&grid, "complying is worth", party.value);
  add_row(&grid, "slack", party.slack);
  grid.columns[1].right = true;
  if (cli_grid_fit(&grid, page->width))
    cli_grid_print(&grid, page);
  page->text.failed |= grid.failed;
  cli_grid_free(&grid);
}

/* Only a shift of power was asked about. */
static bool is_about_shift(const eir_holding *holding) {
  const eir_hold_party party = eir_holding_party(holding, 0);
  const bool zero = party.comply >= 0 && party.comply <= 0 && party.violate >= 0 &&
                    party.violate <= 0 && party.reversion >= 0 && party.reversion <= 0;
  return zero && eir_holding_shift(holding).given;
}

void cli_view_bare_holding(const eir_holding *holding, cli_page *page) {
  if (!is_about_shift(holding)) {
    view_verdict(holding, page);
    cli_page_gap(page);
    cli_view_enough(holding, 0, page);
    cli_page_heading(page, "The numbers");
    cli_view_hold_numbers(holding, 0, page);
  }
  cli_view_shift(holding, page);
  cli_page_gap(page);
  cli_text_add(&page->sentence, "These are conditions on what was given, not a promise "
                                "that a peace lasts.");
  end(page);
}
