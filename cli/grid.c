/* Tables. Every column starts as wide as its widest cell; while the table is too wide,
 * the widest column that may still shrink gives up one column of the terminal. */
#include "grid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"

enum { GAP = 2 };

void cli_grid_init(cli_grid *grid, size_t n_columns) {
  assert(n_columns > 0);
  *grid = (cli_grid){.n_columns = n_columns};
  grid->columns = calloc(n_columns, sizeof *grid->columns);
  if (grid->columns == NULL) {
    grid->failed = true;
    return;
  }
  for (size_t i = 0; i < n_columns; i++)
    grid->columns[i].least = SIZE_MAX;
}

void cli_grid_free(cli_grid *grid) {
  free(grid->columns);
  free(grid->cells);
  cli_text_free(&grid->pool);
}

void cli_grid_add(cli_grid *grid, const char *text) {
  if (grid->failed)
    return;
  if (grid->n_cells == grid->capacity) {
    size_t capacity = 2 * grid->capacity + 64;
    size_t *cells = realloc(grid->cells, capacity * sizeof *cells);
    if (cells == NULL) {
      grid->failed = true;
      return;
    }
    grid->cells = cells;
    grid->capacity = capacity;
  }
  grid->cells[grid->n_cells++] = grid->pool.length;
  cli_text_add_bytes(&grid->pool, text, strlen(text) + 1);
  char *copy =
      grid->pool.failed ? NULL : grid->pool.data + grid->cells[grid->n_cells - 1];
  for (; copy != NULL && *copy != '\0'; copy++) {
    if (strchr("\n\r\t", *copy) != NULL)
      *copy = ' '; /* a cell is one line */
  }
  if (grid->pool.failed)
    grid->failed = true;
}

static size_t row_count(const cli_grid *grid) {
  assert(grid->n_cells % grid->n_columns == 0);
  return grid->n_cells / grid->n_columns;
}

static const char *cell(const cli_grid *grid, size_t row, size_t column) {
  return grid->pool.data + grid->cells[row * grid->n_columns + column];
}

/* ---- headers ---- */

/* The bytes of `text` that line `width` columns wide takes: whole words if any fit. */
static size_t header_line(const char *text, size_t width) {
  size_t used, length = strlen(text);
  size_t fits = cli_columns_fit(text, length, width, &used);
  if (fits == length || text[fits] == ' ')
    return fits;
  while (fits > 0 && text[fits - 1] != ' ')
    fits--;
  while (fits > 0 && text[fits - 1] == ' ')
    fits--;
  if (fits > 0)
    return fits;
  const char *space = strchr(text, ' ');
  return space == NULL ? length : (size_t)(space - text);
}

/* Line `line` of a header in `width` columns, "" with length 0 beyond its last. The
 * last line takes all that is left, to be cut. */
static const char *header_part(const char *text, size_t width, size_t line,
                               size_t *out_length) {
  for (size_t i = 0;; i++) {
    text += strspn(text, " ");
    size_t length = header_line(text, width);
    if (i == line) {
      bool last = i + 1 == CLI_GRID_HEADER_LINES;
      *out_length = last ? strlen(text) : length;
      return text;
    }
    text += length;
  }
}

/* The header as it will look, its lines joined. */
static void add_header(cli_text *out, const char *text, size_t width) {
  for (size_t line = 0; line < CLI_GRID_HEADER_LINES; line++) {
    size_t length;
    const char *part = header_part(text, width, line, &length);
    cli_columns_add_cut(out, part, length, width);
    cli_text_add(out, "\n");
  }
}

/* ---- fitting ---- */

/* The widest cell below the header. */
static size_t body_width(const cli_grid *grid, size_t column) {
  size_t widest = 0;
  for (size_t row = 1; row < row_count(grid); row++) {
    const char *text = cell(grid, row, column);
    size_t columns = cli_columns(text, strlen(text));
    if (columns > widest)
      widest = columns;
  }
  return widest;
}

/* A header may be wrapped, and cut when words are longer than this. */
enum { MIN_HEADER = 6 };

/* How narrow a column may become. */
static size_t floor_width(const cli_grid *grid, size_t column) {
  const char *header = cell(grid, 0, column);
  size_t header_width = cli_columns(header, strlen(header));
  size_t body = body_width(grid, column);
  size_t least = grid->columns[column].least;
  if (least < body)
    body = least;
  if (header_width > MIN_HEADER)
    header_width = MIN_HEADER;
  return body > header_width ? body : header_width;
}

/* Does the header fit its lines at this width without a cut? */
static bool header_fits(const char *text, size_t width) {
  for (size_t line = 0; line < CLI_GRID_HEADER_LINES; line++) {
    size_t length;
    const char *part = header_part(text, width, line, &length);
    if (cli_columns(part, length) > width)
      return false;
  }
  return true;
}

/* As wide as the cells, and as the header needs when it is wrapped. */
static size_t natural_width(const cli_grid *grid, size_t column) {
  size_t width = body_width(grid, column);
  if (width == 0)
    width = 1;
  while (!header_fits(cell(grid, 0, column), width))
    width++;
  return width;
}

static bool shrink(cli_grid *grid, size_t width) {
  size_t total = GAP * (grid->n_columns - 1);
  for (size_t i = 0; i < grid->n_columns; i++) {
    grid->columns[i].width = natural_width(grid, i);
    total += grid->columns[i].width;
  }
  /* Nothing narrower than the sum of the floors will do. */
  size_t *floors = calloc(grid->n_columns, sizeof *floors);
  if (floors == NULL) {
    grid->failed = true;
    return false;
  }
  for (size_t i = 0; i < grid->n_columns; i++)
    floors[i] = floor_width(grid, i);
  while (total > width) {
    size_t widest = SIZE_MAX;
    for (size_t i = 0; i < grid->n_columns; i++) {
      if (grid->columns[i].width <= floors[i])
        continue;
      if (widest == SIZE_MAX || grid->columns[i].width > grid->columns[widest].width) {
        widest = i;
      }
    }
    if (widest == SIZE_MAX)
      break;
    grid->columns[widest].width--;
    total--;
  }
  free(floors);
  return total <= width;
}

/* Do texts a and b differ, but not in what `width` columns show of them? */
static bool look_alike(cli_grid *grid, const char *a, const char *b, size_t width,
                       bool headers) {
  if (strcmp(a, b) == 0)
    return false;
  cli_text shown_a = {0}, shown_b = {0};
  if (headers) {
    add_header(&shown_a, a, width);
    add_header(&shown_b, b, width);
  } else {
    cli_columns_add_cut(&shown_a, a, strlen(a), width);
    cli_columns_add_cut(&shown_b, b, strlen(b), width);
  }
  bool alike = strcmp(cli_text_get(&shown_a), cli_text_get(&shown_b)) == 0;
  if (shown_a.failed || shown_b.failed)
    grid->failed = true;
  cli_text_free(&shown_a);
  cli_text_free(&shown_b);
  return alike;
}

/* Do the headers of two columns look the same though they differ? */
static bool headers_alike(cli_grid *grid) {
  for (size_t i = 1; i < grid->n_columns; i++) {
    for (size_t j = 0; j < i; j++) {
      size_t width = grid->columns[i].width; /* of the narrower column */
      if (grid->columns[j].width < width)
        width = grid->columns[j].width;
      if (look_alike(grid, cell(grid, 0, i), cell(grid, 0, j), width, true))
        return true;
    }
  }
  return false;
}

static bool cells_alike(cli_grid *grid, size_t column) {
  size_t width = grid->columns[column].width;
  if (width >= body_width(grid, column))
    return false; /* none is cut */
  for (size_t row = 2; row < row_count(grid); row++) {
    const char *text = cell(grid, row, column);
    for (size_t other = 1; other < row; other++) {
      if (look_alike(grid, text, cell(grid, other, column), width, false))
        return true;
    }
  }
  return false;
}

static bool is_ambiguous(cli_grid *grid) {
  if (headers_alike(grid))
    return true;
  for (size_t i = 0; i < grid->n_columns; i++) {
    if (cells_alike(grid, i))
      return true;
  }
  return false;
}

bool cli_grid_fit(cli_grid *grid, size_t width) {
  if (grid->failed)
    return true; /* printing will tell */
  assert(row_count(grid) >= 1);
  bool fits = shrink(grid, width) && !is_ambiguous(grid);
  return fits || grid->failed;
}

/* ---- printing ---- */

static void add_cell(cli_text *out, const cli_grid_column *column, const char *text,
                     size_t length, bool last) {
  cli_text shown = {0};
  cli_columns_add_cut(&shown, text, length, column->width);
  size_t columns = cli_columns(cli_text_get(&shown), shown.length);
  size_t padding = columns < column->width ? column->width - columns : 0;
  if (column->right)
    cli_text_add_spaces(out, padding);
  cli_text_add(out, cli_text_get(&shown));
  if (!column->right && !last)
    cli_text_add_spaces(out, padding);
  if (!last)
    cli_text_add_spaces(out, GAP);
  if (shown.failed)
    out->failed = true;
  cli_text_free(&shown);
}

static void end_line(cli_text *out) {
  while (out->length > 0 && out->data[out->length - 1] == ' ')
    out->length--;
  cli_text_add(out, "\n");
}

static void print_header(const cli_grid *grid, cli_text *out) {
  size_t lines = 1; /* that are not empty */
  for (size_t i = 0; i < grid->n_columns; i++) {
    for (size_t line = lines; line < CLI_GRID_HEADER_LINES; line++) {
      size_t length;
      (void)header_part(cell(grid, 0, i), grid->columns[i].width, line, &length);
      if (length > 0)
        lines = line + 1;
    }
  }
  for (size_t line = 0; line < lines; line++) {
    cli_text_add(out, CLI_BOLD);
    for (size_t i = 0; i < grid->n_columns; i++) {
      size_t length;
      const cli_grid_column *column = &grid->columns[i];
      const char *part = header_part(cell(grid, 0, i), column->width, line, &length);
      add_cell(out, column, part, length, i + 1 == grid->n_columns);
    }
    while (out->length > 0 && out->data[out->length - 1] == ' ')
      out->length--;
    cli_text_add(out, CLI_PLAIN "\n");
  }
}

void cli_grid_print(const cli_grid *grid, cli_page *page) {
  cli_text *out = &page->text;
  if (grid->failed) {
    out->failed = true;
    return;
  }
  print_header(grid, out);
  for (size_t row = 1; row < row_count(grid); row++) {
    for (size_t i = 0; i < grid->n_columns; i++) {
      const char *text = cell(grid, row, i);
      add_cell(out, &grid->columns[i], text, strlen(text), i + 1 == grid->n_columns);
    }
    end_line(out);
  }
}
