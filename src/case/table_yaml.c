/* Table, the case file: what a grid says, as YAML. Texts are in double quotes, with
 * escapes for whatever YAML might not take as it stands; long lists go on in the next
 * line. */
#include <assert.h>
#include <string.h>

#include "case/table.h"

#include "base/banned.h"

enum { LINE_END = 80 };

typedef struct writer {
  const eir_i_table *table;
  eir_i_text *out;
  size_t line; /* where the present line of a list starts */
  const char *joint;
} writer;

static void put(writer *w, const char *text) {
  eir_i_text_add(w->out, text);
}

/* Is the character at `at` one that YAML has other uses for? Its length if so. */
static size_t special_bytes(const unsigned char *at) {
  if (at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9))
    return 3; /* U+2028, U+2029: line ends */
  if (at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF)
    return 3;                                                     /* U+FEFF */
  return at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBE ? 3 : 0; /* U+FFFE, U+FFFF */
}

static void put_string(writer *w, const char *text) {
  put(w, "\"");
  const char *plain = text;
  for (const char *at = text; *at != '\0'; at++) {
    size_t special = special_bytes((const unsigned char *)at);
    bool escaped = strchr("\"\\\n\r\t", *at) != NULL;
    if (special == 0 && !escaped)
      continue;
    eir_i_text_add_bytes(w->out, plain, (size_t)(at - plain));
    if (special > 0) {
      unsigned code = (unsigned)((unsigned char)at[0] & 0x0F) << 12 |
                      (unsigned)((unsigned char)at[1] & 0x3F) << 6 |
                      ((unsigned char)at[2] & 0x3F);
      eir_i_text_add_format(w->out, "\\u%04X", code);
      at += special - 1;
    } else {
      const char *letter = *at == '\n'   ? "n"
                           : *at == '\r' ? "r"
                           : *at == '\t' ? "t"
                                         : NULL;
      put(w, "\\");
      if (letter != NULL)
        put(w, letter);
      else
        eir_i_text_add_bytes(w->out, at, 1);
    }
    plain = at + 1;
  }
  put(w, plain);
  put(w, "\"");
}

/* The only id that YAML takes for something else. */
static void put_id(writer *w, const char *id) {
  put(w, strcmp(id, "null") == 0 ? "\"null\"" : id);
}

/* ---- lists over several lines ---- */

static void begin_list(writer *w, const char *opening) {
  w->line = w->out->length;
  put(w, opening);
  w->joint = "";
}

/* Before each item: a comma, and a line end where the line is long. */
static void next_item(writer *w) {
  put(w, w->joint);
  if (w->out->length - w->line > LINE_END) {
    put(w, "\n        ");
    w->line = w->out->length;
  }
  w->joint = ", ";
}

/* ---- issues ---- */

/* name: "...", and the note as what the issue or option says. */
static void put_texts(writer *w, const char *indent, const char *name,
                      const char *note) {
  put(w, indent);
  put(w, "name: ");
  put_string(w, name);
  if (*note == '\0')
    return;
  put(w, *indent == '\n' ? indent : ",\n          ");
  put(w, "says: ");
  put_string(w, eir_i_without_apostrophe(note));
}

static const eir_i_grid_option *option_at(const writer *w,
                                          const eir_i_grid_issue *issue, size_t i) {
  return eir_i_array_at(&w->table->options, issue->first_option + i);
}

static void put_options(writer *w, const eir_i_grid_issue *issue) {
  put(w, "\n    options:");
  for (size_t i = 0; i < issue->n_options; i++) {
    const eir_i_grid_option *option = option_at(w, issue, i);
    const char *note = eir_i_table_cell(w->table, option->row, w->table->notes_column);
    put(w, "\n      ");
    put_id(w, option->id);
    put(w, ": {");
    put_texts(w, "", *option->name == '\0' ? option->id : option->name, note);
    put(w, "}");
  }
}

static void put_range(writer *w, const eir_i_grid_issue *issue) {
  put(w, "\n    range: {from: ");
  put(w, issue->range.from.text);
  put(w, ", to: ");
  put(w, issue->range.to.text);
  put(w, ", step: ");
  put(w, issue->range.step.text);
  if (issue->range.unit[0] != '\0') {
    put(w, ", unit: ");
    put_string(w, issue->range.unit);
  }
  put(w, "}");
}

static void put_award(writer *w, const eir_i_grid_issue *issue) {
  put(w, issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ? "\n    award: divisible"
                                                  : "\n    award: indivisible");
  begin_list(w, "\n    between: [");
  for (size_t p = 0; p < w->table->n_parties; p++) {
    const eir_i_grid_party *party = &w->table->parties[p];
    if (eir_i_table_cell(w->table, option_at(w, issue, 0)->row, party->column)[0] ==
        '\0')
      continue;
    next_item(w);
    put_id(w, party->id);
  }
  put(w, "]");
}

static void put_issues(writer *w) {
  put(w, "\n\nissues:");
  for (size_t i = 0; i < w->table->issues.count; i++) {
    const eir_i_grid_issue *issue = eir_i_array_at(&w->table->issues, i);
    put(w, "\n  ");
    put_id(w, issue->id);
    put(w, ":");
    put_texts(w, "\n    ", *issue->name == '\0' ? issue->id : issue->name, issue->note);
    if (issue->kind == EIR_ISSUE_RANGE)
      put_range(w, issue);
    else if (issue->kind == EIR_ISSUE_LIST)
      put_options(w, issue);
    else
      put_award(w, issue);
  }
}

/* ---- positions ---- */

/* Does the party say anything about the issue? */
static bool has_entries(const writer *w, const eir_i_grid_issue *issue,
                        const eir_i_grid_party *party) {
  for (size_t i = 0; i < issue->n_options; i++)
    if (eir_i_table_cell(w->table, option_at(w, issue, i)->row, party->column)[0] !=
        '\0')
      return true;
  return false;
}

static void put_number(writer *w, const char *cell) {
  put(w, eir_i_cell_number_of(cell, w->table->sheet->separator).text);
}

/* The key of an option, and what the party's cell says of it. */
static void put_entry(writer *w, const eir_i_grid_issue *issue,
                      const eir_i_grid_option *option, const eir_i_grid_party *party,
                      const char *cell) {
  bool range = issue->kind == EIR_ISSUE_RANGE,
       stance = party->kind == EIR_POSITION_STANCE;
  next_item(w);
  if (range && !stance)
    put(w, "[");
  if (range)
    put(w, eir_i_table_value(w->table, issue, option->row).text);
  else
    put_id(w, option->id);
  put(w, range && !stance ? ", " : ": ");
  if (stance)
    put(w, eir_i_stance_word(eir_i_cell_stance(cell)));
  else
    put_number(w, cell);
  if (range && !stance)
    put(w, "]");
}

static void put_entries(writer *w, const eir_i_grid_issue *issue,
                        const eir_i_grid_party *party) {
  bool award = issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ||
               issue->kind == EIR_ISSUE_AWARD_INDIVISIBLE;
  bool points = party->kind == EIR_POSITION_POINTS;
  bool breakpoints = points && issue->kind == EIR_ISSUE_RANGE;
  put(w, "\n      ");
  put_id(w, issue->id);
  begin_list(w, award ? ": " : breakpoints ? ": [" : ": {");
  for (size_t i = 0; i < issue->n_options; i++) {
    const eir_i_grid_option *option = option_at(w, issue, i);
    const char *cell = eir_i_table_cell(w->table, option->row, party->column);
    if (*cell != '\0' && award)
      put_number(w, cell);
    else if (*cell != '\0')
      put_entry(w, issue, option, party, cell);
  }
  put(w, award ? "" : breakpoints ? "]" : "}");
}

static void put_setting(writer *w, const eir_i_grid_party *party, eir_i_setting setting,
                        const char *key) {
  uint32_t row = w->table->settings[setting];
  const char *cell =
      row == UINT32_MAX ? "" : eir_i_table_cell(w->table, row, party->column);
  if (*cell == '\0')
    return;
  put(w, "\n    ");
  put(w, key);
  put(w, ": ");
  put_number(w, cell);
}

static void put_positions(writer *w) {
  put(w, "\n\npositions:");
  for (size_t p = 0; p < w->table->n_parties; p++) {
    const eir_i_grid_party *party = &w->table->parties[p];
    put(w, "\n  ");
    put_id(w, party->id);
    put(w, ":");
    put_setting(w, party, EIR_I_SETTING_RESERVATION, "reservation");
    put_setting(w, party, EIR_I_SETTING_SCALE, "scale");
    put_setting(w, party, EIR_I_SETTING_CAP, "cap");
    put_setting(w, party, EIR_I_SETTING_POWER, "power");
    put(w, party->kind == EIR_POSITION_STANCE ? "\n    stance:" : "\n    points:");
    for (size_t i = 0; i < w->table->issues.count; i++) {
      const eir_i_grid_issue *issue = eir_i_array_at(&w->table->issues, i);
      if (has_entries(w, issue, party))
        put_entries(w, issue, party);
    }
  }
  put(w, "\n");
}

/* ---- the rest ---- */

/* Text on one line of a comment. */
static void put_comment(writer *w, const char *text) {
  for (const char *at = text; *at != '\0'; at++) {
    size_t special = special_bytes((const unsigned char *)at);
    bool blank = special > 0 || strchr("\n\r\t", *at) != NULL;
    eir_i_text_add_bytes(w->out, blank ? " " : at, 1);
    at += special > 0 ? special - 1 : 0;
  }
}

/* Notes that stand beside no issue or option go with the case as comments. */
static void put_remarks(writer *w) {
  for (size_t i = 0; i < w->table->remarks.count; i++) {
    uint32_t row = *(const uint32_t *)eir_i_array_at(&w->table->remarks, i);
    const char *label = eir_i_table_cell(w->table, row, 0);
    put(w, "# Row ");
    eir_i_text_add_format(w->out, "%u", (unsigned)row + 1);
    put(w, *label == '\0' ? "" : ", ");
    put_comment(w, label);
    put(w, ": ");
    put_comment(w, eir_i_table_cell(w->table, row, w->table->notes_column));
    put(w, "\n");
  }
}

static bool has_veto(const writer *w, const eir_i_grid_party *party) {
  uint32_t row = w->table->settings[EIR_I_SETTING_VETO];
  return row != UINT32_MAX &&
         eir_i_same_word(eir_i_table_cell(w->table, row, party->column), "yes");
}

static void put_parties(writer *w) {
  put(w, "\nparties:");
  for (size_t p = 0; p < w->table->n_parties; p++) {
    const eir_i_grid_party *party = &w->table->parties[p];
    put(w, "\n  ");
    put_id(w, party->id);
    put(w, ": {name: ");
    put_string(w, *party->name == '\0' ? party->id : party->name);
    put(w, has_veto(w, party) ? ", veto: true}" : "}");
  }
  if (w->table->at_least != NULL) {
    put(w, "\n\nconsent: {at_least: ");
    put(w, w->table->at_least);
    put(w, "}");
  }
}

void eir_i_table_write_yaml(const eir_i_table *table, const char *name,
                            eir_i_text *out) {
  writer w = {.table = table, .out = out, .joint = ""};
  put(&w, "# Made from the table ");
  put_comment(&w, name);
  put(&w, "\n");
  put_remarks(&w);
  put(&w, "\neirene: 1\n");
  if (table->title != NULL) {
    put(&w, "title: ");
    put_string(&w, table->title);
    put(&w, "\n");
  }
  put_parties(&w);
  put_issues(&w);
  put_positions(&w);
}
