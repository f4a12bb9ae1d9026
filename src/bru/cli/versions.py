"""Commands about versions: diff, lock, resolve."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import bru
from bru.cli.common import Failure, forms, limited, offering, one_line, say
from bru.cli.edit import PACKAGE
from bru.cli.output import write_over
from bru.render.printable import printable
from bru.store import DESCRIPTOR, StoreError, nearest

if TYPE_CHECKING:
    from bru.releases.lock import Lock

LOCK = "bru.lock"


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@forms("text", "json", "markdown", "html")
@limited(100, "Changes listed per table and kind (0: all); counts are always exact.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of change.")
@click.option(
    "--ignore", multiple=True, metavar="FIELD", help="Ignore this column (FIELD or TABLE.FIELD)."
)
@click.option(
    "--tolerance",
    metavar="NUMBER",
    help="Treat numbers that differ by at most this as equal (0.01, 1%).",
)
@click.option("--exit-code", is_flag=True, help="Exit 1 if anything differs.")
@click.option("--output", metavar="FILE", help="Write the answer to FILE and print nothing.")
@click.pass_context
def diff(context: click.Context, /, old: str | None, new: str | None, **how: Any) -> None:
    """Compare two versions: files, fields, rows, cells.

    OLD and NEW are each a folder, a datapackage.json, a zip file, a wheel, a git revision, a
    release (1.0.0) or the word "installed". Without them, the last release is compared with the
    nearest package. Each change is shown with the version bump that it needs.

    \b
    Example: bru diff 1.0.0 --format markdown
    """
    from bru.releases import diff as core
    from bru.releases.change import wanted
    from bru.releases.place import last_release, open_version
    from bru.releases.state import of_diff as labelled
    from bru.render.diff import FORMATS

    with one_line():
        if new is None and nearest(Path.cwd()) is None:
            raise Failure(f'no {DESCRIPTOR} here or above: give NEW, which may be "installed"')
        chosen = wanted(how["limit"], how["ignore"], how["tolerance"], how["kinds"])
        places = open_version(old) if old else last_release(), open_version(new)
        try:
            found = labelled(core.diff(*places, chosen), *places)
        except MemoryError:
            raise Failure("not enough memory: give a lower --limit") from None
        text = FORMATS[how["form"]](found, bru.version)
        if how["output"]:
            write_over(Path(how["output"]), text.encode("utf-8"))
    if not how["output"]:
        click.echo(text.encode("utf-8"), nl=False)
    context.exit(1 if how["exit_code"] and found.counts else 0)


@click.command()
@click.argument("path", required=False, metavar="[PATH]")
@click.option("--check", is_flag=True, help="Write nothing; compare PATH with the lock.")
@click.option("--file", "name", metavar="FILE", default=LOCK, show_default=True, help="The lock.")
@click.pass_context
def lock(context: click.Context, path: str | None, check: bool, name: str) -> None:
    """Write or check bru.lock, the digests of the data.

    It pins the tables and what describes them, but not the changelog. PATH is a folder, a zip file,
    a wheel, a release (1.0.0) or "installed"; without it, the nearest package, else the installed
    one. Exit code 1 if anything differs from the lock. Without bru, run
    `sha256sum -c bru.lock` beside datapackage.json, in the folder that was locked or that the zip
    file of the release unpacks to.

    \b
    Example: bru lock --check 2.0.0
    """
    from bru.releases import lock as core
    from bru.releases.place import open_version

    with one_line():
        where, descriptor = open_version(path)
        if not check:
            made = core.lock(where, descriptor)
            write_over(Path(name), core.written(made).encode("utf-8"))
            files = len(made.digests)
            say(f"{name} pins {made.package} {made.version}: the digests of {files} files")
            context.exit(0)
        wanted = locked(name)
        found = core.check(wanted, where, descriptor)
    for file, message in found:
        click.echo(printable(f"{file}: {message}"))
    if found:
        see = compared(wanted, path)
        if core.is_of_folder(where, found) or path == wanted.version:
            see = "the lock is of a folder, not of the release; "
        click.echo(printable(f"next: {see}`{writing(path, name)}` pins this instead"))
    else:
        given = f"{wanted.package} {wanted.version}, {len(wanted.digests)} files"
        say(f"{where.name} is what {name} pins: {given}")
    context.exit(1 if found else 0)


def writing(path: str | None, name: str) -> str:
    """The command that writes a lock of a package."""
    return shlex.join(["bru", "lock", *filter(None, [path]), *["--file", name] * (name != LOCK)])


def compared(wanted: Lock, path: str | None) -> str:
    """How to see what differs from a lock, or to get what it pins, as far as that can be had."""
    from bru.releases import published
    from bru.releases.place import INSTALLED, open_version
    from bru.releases.registry import pip

    there = path or ("" if nearest(Path.cwd()) else INSTALLED)
    try:
        open_version(wanted.version)
    except StoreError:
        is_ours = there == INSTALLED and published.VERSION.fullmatch(wanted.version)
        return f"`{pip(wanted.version)}` gets {wanted.version}; " if is_ours else ""
    words = ["bru", "diff", wanted.version, *filter(None, [there])]
    return f"`{shlex.join(words)}` says what differs; "


def locked(name: str) -> Lock:
    """The lock in a file. Raises ClickException (exit 1) for one that is damaged."""
    from bru.releases import lock as core

    file = Path(name)
    try:
        return core.parse(file.read_bytes())
    except FileNotFoundError:
        raise StoreError(f"{file}: not found: `{writing(None, name)}` writes it") from None
    except ValueError as error:
        raise click.ClickException(printable(f"{file}: {error}")) from error


@click.command()
@click.argument("identifier", metavar="ID", shell_complete=offering("ids"))
@click.option("--at", metavar="VERSION", help="As of that release.")
@forms("text", "json")
@PACKAGE
@click.pass_context
def resolve(
    context: click.Context, identifier: str, at: str | None, form: str, path: str | None
) -> None:
    """Tell what became of a published ID.

    The answer names its table, whether it is live or retired, the release that added it, the one
    that removed it, and the ID to use now. Exit code 1 if no release (with --at, that release) has
    the ID.

    \b
    Example: bru resolve lukashenka-alyaksandr --at 1.0.0
    """
    from bru.releases import redirects as core
    from bru.releases.place import open_version
    from bru.render import to_json

    with one_line():
        where, descriptor = open_version(path)
        answers = core.resolve(where, descriptor, identifier, at)
    if form == "json":
        click.echo(to_json([answer._asdict() for answer in answers]), nl=False)
    for answer in answers if form == "text" else ():
        click.echo(printable(core.words(answer, at)))
    if not answers:
        raise click.ClickException(printable(core.unknown(where, identifier)))
    context.exit(0 if any(answer.state != "not yet" for answer in answers) else 1)
