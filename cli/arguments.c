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
    [CLI_FLAG_JSON] = {"json", NULL,
                       "Print one JSON object instead of text for people.",
                       CLI_TAKES_NOTHING},
    [CLI_FLAG_NO_STATS] = {"no-stats", NULL,
                           "Leave out what may differ between runs: times and memory.",
                           CLI_TAKES_SOLVING | CLI_TAKES_EXPLAINING},
    [CLI_FLAG_TEMPLATE] = {"template", NULL,
                           "Print a small table that explains how to fill it in.",
                           CLI_TAKES_TABLE},
    [CLI_FLAG_SEMICOLONS] = {"semicolons", NULL,
                             "Separate cells by semicolons and write decimal commas, "
                             "as spreadsheet programs do in many languages.",
                             CLI_TAKES_TABLE},
    [CLI_FLAG_VIEW] = {"view", "PARTY",
                       "Answer as if the case held only what this party may see, or "
                       "with 'public' what everyone may.",
                       CLI_TAKES_READING},
    [CLI_FLAG_WITHOUT] = {"without", "SOURCE,...",
                          "Answer as if these sources, or lines of sources such as "
                          "a#4, had never been read: what rests on them alone is left "
                          "out. May be repeated.",
                          CLI_TAKES_READING},
    [CLI_FLAG_SOURCES] = {"sources", "DIR",
                          "Look for the files of the sources in this folder; check "
                          "their sha256, and that they have every line referred to.",
                          CLI_TAKES_SOURCES},
    [CLI_FLAG_OUTCOME] = {"outcome", "ISSUE=OPTION,...",
                          "Take this outcome, which names an option of every issue.",
                          CLI_TAKES_EXPLAINING | CLI_TAKES_HOLDING},
    [CLI_FLAG_DEAL] = {"deal", "NAME|N",
                       "Take this deal: nash, kalai_smorodinsky, egalitarian, "
                       "utilitarian, or a number of the frontier as 'eirene solve' "
                       "prints it.",
                       CLI_TAKES_EXPLAINING | CLI_TAKES_HOLDING},
    [CLI_FLAG_ON] = {"on", "DATE",
                     "Leave out what the record dates later than this day, "
                     "YYYY-MM-DD. What has no known date is kept, and marked.",
                     CLI_TAKES_SHOWING},
    [CLI_FLAG_PARAMS] = {"params", "NAME=VALUE,...",
                         "Answer for one party with these bare parameters, instead of "
                         "a case.",
                         CLI_TAKES_HOLDING},
    [CLI_FLAG_LEAST] =
        {"least", NULL,
         "Find the weakest monitoring and guarantee with which some deal "
         "holds for every signatory.",
         CLI_TAKES_HOLDING},
    [CLI_FLAG_HELP] = {"help", NULL, "Print this help.", CLI_TAKES_NOTHING},
};

bool cli_flag_is_of(const cli_flag *flag, unsigned takes) {
  return flag->takes == CLI_TAKES_NOTHING || (flag->takes & takes) != 0;
}

const char *cli_arguments_value(const cli_arguments *arguments, cli_flag_id flag,
                                size_t index) {
  for (size_t i = 0; i < arguments->n_given; i++) {
    if (arguments->given[i].flag == flag && index-- == 0)
      return arguments->given[i].value;
  }
  return NULL;
}

const char *cli_arguments_last(const cli_arguments *arguments, cli_flag_id flag) {
  for (size_t i = arguments->n_given; i-- > 0;) {
    if (arguments->given[i].flag == flag)
      return arguments->given[i].value;
  }
  return NULL;
}

enum { MAX_WORDS = 64 };

/* What is being parsed. */
typedef struct parsing {
  const char *verb;
  unsigned takes;
  char **arguments;
  size_t count;
  size_t next; /* index of the argument to look at */
  cli_arguments *out;
  cli_text *mistakes;
} parsing;

bool cli_takes_row(unsigned takes, const eir_option_row *row) {
  unsigned verbs = (takes & CLI_TAKES_SOLVING) != 0 ? EIR_FOR_SOLVE : 0;
  if ((takes & CLI_TAKES_EXPLAINING) != 0)
    verbs |= EIR_FOR_EXPLAIN;
  if ((takes & CLI_TAKES_HOLDING) != 0)
    verbs |= EIR_FOR_HOLD;
  return (row->verbs & verbs) != 0;
}

void cli_mistake_begin(cli_text *mistakes, const char *verb) {
  CLI_ADD(mistakes, "eirene", verb[0] == '\0' ? "" : " ", verb, ": error: ");
}

/* The words that `near` may be a slip of: flags and options of the verb. */
static size_t known_words(unsigned takes, const char *words[MAX_WORDS]) {
  size_t n = 0;
  for (size_t i = 0; i < CLI_FLAG_COUNT; i++) {
    if (cli_flag_is_of(&cli_flags[i], takes))
      words[n++] = cli_flags[i].name;
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

static void say_no_value(parsing *now, const char *name, const char *value) {
  cli_mistake_begin(now->mistakes, now->verb);
  CLI_ADD(now->mistakes, "option '--", name, "' takes no value, but '", value,
          "' is given\n");
}

/* The value of an option: what follows "=", or the next argument; NULL after a message.
 * `argument` is what help calls it. */
static const char *value_of(parsing *now, const char *name, const char *argument,
                            const char *value) {
  if (value != NULL)
    return value;
  if (now->next < now->count && strncmp(now->arguments[now->next], "--", 2) != 0)
    return now->arguments[now->next++];
  cli_mistake_begin(now->mistakes, now->verb);
  CLI_ADD(now->mistakes, "option '--", name, "' needs a value: '--", name, " ",
          argument, "'\n");
  return NULL;
}

/* The member that says whether a flag without a value is given; NULL for others. */
static bool *member_of(cli_arguments *arguments, cli_flag_id flag) {
  switch (flag) {
  case CLI_FLAG_JSON:
    return &arguments->json;
  case CLI_FLAG_NO_STATS:
    return &arguments->no_stats;
  case CLI_FLAG_TEMPLATE:
    return &arguments->template_table;
  case CLI_FLAG_SEMICOLONS:
    return &arguments->semicolons;
  case CLI_FLAG_LEAST:
    return &arguments->least;
  case CLI_FLAG_HELP:
    return &arguments->help;
  case CLI_FLAG_VIEW:
  case CLI_FLAG_WITHOUT:
  case CLI_FLAG_SOURCES:
  case CLI_FLAG_OUTCOME:
  case CLI_FLAG_DEAL:
  case CLI_FLAG_PARAMS:
  case CLI_FLAG_ON:
  case CLI_FLAG_COUNT:
    break;
  }
  return NULL;
}

/* Sets a flag of the command line itself; false if `name` is none. */
static bool set_flag(parsing *now, const char *name, const char *value) {
  size_t id = 0;
  while (id < CLI_FLAG_COUNT && strcmp(cli_flags[id].name, name) != 0)
    id++;
  if (id == CLI_FLAG_COUNT || !cli_flag_is_of(&cli_flags[id], now->takes))
    return false;
  const cli_flag *flag = &cli_flags[id];
  bool *member = member_of(now->out, (cli_flag_id)id);
  assert((member == NULL) == (flag->argument != NULL));
  if (member != NULL && value != NULL)
    say_no_value(now, name, value);
  if (member != NULL)
    *member = true;
  else
    value = value_of(now, name, flag->argument, value);
  now->out->given[now->out->n_given++] = (cli_given){(cli_flag_id)id, value};
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

#define DECIMAL_ONE INT64_C(1000000000000)

/* Options hold decimals as parts of 10^-12; these are digits with at most 12 decimals
 * after a point. */
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
  CLI_ADD(now->mistakes, "option '--", row->name, "' needs a decimal from ",
          cli_quotient(row->least, DECIMAL_ONE).text, " to ",
          cli_quotient(row->most, DECIMAL_ONE).text,
          " with at most 12 decimals, such as 0.25, not '", text, "'\n");
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

/* Sets an option of the library's table; false if the verb has none of that name. */
static bool set_option(parsing *now, const char *name, const char *value) {
  eir_option_row row;
  if (!find_row(name, &row) || !cli_takes_row(now->takes, &row))
    return false;
  if (row.type == EIR_OPTION_FLAG) {
    if (value != NULL) {
      say_no_value(now, name, value);
      return true;
    }
    return eir_options_set(now->out->options, name, 1) == EIR_OK;
  }
  value = value_of(now, name, row.argument, value);
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

eir_status cli_arguments_parse(eir_context *context, const char *verb, unsigned takes,
                               char **arguments, cli_arguments *out,
                               cli_text *mistakes) {
  assert(arguments != NULL && out != NULL && mistakes != NULL);
  *out = (cli_arguments){.verb = verb};
  size_t count = 0;
  while (arguments[count] != NULL)
    count++;
  out->operands = calloc(count + 1, sizeof *out->operands);
  out->given = calloc(count + 1, sizeof *out->given);
  if (out->operands == NULL || out->given == NULL)
    return EIR_NO_MEMORY;
  if ((takes & (CLI_TAKES_SOLVING | CLI_TAKES_EXPLAINING | CLI_TAKES_HOLDING)) != 0) {
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
  /* Times and memory could tell how much was taken out of a view. */
  if (cli_arguments_last(out, CLI_FLAG_VIEW) != NULL)
    out->no_stats = true;
  return mistakes->failed ? EIR_NO_MEMORY : EIR_OK;
}

void cli_arguments_free(cli_arguments *arguments) {
  free(arguments->operands);
  free(arguments->given);
  eir_options_free(arguments->options);
  *arguments = (cli_arguments){0};
}
