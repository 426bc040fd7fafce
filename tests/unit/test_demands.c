/* The list of demands: what is said of each, in the order of the case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "case_text.h"
#include "explained.h"

#include "explain/demands.h"

#include "base/banned.h"

static const char text[] =
    "eirene: 1\n"
    "parties:\n"
    "  a: {}\n"
    "  b: {}\n"
    "  c: {}\n"
    "  d: {role: [signatory, guarantor]}\n"
    "  g: {role: guarantor}\n"
    "issues:\n"
    "  i: {options: [p, q]}\n"
    "  d: {range: {from: 0, to: 5, step: 2.5}}\n"
    "sources: {s: {title: A paper, date: 2025-01-02}}\n"
    "constraints:\n"
    "  - {rule: i = p}\n"
    "  - {id: late, rule: d > 0, holds: [0.2, 0.7], cost: 0, because: too early,\n"
    "     source: s#3, basis: text}\n"
    "positions:\n"
    "  a:\n"
    "    {reservation: {value: 2.5, cost: 0.25, basis: text, source: s#1},\n"
    "     points: {i: {p: 1, q: 2}}, because: heard, basis: reading, source: s#2,\n"
    "     red_lines: [{id: named, holds: unknown}, {rule: not i = q, cost: 3}]}\n"
    "  b: {points: {i: {p: 1, q: 2}}, basis: reading, source: s#2}\n"
    "  c: {stance: {i: {p: refuses, q: accepts}, d: {0: accepts, 2.5: unknown}},\n"
    "      basis: reading}\n"
    "  d: {reservation: 1/3, points: {i: {p: 1, q: 2}}, red_lines: [{rule: d = 5}]}\n"
    "  g: {red_lines: [{id: g1, rule: d < 5}]}\n";

static const struct {
  const char *id, *text, *because, *source, *basis, *holds, *cost;
  eir_demand_kind kind;
} expected[] = {
    {"constraints[1]", "i = p", "", "", "assumption", "", "1", EIR_DEMAND_CONSTRAINT},
    {"constraints.late", "d > 0", "too early", "s#3", "text", "0.2 to 0.7", "0",
     EIR_DEMAND_CONSTRAINT},
    {"positions.a.red_lines.named", "a condition that nobody has stated", "", "",
     "assumption", "unknown", "1", EIR_DEMAND_RED_LINE},
    {"positions.a.red_lines[2]", "not i = q", "", "", "assumption", "", "3",
     EIR_DEMAND_RED_LINE},
    {"positions.a.reservation", "score at least 2.5", "heard", "s#1", "text", "",
     "0.25", EIR_DEMAND_RESERVATION},
    {"positions.b.reservation", "score at least 0", "", "s#2", "reading", "", "1",
     EIR_DEMAND_RESERVATION},
    {"positions.c.stance.i.p", "not i = p", "", "", "reading", "", "1",
     EIR_DEMAND_REFUSAL},
    {"positions.c.stance.d.2.5", "no answer to d = 2.5", "", "", "reading", "unknown",
     "1", EIR_DEMAND_UNKNOWN},
    {"positions.c.stance.d.5", "no answer to d = 5", "", "", "reading", "unknown", "1",
     EIR_DEMAND_UNKNOWN},
    {"positions.d.red_lines[1]", "d = 5", "", "", "assumption", "", "1",
     EIR_DEMAND_RED_LINE},
    {"positions.d.reservation", "score at least 0.333333333333", "", "", "assumption",
     "", "1", EIR_DEMAND_RESERVATION},
    {"positions.g.red_lines.g1", "d < 5", "", "", "assumption", "", "1",
     EIR_DEMAND_RED_LINE},
};
enum { N_EXPECTED = sizeof expected / sizeof *expected };

static void each_is_described(void **state) {
  (void)state;
  eir_context *context = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = case_from(context, text);
  eir_solution *solution = NULL;
  assert_int_equal(eir_solve(the_case, NULL, NULL, &solution), EIR_OK);
  eir_explanation *e = explained_new(solution, NULL);
  assert_true(e != NULL && e->n_demands == N_EXPECTED);
  for (size_t d = 0; e != NULL && d < N_EXPECTED; d++) {
    const eir_demand *demand = &e->demands[d];
    assert_string_equal(demand->id, expected[d].id);
    assert_string_equal(demand->text, expected[d].text);
    assert_string_equal(demand->because, expected[d].because);
    assert_string_equal(demand->source, expected[d].source);
    assert_string_equal(demand->basis, expected[d].basis);
    assert_string_equal(demand->holds, expected[d].holds);
    assert_string_equal(demand->cost, expected[d].cost);
    assert_int_equal(demand->kind, expected[d].kind);
  }
  explained_free(e);
  eir_solution_free(solution);
  eir_case_free(the_case);
  eir_context_free(context);
}

/* A rule that one party asks for as signatory and as guarantor is one demand. */
static void off_is_gone_from_the_case(void **state) {
  (void)state;
  eir_context *context = NULL;
  assert_int_equal(eir_context_new(NULL, &context), EIR_OK);
  eir_case *the_case = case_from(context, text);
  eir_solution *solution = NULL;
  assert_int_equal(eir_solve(the_case, NULL, NULL, &solution), EIR_OK);
  eir_explanation *e = explained_new(solution, NULL);
  assert_true(e != NULL && e->n_demands == N_EXPECTED);
  for (size_t d = 0; e != NULL && d < N_EXPECTED; d++) {
    bool on[N_EXPECTED];
    memset(on, 1, sizeof on);
    on[d] = false;
    const eir_case *varied = NULL;
    assert_int_equal(eir_i_demands_vary(e, on, &e->arena, &varied), EIR_OK);
    size_t n_rules = varied->n_constraints;
    for (size_t p = 0; p < varied->n_parties; p++)
      n_rules += varied->parties[p].position.n_red_lines;
    const bool rule = e->demands[d].kind <= EIR_DEMAND_RED_LINE;
    assert_int_equal(n_rules, rule ? 5 : 6);
    const eir_i_position *c = &varied->parties[2].position;
    assert_int_equal(c->stances[0][0],
                     d == 6 ? EIR_I_STANCE_ACCEPTS : EIR_I_STANCE_REFUSES);
    assert_int_equal(c->stances[1][1],
                     d == 7 ? EIR_I_STANCE_ACCEPTS : EIR_I_STANCE_UNKNOWN);
    assert_true((varied->parties[0].position.reservation < 0) == (d == 4));
  }
  explained_free(e);
  eir_solution_free(solution);
  eir_case_free(the_case);
  eir_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_described),
                                     cmocka_unit_test(off_is_gone_from_the_case)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
