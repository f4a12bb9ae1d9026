"""One run of the fuzzer: a spoilt package on disk, one command, and what must be true of it."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tools.fuzz import calls, changes, packages
from tools.fuzz.commands import COMMANDS, Command, Given
from tools.fuzz.seen import missing, spoken

PROCESSES = 0.03  # of the runs are processes of their own
STDOUT = ("", "", "full", "closed")
BESIDE = {"beside/notes.txt": b"keep me\n", "notes.md": b"# Mine\n"}  # what no command may touch
Files = Mapping[str, bytes]


class Outcome(NamedTuple):
    """How a run ended: exit code, or a fault and where it arose; what was run and changed."""

    seed: int
    command: str
    changes: tuple[str, ...]
    code: int
    seconds: float
    fault: str = ""


class Bench:
    """A folder with a package p, another one as it was, and neighbours; made anew for each run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Files] = {"shipped": packages.shipped(), "shop": packages.shop()}
        self.there: dict[str, bytes] = {}

    def put(self, files: Files) -> None:
        """Make the folder hold these files and no others."""
        for path in ("out", "home"):
            shutil.rmtree(self.folder / path, ignore_errors=True)
        for path in self.there.keys() - files.keys():
            (self.folder / path).unlink(missing_ok=True)
        for path, data in files.items():
            if self.there.get(path) != data:
                file = self.folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        self.there = dict(files)

    def look(self) -> dict[str, bytes]:
        """What the folder holds now; git's own files are left out."""
        self.there = {
            f.relative_to(self.folder).as_posix(): f.read_bytes()
            for f in self.folder.rglob("*")
            if f.is_file() and ".git" not in f.parts
        }
        return self.there

    def run(self, seed: int) -> Outcome:
        """Spoil a package as the seed says, run a command, look at what it did."""
        dice = random.Random(seed)
        whole = packages.made(dice, self.known)
        files, kinds = changes.spoil(whole, dice)
        command = dice.choices(COMMANDS, [c.weight for c in COMMANDS])[0]
        before = {
            **{f"p/{path}": data for path, data in files.items()},
            **{f"old/{path}": data for path, data in whole.items()},
            **BESIDE,
        }
        package = "p"
        if not command.folder and dice.random() < 0.1:
            package = "p.zip"
            before |= changes.spoil({package: zipped(files)}, dice)[0]
        self.put(before)
        words = [w for w in command.words(Given(dice, whole, package)) if "\0" not in w]
        began = time.process_time()
        ended = self.call(command, words, dice)
        seconds = time.process_time() - began
        faults = (
            ended.fault,
            spoken(words, ended.out, ended.err),
            self.kept(before, whole, command, ended.err),
        )
        fault = next(filter(None, faults), "")
        what = f"{' '.join(words)}: {fault}" if fault else ""
        return Outcome(seed, command.name, tuple(kinds), ended.code, seconds, what)

    def call(self, command: Command, words: Sequence[str], dice: random.Random) -> calls.Ended:
        """Run a command in the folder; a release is made of a commit."""
        here, home = Path.cwd(), os.environ.get("HOME", "")
        os.chdir(self.folder)
        os.environ["HOME"] = str(self.folder / "home")
        try:
            if command.name.startswith("release"):
                commit(self.folder / "p")
            if "--check" in words and command.name == "lock" and dice.random() < 0.8:
                calls.called(["lock", "old"])
            if command.name.startswith("bru."):
                return calls.library(words)
            if command.name != "browse" and dice.random() < PROCESSES:
                return calls.process(words, dice.choice(STDOUT))
            return calls.called(words)
        finally:
            os.environ["HOME"] = home
            os.chdir(here)
            shutil.rmtree(self.folder / "p/.git", ignore_errors=True)

    def kept(self, before: Files, whole: Files, command: Command, err: str) -> str:
        """What a command did to the files that it must not do, or ""."""
        now = self.look()
        own = (*command.writes, "out/", "home/")
        changed = sorted(p for p in now.keys() | before.keys() if now.get(p) != before.get(p))
        if others := [path for path in changed if not path.startswith(own)]:
            return f"changed what is not its own: {others}"
        if command.name not in ("fmt", "validate --fix"):
            return ""
        if lost := [path for path in changed if path not in now or path not in before]:
            return f"files that come or go: {lost}"
        if before["p/datapackage.json"] != whole["datapackage.json"]:
            return ""  # in another dialect these may be other records
        repaired = err.count(": fixed") if "--fix" in command.name else 0
        for path in (p for p in changed if p.endswith(".csv")):
            if (lost_rows := missing(before[path], now[path])) > repaired:
                return f"{path}: {lost_rows} records lost or altered, {repaired} repairs told"
        return ""


def zipped(files: Files) -> bytes:
    """A zip file of a package."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path), data)
    return packed.getvalue()


def commit(folder: Path) -> None:
    """Make a commit of a folder."""
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=none")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *names, *words], cwd=folder, check=False, capture_output=True)


def work(seeds: range) -> list[Outcome]:
    """Runs of one process, whose memory is bounded."""
    calls.bound_memory()
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        return [bench.run(seed) for seed in seeds]
