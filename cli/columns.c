/* Columns of a terminal. Widths are those of the blocks that matter in practice, not
 * the whole of Unicode's tables: terminals disagree about the rest among themselves. */
#include "columns.h"

#include <string.h>

typedef struct code_range {
  uint32_t first;
  uint32_t last;
} code_range;

/* Marks that sit on the letter before them, and joiners. */
static const code_range no_width[] = {
    {0x0001, 0x0002}, {0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd},
    {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5},   {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc},   {0x06df, 0x06e4},
    {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x08d3, 0x0902},   {0x093a, 0x093a},
    {0x093c, 0x093c}, {0x0941, 0x0948}, {0x094d, 0x094d},   {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff},   {0x1dc0, 0x1dff},
    {0x200b, 0x200f}, {0x2060, 0x2064}, {0x20d0, 0x20ff},   {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

/* East Asian wide and full-width forms, and pictures. */
static const code_range two_columns[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97f},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff},
    {0x20000, 0x3fffd},
};

/* What must not reach a terminal: C0 and C1 controls, codes that turn the direction. */
static const code_range unsafe[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x2069},
};

#define IS_IN(code, ranges) is_in(code, ranges, sizeof(ranges) / sizeof(ranges)[0])

static bool is_in(uint32_t code, const code_range *ranges, size_t count) {
  for (size_t i = 0; i < count && code >= ranges[i].first; i++) {
    if (code <= ranges[i].last)
      return true;
  }
  return false;
}

/* Reads one code point of text[length], length > 0, and returns how many bytes it
 * takes. A byte that is not UTF-8 counts as U+FFFD: arguments may hold anything. */
static size_t decode(const char *text, size_t length, uint32_t *out_code) {
  const unsigned char *bytes = (const unsigned char *)text;
  unsigned char first = bytes[0];
  *out_code = first;
  if (first < 0x80)
    return 1;
  *out_code = 0xfffd;
  if (first < 0xc2 || first > 0xf4)
    return 1;
  size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (size > length)
    return 1;
  uint32_t code = first & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xc0) != 0x80)
      return 1;
    code = code << 6 | (bytes[i] & 0x3fu);
  }
  *out_code = code;
  return size;
}

static size_t code_columns(uint32_t code) {
  if (IS_IN(code, no_width))
    return 0;
  return IS_IN(code, two_columns) ? 2 : 1;
}

size_t cli_columns_fit(const char *text, size_t length, size_t columns,
                       size_t *out_columns) {
  size_t at = 0, used = 0;
  while (at < length) {
    uint32_t code;
    size_t size = decode(text + at, length - at, &code);
    size_t wide = code_columns(code);
    if (used + wide > columns)
      break;
    used += wide;
    at += size;
  }
  *out_columns = used;
  return at;
}

size_t cli_columns(const char *text, size_t length) {
  size_t columns;
  (void)cli_columns_fit(text, length, SIZE_MAX, &columns);
  return columns;
}

void cli_columns_add_cut(cli_text *out, const char *text, size_t length,
                         size_t columns) {
  size_t used;
  size_t whole = cli_columns_fit(text, length, columns, &used);
  if (whole == length) {
    cli_text_add_bytes(out, text, length);
    return;
  }
  if (columns == 0)
    return;
  size_t kept = cli_columns_fit(text, length, columns - 1, &used);
  while (kept > 0 && text[kept - 1] == ' ')
    kept--;
  cli_text_add_bytes(out, text, kept);
  cli_text_add(out, "…");
}

/* What `code` is replaced by, or NULL to keep it. */
static const char *replacement(uint32_t code, bool lines, bool styled) {
  if (code == 1)
    return styled ? "\033[1m" : "";
  if (code == 2)
    return styled ? "\033[0m" : "";
  if (code == '\n' && lines)
    return NULL;
  if (code == '\n' || code == '\t' || code == '\r')
    return " ";
  return code == 0xfffd || IS_IN(code, unsafe) ? "\xef\xbf\xbd" : NULL;
}

void cli_columns_add_clean(cli_text *out, const char *text, size_t length, bool lines,
                           bool styled) {
  size_t kept = 0; /* text[kept..at) goes out unchanged */
  for (size_t at = 0; at < length;) {
    uint32_t code;
    size_t size = decode(text + at, length - at, &code);
    const char *instead = replacement(code, lines, styled);
    if (instead != NULL) {
      cli_text_add_bytes(out, text + kept, at - kept);
      cli_text_add(out, instead);
      kept = at + size;
    }
    at += size;
  }
  cli_text_add_bytes(out, text + kept, length - kept);
}
