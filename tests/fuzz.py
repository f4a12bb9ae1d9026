"""Random byte changes over the shipped package: a check of what comes out must end in order.

    python -m tests.fuzz [--runs 10000] [--seed 0] [--jobs 2]

Each run has a seed of its own, from --seed on. It ends with a report, whose exit code is 0 or 1
and which every format can render, or with a refusal that the command line turns into one line
and exit code 2. Anything else, and a run that takes too long, is a fault: its seed is printed,
and `--runs 1 --seed N` does it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bru import check
from bru.answers import Answers
from bru.package import Package, Resource
from bru.reading import descriptor, table
from bru.render import FORMATS
from bru.rulebook import load_rules
from bru.store import DESCRIPTOR, StoreError, inside

ROOT = Path(__file__).parents[1]
SECONDS = 60  # that a run may take
MEMORY = 2 * 1024**3  # bytes of address space of a process
WAIVERS = b"code,table,key,reason,until\nBRU412,claims,nothing,an example,2027-12-31\n"
RULES = load_rules()

TOKENS = [
    *(t.encode() for t in (
        '"', "'", ",", ";", "\t", "\n", "\r", "\r\n", "\n\n\n", '""', '","', " ", "\0", "{", "}", "[", "]", ":", "null",
        "true", "-1", "0", "1e9999", "NaN", "-Infinity", "9" * 400, "1" * 5000, "1e-99999999999999999999", "{}", "[]",
        "[" * 200, '{"a":' * 200, '"\\ud800"', "\\u0000", "..", "../", "/etc/passwd", "C:\\x", "http://x/", "%2e%2e/",
        "(a+)+$", "(x+x+)+y", "[a-z", ".*.*.*=", "(?i)", "\\1", "::error::x", "##[error]x", "\x1b[31m", "<script>",
        "=1+1", "#REF!", "\u202e", "\u0430", "e\u0301", "\ufeff", "\u2028", "\U0001f600", "a" * 5000, "a b. " * 500,
        "2023-99-99", "0000", "XXXX-13-XX", "2023/2012", "-0", "+", "1,000", "1.2.3", "99999999999999999999",
        '"type": "integer",', '"type": "array",', '"type": [],', '"format": "%d%d",', '"pattern": "(a+)+$",',
        '"encoding": "utf-16",', '"encoding": "utf-7",', '"encoding": "idna",', '"name": "claims",', '"path": 1,',
        '"fields": [],', '"fields": {},', '"constraints": 1,', '"enum": [{}],', '"minimum": {},', '"missingValues": 1,',
        '"primaryKey": [[]],', '"foreignKeys": [1],', '"fieldsMatch": [],', '"delimiter": "",', '"quoteChar": ",",',
        '"rdfType": [],', '"trueValues": [[]],', '"groupChar": "1",', '"decimalChar": "",', '"canonical": "yes",',
    )),
    b"\xff", b"\xd0", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff\xfe", b"PK\x03\x04", bytes(range(256)), b"\x80" * 99,
]  # fmt: skip


class Outcome(NamedTuple):
    """How a run ended: its exit code, or a fault and where it arose."""

    seed: int
    code: int
    seconds: float
    fault: str = ""


class Slow(BaseException):
    """A run took too long."""


class Memory:
    """A package in memory."""

    name, editable = "fuzz", True

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def read(self, path: str, most: int = 0) -> bytes:
        """The bytes of `path`."""
        if inside(path) not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


def shipped() -> dict[str, bytes]:
    """The files of the package that comes with bru, and a list of waivers."""
    files = {DESCRIPTOR: (ROOT / DESCRIPTOR).read_bytes(), "schemas/waivers.csv": WAIVERS}
    for folder in ("schemas", "data"):
        files |= {f"{folder}/{f.name}": f.read_bytes() for f in sorted((ROOT / folder).iterdir())}
    return files


class Bench:
    """The shipped package, read once: what a run does not change is not read again."""

    def __init__(self) -> None:
        self.files = shipped()
        self.package = descriptor.read(Memory(self.files), DESCRIPTOR)
        self.read = table.read
        self.known = {
            r.name: (
                r,
                self.files[r.path],
                table.read(self.files[r.path], r, self.package.canonical),
            )
            for r in self.package.resources
        }

    def once(self, data: bytes, asked: Resource, canonical: bool) -> Any:
        """`table.read`, or what it found before in the same bytes."""
        before, bytes_, found = self.known.get(asked.name, (None, b"", None))
        if data is bytes_ and asked == before and canonical == self.package.canonical:
            return found[0], list(found[1])
        return self.read(data, asked, canonical)

    def described(self, files: Mapping[str, bytes]) -> Package:
        """The package that the descriptor and schemas in `files` describe."""
        if all(files[f] is self.files[f] for f in files if f.endswith(".json")):
            return self.package
        return descriptor.read(Memory(files), DESCRIPTOR)

    def run(self, seed: int) -> Outcome:
        """Change the package as the seed says, check it, render the report."""
        dice = random.Random(seed)
        files = changed(self.files, dice)
        began, fault, code = time.perf_counter(), "", 2
        table.read = self.once
        try:
            with limited(SECONDS):
                answers = Answers(Memory(files), self.described(files), None)
                report = check.check(answers, RULES, dice.choice((0, 1, 100)))
                FORMATS[dice.choice(list(FORMATS))](report, "1").encode("utf-8")
                code = report.exit_code
        except StoreError:
            pass  # the package cannot be had at all: one line, exit code 2
        except (Exception, Slow) as error:
            fault = f"{error!r}\n{traceback.format_exc(limit=-3)}"
        finally:
            table.read = self.read
        return Outcome(seed, code, time.perf_counter() - began, fault)


def changed(files: Mapping[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """The files, one to three of them with one to four changes of bytes each."""
    result = dict(files)
    kinds = [[DESCRIPTOR], *([f for f in files if f.startswith(d)] for d in ("schemas/", "data/"))]
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        path = dice.choice(dice.choice(kinds))
        data = bytearray(result[path])
        for _ in range(dice.randint(1, 4)):
            at, end = place(data, dice)
            dice.choice(EDITS)(data, at, end, dice)
            if dice.random() < 0.05:
                other = files[dice.choice(list(files))]
                low, high = place(other, dice)
                data[at:at] = other[low:high]
        result[path] = bytes(data)
    return result


def place(data: bytes | bytearray, dice: random.Random) -> tuple[int, int]:
    """A stretch of bytes: mostly short, sometimes lines long."""
    at = dice.randint(0, len(data))
    return at, min(len(data), at + dice.choice((1, 1, 1, 2, 5, 50, 1000)))


def flip(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """One bit of each byte the other way."""
    for i in range(at, end):
        data[i] ^= 1 << dice.randrange(8)


def replace(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Other bytes in their place."""
    data[at:end] = dice.randbytes(end - at)


def insert(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes between them."""
    data[at:at] = dice.randbytes(end - at)


def delete(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes left out."""
    del data[at:end]


def duplicate(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Bytes twice, or many times."""
    data[at:at] = data[at:end] * dice.choice((1, 1, 1, 30))


def truncate(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Nothing behind a place, or nothing before it."""
    if dice.random() < 0.7:
        del data[at:]
    else:
        del data[:at]


def splice(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Something that has a meaning, between bytes or in their place."""
    data[at : end if dice.random() < 0.3 else at] = dice.choice(TOKENS)


def cell(data: bytearray, at: int, end: int, dice: random.Random) -> None:
    """Something that has a meaning, in the place of what stands between two marks."""
    marks = b',:\n"'
    while at > 0 and data[at - 1] not in marks:
        at -= 1
    end = at
    while end < len(data) and data[end] not in marks:
        end += 1
    data[at:end] = dice.choice(TOKENS)


EDITS = (flip, replace, insert, delete, duplicate, splice, splice, cell, cell, truncate)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Slow in what takes longer."""

    def ring(*_: object) -> None:
        raise Slow(f"more than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def peak() -> int:
    """The most memory this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def work(seeds: range) -> tuple[list[Outcome], int]:
    """Runs of one process, whose memory is limited, and the most memory it had."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    bench = Bench()
    return [bench.run(seed) for seed in seeds], peak()


def main() -> int:
    """Do the runs, and say how they ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.runs)
    parts = [seeds[at : at + 250] for at in range(0, given.runs, 250)]
    codes: Counter[int] = Counter()
    slowest, most, faults, total = Outcome(0, 0, 0.0), 0, 0, 0.0
    with multiprocessing.get_context("spawn").Pool(given.jobs, maxtasksperchild=1) as pool:
        for outcomes, memory in pool.imap_unordered(work, parts):
            most = max(most, memory)
            for outcome in outcomes:
                codes[outcome.code] += 1
                total += outcome.seconds
                slowest = max(slowest, outcome, key=lambda o: o.seconds)
                if outcome.fault:
                    faults += 1
                    print(f"seed {outcome.seed}: {outcome.fault}", flush=True)
    ends = ", ".join(f"exit {code}: {count:,}" for code, count in sorted(codes.items()))
    print(f"{given.runs:,} runs from seed {given.seed}: {ends}; faults: {faults}")
    print(f"mean {total / given.runs:.3f} s, slowest {slowest.seconds:.2f} s (seed {slowest.seed})")
    print(f"most memory of a process {most / 1024**2:.0f} MiB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
