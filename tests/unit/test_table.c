/* Tables: what a grid means, what is said of a wrong one, that a case survives the way
 * through a grid and back, and that running out of memory does no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/table.h"
#include "failing_allocator.h"
#include "sketch_make.h"

#include "base/banned.h"

typedef struct bytes {
  char *data;
  size_t length;
} bytes;

static bool keep(void *user, const char *data, size_t size) {
  bytes *b = user;
  char *more = realloc(b->data, b->length + size + 1);
  if (more == NULL)
    return false;
  b->data = more;
  memcpy(b->data + b->length, data, size);
  b->length += size;
  b->data[b->length] = '\0';
  return true;
}

static bool refuse(void *user, const char *data, size_t size) {
  (void)user;
  (void)data;
  (void)size;
  return false;
}

static void drop(bytes *b) {
  free(b->data);
  *b = (bytes){NULL, 0};
}

/* "ROW:COLUMN: MESSAGE\n" for each message. */
static void add_messages(bytes *out, const eir_diagnostics *messages) {
  (void)keep(out, "", 0);
  for (size_t i = 0; i < eir_diagnostics_count(messages); i++) {
    const eir_error error = eir_diagnostics_get(messages, i);
    char place[40];
    snprintf(place, sizeof place, "%u:%u: ", (unsigned)error.line,
             (unsigned)error.column);
    (void)keep(out, place, strlen(place));
    (void)keep(out, error.message, strlen(error.message));
    (void)keep(out, "\n", 1);
  }
}

static bytes import_text(const char *text, size_t length, bytes *messages) {
  eir_context *context = NULL;
  eir_diagnostics *found = NULL;
  bytes made = {NULL, 0};
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  const eir_status status =
      eir_table_import_text(context, "t.csv", text, length, keep, &made, &found);
  add_messages(messages, found);
  assert_int_equal(status == EIR_OK, made.data != NULL);
  assert_true(status == EIR_OK || status == EIR_BAD_INPUT);
  assert_int_equal(status == EIR_OK, messages->length == 0);
  eir_diagnostics_free(found);
  eir_context_free(context);
  return made;
}

/* ---- what a grid means ---- */

typedef struct good_row {
  const char *table;
  const char *part; /* of the case file */
} good_row;

#define HEAD "Issue,Option,A,B\n"

static const good_row good_rows[] = {
    {HEAD "w,p,1,+\nw,q,0,-\n", "a:\n    points:\n      w: {p: 1, q: 0}"},
    {HEAD "w,p,1,+\nw,q,0,-\n", "b:\n    stance:\n      w: {p: accepts, q: resists}"},
    {HEAD "w,p,++,x\n,q,?,X\n", "w: {p: prefers, q: unknown}"},
    {HEAD "w,p,++,x\n,q,?,X\n", "w: {p: refuses, q: refuses}"},
    {HEAD "w,p,Refuses,PREFERS\n,q,,\n", "w: {p: refuses}\n"},
    /* headings, repeated names, empty rows, comments */
    {HEAD "w,,,\n,p,1,2\n\n# no, this,1,2\n,q,3,4\n", "w: {p: 1, q: 3}"},
    {HEAD "w,,,\nw,p,1,2\nw,q,3,4\n", "w: {p: 2, q: 4}"},
    {HEAD "Cap,,,\n,p,1,2\n,q,3,4\n", "cap: {p: 1, q: 3}"},
    {HEAD "Cap,,,\nw,p,1,2\n", "w: {p: 1}"},
    /* separators, marks, line ends, quotes */
    {"\xEF\xBB\xBFIssue;Option;A;B\r\nw;p;1,5;2\r\n", "w: {p: 1.5}"},
    {"Issue\tOption\tA\tB\rw\tp\t1,5\t2\r", "w: {p: 1.5}"},
    {"sep=;\r\nIssue;Option;A;B\r\nw;p;1;2\r\n", "w: {p: 2}"},
    {"\"Issue\",\"Option\",\"A\",\"B\"\n\"w\",\"p \"\"x\"\"\ny\",\"1\",\"2\"",
     "p_x_y: {name: \"p \\\"x\\\" y\"}"},
    {HEAD " w , p , 1 ,\xC2\xA0"
          "2 ,,,\n,,,,,\n",
     "w: {p: 1}"},
    {HEAD "w,p,+5,\xE2\x88\x92"
          "5\n",
     "w: {p: -5}"},
    {HEAD "w,p,1/3,2e-3\n", "w: {p: 1/3}"},
    {HEAD "w,p,x,\xE2\x80\x93\n", "w: {p: resists}"},
    /* names and ids */
    {"Issue,Option,\xC3\x89tat de C\xC3\xB4te,B\nw,p,1,2\n",
     "etat_de_cote: {name: \"\xC3\x89tat de C\xC3\xB4te\"}"},
    {"Issue,Option,\xD0\x90,\xD0\x91\nw,p,1,2\n", "party_2: {name: \"\xD0\x91\"}"},
    {"Issue,Option,A b,a-b\nw,p,1,2\n", "a_b_2: {name: \"a-b\"}"},
    {"Issue,Option,A {x},X\nw,p,1,2\n", "  x: {name: \"A\"}\n  x_2: {name: \"X\"}"},
    {HEAD "w,5,1,2\nw,not,1,2\nw,{z},1,2\n", "w: {5: 1, option_not: 1, z: 1}"},
    {HEAD "2nd,p,1,2\n", "issue_2nd:"},
    {HEAD "null,NULL,1,2\n", "\"null\": {\"null\": 1}"},
    {HEAD "'=w,p,1,2\n", "name: \"=w\""},
    {HEAD "''w,p,1,2\n", "name: \"'w\""},
    {HEAD "'w,p,1,2\n", "name: \"'w\""},
    /* above the header, and rows about the parties */
    {"Title,Peace {now}\nConsent,at least 1\n" HEAD "w,p,1,2\n",
     "title: \"Peace {now}\""},
    {"consent,1\n" HEAD "w,p,1,2\n", "consent: {at_least: 1}"},
    {HEAD "w,p,1,2\nNo deal,,7,\nScale,,,9\nPower,,2,\nCap,,8.5,\nVeto,,yes,no\n",
     "a:\n    reservation: 7\n    cap: 8.5\n    power: 2\n    points:"},
    {HEAD "w,p,1,2\nno agreement,,7,\nScale,,,9\n", "b:\n    scale: 9\n"},
    {HEAD "w,p,1,2\nVeto,,Yes,\n", "a: {name: \"A\", veto: true}"},
    /* ranges and awards */
    {HEAD "d,0 to 30 step 5 km,,\n,30 km,3,++\n,0,1,\n,5 km,2,x\n",
     "d: [[0, 1], [5, 2], [30, 3]]"},
    {HEAD "d,0 to 30 step 5 km,,\n,30 km,3,++\n,0,1,\n,5 km,2,x\n",
     "d: {5: refuses, 30: prefers}"},
    {HEAD "d,0 to 30 step 5 km,,\n,30 km,3,++\n,0,1,\n",
     "to: 30, step: 5, unit: \"km\"}"},
    {"Issue;Option;A;B\nd;-0,5..0,5 step 0,25;;\n;-0,5;1;2\n;0,5;2;1\n",
     "range: {from: -0.5, to: 0.5, step: 0.25}"},
    {HEAD "d,0 to 9 step 3 {z},1,2\n", "z: {name: \"0 to 9 step 3\"}"},
    {HEAD "d,10 to 20 per cent,1,2\n", "name: \"10 to 20 per cent\""},
    {"Issue,Option,A,B,C\nl,Award divisible,,2,0\nw,p,1,1,1\n",
     "award: divisible\n    between: [b, c]"},
    {HEAD "l,award indivisible,1,2\n", "l: 2\n"},
    /* notes */
    {"Issue,Option,A,Notes\nw,p,1,\"two\nlines\"\n", "says: \"two\\nlines\""},
    {"Issue,Option,A,Notes\nw,,,why\n,p,1,\n", "name: \"w\"\n    says: \"why\""},
    {"Issue,Option,A,comments\nw,p,1,\nNo deal,,3,so\n", "# Row 3, No deal: so\n"},
    {"Issue,Option,Notes,A\nw,p,\"a: b # {c}\",1\n", "says: \"a: b # {c}\""},
};

static void grids_mean(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof good_rows / sizeof good_rows[0]; i++) {
    bytes messages = {NULL, 0};
    bytes made = import_text(good_rows[i].table, strlen(good_rows[i].table), &messages);
    if (messages.length > 0)
      fail_msg("%s\n%s", good_rows[i].table, messages.data);
    if (strstr(made.data, good_rows[i].part) == NULL)
      fail_msg("no '%s' in\n%s", good_rows[i].part, made.data);
    drop(&messages);
    drop(&made);
  }
}

/* ---- what is wrong with one ---- */

typedef struct bad_row {
  const char *table;
  const char *messages; /* the start of each line */
} bad_row;

static const bad_row bad_rows[] = {
    {"", "0:0: the grid is empty"},
    {"\n,,\n# x\n", "0:0: the grid is empty"},
    {"PK\x03\x04zip", "0:0: this is a workbook"},
    {"\xD0\xCF\x11\xE0", "0:0: this is a workbook (.xls)"},
    {"\xFF\xFEI\n", "0:0: this text is in UTF-16"},
    {"Issue,Option\n", "1:3: cell C1: the header names no party"},
    {HEAD, "2:1: cell A2: the grid has no issue"},
    {HEAD "w,p,1,2\nw,q,,3\n", "3:3: cell C3: a number is missing; write 0"},
    {HEAD "w,p,1,2\nw,q,+,3\n", "3:3: cell C3: a party has numbers everywhere"},
    {HEAD "w,p,1,\nw,q,2,\n", "1:4: cell D1: the column of 'B' is empty"},
    {HEAD "w,p,1,2\nw,P,2,1\nw,p,3,1\n",
     "4:2: cell B4: the option 'p' stands in cell B2"},
    {HEAD "w,p,1,2\nv,p,1,2\nw,q,1,2\n",
     "4:1: cell A4: the issue 'w' stands in cell A2"},
    {"Issue,Option,A,A\nw,p,1,2\n", "1:4: cell D1: the party 'A' stands in cell C1"},
    {"Issue,Option,A {b},B {b}\nw,p,1,2\n", "1:4: cell D1: the party 'B {b}' stands"},
    {HEAD "w,p,\"1,5\",2\n",
     "2:3: cell C2: '1,5' is not a number here; write a decimal"},
    {HEAD "w,p,1 000,2\n",
     "2:3: cell C2: '1 000' is not a number here; write it without"},
    {"Issue;Option;A;B\nw;p;1.000;2,5\n",
     "2:4: cell D2: this number has a decimal comma, and cell C2 a decimal point"},
    {"Issue;Option;A;B\nw;p;1.000,5;2\n",
     "2:3: cell C2: '1.000,5' is not a number here"},
    {HEAD "w,p,1.5.2,2\n", "2:3: cell C2: expected a number, found '1.5.2'; a cell of"},
    {HEAD "w,p,.5,50%\n", "2:3: cell C2: '.5' is not a number here; write 0.5\n"
                          "2:4: cell D2: '50%' is not a number here; write it without"},
    {HEAD "w,p,1,2,3\n", "2:5: cell E2: no party is named at the head of this column"},
    {"Issue,Option,Notes,A,Note\nw,p,,1,\n", "1:5: cell E1: there are two columns of"},
    {HEAD ",p,1,2\n", "2:1: cell A2: the issue is missing"},
    {HEAD "w,,1,2\n", "2:2: cell B2: the option is missing"},
    {HEAD "w,,,\nv,p,1,2\n", "2:2: cell B2: the issue 'w' has no options"},
    {HEAD "w,p,1,2\n,,1,2\n", "3:2: cell B3: this row names neither"},
    {HEAD "w,p,1,+\nScale,,0,1\n",
     "3:3: cell C3: a scale must be above 0\n3:4: cell D3: this is about scores"},
    {HEAD "w,p,1,+\nVeto,,x,1\n", "3:3: cell C3: expected 'yes' or 'no', found 'x'\n"
                                  "3:4: cell D3: expected 'yes' or 'no', found '1'"},
    {HEAD "w,p,1,2\nPower,,17,2.5\n", "3:3: cell C3: \n3:4: cell D3: "},
    {HEAD "w,p,1,2\nCap,,1,\nCap,,2,\n", "4:1: cell A4: row 3 says this already"},
    {"Consent,3\n" HEAD "w,p,1,2\n", "1:2: cell B1: "},
    {"Consent,all\n" HEAD "w,p,1,2\n", "1:2: cell B1: expected how many signatories"},
    {"Title,a\nTitle,b\n" HEAD "w,p,1,2\n", "2:1: cell A2: there are two titles"},
    {HEAD "w,p,5e30,2\n", "1:3: cell C1: the scores of a need more than 62 bits"},
    {HEAD "d,0 to 10 step 3,,\n", "2:2: cell B2: the steps of a range must lead"},
    {HEAD "d,0 to 10 step 0,,\n", "2:2: cell B2: the step of a range must be above 0"},
    {HEAD "d,9 to 1 step 1,,\n", "2:2: cell B2: a range goes from the smaller"},
    {HEAD "d,0 to 1 step 1e-9,,\n", "2:2: cell B2: the range has more than 1,000,000"},
    {HEAD "d,0 to 9 step 3,1,2\n", "2:2: cell B2: the row that gives a range takes no"},
    {HEAD "d,0 to 9 step 3,,\n,4,1,2\n", "3:2: cell B3: 4 is none of the numbers of"},
    {HEAD "d,0 to 9 step 3,,\n,x,1,2\n", "3:2: cell B3: expected a number, found 'x'"},
    {HEAD "d,0 to 9 step 3,,\n,0,1,+\n,3,1,\n,3.0,2,\n,9,,\n",
     "5:2: cell B5: row 4 is about the same number\n6:3: cell C6: this party has"},
    {HEAD "d,0 to 9 step 3,,\n,0,1,+\n", "2:3: cell C2: this party has numbers for "
                                         "others of the range, so it needs one at 9"},
    {HEAD "l,award divisible,1,\nw,p,1,2\n", "2:2: cell B2: an award is between two"},
    {HEAD "l,award divisible,1,+\nw,p,1,+\n", "2:4: cell D2: an award takes numbers"},
    {HEAD "l,award divisible,1,2\n,q,1,2\n", "3:2: cell B3: an award has one row"},
    {HEAD "w,\"p,1,2\n", "2:2: cell B2: the quotation mark that opens this cell is"},
    {HEAD "w,\"p\" q,1,2\n", "2:2: cell B2: there is text after the quotation mark"},
    {HEAD "w,p\x07,1,2\nw,q\xE9,1,2\n", "2:2: cell B2: a control character\n"
                                        "3:2: cell B3: this is not valid UTF-8"},
};

static void check_messages(const bad_row *row, const char *found) {
  const char *expected = row->messages, *at = found;
  while (*expected != '\0' || *at != '\0') {
    const size_t length = strcspn(expected, "\n");
    if (length == 0 || strncmp(at, expected, length) != 0)
      fail_msg("for\n%s\nexpected\n%s\nfound\n%s", row->table, row->messages, found);
    expected += length + (expected[length] == '\n');
    at += strcspn(at, "\n");
    at += *at == '\n';
  }
}

static void wrong_grids_are_told(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
    bytes messages = {NULL, 0};
    bytes made = import_text(bad_rows[i].table, strlen(bad_rows[i].table), &messages);
    assert_null(made.data);
    check_messages(&bad_rows[i], messages.data);
    drop(&messages);
  }
}

static void text_that_is_none(void **state) {
  (void)state;
  const bad_row nul = {"I\\0ssue",
                       "0:0: this text is in UTF-16 (Excel's 'Unicode Text')"};
  bytes messages = {NULL, 0};
  (void)import_text("I\0s\0s\0u\0e\0", 10, &messages);
  check_messages(&nul, messages.data);
  drop(&messages);
}

/* ---- limits ---- */

/* `head`, then `piece` over and over, then `tail`. */
static bytes repeat(const char *head, const char *piece, size_t times,
                    const char *tail) {
  const size_t before = strlen(head), each = strlen(piece), after = strlen(tail);
  bytes made = {malloc(before + each * times + after + 1),
                before + each * times + after};
  assert_non_null(made.data);
  memcpy(made.data, head, before);
  for (size_t i = 0; i < times; i++)
    memcpy(made.data + before + i * each, piece, each);
  memcpy(made.data + before + times * each, tail, after + 1);
  return made;
}

static void check_limit(bytes text, const char *expected) {
  const bad_row row = {"(long)", expected};
  bytes messages = {NULL, 0};
  bytes made = import_text(text.data, text.length, &messages);
  assert_null(made.data);
  check_messages(&row, messages.data);
  drop(&messages);
  drop(&text);
}

static void limits_are_told(void **state) {
  (void)state;
  check_limit(repeat(HEAD "w,p,1,2\n", "", 0, "w,q"), "3:3: cell C3: a number\n"
                                                      "3:4: cell D3: a number");
  check_limit(repeat(HEAD "w,", "p", 100001, ",1,2\n"),
              "2:2: cell B2: more than 100,000 bytes");
  check_limit(repeat(HEAD "w,p,1,2", ",", 5000000, "x\n"),
              "2:5000004: cell JXLKV2: the grid has more than 4,000,000 cells");
  check_limit(repeat(HEAD, "\n", 1048576, "x\n"),
              "1048577:1: cell A1048577: the grid has more than 1,048,576 rows");
  check_limit(repeat("", "x,", 32 << 20, "x"),
              "0:0: the file is larger than 64 MB; a grid");
  check_limit(repeat("", "", 0, "Issue,Option,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,x\nw,p"),
              "1:36: cell AJ1: the column of 'x' is empty");
}

/* Commas only, and one row of many empty columns, take no memory to speak of. */
static void empty_cells_are_free(void **state) {
  (void)state;
  bytes text = repeat(HEAD "w,p,1,2\nw,q,2,1\n", ",", 40 << 20, "\n");
  bytes messages = {NULL, 0};
  bytes made = import_text(text.data, text.length, &messages);
  assert_non_null(made.data);
  drop(&messages);
  drop(&made);
  drop(&text);
}

/* ---- parts ---- */

static void cells_have_names(void **state) {
  (void)state;
  assert_string_equal(eir_i_cell_name_of(0, 0).text, "A1");
  assert_string_equal(eir_i_cell_name_of(6, 25).text, "Z7");
  assert_string_equal(eir_i_cell_name_of(6, 26).text, "AA7");
  assert_string_equal(eir_i_cell_name_of(99, 701).text, "ZZ100");
  assert_string_equal(eir_i_cell_name_of(99, 702).text, "AAA100");
}

static void names_make_ids(void **state) {
  (void)state;
  static const char *const rows[][3] = {
      {"Mayor", "party", "mayor"},
      {"  Dock workers' union ", "party", "dock_workers_union"},
      {"Stra\xC3\x9F"
       "e",
       "issue", "strasse"},
      {"\xC5\x81\xC3\xB3"
       "d\xC5\xBA",
       "issue", "lodz"},
      {"e\xCC\x81t\xC3\xA9", "issue", "ete"},
      {"42", "option", "42"},
      {"42", "party", "party_42"},
      {"In", "option", "option_in"},
      {"\xE4\xB8\xAD\xE6\x96\x87", "party", ""},
      {"---", "party", ""},
      {"a very long name that goes on and on and on", "issue",
       "a_very_long_name_that_goes_on_and_on_and"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_string_equal(eir_i_slug_of(rows[i][0], rows[i][1]).text, rows[i][2]);
}

static void formulas_are_kept_from_running(void **state) {
  (void)state;
  static const char *const texts[] = {"=1+1", "+x",  "-x", "@x",
                                      "#x",   "'=x", "''", "'''x"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    char escaped[16];
    assert_true(eir_i_needs_apostrophe(texts[i]));
    snprintf(escaped, sizeof escaped, "'%s", texts[i]);
    assert_string_equal(eir_i_without_apostrophe(escaped), texts[i]);
  }
  assert_false(eir_i_needs_apostrophe("'t Hooft"));
  assert_string_equal(eir_i_without_apostrophe("'t Hooft"), "'t Hooft");
  assert_false(eir_i_needs_apostrophe(""));
}

/* ---- there and back ---- */

static eir_case *read_case(eir_context *context, const char *text, size_t length) {
  eir_case *the_case = NULL;
  eir_diagnostics *messages = NULL;
  if (eir_case_read_text(context, "case", NULL, text, length, &the_case, &messages) !=
      EIR_OK)
    fail_msg("%s\n%s", eir_diagnostics_get(messages, 0).message, text);
  eir_diagnostics_free(messages);
  return the_case;
}

/* The answer without what names the parties, which may have lost some; and if `rounded`
 * without the notes, which say of the first case alone that it was. */
static bytes answer(const eir_case *the_case, bool rounded) {
  eir_solution *solution = NULL;
  bytes json = {NULL, 0};
  assert_int_equal(eir_solve(the_case, NULL, NULL, &solution), EIR_OK);
  assert_int_equal(
      eir_solution_write_json(solution, EIR_JSON_LIST_DEALS, NULL, keep, &json),
      EIR_OK);
  eir_solution_free(solution);
  const char *rest = strstr(json.data, "\"outcomes\": \"");
  assert_non_null(rest);
  memmove(json.data, rest, strlen(rest) + 1);
  char *notes = strstr(json.data, "\"notes\": [");
  assert_non_null(notes);
  if (rounded)
    *notes = '\0';
  return json;
}

/* A sketch without what a grid has no place for. */
static void strip(sketch *s) {
  s->n_constraints = 0;
  for (size_t p = 0; p < s->n_parties; p++) {
    s->parties[p].n_red_lines = 0;
    s->parties[p].n_interactions = 0;
    if (s->parties[p].position == SKETCH_RED_LINES_ONLY)
      s->parties[p].position = SKETCH_NO_POSITION;
  }
  for (size_t i = 0; i < s->n_issues; i++)
    for (size_t o = 0; o < s->issues[i].n_options; o++)
      s->issues[i].needs[o] = 0;
}

/* The case of the text through a grid and back. Does Adjusted Winner survive? */
static bool through_a_grid(const char *text, unsigned flags) {
  eir_context *context = NULL;
  eir_diagnostics *messages = NULL;
  bytes grid = {NULL, 0}, said = {NULL, 0};
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *first = read_case(context, text, strlen(text));
  assert_int_equal(eir_case_write_table(first, "case", flags, keep, &grid, &messages),
                   EIR_OK);
  add_messages(&said, messages);
  const bool whole = strstr(said.data, "as an award it does not fit") == NULL;
  bytes faults = {NULL, 0};
  bytes back = import_text(grid.data, grid.length, &faults);
  if (faults.length > 0)
    fail_msg("%s\n%s", faults.data, grid.data);
  eir_case *second = read_case(context, back.data, back.length);
  const bool rounded = strstr(said.data, "were rounded to 12 decimals") != NULL;
  bytes before = answer(first, rounded), after = answer(second, rounded);
  if (whole && strcmp(before.data, after.data) != 0)
    fail_msg("%s\n%s", before.data, after.data);
  eir_diagnostics_free(messages);
  eir_case_free(first);
  eir_case_free(second);
  eir_context_free(context);
  bytes *all[] = {&grid, &said, &faults, &back, &before, &after};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    drop(all[i]);
  return whole;
}

static void random_cases_come_back(void **state) {
  (void)state;
  size_t whole = 0;
  for (uint64_t seed = 9000; seed < 9600; seed++) {
    sketch *s = sketch_make(seed, 200);
    strip(s);
    char *text = sketch_write(s);
    whole += through_a_grid(text, seed % 2 == 0 ? 0 : EIR_TABLE_SEMICOLONS);
    free(text);
    sketch_free(s);
  }
  assert_true(whole > 300);
}

static const char rich_case[] =
    "eirene: 1\ntitle: {en: '=Peace', fr: Paix}\n"
    "parties:\n  a: {name: Ada, says: hm}\n  b: {name: Notes}\n  c: {veto: true}\n"
    "  g: {role: guarantor}\nconsent: {at_least: 2}\n"
    "issues:\n  x: {name: '#x', says: why, options: {x1: {needs: [g], says: "
    "\"a\\nb\"}, "
    "x2: {name: 'x1 {x1}'}}}\n"
    "  y: {range: {from: -1, to: 1, step: 0.5, unit: km}, stage: final}\n"
    "  z: {award: divisible, between: [b, a]}\n"
    "constraints:\n  - {id: k, rule: 'x = x1 -> y = 1'}\n"
    "positions:\n"
    "  a: {reservation: 1/3, weights: {x: 0.3, z: 2}, values: {x: {x1: 1, x2: 1/7}, z: "
    "5}}\n"
    "  b: {points: {}, red_lines: [{id: r, rule: 'x = x1'}], cap: 3, power: 2,\n"
    "    interactions: [{when: 'x = x2', add: 1}]}\n"
    "  c: {stance: {}}\n"
    "record: [{kind: talks, date: unknown}]\n";

static void losses_are_told(void **state) {
  (void)state;
  static const char *const expected[] = {
      ("0:0: the case: a grid has no place for this, and it is left out: titles in "
       "other languages, record"),
      "party a: a grid has no place for this, and it is left out: says",
      "party g: a grid has columns for signatories only",
      "red line r: ",
      "interaction x = x2: ",
      "option x1: a grid has no place for this, and it is left out: needs",
      "issue y: a grid has no place for this, and it is left out: stage",
      "issue z: as an award it does not fit in one row",
      "constraint k: ",
      "written as fractions",
  };
  eir_context *context = NULL;
  eir_diagnostics *messages = NULL;
  bytes grid = {NULL, 0}, said = {NULL, 0};
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = read_case(context, rich_case, strlen(rich_case));
  assert_int_equal(eir_case_write_table(the_case, "c", 0, keep, &grid, &messages),
                   EIR_OK);
  add_messages(&said, messages);
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
    if (strstr(said.data, expected[i]) == NULL)
      fail_msg("no '%s' in\n%s", expected[i], said.data);
  assert_int_equal(eir_diagnostics_count(messages),
                   sizeof expected / sizeof expected[0]);
  assert_string_equal(grid.data,
                      "\xEF\xBB\xBFTitle,'=Peace\nConsent,at least 2\n"
                      "Issue,Option,Ada {a},Notes {b},c,Notes\n"
                      "'#x,,,,,why\n"
                      "'#x,x1,0.3,0,?,\"a\nb\"\n"
                      "'#x,x1 {x1} {x2},3/70,0,?,\n"
                      "y,-1 to 1 step 0.5 km,,,,\ny,-1,,,,\ny,1,,,,\n"
                      "z,Notes {b},0,,,\nz,Ada {a},10,,,\n"
                      "No deal,,1/3,,,\nScale,,1,,,\nCap,,,3,,\nPower,,,2,,\n"
                      "Veto,,,,yes,\n");
  eir_diagnostics_free(messages);
  eir_case_free(the_case);
  eir_context_free(context);
  drop(&grid);
  drop(&said);
}

static void the_template_is_a_case(void **state) {
  (void)state;
  for (unsigned flags = 0; flags <= EIR_TABLE_SEMICOLONS; flags++) {
    bytes grid = {NULL, 0}, messages = {NULL, 0};
    assert_int_equal(eir_table_write_template(flags, keep, &grid), EIR_OK);
    bytes made = import_text(grid.data, grid.length, &messages);
    assert_non_null(made.data);
    assert_non_null(strstr(made.data, "[5, 12.5]"));
    assert_non_null(strstr(made.data, "reservation: 50"));
    drop(&grid);
    drop(&messages);
    drop(&made);
  }
  assert_int_equal(eir_table_write_template(0, refuse, NULL), EIR_IO);
  assert_int_equal(eir_table_write_template(0, NULL, NULL), EIR_MISUSE);
}

/* ---- calls that fail ---- */

static void misuse_is_refused(void **state) {
  (void)state;
  eir_context *context = NULL;
  eir_diagnostics *messages = NULL;
  const char *good = HEAD "w,p,1,2\n";
  const size_t length = strlen(good);
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_table_import_text(NULL, "n", good, length, keep, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_table_import_text(context, NULL, good, length, keep, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_table_import_text(context, "n", NULL, 1, keep, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_table_import_text(context, "n", good, length, NULL, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(
      eir_table_import_text(context, "n", good, length, refuse, NULL, NULL), EIR_IO);
  assert_int_equal(eir_table_import_file(context, NULL, keep, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_table_import_file(context, "/", keep, NULL, &messages), EIR_IO);
  assert_string_equal(eir_diagnostics_get(messages, 0).message,
                      "cannot read the file: it is a folder");
  eir_diagnostics_free(messages);
  assert_int_equal(eir_case_write_table(NULL, "n", 0, keep, NULL, &messages),
                   EIR_MISUSE);
  assert_null(messages);
  eir_case *the_case = read_case(context, rich_case, strlen(rich_case));
  assert_int_equal(eir_case_write_table(the_case, NULL, 0, keep, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_write_table(the_case, "n", 0, NULL, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_write_table(the_case, "n", 0, refuse, NULL, NULL), EIR_IO);
  eir_case_free(the_case);
  eir_context_free(context);
}

/* Runs the import with allocation n failing; true when it did not get that far. */
static bool import_failing_at(failing_allocator *memory, eir_context *context, size_t n,
                              const char *text, eir_status without) {
  const size_t held = atomic_load(&memory->blocks_held);
  bytes made = {NULL, 0};
  atomic_store(&memory->failures, 0);
  memory->fail_at = atomic_load(&memory->calls) + n;
  eir_diagnostics *messages = NULL;
  const eir_status status =
      eir_table_import_text(context, "t", text, strlen(text), keep, &made, &messages);
  const bool failed = atomic_load(&memory->failures) > 0;
  memory->fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : without);
  assert_int_equal(made.data != NULL, status == EIR_OK);
  eir_diagnostics_free(messages);
  assert_int_equal(atomic_load(&memory->blocks_held), held);
  drop(&made);
  return !failed;
}

static void memory_may_run_out(void **state) {
  (void)state;
  static const char *const texts[] = {
      HEAD "w,p,1,+\nw,q,2,-\nd,0 to 2 step 1,,\n,0,1,x\n,2,2,\nNo deal,,1,\n",
      HEAD "w,p,abc,+\nw,p,\"1,5\",1\n,,1,\nd,0 to 9 step 4,,\n"};
  static const eir_status without[] = {EIR_OK, EIR_BAD_INPUT};
  for (size_t i = 0; i < 2; i++)
    for (int stay = 0; stay < 2; stay++) {
      failing_allocator memory;
      eir_context *context = NULL;
      failing_allocator_init(&memory, 0, stay != 0);
      const eir_allocator face = failing_allocator_face(&memory);
      assert_int_equal(eir_context_new(&face, &context), EIR_OK);
      size_t n = 1;
      while (!import_failing_at(&memory, context, n, texts[i], without[i]))
        n++;
      assert_true(n > 10);
      eir_context_free(context);
      assert_int_equal(atomic_load(&memory.blocks_held), 0);
      assert_false(atomic_load(&memory.corrupted));
    }
}

static void memory_may_run_out_in_writing(void **state) {
  (void)state;
  failing_allocator memory;
  eir_context *context = NULL;
  failing_allocator_init(&memory, 0, false);
  const eir_allocator face = failing_allocator_face(&memory);
  assert_int_equal(eir_context_new(&face, &context), EIR_OK);
  eir_case *the_case = read_case(context, rich_case, strlen(rich_case));
  const size_t held = atomic_load(&memory.blocks_held);
  eir_status status = EIR_NO_MEMORY;
  size_t n = 1;
  for (; status != EIR_OK; n++) {
    bytes grid = {NULL, 0};
    eir_diagnostics *messages = NULL;
    atomic_store(&memory.failures, 0);
    memory.fail_at = atomic_load(&memory.calls) + n;
    status = eir_case_write_table(the_case, "c", 0, keep, &grid, &messages);
    memory.fail_at = 0;
    const bool failed = atomic_load(&memory.failures) > 0;
    assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
    eir_diagnostics_free(messages);
    assert_int_equal(atomic_load(&memory.blocks_held), held);
    drop(&grid);
  }
  assert_true(n > 5);
  eir_case_free(the_case);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grids_mean),
      cmocka_unit_test(wrong_grids_are_told),
      cmocka_unit_test(text_that_is_none),
      cmocka_unit_test(limits_are_told),
      cmocka_unit_test(empty_cells_are_free),
      cmocka_unit_test(cells_have_names),
      cmocka_unit_test(names_make_ids),
      cmocka_unit_test(formulas_are_kept_from_running),
      cmocka_unit_test(random_cases_come_back),
      cmocka_unit_test(losses_are_told),
      cmocka_unit_test(the_template_is_a_case),
      cmocka_unit_test(misuse_is_refused),
      cmocka_unit_test(memory_may_run_out),
      cmocka_unit_test(memory_may_run_out_in_writing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
