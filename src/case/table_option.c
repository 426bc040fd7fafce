/* Table, options: what stands in the column of options. Usually the name of one; in the
 * first row of an issue it may say that the issue is a range or an award. */
#include <assert.h>
#include <string.h>

#include "case/quote.h"
#include "case/table.h"

#include "base/banned.h"

/* ---- ranges ---- */

static bool read_range_number(eir_i_table *table, size_t row,
                              const eir_i_cell_number *number, eir_i_rational *out) {
  eir_i_number_fault fault = eir_i_rational_parse(number->text, out);
  if (fault == EIR_I_NUMBER_OK)
    return true;
  eir_i_text message;
  eir_i_text_init(&message, table->memory);
  eir_i_number_explain(&message, fault, number->text);
  if (message.failed)
    table->no_memory = true;
  else
    eir_i_table_fault(table, row, 1, "%s", message.data);
  eir_i_text_free(&message);
  return false;
}

/* Counts the numbers of the range; 0, after a message, if they are no grid. */
static uint32_t count_numbers(eir_i_table *table, size_t row, eir_i_rational from,
                              eir_i_rational to, eir_i_rational step) {
  eir_i_rational length, steps;
  const char *wrong = NULL;
  if (step.n <= 0)
    wrong = "the step of a range must be above 0";
  else if (eir_i_rational_compare(from, to) > 0)
    wrong = "a range goes from the smaller number to the larger one";
  else if (eir_i_rational_subtract(to, from, &length) ||
           eir_i_rational_divide(length, step, &steps))
    wrong = "the numbers of this range have too many digits; write fewer";
  else if (steps.d != 1)
    wrong = "the steps of a range must lead exactly to its last number";
  else if (steps.n >= EIR_I_MAX_OPTIONS)
    wrong = "the range has more than 1,000,000 numbers; use a larger step";
  if (wrong == NULL)
    return (uint32_t)steps.n + 1;
  eir_i_table_fault(table, row, 1, "%s", wrong);
  return 0;
}

static void read_range(eir_i_table *table, eir_i_grid_issue *issue, size_t row) {
  eir_i_rational to;
  issue->kind = EIR_ISSUE_RANGE;
  issue->range_row = (uint32_t)row;
  bool from_good = read_range_number(table, row, &issue->range.from, &issue->from);
  bool to_good = read_range_number(table, row, &issue->range.to, &to);
  bool step_good = read_range_number(table, row, &issue->range.step, &issue->step);
  if (from_good && to_good && step_good)
    issue->n_numbers = count_numbers(table, row, issue->from, to, issue->step);
  if (eir_i_table_has_entries(table, row))
    eir_i_table_fault(table, row, 1,
                      "the row that gives a range takes no entries; write numbers of "
                      "the range in the rows below, with the parties' entries beside "
                      "them");
}

/* The text of a number without the unit of the range. */
static eir_i_cell_number value_number(const eir_i_table *table,
                                      const eir_i_grid_issue *issue, const char *cell) {
  char copy[EIR_I_NUMBER_CELL_BYTES];
  size_t length = strlen(cell), unit = strlen(issue->range.unit);
  const char *end = cell + length - (unit < length ? unit : 0);
  bool clear = strchr("0123456789.,/eE+-", *issue->range.unit) == NULL;
  if (unit > 0 && end > cell && strcmp(end, issue->range.unit) == 0 &&
      (clear || end[-1] == ' '))
    length -= unit;
  while (length > 0 && cell[length - 1] == ' ')
    length--;
  if (length >= sizeof copy)
    length = 0;
  memcpy(copy, cell, length);
  copy[length] = '\0';
  return eir_i_cell_number_of(copy, table->sheet->separator);
}

eir_i_cell_number eir_i_table_value(const eir_i_table *table,
                                    const eir_i_grid_issue *issue, size_t row) {
  return value_number(table, issue, eir_i_table_cell(table, row, 1));
}

/* Which number of the range the row is about; false after a message. */
static bool read_value(eir_i_table *table, const eir_i_grid_issue *issue, size_t row,
                       uint32_t *out_index) {
  eir_i_cell_number text = eir_i_table_value(table, issue, row);
  eir_i_rational number, above, steps;
  *out_index = 0;
  if (!read_range_number(table, row, &text, &number))
    return false;
  if (issue->n_numbers == 0)
    return false; /* the range was reported */
  bool off = eir_i_rational_subtract(number, issue->from, &above) ||
             eir_i_rational_divide(above, issue->step, &steps) || steps.d != 1 ||
             steps.n < 0 || steps.n >= (eir_i_i128)issue->n_numbers;
  if (off) {
    eir_i_table_fault(table, row, 1,
                      "%s is none of the numbers of this range, '%s'; write one that "
                      "its steps reach",
                      text.text,
                      eir_i_quote(eir_i_table_cell(table, issue->range_row, 1)).text);
    return false;
  }
  *out_index = (uint32_t)steps.n;
  return true;
}

/* ---- all ---- */

/* Is the first row of the issue one that says what kind it is? */
static bool read_kind(eir_i_table *table, eir_i_grid_issue *issue, size_t row) {
  const char *cell = eir_i_table_cell(table, row, 1), *id;
  size_t id_length;
  eir_i_label_split(cell, true, &id, &id_length);
  if (issue->n_options > 0 || issue->range_row != UINT32_MAX || id_length > 0)
    return false;
  int award = eir_i_award_word(cell);
  if (award >= 0)
    issue->kind = award == 0 ? EIR_ISSUE_AWARD_DIVISIBLE : EIR_ISSUE_AWARD_INDIVISIBLE;
  else if (eir_i_cell_is_range(cell, table->sheet->separator, &issue->range))
    read_range(table, issue, row);
  else
    return false;
  if (*issue->note == '\0')
    issue->note = eir_i_table_cell(table, row, table->notes_column);
  else
    eir_i_table_add_remark(table, row);
  return true;
}

void eir_i_table_add_option(eir_i_table *table, eir_i_grid_issue *issue, size_t row) {
  bool kind = read_kind(table, issue, row);
  if (kind && issue->kind == EIR_ISSUE_RANGE)
    return;
  eir_i_grid_option option = {.row = (uint32_t)row};
  if (!kind && issue->kind == EIR_ISSUE_RANGE) {
    eir_i_table_add_remark(table, row);
    if (!read_value(table, issue, row, &option.index))
      return;
  } else if (!kind && issue->kind != EIR_ISSUE_LIST) {
    eir_i_table_fault(table, row, 1,
                      "an award has one row, with the worth of the item for each of "
                      "the two parties; clear this one");
    return;
  }
  if (table->options.count >= EIR_I_MAX_OPTIONS) {
    if (table->options.count == EIR_I_MAX_OPTIONS)
      eir_i_table_fault(table, row, 1, "the grid has more than 1,000,000 options");
    return;
  }
  issue->n_options++;
  if (!eir_i_array_push(&table->options, &option))
    table->no_memory = true;
}
