"""The tables of a package as records of Spark: number of the table, line, cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from heapq import merge
from typing import TYPE_CHECKING, Any

from bru.datapackage.table import Table
from bru.engine import Source, python
from bru.engine.spark.file import File, OddError, Record
from bru.engine.spark.scan import Scan
from bru.engine.spark.session import framed, session
from bru.engine.spark.sql import Cells, array, by_table
from bru.model import limits
from bru.model.package import Package
from bru.model.question import Columns, Hit, Row, Unanswerable, Unsorted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TOGETHER = 8 * limits.MIB  # files up to this size are read in one go
KEPT = 100_000  # rows of a table that is brought here when whole columns of it are asked for
READ = 8 * limits.MIB


class Records:
    """All tables, read for the first time; what is wrong with their bytes is told."""

    def __init__(self, package: Package, sources: Mapping[str, Source | Unanswerable]) -> None:
        self.package, self.spark = package, session()
        self.names = [*sources]
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.headers: dict[str, Sequence[str] | Unanswerable] = {}
        self.cells: dict[int, Cells] = {}
        self.rows: dict[str, int] = {}
        self.local: dict[int, list[Record]] = {}  # records that the exact reader has read
        self.branches: list[tuple[list[int], DataFrame]] = []  # of these tables
        self._kept: python.Engine | None = None
        self._read(sources)

    def _read(self, sources: Mapping[str, Source | Unanswerable]) -> None:
        files: list[File] = []
        whole: list[tuple[str, Source]] = []
        for number, (name, source) in enumerate(sources.items()):
            if isinstance(source, Unanswerable):
                self.headers[name] = source
                continue
            try:
                resource = self.package.resource(name)
                files.append(File(number, resource, source, self.package.canonical))
            except OddError:
                whole.append((name, source))
        scans = [Scan(self.spark, [f]) for f in files if f.size > TOGETHER]
        if small := [f for f in files if f.size <= TOGETHER]:
            scans.append(Scan(self.spark, small))
        with ThreadPoolExecutor(1) as pool:
            seen = [pool.submit(see, f.source) for f in files]
            whole += [(f.resource.name, f.source) for scan in scans for f in scan.read()]
            for one in seen:
                one.result()
        for scan in scans:
            self._scanned(scan)
        for name, source in whole:
            self._whole(name, source.whole())
        if rows := [record for records in self.local.values() for record in records]:
            t, line, p = zip(*rows, strict=True)
            frame = framed(self.spark, {"t": t, "line": line, "p": p}, "int long texts")
            self.branches.append(([*self.local], frame))

    def _scanned(self, scan: Scan) -> None:
        """Take in the tables of a scan."""
        for file in scan.files:
            name = file.resource.name
            self.headers[name], self.rows[name] = file.header, file.rows
            self.cells[file.number] = Cells(file.resource.schema, file.header)
            file.source.read_on(file.rows)
            file.source.done(file.rows, file.defects)
        for record in scan.exact:
            self.local.setdefault(record[0], []).append(record)
        if scan.files:
            self.branches.append(([f.number for f in scan.files], scan.records()))

    def _whole(self, name: str, table: Table | Unanswerable) -> None:
        """Take in a table that was not read by Spark."""
        if isinstance(table, Unanswerable):
            self.headers[name] = table
            return
        number = self.numbers[name]
        header = [*table.columns]
        self.headers[name], self.rows[name] = header, len(table.lines)
        self.cells[number] = Cells(self.package.resource(name).schema, header)
        rows = zip(*table.columns.values(), strict=True)
        if found := [(number, n, [*row]) for n, row in zip(table.lines, rows, strict=True)]:
            self.local[number] = found

    def of(self, resource: str) -> Cells:
        """The cells of a table."""
        return self.cells[self.numbers[resource]]

    def emitted(self, parts: Mapping[str, Iterable[str]], where: str = "true") -> DataFrame | None:
        """What these structs hold of each row, and its table, line and primary key.

        None where there is no row.
        """
        own = {self.numbers[n]: f"array_compact(array({', '.join(p)}))" for n, p in parts.items()}
        found = []
        for numbers, frame in self.branches:
            inner = {n: part for n, part in own.items() if n in numbers}
            if inner:
                keys = by_table({n: self.cells[n].own() for n in inner}, "null")
                rows = frame.where(f"t in ({', '.join(map(str, inner))}) and ({where})")
                fields = f"inline({by_table(inner, 'null')})"
                found.append(rows.selectExpr("t", "line", f"{keys} own", fields))
        return reduce(lambda a, b: a.unionAll(b), found) if found else None

    def large(self, resource: str) -> bool:
        """Whether a table is too large to be brought here as a whole."""
        return self.rows[resource] > KEPT

    def keys(self, resource: str, lines: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of the records that begin in these lines."""
        if self._kept is not None and not self.large(resource):
            own = self._table(resource).lines
            at = {bisect_left(own, line): line for line in lines}
            return {at[row]: key for row, key in self._kept.keys(resource, at).items()}
        return {row.line: tuple(row.own) for row in self._at(resource, (), lines)}

    def at(self, resource: str, fields: Sequence[str], lines: Sequence[int]) -> list[Row]:
        """These cells of the records that begin in these lines."""
        rows = self._at(resource, fields, lines)
        return sorted(Row(row.line, tuple(row.cells)) for row in rows)

    def _at(self, resource: str, fields: Sequence[str], lines: Sequence[int]) -> list[Any]:
        from pyspark.sql import functions as f

        part = f"named_struct('cells', {array(self.of(resource).texts(fields))})"
        if not lines or (frame := self.emitted({resource: [part]})) is None:
            return []
        known = framed(self.spark, {"line": lines}, "long")
        return [*frame.join(f.broadcast(known), "line").collect()]

    def answer(self, question: Columns | Unsorted) -> Sequence[Any] | Unanswerable:
        """What the engine for small tables answers, with lines for rows."""
        lines = self._table(question.resource).lines
        assert self._kept is not None
        answer = self._kept.answer(question)
        if isinstance(answer, Unanswerable):
            return answer
        found: list[Any] = [*answer]
        if isinstance(question, Columns):
            return [Row(lines[one.row], one.cells) for one in found]
        return [Hit(one.value, [lines[row] for row in one.rows]) for one in found]

    def _table(self, resource: str) -> Table:
        """A table that is not large; all of them are brought here together."""
        if self._kept is None:
            small = [self.numbers[n] for n in self.rows if not self.large(n)]
            records: dict[int, list[Record]] = {number: [] for number in small}
            for numbers, frame in self.branches:
                if wanted := [str(n) for n in numbers if n in records]:
                    for record in frame.where(f"t in ({', '.join(wanted)})").collect():
                        records[record.t].append(record)
            tables: dict[str, Table | Unanswerable] = {}
            for number, rows in records.items():
                rows.sort(key=lambda r: r[1])
                header = self.cells[number].header
                cells = [*zip(*(r[2] for r in rows), strict=True)] or [()] * len(header)
                columns: dict[str, Sequence[str | None]] = dict(zip(header, cells, strict=True))
                tables[self.names[number]] = Table(tuple(header), columns, [r[1] for r in rows])
            self._kept = python.Engine(self.package, tables)
        return self._kept._table(resource)

    def records(self, resource: str, fields: Sequence[str]) -> Iterator[Row]:
        """These cells of a table, row by row; only a part of the table is here at a time."""
        number, cells = self.numbers[resource], self.of(resource)
        texts = array(cells.texts(fields))
        sides: list[Iterable[tuple[int, Sequence[str]]]] = []
        for numbers, frame in self.branches:
            if number in numbers:
                found = frame.where(f"t = {number}").selectExpr("line", f"{texts} cells")
                if len(numbers) > 1:  # blocks and tables in some order
                    found = found.orderBy("line")
                sides.append((row.line, row.cells) for row in found.toLocalIterator())
        for line, found_cells in merge(*sides):
            yield Row(line, tuple(found_cells))


def see(source: Source) -> None:
    """Show all bytes of a file to its source."""
    source.file.seek(0)
    while data := source.file.read(READ):
        source.seen(data)
