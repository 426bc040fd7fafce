/* A table of texts in columns, fitted to a width. */
#ifndef CLI_GRID_H
#define CLI_GRID_H

#include "page.h"

enum { CLI_GRID_HEADER_LINES = 3 };

typedef struct cli_grid_column {
  bool right;   /* numbers */
  size_t least; /* cells may be cut to this; SIZE_MAX: never */
  size_t width; /* set by cli_grid_fit() */
} cli_grid_column;

/* The first row is the header. Header texts are wrapped at spaces to a few lines; other
 * cells take one line. */
typedef struct cli_grid {
  size_t n_columns;
  cli_grid_column *columns; /* [n_columns] */
  cli_text pool;            /* the cells' texts, each with its NUL */
  size_t *cells;            /* [n_cells] offsets into the pool, row by row */
  size_t n_cells;
  size_t capacity;
  bool failed; /* out of memory */
} cli_grid;

void cli_grid_init(cli_grid *grid, size_t n_columns);
void cli_grid_free(cli_grid *grid);
/* Adds the next cell. */
void cli_grid_add(cli_grid *grid, const char *text);
/* Chooses the columns' widths for a table of at most `width`. False if it does not fit,
 * or if cutting would make two different texts of a column, or two headers, look the
 * same. */
bool cli_grid_fit(cli_grid *grid, size_t width);
/* Adds the table to the page; after cli_grid_fit() said true. */
void cli_grid_print(const cli_grid *grid, cli_page *page);

#endif
