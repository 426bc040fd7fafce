/* Progress of long work: one line on a terminal's standard error, rewritten. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "eirene/eirene.h"

typedef struct cli_progress {
  bool wanted; /* is standard error a terminal? */
  bool shown;  /* is there a line to clear? */
  int64_t start_ms;
  int64_t last_ms;
} cli_progress;

void cli_progress_begin(cli_progress *progress);
/* Clears the line. */
void cli_progress_end(cli_progress *progress);
/* Callbacks for the library that show progress and stop when interrupted. */
eir_callbacks cli_progress_callbacks(cli_progress *progress);

#endif
