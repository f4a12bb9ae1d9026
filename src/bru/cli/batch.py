"""`bru new --from FILE`: many rows at once from a sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import NamedTuple

import click

from bru.check.labels import shortened
from bru.check.packs import registered
from bru.check.reader import Answers
from bru.cli.common import copied, editable, from_here, one_line, refuse_defects, say, tell
from bru.datapackage import descriptor
from bru.editing import batch
from bru.editing import new as core
from bru.editing.batch import Batch, Expander
from bru.editing.lines import Line, read
from bru.editing.new_id import key, named
from bru.model.grammar import plural
from bru.model.package import Package
from bru.model.question import NotAnswered
from bru.render.printable import printable
from bru.render.text import numbers
from bru.store import Store, StoreError, given
from bru.store.writing import Edit, edited

FIRST = re.compile(r"first in line ([0-9,]+)(?=\)$)")  # of the same table


class Added(NamedTuple):
    """What a sheet came to: its rows, what adding them brings, whether they were written."""

    batch: Batch
    addition: core.Addition | None
    written: bool = False


def add_all(
    context: click.Context, where: tuple[Store, str], sheet: str, folder: str | None, dry: bool
) -> None:
    """Add the rows of a sheet, say what is wrong with it, and write all of them or none."""
    store, name = where
    with one_line():
        try:
            lines = read(given(sheet))
        except ValueError as error:
            raise StoreError(f"{sheet}: {error}") from error
        files = copied(folder)

        def added(store: Store) -> Added:
            return made(store, name, lines, files)

        def write(edit: Edit) -> Added:
            found = added(edit)
            if found.addition is None or found.addition.errors:
                return found
            edit.write_all(found.addition.files)
            return found._replace(written=True)

        done = added(store) if dry else edited(editable(store), write)
    show(store, sheet, done, dry)
    if not done.written:
        click.echo("nothing was written", err=True)
    context.exit(1 if done.addition is None or done.addition.errors else 0)


def made(
    store: Store, name: str, lines: Sequence[Line], files: Mapping[str, bytes] | None
) -> Added:
    """What the rows of a sheet come to."""
    package = descriptor.read(store, name)
    refuse_defects(package)
    try:
        knowing = expander(store, package, files)
    except NotAnswered as error:
        raise StoreError(str(error)) from error
    found = batch.make(store, name, package, lines, knowing)
    if found.wrong or not found.rows:
        return Added(found, None)
    addition = core.add(store, name, found.rows, files)
    if addition.errors:  # they are not written
        told = core.add(store, name, found.rows, files, in_order=False)
        addition = told if told.errors else addition
    return Added(found, addition)


def expander(store: Store, package: Package, files: Mapping[str, bytes] | None) -> Expander | None:
    """What the packs of a package know of rows of sheets."""
    for pack in registered(package.packs):
        found: Expander = import_module(f"bru.{pack.SHEET}").Expander(
            package, Answers(store, package, files).ask, files
        )
        return found
    return None


def show(store: Store, sheet: str, done: Added, dry: bool) -> None:
    """Print what is wrong with a sheet by line, the IDs of its rows, and how many there are."""
    found, addition = done.batch, done.addition
    same: dict[tuple[str, str], list[int]] = {}
    for wrong in found.wrong:
        same.setdefault((wrong.column, wrong.message), []).append(wrong.line)
    for (column, message), places in same.items():
        more = f" (and lines {', '.join(numbers(places[1:]))})" if places[1:] else ""
        click.echo(printable(f"{sheet}:{places[0]}: {column}: {message}{more}"))
    if addition:
        lines = dict(zip(addition.places, found.lines, strict=True))
        for problem in addition.problems:
            place = problem.path, problem.line
            path = sheet if place in lines else from_here(store, problem.path)
            told = partial(first, lines, problem.path, from_here(store, problem.path))
            message = FIRST.sub(told, problem.message) if path == sheet else problem.message
            tell(problem._replace(line=lines.get(place, problem.line), message=message), path)
    rows = zip(found.lines, found.rows, strict=True) if dry else ()
    for line, (resource, cells) in sorted(rows, key=lambda row: row[0]):
        if own := key(resource):
            text = shortened(named(resource, cells))
            id_ = cells.get(own.name, "")
            click.echo(printable(f"{sheet}:{line}: {resource.name} {id_}  {text}"))
    counts = Counter(resource.name for resource, _ in found.rows)
    parts = ", ".join(plural(n, core.singular(name)) for name, n in counts.items())
    parts = f": {parts}" if parts else ""
    refused = addition is None or addition.errors
    what = "added" if done.written else "not added" if refused else "would be added"
    left = f"; {plural(found.left, 'row')} not filled in" if found.left else ""
    say(printable(f"{plural(len(found.rows), 'row')} {what}{parts}{left}"))


def first(lines: Mapping[tuple[str, int], int], path: str, shown: str, match: re.Match[str]) -> str:
    """Where a value stands first, told of a row of a sheet: in the sheet, else in the table."""
    line = int(match[1].replace(",", ""))
    own = lines.get((path, line))
    return f"first in line {own} of the sheet" if own else f"first in {shown}:{line}"
