"""Content → files: one module a format, in `FORMATS`; and wide tables, as packs make them.

Its function `files` gets what a package holds and gives files by their path below the folder of
the export.
The same content gives the same bytes. These work from the Table Schemas, for any package; packs
of rules bring formats of their own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from bru import store
from bru.check.packs import registered

if TYPE_CHECKING:
    import pandas as pd

    from bru.export.content import Content

Files = Mapping[str, bytes]


class Format(NamedTuple):
    """A format: what it is, the module whose `files` makes it, and the suffix of its main file.

    "" is that of a folder of files.
    """

    about: str
    module: str
    suffix: str = ""

    def files(self, content: Content) -> Files:
        """The files of a content. Raises ValueError for one that the format cannot hold."""
        found: Files = import_module(f"bru.{self.module}").files(content)
        return found


FORMATS = {
    "sqlite": Format(
        "A database with keys, views and full-text search, and what Datasette is told about it",
        "export.sqlite",
        ".db",
    ),
    "parquet": Format(
        "Parquet, one file a table, with exact decimals and the meaning of each field",
        "export.parquet",
    ),
    "xlsx": Format(
        "A workbook for Excel and LibreOffice, one sheet a table, with filters and drop-downs",
        "export.xlsx",
        ".xlsx",
    ),
    "jsonl": Format("JSON Lines, one file a table", "export.lines"),
    "csvw": Format("CSV with CSV on the Web metadata: types, keys and meaning", "export.csvw"),
    "croissant": Format(
        "CSV with Croissant metadata, for machine learning tools", "export.croissant"
    ),
    "codebook": Format(
        "What every table, field and value means and how often it occurs, as HTML and Markdown",
        "export.codebook",
    ),
    **{name: Format(*told) for pack in registered() for name, told in pack.EXPORTS.items()},
}


def wide(name: str, path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """A table with names, bounds and sources in each row: `bru.load` with `wide`.

    Raises ValueError where no pack that the package declares makes one of this table.
    """
    import pandas as pd

    from bru.export.content import open_content

    where, descriptor = (
        (store.installed(), store.DESCRIPTOR) if path is None else store.open_store(path)
    )
    content = open_content(where, descriptor)
    for pack in registered(content.package.packs):
        columns = pack.wide_columns(content, name)
        return pd.DataFrame({n: pd.Series(v, dtype=dtype) for n, dtype, v in columns})
    raise ValueError(f"{where.name}: no pack that it declares makes wide tables")
