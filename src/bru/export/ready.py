"""What packs bring: tables to use as they are, as a frame or in a database, and saved questions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bru import store
from bru.check.packs import registered
from bru.export.content import Content, open_content
from bru.export.words import filled, plain

if TYPE_CHECKING:
    import pandas as pd


def tables(content: Content) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Each table: its name, what its columns mean by name, and its rows as texts."""
    for pack in registered():
        for name, (columns, meaning) in pack.ready(content).items():
            values = [values for _, _, values in columns]
            rows = zip(*values, strict=True)
            yield name, meaning, ([None if v is None else plain(v) for v in row] for row in rows)


def statements(content: Content, tokens: str) -> Iterator[tuple[str, Any]]:
    """The statements that make the tables and their search, each with its rows, or None."""
    for name, meaning, rows in tables(content):
        fields = ", ".join(f'"{column}"' for column in meaning)
        columns = ", ".join(f'"{column}" TEXT' for column in meaning)
        yield f"CREATE TABLE {name} ({columns.replace('TEXT', 'TEXT PRIMARY KEY', 1)})", None
        yield f"INSERT INTO {name} VALUES ({', '.join('?' * len(meaning))})", rows
        how = f'content="{name}", {tokens}'
        yield f"CREATE VIRTUAL TABLE {name}_fts USING fts5({fields}, {how})", None
        yield f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')", None


def metadata(content: Content) -> dict[str, Any]:
    """What Datasette is told of them: questions first, then the tables."""
    asked: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for pack in registered():
        made = pack.ready(content)
        if made:
            shown |= pack.READY
            asked |= {f"ask-{q.name}": question(q) for q in pack.questions()}
    lines = (
        f'<li><a href="{content.name}/{name}">{q["title"]}</a>: {q["description"]}</li>'
        for name, q in asked.items()
    )
    html = f"<p>Questions:</p><ul>{''.join(lines)}</ul>" if asked else ""
    return filled({"queries": asked, "tables": shown, "description_html": html})


def question(asked: Any) -> dict[str, str]:
    """A saved question; a parameter that is left empty has its default."""
    sql = asked.sql
    for name, value in asked.parameters.items():
        given = f"coalesce(nullif(:{name}, ''), '{value}')"
        sql = re.sub(rf":{name}\b", given, sql)
    return {"sql": sql, "title": asked.title, "description": asked.about}


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
