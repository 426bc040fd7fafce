/* Covers against exact frontiers: for every deal that leaves each signatory at least
 * epsilon above its reservation, the cover has a deal within epsilon of it. It is
 * enough to ask this of the frontier's entries: a deal that qualifies is dominated by
 * an entry that does, and what is near the entry is near the deal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "seeded.h"
#include "solve/check_case.h"
#include "solve/front.h"
#include "solve/solution.h"

enum { N_CASES = 240 };

static eir_context *context;

static void add_positions(eir_i_text *text, seeded *random, unsigned parties,
                          unsigned issues, unsigned options) {
  /* Small numbers tie often; the products of large ones do not fit in 64 bits. */
  static const unsigned ranges[] = {30, 1000, 1000, 90000000};
  unsigned range = ranges[seeded_below(random, 4)];
  for (unsigned p = 0; p < parties; p++) {
    eir_i_text_add_format(text, "  p%u:\n    reservation: %u\n", p,
                          seeded_below(random, range * issues / 3));
    if (seeded_chance(random, 30))
      eir_i_text_add_format(text, "    scale: %u\n", range * issues / 2 + 1);
    if (seeded_chance(random, 20))
      eir_i_text_add_format(text, "    cap: %u\n", range * issues * 2 / 3);
    if (seeded_chance(random, 30))
      eir_i_text_add_format(
          text, "    interactions: [{when: i0 = o0 or i2 != o1, add: %u}]\n",
          seeded_below(random, range));
    if (seeded_chance(random, 30))
      eir_i_text_add(text, "    red_lines: [{rule: not (i1 = o0 and i3 = o1)}]\n");
    eir_i_text_add(text, "    points:\n");
    for (unsigned i = 0; i < issues; i++) {
      eir_i_text_add_format(text, "      i%u: {", i);
      for (unsigned o = 0; o < options; o++)
        eir_i_text_add_format(text, "%so%u: %u", o == 0 ? "" : ", ", o,
                              seeded_below(random, range + 1));
      eir_i_text_add(text, "}\n");
    }
  }
}

static void make_case(eir_i_text *text, seeded *random) {
  unsigned parties = 1 + seeded_below(random, 6);
  unsigned issues = parties < 3 ? 10 : parties == 3 ? 7 : parties < 6 ? 5 : 4;
  unsigned options = 4 + seeded_below(random, 3);
  eir_i_text_add(text, "eirene: 1\nparties:\n");
  for (unsigned p = 0; p < parties; p++)
    eir_i_text_add_format(text, "  p%u: {}\n", p);
  if (parties > 2 && seeded_chance(random, 20))
    eir_i_text_add_format(text, "consent: {at_least: %u}\n", parties - 1);
  eir_i_text_add(text, "issues:\n");
  for (unsigned i = 0; i < issues; i++) {
    eir_i_text_add_format(text, "  i%u: {options: [", i);
    for (unsigned o = 0; o < options; o++)
      eir_i_text_add_format(text, "%so%u", o == 0 ? "" : ", ", o);
    eir_i_text_add(text, "]}\n");
  }
  eir_i_text_add(text, "positions:\n");
  add_positions(text, random, parties, issues, options);
}

static eir_solution *solve(const eir_case *the_case, int64_t epsilon) {
  eir_options *options;
  eir_solution *solution;
  assert_int_equal(eir_options_new(context, &options), EIR_OK);
  assert_int_equal(eir_options_set(options, "epsilon", epsilon), EIR_OK);
  assert_int_equal(eir_solve(the_case, options, NULL, &solution), EIR_OK);
  eir_options_free(options);
  assert_int_equal(eir_solution_end(solution), EIR_END_COMPLETE);
  assert_int_equal(eir_solution_epsilon(solution), epsilon);
  return solution;
}

/* score - other >= -epsilon * scale, exactly; `sign` 1 asks for >= +epsilon. */
static bool is_within(const eir_solution *of, size_t i, int64_t score, int64_t other,
                      int sign) {
  eir_i_i128 apart = ((eir_i_i128)score - other) * EIR_I_COVER_ONE;
  eir_i_i128 epsilon = (eir_i_i128)of->cover.epsilon * of->scale[i];
  return apart >= (sign > 0 ? epsilon : -epsilon);
}

static bool qualifies(const eir_solution *cover, const int64_t *scores) {
  const eir_case *the_case = cover->the_case;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[i]].position;
    if (!is_within(cover, i, scores[i], position->reservation, 1))
      return false;
  }
  return true;
}

static bool is_near(const eir_solution *cover, const int64_t *scores) {
  size_t n = cover->the_case->n_signatories;
  for (size_t e = 0; e < eir_solution_frontier_size(cover); e++) {
    const int64_t *own = eir_solution_frontier_get(cover, e).scores;
    size_t i = 0;
    while (i < n && is_within(cover, i, own[i], scores[i], -1))
      i++;
    if (i == n)
      return true;
  }
  return false;
}

/* Every entry of the cover is at most some entry of the frontier: it is a deal, and no
 * better than what there is. */
static bool is_possible(const eir_solution *exact, const int64_t *scores) {
  size_t n = exact->the_case->n_signatories;
  for (size_t e = 0; e < eir_solution_frontier_size(exact); e++) {
    const int64_t *own = eir_solution_frontier_get(exact, e).scores;
    size_t i = 0;
    while (i < n && own[i] >= scores[i])
      i++;
    if (i == n)
      return true;
  }
  return false;
}

/* An entry's outcome is a deal and has the scores that the entry gives. */
static bool is_its_own(const eir_solution *cover, eir_deal deal) {
  const eir_case *the_case = cover->the_case;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_position *position =
        &the_case->parties[the_case->signatories[i]].position;
    if (eir_i_check_score(position, the_case->n_issues, deal.options) != deal.scores[i])
      return false;
  }
  return eir_i_check_deal(the_case, deal.options, false);
}

typedef struct tally {
  size_t promised; /* frontier entries for which the cover owes something */
  size_t left_out; /* entries of frontiers less entries of covers */
} tally;

static void check_cover(const eir_solution *exact, const eir_solution *cover,
                        uint64_t seed, tally *out) {
  size_t size = eir_solution_frontier_size(exact);
  for (size_t e = 0; e < size; e++) {
    const int64_t *scores = eir_solution_frontier_get(exact, e).scores;
    if (!qualifies(cover, scores))
      continue;
    out->promised++;
    if (!is_near(cover, scores))
      print_error("seed %llu, entry %zu\n", (unsigned long long)seed, e);
    assert_true(is_near(cover, scores));
  }
  size_t covered = eir_solution_frontier_size(cover);
  for (size_t e = 0; e < covered; e++) {
    eir_deal deal = eir_solution_frontier_get(cover, e);
    assert_true(is_possible(exact, deal.scores));
    assert_true(is_its_own(cover, deal));
  }
  assert_true(covered <= size);
  assert_true(covered < 2 || eir_i_front_check(cover->asked.scores, covered,
                                               cover->asked.n_dimensions));
  out->left_out += size - covered;
}

/* From 0.001 to 0.3, most of them small; a third is not a round number. */
static int64_t any_epsilon(seeded *random) {
  static const int64_t thousandths[] = {1, 3, 10, 25, 50, 100, 200, 300};
  int64_t epsilon = thousandths[seeded_below(random, 8)] * 1000000000;
  if (epsilon < INT64_C(300000000000) && seeded_chance(random, 33))
    epsilon += seeded_below(random, 999999999);
  return epsilon;
}

static void covers_keep_their_promise(void **state) {
  (void)state;
  tally found = {0};
  eir_i_memory memory;
  eir_i_memory_init(&memory, NULL);
  printf("seeds 5000 to %d\n", 5000 + N_CASES - 1);
  for (uint64_t seed = 5000; seed < 5000 + N_CASES; seed++) {
    seeded random = seeded_from(seed);
    eir_i_text text;
    eir_i_text_init(&text, &memory);
    make_case(&text, &random);
    eir_case *the_case;
    assert_int_equal(eir_case_read_text(context, "case", NULL, text.data, text.length,
                                        &the_case, NULL),
                     EIR_OK);
    eir_solution *exact = solve(the_case, 0);
    eir_solution *cover = solve(the_case, any_epsilon(&random));
    check_cover(exact, cover, seed, &found);
    eir_answer answer = eir_solution_deals_exist(cover);
    assert_true(answer == EIR_UNKNOWN || answer == eir_solution_deals_exist(exact));
    eir_solution_free(cover);
    eir_solution_free(exact);
    eir_case_free(the_case);
    eir_i_text_free(&text);
  }
  printf("%zu entries promised a neighbour, %zu left out\n", found.promised,
         found.left_out);
  assert_true(found.promised > 1000 && found.left_out > 1000);
}

int main(void) {
  if (eir_context_new(NULL, &context) != EIR_OK)
    return EXIT_FAILURE;
  const struct CMUnitTest tests[] = {cmocka_unit_test(covers_keep_their_promise)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  eir_context_free(context);
  return failed;
}
