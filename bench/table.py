"""Writes what ./dev bench measured into the tables of docs/performance.md.

    python3 bench/table.py

Reads build/release/bench.csv and, where ./dev bench --peer has written it,
build/release/peer.csv. The text around the tables stays as it is; a table whose file is
not there stays too. A table stands between two comments, <!-- rows --> or <!-- peer -->
and <!-- end -->.
"""

import csv
import sys

from peer import RECORDED, RELEASE, ROOT, count_outcomes

PAGE = ROOT / "docs" / "performance.md"
ROW_HEAD = (
    "case",
    "outcomes",
    "frontier",
    "time",
    "a vector",
    "steps",
    "memory",
    "NegMAS, recorded",
    "with statistics",
    "GENIUS, recorded",
)
PEER_HEAD = (
    "case",
    "Eirene",
    "`pareto_frontier`",
    "ratio",
    "`calc_stats`",
    "ratio",
    "memory of NegMAS",
    "frontiers",
)


def show_time(seconds):
    """Three digits in the unit that suits; other words, and nothing, stay."""
    try:
        seconds = float(seconds)
    except (TypeError, ValueError):
        # "> 120" is in seconds too.
        return f"{seconds} s" if str(seconds).startswith(">") else seconds or "-"
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            break
    else:
        unit, size = "ns", 1e-9
    return f"{round_digits(seconds / size)} {unit}"


def round_digits(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def show_power(count):
    """1,000,000 as it is; beyond, the power of ten below."""
    return f"{count:,}" if count <= 10**7 else f"10^{len(str(count)) - 1}"


def show_row(row):
    seconds, vectors = float(row["seconds"]), int(row["frontier"])
    recorded = RECORDED.get(row["case"], (None, None, None))
    return [
        row["case"],
        show_power(count_outcomes(row["case"])),
        f"{vectors:,}" if vectors else "-",
        show_time(seconds),
        show_time(seconds / vectors) if vectors else "-",
        f"{int(row['steps']):,}",
        f"{round_digits(float(row['megabytes']))} MB",
        *(show_time(value) for value in recorded),
    ]


def show_peer(row):
    ours = float(row["eirene_s"])

    def ratio(theirs):
        bound = "> " if theirs.startswith(">") else ""
        try:
            times = float(theirs.removeprefix("> ")) / ours
        except ValueError:
            return "-"
        return bound + (f"{times:,.0f}" if times >= 100 else f"{times:.3g}")

    memory = row["peer_megabytes"]
    return [
        row["case"],
        show_time(ours),
        show_time(row["frontier_s"]),
        ratio(row["frontier_s"]),
        show_time(row["stats_s"]),
        ratio(row["stats_s"]),
        f"{round_digits(float(memory))} MB" if memory else "-",
        row["frontiers"] or "-",
    ]


def make_table(head, rows):
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "| --- |" + " ---: |" * (len(head) - 1))
    return "\n".join(lines)


def replace_table(page, name, table):
    opening = f"<!-- {name} -->\n"
    before, found, rest = page.partition(opening)
    _, end, after = rest.partition("<!-- end -->")
    if not found or not end:
        sys.exit(f"{PAGE}: the comments around the table of {name} are missing")
    return before + opening + table + "\n" + end + after


def main():
    page = PAGE.read_text(encoding="utf-8")
    for name, head, show in (
        ("rows", ROW_HEAD, show_row),
        ("peer", PEER_HEAD, show_peer),
    ):
        path = RELEASE / ("bench.csv" if name == "rows" else "peer.csv")
        if not path.exists():
            print(f"{path} is not there: its table stays as it is")
            continue
        with open(path, encoding="utf-8", newline="") as file:
            rows = [show(row) for row in csv.DictReader(file)]
        # A row that none of the peers can run says nothing in the peer's table.
        rows = [cells for cells in rows if name == "rows" or "none" not in cells]
        page = replace_table(page, name, make_table(head, rows))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
