#!/usr/bin/env python3
"""The pages that take a reader by the hand: every file they show is written, every
command is run, and what it prints must be what the page shows.

    ```yaml case.yaml      writes the file; ">>case.yaml" adds to it. Any language
    ```console             "$ command", then what it prints on both outputs. A line "..."
                           stands for any lines
    <!-- $ command -->     run without being shown

Other blocks are not run. The commands of a page share a folder, in which `examples` is
ours, and know an installed copy of the library. "--write" puts what is printed now into
the pages instead."""

import os
import re
import subprocess
import sys
import tempfile

from lib_run import EIRENE, SOURCE, Checks

PAGES = (
    "docs/first-case.md",
    "docs/from-grid-to-deals.md",
    "docs/for-engineers.md",
    "docs/for-researchers.md",
    "examples/peace-talks/README.md",
)
BUILD = os.environ.get("EIRENE_BUILD") or os.path.dirname(EIRENE)
BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: (?P<append>>>)?(?P<file>\S+))?\n(?P<text>.*?)^```$"
    r"|^<!-- \$ (?P<hidden>.*?) -->$",
    re.MULTILINE | re.DOTALL,
)
# Times, steps and memory are not the page's business.
TIMES = re.compile(r"^Solved in .*(\n.+)*", re.MULTILINE)


class Shell:
    """Runs commands as a reader would type them, one after the other."""

    def __init__(self, folder):
        self.folder = folder
        self.code = 0
        tools = os.path.join(folder, ".tools")
        os.mkdir(tools)
        os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder, "examples"))
        os.symlink(EIRENE, os.path.join(tools, "eirene"))
        self.environment = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "COLUMNS": "80",
        }
        self.write_compiler(os.path.join(tools, "cc"))

    def write_compiler(self, path):
        """Programs that use a library with sanitizers need them too."""
        sanitize = os.environ.get("EIRENE_SANITIZE", "")
        flags = f"-fsanitize={sanitize}" if sanitize else ""
        compiler = os.environ.get("CC", "/usr/bin/cc")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {compiler} {flags} "$@"\n')
        os.chmod(path, 0o755)

    def install(self):
        """What `./dev install` does, for pages that use the library."""
        prefix = os.path.join(self.folder, ".prefix")
        subprocess.run(
            ["cmake", "--install", BUILD, "--prefix", prefix],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for folder, _, files in os.walk(prefix):
            if "eirene.pc" in files:
                self.environment["PKG_CONFIG_PATH"] = folder
            if any(name.startswith("libeirene.so") for name in files):
                self.environment["LD_LIBRARY_PATH"] = folder

    def run(self, command):
        done = subprocess.run(
            ["sh", "-c", f"(exit {self.code}); {command}"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=100,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode("utf-8").removeprefix("\ufeff")


def steady(text):
    return TIMES.sub("Solved in ...", text)


def matches(shown, printed):
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", steady(shown), flags=re.M)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), steady(printed)) is not None


def run_console(shell, text, checks, title):
    """Returns the block as it should be."""
    result = []
    for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE):
        if not part:
            continue
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command += "\n" + more
        printed = shell.run(command.removeprefix("$ "))
        right = matches(shown, printed)
        checks.true(f"{title}: {command}", right, f"it prints\n{printed}")
        result.append(f"{command}\n{shown if right else printed}")
    return "".join(result)


def run_page(name, checks):
    """Returns the page with what is printed now."""
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        page = file.read()
    result, at, n_commands = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(folder)
        if "pkg-config" in page:
            shell.install()
        for block in BLOCK.finditer(page):
            if block["hidden"]:
                shell.run(block["hidden"])
            elif block["file"]:
                path = os.path.join(folder, block["file"])
                mode = "a" if block["append"] else "w"
                with open(path, mode, encoding="utf-8") as file:
                    file.write(block["text"])
            elif block["language"] == "console":
                start, end = block.span("text")
                text = run_console(shell, block["text"], checks, name)
                result += [page[at:start], text]
                at = end
                n_commands += text.count("\n$ ") + 1
    checks.true(f"{name}: has commands", n_commands > 3, n_commands)
    return "".join(result) + page[at:]


def check_links(checks):
    """README leads to each page."""
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    for name in PAGES:
        checks.true(f"README links {name}", f"({name})" in readme)


def main():
    checks = Checks()
    write = sys.argv[1:] == ["--write"]
    for name in PAGES:
        page = run_page(name, checks)
        if write:
            with open(os.path.join(SOURCE, name), "w", encoding="utf-8") as file:
                file.write(page)
    check_links(checks)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
