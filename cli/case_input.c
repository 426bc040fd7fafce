/* Reading cases. Messages have the form that editors and compilers' users know:
 * FILE:LINE:COLUMN: error: what is wrong, and what would be right. */
#include "case_input.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A case may have 64 MB; a little more is read so that the library can refuse it. */
enum { MOST_INPUT = (64 << 20) + 1 };

static const char *severity_word(eir_severity severity) {
  switch (severity) {
  case EIR_WARNING:
    return "warning";
  case EIR_NOTE:
    return "note";
  case EIR_ERROR:
    break;
  }
  return "error";
}

static void add_message(cli_text *text, const eir_error *error) {
  cli_text_add(text, error->file);
  if (error->line > 0)
    CLI_ADD(text, ":", cli_plain(error->line).text);
  if (error->line > 0 && error->column > 0) {
    CLI_ADD(text, ":", cli_plain(error->column).text);
  }
  CLI_ADD(text, ": ", severity_word(error->severity), ": ");
  /* Where lines are hidden, as in a view, the path says where it is. */
  if (error->line == 0 && error->path != NULL && error->path[0] != '\0')
    CLI_ADD(text, "at ", error->path, ": ");
  /* One message is one line, whatever the case put into it. */
  for (const char *at = error->message; *at != '\0'; at++) {
    cli_text_add_bytes(text, *at == '\n' || *at == '\r' ? " " : at, 1);
  }
  cli_text_add(text, "\n");
}

/* Says all messages; *out_errors is how many of them are errors. Returns CLI_YES, or
 * CLI_SYSTEM without memory. */
static cli_exit say_messages(const eir_diagnostics *messages, const char *path,
                             size_t *out_errors) {
  cli_text text = {0};
  size_t n_errors = 0;
  size_t count = messages == NULL ? 0 : eir_diagnostics_count(messages);
  for (size_t i = 0; i < count; i++) {
    eir_error error = eir_diagnostics_get(messages, i);
    add_message(&text, &error);
    if (error.severity == EIR_ERROR)
      n_errors++;
  }
  if (n_errors > 1) {
    CLI_ADD(&text, path, ": ", cli_grouped(n_errors).text, " errors\n");
  }
  *out_errors = n_errors;
  return cli_say(&text, CLI_YES);
}

static cli_exit say_one(const char *path, const char *message, const char *reason,
                        cli_exit code) {
  cli_text text = {0};
  CLI_ADD(&text, path, ": error: ", message, reason, "\n");
  return cli_say(&text, code);
}

/* Whoever works in a spreadsheet program may well hand its file to a verb for cases. */
static bool is_table(const char *path) {
  static const char *const endings[] = {".csv", ".tsv", ".xlsx", ".ods", ".xls"};
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < sizeof endings / sizeof endings[0]; i++) {
    if (strcasecmp(dot, endings[i]) == 0)
      return true;
  }
  return false;
}

static cli_exit say_import(const char *path) {
  cli_text text = {0};
  CLI_ADD(&text, "'eirene import table ", path, "' makes a case file of a table\n");
  return cli_say(&text, CLI_WRONG_INPUT);
}

cli_exit cli_read_standard_input(cli_text *text) {
  char piece[1 << 14];
  while (text->length < MOST_INPUT) {
    ssize_t size = read(STDIN_FILENO, piece, sizeof piece);
    if (size == 0)
      break;
    if (size < 0 && errno == EINTR)
      continue;
    if (size < 0) {
      return say_one("<stdin>", "cannot be read: ", strerror(errno), CLI_WRONG_INPUT);
    }
    cli_text_add_bytes(text, piece, (size_t)size);
    if (text->failed)
      return cli_say_no_memory();
  }
  return CLI_YES;
}

cli_exit cli_case_explain(eir_status status, const eir_diagnostics *messages,
                          const char *path) {
  size_t n_errors;
  cli_exit code = say_messages(messages, path, &n_errors);
  if (code != CLI_YES)
    return code;
  switch (status) {
  case EIR_OK:
    return CLI_YES;
  case EIR_NO_MEMORY:
    return cli_say_no_memory();
  case EIR_MISUSE:
    return say_one(path, "internal error: ", eir_status_text(status), CLI_SYSTEM);
  case EIR_BAD_INPUT:
  case EIR_IO:
    break;
  }
  if (n_errors > 0)
    return CLI_WRONG_INPUT;
  return say_one(path, eir_status_text(status), "", CLI_WRONG_INPUT);
}

/* ---- what is to be read ---- */

/* The reading that the arguments ask for, and what it is made of. */
typedef struct reading {
  eir_reading request;
  const char **without; /* [request.n_without], each in `words` */
  char *words;
} reading;

static void free_reading(reading *made) {
  free(made->without);
  free(made->words);
}

/* Cuts the lists of --without at their commas. */
static bool split_sources(reading *made, const cli_arguments *arguments) {
  size_t size = 1, count = 0;
  const char *value;
  for (size_t i = 0;
       (value = cli_arguments_value(arguments, CLI_FLAG_WITHOUT, i)) != NULL; i++)
    size += strlen(value) + 1;
  made->words = malloc(size);
  made->without = malloc(size * sizeof *made->without);
  if (made->words == NULL || made->without == NULL)
    return false;
  char *at = made->words;
  for (size_t i = 0;
       (value = cli_arguments_value(arguments, CLI_FLAG_WITHOUT, i)) != NULL; i++) {
    for (const char *from = value;; from++) {
      size_t length = strcspn(from, ",");
      memcpy(at, from, length);
      at[length] = '\0';
      made->without[count++] = at;
      at += length + 1;
      from += length;
      if (*from == '\0')
        break;
    }
  }
  made->request.without = made->without;
  made->request.n_without = count;
  return true;
}

/* Free it in any case. */
static cli_exit make_reading(reading *made, const cli_arguments *arguments) {
  *made = (reading){.request.view = cli_arguments_last(arguments, CLI_FLAG_VIEW)};
  return split_sources(made, arguments) ? CLI_YES : cli_say_no_memory();
}

static cli_exit read_case(eir_context *context, const eir_reading *request,
                          const char *path, eir_case **out_case) {
  eir_diagnostics *messages = NULL;
  eir_status status;
  cli_exit code;
  if (strcmp(path, "-") == 0) {
    cli_text text = {0};
    path = "<stdin>";
    code = cli_read_standard_input(&text);
    if (code == CLI_YES) {
      status = eir_case_read_text_as(context, path, ".", cli_text_get(&text),
                                     text.length, request, out_case, &messages);
      code = cli_case_explain(status, messages, path);
    }
    cli_text_free(&text);
  } else {
    status = eir_case_read_file_as(context, path, request, out_case, &messages);
    code = cli_case_explain(status, messages, path);
    if (status == EIR_BAD_INPUT && code == CLI_WRONG_INPUT && is_table(path))
      code = say_import(path);
  }
  eir_diagnostics_free(messages);
  if (code != CLI_YES) { /* also when a warning could not be said for want of memory */
    eir_case_free(*out_case);
    *out_case = NULL;
  }
  return code;
}

cli_exit cli_case_read(eir_context *context, const cli_arguments *arguments,
                       const char *path, eir_case **out_case) {
  reading made;
  *out_case = NULL;
  cli_exit code = make_reading(&made, arguments);
  if (code == CLI_YES)
    code = read_case(context, &made.request, path, out_case);
  free_reading(&made);
  assert((code == CLI_YES) == (*out_case != NULL));
  return code;
}

/* ---- GENIUS ---- */

bool cli_is_xml(const char *path) {
  const char *dot = strrchr(path, '.');
  return dot != NULL && (strcmp(dot, ".xml") == 0 || strcmp(dot, ".XML") == 0);
}

static cli_exit read_genius(eir_context *context, const char *const *paths, size_t n,
                            eir_case **out_case) {
  eir_diagnostics *messages = NULL;
  eir_status status = eir_case_read_genius(context, paths, n, out_case, &messages);
  cli_exit code = cli_case_explain(status, messages, paths[0]);
  eir_diagnostics_free(messages);
  if (code != CLI_YES) {
    eir_case_free(*out_case);
    *out_case = NULL;
  }
  return code;
}

/* The profiles of a scenario say nothing of who may see them or where they are from. */
static bool is_partial(const cli_arguments *arguments) {
  return cli_arguments_last(arguments, CLI_FLAG_VIEW) != NULL ||
         cli_arguments_last(arguments, CLI_FLAG_WITHOUT) != NULL;
}

cli_exit cli_case_read_operands(eir_context *context, const cli_arguments *arguments,
                                eir_case **out_case) {
  const char *verb = arguments->verb;
  const char *const *paths = arguments->operands;
  size_t n = arguments->n_operands, n_xml = 0;
  for (size_t i = 0; i < n; i++)
    n_xml += cli_is_xml(paths[i]);
  *out_case = NULL;
  if (n_xml == 0 && n == 1)
    return cli_case_read(context, arguments, paths[0], out_case);
  if (n_xml == n && n > 1 && !is_partial(arguments))
    return read_genius(context, paths, n, out_case);
  cli_text text = {0};
  cli_mistake_begin(&text, verb);
  if (n_xml == n && n > 1)
    cli_text_add(&text, "--view and --without are for case files; 'eirene import "
                        "genius' makes one of a scenario\n");
  else if (n_xml > 0)
    CLI_ADD(&text,
            "a GENIUS scenario is a domain and its profiles, each an .xml file: "
            "'eirene ",
            verb, " DOMAIN.xml PROFILE.xml...'\n");
  else
    CLI_ADD(&text, "'", paths[1], "' is too much: 'eirene ", verb, " CASE'\n");
  CLI_ADD(&text, "'eirene help ", verb, "' tells more\n");
  return cli_say(&text, CLI_WRONG_INPUT);
}
