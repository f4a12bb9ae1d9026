"""The option --fix of `bru validate`: repair, show each repair, then check what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bru.cli.common import Failure, editable, from_here, one_line, refuse_defects, say
from bru.model.grammar import plural
from bru.model.problem import shown
from bru.store import open_store

if TYPE_CHECKING:
    from bru.editing.fix import Repair
    from bru.store.writing import Edit

FEW = 3  # repairs of a kind that are shown
FIX = click.option(
    "--fix",
    is_flag=True,
    help="First repair damage that is proven reversible; show what was repaired.",
)


def mended(edit: Edit, name: str) -> list[Repair]:
    """What was repaired, all of it written."""
    from bru.editing.fix import repairs

    _, done, files = repairs(edit, name)
    edit.write_all(files)
    return done


def told(r: Repair, place: str) -> str:
    """A repair in a line."""
    what = f"{shown(r.old)} → {shown(r.new)}" if r.field else f"{r.old} → {r.new}"
    field, change = f" {r.field}" if r.field else "", f" {what}" if r.old else ""
    return f"{place}{f':{r.line}' if r.line else ''}: fixed{field}:{change} ({r.why})"


def repair(path: str | None, limit: int = 0) -> None:
    """Repair a package; what was done goes to standard error, where it disturbs no report.

    Of repairs of a kind in a column, FEW are shown, all with the limit 0.
    """
    from bru.editing.fix import repairs
    from bru.store.single import table
    from bru.store.writing import edited

    with one_line():
        if path and table(path):
            raise Failure(f"{path}: --fix repairs tables of a package: it needs their schemas")
        where, name = open_store(path, own=False)
        package, done, files = repairs(where, name)
        refuse_defects(package)
        if files:
            done = edited(editable(where), lambda edit: mended(edit, name))
    kinds: dict[tuple[str, str, str], list[Repair]] = {}
    for r in done:
        kinds.setdefault((r.path, r.field, r.why), []).append(r)
    for (path, field, why), own in kinds.items():
        is_long = bool(limit) and len(own) > FEW + 1
        place = from_here(where, path)
        for r in own[:FEW] if is_long else own:
            say(told(r, place), err=True)
        if is_long:
            more = f"{len(own) - FEW:,} more like these"
            say(f"{place}: fixed {field}: {more} ({why}; --limit 0 shows all)", err=True)
    if done:
        tables = plural(len({r.path for r in done}), "table")
        say(f"{plural(len(done), 'repair')} in {tables}", err=True)
