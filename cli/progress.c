/* Progress. Nothing is shown in the first second, then a few times a second. */
#include "progress.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "cli_text.h"
#include "interrupt.h"

enum { FIRST_MS = 1000, EVERY_MS = 200 };

static int64_t now_ms(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Progress is a courtesy: whether it arrives does not matter. */
static void show(const cli_text *text) {
  if (text->failed || text->length == 0)
    return;
  ssize_t written = write(STDERR_FILENO, text->data, text->length);
  (void)written;
}

void cli_progress_begin(cli_progress *progress) {
  *progress = (cli_progress){
      .wanted = isatty(STDERR_FILENO) != 0,
      .start_ms = now_ms(),
  };
}

void cli_progress_end(cli_progress *progress) {
  if (!progress->shown)
    return;
  cli_text text = {0};
  cli_text_add(&text, "\r\033[K");
  show(&text);
  cli_text_free(&text);
  progress->shown = false;
}

static void report(void *user, const eir_progress *state) {
  cli_progress *self = user;
  int64_t now = self->wanted ? now_ms() : 0;
  if (!self->wanted || now - self->start_ms < FIRST_MS ||
      (self->shown && now - self->last_ms < EVERY_MS)) {
    return;
  }
  self->last_ms = now;
  self->shown = true;
  cli_text text = {0};
  CLI_ADD(&text, "\r", state->stage);
  if (state->total > 0) {
    CLI_ADD(&text, " ", cli_grouped(state->done).text, " of ",
            cli_grouped(state->total).text);
  }
  if (state->points > 0) {
    CLI_ADD(&text, ", ", cli_grouped(state->points).text, " vectors");
  }
  CLI_ADD(&text, ", ", cli_plain((uint64_t)(now - self->start_ms) / 1000).text,
          " s (Ctrl-C stops)\033[K");
  show(&text);
  cli_text_free(&text);
}

static bool stop(void *user) {
  (void)user;
  return cli_interrupted();
}

eir_callbacks cli_progress_callbacks(cli_progress *progress) {
  return (eir_callbacks){.stop = stop, .progress = report, .user = progress};
}
