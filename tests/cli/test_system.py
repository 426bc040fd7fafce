#!/usr/bin/env python3
"""What the system does to the program: full disks, closed pipes, files that cannot be
read, little memory. Exit codes, and nothing half written."""

import json
import os
import pty
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from lib_hard import write_hard_case
from lib_run import EIRENE, SOURCE, Checks, run

HARBOUR = "examples/harbour/case.yaml"
COMMANDS = [
    ["solve", HARBOUR],
    ["solve", "--json", HARBOUR],
    ["solve", "--all", HARBOUR],
    ["check", HARBOUR],
    ["check", "--json", HARBOUR],
    ["help"],
    ["version"],
]


def finish(process):
    _, err = process.communicate(timeout=100)
    return process.returncode, err.decode()


def start(arguments, **files):
    return subprocess.Popen(
        [EIRENE, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, **files
    )


def check_full_disk(checks):
    for command in COMMANDS:
        with open("/dev/full", "wb") as full:
            code, err = finish(start(command, stdout=full))
        name = f"full disk: {' '.join(command)}"
        checks.same(name, code, 4)
        checks.true(name, "No space left on device" in err and err.count("\n") == 1, err)


def check_closed_pipe(checks):
    for command in COMMANDS:
        reader, writer = os.pipe()
        os.close(reader)
        code, err = finish(start(command, stdout=writer))
        os.close(writer)
        checks.same(f"closed pipe: {' '.join(command)}", (code, err), (4, ""))


def check_closed_output(checks):
    for command in COMMANDS:
        words = " ".join([EIRENE, *command])
        done = subprocess.run(
            ["sh", "-c", f"exec {words} >&-"], stderr=subprocess.PIPE, check=False
        )
        checks.same(f"no standard output: {words}", done.returncode, 4)


def check_reader_that_leaves(checks):
    """`eirene ... | head`: the program ends, whatever is still to be printed."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "many.yaml"
        issues = "\n".join(f"  i{i}: {{options: [a, b, c, d, e]}}" for i in range(14))
        case.write_text(
            "eirene: 1\nparties: {a: {}}\nissues:\n" + issues
            + "\npositions: {a: {points: {}}}\n",
            encoding="utf-8",
        )
        for extra in ([], ["--json"]):
            process = start(["solve", "--all", *extra, str(case)], stdout=subprocess.PIPE)
            head = process.stdout.read(1000)
            process.stdout.close()
            err = process.stderr.read().decode()
            process.stderr.close()
            code = process.wait(timeout=100)
            checks.same(f"head {extra}: enough came", len(head), 1000)
            checks.same(f"head {extra}: quiet end", (code, err), (4, ""))


def check_unreadable(checks):
    code, out, err = run("check", "no/such/file")
    wanted = "no/such/file: error: cannot read the file: there is no such file\n"
    checks.same("missing file", (code, out, err), (2, "", wanted))
    for verb in ("check", "solve"):
        code, out, err = run(verb, "examples")
        checks.same(f"{verb} directory", (code, out), (2, ""))
        checks.true(f"{verb} directory: says so", "examples: error: " in err, err)
    if os.geteuid() != 0:
        with tempfile.NamedTemporaryFile() as file:
            os.chmod(file.name, 0)
            code, out, err = run("check", file.name)
            checks.same("forbidden file", (code, out), (2, ""))
            checks.true("forbidden file: why", "Permission denied" in err, err)


def check_stdin(checks):
    with open(HARBOUR, "rb") as file:
        piped = run("solve", "--json", "--no-stats", "-", stdin=file)
    checks.same("standard input", piped, run("solve", "--json", "--no-stats", HARBOUR))
    descriptor = os.open("examples", os.O_RDONLY)
    code, out, err = run("check", "-", stdin=descriptor)
    os.close(descriptor)
    checks.same("standard input is a directory", (code, out), (2, ""))
    checks.true("standard input: why", err.startswith("<stdin>: error: cannot be"), err)
    code, out, _ = run("check", "-")
    checks.same("nothing on standard input", (code, out), (2, ""))


def check_large_input(checks):
    """100 MB end with one message, soon, in a file and on standard input."""
    with tempfile.TemporaryFile() as file:
        file.write(b"eirene: 1\n" + b"# nothing\n" * 10_000_000)
        file.seek(0)
        code, out, err = run("check", "-", stdin=file, seconds=30)
        checks.same("100 MB", (code, out), (2, ""))
        checks.true("100 MB: says so", "64 MB" in err and err.count("\n") == 1, err[:300])


def check_empty_on_error(checks):
    """With --json, wrong input leaves standard output empty."""
    for command in (
        ["solve", "--json", "tests/cli/input/many_errors.yaml"],
        ["check", "--json", "tests/cli/input/many_errors.yaml"],
        ["solve", "--json", "--nonsense", HARBOUR],
        ["solve", "--json"],
        ["solve", "--json", "no/such/file"],
    ):
        code, out, err = run(*command)
        checks.same(f"empty: {' '.join(command)}", (code, out), (2, ""))
        checks.true(f"says why: {' '.join(command)}", err != "")


def limited(bytes_allowed):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (bytes_allowed, bytes_allowed))

    return limit


def run_limited(arguments, bytes_allowed):
    done = subprocess.run(
        [EIRENE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=100,
        preexec_fn=limited(bytes_allowed),
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_memory(checks):
    """Less and less memory: an answer, or a message; never a crash."""
    megabyte = 1 << 20
    if run_limited(["version"], 64 * megabyte)[0] != 0:
        print("skipped: little memory (the program needs more than 64 MB to start)")
        return
    with tempfile.TemporaryDirectory() as folder:
        case = str(write_hard_case(Path(folder) / "hard.yaml", issues=12))
        least = next(m for m in range(1, 64) if run_limited(["version"], m * megabyte)[0] == 0)
        seen = set()
        for memory in [least + step for step in (0, 1, 2, 4, 8, 16, 32)]:
            arguments = ["solve", "--json", "--threads", "1", case]
            code, out, err = run_limited(arguments, memory * megabyte)
            seen.add(code)
            checks.true(f"{memory} MB: exit code {code}", code in (0, 3, 4), err)
            if code == 4:
                checks.same(f"{memory} MB: nothing written", out, "")
                checks.same(f"{memory} MB: says so", err, "eirene: error: out of memory\n")
            else:
                checks.true(f"{memory} MB: whole answer", json.loads(out))
        checks.true("some run had too little memory", 4 in seen or 3 in seen, seen)


def on_terminal(arguments, columns, environment):
    """What standard output, a terminal of so many columns, gets."""
    master, slave = pty.openpty()
    subprocess.run(["stty", "cols", str(columns), "rows", "24"], stdin=slave, check=True)
    settings = {**os.environ, "TERM": "xterm", **environment}
    settings.pop("COLUMNS", None)
    process = subprocess.Popen(
        [EIRENE, *arguments], stdout=slave, stderr=slave, stdin=slave, env=settings
    )
    os.close(slave)
    got = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        got += piece
    process.wait(timeout=100)
    os.close(master)
    return got.decode().replace("\r\n", "\n")


def check_terminal(checks):
    """Bold on a terminal only, its width, and the same words as in a pipe."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as problem:
        print(f"skipped: answers on a terminal ({problem})")
        return
    command = ["solve", "--no-stats", HARBOUR]
    quiet = {"NO_COLOR": "1"}
    styled = on_terminal(command, 60, {"NO_COLOR": ""})
    plain = on_terminal(command, 60, quiet)
    checks.true("terminal: bold", "\x1b[1m" in styled)
    checks.true("NO_COLOR: no bold", "\x1b" not in plain, plain[:200])
    dumb = on_terminal(command, 60, {"TERM": "dumb", "NO_COLOR": ""})
    checks.true("TERM=dumb: no bold", "\x1b" not in dumb, dumb[:200])
    bare = styled.replace("\x1b[1m", "").replace("\x1b[0m", "")
    checks.same("terminal: the same words", bare, plain)
    piped = run(*command, environment={"COLUMNS": "60"})[1]
    checks.same("terminal: its width is used", plain, piped)
    widest = max(len(line) for line in plain.splitlines())
    checks.true("terminal: no line is wider", widest <= 60, widest)


def main():
    os.chdir(SOURCE)
    checks = Checks()
    check_full_disk(checks)
    check_closed_pipe(checks)
    check_closed_output(checks)
    check_reader_that_leaves(checks)
    check_unreadable(checks)
    check_stdin(checks)
    check_large_input(checks)
    check_empty_on_error(checks)
    check_memory(checks)
    check_terminal(checks)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
