"""Commands for who releases: release check, prepare, build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bru.cli.common import copied, copies, editable, one_line, package_at, say
from bru.cli.edit import PACKAGE
from bru.cli.group import Group
from bru.model.grammar import plural
from bru.render.printable import printable
from bru.store import Folder, Store
from bru.store.writing import Edit, edited

if TYPE_CHECKING:
    from bru.releases.candidate import Candidate
    from bru.releases.release import Refusal

AGAINST = click.option(
    "--against", metavar="OLD", help="The last release, if the git history does not have it."
)
DOCUMENTS = copies()


@click.group(cls=Group)
def release() -> None:
    """Check, prepare and build a release (docs/dev/releasing.md)."""


@release.command()
@DOCUMENTS
@AGAINST
@PACKAGE
@click.pass_context
def check(
    context: click.Context, folder: str | None, against: str | None, path: str | None
) -> None:
    """Check whether this version may be released.

    Prints the version that the changes need, then every reason to refuse: a version too low; an ID
    that vanished, is used again or changed its meaning; a redirect without a target; an error of
    `bru validate`; a change without a cause; a stale changelog, citation, list or zip file; a
    change since the release was committed. Exit code 1 if there is one.

    \b
    Example: bru release check --documents ~/documents
    """
    from bru.releases import candidate
    from bru.releases import release as core

    with one_line():
        found = candidate.read(package(path), opened(against))
        refused = core.check(found, date.today(), copied(folder))
    say(needs(found))
    tell(refused)
    if not refused:
        say(f"{found.version} may be released")
    context.exit(1 if refused else 0)


@release.command()
@click.argument("version", required=False)
@click.option(
    "--date", "day", metavar="DATE", help="Day of the release (ISO 8601). Default: today."
)
@DOCUMENTS
@AGAINST
@PACKAGE
@click.pass_context
def prepare(
    context: click.Context,
    version: str | None,
    day: str | None,
    folder: str | None,
    against: str | None,
    path: str | None,
) -> None:
    """Write every file that names the version.

    These are the descriptor, changelog, citation, README and the lists in releases/. VERSION is the
    lowest that the changes allow, unless given. Whatever `bru release check` refuses is refused
    here, too. Commit all of it, and nothing else, in one commit: that commit is the release. Until
    then the command can be repeated.

    \b
    Example: bru release prepare --documents ~/documents
    """
    from bru.releases import build as core
    from bru.releases import candidate

    today = date.today()

    def prepared(edit: Edit) -> tuple[Candidate, str, list[Refusal], dict[str, str]]:
        found = candidate.read(edit, opened(against), following=True)
        own, made, refused = core.prepare(found, version, day or today.isoformat(), today, files)
        return found, own, refused, core.write(edit, found, made)

    with one_line():
        files = copied(folder)
        found, own, refused, written = edited(package(path), prepared)
    say(needs(found))
    tell(refused)
    for name, done in written.items():
        say(f"{name}: {done}")
    if not refused:
        say(f"{own} is prepared: run `bru release check`, then commit all of it")
    context.exit(1 if refused else 0)


@release.command()
@click.option(
    "--output",
    metavar="DIR",
    default="dist",
    show_default=True,
    help="Folder to write to; the files go to its subfolder VERSION.",
)
@DOCUMENTS
@AGAINST
@PACKAGE
@click.pass_context
def build(
    context: click.Context, output: str, folder: str | None, against: str | None, path: str | None
) -> None:
    """Build wheel, sdist, data zip and SHA256SUMS.

    Builds from the release commit, with the same bytes everywhere, and only what
    `bru release check` accepts. The output folder can serve as the registry of
    `bru.load(..., version=..., registry=...)`.

    \b
    Example: bru release build --output dist
    """
    from bru.releases.build import build as core

    with one_line():
        here = package(path)
        last = opened(against)
        made = core(here, Path(output), date.today(), copied(folder), last)
    tell(made.refused)
    for file in made.files:
        say(str(file))
    context.exit(1 if made.refused else 0)


def opened(against: str | None) -> tuple[Store, str] | None:
    """The version to compare with, where one is given. Raises StoreError."""
    from bru.releases.place import open_version

    return open_version(against) if against else None


def package(path: str | None) -> Folder:
    """The folder of the package that is released. Raises StoreError."""
    return editable(package_at(path, own=False)[0])


def needs(found: Candidate) -> str:
    """What changed since the last release, and the version that needs, in a line."""
    if found.last is None or found.diff is None:
        return f"there is no release before {found.version}"
    count = plural(sum(found.diff.counts.values()), "change")
    if found.needed == "none":
        return f"nothing changed since {found.last}"
    return f"{count} since {found.last}: at least {found.lowest} ({found.needed})"


def tell(refused: Sequence[Refusal]) -> None:
    """A line for each reason to refuse, and how to mend it."""
    for place, message, fix in refused:
        click.echo(printable(f"{place}: {message}"))
        click.echo(printable(f"    fix: {fix}"))
