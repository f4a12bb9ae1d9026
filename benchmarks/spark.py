"""What a check by Spark takes: `python -m benchmarks.spark DIR MASTER…`, say `local[1] local[2]`.

For each master a process of its own checks types, constraints, keys and references of the package
in DIR; wall time, and processor time of Python and Java together, as the kernel counts it (Linux).
`--block` is the size, in MiB, of the parts that files are read in. Without a master it is counted
how many keys and references a check has to shuffle.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click

from bru.check.rulebook import load_rules
from bru.datapackage import descriptor
from bru.model.question import Dangling, Repeated
from bru.store import open_store

PAUSE = 0.1  # seconds between two looks at what runs
TICKS = os.sysconf("SC_CLK_TCK")
RULES = "BRU0,BRU1,BRU2"


def running() -> dict[int, tuple[int, float]]:
    """The processes of this machine: who started each, and seconds of processor time."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        found[int(folder.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS
    return found


def watched(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time of a process and all it started, when it has ended."""
    spent: dict[int, float] = {}
    ours = {process.pid}
    while process.poll() is None:
        seen = running()
        for _ in range(3):  # children of children
            ours |= {pid for pid, (parent, _) in seen.items() if parent in ours}
        spent |= {pid: seconds for pid, (_, seconds) in seen.items() if pid in ours}
        time.sleep(PAUSE)
    return sum(spent.values())


def shuffled(folder: str) -> str:
    """How many rows and keys there are, and the bytes of both, as a sentence."""
    store, name = open_store(folder)
    package = descriptor.read(store, name)
    sides: set[tuple[object, str, tuple[str, ...]]] = set()
    for question in (q for r in load_rules(RULES.split(",")) for q in r.module.questions(package)):
        if isinstance(question, Repeated):
            sides.add((None, question.resource, question.fields))
        elif isinstance(question, Dangling):
            targets = ((question.target, question.target_fields), *question.also)
            alone = None if len(targets) == 1 else targets  # where the keys meet
            sides |= {(alone, *target) for target in targets}
            sides.add((targets, question.resource, question.fields))
    rows = read = keys = size = 0
    for resource in package.resources:
        data = store.read(resource.path)
        read += len(data)
        wanted = [fields for _, table, fields in sides if table == resource.name]
        for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
            rows += 1
            found = [cells for fields in wanted if all(cells := [row[f] for f in fields])]
            keys += len(found)
            size += sum(len(cell.encode()) for cells in found for cell in cells)
    return f"{rows:,} rows of {read:,} bytes; {len(sides)} keys: {keys:,} in all, {size:,} bytes"


@click.command()
@click.argument("folder")
@click.argument("masters", nargs=-1)
@click.option("--block", type=int, default=128, show_default=True, help="MiB of a file at a time.")
def main(folder: str, masters: tuple[str, ...], block: int) -> None:
    """Check the package in FOLDER once with each master; or count what a check shuffles."""
    if not masters:
        click.echo(shuffled(folder))
    command = [sys.executable, "-m", "bru", "validate", folder, "--engine", "spark"]
    command += ["--select", RULES, "--format", "json"]
    size = f"--conf spark.sql.files.maxPartitionBytes={block}m --conf spark.ui.enabled=false"
    submit = f"{size} --driver-memory 2g pyspark-shell"
    for master in masters:
        env = {**os.environ, "MASTER": master, "PYSPARK_SUBMIT_ARGS": submit}
        began = time.monotonic()
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)
        seconds = watched(process)
        wall = time.monotonic() - began
        assert process.stdout
        report = json.loads(process.stdout.read())
        rows = sum(table["rows"] for table in report["resources"])
        count = sum(report["counts"][level] for level in ("error", "warning"))
        click.echo(
            f"{master}: {rows:,} rows, {count:,} problems, "
            f"wall {wall:.1f} s, of processors {seconds:.1f} s"
        )


if __name__ == "__main__":
    main()
