/* The harbour example explained: who signs, who blocks, what would bring each in.
 *
 * All figures are those of a public test game (examples/harbour/case.yaml says which),
 * counted over its 720 outcomes by other means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case_text.h"
#include "explained.h"

#include "base/banned.h"

enum { MAYOR, OTHER_CITIES, UNION, DEVELOPER, DEPARTMENT, ENVIRONMENT, PARTIES };

typedef struct harbour {
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
  eir_explanation *explanation;
} harbour;

static void explain_case(harbour *h) {
  assert_int_equal(eir_solve(h->the_case, NULL, NULL, &h->solution), EIR_OK);
  h->explanation = explained_new(h->solution, NULL);
  assert_non_null(h->explanation);
}

static void harbour_open(harbour *h, const char *path) {
  assert_int_equal(eir_context_new(NULL, &h->context), EIR_OK);
  assert_int_equal(eir_case_read_file(h->context, path, &h->the_case, NULL), EIR_OK);
  explain_case(h);
}

static void harbour_close(harbour *h) {
  explained_free(h->explanation);
  eir_solution_free(h->solution);
  eir_case_free(h->the_case);
  eir_context_free(h->context);
}

#define HARBOUR EIR_SOURCE_DIR "/examples/harbour/"

/* ---- packages ---- */

static const char *const alone[] = {"646", "555", "462", "354", "195", "320"};
static const char *const if_not_blocking[] = {"12", "20", "27", "68", "34", "32"};
static const char *const sole_refuser[] = {"0", "8", "15", "56", "22", "20"};

/* They assume that all must sign, whatever the rule of the case is. */
static void assert_counts(const eir_explanation *e) {
  assert_true(e->has[EIR_EXPLAINED_PACKAGES]);
  for (size_t k = 0; k < PARTIES; k++) {
    assert_int_equal(e->packages[k].party, k);
    assert_string_equal(e->packages[k].alone, alone[k]);
    assert_string_equal(e->packages[k].if_not_blocking, if_not_blocking[k]);
    assert_string_equal(e->packages[k].sole_refuser, sole_refuser[k]);
  }
}

static void twelve_deals_when_all_must_sign(void **state) {
  (void)state;
  static const int64_t headroom[] = {69, 54, 83, 70, 81, 77};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_packages(h.explanation), EIR_OK);
  assert_string_equal(e->n_deals, "12");
  assert_counts(e);
  for (size_t k = 0; k < PARTIES; k++) {
    assert_true(e->packages[k].has_headroom);
    assert_false(e->packages[k].headroom_unlimited);
    const int64_t unit = h.the_case->parties[k].position.unit;
    assert_int_equal(e->packages[k].headroom, headroom[k] * unit);
    assert_string_equal(e->packages[k].shapley_shubik, "1/6");
    assert_string_equal(e->packages[k].banzhaf, "1");
  }
  assert_true(e->idle_known); /* whoever never refuses alone has only idle demands */
  assert_int_equal(e->idle.count, 1);
  assert_string_equal(e->demands[e->idle.demands[0]].id, "positions.mayor.reservation");
  harbour_close(&h);
}

static void fifty_five_deals_when_five_are_enough(void **state) {
  (void)state;
  harbour h;
  harbour_open(&h, HARBOUR "quota.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_packages(h.explanation), EIR_OK);
  assert_string_equal(e->n_deals, "55");
  assert_counts(e);
  for (size_t k = 0; k < PARTIES; k++) {
    const bool veto = k == DEVELOPER || k == DEPARTMENT;
    assert_true(e->packages[k].has_headroom);
    /* Any one of the others can be left out of a deal that all six accept. */
    assert_int_equal(e->packages[k].headroom_unlimited, !veto);
    /* 3 of 4 others: C(3, 2) = 3 of 6 C(5, 4) = 30 orders; vetoes: 1 + 4 swings */
    assert_string_equal(e->packages[k].shapley_shubik, veto ? "3/10" : "1/10");
    assert_string_equal(e->packages[k].banzhaf, veto ? "5" : "3");
    const double share = veto ? 5.0 / 22.0 : 3.0 / 22.0;
    assert_true(e->packages[k].banzhaf_value == share);
  }
  harbour_close(&h);
}

static void six_options_are_never_used(void **state) {
  (void)state;
  static const uint8_t never[5][5] = {
      {0}, {1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {1, 1, 0, 0, 1}};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  assert_int_equal(eir_solution_use_scope(h.solution), EIR_USE_OF_DEALS);
  for (size_t i = 0; i < 5; i++) {
    for (size_t o = 0; o < h.the_case->issues[i].n_options; o++)
      assert_int_equal(eir_solution_use(h.solution, i, o) == EIR_USE_NEVER,
                       never[i][o]);
  }
  harbour_close(&h);
}

/* ---- an option split in two ---- */

/* The file's text with `with` after each line's first `mark`, if it has one, and what
 * follows the mark up to a comma or brace once more, as the worth of the new option. */
static char *split_funds(const char *path) {
  static const char mark[] = "third: ", with[] = ", third_again: ";
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  char line[512];
  char *text = calloc(1, 65536);
  assert_non_null(text);
  size_t length = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    assert_true(length + 2 * sizeof line < 65536);
    const char *at = strstr(line, mark);
    const bool is_option = at != NULL && strstr(line, "{name:") != NULL;
    if (is_option) /* a line of its own for the new option */
      length += (size_t)snprintf(text + length, sizeof line,
                                 "%s      third_again: {}\n", line);
    else if (at == NULL)
      length += (size_t)snprintf(text + length, sizeof line, "%s", line);
    else {
      const int worth = (int)strcspn(at + strlen(mark), ",}");
      const char *rest = at + strlen(mark) + worth;
      length += (size_t)snprintf(text + length, 2 * sizeof line, "%.*s%s%.*s%s",
                                 (int)(rest - line), line, with, worth,
                                 at + strlen(mark), rest);
    }
  }
  fclose(file);
  return text;
}

/* The state's third is written down twice: 900 packages instead of 720, and with them
 * every count moves. What a party can ask for, its power and the deals' worth do
 * not. */
static void a_split_option_moves_counts_only(void **state) {
  (void)state;
  static const char *const now_alone[] = {"826", "690", "588", "476", "260", "400"};
  static const char *const now_if[] = {"21", "31", "45", "96", "45", "48"};
  static const char *const now_sole[] = {"0", "10", "24", "75", "24", "27"};
  harbour h, split;
  harbour_open(&h, HARBOUR "case.yaml");
  char *text = split_funds(HARBOUR "case.yaml");
  assert_int_equal(eir_context_new(NULL, &split.context), EIR_OK);
  split.the_case = case_from(split.context, text);
  free(text);
  explain_case(&split);
  assert_string_equal(eir_solution_outcomes(split.solution), "900");
  assert_int_equal(eir_i_explain_packages(h.explanation), EIR_OK);
  assert_int_equal(eir_i_explain_packages(split.explanation), EIR_OK);
  assert_string_equal(split.explanation->n_deals, "21");
  for (size_t k = 0; k < PARTIES; k++) {
    const eir_party_packages *was = &h.explanation->packages[k];
    const eir_party_packages *is = &split.explanation->packages[k];
    assert_string_equal(is->alone, now_alone[k]);
    assert_string_equal(is->if_not_blocking, now_if[k]);
    assert_string_equal(is->sole_refuser, now_sole[k]);
    assert_int_equal(is->headroom, was->headroom);
    assert_string_equal(is->shapley_shubik, was->shapley_shubik);
  }
  assert_int_equal(split.explanation->idle.count, h.explanation->idle.count);
  const eir_concept_result before = eir_solution_concept(h.solution, EIR_NASH);
  const eir_concept_result after = eir_solution_concept(split.solution, EIR_NASH);
  assert_string_equal(before.value_exact, after.value_exact);
  harbour_close(&split);
  harbour_close(&h);
}

/* ---- one outcome ---- */

static void assert_refusals(const eir_explanation *e, const int64_t *short_by) {
  assert_true(e->has[EIR_EXPLAINED_OUTCOME]);
  assert_int_equal(e->n_reviews, PARTIES);
  for (size_t k = 0; k < PARTIES; k++) {
    const int64_t unit = e->the_case->parties[k].position.unit;
    assert_int_equal(e->reviews[k].party, k);
    assert_int_equal(e->reviews[k].short_by, short_by[k] * unit);
    assert_int_equal(e->reviews[k].accepts, short_by[k] == 0);
    assert_int_equal(e->reviews[k].broken.count, 0);
  }
}

static void the_favourite_of_one_is_refused_by_four(void **state) {
  (void)state;
  static const uint32_t favourite[] = {0, 0, 3, 0, 4};
  static const int64_t scores[] = {76, 0, 45, 100, 19, 0};
  static const int64_t short_by[] = {0, 31, 5, 0, 46, 55};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_outcome(h.explanation, favourite), EIR_OK);
  assert_refusals(e, short_by);
  for (size_t k = 0; k < PARTIES; k++) {
    const int64_t unit = h.the_case->parties[k].position.unit;
    assert_int_equal(e->outcome.outcome.scores[k], scores[k] * unit);
    assert_int_equal(e->reviews[k].score, scores[k] * unit);
  }
  assert_false(e->outcome.is_deal);
  assert_false(e->outcome.is_possible_deal);
  assert_int_equal(e->outcome.n_signatures, 2);
  assert_int_equal(e->outcome.broken_constraints.count, 0);
  harbour_close(&h);
}

/* The outcome with the largest sum of scores, 412. */
static void the_best_total_is_refused_by_both_vetoes(void **state) {
  (void)state;
  static const uint32_t best[] = {1, 2, 0, 0, 0};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_outcome(h.explanation, best), EIR_OK);
  int64_t total = 0;
  for (size_t k = 0; k < PARTIES; k++) {
    total += e->reviews[k].score / h.the_case->parties[k].position.unit;
    assert_int_equal(e->reviews[k].accepts, k != DEVELOPER && k != DEPARTMENT);
  }
  assert_int_equal(total, 412);
  assert_int_equal(e->outcome.n_signatures, 4);
  harbour_close(&h);
}

static void assert_change(const eir_change *change, size_t party, size_t issue,
                          uint32_t option) {
  assert_int_equal(change->party, party);
  assert_int_equal(change->n_issues, 1);
  assert_int_equal(change->issue[0], issue);
  assert_int_equal(change->option[0], option);
  assert_true(change->keeps_constraints);
}

/* The union lacks 5 of 50: more local jobs would bring it in, at the cost of others. */
static void small_changes_bring_refusers_in(void **state) {
  (void)state;
  static const uint32_t favourite[] = {0, 0, 3, 0, 4};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_outcome(h.explanation, favourite), EIR_OK);
  const eir_change *changes = e->changes;
  /* Neighbouring towns, short by 31: 45 or 60 a year are enough, and the smaller costs
   * the harbour company 18 of 100, the larger 23. */
  assert_true(e->outcome.n_changes > 3);
  assert_change(&changes[0], OTHER_CITIES, 4, 1);
  assert_int_equal(changes[0].gain[DEVELOPER],
                   -18 * h.the_case->parties[DEVELOPER].position.unit);
  assert_change(&changes[1], OTHER_CITIES, 4, 0);
  assert_false(changes[0].is_deal);
  /* The union: mixed quays cost the company 6, the mayor 6; half payment ... */
  size_t i = 2;
  while (i < e->outcome.n_changes && changes[i].party != UNION)
    i++;
  assert_true(i < e->outcome.n_changes);
  assert_change(&changes[i], UNION, 0, 1);
  assert_int_equal(changes[i].gain[UNION],
                   5 * h.the_case->parties[UNION].position.unit);
  assert_false(e->outcome.changes_complete); /* there are more pairs than are listed */
  harbour_close(&h);
}

static void a_deal_needs_no_change(void **state) {
  (void)state;
  static const uint32_t nash[] = {1, 2, 2, 1, 2};
  static const int64_t short_by[PARTIES] = {0};
  harbour h;
  harbour_open(&h, HARBOUR "case.yaml");
  const eir_explanation *e = h.explanation;
  assert_int_equal(eir_i_explain_outcome(h.explanation, nash), EIR_OK);
  assert_refusals(e, short_by);
  assert_true(e->outcome.is_deal);
  assert_true(e->outcome.is_possible_deal);
  assert_int_equal(e->outcome.n_changes, 0);
  assert_true(e->outcome.changes_complete);
  harbour_close(&h);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(twelve_deals_when_all_must_sign),
      cmocka_unit_test(fifty_five_deals_when_five_are_enough),
      cmocka_unit_test(six_options_are_never_used),
      cmocka_unit_test(a_split_option_moves_counts_only),
      cmocka_unit_test(the_favourite_of_one_is_refused_by_four),
      cmocka_unit_test(the_best_total_is_refused_by_both_vetoes),
      cmocka_unit_test(small_changes_bring_refusers_in),
      cmocka_unit_test(a_deal_needs_no_change),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
