/* Table, the head: title, consent and the row that names the parties; and what the
 * other parts of reading a grid share. */
#include <assert.h>
#include <string.h>

#include "case/quote.h"
#include "case/table.h"

#include "base/banned.h"

/* ---- shared ---- */

void eir_i_table_fault(eir_i_table *table, size_t row, size_t column,
                       const char *format, ...) {
  eir_i_text message;
  eir_i_text_init(&message, table->memory);
  va_list arguments;
  va_start(arguments, format);
  eir_i_text_add_list(&message, format, arguments);
  va_end(arguments);
  const eir_i_place place = {.line = (uint32_t)row + 1, .column = (uint32_t)column + 1};
  if (message.failed)
    table->no_memory = true;
  else
    eir_i_diagnostics_add(table->diagnostics, EIR_ERROR, place, NULL, "cell %s: %s",
                          eir_i_cell_name_of(row, column).text, message.data);
  eir_i_text_free(&message);
}

size_t eir_i_table_errors(const eir_i_table *table) {
  return eir_i_diagnostics_errors(table->diagnostics);
}

const char *eir_i_table_cell(const eir_i_table *table, size_t row, size_t column) {
  return eir_i_sheet_cell(table->sheet, row, column);
}

void *eir_i_table_take(eir_i_table *table, size_t count, size_t size) {
  void *taken = eir_i_arena_take_array(table->arena, count, size);
  if (taken == NULL)
    table->no_memory = true;
  return taken;
}

const char *eir_i_table_name(eir_i_table *table, const char *label, bool has_id) {
  const char *id;
  size_t id_length;
  label = eir_i_without_apostrophe(label);
  size_t length =
      has_id ? eir_i_label_split(label, true, &id, &id_length) : strlen(label);
  char *name = eir_i_table_take(table, length + 1, 1);
  size_t n = 0;
  for (size_t i = 0; name != NULL && i < length; i++) {
    bool blank = strchr(" \t\r\n", label[i]) != NULL;
    if (!blank)
      name[n++] = label[i];
    else if (n > 0 && name[n - 1] != ' ')
      name[n++] = ' ';
  }
  if (name != NULL)
    name[n > 0 && name[n - 1] == ' ' ? n - 1 : n] = '\0';
  return name;
}

bool eir_i_table_label(eir_i_table *table, const char *kind, const char *const *labels,
                       const uint32_t *rows, const uint32_t *columns, size_t n,
                       const char **out_ids, const char **out_names) {
  size_t *twice = eir_i_table_take(table, n, sizeof *twice);
  if (twice == NULL)
    return false;
  if (!eir_i_label_ids(table->arena, labels, n, kind, out_ids, twice)) {
    table->no_memory = true;
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    out_names[i] = eir_i_table_name(table, labels[i], true);
    if (twice[i] == SIZE_MAX)
      continue;
    eir_i_table_fault(
        table, rows[i], columns[i],
        "the %s '%s' stands in cell %s already; put the two together, or write an id "
        "of its own in braces after this name, such as {%s_b}",
        kind, eir_i_quote(labels[i]).text,
        eir_i_cell_name_of(rows[twice[i]], columns[twice[i]]).text,
        eir_i_quote(out_ids[twice[i]]).text);
  }
  return !table->no_memory;
}

bool eir_i_table_skips(const eir_i_table *table, size_t row) {
  return eir_i_sheet_width(table->sheet, row) == 0 ||
         eir_i_table_cell(table, row, 0)[0] == '#';
}

/* ---- above the header ---- */

static void read_title(eir_i_table *table, size_t row) {
  if (table->title != NULL)
    eir_i_table_fault(table, row, 0, "there are two titles; remove one");
  table->title = eir_i_table_name(table, eir_i_table_cell(table, row, 1), false);
}

/* "5" or "at least 5". */
static void read_consent(eir_i_table *table, size_t row) {
  const char *text = eir_i_table_cell(table, row, 1);
  const char *digits = strncmp(text, "at least ", 9) == 0 ? text + 9 : text;
  size_t length = strlen(digits);
  if (table->at_least != NULL)
    eir_i_table_fault(table, row, 0, "there are two rows on consent; remove one");
  if (length == 0 || length > 9 || strspn(digits, "0123456789") != length)
    eir_i_table_fault(table, row, 1,
                      "expected how many signatories must accept, such as 'at least "
                      "2', found '%s'",
                      eir_i_quote(text).text);
  table->at_least = digits;
  table->consent_row = (uint32_t)row;
}

/* A row of two cells with this word in the first. */
static bool is_about(const eir_i_table *table, size_t row, const char *word) {
  return eir_i_sheet_width(table->sheet, row) == 2 &&
         eir_i_same_word(eir_i_table_cell(table, row, 0), word);
}

/* ---- the header ---- */

static size_t list_columns(eir_i_table *table, uint32_t *columns) {
  size_t width = eir_i_sheet_width(table->sheet, table->header), n = 0;
  for (uint32_t column = 2; column < width; column++) {
    const char *text = eir_i_table_cell(table, table->header, column);
    if (*text == '\0')
      continue;
    if (!eir_i_is_notes_word(text))
      columns[n++] = column;
    else if (table->notes_column == UINT32_MAX)
      table->notes_column = column;
    else
      eir_i_table_fault(table, table->header, column,
                        "there are two columns of notes; join them into one");
  }
  return n;
}

static void read_parties(eir_i_table *table) {
  size_t width = eir_i_sheet_width(table->sheet, table->header);
  uint32_t *columns = eir_i_table_take(table, width, sizeof *columns);
  size_t n = columns == NULL ? 0 : list_columns(table, columns);
  uint32_t *rows = eir_i_table_take(table, n, sizeof *rows);
  const char **labels = eir_i_table_take(table, n, sizeof *labels);
  const char **ids = eir_i_table_take(table, n, sizeof *ids);
  const char **names = eir_i_table_take(table, n, sizeof *names);
  table->parties = eir_i_table_take(table, n, sizeof *table->parties);
  if (table->no_memory)
    return;
  if (n == 0)
    eir_i_table_fault(table, table->header, 2,
                      "the header names no party; write 'Issue', 'Option' and then a "
                      "party in each column");
  if (n > EIR_I_MAX_SIGNATORIES) {
    eir_i_table_fault(table, table->header, columns[EIR_I_MAX_SIGNATORIES],
                      "there are %zu parties; at most %d can sign", n,
                      (int)EIR_I_MAX_SIGNATORIES);
    n = EIR_I_MAX_SIGNATORIES;
  }
  for (size_t i = 0; i < n; i++) {
    rows[i] = table->header;
    labels[i] = eir_i_table_cell(table, table->header, columns[i]);
  }
  if (!eir_i_table_label(table, "party", labels, rows, columns, n, ids, names))
    return;
  for (size_t i = 0; i < n; i++)
    table->parties[i] =
        (eir_i_grid_party){.id = ids[i], .name = names[i], .column = columns[i]};
  table->n_parties = n;
}

bool eir_i_table_read_head(eir_i_table *table) {
  size_t row = 0, n = table->sheet->rows.count;
  table->notes_column = UINT32_MAX;
  for (; row < n; row++) {
    if (is_about(table, row, "title"))
      read_title(table, row);
    else if (is_about(table, row, "consent"))
      read_consent(table, row);
    else if (!eir_i_table_skips(table, row))
      break;
  }
  if (row == n) {
    eir_i_diagnostics_add(
        table->diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
        "the grid is empty; 'eirene table --template' prints one to start from");
    return false;
  }
  table->header = (uint32_t)row;
  read_parties(table);
  return table->n_parties > 0 && !table->no_memory;
}
