/* Limits: what is too large, too deep or made to be slow is refused soon, in little
 * memory. Each input here took a naive reader minutes or gigabytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "case_text.h"

#include "base/banned.h"

static const char head[] =
    "eirene: 1\nparties: {a: {}}\nissues: {x: {options: [p, q]}}\n"
    "positions: {a: {points: {}}}\n";

typedef struct limit_row {
  const char *before; /* after the head */
  const char *unit;   /* repeated */
  size_t size;        /* of the whole text, about */
  const char *after;
  const char *message; /* the first one, or "" */
} limit_row;

/* before, unit, unit, ..., after; *out_length bytes. */
static char *build(const limit_row *row, size_t *out_length) {
  size_t before = strlen(row->before), unit = strlen(row->unit);
  size_t after = strlen(row->after);
  size_t count = (row->size - sizeof head - before - after) / unit;
  char *text = malloc(row->size + sizeof head + 1);
  assert_non_null(text);
  size_t n = sizeof head - 1;
  memcpy(text, head, n);
  memcpy(text + n, row->before, before);
  n += before;
  for (size_t i = 0; i < count; i++, n += unit)
    memcpy(text + n, row->unit, unit);
  memcpy(text + n, row->after, after);
  *out_length = n + after;
  return text;
}

static void check_row(const limit_row *row) {
  size_t length;
  char *text = build(row, &length);
  clock_t start = clock();
  char *messages = case_messages(text, length);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  char *end = strchr(messages, '\n');
  if (end != NULL)
    *end = '\0';
  if (strcmp(messages, row->message) != 0)
    fail_msg("%s%s...: expected\n%s\nfound\n%s", row->before, row->unit, row->message,
             messages);
  if (seconds > 60)
    fail_msg("%s%s...: took %.1f s", row->before, row->unit, seconds);
  free(messages);
  free(text);
}

static void check_rows(const limit_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++)
    check_row(&rows[i]);
}

#define MB ((size_t)1024 * 1024)

typedef struct counter {
  size_t held;
  size_t peak;
} counter;

static void *count_up(void *user, size_t size) {
  counter *c = user;
  c->held += size;
  if (c->held > c->peak)
    c->peak = c->held;
  return malloc(size);
}

static void count_down(void *user, void *memory, size_t size) {
  counter *c = user;
  c->held -= size;
  free(memory);
}

static void depth_has_a_limit(void **state) {
  (void)state;
  static const limit_row rows[] = {
      {"record: ", "[", 300000, "",
       "5:72: this is nested too deep; at most 64 levels are allowed []"},
      {"record: ", "{a: ", 300000, "",
       "5:261: this is nested too deep; at most 64 levels are allowed []"},
      {"record:\n", "- ", 300000, "",
       "6:127: this is nested too deep; at most 64 levels are allowed []"},
      {"? ", "? ", 300000, "",
       "5:129: this is nested too deep; at most 64 levels are allowed []"},
      {"record:\n ", "[\n ", 3 * MB, "",
       "5:1: after this there is no end of a text, bracket or quote for more than 1 "
       "MB; "
       "close it, or write less at a time []"},
      {"record:\n ", "[&a\n ", 3 * MB, "",
       "5:1: after this there is no end of a text, bracket or quote for more than 1 "
       "MB; "
       "close it, or write less at a time []"},
  };
  check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void lines_and_texts_have_limits(void **state) {
  (void)state;
  static const limit_row rows[] = {
      {"sources: {s: {contested: [", "1,", 700000, "]}}\n",
       "5:524289: this line is longer than 512 KB; break it into several []"},
      {"title: ", "a", 500000, "\n", ""},
      {"title: \"", "a\n ", 2 * MB, "\"\n",
       "5:1: after this there is no end of a text, bracket or quote for more than 1 "
       "MB; "
       "close it, or write less at a time []"},
      {"title: |\n", " a\n", 900000, "\n", ""},
      {"title: |\n", "\n", 200000, " x\n",
       "44725:1: there is too much blank space up to here; remove the blank lines []"},
      {"", "%FOO bar\n", 1000, "",
       "5:1: a line that starts with '%' is a directive, and case files have none; "
       "remove it []"},
      {"", "--- \n", 2000, "",
       "5:1: a second document starts here; a case file holds one document only []"},
  };
  check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void many_of_something(void **state) {
  (void)state;
  static const limit_row rows[] = {
      {"sources:\n s:\n  contested:\n", "   - a\n", 3 * MB, "", ""},
      {"sources:\n s:\n  contested:\n  - a: 1\n", "    a: 1\n", 2 * MB, "",
       "9:5: duplicate key 'a'; it is already on line 8 []"},
      {"", "k: 1\n", MB, "", "6:1: duplicate key 'k'; it is already on line 5 []"},
      {"constraints:\n - rule: >\n    x = p\n", "    or x = q\n", 900000, "", ""},
      {"record:\n", " - *a\n", MB, "",
       "6:4: aliases (*name) are not allowed in a case file; write the value out []"},
  };
  check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void a_file_has_64_mb_at_most(void **state) {
  (void)state;
  static const limit_row too_large = {"record:\n", " - a\n", 64 * MB + 2000, "",
                                      "0:0: the file is larger than 64 MB; a case file "
                                      "is text and should be far smaller "
                                      "[]"};
  static const limit_row too_many = {
      "record:\n", "- 1\n", 20 * MB, "",
      "3999985:3: this file has more than 4,000,000 entries; split the case []"};
  check_row(&too_large);
  check_row(&too_many);
}

/* The library's own memory for a large file stays within a few times its size. */
static void memory_is_bounded(void **state) {
  (void)state;
  static const limit_row row = {"sources:\n s:\n  contested:\n", "  - [a, {b: c}]\n",
                                4 * MB, "", ""};
  size_t length;
  char *text = build(&row, &length);
  counter memory = {0};
  const eir_allocator allocator = {count_up, count_down, &memory};
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  assert_int_equal(eir_context_new(&allocator, &context), EIR_OK);
  assert_int_equal(
      eir_case_read_text(context, "case", NULL, text, length, &the_case, NULL), EIR_OK);
  assert_true(memory.peak < 40 * length);
  eir_case_free(the_case);
  eir_context_free(context);
  assert_int_equal(memory.held, 0);
  free(text);
}

static void ranges_and_tables_have_limits(void **state) {
  (void)state;
  static const fault_row rows[] = {
      {.issues = "{x: {options: [p]}, d: {range: {from: 1, to: 1000000, step: 1}}}",
       .positions = "{a: {points: {}}, b: {points: {}}}",
       .messages =
           "3:40: with this issue the case has more than 1000000 options; use a "
           "larger step, or fewer options [issues.d.range]\n"},
      {.issues = "{x: {options: [p]}, d: {range: {from: 2, to: 1000000, step: 1}}}",
       .positions = "{a: {points: {d: [[0, 0], [1e6, 1]]}}, b: {points: {}}}",
       .messages = ""},
  };
  check_fault_rows(rows, sizeof rows / sizeof rows[0]);
  char text[4096];
  size_t n = (size_t)snprintf(text, sizeof text,
                              "eirene: 1\nissues: {d: {range: {from: "
                              "1, to: 1000000, step: 1}}}\nparties:\n");
  for (int i = 0; i < 17; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "  p%d: {}\n", i);
  n += (size_t)snprintf(text + n, sizeof text - n, "positions:\n");
  for (int i = 0; i < 17; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "  p%d: {stance: {d: {}}}\n", i);
  char *messages = case_messages(text, n);
  assert_string_equal(
      messages, "38:21: the tables of all positions together have more than 16000000 "
                "entries; use larger steps, or fewer options "
                "[positions.p16.stance.d]\n");
  free(messages);
}

static void parties_have_limits(void **state) {
  (void)state;
  static char text[20000];
  for (int parties = 64; parties <= 257; parties += parties == 64 ? 1 : 192) {
    size_t n = (size_t)snprintf(text, sizeof text,
                                "eirene: 1\nissues: {x: {options: [p]}}\nparties:\n");
    for (int i = 0; i < parties; i++)
      n += (size_t)snprintf(text + n, sizeof text - n, "  p%d: {}\n", i);
    n += (size_t)snprintf(text + n, sizeof text - n, "positions:\n");
    for (int i = 0; i < parties; i++)
      n += (size_t)snprintf(text + n, sizeof text - n, "  p%d: {points: {}}\n", i);
    char *messages = case_messages(text, n);
    assert_string_equal(
        messages,
        parties == 64 ? ""
        : parties == 65
            ? "3:1: there are 65 signatories; at most 64 are supported [parties]\n"
            : "3:1: there are 257 parties; at most 256 are supported [parties]\n");
    free(messages);
  }
}

/* A thousand messages are kept, and the next says so. */
static void messages_have_a_limit(void **state) {
  (void)state;
  static char text[40000];
  size_t n = (size_t)snprintf(text, sizeof text, "%s", head);
  for (int i = 0; i < 1500; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "k%d: 1\n", i);
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(
      eir_case_read_text(context, "case", NULL, text, n, &the_case, &diagnostics),
      EIR_BAD_INPUT);
  assert_int_equal(eir_diagnostics_count(diagnostics), 1001);
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(depth_has_a_limit),
      cmocka_unit_test(lines_and_texts_have_limits),
      cmocka_unit_test(many_of_something),
      cmocka_unit_test(a_file_has_64_mb_at_most),
      cmocka_unit_test(memory_is_bounded),
      cmocka_unit_test(ranges_and_tables_have_limits),
      cmocka_unit_test(parties_have_limits),
      cmocka_unit_test(messages_have_a_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
