"""Diff of two versions → text, JSON, Markdown, HTML: one function a format, in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bru.model.grammar import plural
from bru.releases.change import KINDS, Change, Diff, needed
from bru.render import to_json
from bru.render.html import end, head, isolated, safe
from bru.render.printable import escaped, printed

LONG = 100  # characters of a value in a line
OWN = """
h3 > .code { background: var(--faint); } h3 > .code.major { background: var(--bad); }
h3 > .code.minor { background: var(--warn); } h3 > .code.patch { background: var(--good); }
.was { color: var(--bad); } .is { color: var(--good); }
.was::before { content: "− "; } .is::before { content: "+ "; }
.was, .is { display: block; text-decoration: none; }
.problems th { white-space: nowrap; width: 1%; }
"""


def as_text(diff: Diff, tool_version: str) -> str:
    """A block a table: what there is of each kind, then the changes; at the end the bump."""
    lines = [title(diff), *(f"note: {n}" for n in diff.notes), ""]
    for table, kinds in by_table(diff):
        lines.append(f"{table or 'package'}{size(diff, table)}")
        for kind, count, changes in kinds:
            lines.append(f"  {kind} ({KINDS[kind].bump}): {count:,}")
            lines += [f"    {words(change)}" for change in changes]
            if count > len(changes):
                lines.append(f"    {count - len(changes):,} more (--limit 0 lists all)")
        lines.append("")
    return printed([*lines, summary(diff)])


def title(diff: Diff) -> str:
    """Which two versions."""
    one, two = (f"{v.package} {v.version} ({v.place})" for v in (diff.old, diff.new))
    return f"{one} → {two}"


def size(diff: Diff, table: str) -> str:
    """How many rows a table had and has."""
    if table not in diff.rows:
        return ""
    old, new = diff.rows[table]
    return f": {plural(new, 'row')}" if old == new else f": {old:,} → {plural(new, 'row')}"


def by_table(diff: Diff) -> Iterator[tuple[str, list[tuple[str, int, list[Change]]]]]:
    """The tables that differ, each with its kinds of change, how many, and those listed."""
    tables = {c.table: None for c in diff.changes}
    for table in tables:
        own = [c for c in diff.changes if c.table == table]
        kinds = dict.fromkeys(c.kind for c in own)
        yield (
            table,
            [
                (kind, diff.counts[table, kind], [c for c in own if c.kind == kind])
                for kind in kinds
            ],
        )


def words(change: Change) -> str:
    """A change in a line, without its kind."""
    place = ": ".join(filter(None, (change.key, change.field)))
    if change.kind == "file-changed":
        return f"{place}: other bytes (not compared by rows: {change.new})"
    if change.record:
        return f"{change.key}: " + ", ".join(f"{f} {cut(v)}" for f, v in change.record if v)
    if change.old or change.new:
        return f"{place}: {cut(change.old) or '(none)'} → {cut(change.new) or '(none)'}"
    return place or KINDS[change.kind].what


def cut(value: str) -> str:
    """A value, or its beginning."""
    return value if len(value) <= LONG else value[:LONG] + "…"


def summary(diff: Diff) -> str:
    """How many changes there are, and the bump they need."""
    total = sum(diff.counts.values())
    if not total:
        return "no difference"
    bump = needed(diff.kinds)
    because = sorted(k for k in diff.kinds if KINDS[k].bump == bump)
    return f"{plural(total, 'change')}; a {bump} version, because of {', '.join(because)}"


def as_json(diff: Diff, tool_version: str) -> str:
    """One object: versions, bump, counts, notes, and the changes that are listed."""
    counts = [
        {"table": table, "kind": kind, "count": count, "bump": KINDS[kind].bump}
        for (table, kind), count in diff.counts.items()
    ]
    return to_json(
        {
            "bru": tool_version,
            "old": diff.old._asdict(),
            "new": diff.new._asdict(),
            "bump": needed(diff.kinds),
            "counts": counts,
            "rows": {t: {"old": old, "new": new} for t, (old, new) in diff.rows.items()},
            "notes": list(diff.notes),
            "changes": [fields(change) for change in diff.changes],
        }
    )


def fields(change: Change) -> dict[str, Any]:
    """A change as JSON values."""
    kind = KINDS[change.kind]
    given = {**change._asdict(), "bump": kind.bump, "effect": kind.effect}
    return {**given, "record": dict(change.record) or None}


def as_markdown(diff: Diff, tool_version: str) -> str:
    """A section a table, for a pull request or a changelog."""
    lines = [f"# {escaped(title(diff))}", "", f"{escaped(summary(diff))}.", ""]
    lines += [f"- {escaped(note)}" for note in diff.notes] + [""] * bool(diff.notes)
    for table, kinds in by_table(diff):
        lines += [f"## {escaped(table or 'package')}{size(diff, table)}", ""]
        for kind, count, changes in kinds:
            lines += [f"### {KINDS[kind].what}: {count:,} ({KINDS[kind].bump})", ""]
            lines += [f"- {escaped(words(change))}" for change in changes]
            lines += ["- …"] * (count > len(changes)) + [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_html(diff: Diff, tool_version: str) -> str:
    """One page that needs no network: the summary, what was odd, the changes by table and kind."""
    old, new = (f"{v.package} {v.version}" for v in (diff.old, diff.new))
    parts = [
        head(f"{old} → {new}", OWN),
        f"<header>\n<h1>{isolated(old)} → {isolated(new)}</h1>",
        f'<p class="verdict">{safe(summary(diff))}</p>',
        f'<p class="faint">{isolated(diff.old.place)} → {isolated(diff.new.place)}</p>',
        *(f'<p class="warn">{isolated(note)}</p>' for note in diff.notes),
        "</header>\n<main>",
    ]
    for table, kinds in by_table(diff):
        parts.append(f"<section>\n<h2>{isolated(table or 'package')}{size(diff, table)}</h2>")
        for kind, count, changes in kinds:
            parts += _kind(kind, count, changes)
        parts.append("</section>")
    return "\n".join([*parts, "</main>", f"{end(tool_version)}\n"])


def _kind(kind: str, count: int, changes: Sequence[Change]) -> Iterator[str]:
    """The changes of one kind, under what the policy says of it."""
    policy = KINDS[kind]
    yield f'<div class="group">\n<h3><span class="code {policy.bump}">{policy.bump}</span>'
    yield f'<span>{safe(policy.what)}</span><span class="count faint">{count:,}</span></h3>'
    yield f"<details><summary>Why {policy.bump}</summary><p>{safe(policy.why)}</p></details>"
    yield '<ol class="problems">'
    for change in changes:
        yield f"<li>{isolated(change.field, 'field')}<div>{''.join(_change(change))}</div></li>"
    if count > len(changes):
        yield f"<li><span></span><div>{count - len(changes):,} more</div></li>"
    yield "</ol>\n</div>"


def _change(change: Change) -> Iterator[str]:
    """A row's key, then the whole row or the old and the new value."""
    yield isolated(change.key, "key")
    if change.record:
        cells = ((f, v) for f, v in change.record if v and v != change.key)
        rows = (f"<tr><th>{isolated(f)}<td>{isolated(v)}</tr>" for f, v in cells)
        yield f"<table>{''.join(rows)}</table>"
    elif change.old or change.new:
        yield f'<del class="was">{isolated(change.old or "(none)")}</del>'
        yield f'<ins class="is">{isolated(change.new or "(none)")}</ins>'


FORMATS: dict[str, Callable[[Diff, str], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "html": as_html,
}
