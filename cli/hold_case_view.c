/* Whether a deal of a case holds: the verdict, then party by party what would be just
 * enough and which option would do, then guarantors and the shift of power. */
#include <stdint.h>
#include <string.h>

#include "hold_view.h"
#include "view.h"

enum { DIGITS = 4 };

typedef struct hold_view {
  const eir_holding *holding;
  const eir_case *the_case;
  cli_page *page;
} hold_view;

static size_t party_by_id(const eir_case *the_case, const char *id) {
  size_t i = 0;
  while (strcmp(eir_case_party(the_case, i).id, id) != 0)
    i++;
  return i;
}

static const char *party_name(const hold_view *view, size_t index) {
  const char *id = eir_holding_party(view->holding, index).id;
  return eir_case_party(view->the_case, party_by_id(view->the_case, id)).name;
}

static void end(const hold_view *view) {
  cli_page_end_paragraph(view->page, 0, 0);
}

/* "Observers (Monitoring)" */
static void add_clause(const hold_view *view, size_t issue, uint32_t option) {
  cli_text *text = &view->page->sentence;
  cli_add_option(text, view->the_case, issue, option);
  CLI_ADD(text, " (", eir_case_issue(view->the_case, issue).name, ")");
}

/* ---- the verdict ---- */

static void view_verdict(const hold_view *view) {
  cli_text *text = &view->page->sentence;
  size_t failing = 0;
  for (size_t i = 0; i < eir_holding_party_count(view->holding); i++)
    failing += !eir_holding_party(view->holding, i).holds;
  if (failing > 0) {
    cli_text_add(text, "This does not hold under these assumptions: ");
    size_t seen = 0;
    for (size_t i = 0; i < eir_holding_party_count(view->holding); i++)
      if (!eir_holding_party(view->holding, i).holds)
        CLI_ADD(text, cli_joint(seen++, failing), party_name(view, i));
    cli_text_add(text, " would gain by breaking it.");
  } else if (eir_holding_answer(view->holding) == EIR_YES) {
    cli_text_add(text, "This holds under these assumptions: no party gains by breaking "
                       "it.");
  } else {
    cli_text_add(text, "No party gains by breaking it once it is kept, but the shift "
                       "of power makes war now better than waiting.");
  }
  end(view);
}

/* ---- a party ---- */

/* "with Observers (Monitoring) and Narrow (Buffer zone)": what moves a parameter. */
static void add_movers(const hold_view *view, eir_hold_parameter parameter) {
  cli_text *text = &view->page->sentence;
  size_t n = 0, seen = 0;
  const size_t count = eir_holding_clause_count(view->holding);
  for (size_t i = 0; i < count; i++)
    n += eir_holding_clause(view->holding, i).moves >> parameter & 1;
  if (n == 0)
    return;
  cli_text_add(text, " It is moved by ");
  for (size_t i = 0; i < count; i++) {
    const eir_hold_clause clause = eir_holding_clause(view->holding, i);
    if ((clause.moves >> parameter & 1) == 0)
      continue;
    cli_text_add(text, cli_joint(seen++, n));
    add_clause(view, clause.issue, clause.option);
  }
  cli_text_add(text, ".");
}

/* How what a party has is set against what would be just enough. */
static const struct {
  eir_hold_parameter parameter;
  const char *has;
  const char *enough;
  const char *none;
} lines[] = {
    {EIR_HOLD_DETECTION, "A breach is detected with chance ", "; just enough is ",
     "; no chance of detection suffices"},
    {EIR_HOLD_FALSE_ALARM, "Compliance is taken for a breach with chance ",
     "; it may be at most ", "; even without false alarms it would not hold"},
    {EIR_HOLD_GUARANTEE, "A guarantor's reaction costs it ", "; just enough is ",
     "; with this chance of a reaction no guarantee suffices"},
    {EIR_HOLD_REACTS, "A guarantor reacts with chance ", "; just enough is ",
     "; with this guarantee no chance of a reaction suffices"},
    {EIR_HOLD_PATIENCE, "The next period counts ", "; just enough is ",
     "; no patience suffices"},
    {EIR_HOLD_TEMPTATION, "A period of breaking gains it ", "; it may be at most ",
     "; it would not hold even if breaking gained nothing"},
};

static double value_now(const eir_hold_party *party, eir_hold_parameter parameter) {
  switch (parameter) {
  case EIR_HOLD_DETECTION:
    return party->detection;
  case EIR_HOLD_FALSE_ALARM:
    return party->false_alarm;
  case EIR_HOLD_GUARANTEE:
    return party->guarantee;
  case EIR_HOLD_REACTS:
    return party->reacts;
  case EIR_HOLD_PATIENCE:
    return party->patience;
  case EIR_HOLD_TEMPTATION:
  case EIR_HOLD_SNAP_BACK:
    break;
  }
  return party->violate - party->comply;
}

/* Is what is just enough the largest that may be, not the least that must? */
static bool is_largest(eir_hold_parameter parameter) {
  return parameter == EIR_HOLD_FALSE_ALARM || parameter == EIR_HOLD_TEMPTATION;
}

static void view_lines(const hold_view *view, size_t index) {
  cli_text *text = &view->page->sentence;
  const eir_hold_party party = eir_holding_party(view->holding, index);
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    const eir_hold_parameter p = lines[i].parameter;
    const eir_hold_enough enough = eir_holding_enough(view->holding, index, p);
    const bool needless = enough.exists && enough.value <= 0 && !is_largest(p);
    CLI_ADD(text, lines[i].has, cli_double(value_now(&party, p), DIGITS).text);
    if (needless)
      cli_text_add(text, "; none is needed.");
    else
      CLI_ADD(text, enough.exists ? lines[i].enough : lines[i].none,
              enough.exists ? cli_double(enough.value, DIGITS).text : "", ".");
    add_movers(view, p);
    cli_page_end_paragraph(view->page, 2, 4);
  }
  const eir_hold_enough back =
      eir_holding_enough(view->holding, index, EIR_HOLD_SNAP_BACK);
  if (!back.exists)
    cli_text_add(text, "A temporary return to no deal does not suffice, however long.");
  else if (back.value > 0)
    CLI_ADD(text, "A temporary return to no deal of ", back.text,
            back.value > 1 ? " periods" : " period", " is just enough.");
  else
    cli_text_add(text, "No return to no deal is needed.");
  add_movers(view, EIR_HOLD_SNAP_BACK);
  cli_page_end_paragraph(view->page, 2, 4);
}

static void view_remedies(const hold_view *view, size_t index) {
  cli_text *text = &view->page->sentence;
  for (size_t i = 0; i < eir_holding_remedy_count(view->holding); i++) {
    const eir_hold_remedy remedy = eir_holding_remedy(view->holding, i);
    if (remedy.party != index)
      continue;
    add_clause(view, remedy.issue, remedy.option);
    CLI_ADD(text, " instead is enough for it",
            remedy.for_all ? ", and for every party." : ".");
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

static void view_party(const hold_view *view, size_t index) {
  cli_text *text = &view->page->sentence;
  const eir_hold_party party = eir_holding_party(view->holding, index);
  cli_page_heading(view->page, party_name(view, index));
  const double slack = party.slack < 0 ? -party.slack : party.slack;
  CLI_ADD(text, party_name(view, index),
          party.holds ? " does not gain by breaking it" : " would gain by breaking it",
          ": all that follows counted, a breach ",
          party.slack < 0 ? "gains it " : "costs it ", cli_double(slack, DIGITS).text,
          ".");
  if (index == eir_holding_binding(view->holding) &&
      eir_holding_party_count(view->holding) > 1)
    cli_text_add(text, " No party has less slack.");
  if (!party.guarantor_counts)
    cli_text_add(text, " A guarantee of this deal does not count: acting costs the "
                       "guarantor more than it gains by it, or what it requires is "
                       "not offered.");
  end(view);
  view_remedies(view, index);
  view_lines(view, index);
}

/* ---- guarantors ---- */

static void add_members(const hold_view *view, size_t minimal, bool cheapest) {
  cli_text *text = &view->page->sentence;
  const size_t n = eir_holding_coalition(view->holding).n_members;
  size_t count = 0, seen = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (size_t m = 0; m < n; m++) {
      const bool is_in = cheapest
                             ? eir_holding_is_in_cheapest(view->holding, m)
                             : eir_holding_is_in_minimal(view->holding, minimal, m);
      const size_t party = eir_holding_member(view->holding, m);
      count += is_in && pass == 0;
      if (is_in && pass == 1)
        CLI_ADD(text, cli_joint(seen++, count),
                eir_case_party(view->the_case, party).name);
    }
  }
  if (count == 0)
    cli_text_add(text, "nobody");
}

static void view_coalition(const hold_view *view) {
  enum { SHOWN = 10 };
  const eir_hold_coalition c = eir_holding_coalition(view->holding);
  cli_text *text = &view->page->sentence;
  if (!c.given)
    return;
  cli_page_heading(view->page, "The guarantors together");
  if (!c.suffices) {
    cli_text_add(text, "They do not offer what the guarantee requires, so it does not "
                       "count.");
    end(view);
    return;
  }
  CLI_ADD(text,
          "They offer what the guarantee requires, and still do after the loss "
          "of any ",
          cli_grouped(c.survives_loss_of).text, " of them.");
  if (c.known) {
    CLI_ADD(text, " With chance ", cli_double(c.chance, DIGITS).text,
            " those who stay suffice. Cheapest (cost ",
            cli_double(c.cheapest_cost, DIGITS).text, "): ");
    add_members(view, 0, true);
    cli_text_add(text, ".");
  } else {
    cli_text_add(text, " There are too many different totals to find the cheapest and "
                       "the chance.");
  }
  end(view);
  for (size_t i = 0; i < c.n_minimal && i < SHOWN; i++) {
    cli_text_add(text, "Enough, and none to spare: ");
    add_members(view, i, false);
    cli_page_end_paragraph(view->page, 2, 4);
  }
  if (c.n_minimal > SHOWN || !c.all_minimal) {
    CLI_ADD(text, "... of ", c.all_minimal ? "" : "more than ",
            cli_grouped(c.n_minimal).text, " such coalitions.");
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

/* ---- what is not known ---- */

static void view_swings(const hold_view *view, const eir_hold_assumed *assumed) {
  enum { SHOWN = 5 };
  cli_text *text = &view->page->sentence;
  for (size_t i = 0; i < assumed->n_unknowns && i < SHOWN; i++) {
    const eir_unknown unknown = eir_holding_unknown(view->holding, i);
    if (unknown.swing <= 0)
      break;
    if (i == 0) {
      cli_text_add(text, "The share moves most with these (from the third of its range "
                         "where it is least to that where it is largest):");
      end(view);
    }
    CLI_ADD(text, unknown.path, ", ", unknown.low, " to ", unknown.high, " (",
            unknown.basis, "): by ", cli_double(unknown.swing, 2).text);
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

static void view_assumed(const hold_view *view) {
  const eir_hold_assumed assumed = eir_holding_assumed(view->holding);
  cli_text *text = &view->page->sentence;
  if (!assumed.given)
    return;
  cli_page_heading(view->page, "How much rests on what is not known");
  if (assumed.always == EIR_YES)
    cli_text_add(text, "It holds whatever the values of the ranges are.");
  else if (assumed.ever == EIR_NO)
    cli_text_add(text, "It holds for no values of the ranges.");
  else
    cli_text_add(text, "Whether it holds depends on the values of the ranges, as far "
                       "as bounds can tell.");
  if (assumed.samples > 0)
    CLI_ADD(text, " It holds in ", cli_double(100 * assumed.holds.share, 3).text,
            " % of ", cli_grouped(assumed.samples).text,
            " sets of values that were tried (95 % interval of the sampling: ",
            cli_double(100 * assumed.holds.sampling_low, 3).text, " to ",
            cli_double(100 * assumed.holds.sampling_high, 3).text,
            " %). This is a property of the assumptions, not a chance of peace.");
  end(view);
  view_swings(view, &assumed);
}

/* ---- the weakest that suffices ---- */

static void view_least(const hold_view *view) {
  const eir_hold_least_answer least = eir_holding_least(view->holding);
  cli_text *text = &view->page->sentence;
  if (!least.complete)
    cli_text_add(text, "This answer is not complete: not every deal was looked at. ");
  if (!least.found) {
    cli_text_add(text, least.complete
                           ? "There is no deal that holds for every signatory, "
                             "whatever the monitoring and the guarantee."
                           : "None of those looked at holds.");
    end(view);
    return;
  }
  cli_text_add(text, least.complete ? "The weakest that suffices: "
                                    : "The weakest found that suffices: ");
  for (size_t i = 0, issue = SIZE_MAX; i < least.n_options; i++) {
    const eir_hold_option option = eir_holding_option(view->holding, i);
    if (least.outcome[option.issue] != option.option)
      continue;
    cli_text_add(text, issue == SIZE_MAX ? "" : " with ");
    issue = option.issue;
    add_clause(view, option.issue, option.option);
  }
  CLI_ADD(text, least.by_cost ? " at a cost of " : ", by the places of the options ",
          cli_double(least.cost, DIGITS).text, ". With it this deal holds:");
  end(view);
  cli_add_outcome(text, view->the_case, least.outcome);
  cli_page_end_paragraph(view->page, 2, 4);
}

static void view_option_counts(const hold_view *view) {
  const eir_hold_least_answer least = eir_holding_least(view->holding);
  cli_text *text = &view->page->sentence;
  if (!least.has_frontier || least.n_options == 0)
    return;
  cli_page_heading(view->page, "Deals of the frontier that hold");
  for (size_t i = 0; i < least.n_options; i++) {
    const eir_hold_option option = eir_holding_option(view->holding, i);
    add_clause(view, option.issue, option.option);
    CLI_ADD(text, ": ", cli_grouped(option.n_hold).text, " of ",
            cli_grouped(option.n_frontier).text);
    cli_page_end_paragraph(view->page, 2, 4);
  }
}

/* ---- the page ---- */

static void view_notes(const hold_view *view) {
  const size_t n = eir_holding_note_count(view->holding);
  if (n > 0)
    cli_page_heading(view->page, "Notes");
  for (size_t i = 0; i < n; i++) {
    cli_text_add(&view->page->sentence, eir_holding_note(view->holding, i));
    end(view);
  }
}

void cli_view_case_holding(const eir_holding *holding, const eir_case *the_case,
                           cli_page *page) {
  const hold_view view = {holding, the_case, page};
  cli_view_whose(the_case, page);
  if (eir_case_title(the_case)[0] != '\0')
    cli_page_heading(page, eir_case_title(the_case));
  cli_page_gap(page);
  if (eir_holding_least(holding).given) {
    view_least(&view);
    view_option_counts(&view);
  } else {
    view_verdict(&view);
  }
  for (size_t i = 0; i < eir_holding_party_count(holding); i++)
    view_party(&view, i);
  view_coalition(&view);
  cli_view_shift(holding, page);
  view_assumed(&view);
  view_notes(&view);
  cli_page_gap(page);
  cli_text_add(&page->sentence, "These are conditions on what the case says, not a "
                                "promise that a peace lasts.");
  if (eir_holding_period(holding)[0] != '\0')
    CLI_ADD(&page->sentence, " A period is ", eir_holding_period(holding), ".");
  end(&view);
  cli_view_case_notes(the_case, page);
}
