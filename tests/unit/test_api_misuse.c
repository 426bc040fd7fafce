/* The public interface under misuse: NULL wherever an object belongs, indices out of
 * range, and random sequences of calls in any order. Nothing may crash; every answer is
 * the one that the header promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_allocator.h"
#include "seeded.h"
#include "sketch_make.h"

#include "base/banned.h"

static const char small_case[] =
    "eirene: 1\ntitle: Small\nparties:\n  a: {name: Ada}\n  b: {}\n  m: {role: "
    "mediator}\n"
    "issues:\n  x: {name: Ex, options: [x1, x2]}\n"
    "  y: {range: {from: 0, to: 1, step: 0.5, unit: km}}\n"
    "positions:\n  a: {reservation: 1, points: {x: {x1: 1, x2: 2}}}\n"
    "  b: {points: {x: {x1: 2, x2: 1}}}\n";

typedef struct objects {
  eir_context *context;
  eir_case *the_case;
  eir_options *options;
  eir_solution *solution;
  eir_deals *deals;
} objects;

static int open_objects(void **state) {
  static objects o;
  memset(&o, 0, sizeof o);
  assert_int_equal(eir_context_new(NULL, &o.context), EIR_OK);
  assert_int_equal(eir_case_read_text(o.context, "case", NULL, small_case,
                                      strlen(small_case), &o.the_case, NULL),
                   EIR_OK);
  assert_int_equal(eir_options_new(o.context, &o.options), EIR_OK);
  assert_int_equal(eir_solve(o.the_case, o.options, NULL, &o.solution), EIR_OK);
  assert_int_equal(eir_deals_new(o.solution, &o.deals), EIR_OK);
  *state = &o;
  return 0;
}

static int close_objects(void **state) {
  objects *o = *state;
  eir_deals_free(o->deals);
  eir_solution_free(o->solution);
  eir_options_free(o->options);
  eir_case_free(o->the_case);
  eir_context_free(o->context);
  return 0;
}

static bool swallow(void *user, const char *data, size_t size) {
  (void)user;
  (void)data;
  (void)size;
  return true;
}

static bool refuse(void *user, const char *data, size_t size) {
  (void)data;
  (void)size;
  ++*(size_t *)user;
  return false;
}

/* What an accessor says of a text that there is none of. */
static bool is_nothing(const char *text) {
  return text == NULL || text[0] == '\0';
}

/* ---- NULL ---- */

static void freeing_nothing_is_fine(void **state) {
  (void)state;
  eir_context_free(NULL);
  eir_case_free(NULL);
  eir_options_free(NULL);
  eir_solution_free(NULL);
  eir_deals_free(NULL);
  eir_diagnostics_free(NULL);
}

static void calls_that_fail_on_null(void **state) {
  objects *o = *state;
  eir_case *the_case = o->the_case; /* to see that it is set to NULL */
  eir_solution *solution = o->solution;
  eir_options *options = o->options;
  eir_deals *deals = o->deals;
  assert_int_equal(eir_context_new(NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_text(NULL, "n", NULL, "x", 1, &the_case, NULL),
                   EIR_MISUSE);
  assert_null(the_case);
  assert_int_equal(eir_case_read_text(o->context, "n", NULL, NULL, 1, &the_case, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_text(o->context, NULL, NULL, "x", 1, &the_case, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_text(o->context, "n", NULL, "x", 1, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_read_file(NULL, "n", &the_case, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_file(o->context, NULL, &the_case, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_read_file(o->context, "n", NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_options_new(NULL, &options), EIR_MISUSE);
  assert_null(options);
  assert_int_equal(eir_options_new(o->context, NULL), EIR_MISUSE);
  assert_int_equal(eir_options_set(NULL, "threads", 1), EIR_MISUSE);
  assert_int_equal(eir_options_set(o->options, NULL, 1), EIR_MISUSE);
  assert_int_equal(eir_solve(NULL, NULL, NULL, &solution), EIR_MISUSE);
  assert_null(solution);
  assert_int_equal(eir_solve(o->the_case, NULL, NULL, NULL), EIR_MISUSE);
  assert_int_equal(eir_deals_new(NULL, &deals), EIR_MISUSE);
  assert_null(deals);
  assert_int_equal(eir_deals_new(o->solution, NULL), EIR_MISUSE);
  assert_int_equal(eir_solution_write_json(NULL, 0, NULL, swallow, NULL), EIR_MISUSE);
  assert_int_equal(eir_solution_write_json(o->solution, 0, NULL, NULL, NULL),
                   EIR_MISUSE);
  assert_int_equal(eir_case_write_json(NULL, swallow, NULL), EIR_MISUSE);
  assert_int_equal(eir_case_write_json(o->the_case, NULL, NULL), EIR_MISUSE);
}

static void diagnostics_are_cleared_on_misuse(void **state) {
  objects *o = *state;
  eir_diagnostics *messages = (eir_diagnostics *)(void *)o; /* anything but NULL */
  eir_case *the_case = o->the_case;
  assert_int_equal(eir_case_read_text(NULL, "n", NULL, "x", 1, &the_case, &messages),
                   EIR_MISUSE);
  assert_null(messages);
  assert_int_equal(eir_diagnostics_count(NULL), 0);
  assert_true(is_nothing(eir_diagnostics_get(NULL, 0).message));
}

static void case_accessors_on_null(void **state) {
  (void)state;
  assert_int_equal(eir_case_party_count(NULL), 0);
  assert_int_equal(eir_case_signatory_count(NULL), 0);
  assert_int_equal(eir_case_issue_count(NULL), 0);
  assert_int_equal(eir_case_constraint_count(NULL), 0);
  assert_int_equal(eir_case_signatory_party(NULL, 0), 0);
  assert_int_equal(eir_case_consent_quota(NULL), 0);
  assert_true(is_nothing(eir_case_title(NULL)));
  assert_true(is_nothing(eir_case_party(NULL, 0).id));
  assert_true(is_nothing(eir_case_issue(NULL, 0).id));
  assert_true(is_nothing(eir_case_option(NULL, 0, 0).id));
}

static void solution_accessors_on_null(void **state) {
  (void)state;
  int64_t number = 7;
  char text[48] = "x";
  eir_solution_end(NULL);
  assert_false(eir_solution_has_stances(NULL));
  assert_false(eir_solution_has_frontier(NULL));
  assert_false(eir_solution_over_outcomes(NULL));
  assert_null(eir_solution_outcomes(NULL));
  assert_null(eir_solution_count(NULL));
  assert_null(eir_solution_possible_count(NULL));
  assert_int_equal(eir_solution_frontier_size(NULL), 0);
  assert_null(eir_solution_frontier_get(NULL, 0).options);
  assert_false(eir_solution_concept(NULL, EIR_NASH).found);
  assert_false(eir_solution_adjusted_winner(NULL).found);
  assert_false(eir_solution_ideal(NULL, 0, &number));
  assert_int_equal(number, 0);
  number = 7;
  assert_false(eir_solution_nadir(NULL, 0, &number));
  assert_int_equal(number, 0);
  assert_int_equal(eir_solution_utility_text(NULL, 0, 1, text, sizeof text), 0);
  assert_int_equal(eir_solution_score_text(NULL, 0, 1, text, sizeof text), 0);
  assert_int_equal(eir_solution_use_scope(NULL), EIR_USE_OF_NOTHING);
  assert_int_equal(eir_solution_use(NULL, 0, 0), EIR_USE_UNKNOWN);
  assert_false(eir_solution_option_open(NULL, 0, 0));
  assert_int_equal(eir_solution_note_count(NULL), 0);
  assert_true(is_nothing(eir_solution_note(NULL, 0)));
  assert_int_equal(eir_solution_stats(NULL).steps, 0);
  assert_int_equal(eir_solution_limit_value(NULL), 0);
  eir_deal deal;
  assert_false(eir_deals_next(NULL, NULL, &deal));
}

/* ---- indices ---- */

static void case_indices_out_of_range(void **state) {
  const objects *o = *state;
  static const size_t beyond[] = {3, 4, 1000000, SIZE_MAX / 2, SIZE_MAX};
  for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
    assert_true(is_nothing(eir_case_party(o->the_case, beyond[i]).id));
    assert_true(is_nothing(eir_case_issue(o->the_case, beyond[i]).id));
    assert_true(is_nothing(eir_case_option(o->the_case, beyond[i], 0).id));
    assert_true(is_nothing(eir_case_option(o->the_case, 1, beyond[i]).id));
    assert_int_equal(eir_case_signatory_party(o->the_case, beyond[i]), 0);
    if (beyond[i] > 1000)
      assert_true(is_nothing(eir_option_row_get(beyond[i]).name));
  }
}

static void solution_indices_out_of_range(void **state) {
  const objects *o = *state;
  static const size_t beyond[] = {3, 4, 1000000, SIZE_MAX / 2, SIZE_MAX};
  int64_t number = 7;
  char text[48];
  for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
    const size_t b = beyond[i];
    assert_null(eir_solution_frontier_get(o->solution, b).options);
    assert_false(eir_solution_ideal(o->solution, b, &number));
    assert_false(eir_solution_nadir(o->solution, b, &number));
    assert_int_equal(number, 0);
    assert_int_equal(eir_solution_use(o->solution, b, 0), EIR_USE_UNKNOWN);
    assert_int_equal(eir_solution_use(o->solution, 0, b), EIR_USE_UNKNOWN);
    assert_false(eir_solution_option_open(o->solution, b, 0));
    assert_false(eir_solution_option_open(o->solution, 0, b));
    assert_true(is_nothing(eir_solution_note(o->solution, b)));
    assert_int_equal(eir_solution_utility_text(o->solution, b, 1, text, sizeof text),
                     0);
    assert_int_equal(eir_solution_score_text(o->solution, b, 1, text, sizeof text), 0);
  }
  assert_false(eir_solution_concept(o->solution, (eir_concept)4).found);
  assert_false(eir_solution_concept(o->solution, (eir_concept)99).found);
  assert_true(is_nothing(eir_concept_id((eir_concept)99)));
  assert_non_null(eir_status_text((eir_status)99));
}

static void short_buffers_are_respected(void **state) {
  const objects *o = *state;
  char text[48], full[48];
  const size_t length =
      eir_solution_score_text(o->solution, 0, 123456, full, sizeof full);
  assert_int_equal(length, strlen(full));
  for (size_t size = 0; size < 48; size++) {
    memset(text, 'z', sizeof text);
    eir_solution_score_text(o->solution, 0, 123456, text, size);
    for (size_t i = size; i < sizeof text; i++)
      assert_int_equal(text[i], 'z');
    if (size > 0)
      assert_true(memchr(text, '\0', size) != NULL);
  }
}

/* ---- options ---- */

static void options_keep_their_ranges(void **state) {
  const objects *o = *state;
  assert_true(eir_option_row_count() > 0);
  for (size_t i = 0; i < eir_option_row_count(); i++) {
    const eir_option_row row = eir_option_row_get(i);
    assert_non_null(row.name);
    assert_non_null(row.help);
    assert_true(row.least <= row.initial && row.initial <= row.most);
    assert_int_equal(eir_options_get(NULL, row.name), row.initial);
    assert_int_equal(eir_options_get(o->options, row.name), row.initial);
    assert_int_equal(eir_options_set(o->options, row.name, row.most), EIR_OK);
    assert_int_equal(eir_options_get(o->options, row.name), row.most);
    if (row.most < INT64_MAX) {
      assert_int_equal(eir_options_set(o->options, row.name, row.most + 1), EIR_MISUSE);
      assert_int_equal(eir_options_get(o->options, row.name), row.most);
    }
    if (row.least > INT64_MIN) {
      assert_int_equal(eir_options_set(o->options, row.name, row.least - 1),
                       EIR_MISUSE);
    }
    assert_int_equal(eir_options_set(o->options, row.name, row.initial), EIR_OK);
  }
  assert_int_equal(eir_options_set(o->options, "no such option", 0), EIR_MISUSE);
  assert_int_equal(eir_options_get(o->options, "no such option"), 0);
  assert_int_equal(eir_options_get(o->options, NULL), 0);
}

/* ---- a receiver that refuses ---- */

static void refused_output_is_an_io_error(void **state) {
  const objects *o = *state;
  size_t calls = 0;
  assert_int_equal(eir_solution_write_json(o->solution, 0, NULL, refuse, &calls),
                   EIR_IO);
  assert_int_equal(calls, 1); /* it is not asked again */
  calls = 0;
  assert_int_equal(eir_case_write_json(o->the_case, refuse, &calls), EIR_IO);
  assert_int_equal(calls, 1);
}

/* ---- random sequences ---- */

static bool stop_at_random(void *user) {
  return seeded_chance(user, 5);
}

static void look_around(const objects *o, seeded *random) {
  const size_t i = seeded_below(random, 9), j = seeded_below(random, 25);
  int64_t number;
  char text[48];
  eir_case_party(o->the_case, i);
  eir_case_issue(o->the_case, i);
  eir_case_option(o->the_case, i, j);
  eir_solution_frontier_get(o->solution, j);
  eir_solution_concept(o->solution, (eir_concept)seeded_below(random, 6));
  eir_solution_adjusted_winner(o->solution);
  eir_solution_ideal(o->solution, i, &number);
  eir_solution_nadir(o->solution, i, &number);
  eir_solution_utility_text(o->solution, i,
                            seeded_between(random, INT64_MIN / 2, INT64_MAX / 2), text,
                            sizeof text);
  eir_solution_use(o->solution, i, j);
  eir_solution_option_open(o->solution, i, j);
  eir_solution_note(o->solution, i);
  eir_solution_stats(o->solution);
}

/* Frees what hangs on the case, then it. */
static void drop_case(objects *o) {
  eir_deals_free(o->deals);
  eir_solution_free(o->solution);
  eir_case_free(o->the_case);
  o->deals = NULL;
  o->solution = NULL;
  o->the_case = NULL;
}

static void read_random_case(objects *o, seeded *random) {
  drop_case(o);
  sketch *s = sketch_make(seeded_next(random), 200);
  char *text = sketch_write(s);
  size_t length = strlen(text);
  if (seeded_chance(random, 20))
    length = seeded_below(random, (uint32_t)length + 1);
  eir_diagnostics *messages = NULL;
  const eir_status status = eir_case_read_text(o->context, "random", NULL, text, length,
                                               &o->the_case, &messages);
  assert_int_equal(o->the_case != NULL, status == EIR_OK);
  assert_true(status == EIR_OK || eir_diagnostics_count(messages) > 0);
  eir_diagnostics_free(messages);
  free(text);
  sketch_free(s);
}

static void solve_somehow(objects *o, seeded *random) {
  eir_deals_free(o->deals);
  eir_solution_free(o->solution);
  o->deals = NULL;
  const eir_callbacks callbacks = {.stop = stop_at_random, .user = random};
  const bool watched = seeded_chance(random, 50);
  const bool chosen = seeded_chance(random, 50);
  const eir_status status = eir_solve(o->the_case, chosen ? o->options : NULL,
                                      watched ? &callbacks : NULL, &o->solution);
  assert_int_equal(status, o->the_case == NULL ? EIR_MISUSE : EIR_OK);
  assert_int_equal(o->solution == NULL, status != EIR_OK);
  if (!watched && !chosen && status == EIR_OK) {
    assert_int_equal(eir_solution_end(o->solution), EIR_END_COMPLETE);
  }
}

static void set_something(objects *o, seeded *random) {
  const eir_option_row row =
      eir_option_row_get(seeded_below(random, (uint32_t)eir_option_row_count()));
  int64_t most = row.most;
  if (most > row.least + 3)
    most = row.least + 3; /* small limits end runs early */
  eir_options_set(o->options, row.name, seeded_between(random, row.least, most));
}

static void do_something(objects *o, seeded *random) {
  eir_deal deal;
  switch (seeded_below(random, 8)) {
  case 0:
    read_random_case(o, random);
    break;
  case 1:
  case 2:
    solve_somehow(o, random);
    break;
  case 3:
    set_something(o, random);
    break;
  case 4:
    eir_deals_free(o->deals);
    eir_deals_new(o->solution, &o->deals);
    break;
  case 5:
    for (size_t i = 0; i < 20; i++)
      eir_deals_next(o->deals, NULL, &deal);
    break;
  case 6:
    eir_solution_write_json(o->solution, seeded_below(random, 4), NULL, swallow, NULL);
    break;
  default:
    look_around(o, random);
    break;
  }
}

static void random_sequences(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 60; seed++) {
    seeded random = seeded_from(seed);
    failing_allocator memory;
    failing_allocator_init(&memory, 0, false);
    const eir_allocator face = failing_allocator_face(&memory);
    objects o = {.context = NULL};
    assert_int_equal(eir_context_new(&face, &o.context), EIR_OK);
    assert_int_equal(eir_options_new(o.context, &o.options), EIR_OK);
    for (size_t call = 0; call < 60; call++)
      do_something(&o, &random);
    drop_case(&o);
    eir_options_free(o.options);
    eir_context_free(o.context);
    assert_int_equal(atomic_load(&memory.blocks_held), 0);
    assert_false(atomic_load(&memory.corrupted));
  }
}

int main(void) {
#define ON_OBJECTS(test)                                                               \
  cmocka_unit_test_setup_teardown(test, open_objects, close_objects)
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(freeing_nothing_is_fine),
      ON_OBJECTS(calls_that_fail_on_null),
      ON_OBJECTS(diagnostics_are_cleared_on_misuse),
      cmocka_unit_test(case_accessors_on_null),
      cmocka_unit_test(solution_accessors_on_null),
      ON_OBJECTS(case_indices_out_of_range),
      ON_OBJECTS(solution_indices_out_of_range),
      ON_OBJECTS(short_buffers_are_respected),
      ON_OBJECTS(options_keep_their_ranges),
      ON_OBJECTS(refused_output_is_an_io_error),
      cmocka_unit_test(random_sequences),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
