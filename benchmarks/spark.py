"""A check by Spark beside a job of the same checks by hand: `python -m benchmarks.spark DIR`.

Both look at types, constraints, keys and references of the package in DIR, as `benchmarks.generate`
makes it, in processes of their own and in turn; wall time, and processor time of Python and Java
together, as the kernel counts it (Linux).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import click

PAUSE = 0.1  # seconds between two looks at what runs
TICKS = os.sysconf("SC_CLK_TCK")


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


def by_bru(folder: str) -> list[str]:
    """The command of bru."""
    command = [sys.executable, "-m", "bru", "validate", folder, "--engine", "spark"]
    return [*command, "--select", "standard", "--format", "json", "--allow-incomplete"]


def by_hand(folder: str) -> list[str]:
    """The command of the job by hand."""
    return [sys.executable, "-m", "benchmarks.spark_by_hand", folder]


@click.command()
@click.argument("folder")
@click.option("--master", default="local[2]", show_default=True)
@click.option("--rounds", default=3, show_default=True)
def main(folder: str, master: str, rounds: int) -> None:
    """Check the package in FOLDER by bru and by hand, in turn."""
    env = {**os.environ, "MASTER": master}
    env["PYSPARK_SUBMIT_ARGS"] = "--conf spark.ui.enabled=false --driver-memory 2g pyspark-shell"
    taken: dict[str, list[tuple[float, float]]] = {}
    for made in (by_hand, by_bru) * rounds:
        began = time.monotonic()
        process = subprocess.Popen(
            made(folder), env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        seconds = watched(process)
        taken.setdefault(made.__name__, []).append((time.monotonic() - began, seconds))
    middle = {name: [median(side) for side in zip(*t, strict=True)] for name, t in taken.items()}
    for name, (wall, processor) in middle.items():
        click.echo(f"{name}: wall {wall:.1f} s, of processors {processor:.1f} s")
    ratios = (b / a for a, b in zip(middle["by_hand"], middle["by_bru"], strict=True))
    click.echo("bru by hand: wall {:.2f}, of processors {:.2f}".format(*ratios))


if __name__ == "__main__":
    main()
