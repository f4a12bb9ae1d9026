"""The engine for small tables: standard library only, everything in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import starmap
from typing import Any

from bru.datapackage import expression
from bru.datapackage.alphabet import ASCII, letters, possible
from bru.datapackage.ambiguity import Ranges
from bru.datapackage.table import Table, ordered, sort_key
from bru.datapackage.types import identity
from bru.engine import lacking
from bru.engine.exact import alike, breaks, chosen, counted, judged
from bru.model.package import Package, Resource
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Hit,
    Question,
    Repeated,
    Row,
    Suspected,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Unnamed, Words

Cells = Sequence[str | None]


class Engine:
    """Answers questions about the tables of one package; a row is the number of its record."""

    name = "python"

    def __init__(self, package: Package, tables: Mapping[str, Table | Unanswerable]) -> None:
        self.package, self.tables = package, tables
        self._headers = {
            n: t if isinstance(t, Unanswerable) else t.columns for n, t in tables.items()
        }
        self._columns: dict[tuple[str, str], Cells] = {}
        self._distinct: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._alphabets: dict[tuple[str, str], Ranges] = {}
        expression.begin()

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := lacking(question, self.package, self._headers):
            return why
        match question:
            case Unmatched() | Suspected() | Doubled():
                return self._values(question)
            case Words(texts):
                columns = (self.column(table, name) for table, names in texts for name in names)
                return counted(question, ([c or "" for c in column] for column in columns))
            case Unnamed():
                return self._records(Columns(question.resource, question.fields))
            case Absent():
                return self._absent(question)
            case Repeated():
                return self._repeated(question)
            case Dangling():
                return self._dangling(question)
            case Breaking():
                return self._breaking(question)
            case Unsorted():
                return self._unsorted(question)
            case Columns():
                return self._records(question)
        raise TypeError(f"not a question about tables: {question!r}")

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in (header = 1)."""
        return self._table(resource).lines[row]

    def keys(self, resource: str, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as ""."""
        columns = self._table(resource).columns
        names = self.package.resource(resource).schema.primary_key
        cells = [columns[n] for n in names if n in columns]
        return {row: tuple(c[row] or "" for c in cells) for row in rows}

    def _table(self, resource: str) -> Table:
        table = self.tables[resource]
        assert isinstance(table, Table)
        return table

    def column(self, resource: str, field: str) -> Cells:
        """The cells of one field, None where the cell is missing."""
        key = (resource, field)
        if key not in self._columns:
            missing = self._resource(resource).schema.field(field).missing
            cells = self._table(resource).columns[field]
            self._columns[key] = [None if c is None or c in missing else c for c in cells]
        return self._columns[key]

    def distinct(self, resource: str, field: str) -> dict[str, list[int]]:
        """The rows of each distinct value of one field."""
        key = (resource, field)
        if key not in self._distinct:
            rows: dict[str, list[int]] = {}
            for row, cell in enumerate(self.column(resource, field)):
                if cell is not None:
                    rows.setdefault(cell, []).append(row)
            self._distinct[key] = rows
        return self._distinct[key]

    def _resource(self, name: str) -> Resource:
        return self.package.resource(name)

    def _keys(self, resource: str, fields: Sequence[str]) -> list[tuple[str | None, ...]]:
        """The key of each row by what it means, so that 01 and 1 are the same."""
        schema = self._resource(resource).schema
        columns = []
        for name in fields:
            cells, field = self.column(resource, name), schema.field(name)
            if same := identity(field):
                known = {c: same(c) for c in {*cells} if c is not None}
                cells = [None if c is None else known[c] for c in cells]
            columns.append(cells)
        return list(zip(*columns, strict=True))

    def _values(self, q: Unmatched | Suspected | Doubled) -> list[Hit] | Unanswerable:
        values = self.distinct(q.resource, q.field)
        if isinstance(q, Suspected):
            if not possible(q.suspicion, self._letters(q.resource, q.field)):
                return []
            if not possible(q.suspicion, ASCII):
                values = {value: rows for value, rows in values.items() if not value.isascii()}
        try:
            return [*judged(q, (Hit((value,), rows) for value, rows in values.items()))]
        except expression.UnboundedError as error:
            return Unanswerable(f"{q.resource}.{q.field}: {error}")

    def _letters(self, resource: str, field: str) -> Ranges:
        """The characters of the values of one field."""
        key = (resource, field)
        if key not in self._alphabets:
            self._alphabets[key] = letters(self.distinct(resource, field))
        return self._alphabets[key]

    def _absent(self, q: Absent) -> list[Hit]:
        rows = [row for row, cell in enumerate(self.column(q.resource, q.field)) if cell is None]
        return [Hit((), rows)] if rows else []

    def _repeated(self, q: Repeated) -> list[Hit]:
        seen: dict[tuple[str | None, ...], list[int]] = {}
        for row, key in enumerate(self._keys(q.resource, q.fields)):
            if None not in key:
                seen.setdefault(key, []).append(row)
        return [
            Hit(tuple(c or "" for c in key), rows[1:])
            for key, rows in seen.items()
            if len(rows) > 1
        ]

    def _dangling(self, q: Dangling) -> list[Hit]:
        targets = {
            key
            for target, fields in ((q.target, q.target_fields), *q.also)
            for key in self._keys(target, fields)
        }
        found: dict[tuple[str | None, ...], list[int]] = {}
        for row, key in enumerate(self._keys(q.resource, q.fields)):
            if None not in key and key not in targets:
                found.setdefault(key, []).append(row)
        return [Hit(tuple(c or "" for c in key), rows) for key, rows in found.items()]

    def _breaking(self, q: Breaking) -> list[Hit]:
        pairs = zip(self.column(q.resource, q.left), self.column(q.resource, q.right), strict=True)
        return [
            Hit((left, right), [row])
            for row, (left, right) in enumerate(pairs)
            if left is not None and right is not None and breaks(left, right)
        ]

    def _unsorted(self, q: Unsorted) -> list[Hit]:
        numeric = sort_key(self._resource(q.resource).schema, q.fields)
        columns = self._table(q.resource).columns
        cells = [columns[f] for f in q.fields]  # as written, missing or not, as bru fmt sorts
        keys: list[Any] = list(zip(*([c or "" for c in column] for column in cells), strict=True))
        if any(numeric):
            keys = [ordered(key, numeric) for key in keys]
        for row in range(1, len(keys)):
            if keys[row] < keys[row - 1]:
                return [Hit(tuple(c[row] or "" for c in cells), [row])]
        return []

    def _records(self, q: Columns) -> list[Row]:
        cells = [[c or "" for c in self.column(q.resource, f)] for f in q.fields]
        found = list(starmap(Row, enumerate(zip(*cells, strict=True))))
        if q.chosen:
            found = [*chosen(found, q)]
        return alike(found, q)
