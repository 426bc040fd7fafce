#!/usr/bin/env python3
"""The same bytes for any number of threads, for repeated runs and in any locale, and JSON
that is whole: no key twice, statistics last, and the words agree with it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lib_run import SOURCE, Checks, run


def no_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key appears twice: {keys}")
    return dict(pairs)


COMMA = """comment_char %
escape_char /
LC_CTYPE
copy "POSIX"
END LC_CTYPE
LC_NUMERIC
decimal_point ","
thousands_sep "."
grouping 3;3
END LC_NUMERIC
"""


def comma_locale(folder):
    """Settings of a locale that writes 1,5, made for the purpose; None if it can't be."""
    source = Path(folder) / "comma"
    source.write_text(COMMA, encoding="ascii")
    if shutil.which("localedef") is None:
        return None
    # It warns of missing categories and then succeeds with 1.
    subprocess.run(
        ["localedef", "-c", "-i", source, "-f", "ANSI_X3.4-1968", Path(folder) / "comma_XX"],
        capture_output=True,
        check=False,
    )
    settings = {"LOCPATH": str(folder), "LC_ALL": "comma_XX"}
    written = subprocess.run(
        ["bash", "-c", "printf %.1f 1,5"],
        capture_output=True,
        check=False,
        env={**os.environ, **settings},
    )
    return settings if written.stdout == b"1,5" else None


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
            checks.same(f"{name}: {locale}", run(*command, environment=locale), first)


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


def check_all(checks, locales):
    for case in sorted(Path("examples").glob("*/*.yaml")):
        if "eirene: 1" not in case.read_text(encoding="utf-8"):
            continue  # a part of another case
        check_case(checks, str(case), locales)
        check_json(checks, str(case))
        check_words(checks, str(case))


def main():
    os.chdir(SOURCE)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        comma = comma_locale(folder)
        if comma is None:
            print("skipped: a locale with decimal commas cannot be made here")
        locales = [{"LC_ALL": "C"}] + ([comma] if comma else [])
        check_all(checks, locales)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
