"""What packs bring to a database: tables to use as they are, with search, and saved questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.packs import registered
from bru.export.content import Content
from bru.export.words import filled, plain


def tables(content: Content) -> Iterator[tuple[str, Sequence[str], Any]]:
    """Each table: its name, those of its columns, and its rows as texts."""
    for pack in registered():
        for name, (columns, names) in pack.ready(content).items():
            values = [values for _, _, values in columns]
            rows = zip(*values, strict=True)
            yield name, names, ([None if v is None else plain(v) for v in row] for row in rows)


def statements(content: Content, tokens: str) -> Iterator[tuple[str, Any]]:
    """The statements that make the tables and their search, each with its rows, or None."""
    for name, names, rows in tables(content):
        fields = ", ".join(f'"{column}"' for column in names)
        columns = ", ".join(f'"{column}" TEXT' for column in names)
        yield f"CREATE TABLE {name} ({columns.replace('TEXT', 'TEXT PRIMARY KEY', 1)})", None
        yield f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", rows
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
