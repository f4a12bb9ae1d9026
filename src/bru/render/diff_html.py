"""What differs between two versions as one page that needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bru.releases.change import Change, Diff
from bru.releases.policy import KINDS
from bru.render.diff_text import by_table, size, summary
from bru.render.html import POLICY, STYLE, isolated, safe

OWN = """
h3 > .code { background: var(--faint); } h3 > .code.major { background: var(--bad); }
h3 > .code.minor { background: var(--warn); } h3 > .code.patch { background: var(--good); }
.was { color: var(--bad); } .is { color: var(--good); }
.was::before { content: "− "; } .is::before { content: "+ "; }
.was, .is { display: block; text-decoration: none; }
.problems th { white-space: nowrap; width: 1%; }
"""


def html(diff: Diff, tool_version: str) -> str:
    """Summary, then the changes by table and kind, then what was odd."""
    old, new = (f"{v.package} {v.version}" for v in (diff.old, diff.new))
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{safe(f'{old} → {new}')}</title>\n<style>{STYLE}{OWN}</style>\n</head>\n<body>",
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
    footer = f'<footer class="faint">Written by bru {safe(tool_version)}.</footer>'
    return "\n".join([*parts, "</main>", footer, "</body>\n</html>\n"])


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
