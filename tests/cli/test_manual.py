#!/usr/bin/env python3
"""The manual page lists the options of each verb that has some, in the program's words, and
names every verb. With --refresh the options are brought up to date."""

import json
import os
import sys

from lib_run import SOURCE, run

PAGE = "docs/man/eirene.1"
VERBS = ("solve", "explain", "show", "hold")


def entry(option):
    name = "\\-\\-" + option["name"].replace("-", "\\-")
    argument = option.get("argument")
    term = f'.BI {name} " {argument}"' if argument else f".B {name}"
    text = option["help"]
    if "default" in option:
        text += f" Default: {option['default']}."
    return f".TP\n{term}\n{text}\n"


def with_options(page, name):
    """The page with the options that the program has now, and how many there are."""
    _, out, _ = run("help", "--json", name)
    (verb,) = json.loads(out)["verbs"]
    wanted = "".join(entry(option) for option in verb["options"])
    heading = f".SH OPTIONS OF {name.upper()}\n"
    start = page.index(heading) + len(heading)
    end = page.index(".SH ", start)
    return page[:start] + wanted + page[end:], len(verb["options"])


def main():
    os.chdir(SOURCE)
    _, out, _ = run("help", "--json")
    answer = json.loads(out)
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    if f'"Eirene {answer["eirene"]}"' not in page:
        print(f"FAILED {PAGE} does not name version {answer['eirene']}")
        return 1
    for verb in answer["verbs"]:
        if f".B eirene {verb['name']}" not in page:
            print(f"FAILED {PAGE} does not name the verb {verb['name']}")
            return 1
    wanted, count = page, 0
    for name in VERBS:
        wanted, n_options = with_options(wanted, name)
        count += n_options
    if page == wanted:
        print(f"{count} checks passed, 0 failed")
        return 0
    if sys.argv[1:] == ["--refresh"]:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(wanted)
        print(f"{PAGE}: written")
        return 0
    print(f"FAILED {PAGE} does not list the options as 'eirene help VERB' does")
    return 1


if __name__ == "__main__":
    sys.exit(main())
