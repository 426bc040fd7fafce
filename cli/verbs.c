/* The table of verbs, and the answer to words that are none. */
#include "verbs.h"

#include <stdint.h>
#include <string.h>

#include "near_miss.h"

static const char *const check_more[] = {
    "Reads each case file and reports every error and warning as "
    "FILE:LINE:COLUMN: error: what is wrong, and what would be right. For a valid case "
    "it "
    "prints a summary. \"-\" is standard input; 'DOMAIN.xml PROFILE.xml...' is one "
    "GENIUS "
    "scenario.",
    "Exit code: 0 all are valid, 2 at least one is not, 4 the system failed.",
    NULL,
};

static const char *const solve_more[] = {
    "Finds the deals of a case: whether there are any, how many, the Pareto frontier "
    "(the "
    "deals than which no other is as good for every signatory and better for one), and "
    "the Nash, Kalai-Smorodinsky, egalitarian and utilitarian solutions. With stances "
    "instead of scores: the certain and the possible deals. \"-\" is standard input; "
    "'DOMAIN.xml PROFILE.xml...' is a GENIUS scenario.",
    "Exit code: 0 a deal exists, 1 there is none, 2 the input is wrong, 3 a limit was "
    "reached or Ctrl-C was pressed, 4 the system failed.",
    NULL,
};

static const char *const explain_more[] = {
    "Says what an answer hangs by. With --outcome or --deal: who would sign it, who "
    "refuses and why, and the smallest changes that bring each refuser in. Where there "
    "is no deal: the demands that cannot be met together, and what would open a deal. "
    "Where there are deals: what each party's demands leave and exclude. Where the "
    "case "
    "gives ranges: how much the answer moves with them. Last, what it rests on. \"-\" "
    "is standard input.",
    "Exit code: 0 it is a deal (without --outcome and --deal: a deal exists), 1 it is "
    "not (there is none), 2 the input is wrong, 3 a limit was reached or Ctrl-C was "
    "pressed, 4 the system failed.",
    NULL,
};

static const char *const show_more[] = {
    "Shows the state of play from the record of a case: each issue with what every "
    "party was last heard to say of it, and whether it is agreed; what became of each "
    "proposal, and whether it would be a deal; what changed between versions of one "
    "text; and a timeline. What the record does not tell comes from the positions. "
    "\"-\" is standard input.",
    "Exit code: 0 it was shown, 2 the input is wrong, 4 the system failed.",
    NULL,
};

static const char *const hold_more[] = {
    "Says for each signatory whether it gains more by keeping a deal than by breaking "
    "it, and what would be just enough. --deal or --outcome names the deal, or --least "
    "looks at all; the case "
    "says what enforces it. Or --params gives bare parameters of one party: comply, "
    "violate and reversion are what a "
    "period is worth when it keeps the deal, breaks it, and after a breach is "
    "detected; "
    "detection is the chance that a breach is detected (1 if left out), false_alarm "
    "that compliance is taken for one; guarantee is what a guarantor's reaction costs "
    "the violator once, and reacts its chance; patience is what the next period "
    "counts, "
    "below 1; snap_back is how many periods the reversion lasts (for ever if left "
    "out). "
    "A guarantor whose own_cost exceeds its benefit does not count. For a shift of "
    "power: wins and wins_next, the rising side's chance of winning a war now and in "
    "the next period, and war_cost (once) or war_cost_per_period of the other side. "
    "Values are decimals or fractions, and 0 if left out.",
    "The answer is a condition, never a promise that a peace lasts.",
    "Exit code: 0 it holds, 1 it does not, 2 the input is wrong, 3 a limit was reached "
    "or Ctrl-C was pressed, 4 the system failed.",
    NULL,
};

static const char *const import_more[] = {
    "Prints a case file made of a file of another kind. KIND is 'table': a "
    "spreadsheet's grid, saved as CSV, with a row an issue and option and a column a "
    "party. 'eirene table --template' prints one that explains itself. \"-\" is "
    "standard input. Or KIND is 'genius': the domain and the profiles of a scenario of "
    "the negotiation tool GENIUS, 'eirene import genius DOMAIN.xml PROFILE.xml...'; "
    "what "
    "is left out gives a warning.",
    "Errors name the row and the column of a cell. Exit code: 0 a case was printed, 2 "
    "the file has errors, 4 the system failed.",
    NULL,
};

static const char *const table_more[] = {
    "Prints the scores or stances of a case as a grid for a spreadsheet program; "
    "'eirene import table' makes a case of it again that solves the same. What a grid "
    "has no place for (rules, sources, parties that do not sign) is told by warnings. "
    "\"-\" is standard input.",
    "Exit code: 0 a grid was printed, 2 the case has errors, 4 the system failed.",
    NULL,
};

static const char *const help_more[] = {
    "Without a verb it lists all of them.",
    NULL,
};

const cli_verb cli_verbs[CLI_VERB_COUNT] = {
    {"check", "FILE...", "read and validate cases; print a summary, or all errors",
     check_more, CLI_TAKES_READING | CLI_TAKES_SOURCES, 1, SIZE_MAX, cli_check_run},
    {"solve", "CASE",
     "find the deals, the Pareto frontier and the bargaining solutions", solve_more,
     CLI_TAKES_SOLVING | CLI_TAKES_READING, 1, SIZE_MAX, cli_solve_run},
    {"explain", "CASE",
     "say who blocks, what would unlock a deal, and what it rests on", explain_more,
     CLI_TAKES_EXPLAINING | CLI_TAKES_READING, 1, SIZE_MAX, cli_explain_run},
    {"show", "CASE", "show the state of play: issues, proposals, timeline", show_more,
     CLI_TAKES_SHOWING | CLI_TAKES_READING, 1, 1, cli_show_run},
    {"hold", "[CASE]",
     "say whether each party gains more by keeping a deal than by breaking it",
     hold_more, CLI_TAKES_HOLDING | CLI_TAKES_READING, 0, SIZE_MAX, cli_hold_run},
    {"import", "KIND FILE...", "print a case file made of files of another kind",
     import_more, CLI_TAKES_NOTHING, 1, SIZE_MAX, cli_import_run},
    {"table", "CASE", "print the grid of a case, or a template, for a spreadsheet",
     table_more, CLI_TAKES_TABLE | CLI_TAKES_READING, 0, 1, cli_table_run},
    {"help", "[VERB]", "explain a verb", help_more, CLI_TAKES_NOTHING, 0, 1,
     cli_help_run},
    {"version", "", "print the version", NULL, CLI_TAKES_NOTHING, 0, 0,
     cli_version_run},
};

static const char *const reserved_verbs[] = {"agree",  "key",  "sign", "ledger",
                                             "verify", "talk", "ask",  "brief",
                                             "report", "serve"};

#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof(words)[0])

static bool is_one_of(const char *word, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(word, words[i]) == 0)
      return true;
  }
  return false;
}

const cli_verb *cli_verb_find(const char *name) {
  for (size_t i = 0; i < CLI_VERB_COUNT; i++) {
    if (strcmp(cli_verbs[i].name, name) == 0)
      return &cli_verbs[i];
  }
  return NULL;
}

cli_exit cli_verb_say_unknown(const char *name) {
  const char *names[CLI_VERB_COUNT];
  for (size_t i = 0; i < CLI_VERB_COUNT; i++)
    names[i] = cli_verbs[i].name;
  const char *near = cli_near_miss(name, names, CLI_VERB_COUNT);
  cli_text message = {0};
  cli_mistake_begin(&message, "");
  if (IS_ONE_OF(name, reserved_verbs)) {
    CLI_ADD(&message, "the verb '", name, "' is reserved for a later version; this is ",
            eir_version());
  } else if (near != NULL) {
    CLI_ADD(&message, "unknown verb '", name, "'; did you mean '", near, "'?");
  } else {
    CLI_ADD(&message, "unknown verb '", name, "'; 'eirene help' lists the verbs");
  }
  cli_text_add(&message, "\n");
  return cli_say(&message, CLI_WRONG_INPUT);
}
