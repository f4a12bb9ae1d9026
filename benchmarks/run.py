"""Measure bru and the other tools: `python -m benchmarks.run`, then `python -m benchmarks.page`.

Every run is a process of its own, with compiled byte code, on a package that was just written.
The tools take turns, round after round; a tool that needs longer than the time limit at one size is
not run at the larger ones. What each finds is compared with what is known to be wrong.
"""

from __future__ import annotations

import compileall
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import click

from benchmarks import recall
from benchmarks.faulty import Plan
from benchmarks.generate import ROOT, generate

RESULTS = ROOT / "docs" / "dev" / "benchmark.json"
SIZES = (240, 2_000, 20_000, 200_000, 1_000_000)
CHECKED = 2_000  # claims of the packages with faults
LIBRARIES = "polars duckdb dataframely pointblank pandera-polars pandera-pandas".split()
VERSIONS = "bru-dataset frictionless pandas pandera polars duckdb dataframely pointblank".split()
SCAN = "import polars, pathlib, sys; [polars.scan_csv(p, infer_schema=False).select(polars.len(), \
polars.all().str.len_bytes().sum()).collect(engine='streaming') for p in sorted(pathlib.Path(\
sys.argv[1]).glob('data/*.csv'))]"
FLOOR = "import csv, json, re, click"


class Run(NamedTuple):
    """One process: seconds of wall and processor time, MB at its peak; `code` None: stopped."""

    wall: float
    cpu: float
    memory: float
    code: int | None


def commands(package: Path, engines: Sequence[str]) -> dict[str, list[str]]:
    """The command of each tool."""
    python = sys.executable
    bru = [python, "-m", "bru", "validate", str(package)]
    made = {"bru": bru, "bru, these checks only": [*bru, "--select", "BRU0,BRU1,BRU2"]}
    made |= {f"bru --engine {engine}": [*bru, "--engine", engine] for engine in engines}
    found = str(package / "found.csv")
    made |= {n: [python, "-m", "benchmarks.rivals", n, str(package), found] for n in LIBRARIES}
    frictionless = [python, "-m", "frictionless", "validate", str(package / "datapackage.json")]
    made["frictionless"] = [*frictionless, "--json", "--limit-errors", "1000000"]
    made["polars.scan_csv"] = [python, "-c", SCAN, str(package)]
    made["sha256sum"] = ["sha256sum", *map(str, sorted(package.glob("data/*.csv")))]
    made["python and click"] = [python, "-c", FLOOR]
    return made


def run(command: Sequence[str], limit: float, output: Path) -> Run:
    """Run a command to its end, or until the time limit."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    environment["PANDERA_VALIDATION_DEPTH"] = "SCHEMA_AND_DATA"
    with output.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment, cwd=ROOT)
        timer = threading.Timer(limit, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    code = None if process.returncode < 0 else process.returncode
    cpu = used.ru_utime + used.ru_stime
    return Run(round(wall, 3), round(cpu, 3), round(used.ru_maxrss / 1024, 1), code)


def measure(
    package: Path, tools: dict[str, list[str]], rounds: int, limit: float
) -> dict[str, dict[str, Any]]:
    """The medians of each tool over all rounds; one that was stopped is not tried again."""
    runs: dict[str, list[Run]] = {name: [] for name in tools}
    for number in range(rounds):
        for name, command in tools.items():
            if not runs[name] or runs[name][-1].code is not None:
                runs[name].append(run(command, limit, package / "output.txt"))
                click.echo(f"  {number + 1} {name}: {runs[name][-1]}", err=True)
    told: dict[str, dict[str, Any]] = {}
    for name, made in runs.items():
        if made[-1].code is None:
            told[name] = {"stopped": limit}
        elif len(codes := {one.code for one in made}) > 1 or made[0].code not in (0, 1):
            raise click.ClickException(f"{name} ended with {codes}: see {package}/output.txt")
        else:
            told[name] = {
                "wall": round(median(one.wall for one in made), 3),
                "cpu": round(median(one.cpu for one in made), 3),
                "memory": round(median(one.memory for one in made), 1),
                "code": made[0].code,
                "rounds": len(made),
            }
    return told


def busy() -> float:
    """How many cores other work takes, before anything is measured."""

    def ticks() -> tuple[int, int]:
        counts = [*map(int, Path("/proc/stat").read_text("utf-8").splitlines()[0].split()[1:])]
        return sum(counts), counts[3] + counts[4]  # all of them, idle and waiting for a disk

    before = ticks()
    time.sleep(2)
    every, idle = (now - then for now, then in zip(ticks(), before, strict=True))
    return round(len(os.sched_getaffinity(0)) * (1 - idle / every), 1)


def machine(names: Sequence[str] = VERSIONS) -> dict[str, Any]:
    """What the numbers were measured on."""
    model = memory = ""
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(": ")[2]
    for line in Path("/proc/meminfo").read_text("utf-8").splitlines():
        if line.startswith("MemTotal"):
            memory = f"{int(line.split()[1]) / 1024**2:.0f} GB"
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "memory": memory,
        "load": busy(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in names},
    }


@contextmanager
def packaged(size: int, made: Path | None, work: Path | None) -> Iterator[Path]:
    """A package of this size: one that was made before, or a new one that is removed again."""
    if made and (made / str(size)).is_dir():
        yield made / str(size)
        return
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        command = [sys.executable, "-m", "benchmarks.generate", str(size), str(folder)]
        subprocess.run(command, check=True, cwd=ROOT)  # what this process holds, a child inherits
        yield folder
    finally:
        shutil.rmtree(folder)


def described(package: Path) -> dict[str, int]:
    """How large a package is."""
    files = list((package / "data").glob("*.csv"))
    rows = 0
    for file in files:
        with file.open("rb") as lines:
            rows += sum(1 for _ in lines) - 1
    return {"bytes": sum(file.stat().st_size for file in files), "rows": rows}


@click.command()
@click.option("--claims", multiple=True, type=int, default=SIZES, help="Sizes of the packages.")
@click.option("--rounds", default=3, show_default=True, help="Runs of each tool at each size.")
@click.option("--limit", default=120.0, show_default=True, help="Seconds for one run.")
@click.option("--engine", "engines", multiple=True, help="Engines of bru to measure by name.")
@click.option("--only", multiple=True, help="Tools to measure; all without it.")
@click.option("--faults/--no-faults", default=True, help="Whether to compare what is found.")
@click.option("--work", type=click.Path(path_type=Path), help="Folder for the packages.")
@click.option(
    "--made",
    type=click.Path(path_type=Path),
    help="Folder with packages that were made before, each named by its number of claims.",
)
def main(
    claims: Sequence[int],
    rounds: int,
    limit: float,
    engines: Sequence[str],
    only: Sequence[str],
    faults: bool,
    work: Path | None,
    made: Path | None,
) -> None:
    """Measure all tools and write docs/dev/benchmark.json; sizes that are not given stay."""
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        compileall.compile_dir(place, quiet=2)
    compileall.compile_dir(ROOT / "benchmarks", quiet=2)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"sizes": {}}
    results["machine"] = machine()
    slow: set[str] = set()
    for size in sorted(claims):
        click.echo(f"{size:,} claims", err=True)
        with packaged(size, made, work) as folder:
            tools = {
                name: command
                for name, command in commands(folder, engines).items()
                if name not in slow and (not only or name in only)
            }
            told = measure(folder, tools, rounds, limit)
            slow |= {name for name, one in told.items() if "stopped" in one}
            given = results["sizes"].setdefault(str(size), {"tools": {}})
            given |= described(folder)
            given["tools"] |= told
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    if faults:
        results["recall"] = {
            name: found(plan, engines, limit, work)
            for name, plan in (
                ("cells", Plan("0.05", forms=False)),
                ("forms", Plan("0.05")),
            )
        }
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def found(
    plan: Plan, engines: Sequence[str], limit: float, work: Path | None
) -> dict[str, dict[str, Any]]:
    """What each tool finds of the faults in a package."""
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        generate(CHECKED, folder, plan)
        told = {}
        for name, command in commands(folder, engines).items():
            if name.startswith("bru"):
                command += ["--format", "json", "--limit", "0"]
            elif name not in (*LIBRARIES, "frictionless"):
                continue
            (folder / "found.csv").unlink(missing_ok=True)
            made = run(command, limit, folder / "output.txt")
            told[name] = recall.compare(folder, name, made.code)
        return told
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
