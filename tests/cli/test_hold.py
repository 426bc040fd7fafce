#!/usr/bin/env python3
"""eirene hold: the published thresholds through the command line, a small case, and what
is said about mistakes."""

import json
import os
import sys
import tempfile

from lib_run import SOURCE, Checks, run

try:
    import jsonschema
except ImportError:
    jsonschema = None  # the answers are then not held against the schema

checks = Checks()
with open(os.path.join(SOURCE, "docs", "schema", "hold.json"), encoding="utf-8") as schema:
    SCHEMA = json.load(schema)


def matches(name, answer):
    if jsonschema is None:
        return
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(answer)
    checks.same(f"{name}: schema", [error.message for error in errors], [])


BASE = "comply=3,violate=4,reversion=1"


def hold(params):
    code, out, err = run("hold", "--json", "--params", params)
    checks.same(f"{params}: standard error", err, "")
    answer = json.loads(out)
    matches(params, answer)
    checks.same(f"{params}: exit code", code, 0 if answer["answer"] else 1)
    return answer


def party(params):
    answer = hold(f"{BASE},{params}")
    checks.same(f"{params}: binding", answer["binding"], "party")
    return answer["parties"]["party"]


near = checks.near

# Least patience, exactly enough and a millionth to either side.
for q, f, least in [
    ("1", "0", 1 / 3),
    ("0.5", "0", 1 / 2),
    ("0.25", "0", 2 / 3),
    ("0.9", "0.05", 20 / 53),
    ("0.6", "0.1", 10 / 19),
]:
    given = f"detection={q},false_alarm={f}"
    near(given, party(given)["just_enough"]["patience"], least)
    below = party(f"{given},patience={least - 1e-6:.12f}")
    above = party(f"{given},patience={least + 1e-6:.12f}")
    checks.same(f"{given}: below", below["holds"] or below["slack"] >= 0, False)
    checks.same(f"{given}: above", above["holds"] and above["slack"] > 0, True)
checks.same("never", party("detection=0.3,false_alarm=0.2")["just_enough"]["patience"], None)
checks.same("a tie holds", party("patience=1/3")["holds"], True)
near("q at 0.6", party("patience=0.6")["just_enough"]["detection"], 1 / 3)
near(
    "q at 0.9",
    party("patience=0.9,false_alarm=0.1")["just_enough"]["detection"],
    0.205555555556,
)

# Least guarantee; a guarantor whose own cost exceeds its benefit does not count.
for given, least in [
    ("detection=0.5,false_alarm=0,patience=0.3,reacts=1", 8 / 7),
    ("detection=0.5,false_alarm=0,patience=0.3,reacts=0.5", 16 / 7),
    ("detection=0.8,false_alarm=0.1,patience=0.4,reacts=0.5", 0.3125),
    ("detection=0.9,false_alarm=0.05,patience=0.9,reacts=0.5", 0),
]:
    near(given, party(given)["just_enough"]["guarantee"], least)
    enough = party(f"{given},guarantee={least + 1e-9:.12f}")
    checks.same(f"{given}: guaranteed", enough["holds"], True)
    idle = party(f"{given},own_cost=2,benefit=1")
    checks.same(f"{given}: idle", idle["just_enough"]["guarantee"], None if least else 0)
    checks.same(f"{given}: counts", idle["given"]["guarantor_counts"], False)

# The commitment problem.
for given, bites, gap in [
    ("wins=0.4,wins_next=0.7,patience=0.9,war_cost=2", True, 2.1),
    ("wins=0.4,wins_next=0.45,patience=0.9,war_cost=2", False, -0.15),
    ("wins=0.3,wins_next=0.6,patience=0.5,war_cost=0.2", False, -0.1),
    ("wins=0.3,wins_next=0.9,patience=0.5,war_cost=0.2", True, 0.2),
    ("wins=0.3,wins_next=0.7,patience=0.5,war_cost=0.2", False, 0),
]:
    shift = hold(given)["power_shift"]
    checks.same(f"{given}: bites", shift["bites"], bites)
    near(given, shift["gap"], gap)
shift = hold("wins=0.4,wins_next=0.45,patience=0.9,war_cost=2")["power_shift"]
near("largest", shift["largest"], 0.466666666667)
shift = hold("wins=0.4,wins_next=0.7,patience=0.9,war_cost=2")["power_shift"]
checks.same("phases", shift["phases"], 5)
near("flow", hold("wins=0.3,wins_next=0.7,patience=0.5,war_cost_per_period=0.2")
     ["power_shift"]["gap"], -0.1)

# Mistakes: all of them, each with its place.
code, out, err = run("hold", "--params", "comply=3,detektion=1,reacts=2,patience=1,x,comply=4")
checks.same("mistakes: exit code", code, 2)
checks.same("mistakes: standard output", out, "")
checks.same("mistakes", err.splitlines(), [
    "eirene hold: error: --params, column 10: unknown parameter 'detektion'; did you mean "
    "'detection'?",
    "eirene hold: error: --params, column 29: reacts is a chance from 0 to 1, not 2",
    "eirene hold: error: --params, column 40: patience is a number from 0 to below 1, not 1",
    "eirene hold: error: --params, column 42: expected name=value, found 'x'",
    "eirene hold: error: --params, column 44: 'comply' is given twice",
])
for words in (["hold"], ["hold", "--params", "comply=1", "case.yaml"]):
    code, out, err = run(*words)
    checks.same(f"{words}: exit code", code, 2)
    checks.same(f"{words}: one line", len(err.splitlines()), 1)

# A case: detectors multiply their misses, buffers lower a temptation, guarantors whose
# cost exceeds their benefit do not count, a coalition may fall short.
CASE = """
eirene: 1
title: A ceasefire
period: a month
parties:
  north: {patience: 0.5, wins: 0.4}
  south: {patience: 0.9, war_cost: 2}
  coast: {role: guarantor, offers: {of: {brigades: 2}, cost: 3, stays: 0.9}}
  hills: {role: guarantor, offers: {of: {brigades: 2}, cost: 2, stays: 0.8}}
issues:
  watch:
    options:
      none: {}
      one: {enforcement: {detection: 0.5, false_alarm: 0.1}}
  drones:
    options:
      no: {}
      yes: {enforcement: {detection: 0.2}}
  zone:
    options:
      narrow: {enforcement: {temptation: 0.5}}
      wide: {enforcement: {temptation: {north: 0.5, south: 0.25}, buffer: {north: 0.125}}}
      steep: {enforcement: {temptation: 0.5, power_shift: {north: 0.3}}}
  guard:
    options:
      nobody: {}
      two: {enforcement: {guarantee: {reacts: 0.5, cost: 1, requires: {brigades: 3}}}}
      many: {enforcement: {guarantee: {reacts: 0.5, cost: 1, requires: {brigades: 5}}}}
      idle: {enforcement: {guarantee: {by: coast, reacts: 0.5, cost: 1, own_cost: 2, benefit: 1}}}
      sanction: {enforcement: {reversion: {lower_by: 0.25}}}
positions:
  north: {reservation: 0.25, weights: {watch: 1}, values: {watch: {none: 0.75, one: 0.75}}}
  south: {reservation: 0.25, weights: {watch: 1}, values: {watch: {none: 0.75, one: 0.75}}}
"""


def of_case(path, outcome):
    code, out, err = run("hold", "--json", path, "--outcome", outcome)
    checks.same(f"{outcome}: standard error", err, "")
    answer = json.loads(out)
    matches(outcome, answer)
    checks.same(f"{outcome}: exit code", code, 0 if answer["answer"] else 1)
    page_code, page, _ = run("hold", path, "--outcome", outcome)
    checks.same(f"{outcome}: exit code of the page", page_code, code)
    checks.same(f"{outcome}: page", "not a promise" in page, True)
    return answer


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "case.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(CASE)
    answer = of_case(path, "watch=one,drones=yes,zone=wide,guard=two")
    north, south = answer["parties"]["north"]["given"], answer["parties"]["south"]["given"]
    near("detection", north["detection"], 0.6)
    near("false alarms", north["false_alarm"], 0.1)
    near("comply", north["comply"], 0.75)
    near("violate, with a buffer", north["violate"], 0.75 + 0.375)
    near("violate, without one", south["violate"], 1.0)
    near("guarantee", north["guarantee"], 1)
    near("patience", north["patience"], 0.5)
    # slack = 0.5 (0.6 - 0.1) 0.5 / (1 - 0.5 0.9) + 0.6 0.5 - 0.375
    near("slack", answer["parties"]["north"]["slack"], 0.125 / 0.55 + 0.3 - 0.375)
    coalition = answer["coalition"]
    checks.same("minimal", coalition["minimal"], [["coast", "hills"]])
    checks.same("losses", coalition["survives_loss_of"], 0)
    near("chance", coalition["chance"], 0.72)
    near("cost", coalition["cost"], 5)
    answer = of_case(path, "watch=one,drones=yes,zone=narrow,guard=many")
    checks.same("falls short", answer["coalition"]["suffices"], False)
    near("does not count", answer["parties"]["north"]["given"]["guarantee"], 0)
    checks.same("said", answer["parties"]["north"]["given"]["guarantor_counts"], False)
    answer = of_case(path, "watch=one,drones=yes,zone=narrow,guard=idle")
    near("idle", answer["parties"]["north"]["given"]["guarantee"], 0)
    checks.same("idle is said", answer["parties"]["north"]["given"]["guarantor_counts"], False)
    answer = of_case(path, "watch=none,drones=no,zone=narrow,guard=sanction")
    near("sanction", answer["parties"]["north"]["given"]["reversion"], 0)
    checks.same("not kept", answer["answer"], False)
    answer = of_case(path, "watch=one,drones=no,zone=wide,guard=nobody")
    remedies = [r for r in answer["remedies"] if r["party"] == "north"]
    checks.same("remedies", [(r["issue"], r["option"]) for r in remedies], [("guard", "two")])
    answer = of_case(path, "watch=one,drones=yes,zone=steep,guard=two")
    near("gap", answer["power_shift"]["gap"], 2.1)
    checks.same("no deal named", run("hold", path)[0], 2)
    checks.same("no ranges", "unknowns" in answer, False)

# Ranges. Two parties without detection keep the deal exactly when the temptation is not
# above 0; with q in [0, 1], patience 1/2 and c - p = 1/2, when q / 2 is at least 1/4.
RANGES = """
eirene: 1
parties: {a: {patience: 0.5}, b: {patience: 0.5}}
issues:
  w: {options: {some: {enforcement: {detection: DETECTION, temptation: {a: 0.25}}}}}
positions:
  a: {reservation: 0.25, weights: {w: 1}, values: {w: {some: VALUE}}}
  b: {reservation: 0.25, weights: {w: 1}, values: {w: {some: 0.75}}}
"""


def of_ranges(folder, detection, value, *more):
    path = os.path.join(folder, "ranges.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(RANGES.replace("DETECTION", detection).replace("VALUE", value))
    code, out, err = run("hold", "--json", path, "--outcome", "w=some", *more)
    checks.same(f"{detection} {value}: standard error", err, "")
    answer = json.loads(out)
    matches(f"{detection} {value}", answer)
    checks.same("the page", run("hold", path, "--outcome", "w=some", *more)[0], code)
    return answer


with tempfile.TemporaryDirectory() as folder:
    answer = of_ranges(folder, "[0, 1]", "0.75", "--samples", "10000")
    share = answer["share_of_assumptions"]
    near("half of them", share["holds"]["share"], 0.5, 0.02)
    checks.same("neither", (share["always"], share["ever"]), (False, True))
    checks.same("path", answer["unknowns"][0]["path"], "issues.w.some.enforcement.detection")
    near("swing", answer["unknowns"][0]["swing"], 1, 0)
    share = of_ranges(folder, "[0.5, 1]", "0.75")["share_of_assumptions"]
    checks.same("always", (share["always"], share["ever"]), (True, True))
    near("all of them", share["holds"]["share"], 1, 0)
    share = of_ranges(folder, "[0, 0.49]", "0.75")["share_of_assumptions"]
    checks.same("never", (share["always"], share["ever"]), (False, False))
    near("none of them", share["holds"]["share"], 0, 0)
    # A value in [0.25, 1.25] and q = 1/2: kept where value - 0.25 is at least 0.5.
    share = of_ranges(folder, "0.5", "[0.25, 1.25]", "--samples", "10000")
    near("values", share["share_of_assumptions"]["holds"]["share"], 0.5, 0.02)
    share = of_ranges(folder, "0.5", "[0.75, 1.25]")["share_of_assumptions"]
    checks.same("values above", share["always"], True)
    share = of_ranges(folder, "0.5", "[0.25, 0.74]", "--samples", "0")
    checks.same("bounds alone", share["share_of_assumptions"]["ever"], False)
    again = of_ranges(folder, "[0, 1]", "[0, 1]", "--seed", "7")
    checks.same("a seed", of_ranges(folder, "[0, 1]", "[0, 1]", "--seed", "7"), again)

sys.exit(checks.finish())
