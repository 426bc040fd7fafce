/* Included positions: found beside the file that names them, reported under their own
 * name, and never in a circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "case/model.h"
#include "case_text.h"

#include "base/banned.h"

static char folder[] = "/tmp/eirene-include-XXXXXX";
enum { PATH_ROOM = 512 };

static void path_of(char out[PATH_ROOM], const char *name) {
  int n = snprintf(out, PATH_ROOM, "%s/%s", folder, name);
  assert_true(n > 0 && n < PATH_ROOM);
}

static void write_file(const char *name, const char *text) {
  char path[PATH_ROOM];
  path_of(path, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
  assert_int_equal(fclose(file), 0);
}

/* A case whose party b keeps its position in the file named. */
static void write_case(const char *include) {
  char text[1024];
  snprintf(text, sizeof text,
           "eirene: 1\nparties: {a: {}, b: {}}\nissues: {x: {options: [p, q]}}\n"
           "positions:\n  a: {points: {}}\n  b: {include: %s}\n",
           include);
  write_file("case.yaml", text);
}

static int set_up(void **state) {
  (void)state;
  if (mkdtemp(folder) == NULL)
    return 1;
  char path[PATH_ROOM];
  path_of(path, "deep");
  return mkdir(path, 0700);
}

static int tear_down(void **state) {
  (void)state;
  static const char *const names[] = {"case.yaml",   "b.yaml", "c.yaml",
                                      "deep/b.yaml", "pipe",   "deep/c.yaml",
                                      "deep",        ""};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char path[PATH_ROOM];
    path_of(path, names[i]);
    remove(path);
  }
  return 0;
}

/* The messages about case.yaml without the folder's name. */
static void expect(const char *expected) {
  char path[PATH_ROOM];
  path_of(path, "case.yaml");
  char *messages = case_file_messages(path);
  size_t skip = strlen(folder) + 1;
  for (char *found; (found = strstr(messages, folder)) != NULL;)
    memmove(found, found + skip, strlen(found + skip) + 1);
  assert_string_equal(messages, expected);
  free(messages);
}

static void check_read(int64_t expected) {
  char path[PATH_ROOM];
  path_of(path, "case.yaml");
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_case_read_file(context, path, &the_case, NULL), EIR_OK);
  assert_int_equal(the_case->parties[1].position.scores[0][0], expected);
  assert_int_equal(the_case->parties[1].position.scores[0][1], 2);
  eir_case_free(the_case);
  eir_context_free(context);
}

static void a_position_from_another_file(void **state) {
  (void)state;
  write_case("b.yaml");
  write_file("b.yaml", "points: {x: {p: 7, q: 2}}\n");
  check_read(7);
  /* Names are relative to the file that holds them, also two deep. */
  write_case("deep/b.yaml");
  write_file("deep/b.yaml", "include: c.yaml\n");
  write_file("deep/c.yaml", "\xEF\xBB\xBFpoints: {x: {p: 8, q: 2}}\n");
  check_read(8);
  write_file("deep/b.yaml", "include: ../b.yaml\n");
  check_read(7);
}

static void faults_are_named_by_their_file(void **state) {
  (void)state;
  write_case("b.yaml");
  write_file("b.yaml", "points:\n  x: {p: 1, r: 2}\nred_lines:\n  - rule: \"x = r\"\n");
  expect("b.yaml:2:13: unknown option 'r' of issue x; the options are p and q "
         "[positions.b.points.x.r]\n"
         "b.yaml:4:16: unknown option 'r' of issue x; the options are p and q "
         "[positions.b.red_lines[1].rule]\n");
  write_file("b.yaml", "points: {x: [\n");
  expect("b.yaml:2:1: this is not valid YAML: a '[' is never closed; add the ']' (it "
         "stands on line 1) []\n");
  write_file("b.yaml", "[points]\n");
  expect("b.yaml:1:1: expected a position, found a list [positions.b]\n");
  write_file("b.yaml", "");
  expect("b.yaml:1:1: the file is empty []\n");
  write_file("b.yaml", "points: {}\nscael: 1\n");
  expect("b.yaml:2:1: unknown key 'scael' in a position; did you mean 'scale'? "
         "[positions.b]\n");
}

static void circles_are_refused(void **state) {
  (void)state;
  write_case("b.yaml");
  write_file("b.yaml", "include: b.yaml\n");
  expect("b.yaml:1:10: 'b.yaml' includes itself, directly or through other files "
         "[positions.b.include]\n");
  write_file("b.yaml", "include: deep/../c.yaml\n");
  write_file("c.yaml", "include: b.yaml\n");
  expect("deep/../c.yaml:1:10: 'b.yaml' includes itself, directly or through "
         "other files [positions.b.include]\n");
}

static void what_is_no_file_is_refused(void **state) {
  (void)state;
  write_case("missing.yaml");
  expect("case.yaml:6:16: cannot include 'missing.yaml': there is no such file "
         "[positions.b.include]\n");
  write_case("deep");
  expect("case.yaml:6:16: cannot include 'deep': it is a folder "
         "[positions.b.include]\n");
  char path[PATH_ROOM];
  path_of(path, "pipe");
  assert_int_equal(mkfifo(path, 0600), 0);
  write_case("pipe");
  expect("case.yaml:6:16: cannot include 'pipe': it is not a regular file "
         "[positions.b.include]\n");
  write_case("/etc/passwd");
  expect(
      "case.yaml:6:16: the name of an included file is relative to the file that names "
      "it; '/etc/passwd' is not [positions.b.include]\n");
  write_case("[b.yaml]");
  expect("case.yaml:6:16: expected the name of a file, found a list "
         "[positions.b.include]\n");
}

static void a_case_that_cannot_be_read(void **state) {
  (void)state;
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  char path[PATH_ROOM];
  path_of(path, "none.yaml");
  assert_int_equal(eir_case_read_file(context, path, &the_case, &diagnostics), EIR_IO);
  assert_null(the_case);
  assert_int_equal(eir_diagnostics_count(diagnostics), 1);
  eir_error error = eir_diagnostics_get(diagnostics, 0);
  assert_string_equal(error.message, "cannot read the file: there is no such file");
  assert_int_equal(error.line, 0);
  eir_diagnostics_free(diagnostics);
  assert_int_equal(eir_case_read_file(context, folder, &the_case, &diagnostics),
                   EIR_IO);
  error = eir_diagnostics_get(diagnostics, 0);
  assert_string_equal(error.message, "cannot read the file: it is a folder");
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_position_from_another_file),
      cmocka_unit_test(faults_are_named_by_their_file),
      cmocka_unit_test(circles_are_refused),
      cmocka_unit_test(what_is_no_file_is_refused),
      cmocka_unit_test(a_case_that_cannot_be_read),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
