"""`bru diff` beside csv-diff and daff: seconds, peak memory, and whether they find the same.

python benchmarks/diff.py [ROWS] [--write]     (needs csv-diff and daff; --write: the page)
python benchmarks/diff.py [ROWS] --shuffled    (bru beside a join of polars, five times in turn)

Two tables of ROWS rows (a million) in the order of their key, 1 % of the rows different: of every
ten, eight have one other cell, one is gone, one is new. Each tool runs in a process of its own,
one after the other, told the key and (csv-diff) the format: to guess it takes minutes.
"""

from __future__ import annotations

import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "dev" / "benchmark-diff.md"
HEADER = "claim_id,source_id,kind,hedged,span_start,span_end,statement\n"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PAGE.parents[2] / "src"), "PYTHONHASHSEED": "0"}
FIELDS = HEADER.strip().split(",")
JOIN = """
import sys, polars as pl
old, new = (pl.scan_csv(folder + "/t.csv", infer_schema=False) for folder in sys.argv[1:])
both = old.join(new, on="claim_id", how="full", suffix=" new")
names = [n for n in old.collect_schema().names() if n != "claim_id"]
is_other = pl.any_horizontal(pl.col(n).ne_missing(pl.col(n + " new")) for n in names)
gone, come = (pl.col(n).is_null() for n in ("claim_id", "claim_id new"))
counts = both.select(a=gone.sum(), r=come.sum(), c=(is_other & ~gone & ~come).sum()).collect()
print(", ".join(format(n, ",") for n in counts.row(0)))
"""
ROUNDS = 5  # of the tools that take turns
TOOLS = {
    "bru": [sys.executable, "-m", "bru", "diff", "{old}", "{new}", "--limit", "1"],
    "csv-diff": [
        "csv-diff",
        "{old}/t.csv",
        "{new}/t.csv",
        "--key=claim_id",
        "--format=csv",
        "--json",
    ],
    "daff": ["daff", "diff", "--id", "claim_id", "--output", "{out}", "{old}/t.csv", "{new}/t.csv"],
}


def turns(rows: int) -> None:
    """Print the medians of bru and of a join, which take turns with the rows in any order."""
    tools = {"bru": TOOLS["bru"], "join": [sys.executable, "-c", JOIN, "{old}", "{new}"]}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with ProcessPoolExecutor(1) as pool:  # what it takes would count for its children, too
            pool.submit(shuffled, root, rows).result()
        runs = [{n: run(n, root, command) for n, command in tools.items()} for _ in range(ROUNDS)]
    for name in tools:
        seconds, peak = (median(r[name][k] for r in runs) for k in ("seconds", "peak"))
        print(f"{name}: {seconds:.2f} s, {peak:,.0f} MB; found {runs[0][name]['found']}")


def shuffled(root: Path, rows: int) -> None:
    """Write both versions of the package with their rows in any order."""
    make(root, rows)
    for name in ("old", "new"):
        file = root / name / "t.csv"
        top, *lines = file.read_text("utf-8").splitlines(keepends=True)
        random.Random(name).shuffle(lines)
        file.write_text(top + "".join(lines), "utf-8")


def main(rows: int, write: bool) -> None:
    """Make the tables, run the tools, print the table of results."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        truth = make(root, rows)
        found = {name: run(name, root) for name in TOOLS}
    text = "\n".join(page(rows, truth, found)) + "\n"
    print(text)
    if write:
        PAGE.write_text(text, encoding="utf-8")


def make(root: Path, rows: int) -> dict[str, int]:
    """Write both versions of the package; how many rows are added, removed and changed."""
    dice = random.Random(6)
    counts = {"added": 0, "removed": 0, "changed": 0}
    for name in ("old", "new"):
        (root / name).mkdir()
        fields = [{"name": f, "type": "string"} for f in FIELDS]
        table = {"name": "t", "path": "t.csv"}
        schema = {"fields": fields, "primaryKey": ["claim_id"]}
        spec = {"name": "p", "version": "1.0.0", "resources": [{**table, "schema": schema}]}
        (root / name / "datapackage.json").write_text(json.dumps(spec), encoding="utf-8")
    with (root / "old/t.csv").open("w") as old, (root / "new/t.csv").open("w") as new:
        old.write(HEADER)
        new.write(HEADER)
        for number in range(rows):
            start = dice.randrange(9_000_000)
            first = f"claim-{number:08d},source-{number % 500:03d},statistic,false,"
            rest = f'{start},{start + 90},"The works made {start} tractors, more than before"\n'
            what = dice.randrange(1000)
            if what == 0:
                counts["removed"] += 1
            elif what == 1:
                counts["added"] += 1
            elif what < 10:
                counts["changed"] += 1
            if what != 1:
                old.write(first + rest)
            if what:
                new.write(first.replace("false", "true") + rest if 1 < what < 10 else first + rest)
    return counts


def run(name: str, root: Path, tool: Sequence[str] = ()) -> dict[str, Any]:
    """Run one tool: seconds, peak memory in MB, and what it found."""
    names = {"old": str(root / "old"), "new": str(root / "new"), "out": str(root / "daff.csv")}
    command = [part.format(**names) for part in tool or TOOLS[name]]
    with (root / f"{name}.out").open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    if status:
        raise SystemExit(f"{name} failed")
    return {
        "seconds": seconds,
        "peak": usage.ru_maxrss / 1024,
        "found": told(name, root / f"{name}.out", root / "daff.csv"),
    }


def told(name: str, output: Path, table: Path) -> str:
    """What a tool says it found: added, removed, changed."""
    if name == "csv-diff":
        found = json.loads(output.read_text())
        return ", ".join(f"{len(found[k]):,}" for k in ("added", "removed", "changed"))
    if name == "daff":
        marks = [line.partition(",")[0] for line in table.read_text().splitlines()]
        counts = (marks.count("+++"), marks.count("---"), sum("->" in m for m in marks[1:]))
        return ", ".join(f"{n:,}" for n in counts)
    text = output.read_text()
    if name == "join":
        return text.strip()
    kinds = ("id-added", "id-removed", "cell-corrected")
    counts = [re.search(rf"{k}\D*([\d,]+)", text) for k in kinds]
    return ", ".join(m[1] if m else "0" for m in counts)


def page(rows: int, truth: dict[str, int], found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The page of results."""
    yield "<!-- Written by benchmarks/diff.py --write. -->\n\n# `bru diff` beside other tools\n"
    yield (
        f"Two tables of {rows:,} rows in the order of their key, 1 % different "
        f"({truth['added']:,} rows added, {truth['removed']:,} removed, {truth['changed']:,} with "
        "one other cell), one run of each tool in a process of its own, one after the other.\n"
    )
    own = json.loads((PAGE.parents[2] / "datapackage.json").read_text("utf-8"))["version"]
    python, system = platform.python_version(), platform.system()
    about = f"bru {own}, Python {python}, {os.cpu_count()} cores, {system}"
    yield f"{about}. To repeat: `python benchmarks/diff.py` (needs csv-diff and daff).\n"
    yield "| tool | seconds | peak memory, MB | added, removed, changed |\n|---|---:|---:|---|"
    for name, result in found.items():
        package = {"bru": "bru-dataset"}.get(name, name)
        label = name if name == "bru" else f"{name} {version(package)}"
        yield f"| {label} | {result['seconds']:.1f} | {result['peak']:,.0f} | {result['found']} |"


if __name__ == "__main__":
    given = [int(a.replace(",", "")) for a in sys.argv[1:] if not a.startswith("-")]
    if "--shuffled" in sys.argv:
        turns(*given or [1_000_000])
    else:
        main(*given or [1_000_000], "--write" in sys.argv)
