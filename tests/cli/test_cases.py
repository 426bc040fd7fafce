#!/usr/bin/env python3
"""Published cases with known answers, and every example against brute force.

The numbers written out here come from the sources named in the examples; what the
reference (lib_case.py) works out is compared as well.
"""

import json
import math
import os
import sys
import tempfile
from fractions import Fraction

from lib_run import SOURCE, Checks, run, skip

try:
    from lib_case import Case
except ImportError as missing:
    skip(f"{missing.name} is not installed (package python3-yaml)")

checks = Checks()
TOLERANCE = 1e-9


def example(name):
    return os.path.join(SOURCE, "examples", name)


def solve(path, *options):
    code, out, err = run("solve", "--json", "--no-stats", *options, path)
    if code not in (0, 1):
        checks.true(f"{path} {options}: solved", False, f"exit code {code}\n{err}")
        return None
    answer = json.loads(out)
    checks.same(
        f"{path} {options}: exit code", code, 0 if answer["deals"]["exist"] else 1
    )
    return answer


def solve_text(text, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return solve(path, *options)


def read(name):
    with open(example(name), encoding="utf-8") as file:
        return file.read()


def changed(text, old, new):
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


# ---- six parties, a harbour --------------------------------------------------------

# The issues in order, as the letters A to E with the option's number.
HARBOUR = Case(example("harbour/case.yaml"))
PARTIES = [party.name for party in HARBOUR.signatories]
TWELVE = """A1B3C2D2E3 A1B3C2D2E4 A1B3C3D2E3 A1B3C3D3E4 A2B3C2D2E4 A2B3C3D1E3
    A2B3C3D2E3 A2B3C3D2E4 A2B3C4D1E3 A3B2C2D2E4 A3B2C3D2E3 A3B2C3D2E4""".split()
ACCEPTABLE = [646, 555, 462, 354, 195, 320]
WITHOUT = [12, 20, 27, 68, 34, 32]  # unanimous deals when this party cannot block
HIGHEST = [69, 54, 83, 70, 81, 77]  # its highest reservation that leaves a deal
SOLE_REFUSER = {"other_cities": 8, "union": 15, "environment": 20}
NEVER = "B1 C1 D4 E1 E2 E5".split()


def label(outcome):
    return "".join(
        "ABCDE"[index] + str(issue.options.index(outcome[name]) + 1)
        for index, (name, issue) in enumerate(HARBOUR.issues.items())
    )


def harbour_with(reservations, quota=None):
    """The harbour case with other reservations."""
    lines, left = [], list(reservations)
    for line in read(
        "harbour/case.yaml" if quota is None else "harbour/quota.yaml"
    ).split("\n"):
        if line.startswith("    reservation:"):
            line = f"    reservation: {left.pop(0)}"
        lines.append(line)
    assert not left
    return "\n".join(lines)


def entry_is(name, entry, wanted_label, wanted_scores):
    checks.same(f"{name}: outcome", label(entry["outcome"]), wanted_label)
    checks.same(f"{name}: scores", [entry["scores"][p] for p in PARTIES], wanted_scores)
    checks.same(
        f"{name}: utilities",
        [entry["utilities"][p] for p in PARTIES],
        [score / 100 for score in wanted_scores],
    )


def check_harbour_unanimous():
    answer = solve(example("harbour/case.yaml"), "--all")
    checks.same("harbour: outcomes", answer["outcomes"], "720")
    checks.same("harbour: count", answer["deals"]["count"], "12")
    deals = [label(each["outcome"]) for each in answer["deals"]["list"]]
    checks.same("harbour: which", deals, TWELVE)
    checks.same("harbour: frontier size", answer["frontier"]["size"], 12)
    front = sorted(label(each["outcome"]) for each in answer["frontier"]["outcomes"])
    checks.same("harbour: frontier", front, TWELVE)
    used = {deal[i : i + 2] for deal in deals for i in range(0, 10, 2)}
    unused = [
        letter + str(n)
        for letter, count in zip("ABCDE", (3, 3, 4, 4, 5))
        for n in range(1, count + 1)
        if letter + str(n) not in used
    ]
    checks.same("harbour: never used", unused, NEVER)
    found = answer["solutions"]
    entry_is("harbour nash", found["nash"], "A2B3C3D2E3", [54, 48, 71, 57, 81, 77])
    checks.same("harbour nash: value", found["nash"]["value"], 6031872)
    checks.same("harbour nash: exact", found["nash"]["value_exact"], "6031872")
    checks.same("harbour nash: ties", found["nash"]["ties"], 1)
    entry_is(
        "harbour sum", found["utilitarian"], "A2B3C2D2E4", [63, 35, 83, 57, 76, 77]
    )
    checks.near("harbour sum: value", found["utilitarian"]["value"], 3.91)
    entry_is(
        "harbour least", found["egalitarian"], "A2B3C4D1E3", [52, 34, 56, 70, 70, 77]
    )
    checks.near("harbour least: value", found["egalitarian"]["value"], 0.03)
    checks.same("harbour: ideal", [answer["ideal"][p] for p in PARTIES][0], 0.69)
    checks.same("harbour: no winner", "adjusted_winner" in found, False)
    checks.same("harbour: no refuser left out", answer["case"]["signatories"], PARTIES)


def check_harbour_quota():
    answer = solve(example("harbour/quota.yaml"), "--all")
    checks.same("quota: count", answer["deals"]["count"], "55")
    checks.same("quota: frontier", answer["frontier"]["size"], 51)
    refusers = {}
    for each in answer["deals"]["list"]:
        who = [
            p.name
            for p in HARBOUR.signatories
            if each["scores"][p.name] < p.reservation
        ]
        checks.true("quota: one refuser at most", len(who) <= 1, each)
        for name in who:
            refusers[name] = refusers.get(name, 0) + 1
    checks.same("quota: sole refusers", refusers, SOLE_REFUSER)
    # All but one could sign without the vetoes, too: more deals then.
    free = read("harbour/quota.yaml").replace(", veto: true", "")
    checks.same("quota, no veto: count", solve_text(free)["deals"]["count"], "133")


def check_harbour_outcomes():
    answer = solve(example("harbour/case.yaml"), "--over", "outcomes")
    checks.same("over outcomes: size", answer["frontier"]["size"], 481)
    checks.same("over outcomes: said", answer["frontier"]["over"], "outcomes")
    checks.same("over outcomes: deals stay", answer["deals"]["count"], "12")
    front = {label(each["outcome"]) for each in answer["frontier"]["outcomes"]}
    checks.true("over outcomes: all 12 are on it", front >= set(TWELVE))
    totals = {
        label(e["outcome"]): sum(e["scores"].values())
        for e in answer["frontier"]["outcomes"]
    }
    best = max(totals, key=totals.get)
    checks.same("over outcomes: best total", (best, totals[best]), ("A2B3C1D1E1", 412))


def check_harbour_thresholds():
    reservations = [int(party.reservation) for party in HARBOUR.signatories]
    strict = [value + 1 for value in reservations]
    checks.same(
        "strict: count", solve_text(harbour_with(strict))["deals"]["count"], "6"
    )
    answer = solve_text(harbour_with(strict, quota=5))
    checks.same("strict, quota: count", answer["deals"]["count"], "37")
    for index, name in enumerate(PARTIES):
        for others, value, wanted in ((0, None, ACCEPTABLE), (None, 0, WITHOUT)):
            alone = [others if others is not None else r for r in reservations]
            alone[index] = reservations[index] if value is None else value
            answer = solve_text(harbour_with(alone))
            checks.same(
                f"{name}: {alone}", answer["deals"]["count"], str(wanted[index])
            )
        for more, exists in ((0, True), (1, False)):
            raised = list(reservations)
            raised[index] = HIGHEST[index] + more
            answer = solve_text(harbour_with(raised))
            checks.same(f"{name}: {raised}", answer["deals"]["exist"], exists)
        top = [0] * len(PARTIES)
        top[index] = 101
        answer = solve_text(harbour_with(top))
        checks.same(f"{name}: never above 100", answer["deals"]["exist"], False)
        top[index] = 100
        checks.same(
            f"{name}: 100 is reached",
            solve_text(harbour_with(top))["deals"]["exist"],
            True,
        )


# ---- Adjusted Winner ---------------------------------------------------------------

CANAL_US = ["us_defence", "use", "expansion", "routes"]


def check_canal_answer(name, text, first="us", second="panama"):
    """Both 66; `first` keeps four issues and 2/15 of land."""
    answer = solve_text(text)
    won = answer["solutions"]["adjusted_winner"]
    checks.same(f"{name}: scores", won["scores"], {first: 66, second: 66})
    kept = [issue for issue, party in won["outcome"].items() if party == first]
    checks.same(f"{name}: {first} keeps", sorted(kept), sorted(CANAL_US))
    checks.same(f"{name}: issues given whole", len(won["outcome"]), 9)
    checks.same(f"{name}: shared", list(won["shares"]), ["land"])
    checks.near(f"{name}: share", won["shares"]["land"][first], 2 / 15)
    checks.near(f"{name}: share", won["shares"]["land"][second], 13 / 15)
    checks.same(f"{name}: accepted", won["accepted"], {first: True, second: True})


def check_canal():
    text = read("canal/case.yaml")
    check_canal_answer("canal", text)
    line = "routes:         {name: Expansion routes, award: divisible}"
    whole = changed(text, line, line.replace("divisible", "indivisible"))
    check_canal_answer("canal, routes whole", whole)
    parties = "  us:     {name: United States}\n  panama: {name: Panama}\n"
    turned = changed(
        text, parties, "\n".join(reversed(parties.strip("\n").split("\n"))) + "\n"
    )
    check_canal_answer("canal, Panama first", turned)
    swapped = (
        text.replace("  us:", "  @:")
        .replace("  panama:", "  us:")
        .replace("  @:", "  panama:")
    )
    check_canal_answer("canal, mirrored", swapped, first="panama", second="us")
    # The tied issue moved to the front and to the end of the list.
    land = "  land:           {name: Land and water, award: divisible}\n"
    rest = changed(text, land, "")
    check_canal_answer(
        "canal, land first", changed(rest, "issues:\n", "issues:\n" + land)
    )
    last = "  panama_defence: {name: Defence role of Panama, award: divisible}\n"
    check_canal_answer("canal, land last", changed(rest, last, last + land))
    # Doubling one party's points changes only its own scores.
    double = changed(
        text,
        "      land: 15\n      expansion: 3\n",
        "      land: 15.0\n      expansion: 3\n",
    )
    check_canal_answer("canal, a decimal", double)
    # Where the one that must be shared is whole there is no answer; a note says so.
    whole = changed(text, land, land.replace("divisible", "indivisible"))
    answer = solve_text(whole)
    checks.same("canal, land whole", "adjusted_winner" in answer["solutions"], False)
    checks.true("canal, land whole: note", answer["notes"] != [], answer["notes"])


def check_ties():
    won = solve(example("ties/case.yaml"))["solutions"]["adjusted_winner"]
    checks.same("ties: scores", won["scores"], {"p": 60, "q": 60})
    for item, party in (("i3", "p"), ("i5", "p"), ("i6", "p"), ("i2", "q")):
        checks.same(f"ties: {item}", won["outcome"].get(item), party)
    checks.true("ties: one item shared at most", len(won.get("shares", {})) <= 1, won)


# ---- closed forms ------------------------------------------------------------------


def check_splitting():
    answer = solve(example("splitting/case.yaml"))
    checks.same("splitting: outcomes", answer["outcomes"], "3001")
    checks.same("splitting: count", answer["deals"]["count"], "3001")
    checks.same("splitting: frontier", answer["frontier"]["size"], 3001)
    nash = answer["solutions"]["nash"]
    checks.near("splitting: nash", nash["outcome"]["x"] / 3000, 2 / 3, 1 / 3000)
    checks.same("splitting: nash step", nash["outcome"]["x"], 2000)
    best = 2 / 3 * math.sqrt(1 / 3)
    checks.near("splitting: nash value", nash["value"], best, 1e-9)
    smorodinsky = answer["solutions"]["kalai_smorodinsky"]
    golden = (math.sqrt(5) - 1) / 2
    checks.near("splitting: ks", smorodinsky["outcome"]["x"] / 3000, golden, 1 / 3000)
    checks.same("splitting: ideal", answer["ideal"], {"first": 1, "second": 1})
    checks.same("splitting: nadir", answer["nadir"], {"first": 0, "second": 0})


PIE = {"north": 42.5, "centre": 39.5, "south": 18}


def check_pie():
    nash = solve(example("pie/case.yaml"))["solutions"]["nash"]
    checks.same("pie: nash", nash["scores"], PIE)
    checks.same("pie: option", nash["outcome"], {"split": "s425_395_180"})
    exact = Fraction(65, 2) ** 5 * Fraction(39, 2) ** 3 * 13**2
    checks.near("pie: value", nash["value"] / float(exact), 1.0)
    checks.same("pie: value, exact", Fraction(nash["value_exact"]), exact)
    # The same on all splits in steps of a half: 8,646 options.
    splits = [(a, b, 200 - a - b) for a in range(20, 151) for b in range(40, 191 - a)]
    checks.same("fine pie: options", len(splits), 8646)
    names = [f"s{a}_{b}_{c}" for a, b, c in splits]
    text = "eirene: 1\nparties: {north: {}, centre: {}, south: {}}\nissues:\n"
    text += "  split: {options: [" + ", ".join(names) + "]}\npositions:\n"
    for index, (party, least, power) in enumerate(
        (("north", 10, 5), ("centre", 20, 3), ("south", 5, 2))
    ):
        worth = ", ".join(f"{n}: {s[index] / 2}" for n, s in zip(names, splits))
        text += f"  {party}: {{reservation: {least}, power: {power}, "
        text += f"points: {{split: {{{worth}}}}}}}\n"
    nash = solve_text(text)["solutions"]["nash"]
    checks.same("fine pie: nash", nash["scores"], PIE)


# ---- every example against brute force ---------------------------------------------


def same_outcome(name, found, expected, case):
    plain = {
        issue: float(option) if isinstance(option, Fraction) else option
        for issue, option in expected.items()
    }
    checks.same(name, found, plain)


def check_frontier(name, answer, case, expected):
    found = answer["frontier"]["outcomes"]
    checks.same(f"{name}: frontier size", answer["frontier"]["size"], len(expected))
    checks.same(f"{name}: frontier listed", len(found), len(expected))
    for index, (entry, (scores, outcome)) in enumerate(zip(found, expected)):
        same_outcome(f"{name}: frontier {index}", entry["outcome"], outcome, case)
        for party, score in zip(case.signatories, scores):
            checks.near(f"{name}: score", entry["scores"][party.name], float(score))
            utility = float(score / party.scale)
            checks.near(f"{name}: utility", entry["utilities"][party.name], utility)


def check_solutions(name, answer, case, frontier, deals):
    count = len(case.signatories)
    vectors = [case.scores(outcome) for outcome in deals]
    ideal = [max(vector[i] for vector in vectors) for i in range(count)]
    nadir = [min(scores[i] for scores, _ in frontier) for i in range(count)]
    for party, best, worst in zip(case.signatories, ideal, nadir):
        scale = party.scale
        checks.near(f"{name}: ideal", answer["ideal"][party.name], float(best / scale))
        checks.near(f"{name}: nadir", answer["nadir"][party.name], float(worst / scale))
    for which, wanted in (
        ("nash", case.nash(frontier)),
        ("kalai_smorodinsky", case.kalai_smorodinsky(frontier, ideal)),
        ("egalitarian", case.egalitarian(frontier)),
        ("utilitarian", case.utilitarian(frontier)),
    ):
        found = answer["solutions"][which]
        same_outcome(f"{name}: {which}", found["outcome"], wanted["outcome"], case)
        checks.same(f"{name}: {which} ties", found["ties"], wanted["ties"])
        if wanted["value"] is None:
            checks.same(f"{name}: {which} value", found["value"], None)
        else:
            relative = found["value"] / float(wanted["value"]) if wanted["value"] else 1
            checks.near(f"{name}: {which} value", relative, 1.0)


def check_example(name):
    path = example(name)
    case = Case(path)
    answer = solve(path, "--all", "--count")
    deals = case.deals()
    checks.same(f"{name}: outcomes", answer["outcomes"], str(case.outcome_count()))
    checks.same(f"{name}: count", answer["deals"]["count"], str(len(deals)))
    listed = answer["deals"]["list"]
    checks.same(f"{name}: listed", len(listed), len(deals))
    for entry, outcome in zip(listed, deals):
        same_outcome(f"{name}: deal", entry["outcome"], outcome, case)
    if not case.has_scores:
        possible = len(case.deals(possible=True))
        checks.same(f"{name}: possible", answer["deals"]["possible"], str(possible))
        checks.same(f"{name}: certain", answer["deals"]["certain"], str(len(deals)))
        checks.same(f"{name}: frontier", answer["frontier"], None)
        checks.same(f"{name}: solutions", answer["solutions"], {})
        checks.true(f"{name}: says why", answer["notes"] != [])
        return
    frontier = case.frontier(deals)
    check_frontier(name, answer, case, frontier)
    check_solutions(name, answer, case, frontier, deals)
    wide = solve(path, "--over", "outcomes")
    everything = [each for each in case.outcomes() if case.feasible(each)]
    check_frontier(name + ", over outcomes", wide, case, case.frontier(everything))


def main():
    check_harbour_unanimous()
    check_harbour_quota()
    check_harbour_outcomes()
    check_harbour_thresholds()
    check_canal()
    check_ties()
    check_splitting()
    check_pie()
    for name in ("harbour", "pie", "ceasefire", "water", "border", "canal", "ties"):
        check_example(f"{name}/case.yaml")
    check_example("harbour/quota.yaml")
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
