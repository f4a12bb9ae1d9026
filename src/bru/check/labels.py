"""What rows are called, by the Table Schemas alone: for a person who reads an ID."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from bru.datapackage.types import identity
from bru.model.package import Package
from bru.model.question import Ask, Columns, NotAnswered, Question, Row

LENGTH = 60  # characters of a label: a statement is shown by its beginning
MOST = 100_000  # rows: the labels of a larger table are not read
FEW = 10_000  # rows: in a larger table nobody looks for swapped cells


class Labels:
    """The labels of the rows of a package; a table is read when the first of them is wanted."""

    def __init__(
        self,
        package: Package,
        ask: Ask,
        rows: Mapping[str, int],
        published: Callable[[], Mapping[tuple[str, str], str]] = dict,
        line: Callable[[str, int], int] = lambda resource, row: 0,
    ) -> None:
        """`published` gives the releases of IDs, by table and ID; `line` the line of a row."""
        self.package, self._ask, self.rows, self._published = package, ask, rows, published
        self.line, self.firsts = line, dict[tuple[str, Sequence[str]], dict[Sequence[str], int]]()
        self.read: dict[tuple[str, Sequence[str]], dict[int, tuple[str, ...]]] = {}
        self.ends: dict[tuple[str, Sequence[str]], list[str]] = {}
        self.known: dict[tuple[str, str], dict[str, str]] = {}
        self.whole: set[tuple[str, str]] = set()  # of which all labels are known
        self.values: dict[tuple[str, Sequence[str]], list[str]] = {}
        self.nearest: dict[tuple[str, Sequence[str], str], tuple[str, str]] = {}
        self.spellings: dict[tuple[str, str], dict[str, str]] = {}
        self.used: dict[tuple[str, Sequence[str]], frozenset[str]] = {}
        self.having_some: dict[tuple[str, str, frozenset[str]], dict[int, str]] = {}

    def ask(self, question: Question) -> Sequence[Any]:
        """The answer to a question, empty where there is none: a column may not be there."""
        try:
            return self._ask(question)
        except NotAnswered:
            return ()

    def having(self, resource: str, field: str, some: frozenset[str]) -> Mapping[int, str]:
        """The rows of a small table that have one of some values in a field, and which."""
        asked = resource, field, some
        if asked not in self.having_some:
            rows: Iterable[Row] = ()
            if self.rows.get(resource, 0) <= FEW:
                rows = self.ask(Columns(resource, (field,), among=some))
            self.having_some[asked] = {row: cells[0] for row, cells in rows}
        return self.having_some[asked]

    def key(self, resource: str, key: Sequence[str]) -> str:
        """A primary key with the label of each ID in it, "" where none of them has one."""
        ids, parts = self.ids(resource, key), []
        fields = self.package.resource(resource).schema.primary_key
        for field, value in zip(fields, key, strict=False):
            label = self.of(*ids[field], value) if field in ids else ""
            parts.append(f"{value} ({label})" if label else value)
        return " / ".join(parts) if ids and parts != [*key] else ""

    def ids(self, resource: str, key: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The parts of a primary key that are IDs, and the table and field each is of."""
        schema = self.package.resource(resource).schema
        if len(key) != len(schema.primary_key):
            return {}  # a column of it is not there
        if len(key) == 1:
            return {schema.primary_key[0]: (resource, schema.primary_key[0])}
        single = [k for k in schema.foreign_keys if len(k.fields) == 1]
        ids = {k.fields[0]: (k.target, k.target_fields[0]) for k in single}
        return {field: ids[field] for field in schema.primary_key if field in ids}

    def expect(self, keys: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Look up what is asked for next, all that is of one table together."""
        wanted: dict[tuple[str, str], set[str]] = {}
        for resource, key in keys:
            ids = self.ids(resource, key)
            fields = self.package.resource(resource).schema.primary_key
            for field, value in zip(fields, key, strict=False):
                if field in ids:
                    wanted.setdefault(ids[field], set()).add(value)
        for asked, values in wanted.items():
            known = self.known.setdefault(asked, {})
            if asked not in self.whole and (left := values - {*known, ""}):
                known |= dict.fromkeys(left, "") | self.texts(*asked, frozenset(left))

    def of(self, resource: str, field: str, value: str) -> str:
        """The label of the row of a table that has a value in a field, "" for none."""
        known = self.known.get((resource, field), {})
        return shortened((known if value in known else self.every(resource, field)).get(value, ""))

    def every(self, resource: str, field: str) -> Mapping[str, str]:
        """The labels of all rows of a table, by the values of a field."""
        asked = resource, field
        if asked not in self.whole:
            self.known[asked] = self.texts(resource, field)
            self.whole.add(asked)
        return self.known[asked]

    def texts(
        self, resource: str, field: str, some: frozenset[str] | None = None
    ) -> dict[str, str]:
        """What the rows of a table are called, in full: all, or those with some of the values."""
        known = self.package.by_name.get(resource)
        label = known.schema.label if known else ""
        if label in ("", field) or self.rows.get(resource, 0) > MOST:
            return {}
        rows = self.ask(Columns(resource, (field, label), among=some))
        return {value: text for _, (value, text) in rows}

    @cached_property
    def releases(self) -> Mapping[tuple[str, str], str]:
        """The release that each published ID entered with, by table and ID."""
        return self._published()

    def is_used(self, resource: str, fields: Sequence[str], value: str) -> bool:
        """Whether rows of tables that are not too large refer to a value of one field."""
        asked = resource, fields
        if asked not in self.used:
            tables = (
                self.cells(other.name, key.fields).values()
                for other in self.package.resources
                for key in other.schema.foreign_keys
                if (key.target, key.target_fields) == asked and len(fields) == 1
            )
            self.used[asked] = frozenset(cells[0] for own in tables for cells in own)
        return value in self.used[asked]

    def first(self, resource: str, fields: Sequence[str], value: Sequence[str]) -> int:
        """The first row of a table that is not too large with values of these identities, or -1."""
        asked = resource, fields
        if asked not in self.firsts:
            found = self.firsts[asked] = {}
            schema = self.package.resource(resource).schema
            same = [identity(schema.field(name)) or str for name in fields]
            for row, cells in self.cells(resource, fields).items():
                found.setdefault(tuple(own(c) for own, c in zip(same, cells, strict=True)), row)
        return self.firsts[asked].get(value, -1)

    def cells(self, resource: str, fields: Sequence[str]) -> Mapping[int, tuple[str, ...]]:
        """The cells of these fields by row; none of a table that is too large or cannot be read."""
        asked = resource, fields
        if asked not in self.read:
            self.read[asked] = {}
            if self.rows.get(resource, 0) <= MOST:
                self.read[asked] = dict(self.ask(Columns(resource, tuple(fields))))
        return self.read[asked]

    def end(self, resource: str, fields: Sequence[str], value: str) -> list[str]:
        """The published IDs after the last row of a table, if a value is one of several."""
        asked = resource, fields
        if asked not in self.ends:
            last = max(self.keys(resource, fields), default="")
            after = [own for table, own in self.releases if table == resource and own > last]
            self.ends[asked] = after if len(after) > 1 and last else []
        return self.ends[asked] if value in self.ends[asked] else []

    def keys(self, resource: str, fields: Sequence[str]) -> list[str]:
        """The values of these fields in all rows of a table, joined as in a report."""
        asked = resource, fields
        if asked not in self.values:
            labelled = self.every(resource, fields[0]) if len(fields) == 1 else ()
            rows = () if labelled else self.ask(Columns(resource, tuple(fields)))
            self.values[asked] = [*labelled] or [" / ".join(row.cells) for row in rows]
        return self.values[asked]


def shortened(text: str) -> str:
    """A text on one line, or its first words when it is too long for a label."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rpartition(" ")[0].rstrip(",;:") + " …"
