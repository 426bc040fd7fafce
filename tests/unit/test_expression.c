/* Rules: what they mean, how they bind, and the message for each way to get one
 * wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/expression_parse.h"

#include "base/banned.h"

/* Issues: mix (clean, mixed, all, 4th), distance (-1, -0.5, ... 3) and land (us, them),
 * and one with faults. */
typedef struct scene {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_scope scope;
  eir_i_scope_issue issues[4];
  eir_i_text faults; /* "AT: MESSAGE\n", one after the other */
} scene;

static void take_fault(void *user, size_t at, const char *message) {
  scene *s = user;
  eir_i_text_add_format(&s->faults, "%zu: %s\n", at, message);
}

static void scene_open(scene *s) {
  static const char *const ids[] = {"mix", "distance", "land", "broken"};
  static const char *const mix[] = {"clean", "mixed", "all", "4th"};
  static const char *const land[] = {"us", "them"};
  *s = (scene){0};
  eir_i_memory_init(&s->memory, NULL);
  eir_i_arena_init(&s->arena, &s->memory);
  eir_i_text_init(&s->faults, &s->memory);
  s->issues[0] =
      (eir_i_scope_issue){.id = "mix", .kind = EIR_ISSUE_LIST, .n_options = 4};
  s->issues[1] = (eir_i_scope_issue){
      .id = "distance",
      .kind = EIR_ISSUE_RANGE,
      .n_options = 9,
      .grid = {.from = -10, .step = 5, .one = 10, .decimals = 1, .n = 9}};
  s->issues[2] = (eir_i_scope_issue){
      .id = "land", .kind = EIR_ISSUE_AWARD_DIVISIBLE, .n_options = 2};
  s->issues[3] = (eir_i_scope_issue){.id = "broken", .broken = true};
  assert_true(eir_i_names_build(&s->issues[0].options, &s->arena, mix, 4));
  assert_true(eir_i_names_build(&s->issues[2].options, &s->arena, land, 2));
  assert_true(eir_i_names_build(&s->scope.names, &s->arena, ids, 4));
  s->scope.issues = s->issues;
}

static void scene_close(scene *s) {
  eir_i_text_free(&s->faults);
  eir_i_arena_free(&s->arena);
  assert_int_equal(s->memory.held, 0);
}

static eir_status parse(scene *s, const char *text, const eir_i_expression **out) {
  const eir_i_expression_request request = {.text = text,
                                            .scope = &s->scope,
                                            .arena = &s->arena,
                                            .report = take_fault,
                                            .user = s};
  return eir_i_expression_parse(&request, out);
}

/* The tree as text: ISSUE[first-end ...], (and ...), (not ...). */
static void show(eir_i_text *out, const eir_i_expression *tree) {
  static const char *const words[] = {"false", "true", "", "not", "and", "or", "->"};
  if (tree->kind == EIR_I_EXPRESSION_ATOM) {
    eir_i_text_add_format(out, "%u[", tree->issue);
    for (size_t i = 0; i < tree->n_intervals; i++)
      eir_i_text_add_format(out, "%s%u-%u", i > 0 ? " " : "", tree->intervals[i].first,
                            tree->intervals[i].end);
    eir_i_text_add(out, "]");
    return;
  }
  if (tree->n_children == 0) {
    eir_i_text_add(out, words[tree->kind]);
    return;
  }
  eir_i_text_add_format(out, "(%s", words[tree->kind]);
  for (size_t i = 0; i < tree->n_children; i++) {
    eir_i_text_add(out, " ");
    show(out, tree->children[i]);
  }
  eir_i_text_add(out, ")");
}

typedef struct rule_row {
  const char *rule;
  const char *expected;
} rule_row;

static void check_tree(const char *rule, const char *expected) {
  scene s;
  scene_open(&s);
  const eir_i_expression *tree = NULL;
  if (parse(&s, rule, &tree) != EIR_OK)
    fail_msg("%s: %s", rule, s.faults.data);
  eir_i_text shown;
  eir_i_text_init(&shown, &s.memory);
  show(&shown, tree);
  if (strcmp(shown.data, expected) != 0)
    fail_msg("%s\nexpected %s\nfound    %s", rule, expected, shown.data);
  eir_i_text_free(&shown);
  scene_close(&s);
}

static void rules_become_trees(void **state) {
  (void)state;
  static const rule_row rows[] = {
      {"true", "true"},
      {" false ", "false"},
      {"mix = clean", "0[0-1]"},
      {"mix=4th", "0[3-4]"},
      {"mix != mixed", "0[0-1 2-4]"},
      {"mix != clean", "0[1-4]"},
      {"mix in {all, clean}", "0[0-1 2-3]"},
      {"mix in {all, mixed, all}", "0[1-3]"},
      {"distance = 0", "1[2-3]"},
      {"distance = 0.0", "1[2-3]"},
      {"distance = -1", "1[0-1]"},
      {"distance = -5e-1", "1[1-2]"},
      {"distance = 3/2", "1[5-6]"},
      {"distance != 3", "1[0-8]"},
      {"distance in {3, -1, 0.5, 0}", "1[0-1 2-4 8-9]"},
      {"distance < 1", "1[0-4]"},
      {"distance <= 1", "1[0-5]"},
      {"distance > 1", "1[5-9]"},
      {"distance >= 1", "1[4-9]"},
      {"distance < 1/3", "1[0-3]"},
      {"distance >= 1/3", "1[3-9]"},
      {"distance < -1", "1[]"},
      {"distance > 1e30", "1[]"},
      {"distance <= 99", "1[0-9]"},
      {"land = them", "2[1-2]"},
      {"land != them", "2[0-1]"},
      {"not mix = all", "(not 0[2-3])"},
      {"not not true", "(not (not true))"},
      {"true and false or true", "(or (and true false) true)"},
      {"true or false and true", "(or true (and false true))"},
      {"not true and false", "(and (not true) false)"},
      {"true and (false and true) and true", "(and true false true true)"},
      {"true or (false or true)", "(or true false true)"},
      {"true and (false or true)", "(and true (or false true))"},
      {"true -> false -> true", "(-> true (-> false true))"},
      {"(true -> false) -> true", "(-> (-> true false) true)"},
      {"true or false -> true and false", "(-> (or true false) (and true false))"},
      {"((mix = all))", "0[2-3]"},
      {"mix=all->distance>=-1", "(-> 0[2-3] 1[0-9])"},
      {"distance=0->true", "(-> 1[2-3] true)"},
      {"mix = all\n and\t true", "(and 0[2-3] true)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_tree(rows[i].rule, rows[i].expected);
}

static void faults_have_places_and_remedies(void **state) {
  (void)state;
  static const rule_row rows[] = {
      {"", "0: the rule is empty; write 'true' if it always holds\n"},
      {"  ", "0: the rule is empty; write 'true' if it always holds\n"},
      {"mix = frozn", "6: unknown option 'frozn' of issue mix; the options are clean, "
                      "mixed, all and 4th\n"},
      {"mix = claen",
       "6: unknown option 'claen' of issue mix; did you mean 'clean'?\n"},
      {"mx = clean", "0: unknown issue 'mx'; did you mean 'mix'?\n"},
      {"peace = now",
       "0: unknown issue 'peace'; the issues are mix, distance, land and "
       "broken\n"},
      {"mx = clean and mix = al and true",
       "0: unknown issue 'mx'; did you mean 'mix'?\n"
       "21: unknown option 'al' of issue mix; did you mean 'all'?\n"},
      {"mix > clean", "4: '>' compares the numbers of a range, and mix is a list of "
                      "options; write = or in {...} with the options that are meant\n"},
      {"land <= us", "5: '<=' compares the numbers of a range, and land is an award; "
                     "write = and the party that gets it\n"},
      {"distance = 0.7",
       "11: 0.7 is not on the grid of issue distance; write 0.5 or 1\n"},
      {"distance in {0, 9}", "16: 9 is not on the grid of issue distance; write 3\n"},
      {"distance != -7", "12: -7 is not on the grid of issue distance; write -1\n"},
      {"distance = near", "11: issue distance is a range; expected a number, found "
                          "'near'\n"},
      {"distance > .5",
       "11: issue distance is a range; '.5' is not a number here; write "
       "0.5\n"},
      {"distance > 1_0", "11: issue distance is a range; '1_0' is not a number here; "
                         "write it without underscores, such as 1000\n"},
      {"mix == clean", "4: '==' is not part of a rule; write =\n"},
      {"mix = clean && true", "12: '&&' is not part of a rule; write and\n"},
      {"mix = clean || true", "12: '||' is not part of a rule; write or\n"},
      {"!true", "0: '!' is not part of a rule; write not\n"},
      {"true => false",
       "5: '=>' is not part of a rule; write -> for 'implies' or >= for "
       "'at least'\n"},
      {"mix <> clean", "4: '<>' is not part of a rule; write !=\n"},
      {"mix \xE2\x89\xA0 clean", "4: '\xE2\x89\xA0' is not part of a rule; write !=\n"},
      {"mix = clean AND true", "12: 'AND' is not part of a rule; write and\n"},
      {"mix in [clean]", "7: '[' is not part of a rule; write {\n"},
      {"mix clean",
       "4: expected '=', '!=', 'in', '<', '<=', '>' or '>=' after 'mix'\n"},
      {"mix", "3: expected '=', '!=', 'in', '<', '<=', '>' or '>=' after 'mix'\n"},
      {"mix =", "5: the rule ends here; expected an option or a number\n"},
      {"mix = (clean)", "6: expected an option or a number, found '('\n"},
      {"mix = not", "6: expected an option or a number, found 'not'\n"},
      {"mix in clean", "7: expected '{' and a list of options, found 'clean'\n"},
      {"mix in {}", "8: expected an option, found '}'\n"},
      {"mix in {clean", "13: the rule ends here; expected ',' or '}'\n"},
      {"mix in {clean mixed}", "14: expected ',' or '}', found 'mixed'\n"},
      {"mix in {clean,}", "14: expected an option, found '}'\n"},
      {"(true", "0: this '(' is never closed; add the ')'\n"},
      {"(true true)", "6: expected 'and', 'or', '->' or ')', found 'true'\n"},
      {"true)", "4: expected 'and', 'or', '->' or the end of the rule, found ')'\n"},
      {"true and",
       "8: the rule ends here; expected an issue, 'not', 'true', 'false' or "
       "'('\n"},
      {"= clean", "0: expected an issue, 'not', 'true', 'false' or '(', found '='\n"},
      {"mix = clean, true",
       "11: expected 'and', 'or', '->' or the end of the rule, found "
       "','\n"},
      {"mix = \"clean\"", "6: expected an option or a number, found '\"'\n"},
      {"mix - clean",
       "4: expected '=', '!=', 'in', '<', '<=', '>' or '>=' after 'mix'\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    scene s;
    scene_open(&s);
    const eir_i_expression *tree = NULL;
    eir_status status = parse(&s, rows[i].rule, &tree);
    const char *found = s.faults.data == NULL ? "" : s.faults.data;
    if (strcmp(found, rows[i].expected) != 0)
      fail_msg("%s\nexpected %sfound    %s", rows[i].rule, rows[i].expected, found);
    assert_int_equal(status, EIR_BAD_INPUT);
    assert_null(tree);
    scene_close(&s);
  }
}

static void what_is_broken_goes_unreported(void **state) {
  (void)state;
  static const char *const rules[] = {"broken = any", "broken > 5 and mix = clean",
                                      "broken in {a, b}"};
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
    scene s;
    scene_open(&s);
    const eir_i_expression *tree = NULL;
    assert_int_equal(parse(&s, rules[i], &tree), EIR_OK);
    assert_null(tree);
    assert_int_equal(s.faults.length, 0);
    scene_close(&s);
  }
  scene s;
  scene_open(&s);
  s.scope.unknown = true;
  const eir_i_expression *tree = NULL;
  assert_int_equal(parse(&s, "nobody = knows", &tree), EIR_OK);
  assert_null(tree);
  scene_close(&s);
}

/* count times open, then "true", then count times close. */
static eir_status parse_nested(scene *s, const char *open, const char *close,
                               size_t count) {
  eir_i_text text;
  eir_i_text_init(&text, &s->memory);
  for (size_t i = 0; i < count; i++)
    eir_i_text_add(&text, open);
  eir_i_text_add(&text, "true");
  for (size_t i = 0; i < count; i++)
    eir_i_text_add(&text, close);
  const eir_i_expression *tree = NULL;
  eir_status status = parse(s, text.data, &tree);
  eir_i_text_free(&text);
  return status;
}

static void depth_is_bounded(void **state) {
  (void)state;
  static const struct {
    const char *open, *close;
    size_t most;
    const char *fault;
  } rows[] = {
      {"(", ")", 64, "64: "},
      {"not ", "", 63, "0: "},
      {"true -> ", "", 63, "0: "},
      {"(true or not ", ")", 31, "0: "},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    scene s;
    scene_open(&s);
    assert_int_equal(parse_nested(&s, rows[i].open, rows[i].close, rows[i].most),
                     EIR_OK);
    assert_int_equal(parse_nested(&s, rows[i].open, rows[i].close, rows[i].most + 1),
                     EIR_BAD_INPUT);
    char expected[100];
    snprintf(expected, sizeof expected,
             "%sthe rule is nested too deep; at most 64 levels\n", rows[i].fault);
    assert_string_equal(s.faults.data, expected);
    assert_int_equal(parse_nested(&s, rows[i].open, rows[i].close, 200000),
                     EIR_BAD_INPUT);
    scene_close(&s);
  }
}

/* Many operands are one level. */
static void breadth_is_not(void **state) {
  (void)state;
  scene s;
  scene_open(&s);
  eir_i_text text;
  eir_i_text_init(&text, &s.memory);
  for (size_t i = 0; i < 50000; i++)
    eir_i_text_add(&text, "mix = clean or distance in {3, -1} or ");
  eir_i_text_add(&text, "true");
  const eir_i_expression *tree = NULL;
  assert_int_equal(parse(&s, text.data, &tree), EIR_OK);
  assert_int_equal(tree->kind, EIR_I_EXPRESSION_OR);
  assert_int_equal(tree->n_children, 100001);
  eir_i_text_free(&text);
  scene_close(&s);
}

static void atoms_hold_for_their_options(void **state) {
  (void)state;
  scene s;
  scene_open(&s);
  const eir_i_expression *tree = NULL;
  assert_int_equal(parse(&s, "distance in {3, -1, 0, 0.5}", &tree), EIR_OK);
  static const bool expected[] = {true,  false, true,  true, false,
                                  false, false, false, true};
  for (uint32_t i = 0; i < 9; i++)
    assert_int_equal(eir_i_atom_holds(tree, i), expected[i]);
  assert_int_equal(parse(&s, "distance > 5", &tree), EIR_OK);
  for (uint32_t i = 0; i < 9; i++)
    assert_false(eir_i_atom_holds(tree, i));
  scene_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rules_become_trees),
      cmocka_unit_test(faults_have_places_and_remedies),
      cmocka_unit_test(what_is_broken_goes_unreported),
      cmocka_unit_test(depth_is_bounded),
      cmocka_unit_test(breadth_is_not),
      cmocka_unit_test(atoms_hold_for_their_options),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
