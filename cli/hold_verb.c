/* The verb `hold`: does each party gain more by keeping a deal than by breaking it? */
#include <assert.h>
#include <stdlib.h>

#include "case_input.h"
#include "chosen_outcome.h"
#include "hold_view.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"

static cli_exit answer_code(const eir_holding *holding) {
  const eir_hold_least_answer least = eir_holding_least(holding);
  if (least.given && !least.complete)
    return CLI_LIMIT;
  return eir_holding_answer(holding) == EIR_YES ? CLI_YES : CLI_NO;
}

static cli_exit say(const char *message) {
  cli_text text = {0};
  cli_mistake_begin(&text, "hold");
  CLI_ADD(&text, message, "\n");
  return cli_say(&text, CLI_WRONG_INPUT);
}

/* ---- printing ---- */

static cli_exit print_json(const eir_holding *holding, cli_output *output) {
  eir_status status = eir_holding_write_json(holding, cli_output_write, output);
  if (status == EIR_OK)
    return answer_code(holding);
  if (status == EIR_IO)
    return CLI_SYSTEM; /* closing the output says why */
  cli_output_drop(output);
  return cli_say_no_memory();
}

/* `the_case` NULL: bare parameters. */
static cli_exit print_page(const eir_holding *holding, const eir_case *the_case,
                           cli_output *output) {
  cli_page page;
  cli_page_init(&page, cli_output_width());
  if (the_case == NULL)
    cli_view_bare_holding(holding, &page);
  else
    cli_view_case_holding(holding, the_case, &page);
  cli_exit code = page.text.failed || page.sentence.failed ? cli_say_no_memory()
                                                           : answer_code(holding);
  (void)cli_output_write_page(output, &page.text);
  cli_page_free(&page);
  return code;
}

/* ---- bare parameters ---- */

/* Every mistake of --params, a line each. */
static cli_exit say_mistakes(const eir_diagnostics *mistakes) {
  cli_text message = {0};
  for (size_t i = 0; i < eir_diagnostics_count(mistakes); i++) {
    const eir_error mistake = eir_diagnostics_get(mistakes, i);
    cli_mistake_begin(&message, "hold");
    CLI_ADD(&message, "--params, column ", cli_plain(mistake.column).text, ": ",
            mistake.message, "\n");
  }
  return cli_say(&message, CLI_WRONG_INPUT);
}

static cli_exit run_params(eir_context *context, const cli_arguments *arguments,
                           const char *params, cli_output *output) {
  if (arguments->n_operands > 0 || arguments->least)
    return say("--params stands for a case; give neither a case nor --least with it");
  eir_holding *holding = NULL;
  eir_diagnostics *mistakes = NULL;
  cli_exit code;
  eir_status status = eir_hold_params(context, params, &holding, &mistakes);
  if (status == EIR_BAD_INPUT)
    code = say_mistakes(mistakes);
  else if (status != EIR_OK)
    code = cli_say_no_memory();
  else
    code = arguments->json ? print_json(holding, output)
                           : print_page(holding, NULL, output);
  eir_diagnostics_free(mistakes);
  eir_holding_free(holding);
  return code;
}

/* ---- a case ---- */

static cli_exit say_failure(const cli_arguments *arguments, eir_status status) {
  if (status == EIR_NO_MEMORY)
    return cli_say_no_memory();
  cli_text text = {0};
  CLI_ADD(&text, arguments->operands[0], ": error: ", eir_status_text(status), "\n");
  return cli_say(&text, status == EIR_BAD_INPUT ? CLI_WRONG_INPUT : CLI_SYSTEM);
}

static cli_exit hold(cli_choosing *chosen, const eir_callbacks *callbacks,
                     cli_output *output) {
  const cli_arguments *arguments = chosen->arguments;
  cli_exit code = cli_choose_outcome(chosen);
  if (code != CLI_YES)
    return code;
  if (chosen->outcome != NULL && arguments->least)
    return say("--least looks at all deals; leave out --deal and --outcome");
  if (chosen->outcome == NULL && !arguments->least)
    return say("name the deal with --deal NAME|N or --outcome ISSUE=OPTION,..., or "
               "ask for the weakest that suffices with --least");
  eir_holding *holding = NULL;
  eir_status status =
      arguments->least
          ? eir_hold_least(chosen->solution, arguments->options, callbacks, &holding)
          : eir_hold(chosen->solution, chosen->outcome, arguments->options, callbacks,
                     &holding);
  if (status != EIR_OK)
    return say_failure(arguments, status);
  code = arguments->json ? print_json(holding, output)
                         : print_page(holding, chosen->the_case, output);
  eir_holding_free(holding);
  return code;
}

static cli_exit run_case(const cli_arguments *arguments, const eir_case *the_case,
                         cli_output *output) {
  cli_progress progress;
  cli_progress_begin(&progress);
  eir_callbacks callbacks = cli_progress_callbacks(&progress);
  eir_solution *solution = NULL;
  cli_interrupt_catch();
  eir_status status = eir_solve(the_case, arguments->options, &callbacks, &solution);
  cli_progress_end(&progress);
  if (status != EIR_OK)
    return say_failure(arguments, status);
  cli_choosing chosen = {
      .arguments = arguments, .the_case = the_case, .solution = solution};
  callbacks.progress = NULL;
  cli_exit code = hold(&chosen, &callbacks, output);
  free(chosen.outcome);
  eir_solution_free(solution);
  return code;
}

cli_exit cli_hold_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output) {
  const char *params = cli_arguments_last(arguments, CLI_FLAG_PARAMS);
  if (params != NULL)
    return run_params(context, arguments, params, output);
  if (arguments->n_operands == 0)
    return say("no file is named: 'eirene hold CASE --deal NAME|N', or without a case "
               "'eirene hold --params comply=3,violate=4,reversion=1,patience=0.5'");
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read_operands(context, arguments, &the_case);
  if (code == CLI_YES)
    code = run_case(arguments, the_case, output);
  eir_case_free(the_case);
  return code;
}
