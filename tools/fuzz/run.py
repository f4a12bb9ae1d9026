"""One run of the fuzzer: a spoilt package on disk, one command, and what must be true of it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from click.testing import CliRunner

from bru import cli
from bru.render import FORMATS
from tools.fuzz import changes as fuzz_changes

ROOT = Path(__file__).parents[2]
SECONDS = 60  # of processor time that a run may take; by the clock ten times that
MEMORY = 2 * 1024**3  # bytes of address space of a process
WAIVERS = b"code,table,key,reason,until\nBRU412,claims,nothing,an example,2027-12-31\n"
OUTPUTS = ("text", "json", "markdown")
NAMED = ("--fix", "--check", "--diff", "--documents", "--statistics")  # runs are counted apart


class Outcome(NamedTuple):
    """How a run ended: exit code, or a fault and where it arose; what was run and changed."""

    seed: int
    command: str
    changes: tuple[str, ...]
    code: int
    seconds: float
    fault: str = ""


class Slow(BaseException):
    """A run took too long."""


def shipped() -> dict[str, bytes]:
    """The package that comes with bru, a list of waivers, and documents of our own making."""
    files = {"datapackage.json": (ROOT / "datapackage.json").read_bytes()}
    for folder in ("schemas", "data"):
        files |= {f"{folder}/{f.name}": f.read_bytes() for f in sorted((ROOT / folder).iterdir())}
    files["schemas/waivers.csv"] = WAIVERS
    said: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(files["data/claims.csv"].decode("utf-8"))):
        said.setdefault(row["source_id"], []).append(row["statement"])
    for source, statements in said.items():
        files[f"documents/{source}.txt"] = "\n".join(statements).encode("utf-8")
    page = "".join(f"<p>{s}</p>\n" for s in statements)
    files[f"documents/{source}.txt"] = f"<html><body>{page}</body></html>".encode()
    return files


def arguments(dice: random.Random, files: Mapping[str, bytes], package: Path) -> list[str]:
    """A command that reads or writes the package."""
    limit = str(dice.choice((0, 1, 100)))
    row = dice.choice(files[dice.choice(["data/claims.csv", "data/figures.csv"])].split(b"\n"))
    some = row.partition(b",")[0].decode("utf-8", "replace").replace("\0", "") or "x"
    return dice.choices(
        [
            ["validate", "--format", dice.choice(list(FORMATS)), "--limit", limit],
            ["validate", "--statistics"],
            ["validate", "--documents", str(package / "documents")],
            ["validate", "--fix"],
            ["fmt"],
            ["fmt", dice.choice(("--check", "--diff"))],
            ["totals", "--format", dice.choice(OUTPUTS)],
            ["conflicts", "--format", dice.choice(OUTPUTS)],
            ["evidence", "--documents", str(package / "documents")],
            ["why", "--format", dice.choice(("text", "json", "html")), "--", some],
            ["find", "--format", dice.choice(OUTPUTS[:2]), "--", some],
        ],
        (40, 3, 5, 12, 12, 6, 4, 4, 4, 5, 5),
    )[0]


class Bench:
    """A folder with the package, spoilt for each run and whole again after it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, shipped()
        self.there: dict[str, bytes] = {}

    def put(self, files: Mapping[str, bytes]) -> None:
        """Make the folder hold these files."""
        for path in self.there.keys() - files.keys():
            (self.folder / path).unlink()
        for path, data in files.items():
            if self.there.get(path) != data:
                file = self.folder / path
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(data)
        self.there = dict(files)

    def run(self, seed: int) -> Outcome:
        """Spoil the package as the seed says, run a command, look at what it did."""
        dice = random.Random(seed)
        files, changes = fuzz_changes.spoil(self.files, dice)
        self.put(files)
        args = arguments(dice, self.files, self.folder)
        named = " ".join([args[0], *(a for a in args if a in NAMED)])
        where = self.target(files, args, dice)
        args[1:1] = ["--package", where] if args[0] in ("why", "find") else [where]
        run, kind = (process, "process") if dice.random() < 0.01 else (called, "call")
        began = time.process_time()
        code, out, err, fault = run(args)
        seconds = time.process_time() - began
        self.there = {
            f.relative_to(self.folder).as_posix(): f.read_bytes()
            for f in self.folder.rglob("*")
            if f.is_file()
        }
        fault = fault or spoken(args, out, err) or self.kept(files, args, err)
        what = f"{' '.join(args)} ({kind}): {fault}" if fault else ""
        return Outcome(seed, named, tuple(changes), code, seconds, what)

    def target(self, files: Mapping[str, bytes], args: list[str], dice: random.Random) -> str:
        """The package as a folder; for what only reads sometimes as a zip file, spoilt as well."""
        if dice.random() > 0.1 or "--fix" in args or args == ["fmt"]:
            return str(self.folder)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in files.items():
                archive.writestr(zipfile.ZipInfo(path), data)
        data, _ = fuzz_changes.spoil({"p.zip": packed.getvalue()}, dice)
        self.put({**files, **data})
        return str(self.folder / "p.zip")

    def kept(self, files: Mapping[str, bytes], args: list[str], err: str) -> str:
        """What a command did to the files that it must not do, or ""."""
        now = {p: d for p, d in self.there.items() if p != "p.zip"}
        if now.keys() != files.keys():
            return f"other files: {sorted(now.keys() ^ files.keys())}"
        changed = [p for p in now if now[p] != files[p]]
        if changed and not ("--fix" in args or (args[0] == "fmt" and len(args) == 2)):
            return f"a command that only reads changed {changed}"
        if files["datapackage.json"] != self.files["datapackage.json"]:
            return ""  # in another dialect these may be other records
        repaired = err.count(": fixed") if "--fix" in args else 0
        for path in changed:
            if path.endswith(".csv") and (lost := missing(files[path], now[path])) > repaired:
                return f"{path}: {lost} records lost or altered, {repaired} repairs told"
        return ""


def missing(old: bytes, new: bytes) -> int:
    """How many records of a table are not in another, but for white space and Unicode form.

    Where the bytes are no text the records are only counted.
    """
    before, after = records(old), records(new)
    lost = (before - after).total()
    return lost if text_of(old) is not None else max(0, before.total() - after.total())


def records(data: bytes) -> Counter[tuple[str, ...]]:
    """The records of a table as Python's own reader sees them, empty lines left out."""
    text = text_of(data)
    text = data.decode("latin-1") if text is None else text
    rows = csv.reader(io.StringIO(text, newline=""))
    forms = (tuple(" ".join(unicodedata.normalize("NFC", c).split()) for c in r) for r in rows)
    return Counter(form for form in forms if any(form))


def text_of(data: bytes) -> str | None:
    """The text of a table, None when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def spoken(args: list[str], out: str, err: str) -> str:
    """What is wrong with what a command printed, or ""."""
    form = args[args.index("--format") + 1] if "--format" in args else "text"
    try:
        if out and form in ("json", "sarif"):
            json.loads(out)
        elif out and form == "junit":
            ET.fromstring(out.encode("utf-8"))
    except (ValueError, ET.ParseError) as error:
        return f"not {form}: {error}"
    for stream in (out, err):
        if found := {c for c in stream if not c.isprintable()} - {"\n"}:
            return f"printed unprintable characters: {sorted(found)!r}"
    if form != "github" and any(line.lstrip().startswith("::") for line in out.split("\n")):
        return "printed a workflow command"
    return ""


def called(args: list[str]) -> tuple[int, str, str, str]:
    """A command in this process: exit code, output, errors, fault."""
    try:
        with limited(SECONDS):
            result = CliRunner().invoke(cli.main, args)
    except Slow as slow:
        return 2, "", "", f"{slow}\n{traceback.format_exc(limit=-3)}"
    fault = ""
    if result.exception and not isinstance(result.exception, SystemExit):
        where = "".join(traceback.format_exception(result.exception, limit=-3))
        fault = f"{result.exception!r}\n{where}"
    elif result.exit_code not in (0, 1, 2):
        fault = f"exit code {result.exit_code}"
    return result.exit_code, result.stdout, result.stderr, fault


def process(args: list[str]) -> tuple[int, str, str, str]:
    """A command as a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    try:
        result = subprocess.run(
            [sys.executable, "-m", "bru", *args],
            capture_output=True, timeout=10 * SECONDS, env=env, preexec_fn=bound_time,
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        return 2, "", "", repr(slow)
    out, err = (s.decode("utf-8", "replace") for s in (result.stdout, result.stderr))
    bad = result.returncode not in (0, 1, 2) or "Traceback" in err or "a fault in bru" in err
    return result.returncode, out, err, f"exit code {result.returncode}: {err}" if bad else ""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Slow in what takes longer."""

    def ring(*_: object) -> None:
        raise Slow(f"more than {seconds:.0f} s")

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, 1), signal.SIGALRM: (signal.ITIMER_REAL, 10)}
    before: Any = {number: signal.signal(number, ring) for number in timers}
    for timer, times in timers.values():
        signal.setitimer(timer, times * seconds)
    try:
        yield
    finally:
        for number, (timer, _) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def bound_memory() -> None:
    """Give this process and those it starts so much address space and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def bound_time() -> None:
    """End this process when it has used so much processor time."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
