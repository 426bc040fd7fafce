#!/usr/bin/env python3
"""Prints case.yaml: three parties split 100, as one issue that lists the splits.

Usage: make.py > case.yaml
Each split gives every party its no-deal value and some tenths of the rest (65)."""

NO_DEAL = {"north": 10, "centre": 20, "south": 5}
POWER = {"north": 5, "centre": 3, "south": 2}
TENTHS = 10
PER_LINE = 4

HEAD = """\
# Shows: Nash with unequal power, and an issue that lists the splits of one pie.
#
# Three parties split 100. Without a deal they have 10, 20 and 5; the rest, 65, is
# divided in tenths. With powers 5, 3 and 2 the Nash solution is 42.5, 39.5 and 18.
# Option s425_395_180 means 42.5 to the north, 39.5 to the centre, 18 to the south.
# Made by make.py: change it there.

eirene: 1
title: Three ways to share a pie

parties:
  north:  {name: North}
  centre: {name: Centre}
  south:  {name: South}

issues:
  split:
    name: Who gets how much
    options: ["""


def splits():
    """All splits, in tenths of a point, best for the first party first."""
    base = [10 * value for value in NO_DEAL.values()]
    step = (1000 - sum(base)) // TENTHS
    for a in range(TENTHS, -1, -1):
        for b in range(TENTHS - a, -1, -1):
            counts = (a, b, TENTHS - a - b)
            yield tuple(b0 + step * n for b0, n in zip(base, counts))


def wrapped(items, indent):
    lines = [", ".join(items[i : i + PER_LINE]) for i in range(0, len(items), PER_LINE)]
    return (",\n" + " " * indent).join(lines)


def number(tenths):
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def main():
    all_splits = list(splits())
    names = ["s" + "_".join(str(part) for part in split) for split in all_splits]
    print(HEAD + wrapped(names, 14) + "]")
    print("\npositions:")
    for index, party in enumerate(NO_DEAL):
        entries = [
            f"{name}: {number(split[index])}" for name, split in zip(names, all_splits)
        ]
        print(f"  {party}:")
        print(f"    reservation: {NO_DEAL[party]}")
        print("    scale: 100")
        print(f"    power: {POWER[party]}")
        print("    points:")
        print("      split: {" + wrapped(entries, 14) + "}")


main()
