"""Kill `bru fmt` at random moments and look at what is left: python tools/kill.py PACKAGE RUNS.

PACKAGE is formatted in a child process that is killed: every fifth time anywhere in the run,
else while the files are being written, which is a small part of it (what to write is then
worked out once for all runs). After each kill every file must be the old or the new one, whole,
with at most one unfinished file beside them, of this run or, when it was killed before it could
remove it, of an earlier one. What was counted is printed as JSON; the first fault is an error.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from bru import cli, store
from bru.editing import form

Files = dict[str, bytes]


def files(package: Path) -> Files:
    """Every file of a package, hidden ones too."""
    return {str(f.relative_to(package)): f.read_bytes() for f in package.rglob("*") if f.is_file()}


def restore(package: Path, now: Files, old: Files) -> None:
    """Make the files what they were; unfinished ones stay."""
    for name, data in old.items():
        if now[name] != data:
            (package / name).write_bytes(data)


def fmt(package: Path, begun: int) -> None:
    """`bru fmt` in this process, which ends; a byte goes to `begun` when the writing begins."""
    write = store.Folder.write

    def told(self: store.Folder, path: str, data: bytes) -> None:
        os.write(begun, b".")
        write(self, path, data)

    store.Folder.write = told  # type: ignore[method-assign]
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    cli.main(["fmt", str(package)], standalone_mode=False)
    os._exit(0)


def run(package: Path, wait: float, known: object = None) -> tuple[bool, float]:
    """One run, killed after `wait` seconds: whether it was, and how long it took.

    With `known`, what to write, the time counts from when the writing begins.
    """
    readable, writable = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        if known:
            form.changes = lambda *_: known  # type: ignore[assignment]
        fmt(package, writable)
    os.close(writable)
    if known:
        os.read(readable, 1)
        began = time.perf_counter()
    while time.perf_counter() < began + wait and not os.waitid(
        os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT
    ):
        time.sleep(0.0002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(readable)
    return os.WIFSIGNALED(status), time.perf_counter() - began


def judge(now: Files, old: Files, new: Files) -> str:
    """What a kill left, in a word. Raises AssertionError where a file is neither old nor new."""
    left = [name for name in now if name not in old]
    assert len(left) <= 1, left
    assert all(name.endswith(store.UNFINISHED) for name in left), left
    torn = [name for name in old if now[name] not in (old[name], new[name])]
    assert not torn, torn
    changed = sum(now[name] == new[name] != old[name] for name in old)
    total = sum(new[name] != old[name] for name in old)
    return "all old" if not changed else "all new" if changed == total else "some new"


def main(package: Path, runs: int) -> None:
    """Kill `runs` runs and count what they left."""
    random.seed(200)
    where, counts = store.Folder(package), Counter[str]()
    old = files(package)
    known = form.changes(where, store.DESCRIPTOR)
    new = old | {c.path: c.new for c in known[1] if c.new is not None}
    _, whole = run(package, 60)
    restore(package, files(package), old)
    _, writing = run(package, 60, known)
    restore(package, files(package), old)
    while counts["killed"] < runs:
        in_writing = counts["killed"] % 5 > 0
        wait = random.uniform(0, writing if in_writing else whole)
        killed, _ = run(package, wait, known if in_writing else None)
        now = files(package)
        if killed:
            counts["killed"] += 1
            counts[judge(now, old, new)] += 1
            counts["left behind"] += len(now) - len(old)
        restore(package, now, old)
    run(package, 60)
    assert files(package) == new
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
