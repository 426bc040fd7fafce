#!/usr/bin/env python3
"""Views leave no trace of what they hide: every hidden value of several cases is changed
in turn, to other valid values, to invalid ones, to longer ones, to several lines and to
nothing at all, and no byte of any verb's output, messages and exit code included, may
change.

First a case written by hand, with something hidden in every place where a case may hide
something; then random changes of random cases, for which the rules of who sees what are
written down here once more.

usage: test_views.py [SEED [COUNT]]"""

import copy
import glob
import json
import os
import random
import re
import sys
import tempfile

from lib_run import SOURCE, Checks, run, skip

try:
    import yaml

    import lib_case
except ImportError as missing:
    skip(f"{missing.name} is not installed (package python3-yaml)")

QUICK = bool(os.environ.get("EIRENE_SANITIZE"))
OUTCOME = "mix=clean,depth=5,prize=a,gate=open"
FIRST = [["check"], ["check", "--json"], ["solve", "--json"], ["explain"], ["show", "--json"]]
REST = [
    ["show"],
    ["show", "--on", "2025-01-04"],
    ["solve"],
    ["solve", "--all", "--count"],
    ["explain", "--json"],
    ["explain", "--outcome", OUTCOME],
    ["table"],
    ["table", "--json"],
    ["hold", "--outcome", OUTCOME],
    ["hold", "--json", "--outcome", OUTCOME],
    ["hold", "--least"],
]
COMMANDS = FIRST + REST
# Of a case in which much is hidden, all conflicts would take too long.
FEW = ["--max", "1", "--limit-steps", "100000"]
QUICKLY = FIRST[:3] + FIRST[4:] + REST[:4] + [["table"], ["explain", *FEW], ["explain", "--json", *FEW]]

# Lines with "@@ prefix | value" are hidden from everyone but the mediator m.
BY_HAND = """\
eirene: 1
title: Views
parties:
  a: {name: Party A}
  b: {name: Party B}
  m: {name: The mediator, role: mediator}
  o: {name: Observer, role: [observer]}
@@   secret: | {name: Nobody knows, role: [guarantor], visible: [m]}
issues:
  mix:
    name: Mix
    options:
      clean:
        name: Clean
        needs: [secret]
        enforcement:
          temptation: {a: 0.3, b: 0.2}
@@           detection: | {value: 0.5, visible: [m]}
@@           reversion: | {lower_by: 0.1, visible: [m]}
      all: {name: All, terms: [{access: {from: a}}]}
@@       hidden: | {name: Hidden, says: Between us., visible: [m]}
  depth: {range: {from: 0, to: 10, step: 5}}
  prize: {award: indivisible, between: [a, b]}
@@   under: | {name: Under the table, options: [x, y], visible: [m]}
  gate:
    options:
      open: {terms: [a term]}
      shut:
        terms:
          - {access: {from: b}}
@@           - | {withdrawal: {of: a}, visible: [m]}
constraints:
  - {id: seen, rule: "mix = clean -> depth >= 5"}
  - {id: mends, rule: "mix in {clean, hidden} or gate = open", source: [t#2, s#1]}
  - {id: goes, rule: "under = x -> mix = clean"}
@@   - | {id: unseen, rule: "mix = clean", because: Nobody may know., visible: [m]}
positions:
  a:
    visible: [all]
    reservation: 2
    points:
      mix:
        clean: 5
@@         all: | {value: 4, visible: [m]}
        hidden: 3
      depth:
        - [0, 0]
        - [5, 3]
        - [10, 1]
      prize: 2
      under: {x: 1, y: 2}
@@     scale: | {value: 20, visible: [m]}
@@     cap: | {value: 8, visible: [m]}
    red_lines:
      - {id: open, rule: "not (mix = hidden and depth = 0)"}
@@       - | {id: closed, rule: "mix = all", visible: [m]}
    interactions:
      - {when: "mix = clean and depth = 5", add: 1}
@@       - | {when: "mix = all", add: 2, visible: [m]}
@@   b: | {points: {mix: {clean: 1, all: 2, hidden: 3}, depth: [[0, 2], [10, 0]]}, red_lines: [{rule: "mix = clean"}]}
sources:
  s: {title: Seen, date: 2025-01-02}
@@   t: | {title: Unseen, file: t.txt, visible: [m]}
record:
  - {kind: proposal, id: first, date: 2025-01-03, by: [a, secret], outcome: {mix: hidden, depth: 5}}
@@   - | {kind: proposal, id: between, date: 2025-01-04, by: b, with: [a], replaces: first, outcome: {mix: all}, visible: [m]}
  - {kind: response, date: 2025-01-05, by: a, to: between, answer: conditional, if: "under = x"}
  - {kind: response, date: unknown, by: b, to: first, answer: reject}
@@   - | {kind: response, date: unknown, by: b, to: first, issues: {mix: accept}, visible: [m]}
  - {kind: talks, date: 2025-01-06, participants: [a, b, secret], after: between}
  - {kind: statement, date: unknown, by: b, stance: {mix: {clean: refuses, hidden: prefers}, under: {x: accepts}}}
  - {kind: statement, date: unknown, by: secret, says: Nobody hears me.}
"""

# The same with weights, a position in a file of its own, and stances.
WEIGHTS = """\
eirene: 1
parties:
  a: {}
  b: {name: Party B}
  c: {}
  m: {role: [mediator, observer]}
issues:
  mix: {options: [clean, all]}
  depth: {range: {from: 0, to: 10, step: 5}}
  prize: {award: divisible, between: [a, b]}
  gate: {options: [open, shut]}
positions:
@@   a: | {include: part.yaml}
  b:
    visible: [a, c, all]
@@     reservation: | {value: 0.2, visible: [m]}
    weights:
      mix: 0.4
@@       depth: | {value: 0.3, visible: [m]}
      prize: 0.3
    values:
      mix:
        clean: 1
@@         all: | {value: 0.5, visible: [m]}
      depth: [[0, 0.1], [10, 0.7]]
@@       prize: | {value: 0.9, visible: [m]}
    red_lines:
      - {rule: "mix = clean or depth > 0"}
    interactions:
      - {when: "mix = all and gate = shut", add: 0.1}
@@       - | {when: "mix = clean", add: 0.2, visible: [m, b]}
  c:
    visible: [all]
    stance:
      mix: {clean: prefers, all: resists}
      gate: {open: accepts, shut: refuses}
"""

# Readers that do not see what is marked; the mediator m does.
BLIND = ("public", "a", "b", "o")

LONG = "x" * 3000
LINES = "[\n\n\n\n" + 20 * " " + "1,\n\n" + 20 * " " + "2 ] # two\n\n" + 20 * " "


def variants(prefix, value, default):
    """The text of a hidden entry in many forms; `default`: hidden without `visible`."""
    mark = "" if default else ", visible: [m]"
    indent = " " * (len(prefix) - len(prefix.lstrip()) + 4)
    yield ""  # it was never written
    yield f"{prefix} {{because: other{mark}}}\n"
    yield f"{prefix} {{bogus: [1, {{deep: x}}], 7!: no{mark}}}\n"
    yield f"{prefix} {{id: r, id: r, name: [1], name: 2{mark}}}\n"
    yield f"{prefix} {{id: &anchor one, rule: *anchor, when: !!str two{mark}}}\n"
    yield f'{prefix} {{because: "a\\0b", "\\0": c, [1]: 2{mark}}}\n'
    yield f"{prefix} {{because: {LONG}, value: {LINES}{mark}}}\n"
    yield f"{prefix}\n{indent}because: |\n{indent}  one\n\n\n{indent}  two\n" + (
        "" if default else f"{indent}visible:\n{indent}- m\n"
    )
    if value.startswith("{"):
        # The same with more inside, before and after.
        yield f"{prefix} {{source: t#99, {value[1:]}\n"
        yield f"{prefix} {value[:-1]}, basis: nonsense, because: {LONG}}}\n"
    if default:
        yield f"{prefix} 7\n"
        yield f"{prefix} [1, 2, 3]\n"
        yield f"{prefix} {{include: /nowhere/at/all.yaml}}\n"
        yield f"{prefix} {{visible: [m]}}\n"
    else:
        yield f"{prefix} {{visible: []}}\n"
        yield f"{prefix} {{visible: {{all: all}}, value: 1}}\n"
        yield f"{prefix} {{visible: [m, nobody, {{all: x}}]}}\n"
        yield f"{prefix} {{visible: [all], value: 1, visible: [m]}}\n"


class Template:
    def __init__(self, text):
        self.parts = []  # texts and (prefix, value)
        for line in text.splitlines(keepends=True):
            if line.startswith("@@ "):
                prefix, value = line[3:].split("|", 1)
                self.parts.append((prefix.rstrip(), value.strip()))
            elif self.parts and isinstance(self.parts[-1], str):
                self.parts[-1] += line
            else:
                self.parts.append(line)
        self.slots = [i for i, part in enumerate(self.parts) if not isinstance(part, str)]

    def write(self, path, slot=None, text=None):
        with open(path, "w", encoding="utf-8") as file:
            for i, part in enumerate(self.parts):
                if i == slot:
                    file.write(text)
                else:
                    file.write(part if isinstance(part, str) else f"{part[0]} {part[1]}\n")


def answers(path, reader, commands):
    view = [] if reader is None else ["--view", reader]
    return [run(command[0], *view, *command[1:], path) for command in commands]


def compare(checks, name, found, expected, commands):
    for command, one, other in zip(commands, found, expected):
        label = f"{name}: {' '.join(command)}"
        for part, a, b in zip(("exit code", "stdout", "stderr"), one, other):
            checks.same(f"{label}: {part}", a, b)


def check_by_hand(checks, name, text, folder, works):
    template, path = Template(text), os.path.join(folder, "case.yaml")
    template.write(path)
    code, _, err = run("check", path)
    checks.same(f"{name} is a valid case", (code, err), (0, ""))
    readers = [r for r in BLIND if r == "public" or f"  {r}: " in text or f"  {r}:\n" in text]
    seen = {}
    for reader in readers:
        seen[reader] = answers(path, reader, COMMANDS)
        # It must work, or nothing would be compared but messages.
        if reader in works:
            codes = [each[0] for each in seen[reader]]
            checks.true(f"{name} as {reader}", set(codes) <= {0, 1}, seen[reader])
    whole = answers(path, "m", COMMANDS)
    for slot in template.slots:
        prefix, value = template.parts[slot]
        default = "visible" not in value
        for number, text_of in enumerate(variants(prefix, value, default)):
            template.write(path, slot, text_of)
            for index, reader in enumerate(readers):
                if f", {reader}]" in value:
                    continue
                # Each slot meets each command, in some of its forms: the first reader with
                # every other command, the others with one of them.
                if QUICK and (slot + number + index) % 5 != 0:
                    continue
                turn = number + index + slot
                chosen = list(range(len(COMMANDS)))[turn % 2 :: 2]
                if index > 0:
                    chosen = [turn % len(COMMANDS)]
                commands = [COMMANDS[i] for i in chosen]
                expected = [seen[reader][i] for i in chosen]
                label = f"{name}, as {reader}, {prefix.strip()} in form {number}"
                compare(checks, label, answers(path, reader, commands), expected, commands)
    # The test must be able to fail: the mediator does see what changes.
    template.write(path, template.slots[-1], "")
    checks.true(f"{name}: the mediator sees it", answers(path, "m", COMMANDS) != whole)


INCLUDING = """\
eirene: 1
parties: {a: {}, b: {}, m: {role: mediator}}
issues: {mix: {options: [clean, all]}, gate: {options: [open, shut]}}
positions:
  a: {points: {mix: {clean: 1, all: 0}}, visible: [all]}
  b: {include: inner.yaml, visible: [all]}
"""
INCLUDED = """\
points:
  mix:
    clean: 1
@@     all: | {value: 2, visible: [m]}
@@ reservation: | {value: 1, visible: [m, b]}
red_lines:
  - {rule: "mix = clean or gate = open"}
@@   - | {rule: "mix = clean", because: No., visible: [m]}
"""


def check_included(checks, folder):
    """Parts of a file that is included may be hidden, and so may the file."""
    path, inner = (os.path.join(folder, name) for name in ("outer.yaml", "inner.yaml"))
    with open(path, "w", encoding="utf-8") as file:
        file.write(INCLUDING)
    template = Template(INCLUDED)
    template.write(inner)
    seen = answers(path, "a", FIRST)
    checks.true("an included file", {each[0] for each in seen} <= {0, 1}, seen)
    for slot in template.slots:
        for number, text in enumerate(variants(*template.parts[slot], False)):
            template.write(inner, slot, text)
            label = f"included, {template.parts[slot][0].strip()} in form {number}"
            compare(checks, label, answers(path, "a", FIRST), seen, FIRST)
    # A file whose root says that it is hidden goes as a whole, whatever else it holds.
    forms = ("points: {}", "bogus: [1, 2]\n\n\n\npoints: 3", "include: nowhere.yaml")
    hidden = []
    for form in forms:
        with open(inner, "w", encoding="utf-8") as file:
            file.write(form + "\nvisible: [m]\n")
        hidden.append(answers(path, "a", FIRST))
    checks.true("a hidden file is read as none", hidden[0] != seen)
    for form, found in zip(forms[1:], hidden[1:]):
        compare(checks, f"included: {form}", found, hidden[0], FIRST)
    # What is hidden from outside is not opened: a pipe would be refused.
    with open(path, "w", encoding="utf-8") as file:
        file.write(INCLUDING.replace("visible: [all]}\n", "visible: [m]}\n"))
    first = answers(path, "a", FIRST)
    os.remove(inner)
    os.mkfifo(inner)
    compare(checks, "a hidden file is not opened", answers(path, "a", FIRST), first, FIRST)


# ---- random cases -------------------------------------------------------------------

FIELDS = object()  # every mapping inside may say who sees it
LAYOUTS = {
    "case": {
        "parties": "ids",
        "issues": "issues",
        "positions": "positions",
        "sources": "ids",
        "record": "record",
    },
    "entry": {"outcome": "ids", "issues": "ids", "stance": "table"},
    "issue": {"options": "ids"},
    "position": {"points": "table", "values": "table", "stance": "table", "weights": "ids"},
}


def below(layout, key):
    if layout in LAYOUTS:
        return LAYOUTS[layout].get(key, FIELDS)
    return {"issues": "issue", "positions": "position", "table": "row"}.get(layout, FIELDS)


def entries(value, layout="case", path=()):
    """Mappings that may say who sees them: (path, does a default hide them?)."""
    if isinstance(value, dict):
        if path and layout in (FIELDS, "issue", "position", "entry"):
            yield path, layout == "position"
        for key, each in value.items():
            yield from entries(each, below(layout, key), path + (key,))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            inside = "entry" if layout == "record" else FIELDS
            yield from entries(each, inside, path + (index,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def tree(node):
    """A case as lists, mappings and (text, quoted)."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: tree(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [tree(item) for item in node.value]
    return (node.value, bool(node.style))


def written(value, depth=0):
    """As YAML in which every entry has a line of its own, so that lines shift."""
    pad = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(
                f"{pad}{json.dumps(k)}: {written(v, depth + 1)}" for k, v in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(pad + written(v, depth + 1) for v in value) + "]"
    text, quoted = value
    plain = re.fullmatch(r"[-+A-Za-z0-9_./]+", text) and not quoted
    return text if plain else json.dumps(text, ensure_ascii=False)


def is_hidden(reader, mediator, path, entry, by_default):
    if "visible" in entry:
        visible = entry["visible"]
        if not isinstance(visible, list):
            return True
        return not any(item[0] in ("all", reader) for item in visible)
    return by_default and not mediator and path[-1] != reader


def is_mediator(case, reader):
    party = case["parties"].get(reader) if isinstance(case.get("parties"), dict) else None
    role = party.get("role") if isinstance(party, dict) else None
    roles = role if isinstance(role, list) else [role]
    return ("mediator", False) in roles


def hidden_entries(case, reader):
    """Paths of hidden entries, outermost only."""
    found, mediator = [], is_mediator(case, reader)
    for path, by_default in entries(case):
        if any(path[: len(outer)] == outer for outer in found):
            continue
        if is_hidden(reader, mediator, path, at(case, path), by_default):
            found.append(path)
    return found


def change(rng, case, path, reader):
    """Changes what is hidden at `path`."""
    owner, last = at(case, path[:-1]), path[-1]
    entry = owner[last]
    kind = rng.random()
    if kind < 0.2:
        del owner[last]
        return
    kept = {"visible": entry["visible"]} if "visible" in entry else {}
    if kind < 0.4:
        owner[last] = {**kept, "bogus": [("1", False), {"x": ("~", False)}]}
    elif kind < 0.6:
        entry["because"] = ("word " * rng.randrange(1, 300), True)
        entry["zzz"] = [("1", False)] * rng.randrange(1, 40)
    elif kind < 0.8 and len(entry) > len(kept):
        keys = [key for key in entry if key != "visible"]
        entry[rng.choice(keys)] = rng.choice((("0", False), [], {}, ("a b = c", True)))
    else:
        extra = [("nobody", False)] if reader != "nobody" else []
        owner[last] = {**kept, "id": ("x", False)}
        if kept and isinstance(kept["visible"], list):
            owner[last]["visible"] = kept["visible"] + extra


def originals():
    paths = glob.glob("tests/corpus/valid/*.yaml") + glob.glob("examples/*/case.yaml")
    cases = []
    for path in sorted(paths):
        value = tree(lib_case.compose(path))
        if "include" not in written(value) and len(written(value)) < 20000:
            cases.append(value)
    return cases


def hide_some(rng, case):
    """Says of some entries who sees them."""
    parties = [(p, False) for p in case["parties"]]
    places = list(entries(case))
    for path, _ in rng.sample(places, min(len(places), rng.randrange(1, 5))):
        who = rng.sample(parties, min(len(parties), rng.randrange(0, 3)))
        at(case, path)["visible"] = who + ([("all", False)] if rng.random() < 0.2 else [])


def check_random(checks, rng, cases, folder, count):
    path, tried, valid = os.path.join(folder, "case.yaml"), 0, 0
    for _ in range(count):
        case = copy.deepcopy(rng.choice(cases))
        hide_some(rng, case)
        reader = rng.choice(list(case["parties"]) + ["public"])
        hidden = hidden_entries(case, reader)
        if not hidden:
            continue
        commands = [rng.choice(QUICKLY) for _ in range(2)]
        with open(path, "w", encoding="utf-8") as file:
            file.write(written(case) + "\n")
        expected = answers(path, reader, commands)
        valid += expected[0][0] in (0, 1)
        before = written(case)
        for _ in range(rng.randrange(1, 3)):
            hidden = hidden_entries(case, reader)
            if hidden:
                change(rng, case, rng.choice(hidden), reader)
        with open(path, "w", encoding="utf-8") as file:
            file.write(written(case) + "\n")
        found = answers(path, reader, commands)
        compare(checks, f"as {reader}:\n{before}\n{written(case)}\n", found, expected, commands)
        tried += 1
    checks.true("enough was tried", tried > count // 3, tried)
    checks.true("enough of it is valid", valid > tried // 3, (valid, tried))


# ---- messages -----------------------------------------------------------------------

def check_messages(checks, folder):
    path = os.path.join(folder, "case.yaml")

    def write(text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    head = "eirene: 1\nparties: {a: {}, m: {role: mediator}, u: {visible: [m]}}\n"
    tail = "issues: {x: {options: [p, q]}}\npositions: {a: {visible: [all], points: {x: {p: 1, q: 0}}}}\n"
    write(head + tail)
    code, out, err = run("check", "--view", "x", path)
    checks.same("an unknown reader", (code, out), (2, ""))
    checks.same(
        "lists those whom everyone sees",
        err,
        f"{path}: error: there is no party 'x' whose view could be taken; "
        "take a, m or public\n",
    )
    write(head + tail.replace("q: 0", "q: zero"))
    code, out, err = run("check", "--view", "public", path)
    checks.same("a visible error", (code, out), (2, ""))
    checks.true("has a path", " at positions.a.points.x.q: " in err, err)
    checks.true("and no line", re.search(r"yaml:\d", err) is None, err)
    write(head + tail + "constraints:\n  - {rule: 'x = p', visible: [m]}\n  - {rule: 'x = '}\n")
    code, out, err = run("check", "--view", "a", path)
    checks.true("the path counts no hidden entry", " at constraints[1]" in err, err)
    write(head + tail + "constraints: [\n")
    first = run("check", "--view", "a", path)
    write(head + tail + "record: &x [1, {secret: 'words'}\n")
    second = run("check", "--view", "a", path)
    checks.same("a syntax error", first[0], 2)
    checks.same("says nothing of what is there", first, second)
    scenario = [f"examples/genius/well/{name}.xml" for name in ("domain", "upper", "lower")]
    code, out, err = run("solve", "--view", "public", *scenario)
    checks.same("a GENIUS scenario has no views", (code, out), (2, ""))
    checks.true("and it is said", "eirene import genius" in err, err)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40 if QUICK else 200
    print(f"seed {seed}, {count} cases")
    os.chdir(SOURCE)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "part.yaml"), "w", encoding="utf-8") as file:
            file.write("points: {mix: {clean: 1, all: 2}, prize: 3}\n")
        check_by_hand(checks, "points", BY_HAND, folder, ("public", "a", "o"))
        check_by_hand(checks, "weights", WEIGHTS, folder, ("public", "a"))
        check_included(checks, folder)
        check_messages(checks, folder)
        check_random(checks, random.Random(seed), originals(), folder, count)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
