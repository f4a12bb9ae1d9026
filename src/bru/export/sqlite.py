"""A SQLite database that keeps the rules of the schemas, and what Datasette is told about it.

Numbers are text, exact as stated: SQLite has no decimals. Each table has a view that adds what a
reader wants to see: the labels behind its references, its numbers as REAL (`obs_value_real`), and
the bounds of figures and dates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bru.datapackage.types import given
from bru.export.content import Column, Content, Table
from bru.export.datasette import metadata, ready
from bru.export.words import plain, text, to_json
from bru.model.package import ForeignKey

# Not INTEGER, which as a primary key would be the number of the record.
TYPES = {"integer": "INT", "year": "INT", "boolean": "INT"}
FIELDS = (
    "_fields (resource TEXT, field TEXT, type TEXT, rdf_type TEXT, title TEXT, description TEXT"
)
VALUES = "_values (resource TEXT, field TEXT, value TEXT, label TEXT"
COMPARED = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
TOKENS = "tokenize='unicode61 remove_diacritics 2'"  # words of every script, accents or not


def files(content: Content) -> dict[str, bytes]:
    """The database, and metadata for Datasette beside it. Raises ValueError if SQLite refuses."""
    return {
        f"{content.name}.db": database(content),
        f"{content.name}.datasette.json": to_json(metadata(content)),
    }


def database(content: Content) -> bytes:
    """The bytes of the database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement, rows in statements(content):
            if rows is None:
                connection.execute(statement)
            else:
                connection.executemany(statement, rows)
        for table, row, target, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            raise ValueError(f"{table}, record {row}: refers to nothing in {target}")
        return connection.serialize()
    except sqlite3.Error as error:
        raise ValueError(f"SQLite cannot hold this package: {error}") from error
    finally:
        connection.close()


def statements(content: Content) -> Iterator[tuple[str, Any]]:
    """The statements that make the database, each with the rows it is run for, or None."""
    yield "PRAGMA foreign_keys = OFF", None  # checked at the end: tables may refer in a circle
    yield "BEGIN", None
    for table in content.tables.values():
        yield created(content, table), None
        yield inserted(table.name, len(table.columns)), map(taken, table.rows())
        if table.derived:
            yield from bounds(table)
        yield view(content, table), None
        yield from indexes(content, table)
        yield from search(table)
    yield from ready(content, TOKENS)
    yield from dictionary(content)
    yield "COMMIT", None


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A value in SQL."""
    if isinstance(value, int | Decimal):
        return plain(value)
    return "'" + plain(value).replace("'", "''") + "'"


def names(fields: Any) -> str:
    """Names in SQL, with commas."""
    return ", ".join(map(quoted, fields))


def inserted(table: str, width: int) -> str:
    """The statement that takes one record."""
    return f"INSERT INTO {quoted(table)} VALUES ({', '.join('?' * width)})"


def taken(row: Any) -> tuple[Any, ...]:
    """A record as SQLite takes it."""
    return tuple(v if v is None or isinstance(v, int) else plain(v) for v in row)


def created(content: Content, table: Table) -> str:
    """The table with its keys and checks."""
    parts = [column(c, c.name in table.primary_key) for c in table.columns]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({names(table.primary_key)})")
    parts += [f"UNIQUE ({names(key)})" for key in table.unique_keys]
    for key in references(content, table):
        target = f"{quoted(key.target)} ({names(key.target_fields)})"
        parts.append(f"FOREIGN KEY ({names(key.fields)}) REFERENCES {target}")
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"


def references(content: Content, table: Table) -> list[ForeignKey]:
    """The references that SQLite can keep: between fields of one type with one spelling."""
    columns = table.by_name

    def same(key: ForeignKey) -> bool:
        targets = content.tables[key.target].by_name
        pairs = [
            (columns[own].type, targets[other].type)
            for own, other in zip(key.fields, key.target_fields, strict=True)
        ]
        return all(one == two != "number" for one, two in pairs)

    return [key for key in content.references(table) if same(key)]


def column(column: Column, is_key: bool) -> str:
    """A column with what its schema says of it that SQLite can check."""
    name, words = quoted(column.name), [TYPES.get(column.type, "TEXT")]
    if column.field.required or is_key:
        words.append("NOT NULL")
    words += [f"CHECK ({check})" for check in checks(column, name)]
    return " ".join([name, *words])


def checks(column: Column, name: str) -> Iterator[str]:
    """Conditions on a column. Patterns are left out: SQLite has no regular expressions."""
    said, kind = column.field.constraints, column.type
    if kind == "boolean":
        yield f"{name} IN (0, 1)"
    if column.labels:
        yield f"{name} IN ({', '.join(literal(v) for v in column.labels)})"
    if kind in ("integer", "year", "date"):
        for constraint, sign in COMPARED.items():
            if constraint in said:
                yield f"{name} {sign} {literal(given(column.field, said[constraint]))}"
    if kind == "string":
        for constraint, sign in (("minLength", ">="), ("maxLength", "<=")):
            if constraint in said:
                yield f"length({name}) {sign} {said[constraint]}"


def bounds(table: Table) -> Iterator[tuple[str, Any]]:
    """What follows from the columns, in a table of its own beside."""
    name = table.beside
    columns = ", ".join(f"{quoted(n)} TEXT" for n in table.derived)
    yield f"CREATE TABLE {quoted(name)} (record INTEGER PRIMARY KEY, {columns}) STRICT", None
    rows = zip(range(1, table.size + 1), *table.derived.values(), strict=True)
    yield inserted(name, len(table.derived) + 1), map(taken, rows)


def view(content: Content, table: Table) -> str:
    """The view of a table that adds labels, REAL numbers and bounds."""
    labels: dict[str, str] = {}
    joins = []
    for number, key in enumerate(references(content, table)):
        label = content.tables[key.target].resource.schema.label
        if label and len(key.fields) == 1:
            other, (own,), (target,) = f"r{number}", key.fields, key.target_fields
            labels.setdefault(own, f"{other}.{quoted(label)}")
            on = f"{other}.{quoted(target)} = t.{quoted(own)}"
            joins.append(f"LEFT JOIN {quoted(key.target)} AS {other} ON {on}")
    chosen: dict[str, str] = {}  # where each column comes from
    for name, source, is_number in shown(table):
        chosen[name] = source
        if name in labels and f"{name}_label" not in table.by_name:
            chosen[f"{name}_label"] = labels[name]
        if is_number and f"{name}_real" not in table.by_name:
            chosen[f"{name}_real"] = f"CAST({source} AS REAL)"
    if table.derived:
        joins.append(f"LEFT JOIN {quoted(table.beside)} AS b ON b.record = t._rowid_")
    what = ",\n  ".join(f"{source} AS {quoted(name)}" for name, source in chosen.items())
    source = "\n".join([f"FROM {quoted(table.name)} AS t", *joins])
    return f"CREATE VIEW {quoted(table.view)} AS SELECT\n  {what}\n{source}"


def shown(table: Table) -> Iterator[tuple[str, str, bool]]:
    """What a view shows: name, source, and whether it is a decimal."""
    for column in table.columns:
        yield column.name, f"t.{quoted(column.name)}", column.type == "number"
    for name, values in table.derived.items():
        yield name, f"b.{quoted(name)}", any(isinstance(v, Decimal) for v in values)


def indexes(content: Content, table: Table) -> Iterator[tuple[str, Any]]:
    """An index for each reference that no key begins with: joins and facets need it."""
    keys = [table.primary_key, *table.unique_keys]
    for key in references(content, table):
        if not any(k[: len(key.fields)] == key.fields for k in keys):
            keys.append(key.fields)
            name = f"{table.name}_by_{'_'.join(key.fields)}"
            yield (
                f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({names(key.fields)})",
                None,
            )


def search(table: Table) -> Iterator[tuple[str, Any]]:
    """Full-text search over the words of a table."""
    words = [c.name for c in table.columns if c.field.is_free_text]
    if words:
        name = quoted(f"{table.name}_fts")
        how = f"content={quoted(table.name)}, content_rowid=_rowid_, {TOKENS}"
        yield f"CREATE VIRTUAL TABLE {name} USING fts5({names(words)}, {how})", None
        yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')", None


def dictionary(content: Content) -> Iterator[tuple[str, Any]]:
    """Tables that tell the meaning of every field and listed value, without the schemas."""
    columns = [(table.name, c) for table in content.tables.values() for c in table.columns]
    yield f"CREATE TABLE {FIELDS}, PRIMARY KEY (resource, field)) STRICT", None
    keys = ("rdfType", "title", "description")
    told = [(t, c.name, c.type, *(text(c.field.spec, key) for key in keys)) for t, c in columns]
    yield inserted("_fields", 6), told
    yield f"CREATE TABLE {VALUES}, PRIMARY KEY (resource, field, value)) STRICT", None
    labels = [(t, c.name, *pair) for t, c in columns for pair in c.labels.items()]
    yield inserted("_values", 4), labels
