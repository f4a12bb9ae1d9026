"""A row that `bru new` adds: the command of its table, one call of the core, output, exit code."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from bru.check.packs import packs_of, registered
from bru.cli.ask import Target, interactive
from bru.cli.common import copied, editable, from_here, one_line, say, tell
from bru.cli.draft import draft, option, way
from bru.cli.group import Adding
from bru.datapackage import table
from bru.editing import new as core
from bru.editing.new_id import key
from bru.model.grammar import plural, with_article
from bru.model.problem import ERROR
from bru.render.printable import printable, printed
from bru.store import Store, open_store
from bru.store.writing import Edit, edited

LATER = "still to do"


def command(target: Target) -> click.Command:
    """The command that adds a row to one table."""
    spec = target.resource.schema.spec
    about = str(spec.get("description") or f"Add a row to {target.resource.path}.")
    known = core.links(target.package, target.resource)
    ties = {name: link for name, link in known.items() if name not in target.fields}
    own = key(target.resource)
    told = {name: filler.told for filler in target.fillers for name in filler.fields}
    options: list[click.Parameter] = [
        option(n, f, "the others" if f == own else told.get(f.name, ""))
        for n, f in enumerate(target.fields.values())
    ]
    options += [
        click.Option(
            [f"--{n}", f"tie_{n}"],
            multiple=True,
            metavar=f"ID:{link.how.name.upper()}" if link.how else "ID",
            help=f"ID or name of {with_article(n)} it is about{way(link)}.",
        )
        for n, link in ties.items()
    ]
    options += [known for filler in target.fillers for known in filler.options]
    options += [
        click.Option(["--documents"], metavar="DIR", help="Folder with copies of the documents."),
        click.Option(["--dry-run"], is_flag=True, help="Write nothing; show row and problems."),
        click.Option(["--force"], is_flag=True, help="Write it also when it brings errors."),
    ]
    name = core.singular(target.resource.name)
    run = click.pass_context(lambda context, **given: make(context, target, given))
    return Adding(name, callback=run, params=options, help=printable(about))


def make(context: click.Context, target: Target, options: dict[str, Any]) -> None:
    """Add the row, say what it brings, and write it."""
    with one_line():
        open_store(target.path, own=False)
        # Nobody else has to wait while somebody thinks about an answer.
        rows = draft(context, target, options) if interactive() else None

        def added(where: Store) -> Added:
            return add(context, target._replace(store=where), options, rows)

        if options["dry_run"]:
            done = added(target.store)
        else:
            done = edited(
                editable(target.store), lambda edit: written(edit, target, added(edit), options)
            )
        bad = bool(done.addition.errors)
        if bad and not done.written:
            files = copied(options["documents"])
            told = core.add(target.store, target.name, done.rows, files, in_order=False)
            done = done._replace(addition=told)
    show(target.store, done)
    context.exit(1 if bad else 0)


class Added(NamedTuple):
    """What adding rows came to."""

    addition: core.Addition
    rows: Sequence[core.Row]
    hints: Sequence[str]
    written: bool = False


def add(
    context: click.Context, target: Target, options: dict[str, Any], rows: Sequence[core.Row] | None
) -> Added:
    """What adding a row comes to; `rows`: it and those that tie it, where they are made."""
    where, name = target.store, target.name
    rows = rows or draft(context, target, options)
    own = key(target.resource)
    if own and (why := target.known.taken(target.resource, rows[0][1][own.name])):
        raise core.NewError(why)
    files = copied(options["documents"])
    addition = core.add(where, name, rows, files)
    of = packs_of(target.package)
    said = [pack.spoken(target.resource.name, rows[0][1]) for pack in registered(of)]
    hints = [f"it reads: {words}" for words in said if words]
    return Added(addition, rows, [*hints, *core.like(where, name, *rows[0])])


def written(edit: Edit, target: Target, added: Added, options: dict[str, Any]) -> Added:
    """Write the rows, and what goes with them, unless they bring errors."""
    if added.addition.errors and not options["force"]:
        return added
    own = added.rows[0][1]
    beside = [f.beside_it(edit, own) for f in target.fillers if f.given(options)]
    for filler in target.fillers:
        filler.before(own, options)
    edit.write_all(added.addition.files | dict(ChainMap(*beside)))
    return added._replace(written=True)


def show(where: Store, added: Added) -> None:
    """Print where the rows stand, the problems they bring and whether they were written."""
    addition, rows, hints, written = added
    refused = bool(addition.errors) and not written
    what = "added" if written else "not added" if refused else "would be added"
    for (path, line), (resource, cells) in zip(addition.places, rows, strict=True):
        row = table.write([[cells.get(n, "") for n in resource.schema.by_name]]).rstrip("\n")
        place = from_here(where, path) + f":{line}" * (not refused)
        click.echo(printed([f"{place}: {what}: {row}"]), nl=False)
    later = 0
    for problem in addition.problems:
        if refused and (problem.path, problem.line) in addition.places:
            problem = problem._replace(line=0)  # it has none
        is_later = problem.level == ERROR or problem.hint.startswith("`bru new ")
        if written and not addition.errors and is_later:  # another row puts it right
            problem, later = problem._replace(level=LATER), later + 1
        tell(problem, from_here(where, problem.path))
    for hint in hints:
        say(f"note: {hint}")
    if not written:
        click.echo("nothing was written", err=True)
    elif addition.problems:
        counts = [f"{later} {LATER}"] if later else []
        if left := len(addition.problems) - later:
            counts.append(plural(left, "problem" if addition.errors else "warning"))
        say(f"added: {', '.join(counts)}")
