"""The tables as plain CSV, which the metadata of CSVW and Croissant describe."""

from __future__ import annotations

from bru.datapackage.table import write
from bru.export.content import Content, Table
from bru.export.words import plain


def csvs(content: Content, folder: str) -> dict[str, bytes]:
    """A file for each table, in the order of the tables: UTF-8, commas, LF, empty for missing."""
    paths = content.paths(folder, ".csv")
    return {path: csv(content.tables[name]) for name, path in paths.items()}


def csv(table: Table) -> bytes:
    """A table as CSV, each value in its one standard form."""
    header = [column.name for column in table.columns]
    rows = (["" if v is None else plain(v) for v in row] for row in table.rows())
    return write([header, *rows]).encode()
