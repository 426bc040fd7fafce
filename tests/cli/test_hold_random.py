#!/usr/bin/env python3
"""eirene hold --least against brute force: random cases with enforcement, every outcome
looked at with exact fractions. It shares nothing with the program but the definitions: how
clauses combine, and when a deal holds. EIR_CASES says how many cases."""

import itertools
import json
import os
import random
import re
import sys
import tempfile
from fractions import Fraction

from lib_run import Checks, run

CASES = int(os.environ.get("EIR_CASES", "5000"))
SIGNATORIES = ("north", "south")
GUARANTORS = ("coast", "hills")

checks = Checks()


def tenths(rng, least, most):
    return Fraction(rng.randint(least, most), 10)


def by_party(rng, make):
    if rng.random() < 0.5:
        return make()
    return {party: make() for party in SIGNATORIES if rng.random() < 0.8}


def make_guarantee(rng):
    guarantee = {"reacts": tenths(rng, 0, 10), "cost": by_party(rng, lambda: tenths(rng, 0, 9))}
    if rng.random() < 0.3:
        guarantee["own_cost"] = tenths(rng, 0, 4)
        guarantee["benefit"] = tenths(rng, 0, 4)
    if rng.random() < 0.4:
        guarantee["requires"] = {"brigades": Fraction(rng.randint(0, 6))}
    if rng.random() < 0.5:
        guarantee["by"] = list(rng.sample(GUARANTORS, rng.randint(1, 2)))
    if rng.random() < 0.3:
        guarantee["add"] = True
    return guarantee


def make_enforcement(rng, costs):
    e = {}
    if rng.random() < 0.5:
        e["detection"] = tenths(rng, 0, 9)
    if rng.random() < 0.3:
        e["false_alarm"] = tenths(rng, 0, 3)
    if rng.random() < 0.4:
        e["guarantee"] = make_guarantee(rng)
    if rng.random() < 0.2:
        e["reversion"] = {"lower_by": by_party(rng, lambda: tenths(rng, 0, 5))}
    if rng.random() < 0.6:
        e["temptation"] = by_party(rng, lambda: tenths(rng, -1, 12))
    if rng.random() < 0.3:
        e["buffer"] = by_party(rng, lambda: tenths(rng, 0, 6))
    if costs and rng.random() < 0.8:
        e["cost"] = Fraction(rng.randint(0, 5))
    return e


def make_case(rng):
    costs = rng.random() < 0.6
    issues = {}
    for i in range(rng.randint(1, 3)):
        issues[f"i{i}"] = {
            f"o{k}": make_enforcement(rng, costs) if rng.random() < 0.8 else None
            for k in range(rng.randint(1, 3))
        }
    return {
        "patience": {party: tenths(rng, 0, 9) for party in SIGNATORIES},
        "offers": {g: Fraction(rng.randint(0, 4)) for g in GUARANTORS},
        "issues": issues,
        "points": {
            party: {
                issue: {option: Fraction(rng.randint(0, 9), 10) for option in options}
                for issue, options in issues.items()
            }
            for party in SIGNATORIES
        },
        "reservation": {party: tenths(rng, 0, 12) for party in SIGNATORIES},
    }


# ---- the case file ----


def flow(value):
    """Values as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def write(case):
    lines = ["eirene: 1", "parties:"]
    lines += [f"  {p}: {{patience: {case['patience'][p]}}}" for p in SIGNATORIES]
    for g in GUARANTORS:
        lines.append(
            f"  {g}: {{role: guarantor, offers: {{of: {{brigades: {case['offers'][g]}}}}}}}"
        )
    lines.append("issues:")
    for issue, options in case["issues"].items():
        lines += [f"  {issue}:", "    options:"]
        for option, e in options.items():
            text = "" if e is None else "{enforcement: " + flow(e) + "}"
            lines.append(f"      {option}: {text}")
    lines.append("positions:")
    for party in SIGNATORIES:
        lines.append(
            f"  {party}: {{reservation: {case['reservation'][party]}, scale: 1, "
            f"points: {flow(case['points'][party])}}}"
        )
    return "\n".join(lines) + "\n"


# ---- brute force ----


def of(value, party):
    if isinstance(value, dict):
        return value.get(party, Fraction(0))
    return value


def score(case, party, outcome):
    return sum(case["points"][party][issue][option] for issue, option in outcome.items())


def counts(case, guarantee):
    if guarantee.get("own_cost", 0) > guarantee.get("benefit", 0):
        return False
    members = guarantee.get("by") or [g for g in GUARANTORS if True]
    total = sum(case["offers"][g] for g in members)
    return total >= guarantee.get("requires", {}).get("brigades", 0)


def penalty(case, party, clauses):
    """The expected cost of a reaction to a detected breach."""
    strongest, added = Fraction(0), Fraction(0)
    for guarantee in (e["guarantee"] for e in clauses if "guarantee" in e):
        if not counts(case, guarantee):
            continue
        expected = guarantee["reacts"] * of(guarantee["cost"], party)
        if guarantee.get("add"):
            added += expected
        else:
            strongest = max(strongest, expected)
    return strongest + added


def slack(case, party, outcome):
    clauses = [case["issues"][issue][option] or {} for issue, option in outcome.items()]
    miss = quiet = Fraction(1)
    temptation = buffer = sanction = Fraction(0)
    for e in clauses:
        miss *= 1 - e.get("detection", 0)
        quiet *= 1 - e.get("false_alarm", 0)
        temptation += of(e.get("temptation", Fraction(0)), party)
        buffer += of(e.get("buffer", Fraction(0)), party)
        sanction += of(e.get("reversion", {}).get("lower_by", Fraction(0)), party)
    if temptation > 0:
        temptation = max(Fraction(0), temptation - buffer)
    q, f, delta = 1 - miss, 1 - quiet, case["patience"][party]
    c = score(case, party, outcome)
    p = case["reservation"][party] - sanction
    v = p + (1 - delta) * (c - p) / (1 - delta * (1 - f))
    return delta * (q - f) * (v - p) / (1 - delta) + q * penalty(case, party, clauses) - temptation


def holds(case, outcome):
    return all(slack(case, party, outcome) >= 0 for party in SIGNATORIES)


def enforcing(case):
    return [
        issue
        for issue, options in case["issues"].items()
        if any(e and ("detection" in e or "guarantee" in e) for e in options.values())
    ]


def cost_of(case, issues, outcome):
    by_cost = any("cost" in (e or {}) for i in issues for e in case["issues"][i].values())
    total = Fraction(0)
    for issue in issues:
        options = case["issues"][issue]
        if by_cost:
            total += (options[outcome[issue]] or {}).get("cost", 0)
        else:
            total += list(options).index(outcome[issue])
    return total


def deals(case):
    for choice in itertools.product(*case["issues"].values()):
        outcome = dict(zip(case["issues"], choice))
        if all(score(case, p, outcome) >= case["reservation"][p] for p in SIGNATORIES):
            yield outcome


# ---- ranges ----

NAMES = "detection|false_alarm|patience|reacts|lower_by|reservation"
RANGED = re.compile(rf"\b({NAMES}): (\d+)/(\d+)")


def check_ranges(name, case, path, rng):
    """Numbers become ranges: what the bounds say must agree with what draws find."""

    def widen(match):
        if rng.random() < 0.5:
            return match.group(0)
        value = Fraction(int(match.group(2)), int(match.group(3)))
        low, high = max(Fraction(0), value - Fraction(1, 5)), min(Fraction(9, 10), value)
        return f"{match.group(1)}: [{min(low, high)}, {high}]"

    with open(path, "w", encoding="utf-8") as file:
        file.write(RANGED.sub(widen, write(case)))
    outcome = next(iter(deals(case)), None)
    if outcome is None:
        return
    text = ",".join(f"{issue}={option}" for issue, option in outcome.items())
    code, out, err = run("hold", "--json", "--samples", "300", path, "--outcome", text)
    if code not in (0, 1):
        checks.same(f"{name}: exit code", (code, err), (0, ""))
        return
    share = json.loads(out).get("share_of_assumptions")
    if share is None:
        return
    held = share["holds"]["share"]
    checks.true(f"{name}: always", share["always"] is not True or held == 1, str(share))
    checks.true(f"{name}: never", share["ever"] is not False or held == 0, str(share))
    checks.true(f"{name}: settled", share["always"] is not None or held == 1, str(share))
    checks.true(f"{name}: found", held == 0 or share["ever"] is True, str(share))


# ---- comparing ----


def check(name, case, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(write(case))
    code, out, err = run("hold", "--least", "--json", path)
    if code not in (0, 1):
        checks.same(f"{name}: exit code", (code, err), (0, ""))
        return None
    answer = json.loads(out)
    issues = enforcing(case)
    best = None
    for outcome in deals(case):
        cost = cost_of(case, issues, outcome)
        if (best is None or cost < best[0]) and holds(case, outcome):
            best = (cost, outcome)
    found = answer["least"]["found"]
    checks.same(f"{name}: found", found, best is not None)
    checks.same(f"{name}: exit code", code, 0 if found else 1)
    if best is None or not found:
        return found
    checks.near(f"{name}: cost", answer["least"]["cost"], float(best[0]))
    checks.same(f"{name}: outcome", answer["outcome"], best[1])
    for party in SIGNATORIES:
        expected = slack(case, party, best[1])
        checks.near(f"{name}: {party}", answer["parties"][party]["slack"], float(expected))
    return found


def main():
    found = [0, 0]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.yaml")
        for seed in range(CASES):
            result = check(f"case {seed}", make_case(random.Random(seed)), path)
            found[bool(result)] += 1
            if seed % 5 == 0:
                rng = random.Random(-seed)
                check_ranges(f"ranges {seed}", make_case(rng), path, rng)
            if checks.failed > 5:
                with open(path, encoding="utf-8") as file:
                    print(file.read())
                break
    checks.true("some hold and some do not", min(found) > CASES // 20, str(found))
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
