/* Reading a case named on the command line, and saying what is wrong with it. */
#ifndef CLI_CASE_INPUT_H
#define CLI_CASE_INPUT_H

#include "eirene/eirene.h"

#include "arguments.h"
#include "cli_output.h"

/* Reads the case in `path`, or on standard input if it is "-": all of it, or what
 * --view and --without leave. Errors and warnings go to standard error. Returns CLI_YES
 * and the case, which the caller frees, or CLI_WRONG_INPUT or CLI_SYSTEM and NULL. */
cli_exit cli_case_read(eir_context *context, const cli_arguments *arguments,
                       const char *path, eir_case **out_case);

/* Reads standard input to its end, or to just beyond what a file may have. Returns
 * CLI_YES, or another code after saying why. */
cli_exit cli_read_standard_input(cli_text *text);

/* Reads the one case that the operands name: a case file, or a GENIUS scenario, which
 * is its domain and its profiles. As cli_case_read(). */
cli_exit cli_case_read_operands(eir_context *context, const cli_arguments *arguments,
                                eir_case **out_case);

/* Is it the name of an XML file? */
bool cli_is_xml(const char *path);

/* Says the messages of a reading that ended with `status`, and what the exit code
 * is. */
cli_exit cli_case_explain(eir_status status, const eir_diagnostics *messages,
                          const char *path);

#endif
