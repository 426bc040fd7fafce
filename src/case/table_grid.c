/* Table, the grid: which rows are options, which are headings, and which say something
 * about the parties.
 *
 * A row with an option belongs to the issue that it or a row above it names. A row
 * without one is about the parties ("No deal", "Scale" ...) if a party's cell is
 * filled; if none is, it may be the heading of an issue whose options follow, which
 * only the next rows tell. */
#include <assert.h>
#include <string.h>

#include "case/quote.h"
#include "case/table.h"

#include "base/banned.h"

typedef struct grid_reader {
  eir_i_table *table;
  bool open; /* rows without an issue belong to the last one */
  bool has_heading;
  size_t heading; /* a row that may name the next issue */
} grid_reader;

/* ---- shared with table_option.c ---- */

bool eir_i_table_has_entries(const eir_i_table *table, size_t row) {
  for (size_t i = 0; i < table->n_parties; i++)
    if (eir_i_table_cell(table, row, table->parties[i].column)[0] != '\0')
      return true;
  return false;
}

void eir_i_table_add_remark(eir_i_table *table, size_t row) {
  uint32_t kept = (uint32_t)row;
  if (eir_i_table_cell(table, row, table->notes_column)[0] != '\0' &&
      !eir_i_array_push(&table->remarks, &kept))
    table->no_memory = true;
}

/* ---- headings and issues ---- */

/* The heading turned out to have no options: a setting that nobody filled in, or a
 * mistake. */
static void drop_heading(grid_reader *reader) {
  if (!reader->has_heading)
    return;
  reader->has_heading = false;
  const char *text = eir_i_table_cell(reader->table, reader->heading, 0);
  eir_i_table_add_remark(reader->table, reader->heading);
  if (eir_i_setting_of(text) == EIR_I_SETTING_COUNT)
    eir_i_table_fault(reader->table, reader->heading, 1,
                      "the issue '%s' has no options; write them in this column",
                      eir_i_quote(text).text);
}

static eir_i_grid_issue *last_issue(const eir_i_table *table) {
  assert(table->issues.count > 0);
  return eir_i_array_at(&table->issues, table->issues.count - 1);
}

static void begin_issue(grid_reader *reader, size_t row, bool heading) {
  eir_i_table *table = reader->table;
  const eir_i_grid_issue issue = {
      .label = eir_i_table_cell(table, row, 0),
      .kind = EIR_ISSUE_LIST,
      .row = (uint32_t)row,
      .note = heading ? eir_i_table_cell(table, row, table->notes_column) : "",
      .range_row = UINT32_MAX,
      .first_option = table->options.count};
  reader->has_heading = false;
  reader->open = eir_i_array_push(&table->issues, &issue);
  if (!reader->open)
    table->no_memory = true;
}

/* Finds or begins the issue of a row that has an option. */
static void enter_issue(grid_reader *reader, size_t row) {
  eir_i_table *table = reader->table;
  const char *text = eir_i_table_cell(table, row, 0);
  if (*text == '\0') {
    if (reader->has_heading)
      begin_issue(reader, reader->heading, true);
    else if (!reader->open)
      eir_i_table_fault(table, row, 0,
                        "the issue is missing; name it in the first row of its "
                        "options");
    return;
  }
  if (reader->has_heading &&
      strcmp(eir_i_table_cell(table, reader->heading, 0), text) == 0) {
    begin_issue(reader, reader->heading, true);
    return;
  }
  drop_heading(reader);
  if (!reader->open || strcmp(last_issue(table)->label, text) != 0)
    begin_issue(reader, row, false);
}

/* ---- rows without an option ---- */

static void read_setting(grid_reader *reader, size_t row, eir_i_setting setting) {
  eir_i_table *table = reader->table;
  reader->open = false;
  eir_i_table_add_remark(table, row);
  if (table->settings[setting] != UINT32_MAX)
    eir_i_table_fault(table, row, 0, "row %u says this already; remove one of the two",
                      (unsigned)table->settings[setting] + 1);
  table->settings[setting] = (uint32_t)row;
}

static void read_plain_row(grid_reader *reader, size_t row) {
  eir_i_table *table = reader->table;
  const char *text = eir_i_table_cell(table, row, 0);
  bool entries = eir_i_table_has_entries(table, row);
  eir_i_setting setting = eir_i_setting_of(text);
  if (*text == '\0') {
    eir_i_table_add_remark(table, row);
    if (entries)
      eir_i_table_fault(table, row, 1,
                        "this row names neither an issue nor an option; write the "
                        "option here, or clear the row");
    return;
  }
  drop_heading(reader);
  reader->open = false;
  if (!entries) {
    reader->has_heading = true;
    reader->heading = row;
  } else if (setting != EIR_I_SETTING_COUNT) {
    read_setting(reader, row, setting);
  } else {
    eir_i_table_fault(table, row, 1,
                      "the option is missing; only the rows 'No deal', 'Scale', "
                      "'Cap', 'Power' and 'Veto' have none");
  }
}

/* ---- all rows ---- */

void eir_i_table_read_rows(eir_i_table *table) {
  grid_reader reader = {.table = table};
  for (size_t i = 0; i < EIR_I_SETTING_COUNT; i++)
    table->settings[i] = UINT32_MAX;
  for (size_t row = (size_t)table->header + 1;
       row < table->sheet->rows.count && !table->no_memory; row++) {
    if (eir_i_table_skips(table, row))
      continue;
    if (eir_i_table_cell(table, row, 1)[0] == '\0') {
      read_plain_row(&reader, row);
      continue;
    }
    enter_issue(&reader, row);
    if (reader.open && !table->no_memory)
      eir_i_table_add_option(table, last_issue(table), row);
  }
  drop_heading(&reader);
  if (table->options.count == 0 && eir_i_table_errors(table) == 0)
    eir_i_table_fault(table, (size_t)table->header + 1, 0,
                      "the grid has no issue; write one in each row below the header, "
                      "with an option beside it");
}

/* ---- names ---- */

/* What is to be named: cells in one column. */
typedef struct naming {
  const char **labels, **ids, **names;
  uint32_t *rows, *columns;
} naming;

static bool make_naming(eir_i_table *table, size_t n, naming *out) {
  out->labels = eir_i_table_take(table, n, sizeof *out->labels);
  out->ids = eir_i_table_take(table, n, sizeof *out->ids);
  out->names = eir_i_table_take(table, n, sizeof *out->names);
  out->rows = eir_i_table_take(table, n, sizeof *out->rows);
  out->columns = eir_i_table_take(table, n, sizeof *out->columns);
  return !table->no_memory;
}

static void name_options(eir_i_table *table, const eir_i_grid_issue *issue) {
  naming these;
  if (issue->kind != EIR_ISSUE_LIST || !make_naming(table, issue->n_options, &these))
    return;
  for (size_t i = 0; i < issue->n_options; i++) {
    const eir_i_grid_option *option =
        eir_i_array_at(&table->options, issue->first_option + i);
    these.rows[i] = option->row;
    these.columns[i] = 1;
    these.labels[i] = eir_i_table_cell(table, option->row, 1);
  }
  if (!eir_i_table_label(table, "option", these.labels, these.rows, these.columns,
                         issue->n_options, these.ids, these.names))
    return;
  for (size_t i = 0; i < issue->n_options; i++) {
    eir_i_grid_option *option =
        eir_i_array_at(&table->options, issue->first_option + i);
    option->id = these.ids[i];
    option->name = these.names[i];
  }
}

void eir_i_table_name_all(eir_i_table *table) {
  size_t n = table->issues.count;
  naming these;
  if (!make_naming(table, n, &these))
    return;
  for (size_t i = 0; i < n; i++) {
    const eir_i_grid_issue *issue = eir_i_array_at(&table->issues, i);
    these.labels[i] = issue->label;
    these.rows[i] = issue->row;
  }
  if (!eir_i_table_label(table, "issue", these.labels, these.rows, these.columns, n,
                         these.ids, these.names))
    return;
  for (size_t i = 0; i < n && !table->no_memory; i++) {
    eir_i_grid_issue *issue = eir_i_array_at(&table->issues, i);
    issue->id = these.ids[i];
    issue->name = these.names[i];
    name_options(table, issue);
  }
}
