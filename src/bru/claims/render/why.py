"""The answer of `bru why` as text, JSON and one page that needs no network."""

import textwrap
from collections.abc import Callable, Iterator

from bru.claims.provenance.sections import Item, Section
from bru.claims.provenance.why import Answer
from bru.render import to_json
from bru.render.html import end, head, isolated, safe
from bru.render.printable import printed

WIDTH = 96
OWN = """
dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .9rem 1.2rem;
  margin: 1.5rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
dd li { padding: .15rem 0; } dd li + li { border-top: 1px solid var(--rule); }
.statement { font-size: 1.2rem; line-height: 1.4; }
.id { font: .85rem/1.5 ui-monospace, monospace; color: var(--faint); }
blockquote { margin: .5rem 0; padding: .6rem .9rem; background: var(--card);
  font-family: Georgia, serif; white-space: pre-wrap;
  border-left: 4px solid var(--rule); color: var(--faint); }
mark { background: color-mix(in srgb, #4c8dd6 30%, transparent); color: var(--ink); }
@media (max-width: 34rem) {
  dl { grid-template-columns: 1fr; gap: .2rem; } dd { margin-bottom: 1rem; } }
"""


def as_text(answer: Answer, tool_version: str) -> str:
    """A heading a section, an indented line an item."""
    lines = [*_retired(answer), f"{answer.kind} {answer.id}"]
    for section in answer.sections:
        lines.append(f"{section.title}:")
        for item in section.items:
            lines += _item(item, len(section.items) > 1)
    return printed(lines)


def _retired(answer: Answer) -> Iterator[str]:
    if not (r := answer.retired):
        return
    now = f"see {answer.id}" if r.new_id else "nothing took its place"
    now += f" in {r.new_table}" if r.new_table else ""
    since = f" in version {r.since_version}" if r.since_version else ""
    what = f"left {r.table}" if r.new_table else "was retired"
    yield f"{r.old_id} {what}{since} ({r.reason}): {now}"


def _item(item: Item, several: bool) -> Iterator[str]:
    text = f"{item.text} [{item.id}]" if item.id and item.id not in item.text else item.text
    first, rest = ("  - ", "    ") if several else ("  ", "  ")
    yield from textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if "passage" in item.cells:
        c = {k: " ".join(str(item.cells[k]).split()) for k in ("before", "passage", "after")}
        shown = f"… {c['before']} »{c['passage']}« {c['after']} …"
        yield from textwrap.wrap(shown, WIDTH, initial_indent="    ", subsequent_indent="    ")


def as_json(answer: Answer, tool_version: str) -> str:
    """The answer as one object: sections by title, each item with its ID, text and cells."""
    retired = answer.retired._asdict() if answer.retired else None
    value = {
        "bru": tool_version,
        "id": answer.id,
        "table": answer.table,
        "kind": answer.kind,
        "retired": retired,
        "sections": {
            s.title: [{"id": i.id, "text": i.text, "cells": dict(i.cells)} for i in s.items]
            for s in answer.sections
        },
    }
    return to_json(value)


def as_html(answer: Answer, tool_version: str) -> str:
    """One page."""
    lines = [
        head(answer.id, OWN),
        f'<header>\n<p class="faint">{safe(answer.kind)}</p>\n<h1>{isolated(answer.id)}</h1>',
        *(f'<p class="warn">{safe(line)}</p>' for line in _retired(answer)),
    ]
    if any("passage" in i.cells for s in answer.sections for i in s.items):
        lines.append(
            '<p class="warn">For the holder of the document only: this page quotes it. '
            "Do not publish it.</p>"
        )
    lines.append("</header>\n<main>\n<dl>")
    for section in answer.sections:
        lines += _section(section)
    lines.append("</dl>\n</main>")
    return "\n".join([*lines, f"{end(tool_version)}\n"])


def _section(section: Section) -> Iterator[str]:
    yield f"<dt>{safe(section.title)}</dt><dd><ul>"
    for item in section.items:
        style = ' class="statement"' if section.title == "Statement" else ""
        mark = f' <span class="id">{safe(item.id)}</span>' if item.id not in item.text else ""
        yield f"<li><span{style}>{isolated(item.text)}</span>{mark}"
        if "passage" in item.cells:
            c = {k: safe_lines(str(item.cells[k])) for k in ("before", "passage", "after")}
            quote = f"…{c['before']}<mark>{c['passage']}</mark>{c['after']}…"
            yield f"<blockquote>{quote}</blockquote>"
        yield "</li>"
    yield "</ul></dd>"


def safe_lines(value: str) -> str:
    """A text that is only text on the page, its lines kept."""
    return "\n".join(map(safe, value.split("\n")))


FORMATS: dict[str, Callable[[Answer, str], str]] = {
    "text": as_text,
    "json": as_json,
    "html": as_html,
}
