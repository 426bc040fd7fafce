/* Faults of parties, issues, sources and YAML: each with its place, its message and its
 * path, and none that follows from another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_text.h"

#include "base/banned.h"

static const fault_row parties_rows[] = {
    {.parties = "[a, b]",
     .messages = "2:10: expected a mapping of ids to parties, found a list "
                 "[parties]\n"},
    {.parties = "",
     .messages = "2:1: expected a mapping of ids to parties, found nothing "
                 "[parties]\n"},
    {.parties = "{}",
     .messages = "2:1: the case has no parties; a case needs at least one "
                 "party that signs [parties]\n"},
    {.parties = "{a: {}, b: {}, B: {}}",
     .messages = "2:25: 'B' cannot be the id of a party; an id is made of a-z, "
                 "0-9 and _, and starts with a letter [parties.B]\n"
                 "2:25: signatory B has no position; add one, or write "
                 "'points: {}' if all outcomes are the same to it [positions]\n"
                 "3:76: missing key 'between': with 3 signatories, say which "
                 "two may get the item [issues.w.between]\n"},
    {.parties = "{a: {}, b: {}, or: {}}",
     .positions = "{a: {points: {}}, b: {points: {}}, or: {points: {}}}",
     .messages = "2:25: 'or' is a word of rules and cannot be the id of a "
                 "party [parties.or]\n"
                 "3:76: missing key 'between': with 3 signatories, say which "
                 "two may get the item [issues.w.between]\n"},
    {.parties = "{a: {}, b: {}, a: {}}",
     .messages = "2:25: duplicate key 'a'; it is already on line 2 []\n"},
    {.parties = "{a: {}, b: }",
     .messages = "2:18: expected a party as a mapping of keys to values, found "
                 "nothing [parties.b]\n"},
    {.parties = "{a: {}, b: {nam: B}}",
     .messages = "2:22: unknown key 'nam' in a party; did you mean 'name'? "
                 "[parties.b]\n"},
    {.parties = "{a: {}, b: {colour: red}}",
     .messages = "2:22: unknown key 'colour' in a party; allowed are name, "
                 "role, veto, members, interests, says, because, patience, war_cost, "
                 "wins, offers, visible, "
                 "said_by, reported_by, directness and contested [parties.b]\n"},
    {.parties = "{a: {name: [B]}, b: {name: {en: B, 12: C}}}",
     .messages = "2:21: expected a text, once or by language, found a list "
                 "[parties.a.name]\n"
                 "2:45: '12' is not a language; a text is one string, or a "
                 "mapping of languages such as en or pt-BR to strings "
                 "[parties.b.name]\n"},
    {.parties = "{a: {}, b: {role: guaranter}}",
     .messages = "2:28: unknown role 'guaranter'; did you mean 'guarantor'? "
                 "[parties.b.role]\n"},
    {.parties = "{a: {}, b: {role: []}}",
     .messages = "2:28: expected at least one role, found an empty list "
                 "[parties.b.role]\n"},
    {.parties = "{a: {}, b: {role: [signatory, signatory]}}",
     .messages = "2:40: duplicate role 'signatory' [parties.b.role]\n"},
    {.parties = "{a: {}, b: {veto: yes}}",
     .messages = "2:28: expected true or false, found 'yes' [parties.b.veto]\n"},
    {.parties = "{a: {}, b: {}, m: {role: observer, veto: true}}",
     .messages = "2:45: only a signatory can have a veto; remove it, or add "
                 "the role signatory [parties.m.veto]\n"},
    {.parties = "{a: {role: mediator}}",
     .positions = "{}",
     .messages = "2:1: no party is a signatory; a case needs at least one "
                 "party that signs [parties]\n"},
    {.parties = "{a: {}, b: {members: x, interests: [{en: y}, [z]]}}",
     .messages = "2:31: expected a list of names, found 'x' [parties.b.members]\n"
                 "2:55: expected a text, once or by language, found a list "
                 "[parties.b.interests[2]]\n"},
    {.parties = "{a: {}, b: {visible: [c], directness: hearsay, contested: x}}",
     .messages = "2:32: unknown party 'c'; the parties are a and b "
                 "[parties.b.visible]\n"
                 "2:48: unknown directness 'hearsay'; write first_hand, "
                 "reported or anonymous [parties.b.directness]\n"
                 "2:68: expected a list, found 'x' [parties.b.contested]\n"},
    {.rest = "consent: {at_least: 3}",
     .messages = "5:21: the number of signatories that must accept is a whole "
                 "number from 1 to 2, not 3 [consent.at_least]\n"},
    {.rest = "consent: {at_least: 1.5}",
     .messages = "5:21: the number of signatories that must accept is a whole "
                 "number from 1 to 2, not 1.5 [consent.at_least]\n"},
    {.rest = "consent: {at_most: 1}",
     .messages = "5:11: unknown key 'at_most' in consent; did you mean "
                 "'at_least'? [consent]\n"},
    {.rest = "consent: 2",
     .messages = "5:10: expected consent as a mapping of keys to values, found "
                 "'2' [consent]\n"},
    {.parties = "{a: {}, b: {role: {x: 1}}}",
     .messages = "2:28: expected a role: signatory, guarantor, mediator or "
                 "observer, found a mapping [parties.b.role]\n"},
    {.parties = "{a: {}, b: {role: [[x], ~]}}",
     .messages = "2:29: expected a role: signatory, guarantor, mediator or "
                 "observer, found a list [parties.b.role]\n"
                 "2:34: expected a role: signatory, guarantor, mediator or "
                 "observer, found nothing [parties.b.role]\n"},
    {.parties = "{a: {name: {e: X}}, b: {name: {-x: y}}}",
     .messages = "2:22: 'e' is not a language; a text is one string, or a "
                 "mapping of languages such as en or pt-BR to strings "
                 "[parties.a.name]\n"
                 "2:41: '-x' is not a language; a text is one string, or a "
                 "mapping of languages such as en or pt-BR to strings "
                 "[parties.b.name]\n"},
    {.parties = "{a: {name: {toolonglang: X}}, b: {name: {en-US: ~, pt-BR: y}}}",
     .messages = "2:22: 'toolonglang' is not a language; a text is one string, "
                 "or a mapping of languages such as en or pt-BR to strings "
                 "[parties.a.name]\n"
                 "2:58: expected a text, found nothing [parties.b.name.en-US]\n"},
    {.parties = "{a: {}, b: {an_unknown_key_that_goes_on_for_longer_than_a_line"
                "_of_text_should_be: 1}}",
     .messages = "2:22: unknown key "
                 "'an_unknown_key_that_goes_on_for_longer_than_a_line_of_text_s"
                 "...' in a party; allowed are name, role, veto, members, "
                 "interests, says, because, patience, war_cost, wins, offers, visible, "
                 "said_by, reported_by, "
                 "directness and contested [parties.b]\n"},
    {.parties = "[*a]",
     .messages = "2:10: expected a mapping of ids to parties, found a list "
                 "[parties]\n"
                 "2:11: aliases (*name) are not allowed in a case file; write "
                 "the value out []\n"},
};

static void parties(void **state) {
  (void)state;
  check_fault_rows(parties_rows, sizeof parties_rows / sizeof parties_rows[0]);
}

static const fault_row issues_rows[] = {
    {.issues = "{}",
     .messages = "3:9: the case has no issues; add at least one [issues]\n"},
    {.issues = "[x]",
     .messages = "3:9: expected a mapping of ids to issues, found a list [issues]\n"},
    {.issues = "{X: {options: [p]}}",
     .messages = "3:10: 'X' cannot be the id of an issue; an id is made of "
                 "a-z, 0-9 and _, and starts with a letter [issues.X]\n"
                 "4:26: unknown issue 'x'; there is only X [positions.a.points.x]\n"},
    {.issues = "{x: {}}",
     .messages = "3:10: an issue needs one of 'options', 'range' or 'award' "
                 "[issues.x]\n"},
    {.issues = "{x: {options: [p], range: {from: 0, to: 1, step: 1}}}",
     .messages = "3:28: an issue has one of 'options', 'range' and 'award'; "
                 "remove 'options' or 'range' [issues.x]\n"},
    {.issues = "{x: {options: [p, q], between: [a, b]}}",
     .messages = "3:31: 'between' belongs to an award; remove it [issues.x]\n"},
    {.issues = "{x: {options: []}}",
     .messages = "3:23: an issue needs at least one option [issues.x.options]\n"},
    {.issues = "{x: {options: p}}",
     .messages = "3:23: expected a list of option ids, or a mapping of them to "
                 "options, found 'p' [issues.x.options]\n"},
    {.issues = "{x: {options: [p, q, p]}}",
     .messages = "3:30: duplicate option 'p' [issues.x.options]\n"},
    {.issues = "{x: {options: [p, [q]]}}",
     .messages = "3:27: expected an id, found a list [issues.x.options]\n"},
    {.issues = "{x: {options: [p, q, P2, not]}}",
     .messages = "3:30: 'P2' cannot be the id of an option; an id is made of "
                 "a-z, 0-9 and _, and starts with a letter or a digit "
                 "[issues.x.options]\n"
                 "3:34: 'not' is a word of rules and cannot be the id of an "
                 "option [issues.x.options]\n"},
    {.issues = "{x: {options: {p: {}, q: {nedes: [g]}}}}",
     .messages = "3:35: unknown key 'nedes' in an option; did you mean "
                 "'needs'? [issues.x.options.q]\n"},
    {.issues = "{x: {options: {p: {}, q: {needs: [a, zz, g, g]}}}}",
     .messages = "3:43: 'a' is not a guarantor; needs names guarantors only, "
                 "or give the party the role guarantor [issues.x.options.q.needs]\n"
                 "3:46: unknown party 'zz'; the parties are a, b, m and g "
                 "[issues.x.options.q.needs]\n"
                 "3:53: duplicate guarantor 'g' [issues.x.options.q.needs]\n"},
    {.issues = "{x: {options: {p: {}, q: {terms: x}}}}",
     .messages = "3:42: expected a list, found 'x' [issues.x.options.q.terms]\n"},
    {.issues = "{x: {options: [p, q], stage: later}}",
     .messages = "3:38: unknown stage 'later'; write talks, interim or final "
                 "[issues.x.stage]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: 5}}",
     .messages = "3:43: expected a range as a mapping of keys to values, found "
                 "'5' [issues.d.range]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, too: 5, step: 1}}}",
     .messages = "3:53: unknown key 'too' in a range; did you mean 'to'? "
                 "[issues.d.range]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 5}}}",
     .messages = "3:43: missing key 'step' in a range: a number [issues.d.range]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 5, step: 0}}}",
     .messages = "3:66: the step of a range must be above 0 [issues.d.range.step]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 5, to: 0, step: 1}}}",
     .messages = "3:57: a range ascends, but its end is below its start; swap "
                 "'from' and 'to' [issues.d.range.to]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 1, step: 0.3}}}",
     .messages = "3:57: the step does not lead to 1; end the range at 0.9 or "
                 "1.2 [issues.d.range.to]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 1, step: 1/3}}}",
     .messages = "3:66: 1/3 is no decimal number, and the numbers of a range "
                 "have to be [issues.d.range.step]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 1e30, step: 1}}}",
     .messages = "3:43: with this issue the case has more than 1000000 "
                 "options; use a larger step, or fewer options [issues.d.range]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 1e-30, to: 1e20, step: 1}}}",
     .messages = "3:43: the numbers of this range have more digits together "
                 "than can be held exactly; write fewer digits [issues.d.range]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: shared}}",
     .messages = "3:43: unknown kind of award 'shared'; write divisible or "
                 "indivisible [issues.w.award]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: divisible, between: [a]}}",
     .messages = "3:63: an award is between two signatories; found 1 "
                 "[issues.w.between]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: divisible, between: [a, a]}}",
     .messages = "3:67: an award is between two different signatories "
                 "[issues.w.between]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: divisible, between: [a, m]}}",
     .messages = "3:67: 'm' is not a signatory; an award is between two "
                 "signatories [issues.w.between]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: divisible, between: [a, zz]}}",
     .messages = "3:67: unknown party 'zz'; the parties are a, b, m and g "
                 "[issues.w.between]\n"},
    {.parties = "{a: {}}",
     .issues = "{x: {options: [p, q]}, w: {award: divisible}}",
     .positions = "{a: {points: {}}}",
     .messages = "3:36: missing key 'between': with 1 signatory, say which two "
                 "may get the item [issues.w.between]\n"},
    {.issues = "{x: 5}",
     .messages = "3:13: expected an issue as a mapping of keys to values, "
                 "found '5' [issues.x]\n"},
    {.issues = "{x: {options: {p: {needs: g}, q: 5}}}",
     .messages = "3:35: expected a list of guarantors, found 'g' "
                 "[issues.x.options.p.needs]\n"
                 "3:42: expected an option as a mapping of keys to values, "
                 "found '5' [issues.x.options.q]\n"},
    {.issues = "{x: {options: [p, q]}, w: {award: divisible, between: a}}",
     .messages = "3:63: expected a list of two signatories, found 'a' "
                 "[issues.w.between]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: x, to: 2, step: 1, "
               "unit: [km]}}}",
     .messages = "3:50: expected a number, found 'x' [issues.d.range.from]\n"
                 "3:75: expected a text, found a list [issues.d.range.unit]\n"},
    {.issues = "{x: {options: [p, q]}, d: {range: {from: 0, to: 0.25, step: 0.1}}}",
     .messages = "3:57: the step does not lead to 0.25; end the range at 0.2 "
                 "or 0.3 [issues.d.range.to]\n"},
    {.issues = "{x: {options: *a}}",
     .messages = "3:23: aliases (*name) are not allowed in a case file; write "
                 "the value out []\n"},
};

static void issues(void **state) {
  (void)state;
  check_fault_rows(issues_rows, sizeof issues_rows / sizeof issues_rows[0]);
}

static const fault_row sources_and_record_rows[] = {
    {.rest = "sources: [s]",
     .messages = "5:10: expected a mapping of ids to sources, found a list "
                 "[sources]\n"},
    {.rest = "sources: {S: {}, s: {tittle: x, date: 2025-02-29, sha256: abc, "
             "file: [x]}}",
     .messages = "5:11: 'S' cannot be the id of a source; an id is made of "
                 "a-z, 0-9 and _, and starts with a letter [sources.S]\n"
                 "5:22: unknown key 'tittle' in a source; did you mean "
                 "'title'? [sources.s]\n"
                 "5:39: '2025-02-29' is not a date; write YYYY-MM-DD, or "
                 "unknown [sources.s.date]\n"
                 "5:59: a sha256 has 64 hexadecimal digits, as sha256sum "
                 "prints them; found 3 characters [sources.s.sha256]\n"
                 "5:70: expected a text, found a list [sources.s.file]\n"},
    {.rest = "sources: {s: {date: 25-1-1, sha256: "
             "75B69014b2d3041108989db24e2bc4d8fc0c05836f7885e022ef88ef36be7ecc}}",
     .messages = "5:21: '25-1-1' is not a date; write YYYY-MM-DD, or unknown "
                 "[sources.s.date]\n"
                 "5:37: a sha256 is written with small letters, a to f "
                 "[sources.s.sha256]\n"},
    {.rest = "sources: {s: {}}\n"
             "constraints: [{rule: x = p, source: s#}, {rule: x = p, source: "
             "s#0}, {rule: x = p, source: s2#4}, {rule: x = p, source: {s: 4}},\n"
             "  {rule: x = p, source: [s#1, s]}, {rule: x = p, source: []},\n"
             "  {rule: x = p, source: [s, t, s#0]}]",
     .messages = "6:37: 's#' does not name a line of a source; write s#4 for "
                 "its line 4 [constraints[1].source]\n"
                 "6:64: 's#0' does not name a line of a source; write s#4 for "
                 "its line 4 [constraints[2].source]\n"
                 "6:92: unknown source 's2'; did you mean 's'? "
                 "[constraints[3].source]\n"
                 "6:121: expected a source, such as a or a#4 for its line 4, "
                 "found a mapping [constraints[4].source]\n"
                 "7:58: expected at least one source, found an empty list "
                 "[constraints[6].source]\n"
                 "8:29: unknown source 't'; there is only s "
                 "[constraints[7].source[2]]\n"
                 "8:32: 's#0' does not name a line of a source; write s#4 for its "
                 "line 4 [constraints[7].source[3]]\n"},
    {.rest = "record: {a: 1}",
     .messages = "5:9: expected a list of entries, found a mapping [record]\n"},
    {.rest = "title: [x]",
     .messages = "5:8: expected a text, once or by language, found a list [title]\n"},
    {.rest = "title: {}",
     .messages = "5:8: expected a text by language, such as {en: Peace}, found "
                 "an empty mapping [title]\n"},
    {.rest = "positons: {}",
     .messages = "5:1: unknown key 'positons' in a case; did you mean "
                 "'positions'? []\n"},
};

static void sources_and_record(void **state) {
  (void)state;
  check_fault_rows(sources_and_record_rows,
                   sizeof sources_and_record_rows / sizeof sources_and_record_rows[0]);
}

static const fault_row yaml_rows[] = {
    {.rest = "sources: {s: {contested: [&x 1, *x, !!str 2]}}",
     .messages = "5:27: anchors (&name) are not allowed in a case file; remove "
                 "it []\n"
                 "5:33: aliases (*name) are not allowed in a case file; write "
                 "the value out []\n"
                 "5:37: tags (!name) are not allowed in a case file; remove it []\n"},
    {.rest = "sources: {s: {contested: [{a: 1, a: 2, b: 1, a: 3}]}}",
     .messages = "5:34: duplicate key 'a'; it is already on line 5 []\n"
                 "5:46: duplicate key 'a'; it is already on line 5 []\n"},
    {.rest = "sources: {s: {contested: [{[a]: 1}]}}",
     .messages = "5:28: a key must be a single word, not a list or a mapping []\n"},
    {.rest = "record: [\"a\\0b\", \"\\uD800\"]",
     .messages = "5:10: a text must not hold a NUL character; remove the \\0 []\n"
                 "5:19: this is not valid YAML: double-quoted scalar has "
                 "invalid UTF8 escape []\n"},
    {.rest = "record: [a\n",
     .messages = "7:1: this is not valid YAML: a '[' is never closed; add the "
                 "']' (it stands on line 5) []\n"},
    {.rest = "record: a: b",
     .messages = "5:10: this is not valid YAML: a second ': ' on one line; put "
                 "quotes around a text that holds ': ' []\n"},
    {.rest = "--- \n"
             "eirene: 1",
     .messages = "5:1: a second document starts here; a case file holds one "
                 "document only []\n"},
    {.positions = "{a: {points: {x: {p: *p, q: 0}}}, b: {points: {}}}",
     .messages = "4:33: aliases (*name) are not allowed in a case file; write "
                 "the value out []\n"},
};

static void yaml(void **state) {
  (void)state;
  check_fault_rows(yaml_rows, sizeof yaml_rows / sizeof yaml_rows[0]);
}

static const fault_row several_rows[] = {
    {.parties = "{a: {}, b: {x: 1}}",
     .issues = "{x: {options: [p, p]}, y: {}}",
     .positions = "{a: {points: {x: {z: 1}, y: {q: 1}}}, c: {}}",
     .rest = "constraints: [{rule: y = q and x = z}]\n"
             "titel: x",
     .messages = "2:18: signatory b has no position; add one, or write "
                 "'points: {}' if all outcomes are the same to it [positions]\n"
                 "2:22: unknown key 'x' in a party; allowed are name, role, "
                 "veto, members, interests, says, because, patience, war_cost, wins, "
                 "offers, visible, said_by, "
                 "reported_by, directness and contested [parties.b]\n"
                 "3:27: duplicate option 'p' [issues.x.options]\n"
                 "3:32: an issue needs one of 'options', 'range' or 'award' "
                 "[issues.y]\n"
                 "4:30: unknown option 'z' of issue x; there is only p "
                 "[positions.a.points.x.z]\n"
                 "4:50: unknown party 'c'; the parties are a and b [positions.c]\n"
                 "5:36: unknown option 'z' of issue x; there is only p "
                 "[constraints[1].rule]\n"
                 "6:1: unknown key 'titel' in a case; did you mean 'title'? []\n"},
};

static void several(void **state) {
  (void)state;
  check_fault_rows(several_rows, sizeof several_rows / sizeof several_rows[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parties),
      cmocka_unit_test(issues),
      cmocka_unit_test(sources_and_record),
      cmocka_unit_test(yaml),
      cmocka_unit_test(several),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
