"""Lines of a block → records: of good ones by polars, of others by the exact reader."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from bru.datapackage import table
from bru.engine.polars.form import Form
from bru.engine.polars.lines import (
    BOM,
    LINE,
    OddError,
    emptied,
    faulty,
    parsed,
    returns,
    runs,
    valued,
    with_lines,
    without,
)
from bru.model.package import Resource
from bru.model.problem import Defect

if TYPE_CHECKING:
    import polars as pl

WHOLE = ("line-end", "final-newline", "bom", "header")  # defects of a file, not of a record
Tell = Callable[[Iterable[Defect]], None]


class Records:
    """Lines below a header → frames of texts. Raises OddError.

    An empty cell is null, unless it is a value of its field; then only one that is not there is.
    """

    def __init__(self, resource: Resource, form: Form, top: bytes, tell: Tell) -> None:
        """Read the header, whose line is `top`; `tell` is told what is met."""
        if top.count(form.quote.encode()) % 2 or top.removeprefix(BOM).lstrip()[:1] in (b"{", b"["):
            raise OddError  # the header goes on, or the whole may be JSON
        self.returned = bool(returns(top))
        self.resource, self.top, self.tell = resource, top, tell
        found, defects = table.read(top, resource, form.canonical)
        nameless = any(d.kind == "header" and not d.field for d in defects)  # what is below tells
        if isinstance(found, table.Unreadable) or not found.header or nameless:
            raise OddError
        tell(d for d in defects if d.kind not in ("line-end", "final-newline"))
        self.header, self.columns = list(found.header), list(found.columns)
        self.valued = [n for n in valued(resource.schema) if n in self.header]
        self.form = form._replace(width=len(self.header))

    def named(self, frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
        """Records with the names of the header, and the lines they begin in."""
        import polars as pl

        frame.columns = self.header
        if self.valued:
            frame = frame.with_columns(pl.col(self.valued).fill_null(""))
        if absent := self.columns[len(self.header) :]:  # columns that may be missing
            frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
        return with_lines(frame, numbers)

    def parsed(self, data: bytes) -> pl.DataFrame:
        """Records in good form without names."""
        import polars as pl

        schema = {str(n): pl.String for n in range(self.form.width)}
        if not data:
            return pl.DataFrame(schema=schema)
        return emptied(parsed(data, schema, self.form.mark, self.form.quote))

    def some(self, data: bytes, numbers: pl.Series) -> pl.DataFrame:
        """The records in lines in good form."""
        frame = self.parsed(data) if numbers.len() else self.parsed(b"")
        if frame.height != numbers.len():
            raise OddError
        return self.named(frame, numbers)

    def odd(self, lines: pl.DataFrame) -> pl.Series:
        """Which lines are in no good form."""
        return faulty(lines, *self.form)

    def both(self, data: bytes, lines: pl.DataFrame, odd: pl.Series, tell: Tell) -> pl.DataFrame:
        """The records in lines in good form, and those in odd ones; each run begins with one."""
        import polars as pl

        if not odd.any():
            return self.some(data, lines[LINE])
        begun, ended = runs(odd)
        good = self.some(without(data, lines["ends"], begun, ended), lines[LINE].filter(~odd))
        at = [n for run in zip(begun, ended, strict=True) for n in range(*run)]
        starts = {*lines[LINE][begun]}
        exact = self._exact(lines[LINE][at], lines["text"][at], starts, tell)
        return pl.concat([good, exact]).sort(LINE)

    def apart(self, data: tuple[bytes, bytes], odd: pl.Series, good: pl.Series) -> pl.DataFrame:
        """The records in `odd` lines, whole runs of them, and in lines in good form."""
        import polars as pl

        found = self.some(data[1], good)
        if not odd.len():
            return found
        starts = {*odd.filter((odd != odd.shift(1) + 1).fill_null(True))}
        texts = data[0].decode().removesuffix("\n").split("\n")
        return pl.concat([found, self._exact(odd, texts, starts, lambda _: None)]).sort(LINE)

    def _exact(
        self, lines: Iterable[int], texts: Iterable[str], starts: set[int], tell: Tell
    ) -> pl.DataFrame:
        """Records that are not in good form, as the exact reader reads them.

        They stand in runs of lines; each run has to begin with a record, at one of `starts`.
        """
        import polars as pl

        at = [1, 1, *lines]  # the line that each line of this text, below the header, is in
        text = "\n".join(["", *texts, ""]).encode()
        top = self.top.removesuffix(b"\n")
        found, defects = table.read(top + text, self.resource, self.form.canonical)
        if isinstance(found, table.Unreadable):
            raise OddError
        told = [d for d in defects if d.kind not in WHOLE and (d.lines or d.line > 1)]
        told = [
            d._replace(line=at[d.line], lines=array("q", [at[n] for n in d.lines if n > 1]))
            for d in told
        ]
        begins = [at[n] for n in found.lines]
        empty = (n for d in told if d.kind == "empty-line" for n in d.lines or [d.line])
        if not starts <= {*begins, *empty}:
            raise OddError
        tell(told)
        schema = {**dict.fromkeys(self.columns, pl.String), LINE: pl.Int64}
        frame = pl.DataFrame({**found.columns, LINE: begins}, schema=schema)
        return emptied(frame, self.valued)
