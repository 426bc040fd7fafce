/* Output. Bytes are held in memory and written in large pieces by write(2): its result
 * is the error itself, where stdio would remember one and let others go. An answer
 * smaller than a piece is written in one go at the end, so that a failure before leaves
 * nothing. */
#include "cli_output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "columns.h"

/* Held at most; large enough for nearly every answer to be all or nothing. */
enum { MAX_HELD = 1 << 23 };

/* Writes all of data[size]; returns 0 or the errno. */
static int write_all(int file, const char *data, size_t size) {
  while (size > 0) {
    ssize_t written = write(file, data, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : EIO;
    data += written;
    size -= (size_t)written;
  }
  return 0;
}

static bool pass_on(cli_output *output) {
  if (output->error == 0) {
    output->error = write_all(STDOUT_FILENO, output->held.data, output->held.length);
  }
  cli_text_clear(&output->held);
  return output->error == 0;
}

bool cli_output_write(void *output, const char *data, size_t size) {
  cli_output *self = output;
  cli_text_add_bytes(&self->held, data, size);
  if (self->held.failed || self->error != 0)
    return false;
  return self->held.length < MAX_HELD || pass_on(self);
}

bool cli_output_write_page(cli_output *output, const cli_text *page) {
  if (page->failed)
    output->held.failed = true;
  cli_columns_add_clean(&output->held, cli_text_get(page), page->length, true,
                        cli_output_is_styled());
  return cli_output_write(output, "", 0);
}

bool cli_output_stream(cli_output *output) {
  enum { WORTH_A_WRITE = 1 << 15 };
  return output->held.length < WORTH_A_WRITE || pass_on(output);
}

void cli_output_drop(cli_output *output) {
  cli_text_clear(&output->held);
}

/* A reader that has seen enough and closed its pipe is no news. */
static void say_why(int error) {
  if (error == EPIPE)
    return;
  cli_text message = {0};
  CLI_ADD(&message,
          "eirene: error: standard output cannot be written: ", strerror(error), "\n");
  (void)cli_say(&message, CLI_SYSTEM);
}

cli_exit cli_output_close(cli_output *output, cli_exit code) {
  bool failed = output->held.failed;
  if (failed) {
    code = cli_say_no_memory();
  } else {
    (void)pass_on(output);
  }
  /* Some file systems report a full disk only here. An unused, closed one is fine. */
  bool closed = close(STDOUT_FILENO) == 0 || errno == EBADF;
  if (!closed && output->error == 0)
    output->error = errno;
  if (output->error != 0) {
    say_why(output->error);
    code = CLI_SYSTEM;
  }
  cli_text_free(&output->held);
  return code;
}

cli_exit cli_say(cli_text *text, cli_exit code) {
  cli_text clean = {0};
  cli_columns_add_clean(&clean, cli_text_get(text), text->length, true, false);
  if (text->failed || clean.failed) {
    code = cli_say_no_memory();
  } else if (clean.length > 0) {
    /* Nothing is left to tell of a failure here. */
    (void)write_all(STDERR_FILENO, clean.data, clean.length);
  }
  cli_text_free(&clean);
  cli_text_free(text);
  return code;
}

cli_exit cli_say_no_memory(void) {
  static const char message[] = "eirene: error: out of memory\n";
  (void)write_all(STDERR_FILENO, message, sizeof message - 1);
  return CLI_SYSTEM;
}

size_t cli_output_width(void) {
  enum { LEAST = 20, MOST = 1000, USUAL = 80 };
  struct winsize size = {0};
  long columns = 0;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    columns = size.ws_col;
  }
  const char *wanted = getenv("COLUMNS");
  if (columns == 0 && wanted != NULL) {
    char *end;
    columns = strtol(wanted, &end, 10);
    if (*end != '\0')
      columns = 0;
  }
  if (columns <= 0)
    return USUAL;
  return columns < LEAST ? LEAST : columns > MOST ? MOST : (size_t)columns;
}

bool cli_output_is_styled(void) {
  const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
  if (no_color != NULL && no_color[0] != '\0')
    return false;
  if (terminal == NULL || strcmp(terminal, "dumb") == 0)
    return false;
  return isatty(STDOUT_FILENO) != 0;
}
