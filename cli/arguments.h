/* The command line, taken apart. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "eirene/eirene.h"

#include "cli_text.h"

/* Groups of options that a verb takes beside --help and --json; bits. */
typedef enum cli_takes {
  CLI_TAKES_NOTHING = 0,
  CLI_TAKES_SOLVING = 1,     /* --no-stats and the library's table of options */
  CLI_TAKES_TABLE = 2,       /* --template and --semicolons */
  CLI_TAKES_READING = 4,     /* --view and --without */
  CLI_TAKES_SOURCES = 8,     /* --sources */
  CLI_TAKES_EXPLAINING = 16, /* as SOLVING, for the verb explain */
  CLI_TAKES_SHOWING = 32,    /* --on */
  CLI_TAKES_HOLDING = 64     /* --params, and of the library's table what is for hold */
} cli_takes;

/* The options of the command line that are not of solving: the rows of cli_flags. */
typedef enum cli_flag_id {
  CLI_FLAG_JSON = 0,
  CLI_FLAG_NO_STATS,
  CLI_FLAG_TEMPLATE,
  CLI_FLAG_SEMICOLONS,
  CLI_FLAG_VIEW,
  CLI_FLAG_WITHOUT,
  CLI_FLAG_SOURCES,
  CLI_FLAG_OUTCOME,
  CLI_FLAG_DEAL,
  CLI_FLAG_ON,
  CLI_FLAG_PARAMS,
  CLI_FLAG_LEAST,
  CLI_FLAG_HELP,
  CLI_FLAG_COUNT
} cli_flag_id;

typedef struct cli_flag {
  const char *name;     /* without "--" */
  const char *argument; /* what help calls its value; NULL: it takes none */
  const char *help;
  unsigned takes; /* the groups it is in; 0: every verb has it */
} cli_flag;

extern const cli_flag cli_flags[CLI_FLAG_COUNT];

/* A flag on the command line. */
typedef struct cli_given {
  cli_flag_id flag;
  const char *value; /* lent from argv; NULL for a flag that takes none */
} cli_given;

typedef struct cli_arguments {
  const char *verb;
  const char **operands; /* [n_operands], lent from argv; the array is owned */
  size_t n_operands;
  cli_given *given; /* [n_given] in the order of the command line; owned */
  size_t n_given;
  bool json;
  bool help;
  bool no_stats;
  bool template_table; /* --template */
  bool semicolons;
  bool least;           /* --least */
  eir_options *options; /* of solving; NULL unless the verb takes them */
} cli_arguments;

/* Does a verb that takes the groups `takes` have this flag, or this row of the
 * library's table? */
bool cli_flag_is_of(const cli_flag *flag, unsigned takes);
bool cli_takes_row(unsigned takes, const eir_option_row *row);

/* Value number `index`, from 0, that was given to a flag that may be repeated; NULL
 * beyond the last. */
const char *cli_arguments_value(const cli_arguments *arguments, cli_flag_id flag,
                                size_t index);
/* The value given last, which counts for a flag that is not repeated; NULL without
 * one. */
const char *cli_arguments_last(const cli_arguments *arguments, cli_flag_id flag);

/* Parses what follows the verb, up to a NULL. Adds one line for every mistake to
 * `mistakes`; none means that all is well. Returns EIR_OK, also with mistakes, or
 * EIR_NO_MEMORY. Free with cli_arguments_free() in any case. */
eir_status cli_arguments_parse(eir_context *context, const char *verb, unsigned takes,
                               char **arguments, cli_arguments *out,
                               cli_text *mistakes);
void cli_arguments_free(cli_arguments *arguments);

/* Starts a line of `mistakes`: "eirene VERB: error: ". */
void cli_mistake_begin(cli_text *mistakes, const char *verb);

#endif
