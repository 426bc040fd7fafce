/* Parsing of arguments. The options of solving are the rows of the library's table, so
 * that a new row needs nothing here. Parsing goes on after a mistake, to report all. */
#include "arguments.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "near_miss.h"

const cli_flag cli_flags[CLI_FLAG_COUNT] = {
    {"json", "Print one JSON object instead of text for people.", CLI_TAKES_NOTHING},
    {"no-stats", "Leave out what may differ between runs: times and memory.",
     CLI_TAKES_SOLVING},
    {"template", "Print a small table that explains how to fill it in.",
     CLI_TAKES_TABLE},
    {"semicolons",
     "Separate cells by semicolons and write decimal commas, as spreadsheet programs "
     "do in many languages.",
     CLI_TAKES_TABLE},
    {"help", "Print this help.", CLI_TAKES_NOTHING},
};

enum { MAX_WORDS = 64 };

/* What is being parsed. */
typedef struct parsing {
  const char *verb;
  cli_takes takes;
  char **arguments;
  size_t count;
  size_t next; /* index of the argument to look at */
  cli_arguments *out;
  cli_text *mistakes;
} parsing;

bool cli_takes_row(cli_takes takes, const eir_option_row *row) {
  unsigned verb = takes == CLI_TAKES_SOLVING      ? EIR_FOR_SOLVE
                  : takes == CLI_TAKES_EXPLAINING ? EIR_FOR_EXPLAIN
                                                  : 0;
  return (row->verbs & verb) != 0;
}

void cli_mistake_begin(cli_text *mistakes, const char *verb) {
  CLI_ADD(mistakes, "eirene", verb[0] == '\0' ? "" : " ", verb, ": error: ");
}

/* The words that `near` may be a slip of: flags and options of the verb. */
static size_t known_words(cli_takes takes, const char *words[MAX_WORDS]) {
  size_t n = 0;
  for (size_t i = 0; i < CLI_FLAG_COUNT; i++) {
    if (cli_flags[i].takes == CLI_TAKES_NOTHING || cli_flags[i].takes == takes) {
      words[n++] = cli_flags[i].name;
    }
  }
  for (size_t i = 0; i < eir_option_row_count() && n < MAX_WORDS; i++) {
    eir_option_row row = eir_option_row_get(i);
    if (cli_takes_row(takes, &row))
      words[n++] = row.name;
  }
  return n;
}

static bool find_row(const char *name, eir_option_row *out_row) {
  for (size_t i = 0; i < eir_option_row_count(); i++) {
    *out_row = eir_option_row_get(i);
    if (strcmp(out_row->name, name) == 0)
      return true;
  }
  return false;
}

static void say_unknown(parsing *now, const char *argument, const char *name) {
  cli_text *line = now->mistakes;
  cli_mistake_begin(line, now->verb);
  eir_option_row row;
  if (find_row(name, &row)) {
    CLI_ADD(line, "option '--", name, "' is one of 'eirene ",
            (row.verbs & EIR_FOR_SOLVE) != 0 ? "solve" : "explain", "'\n");
    return;
  }
  const char *words[MAX_WORDS];
  size_t n = known_words(now->takes, words);
  const char *near = cli_near_miss(name, words, n);
  CLI_ADD(line, "unknown option '", argument, "'");
  if (near != NULL)
    CLI_ADD(line, "; did you mean '--", near, "'?");
  cli_text_add(line, "\n");
}

/* Sets a flag of the command line itself; false if `name` is none. */
static bool set_flag(parsing *now, const char *name, const char *value) {
  bool *flag = NULL;
  if (strcmp(name, "json") == 0)
    flag = &now->out->json;
  if (strcmp(name, "help") == 0)
    flag = &now->out->help;
  if (strcmp(name, "no-stats") == 0 && now->takes == CLI_TAKES_SOLVING) {
    flag = &now->out->no_stats;
  }
  if (strcmp(name, "template") == 0 && now->takes == CLI_TAKES_TABLE)
    flag = &now->out->template_table;
  if (strcmp(name, "semicolons") == 0 && now->takes == CLI_TAKES_TABLE)
    flag = &now->out->semicolons;
  if (flag == NULL)
    return false;
  if (value != NULL) {
    cli_mistake_begin(now->mistakes, now->verb);
    CLI_ADD(now->mistakes, "option '--", name, "' takes no value, but '", value,
            "' is given\n");
  }
  *flag = true;
  return true;
}

static void say_choices(parsing *now, const eir_option_row *row, const char *value) {
  cli_text *line = now->mistakes;
  size_t n = 0;
  while (row->choices[n] != NULL)
    n++;
  cli_mistake_begin(line, now->verb);
  CLI_ADD(line, "option '--", row->name, "' can't be '", value, "'; ");
  const char *near = cli_near_miss(value, row->choices, n);
  if (near != NULL) {
    CLI_ADD(line, "did you mean '", near, "'?\n");
    return;
  }
  cli_text_add(line, "it is ");
  for (size_t i = 0; i < n; i++) {
    CLI_ADD(line, i == 0 ? "" : i + 1 == n ? " or " : ", ", "'", row->choices[i], "'");
  }
  cli_text_add(line, "\n");
}

/* Decimal digits with an optional sign, nothing around them. */
static bool read_integer(const char *text, int64_t *out_value) {
  const char *digits = text[0] == '-' || text[0] == '+' ? text + 1 : text;
  if (digits[0] == '\0' || strspn(digits, "0123456789") != strlen(digits))
    return false;
  errno = 0;
  intmax_t value = strtoimax(text, NULL, 10);
  if (errno != 0 || value < INT64_MIN || value > INT64_MAX)
    return false;
  *out_value = (int64_t)value;
  return true;
}

static void set_integer(parsing *now, const eir_option_row *row, const char *text) {
  int64_t value;
  if (read_integer(text, &value) && value >= row->least && value <= row->most &&
      eir_options_set(now->out->options, row->name, value) == EIR_OK) {
    return;
  }
  cli_mistake_begin(now->mistakes, now->verb);
  CLI_ADD(now->mistakes, "option '--", row->name, "' needs a whole number from ",
          cli_signed(row->least).text, " to ", cli_signed(row->most).text, ", not '",
          text, "'\n");
}

/* Digits with at most 12 decimals after a point, as parts of 10^-12. */
static bool read_decimal(const char *text, int64_t *out_value) {
  size_t whole = strspn(text, "0123456789");
  const char *point = text + whole;
  size_t decimals = *point == '.' ? strspn(point + 1, "0123456789") : 0;
  const char *end = *point == '.' ? point + 1 + decimals : point;
  if (whole == 0 || whole > 6 || decimals > 12 || *end != '\0' ||
      (*point == '.' && decimals == 0))
    return false;
  int64_t value = 0;
  for (size_t i = 0; i < whole; i++)
    value = value * 10 + (text[i] - '0');
  for (size_t i = 0; i < 12; i++)
    value = value * 10 + (i < decimals ? point[1 + i] - '0' : 0);
  *out_value = value;
  return true;
}

static void set_decimal(parsing *now, const eir_option_row *row, const char *text) {
  int64_t value;
  if (read_decimal(text, &value) &&
      eir_options_set(now->out->options, row->name, value) == EIR_OK)
    return;
  cli_mistake_begin(now->mistakes, now->verb);
  CLI_ADD(now->mistakes, "option '--", row->name,
          "' needs a number from 0 to 1 with at most 12 decimals, such as 0.01, not '",
          text, "'\n");
}

static void set_choice(parsing *now, const eir_option_row *row, const char *text) {
  for (int64_t i = 0; row->choices[i] != NULL; i++) {
    if (strcmp(row->choices[i], text) != 0)
      continue;
    if (eir_options_set(now->out->options, row->name, i) == EIR_OK)
      return;
  }
  say_choices(now, row, text);
}

/* Several choices between commas. */
static void set_choices(parsing *now, const eir_option_row *row, const char *text) {
  int64_t chosen = 0;
  for (const char *at = text;; at++) {
    size_t length = strcspn(at, ",");
    cli_text word = {0};
    cli_text_add_bytes(&word, at, length);
    int64_t bit = 0;
    for (int i = 0; !word.failed && row->choices[i] != NULL; i++) {
      if (strcmp(row->choices[i], cli_text_get(&word)) == 0)
        bit = INT64_C(1) << i;
    }
    if (word.failed)
      now->mistakes->failed = true;
    else if (bit == 0)
      say_choices(now, row, cli_text_get(&word));
    cli_text_free(&word);
    if (bit == 0)
      return;
    chosen |= bit;
    at += length;
    if (*at == '\0')
      break;
  }
  if (eir_options_set(now->out->options, row->name, chosen) != EIR_OK)
    say_choices(now, row, text);
}

/* The value of an option: what follows "=", or the next argument. */
static const char *value_of(parsing *now, const eir_option_row *row,
                            const char *value) {
  if (value != NULL)
    return value;
  if (now->next < now->count && strncmp(now->arguments[now->next], "--", 2) != 0) {
    return now->arguments[now->next++];
  }
  cli_mistake_begin(now->mistakes, now->verb);
  CLI_ADD(now->mistakes, "option '--", row->name, "' needs a value: '--", row->name,
          " ", row->argument, "'\n");
  return NULL;
}

/* Sets an option of the library's table; false if the verb has none of that name. */
static bool set_option(parsing *now, const char *name, const char *value) {
  eir_option_row row;
  if (!find_row(name, &row) || !cli_takes_row(now->takes, &row))
    return false;
  if (row.type == EIR_OPTION_FLAG) {
    if (value != NULL) {
      cli_mistake_begin(now->mistakes, now->verb);
      CLI_ADD(now->mistakes, "option '--", name, "' takes no value, but '", value,
              "' is given\n");
      return true;
    }
    return eir_options_set(now->out->options, name, 1) == EIR_OK;
  }
  value = value_of(now, &row, value);
  if (value == NULL)
    return true;
  if (row.type == EIR_OPTION_INTEGER)
    set_integer(now, &row, value);
  if (row.type == EIR_OPTION_DECIMAL)
    set_decimal(now, &row, value);
  if (row.type == EIR_OPTION_CHOICE)
    set_choice(now, &row, value);
  if (row.type == EIR_OPTION_CHOICES)
    set_choices(now, &row, value);
  return true;
}

/* `argument` starts with a dash and is more than one. */
static bool parse_option(parsing *now, const char *argument) {
  if (strcmp(argument, "-h") == 0) {
    now->out->help = true;
    return true;
  }
  const char *name = argument + strspn(argument, "-");
  const char *equals = strchr(name, '=');
  size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
  char *copy = malloc(length + 1);
  if (copy == NULL)
    return false;
  memcpy(copy, name, length);
  copy[length] = '\0';
  const char *value = equals == NULL ? NULL : equals + 1;
  bool known = argument[1] == '-' &&
               (set_flag(now, copy, value) || set_option(now, copy, value));
  if (!known)
    say_unknown(now, argument, copy);
  free(copy);
  return true;
}

eir_status cli_arguments_parse(eir_context *context, const char *verb, cli_takes takes,
                               char **arguments, cli_arguments *out,
                               cli_text *mistakes) {
  assert(arguments != NULL && out != NULL && mistakes != NULL);
  *out = (cli_arguments){.verb = verb};
  size_t count = 0;
  while (arguments[count] != NULL)
    count++;
  out->operands = calloc(count + 1, sizeof *out->operands);
  if (out->operands == NULL)
    return EIR_NO_MEMORY;
  if (takes == CLI_TAKES_SOLVING || takes == CLI_TAKES_EXPLAINING) {
    eir_status status = eir_options_new(context, &out->options);
    if (status != EIR_OK)
      return status;
  }
  parsing now = {verb, takes, arguments, count, 0, out, mistakes};
  bool options_ended = false;
  while (now.next < count) {
    const char *argument = arguments[now.next++];
    if (!options_ended && strcmp(argument, "--") == 0) {
      options_ended = true;
    } else if (options_ended || argument[0] != '-' || argument[1] == '\0') {
      out->operands[out->n_operands++] = argument;
    } else if (!parse_option(&now, argument)) {
      return EIR_NO_MEMORY;
    }
  }
  return mistakes->failed ? EIR_NO_MEMORY : EIR_OK;
}

void cli_arguments_free(cli_arguments *arguments) {
  free(arguments->operands);
  eir_options_free(arguments->options);
  *arguments = (cli_arguments){0};
}
