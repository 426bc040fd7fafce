"""What a case means, worked out the slow way: an independent calculator for the tests.

It reads a case file with PyYAML, goes through every outcome, and applies the
definitions of docs/formats/ word for word, in fractions. It shares nothing with the
program. It expects a valid case.
"""

import itertools
import math
import os
import re
from fractions import Fraction

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# ---- YAML 1.2 core schema ----------------------------------------------------------

CORE_NULL = re.compile(r"(~|null|Null|NULL|)\Z")
CORE_TRUE = re.compile(r"(true|True|TRUE)\Z")
CORE_FALSE = re.compile(r"(false|False|FALSE)\Z")
CORE_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
CORE_OCTAL = re.compile(r"0o[0-7]+\Z")
CORE_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
CORE_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
CORE_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z")
CORE_NAN = re.compile(r"\.(nan|NaN|NAN)\Z")


def core_scalar(text):
    """The value of a plain scalar under the YAML 1.2 core schema."""
    if CORE_NULL.match(text):
        return None
    if CORE_TRUE.match(text):
        return True
    if CORE_FALSE.match(text):
        return False
    if CORE_INTEGER.match(text):
        return int(text)
    if CORE_OCTAL.match(text):
        return int(text[2:], 8)
    if CORE_HEXADECIMAL.match(text):
        return int(text[2:], 16)
    if CORE_FLOAT.match(text):
        return float(text)
    if CORE_INFINITE.match(text):
        return -math.inf if text.startswith("-") else math.inf
    if CORE_NAN.match(text):
        return math.nan
    return text


def plain(node):
    """A node as JSON would have it: keys are the text as written."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if node is None:  # nothing but comments
        return None
    return node.value if node.style else core_scalar(node.value)


def texts(node):
    """The same with every scalar as the text written, so that numbers stay exact."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: texts(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [texts(item) for item in node.value]
    return node.value


def compose(path):
    with open(path, "rb") as file:
        return yaml.compose(file.read(), Loader=LOADER)


def load_plain(path):
    """The file as a JSON Schema validator for YAML 1.2 sees it."""
    return plain(compose(path))


# ---- expressions -------------------------------------------------------------------

TOKEN = re.compile(r"\s*(->|!=|<=|>=|[=<>(){},]|[-+0-9a-z_./eE]+)")


class Rule:
    """A rule as a function of an outcome (a dict: issue -> option or number)."""

    def __init__(self, text, issues):
        self.issues = issues
        self.tokens = TOKEN.findall(text) + [""]
        self.holds = self.implies()
        assert self.tokens == [""], (text, self.tokens)

    def take(self, *expected):
        if self.tokens[0] in expected:
            return self.tokens.pop(0)
        return None

    def implies(self):
        left = self.chain("or", lambda: self.chain("and", self.negation, all), any)
        if not self.take("->"):
            return left
        right = self.implies()
        return lambda outcome: not left(outcome) or right(outcome)

    def chain(self, word, part, combine):
        parts = [part()]
        while self.take(word):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return lambda outcome: combine(each(outcome) for each in parts)

    def negation(self):
        if self.take("not"):
            inner = self.negation()
            return lambda outcome: not inner(outcome)
        if self.take("("):
            inner = self.implies()
            assert self.take(")")
            return inner
        if self.take("true"):
            return lambda outcome: True
        if self.take("false"):
            return lambda outcome: False
        return self.atom()

    def value(self, issue):
        text = self.tokens.pop(0)
        return Fraction(text) if self.issues[issue].is_range else text

    def atom(self):
        issue = self.tokens.pop(0)
        sign = self.tokens.pop(0)
        if sign == "in":
            assert self.take("{")
            values = [self.value(issue)]
            while self.take(","):
                values.append(self.value(issue))
            assert self.take("}")
            return lambda outcome: outcome[issue] in values
        value = self.value(issue)
        compare = {
            "=": lambda a: a == value,
            "!=": lambda a: a != value,
            "<": lambda a: a < value,
            "<=": lambda a: a <= value,
            ">": lambda a: a > value,
            ">=": lambda a: a >= value,
        }[sign]
        return lambda outcome: compare(outcome[issue])


# ---- the case ----------------------------------------------------------------------


class Issue:
    def __init__(self, data, signatories):
        self.is_range = "range" in data
        self.is_award = "award" in data
        self.needs = {}
        if self.is_range:
            start, end, step = (
                Fraction(data["range"][k]) for k in ("from", "to", "step")
            )
            self.options = [
                start + n * step for n in range(int((end - start) / step) + 1)
            ]
        elif self.is_award:
            self.options = list(data.get("between", signatories))
            self.divisible = data["award"] == "divisible"
        else:
            self.options = list(data["options"])
            if isinstance(data["options"], dict):
                for option, entry in data["options"].items():
                    self.needs[option] = (entry or {}).get("needs", [])


class Party:
    def __init__(self, name, data, position, case):
        data = data or {}
        roles = data.get("role", ["signatory"])
        self.name = name
        self.roles = [roles] if isinstance(roles, str) else roles
        self.veto = data.get("veto", "false") == "true"
        self.stance = position.get("stance")
        self.reservation = Fraction(position.get("reservation", 0))
        self.power = int(position.get("power", 1))
        self.cap = Fraction(position["cap"]) if "cap" in position else None
        self.tables = self.make_tables(position, case)
        self.red_lines = [
            Rule(line["rule"], case.issues) for line in position.get("red_lines", [])
        ]
        self.interactions = [
            (Rule(each["when"], case.issues), Fraction(each["add"]))
            for each in position.get("interactions", [])
        ]
        self.scale = self.make_scale(position, case)

    def make_tables(self, position, case):
        """issue -> option -> score, for points or weights times values."""
        entries = position.get("points", position.get("values", {}))
        tables = {}
        for name, entry in entries.items():
            issue = case.issues[name]
            weight = Fraction(1)
            if "values" in position:
                weight = Fraction(position["weights"].get(name, 0))
            tables[name] = {
                option: weight * value
                for option, value in self.entry_values(entry, issue).items()
            }
        return tables

    def entry_values(self, entry, issue):
        if isinstance(entry, str):  # an award: the worth of the whole item
            return {
                winner: Fraction(entry) if winner == self.name else Fraction(0)
                for winner in issue.options
            }
        if isinstance(entry, list):
            points = [(Fraction(x), Fraction(y)) for x, y in entry]
            return {x: between_points(points, x) for x in issue.options}
        convert = Fraction if issue.is_range else str
        return {convert(option): Fraction(value) for option, value in entry.items()}

    def make_scale(self, position, case):
        if self.stance is not None or not self.tables and "points" not in position:
            return None
        if "scale" in position:
            return Fraction(position["scale"])
        if "values" in position:
            return Fraction(1)
        if not self.interactions and self.cap is None:
            best = sum(
                (max(table.values()) for table in self.tables.values()), Fraction(0)
            )
            # an issue that is not listed counts 0, and is in no table
        else:
            best = max(self.score(outcome) for outcome in case.outcomes())
        return best if best > 0 else Fraction(1)

    def score(self, outcome):
        total = sum(table[outcome[name]] for name, table in self.tables.items())
        total += sum(add for rule, add in self.interactions if rule.holds(outcome))
        return min(total, self.cap) if self.cap is not None else Fraction(total)

    def lines_hold(self, outcome):
        return all(line.holds(outcome) for line in self.red_lines)

    def accepts(self, outcome, possible=False):
        """With stances, `possible` takes every unknown as accepted."""
        if not self.lines_hold(outcome):
            return False
        if self.stance is None:
            return self.score(outcome) >= self.reservation
        said = [self.stance_of(issue, option) for issue, option in outcome.items()]
        if "refuses" in said:
            return False
        return possible or "unknown" not in said

    def stance_of(self, issue, option):
        for key, stance in self.stance.get(issue, {}).items():
            if (
                key == option
                or isinstance(option, Fraction)
                and Fraction(key) == option
            ):
                return stance
        return "unknown"


def between_points(points, x):
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[0][1]


class Case:
    def __init__(self, path):
        data = texts(compose(path))
        self.data = data
        names = list(data["parties"])
        roles = {
            name: (entry or {}).get("role") for name, entry in data["parties"].items()
        }
        signatories = [
            name for name in names if roles[name] is None or "signatory" in roles[name]
        ]
        self.issues = {
            name: Issue(i, signatories) for name, i in data["issues"].items()
        }
        self.constraints = [
            Rule(each["rule"], self.issues) for each in data.get("constraints", [])
        ]
        self.parties = {}
        for name, entry in data["parties"].items():
            position = data["positions"].get(name, {})
            if "include" in position:
                folder = os.path.dirname(path)
                position = texts(compose(os.path.join(folder, position["include"])))
            self.parties[name] = Party(name, entry, position, self)
        self.signatories = [self.parties[name] for name in signatories]
        consent = data.get("consent", {})
        self.quota = int(consent.get("at_least", len(self.signatories)))
        self.has_scores = all(party.stance is None for party in self.signatories)

    def outcomes(self):
        """Every outcome, in lexicographic order of issues and options."""
        names = list(self.issues)
        options = [issue.options for issue in self.issues.values()]
        for choice in itertools.product(*options):
            yield dict(zip(names, choice))

    def outcome_count(self):
        return math.prod(len(issue.options) for issue in self.issues.values())

    def feasible(self, outcome):
        return all(rule.holds(outcome) for rule in self.constraints)

    def is_deal(self, outcome, possible=False):
        if not self.feasible(outcome):
            return False
        for name, option in outcome.items():
            for guarantor in self.issues[name].needs.get(option, []):
                if not self.parties[guarantor].lines_hold(outcome):
                    return False
        accepting = [p for p in self.signatories if p.accepts(outcome, possible)]
        if any(p.veto and p not in accepting for p in self.signatories):
            return False
        return len(accepting) >= self.quota

    def deals(self, possible=False):
        return [
            outcome for outcome in self.outcomes() if self.is_deal(outcome, possible)
        ]

    def scores(self, outcome):
        return tuple(party.score(outcome) for party in self.signatories)

    def frontier(self, outcomes):
        """[(scores, outcome)], best first: distinct undominated vectors."""
        first = {}
        for outcome in outcomes:
            first.setdefault(self.scores(outcome), outcome)
        kept = []
        # A vector is only ever dominated by one that sorts before it.
        for vector in sorted(first, reverse=True):
            if not any(all(a >= b for a, b in zip(other, vector)) for other, _ in kept):
                kept.append((vector, first[vector]))
        return kept

    # ---- the solutions: (scores, outcome, value, ties) over frontier entries

    def surpluses(self, vector):
        return [s - party.reservation for s, party in zip(vector, self.signatories)]

    def nash(self, frontier):
        def key(entry):
            above = [
                (d, party.power)
                for d, party in zip(self.surpluses(entry[0]), self.signatories)
                if d > 0
            ]
            return (
                len(above),
                math.prod((d**power for d, power in above), start=Fraction(1)),
            )

        return self.best(frontier, key, lambda k: k[1])

    def kalai_smorodinsky(self, frontier, ideal):
        def key(entry):
            ratios = [
                d / (best - party.reservation)
                for d, best, party in zip(
                    self.surpluses(entry[0]), ideal, self.signatories
                )
                if best > party.reservation
            ]
            return tuple(sorted(ratios))

        return self.best(frontier, key, lambda k: k[0] if k else None)

    def egalitarian(self, frontier):
        def key(entry):
            return tuple(
                sorted(
                    d / party.scale
                    for d, party in zip(self.surpluses(entry[0]), self.signatories)
                )
            )

        return self.best(frontier, key, lambda k: k[0])

    def utilitarian(self, frontier):
        def key(entry):
            return sum(s / p.scale for s, p in zip(entry[0], self.signatories))

        return self.best(frontier, key, lambda k: k)

    def best(self, frontier, key, value):
        keys = [key(entry) for entry in frontier]
        top = max(keys)
        ties = [entry for entry, each in zip(frontier, keys) if each == top]
        order = {name: index for index, name in enumerate(self.issues)}
        first = min(
            ties,
            key=lambda entry: [
                self.issues[name].options.index(entry[1][name]) for name in order
            ],
        )
        return {
            "scores": first[0],
            "outcome": first[1],
            "value": value(top),
            "ties": len(ties),
        }
