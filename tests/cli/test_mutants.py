#!/usr/bin/env python3
"""The reader and docs/schema/case.json on thousands of damaged cases.

Valid cases are changed at random: keys removed, renamed and added, values replaced. Then

- no file that the reader accepts is refused by the schema, and
- every file that the reader alone refuses is refused for a reason which
  docs/schema/README.md lists: one that a schema cannot see (UNSEEN below).

usage: test_mutants.py [SEED [COUNT]]
"""

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
    import jsonschema
    import yaml

    import lib_case
except ImportError as missing:
    skip(f"{missing.name} is not installed (packages python3-yaml, python3-jsonschema)")

FILES_A_RUN = 250
PLAIN_KEY = re.compile(r"[-+a-z0-9_./]+\Z")
NEEDS_QUOTES = re.compile(r"[,:\[\]{}#&*!|>%@`\"'\n]")
ERROR = re.compile(r"(.*?):(\d+):(\d+): error: (.*)")

KEYS = """name role veto options range award between stage needs terms says because source
    basis visible said_by directness contested rule when add id points weights values
    stance reservation scale cap power red_lines interactions from to step unit title
    consent at_least constraints sources record eirene parties issues positions date
    file sha256 members interests serves publisher kind after by with outcome replaces to
    answer if issues participants format x a b p Zz 1 0.5 null true 1/2""".split()
WORDS = (
    """1 0 -1 1.5 16 17 01 +1 1.0 1e0 2/2 1/2 -1/2 0/3 .5 1e400 0x1f 0o7 .inf .nan 1_0
    a x p all true false True ~ null unknown accepts signatory guarantor divisible text
    talks proposal response statement conditional reject 2025-01-01""".split()
)
# A scalar is its text and whether it is in quotes.
SCALARS = [(word, False) for word in WORDS]
SCALARS += [(word, False) for word in ("x = p", "two words")]
SCALARS += [(word, True) for word in ("", "1", "-0", "3", "1e3", "s#1", "null", "true")]

# Reasons to refuse a case that a schema cannot see, as the messages begin or go on.
UNSEEN = [
    "unknown issue ",
    "unknown option ",
    "no entry of the record has the id ",
    " is no proposal; ",
    "this entry comes after itself",
    "this entry is dated ",
    "the proposal leaves issue ",
    "'if' is for a conditional answer",
    "unknown party ",
    "unknown source ",
    "duplicate ",
    "missing option ",
    "missing key 'between'",
    "has no position",
    "the position of a signatory needs",
    "is neither a signatory nor a guarantor",
    "is not for a guarantor that does not sign",
    "no party is a signatory",
    "only a signatory can have a veto",
    "is a whole number from",
    "is not a guarantor",
    "is not a signatory",
    "can only go to",
    "has values but no weight",
    "what the item is worth",
    "expected a mapping of option ids to numbers",
    "expected breakpoints",
    "breakpoints must",
    "expected a breakpoint as a pair",
    "is not on the grid",
    "is a range; ",
    "is no decimal number",
    "the step does not lead to",
    "a range ascends",
    "compares the numbers of a range",
    "has more than",
    # what is not known
    "'low' is above 'high'",
    "the mode is the likeliest value",
    "a chance lies from",
    " lies from 0 to ",
    " is not below 0",
    " is a number from 0 to ",
    "only a guarantor offers",
    # The key `order` is an order of options, or the value of an option of that id.
    "expected a number or a range [low, high], found a list of 0",
    "a cost is a number",
    "a discount factor is",
    "no range and no uncertain rule",
    "is already drawn together",
    "the order puts",
    "stands twice in the order",
    "expected a list of options, the best one first",
    "these weights add up to 0",
    # numbers, words and ids that YAML takes for something else
    "is not a number here",
    "more digits than can be held",
    "need more than 62 bits",
    "this scale is below",
    "is not a version of the format",
    "cannot be the id of",
    "expected an id, found nothing",
    "expected the id of a party, found nothing",
    "expected true or false, found 'True'",
    # rules
    "the rule ",
    "is not part of a rule",
    "expected '=', '!='",
    "expected 'and', 'or'",
    "expected an issue, 'not'",
]


def tree(node):
    """A case as lists, mappings and (text, quoted)."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: tree(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [tree(item) for item in node.value]
    return (node.value, bool(node.style))


def written(value):
    """The tree as YAML on one line."""
    if isinstance(value, dict):
        pairs = []
        for key, each in value.items():
            name = key if PLAIN_KEY.match(key) else json.dumps(key, ensure_ascii=False)
            pairs.append(f"{name}: {written(each)}")
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    text, quoted = value
    if quoted or NEEDS_QUOTES.search(text):
        return json.dumps(text, ensure_ascii=False)
    return text or "~"


def places(value, path=()):
    """The paths of all values in a tree, the root first."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, path + (index,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


class Mutator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def value(self):
        kind = self.random.random()
        if kind < 0.6:
            return self.random.choice(SCALARS)
        count = self.random.choice((0, 0, 1, 2, 3))
        if kind < 0.8:
            return [self.random.choice(SCALARS) for _ in range(count)]
        return {
            self.random.choice(KEYS): self.random.choice(SCALARS) for _ in range(count)
        }

    def change_mapping(self, mapping):
        kind = self.random.random()
        if mapping and kind < 0.5:
            value = mapping.pop(self.random.choice(list(mapping)))
            if kind < 0.25:
                mapping[self.random.choice(KEYS)] = value
        else:
            mapping[self.random.choice(KEYS)] = self.value()

    def change_list(self, items):
        kind = self.random.random()
        if items and kind < 0.4:
            items.pop(self.random.randrange(len(items)))
        elif items and kind < 0.6:
            items.append(copy.deepcopy(self.random.choice(items)))
        else:
            items.append(self.value())

    def mutate(self, value):
        path = self.random.choice(list(places(value)))
        target = at(value, path)
        replace = isinstance(target, tuple) or self.random.random() < 0.35
        if replace and path:
            at(value, path[:-1])[path[-1]] = self.value()
        elif replace:
            return self.value()
        elif isinstance(target, dict):
            self.change_mapping(target)
        else:
            self.change_list(target)
        return value


def originals():
    paths = glob.glob("tests/corpus/valid/*.yaml") + glob.glob("examples/*/case.yaml")
    trees = []
    for path in sorted(paths):
        value = tree(lib_case.compose(path))
        # Long cases cost time; an included file would be missing.
        if len(list(places(value))) < 400 and "include" not in written(value):
            trees.append(value)
    return trees


def refusals(paths):
    """path -> the messages of the reader."""
    found = {path: [] for path in paths}
    for start in range(0, len(paths), FILES_A_RUN):
        _, _, err = run("check", *paths[start : start + FILES_A_RUN])
        for line in err.splitlines():
            match = ERROR.match(line)
            if match:
                found[match.group(1)].append(match.group(4))
    return found


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    print(f"seed {seed}, {count} cases")
    os.chdir(SOURCE)
    with open("docs/schema/case.json", encoding="utf-8") as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    checks, mutator, trees = Checks(), Mutator(seed), originals()
    accepted = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(count):
            value = copy.deepcopy(mutator.random.choice(trees))
            for _ in range(mutator.random.choice((1, 1, 1, 2))):
                value = mutator.mutate(value)
            path = os.path.join(folder, f"{number}.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(written(value) + "\n")
            paths.append(path)
        for path, messages in refusals(paths).items():
            refused = not validator.is_valid(lib_case.load_plain(path))
            accepted += not messages
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if not messages:
                checks.true("the schema refuses a valid case", not refused, text)
            elif not refused:
                listed = all(any(part in m for part in UNSEEN) for m in messages)
                detail = "\n".join(messages) + "\n" + text
                checks.true("a fault that the schema should see", listed, detail)
            else:
                checks.true("both refuse", True)
    # Of both kinds there must be enough for the test to mean anything.
    checks.true("some are valid", accepted > count // 20, accepted)
    checks.true("some are not", accepted < count // 2, accepted)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
