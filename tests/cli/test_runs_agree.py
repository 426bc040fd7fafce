#!/usr/bin/env python3
"""The same bytes for any number of threads, for repeated runs and in any locale, and JSON
that is whole: no key twice, statistics last, and the words agree with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from lib_run import SOURCE, Checks, run


def no_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key appears twice: {keys}")
    return dict(pairs)


def comma_locale():
    """A locale that writes 1,5: the one the build made, or one the machine has."""
    made = os.environ.get("EIRENE_COMMA_LOCALE")
    if made:
        return made
    listed = subprocess.run(["locale", "-a"], capture_output=True, check=False)
    for name in listed.stdout.decode("utf-8", "replace").split():
        if name.startswith(("de_", "fr_", "es_", "it_", "ru_")):
            return name
    return None


def check_case(checks, case, locales):
    for form in ([], ["--json"], ["--all"], ["--json", "--all", "--count"]):
        command = ["solve", "--no-stats", *form, case]
        first = run(*command)
        name = " ".join(command)
        checks.true(f"{name}: exit code", first[0] in (0, 1), first)
        checks.same(f"{name}: again", run(*command), first)
        for threads in ("1", "2", "3"):
            checks.same(f"{name}: {threads} threads", run(*command, "--threads", threads),
                        first)
        for locale in locales:
            checks.same(f"{name}: {locale}",
                        run(*command, environment={"LC_ALL": locale}), first)


def check_json(checks, case):
    code, out, _ = run("solve", "--json", case)
    answer = json.loads(out, object_pairs_hook=no_twice)
    checks.same(f"{case}: statistics are last", list(answer)[-1], "stats")
    checks.true(f"{case}: one line or more, ended", out.endswith("\n"))
    checks.same(f"{case}: exit code", code, 0 if answer["deals"]["exist"] else 1)
    bare = json.loads(run("solve", "--json", "--no-stats", case)[1])
    del answer["stats"]
    checks.same(f"{case}: the rest is the same", bare, answer)


def check_words(checks, case):
    """The page for people says what the JSON says."""
    answer = json.loads(run("solve", "--json", case)[1])
    page = run("solve", "--no-stats", case, environment={"COLUMNS": "1000"})[1]
    deals = answer["deals"]
    number = deals["count"] and f"{int(deals['count']):,}"
    if not deals["exist"]:
        checks.true(f"{case}: no deal", "There is no deal" in page or "No deal is" in page)
    elif number is not None and len(deals["count"]) <= 15:
        checks.true(f"{case}: count", f" {number} " in page, page[:300])
    for solution in answer["solutions"].values():
        for party, score in solution["scores"].items():
            whole = float(score) == int(float(score))
            shown = str(int(float(score))) if whole else f"{float(score):.12f}".rstrip("0")
            checks.true(f"{case}: score of {party}", f" {shown}" in page, shown)


def main():
    os.chdir(SOURCE)
    checks = Checks()
    comma = comma_locale()
    if comma is None:
        print("skipped: no locale with decimal commas is installed")
    locales = ["C", "C.UTF-8"] + ([comma] if comma else [])
    for case in sorted(Path("examples").glob("*/*.yaml")):
        if "eirene: 1" not in case.read_text(encoding="utf-8"):
            continue  # a part of another case
        check_case(checks, str(case), locales)
        check_json(checks, str(case))
        check_words(checks, str(case))
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
