#!/usr/bin/env python3
"""The schemas under docs/schema/ against the program, on tests/corpus/ and examples/.

Every invalid file of the corpus opens with comments that say what is expected:

    # structural: yes | no | yaml
    # expect: LINE:COLUMN: words that the message contains
    # expect: other/file.yaml:LINE:COLUMN: words

yes: the schema refuses the file too. no: only the reader sees the fault. yaml: the fault
lies below the schema, in YAML itself. There may be several lines of "expect"; no other
error may be reported.
"""

import glob
import json
import os
import re
import sys
import tempfile

from lib_run import EIRENE, SOURCE, Checks, run, skip

try:
    import jsonschema

    import lib_case
except ImportError as missing:
    skip(f"{missing.name} is not installed (packages python3-yaml, python3-jsonschema)")

HEADER = re.compile(r"# (structural|expect): (.*)")
EXPECTED = re.compile(r"(?:(.*\.yaml):)?(\d+):(\d+): (.*)")
ERROR = re.compile(r"(.*?):(\d+):(\d+): error: (.*)")

checks = Checks()


def schema(name):
    with open(os.path.join(SOURCE, "docs", "schema", name), encoding="utf-8") as file:
        content = json.load(file)
    jsonschema.Draft7Validator.check_schema(content)
    return jsonschema.Draft7Validator(content)


def faults(validator, value):
    return [
        "/".join(str(part) for part in error.absolute_path) + ": " + error.message[:200]
        for error in validator.iter_errors(value)
    ]


def header(path):
    """The comments that open an invalid file: kind, [(file, line, column, words)]."""
    kind, expected = None, []
    with open(path, "rb") as file:
        for line in (
            file.read().decode("utf-8", "replace").lstrip("\ufeff").splitlines()
        ):
            match = HEADER.match(line)
            if not match:
                break
            if match.group(1) == "structural":
                kind = match.group(2)
            else:
                name, row, column, words = EXPECTED.match(match.group(2)).groups()
                at = os.path.join(os.path.dirname(path), name) if name else path
                expected.append((at, int(row), int(column), words))
    assert kind in ("yes", "no", "yaml") and expected, path
    return kind, expected


def check_invalid(path, case_schema):
    kind, expected = header(path)
    code, out, err = run("check", path)
    checks.same(f"{path}: exit code", code, 2)
    checks.same(f"{path}: standard output", out, "")
    found = []
    for line in err.splitlines():
        match = ERROR.match(line)
        if match:
            name, row, column, words = match.groups()
            found.append((os.path.normpath(name), int(row), int(column), words))
    places = [entry[:3] for entry in found]
    wanted = [entry[:3] for entry in expected]
    checks.true(f"{path}: errors at {wanted}", places == wanted, err)
    for entry, (_, _, _, words) in zip(found, expected):
        checks.true(f"{path}: message with {words!r}", words in entry[3], entry[3])
    if kind != "yaml":
        refused = faults(case_schema, lib_case.load_plain(path))
        checks.true(
            f"{path}: the schema {'refuses' if kind == 'yes' else 'accepts'} it",
            bool(refused) == (kind == "yes"),
            "\n".join(refused),
        )


def check_valid(path, case_schema, check_schema):
    code, _, err = run("check", path)
    checks.true(f"{path}: accepted", code == 0, err)
    checks.same(
        f"{path}: no error", [l for l in err.splitlines() if ERROR.match(l)], []
    )
    checks.same(
        f"{path}: the schema", faults(case_schema, lib_case.load_plain(path)), []
    )
    code, out, err = run("check", "--json", path)
    checks.true(f"{path}: check --json", code == 0, err)
    checks.same(f"{path}: check --json", faults(check_schema, json.loads(out)), [])


def check_solved(path, solve_schema):
    for options in ([], ["--all"], ["--over", "outcomes"], ["--no-stats", "--count"]):
        name = f"{path}: solve {' '.join(options)}"
        code, out, err = run("solve", "--json", *options, path)
        checks.true(f"{name}: ends with 0 or 1", code in (0, 1), f"{code} {err}")
        if out:
            value = json.loads(out)
            checks.same(name, faults(solve_schema, value), [])
            checks.same(f"{name}: stats", "stats" in value, "--no-stats" not in options)
            checks.same(
                f"{name}: stats last", list(value)[-1] == "stats", "stats" in value
            )


def check_explained(path, explain_schema):
    """Explained as a whole, and a deal of it; the exit code is that of the answer."""
    for more in ([], ["--deal", "nash"]):
        code, out, err = run("explain", "--json", *more, path)
        name = " ".join(["explain", *more, path])
        if code == 2:
            checks.true(f"{name}: a deal is missing", more and "there is no" in err, err)
            continue
        value = json.loads(out)
        checks.same(f"{name}: the schema", faults(explain_schema, value), [])
        expected = {True: 0, False: 1, None: 3}[value["answer"]]
        checks.same(f"{name}: exit code", code, 3 if "limit" in value else expected)
        checks.same(f"{name}: stats last", list(value)[-1], "stats")
        known = {demand["id"] for demand in value["demands"]}
        checks.same(f"{name}: demand ids", len(known), len(value["demands"]))
        for part in ("conflicts", "unlocks", "refusals"):
            for entry in value.get(part, []):
                unknown = set(entry["demands"]) - known
                checks.same(f"{name}: {part} name demands", unknown, set())


def check_shown(path, show_schema):
    """Entries that others refer to are there, and nothing is left out without a date."""
    for more in ([], ["--on", "2026-01-31"], ["--on", "0001-01-01"]):
        name = " ".join(["show", *more, path])
        code, out, err = run("show", "--json", *more, path)
        checks.same(f"{name}: exit code", (code, err), (0, ""))
        value = json.loads(out)
        checks.same(f"{name}: the schema", faults(show_schema, value), [])
        numbers = [entry["number"] for entry in value["timeline"]]
        checks.same(f"{name}: numbers", numbers, list(range(1, len(numbers) + 1)))
        dates = [entry["date"] for entry in value["timeline"] if entry["date"]]
        checks.same(f"{name}: by date", dates, sorted(dates))
        checks.true(f"{name}: none is later", not more or max(dates, default="") <= more[1])
        checks.true(f"{name}: left out", more or value["left_out"] == 0, value["left_out"])


def check_other_ends(solve_schema):
    """A run that a limit stops, and a case without a deal."""
    code, out, _ = run(
        "solve", "--json", "--limit-points", "2", "examples/harbour/case.yaml"
    )
    value = json.loads(out)
    checks.same("limit: exit code", code, 3)
    checks.same("limit: the schema", faults(solve_schema, value), [])
    checks.same("limit: name and value", value["limit"]["name"], "limit-points")
    checks.same(
        "limit: nothing is claimed", (value["frontier"], value["solutions"]), (None, {})
    )
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "none.yaml")
        with open("examples/harbour/case.yaml", encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("reservation: 30", "reservation: 70"))
        code, out, _ = run("solve", "--json", "--all", path)
    value = json.loads(out)
    checks.same("no deal: exit code", code, 1)
    checks.same("no deal: the schema", faults(solve_schema, value), [])
    deals = {"exist": False, "count": "0", "list": []}
    checks.same("no deal: deals", value["deals"], deals)
    checks.same("no deal: frontier", value["frontier"]["size"], 0)
    empty = [value[name] for name in ("solutions", "ideal", "nadir")]
    checks.same("no deal: nothing else", empty, [{}, {}, {}])


def check_too_large():
    """What is too large for the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "large.yaml")
        with open(path, "wb") as file:
            file.write(b"eirene: 1\n#")
            file.truncate(64 * 1024 * 1024 + 1)
        code, out, err = run("check", path)
        checks.same("65 MB: exit code", (code, out), (2, ""))
        checks.true("65 MB: message", "64 MB" in err, err[:300])


def main():
    case_schema = schema("case.json")
    solve_schema = schema("solve.json")
    check_schema = schema("check.json")
    explain_schema = schema("explain.json")
    show_schema = schema("show.json")
    os.chdir(SOURCE)
    invalid = sorted(glob.glob("tests/corpus/invalid/*.yaml"))
    valid = sorted(glob.glob("tests/corpus/valid/*.yaml"))
    examples = sorted(
        glob.glob("examples/*/case.yaml") + ["examples/harbour/quota.yaml"]
    )
    assert len(invalid) >= 60 and len(valid) >= 20 and len(examples) >= 9
    for path in invalid:
        check_invalid(path, case_schema)
    for path in valid + examples:
        check_valid(path, case_schema, check_schema)
        check_solved(path, solve_schema)
        check_explained(path, explain_schema)
        check_shown(path, show_schema)
    check_other_ends(solve_schema)
    check_too_large()
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
