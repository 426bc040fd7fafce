/* Table: a spreadsheet's grid as a case, and back. docs/formats/table.md is the format.
 *
 * From text to case: table_sheet.c splits the text into cells, table_head.c and
 * table_grid.c find out what the rows and columns are, table_check.c looks at the cells
 * of each party, and table_yaml.c prints the case file. From case to text:
 * table_write.c, and table_losses.c for what a grid has no place for. */
#ifndef EIR_CASE_TABLE_H
#define EIR_CASE_TABLE_H

#include "base/diagnostics.h"
#include "case/model.h"
#include "case/rational.h"

enum {
  EIR_I_MAX_SHEET_ROWS = 1048576, /* as spreadsheet programs have */
  EIR_I_MAX_SHEET_CELLS = 4000000,
  EIR_I_MAX_SHEET_CELL_BYTES = 100000,
  EIR_I_NUMBER_CELL_BYTES = 128 /* a longer cell holds no number */
};

/* ---- the sheet: text in rows and columns (table_sheet.c) ---- */

typedef struct eir_i_sheet_row {
  size_t first; /* index of its first cell */
  uint32_t n;   /* up to its last cell that isn't empty */
} eir_i_sheet_row;

typedef struct eir_i_sheet {
  char *text; /* [size]; the cells point into it */
  size_t size;
  eir_i_array cells; /* of const char *, without blanks around them */
  eir_i_array rows;  /* of eir_i_sheet_row */
  char separator;
} eir_i_sheet;

/* Splits text[length]; messages name rows and columns. False when memory ran out, or
 * after a message if there is no sheet to go on with; to be freed in any case. */
bool eir_i_sheet_read(eir_i_sheet *sheet, eir_i_memory *memory,
                      eir_diagnostics *diagnostics, const char *text, size_t length);
void eir_i_sheet_free(eir_i_sheet *sheet);
/* The cell, "" beyond the last one. Rows and columns count from 0. */
const char *eir_i_sheet_cell(const eir_i_sheet *sheet, size_t row, size_t column);
size_t eir_i_sheet_width(const eir_i_sheet *sheet, size_t row);

/* "C7", as spreadsheet programs name a cell. */
typedef struct eir_i_cell_name {
  char text[24];
} eir_i_cell_name;
eir_i_cell_name eir_i_cell_name_of(size_t row, size_t column);

/* ---- what a cell means (table_cell.c) ---- */

/* A number with its decimal comma made a point and typographic minus signs a plain one,
 * as the case file writes it; "" if it is too long for a number. */
typedef struct eir_i_cell_number {
  char text[EIR_I_NUMBER_CELL_BYTES];
  bool comma; /* it was written with a decimal comma */
  bool point;
} eir_i_cell_number;
eir_i_cell_number eir_i_cell_number_of(const char *cell, char separator);

/* The stance that the cell is a sign or word for; MISSING if none. */
eir_i_stance eir_i_cell_stance(const char *cell);
const char *eir_i_stance_word(eir_i_stance stance);
const char *eir_i_stance_sign(eir_i_stance stance);

/* "0 to 30 step 5 km" taken apart. */
typedef struct eir_i_cell_range {
  eir_i_cell_number from, to, step;
  const char *unit; /* in the cell, "" without one */
} eir_i_cell_range;
/* Is the cell written like a range? (Its numbers may still be wrong.) */
bool eir_i_cell_is_range(const char *cell, char separator, eir_i_cell_range *out);

/* Are the texts equal but for the case of ASCII letters? */
bool eir_i_same_word(const char *a, const char *b);
/* Is it the header of the column of notes? */
bool eir_i_is_notes_word(const char *text);
/* 0 or 1 for "award divisible" and "award indivisible", else -1. */
int eir_i_award_word(const char *text);

/* ---- ids from names (table_slug.c) ---- */

/* The id that a name makes: small letters, accents dropped, "_" for the rest. "" if
 * nothing is left. `kind` ("party") goes before what could be no id otherwise. */
enum { EIR_I_SLUG_BYTES = 64 };
typedef struct eir_i_slug {
  char text[EIR_I_SLUG_BYTES];
} eir_i_slug;
eir_i_slug eir_i_slug_of(const char *name, const char *kind);

/* The length of a label without its "{id}", and where in it the id is. The whole length
 * and an empty id if the label ends with none. */
size_t eir_i_label_split(const char *label, bool digit_first, const char **out_id,
                         size_t *out_length);

/* Gives ids to labels[n]: the one in braces, else one made from the name, made unique
 * with _2, _3 ... Kept in `arena`. out_twice[i] is the label before i that names the
 * same thing, or SIZE_MAX. False without memory. */
bool eir_i_label_ids(eir_i_arena *arena, const char *const *labels, size_t n,
                     const char *kind, const char **out_ids,
                     size_t *out_twice) EIR_NO_RESULT_IGNORED;

/* ---- the grid: what rows and columns are (table_grid.c) ---- */

typedef enum eir_i_setting {
  EIR_I_SETTING_RESERVATION = 0,
  EIR_I_SETTING_SCALE,
  EIR_I_SETTING_CAP,
  EIR_I_SETTING_POWER,
  EIR_I_SETTING_VETO,
  EIR_I_SETTING_COUNT
} eir_i_setting;
/* What the first cell of the row says; COUNT if it is no setting. */
eir_i_setting eir_i_setting_of(const char *cell);
/* How eir_case_write_table() writes it. */
const char *eir_i_setting_word(eir_i_setting setting);

typedef struct eir_i_grid_party {
  const char *id;
  const char *name;
  uint32_t column;
  eir_position_kind kind; /* POINTS, STANCE, or NONE where the column is empty */
  uint32_t first_row;     /* with an entry that decided the kind */
} eir_i_grid_party;

typedef struct eir_i_grid_option {
  const char *id; /* of a range or award: NULL */
  const char *name;
  uint32_t row;
  uint32_t index; /* of a range: which of its numbers */
} eir_i_grid_option;

typedef struct eir_i_grid_issue {
  const char *label; /* as written */
  const char *id;
  const char *name;
  eir_issue_kind kind; /* both awards are one row */
  uint32_t row;        /* of its name */
  const char *note;    /* "" without one */
  uint32_t range_row;  /* of a range: where it is given; UINT32_MAX: it is none */
  eir_i_cell_range range;
  eir_i_rational from, step;
  uint32_t n_numbers;  /* of a range; 0 after an error */
  size_t first_option; /* in the table's options */
  size_t n_options;    /* rows */
} eir_i_grid_issue;

typedef struct eir_i_table {
  const eir_i_sheet *sheet;
  eir_diagnostics *diagnostics;
  eir_i_arena *arena;
  eir_i_memory *memory;
  const char *title;    /* NULL without one */
  const char *at_least; /* decimal digits; NULL without */
  uint32_t consent_row;
  uint32_t header;
  uint32_t notes_column; /* UINT32_MAX without one */
  eir_i_grid_party *parties;
  size_t n_parties;
  eir_i_array issues;  /* of eir_i_grid_issue */
  eir_i_array options; /* of eir_i_grid_option */
  eir_i_array remarks; /* of uint32_t: rows whose note belongs to no issue or option */
  uint32_t settings[EIR_I_SETTING_COUNT]; /* rows; UINT32_MAX without one */
  bool no_memory;
} eir_i_table;

/* Reports an error at a cell, with its name before the message. */
void eir_i_table_fault(eir_i_table *table, size_t row, size_t column,
                       const char *format, ...) EIR_PRINTF(4, 5);
size_t eir_i_table_errors(const eir_i_table *table);
const char *eir_i_table_cell(const eir_i_table *table, size_t row, size_t column);
/* A name out of a label: without "{id}" if `has_id`, blanks and line ends as one blank
 * each, and without the apostrophe that keeps a spreadsheet program from taking it for
 * a formula. */
const char *eir_i_table_name(eir_i_table *table, const char *label, bool has_id);
/* Takes memory; NULL, remembered in the table, without. */
void *eir_i_table_take(eir_i_table *table, size_t count, size_t size);
/* Ids and names for labels[n], which stand in cells (rows[i], columns[i]); reports
 * those that are there twice. False without memory. */
bool eir_i_table_label(eir_i_table *table, const char *kind, const char *const *labels,
                       const uint32_t *rows, const uint32_t *columns, size_t n,
                       const char **out_ids, const char **out_names);

/* Title, consent, the header row and the parties. False if there is no header, and
 * nothing more can be said. (table_head.c) */
bool eir_i_table_read_head(eir_i_table *table);
/* Is the row empty, or one for people only? */
bool eir_i_table_skips(const eir_i_table *table, size_t row);
/* Issues, options and settings: the rows after the header. (table_grid.c) */
void eir_i_table_read_rows(eir_i_table *table);
/* Notes a row as the range, award or option of `issue`. (table_option.c) */
void eir_i_table_add_option(eir_i_table *table, eir_i_grid_issue *issue, size_t row);
/* The number of the range in that row, without the range's unit. */
eir_i_cell_number eir_i_table_value(const eir_i_table *table,
                                    const eir_i_grid_issue *issue, size_t row);
/* Does a party's column of this row hold anything? */
bool eir_i_table_has_entries(const eir_i_table *table, size_t row);
void eir_i_table_add_remark(eir_i_table *table, size_t row);
/* Gives ids and names to issues and options. */
void eir_i_table_name_all(eir_i_table *table);
/* The cells of the parties: numbers or stances, complete, and in one style. Sorts the
 * options of ranges. (table_check.c) */
void eir_i_table_check(eir_i_table *table);
/* The case file. (table_yaml.c) */
void eir_i_table_write_yaml(const eir_i_table *table, const char *name,
                            eir_i_text *out);

/* ---- writing ---- */

/* Text that a spreadsheet program would take for a formula, or this format for a
 * comment, gets an apostrophe before it. (table_cell.c) */
bool eir_i_needs_apostrophe(const char *text);
/* The text without such an apostrophe. */
const char *eir_i_without_apostrophe(const char *text);
/* Reports what of the case a grid has no place for. (table_losses.c) */
void eir_i_table_report_losses(const eir_case *the_case, eir_diagnostics *diagnostics);
/* Can the award be one row? Else it is written as two options. (table_write.c) */
bool eir_i_table_award_fits(const eir_case *the_case, const eir_i_issue *issue);
/* Can the range's unit stand in its row? */
bool eir_i_table_unit_fits(const eir_i_issue *issue);
/* Adds a cell and quotes it where needed. (table_sheet.c) */
void eir_i_sheet_add_cell(eir_i_text *out, const char *text, char separator);

#endif
