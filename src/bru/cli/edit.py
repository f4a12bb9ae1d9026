"""Commands that edit: find, fmt, retire."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from bru.cli.common import (
    PATH,
    editable,
    forms,
    from_here,
    limited,
    looked_at,
    offering,
    one_line,
    package_at,
    refuse_defects,
    say,
    tell,
)
from bru.model.problem import ERROR
from bru.render.printable import printable, printed
from bru.store import Folder, Store
from bru.store.writing import Edit, edited

if TYPE_CHECKING:
    from bru.editing.find import Match
    from bru.editing.form import Change


PINS = "of its files, only bytes and hash are looked at"
PACKAGE = click.option(
    "--package",
    "path",
    metavar="PATH",
    help="The package; default: the nearest one, as for validate.",
)


@click.command()
@click.argument("text", nargs=-1, required=True)
@forms("text", "json", help="Form of the list.")
@limited(10, "How many are listed (0: all).")
@PACKAGE
@click.pass_context
def find(
    context: click.Context, text: tuple[str, ...], form: str, limit: int, path: str | None
) -> None:
    """Find rows by any spelling of a name.

    Transliterations are found as well. Each row is shown with its ID, kind and name, the name that
    matched if it is another, and its place. Exit code 1 if nothing is found.

    \b
    Example: bru find Лукашенко
    """
    from bru.datapackage import descriptor
    from bru.editing import find as finding
    from bru.editing.new import singular
    from bru.editing.new_id import slug
    from bru.render import to_json

    with one_line():
        where, name = looked_at(path)
        every = finding.find(where, name, " ".join(text))
        package = descriptor.read(where, name)
        if not every:
            refuse_defects(package)
    found = [m._replace(path=from_here(where, m.path)) for m in every[: limit or None]]
    if form == "json":
        click.echo(to_json([match._asdict() for match in found]), nl=False)
    elif found:
        click.echo(printed(listed(found)), nl=False)
    elif not found:
        entities = filter(finding.is_entity, package.resources)
        table, given = next((singular(r.name) for r in entities), "TABLE"), " ".join(text)
        name = shlex.quote(given) if slug(given) else "NAME"  # which is in Latin letters
        is_own = isinstance(where, Folder) and where.editable
        adds = f"; `bru new {table} --name {name}` asks for the rest, to add it" if is_own else ""
        say(f"nothing has such a name{adds}", err=True)
    if left := len(every) - len(found):
        click.echo(f"{left} more (--limit 0 lists all)", err=True)
    context.exit(0 if found else 1)


def listed(found: Sequence[Match]) -> Iterator[str]:
    """A line for each match, ID and kind in columns."""
    ids, kinds = (
        max(len(printable(c)) for c in column)
        for column in zip(*((m.id, m.kind) for m in found), strict=True)
    )
    for m in found:
        other = "" if m.match == m.name else f'"{printable(m.match)}", '
        place = f"({other}{printable(m.path)}:{m.line})"
        yield f"{printable(m.id):{ids}}  {printable(m.kind):{kinds}}  {printable(m.name)}  {place}"


@click.command()
@PATH
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.option("--diff", is_flag=True, help="As --check, and show what would change.")
@click.pass_context
def fmt(context: click.Context, path: str | None, check: bool, diff: bool) -> None:
    """Write the tables in canonical form.

    That is UTF-8, LF, quotes only where needed, rows sorted by key, texts in NFC without doubled
    or outer spaces. Where the descriptor has bytes and hash, they are refreshed. A file whose
    records could change is left as it is, with the reason.

    \b
    Example: bru fmt --diff
    """
    check = check or diff
    with one_line():
        where, name = package_at(path, own=False)
        if check:
            found = formed(where, name)
        else:
            found = edited(editable(where), lambda edit: written(edit, name))
    for change in found:
        told(where, change, "would change" if check else "written", diff)
    refused = any(c.new is None for c in found)
    context.exit(1 if refused or (check and found) else 0)


def formed(where: Store, name: str) -> Sequence[Change]:
    """What is not in canonical form. Raises StoreError for a descriptor with defects."""
    from bru.editing import form

    package, found = form.changes(where, name)
    refuse_defects(package)
    if not package.canonical:
        say(f"{package.name or name} does not declare the pack canonical: {PINS}", err=True)
    return found


def written(edit: Edit, name: str) -> Sequence[Change]:
    """What was not in canonical form, all of it written."""
    found = formed(edit, name)
    edit.write_all({c.path: c.new for c in found if c.new is not None})
    return found


def told(where: Store, change: Change, what: str, diff: bool) -> None:
    """Say what became of a file."""
    from bru.editing import form

    path = from_here(where, change.path)
    if change.new is None:
        click.echo(printed([f"{path}: left as it is: {change.why}"]), nl=False, err=True)
    elif diff:
        click.echo(printed(form.diff(change)), nl=False)
    else:
        say(f"{path}: {what}: {change.why}")


@click.command()
@click.argument("old", metavar="ID", shell_complete=offering("ids"))
@click.option("--to", "new", metavar="ID", required=True, help="The ID that stands for it now.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@PACKAGE
@click.pass_context
def retire(context: click.Context, old: str, new: str, dry_run: bool, path: str | None) -> None:
    """Merge an ID into another one and retire it.

    Its row is deleted, references follow, rows that become equal are merged, and a published ID is
    added to retired_ids. Nothing is written if that would introduce an error.

    \b
    Example: bru retire ministry-of-industry-and-trade-of-russia --to government-of-russia
    """
    from bru.datapackage import descriptor
    from bru.releases.retire import Retirement
    from bru.releases.retire import retire as core

    with one_line():
        where, name = package_at(path, own=False)

        def retired(store: Store) -> Retirement:
            package = descriptor.read(store, name)
            refuse_defects(package)
            return core(store, name, package, old, new)

        def written(edit: Edit) -> Retirement:
            found = retired(edit)
            if not any(p.level == ERROR for p in found.problems):
                edit.write_all(found.files)
            return found

        done = retired(where) if dry_run else edited(editable(where), written)
    for problem in done.problems:
        tell(problem, from_here(where, problem.path))
    bad = any(p.level == ERROR for p in done.problems)
    for line in done.done:
        say(line)
    if bad or dry_run:
        click.echo("nothing was written", err=True)
    context.exit(1 if bad else 0)
