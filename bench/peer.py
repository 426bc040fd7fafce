"""Eirene beside NegMAS, a Python library that many researchers of negotiation use.

    peer.py [--limit SECONDS] [--genius FOLDER]... [--seeds N] [--repeat N] [ROW]

`./dev bench --peer` runs it. First come the benchmark's own rows. NegMAS is installed
from PyPI in a virtual environment under build/peer. Both then solve the same files: the
cases of the rows (bench_solve --write), and scenarios in GENIUS XML where folders are
named. Where NegMAS cannot be installed, the figures recorded earlier are printed in its
place, and said to be that.

Eirene's time is that of solving in a fresh process: frontier, four solutions, and the
count of deals up to a million outcomes. NegMAS's are those of pareto_frontier, and of
Scenario.calc_stats, which adds the solutions. Each is the least of up to five runs. The
frontiers are compared.
"""

import argparse
import csv
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "peer"
VENV_PYTHON = BUILD / "venv" / "bin" / "python"
RELEASE = ROOT / "build" / "release"

# NegMAS keeps every outcome as a Python tuple: beyond this it is not tried.
MOST_OUTCOMES = 20_000_000

# Seconds recorded on another machine, on instances of the same shape: pareto_frontier,
# calc_stats, and GENIUS's own frontier. None: not recorded.
RECORDED = {
    "2p 6x10": (3.8, 65, 1.2),
    "2p 7x10": (51, 959, 13),
    "3p 6x10": (6.2, 115, 1.7),
    "5p 5x10 opposed": (19, None, 9.3),
}


def say(text):
    print(text, flush=True)


# ---- the peer ----


def run_logged(command):
    """Whether it went well; what it printed is added to build/peer/install.log."""
    with open(BUILD / "install.log", "ab") as log:
        done = subprocess.run(command, stdout=log, stderr=log, check=False)
    return done.returncode == 0


def peer_version():
    code = "import importlib.metadata as m; import negmas; print(m.version('negmas'))"
    if not VENV_PYTHON.exists():
        return None
    found = subprocess.run(
        [VENV_PYTHON, "-c", code], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() if found.returncode == 0 else None


def install_peer():
    """The version of NegMAS, installed if need be; None, with the reason said."""
    BUILD.mkdir(parents=True, exist_ok=True)
    version = peer_version()
    if version:
        return version
    say("installing NegMAS under build/peer; this takes some minutes")
    if not run_logged([sys.executable, "-m", "venv", "--clear", BUILD / "venv"]):
        say("no virtual environment could be made: is python3-venv installed?")
        return None
    install = [VENV_PYTHON, "-m", "pip", "install", "--timeout", "20", "--retries", "1"]
    if not run_logged([*install, "negmas"]):
        say("NegMAS could not be installed: is PyPI reachable?")
        say("See build/peer/install.log.")
        return None
    version = peer_version()
    if not version:
        say("NegMAS was installed but does not load; see build/peer/install.log")
    return version


def time_peer(question, files, limit):
    """(the answer, None) or (None, why there is none)."""
    command = [VENV_PYTHON, ROOT / "bench" / "peer_negmas.py", question, str(limit)]
    try:
        done = subprocess.run(
            [*command, *files],
            capture_output=True,
            text=True,
            check=False,
            timeout=6 * limit + 60,
        )
    except subprocess.TimeoutExpired:
        return None, f"> {limit}"
    if done.returncode == -signal.SIGPROF:
        return None, f"> {limit}"
    if done.returncode in (3, -signal.SIGKILL):
        return None, "memory"
    if done.returncode != 0:
        with open(BUILD / "install.log", "a", encoding="utf-8") as log:
            log.write(done.stderr)
        return None, "failed"
    return json.loads(done.stdout), None


# ---- Eirene ----


def time_eirene(files):
    """Its answer, with the least seconds of five processes; long runs once."""
    answer, best = None, None
    for _ in range(5):
        done = subprocess.run(
            [RELEASE / "eirene", "solve", "--json", "--limit-memory", "20000", *files],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1):
            return None
        answer = json.loads(done.stdout)
        seconds = answer["stats"]["seconds"]
        best = seconds if best is None else min(best, seconds)
        if seconds > 1:
            break
    answer["stats"]["seconds"] = best
    return answer


def compare_frontiers(answer, vectors):
    """Both as sets of vectors; those of NegMAS are doubles: nearly equal is equal."""
    parties = answer["case"]["signatories"]
    ours = [
        tuple(outcome["utilities"][party] for party in parties)
        for outcome in answer["frontier"]["outcomes"]
    ]

    def in_order(of):
        return sorted({tuple(round(value, 12) for value in vector) for vector in of})

    ours, theirs = in_order(ours), in_order(vectors)
    if len(ours) != len(theirs):
        return f"{len(theirs)} vectors, not {len(ours)}"
    for left, right in zip(ours, theirs):
        if any(abs(a - b) > 1e-9 for a, b in zip(left, right)):
            return "other vectors"
    return "same"


# ---- the table ----


def run_bench(arguments):
    """The benchmark's own rows, as plain ./dev bench prints them."""
    command = [RELEASE / "bench" / "bench_solve", "--csv", RELEASE / "bench.csv"]
    for option in ("seeds", "repeat"):
        if getattr(arguments, option):
            command += [f"--{option}", str(getattr(arguments, option))]
    subprocess.run([*command, *([arguments.row] if arguments.row else [])], check=True)


def write_cases(row):
    folder = BUILD / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.yaml"):
        old.unlink()
    command = [RELEASE / "bench" / "bench_solve", "--write", folder, "--seeds", "1"]
    subprocess.run([*command, *([row] if row else [])], check=True)
    return folder


def instances(arguments):
    """Names, files and, of the benchmark's rows, the seconds measured above."""
    folder = write_cases(arguments.row)
    with open(RELEASE / "bench.csv", encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            path = folder / f"{row['case'].replace(' ', '-')}-1.yaml"
            if path.exists():
                yield row["case"], [path], float(row["seconds"])
    for genius in arguments.genius:
        files = sorted(Path(genius).glob("*.xml"))
        domain = [f for f in files if b"<negotiation_template" in f.read_bytes()]
        profiles = [file for file in files if file not in domain]
        if len(domain) == 1 and profiles:
            yield Path(genius).name, domain + profiles, None
        else:
            say(f"{genius}: not a folder of one GENIUS scenario; skipped")


def count_outcomes(name):
    """From a row's name, "2p 6x10 ...": options to the power of issues."""
    issues, options = re.search(r"(\d+)x(\d+)", name).groups()
    return int(options) ** int(issues)


def show_seconds(value):
    return f"{value:.3g}" if isinstance(value, (int, float)) else value or "-"


def show_ratio(theirs, limit, ours):
    if isinstance(theirs, (int, float)):
        ratio = theirs / ours
        return f"{ratio:.3g}" if ratio < 100 else f"{ratio:,.0f}"
    return f"> {limit / ours:,.0f}" if theirs == f"> {limit}" else "-"


class Table:
    """Prints each row at once, also to build/release/peer.csv; notes odd ones."""

    LAYOUT = "{:<20} {:>9} {:>11} | {:>9} {:>11} | {:>9} {:>11} | {:>6}  {}"

    def __init__(self, limit, file):
        self.limit = limit
        self.slower = []
        self.unlike = []  # names whose frontiers differ
        self.csv = csv.writer(file, lineterminator="\n")
        columns = "case,outcomes,eirene_s,frontier_s,stats_s,peer_megabytes,frontiers"
        self.csv.writerow(columns.split(","))
        head = ("case", "outcomes", "Eirene s", "frontier", "ratio", "stats", "ratio")
        say(self.LAYOUT.format(*head, "MB", "frontiers"))

    def add(self, name, outcomes, ours, frontier, stats, megabytes=None, same=None):
        ratios = [show_ratio(theirs, self.limit, ours) for theirs in (frontier, stats)]
        say(
            self.LAYOUT.format(
                name,
                f"{outcomes:.3g}",
                f"{ours:.3g}",
                show_seconds(frontier),
                ratios[0],
                show_seconds(stats),
                ratios[1],
                f"{megabytes:.0f}" if megabytes else "-",
                same or "-",
            ).rstrip()
        )
        self.csv.writerow([name, outcomes, ours, frontier, stats, megabytes, same])
        for question, theirs in ("pareto_frontier", frontier), ("calc_stats", stats):
            if isinstance(theirs, (int, float)) and theirs < ours:
                self.slower.append(f"{name} ({question})")
        if same not in (None, "same"):
            self.unlike.append(name)


def measure_row(table, name, files, limit):
    answer = time_eirene(files)
    if answer is None or answer["frontier"] is None:
        say(f"{name}: Eirene gives no frontier; see eirene solve {files[0]}")
        return
    ours, outcomes = answer["stats"]["seconds"], int(answer["outcomes"])
    frontier, why_not = time_peer("frontier", files, limit)
    if frontier is None:
        # calc_stats makes the frontier first, so it ends no better.
        table.add(name, outcomes, ours, why_not, why_not)
        return
    stats, why_no_stats = time_peer("stats", files, limit)
    table.add(
        name,
        outcomes,
        ours,
        frontier["seconds"],
        stats["seconds"] if stats else why_no_stats,
        max(of["megabytes"] for of in (frontier, stats) if of),
        compare_frontiers(answer, frontier["frontier"]),
    )


def fill_table(table, arguments, version):
    for name, files, bench_seconds in instances(arguments):
        if bench_seconds is not None and not version:
            frontier, stats, _ = RECORDED.get(name, ("-", "-", None))
            table.add(name, count_outcomes(name), bench_seconds, frontier, stats)
        elif bench_seconds is not None and count_outcomes(name) > MOST_OUTCOMES:
            table.add(name, count_outcomes(name), bench_seconds, "none", "none")
        elif version:
            measure_row(table, name, files, arguments.limit)


def say_recorded():
    say("Recorded earlier on another machine, instances of the same shape, in seconds:")
    for name, (frontier, stats, genius) in RECORDED.items():
        say(
            f"  {name:<16} NegMAS {frontier} (calc_stats {stats or 'not timed'}), "
            f"GENIUS {genius}"
        )


def say_end(table, version):
    say("")
    if version:
        say(f"none: more than {MOST_OUTCOMES:,} outcomes; NegMAS would list them all.")
        say("Eirene's time is there that of the rows above, else of a fresh process.")
        say(f"> {table.limit}: stopped after {table.limit} seconds (--limit).")
    if table.slower:
        say("NegMAS is faster in: " + ", ".join(table.slower))
    elif version:
        say("NegMAS is faster in no row.")
    if table.unlike:
        say("The frontiers differ in: " + ", ".join(table.unlike))
        say("(Of GENIUS scenarios, NegMAS does not scale evaluations as GENIUS does.)")
    say_recorded()


def main():
    parser = argparse.ArgumentParser(description="Eirene beside NegMAS.")
    parser.add_argument(
        "--limit", type=int, default=120, help="seconds that a call may take; 120"
    )
    parser.add_argument(
        "--genius", action="append", default=[], help="a folder of GENIUS XML as well"
    )
    parser.add_argument("--seeds", type=int, help="of the benchmark's own rows")
    parser.add_argument("--repeat", type=int, help="of the benchmark's own rows")
    parser.add_argument("row", nargs="?", help="a part of the names of the rows wanted")
    arguments = parser.parse_args()
    if arguments.limit < 1:
        parser.error("--limit takes a whole number of seconds above 0")
    run_bench(arguments)
    say("")
    version = install_peer()
    if version:
        say(f"Beside NegMAS {version}: seconds, and how many times Eirene's.")
    else:
        say("NegMAS is not here: its columns are the recorded figures.")
    with open(RELEASE / "peer.csv", "w", encoding="utf-8") as file:
        table = Table(arguments.limit, file)
        fill_table(table, arguments, version)
    say_end(table, version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
