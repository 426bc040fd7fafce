#!/usr/bin/env python3
"""GENIUS scenarios against what GENIUS itself computes: utilities of sampled outcomes,
the frontier of the deals, and the solutions, for every domain and set of parties of
../shared/domains/golden.json. Names of domains as arguments restrict it."""

import collections
import hashlib
import json
import math
import os
import sys
import tempfile

from lib_case import Case
from lib_run import SHARED, Checks, run, skip

DOMAINS = os.path.join(SHARED, "domains")
QUIRKS = os.path.join(SHARED, "xml_quirks")
NEAR = 1e-6
# What a profile says in ranks and rules is not read; see test_refusals().
UNSUPPORTED = {"genius-Railway"}
SOLUTIONS = {
    "nash": "nash_rv",
    "kalai_smorodinsky": "ks_rv",
    "egalitarian": "egalitarian_rv",
    "utilitarian": "max_welfare_rv",
}


def paths(name, domain, parties):
    folder = os.path.join(DOMAINS, name)
    return [os.path.join(folder, file) for file in [domain["domain_file"], *parties]]


def import_case(files, folder):
    """The case that `eirene import genius` prints, read by the tests' own reader."""
    code, text, errors = run("import", "genius", *files)
    assert code == 0, errors
    path = os.path.join(folder, "case.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return Case(path), text


# ---- sampled utilities -------------------------------------------------------------


def option_of(case, issue, label):
    """The option with that name; of a range, the nearest number."""
    if case.issues[issue].is_range:
        wanted = float(label)
        found = min(case.issues[issue].options, key=lambda x: abs(float(x) - wanted))
        assert abs(float(found) - wanted) < 1e-9, (issue, label)
        return found
    for option, entry in case.data["issues"][issue]["options"].items():
        if entry.get("name", option) == label:
            return option
    raise AssertionError((issue, label))


def check_samples(checks, name, domain):
    samples = domain["samples"]
    with tempfile.TemporaryDirectory() as folder:
        case, _ = import_case(paths(name, domain, samples["parties"]), folder)
    for labels, utilities in samples["rows"]:
        outcome = {
            issue: option_of(case, issue, label)
            for issue, label in zip(case.issues, labels)
        }
        for party, utility in zip(case.signatories, utilities):
            found = float(party.score(outcome))
            checks.near(f"{name} {party.name} {labels}", found, utility, NEAR)
    checks.same(f"{name}: 25 samples", len(samples["rows"]), 25)
    for party, reservation in zip(case.signatories, samples["parties"]):
        wanted = domain["rv"][reservation]
        checks.near(f"{name} {party.name}: rv", float(party.reservation), wanted)
        discount = float(
            case.data["positions"][party.name].get("discount", 1)
        )
        wanted = domain["discount"][reservation]
        checks.near(f"{name} {party.name}: discount", discount, wanted)


# ---- frontiers ---------------------------------------------------------------------


def on_grid(vectors):
    """The distinct undominated vectors on a grid of 10^-9, best first."""
    rounded = sorted({tuple(round(u, 9) for u in v) for v in vectors}, reverse=True)
    if not rounded or len(rounded[0]) != 2:
        return undominated(rounded)
    kept = []
    for vector in rounded:
        if not kept or vector[1] > kept[-1][1]:
            kept.append(vector)
    return kept


def undominated(rounded):
    """`rounded` is sorted, best first. Exact vectors that don't dominate each other do
    so on the grid only where they are nearly equal somewhere, so few pairs are near."""
    close = collections.defaultdict(list)
    for vector in rounded:
        for at, value in enumerate(vector):
            for cell in {round(value * 1e8), round(value * 1e8 - 0.5)}:
                close[at, cell].append(vector)
    dropped = set()
    for group in close.values():
        if len(group) > 200:
            continue
        for a in group:
            for b in group:
                if a != b and all(x >= y for x, y in zip(a, b)):
                    dropped.add(b)
    return [vector for vector in rounded if vector not in dropped]


def matches(vector, others):
    return any(
        all(abs(a - b) <= NEAR for a, b in zip(vector, other)) for other in others
    )


class Nearby:
    """Vectors, found again within the tolerance."""

    def __init__(self, vectors):
        self.cells = collections.defaultdict(list)
        for vector in vectors:
            self.cells[self.cell(vector[0])].append(vector)

    @staticmethod
    def cell(value):
        return math.floor(value / 1e-5)

    def has(self, vector):
        at = self.cell(vector[0])
        return any(matches(vector, self.cells.get(at + k, ())) for k in (-1, 0, 1))


def rational(vectors, reservations):
    return [
        v for v in vectors if all(u >= r - 1e-9 for u, r in zip(v, reservations))
    ]


def check_frontier(checks, name, vectors, wanted, reservations):
    """Every vector of each is within 10^-6 of one of the other; as many on the grid."""
    genius = wanted["genius"]
    size = genius["rational_frontier_size"]
    grid = on_grid(vectors)
    checks.same(f"{name}: size of the frontier", len(grid), size)
    listed = [tuple(entry["u"]) for entry in genius["frontier"]]
    truncated = "frontier_truncated_to" in genius
    ours, theirs = Nearby(vectors), Nearby(listed)
    missing = [v for v in rational(listed, reservations) if not ours.has(v)]
    checks.same(f"{name}: vectors of GENIUS", missing, [])
    if not truncated:
        extra = [v for v in vectors if not theirs.has(v)]
        checks.same(f"{name}: vectors of ours", extra, [])
    elif size == genius["frontier_size"]:
        # All are above the reservations, so the digest stands for the ones not listed.
        text = "\n".join(" ".join(f"{u:.6f}" for u in v) for v in grid)
        digest = hashlib.sha256(text.encode()).hexdigest()
        checks.same(f"{name}: digest", digest, genius["frontier_sha256_6dp"])


def check_solutions(checks, name, answer, wanted):
    for ours, theirs in SOLUTIONS.items():
        entry, expected = answer["solutions"][ours], wanted["genius"][theirs]
        value = entry["value"]
        if value is None:  # nobody gains anything: there is nothing to compare
            value = 0
            rv = wanted["rv"]
            surpluses = [u - r for u, r in zip(entry["utilities"].values(), rv)]
            checks.near(f"{name}: nobody gains", max(surpluses), 0)
        checks.near(f"{name}: {ours}", value, expected["value"], NEAR)
        if expected["n_ties"] <= len(expected["points"]):
            point = tuple(entry["utilities"].values())
            checks.true(
                f"{name}: point of {ours}",
                matches(point, expected["points"]),
                f"{point} {expected['points']}",
            )


def check_set(checks, name, domain, which):
    wanted = domain["sets"][which]
    title = f"{name} {which}"
    files = paths(name, domain, wanted["parties"])
    code, out, errors = run("solve", "--json", "--no-stats", *files)
    rational_size = wanted["genius"]["rational_frontier_size"]
    checks.same(f"{title}: exit code", code, 0 if rational_size > 0 else 1)
    if code not in (0, 1):
        print(errors)
        return
    answer = json.loads(out)
    checks.same(f"{title}: outcomes", int(answer["outcomes"]), domain["n_outcomes"])
    count = answer["deals"]["count"]
    if count is not None:
        checks.same(
            f"{title}: deals", int(count), wanted["genius"]["rational_outcomes"]
        )
    entries = answer["frontier"]["outcomes"]
    vectors = [tuple(entry["utilities"].values()) for entry in entries]
    check_frontier(checks, title, vectors, wanted, wanted["rv"])
    if rational_size > 0:
        check_solutions(checks, title, answer, wanted)
    else:
        checks.same(f"{title}: solutions", answer["solutions"], {})


# ---- both ways in ------------------------------------------------------------------


def check_both_ways(checks, name, domain):
    """Importing and solving directly give the same bytes."""
    files = paths(name, domain, domain["samples"]["parties"])
    direct = run("solve", "--json", "--no-stats", *files)
    with tempfile.TemporaryDirectory() as folder:
        import_case(files, folder)
        path = os.path.join(folder, "case.yaml")
        imported = run("solve", "--json", "--no-stats", path)
    checks.same(f"{name}: both ways", imported[:2], direct[:2])


def check_quirks(checks):
    """Files that are no well-formed XML; the option texts are given by position."""
    with open(os.path.join(QUIRKS, "golden.json"), encoding="utf-8") as file:
        golden = json.load(file)
    golden.pop("_about")
    for name, wanted in golden.items():
        folder = os.path.join(QUIRKS, name)
        files = [os.path.join(folder, f) for f in [wanted["domain"], *wanted["profiles"]]]
        with tempfile.TemporaryDirectory() as place:
            case, _ = import_case(files, place)
        issues = list(case.issues.values())
        checks.same(name, [len(i.options) for i in issues], wanted["options"])
        for positions, utilities in wanted["rows"]:
            outcome = {
                issue: case.issues[issue].options[at]
                for issue, at in zip(case.issues, positions)
            }
            for party, utility in zip(case.signatories, utilities):
                found = float(party.score(outcome))
                checks.near(f"{name} {positions}", found, utility, NEAR)
        code, _, errors = run("check", *files)
        checks.same(f"{name}: read", code, 0)
        checks.true(f"{name}: warned", "warning: a raw '&'" in errors, errors)
    folder = os.path.join(QUIRKS, "2nd_hand_car")
    files = ["car_domain.xml", "car_buyer.xml", "car_dealer.xml"]
    code, _, errors = run("check", *(os.path.join(folder, file) for file in files))
    checks.same("2nd_hand_car", code, 2)
    checks.true("2nd_hand_car: which", "issue 'Price'" in errors, errors)


def check_limit(checks, golden):
    """Hyper-rectangles that tie too many issues together: the limit's own message."""
    name = "genius-S-1NIKFRT-2"
    domain = golden[name]
    files = paths(name, domain, domain["samples"]["parties"])
    code, out, _ = run("solve", "--json", "--no-stats", "--limit-steps", "100000", *files)
    checks.same(f"{name}: exit code", code, 3)
    checks.true(f"{name}: limit", "name" in json.loads(out)["limit"], out)


def check_rectangles(checks, golden, name, size):
    """Hyper-rectangles that elimination reaches: 10^10 outcomes, exactly. Each entry's
    scores are worked out again; where GENIUS ships a frontier, ours is that one."""
    domain = golden[name]
    files = paths(name, domain, domain["samples"]["parties"])
    code, out, errors = run("solve", "--json", "--no-stats", *files)
    checks.same(f"{name}: exit code", (code, errors), (0, ""))
    answer = json.loads(out)
    checks.same(f"{name}: outcomes", int(answer["outcomes"]), domain["n_outcomes"])
    entries = answer["frontier"]["outcomes"]
    checks.same(f"{name}: size", len(entries), size)
    with tempfile.TemporaryDirectory() as folder:
        case, _ = import_case(files, folder)
    for entry in entries:
        outcome = {
            issue: option_of(case, issue, option)
            for issue, option in entry["outcome"].items()
        }
        for party in case.signatories:
            found = entry["utilities"][party.name]
            score = float(party.score(outcome))
            checks.near(f"{name} {party.name} {outcome}", found, score)
    shipped = os.path.join(DOMAINS, name, "pareto.txt")
    if os.path.exists(shipped):
        with open(shipped, encoding="utf-8") as file:
            lines = [line.split(",") for line in file if line.strip()]
        theirs = sorted(tuple(float(u) for u in line) for line in lines)
        ours = sorted(tuple(entry["utilities"].values()) for entry in entries)
        same = len(ours) == len(theirs) and all(map(nearly, ours, theirs))
        checks.true(f"{name}: the frontier GENIUS ships", same, f"{ours} {theirs}")


def nearly(left, right):
    return matches(left, [right])


def check_refusals(checks, golden):
    domain = golden["genius-Railway"]
    files = paths("genius-Railway", domain, domain["sets"]["main"]["parties"])
    code, out, errors = run("solve", *files)
    checks.same("constraint profiles", (code, out), (2, ""))
    named = 'profiles of type="constraint"' in errors and "not supported" in errors
    checks.true("constraint profiles: named", named, errors)


def main():
    if not os.path.exists(os.path.join(DOMAINS, "golden.json")):
        skip(f"there is no {DOMAINS}")
    with open(os.path.join(DOMAINS, "golden.json"), encoding="utf-8") as file:
        golden = json.load(file)["domains"]
    checks = Checks()
    n_sets = 0
    for name, domain in golden.items():
        if name in UNSUPPORTED or (sys.argv[1:] and name not in sys.argv[1:]):
            continue
        check_samples(checks, name, domain)
        for which in domain["sets"]:
            check_set(checks, name, domain, which)
            n_sets += 1
        if domain["n_outcomes"] < 1000:
            check_both_ways(checks, name, domain)
    if not sys.argv[1:]:
        check_quirks(checks)
        check_limit(checks, golden)
        check_rectangles(checks, golden, "anac2014-10issues", 10)
        check_rectangles(checks, golden, "genius-S-1NAGUNL-114", 4)
        check_refusals(checks, golden)
        checks.same("sets of parties", n_sets, 116)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
