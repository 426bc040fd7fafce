/* Standard output and standard error: every write is checked, and little answers are
 * held back until they are whole. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli_text.h"

/* The exit codes of the program. */
typedef enum cli_exit {
  CLI_YES = 0,         /* valid; a deal exists */
  CLI_NO = 1,          /* no deal */
  CLI_WRONG_INPUT = 2, /* a file, an option or the usage is wrong */
  CLI_LIMIT = 3,       /* a limit was reached, or it was interrupted */
  CLI_SYSTEM = 4       /* disk, memory, a closed pipe */
} cli_exit;

/* Standard output on its way out. All zero is an empty one. */
typedef struct cli_output {
  cli_text held;
  int error; /* errno of the write that failed, or 0 */
} cli_output;

/* Takes data[size] as it is; false once a write failed or memory ran out. Shaped for
 * eir_solution_write_json(): `output` is a cli_output. */
bool cli_output_write(void *output, const char *data, size_t size);
/* Takes text for people: cleaned, and with its marks of bold turned into the
 * terminal's. */
bool cli_output_write_page(cli_output *output, const cli_text *page);
/* Passes on what is held once it is worth a write, for lists that go out as they grow;
 * false once a write failed. */
bool cli_output_stream(cli_output *output);
/* Drops what is still held. */
void cli_output_drop(cli_output *output);
/* Writes what is held, closes standard output and frees the output. Returns `code`, or
 * CLI_SYSTEM after saying why when anything failed. */
cli_exit cli_output_close(cli_output *output, cli_exit code);

/* Writes the text to standard error, cleaned, at once, and frees it. Returns `code`, or
 * CLI_SYSTEM if memory ran out over the text. */
cli_exit cli_say(cli_text *text, cli_exit code);
/* Says "eirene: out of memory" and returns CLI_SYSTEM. */
cli_exit cli_say_no_memory(void);

/* Columns to use for text on standard output: of the terminal, else of COLUMNS, else
 * 80. */
size_t cli_output_width(void);
/* May standard output carry bold? On a terminal, unless NO_COLOR or TERM=dumb says no.
 * */
bool cli_output_is_styled(void);

#endif
