/* The verb `check`: reads every file named and says what is wrong with each, or sums it
 * up. Later files are checked whatever the earlier ones were. */
#include <string.h>

#include "case_input.h"
#include "columns.h"
#include "verbs.h"
#include "view.h"

/* With --json there is one object, so there is one file. */
static cli_exit refuse_several(const cli_arguments *arguments) {
  cli_text text = {0};
  cli_mistake_begin(&text, arguments->verb);
  CLI_ADD(&text, "with --json one file is checked at a time, and ",
          cli_plain(arguments->n_operands).text, " are named\n");
  return cli_say(&text, CLI_WRONG_INPUT);
}

static cli_exit print_case(const eir_case *the_case, const char *path,
                           const cli_arguments *arguments, cli_output *output) {
  if (arguments->json) {
    eir_status status = eir_case_write_json(the_case, cli_output_write, output);
    if (status == EIR_OK || status == EIR_IO)
      return CLI_YES; /* closing tells which */
    cli_output_drop(output);
    return cli_say_no_memory();
  }
  cli_page page;
  cli_page_init(&page, cli_output_width());
  cli_view_case(the_case, strcmp(path, "-") == 0 ? "<stdin>" : path, &page);
  if (cli_arguments_last(arguments, CLI_FLAG_SOURCES) != NULL)
    cli_view_sources(&page);
  (void)cli_output_write_page(output, &page.text);
  cli_page_free(&page);
  return CLI_YES;
}

/* With --sources DIR: looks at the files of the case's sources. */
static cli_exit check_sources(const eir_case *the_case, const char *path,
                              const cli_arguments *arguments) {
  const char *folder = cli_arguments_last(arguments, CLI_FLAG_SOURCES);
  if (folder == NULL)
    return CLI_YES;
  eir_diagnostics *messages = NULL;
  eir_status status = eir_case_check_sources(the_case, folder, &messages);
  cli_exit code = cli_case_explain(status, messages, path);
  eir_diagnostics_free(messages);
  return code;
}

/* XML files are those of one GENIUS scenario. */
static cli_exit check_genius(eir_context *context, const cli_arguments *arguments,
                             cli_output *output) {
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read_operands(context, arguments, &the_case);
  if (code == CLI_YES)
    code = print_case(the_case, arguments->operands[0], arguments, output);
  eir_case_free(the_case);
  return code;
}

cli_exit cli_check_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output) {
  for (size_t i = 0; i < arguments->n_operands; i++) {
    if (cli_is_xml(arguments->operands[i]))
      return check_genius(context, arguments, output);
  }
  if (arguments->json && arguments->n_operands > 1)
    return refuse_several(arguments);
  cli_exit worst = CLI_YES;
  for (size_t i = 0; i < arguments->n_operands; i++) {
    eir_case *the_case = NULL;
    const char *path = arguments->operands[i];
    cli_exit code = cli_case_read(context, arguments, path, &the_case);
    if (code == CLI_YES)
      code = check_sources(the_case, path, arguments);
    if (code == CLI_YES)
      code = print_case(the_case, path, arguments, output);
    eir_case_free(the_case);
    if (code > worst)
      worst = code;
    if (worst == CLI_SYSTEM)
      break;
  }
  return worst;
}
