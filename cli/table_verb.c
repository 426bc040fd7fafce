/* The verb `table`, and `import table`: a spreadsheet's grid out of a case, and a case
 * out of it. With --json the text is a member of one object. */
#include <string.h>

#include "case_input.h"
#include "verbs.h"

static bool keep_text(void *user, const char *data, size_t size) {
  cli_text *text = user;
  cli_text_add_bytes(text, data, size);
  return !text->failed;
}

/* Prints the text that was made, as it is or in an object. */
static cli_exit print_made(const cli_arguments *arguments, const char *member,
                           cli_text *made, cli_output *output) {
  if (made->failed)
    return cli_say_no_memory();
  if (!arguments->json) {
    (void)cli_output_write(output, cli_text_get(made), made->length);
    return CLI_YES; /* closing tells whether it arrived */
  }
  cli_text *held = &output->held;
  cli_text_add(held, "{\"eirene\": ");
  cli_text_add_json(held, eir_version());
  cli_text_add(held, ", \"verb\": ");
  cli_text_add_json(held, arguments->verb);
  CLI_ADD(held, ", \"", member, "\": ");
  cli_text_add_json(held, cli_text_get(made));
  cli_text_add(held, "}\n");
  return CLI_YES;
}

cli_exit cli_import_table(eir_context *context, const cli_arguments *arguments,
                          cli_output *output) {
  const char *path = arguments->operands[1];
  eir_diagnostics *messages = NULL;
  cli_text input = {0}, made = {0};
  cli_exit code = CLI_YES;
  eir_status status = EIR_OK;
  if (strcmp(path, "-") == 0) {
    path = "<stdin>";
    code = cli_read_standard_input(&input);
    if (code == CLI_YES)
      status = eir_table_import_text(context, path, cli_text_get(&input), input.length,
                                     keep_text, &made, &messages);
  } else {
    status = eir_table_import_file(context, path, keep_text, &made, &messages);
  }
  cli_text_free(&input);
  if (made.failed)
    status = EIR_NO_MEMORY;
  if (code == CLI_YES)
    code = cli_case_explain(status, messages, path);
  if (code == CLI_YES)
    code = print_made(arguments, "case", &made, output);
  eir_diagnostics_free(messages);
  cli_text_free(&made);
  return code;
}

/* The grid has no place for what must be said of it. */
static cli_exit say_notes(const eir_case *the_case, const char *name) {
  cli_text text = {0};
  for (size_t i = 0; i < eir_case_note_count(the_case); i++)
    CLI_ADD(&text, name, ": note: ", eir_case_note_get(the_case, i).text, "\n");
  return cli_say(&text, CLI_YES);
}

static cli_exit print_table(const eir_case *the_case, const cli_arguments *arguments,
                            cli_output *output) {
  const unsigned flags = arguments->semicolons ? EIR_TABLE_SEMICOLONS : 0;
  eir_diagnostics *messages = NULL;
  cli_text made = {0};
  const char *name = "";
  eir_status status;
  if (the_case == NULL) {
    status = eir_table_write_template(flags, keep_text, &made);
  } else {
    name =
        strcmp(arguments->operands[0], "-") == 0 ? "<stdin>" : arguments->operands[0];
    status = eir_case_write_table(the_case, name, flags, keep_text, &made, &messages);
  }
  if (made.failed)
    status = EIR_NO_MEMORY;
  cli_exit code = the_case == NULL ? CLI_YES : say_notes(the_case, name);
  if (code == CLI_YES)
    code = cli_case_explain(status, messages, name);
  if (code == CLI_YES)
    code = print_made(arguments, "table", &made, output);
  eir_diagnostics_free(messages);
  cli_text_free(&made);
  return code;
}

cli_exit cli_table_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output) {
  if (arguments->template_table == (arguments->n_operands > 0)) {
    cli_text text = {0};
    cli_mistake_begin(&text, arguments->verb);
    cli_text_add(&text, arguments->template_table
                            ? "--template takes no case; leave one of them out\n"
                            : "no file is named: 'eirene table CASE', or 'eirene table "
                              "--template' for one to start from\n");
    return cli_say(&text, CLI_WRONG_INPUT);
  }
  if (arguments->template_table)
    return print_table(NULL, arguments, output);
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read(context, arguments, arguments->operands[0], &the_case);
  if (code == CLI_YES)
    code = print_table(the_case, arguments, output);
  eir_case_free(the_case);
  return code;
}
