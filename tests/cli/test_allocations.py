#!/usr/bin/env python3
"""Each allocation of a run fails in turn: the program answers as before, or it says that
memory ran out and has written nothing. (Of long runs, an even sample is tried.)"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lib_run import EIRENE, HERE, SOURCE, Checks, skip

MOST_RUNS = 150  # of each command
LAKE = [f"examples/genius/lake/{name}.xml" for name in ("domain", "fishers", "park")]
COMMANDS = [
    ["check", "examples/border/case.yaml"],
    ["check", "--json", "examples/harbour/case.yaml"],
    ["solve", "--no-stats", "--threads", "1", "examples/harbour/case.yaml"],
    ["solve", "--no-stats", "--all", "--threads", "1", "examples/ceasefire/case.yaml"],
    ["solve", "--json", "--no-stats", "--threads", "1", "examples/harbour/quota.yaml"],
    ["import", "genius", *LAKE],
    ["solve", "--json", "--no-stats", "--threads", "1", *LAKE],
    ["check", "--view", "westmark", "--sources", "examples/border", "examples/border/case.yaml"],
    ["table", "--without", "a#4,a#5", "examples/border/case.yaml"],
    ["show", "examples/ceasefire/case.yaml"],
    ["show", "--json", "--on", "2026-02-05", "examples/border/case.yaml"],
    ["help", "solve"],
    ["solve", "--nonsense"],
]


def run_with(shim, arguments, **settings):
    environment = {**os.environ, "LD_PRELOAD": str(shim), **settings}
    done = subprocess.run(
        [EIRENE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=100,
        env=environment,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace")


def sweep(checks, shim, arguments, folder):
    counter = Path(folder) / "count"
    usual = run_with(shim, arguments, REPORT=str(counter))
    count = int(counter.read_text(encoding="ascii"))
    step = max(1, count // MOST_RUNS)
    failures = 0
    for number in range(1, count + 1, step):
        found = run_with(shim, arguments, FAIL_AT=str(number))
        if found == usual:
            continue
        failures += 1
        name = f"{' '.join(arguments)}: allocation {number} of {count}"
        checks.same(f"{name}: exit code", found[0], 4)
        checks.same(f"{name}: standard output", found[1], "")
        checks.true(f"{name}: says so", "eirene: error: out of memory\n" in found[2],
                    found[2])
    checks.true(f"{' '.join(arguments)}: some failure was noticed", failures > 0, count)


def main():
    os.chdir(SOURCE)
    compiler = shutil.which(os.environ.get("CC", "cc")) or shutil.which("cc")
    if compiler is None:
        skip("no C compiler")
    if b"__gcov_" in Path(EIRENE).read_bytes():
        skip("this build counts coverage, and that allocates when the program ends")
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        shim = Path(folder) / "failing_malloc.so"
        source = Path(HERE) / "failing_malloc.c"
        subprocess.run(
            [compiler, "-O1", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True
        )
        if run_with(shim, ["version"])[0] != 0:
            skip("this build brings its own malloc (a sanitizer)")
        for command in COMMANDS:
            sweep(checks, shim, command, folder)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
