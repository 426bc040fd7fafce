#!/usr/bin/env python3
"""Ctrl-C and SIGTERM: a clean end, an answer that says so, and exit code 3."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lib_hard import write_hard_case
from lib_run import EIRENE, Checks

SOON = 20  # seconds in which a stopped run must end; far more than it takes


def interrupted(arguments, number, after=0.7):
    """Starts the program, signals it and returns exit code, output and seconds to end."""
    process = subprocess.Popen(
        [EIRENE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(after)
    alive = process.poll() is None
    process.send_signal(number)
    start = time.monotonic()
    out, err = process.communicate(timeout=100)
    return alive, process.returncode, out.decode(), err.decode(), time.monotonic() - start


def check_json(checks, case, number):
    name = signal.Signals(number).name
    alive, code, out, err, took = interrupted(["solve", "--json", case], number)
    checks.true(f"{name}: was still working", alive)
    checks.same(f"{name}: exit code", code, 3)
    checks.same(f"{name}: standard error", err, "")
    checks.true(f"{name}: ends soon", took < SOON, took)
    answer = json.loads(out)
    checks.same(f"{name}: limit", answer["limit"]["name"], "interrupted")
    checks.true(f"{name}: advice", answer["limit"]["advice"] != "")


def check_text(checks, case):
    alive, code, out, err, _ = interrupted(["solve", case], signal.SIGINT)
    checks.true("text: was still working", alive)
    checks.same("text: exit code", code, 3)
    checks.true("text: says so", "Interrupted: this answer is not complete." in out, out)
    checks.same("text: standard error", err, "")


def check_ignored(checks, case):
    """A program started with SIGINT ignored (nohup, a script's background) goes on."""
    command = f"trap '' INT; exec {EIRENE} solve --json --limit-steps 100000000 {case}"
    process = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE)
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=100)
    answer = json.loads(out)
    name = answer.get("limit", {}).get("name")
    checks.true("ignored: not interrupted", name != "interrupted", name)


def read_terminal(master, seconds):
    """What a terminal gets for some seconds."""
    end = time.monotonic() + seconds
    got = b""
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 0.1)
        if ready:
            try:
                got += os.read(master, 65536)
            except OSError:
                break
    return got


def check_progress(checks, case):
    """On a terminal: nothing for a second, then one line, cleared at the end."""
    try:
        master, slave = pty.openpty()
    except OSError as problem:
        print(f"skipped: progress on a terminal ({problem})")
        return
    process = subprocess.Popen(
        [EIRENE, "solve", "--json", case], stdout=subprocess.DEVNULL, stderr=slave
    )
    os.close(slave)
    early = read_terminal(master, 0.6)
    later = read_terminal(master, 1.6)
    process.send_signal(signal.SIGINT)
    last = read_terminal(master, 1)
    process.wait(timeout=100)
    os.close(master)
    checks.same("progress: none at first", early, b"")
    checks.true("progress: then a line", later.startswith(b"\r"), later)
    checks.true("progress: one line", b"\n" not in later + last, later + last)
    checks.true("progress: cleared", (later + last).endswith(b"\r\x1b[K"), last)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        case = str(write_hard_case(Path(folder) / "hard.yaml"))
        check_json(checks, case, signal.SIGINT)
        check_json(checks, case, signal.SIGTERM)
        check_text(checks, case)
        check_ignored(checks, case)
        check_progress(checks, case)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
