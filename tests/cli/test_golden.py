#!/usr/bin/env python3
"""What the program prints, byte for byte: arguments, standard output, standard error and
exit code of each file in golden/.

A file starts with lines "key: value": `arguments`, and where wanted `columns` (the width of
the terminal, 80 if not given) and `input` (a file for standard input), with comments after
"#". What follows is what is expected. After a wanted change of the output,

    EIRENE=build/release/eirene tests/cli/test_golden.py --refresh [NAME...]

writes it anew, and the diff shows what to review. A new case needs only the first lines.
Commands run from the root of the source tree."""

import difflib
import os
import shlex
import sys
from pathlib import Path

from lib_run import SOURCE, run

GOLDEN = Path(__file__).resolve().parent / "golden"
RULE = "---- "


def read(path):
    """(head lines, what is expected as one text)"""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    count = 0
    while count < len(lines) and not lines[count].startswith(RULE):
        count += 1
    return lines[:count], "".join(lines[count:])


def settings(head):
    found = {}
    for line in head:
        if line.strip() and not line.startswith("#"):
            key, value = line.split(":", 1)
            found[key] = value.strip()
    return found


def produce(head):
    """Runs the case and writes what came as one text."""
    given = settings(head)
    environment = {"COLUMNS": given.get("columns", "80"), "NO_COLOR": "1"}
    arguments = shlex.split(given["arguments"])
    with open(given.get("input", "/dev/null"), "rb") as stdin:
        code, out, err = run(*arguments, stdin=stdin, environment=environment)
    parts = [f"{RULE}exit {code}\n", f"{RULE}stdout\n", out, f"{RULE}stderr\n", err]
    return "".join(parts)


def main():
    os.chdir(SOURCE)
    refresh = sys.argv[1:2] == ["--refresh"]
    names = sys.argv[2:] if refresh else sys.argv[1:]
    files = sorted(GOLDEN.glob("*.txt"))
    failed = 0
    for path in files:
        if names and path.stem not in names:
            continue
        head, expected = read(path)
        found = produce(head)
        if found == expected:
            continue
        if refresh:
            path.write_text("".join(head) + found, encoding="utf-8")
            print(f"{path.stem}: written")
            continue
        failed += 1
        print(f"FAILED {path.stem}")
        difference = difflib.unified_diff(
            expected.splitlines(), found.splitlines(), "expected", "found", lineterm=""
        )
        for line in list(difference)[:60]:
            print("    " + line)
    print(f"{len(files) - failed} checks passed, {failed} failed")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
