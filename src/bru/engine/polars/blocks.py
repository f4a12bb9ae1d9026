"""A CSV file → blocks of whole records, each a polars frame of texts with physical lines.

Most blocks are proven to be in good form as a whole (`form`). Of the others an expression proves
it line by line, in the automaton of polars; runs of lines that are not go to the exact reader
(`records`), which says what is wrong with them. A file that cannot be cut into lines at all is left
to that reader as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bru.engine import Source
from bru.engine.exact import by_line
from bru.engine.polars.form import STYLES, Form, Proven, counted, proven
from bru.engine.polars.lines import LINE, OddError, below, numbered, returns, split, whole_runs
from bru.engine.polars.met import Met
from bru.engine.polars.records import Records
from bru.engine.polars.source import Block, Places, beside, cut, whole
from bru.model import limits
from bru.model.package import Package, Resource
from bru.store.unresolved import marked, pointer, unresolved

if TYPE_CHECKING:
    import polars as pl

BLOCK = 8 * limits.MIB
STRIDE = 32  # lines, of which one is wanted: then all of a block are parsed again
Proof = Future[Proven | None] | None
FAILURES = 3  # blocks on end that are not proven as a whole; then that is not tried any more


class Piece(NamedTuple):
    """A part of a table: a block, or its end; without blocks a table that cannot be read so."""

    name: str
    blocks: Blocks | None
    frame: pl.DataFrame | None


def pieces(tables: Iterable[tuple[Resource, Source]], canonical: bool) -> Generator[Piece]:
    """The blocks of all tables, one after the other."""
    for resource, source in tables:
        try:
            blocks = Blocks(resource, canonical, source.file, source.seen)
            with closing(blocks.cut()) as parts:
                for frame in blocks.frames(parts):
                    yield Piece(resource.name, blocks, frame)
        except OddError:
            yield Piece(resource.name, None, None)
        else:
            yield Piece(resource.name, blocks, None)


def targets_first(package: Package, names: Iterable[str]) -> list[str]:
    """Tables in an order in which most come behind those they refer to."""
    found: dict[str, None] = {}

    def visit(name: str, above: frozenset[str]) -> None:
        if name in package.by_name and name not in found:
            for key in package.resource(name).schema.foreign_keys:
                if key.target not in above and key.target != name:
                    visit(key.target, above | {name})
            found[name] = None

    given = [*names]
    for name in given:
        visit(name, frozenset([name]))
    return [name for name in found if name in given]


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
        self.resource, self.places, self.seen = resource, Places(file), seen
        if not by_line(resource, canonical):
            raise OddError
        self.form = Form(resource.dialect.delimiter, resource.dialect.quote, 0, canonical)
        self.styles = STYLES[:1] if canonical else STYLES
        self.met = Met(resource, canonical)
        self.parts: list[Block] = []
        self.header, self.columns = list[str](), list[str]()
        self.rows = self.failures = 0
        self.inner = False  # whether a cell goes over the end of a block

    def cut(self) -> Generator[bytes]:
        """The bytes of the file in blocks of whole lines."""
        return cut(self.places.file, BLOCK, self.seen)

    def frames(self, parts: Iterable[bytes]) -> Iterator[pl.DataFrame]:
        """The frames of what `cut` gives."""
        at, line, data, doubted = 0, 1, b"", False
        for part, proof in beside(parts, partial(self._proven, line=2), self._provable):
            data += part
            doubted = doubted or marked(part) or (line == 1 and bool(pointer(data)))
            if not self.header:
                top, end, _ = data.partition(b"\n")
                self.records = Records(self.resource, self.form, top + end, self.met.tell)
                self.header, self.columns = self.records.header, self.records.columns
            good, size = self._good(data, line, proof if len(data) == len(part) else None)
            if size:
                yield self._block(at, line, data[:size], good)
                at, line, data = at + size, line + self.parts[-1].lines, data[size:]
            if len(data) > BLOCK + limits.CELL:
                raise OddError
        if data:
            yield self._block(at, line, data, None)
            line += self.parts[-1].lines
        # Only as a whole it tells marks from lines of a text in quotes.
        if doubted and unresolved(self.places.read(0)):
            raise OddError
        self.met.ended(line, data[-1:] or part[-1:])

    def again(self, lines: pl.Series | None = None) -> Generator[pl.DataFrame]:
        """The frames of all blocks once more, or the records that begin in these lines."""
        import polars as pl

        if lines is None:
            yield from map(self._once_more, self.parts)
            return
        few: list[tuple[bytes, pl.Series]] = []
        for part, wanted in self._wanted(lines):
            dense = part.inner or not part.ends or wanted.len() >= part.lines // STRIDE
            odd = part.odd is not None
            if dense or odd or len(few) == STRIDE:  # together not more than one block
                yield from self._few(few)
                few = []
            if dense or odd:
                found = self._once_more(part) if dense else self._some(part, wanted)
                yield found.filter(pl.col(LINE).is_in(wanted.implode()))
            else:
                few.append((part.cut_out(self.places, wanted), wanted))
        yield from self._few(few)

    def _good(self, data: bytes, line: int, proof: Proof) -> tuple[Proven | None, int]:
        """The records of a block if all are in good form, and how many bytes are whole records."""
        quote, end = self.quote, len(data)
        if self.inner or self.failures == FAILURES:
            end, proof = whole(data, quote), None
        good = proof.result() if proof else self._proven(data[:end], line)
        if not good and end == len(data) > (less := whole(data, quote)):
            self.inner, end = True, less
            good = self._proven(data[:end], line)
        self.failures = 0 if good else min(FAILURES, self.failures + 1)
        return good, end

    def _provable(self) -> bool:
        """Whether the next blocks may be proven as they are."""
        return bool(self.header) and not self.inner and self.failures < FAILURES

    def _proven(self, data: bytes, line: int) -> Proven | None:
        body = below(data) if line == 1 else data
        told = line == 1 and self.records.returned and self.form.canonical
        if told or not body or self.failures == FAILURES:
            return None
        for style in self.styles:
            if found := proven(body, self.records.form, style):
                self.styles = (style, *(other for other in self.styles if other != style))
                return found
        return None

    def _block(self, at: int, line: int, data: bytes, good: Proven | None) -> pl.DataFrame:
        """The records of a block, which is remembered."""
        body = below(data) if line == 1 else data
        place, top = (at, len(data), line), len(data) - len(body)
        if good:
            inner = good.lines != good.frame.height
            part = Block(*place, good.lines + bool(top), None, inner, top, good.ends)
            frame = self._lined(good.frame, part)
        else:
            self.met.returned(data, line, count := returns(data))
            lines = split(data, self.quote.decode())
            own = numbered(lines, line)
            odd = self.records.odd(own)
            frame = self.records.both(body, own, odd, self.met.tell)
            ends = () if count else counted(body)[0]
            part = Block(*place, lines.height, own[LINE].filter(odd), False, top, ends)
        self.parts.append(part)
        self.rows += frame.height
        return frame

    @property
    def quote(self) -> bytes:
        """The sign around cells."""
        return self.form.quote.encode()

    def _lined(self, frame: pl.DataFrame, part: Block) -> pl.DataFrame:
        """Records in good form with their names, and the lines they begin in."""
        import polars as pl

        first = part.line + (part.line == 1)
        numbers = pl.int_range(first, first + frame.height, eager=True)
        if part.inner:
            ends = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))
            numbers += frame.select(ends.cum_sum().shift(1, fill_value=0)).to_series()
        return self.records.named(frame, numbers)

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
            yield self.records.some(b"".join(data), pl.concat(lines))

    def _some(self, part: Block, wanted: pl.Series) -> pl.DataFrame:
        """A few records of a block with odd lines; such a line is read with all of its run."""
        assert part.odd is not None
        lines = whole_runs(part.odd, wanted)
        good = wanted.filter(~wanted.is_in(part.odd.implode()))
        data = part.cut_out(self.places, lines), part.cut_out(self.places, good)
        return self.records.apart(data, lines, good)

    def _once_more(self, part: Block) -> pl.DataFrame:
        """The records of a block that was read before."""
        data = self.places.read(part.at, part.size)
        body = below(data) if part.line == 1 else data
        if part.odd is None:
            return self._lined(self.records.parsed(body), part)
        lines = numbered(split(data, self.quote.decode()), part.line)
        odd = lines[LINE].is_in(part.odd.implode())
        return self.records.both(body, lines, odd, lambda _: None)
