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
CHECKED = 2_000  # claims of the packages with faults
LIBRARIES = "polars duckdb dataframely pointblank pandera-polars pandera-pandas".split()
VERSIONS = "bru-dataset frictionless pandas pandera polars duckdb dataframely pointblank".split()
SCAN = "import polars, pathlib, sys; [polars.scan_csv(p, infer_schema=False).select(polars.len(), \
polars.all().str.len_bytes().sum()).collect(engine='streaming') for p in sorted(pathlib.Path(\
sys.argv[1]).glob('data/*.csv'))]"
COMMIT = ["git", "log", "-1", "--format=%h", "src"]  # the last that changed what is measured
FLOOR = "import csv, json, re, click"


class Made(NamedTuple):
    """Packages that are measured: what they are, how they are made, numbers of claims."""

    title: str
    options: tuple[str, ...]
    sizes: tuple[int, ...]


MIXED = "--generic", "mixed"
PACKAGES = {
    "letters": Made(
        "A package of strangers, texts in ten scripts", MIXED, (20_000, 200_000, 1_000_000)
    ),
    "few": Made(
        "A cell wrong in one row of a thousand",
        (*MIXED, "--faults", "0.001", "--readable"),
        (1_000_000,),
    ),
    "all": Made("A cell wrong in every row", (*MIXED, "--faults", "all"), (1_000_000,)),
    "accents": Made("Texts with accents", ("--generic", "accents"), (200_000,)),
    "cyrillic": Made("Texts in Cyrillic", ("--generic", "cyrillic"), (200_000,)),
    "cjk": Made("Texts in Chinese, Japanese and Korean", ("--generic", "cjk"), (200_000,)),
    "ours": Made(
        "A package of the shape of ours, all packs", (), (2_000, 20_000, 200_000, 1_000_000)
    ),
}


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
        elif name in LIBRARIES and made[-1].code:
            told[name] = {"failed": made[-1].code}  # it found no faults, it could not read
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
        "commit": subprocess.check_output(COMMIT, cwd=ROOT, text=True).strip(),
        "versions": {name: importlib.metadata.version(name) for name in names},
    }


@contextmanager
def packaged(size: int, options: Sequence[str], work: Path | None) -> Iterator[Path]:
    """A new package of this size, which is removed again."""
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        command = [sys.executable, "-m", "benchmarks.generate", str(size), str(folder), *options]
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
@click.option(
    "--package",
    "packages",
    multiple=True,
    type=click.Choice([*PACKAGES]),
    default=tuple(PACKAGES),
    help="Packages to measure; all without it.",
)
@click.option("--claims", multiple=True, type=int, help="Sizes of the packages; all without it.")
@click.option("--rounds", default=3, show_default=True, help="Runs of each tool at each size.")
@click.option("--limit", default=120.0, show_default=True, help="Seconds for one run.")
@click.option("--engine", "engines", multiple=True, help="Engines of bru to measure by name.")
@click.option("--only", multiple=True, help="Tools to measure; all without it.")
@click.option("--faults/--no-faults", default=True, help="Whether to compare what is found.")
@click.option("--work", type=click.Path(path_type=Path), help="Folder for the packages.")
def main(
    packages: Sequence[str],
    claims: Sequence[int],
    rounds: int,
    limit: float,
    engines: Sequence[str],
    only: Sequence[str],
    faults: bool,
    work: Path | None,
) -> None:
    """Measure all tools and write docs/dev/benchmark.json; what is not given stays."""
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        compileall.compile_dir(place, quiet=2)
    compileall.compile_dir(ROOT / "benchmarks", quiet=2)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"packages": {}}
    results["machine"] = machine()
    for name in packages:
        sizes = [size for size in PACKAGES[name].sizes if size in (claims or (size,))]
        own = results["packages"].setdefault(name, {})
        for size, given in measured(
            PACKAGES[name].options, sizes, engines, only, rounds, limit, work
        ):
            kept = own.get(str(size), {}).get("tools", {})
            own[str(size)] = given | {"tools": kept | given["tools"]}
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


def measured(
    options: Sequence[str],
    sizes: Sequence[int],
    engines: Sequence[str],
    only: Sequence[str],
    rounds: int,
    limit: float,
    work: Path | None,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Packages of growing size: how large each is, and what each tool took for it.

    A tool that was stopped is not tried on a larger one.
    """
    slow: set[str] = set()
    for size in sizes:
        click.echo(f"{size:,} claims {' '.join(options)}", err=True)
        with packaged(size, options, work) as folder:
            tools = {
                name: command
                for name, command in commands(folder, engines).items()
                if name not in slow and (not only or name in only)
            }
            told = measure(folder, tools, rounds, limit)
            slow |= {name for name, one in told.items() if "stopped" in one}
            yield size, described(folder) | {"tools": told}


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
