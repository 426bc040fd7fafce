/* The verb `solve`: reads a case, solves it, prints the answer. */
#include <assert.h>
#include <string.h>

#include "case_input.h"
#include "columns.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"
#include "view.h"

/* The answer's exit code. An unfinished run has one of its own, whatever it found. */
static cli_exit answer_code(const eir_solution *solution) {
  if (eir_solution_end(solution) != EIR_END_COMPLETE)
    return CLI_LIMIT;
  switch (eir_solution_deals_exist(solution)) {
  case EIR_YES:
    return CLI_YES;
  case EIR_NO:
    return CLI_NO;
  case EIR_UNKNOWN:
    break;
  }
  return CLI_LIMIT;
}

static bool wants_all(const cli_arguments *arguments) {
  return eir_options_get(arguments->options, "all") != 0;
}

/* ---- for programs ---- */

static cli_exit print_json(const eir_solution *solution, const cli_arguments *arguments,
                           const eir_callbacks *callbacks, cli_output *output) {
  unsigned flags = arguments->no_stats ? 0 : EIR_JSON_STATS;
  if (wants_all(arguments))
    flags |= EIR_JSON_LIST_DEALS;
  eir_status status =
      eir_solution_write_json(solution, flags, callbacks, cli_output_write, output);
  if (status == EIR_OK)
    return wants_all(arguments) && cli_interrupted() ? CLI_LIMIT
                                                     : answer_code(solution);
  if (status != EIR_IO) {
    cli_output_drop(output);
    return cli_say_no_memory();
  }
  return CLI_SYSTEM; /* closing the output says why */
}

/* ---- for people ---- */

/* One line a deal, written as it is found. "issue=option,..." is how outcomes are
 * written on the command line. */
static void add_deal_line(const cli_view *view, uint64_t number, eir_deal deal) {
  cli_text *text = &view->page->text;
  CLI_ADD(text, cli_plain(number).text, "  ");
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    CLI_ADD(text, i == 0 ? "" : ",", eir_case_issue(view->the_case, i).id, "=",
            eir_case_option(view->the_case, i, deal.options[i]).id);
  }
  for (size_t i = 0; i < eir_case_signatory_count(view->the_case); i++) {
    eir_party_info party = cli_signatory(view->the_case, i);
    if (!party.has_scores)
      continue;
    CLI_ADD(text, i == 0 ? "  " : " ", party.id, "=",
            cli_score(view->solution, i, deal.scores[i]).text);
  }
  cli_text_add(text, "\n");
}

/* Lists every deal; `code`, or what kept it from doing so. */
static cli_exit print_all(const cli_view *view, cli_output *output, cli_exit code) {
  eir_deals *deals = NULL;
  cli_page *page = view->page;
  if (page->text.failed || eir_deals_new(view->solution, &deals) != EIR_OK)
    return cli_say_no_memory();
  cli_page_heading(page, eir_solution_has_stances(view->solution)
                             ? "All certain deals, in the order of the case"
                             : "All deals, in the order of the case");
  eir_deal deal;
  uint64_t number = 0;
  bool written = true;
  while (written && eir_deals_next(deals, &view->callbacks, &deal)) {
    add_deal_line(view, ++number, deal);
    written = cli_output_write_page(output, &page->text) && cli_output_stream(output);
    cli_text_clear(&page->text);
  }
  eir_deals_free(deals);
  if (!written)
    return CLI_SYSTEM; /* closing the output says why */
  if (number == 0)
    cli_text_add(&page->text, "none\n");
  return code;
}

static cli_exit print_page(const cli_view *view, const cli_arguments *arguments,
                           cli_output *output) {
  cli_exit code = answer_code(view->solution);
  cli_view_answer(view);
  cli_view_consent(view);
  cli_view_options(view);
  if (!cli_view_deals(view))
    return cli_say_no_memory();
  cli_view_solutions(view);
  if (wants_all(arguments))
    code = print_all(view, output, code);
  if (code == CLI_SYSTEM)
    return code;
  if (cli_interrupted() && code != CLI_LIMIT) {
    cli_page_gap(view->page);
    cli_text_add(&view->page->text, "Interrupted: there may be more deals.\n");
    code = CLI_LIMIT;
  }
  cli_view_case_notes(view->the_case, view->page);
  if (!arguments->no_stats)
    cli_view_stats(view);
  (void)cli_output_write_page(output, &view->page->text);
  return code;
}

/* ---- both ---- */

/* Solving failed: nothing was printed. */
static cli_exit say_failure(eir_status status, const char *path) {
  if (status == EIR_NO_MEMORY)
    return cli_say_no_memory();
  cli_text text = {0};
  CLI_ADD(&text, path, ": error: ",
          status == EIR_BAD_INPUT
              ? "the scores cannot be held exactly; give them in a larger unit"
              : eir_status_text(status),
          "\n");
  return cli_say(&text, status == EIR_BAD_INPUT ? CLI_WRONG_INPUT : CLI_SYSTEM);
}

static cli_exit solve(const eir_case *the_case, const cli_arguments *arguments,
                      cli_output *output) {
  const char *path = arguments->operands[0];
  cli_progress progress;
  cli_progress_begin(&progress);
  eir_callbacks callbacks = cli_progress_callbacks(&progress);
  eir_solution *solution = NULL;
  cli_interrupt_catch();
  eir_status status = eir_solve(the_case, arguments->options, &callbacks, &solution);
  cli_progress_end(&progress);
  if (status != EIR_OK)
    return say_failure(status, path);
  cli_exit code;
  callbacks.progress = NULL; /* it would mix with the answer */
  if (arguments->json) {
    code = print_json(solution, arguments, &callbacks, output);
  } else {
    cli_page page;
    cli_page_init(&page, cli_output_width());
    cli_view view = {the_case, solution, arguments->options, path, callbacks, &page};
    code = print_page(&view, arguments, output);
    cli_page_free(&page);
  }
  cli_progress_end(&progress);
  eir_solution_free(solution);
  return code;
}

cli_exit cli_solve_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output) {
  assert(arguments->n_operands >= 1 && arguments->options != NULL);
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read_operands(context, arguments, &the_case);
  if (code == CLI_YES)
    code = solve(the_case, arguments, output);
  eir_case_free(the_case);
  return code;
}
