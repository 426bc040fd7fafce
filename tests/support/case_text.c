/* Job: texts in, messages out, so that a test is a table of both. */
#include "case_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/banned.h"

static char *messages_of(const eir_diagnostics *diagnostics, bool with_file) {
  size_t room = 1, length = 0;
  for (size_t i = 0; i < eir_diagnostics_count(diagnostics); i++) {
    eir_error error = eir_diagnostics_get(diagnostics, i);
    room += strlen(error.file) + strlen(error.message) + strlen(error.path) + 40;
  }
  char *text = malloc(room);
  assert_non_null(text);
  text[0] = '\0';
  for (size_t i = 0; i < eir_diagnostics_count(diagnostics); i++) {
    eir_error error = eir_diagnostics_get(diagnostics, i);
    int n = snprintf(text + length, room - length, "%s%s%u:%u: %s [%s]\n",
                     with_file ? error.file : "", with_file ? ":" : "", error.line,
                     error.column, error.message, error.path);
    assert_true(n > 0 && (size_t)n < room - length);
    length += (size_t)n;
  }
  return text;
}

/* Takes over all of it. */
static char *finish(eir_context *context, eir_status status, eir_case *the_case,
                    eir_diagnostics *diagnostics, bool with_file) {
  assert_non_null(diagnostics);
  char *text = messages_of(diagnostics, with_file);
  assert_int_equal(the_case != NULL, status == EIR_OK);
  assert_int_equal(status != EIR_OK, text[0] != '\0');
  eir_case_free(the_case);
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
  return text;
}

char *case_messages(const char *text, size_t length) {
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_status status =
      eir_case_read_text(context, "case", NULL, text, length, &the_case, &diagnostics);
  return finish(context, status, the_case, diagnostics, false);
}

char *case_file_messages(const char *path) {
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_status status = eir_case_read_file(context, path, &the_case, &diagnostics);
  return finish(context, status, the_case, diagnostics, true);
}

eir_case *case_from(eir_context *context, const char *text) {
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  eir_status status = eir_case_read_text(context, "case", NULL, text, strlen(text),
                                         &the_case, &diagnostics);
  if (status != EIR_OK) {
    char *messages = messages_of(diagnostics, false);
    fail_msg("%s\n%s", messages, text);
  }
  eir_diagnostics_free(diagnostics);
  return the_case;
}

static const char *or_else(const char *section, const char *otherwise) {
  return section == NULL ? otherwise : section;
}

void check_fault_rows(const fault_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    char text[4096];
    int length = snprintf(
        text, sizeof text, "eirene: 1\nparties: %s\nissues: %s\npositions: %s\n%s%s",
        or_else(rows[i].parties,
                "{a: {}, b: {}, m: {role: mediator}, g: {role: guarantor}}"),
        or_else(rows[i].issues, "{x: {options: [p, q]}, d: {range: {from: 0, to: 10, "
                                "step: 5}}, w: {award: divisible}}"),
        or_else(rows[i].positions, "{a: {points: {x: {p: 1, q: 0}}}, b: {points: {}}}"),
        or_else(rows[i].rest, ""), rows[i].rest == NULL ? "" : "\n");
    assert_true(length > 0 && (size_t)length < sizeof text);
    char *messages = case_messages(text, (size_t)length);
    if (strcmp(messages, rows[i].messages) != 0)
      fail_msg("row %zu\n%s\nexpected\n%sfound\n%s", i, text, rows[i].messages,
               messages);
    free(messages);
  }
}
