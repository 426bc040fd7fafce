/* Large cases with rules: single solutions are proved, and existence, asked at the very
 * level that the egalitarian solution proves, agrees with it: at that level there is a
 * deal, one unit of score above there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "seeded.h"

#include "base/text.h"
#include "case/model.h"
#include "solve/check_case.h"
#include "solve/existence.h"

#include "base/banned.h"

enum { PARTIES = 8, ISSUES = 24, OPTIONS = 10, SEEDS = 3, MOST_STEPS = 1000000000 };
enum { ALL = (1 << EIR_CONCEPT_COUNT) - 1 };
/* Many times what it takes, for busy machines and builds that check much. */
static const double most_seconds = 60;

static void add_set(eir_i_text *text, seeded *random, size_t issue, uint64_t size) {
  uint64_t first = seeded_below(random, OPTIONS);
  eir_i_text_add_format(text, "i%zu in {", issue);
  for (uint64_t k = 0; k < size; k++)
    eir_i_text_add_format(text, "%so%u", k == 0 ? "" : ", ",
                          (unsigned)((first + k) % OPTIONS));
  eir_i_text_add(text, "}");
}

/* A rule over two or three issues, some of them shared with the rule before. */
static void add_rule(eir_i_text *text, seeded *random, size_t k) {
  size_t at = (k * 2 + seeded_below(random, 2)) % (ISSUES - 2);
  eir_i_text_add(text, "      - {rule: \"");
  add_set(text, random, at, OPTIONS / 2);
  eir_i_text_add(text, k % 2 == 0 ? " -> " : " or ");
  add_set(text, random, at + 1, OPTIONS / 3);
  if (k % 3 == 0) {
    eir_i_text_add(text, " and ");
    add_set(text, random, at + 2, OPTIONS - 2);
  }
  eir_i_text_add(text, "\"}\n");
}

static void add_party(eir_i_text *text, seeded *random, size_t p) {
  eir_i_text_add_format(text, "  p%zu:\n    scale: 1000000\n    points:\n", p);
  for (size_t i = 0; i < ISSUES; i++) {
    uint32_t weight = 1 + seeded_below(random, 100000);
    eir_i_text_add_format(text, "      i%zu: {", i);
    for (size_t o = 0; o < OPTIONS; o++)
      eir_i_text_add_format(text, "%so%zu: %u", o == 0 ? "" : ", ", o,
                            (unsigned)seeded_below(random, weight));
    eir_i_text_add(text, "}\n");
  }
  if (p < 2) {
    eir_i_text_add(text, "    red_lines:\n");
    add_rule(text, random, 3 * p);
    add_rule(text, random, 3 * p + 1);
  } else if (p == 2) {
    eir_i_text_add(text, "    interactions:\n      - {when: \"");
    add_set(text, random, ISSUES - 1, 2);
    eir_i_text_add(text, " and ");
    add_set(text, random, 0, 3);
    eir_i_text_add(text, "\", add: 30000}\n");
  }
}

static eir_case *make_case(eir_context *context, uint64_t seed) {
  seeded random = seeded_from(seed);
  eir_i_memory memory;
  eir_i_text text;
  eir_case *made = NULL;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&text, &memory);
  eir_i_text_add(&text, "eirene: 1\nparties:\n");
  for (size_t p = 0; p < PARTIES; p++)
    eir_i_text_add_format(&text, "  p%zu: {}\n", p);
  eir_i_text_add(&text, "issues:\n");
  for (size_t i = 0; i < ISSUES; i++) {
    eir_i_text_add_format(&text, "  i%zu: {options: [", i);
    for (size_t o = 0; o < OPTIONS; o++)
      eir_i_text_add_format(&text, "%so%zu", o == 0 ? "" : ", ", o);
    eir_i_text_add(&text, "]}\n");
  }
  eir_i_text_add(&text, "positions:\n");
  for (size_t p = 0; p < PARTIES; p++)
    add_party(&text, &random, p);
  assert_false(text.failed);
  assert_int_equal(
      eir_case_read_text(context, "large", NULL, text.data, text.length, &made, NULL),
      EIR_OK);
  eir_i_text_free(&text);
  return made;
}

static eir_i_position *position_of(const eir_case *the_case, size_t k) {
  return &the_case->parties[the_case->signatories[k]].position;
}

/* Asks, and checks the witness. */
static eir_answer ask(const eir_case *the_case) {
  uint32_t outcome[ISSUES];
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_effort effort = {.max_steps = MOST_STEPS};
  eir_answer answer = EIR_UNKNOWN;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena_init(&arena, &memory);
  assert_int_equal(eir_i_exists(the_case, EIR_I_CONSENT_CERTAIN, &effort, 1, &arena,
                                &answer, outcome),
                   EIR_OK);
  assert_int_equal(memory.held, 0);
  assert_int_not_equal(answer, EIR_UNKNOWN);
  if (answer == EIR_YES)
    assert_true(eir_i_check_deal(the_case, outcome, false));
  return answer;
}

static void demand(const eir_case *the_case, size_t k, int64_t reservation) {
  position_of(the_case, k)->reservation = reservation;
  position_of(the_case, k)->has_reservation = true;
}

/* All four, proved. Returns the least score of the egalitarian solution. */
static int64_t solve_singly(const eir_case *the_case, eir_context *context) {
  eir_options *options = NULL;
  eir_solution *solution = NULL;
  int64_t least = INT64_MAX;
  assert_int_equal(eir_options_new(context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "only", ALL), EIR_OK);
  assert_int_equal(eir_options_set(options, "limit-steps", MOST_STEPS), EIR_OK);
  assert_int_equal(eir_solve(the_case, options, NULL, &solution), EIR_OK);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    const eir_concept_result found = eir_solution_concept(solution, (eir_concept)c);
    assert_true(found.found && found.proved);
    for (size_t k = 0; c == EIR_EGALITARIAN && k < PARTIES; k++) {
      if (found.deal.scores[k] < least)
        least = found.deal.scores[k];
    }
  }
  eir_solution_free(solution);
  eir_options_free(options);
  return least;
}

static double seconds_since(clock_t start) {
  return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void existence_agrees_with_the_egalitarian_solution(void **state) {
  (void)state;
  eir_context *context = NULL;
  clock_t start = clock();
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    eir_case *the_case = make_case(context, seed);
    int64_t least = solve_singly(the_case, context);
    for (int64_t above = 0; above < 2; above++) {
      for (size_t k = 0; k < PARTIES; k++)
        demand(the_case, k, least + above);
      assert_int_equal(ask(the_case), above == 0 ? EIR_YES : EIR_NO);
    }
    eir_case_free(the_case);
  }
  eir_context_free(context);
  assert_true(seconds_since(start) < most_seconds);
}

/* What explaining asks for: reservations switched on and off. More demands, or a larger
 * quota, never make a deal out of none. */
static void existence_falls_with_demands(void **state) {
  (void)state;
  eir_context *context = NULL;
  clock_t start = clock();
  size_t asked = 0, yes = 0;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = make_case(context, 99);
  int64_t level = solve_singly(the_case, context) * 51 / 50;
  for (unsigned on = 0; on < 1U << PARTIES; on++, asked++) {
    for (size_t k = 0; k < PARTIES; k++)
      demand(the_case, k, (on >> k & 1) != 0 ? level : -(INT64_C(1) << 61));
    eir_answer all = ask(the_case);
    yes += all == EIR_YES;
    if (on == 0)
      assert_int_equal(all, EIR_YES);
    if (on + 1 == 1U << PARTIES)
      assert_int_equal(all, EIR_NO);
    the_case->quota = PARTIES - 1;
    eir_answer most = ask(the_case);
    the_case->quota = PARTIES;
    assert_false(all == EIR_YES && most == EIR_NO);
  }
  print_message("%zu sets of demands, %zu with a deal\n", asked, yes);
  eir_case_free(the_case);
  eir_context_free(context);
  assert_true(seconds_since(start) < most_seconds);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(existence_agrees_with_the_egalitarian_solution),
      cmocka_unit_test(existence_falls_with_demands),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
