/* The command line, taken apart. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "eirene/eirene.h"

#include "cli_text.h"

/* Which options a verb takes beside --help and --json. */
typedef enum cli_takes {
  CLI_TAKES_NOTHING = 0,
  CLI_TAKES_SOLVING = 1, /* --no-stats and the library's table of options */
  CLI_TAKES_TABLE = 2    /* --template and --semicolons */
} cli_takes;

typedef struct cli_arguments {
  const char *verb;
  const char **operands; /* [n_operands], lent from argv; the array is owned */
  size_t n_operands;
  bool json;
  bool help;
  bool no_stats;
  bool template_table; /* --template */
  bool semicolons;
  eir_options *options; /* of solving; NULL unless the verb takes them */
} cli_arguments;

/* An option of the command line that is not one of solving. */
typedef struct cli_flag {
  const char *name; /* without "--" */
  const char *help;
  cli_takes takes; /* NOTHING: every verb has it */
} cli_flag;

enum { CLI_FLAG_COUNT = 5 };
extern const cli_flag cli_flags[CLI_FLAG_COUNT];

/* Parses what follows the verb, up to a NULL. Adds one line for every mistake to
 * `mistakes`; none means that all is well. Returns EIR_OK, also with mistakes, or
 * EIR_NO_MEMORY. Free with cli_arguments_free() in any case. */
eir_status cli_arguments_parse(eir_context *context, const char *verb, cli_takes takes,
                               char **arguments, cli_arguments *out,
                               cli_text *mistakes);
void cli_arguments_free(cli_arguments *arguments);

/* Starts a line of `mistakes`: "eirene VERB: error: ". */
void cli_mistake_begin(cli_text *mistakes, const char *verb);

#endif
