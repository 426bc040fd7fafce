/* GENIUS scenarios: numbers, ids, what is put right before parsing, what GENIUS makes
 * of a profile, and every allocation failing in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/genius.h"
#include "case/genius_ids.h"
#include "case/genius_number.h"
#include "case/genius_text.h"
#include "failing_allocator.h"

#include "base/banned.h"

#define EXAMPLES EIR_SOURCE_DIR "/examples/genius/"

static const char *const well[] = {
    EXAMPLES "well/domain.xml", EXAMPLES "well/upper.xml", EXAMPLES "well/lower.xml"};
static const char *const lake[] = {
    EXAMPLES "lake/domain.xml", EXAMPLES "lake/fishers.xml", EXAMPLES "lake/park.xml"};

/* ---- numbers ---- */

static void assert_number(const char *text, int64_t n, int64_t d) {
  eir_i_rational number;
  if (!eir_i_genius_number(text, &number))
    fail_msg("'%s' was not read", text);
  assert_true(number.n == n && number.d == d);
}

static void test_numbers(void **state) {
  (void)state;
  assert_number("0.5", 1, 2);
  assert_number(" .2\t", 1, 5);
  assert_number("5.", 5, 1);
  assert_number("-1e-3", -1, 1000);
  assert_number("+2.5D", 5, 2);
  assert_number("0.000", 0, 1);
  assert_number("1e-40", 0, 1);
  assert_number("1.50000000000000000000000000000000000000000000000000", 3, 2);
  assert_number("0.00000000000000000000000000000000000000000000000001", 0, 1);
  static const char *const wrong[] = {"",    " ",   ".",    "1,5", "1e",  "e5",  "0x10",
                                      "NaN", "1 2", "1e18", "--1", "1dd", "null"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    eir_i_rational number;
    if (eir_i_genius_number(wrong[i], &number))
      fail_msg("'%s' was read", wrong[i]);
  }
  int64_t whole;
  assert_true(eir_i_genius_whole("-12.0", &whole) && whole == -12);
  assert_false(eir_i_genius_whole("1.5", &whole));
  assert_false(eir_i_genius_whole("1000000000", &whole));
}

static void test_scaled(void **state) {
  (void)state;
  const eir_i_rational third = {.n = 1, .d = 3}, minus = {.n = -2, .d = 3};
  assert_true(eir_i_rational_scaled(third, 3) == 333);
  assert_true(eir_i_rational_scaled(minus, 3) == -667);
  const eir_i_rational large = {.n = (eir_i_i128)1 << 126, .d = 1};
  assert_true(eir_i_rational_scaled(large, 15) == (eir_i_i128)1 << 120);
  const eir_i_rational tiny = {.n = 1, .d = (eir_i_i128)1 << 126};
  assert_true(eir_i_rational_scaled(tiny, 15) == 0);
  const eir_i_rational cut = eir_i_rational_shortened(third);
  assert_true(cut.d == 1000000000000000 && cut.n == 333333333333333);
}

/* ---- ids ---- */

static void test_ids(void **state) {
  (void)state;
  static const struct {
    const char *name, *id;
    bool digit_first;
  } rows[] = {{"$100 Billion", "100_billion", true},
              {"100 billion!", "100_billion_2", true},
              {"100_Billion 2", "100_billion_2_2", true},
              {"-5", "minus_5", true},
              {"not", "option_not", true},
              {"\xC3\xA9", "option", true},
              {"", "option_2", true},
              {"7 wells", "option_7_wells", false},
              {"a name that is longer than an id may become",
               "a_name_that_is_longer_than_an_id_may_be", true}};
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_ids ids;
  const eir_allocator *usual = NULL;
  eir_i_memory_init(&memory, usual);
  eir_i_arena_init(&arena, &memory);
  assert_true(eir_i_ids_init(&ids, &arena, sizeof rows / sizeof rows[0]));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    assert_string_equal(
        eir_i_ids_make(&ids, rows[i].name, "option", rows[i].digit_first), rows[i].id);
  eir_i_arena_free(&arena);
}

/* ---- what is put right ---- */

static void assert_repaired(const char *text, const char *expected, size_t n_warnings) {
  eir_i_memory memory;
  eir_i_text out;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&out, &memory);
  eir_diagnostics *messages = eir_i_diagnostics_new(&memory.allocator);
  uint32_t file = eir_i_diagnostics_file(messages, "file");
  assert_true(eir_i_genius_repair(text, strlen(text), messages, file, &out));
  eir_i_genius_plain(out.data);
  assert_string_equal(out.data, expected);
  assert_int_equal(eir_diagnostics_count(messages), n_warnings);
  eir_diagnostics_free(messages);
  eir_i_text_free(&out);
}

static void test_repair(void **state) {
  (void)state;
  assert_repaired("<a b=\"&amp;&#65;\"/>", "<a b=\"&amp;&#65;\"/>", 0);
  assert_repaired("<a b='x & y'>&z;</a>", "<a b='x & y'>&z;</a>", 2);
  assert_repaired("<a b='x<y' c=\"'<'\"/>", "<a b='x<y' c=\"'<'\"/>", 2);
  assert_repaired("<!-- a -- \n& -->\n<a/>", "          \n     \n<a/>", 0);
  assert_repaired(" <?xml version='1.0'?><a/>", "                      <a/>", 1);
  assert_repaired("<a b='\xE9\x80\xE9'/>", "<a b='\xC3\xA9\xE2\x82\xAC\xC3\xA9'/>", 1);
  assert_repaired("<?xml encoding='ISO-8859-1'?><a b='\xC3\xA9'/>",
                  "<?xml encoding='ISO-8859-1'?><a b='\xC3\x83\xC2\xA9'/>", 0);
  assert_repaired("<![CDATA[ & < ]]>", "<![CDATA[ & < ]]>", 0);
}

/* ---- reading ---- */

static bool keep(void *user, const char *data, size_t size) {
  char **text = user;
  *text = malloc(size + 1);
  if (*text == NULL)
    return false;
  memcpy(*text, data, size);
  (*text)[size] = '\0';
  return true;
}

static bool refuse(void *user, const char *data, size_t size) {
  (void)user;
  (void)data;
  (void)size;
  return false;
}

static void test_same_case(void **state) {
  (void)state;
  eir_context *context;
  eir_case *direct, *imported;
  char *text = NULL, *left = NULL, *right = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_genius_write_case(context, well, 3, keep, &text, NULL), EIR_OK);
  assert_int_equal(eir_case_read_genius(context, well, 3, &direct, NULL), EIR_OK);
  assert_int_equal(
      eir_case_read_text(context, "case", NULL, text, strlen(text), &imported, NULL),
      EIR_OK);
  eir_party_info upper = eir_case_party(direct, 0);
  assert_string_equal(upper.discount, "0.9");
  assert_true(upper.has_reservation && upper.exact);
  assert_int_equal(upper.reservation * 5, upper.unit * 2);
  assert_string_equal(eir_case_party(direct, 1).discount, "");
  assert_int_equal(eir_case_issue(direct, 2).n_options, 21);
  for (int i = 0; i < 2; i++) {
    eir_solution *solution;
    assert_int_equal(eir_solve(i == 0 ? direct : imported, NULL, NULL, &solution),
                     EIR_OK);
    assert_int_equal(
        eir_solution_write_json(solution, 0, NULL, keep, i == 0 ? &left : &right),
        EIR_OK);
    eir_solution_free(solution);
  }
  assert_string_equal(left, right);
  assert_int_equal(eir_genius_write_case(context, lake, 3, refuse, NULL, NULL), EIR_IO);
  free(left);
  free(right);
  free(text);
  eir_case_free(direct);
  eir_case_free(imported);
  eir_context_free(context);
}

static void test_misuse(void **state) {
  (void)state;
  static const char *const hole[] = {EXAMPLES "well/domain.xml", NULL};
  eir_context *context;
  eir_case *the_case;
  char *text = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  assert_int_equal(eir_case_read_genius(context, well, 1, &the_case, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_genius(context, hole, 2, &the_case, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_genius(NULL, well, 3, &the_case, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_genius(context, well, 3, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_genius_write_case(context, NULL, 3, keep, &text, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_genius_write_case(context, well, 3, NULL, NULL, NULL),
                   EIR_MISUSE);
  assert_null(text);
  eir_context_free(context);
}

/* ---- without memory ---- */

/* One run in which an allocation fails; true when it did not get that far. */
static bool read_with_failure(const char *const *paths, size_t n, bool stay) {
  failing_allocator memory;
  failing_allocator_init(&memory, 0, stay);
  const eir_allocator face = failing_allocator_face(&memory);
  eir_context *context;
  assert_int_equal(eir_context_new(&face, &context), EIR_OK);
  memory.fail_at = atomic_load(&memory.calls) + n;
  eir_case *the_case = NULL;
  eir_diagnostics *messages = NULL;
  const eir_status status =
      eir_case_read_genius(context, paths, 3, &the_case, &messages);
  const bool failed = atomic_load(&memory.failures) > 0;
  memory.fail_at = 0;
  assert_int_equal(status, failed ? EIR_NO_MEMORY : EIR_OK);
  assert_true((the_case == NULL) == failed);
  eir_diagnostics_free(messages);
  eir_case_free(the_case);
  eir_context_free(context);
  assert_int_equal(atomic_load(&memory.blocks_held), 0);
  assert_false(atomic_load(&memory.corrupted));
  return !failed;
}

static void test_without_memory(void **state) {
  (void)state;
  for (int stay = 0; stay < 2; stay++) {
    size_t n = 1;
    while (!read_with_failure(well, n, stay != 0))
      n++;
    assert_true(n > 20);
    for (n = 1; !read_with_failure(lake, n, stay != 0); n++) {
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),       cmocka_unit_test(test_scaled),
      cmocka_unit_test(test_ids),           cmocka_unit_test(test_repair),
      cmocka_unit_test(test_same_case),     cmocka_unit_test(test_misuse),
      cmocka_unit_test(test_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
