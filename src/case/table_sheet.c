/* Table, the sheet: text into cells as spreadsheet programs mean it.
 *
 * Rows are counted as these programs show them: a cell in quotes may hold line ends, so
 * a row may be several lines. One copy of the text is made; cells are cut out of it in
 * place, each with a NUL after it, which fits where its separator stood. */
#include <assert.h>
#include <string.h>

#include "case/quote.h"
#include "case/scan.h"
#include "case/table.h"
#include "case/tree.h"

#include "base/banned.h"

enum { DETECT_ROWS = 200 };

typedef struct sheet_reader {
  eir_i_sheet *sheet;
  eir_diagnostics *diagnostics;
  size_t at;  /* next byte to read */
  size_t end; /* of the text; text[end] is 0 */
  bool no_memory;
  bool full; /* a limit was reported */
} sheet_reader;

eir_i_cell_name eir_i_cell_name_of(size_t row, size_t column) {
  eir_i_cell_name name;
  char letters[8];
  size_t n = 0;
  for (size_t rest = column + 1; rest > 0 && n < sizeof letters; rest = (rest - 1) / 26)
    letters[n++] = (char)('A' + (char)((rest - 1) % 26));
  size_t length = 0;
  while (n > 0)
    name.text[length++] = letters[--n];
  eir_i_format_i128((eir_i_i128)row + 1, name.text + length, sizeof name.text - length);
  return name;
}

/* ---- messages ---- */

static void fault(sheet_reader *reader, size_t row, size_t column,
                  const char *message) {
  const eir_i_place place = {.line = (uint32_t)row + 1, .column = (uint32_t)column + 1};
  eir_i_diagnostics_add(reader->diagnostics, EIR_ERROR, place, NULL, "cell %s: %s",
                        eir_i_cell_name_of(row, column).text, message);
}

/* What is no CSV file at all; NULL if nothing is wrong at first sight. */
static const char *foreign_format(const char *text, size_t length) {
  if (length > EIR_I_MAX_FILE_BYTES)
    return "the file is larger than 64 MB; a grid that people fill in is far smaller";
  if (length >= 4 && memcmp(text, "PK\x03\x04", 4) == 0)
    return "this is a workbook (such as .xlsx or .ods), not a CSV file; in the "
           "spreadsheet program choose Save As, 'CSV UTF-8 (Comma delimited)'";
  if (length >= 4 && memcmp(text, "\xD0\xCF\x11\xE0", 4) == 0)
    return "this is a workbook (.xls), not a CSV file; in the spreadsheet program "
           "choose Save As, 'CSV UTF-8 (Comma delimited)'";
  bool mark = length >= 2 &&
              (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0);
  if (mark || memchr(text, '\0', length) != NULL)
    return "this text is in UTF-16 (Excel's 'Unicode Text') or no text at all; save it "
           "as 'CSV UTF-8 (Comma delimited)'";
  return NULL;
}

/* ---- which separator ---- */

/* Counts in how many of the first rows each candidate stands outside quotes. Rows for
 * people (#...) don't count. */
static char detect_separator(const char *text, size_t at, size_t end) {
  static const char candidates[3] = {'\t', ';', ','};
  size_t rows[3] = {0};
  for (size_t row = 0; row < DETECT_ROWS && at < end; row++) {
    bool seen[3] = {false}, quoted = false, comment = false, fresh = true;
    for (; at < end; at++) {
      char c = text[at];
      if (!quoted && (c == '\n' || c == '\r'))
        break;
      if (fresh && c != '"')
        comment = c == '#';
      fresh = fresh && c == '"';
      if (c == '"')
        quoted = !quoted;
      for (size_t i = 0; i < 3 && !quoted; i++)
        seen[i] = seen[i] || c == candidates[i];
    }
    at++;
    for (size_t i = 0; i < 3 && !comment; i++)
      rows[i] += seen[i];
  }
  size_t best = 2;
  for (size_t i = 3; i-- > 0;)
    if (rows[i] > 0 && rows[i] >= rows[best])
      best = i;
  return candidates[best];
}

/* Excel's first line "sep=;" says it outright. */
static bool take_separator_line(sheet_reader *reader) {
  const char *text = reader->sheet->text + reader->at;
  if (reader->end - reader->at < 5 || memcmp(text, "sep=", 4) != 0 ||
      strchr(",;\t", text[4]) == NULL)
    return false;
  size_t length = 5;
  if (text[length] == '\r')
    length++;
  if (text[length] == '\n')
    length++;
  if (length == 5 && reader->at + length < reader->end)
    return false;
  reader->sheet->separator = text[4];
  reader->at += length;
  return true;
}

/* ---- cells ---- */

static bool ends_cell(const sheet_reader *reader, size_t at) {
  char c = reader->sheet->text[at];
  return at >= reader->end || c == reader->sheet->separator || c == '\n' || c == '\r';
}

/* Bytes of the blank at the start of text[n]: blanks, line ends, no-break spaces. */
static size_t blank_bytes(const char *text, size_t n) {
  if (n > 0 && strchr(" \t\r\n", text[0]) != NULL)
    return 1;
  if (n > 1 && memcmp(text, "\xC2\xA0", 2) == 0)
    return 2;
  return n > 2 && memcmp(text, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

/* The same at its end. */
static size_t blank_bytes_before(const char *end, size_t n) {
  for (size_t width = 1; width <= 3 && width <= n; width++)
    if (blank_bytes(end - width, width) == width)
      return width;
  return 0;
}

static char *trim(char *text, size_t n) {
  for (size_t blank; (blank = blank_bytes(text, n)) > 0;) {
    text += blank;
    n -= blank;
  }
  for (size_t blank; (blank = blank_bytes_before(text + n, n)) > 0;)
    n -= blank;
  text[n] = '\0';
  return text;
}

/* What is wrong with the bytes of a cell, or NULL. */
static const char *cell_fault(const char *text) {
  size_t length = strlen(text);
  if (length > EIR_I_MAX_SHEET_CELL_BYTES)
    return "more than 100,000 bytes; is a quotation mark missing? Shorten the text";
  if (eir_i_utf8_valid_prefix(text, length) != length)
    return "this is not valid UTF-8; save the file as 'CSV UTF-8 (Comma delimited)'";
  for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
    if ((*at < 0x20 && strchr("\t\r\n", *at) == NULL) || *at == 0x7F ||
        (*at == 0xC2 && at[1] < 0xA0))
      return "a control character is not allowed; delete it";
  return NULL;
}

/* Makes a text that was refused harmless for what follows. */
static void make_plain(char *text) {
  if (strlen(text) > EIR_I_MAX_SHEET_CELL_BYTES)
    text[EIR_I_MAX_SHEET_CELL_BYTES] = '\0';
  for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++)
    if (*at < 0x20 || *at >= 0x7F)
      *at = '?';
}

/* Keeps the cell text[from, to) of the row; the byte at `to` may be overwritten. */
static void keep_cell(sheet_reader *reader, eir_i_sheet_row *row, uint32_t column,
                      size_t from, size_t to) {
  eir_i_sheet *sheet = reader->sheet;
  char *cell = trim(sheet->text + from, to - from);
  if (*cell == '\0' || reader->full)
    return;
  const char *wrong = cell_fault(cell);
  if (wrong != NULL) {
    fault(reader, sheet->rows.count, column, wrong);
    make_plain(cell);
  }
  if (column + 1 - row->n > EIR_I_MAX_SHEET_CELLS - sheet->cells.count) {
    reader->full = true;
    fault(reader, sheet->rows.count, column, "the grid has more than 4,000,000 cells");
    return;
  }
  const char *const nothing = "", *const kept = cell;
  bool good = true;
  for (; row->n < column && good; row->n++)
    good = eir_i_array_push(&sheet->cells, &nothing);
  if (good && eir_i_array_push(&sheet->cells, &kept))
    row->n++;
  else
    reader->no_memory = true;
}

/* A cell that starts with a quotation mark, from just after it. */
static void read_quoted(sheet_reader *reader, eir_i_sheet_row *row, uint32_t column) {
  char *text = reader->sheet->text;
  size_t from = reader->at, to = from;
  bool closed = false;
  while (reader->at < reader->end && !closed) {
    if (text[reader->at] == '"' && text[reader->at + 1] != '"') {
      closed = true;
    } else {
      reader->at += text[reader->at] == '"';
      text[to++] = text[reader->at];
    }
    reader->at++;
  }
  if (!closed)
    fault(reader, reader->sheet->rows.count, column,
          "the quotation mark that opens this cell is never closed; close it");
  bool extra = false;
  while (closed && !ends_cell(reader, reader->at))
    extra = strchr(" \t", text[reader->at++]) == NULL || extra;
  if (extra)
    fault(reader, reader->sheet->rows.count, column,
          "there is text after the quotation mark that closes this cell; double every "
          "quotation mark inside it");
  keep_cell(reader, row, column, from, to);
}

/* Reads a row up to and over its line end. */
static void read_row(sheet_reader *reader) {
  eir_i_sheet *sheet = reader->sheet;
  eir_i_sheet_row row = {.first = sheet->cells.count};
  for (uint32_t column = 0; !reader->no_memory; column++) {
    size_t from = reader->at;
    if (sheet->text[from] == '"' && from < reader->end) {
      reader->at++;
      read_quoted(reader, &row, column);
    } else {
      while (!ends_cell(reader, reader->at))
        reader->at++;
    }
    size_t to = reader->at;
    /* Before the cell is kept, which writes over what ends it. */
    const char end = sheet->text[to]; /* beyond the text there are NULs */
    reader->at += to < reader->end;
    if (end == '\r' && reader->at < reader->end && sheet->text[reader->at] == '\n')
      reader->at++;
    if (sheet->text[from] != '"')
      keep_cell(reader, &row, column, from, to);
    if (end != sheet->separator || to >= reader->end)
      break;
  }
  if (!eir_i_array_push(&sheet->rows, &row))
    reader->no_memory = true;
}

static bool read_rows(sheet_reader *reader) {
  while (reader->at < reader->end && !reader->no_memory && !reader->full) {
    if (reader->sheet->rows.count >= EIR_I_MAX_SHEET_ROWS) {
      fault(reader, EIR_I_MAX_SHEET_ROWS, 0, "the grid has more than 1,048,576 rows");
      return false;
    }
    read_row(reader);
  }
  return !reader->no_memory && !reader->full;
}

bool eir_i_sheet_read(eir_i_sheet *sheet, eir_i_memory *memory,
                      eir_diagnostics *diagnostics, const char *text, size_t length) {
  *sheet = (eir_i_sheet){0};
  eir_i_array_init(&sheet->cells, memory, sizeof(const char *));
  eir_i_array_init(&sheet->rows, memory, sizeof(eir_i_sheet_row));
  const char *foreign = foreign_format(text, length);
  if (foreign != NULL) {
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, (eir_i_place){0}, NULL, "%s",
                          foreign);
    return false;
  }
  sheet->size = length + 2; /* two bytes may be looked at beyond the end */
  sheet->text = eir_i_allocate(memory, sheet->size);
  if (sheet->text == NULL)
    return false;
  memcpy(sheet->text, text, length);
  memset(sheet->text + length, 0, 2);
  sheet_reader reader = {.sheet = sheet,
                         .diagnostics = diagnostics,
                         .at = eir_i_scan_mark(text, length),
                         .end = length};
  if (!take_separator_line(&reader))
    sheet->separator = detect_separator(sheet->text, reader.at, length);
  return read_rows(&reader);
}

void eir_i_sheet_free(eir_i_sheet *sheet) {
  eir_i_memory *memory = sheet->cells.memory;
  eir_i_array_free(&sheet->cells);
  eir_i_array_free(&sheet->rows);
  eir_i_release(memory, sheet->text, sheet->size);
  *sheet = (eir_i_sheet){0};
}

size_t eir_i_sheet_width(const eir_i_sheet *sheet, size_t row) {
  if (row >= sheet->rows.count)
    return 0;
  return ((const eir_i_sheet_row *)eir_i_array_at(&sheet->rows, row))->n;
}

const char *eir_i_sheet_cell(const eir_i_sheet *sheet, size_t row, size_t column) {
  if (column >= eir_i_sheet_width(sheet, row))
    return "";
  const eir_i_sheet_row *found = eir_i_array_at(&sheet->rows, row);
  return *(const char *const *)eir_i_array_at(&sheet->cells, found->first + column);
}

/* ---- writing ---- */

void eir_i_sheet_add_cell(eir_i_text *out, const char *text, char separator) {
  size_t length = strlen(text);
  const char special[] = {separator, '"', '\n', '\r', '\0'};
  bool quoted = strpbrk(text, special) != NULL ||
                (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
  if (!quoted) {
    eir_i_text_add(out, text);
    return;
  }
  eir_i_text_add(out, "\"");
  for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
    eir_i_text_add_bytes(out, text, (size_t)(quote - text) + 1);
    eir_i_text_add(out, "\"");
  }
  eir_i_text_add(out, text);
  eir_i_text_add(out, "\"");
}
