"""Commands that check: validate, explain."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import bru
from bru import limits
from bru.cli.common import PATH, Failure, one_line
from bru.cli.repair import FIX, repair
from bru.render import FORMATS
from bru.report import Report
from bru.store import Folder, OutsideError, Store, documents, open_store

DOCUMENTS = click.option("--documents", metavar="DIR", help="Folder with copies of the documents.")
POLL, SETTLE = 0.1, 0.05  # seconds between two looks; for an editor to finish writing
Stamp = tuple[int, int, int] | None  # of a file: time of change, size, inode; None: not there


def codes(values: Sequence[str]) -> list[str]:
    """Codes given by repeated options or by commas."""
    return [code.strip() for value in values for code in value.split(",") if code.strip()]


@click.command()
@PATH
@DOCUMENTS
@FIX
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--output", metavar="FILE", help="Write the report to FILE, whole or not at all, and no more."
)
@click.option("--statistics", is_flag=True, help="Count the problems of each rule; list none.")
@click.option("--watch", is_flag=True, help="Check again when a file is saved; Ctrl-C ends.")
@click.option("--select", multiple=True, metavar="CODES", help="Only rules whose code starts so.")
@click.option("--ignore", multiple=True, metavar="CODES", help="No rules whose code starts so.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Problems listed for each code (0: all); counts are always exact.",
)
@click.pass_context
def validate(context: click.Context, /, path: str | None, watch: bool, **options: Any) -> None:
    """Check the tables, the descriptor and, with the documents, every passage.

    PATH is a folder, a datapackage.json or a zip file; without it the nearest datapackage.json
    at or above the current folder is checked, else the data that came with bru.

    \b
    Example: bru validate --documents ~/documents
    """
    how = {key: options.pop(key) for key in ("form", "output", "statistics")}
    if how["statistics"] and how["form"] != "text":
        raise click.UsageError("--statistics is text; other formats have the counts anyway")
    options["select"], options["ignore"] = codes(options["select"]), codes(options["ignore"])
    if options.pop("fix"):
        repair(path)
    if watch:
        context.exit(watching(path, options, how))
    with one_line():
        report = bru.validate(path, **options)
    write(report, **how)
    context.exit(report.exit_code)


def write(report: Report, *, form: str, output: str | None, statistics: bool) -> None:
    """Give the report to the terminal, or to the file `output` and nothing to the terminal."""
    if form == "text":
        from bru.render import text as words

        render = words.statistics if statistics else words.text
        paint = words.coloured if not output and coloured() else words.plain
        text = render(report, bru.version, paint)
    else:
        text = FORMATS[form](report._replace(root=place(report.root)), bru.version)
    if output:
        with one_line():
            save(Path(output), text.encode("utf-8"))
    elif form == "text":
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        text = text.encode(encoding, "backslashreplace").decode(encoding)
        click.echo(text, nl=False, color=True)  # what colours there are were decided on above
    else:
        click.echo(text.encode("utf-8"), nl=False)


def coloured() -> bool:
    """Whether to write colours: on a terminal, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def place(root: str) -> str:
    """Where a package lies, seen from the root of its git repository or the current folder.

    Absolute when it is below neither.
    """
    where = Path(root).resolve()
    tops = [folder for folder in (where, *where.parents) if (folder / ".git").exists()]
    for top in (*tops[:1], Path.cwd()):
        if where.is_relative_to(top):
            return where.relative_to(top).as_posix()
    return where.as_posix()


def save(file: Path, data: bytes) -> None:
    """Write a file, and the folder it is in, whole or not at all; a device is written to."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not file.is_file():
        file.write_bytes(data)
        return
    file = file.resolve()  # a link stays a link
    try:
        Folder(file.parent).write(file.name, data)
    except OutsideError as error:
        raise Failure(f"{file.name}: not a name for a file ({error})") from error


class Watched:
    """A store that remembers how every file was before it was read."""

    def __init__(self, store: Store, seen: dict[Path, Stamp]) -> None:
        self.store, self.seen = store, seen
        self.name, self.editable = store.name, store.editable

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        if isinstance(self.store, Folder):
            self.seen[self.store.root / path] = stamp(self.store.root / path)
        return self.store.read(path, most)


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
        path = path or open_store(None)[0].name
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

    from bru import check

    store, name = open_store(path)
    if not isinstance(store, Folder):
        seen[Path(path)] = stamp(Path(path))
    folder, files = options["documents"], None
    if folder is not None:
        seen.update({file: stamp(file) for file in (Path(folder), *Path(folder).glob("*"))})
        files = documents(folder)
    options = {**options, "documents": files, "today": date.today()}
    return check.validate(Watched(store, seen), name, **options)


def changed(seen: dict[Path, Stamp]) -> list[str]:
    """Wait for a change and say in which files it is."""
    while True:
        time.sleep(POLL)
        found = [file.name for file, before in seen.items() if stamp(file) != before]
        if found:
            time.sleep(SETTLE)
            return found


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a rule finds, why it matters and how to fix it.

    Without CODE, list all rules.

    \b
    Example: bru explain BRU205
    """
    from bru.rulebook import load_rules

    with one_line():
        found = load_rules([code] if code else [])
    for rule in found:
        click.echo(f"{rule.code} ({rule.level}) {rule.title}")
        if code:
            click.echo(f"\n  Why: {rule.why}\n\n  Fix: {rule.fix}\n")
