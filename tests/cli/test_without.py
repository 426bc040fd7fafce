#!/usr/bin/env python3
"""--without SOURCE removes exactly what the source grounds: the answer is that of a case
in which these entries were deleted by hand.

In the case below, a comment at the end of a line says what becomes of it: "#- a" it goes
without a, "#- a b" without both, "#- a#2" without a or its line 2, and "#= a | text" it is
replaced by the text."""

import json
import os
import random
import re
import sys
import tempfile

from lib_run import SOURCE, Checks, run

CASE = """\
eirene: 1
title: Sources
parties:
  u: {}
  v: {}
  g: {role: guarantor}
  m: {role: mediator}
issues:
  mix:
    options:
      clean: {}
      half: {}
      all: {source: b#3}  #- b#3
  depth: {range: {from: 0, to: 10, step: 5}}
  gate: {options: [open, shut], source: [c, c#7]}  #- c
  prize: {award: indivisible}
constraints:
  - {id: c1, rule: "mix = clean -> depth >= 5", source: a#1}  #- a#1
  - {id: c2, rule: "mix != half or depth < 10", source: [a#2, b#1]}  #- a#2 b#1
  - {id: c3, rule: "gate = shut -> mix = clean"}  #- c
  - {id: c4, rule: "mix != all"}  #= b#3 | - {id: c4, rule: "true"}
  - {id: c5, rule: "mix in {half, all} or prize = u", because: a}  #= b#3 | - {id: c5, rule: "mix = half or prize = u"}
positions:
  u:
    reservation: {value: 3, source: a#9}  #- a#9
    points:
      mix:
        clean: 6
        half: {value: 4, source: a#4}  #= a#4 | half: 0
        all: 2  #- b#3
      depth: [[0, 0], [5, {value: 3, source: b#2}], [10, 1]]  #= b#2 | depth: [[0, 0], [5, 0], [10, 1]]
      gate: {open: 1, shut: {value: 2, source: a#5}}  #- c  #= a#5 | gate: {open: 1, shut: 0}
      prize: {value: 2, source: d}  #- d
    red_lines:
      - {id: r1, rule: "not (mix = half and depth = 0)", source: a}  #- a
      - {id: r2, rule: "depth <= 5 or gate = open"}  #- c
      - {id: r3, rule: "mix = half -> depth < 10"}
    interactions:
      - {when: "depth = 10", add: 1}
      - {when: "mix = clean", add: {value: 2, source: b#4}}  #- b#4
      - {when: "mix = half", add: 1, source: [d, a#8]}  #- d a#8
  v:
    scale: {value: 10, source: d#1}  #- d#1
    points:
      mix: {clean: 1, half: 2, all: 9}  #= b#3 | mix: {clean: 1, half: 2}
      depth: {0: 5, 5: {value: 3, source: b}, 10: 0}  #= b | depth: {0: 5, 5: 0, 10: 0}
      prize: 3
  g:
    source: d#5
    red_lines: [{rule: "mix = clean"}]
sources:
  a: {title: A}
  b: {title: B}
  c: {title: C}
  d: {title: D}
  e: {title: E}
record: []
"""

# What is left out, and the paths that the note must name.
WITHOUT = {
    "a#1": ["constraints.c1"],
    "a#4": ["positions.u.points.mix.half"],
    "a": [
        "constraints.c1",
        "positions.u.reservation",
        "positions.u.points.mix.half",
        "positions.u.points.gate.shut",
        "positions.u.red_lines.r1",
    ],
    "a#2": [],
    "a#2,b#1": ["constraints.c2"],
    "a,b": None,
    "b#3": ["issues.mix.options.all"],
    "b#2,b#4": ["positions.u.points.depth[2]", "positions.u.interactions[2].add"],
    "c": ["issues.gate"],
    "c,d": None,
    "d": None,
    "d#1,d#5": ["positions.v.scale", "positions.g"],
    "d,a#8": None,
    "a,b,c,d": None,
    "a#100": [],
}


def is_gone(mark, without):
    return mark in without or mark.split("#")[0] in without


def by_hand(text, without):
    """The case with everything deleted that rests on `without` alone."""
    lines = []
    for line in text.splitlines():
        entry, *marks = re.split(r"  #([-=]) ", line)
        for sign, rest in zip(marks[::2], marks[1::2]):
            named, _, replacement = rest.partition(" | ")
            if all(is_gone(mark, without) for mark in named.split()):
                indent = entry[: len(entry) - len(entry.lstrip())]
                entry = indent + replacement if sign == "=" else None
                break
        if entry is not None:
            lines.append(entry)
    made = "\n".join(lines) + "\n"
    if is_gone("d#5", without):
        made = re.sub(r"  g:\n    source.*\n.*\n", "", made)
    for source in without:
        if "#" not in source:
            made = re.sub(rf"^  {source}: {{title.*\n", "", made, flags=re.MULTILINE)
            made = re.sub(rf"\[([a-d#0-9, ]*)\b{source}(#\d+)?, ", r"[\1", made)
            made = re.sub(rf", {source}(#\d+)?\]", "]", made)
            made = re.sub(rf"\[{source}(#\d+)?\]", "[]", made)
    return made


def answer(checks, name, *arguments):
    code, out, err = run(*arguments)
    checks.true(f"{name}: {arguments[0]}", code in (0, 1) and err == "", f"{code} {err}")
    made = json.loads(out or "{}")
    notes = made.pop("notes", [])
    made.pop("stats", None)
    return made, notes


def check_case(checks, folder):
    whole, cut = os.path.join(folder, "whole.yaml"), os.path.join(folder, "cut.yaml")
    with open(whole, "w", encoding="utf-8") as file:
        file.write(CASE)
    full = answer(checks, "all", "solve", "--json", "--all", whole)[0]
    for names, paths in WITHOUT.items():
        without = names.split(",")
        with open(cut, "w", encoding="utf-8") as file:
            file.write(by_hand(CASE, without))
        for verb in (["check", "--json"], ["solve", "--json", "--all"], ["explain", "--json"]):
            found, notes = answer(checks, names, verb[0], *verb[1:], "--without", names, whole)
            expected, _ = answer(checks, f"cut {names}", verb[0], *verb[1:], cut)
            for each in (expected, found):
                # By hand, a rule is written anew and a number becomes a 0 that counts.
                each.pop("demands", None)
                each.pop("grounds", None)
            checks.same(f"--without {names}: {verb[0]}", found, expected)
            said = [note for note in notes if note.startswith("Read without ")]
            checks.same(f"--without {names}: one note", len(said), 1)
            if paths is not None and said:
                check_note(checks, names, said[0], paths)
        if paths:
            changed = answer(checks, names, "solve", "--json", "--all", "--without", names, whole)[0]
            checks.true(f"--without {names} says something", changed != {} and full != {})
    once = answer(checks, "twice", "solve", "--json", "--without=a", "--without", "b", whole)
    checks.same("the option may be repeated", once,
                answer(checks, "list", "solve", "--json", "--without", "a,b", whole))


def check_note(checks, names, note, paths):
    if not paths:
        checks.true(f"--without {names}: nothing", "no value rests on" in note, note)
        return
    number = re.search(r": (\d+) values? rests? on", note)
    checks.same(f"--without {names}: how many", number and int(number.group(1)), len(paths))
    listed = re.search(r"left out: (.*?)(; with them went .*)?\.$", note)
    checks.same(f"--without {names}: which", listed and listed.group(1).split(", "), paths)


def check_messages(checks, folder):
    path = os.path.join(folder, "whole.yaml")
    code, out, err = run("solve", "--without", "f", path)
    checks.same("an unknown source", (code, out), (2, ""))
    checks.true("is said", "there is no source 'f'" in err, err)
    code, out, err = run("solve", "--without", "a#x,b#0,,c", path)
    checks.same("wrong lines", (code, out), (2, ""))
    checks.same("all of them are said", err.count(": error: "), 3)
    # The case as a whole has to be right: what is left out does not hide its faults.
    broken = os.path.join(folder, "broken.yaml")
    with open(broken, "w", encoding="utf-8") as file:
        file.write(CASE.replace("mix = clean -> depth", "mix = clear -> depth"))
    code, out, err = run("solve", "--without", "a", broken)
    checks.same("a fault in what is left out", (code, out), (2, ""))
    checks.true("has its line", re.search(r"broken\.yaml:\d+:\d+: error", err), err)
    # A view hides the source, and with it that something rests on it.
    hidden = os.path.join(folder, "hidden.yaml")
    with open(hidden, "w", encoding="utf-8") as file:
        file.write(CASE.replace("  a: {title: A}", "  a: {title: A, visible: [m]}"))
    code, _, err = run("solve", "--view", "u", "--without", "a", hidden)
    checks.same("a hidden source is no source", code, 2)
    checks.true("and is not named", " is only" not in err and "'a'" in err, err)
    code, out, _ = run("solve", "--view", "u", "--without", "b#3", path)
    checks.true("a view may be cut further", code in (0, 1) and "Read without b#3" in out, out)


def check_random(checks, folder, rng, count):
    """Of random rules, some rest on a source: the rest decides."""
    path, cut = os.path.join(folder, "random.yaml"), os.path.join(folder, "cut.yaml")
    atoms = ["x = p", "x != q", "y in {p, r}", "z = q", "y = q", "not z = p"]
    for number in range(count):
        rules = []
        for index in range(rng.randrange(1, 9)):
            rule = f"{rng.choice(atoms)} {rng.choice(('and', 'or', '->'))} {rng.choice(atoms)}"
            sources = rng.choice([[], ["s"], ["s#3"], ["t"], ["s", "t#2"], ["t#1", "t#2"]])
            rules.append((rule, sources, rng.choice(["constraints", "a", "b"]), index))
        without = rng.choice([["s"], ["t"], ["s#3"], ["s", "t"], ["t#2"]])
        left = [each for each in rules
                if not each[1] or not all(is_gone(one, without) for one in each[1])]
        for file_name, chosen in ((path, rules), (cut, left)):
            with open(file_name, "w", encoding="utf-8") as file:
                file.write(random_case(chosen, file_name == path))
        found = answer(checks, number, "solve", "--json", "--all", "--without", ",".join(without), path)
        expected = answer(checks, number, "solve", "--json", "--all", cut)
        checks.same(f"random case {number} without {without}", found[0], expected[0])
        went = sum(int(n) for n in re.findall(r": (\d+) values?", " ".join(found[1])))
        checks.same(f"random case {number}: how many went", went, len(rules) - len(left))


def random_case(rules, with_sources):
    def lines(where, indent):
        made = []
        for rule, sources, place, index in rules:
            source = f", source: [{', '.join(sources)}]" if with_sources and sources else ""
            if place == where:
                made.append(f'{indent}- {{id: r{index}, rule: "{rule}"{source}}}')
        return "\n".join(made) if made else f"{indent}[]"

    points = "points: {x: {p: 3, q: 1, r: 0}, y: {p: 0, q: 2, r: 1}, z: {p: 1, q: 0, r: 2}}"
    text = "eirene: 1\nparties: {a: {}, b: {}}\nissues:\n"
    for issue in "xyz":
        text += f"  {issue}: {{options: [p, q, r]}}\n"
    text += "constraints:\n" + lines("constraints", "  ") + "\npositions:\n"
    for party in "ab":
        text += f"  {party}:\n    {points}\n    red_lines:\n" + lines(party, "      ") + "\n"
    return text + "sources: {s: {}, t: {}}\n"


def main():
    os.chdir(SOURCE)
    checks = Checks()
    count = 15 if os.environ.get("EIRENE_SANITIZE") else 100
    with tempfile.TemporaryDirectory() as folder:
        check_case(checks, folder)
        check_messages(checks, folder)
        check_random(checks, folder, random.Random(4), count)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
