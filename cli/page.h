/* A page: text for people under construction, wrapped to the width of the terminal. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli_text.h"

typedef struct cli_page {
  cli_text text;
  size_t width;      /* of the terminal; tables may use all of it */
  cli_text sentence; /* the paragraph being written */
} cli_page;

void cli_page_init(cli_page *page, size_t width);
void cli_page_free(cli_page *page);

/* An empty line, unless the page starts or has one already. */
void cli_page_gap(cli_page *page);
/* A gap, and a line in bold. */
void cli_page_heading(cli_page *page, const char *heading);
/* Moves `sentence` into the page as a paragraph whose first line is indented by `first`
 * columns and the others by `rest`; white space is where lines may break. */
void cli_page_end_paragraph(cli_page *page, size_t first, size_t rest);

#endif
