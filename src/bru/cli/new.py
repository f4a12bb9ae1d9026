"""The command `bru new`: options or questions, one call of the core, output and exit code."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from bru.cli.ask import Target, interactive
from bru.cli.common import copies, editable, from_here, one_line, refuse_defects, say, tell
from bru.cli.draft import draft, option, way
from bru.cli.edit import PACKAGE
from bru.cli.group import Adding, Group
from bru.model.grammar import plural, with_article
from bru.model.package import Package
from bru.model.problem import ERROR
from bru.render.printable import printable, printed
from bru.store import Store, documents, open_store
from bru.store.writing import Edit, edited

if TYPE_CHECKING:
    from bru.editing.new import Addition, Row


LATER = "still to do"


class Tables(Group):
    """A command for each table of the package, made from its schema."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What one row of each table is called."""
        from bru.editing.new import singular

        return [singular(r.name) for r in opened(ctx)[2].resources]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that adds a row to a table, by the table's name or that of one row."""
        from bru.editing.new import singular

        store, name, package = opened(ctx)
        for resource in package.resources:
            if cmd_name in (resource.name, singular(resource.name)):
                path = ctx.params.get("path")
                return self.equipped(command(Target(store, name, package, resource, path)))
        return None


@click.group(
    cls=Tables,
    invoke_without_command=True,
    options_metavar="(TABLE | --from FILE)",
    subcommand_metavar="[OPTIONS]",
    short_help="Add rows to tables.",
)
@PACKAGE
@click.option("--from", "sheet", metavar="FILE", help="Add all rows of a sheet (CSV or JSON).")
@copies()
@click.option("--dry-run", is_flag=True, help="Write nothing; show the IDs and problems.")
@click.pass_context
def new(
    context: click.Context, path: str | None, sheet: str | None, folder: str | None, dry_run: bool
) -> None:
    """Add a row: a claim, an actor, a project, a figure, and so on; or many, with --from.

    Every field of a table is an option (`bru new claim --help`); on a terminal, bru asks for what
    is missing. The ID is made from the name or the statement unless given. For a claim, --passage
    with --documents fills in the span; --actor and --project, which can be repeated, add its ties.
    The row is written unless it would introduce an error other than one that the next rows mend,
    such as an actor without a claim.

    The sheet of --from is the one of `bru todo SOURCE --format csv`, filled in. Its rows are
    written together or not at all; problems are shown at the lines of the sheet.

    \b
    Example: bru new actor --name "Ines Brandão" --kind person --description "Captain."
    Example: bru new --from sheet.csv --documents ~/documents --dry-run
    """
    if context.invoked_subcommand is None and sheet:
        from bru.cli.batch import add_all

        add_all(context, opened(context)[:2], sheet, folder, dry_run)
    elif context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
    elif sheet or folder or dry_run:
        raise click.UsageError("give a table its options behind its name; --from takes no table")


def opened(ctx: click.Context) -> tuple[Store, str, Package]:
    """The package, read once."""
    from bru.datapackage import descriptor

    if ctx.obj is None:
        with one_line():
            store, name = open_store(ctx.params.get("path"))  # ours: help works everywhere
            ctx.obj = store, name, descriptor.read(store, name)
            refuse_defects(ctx.obj[2])
    found: tuple[Store, str, Package] = ctx.obj
    return found


def command(target: Target) -> click.Command:
    """The command that adds a row to one table."""
    from bru.editing.new import links, singular
    from bru.editing.new_id import key

    spec = target.resource.schema.spec
    about = str(spec.get("description") or f"Add a row to {target.resource.path}.")
    known = links(target.package, target.resource)
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
    name = singular(target.resource.name)
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
            from bru.editing import new as core

            files = documents(options["documents"]) if options["documents"] else None
            told = core.add(target.store, target.name, done.rows, files, in_order=False)
            done = done._replace(addition=told)
    show(target.store, *done)
    context.exit(1 if bad else 0)


class Added(NamedTuple):
    """What adding rows came to."""

    addition: Addition
    rows: Sequence[Row]
    hints: Sequence[str]
    written: bool = False


def add(
    context: click.Context, target: Target, options: dict[str, Any], rows: Sequence[Row] | None
) -> Added:
    """What adding a row comes to; `rows`: it and those that tie it, where they are made."""
    from bru.check.packs import packs_of, registered
    from bru.editing import new as core
    from bru.editing import new_id
    from bru.editing.known import Known

    where, name = target.store, target.name
    rows = rows or draft(context, target, options)
    own = new_id.key(target.resource)
    known = Known(where, name, target.package)
    if own and (why := known.taken(target.resource, rows[0][1][own.name])):
        raise core.NewError(why)
    files = documents(options["documents"]) if options["documents"] else None
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


def show(
    where: Store, addition: Addition, rows: Sequence[Row], hints: Sequence[str], written: bool
) -> None:
    """Print where the rows stand, the problems they bring and whether they were written."""
    from bru.datapackage import table

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
