"""`bru validate --watch`: check again whenever a file that was read is saved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from bru.cli.common import Failure, one_line
from bru.cli.output import write
from bru.model import limits
from bru.model.report import Report
from bru.store import Folder, Store, documents, open_store
from bru.store.base import Overlay

POLL, SETTLE = 0.05, 0.05  # seconds between two looks; for an editor to finish writing
Stamp = tuple[int, int, int] | None  # of a file: time of change, size, inode; None: not there


class Watched(Overlay):
    """A store that remembers how every file was before it was read."""

    def __init__(self, store: Store, seen: dict[Path, Stamp]) -> None:
        super().__init__(store, {})
        self.seen = seen

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        if isinstance(self.base, Folder):
            self.seen[self.base.root / path] = stamp(self.base.root / path)
        return super().read(path, most)


def stamp(file: Path) -> Stamp:
    """What tells whether a file was changed."""
    try:
        stat = file.stat()
    except (OSError, ValueError):  # not there, or a name that no file can have
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def watching(path: str | None, options: dict[str, Any], how: dict[str, Any]) -> int:
    """Check, and again after each change, until Ctrl-C; the exit code is that of the last check.

    What a check read is what is watched. A failure of the first check ends it; later ones are
    shown, for the next save may cure them.
    """
    with one_line():
        path = path or open_store(None, own=False)[0].name
    seen: dict[Path, Stamp] = {}
    code = Failure.exit_code  # until there is a first verdict
    try:
        while True:
            first = not seen
            try:
                report = again(path, options, seen)
                code = report.exit_code
                write(report, **how)
            except Failure as failure:
                if first:
                    raise
                failure.show()
                code = failure.exit_code
            if first:
                click.echo(f"watching {len(seen)} files, Ctrl-C ends", err=True)
            names = ", ".join(changed(seen))
            apart = bool(how["output"]) or how["form"] != "text"  # for a program, not a person
            click.echo(f"--- {time.strftime('%H:%M:%S')} {names} changed ---", err=apart)
    except KeyboardInterrupt:
        return code


def again(path: str, options: dict[str, Any], seen: dict[Path, Stamp]) -> Report:
    """One check, which notes in `seen` what it read. Raises Failure, also for a fault of bru."""
    began = time.perf_counter()
    seen.update({file: stamp(file) for file in seen})
    try:
        with one_line():
            report = seen_by(path, options, seen)
    except (Failure, MemoryError):
        raise
    except Exception as error:  # half a file may bring out what no whole file does
        raise Failure(f"a fault in bru, please report it: {error!r}") from error
    return report._replace(seconds=round(time.perf_counter() - began, 3))


def seen_by(path: str, options: dict[str, Any], seen: dict[Path, Stamp]) -> Report:
    """The report of one check; `seen` gains the files it read, as they were before."""
    from datetime import date

    from bru.check import run
    from bru.releases.state import reported

    store, name = open_store(path)
    if not isinstance(store, Folder):
        seen[Path(path)] = stamp(Path(path))
    folder, files = options["documents"], None
    if folder is not None:
        seen.update({file: stamp(file) for file in (Path(folder), *Path(folder).glob("*"))})
        files = documents(folder)
    options = {**options, "documents": files, "today": date.today()}
    where = Watched(store, seen)
    report = run.validate(where, name, **options)
    if report.problems:
        from bru.editing.offer import offered

        report = offered(report, store, name, path)
    return reported(report, where, name)


def changed(seen: dict[Path, Stamp]) -> list[str]:
    """Wait for a change and say in which files it is."""
    while True:
        time.sleep(POLL)
        found = [file.name for file, before in seen.items() if stamp(file) != before]
        if found:
            time.sleep(SETTLE)
            return found
