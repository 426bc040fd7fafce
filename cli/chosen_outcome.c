/* The outcome that --outcome or --deal names. */
#include "chosen_outcome.h"

#include <stdlib.h>
#include <string.h>

static cli_exit say_mistake(const cli_choosing *now, const char *first,
                            const char *second) {
  cli_text message = {0};
  cli_mistake_begin(&message, now->arguments->verb);
  CLI_ADD(&message, first, second, "\n");
  return cli_say(&message, CLI_WRONG_INPUT);
}

/* Every mistake of --outcome, a line each. */
static cli_exit say_mistakes(const cli_choosing *now, const eir_diagnostics *mistakes) {
  cli_text message = {0};
  for (size_t i = 0; i < eir_diagnostics_count(mistakes); i++) {
    cli_mistake_begin(&message, now->arguments->verb);
    CLI_ADD(&message, "--outcome: ", eir_diagnostics_get(mistakes, i).message, "\n");
  }
  return cli_say(&message, CLI_WRONG_INPUT);
}

static cli_exit read_outcome(cli_choosing *now, const char *text) {
  eir_diagnostics *mistakes = NULL;
  cli_exit code = CLI_YES;
  eir_status status =
      eir_case_read_outcome(now->the_case, text, now->outcome, &mistakes);
  if (status == EIR_BAD_INPUT)
    code = say_mistakes(now, mistakes);
  else if (status != EIR_OK)
    code = cli_say_no_memory();
  eir_diagnostics_free(mistakes);
  return code;
}

/* A number of the frontier from 1; 0 if it is none. */
static size_t deal_number(const char *text) {
  size_t length = strlen(text);
  if (length == 0 || length > 9 || strspn(text, "0123456789") != length)
    return 0;
  return (size_t)strtoul(text, NULL, 10);
}

static const uint32_t *find_deal(const cli_choosing *now, const char *name) {
  size_t number = deal_number(name);
  if (number > 0 && number <= eir_solution_frontier_size(now->solution))
    return eir_solution_frontier_get(now->solution, number - 1).options;
  for (int k = 0; k < EIR_CONCEPT_COUNT; k++) {
    eir_concept_result result = eir_solution_concept(now->solution, (eir_concept)k);
    if (result.found && strcmp(name, eir_concept_id((eir_concept)k)) == 0)
      return result.deal.options;
  }
  return NULL;
}

static bool is_concept(const char *name) {
  for (int k = 0; k < EIR_CONCEPT_COUNT; k++)
    if (strcmp(name, eir_concept_id((eir_concept)k)) == 0)
      return true;
  return false;
}

static cli_exit read_deal(cli_choosing *now, const char *name) {
  const uint32_t *options = find_deal(now, name);
  size_t n = eir_case_issue_count(now->the_case);
  if (options != NULL) {
    memcpy(now->outcome, options, n * sizeof *options);
    return CLI_YES;
  }
  if (!is_concept(name) && deal_number(name) == 0)
    return say_mistake(
        now,
        "--deal is nash, kalai_smorodinsky, egalitarian, utilitarian or a "
        "number of the frontier from 1, not ",
        name);
  if (!eir_solution_has_frontier(now->solution))
    return say_mistake(now,
                       "there is no frontier to take this deal from; name an outcome "
                       "with --outcome instead of --deal ",
                       name);
  cli_number size = cli_plain(eir_solution_frontier_size(now->solution));
  cli_text why = {0};
  CLI_ADD(&why, "there is no deal ", name, ": the frontier has ");
  cli_exit code = say_mistake(now, cli_text_get(&why), size.text);
  cli_text_free(&why);
  return code;
}

cli_exit cli_choose_outcome(cli_choosing *now) {
  const char *outcome = cli_arguments_last(now->arguments, CLI_FLAG_OUTCOME);
  const char *deal = cli_arguments_last(now->arguments, CLI_FLAG_DEAL);
  if (outcome == NULL && deal == NULL)
    return CLI_YES;
  if (outcome != NULL && deal != NULL)
    return say_mistake(
        now, "--outcome and --deal both name an outcome; give one of them", "");
  now->outcome = calloc(eir_case_issue_count(now->the_case) + 1, sizeof *now->outcome);
  if (now->outcome == NULL)
    return cli_say_no_memory();
  return outcome != NULL ? read_outcome(now, outcome) : read_deal(now, deal);
}
