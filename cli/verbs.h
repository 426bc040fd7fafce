/* The verbs of the program. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "arguments.h"
#include "cli_output.h"

typedef struct cli_verb {
  const char *name;
  const char *operands;    /* as help shows them: "FILE..." */
  const char *use;         /* one line */
  const char *const *more; /* paragraphs, NULL-terminated */
  unsigned takes;          /* cli_takes bits */
  size_t least_operands;
  size_t most_operands;
  cli_exit (*run)(eir_context *context, const cli_arguments *arguments,
                  cli_output *output);
} cli_verb;

enum { CLI_VERB_COUNT = 9 };
extern const cli_verb cli_verbs[CLI_VERB_COUNT];

/* The verb of that name, or NULL. */
const cli_verb *cli_verb_find(const char *name);
/* Says that there is no verb `name`, and what was perhaps meant; returns the exit code.
 * */
cli_exit cli_verb_say_unknown(const char *name);

cli_exit cli_check_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output);
cli_exit cli_solve_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output);
cli_exit cli_explain_run(eir_context *context, const cli_arguments *arguments,
                         cli_output *output);
cli_exit cli_show_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output);
cli_exit cli_hold_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output);
cli_exit cli_import_run(eir_context *context, const cli_arguments *arguments,
                        cli_output *output);
cli_exit cli_table_run(eir_context *context, const cli_arguments *arguments,
                       cli_output *output);
cli_exit cli_help_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output);
cli_exit cli_version_run(eir_context *context, const cli_arguments *arguments,
                         cli_output *output);

/* Imports the files of one kind; operand 0 is the kind. One function a kind. */
cli_exit cli_import_table(eir_context *context, const cli_arguments *arguments,
                          cli_output *output);
cli_exit cli_import_genius(eir_context *context, const cli_arguments *arguments,
                           cli_output *output);

/* Prints help on one verb. */
cli_exit cli_help_verb(const cli_verb *verb, cli_output *output);

#endif
