#!/usr/bin/env python3
"""Prints case.yaml: two parties on a line of 3,000 steps, u1 = x and u2 = sqrt(1 - x).

Usage: make.py > case.yaml
Only whole numbers are used, so every machine prints the same bytes."""

from math import isqrt

STEPS = 3000
PER_LINE = 4

HEAD = """\
# Shows: a range with breakpoints, and two solutions known in closed form.
#
# A share x of 0 to 1, in 3,000 steps. The first party values it at x, the second at the
# square root of 1 - x. Nash is at x = 2/3 (step 2000), Kalai-Smorodinsky at
# x = (sqrt 5 - 1) / 2 = 0.618034 (step 1854). Made by make.py: change it there.

eirene: 1
title: Splitting a line

parties:
  first:  {name: Gains steadily}
  second: {name: Gains most from the first steps}

issues:
  x: {name: Share of the first party, range: {from: 0, to: 3000, step: 1, unit: steps}}

positions:
  first:
    reservation: 0
    weights: {x: 1}
    values: {x: [[0, 0], [3000, 1]]}       # linear between
  second:
    reservation: 0
    weights: {x: 1}
    values:
      x: ["""


def root(numerator, denominator):
    """The square root of a fraction from 0 to 1, rounded to 12 decimals, as text."""
    tenth = isqrt(numerator * 10**26 // denominator)  # 13 decimals, rounded down
    rounded = (tenth + 5) // 10
    text = f"{rounded // 10**12}.{rounded % 10**12:012d}".rstrip("0").rstrip(".")
    return text


def main():
    pairs = [f"[{n}, {root(STEPS - n, STEPS)}]" for n in range(STEPS + 1)]
    lines = [", ".join(pairs[i : i + PER_LINE]) for i in range(0, len(pairs), PER_LINE)]
    print(HEAD + (",\n" + " " * 10).join(lines) + "]")


main()
