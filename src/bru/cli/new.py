"""The command `bru new`: options or questions, one call of the core, output and exit code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bru.cli.ask import Target, ask, confirm_id, interactive
from bru.cli.common import editable, one_line, refuse_defects
from bru.cli.edit import PACKAGE
from bru.model.package import Field, Package
from bru.render.text import printable, printed, problem_line
from bru.store import Store, documents, open_store

if TYPE_CHECKING:
    from bru.editing.new import Addition, Row

OWN = frozenset("documents document passage nth force dry-run help".split())  # no field's option


class Tables(click.Group):
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
                return command(Target(store, name, package, resource, ctx.params.get("path")))
        return None


@click.group(cls=Tables, subcommand_metavar="TABLE [OPTIONS]", short_help="Add a row to a table.")
@PACKAGE
def new(path: str | None) -> None:
    """Add a row: a claim, an actor, a project, a figure, a source … (`bru new claim --help`).

    Every field of the table is an option. On a terminal, what is missing is asked for. The ID is
    made from the name or the statement unless it is given, and is never used again. For a claim,
    --passage with --documents fills in the span; --actor and --project tie it to others, also
    several times. The row is written in its place only when it brings no error with it, other
    than what the next rows put right (an actor that no claim is about yet).

    \b
    Example: bru new actor --name "Ines Brandão" --kind person --description "Captain."
    """


def opened(ctx: click.Context) -> tuple[Store, str, Package]:
    """The package, read once."""
    from bru.datapackage import descriptor

    if ctx.obj is None:
        with one_line():
            store, name = open_store(ctx.params.get("path"))
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
    ties = [n for n in links(target.package, target.resource) if n not in target.fields]
    own = key(target.resource)
    options: list[click.Parameter] = [
        option(n, f, f == own) for n, f in enumerate(target.fields.values())
    ]
    options += [
        click.Option(
            [f"--{n}", f"tie_{n}"], multiple=True, metavar="ID", help=f"A {n} it is about."
        )
        for n in ties
    ]
    if target.cites:
        options += [
            click.Option(["--passage"], help="The words of the document that say it."),
            click.Option(["--nth"], type=click.IntRange(min=1), help="Which occurrence, from 1."),
        ]
    if target.describes:
        options += [click.Option(["--document"], metavar="FILE", help="Its text, to be hashed.")]
    options += [
        click.Option(["--documents"], metavar="DIR", help="Folder with copies of the documents."),
        click.Option(["--dry-run"], is_flag=True, help="Write nothing; show row and problems."),
        click.Option(["--force"], is_flag=True, help="Write it also when it brings errors."),
    ]
    name = singular(target.resource.name)
    run = click.pass_context(lambda context, **given: make(context, target, given))
    return click.Command(name, callback=run, params=options, help=printable(about))


def flag(field: Field) -> str:
    """What the option of a field is called."""
    name = re.sub(r"[^\w]+|_", "-", field.name)
    return f"--field-{name}" if name in OWN else f"--{name}"


def option(number: int, field: Field, is_id: bool) -> click.Option:
    """The option of a field."""
    name = flag(field)[2:]
    words = [str(v) for v in field.constraints.get("enum", ())]
    about = " ".join(str(field.spec.get("description", "")).split())
    about += f" One of: {', '.join(words)}." if words else ""
    if field.required:
        about += " [made from the others]" if is_id else " [required]"
    if field.type == "boolean":
        names = [f"--{name}/--no-{name}", f"f{number}"]
        return click.Option(names, default=None, help=printable(about))
    return click.Option([f"--{name}", f"f{number}"], metavar="TEXT", help=printable(about))


def make(context: click.Context, target: Target, options: dict[str, Any]) -> None:
    """Add the row, say what it brings, and write it."""
    from bru.editing import new as core

    where, name = target.store, target.name
    with one_line():
        folder = None if options["dry_run"] else editable(where)
        rows = draft(context, target, options)
        files = documents(options["documents"]) if options["documents"] else None
        addition = core.add(where, name, rows, files)
        hints = [*core.like(where, name, *rows[0]), *core.meant(where, name, target.package, rows)]
        written = folder is not None and (not addition.errors or options["force"])
        if folder and written:
            folder.sweep(addition.files)
            folder.write_all(addition.files)
    show(addition, rows, hints, written)
    context.exit(1 if addition.errors else 0)


def draft(context: click.Context, target: Target, options: dict[str, Any]) -> list[Row]:
    """The row that the options and the answers make, and the rows that tie it to others."""
    from bru.editing import new as core
    from bru.editing import new_id

    resource, own = target.resource, new_id.key(target.resource)
    cells = given(target, options)
    ties = {n[4:]: list(v) for n, v in options.items() if n.startswith("tie_")}
    if interactive():
        ask(target, cells, ties, options)
    cells |= worked_out(target, cells, options)
    if own and not cells.get(own.name):
        cells[own.name] = new_id.mint(resource, cells, core.records(target.store, resource))
        if interactive():
            cells[own.name] = confirm_id(target, own, cells[own.name])
    if missing := lacking(target, cells):
        raise click.UsageError(f"missing: {', '.join(missing)}", context)
    if own and not cells[own.name]:
        why = "no ID can be made of the other fields"
        raise click.UsageError(f"missing: {flag(own)}, for {why}", context)
    if own:
        core.refuse_known(target.store, target.package, resource, cells[own.name])
    rows = [(resource, core.tidied(resource, cells))]
    for name, link in core.links(target.package, resource).items():
        for value in dict.fromkeys(ties.get(name, ())):
            cells_ = {link.own: cells[resource.schema.primary_key[0]], link.other: value}
            rows.append((link.resource, cells_))
    return rows


def lacking(target: Target, cells: dict[str, str]) -> list[str]:
    """The options that give what a row must have and does not."""
    from bru.editing.new import DOCUMENT, SPAN
    from bru.editing.new_id import key

    by_option = dict.fromkeys(SPAN, "--passage with --documents") if target.cites else {}
    by_option |= dict.fromkeys(DOCUMENT, "--document") if target.describes else {}
    own = key(target.resource)
    found = [
        by_option.get(name, flag(field))
        for name, field in target.fields.items()
        if field.required and field != own and not cells.get(name)
    ]
    return list(dict.fromkeys(found))


def show(addition: Addition, rows: Sequence[Row], hints: Sequence[str], written: bool) -> None:
    """Print where the rows stand, the problems they bring and whether they were written."""
    from bru.datapackage import table

    what = "added" if written else "would be added"
    for (path, line), (_, cells) in zip(addition.places, rows, strict=True):
        row = table.write([[v for v in cells.values() if v]]).rstrip("\n")
        click.echo(printed([f"{path}:{line}: {what}: {row}"]), nl=False)
    for problem in addition.problems:
        click.echo(problem_line(problem))
        if problem.hint:
            click.echo(printable(f"    fix: {problem.hint}"))
    for hint in hints:
        click.echo(printable(f"note: {hint}"))
    if not written:
        click.echo("nothing was written", err=True)


def given(target: Target, options: dict[str, Any]) -> dict[str, str]:
    """The cells that options give."""
    from bru.datapackage.value import BOOLEANS, booleans

    cells = {}
    for number, (name, field) in enumerate(target.fields.items()):
        value = options[f"f{number}"]
        if isinstance(value, bool):
            true, false = (booleans(field, key) for key in BOOLEANS)
            value = (true if value else false)[0]
        if value is not None:
            cells[name] = value
    return cells


def worked_out(target: Target, cells: dict[str, str], options: dict[str, Any]) -> dict[str, str]:
    """The cells that a passage or a document gives."""
    from bru.claims.commands.cite import document
    from bru.claims.documents import cite, evidence
    from bru.editing.new import DOCUMENT, SPAN

    if options.get("passage"):
        if not (options["documents"] and cells.get("source_id")):
            raise click.UsageError("--passage needs --documents and --source-id")
        text = document(cells["source_id"], options["documents"], target.path)
        values = cite.cite(text, options["passage"], options["nth"])
        return dict(zip(SPAN, map(str, values), strict=True))
    if options.get("document"):
        import hashlib

        data = Path(options["document"]).read_bytes()
        about = hashlib.sha256(data).hexdigest(), str(len(evidence.decode(data)))
        return dict(zip(DOCUMENT, about, strict=True))
    return {}
