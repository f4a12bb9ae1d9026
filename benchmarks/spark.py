"""A check by Spark beside a job of the same checks by hand: `python -m benchmarks.spark DIR`.

Both look at types, constraints, keys and references of the package in DIR, whose schemas are in
its descriptor, in processes of their own and in turn; wall time, processor time and resident memory
of Python and Java together, as the kernel counts them (Linux). With OTHER bru checks that package,
too: the same with faults.
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
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def running() -> dict[int, tuple[int, float, float]]:
    """The processes of this machine: who started each, seconds of processor time, MiB of memory."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        seconds, memory = (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE
        found[int(folder.name)] = int(fields[1]), seconds, memory / 2**20
    return found


def watched(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Seconds of processor time of a process and all it started, and how much memory at most."""
    spent: dict[int, float] = {}
    most = 0.0
    ours = {process.pid}
    while process.poll() is None:
        seen = running()
        for _ in range(3):  # children of children
            ours |= {pid for pid, (parent, *_) in seen.items() if parent in ours}
        spent |= {pid: seconds for pid, (_, seconds, _) in seen.items() if pid in ours}
        most = max(most, sum(memory for pid, (*_, memory) in seen.items() if pid in ours))
        time.sleep(PAUSE)
    if process.returncode not in (0, 1):  # 1: bru has found something
        raise click.ClickException(f"{process.args} ended with {process.returncode}")
    return sum(spent.values()), most


def by_bru(folder: str) -> list[str]:
    """The command of bru."""
    command = [sys.executable, "-m", "bru", "validate", folder, "--engine", "spark"]
    return [*command, "--select", "standard", "--format", "json", "--allow-incomplete"]


def by_hand(folder: str) -> list[str]:
    """The command of the job by hand."""
    return [sys.executable, "-m", "benchmarks.spark_by_hand", folder]


@click.command()
@click.argument("folder")
@click.argument("other", default="")
@click.option("--master", default="local[2]", show_default=True)
@click.option("--memory", default="1g", show_default=True, help="Heap of the driver.")
@click.option("--rounds", default=3, show_default=True)
def main(folder: str, other: str, master: str, memory: str, rounds: int) -> None:
    """Check the package in FOLDER by bru and by hand, in turn, and OTHER by bru."""
    env = {**os.environ, "MASTER": master}
    given = f"--conf spark.ui.enabled=false --driver-memory {memory}"
    env["PYSPARK_SUBMIT_ARGS"] = f"{given} pyspark-shell"
    jobs = {"by hand": by_hand(folder), "bru": by_bru(folder)}
    jobs |= {"bru, other": by_bru(other)} if other else {}
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in jobs}
    for name, command in [*jobs.items()] * rounds:
        began = time.monotonic()
        process = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        seconds, most = watched(process)
        taken[name].append((time.monotonic() - began, seconds, most))
    middle = {name: [median(side) for side in zip(*t, strict=True)] for name, t in taken.items()}
    for name, (wall, seconds, most) in middle.items():
        click.echo(f"{name}: wall {wall:.1f} s, processors {seconds:.1f} s, {most:,.0f} MiB")
    for name, base in (("bru", "by hand"), ("bru, other", "bru")):
        if name in middle:
            one, two = (b / a for a, b in zip(middle[base][:2], middle[name][:2], strict=True))
            click.echo(f"{name} / {base}: wall {one:.2f}, processors {two:.2f}")


if __name__ == "__main__":
    main()
