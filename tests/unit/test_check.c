/* The checker of answers really rejects. This program stands in for the solver: it
 * defines the accessors of a solution itself, over an answer that the oracle found, and
 * then spoils that answer in every way that the checker should notice. (The linker
 * takes the accessors from here, so nothing of the solver is in this program.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle.h"
#include "sketch_make.h"
#include "solve/check.h"

#include "base/banned.h"

enum { MAX_ENTRIES = 400, MAX_WIDTH = 10 };

/* ---- a solution to spoil ---- */

typedef struct entry {
  uint32_t options[MAX_WIDTH];
  int64_t scores[MAX_WIDTH];
} entry;

struct eir_solution {
  bool over_outcomes, has_frontier, extremes;
  eir_end end;
  eir_answer exist, possible;
  char outcomes[24], count[24], possible_count[24];
  size_t size;
  entry entries[MAX_ENTRIES];
  bool found[EIR_CONCEPT_COUNT];
  size_t ties[EIR_CONCEPT_COUNT];
  entry chosen[EIR_CONCEPT_COUNT];
  int64_t ideal[MAX_WIDTH], nadir[MAX_WIDTH];
};

eir_end eir_solution_end(const eir_solution *s) {
  return s->end;
}
eir_answer eir_solution_deals_exist(const eir_solution *s) {
  return s->exist;
}
eir_answer eir_solution_possible_exist(const eir_solution *s) {
  return s->possible;
}
const char *eir_solution_outcomes(const eir_solution *s) {
  return s->outcomes;
}
const char *eir_solution_count(const eir_solution *s) {
  return s->count;
}
const char *eir_solution_possible_count(const eir_solution *s) {
  return s->possible_count;
}
bool eir_solution_has_frontier(const eir_solution *s) {
  return s->has_frontier;
}
bool eir_solution_over_outcomes(const eir_solution *s) {
  return s->over_outcomes;
}
size_t eir_solution_frontier_size(const eir_solution *s) {
  return s->size;
}
eir_deal eir_solution_frontier_get(const eir_solution *s, size_t index) {
  return (eir_deal){s->entries[index].options, s->entries[index].scores};
}
eir_concept_result eir_solution_concept(const eir_solution *s, eir_concept which) {
  const entry *chosen = &s->chosen[which];
  return (eir_concept_result){.found = s->found[which],
                              .deal = {chosen->options, chosen->scores},
                              .ties = s->ties[which],
                              .value_exact = ""};
}
bool eir_solution_ideal(const eir_solution *s, size_t k, int64_t *out_score) {
  *out_score = s->ideal[k];
  return s->extremes;
}
bool eir_solution_nadir(const eir_solution *s, size_t k, int64_t *out_score) {
  *out_score = s->nadir[k];
  return s->extremes;
}
const char *eir_concept_id(eir_concept which) {
  static const char *const ids[] = {"nash", "kalai_smorodinsky", "egalitarian",
                                    "utilitarian"};
  return ids[which];
}

/* ---- an answer by the oracle ---- */

typedef struct scene {
  sketch *s;
  oracle *o;
  eir_context *context;
  eir_case *the_case;
  eir_solution *solution;
} scene;

/* The library's number for a score of the oracle. */
static int64_t in_library_units(const scene *sc, size_t k, int64_t score) {
  const eir_case *c = sc->the_case;
  const int64_t unit = c->parties[c->signatories[k]].position.unit;
  return (int64_t)((eir_i_i128)score * unit / sc->o->unit[k]);
}

static void fill_entry(const scene *sc, size_t number, entry *out) {
  sketch_outcome outcome;
  oracle_outcome(sc->o, number, outcome);
  for (size_t i = 0; i < sc->s->n_issues; i++)
    out->options[i] = outcome[i];
  for (size_t k = 0; k < sc->o->n_signatories && !sc->o->has_stances; k++) {
    out->scores[k] = in_library_units(sc, k, oracle_scores(sc->o, number)[k]);
  }
}

static void fill_solution(scene *sc) {
  const oracle *o = sc->o;
  eir_solution *s = sc->solution;
  const size_t *frontier = s->over_outcomes ? o->open_frontier : o->frontier;
  s->size = s->over_outcomes ? o->open_frontier_size : o->frontier_size;
  s->has_frontier = o->has_frontier;
  s->exist = o->n_certain > 0 ? EIR_YES : EIR_NO;
  s->possible = o->n_possible > 0 ? EIR_YES : EIR_NO;
  snprintf(s->outcomes, sizeof s->outcomes, "%zu", o->n_outcomes);
  snprintf(s->count, sizeof s->count, "%zu", o->n_certain);
  snprintf(s->possible_count, sizeof s->possible_count, "%zu", o->n_possible);
  assert_true(s->size < MAX_ENTRIES);
  for (size_t e = 0; e < s->size; e++)
    fill_entry(sc, frontier[e], &s->entries[e]);
  s->extremes = o->has_frontier && o->n_certain > 0;
  for (size_t c = 0; c < ORACLE_CONCEPTS && s->extremes; c++) {
    s->found[c] = true;
    s->ties[c] = o->solutions[c].ties;
    fill_entry(sc, o->solutions[c].outcome, &s->chosen[c]);
  }
  for (size_t k = 0; k < o->n_signatories && s->extremes; k++) {
    s->ideal[k] = in_library_units(sc, k, o->ideal[k]);
    s->nadir[k] = in_library_units(sc, k, o->nadir[k]);
  }
}

/* Takes the sketch. False when the frontier is too large for this test. */
static bool open_scene(scene *sc, sketch *s, bool over_outcomes) {
  bool rounded[SKETCH_MAX_PARTIES] = {false};
  *sc = (scene){.s = s};
  char *text = sketch_write(s);
  assert_int_equal(eir_context_new(NULL, &sc->context), EIR_OK);
  assert_int_equal(eir_case_read_text(sc->context, "case", NULL, text, strlen(text),
                                      &sc->the_case, NULL),
                   EIR_OK);
  free(text);
  for (size_t k = 0; k < sketch_signatories(s); k++) {
    const size_t p = eir_case_signatory_party(sc->the_case, k);
    const eir_party_info info = eir_case_party(sc->the_case, p);
    rounded[k] = info.has_scores && !info.exact;
  }
  sc->o = oracle_answer(s, rounded);
  sc->solution = calloc(1, sizeof *sc->solution);
  assert_non_null(sc->solution);
  sc->solution->over_outcomes = over_outcomes;
  if (sc->o->frontier_size >= MAX_ENTRIES || sc->o->open_frontier_size >= MAX_ENTRIES) {
    return false;
  }
  fill_solution(sc);
  return true;
}

static void close_scene(scene *sc) {
  oracle_free(sc->o);
  free(sc->solution);
  eir_case_free(sc->the_case);
  eir_context_free(sc->context);
  sketch_free(sc->s);
}

static void assert_right(const scene *sc) {
  char why[200] = "";
  if (!eir_i_check_solution(sc->the_case, sc->solution, why, sizeof why))
    fail_msg("%s", why);
}

static void assert_wrong(const scene *sc, const char *word) {
  char why[200] = "";
  assert_false(eir_i_check_solution(sc->the_case, sc->solution, why, sizeof why));
  if (strstr(why, word) == NULL)
    fail_msg("'%s' does not say '%s'", why, word);
}

/* ---- a case with a frontier of three, a dominated deal, and equal vectors ---- */

/*   one issue of 6 options: scores (5,1) (3,3) (1,5) (2,2) (3,3) and (9,-1), which b
 *   refuses; reservations 0 */
static sketch *make_small(void) {
  static const int64_t values[2][6] = {{5, 3, 1, 2, 3, 9}, {1, 3, 5, 2, 3, -1}};
  sketch *s = sketch_new();
  s->n_parties = 2;
  s->n_issues = 1;
  s->issues[0] = (sketch_issue){.n_options = 6, .option_tag = {1, 2, 3, 4, 5, 6}};
  for (size_t p = 0; p < 2; p++) {
    sketch_party *party = &s->parties[p];
    *party = (sketch_party){.tag = (uint8_t)p,
                            .signs = true,
                            .position = SKETCH_POINTS,
                            .has_reservation = true};
    party->reservation = (sketch_number){0, 1};
    party->has_scale = true; /* so that all three have the same sum of utilities */
    party->scale = (sketch_number){10, 1};
    party->entries[0].listed = true;
    for (size_t v = 0; v < 6; v++) {
      party->entries[0].value[v] = (sketch_number){values[p][v], 1};
    }
  }
  return s;
}

static int open_small(void **state) {
  static scene sc;
  assert_true(open_scene(&sc, make_small(), false));
  assert_int_equal(sc.solution->size, 3);
  *state = &sc;
  return 0;
}

static int close_small(void **state) {
  close_scene(*state);
  return 0;
}

static void accepts_what_is_right(void **state) {
  assert_right(*state);
}

static void rejects_a_wrong_score(void **state) {
  scene *sc = *state;
  sc->solution->entries[1].scores[0]++;
  assert_wrong(sc, "wrong scores");
}

static void rejects_what_is_no_deal(void **state) {
  scene *sc = *state;
  sc->solution->entries[0] = (entry){.options = {5}, .scores = {9, -1}};
  assert_wrong(sc, "not a deal");
}

static void rejects_an_option_out_of_range(void **state) {
  scene *sc = *state;
  sc->solution->entries[2].options[0] = 6;
  assert_wrong(sc, "none such");
}

static void rejects_disorder(void **state) {
  scene *sc = *state;
  const entry kept = sc->solution->entries[0];
  sc->solution->entries[0] = sc->solution->entries[1];
  sc->solution->entries[1] = kept;
  assert_wrong(sc, "out of order");
}

static void rejects_equal_entries(void **state) {
  scene *sc = *state;
  sc->solution->entries[2] = sc->solution->entries[1];
  assert_wrong(sc, "are equal");
}

static void rejects_a_dominated_entry(void **state) {
  scene *sc = *state;
  sc->solution->entries[2] = (entry){.options = {3}, .scores = {2, 2}};
  assert_wrong(sc, "dominates");
}

static void rejects_a_missing_entry(void **state) {
  scene *sc = *state;
  sc->solution->size = 2;
  sc->solution->nadir[0] = 3;
  sc->solution->ideal[1] = 3;
  sc->solution->ties[EIR_UTILITARIAN] = 2; /* what is left agrees with itself */
  assert_wrong(sc, "missing");
}

static void rejects_a_later_outcome(void **state) {
  scene *sc = *state;
  sc->solution->entries[1].options[0] = 4;
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    if (sc->solution->chosen[c].options[0] == 1)
      sc->solution->chosen[c].options[0] = 4;
  }
  assert_wrong(sc, "first outcome");
}

static void rejects_another_choice(void **state) {
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    scene *sc = *state;
    const entry kept = sc->solution->chosen[c];
    sc->solution->chosen[c] = sc->solution->entries[kept.options[0] == 0 ? 1 : 0];
    if (c == EIR_UTILITARIAN) { /* the first of equals wins */
      assert_wrong(sc, "ties with");
    } else {
      assert_wrong(sc, "is better than");
    }
    sc->solution->chosen[c] = kept;
  }
}

static void rejects_wrong_ties(void **state) {
  scene *sc = *state;
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    sc->solution->ties[c]++;
    assert_wrong(sc, "ties, not");
    sc->solution->ties[c]--;
  }
}

static void rejects_a_missing_solution(void **state) {
  scene *sc = *state;
  sc->solution->found[EIR_NASH] = false;
  assert_wrong(sc, "nash is missing");
}

static void rejects_a_choice_off_the_frontier(void **state) {
  scene *sc = *state;
  sc->solution->chosen[EIR_NASH].options[0] = 4; /* as good, but not the entry */
  assert_wrong(sc, "nash");
}

static void rejects_wrong_extremes(void **state) {
  scene *sc = *state;
  sc->solution->ideal[1]++;
  assert_wrong(sc, "ideal or nadir");
  sc->solution->ideal[1]--;
  sc->solution->nadir[0]--;
  assert_wrong(sc, "ideal or nadir");
  sc->solution->nadir[0]++;
  sc->solution->extremes = false;
  assert_wrong(sc, "missing");
}

static void rejects_wrong_numbers(void **state) {
  scene *sc = *state;
  sc->solution->count[0]++;
  assert_wrong(sc, "deals, not");
  sc->solution->count[0]--;
  sc->solution->possible_count[0]++;
  assert_wrong(sc, "possible deals, not");
  sc->solution->possible_count[0]--;
  sc->solution->outcomes[0]++;
  assert_wrong(sc, "outcomes, not");
}

static void rejects_wrong_existence(void **state) {
  scene *sc = *state;
  sc->solution->exist = EIR_NO;
  assert_wrong(sc, "certain");
  sc->solution->exist = EIR_UNKNOWN; /* only a run that ended early may not know */
  assert_wrong(sc, "certain");
  sc->solution->exist = EIR_YES;
  sc->solution->possible = EIR_NO;
  assert_wrong(sc, "possible");
  sc->solution->exist = EIR_UNKNOWN;
  sc->solution->possible = EIR_UNKNOWN;
  sc->solution->end = EIR_END_LIMIT_STEPS;
  assert_right(sc);
}

/* "No deal" is false, and the checker finds the deal. */
static void rejects_a_false_no_deal(void **state) {
  scene *sc = *state;
  eir_solution *s = sc->solution;
  s->exist = s->possible = EIR_NO;
  s->size = 0;
  s->extremes = false;
  memset(s->found, 0, sizeof s->found);
  assert_wrong(sc, "missing");
}

/* ---- random answers ---- */

static void agrees_with_the_oracle(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 1500; seed++) {
    scene sc;
    if (open_scene(&sc, sketch_make(seed, 400), seed % 3 == 0)) {
      char why[200] = "";
      if (!eir_i_check_solution(sc.the_case, sc.solution, why, sizeof why)) {
        fail_msg("seed %llu: %s", (unsigned long long)seed, why);
      }
    }
    close_scene(&sc);
  }
}

/* Any frontier entry left out, any score changed, any solution moved is noticed. */
static void notices_random_changes(void **state) {
  (void)state;
  size_t spoilt = 0;
  for (uint64_t seed = 0; seed < 600; seed++) {
    scene sc;
    seeded random = seeded_from(seed);
    const bool fits = open_scene(&sc, sketch_make(seed, 400), false);
    eir_solution *s = sc.solution;
    if (fits && s->size > 1) {
      const size_t e = seeded_below(&random, (uint32_t)s->size);
      const size_t k = seeded_below(&random, (uint32_t)sc.o->n_signatories);
      s->entries[e].scores[k]++;
      assert_wrong(&sc, "scores");
      s->entries[e].scores[k]--;
      memmove(&s->entries[e], &s->entries[e + 1], (s->size - e - 1) * sizeof(entry));
      s->size--;
      assert_wrong(&sc, "");
      spoilt++;
    }
    close_scene(&sc);
  }
  assert_true(spoilt > 100);
}

int main(void) {
#define ON_SMALL(test) cmocka_unit_test_setup_teardown(test, open_small, close_small)
  const struct CMUnitTest tests[] = {
      ON_SMALL(accepts_what_is_right),
      ON_SMALL(rejects_a_wrong_score),
      ON_SMALL(rejects_what_is_no_deal),
      ON_SMALL(rejects_an_option_out_of_range),
      ON_SMALL(rejects_disorder),
      ON_SMALL(rejects_equal_entries),
      ON_SMALL(rejects_a_dominated_entry),
      ON_SMALL(rejects_a_missing_entry),
      ON_SMALL(rejects_a_later_outcome),
      ON_SMALL(rejects_another_choice),
      ON_SMALL(rejects_wrong_ties),
      ON_SMALL(rejects_a_missing_solution),
      ON_SMALL(rejects_a_choice_off_the_frontier),
      ON_SMALL(rejects_wrong_extremes),
      ON_SMALL(rejects_wrong_numbers),
      ON_SMALL(rejects_wrong_existence),
      ON_SMALL(rejects_a_false_no_deal),
      cmocka_unit_test(agrees_with_the_oracle),
      cmocka_unit_test(notices_random_changes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
