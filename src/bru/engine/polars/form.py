"""Blocks that polars may parse as a whole: their form is proven by writing the records again.

If the same bytes come out, a block is what the writer writes of these records: so many cells in
each, quotes in one of two styles, whatever the reader makes of other forms.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from bru.engine.polars.lines import BOM, emptied, parsed
from bru.engine.polars.source import CHUNK

if TYPE_CHECKING:
    import polars as pl

Style = Literal["necessary", "always"]
STYLES: tuple[Style, ...] = ("necessary", "always")
BATCH = 2048  # rows that are written at a time
TAB, LF, FIRST, DEL = 9, 10, 32, 127  # characters before the first and the last are controls
CROWDED = 1000  # times as many marks as columns in a line, on average


class Form(NamedTuple):
    """How the records of a file are written. `canonical`: quotes only where they are needed."""

    mark: str
    quote: str
    width: int
    canonical: bool


class Proven(NamedTuple):
    """Records in good form, how many lines they are, how many line ends each `CHUNK` has."""

    frame: pl.DataFrame
    lines: int
    ends: Sequence[int]


def proven(body: bytes, form: Form, style: Style) -> Proven | None:
    """The records of whole lines in good form; None where that is not proven.

    Columns are "0", "1" and so on, an empty cell is null. No record consists of empty cells.
    """
    import polars as pl

    end = b"\r\n" if not form.canonical and b"\r" in body else b"\n"
    given = body if body.endswith(b"\n") else body + end
    if given.startswith(BOM) or is_crowded(given, form):
        return None
    schema = {str(n): pl.String for n in range(form.width)}
    try:
        frame = parsed(given, schema, form.mark, form.quote)
    except pl.exceptions.PolarsError:
        return None
    lines, quoted = frame.height, form.quote.encode() in given
    ends, controls = counted(given)
    if controls != sum(ends) * len(end):
        return None
    if sum(ends) != lines:
        if end != b"\n" or not quoted:
            return None
        lines = sum(ends)  # some of them are in cells
    if not quoted:
        marks = frame.height * (form.width - 1 + len(end))
        cells = sum(frame.select(pl.all().str.len_bytes().sum()).row(0))
        same = cells + marks == len(given)
    elif any((frame[name] == "").any() for name in frame.columns):
        same = not form.canonical and writes(frame, form, style, given, end)
        frame = emptied(frame)
    else:
        same = writes(frame, form, style, given, end)
    if not same or has_empty_row(frame):
        return None
    return Proven(frame, lines, ends if end == b"\n" else ())


def is_crowded(data: bytes, form: Form) -> bool:
    """Whether lines have so many marks that polars would take millions of cells apart."""
    most = CROWDED * form.width
    if all(data.find(b"\n", at, at + most) >= 0 for at in range(0, len(data), most)):
        return False  # as many lines as that many bytes: no need to count
    return data.count(form.mark.encode()) > most * data.count(b"\n")


def counted(data: bytes) -> tuple[Sequence[int], int]:
    """How many line ends each `CHUNK` has, and how many controls but tabs there are in all."""
    import polars as pl

    signs: pl.Series = pl.Series([data]).cast(pl.List(pl.UInt8))[0]
    ends, tabs = signs == LF, signs == TAB
    controls = (signs < FIRST).sum() - tabs.sum() + (signs == DEL).sum()
    each = (ends.slice(at, CHUNK).sum() for at in range(0, len(data), CHUNK))
    return array("H", each), controls


class Compared:
    """A file that compares what is written to it with the bytes that it is to have."""

    def __init__(self, expected: bytes) -> None:
        self.expected, self.at, self.same = expected, 0, True

    def write(self, data: bytes) -> int:
        """Compare the next bytes."""
        self.same = self.same and self.expected.startswith(data, self.at)
        self.at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept."""


def writes(frame: pl.DataFrame, form: Form, style: Style, given: bytes, end: bytes) -> bool:
    """Whether polars writes records as they are given."""
    file = Compared(given)
    frame.write_csv(
        file,
        include_header=False,
        batch_size=BATCH,
        separator=form.mark,
        quote_char=form.quote,
        line_terminator=end.decode(),
        quote_style=style,
    )
    return file.same and file.at == len(given)


def has_empty_row(frame: pl.DataFrame) -> bool:
    """Whether all cells of a record are empty."""
    import polars as pl

    if not all(frame[name].null_count() for name in frame.columns):
        return False
    return bool(frame.select(pl.all_horizontal(pl.all().is_null()).any()).item())
