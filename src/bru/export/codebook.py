"""A codebook: what every table, field and listed value means, and how often it is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from bru.export.content import Column, Content, Table
from bru.export.words import plain, text
from bru.render.html import head, safe
from bru.render.printable import escaped

WIDE = """
body { max-width: 70rem; }
h3 { margin: 1.25rem 0 0; }
.wide { overflow-x: auto; }
th { white-space: nowrap; }
td:first-child { font-family: ui-monospace, monospace; white-space: nowrap; }
"""
BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
ORDERED = ("integer", "number", "year", "date", "time", "yearmonth")


class Heading(NamedTuple):
    """A heading; `anchor` is what links lead to."""

    level: int
    words: str
    anchor: str = ""


class Link(NamedTuple):
    """A cell that leads to a heading."""

    words: str
    anchor: str


class Grid(NamedTuple):
    """A table."""

    header: tuple[str, ...]
    rows: Sequence[tuple[str | Link, ...]]


Block = Heading | Grid | str  # the last is a paragraph


def files(content: Content) -> dict[str, bytes]:
    """The codebook as a page and as Markdown."""
    blocks = list(written(content))
    title = f"{content.title}: codebook"
    in_markdown = "\n\n".join(map(block_in_markdown, blocks))
    return {
        f"{content.name}-codebook.html": html(blocks, title).encode(),
        f"{content.name}-codebook.md": f"{in_markdown}\n".encode(),
    }


def written(content: Content) -> Iterator[Block]:
    """The codebook from top to end."""
    yield Heading(1, f"{content.title}: codebook")
    if content.description:
        yield content.description
    licences = "; ".join(x["title"] or x["name"] for x in content.licenses)
    told = {"Version": content.package.version, "Cite as": content.citation, "Licence": licences}
    for name, value in told.items():
        if value:
            yield f"{name}: {value}"
    tables = content.tables.values()
    overview: list[tuple[str | Link, ...]]
    overview = [(Link(t.name, anchor(t)), f"{t.size:,}", t.description) for t in tables]
    yield Grid(("table", "rows", "one row"), overview)
    for table in tables:
        yield from of_table(content, table)


def of_table(content: Content, table: Table) -> Iterator[Block]:
    """One table: its keys, its fields, its listed values."""
    yield Heading(2, table.name, anchor(table))
    yield table.description or table.title
    if table.primary_key:
        yield f"Primary key: {', '.join(table.primary_key)}."
    for key in table.resource.schema.foreign_keys:
        fields, targets = ", ".join(key.fields), ", ".join(key.target_fields)
        yield f"{fields} refers to {targets} of {key.target}."
    rows: list[tuple[str, ...]] = [of_field(column) for column in table.columns]
    yield Grid(("field", "type", "meaning", "filled", "distinct", "from … to"), rows)
    for column in table.columns:
        if column.labels:
            yield Heading(3, f"{table.name}.{column.name}")
            often = Counter(plain(v) for v in column.values if v is not None)
            codes = [(v, label, f"{often[v]:,}") for v, label in column.labels.items()]
            yield Grid(("value", "meaning", "rows"), codes)


def of_field(column: Column) -> tuple[str, ...]:
    """One field: type, meaning and what its values are like."""
    said = column.field.constraints
    kind = "EDTF date" if column.field.is_edtf else column.type
    kind += ", required" if column.field.required else ""
    bounds = ", ".join(f"{key} {said[key]}" for key in BOUNDS if key in said)
    meaning = text(column.field.spec, "description") + (f" ({bounds})" if bounds else "")
    there = [value for value in column.values if value is not None]
    filled = f"{len(there):,} of {len(column.values):,}"
    distinct = f"{len(set(map(plain, there))):,}"
    span = ""
    if there and column.type in ORDERED and all(value == value for value in there):
        span = f"{plain(min(there))} … {plain(max(there))}"
    return column.name, kind, meaning.strip(), filled, distinct, span


def anchor(table: Table) -> str:
    """The anchor of a table's heading, as GitHub makes it of the heading."""
    return re.sub(r"[^\w-]", "", table.name.lower().replace(" ", "-"))


def block_in_markdown(block: Block) -> str:
    """One block as Markdown."""
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escaped(block.words)}"
    if isinstance(block, str):
        return escaped(block)

    def cell(value: str | Link) -> str:
        if isinstance(value, Link):
            return f"[{escaped(value.words)}](#{value.anchor})"
        return escaped(value)

    lines = [map(cell, block.header), ("---",) * len(block.header)]
    lines += [map(cell, row) for row in block.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def html(blocks: Iterable[Block], title: str) -> str:
    """The blocks as a page that needs no network."""
    parts = map(block_in_html, blocks)
    return "\n".join([head(title, WIDE), "<main>", *parts, "</main>\n</body>\n</html>\n"])


def block_in_html(block: Block) -> str:
    """One block as HTML."""
    if isinstance(block, Heading):
        place = f' id="{escape(block.anchor)}"' if block.anchor else ""
        return f"<h{block.level}{place}>{safe(block.words)}</h{block.level}>"
    if isinstance(block, str):
        return f"<p>{safe(block)}</p>"

    def cell(value: str | Link) -> str:
        if isinstance(value, Link):
            return f'<td><a href="#{escape(value.anchor)}">{safe(value.words)}</a></td>'
        return f"<td>{safe(value)}</td>"

    names = "".join(f'<th scope="col">{safe(word)}</th>' for word in block.header)
    rows = "\n".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in block.rows)
    table = f"<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f'<div class="wide" tabindex="0" role="group">{table}</div>'
