#!/usr/bin/env python3
"""Tables through the program: random grids in the ways that spreadsheet programs write
them against case files written from the same numbers, the examples there and back, and
files that are no tables."""

import json
import os
import random
import sys
import tempfile

from lib_run import SOURCE, Checks, run

SIGNS = {
    "prefers": ["++", "prefers", "Prefers"],
    "accepts": ["+", "accepts"],
    "resists": ["-", "resists", "\u2212", "\u2013"],
    "refuses": ["x", "X", "refuses", "\u00d7"],
    "unknown": ["?", "unknown", ""],
}


class Grid:
    """A random case: as a grid of cells, and as the case file that it should become."""

    def __init__(self, random_source):
        self.r = random_source
        self.n = self.r.randint(1, 4)
        self.stance = [self.r.random() < 0.25 for _ in range(self.n)]
        self.rows = []
        self.points = [{} for _ in range(self.n)]
        self.issues = {}
        for number in range(self.r.randint(1, 4)):
            self.add_issue(f"i{number}")
        for party in range(self.n):  # no column may be empty
            if not self.points[party]:
                self.add_list("last", full=True)
                break
        self.settings = self.add_settings()

    def number(self):
        return self.r.choice(
            [str(self.r.randint(-9, 99)), f"{self.r.randint(-9, 9)}.{self.r.randint(1, 99)}"]
        )

    def add_issue(self, name):
        kind = self.r.random()
        if kind < 0.6:
            self.add_list(name)
        elif kind < 0.85:
            self.add_range(name)
        elif sum(not stance for stance in self.stance) >= 2:
            self.add_award(name)
        else:
            self.add_list(name)

    def entry(self, party, always):
        """(cell, what the case says); the second is None where nothing is said."""
        if not self.stance[party]:
            return (number := self.number()), number
        stance = self.r.choice(list(SIGNS))
        cell = self.r.choice(SIGNS[stance])
        if always and not cell:
            cell = "?"
        return cell, stance if cell else None

    def add_list(self, name, full=False):
        options = [f"o{k}" for k in range(self.r.randint(1, 4))]
        self.issues[name] = {"options": options}
        listed = [full or self.r.random() < 0.8 for _ in range(self.n)]
        heading = self.r.random() < 0.2
        if heading:
            self.rows.append([name, ""] + [""] * self.n)
        for number, option in enumerate(options):
            row = [name if self.r.random() < 0.5 or number + heading == 0 else "", option]
            for party in range(self.n):
                cell, said = ("", None)
                if listed[party]:
                    cell, said = self.entry(party, number == 0)
                if said is not None:
                    self.points[party].setdefault(name, {})[option] = said
                row.append(cell)
            self.rows.append(row)

    def add_range(self, name):
        start, steps = self.r.randint(-3, 3), self.r.randint(1, 6)
        self.issues[name] = {
            "range": {"from": start, "to": start + 2 * steps, "step": 2, "unit": "km"}
        }
        spec = f"{start} to {start + 2 * steps} step 2 km"
        self.rows.append([name, spec] + [""] * self.n)
        values = [start + 2 * k for k in range(steps + 1)]
        inner = [v for v in values[1:-1] if self.r.random() < 0.5]
        shown = [values[0], *inner, values[-1]]
        self.r.shuffle(shown)
        for value in shown:
            row = ["", self.r.choice([f"{value}", f"{value} km"])]
            for party in range(self.n):
                end = value in (values[0], values[-1])
                cell, said = self.entry(party, False)
                if not self.stance[party] and not end and self.r.random() < 0.3:
                    cell, said = "", None
                if said is not None:
                    self.points[party].setdefault(name, {})[value] = said
                row.append(cell)
            self.rows.append(row)

    def add_award(self, name):
        parties = [p for p in range(self.n) if not self.stance[p]]
        pair = sorted(self.r.sample(parties, 2))
        kind = self.r.choice(["divisible", "indivisible"])
        self.issues[name] = {"award": kind, "between": [f"party_{p}" for p in pair]}
        row = [name, f"award {kind}"] + [""] * self.n
        for party in pair:
            row[2 + party] = self.points[party][name] = str(self.r.randint(0, 30))
        self.rows.append(row)

    def add_settings(self):
        found = [{} for _ in range(self.n)]
        for word, key in (("No deal", "reservation"), ("Scale", "scale"), ("Power", "power")):
            row = [word, ""]
            for party in range(self.n):
                value = ""
                if not self.stance[party] and self.r.random() < 0.5:
                    value = str(self.r.randint(1, 9))
                    found[party][key] = int(value)
                row.append(value)
            if any(row[2:]):
                self.rows.append(row)
        return found

    def case(self):
        """The case file, as JSON, which is YAML."""
        positions = {}
        for party in range(self.n):
            entries = {}
            for name, entry in self.points[party].items():
                entries[name] = self.entries(name, entry, party)
            kind = "stance" if self.stance[party] else "points"
            positions[f"party_{party}"] = {**self.settings[party], kind: entries}
        return json.dumps(
            {
                "eirene": 1,
                "parties": {f"party_{p}": {"name": f"Party {p}"} for p in range(self.n)},
                "issues": self.issues,
                "positions": positions,
            }
        )

    def entries(self, name, entry, party):
        if "range" not in self.issues[name] or self.stance[party]:
            return entry
        return [[key, entry[key]] for key in sorted(entry)]

    def text(self):
        """The grid as some spreadsheet program might save it."""
        separator = self.r.choice(",;\t")
        comma = separator != "," and self.r.random() < 0.5
        header = ["Issue", "Option", *(f"Party {p}" for p in range(self.n))]
        width = len(header) + self.r.choice([0, 0, 3])
        rows = [header, *self.rows]
        for _ in range(self.r.choice([0, 0, 2])):
            rows.insert(self.r.randint(1, len(rows)), ["# for people", "1", "x"])
        rows += [[""]] * self.r.choice([0, 0, 5])
        lines = []
        for row in rows:
            cells = [self.cell(text, separator, comma) for text in row]
            lines.append(separator.join(cells + [""] * (width - len(cells))))
        ending = self.r.choice(["\n", "\r\n", "\r"])
        text = ending.join(lines) + self.r.choice(["", ending])
        return self.r.choice(["", "\ufeff"]) + text

    def cell(self, text, separator, comma):
        number = text[-1:].isdigit() and text.count(".") == 1
        if number and comma:
            text = text.replace(".", ",")
        if separator in text or self.r.random() < 0.1 and text:
            return '"' + text.replace('"', '""') + '"'
        return self.r.choice(["", "", " "]) + text


def solve(path):
    code, out, err = run("solve", "--json", "--no-stats", path)
    return code, out, err


def random_grids(checks, folder):
    table, case = os.path.join(folder, "grid.csv"), os.path.join(folder, "case.yaml")
    for seed in range(100):
        grid = Grid(random.Random(seed))
        text = grid.text()
        with open(table, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        code, made, err = run("import", "table", table)
        checks.same(f"grid {seed} is taken: {text}", (code, err), (0, ""))
        if code != 0:
            continue
        with open(case, "w", encoding="utf-8") as file:
            file.write(made)
        found = solve(case)
        with open(case, "w", encoding="utf-8") as file:
            file.write(grid.case())
        checks.same(f"grid {seed}: {text}", found, solve(case))


def examples(checks, folder):
    """Those that a grid holds whole come back with the same answer."""
    table, case = os.path.join(folder, "grid.csv"), os.path.join(folder, "case.yaml")
    for name in ("harbour/case", "harbour/quota", "canal/case", "ties/case", "pie/case",
                 "splitting/case"):
        path = f"examples/{name}.yaml"
        for more in ([], ["--semicolons"]):
            _, grid, err = run("table", *more, path)
            checks.true(f"{name} fits", "left out" not in err, err)
            with open(table, "w", encoding="utf-8", newline="") as file:
                file.write(grid)
            code, made, err = run("import", "table", table)
            checks.same(f"{name} comes back", (code, err), (0, ""))
            with open(case, "w", encoding="utf-8") as file:
                file.write(made)
            checks.same(f"{name} {more}", solve(case), solve(path))
            checks.same(f"{name} is checked", run("check", case)[0], 0)
            _, again, _ = run("table", *more, case)
            checks.same(f"{name}: the same grid again", again, grid)


def foreign_files(checks, folder):
    path = os.path.join(folder, "foreign.csv")
    good = "Issue,Option,Réunion\nw,p,1\n"
    rows = [
        (good.encode("utf-16"), "UTF-16"),
        (good.encode("utf-16-be"), "UTF-16"),
        (good.encode("cp1252"), f"{path}:1:3: error: cell C1: this is not valid UTF-8"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
    ]
    for data, word in rows:
        with open(path, "wb") as file:
            file.write(data)
        code, out, err = run("import", "table", path)
        checks.same(f"{data[:10]!r}: code and output", (code, out), (2, ""))
        checks.true(f"{data[:10]!r}: message", word in err, err)
        code, out, err = run("import", "table", "--json", path)
        checks.same(f"{data[:10]!r}: with --json", (code, out), (2, ""))


def check_schema(checks, name, value):
    try:
        import jsonschema
    except ImportError:
        print(f"{name} is not compared: there is no python3-jsonschema")
        return
    with open(os.path.join("docs", "schema", name), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    faults = list(jsonschema.Draft7Validator(schema).iter_errors(value))
    checks.same(f"{name}: faults", faults, [])


def faces(checks, folder):
    """Standard input, JSON, a missing file, and the locale with decimal commas."""
    path = os.path.join(folder, "small.csv")
    text = "Issue;Option;A;B\nw;p;1,5;2\nw;q;0,25;3\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    code, plain, err = run("import", "table", path)
    checks.same("a file", (code, err), (0, ""))
    with open(path, "rb") as file:
        code, out, err = run("import", "table", "-", stdin=file)
    checks.same("standard input", (code, out, err), (0, plain.replace(path, "<stdin>"), ""))
    code, out, _ = run("import", "table", "--json", path)
    checks.same("JSON", (code, json.loads(out)["case"]), (0, plain))
    check_schema(checks, "import.json", json.loads(out))
    code, out, _ = run("table", "--json", "--template")
    checks.same("a template in JSON", (code, json.loads(out)["verb"]), (0, "table"))
    check_schema(checks, "table.json", json.loads(out))
    checks.same("a missing file", run("import", "table", path + "x")[0:2], (2, ""))
    comma = os.environ.get("EIRENE_COMMA_LOCALE")
    if comma:
        same = run("import", "table", path, environment={"LC_ALL": comma})
        checks.same("in a locale with commas", same, (0, plain, ""))
    for arguments in (["table"], ["table", "--template", "x"], ["import"],
                      ["import", "table"], ["import", "table", path, path],
                      ["import", "tables", path], ["table", path]):
        code, out, err = run(*arguments)
        checks.same(f"{arguments}: code and output", (code, out), (2, ""))
        checks.true(f"{arguments}: a message", "error" in err, err)


def large_grids(checks, folder):
    """Hundreds of thousands of rows take seconds, also when all names are alike."""
    path = os.path.join(folder, "large.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("Issue,Option,A,B\n")
        for i in range(100000):
            file.write(f"w,Zeile ä {i // 2}{'!' * (i % 2)},{i},{i % 7}.5\n")
    code, out, err = run("import", "table", path, seconds=60)
    checks.same("a large grid", (code, err), (0, ""))
    checks.true("its last option", "zeile_a_49999_2: 99999" in out)
    with open(path, "w", encoding="utf-8") as file:
        file.write("Issue,Option,A,B\n" + "w,p,1,2\n" * 100000)
    code, _, err = run("import", "table", path, seconds=60)
    checks.same("as many alike", code, 2)
    checks.true("the number of errors", err.splitlines()[-1].endswith("1,000 errors"), err[-200:])


def main():
    os.chdir(SOURCE)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        random_grids(checks, folder)
        examples(checks, folder)
        foreign_files(checks, folder)
        faces(checks, folder)
        large_grids(checks, folder)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
