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
    from bru.store.edit import Edit

FIX = click.option(
    "--fix", is_flag=True, help="First repair damage that is proven reversible; show each repair."
)


def mended(edit: Edit, name: str) -> list[Repair]:
    """What was repaired, all of it written."""
    from bru.editing.fix import repairs

    _, done, files = repairs(edit, name)
    edit.write_all(files)
    return done


def repair(path: str | None) -> None:
    """Repair a package; what was done goes to standard error, where it disturbs no report."""
    from bru.editing.fix import repairs
    from bru.store.edit import edited
    from bru.store.single import table

    with one_line():
        if path and table(path):
            raise Failure(f"{path}: --fix repairs tables of a package: it needs their schemas")
        where, name = open_store(path, own=False)
        package, done, files = repairs(where, name)
        refuse_defects(package)
        if files:
            done = edited(editable(where), lambda edit: mended(edit, name))
    for r in done:
        place = from_here(where, r.path) + (f":{r.line}" if r.line else "")
        what = f"{shown(r.old)} → {shown(r.new)}" if r.field else f"{r.old} → {r.new}"
        field = f" {r.field}" if r.field else ""
        change = f" {what}" if r.old else ""
        say(f"{place}: fixed{field}:{change} ({r.why})", err=True)
    if done:
        tables = plural(len({r.path for r in done}), "table")
        say(f"{plural(len(done), 'repair')} in {tables}", err=True)
