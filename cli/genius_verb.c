/* `eirene import genius`: a GENIUS scenario as a case file. With --json the text is a
 * member of one object. */
#include "case_input.h"
#include "verbs.h"

static bool keep_text(void *user, const char *data, size_t size) {
  cli_text *text = user;
  cli_text_add_bytes(text, data, size);
  return !text->failed;
}

static void put_json(const cli_arguments *arguments, const cli_text *made,
                     cli_text *held) {
  cli_text_add(held, "{\"eirene\": ");
  cli_text_add_json(held, eir_version());
  cli_text_add(held, ", \"verb\": ");
  cli_text_add_json(held, arguments->verb);
  cli_text_add(held, ", \"case\": ");
  cli_text_add_json(held, cli_text_get(made));
  cli_text_add(held, "}\n");
}

cli_exit cli_import_genius(eir_context *context, const cli_arguments *arguments,
                           cli_output *output) {
  const char *const *paths = arguments->operands + 1;
  eir_diagnostics *messages = NULL;
  cli_text made = {0};
  eir_status status = eir_genius_write_case(context, paths, arguments->n_operands - 1,
                                            keep_text, &made, &messages);
  if (made.failed)
    status = EIR_NO_MEMORY;
  cli_exit code = cli_case_explain(status, messages, paths[0]);
  if (code == CLI_YES && arguments->json)
    put_json(arguments, &made, &output->held);
  else if (code == CLI_YES) /* closing the output tells whether it arrived */
    (void)cli_output_write(output, cli_text_get(&made), made.length);
  eir_diagnostics_free(messages);
  cli_text_free(&made);
  return code;
}
