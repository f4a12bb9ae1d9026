"""What Datasette shows beside a database: titles, licence, descriptions, labels and facets."""

from __future__ import annotations

from typing import Any

from bru.export import ready
from bru.export.content import Content, Table
from bru.export.words import address, filled, text

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
    more = ready.metadata(content)
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
