#!/usr/bin/env python3
"""The example examples/peace-talks: are its labels complete, its intervals the same for both
signatories, its lines there, and are results mirrored when the signatories are exchanged?

The texts that it cites are not part of the project: where ../shared/texts is not there,
those checks are left out, and that is said."""

import json
import os
import re
import sys
import tempfile

from lib_run import SOURCE, Checks, run, skip

try:
    import lib_case
except ImportError as missing:
    skip(f"{missing.name} is not installed (package python3-yaml)")

FOLDER = os.path.join(SOURCE, "examples", "peace-talks")
CASE = os.path.join(FOLDER, "case.yaml")
TEXTS = os.path.join(SOURCE, "..", "shared", "texts")
MOST_WORDS = 6  # of a text in a row
SIGNATORIES = ("ukr", "rus")

checks = Checks()


def read_text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def explain(path, *options):
    code, out, err = run("explain", "--json", "--no-stats", path, *options)
    checks.true(f"explain {options}: runs", code in (0, 1), err)
    return out


# ---- labels ----


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numbers(node, basis, path=""):
    """(path, basis, source, value) of each number of a position."""
    if isinstance(node, dict) and "value" in node:
        yield path, node.get("basis", basis), node.get("source"), node["value"]
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from numbers(value, basis, f"{path}.{key}")
    elif is_number(node) or (isinstance(node, list) and all(map(is_number, node))):
        yield path, basis, None, node


def check_labels(case):
    for party in SIGNATORIES:
        position = case["positions"][party]
        for name in ("reservation", "weights", "values"):
            for path, basis, source, _ in numbers(position[name], position.get("basis")):
                where = f"{party}.{name}{path}"
                checks.true(f"{where}: has a basis", basis in ("text", "assumption"), basis)
                checks.same(f"{where}: a line if text", basis == "text", source is not None)
    rules = list(case["constraints"])
    for party in (*SIGNATORIES, "eur"):
        rules += case["positions"][party]["red_lines"]
    for rule in rules:
        lines = rule.get("source", [])
        lines = lines if isinstance(lines, list) else [lines]
        cited = [line for line in lines if "#" in line]
        expected = rule["basis"] in ("text", "reading")
        checks.same(f"{rule['id']}: a line unless assumed", bool(cited), expected)


def check_same_intervals(case):
    """Assumptions are the same for both signatories."""
    found = []
    for party in SIGNATORIES:
        position = case["positions"][party]
        found.append(
            {
                name + path: value
                for name in ("reservation", "weights", "values")
                for path, basis, _, value in numbers(position[name], "assumption")
                if basis == "assumption"
            }
        )
    first, second = found
    both = first.keys() & second.keys()
    checks.true("assumptions are shared", len(both) > 40, len(both))
    for path in sorted(both):
        checks.same(f"interval of {path}", first[path], second[path])


# ---- the texts ----


def words(text):
    return re.findall(r"[a-z]+", text.lower())


def check_texts():
    if not os.path.isdir(TEXTS):
        print("not checked: the texts are not there (../shared/texts)")
        return
    code, out, err = run("check", "--sources", TEXTS, CASE)
    checks.same("the lines are there", (code, err), (0, ""))
    cited = set()
    for name in os.listdir(TEXTS):
        text = words(read_text(os.path.join(TEXTS, name)))
        cited |= {tuple(text[i : i + MOST_WORDS + 1]) for i in range(len(text))}
    for name in sorted(os.listdir(FOLDER)):
        own = words(read_text(os.path.join(FOLDER, name)))
        runs = {tuple(own[i : i + MOST_WORDS + 1]) for i in range(len(own) - MOST_WORDS)}
        copied = {" ".join(run_of) for run_of in runs & cited}
        checks.same(f"{name}: no quotation", copied, set())


# ---- mirrored ----


def exchange(text):
    """Each signatory's id for the other's."""
    first, second = SIGNATORIES
    other = {first: second, second: first}
    return re.sub(rf"\b({first}|{second})\b", lambda match: other[match.group()], text)


def reorder(text):
    """The second signatory before the first, in the parties and in the positions."""
    for pattern in (
        r"^(  ukr: .*\n)(  rus: .*\n)",
        r"^(  ukr:\n(?:    .*\n|\n)*)(  rus:\n(?:    .*\n|\n)*)",
    ):
        text, n = re.subn(pattern, r"\2\1", text, count=1, flags=re.MULTILINE)
        checks.same("the order of the signatories is turned", n, 1)
    return text


def sorted_parts(out):
    """What does not depend on the order of parties."""
    value = json.loads(out)
    outcomes = {json.dumps(deal, sort_keys=True) for deal in value["robust"]}
    sets = {
        part: {frozenset(entry["demands"]) for entry in value.get(part, [])}
        for part in ("conflicts", "unlocks")
    }
    unknowns = {entry["input"]: entry["swing"] for entry in value["unknowns"]}
    return (
        value["answer"],
        value["share_of_assumptions"]["deal"],
        outcomes,
        sets,
        unknowns,
        value["grounds"]["numbers"],
        value["grounds"]["rules"],
    )


def check_mirrored():
    text = read_text(CASE)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(exchange(text))
        for verb in (
            ["solve", "--json", "--no-stats", "--over", "outcomes"],
            ["solve", "--json", "--no-stats", "--without", "zone,b#8"],
            ["explain", "--json", "--no-stats", "--samples", "0"],
            ["explain", "--json", "--no-stats", "--samples", "0", "--without", "zone,b#8"],
        ):
            there, here = run(*verb, path), run(*verb, CASE)
            checks.same(f"{verb}: exit code", there[0], here[0])
            checks.same(f"{verb}: ids exchanged", exchange(there[1]), here[1])
        with open(path, "w", encoding="utf-8") as file:
            file.write(reorder(text))
        for options in ([], ["--without", "zone,b#8"]):
            turned = sorted_parts(explain(path, "--samples", "2000", *options))
            straight = sorted_parts(explain(CASE, "--samples", "2000", *options))
            checks.same(f"order turned {options}", turned, straight)


def check_flips():
    """The zone rests on an assumption: without it, and the unstated conditions, there
    are deals."""
    for without, code in ((None, 1), ("zone", 1), ("b#8", 1), ("zone,b#8", 0)):
        options = ["--without", without] if without else []
        checks.same(f"without {without}", run("explain", CASE, *options)[0], code)


def main():
    case = lib_case.load_plain(CASE)
    check_labels(case)
    check_same_intervals(case)
    check_texts()
    check_mirrored()
    check_flips()
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
