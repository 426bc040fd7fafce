/* A growing string for building output, and numbers as people write them. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is an empty text. Running out of memory is remembered in `failed`, and
 * further calls do nothing, so that a writer checks once, at the end. */
typedef struct cli_text {
  char *data; /* NUL-terminated once anything was added; may be NULL */
  size_t length;
  size_t capacity;
  bool failed;
} cli_text;

void cli_text_free(cli_text *text);
/* Empties the text and keeps its memory. */
void cli_text_clear(cli_text *text);
/* The text, "" when nothing was added. */
const char *cli_text_get(const cli_text *text);

void cli_text_add(cli_text *text, const char *string);
void cli_text_add_bytes(cli_text *text, const char *bytes, size_t length);
void cli_text_add_spaces(cli_text *text, size_t count);
/* Adds strings up to a NULL; used through CLI_ADD. */
void cli_text_add_list(cli_text *text, const char *const *strings);
/* A JSON string with its quotes. */
void cli_text_add_json(cli_text *text, const char *string);
/* A decimal numeral in groups of three ("1,234"); above 15 digits "about 1.23 x 10^30".
 * */
void cli_text_add_numeral(cli_text *text, const char *digits);

/* Adds strings one after the other: typed, unlike a format, and hard to get wrong. */
#define CLI_ADD(text, ...)                                                             \
  cli_text_add_list(text, (const char *const[]){__VA_ARGS__, NULL})

/* A number as text that lives to the end of the expression: CLI_ADD(t,
 * cli_plain(n).text). */
typedef struct cli_number {
  char text[48]; /* the longest: 19 digits, a point, 12 digits, a sign */
} cli_number;

cli_number cli_plain(uint64_t value);   /* 1234 */
cli_number cli_grouped(uint64_t value); /* 1,234 */
cli_number cli_signed(int64_t value);   /* -1234 */
/* At most `digits` significant digits; "1.23 x 10^30" where there are many more. */
cli_number cli_double(double value, int digits);
/* count / unit in decimal with at most 12 places, rounded half away from zero. */
cli_number cli_quotient(int64_t count, int64_t unit);

#endif
