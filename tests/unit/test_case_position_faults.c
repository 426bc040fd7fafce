/* Faults of positions and rules: each with its place, its message and its path, and
 * none that follows from another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_text.h"

#include "base/banned.h"

static const fault_row positions_rows[] = {
    {.positions = "{a: {points: {}}}",
     .messages = "2:18: signatory b has no position; add one, or write "
                 "'points: {}' if all outcomes are the same to it [positions]\n"},
    {.positions = "[a]",
     .messages = "4:12: expected a mapping of parties to positions, found a "
                 "list [positions]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}}, m: {points: {}}}",
     .messages = "4:47: m is neither a signatory nor a guarantor and has no "
                 "position; remove it, or change the role of the party "
                 "[positions.m]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}}, c: {points: {}}}",
     .messages = "4:47: unknown party 'c'; the parties are a, b, m and g "
                 "[positions.c]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}}, g: {points: {}, red_lines: []}}",
     .messages = "4:51: 'points' is not for a guarantor that does not sign, "
                 "which has red lines only; remove it, or give the party the "
                 "role signatory [positions.g]\n"},
    {.positions = "{a: {points: {}}, b: {}}",
     .messages = "4:33: the position of a signatory needs 'points', 'weights' "
                 "and 'values', or 'stance'; write 'points: {}' if all "
                 "outcomes are the same to it [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: [points]}",
     .messages = "4:33: expected a position as a mapping of keys to values, "
                 "found a list [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}, stance: {}}}",
     .messages = "4:46: a position has either 'points', or 'weights' and "
                 "'values', or 'stance'; remove the others [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {weights: {x: 1}}}",
     .messages = "4:34: 'weights' is of use only together with 'values'; add "
                 "it, or write 'points' instead [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {values: {x: {p: 1, q: 0}}}}",
     .messages = "4:34: 'values' is of use only together with 'weights'; add "
                 "it, or write 'points' instead [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {stance: {}, scale: 1, reservation: 2}}",
     .messages = "4:46: 'scale' is about scores, and a position with 'stance' "
                 "has none; remove it [positions.b]\n"
                 "4:56: 'reservation' is about scores, and a position with "
                 "'stance' has none; remove it [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {points: {y: {p: 1}}}}",
     .messages = "4:43: unknown issue 'y'; the issues are x, d and w "
                 "[positions.b.points.y]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1}}}}",
     .messages = "4:46: missing option 'q' of issue x; write 0 for what is "
                 "worth nothing [positions.b.points.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1, qq: 0}}}}",
     .messages = "4:53: unknown option 'qq' of issue x; did you mean 'q'? "
                 "[positions.b.points.x.qq]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: '1,5', q: .5}}}}",
     .messages = "4:50: '1,5' is not a number here; write 1.5 with a decimal "
                 "point [positions.b.points.x.p]\n"
                 "4:60: '.5' is not a number here; write 0.5 "
                 "[positions.b.points.x.q]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: 3}}}",
     .messages = "4:46: expected a mapping of option ids to numbers, found '3' "
                 "[positions.b.points.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: [[0, 1]]}}}",
     .messages = "4:46: expected a mapping of option ids to numbers, found a "
                 "list [positions.b.points.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: {0: 1, 5: 2}}}}",
     .messages = "4:46: missing option '10' of issue d; write 0 for what is "
                 "worth nothing [positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: {0: 1, 5: 2, 7: 3, 10: 4}}}}",
     .messages = "4:59: 7 is not on the grid of issue d; write 5 or 10 "
                 "[positions.b.points.d.7]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: {0: 1, 5: 2, 5.0: 3, 10: 4}}}}",
     .messages = "4:59: duplicate key '5.0'; the same number is already on "
                 "line 4 [positions.b.points.d.5.0]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: {0: 1, five: 2, 10: 4}}}}",
     .messages = "4:53: issue d is a range; expected a number, found 'five' "
                 "[positions.b.points.d.five]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: []}}}",
     .messages = "4:46: breakpoints must cover the whole range; found none "
                 "[positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, 1], [5, 2, 3], 4]}}}",
     .messages = "4:55: expected a breakpoint as a pair [number, worth], found "
                 "a list of 3 [positions.b.points.d[2]]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, 1], [10, 2], [5, 3]]}}}",
     .messages = "4:65: breakpoints must ascend, and 5 does not come after 10 "
                 "[positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, 1], [0, 2], [10, 3]]}}}",
     .messages = "4:56: breakpoints must ascend, and 0 does not come after 0 "
                 "[positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[1, 1], [10, 2]]}}}",
     .messages = "4:46: breakpoints must cover the whole range; the first one "
                 "has to be at 0 [positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, 1], [9, 2]]}}}",
     .messages = "4:46: breakpoints must cover the whole range; the last one "
                 "has to be at 10 [positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {w: {a: 1, b: 0}}}}",
     .messages = "4:46: expected one number, what the item is worth, found a "
                 "mapping [positions.b.points.w]\n"},
    {.parties = "{a: {}, b: {}, c: {}}",
     .issues = "{w: {award: divisible, between: [a, b]}}",
     .positions = "{a: {points: {}}, b: {points: {}}, c: {points: {w: 1}}}",
     .messages = "4:63: w can only go to a or b, so it has no worth for c; "
                 "remove this line [positions.c.points.w]\n"},
    {.positions = "{a: {points: {}}, b: {weights: {x: -1}, values: {x: {p: 1, "
                  "q: 0}}}}",
     .messages = "4:47: a weight must not be below 0; if less of it is better, "
                 "say so in 'values' [positions.b.weights.x]\n"},
    {.positions = "{a: {points: {}}, b: {weights: {x: 1, d: 1}, values: {x: "
                  "{p: 1, q: 0}, w: 1}}}",
     .messages = "4:83: issue w has values but no weight; add it to 'weights', "
                 "or remove it here [positions.b.values]\n"},
    {.positions = "{a: {points: {}}, b: {stance: {x: {p: likes, r: accepts}, "
                  "d: 5, y: {}}}}",
     .messages = "4:50: unknown stance 'likes'; write unknown, prefers, "
                 "accepts, resists or refuses [positions.b.stance.x.p]\n"
                 "4:57: unknown option 'r' of issue x; the options are p and q "
                 "[positions.b.stance.x.r]\n"
                 "4:73: expected a mapping of options to prefers, accepts, "
                 "resists, refuses or unknown, found '5' [positions.b.stance.d]\n"
                 "4:76: unknown issue 'y'; the issues are x, d and w "
                 "[positions.b.stance.y]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}, scale: 0}}",
     .messages = "4:53: a scale must be above 0: it is the score that counts "
                 "as utility 1 [positions.b.scale]\n"},
    {.positions = "{a: {points: {}}, b: {points: {}, scale: -1, power: 17, "
                  "cap: much, reservation: {}}}",
     .messages = "4:53: a scale must be above 0: it is the score that counts "
                 "as utility 1 [positions.b.scale]\n"
                 "4:64: power is a whole number from 1 to 16, not 17 "
                 "[positions.b.power]\n"
                 "4:73: expected a number, found 'much' [positions.b.cap]\n"
                 "4:92: expected a number, found a mapping "
                 "[positions.b.reservation]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1e20, q: 0}}}}",
     .messages = "4:34: the scores of b need more than 62 bits; write them in "
                 "a larger unit, such as thousands, or with fewer digits "
                 "[positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1e-13, q: 1e3}}, "
                  "scale: 1e-20}}",
     .messages = "4:74: this scale is below 10^-12, the smallest unit of "
                 "scores; write the scores in a smaller unit [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1e-60, q: 0}}}}",
     .messages = "4:50: the number '1e-60' has more digits than can be held "
                 "exactly; write fewer digits [positions.b.points.x.p]\n"},
    {.positions = "{a: {points: {}}, b: {include: b.yaml}}",
     .messages = "4:43: 'include' is not possible here, as this case is not "
                 "read from a file; write the position itself [positions.b.include]\n"},
    {.positions = "{a: {points: {}}, b: {include: b.yaml, points: {}}}",
     .messages = "4:34: 'include' stands for a whole position; only 'visible' may "
                 "stand beside it, so remove the other keys [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {weights: {x: 1e-30}, values: {x: {p: "
                  "1e-30, q: 0}}}}",
     .messages = "4:47: this weight times a value has more digits than can be "
                 "held exactly; write fewer digits [positions.b.weights.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, 1e-30], [7, 1e30], "
                  "[10, 1]]}}}",
     .messages = "4:46: between these breakpoints a number has more digits "
                 "than can be held exactly; write fewer digits "
                 "[positions.b.points.d]\n"},
    {.positions = "{a: {points: {}}, b: {points: {d: [[0, x], [10, 1]], x: }}}",
     .messages = "4:51: expected a number, found 'x' [positions.b.points.d[1]]\n"
                 "4:65: expected a mapping of option ids to numbers, found "
                 "nothing [positions.b.points.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: 5, reservation: 1}}",
     .messages = "4:42: expected a mapping of issues to points, found '5' "
                 "[positions.b.points]\n"},
    {.positions = "{a: {points: {}}, b: {stance: {x: 5, d: {0.1: accepts, 5: [x]}}}}",
     .messages = "4:46: expected a mapping of options to prefers, accepts, "
                 "resists, refuses or unknown, found '5' [positions.b.stance.x]\n"
                 "4:53: 0.1 is not on the grid of issue d; write 0 or 5 "
                 "[positions.b.stance.d.0.1]\n"
                 "4:70: expected a stance: unknown, prefers, accepts, resists "
                 "or refuses, found a list [positions.b.stance.d.5]\n"},
    {.positions = "{a: {points: {}}, b: {weights: 1, points: {}, values: {}}}",
     .messages = "4:46: a position has either 'points', or 'weights' and "
                 "'values', or 'stance'; remove the others [positions.b]\n"},
    {.positions = "{a: {points: {}}, b: {weights: 1, values: {x: {p: 1, q: 1}}}}",
     .messages = "4:43: expected a mapping of issues to weights, found '1' "
                 "[positions.b.weights]\n"},
    {.positions = "{a: {points: {}}, b: {weights: {x: heavy}, values: {x: {p: "
                  "1, q: 1}}}}",
     .messages = "4:47: expected a number, found 'heavy' [positions.b.weights.x]\n"},
    {.positions = "{a: {points: {}}, b: {points: {x: {p: 1, q: 2, p: 3}}}}",
     .messages = "4:59: duplicate key 'p'; it is already on line 4 []\n"},
    {.positions = "{a: {points: {}}, b: *b}",
     .messages = "4:33: aliases (*name) are not allowed in a case file; write "
                 "the value out []\n"},
};

static void positions(void **state) {
  (void)state;
  check_fault_rows(positions_rows, sizeof positions_rows / sizeof positions_rows[0]);
}

static const fault_row rules_rows[] = {
    {.rest = "constraints: {rule: x = p}",
     .messages = "5:14: expected a list of constraints, found a mapping "
                 "[constraints]\n"},
    {.rest = "constraints: [x = p]",
     .messages = "5:15: expected a constraint as a mapping of keys to values, "
                 "found 'x = p' [constraints[1]]\n"},
    {.rest = "constraints: [{id: c}]",
     .messages = "5:15: missing key 'rule' in a constraint: such as \"mix = "
                 "clean\" [constraints[1]]\n"},
    {.rest = "constraints: [{rule: x = p, id: C}]",
     .messages = "5:33: 'C' cannot be the id of a constraint; an id is made of "
                 "a-z, 0-9 and _, and starts with a letter [constraints[1].id]\n"},
    {.rest = "constraints: [{rule: x = p, id: c}, {rule: x = p}, {rule: x = q, "
             "id: c}]",
     .messages = "5:70: duplicate id 'c'; it is already on line 5 [constraints]\n"},
    {.rest = "constraints: [{rule: [x]}]",
     .messages = "5:22: expected a rule, such as \"mix = clean\", found a list "
                 "[constraints[1].rule]\n"},
    {.rest = "constraints: [{rule: ''}]",
     .messages = "5:22: the rule is empty; write 'true' if it always holds "
                 "[constraints[1].rule]\n"},
    {.rest = "constraints: [{rule: x = r, because: [z], basis: guess, source: s}]",
     .messages = "5:26: unknown option 'r' of issue x; the options are p and q "
                 "[constraints[1].rule]\n"
                 "5:38: expected a text, once or by language, found a list "
                 "[constraints[1].because]\n"
                 "5:50: unknown basis 'guess'; write text, reading or "
                 "assumption [constraints[1].basis]\n"
                 "5:65: unknown source 's'; the case has no sources, add it "
                 "under 'sources' [constraints[1].source]\n"},
    {.rest = "constraints:\n"
             "- rule: 'y = p and ''x'' = q'",
     .messages = "6:10: unknown issue 'y'; the issues are x, d and w "
                 "[constraints[1].rule]\n"
                 "6:20: expected an issue, 'not', 'true', 'false' or '(', "
                 "found ''' [constraints[1].rule]\n"},
    {.rest = "constraints:\n"
             "- rule: \"\\u0078 = r\"",
     .messages = "6:19: unknown option 'r' of issue x; the options are p and q "
                 "[constraints[1].rule]\n"},
    {.rest = "constraints:\n"
             "- rule: >\n"
             "    x = p\n"
             "    or x = r",
     .messages = "7:1: unknown option 'r' of issue x; the options are p and q "
                 "[constraints[1].rule]\n"},
    {.rest = "constraints: [{rule: x = p, rules: x}]",
     .messages = "5:29: unknown key 'rules' in a constraint; did you mean "
                 "'rule'? [constraints[1]]\n"},
    {.positions = "{a: {points: {}, red_lines: [{rule: x = r}, {id: r}, 5]}, "
                  "b: {points: {}}}",
     .messages = "4:52: unknown option 'r' of issue x; the options are p and q "
                 "[positions.a.red_lines[1].rule]\n"
                 "4:56: missing key 'rule' in a red line: such as \"mix = "
                 "clean\" [positions.a.red_lines[2]]\n"
                 "4:65: expected a red line as a mapping of keys to values, "
                 "found '5' [positions.a.red_lines[3]]\n"},
    {.positions = "{a: {points: {}, red_lines: {rule: x = p}}, b: {points: {}}}",
     .messages = "4:40: expected a list of red lines, found a mapping "
                 "[positions.a.red_lines]\n"},
    {.positions = "{a: {points: {}, interactions: [{when: x = p}, {add: 1}, "
                  "{when: x = r, add: y, id: I}, 7]}, b: {points: {}}}",
     .messages = "4:44: missing key 'add' in an interaction: the change of the "
                 "score [positions.a.interactions[1]]\n"
                 "4:59: missing key 'when' in an interaction: the rule "
                 "[positions.a.interactions[2]]\n"
                 "4:80: unknown option 'r' of issue x; the options are p and q "
                 "[positions.a.interactions[3].when]\n"
                 "4:88: expected a number, found 'y' "
                 "[positions.a.interactions[3].add]\n"
                 "4:95: 'I' cannot be the id of an interaction; an id is made "
                 "of a-z, 0-9 and _, and starts with a letter "
                 "[positions.a.interactions[3]]\n"
                 "4:99: expected an interaction as a mapping of keys to "
                 "values, found '7' [positions.a.interactions[4]]\n"},
    {.positions = "{a: {points: {}, interactions: 7}, b: {points: {}}}",
     .messages = "4:43: expected a list of interactions, found '7' "
                 "[positions.a.interactions]\n"},
};

static void rules(void **state) {
  (void)state;
  check_fault_rows(rules_rows, sizeof rules_rows / sizeof rules_rows[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(positions),
      cmocka_unit_test(rules),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
