/* eirene: the command line. Finds the verb, parses its options, runs it, and sees that
 * what it printed has arrived. */
#include <signal.h>
#include <string.h>

#include "verbs.h"

/* Says `text`, which holds mistakes in the arguments, and how to get help. */
static cli_exit say_mistakes(cli_text *text, const char *verb) {
  CLI_ADD(text, "'eirene help", verb[0] == '\0' ? "" : " ", verb, "' tells more\n");
  return cli_say(text, CLI_WRONG_INPUT);
}

static void check_operands(const cli_verb *verb, const cli_arguments *arguments,
                           cli_text *mistakes) {
  size_t n = arguments->n_operands;
  if (n < verb->least_operands) {
    cli_mistake_begin(mistakes, verb->name);
    CLI_ADD(mistakes, "no file is named: 'eirene ", verb->name, " ", verb->operands,
            "'; '-' is standard input\n");
  }
  if (n > verb->most_operands) {
    const char *extra = arguments->operands[verb->most_operands];
    cli_mistake_begin(mistakes, verb->name);
    CLI_ADD(mistakes, "'", extra, "' is too much: 'eirene ", verb->name,
            verb->operands[0] == '\0' ? "" : " ", verb->operands, "'\n");
  }
}

static cli_exit run_verb(eir_context *context, const cli_verb *verb, char **words,
                         cli_output *output) {
  cli_arguments arguments;
  cli_text mistakes = {0};
  cli_exit code;
  eir_status status = cli_arguments_parse(context, verb->name, verb->takes, words,
                                          &arguments, &mistakes);
  if (status == EIR_OK && !arguments.help) {
    check_operands(verb, &arguments, &mistakes);
  }
  if (status != EIR_OK || mistakes.failed) {
    code = cli_say_no_memory();
  } else if (mistakes.length > 0) {
    code = say_mistakes(&mistakes, verb->name);
  } else if (arguments.help) {
    code = cli_help_verb(verb, output);
  } else {
    code = verb->run(context, &arguments, output);
  }
  cli_arguments_free(&arguments);
  cli_text_free(&mistakes);
  return code;
}

/* What people try before they have read anything. */
static const char *verb_name(const char *word) {
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
    return "help";
  if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
    return "version";
  return word;
}

static cli_exit run(int count, char **words, cli_output *output) {
  if (count < 2) {
    cli_text message = {0};
    cli_mistake_begin(&message, "");
    CLI_ADD(&message, "no verb is given; the usual ones are 'eirene check FILE...' and "
                      "'eirene solve CASE'\n");
    return say_mistakes(&message, "");
  }
  const cli_verb *verb = cli_verb_find(verb_name(words[1]));
  if (verb == NULL)
    return cli_verb_say_unknown(words[1]);
  eir_context *context = NULL;
  if (eir_context_new(NULL, &context) != EIR_OK)
    return cli_say_no_memory();
  cli_exit code = run_verb(context, verb, words + 2, output);
  eir_context_free(context);
  return code;
}

int main(int count, char **words) {
  /* A closed pipe is then an error of write(), with an exit code of its own. */
  (void)signal(SIGPIPE, SIG_IGN);
  cli_output output = {0};
  cli_exit code = run(count, words, &output);
  return (int)cli_output_close(&output, code);
}
