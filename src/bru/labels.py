"""What rows are called, by the Table Schemas alone: for a person who reads an ID."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bru.package import Package
from bru.question import Ask, Columns, NotAnswered

LENGTH = 60  # characters of a label: a statement is shown by its beginning
MOST = 100_000  # rows: the labels of a larger table are not read


class Labels:
    """The labels of the rows of a package; a table is read when the first of them is wanted."""

    def __init__(self, package: Package, ask: Ask, rows: Mapping[str, int]) -> None:
        self.package, self.ask, self.rows = package, ask, rows
        self.known: dict[tuple[str, str], dict[str, str]] = {}

    def key(self, resource: str, key: Sequence[str]) -> str:
        """A primary key with the label of each ID in it, "" where none of them has one."""
        schema = self.package.resource(resource).schema
        if len(key) != len(schema.primary_key):
            return ""  # a column of it is not there
        single = [k for k in schema.foreign_keys if len(k.fields) == 1]
        ids = {k.fields[0]: (k.target, k.target_fields[0]) for k in single}
        if len(key) == 1:
            ids = {schema.primary_key[0]: (resource, schema.primary_key[0])}
        parts = []
        for field, value in zip(schema.primary_key, key, strict=True):
            label = self.of(*ids[field], value) if field in ids else ""
            parts.append(f"{value} ({label})" if label else value)
        return " / ".join(parts) if parts != [*key] else ""

    def of(self, resource: str, field: str, value: str) -> str:
        """The label of the row of a table that has a value in a field, "" for none."""
        if (resource, field) not in self.known:
            self.known[resource, field] = self.texts(resource, field)
        return shortened(self.known[resource, field].get(value, ""))

    def all(self, resource: str, field: str) -> Mapping[str, str]:
        """The labels of a table by the values of a field; none where it has or shows none."""
        return _Table(self, resource, field)

    def texts(self, resource: str, field: str) -> dict[str, str]:
        """What the rows of a table are called, in full."""
        known = self.package.by_name.get(resource)
        label = known.schema.label if known else ""
        if label in ("", field) or self.rows.get(resource, 0) > MOST:
            return {}
        try:
            rows = self.ask(Columns(resource, (field, label)))
        except NotAnswered:
            return {}
        return {value: text for _, (value, text) in rows}


class _Table(Mapping[str, str]):
    """The labels of one table, which is read when the first of them is wanted."""

    def __init__(self, labels: Labels, resource: str, field: str) -> None:
        self.labels, self.resource, self.field = labels, resource, field

    @cached_property
    def texts(self) -> dict[str, str]:
        """The labels in full."""
        return self.labels.texts(self.resource, self.field)

    def __getitem__(self, value: str) -> str:
        return shortened(self.texts[value])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def shortened(text: str) -> str:
    """A text on one line, or its first words when it is too long for a label."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rpartition(" ")[0].rstrip(",;:") + " …"
