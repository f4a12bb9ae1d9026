"""A CSV file → blocks of whole records, each a polars frame of texts with physical lines.

An expression proves of each line that it is a record in good form, in the automaton of polars.
Runs of lines that are not go to the exact reader (`bru.datapackage.table`), which says what is
wrong with them. A file that cannot be cut into lines at all is left to that reader as a whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO

from bru.datapackage import table
from bru.engine.polars.lines import (
    LINE,
    OddError,
    among,
    faulty,
    numbered,
    parsed,
    runs,
    split,
    with_lines,
    without,
)
from bru.engine.polars.source import STRIDE, Block, ahead, cut, records
from bru.model import limits
from bru.model.package import Resource
from bru.model.problem import Defect

if TYPE_CHECKING:
    import polars as pl

BLOCK = 8 * limits.MIB
WHOLE = ("line-end", "final-newline", "bom", "header")  # defects of a file, not of a record


Tell = Callable[[Iterable[Defect]], None]


class Blocks:
    """The records of one file, block by block. Raises OddError where that cannot be done.

    `seen` gets all bytes of `file`, in another thread.
    """

    def __init__(
        self,
        resource: Resource,
        canonical: bool,
        file: BinaryIO,
        seen: Callable[[bytes], object],
    ) -> None:
        self.resource, self.canonical, self.file, self.seen = resource, canonical, file, seen
        self.mark, self.quote = resource.dialect["delimiter"], resource.dialect["quoteChar"]
        plain = resource.dialect["doubleQuote"] and not resource.dialect["skipInitialSpace"]
        ascii_ = all(c == "\t" or (c.isascii() and c.isprintable()) for c in self.mark + self.quote)
        usual = (self.mark, self.quote) == (",", '"') or not canonical
        if not (plain and ascii_ and usual and resource.encoding.lower() in ("utf-8", "utf8")):
            raise OddError
        self.parts: list[Block] = []
        self.header: list[str] = []
        self.rows = self.returns = 0
        self._defects: dict[tuple[str, str, str], Defect] = {}

    def frames(self, parts: Iterable[bytes]) -> Iterator[pl.DataFrame]:
        """The frames of what `cut` gives, which is cut into lines in another thread."""
        line, last = 1, b""
        with closing(ahead(records(parts, self.quote, BLOCK))) as blocks:
            for at, data, count, lines in blocks:
                if line == 1:
                    self._head(data)
                self._returns(data, line, count)
                body = data.partition(b"\n")[2] if line == 1 else data
                frame, odd = self._frame(body, numbered(lines, line))
                marks = lines["ends"].gather_every(STRIDE, STRIDE - 1)
                self.parts.append(Block(at, len(data), line, odd, marks))
                self.rows += frame.height
                last = data[-1:]
                line += lines.height - (last != b"\n")
                yield frame
        if self.canonical and not self.returns and last != b"\n":
            self._tell([self._defect("final-newline", line, "no line end after the last record")])

    def again(self, lines: pl.Series | None = None) -> Iterator[pl.DataFrame]:
        """The frames of all blocks once more, or the records that begin in these lines."""
        import polars as pl

        if lines is None:
            yield from map(self._once_more, self.parts)
            return
        few: list[tuple[bytes, pl.Series]] = []
        for part, wanted in self._wanted(lines):
            dense = wanted.len() >= part.marks.len() or among(wanted, part.odd)
            if dense or len(few) == STRIDE:  # together not more than one block
                yield from self._few(few)
                few = []
            if dense:
                yield self._once_more(part).filter(pl.col(LINE).is_in(wanted.implode()))
            else:
                few.append((part.cut_out(self.file, wanted), wanted))
        yield from self._few(few)

    @property
    def defects(self) -> list[Defect]:
        """What was met, each kind, detail and value once; of needless quotes the first line."""
        found = [*self._defects.values()]
        if self.returns:
            what = f"CR LF instead of LF, {self.returns:,} in all"
            found = [d._replace(detail=what) if d.kind == "line-end" else d for d in found]
        sound = [d for d in found if d.kind != "quoting"]
        return sound or sorted(found, key=lambda d: d.line)[:1]

    def _tell(self, defects: Iterable[Defect]) -> None:
        for d in defects:
            key = d.kind, d.detail, d.value
            if known := self._defects.get(key):
                lines = known.lines or array("q", [known.line])
                assert isinstance(lines, array)
                lines.extend(d.lines or [d.line])
                self._defects[key] = known._replace(lines=lines)
            else:
                self._defects[key] = d

    def _defect(self, kind: str, line: int, detail: str) -> Defect:
        return Defect(kind, self.resource.name, line, detail=detail, path=self.resource.path)

    def _returns(self, data: bytes, line: int, count: int) -> None:
        count = count if self.canonical else 0
        if count and not self.returns:
            first = line + data.count(b"\n", 0, data.index(b"\r"))
            self._tell([self._defect("line-end", first, "")])
        self.returns += count

    def cut(self) -> Generator[bytes]:
        """The bytes of the file in blocks of whole lines."""
        return cut(self.file, BLOCK, self.seen)

    def _head(self, data: bytes) -> None:
        """Read the header, whose line is then `top`."""
        self.top, end, _ = data.partition(b"\n")
        if self.top.count(self.quote.encode()) % 2:
            raise OddError
        found, defects = table.read(self.top + end, self.resource, self.canonical)
        if isinstance(found, table.Unreadable):
            raise OddError
        self._tell(d for d in defects if d.kind not in ("line-end", "final-newline"))
        self.header = list(found.header)

    def _frame(self, data: bytes, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series | None]:
        """The records in some lines of the file, and which of the lines are in no good form."""
        odd = faulty(lines, self.mark, self.quote, len(self.header), self.canonical)
        if not odd.any():
            return self._parse(data, lines[LINE]), None
        return self._both(data, lines, odd, self._tell), lines[LINE].filter(odd)

    def _both(self, data: bytes, lines: pl.DataFrame, odd: pl.Series, tell: Tell) -> pl.DataFrame:
        """The records in lines in good form, and those in odd ones; each run begins with one."""
        import polars as pl

        begun, ended = runs(odd)
        good = self._parse(without(data, lines["ends"], begun, ended), lines[LINE].filter(~odd))
        at = [n for run in zip(begun, ended, strict=True) for n in range(*run)]
        starts = {*lines[LINE][begun]}
        exact = self._exact(lines[LINE][at], lines["text"][at], starts, tell)
        return pl.concat([good, exact]).sort(LINE)

    def _wanted(self, lines: pl.Series) -> Iterator[tuple[Block, pl.Series]]:
        """The blocks in which some of these lines are, with those."""
        import polars as pl

        lines = lines.unique().sort()
        starts = pl.Series([part.line for part in self.parts], dtype=pl.Int64)
        edges = [*lines.search_sorted(starts), lines.len()]
        for part, first, end in zip(self.parts, edges, edges[1:], strict=False):
            if first < end:
                yield part, lines.slice(first, end - first)

    def _few(self, few: Sequence[tuple[bytes, pl.Series]]) -> Iterator[pl.DataFrame]:
        """The records in lines that were cut out of some blocks, in one frame."""
        import polars as pl

        if few:
            data, lines = zip(*few, strict=True)
            yield self._parse(b"".join(data), pl.concat(lines))

    def _once_more(self, part: Block) -> pl.DataFrame:
        """The records of a block that was read before."""
        import polars as pl

        self.file.seek(part.at)
        data = self.file.read(part.size)
        body = data.partition(b"\n")[2] if part.line == 1 else data
        if part.odd is None:
            count = body.count(b"\n") + (body[-1:] not in (b"\n", b""))
            first = part.line + (part.line == 1)
            return self._parse(body, pl.int_range(first, first + count, eager=True).alias(LINE))
        lines = numbered(split(data, self.quote), part.line)
        odd = lines[LINE].is_in(part.odd.implode())
        return self._both(body, lines, odd, lambda _: None)

    def _parse(self, data: bytes, numbers: pl.Series) -> pl.DataFrame:
        """Records in good form; an empty cell is "" or null."""
        import polars as pl

        schema = {str(n): pl.String for n in range(len(self.header))}
        if not numbers.len():
            frame = pl.DataFrame(schema=schema)
        else:
            frame = parsed(data, schema, self.mark, self.quote)
        if frame.height != numbers.len():
            raise OddError
        frame.columns = self.header
        if any("" not in field.missing for field in self.resource.schema.fields):
            frame = frame.fill_null("")
        return with_lines(frame, numbers)

    def _exact(
        self, lines: Iterable[int], texts: Iterable[str], starts: set[int], tell: Tell
    ) -> pl.DataFrame:
        """Records that are not in good form, as the exact reader reads them.

        They stand in runs of lines; each run has to begin with a record, at one of `starts`.
        """
        import polars as pl

        at = [1, 1, *lines]  # the line that each line of this text, below the header, is in
        text = "\n".join(["", *texts, ""]).encode()
        found, defects = table.read(self.top + text, self.resource, self.canonical)
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
        schema = {**dict.fromkeys(self.header, pl.String), LINE: pl.Int64}
        return pl.DataFrame({**found.columns, LINE: begins}, schema=schema)
