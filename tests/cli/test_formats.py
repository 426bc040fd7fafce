#!/usr/bin/env python3
"""The examples in docs/formats/ are run, and what they show must be so.

- A block marked yaml that begins with "eirene:" is a case: it must be valid.
- A block marked json that holds a verb's answer must agree with what the command in the
  block before it prints. Lists and mappings in the page may be shortened, and members of
  "solutions" left out; what is shown must be there.
- examples/README.md lists every example, and each of them says what it shows.
"""

import glob
import json
import os
import re
import sys
import tempfile

from lib_run import SOURCE, Checks, run

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
checks = Checks()


def blocks(path):
    with open(path, encoding="utf-8") as file:
        return BLOCK.findall(file.read())


def missing(shown, found, where=""):
    """What is shown but not found, as a list of places."""
    if isinstance(shown, dict) and isinstance(found, dict):
        lost = [f"{where}.{key}" for key in shown if key not in found]
        for key in shown:
            if key in found:
                lost += missing(shown[key], found[key], f"{where}.{key}")
        return lost
    if isinstance(shown, list) and isinstance(found, list):
        return [
            f"{where}[{index}]"
            for index, item in enumerate(shown)
            if not any(not missing(item, each) for each in found)
        ]
    return [] if shown == found else [f"{where}: {shown!r}, not {found!r}"]


def check_case(name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        code, _, err = run("check", path)
        checks.true(f"{name}: a valid case", code == 0, err)
        code, _, err = run("solve", path)
        checks.true(f"{name}: can be solved", code in (0, 1), err)


def check_answer(name, command, text):
    words = command.split()
    checks.same(f"{name}: a command", words[:1], ["eirene"])
    code, out, err = run(*words[1:])
    checks.true(f"{name}: {command}", code == 0, err)
    if code == 0:
        lost = missing(json.loads(text), json.loads(out))
        checks.true(f"{name}: {command}", not lost, "\n".join(lost))


def check_page(path):
    before = ""
    for kind, text in blocks(path):
        if kind == "yaml" and text.startswith("eirene:"):
            check_case(path, text)
        elif kind == "json":
            check_answer(path, before.strip(), text)
        before = text


def check_examples():
    with open("examples/README.md", encoding="utf-8") as file:
        table = file.read()
    cases = sorted(glob.glob("examples/*/*.yaml"))
    checks.true("examples: there are some", len(cases) >= 9)
    for path in cases:
        short = path[len("examples/") :]
        checks.true(f"{path}: is in examples/README.md", short in table)
        with open(path, encoding="utf-8") as file:
            first = file.readline()
        if short != "border/westmark.yaml":  # a part of a case
            checks.true(
                f"{path}: says what it shows", first.startswith("# Shows: "), first
            )
    for short in re.findall(r"\]\((\w+/[\w.]+)\)", table):
        checks.true(f"{short}: exists", os.path.exists(f"examples/{short}"))


def check_makers():
    """What make.py prints is what is committed."""
    for maker in sorted(glob.glob("examples/*/make.py")):
        made = os.popen(f"{sys.executable} {maker}").read()
        with open(
            os.path.join(os.path.dirname(maker), "case.yaml"), encoding="utf-8"
        ) as file:
            checks.true(f"{maker}: prints case.yaml", made == file.read())


def main():
    os.chdir(SOURCE)
    pages = sorted(glob.glob("docs/formats/*.md"))
    checks.true("there are pages", len(pages) >= 3)
    for path in pages:
        check_page(path)
    check_examples()
    check_makers()
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
