/* Scan: one pass over a file's bytes before the YAML parser sees them.
 *
 * libfyaml looks far ahead in two situations, and its cost then grows with the square
 * of the input. On one line every token is held until the line ends, about 400 bytes
 * each, so lines have a limit. And each blank line inside a scalar looks through all
 * blank lines after it: the sum of the squares of the runs of blanks is bounded.
 * Directives other than %YAML are of no use here, and each would be kept as a
 * warning. */
#include "case/scan.h"

#include <string.h>

#include "case/tree.h"

#include "base/banned.h"

/* About two seconds of the parser's time. A single run of 44,000 blanks reaches it. */
static const uint64_t blank_budget = 2000000000U;

typedef struct scan {
  const unsigned char *text;
  size_t length;
  size_t line_start;
  uint32_t line;
  size_t blanks; /* length of the present run of blanks and line ends */
  uint64_t blank_cost;
  bool content; /* something other than comments and directives has been seen */
} scan;

size_t eir_i_scan_mark(const char *text, size_t length) {
  return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static uint32_t column_at(const scan *s, size_t at) {
  uint32_t column = 1;
  for (size_t i = s->line_start; i < at; i++)
    if ((s->text[i] & 0xC0) != 0x80)
      column++;
  return column;
}

/* Where valid UTF-8 ends, said with the bytes that are wrong. */
static void report_utf8(eir_diagnostics *diagnostics, eir_i_place place,
                        unsigned char byte) {
  eir_i_diagnostics_add(diagnostics, EIR_ERROR, place, NULL,
                        "this is not valid UTF-8 (byte %02x); save the file as UTF-8",
                        byte);
}

static void report_control(eir_diagnostics *diagnostics, eir_i_place place,
                           unsigned char byte) {
  if (byte == 0)
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, place, NULL,
                          "a NUL byte is not allowed in a case file; remove it");
  else
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, place, NULL,
                          "the control character U+%04X is not allowed; remove it",
                          byte);
}

/* A line that starts with '%' before anything else. */
static bool directive_allowed(const scan *s, size_t at) {
  return s->length - at > 6 && memcmp(s->text + at, "%YAML", 5) == 0 &&
         (s->text[at + 5] == ' ' || s->text[at + 5] == '\t');
}

/* NULL, or what is wrong with the byte at `at` that starts or continues a line. */
static const char *pattern_fault(scan *s, size_t at) {
  unsigned char byte = s->text[at];
  bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
  if (blank) {
    /* The squares' sum grows by 2n + 1 with a run's n-th blank. Short runs are free. */
    if (++s->blanks > 64)
      s->blank_cost += 2 * (uint64_t)s->blanks;
    if (s->blank_cost > blank_budget)
      return "there is too much blank space up to here; remove the blank lines";
  } else {
    s->blanks = 0;
  }
  if (at - s->line_start >= EIR_I_MAX_LINE_BYTES)
    return "this line is longer than 512 KB; break it into several";
  if (at == s->line_start) {
    if (byte == '%' && (s->content || !directive_allowed(s, at)))
      return "a line that starts with '%' is a directive, and case files have none; "
             "remove it";
    s->content = s->content || (byte != '%' && byte != '#' && !blank);
  }
  return NULL;
}

static void end_line(scan *s, size_t at) {
  unsigned char byte = s->text[at];
  bool ends = byte == '\n' ||
              (byte == '\r' && (at + 1 == s->length || s->text[at + 1] != '\n'));
  if (!ends)
    return;
  s->line++;
  s->line_start = at + 1;
}

static bool is_control(unsigned char byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

bool eir_i_scan(eir_diagnostics *diagnostics, uint16_t file, const char *text,
                size_t length) {
  if (length > EIR_I_MAX_FILE_BYTES) {
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, (eir_i_place){.file = file}, NULL,
                          "the file is larger than 64 MB; a case file is text and "
                          "should be far smaller");
    return false;
  }
  size_t valid = eir_i_utf8_valid_prefix(text, length);
  size_t start = eir_i_scan_mark(text, length);
  scan s = {.text = (const unsigned char *)text,
            .length = length,
            .line_start = start,
            .line = 1};
  for (size_t i = start; i < length; i++) {
    const char *fault = i < valid ? pattern_fault(&s, i) : NULL;
    bool control = is_control(s.text[i]);
    if (i >= valid || control || fault != NULL) {
      eir_i_place place = {.file = file, .line = s.line, .column = column_at(&s, i)};
      if (control)
        report_control(diagnostics, place, s.text[i]);
      else if (fault != NULL)
        eir_i_diagnostics_add(diagnostics, EIR_ERROR, place, NULL, "%s", fault);
      else
        report_utf8(diagnostics, place, s.text[i]);
      return false;
    }
    end_line(&s, i);
  }
  return true;
}
