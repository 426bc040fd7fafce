#!/usr/bin/env python3
"""The manual page lists the options that the program has, in its words. With --refresh it
is brought up to date."""

import json
import os
import sys

from lib_run import SOURCE, run

PAGE = "docs/man/eirene.1"
START = ".SH OPTIONS OF SOLVE\n"
END = ".SH EXIT STATUS\n"


def entry(option):
    name = "\\-\\-" + option["name"].replace("-", "\\-")
    argument = option.get("argument")
    term = f'.BI {name} " {argument}"' if argument else f".B {name}"
    text = option["help"]
    if "default" in option:
        text += f" Default: {option['default']}."
    return f".TP\n{term}\n{text}\n"


def main():
    os.chdir(SOURCE)
    _, out, _ = run("help", "--json", "solve")
    (verb,) = json.loads(out)["verbs"]
    wanted = "".join(entry(option) for option in verb["options"])
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    start = page.index(START) + len(START)
    end = page.index(END)
    version = json.loads(out)["eirene"]
    if f'"Eirene {version}"' not in page:
        print(f"FAILED {PAGE} does not name version {version}")
        return 1
    if page[start:end] == wanted:
        print(f"{len(verb['options'])} checks passed, 0 failed")
        return 0
    if sys.argv[1:] == ["--refresh"]:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page[:start] + wanted + page[end:])
        print(f"{PAGE}: written")
        return 0
    print(f"FAILED {PAGE} does not list the options as 'eirene help solve' does")
    return 1


if __name__ == "__main__":
    sys.exit(main())
