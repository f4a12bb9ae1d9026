"""Where a report goes: the terminal or a file, which it replaces only if bru wrote it."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

import bru
from bru.check.reader import Step
from bru.cli.common import one_line, quiet
from bru.model.many import parts
from bru.model.report import Report
from bru.render import FORMATS
from bru.store import StoreError

if TYPE_CHECKING:
    from bru.render.printable import Paint

TOGETHER = 500  # pieces of a report that are printed at once
HEAD, TAIL = 65_536, 4_096  # bytes of a file in which it says that bru wrote it
OWN = re.compile(  # how an answer of bru begins or ends
    r"\A(?:\{\s+\"bru\": \"|# \S+ \S+: sha256sum -c in|(?:# )?\S.* \(.+\) → .+ \(.+\)\n)"
    r"|\A(?:.+: |::\w+ .*title=| *[0-9,]+  )BRU[0-9]{3}\b|\A::notice .*title=|^How to cite:\n  "
    r"|checked by bru [0-9.]+\)\n(`bru explain .*\n)?\Z|\">Written by bru [0-9]|, drawn by bru</"
    r"|<testsuites name=\"bru |\"driver\": \{\s+\"name\": \"bru\"",
    re.MULTILINE,
)
PATIENCE, PAUSE = 2.0, 0.2  # seconds until progress is shown; between two of its states
CLEAR = "\r\x1b[K"
OF_REPOSITORY = ("github", "sarif", "junit")


def write(report: Report, *, form: str, output: str | None, statistics: bool) -> None:
    """Give the report to the terminal, or to the file `output` and nothing to the terminal."""
    with one_line():
        root = os.path.normpath(Path(report.root).absolute())
        report = report._replace(root=root, base=base(root, form))
    if form == "text":
        from bru.render import text as words
        from bru.render.printable import plain

        render = words.statistics if statistics else words.text
        paint = plain if output else colours()
        text = render(report, bru.version, paint, brief=quiet())
    else:
        text = FORMATS[form](report, bru.version)
    if output:
        with one_line():
            write_over(Path(output), (part.encode("utf-8") for part in text))
        return
    if form == "text":
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        text = (part.encode(encoding, "backslashreplace").decode(encoding) for part in text)
        if sys.stdout.isatty():
            from bru.render.printable import narrow

            width = get_terminal_size().columns
            text = (narrow(part, width) for part in text)
    for part in parts(text, TOGETHER):
        piece = "".join(part)
        # What colours there are were decided on above.
        click.echo(piece if form == "text" else piece.encode("utf-8"), nl=False, color=True)


def write_over(file: Path, data: bytes | Iterator[bytes]) -> None:
    """Write an answer to a file, which is new, empty or an earlier answer. Raises StoreError."""
    from bru.store.replace import save

    if file.is_file():
        with file.open("rb") as stream:
            there = stream.read(HEAD)
            stream.seek(max(HEAD, file.stat().st_size - TAIL))
            there += stream.read()
        if there and not OWN.search(there.decode("utf-8", "replace")):
            raise StoreError(f"{file}: bru did not write it: choose another name, or delete it")
    save(file, data)


def colours() -> Paint:
    """What paints the output, or leaves it as it is."""
    from bru.render import printable

    return printable.coloured if coloured() else printable.plain


def coloured() -> bool:
    """Whether to write colours: on a terminal, unless --color or the environment say otherwise."""
    context = click.get_current_context(silent=True)
    if context and context.color is not None:
        return context.color
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def base(root: str, form: str) -> str:
    """The folder that paths are told from: the current one.

    Those who show a repository want its root, where there is one.
    """
    where = Path(root).resolve()
    if form in OF_REPOSITORY:
        for folder in (where, *where.parents):
            if (folder / ".git").exists():
                return str(folder)
    return str(Path.cwd())


class Progress:
    """Tells the steps of a check on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.stage, self.since = "", self.began
        self.shown = False

    def __call__(self, step: Step) -> None:
        """Show a step, unless the last was shown just now."""
        now = time.monotonic()
        if step.unit != self.stage:
            self.stage, self.since = step.unit, now
        if now - self.began > PATIENCE and now - self.last > PAUSE:
            self.last, self.shown = now, True
            click.echo(CLEAR + line(step, now - self.since), err=True, nl=False)


def line(step: Step, seconds: float) -> str:
    """The step in words: what is done, how fast, how much time is left of this stage."""
    share = step.done / step.of if step.of else 1.0
    left = f", {seconds / share * (1 - share):.0f} s left" if share else ""
    speed = f", {step.done / seconds / 1e6:,.0f} MB/s" if step.unit == "bytes" and seconds else ""
    return f"{share:4.0%} {step.what}{speed}{left}"


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What tells the steps of a check, None where nobody looks; its line is cleared at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    told = Progress()
    try:
        yield told
    finally:
        if told.shown:
            click.echo(CLEAR, err=True, nl=False)
