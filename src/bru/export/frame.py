"""A wide table, as a pack makes it, as a pandas frame."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bru import store
from bru.check.packs import registered
from bru.export.content import open_content

if TYPE_CHECKING:
    import pandas as pd


def wide(name: str, path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """A table with names, bounds and sources in each row: `bru.load` with `wide`.

    Raises ValueError where no pack that the package declares makes one of this table.
    """
    import pandas as pd

    where, descriptor = (
        (store.installed(), store.DESCRIPTOR) if path is None else store.open_store(path)
    )
    content = open_content(where, descriptor)
    for pack in registered(content.package.packs):
        columns = pack.wide_columns(content, name)
        return pd.DataFrame({n: pd.Series(v, dtype=dtype) for n, dtype, v in columns})
    raise ValueError(f"{where.name}: no pack that it declares makes wide tables")
