/* YAML: what the tree makes of texts and places, and what is refused before parsing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "case/tree.h"
#include "case_text.h"

#include "base/banned.h"

typedef struct yaml {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_diagnostics *diagnostics;
  const eir_i_node *root;
  eir_status status;
} yaml;

static yaml *parse(const char *text) {
  yaml *y = malloc(sizeof *y);
  assert_non_null(y);
  *y = (yaml){0};
  eir_i_memory_init(&y->memory, NULL);
  eir_i_arena_init(&y->arena, &y->memory);
  y->diagnostics = eir_i_diagnostics_new(NULL);
  assert_non_null(y->diagnostics);
  assert_int_equal(eir_i_diagnostics_file(y->diagnostics, "y"), 0);
  y->status =
      eir_i_tree_parse(&y->arena, y->diagnostics, 0, text, strlen(text), &y->root);
  return y;
}

static void yaml_free(yaml *y) {
  eir_diagnostics_free(y->diagnostics);
  eir_i_arena_free(&y->arena);
  assert_int_equal(y->memory.held, 0);
  free(y);
}

typedef struct text_row {
  const char *yaml;
  const char *text;
} text_row;

static void texts_are_read(void **state) {
  (void)state;
  static const text_row rows[] = {
      {"plain", "plain"},
      {"two words # comment", "two words"},
      {"a#b", "a#b"},
      {"first\n second\n\n third", "first second\nthird"},
      {"'it''s'", "it's"},
      {"''''", "'"},
      {"'a''''b'''", "a''b'"},
      {"'a\n  b\n\n c '", "a b\nc "},
      {"'  a  \n  '", "  a "},
      {"'a\\nb'", "a\\nb"},
      {"\"a\\tb\\n\\\"\\\\\\/\"", "a\tb\n\"\\/"},
      {"\"\\x41\\u00e9\\U0001F54A\"", "A\xC3\xA9\xF0\x9F\x95\x8A"},
      {"\"\\uD83D\\uDD4A\"", "\xF0\x9F\x95\x8A"},
      {"\"\\N\\_\\L\\P\\e\\a\"", "\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9\x1B\x07"},
      {"\"a \\\n  b\"", "a b"},
      {"\"a\\t\\\n \n \n  b\"", "a\t\n\nb"},
      {"\"a\\t \n  b\"", "a\t b"},
      {"\"a\r\n b\r\n\r\n c\"", "a b\nc"},
      {"|\n one\n  two\n", "one\n two\n"},
      {"|-\n one\n two\n\n", "one\ntwo"},
      {">\n one\n two\n\n three\n", "one two\nthree\n"},
      {"", ""},
      {"~", "~"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[256];
    snprintf(text, sizeof text, "k: %s", rows[i].yaml);
    yaml *y = parse(text);
    if (y->status != EIR_OK)
      fail_msg("%s: %s", text, eir_diagnostics_get(y->diagnostics, 0).message);
    const eir_i_node *value = eir_i_node_get(y->root, "k");
    assert_int_equal(value->kind, EIR_I_NODE_SCALAR);
    if (strcmp(value->as.text, rows[i].text) != 0)
      fail_msg("%s\nexpected [%s]\nfound    [%s]", text, rows[i].text, value->as.text);
    assert_int_equal(value->count, strlen(rows[i].text));
    yaml_free(y);
  }
}

typedef struct long_style {
  const char *open;  /* before the text */
  const char *unit;  /* written over and over */
  const char *means; /* what each is read as */
  const char *close;
  const char *end; /* what is read after the last */
} long_style;

/* Writes "k: ", the text in that style, and a key after it; fills `meant`. */
static void write_long(const long_style *style, size_t bytes, eir_i_text *text,
                       eir_i_text *meant) {
  eir_i_text_add_format(text, "k: %s", style->open);
  for (size_t n = bytes / strlen(style->means); n > 0; n--) {
    eir_i_text_add(text, style->unit);
    eir_i_text_add(meant, style->means);
  }
  eir_i_text_add_format(text, "%s\nlast: here\n", style->close);
  eir_i_text_add(meant, style->end);
}

static void check_long(const long_style *style, size_t bytes) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  eir_i_text text, meant;
  eir_i_text_init(&text, &memory);
  eir_i_text_init(&meant, &memory);
  write_long(style, bytes, &text, &meant);
  yaml *y = parse(text.data);
  if (y->status != EIR_OK)
    fail_msg("%s: %s", style->unit, eir_diagnostics_get(y->diagnostics, 0).message);
  const eir_i_node *value = eir_i_node_get(y->root, "k");
  assert_int_equal(value->count, meant.length);
  assert_string_equal(value->as.text, meant.data);
  assert_string_equal(eir_i_node_get(y->root, "last")->as.text, "here");
  yaml_free(y);
  eir_i_text_free(&meant);
  eir_i_text_free(&text);
}

/* The blocks that texts are kept and read in are 64 KB long: texts around and beyond
 * that are read in full, and so is what follows them. */
static void long_texts_are_read(void **state) {
  (void)state;
  static const long_style styles[] = {
      {"\"", "ab\\t\\u00e9 \\\"x", "ab\t\xC3\xA9 \"x", "\"", ""},
      {"\"", "word\n  ", "word ", "end\"", "end"},
      {"'", "it''s ", "it's ", ".'", "."},
      {"'", "a\n\n  b", "a\nb", "'", ""},
      {"|\n", "  a line \xE2\x82\xAC\n", "a line \xE2\x82\xAC\n", "", ""},
      {">-\n", "  folded\n\n", "folded\n", "  x", "x"},
      {"", "plain ", "plain ", "end", "end"},
  };
  static const size_t sizes[] = {65000, 65535, 65536, 65600, 140000, 280000};
  for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
    for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
      check_long(&styles[i], sizes[j]);
  }
}

static void assert_place(const eir_i_node *node, uint32_t line, uint32_t column) {
  assert_int_equal(node->line, line);
  assert_int_equal(node->column, column);
}

static void places_count_characters(void **state) {
  (void)state;
  yaml *y = parse("\xEF\xBB\xBF\xC3\xA9: [b, \"\xC3\xA9\xC3\xA9\", 'c']\r\nd:\r\n  "
                  "\xE2\x82\xAC: {e: f}\r\n  g:\rh: >\r  text\r");
  assert_int_equal(y->status, EIR_OK);
  assert_place(y->root, 1, 1);
  const eir_i_node *list = eir_i_node_value(y->root, 0);
  assert_place(list, 1, 4);
  assert_place(&list->as.children[0], 1, 5);
  assert_place(&list->as.children[1], 1, 8);
  assert_place(&list->as.children[2], 1, 14);
  const eir_i_node *d = eir_i_node_get(y->root, "d");
  assert_place(d, 3, 3);
  assert_place(eir_i_node_value(d, 0), 3, 6);
  assert_place(eir_i_node_key(eir_i_node_value(d, 0), 0), 3, 7);
  assert_place(eir_i_node_key(d, 1), 4, 3);
  assert_place(eir_i_node_value(d, 1), 4, 3); /* nothing is there: that of its key */
  assert_place(eir_i_node_find_key(y->root, "h"), 5, 1);
  yaml_free(y);
}

static void places_within_texts(void **state) {
  (void)state;
  /* Where the z is: of the text, and of the file. */
  static const struct {
    const char *yaml;
    uint32_t column;
  } rows[] = {
      {"k: abz", 6},
      {"k: 'abz'", 7},
      {"k: 'a''''z'", 10},
      {"k: \"a\\\"\\x41\\u00e9\\U0001F54A\xC3\xA9z\"", 29},
      {"k: \xC3\xA9\xE2\x82\xACz", 6},
      {"k: 'a\n z'", 4}, /* on two lines: where it starts */
      {"k: |\n  z", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    yaml *y = parse(rows[i].yaml);
    assert_int_equal(y->status, EIR_OK);
    const eir_i_node *value = eir_i_node_get(y->root, "k");
    size_t at = (size_t)(strchr(value->as.text, 'z') - value->as.text);
    eir_i_place place =
        eir_i_node_place_within(value, rows[i].yaml, strlen(rows[i].yaml), at);
    assert_int_equal(place.column, rows[i].column);
    yaml_free(y);
  }
}

static void styles_are_kept(void **state) {
  (void)state;
  yaml *y = parse("[a, 'b', \"c\", ~, '~', null, \"\"]");
  assert_int_equal(y->status, EIR_OK);
  static const eir_i_style styles[] = {EIR_I_STYLE_PLAIN, EIR_I_STYLE_SINGLE,
                                       EIR_I_STYLE_DOUBLE};
  for (size_t i = 0; i < 3; i++)
    assert_int_equal(y->root->as.children[i].style, styles[i]);
  yaml_free(y);
}

static void nulls_are_known(void **state) {
  (void)state;
  yaml *y = parse("[~, null, Null, NULL, '~', \"\", nil]");
  assert_int_equal(y->status, EIR_OK);
  for (size_t i = 0; i < 7; i++)
    assert_int_equal(eir_i_node_is_null(&y->root->as.children[i]), i < 4);
  yaml_free(y);
}

static void copies_share_nothing(void **state) {
  (void)state;
  yaml *y = parse("[a, {b: [c, ~]}, *x]");
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena_init(&arena, &memory);
  eir_i_node copy;
  assert_true(eir_i_node_copy(&arena, y->root, &copy));
  yaml_free(y);
  assert_int_equal(copy.count, 3);
  assert_string_equal(copy.as.children[0].as.text, "a");
  const eir_i_node *inner = eir_i_node_get(&copy.as.children[1], "b");
  assert_string_equal(inner->as.children[0].as.text, "c");
  assert_int_equal(copy.as.children[2].kind, EIR_I_NODE_BROKEN);
  eir_i_arena_free(&arena);
}

typedef struct bytes_row {
  const char *bytes;
  size_t length;
  const char *message;
} bytes_row;
#define BYTES(text) text, sizeof text - 1

static void bytes_are_checked_first(void **state) {
  (void)state;
  static const bytes_row rows[] = {
      {BYTES(""), "1:1: the file is empty []\n"},
      {BYTES("\xEF\xBB\xBF"), "1:1: the file is empty []\n"},
      {BYTES("# only a comment\n"), "1:1: the file is empty []\n"},
      {BYTES("a: \xC3\xA9\0"),
       "1:5: a NUL byte is not allowed in a case file; remove it "
       "[]\n"},
      {BYTES("a: 1\nb: \x07"),
       "2:4: the control character U+0007 is not allowed; remove "
       "it []\n"},
      {BYTES("\xC3\xA9: \xFF"),
       "1:4: this is not valid UTF-8 (byte ff); save the file as "
       "UTF-8 []\n"},
      {BYTES("a: b\r\nc: \xED\xA0\x80"),
       "2:4: this is not valid UTF-8 (byte ed); save the "
       "file as UTF-8 []\n"},
      {BYTES("a\xC3"), "1:2: this is not valid UTF-8 (byte c3); save the file as UTF-8 "
                       "[]\n"},
      {BYTES("\xFF\xFEk\0i\0"),
       "1:1: this is not valid UTF-8 (byte ff); save the file as "
       "UTF-8 []\n"},
      {BYTES("eirene: 2\nfoo: 1"),
       "1:9: '2' is not a version of the format that is known "
       "here; write 'eirene: 1' [eirene]\n"},
      {BYTES("eirene: one"), "1:9: 'one' is not a version of the format that is known "
                             "here; write 'eirene: 1' [eirene]\n"},
      {BYTES("%TAG ! x\n---\na: 1\n"),
       "1:1: a line that starts with '%' is a directive, "
       "and case files have none; remove it []\n"},
      {BYTES("a: \"\\0\""),
       "1:4: a text must not hold a NUL character; remove the \\0 []\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char *messages = case_messages(rows[i].bytes, rows[i].length);
    if (strstr(messages, rows[i].message) == NULL)
      fail_msg("row %zu: expected %sfound %s", i, rows[i].message, messages);
    free(messages);
  }
}

static void many_keys_are_checked_for_duplicates(void **state) {
  (void)state;
  static char text[4000];
  size_t n = 0;
  for (int i = 0; i < 100; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "k%d: %d\n", i % 97, i);
  yaml *y = parse(text);
  assert_int_equal(y->status, EIR_OK);
  assert_int_equal(y->root->count, 97);
  eir_i_diagnostics_sort(y->diagnostics);
  assert_int_equal(eir_diagnostics_count(y->diagnostics), 3);
  for (size_t i = 0; i < 3; i++) {
    char expected[100];
    snprintf(expected, sizeof expected,
             "duplicate key 'k%zu'; it is already on line %zu", i, i + 1);
    eir_error error = eir_diagnostics_get(y->diagnostics, i);
    assert_string_equal(error.message, expected);
    assert_int_equal(error.line, 98 + i);
  }
  assert_string_equal(eir_i_node_get(y->root, "k1")->as.text, "1");
  yaml_free(y);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_are_read),
      cmocka_unit_test(long_texts_are_read),
      cmocka_unit_test(places_count_characters),
      cmocka_unit_test(places_within_texts),
      cmocka_unit_test(styles_are_kept),
      cmocka_unit_test(nulls_are_known),
      cmocka_unit_test(copies_share_nothing),
      cmocka_unit_test(bytes_are_checked_first),
      cmocka_unit_test(many_keys_are_checked_for_duplicates),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
