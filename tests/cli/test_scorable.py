#!/usr/bin/env python3
"""Scored games with golden answers, when ../shared/scorable is beside the project.

Each game is written as a case file and solved in several ways. golden.json adds up raw
points, so every party gets "scale: 1": a utility is then a score.

What is compared loosely: golden's Kalai-Smorodinsky and egalitarian solutions look at
the least gain only and list every vector that reaches it, while the program goes on to
the next least. So the program's choice must be one of golden's and have its value; where
golden has a single vector, the deal must be the same, too.
"""

import hashlib
import json
import os
import sys
import tempfile

from lib_run import SHARED, Checks, run, skip

FOLDER = os.path.join(SHARED, "scorable")
checks = Checks()


class Game:
    """A game's files, and case files made from them."""

    def __init__(self, name, golden):
        self.name = name
        self.golden = golden
        self.ids = [party["file"].lower() for party in golden["parties"]]
        self.vetoes = [party["role"] in ("p1", "p2") for party in golden["parties"]]
        self.points, self.thresholds = [], []
        for party in golden["parties"]:
            path = os.path.join(FOLDER, name, "scores", party["file"] + ".txt")
            with open(path, encoding="utf-8") as file:
                lines = [line for line in file.read().splitlines() if line.strip()]
            self.points.append(
                [[int(n) for n in line.split(",")] for line in lines[:-1]]
            )
            self.thresholds.append(int(lines[-1]))
        self.shape = [len(options) for options in self.points[0]]

    def case(self, thresholds, vetoes=False, quota=None):
        """A case file; a threshold of None means no reservation."""
        lines = ["eirene: 1", f"title: {self.name}", "parties:"]
        for party, veto in zip(self.ids, self.vetoes):
            lines.append(
                f"  {party}: {{veto: {'true' if veto and vetoes else 'false'}}}"
            )
        if quota is not None:
            lines.append(f"consent: {{at_least: {quota}}}")
        lines.append("issues:")
        for letter, count in zip("abcde", self.shape):
            options = ", ".join(f"{letter}{n + 1}" for n in range(count))
            lines.append(f"  {letter}: {{options: [{options}]}}")
        lines.append("positions:")
        for party, points, threshold in zip(self.ids, self.points, thresholds):
            lines.append(f"  {party}:")
            lines.append("    scale: 1")
            if threshold is not None:
                lines.append(f"    reservation: {threshold}")
            lines.append("    points:")
            for letter, numbers in zip("abcde", points):
                cells = ", ".join(
                    f"{letter}{n + 1}: {v}" for n, v in enumerate(numbers)
                )
                lines.append(f"      {letter}: {{{cells}}}")
        return "\n".join(lines) + "\n"

    def solve(self, *options, thresholds=None, vetoes=False, quota=None):
        text = self.case(thresholds or self.thresholds, vetoes, quota)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "case.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            code, out, err = run("solve", "--json", "--no-stats", *options, path)
        assert code in (0, 1), (self.name, options, code, err)
        return json.loads(out)

    def count(self, **arguments):
        return int(self.solve(**arguments)["deals"]["count"])

    def vector(self, entry):
        return [entry["scores"][party] for party in self.ids]


def label(outcome):
    return " ".join(option.upper() for option in outcome.values())


def check_solution(game, which, found, golden, tie_free):
    """`tie_free`: golden compares all that the program compares."""
    name = f"{game.name}: {which}"
    checks.near(f"{name} value", found["value"], golden["value"])
    checks.true(f"{name} vector", game.vector(found) in golden["points"], found)
    if golden["n_ties"] == 1:
        checks.same(f"{name} deal", label(found["outcome"]), golden["deal"])
    if tie_free:
        checks.same(f"{name} ties", found["ties"], golden["n_ties"])
    else:
        checks.true(
            f"{name} ties", 1 <= found["ties"] <= golden["n_ties"], found["ties"]
        )


def check_unanimous(game):
    name, golden = game.name, game.golden
    answer = game.solve("--all")
    deals = [label(each["outcome"]) for each in answer["deals"]["list"]]
    wanted = golden["deals_all_parties_accept"]
    checks.same(f"{name}: outcomes", answer["outcomes"], str(golden["n_deals"]))
    checks.same(f"{name}: count", answer["deals"]["count"], str(wanted))
    checks.same(f"{name}: listed", len(deals), wanted)
    listed = golden["list_all_parties_accept"]  # the first 300
    checks.same(f"{name}: deals", deals[: len(listed)], listed)
    size = golden["frontier_all_accept"]
    checks.same(f"{name}: frontier", answer["frontier"]["size"], size)
    ideal = [answer["ideal"][party] for party in game.ids]
    checks.same(f"{name}: ideal", ideal, golden["ideal"])
    found = answer["solutions"]
    check_solution(game, "nash", found["nash"], golden["nash"], True)
    welfare = golden["max_welfare_all_accept"]
    check_solution(game, "utilitarian", found["utilitarian"], welfare, True)
    check_solution(
        game, "egalitarian", found["egalitarian"], golden["egalitarian"], False
    )
    smorodinsky = found["kalai_smorodinsky"]
    check_solution(game, "kalai_smorodinsky", smorodinsky, golden["ks"], False)


def check_quota(game):
    name, golden = game.name, game.golden
    answer = game.solve("--all", vetoes=True, quota=len(game.ids) - 1)
    deals = [label(each["outcome"]) for each in answer["deals"]["list"]]
    wanted = golden["deals_quorum_n_minus_1_with_vetoes"]
    checks.same(f"{name}: quota count", answer["deals"]["count"], str(wanted))
    listed = golden["list_quorum"]  # the first 300
    checks.same(f"{name}: quota deals", deals[: len(listed)], listed)
    digest = hashlib.sha256("\n".join(deals).encode()).hexdigest()
    checks.same(f"{name}: quota digest", digest, golden["list_quorum_sha256"])


def check_outcomes(game):
    name, golden = game.name, game.golden
    frontier = game.solve("--over", "outcomes")["frontier"]
    checks.same(f"{name}: over outcomes", frontier["size"], golden["frontier_size"])
    totals = [sum(game.vector(entry)) for entry in frontier["outcomes"]]
    best = golden["max_welfare"]
    checks.same(f"{name}: best total", max(totals), best["value"])
    top = [e for e, total in zip(frontier["outcomes"], totals) if total == max(totals)]
    checks.same(f"{name}: best total ties", len(top), best["n_ties"])
    vectors = sorted(game.vector(entry) for entry in top)
    if best["n_ties"] == len(best["points"]):
        checks.same(f"{name}: best total vectors", vectors, sorted(best["points"]))
    else:
        found = all(vector in vectors for vector in best["points"])
        checks.true(f"{name}: best total vectors", found, vectors)


def check_counts(game):
    """Acceptable to each, deals without each, and how many accept each outcome."""
    name, golden, free = game.name, game.golden, [None] * len(game.ids)
    for index, party in enumerate(golden["parties"]):
        alone, without = list(free), list(game.thresholds)
        alone[index], without[index] = game.thresholds[index], None
        acceptable = golden["acceptable_to_each"][party["file"]]
        checks.same(
            f"{name}: {party['file']}", game.count(thresholds=alone), acceptable
        )
        left = golden["deals_if_party_left_out"][party["file"]]
        found = game.count(thresholds=without)
        checks.same(f"{name}: without {party['file']}", found, left)
    sizes = {int(size): count for size, count in golden["coalition_sizes"].items()}
    for quota in range(1, len(game.ids) + 1):
        wanted = sum(count for size, count in sizes.items() if size >= quota)
        checks.same(f"{name}: at least {quota}", game.count(quota=quota), wanted)


def main():
    path = os.path.join(FOLDER, "golden.json")
    if not os.path.exists(path):
        skip(f"there is no {os.path.normpath(path)}")
    with open(path, encoding="utf-8") as file:
        golden = json.load(file)
    for name, answers in golden.items():
        if name == "_about":
            continue
        game = Game(name, answers)
        for index, party in enumerate(answers["parties"]):
            threshold = game.thresholds[index]
            checks.same(f"{name}: threshold read", threshold, party["threshold"])
        checks.same(f"{name}: shape read", game.shape, answers["shape"])
        check_unanimous(game)
        check_quota(game)
        check_outcomes(game)
        check_counts(game)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
