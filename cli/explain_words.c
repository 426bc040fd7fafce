/* How an explanation speaks of demands, parties and scores. */
#include <stdint.h>
#include <string.h>

#include "explain_view.h"

const char *cli_party_name(const cli_explain_view *view, size_t party) {
  return eir_case_party(view->view.the_case, party).name;
}

size_t cli_signatory_number(const eir_case *the_case, size_t party) {
  for (size_t i = 0; i < eir_case_signatory_count(the_case); i++) {
    if (eir_case_signatory_party(the_case, i) == party)
      return i;
  }
  return SIZE_MAX;
}

cli_number cli_party_score(const cli_explain_view *view, size_t party, int64_t score) {
  return cli_score(view->view.solution,
                   cli_signatory_number(view->view.the_case, party), score);
}

/* What stands after the last point of an id: "r1". */
static const char *short_id(const char *id) {
  const char *point = strrchr(id, '.');
  return point == NULL ? id : point + 1;
}

/* "Issue: option", by their names. */
static void add_stance(cli_text *text, const cli_explain_view *view,
                       const eir_demand *demand) {
  const eir_case *the_case = view->view.the_case;
  CLI_ADD(text, eir_case_issue(the_case, demand->issue).name, ": ");
  cli_add_option(text, the_case, demand->issue, demand->option);
}

/* What the demand asks, without saying of whom. */
static void add_what(cli_text *text, const cli_explain_view *view,
                     const eir_demand *demand) {
  switch (demand->kind) {
  case EIR_DEMAND_CONSTRAINT:
    CLI_ADD(text, "constraint ", short_id(demand->id), ": ", demand->text);
    break;
  case EIR_DEMAND_RED_LINE:
    CLI_ADD(text, "red line ", short_id(demand->id), ": ", demand->text);
    break;
  case EIR_DEMAND_REFUSAL:
    cli_text_add(text, "refuses ");
    add_stance(text, view, demand);
    break;
  case EIR_DEMAND_UNKNOWN:
    if (demand->option == EIR_ANY_OPTION) {
      CLI_ADD(text, "no answer is known on ",
              eir_case_issue(view->view.the_case, demand->issue).name);
      break;
    }
    cli_text_add(text, "has not said whether it accepts ");
    add_stance(text, view, demand);
    break;
  case EIR_DEMAND_RESERVATION:
    cli_text_add(text, demand->text);
    break;
  }
}

/* How sure it is, where it is written, and what relaxing it costs. */
static void add_basis(cli_text *text, const eir_demand *demand) {
  CLI_ADD(text, " (", demand->basis);
  if (demand->source[0] != '\0')
    CLI_ADD(text, ", ", demand->source);
  if (demand->holds[0] != '\0' && demand->kind != EIR_DEMAND_UNKNOWN)
    CLI_ADD(text, ", may not hold: ", demand->holds);
  if (strcmp(demand->cost, "1") != 0)
    CLI_ADD(text, ", cost ", demand->cost);
  cli_text_add(text, ")");
}

/* Adds the demand, with its party's name if `of_party`. */
static void add_demand(const cli_explain_view *view, size_t demand, bool of_party) {
  cli_text *text = &view->view.page->sentence;
  eir_demand d = eir_explanation_demand(view->explanation, demand);
  if (of_party && d.party != SIZE_MAX) {
    bool verb = d.kind == EIR_DEMAND_REFUSAL ||
                (d.kind == EIR_DEMAND_UNKNOWN && d.option != EIR_ANY_OPTION);
    CLI_ADD(text, cli_party_name(view, d.party), verb ? " " : ": ");
  }
  add_what(text, view, &d);
}

void cli_view_demand(const cli_explain_view *view, size_t demand, bool of_party) {
  cli_text *text = &view->view.page->sentence;
  eir_demand d = eir_explanation_demand(view->explanation, demand);
  add_demand(view, demand, of_party);
  if (d.because[0] != '\0')
    CLI_ADD(text, ". ", d.because);
  add_basis(text, &d);
  cli_page_end_paragraph(view->view.page, 4, 6);
}

void cli_view_demand_briefly(const cli_explain_view *view, size_t demand) {
  eir_demand d = eir_explanation_demand(view->explanation, demand);
  add_demand(view, demand, true);
  add_basis(&view->view.page->sentence, &d);
  cli_page_end_paragraph(view->view.page, 4, 6);
}

void cli_view_demands(const cli_explain_view *view, eir_demand_set set, bool briefly) {
  for (size_t i = 0; i < set.count; i++) {
    if (briefly)
      cli_view_demand_briefly(view, set.demands[i]);
    else
      cli_view_demand(view, set.demands[i], true);
  }
}
