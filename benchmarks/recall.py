"""What a tool found of the faults that are known, by the lines it names."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rivals import TOOLS

REPEATED = ("repeated key", "repeated value", "statement said before")
Place = tuple[str, int]  # table and physical line


def rows(file: Path) -> list[list[str]]:
    """The records of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def lines(package: Path, empty: bool = False) -> dict[str, list[int]]:
    """The line of each record of each table; an empty line is none, unless `empty`."""
    found: dict[str, list[int]] = {}
    for file in sorted((package / "data").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            reader, last, found[file.stem] = csv.reader(stream), 0, []
            for record in reader:
                if last and (record or empty):
                    found[file.stem].append(last + 1)
                last = reader.line_num
    return found


def places(package: Path, tool: str) -> Iterator[Place]:
    """Where a tool says that something is wrong."""
    if tool.startswith("bru"):
        for problem in json.loads((package / "output.txt").read_text("utf-8"))["problems"]:
            yield problem["resource"], problem["line"]
        return
    known = lines(package, empty=tool == "frictionless")
    if tool == "frictionless":
        for task in json.loads((package / "output.txt").read_text("utf-8"))["tasks"]:
            for error in task["errors"]:
                row = error.get("rowNumber", 0) - 2
                if 0 <= row < len(known[task["name"]]):
                    yield task["name"], known[task["name"]][row]
    elif (package / "found.csv").exists():
        for table, row, _ in rows(package / "found.csv"):
            yield table, known[table][int(row)]


def compare(package: Path, tool: str, code: int | None) -> dict[str, Any]:
    """How many faults of each kind were found, and how many places are named without a fault.

    The first of two rows with one key may be named as well as the second.
    """
    if code is None or code > (0 if tool in TOOLS else 1):  # a traceback: it could not read a table
        return {"failed": True}
    named = set(places(package, tool))
    truth = [
        (kind, (table, int(line))) for _, table, line, _, kind in rows(package / "truth.csv")[1:]
    ]
    faults = {place for _, place in truth}
    known = lines(package)
    for kind, (table, line) in truth:
        if kind in REPEATED and line in known[table]:
            faults.add((table, known[table][known[table].index(line) - 1]))
    total, found = Counter(kind for kind, _ in truth), Counter(k for k, p in truth if p in named)
    return {
        "kinds": {kind: [found[kind], total[kind]] for kind in sorted(total)},
        "false": len(named - faults),
    }
