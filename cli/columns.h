/* How text shows on a terminal: columns of UTF-8, cutting, and cleaning of what would
 * change the terminal's state. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include "cli_text.h"

/* Two marks for bold that output turns into what the terminal wants, or into nothing.
 * They take no columns. */
#define CLI_BOLD "\001"
#define CLI_PLAIN "\002"

/* The columns that text[length] takes. */
size_t cli_columns(const char *text, size_t length);
/* The bytes of the longest beginning of text[length] that takes at most `columns`;
 * *out_columns is what it takes. */
size_t cli_columns_fit(const char *text, size_t length, size_t columns,
                       size_t *out_columns);
/* Adds text[length] in at most `columns`, its end replaced by "…" if it is longer. */
void cli_columns_add_cut(cli_text *out, const char *text, size_t length,
                         size_t columns);

/* Adds text[length] with control and direction codes replaced by a visible mark,
 * because a case may come from anyone. Line ends stay if `lines`, else they become
 * spaces. The marks of bold become their escape sequences if `styled`, else nothing. */
void cli_columns_add_clean(cli_text *out, const char *text, size_t length, bool lines,
                           bool styled);

#endif
