"""Content → files: one function a format, in `FORMATS`.

A function gets what a package holds and gives files by their path below the folder of the export.
The same content gives the same bytes. These work from the Table Schemas, for any package; packs
of rules bring formats of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from bru.check.packs import registered

if TYPE_CHECKING:
    from bru.export.content import Content

Files = Mapping[str, bytes]


def sqlite(content: Content) -> Files:
    """A database with keys, views and full-text search, and what Datasette is told about it."""
    from bru.export.sqlite import files

    return files(content)


def parquet(content: Content) -> Files:
    """Parquet, one file a table, with exact decimals and the meaning of each field."""
    from bru.export.parquet import files

    return files(content)


def xlsx(content: Content) -> Files:
    """A workbook for Excel and LibreOffice, one sheet a table, with filters and drop-downs."""
    from bru.export.xlsx import files

    return files(content)


def jsonl(content: Content) -> Files:
    """JSON Lines, one file a table."""
    from bru.export.jsonl import files

    return files(content)


def csvw(content: Content) -> Files:
    """CSV with CSV on the Web metadata: types, keys and meaning."""
    from bru.export.csvw import files

    return files(content)


def croissant(content: Content) -> Files:
    """CSV with Croissant metadata, for machine learning tools."""
    from bru.export.croissant import files

    return files(content)


def codebook(content: Content) -> Files:
    """What every table, field and value means and how often it occurs, as HTML and Markdown."""
    from bru.export.codebook import files

    return files(content)


class Format(NamedTuple):
    """How a format is made. `suffix`: of its main file, "" where it is a folder of files."""

    files: Callable[[Content], Files]
    suffix: str = ""


FORMATS = {
    "sqlite": Format(sqlite, ".db"),
    "parquet": Format(parquet),
    "xlsx": Format(xlsx, ".xlsx"),
    "jsonl": Format(jsonl),
    "csvw": Format(csvw),
    "croissant": Format(croissant),
    "codebook": Format(codebook),
    **{
        name: Format(files, suffix)
        for pack in registered()
        for name, (files, suffix) in pack.EXPORTS.items()
    },
}
