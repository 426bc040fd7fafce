#!/usr/bin/env python3
"""README opens with what a newcomer needs, and its picture is what the program prints."""

import json
import os
import re
import sys
import tempfile

from lib_run import SOURCE, Checks, run


def block_after(text, words):
    """The first fenced block after a line that contains `words`."""
    found = re.search(re.escape(words) + r".*?\n```\w*\n(.*?)```\n", text, re.DOTALL)
    return found.group(1) if found else ""


def steady(text):
    """Times and memory differ between runs."""
    return re.sub(r"^Solved in .*(\n.*)*", "Solved in ...", text, flags=re.MULTILINE)


def main():
    os.chdir(SOURCE)
    checks = Checks()
    with open("README.md", encoding="utf-8") as file:
        readme = file.read()
    picture = block_after(readme, "prints")
    # The program is run as ./dev demo runs it, not on a terminal.
    code, out, err = run("solve", "examples/harbour/case.yaml", environment={"COLUMNS": "80"})
    checks.same("the demo finds deals", (code, err), (0, ""))
    checks.same("README's picture", steady(picture), steady(out))
    opening = readme[: readme.index(picture)] if picture else readme
    for command in ("./dev demo", "./dev test"):
        checks.true(f"README opens with {command}", command in opening)
    with open("dev", encoding="utf-8") as file:
        checks.true("the demo is what README shows",
                    "build/release/eirene solve examples/harbour/case.yaml" in file.read())
    first = block_after(readme, "first.yaml")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as case:
        case.write(first)
        case.flush()
        code, out, err = run("solve", "--json", case.name)
    checks.same("README's first case", (code, err), (0, ""))
    answer = json.loads(out)
    checks.same("its outcomes", answer["outcomes"], "6")
    checks.same("its deals", answer["deals"]["count"], "2")
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
