"""What Datasette shows beside a database: titles, licence, descriptions, labels and facets.

Packs bring to it tables to use as they are, with search, and saved questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bru.check.packs import registered
from bru.export.content import Content, Table
from bru.export.words import address, filled, plain, text

FACETS = 6  # more are slow and push the rows off the screen


def metadata(content: Content) -> dict[str, Any]:
    """The metadata of the instance, with that of the database and its tables."""
    licence = next(iter(content.licenses), {})
    told = {
        "title": content.title,
        "description": content.description,
        "license": licence.get("title") or licence.get("name", ""),
        "license_url": address(licence.get("path", "")),
        "source": f"{content.package.name} {content.package.version}".strip(),
        "source_url": address(text(content.package.spec, "homepage")),
    }
    tables = {table.name: of_table(content, table) for table in content.tables.values()}
    shared = ("description", "facets")
    for t in content.tables.values():
        own = {key: tables[t.name][key] for key in shared if key in tables[t.name]}
        tables[t.view] = {"title": f"{t.title}, with labels", **own}
    tables |= {t.beside: {"hidden": True} for t in content.tables.values() if t.derived}
    more = asked(content)
    tables |= more.pop("tables", {})
    return {**filled(told), "databases": {content.name: {**more, "tables": tables}}}


def of_table(content: Content, table: Table) -> dict[str, Any]:
    """Title, description, label column, facets and the meaning of the columns of a table."""
    means = {c.name: text(c.field.spec, "description") for c in table.columns}
    told = {
        "title": table.title,
        "description": table.description,
        "label_column": table.resource.schema.label,
        "facets": facets(content, table),
        "columns": filled(means),
    }
    return filled(told)


def facets(content: Content, table: Table) -> list[str]:
    """The columns that sort the rows into few heaps: listed values, booleans, references."""
    refers = [k.fields[0] for k in content.references(table) if len(k.fields) == 1]
    keys = {key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}
    few = [c.name for c in table.columns if c.labels]
    few += [c.name for c in table.columns if c.type == "boolean"]
    return [name for name in dict.fromkeys((*refers, *few)) if name not in keys][:FACETS]


def ready(content: Content, tokens: str) -> Iterator[tuple[str, Any]]:
    """The statements that make the tables and their search, each with its rows, or None."""
    for pack in registered():
        for name, (columns, names) in pack.ready(content).items():
            values = zip(*(values for _, _, values in columns), strict=True)
            rows = ([None if v is None else plain(v) for v in row] for row in values)
            fields = ", ".join(f'"{column}"' for column in names)
            typed = ", ".join(f'"{column}" TEXT' for column in names)
            yield f"CREATE TABLE {name} ({typed.replace('TEXT', 'TEXT PRIMARY KEY', 1)})", None
            yield f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", rows
            how = f'content="{name}", {tokens}'
            yield f"CREATE VIRTUAL TABLE {name}_fts USING fts5({fields}, {how})", None
            yield f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')", None


def asked(content: Content) -> dict[str, Any]:
    """What Datasette is told of them: questions first, then the tables."""
    queries: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for pack in registered():
        made = pack.ready(content)
        if made:
            shown |= pack.READY
            queries |= {f"ask-{q.name}": question(q) for q in pack.questions()}
    lines = (
        f'<li><a href="{content.name}/{name}">{q["title"]}</a>: {q["description"]}</li>'
        for name, q in queries.items()
    )
    html = f"<p>Questions:</p><ul>{''.join(lines)}</ul>" if queries else ""
    return filled({"queries": queries, "tables": shown, "description_html": html})


def question(asked: Any) -> dict[str, str]:
    """A saved question; a parameter that is left empty has its default."""
    sql = asked.sql
    for name, value in asked.parameters.items():
        given = f"coalesce(nullif(:{name}, ''), '{value}')"
        sql = re.sub(rf":{name}\b", given, sql)
    return {"sql": sql, "title": asked.title, "description": asked.about}
