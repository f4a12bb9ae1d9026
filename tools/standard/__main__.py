"""Data packages over all of the standard, made at random: right, or with one fault at one place.

    python -m tools.standard --count 500 --seed 7 [--frictionless]

Each package is checked by bru (python and polars) as it is and with one fault. Told are those
where bru finds something in a right one, or not that fault at its place. With `--frictionless` it
judges, too, and told are those where it thinks otherwise for no reason that known.tsv lists.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tools.standard import second
from tools.standard.faults import CELLS, DESCRIPTOR, HEADER, Fault
from tools.standard.packages import V2, Package


class Pair(NamedTuple):
    """The files of a right package, and of one with a fault, which is called `what`."""

    right: dict[str, bytes]
    wrong: dict[str, bytes]
    what: str
    fault: Fault


def made(seed: int) -> Pair:
    """A right package and one that has a fault."""
    right = Package(random.Random(seed)).written().files
    dice = random.Random(seed)
    while True:
        package = Package(random.Random(seed))
        table = dice.choice(package.tables)
        if dice.random() < 0.7:
            act = dice.choice(CELLS)
            if found := act(package, table, dice):
                code, row = found
                files, tables = package.written()
                table_files = tables[table.name]
                places = [*table_files.places] or [None] * len(table.rows)
                place = table_files.header if row == HEADER else places[row]
                path, line = place or (next(iter(table_files.files), "datapackage.json"), -1)
                return Pair(right, files, act.__name__, Fault(code, (path,), line))
        else:
            name = dice.choice([*DESCRIPTOR])
            package.version = V2
            if code := DESCRIPTOR[name](package, table):
                paths = ("datapackage.json", *(f"{table.name}.{key}.json" for key in table.by_path))
                return Pair(right, package.written().files, name, Fault(code, paths, -1))


def errors(report: Any) -> list[tuple[str, str, int]]:
    """The errors of a report: code, file, line."""
    found = [p for p in report.problems if p.level == "error"]
    return [(p.code, Path(p.path).name, p.line) for p in found]


def written(pair: Pair, folder: Path) -> tuple[Path, Path]:
    """The two packages as folders."""
    both = folder / "right", folder / "wrong"
    for place, files in zip(both, pair, strict=False):
        place.mkdir()
        for path, data in files.items():
            (place / path).write_bytes(data)
    return both


def judged(pair: Pair, right: Path, wrong: Path) -> Iterator[str]:
    """What bru does not say of the packages as it should."""
    import bru

    for engine in ("python", "polars"):
        report = bru.validate(right, engine=engine)
        if report.verdict != "valid":
            yield f"{engine}: right, but {errors(report)} {report.not_run[:2]}"
        found = errors(bru.validate(wrong, engine=engine))
        code, paths, line = pair.fault
        there = [e for e in found if e[0] == code and e[1] in paths and line in (-1, e[2])]
        beside = [e for e in found if e[1] not in paths or (line > 0 and e[2] != line)]
        if not there or beside:
            yield f"{engine}: {pair.what} {pair.fault}, but {found}"


def main() -> None:
    """Check so many packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--frictionless", action="store_true")
    args = parser.parse_args()
    told, reasons = 0, Counter[str]()
    for seed in range(args.seed, args.seed + args.count):
        pair = made(seed)
        with tempfile.TemporaryDirectory() as name:
            both = written(pair, Path(name))
            found = [*judged(pair, *both)]
            if args.frictionless:
                told_apart = second.differs(
                    f"{pair.what} {pair.fault.code} {pair.fault.paths[0]}", *both
                )
                reasons.update(reason for reason in told_apart if reason in second.REASONS)
                found += [reason for reason in told_apart if reason not in second.REASONS]
        told += len(found)
        for line in found:
            print(f"{seed} {line}", flush=True)
    for reason, count in reasons.most_common():
        print(f"frictionless differs in {count}: {reason}")
    print(f"{args.count} packages, right and with one fault: {told} differ")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
