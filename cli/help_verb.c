/* The verbs `help` and `version`. What solving's options are comes from the library. */
#include <assert.h>
#include <string.h>

#include "columns.h"
#include "page.h"
#include "verbs.h"

enum { HELP_COLUMN = 24 }; /* where explanations start */

/* A term, which is freed, and its explanation, on a line of its own if the term is
 * long. */
static void add_entry(cli_page *page, cli_text *term_text, const char *text) {
  const char *term = cli_text_get(term_text);
  if (term_text->failed)
    page->text.failed = true;
  size_t columns = 2 + cli_columns(term, strlen(term));
  size_t column = page->width < 60 ? 6 : HELP_COLUMN;
  cli_text_add_spaces(&page->text, 2);
  cli_text_add(&page->text, term);
  if (columns + 2 > column) {
    cli_text_add(&page->text, "\n");
    columns = 0;
  }
  cli_text_add(&page->sentence, text);
  size_t before = page->text.length;
  cli_page_end_paragraph(page, column, column);
  cli_text_free(term_text);
  /* The term stands where the indent of the first line would be. */
  if (columns > 0 && !page->text.failed) {
    char *indent = page->text.data + before;
    size_t rest = page->text.length - before - columns;
    memmove(indent, indent + columns, rest + 1);
    page->text.length -= columns;
  }
}

static void add_row(cli_page *page, const eir_option_row *row) {
  cli_text term = {0}, text = {0};
  CLI_ADD(&term, "--", row->name, row->argument == NULL ? "" : " ",
          row->argument == NULL ? "" : row->argument);
  cli_text_add(&text, row->help);
  if (row->type == EIR_OPTION_CHOICE) {
    CLI_ADD(&text, " Default: ", row->choices[row->initial], ".");
  }
  if (row->type == EIR_OPTION_INTEGER) {
    CLI_ADD(&text, " Default: ", cli_signed(row->initial).text, ".");
  }
  if (text.failed)
    page->text.failed = true;
  add_entry(page, &term, cli_text_get(&text));
  cli_text_free(&text);
}

static void add_options(cli_page *page, unsigned takes) {
  cli_page_heading(page, "Options");
  for (size_t i = 0; i < eir_option_row_count(); i++) {
    eir_option_row row = eir_option_row_get(i);
    if (cli_takes_row(takes, &row))
      add_row(page, &row);
  }
  for (size_t i = 0; i < CLI_FLAG_COUNT; i++) {
    const cli_flag *flag = &cli_flags[i];
    if (!cli_flag_is_of(flag, takes))
      continue;
    cli_text term = {0};
    CLI_ADD(&term, "--", flag->name, flag->argument == NULL ? "" : " ",
            flag->argument == NULL ? "" : flag->argument);
    add_entry(page, &term, flag->help);
  }
}

static void add_usage(cli_page *page, const cli_verb *verb) {
  CLI_ADD(&page->sentence, "eirene ", verb->name);
  bool has_options = verb->takes != CLI_TAKES_NOTHING;
  CLI_ADD(&page->sentence, has_options ? " [OPTION]..." : "",
          verb->operands[0] == '\0' ? "" : " ", verb->operands);
  cli_page_end_paragraph(page, 2, 4);
}

cli_exit cli_help_verb(const cli_verb *verb, cli_output *output) {
  cli_page page;
  cli_page_init(&page, cli_output_width());
  CLI_ADD(&page.sentence, "eirene ", verb->name, ": ", verb->use);
  cli_page_end_paragraph(&page, 0, 0);
  cli_page_gap(&page);
  add_usage(&page, verb);
  for (size_t i = 0; verb->more != NULL && verb->more[i] != NULL; i++) {
    cli_page_gap(&page);
    cli_text_add(&page.sentence, verb->more[i]);
    cli_page_end_paragraph(&page, 0, 0);
  }
  add_options(&page, verb->takes);
  (void)cli_output_write_page(output, &page.text);
  cli_page_free(&page);
  return CLI_YES;
}

static void add_overview(cli_page *page) {
  CLI_ADD(&page->sentence, "Eirene ", eir_version(),
          ": which deals are possible, who blocks, would one hold? A case file goes "
          "in; the deals that all whose consent counts would sign come out.");
  cli_page_end_paragraph(page, 0, 0);
  cli_page_heading(page, "Verbs");
  for (size_t i = 0; i < CLI_VERB_COUNT; i++) {
    cli_text term = {0};
    CLI_ADD(&term, cli_verbs[i].name, cli_verbs[i].operands[0] == '\0' ? "" : " ",
            cli_verbs[i].operands);
    add_entry(page, &term, cli_verbs[i].use);
  }
  cli_page_gap(page);
  cli_text_add(
      &page->sentence,
      "'eirene help VERB' lists the options of a verb. An option's value is "
      "written '--name value' or '--name=value'; '--' ends the options; '-' is "
      "standard input. Every verb takes --json.");
  cli_page_end_paragraph(page, 0, 0);
  cli_page_gap(page);
  cli_text_add(
      &page->sentence,
      "Exit codes: 0 yes (valid, a deal exists, it holds), 1 no, 2 wrong input or "
      "usage, 3 a limit was reached or it was interrupted, 4 the system failed.");
  cli_page_end_paragraph(page, 0, 0);
}

/* The start of an option's object: what every option has. */
static void begin_json_option(cli_text *text, const char *name, const char *help,
                              const char *argument) {
  cli_text_add(text, "{\"name\": ");
  cli_text_add_json(text, name);
  cli_text_add(text, ", \"help\": ");
  cli_text_add_json(text, help);
  if (argument == NULL)
    return;
  cli_text_add(text, ", \"argument\": ");
  cli_text_add_json(text, argument);
}

static void add_json_row(cli_text *text, const eir_option_row *row) {
  begin_json_option(text, row->name, row->help, row->argument);
  if (row->type == EIR_OPTION_INTEGER) {
    CLI_ADD(text, ", \"default\": ", cli_signed(row->initial).text,
            ", \"least\": ", cli_signed(row->least).text,
            ", \"most\": ", cli_signed(row->most).text);
  }
  if (row->type == EIR_OPTION_CHOICE) {
    cli_text_add(text, ", \"default\": ");
    cli_text_add_json(text, row->choices[row->initial]);
  }
  if (row->choices != NULL) {
    cli_text_add(text, ", \"choices\": [");
    for (size_t i = 0; row->choices[i] != NULL; i++) {
      if (i > 0)
        cli_text_add(text, ", ");
      cli_text_add_json(text, row->choices[i]);
    }
    cli_text_add(text, "]");
  }
  cli_text_add(text, "}");
}

static void add_json_verb(cli_text *text, const cli_verb *verb) {
  cli_text_add(text, "{\"name\": ");
  cli_text_add_json(text, verb->name);
  cli_text_add(text, ", \"operands\": ");
  cli_text_add_json(text, verb->operands);
  cli_text_add(text, ", \"use\": ");
  cli_text_add_json(text, verb->use);
  cli_text_add(text, ", \"options\": [");
  const char *joint = "";
  for (size_t i = 0; i < eir_option_row_count(); i++) {
    eir_option_row row = eir_option_row_get(i);
    if (!cli_takes_row(verb->takes, &row))
      continue;
    cli_text_add(text, joint);
    joint = ", ";
    add_json_row(text, &row);
  }
  for (size_t i = 0; i < CLI_FLAG_COUNT; i++) {
    const cli_flag *flag = &cli_flags[i];
    if (!cli_flag_is_of(flag, verb->takes))
      continue;
    cli_text_add(text, joint);
    begin_json_option(text, flag->name, flag->help, flag->argument);
    cli_text_add(text, "}");
    joint = ", ";
  }
  cli_text_add(text, "]}");
}

/* For programs: the verbs, or the one verb `only`, with their options. */
static void add_json(cli_text *text, const cli_verb *only) {
  cli_text_add(text, "{\"eirene\": ");
  cli_text_add_json(text, eir_version());
  cli_text_add(text, ", \"verb\": \"help\", \"verbs\": [");
  const char *joint = "";
  for (size_t i = 0; i < CLI_VERB_COUNT; i++) {
    if (only != NULL && only != &cli_verbs[i])
      continue;
    cli_text_add(text, joint);
    add_json_verb(text, &cli_verbs[i]);
    joint = ", ";
  }
  cli_text_add(text, "]}\n");
}

cli_exit cli_help_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output) {
  (void)context;
  const cli_verb *verb = NULL;
  if (arguments->n_operands > 0) {
    verb = cli_verb_find(arguments->operands[0]);
    if (verb == NULL)
      return cli_verb_say_unknown(arguments->operands[0]);
  }
  if (arguments->json) {
    add_json(&output->held, verb);
    return CLI_YES;
  }
  if (verb != NULL)
    return cli_help_verb(verb, output);
  cli_page page;
  cli_page_init(&page, cli_output_width());
  add_overview(&page);
  (void)cli_output_write_page(output, &page.text);
  cli_page_free(&page);
  return CLI_YES;
}

cli_exit cli_version_run(eir_context *context, const cli_arguments *arguments,
                         cli_output *output) {
  (void)context;
  if (arguments->json) {
    cli_text_add(&output->held, "{\"eirene\": ");
    cli_text_add_json(&output->held, eir_version());
    cli_text_add(&output->held, ", \"verb\": \"version\"}\n");
  } else {
    CLI_ADD(&output->held, "eirene ", eir_version(), "\n");
  }
  return CLI_YES;
}
