"""Rows in JSON: an array in a file, under a name in it or in the descriptor, or one a line."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage import jsontext
from bru.datapackage.jsontext import ESCAPED, HALF, JsonError, named, written
from bru.datapackage.table import Part, Reading, Table, Unreadable

WHOLE = "write the whole character"
Item = tuple[int, Any]  # line, a list of cells or an object


def read(reading: Reading, files: Sequence[bytes]) -> Table | Unreadable:
    """The table in the files, whose rows follow each other."""
    resource, found = reading.resource, list[Item]()
    for number, data in enumerate(files):
        before = 0
        if len(files) > 1:
            last = files[number - 1].count(b"\n") + 1 if number else 0
            before = reading.parts[-1].before + last if number else 0
            reading.parts.append(Part(before, resource.files[number]))
        try:
            text = data.decode("utf-8" if resource.format == "inline" else resource.encoding)
            if text.startswith("\ufeff"):
                reading.defect("bom", 1, "the file starts with a byte order mark")
            own = items(reading, text.removeprefix("\ufeff"))
            rows = [(before + line, item) for line, item in own]
            halves = ((line, HALF.search(written(item))) for line, item in rows)
            lone = ESCAPED.search(text) and next(((n, h) for n, h in halves if h), None)
        except JsonError as error:
            return reading.refuse("format", before + error.line, str(error))
        except (LookupError, ValueError) as error:
            return reading.refuse("encoding", 0, f"its text cannot be read: {error}")
        if lone:
            return reading.refuse(
                "encoding", lone[0], f"{named(lone[1])} is half of a character", "", WHOLE
            )
        is_again = number and rows and found and rows[0][1] == found[0][1]
        is_again = is_again and resource.dialect.header_rows
        found += rows[1:] if is_again and isinstance(rows[0][1], list) else rows
    return shape(reading, found)


def items(reading: Reading, text: str) -> Iterator[Item]:
    """The rows of a text and the lines they begin in. Raises JsonError."""
    resource = reading.resource
    if resource.format == "ndjson":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield number, jsontext.value(line)
                except JsonError as error:
                    raise JsonError(str(error), number) from error
        return
    path: tuple[str, ...] = (resource.dialect.rows_at,) if resource.dialect.rows_at else ()
    if resource.format == "inline":
        path = ("resources", resource.name, "data", *path)
    yield from jsontext.elements(text, path)


def shape(reading: Reading, found: Sequence[Item]) -> Table | Unreadable:
    """The table of rows that are all lists, or all objects."""
    dialect, kind = reading.resource.dialect, reading.resource.dialect.item_type
    kinds = {list: "array", dict: "object"}
    for line, item in found:
        if not isinstance(item, list | dict):
            return reading.refuse("format", line, "a row is neither a list nor an object")
        kind = kind or kinds[type(item)]
        if kinds[type(item)] != kind:
            what = "an object" if kind == "array" else "a list"
            return reading.refuse("format", line, f"a row is {what}, others are not")
    lines = array("q", [line for line, _ in found])
    rows = [item for _, item in found]
    schema = reading.resource.schema
    if kind != "array":
        keys = dialect.item_keys or tuple(dict.fromkeys(key for row in rows for key in row))
        keys = keys if rows or dialect.item_keys else tuple(f.name for f in schema.fields)
        names = reading.head(keys, lines[0] if rows else 0, is_ordered=False)
        rows = [[row.get(key) for key in keys] for row in rows]
    elif dialect.header_rows:
        if not rows:
            return reading.refuse("empty", 0, "the file has no header")
        first, line = [str(name) for name in rows.pop(0)], lines.pop(0)
        names = reading.head(first, line)
    else:
        names = reading.head(reading.unnamed(max(map(len, rows), default=0)), 0)
    if names is None:
        return Unreadable("header")
    return typed(reading, reading.shape(names, rows, lines))


def typed(reading: Reading, table: Table) -> Table:
    """A table of values as one of texts."""
    columns = {n: reading.texts(n, cells, table.lines) for n, cells in table.columns.items()}
    return table._replace(columns=columns)
