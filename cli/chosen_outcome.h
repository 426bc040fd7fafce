/* The outcome that --outcome or --deal names. */
#ifndef CLI_CHOSEN_OUTCOME_H
#define CLI_CHOSEN_OUTCOME_H

#include "eirene/eirene.h"

#include "arguments.h"
#include "cli_output.h"

typedef struct cli_choosing {
  const cli_arguments *arguments;
  const eir_case *the_case;
  const eir_solution *solution;
  uint32_t *outcome; /* [n_issues], which the caller frees; NULL: none is named */
} cli_choosing;

/* Reads the outcome, if one is named. CLI_YES, or another code after saying why. */
cli_exit cli_choose_outcome(cli_choosing *now);

#endif
