"""Random changes of packages: every command must end in order.

    python -m tools.fuzz [--runs 10000] [--seed 0] [--jobs 2] [--write]

Each run has a seed of its own, from --seed on: it takes a package (the one that comes with bru, a
small one, one made at random), changes some bytes or values of some files and runs one command or
function, most of them in this process, some as processes of their own, with standard output full or
closed, too. It must end with exit code 0, 1 or 2, in bounded time and memory, with nothing on the
terminal that a terminal or a build machine would obey; only what is the command's own may change,
and `fmt` and `--fix` must lose no record. Anything else is a fault: its seed is printed, and
`--runs 1 --seed N` does it again. --write writes the numbers into docs/dev/robustness.md; Ctrl-C ends,
and what was done until then counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from pathlib import Path

from bru import version
from tools.fuzz.calls import MEMORY, SECONDS
from tools.fuzz.run import Outcome, work

PAGE = Path(__file__).parents[2] / "docs" / "dev" / "robustness.md"
BEGIN, END = "<!-- begin: python -m tools.fuzz --write -->\n", "<!-- end -->\n"
SLICE = 50  # runs of one process


def summary(outcomes: list[Outcome], seed: int) -> str:
    """The numbers as they are published: no seconds but the bounds, so that they can be had again."""
    changes, faults = sum(len(o.changes) for o in outcomes), sum(bool(o.fault) for o in outcomes)
    commands = len({o.command for o in outcomes})
    return (
        f"bru {version}: {len(outcomes):,} runs of {commands} commands and functions from seed {seed}, "
        f"{changes:,} changes, {faults} faults. "
        f"Bounds of a run: {SECONDS} s, {MEMORY // 1024**3} GiB of address space.\n"
    )


def tables(outcomes: list[Outcome]) -> str:
    """How each command ended, and how often each change was made."""
    ends = Counter((o.command, o.code) for o in outcomes)
    kinds = Counter(change for o in outcomes for change in o.changes)
    lines = [
        "| command | runs | exit 0 | exit 1 | exit 2 |",
        "|---|--:|--:|--:|--:|",
    ]
    for command in sorted({o.command for o in outcomes}):
        counts = [ends[command, code] for code in (0, 1, 2)]
        row = " | ".join(f"{n:,}" for n in (sum(counts), *counts))
        name = command if command.startswith("bru.") else f"bru {command}"
        lines.append(f"| `{name}` | {row} |")
    lines += ["", "| change | times |", "|---|--:|"]
    lines += [f"| {name} | {count:,} |" for name, count in sorted(kinds.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Do the runs, and say how they ended."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    end = given.seed + given.runs
    parts = [range(at, min(end, at + SLICE)) for at in range(given.seed, end, SLICE)]
    outcomes: list[Outcome] = []
    with multiprocessing.get_context("spawn").Pool(given.jobs, maxtasksperchild=1) as pool:
        try:
            for found in pool.imap_unordered(work, parts):
                outcomes += found
                if sys.stderr.isatty():
                    print(f"{len(outcomes):,} of {given.runs:,}", end="\r", file=sys.stderr)
                for outcome in found:
                    if outcome.fault:
                        print(f"seed {outcome.seed}: {outcome.fault}", flush=True)
        except KeyboardInterrupt:
            print("ended by Ctrl-C; these are the runs that were done", flush=True)
    text = summary(outcomes, given.seed)
    print(tables(outcomes), text, sep="\n")
    slowest = max(outcomes, key=lambda o: o.seconds, default=None)
    if slowest:
        print(f"slowest: {slowest.seconds:.1f} s (seed {slowest.seed}, {slowest.command})")
    if given.write:
        head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(head + BEGIN + text + END + rest.partition(END)[2], "utf-8")
    return int(any(o.fault for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
