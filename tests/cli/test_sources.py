#!/usr/bin/env python3
"""`check --sources DIR`: files that are there and right, and every way to be wrong."""

import hashlib
import os
import sys
import tempfile

from lib_run import SOURCE, Checks, run

TEXT = b"one\ntwo\nthree without an end"

HEAD = """\
eirene: 1
parties: {a: {}, m: {role: mediator}}
issues: {x: {options: [p, q]}}
constraints:
  - {id: c, rule: "x = p or x = q", source: %s}
positions:
  a: %s
sources:
"""
POSITION = "{points: {x: {p: {value: 1, source: s#1}, q: 0}}}"


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Folder:
    def __init__(self, folder):
        self.folder = folder
        self.case = os.path.join(folder, "case.yaml")
        self.texts = os.path.join(folder, "texts")
        os.mkdir(self.texts)
        self.write("s.txt", TEXT)

    def write(self, name, data):
        path = os.path.join(self.texts, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def check(self, sources, reference="s#3", position=POSITION, record="", *options):
        with open(self.case, "w", encoding="utf-8") as file:
            file.write(HEAD % (reference, position) + sources + record)
        code, out, err = run("check", *options, "--sources", self.texts, self.case)
        return code, out, err.replace(self.case, "CASE")


def source(name, data=TEXT, given=True):
    return f"  s: {{file: {name}{', sha256: ' + sha(data) if given else ''}}}\n"


def check_good(checks, f):
    code, out, err = f.check(source("s.txt"))
    checks.same("all is right", (code, err), (0, ""))
    checks.true("and it is said", "The file of every source" in out, out)
    code, out, err = f.check(source("s.txt"), "s#3", POSITION, "", "--json")
    checks.same("as JSON", (code, err, out[:11]), (0, "", '{"eirene": '))
    code, _, err = f.check(source("s.txt", given=False))
    checks.same("without a sha256", code, 0)
    checks.true("it is a warning", "CASE:9:13: warning: source s has no sha256" in err, err)
    checks.true("with what it is", sha(TEXT) in err, err)
    code, _, err = f.check("  s: {title: An interview}\n", "s", "{points: {}}")
    checks.same("a source without a file", (code, err), (0, ""))
    f.write("deep/er/empty.txt", b"")
    code, _, err = f.check(source("deep/er/empty.txt", b""), "s", "{points: {}}")
    checks.same("a file in a folder, empty", (code, err), (0, ""))
    big = b"x\n" * 200000
    f.write("big.txt", big)
    code, _, err = f.check(source("big.txt", big), "s#200000")
    checks.same("a long file", (code, err), (0, ""))
    code, _, err = f.check(source("big.txt", big), "s#200001")
    checks.same("is not longer than it is", code, 2)


def check_bad(checks, f):
    code, out, err = f.check(source("s.txt", b"other"), "[s#4, s#2]")
    checks.same("a changed file", (code, out), (2, ""))
    checks.true("has another sha256", f"CASE:9:13: error: 's.txt', the file of source s, is "
                f"not the one that was read: its sha256 is {sha(TEXT)}" in err, err)
    checks.true("and all errors come at once", "CASE:5:46: error: 's.txt', the file of source "
                "s, has no line 4; it has 3" in err, err)
    code, _, err = f.check(source("gone.txt"))
    checks.same("a missing file", code, 2)
    checks.true("is said", "cannot read 'gone.txt'" in err and "no such file" in err, err)
    code, _, err = f.check("  s: {title: An interview}\n")
    checks.same("a line of no file", code, 2)
    checks.true("is said where it is referred to", "CASE:5:45: error: source s names no file "
                "in which line 3" in err, err)
    record = "record:\n  - {kind: statement, date: 2025-01-01, by: a, says: t, source: s#9}\n"
    code, _, err = f.check(source("s.txt"), "s", "{points: {}}", record)
    checks.same("a line that the record refers to", code, 2)
    checks.true("has its place", "has no line 9" in err and "CASE:11:" in err, err)
    with open(os.path.join(f.folder, "part.yaml"), "w", encoding="utf-8") as file:
        file.write("points: {}\nred_lines: [{rule: x = p, source: s#7}]\n")
    code, _, err = f.check(source("s.txt"), "s", "{include: part.yaml}")
    checks.same("a line that an included file refers to", code, 2)
    checks.true("has its file", "part.yaml:2:" in err and "no line 7" in err, err)
    code, _, err = run("check", "--sources", os.path.join(f.folder, "nowhere"), f.case)
    checks.same("no such folder", code, 2)
    checks.true("is said", "cannot open the folder" in err, err)


def check_escapes(checks, f):
    """No name leads out of the folder."""
    outside = os.path.join(f.folder, "outside.txt")
    with open(outside, "wb") as file:
        file.write(TEXT)
    os.symlink(outside, os.path.join(f.texts, "link.txt"))
    os.symlink(f.folder, os.path.join(f.texts, "up"))
    os.mkfifo(os.path.join(f.texts, "pipe"))
    os.makedirs(os.path.join(f.texts, "deep"), exist_ok=True)
    names = ["../outside.txt", outside, "link.txt", "up/outside.txt", "deep/../../outside.txt",
             "deep/../s.txt", "//etc/passwd", "deep/", ".", "..", "pipe", "deep", "s.txt/x",
             "./../outside.txt", "deep//../../outside.txt"]
    for name in names:
        code, out, err = f.check(source(name), "s")
        checks.same(f"{name} is refused", (code, out), (2, ""))
        checks.true(f"{name}: cannot read", "error: cannot read " in err, err)
        checks.true(f"{name}: nothing of it is told", sha(TEXT) not in err, err)


def check_views(checks, f):
    """A hidden source is not looked for; what is seen of messages has no lines."""
    hidden = "  t: {file: gone.txt, visible: [m]}\n"
    code, out, err = f.check(source("s.txt") + hidden, "s#3", POSITION, "", "--view", "a")
    checks.same("a hidden source", (code, err), (0, ""))
    code, out, err = f.check(source("gone.txt"), "s#3", POSITION, "", "--view", "a")
    checks.same("a visible one", (code, out), (2, ""))
    checks.true("without lines", "CASE: error: at sources.s.file: cannot read" in err, err)


def main():
    os.chdir(SOURCE)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        f = Folder(folder)
        check_good(checks, f)
        check_bad(checks, f)
        check_escapes(checks, f)
        check_views(checks, f)
    code, _, err = run("check", "--sources", "examples/border", "examples/border/case.yaml")
    checks.same("the example's own", (code, err), (0, ""))
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
