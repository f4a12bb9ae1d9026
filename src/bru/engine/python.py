"""The engine for small tables: standard library only, everything in memory."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import starmap
from typing import Any, TypeGuard

from bru.engine import lacking
from bru.package import Field, Package, Resource
from bru.question import (
    BETWEEN,
    Absent,
    Breaking,
    Columns,
    Dangling,
    Fold,
    Hit,
    Question,
    Repeated,
    Row,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.reading import expression
from bru.reading.table import Table, ordered, sort_key
from bru.reading.value import plain

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
        expression.begin()

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        if why := lacking(question, self.package, self._headers):
            return why
        match question:
            case Unmatched():
                return self._unmatched(question)
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

    def key(self, resource: str, row: int) -> tuple[str, ...]:
        """The cells of a row's primary key, absent ones as ""."""
        columns = self._table(resource).columns
        names = self.package.resource(resource).schema.primary_key
        return tuple(columns[n][row] or "" for n in names if n in columns)

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
        """The key of each row; numbers in one spelling, so that 01 and 1 are the same key."""
        schema = self._resource(resource).schema
        columns = []
        for name in fields:
            cells, field = self.column(resource, name), schema.field(name)
            if field.type in ("integer", "number"):
                cells = [c and _number(field, c) for c in cells]
            columns.append(cells)
        return list(zip(*columns, strict=True))

    def _unmatched(self, q: Unmatched) -> list[Hit] | Unanswerable:
        values = self.distinct(q.resource, q.field)
        if q.accept is None:
            return [Hit((value,), rows) for value, rows in values.items()]
        try:
            left = expression.rejected(q.accept, values)
        except expression.UnboundedError as error:
            return Unanswerable(f"{q.resource}.{q.field}: {error}")
        return [Hit((value,), values[value]) for value in left]

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
            if _whole(left) and _whole(right) and not Decimal(left) < Decimal(right)
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
        return selected(list(starmap(Row, enumerate(zip(*cells, strict=True)))), q)


def selected(rows: list[Row], q: Columns) -> list[Row]:
    """The records that a question asks for, of all."""
    for given, wanted in ((q.only, True), (q.unless, False)):
        if given is not None:
            match = expression.compiled(given).fullmatch
            rows = [r for r in rows if (match(BETWEEN.join(r.cells)) is not None) is wanted]
    if q.fold is not None:
        folds = [folded(q.fold, BETWEEN.join(row.cells)) for row in rows]
        times = Counter(folds)
        rows = [row for row, fold in zip(rows, folds, strict=True) if fold and times[fold] > 1]
    return rows


def folded(fold: Fold, text: str) -> str:
    """What is left of a text, as `Fold` describes it."""
    text = unicodedata.normalize(fold.form, text).lower()
    for given, new in fold.changes:
        text = re.sub(given, new, text)
    return " ".join(sorted(text.split())) if fold.words else text


def _whole(cell: str | None) -> TypeGuard[str]:
    return cell is not None and re.fullmatch(r"[+-]?[0-9]+", cell) is not None


def _number(field: Field, cell: str) -> str:
    """One spelling for each number, exactly; what is no number stays as it is."""
    given = cell
    try:
        cell = plain(field, cell)
    except ValueError:
        return given
    if not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", cell) or not any(map(str.isdigit, cell)):
        return given
    sign = "-" if cell.startswith("-") else ""
    whole, _, digits = cell.lstrip("+-").partition(".")
    digits = digits.rstrip("0")
    text = (whole.lstrip("0") or "0") + ("." + digits if digits else "")
    return text if text == "0" else sign + text
