/* Changes of a case that must not change the answer, or only in a known way: another
 * order of parties, issues or options, another unit of a party's points, an option said
 * twice. No oracle is needed, so the cases can be larger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_cases.h"
#include "seeded.h"
#include "sketch_change.h"

#include "base/banned.h"

enum { CASES = 700, OUTCOMES = 3000, LARGE_CASES = 40, LARGE_OUTCOMES = 100000 };

/* ---- score vectors, whatever their order ---- */

/* A frontier's vectors in points, sorted. */
typedef struct vectors {
  size_t count, width;
  mpq_ptr cells;
  mpq_ptr *rows; /* [count] */
} vectors;

/* qsort gives no context, so the first cell of a row is the number of the others. */
static int row_compare(const void *left, const void *right) {
  const mpq_srcptr a = *(const mpq_ptr *)left, b = *(const mpq_ptr *)right;
  const size_t width = mpz_get_ui(mpq_numref(a));
  for (size_t k = 1; k <= width; k++) {
    const int order = mpq_cmp(a + k, b + k);
    if (order != 0)
      return order;
  }
  return 0;
}

/* Column k is signatory column[k] of the run; NULL: as it is. */
static vectors read_vectors(const run *r, const size_t *column) {
  const size_t n = eir_case_signatory_count(r->the_case);
  vectors out = {.count = eir_solution_frontier_size(r->solution), .width = n + 1};
  out.cells = calloc(out.count * out.width + 1, sizeof *out.cells);
  out.rows = calloc(out.count + 1, sizeof *out.rows);
  if (out.cells == NULL || out.rows == NULL)
    abort();
  for (size_t e = 0; e < out.count; e++) {
    mpq_ptr row = out.cells + e * out.width;
    out.rows[e] = row;
    const eir_deal entry = eir_solution_frontier_get(r->solution, e);
    mpq_init(row);
    mpq_set_ui(row, n, 1);
    for (size_t k = 0; k < n; k++) {
      const size_t from = column != NULL ? column[k] : k;
      const size_t p = eir_case_signatory_party(r->the_case, from);
      mpq_init(row + k + 1);
      mpq_set_si(row + k + 1, entry.scores[from],
                 (unsigned long)eir_case_party(r->the_case, p).unit);
      mpq_canonicalize(row + k + 1);
    }
  }
  qsort(out.rows, out.count, sizeof *out.rows, row_compare);
  return out;
}

static void scale_column(vectors *v, size_t k, int64_t factor, int64_t divisor) {
  mpq_t by;
  mpq_init(by);
  mpq_set_si(by, factor, (unsigned long)divisor);
  mpq_canonicalize(by);
  for (size_t e = 0; e < v->count; e++) {
    mpq_ptr cell = v->cells + e * v->width + k + 1;
    mpq_mul(cell, cell, by);
  }
  mpq_clear(by);
}

static void free_vectors(vectors *v) {
  for (size_t c = 0; c < v->count * v->width; c++)
    mpq_clear(v->cells + c);
  free(v->cells);
  free(v->rows);
}

static bool same_vectors(const vectors *a, const vectors *b, const char *what,
                         verdict *v) {
  if (a->count != b->count) {
    return fault(v, VERDICT_CHANGE, "%s: %zu vectors, before %zu", what, b->count,
                 a->count);
  }
  for (size_t e = 0; e < a->count; e++) {
    if (row_compare(&a->rows[e], &b->rows[e]) == 0)
      continue;
    return fault(v, VERDICT_CHANGE, "%s: vector %zu is another", what, e);
  }
  return true;
}

/* ---- two answers ---- */

static const run_settings plain = {.threads = 1};

/* `counted`: as many deals, too. */
static bool same_deals(const run *a, const run *b, bool counted, const char *what,
                       verdict *v) {
  const char *one = eir_solution_count(a->solution);
  const char *other = eir_solution_count(b->solution);
  if (eir_solution_deals_exist(a->solution) != eir_solution_deals_exist(b->solution) ||
      eir_solution_possible_exist(a->solution) !=
          eir_solution_possible_exist(b->solution)) {
    return fault(v, VERDICT_CHANGE, "%s: existence of deals", what);
  }
  if (!counted || one == NULL || other == NULL || strcmp(one, other) == 0)
    return true;
  return fault(v, VERDICT_CHANGE, "%s: %s deals, before %s", what, other, one);
}

static bool same_values(const run *a, const run *b, const char *what, verdict *v) {
  for (int c = 0; c < EIR_CONCEPT_COUNT; c++) {
    const eir_concept_result one = eir_solution_concept(a->solution, (eir_concept)c);
    const eir_concept_result other = eir_solution_concept(b->solution, (eir_concept)c);
    const bool same = one.found == other.found && one.ties == other.ties &&
                      one.has_value == other.has_value &&
                      (!one.found || strcmp(one.value_exact, other.value_exact) == 0);
    if (same)
      continue;
    return fault(v, VERDICT_CHANGE, "%s: %s is %s with %zu ties, before %s with %zu",
                 what, eir_concept_id((eir_concept)c), other.value_exact, other.ties,
                 one.value_exact, one.ties);
  }
  return true;
}

/* Do all signatories gain by the Nash solution? Where some gain by one deal and others
 * by another, the products are of different parties' points, and their units count. */
static bool all_gain(const run *r) {
  const eir_concept_result nash = eir_solution_concept(r->solution, EIR_NASH);
  for (size_t k = 0; nash.found && k < eir_case_signatory_count(r->the_case); k++) {
    const size_t p = eir_case_signatory_party(r->the_case, k);
    if (nash.deal.scores[k] <= eir_case_party(r->the_case, p).reservation)
      return false;
  }
  return true;
}

static bool same_choices(const run *a, const run *b, const char *what, verdict *v) {
  const size_t n = eir_case_issue_count(a->the_case);
  for (int c = all_gain(a) ? EIR_NASH : EIR_NASH + 1; c < EIR_CONCEPT_COUNT; c++) {
    const eir_concept_result one = eir_solution_concept(a->solution, (eir_concept)c);
    const eir_concept_result other = eir_solution_concept(b->solution, (eir_concept)c);
    const bool same = one.found == other.found &&
                      (!one.found || memcmp(one.deal.options, other.deal.options,
                                            n * sizeof(uint32_t)) == 0);
    if (!same) {
      return fault(v, VERDICT_CHANGE, "%s: %s is another outcome", what,
                   eir_concept_id((eir_concept)c));
    }
  }
  return true;
}

static bool same_outcomes(const run *a, const run *b, const char *what, verdict *v) {
  const size_t n = eir_case_issue_count(a->the_case);
  for (size_t e = 0; e < eir_solution_frontier_size(a->solution); e++) {
    const eir_deal one = eir_solution_frontier_get(a->solution, e);
    const eir_deal other = eir_solution_frontier_get(b->solution, e);
    if (memcmp(one.options, other.options, n * sizeof(uint32_t)) != 0) {
      return fault(v, VERDICT_CHANGE, "%s: entry %zu has another outcome", what, e);
    }
  }
  return true;
}

/* ---- the changes ---- */

typedef struct trial {
  const run *before;
  const char *what;
  const size_t *column; /* see read_vectors(); of the changed case */
  size_t scaled;        /* SIZE_MAX: none */
  int64_t factor, divisor;
  bool counted, values, choices, outcomes; /* what stays the same */
} trial;

static bool try_change(const trial *t, sketch *changed, verdict *v) {
  if (changed == NULL)
    return true; /* the change does not apply */
  run after;
  bool same = run_read(&after, changed, v) && run_solve(&after, &plain, v) &&
              same_deals(t->before, &after, t->counted, t->what, v);
  if (same) {
    vectors a = read_vectors(t->before, NULL), b = read_vectors(&after, t->column);
    if (t->scaled != SIZE_MAX)
      scale_column(&a, t->scaled, t->factor, t->divisor);
    same = same_vectors(&a, &b, t->what, v);
    free_vectors(&a);
    free_vectors(&b);
  }
  if (same && t->values)
    same = same_values(t->before, &after, t->what, v);
  if (same && t->choices)
    same = same_choices(t->before, &after, t->what, v);
  if (same && t->outcomes)
    same = same_outcomes(t->before, &after, t->what, v);
  run_free(&after);
  sketch_free(changed);
  return same;
}

static bool try_parties(const run *before, const sketch *s, seeded *random,
                        verdict *v) {
  uint32_t order[SKETCH_MAX_PARTIES];
  size_t column[SKETCH_MAX_PARTIES] = {0};
  for (uint32_t p = 0; p < s->n_parties; p++)
    order[p] = p;
  seeded_shuffle(random, order, s->n_parties);
  size_t n = 0;
  for (size_t p = 0; p < s->n_parties; p++) {
    if (!s->parties[order[p]].signs)
      continue;
    size_t was = 0; /* which signatory it was before */
    for (size_t q = 0; q < order[p]; q++)
      was += s->parties[q].signs;
    column[was] = n++;
  }
  const trial t = {.before = before,
                   .what = "another order of parties",
                   .column = column,
                   .scaled = SIZE_MAX,
                   .counted = true,
                   .values = true,
                   .choices = true,
                   .outcomes = false};
  return try_change(&t, sketch_permute_parties(s, order), v);
}

static bool try_issues(const run *before, const sketch *s, seeded *random, verdict *v) {
  uint32_t order[SKETCH_MAX_ISSUES];
  for (uint32_t i = 0; i < s->n_issues; i++)
    order[i] = i;
  seeded_shuffle(random, order, s->n_issues);
  const trial t = {.before = before,
                   .what = "another order of issues",
                   .scaled = SIZE_MAX,
                   .counted = true,
                   .values = true};
  return try_change(&t, sketch_permute_issues(s, order), v);
}

static bool try_options(const run *before, const sketch *s, seeded *random,
                        verdict *v) {
  uint32_t order[SKETCH_MAX_OPTIONS];
  const size_t issue = seeded_below(random, s->n_issues);
  for (uint32_t o = 0; o < s->issues[issue].n_options; o++)
    order[o] = o;
  seeded_shuffle(random, order, s->issues[issue].n_options);
  const trial t = {.before = before,
                   .what = "another order of options",
                   .scaled = SIZE_MAX,
                   .counted = true,
                   .values = true};
  return try_change(&t, sketch_permute_options(s, issue, order), v);
}

static bool try_split(const run *before, const sketch *s, seeded *random, verdict *v) {
  const size_t issue = seeded_below(random, s->n_issues);
  const size_t option = seeded_below(random, s->issues[issue].n_options);
  const trial t = {.before = before,
                   .what = "an option said twice",
                   .scaled = SIZE_MAX,
                   .values = true,
                   .choices = true,
                   .outcomes = true};
  return try_change(&t, sketch_split_option(s, issue, option), v);
}

/* Ten times these would not fit. */
static bool has_huge_numbers(const sketch_party *party) {
  for (size_t i = 0; i < SKETCH_MAX_ISSUES; i++) {
    for (size_t o = 0; o < SKETCH_MAX_OPTIONS; o++) {
      const int64_t num = party->entries[i].value[o].num;
      if (num > 1000000000000000 || num < -1000000000000000)
        return true;
    }
  }
  return false;
}

static bool try_scale(const run *before, const sketch *s, seeded *random, verdict *v) {
  static const int64_t factors[][2] = {{10, 1}, {3, 1}, {1, 10}, {7, 2}, {1, 4}};
  const size_t k = seeded_below(random, (uint32_t)sketch_signatories(s));
  const size_t which = seeded_below(random, 5);
  const size_t p = sketch_signatory(s, k);
  for (size_t n = 0; n < sketch_signatories(s); n++) { /* rounded scores don't scale */
    const size_t q = eir_case_signatory_party(before->the_case, n);
    const eir_party_info info = eir_case_party(before->the_case, q);
    if (info.has_scores && (!info.exact || has_huge_numbers(&s->parties[q])))
      return true;
  }
  /* the default scale of a party that never has a positive score does not scale
   * along */
  const bool unscaled =
      s->parties[p].position == SKETCH_POINTS && !s->parties[p].has_scale;
  const trial t = {.before = before,
                   .what = "another unit of points",
                   .scaled = k,
                   .factor = factors[which][0],
                   .divisor = factors[which][1],
                   .counted = true,
                   .choices = !unscaled,
                   .outcomes = true};
  return try_change(&t, sketch_scale_party(s, p, t.factor, t.divisor), v);
}

static bool check(const sketch *s, void *user, verdict *v) {
  (void)user;
  run before;
  bool right = run_read(&before, s, v) && run_solve(&before, &plain, v);
  seeded random = seeded_from(sketch_outcomes(s) + s->style);
  right = right && try_parties(&before, s, &random, v) &&
          try_issues(&before, s, &random, v) && try_options(&before, s, &random, v) &&
          try_split(&before, s, &random, v) && try_scale(&before, s, &random, v);
  run_free(&before);
  return right;
}

static void small_cases_stay_the_same(void **state) {
  (void)state;
  random_cases_try(7000000, CASES, OUTCOMES, check, NULL);
}

static void large_cases_stay_the_same(void **state) {
  (void)state;
  random_cases_try(8000000, LARGE_CASES, LARGE_OUTCOMES, check, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_cases_stay_the_same),
      cmocka_unit_test(large_cases_stay_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
