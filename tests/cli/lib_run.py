"""Running the program from the tests written in Python."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("EIRENE_SOURCE") or os.path.dirname(os.path.dirname(HERE))
EIRENE = os.environ.get("EIRENE") or os.path.join(SOURCE, "build", "release", "eirene")
SHARED = os.path.join(os.path.dirname(SOURCE), "shared")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def run(*arguments, seconds=100, stdin=subprocess.DEVNULL, environment=None):
    """Runs the program; returns its exit code, standard output and standard error."""
    if not os.path.exists(EIRENE):
        sys.exit(f"there is no {EIRENE}; build it, or name it in EIRENE")
    done = subprocess.run(
        [EIRENE, *arguments],
        stdin=stdin,
        capture_output=True,
        timeout=seconds,
        check=False,
        env=None if environment is None else {**os.environ, **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace")


class Checks:
    """Counts checks and prints those that fail."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def true(self, name, condition, detail=""):
        if condition:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {name}")
        for line in str(detail).splitlines()[:20]:
            print(f"    {line}")

    def same(self, name, found, expected):
        self.true(name, found == expected, f"found    {found!r}\nexpected {expected!r}")

    def near(self, name, found, expected, tolerance=1e-9):
        close = found is not None and abs(found - expected) <= tolerance
        self.true(name, close, f"found    {found!r}\nexpected {expected!r}")

    def finish(self):
        print(f"{self.passed} checks passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
