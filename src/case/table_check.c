/* Table, entries: is each party's column all numbers or all stances, complete, and
 * written in one style? Every fault is told, with its cell. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "case/quote.h"
#include "case/table.h"

#include "base/banned.h"

/* The first cells with a decimal comma and a decimal point, to tell 1,500 from
 * 1.500. */
typedef struct style {
  bool seen;
  size_t row, column;
} style;

typedef struct check {
  eir_i_table *table;
  style comma, point;
} check;

/* ---- one number ---- */

static void check_style(check *c, const eir_i_cell_number *number, size_t row,
                        size_t column) {
  if (number->comma && !c->comma.seen)
    c->comma = (style){true, row, column};
  if (number->point && !c->point.seen)
    c->point = (style){true, row, column};
  const style *other = number->comma ? &c->point : &c->comma;
  if ((!number->comma && !number->point) || !other->seen)
    return;
  eir_i_table_fault(
      c->table, row, column,
      "this number has a decimal %s, and cell %s a decimal %s; write all in one way, "
      "and no separators between thousands",
      number->comma ? "comma" : "point",
      eir_i_cell_name_of(other->row, other->column).text,
      number->comma ? "point" : "comma");
}

static const char *number_hint(const char *cell) {
  static const char *const gaps[] = {" ", "'", "\xC2\xA0", "\xE2\x80\xAF",
                                     "\xE2\x80\x99"};
  if (strchr(cell, ',') != NULL)
    return "'%s' is not a number here; write a decimal point instead of a comma, and "
           "no separators between thousands, such as 1234.5";
  for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
    if (*cell >= '0' && *cell <= '9' && strstr(cell, gaps[i]) != NULL)
      return "'%s' is not a number here; write it without separators between "
             "thousands, such as 1234";
  return NULL;
}

/* Reports a cell that should be a number; `stances` adds the signs to what it could
 * be. */
static void report_number(check *c, size_t row, size_t column, eir_i_number_fault fault,
                          bool stances) {
  const char *cell = eir_i_table_cell(c->table, row, column);
  const char *hint = number_hint(cell);
  eir_i_text message;
  eir_i_text_init(&message, c->table->memory);
  if (hint != NULL) {
    const char *mark = strstr(hint, "%s");
    eir_i_text_add_bytes(&message, hint, (size_t)(mark - hint));
    eir_i_text_add(&message, eir_i_quote(cell).text);
    eir_i_text_add(&message, mark + 2);
  } else {
    eir_i_number_explain(&message, fault, cell);
    if (fault == EIR_I_NUMBER_NONE && stances)
      eir_i_text_add(&message, "; a cell of a party is a number, or one of ++ + - x ? "
                               "(prefers, accepts, resists, refuses, unknown)");
  }
  if (message.failed)
    c->table->no_memory = true;
  else
    eir_i_table_fault(c->table, row, column, "%s", message.data);
  eir_i_text_free(&message);
}

static bool read_number(check *c, size_t row, size_t column, eir_i_rational *out,
                        bool stances) {
  const char *cell = eir_i_table_cell(c->table, row, column);
  eir_i_cell_number number = eir_i_cell_number_of(cell, c->table->sheet->separator);
  eir_i_number_fault fault = eir_i_rational_parse(number.text, out);
  if (fault != EIR_I_NUMBER_OK) {
    report_number(c, row, column, fault, stances);
    return false;
  }
  check_style(c, &number, row, column);
  return true;
}

/* ---- entries ---- */

/* Is the cell filled as its column is? The first filled one decides. */
static void check_entry(check *c, eir_i_grid_party *party, size_t row) {
  const char *cell = eir_i_table_cell(c->table, row, party->column);
  eir_i_rational number;
  if (*cell == '\0')
    return;
  bool stance = eir_i_cell_stance(cell) != EIR_I_STANCE_MISSING;
  if (!stance && !read_number(c, row, party->column, &number, true))
    return;
  eir_position_kind kind = stance ? EIR_POSITION_STANCE : EIR_POSITION_POINTS;
  if (party->kind == EIR_POSITION_NONE) {
    party->kind = kind;
    party->first_row = (uint32_t)row;
  } else if (party->kind != kind) {
    eir_i_table_fault(c->table, row, party->column,
                      "a party has numbers everywhere or signs everywhere, and this is "
                      "a %s while cell %s is a %s",
                      stance ? "sign" : "number",
                      eir_i_cell_name_of(party->first_row, party->column).text,
                      stance ? "number" : "sign");
  }
}

/* ---- completeness ---- */

static bool is_filled(const eir_i_table *table, const eir_i_grid_option *option,
                      const eir_i_grid_party *party) {
  return eir_i_table_cell(table, option->row, party->column)[0] != '\0';
}

static const eir_i_grid_option *options_of(const eir_i_table *table,
                                           const eir_i_grid_issue *issue) {
  return issue->n_options == 0 ? NULL
                               : eir_i_array_at(&table->options, issue->first_option);
}

/* Numbers for some options of a list must be numbers for all. */
static void check_list(check *c, const eir_i_grid_issue *issue,
                       const eir_i_grid_party *party) {
  const eir_i_grid_option *options = options_of(c->table, issue);
  size_t filled = 0;
  for (size_t i = 0; i < issue->n_options; i++)
    filled += is_filled(c->table, &options[i], party);
  for (size_t i = 0; filled > 0 && i < issue->n_options; i++)
    if (!is_filled(c->table, &options[i], party))
      eir_i_table_fault(c->table, options[i].row, party->column,
                        "a number is missing; write 0 for what is worth nothing to "
                        "this party");
}

/* A range is linear between its numbers, so its ends need one. */
static void check_ends(check *c, const eir_i_grid_issue *issue,
                       const eir_i_grid_party *party) {
  const eir_i_grid_option *options = options_of(c->table, issue);
  bool any = false, ends[2] = {false, false};
  size_t rows[2] = {issue->range_row, issue->range_row};
  for (size_t i = 0; i < issue->n_options; i++) {
    bool filled = is_filled(c->table, &options[i], party);
    any = any || filled;
    for (size_t end = 0; end < 2; end++) {
      if (options[i].index != (end == 0 ? 0 : issue->n_numbers - 1))
        continue;
      ends[end] = filled;
      rows[end] = options[i].row;
    }
  }
  for (size_t end = 0; any && end < 2; end++)
    if (!ends[end])
      eir_i_table_fault(c->table, rows[end], party->column,
                        "this party has numbers for others of the range, so it needs "
                        "one at %s, the %s of it",
                        end == 0 ? issue->range.from.text : issue->range.to.text,
                        end == 0 ? "first" : "last");
}

static int by_index(const void *left, const void *right) {
  const eir_i_grid_option *a = left, *b = right;
  if (a->index != b->index)
    return a->index < b->index ? -1 : 1;
  return a->row < b->row ? -1 : a->row > b->row;
}

static void sort_range(check *c, const eir_i_grid_issue *issue) {
  if (issue->n_options == 0)
    return;
  eir_i_grid_option *options = eir_i_array_at(&c->table->options, issue->first_option);
  qsort(options, issue->n_options, sizeof *options, by_index);
  for (size_t i = 1; i < issue->n_options; i++)
    if (options[i].index == options[i - 1].index)
      eir_i_table_fault(c->table, options[i].row, 1,
                        "row %u is about the same number of the range; remove one",
                        (unsigned)options[i - 1].row + 1);
}

static void check_award(check *c, const eir_i_grid_issue *issue) {
  const eir_i_grid_option *option = options_of(c->table, issue);
  size_t filled = 0;
  if (option == NULL)
    return;
  for (size_t i = 0; i < c->table->n_parties; i++) {
    const eir_i_grid_party *party = &c->table->parties[i];
    filled += is_filled(c->table, option, party);
    if (is_filled(c->table, option, party) && party->kind == EIR_POSITION_STANCE)
      eir_i_table_fault(c->table, option->row, party->column,
                        "an award takes numbers; for signs, write an issue whose "
                        "options are the two parties");
  }
  if (filled != 2)
    eir_i_table_fault(c->table, option->row, 1,
                      "an award is between two parties, and %zu have a number in this "
                      "row; write 0 for one that gains nothing by it",
                      filled);
}

static void check_issue(check *c, const eir_i_grid_issue *issue) {
  if (issue->kind == EIR_ISSUE_RANGE)
    sort_range(c, issue);
  if (issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ||
      issue->kind == EIR_ISSUE_AWARD_INDIVISIBLE)
    check_award(c, issue);
  for (size_t i = 0; i < c->table->n_parties; i++) {
    const eir_i_grid_party *party = &c->table->parties[i];
    if (party->kind == EIR_POSITION_POINTS && issue->kind == EIR_ISSUE_LIST)
      check_list(c, issue, party);
    if (party->kind == EIR_POSITION_POINTS && issue->kind == EIR_ISSUE_RANGE)
      check_ends(c, issue, party);
  }
}

/* ---- settings ---- */

static void check_setting(check *c, eir_i_setting setting,
                          const eir_i_grid_party *party) {
  size_t row = c->table->settings[setting];
  const char *cell = eir_i_table_cell(c->table, row, party->column);
  eir_i_rational number;
  if (*cell == '\0')
    return;
  if (setting == EIR_I_SETTING_VETO) {
    if (!eir_i_same_word(cell, "yes") && !eir_i_same_word(cell, "no"))
      eir_i_table_fault(c->table, row, party->column,
                        "expected 'yes' or 'no', found '%s'", eir_i_quote(cell).text);
    return;
  }
  if (party->kind == EIR_POSITION_STANCE) {
    eir_i_table_fault(c->table, row, party->column,
                      "this is about scores, and the party has signs instead; clear "
                      "the cell");
    return;
  }
  if (!read_number(c, row, party->column, &number, false))
    return;
  if (setting == EIR_I_SETTING_SCALE && number.n <= 0)
    eir_i_table_fault(c->table, row, party->column,
                      "a scale must be above 0: it is the score that counts as utility "
                      "1");
}

/* ---- cells that belong to nothing ---- */

/* Reports the first filled cell of each column that names no party. */
static void check_strays(eir_i_table *table) {
  size_t width = 0;
  for (size_t row = table->header; row < table->sheet->rows.count; row++)
    if (!eir_i_table_skips(table, row) && eir_i_sheet_width(table->sheet, row) > width)
      width = eir_i_sheet_width(table->sheet, row);
  bool *known = eir_i_table_take(table, width + 2, sizeof *known);
  if (known == NULL)
    return;
  known[0] = known[1] = true;
  for (size_t column = 0; column < eir_i_sheet_width(table->sheet, table->header);
       column++)
    known[column] =
        known[column] || eir_i_table_cell(table, table->header, column)[0] != '\0';
  for (size_t row = (size_t)table->header + 1; row < table->sheet->rows.count; row++) {
    if (eir_i_table_skips(table, row))
      continue;
    for (size_t column = 2; column < eir_i_sheet_width(table->sheet, row); column++) {
      if (known[column] || eir_i_table_cell(table, row, column)[0] == '\0')
        continue;
      known[column] = true;
      eir_i_table_fault(table, row, column,
                        "no party is named at the head of this column (cell %s); name "
                        "it there, or clear the column",
                        eir_i_cell_name_of(table->header, column).text);
    }
  }
}

void eir_i_table_check(eir_i_table *table) {
  check c = {.table = table};
  for (size_t i = 0; i < table->options.count; i++) {
    const eir_i_grid_option *option = eir_i_array_at(&table->options, i);
    for (size_t p = 0; p < table->n_parties; p++)
      check_entry(&c, &table->parties[p], option->row);
  }
  for (size_t i = 0; i < table->issues.count; i++)
    check_issue(&c, eir_i_array_at(&table->issues, i));
  for (int setting = 0; setting < EIR_I_SETTING_COUNT; setting++)
    for (size_t p = 0; table->settings[setting] != UINT32_MAX && p < table->n_parties;
         p++)
      check_setting(&c, (eir_i_setting)setting, &table->parties[p]);
  for (size_t p = 0; p < table->n_parties && table->options.count > 0; p++)
    if (table->parties[p].kind == EIR_POSITION_NONE && eir_i_table_errors(table) == 0)
      eir_i_table_fault(table, table->header, table->parties[p].column,
                        "the column of '%s' is empty; write 0 where nothing matters to "
                        "it, ? where it is not known",
                        eir_i_quote(table->parties[p].name).text);
  check_strays(table);
}
