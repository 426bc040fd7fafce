"""A case that takes long to solve: many parties and issues, scores without order."""

import random


def write_hard_case(path, parties=5, issues=30, options=6, seed=1):
    draw = random.Random(seed)
    lines = ["eirene: 1", "title: Hard", "parties:"]
    lines += [f"  p{p}: {{}}" for p in range(parties)]
    lines += ["issues:"]
    names = ", ".join(f"o{o}" for o in range(options))
    lines += [f"  i{i}: {{options: [{names}]}}" for i in range(issues)]
    lines += ["positions:"]
    for p in range(parties):
        lines += [f"  p{p}:", "    points:"]
        for i in range(issues):
            points = ", ".join(f"o{o}: {draw.randrange(1000000)}" for o in range(options))
            lines.append(f"      i{i}: {{{points}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
