"""Commands for who releases: release check, prepare, build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bru.cli.common import editable, one_line
from bru.cli.edit import PACKAGE
from bru.render.text import plural, printable
from bru.store import Folder, open_store
from bru.store.edit import Edit, edited

if TYPE_CHECKING:
    from bru.releases.candidate import Candidate
    from bru.releases.release import Refusal

AGAINST = click.option(
    "--against", metavar="OLD", help="The last release, where it is not in the git history."
)


@click.group()
def release() -> None:
    """Check, prepare and build a release; docs/releasing.md has the steps."""


@release.command()
@AGAINST
@PACKAGE
@click.pass_context
def check(context: click.Context, against: str | None, path: str | None) -> None:
    """Say which version the changes need, and everything that refuses the one there is.

    Refused are: a version that is too low for what changed since the last release, an ID that
    vanished or is used again, a redirect that leads nowhere, an error of `bru validate`, a stale
    hash, a change without a cause, a stale changelog, citation or list of IDs. Exit code 1 when
    there is any.

    \b
    Example: bru release check
    """
    from bru.releases import release as core

    with one_line():
        found = read(against, path)
        refused = core.check(found, date.today())
    click.echo(printable(needs(found)))
    tell(refused)
    if not refused:
        click.echo(f"{found.version} may be released")
    context.exit(1 if refused else 0)


@release.command()
@click.argument("version", required=False)
@click.option(
    "--date", "day", metavar="DATE", help="Day of the release (ISO 8601). Default: today."
)
@AGAINST
@PACKAGE
@click.pass_context
def prepare(
    context: click.Context,
    version: str | None,
    day: str | None,
    against: str | None,
    path: str | None,
) -> None:
    """Write every file that names the version: descriptor, changelog, citation, README, lists.

    VERSION is the lowest that the changes allow, unless it is given; a lower one is refused, and
    so is everything that `bru release check` refuses. Commit what was written, and nothing else,
    in one commit: that commit is the release. Repeat it as long as it is not committed.

    \b
    Example: bru release prepare 1.0.1 --date 2027-01-31
    """
    from bru.releases import candidate
    from bru.releases import prepare as core
    from bru.releases.place import open_version

    today = date.today()

    def prepared(edit: Edit) -> tuple[Candidate, str, list[Refusal], list[str]]:
        found = candidate.read(edit, open_version(against) if against else None, following=True)
        own, made, refused = core.prepare(found, version, day or today.isoformat(), today)
        return found, own, refused, core.write(edit, found, made)

    with one_line():
        found, own, refused, written = edited(folder(path), prepared)
    click.echo(printable(needs(found)))
    tell(refused)
    for name in written:
        click.echo(printable(f"{name}: written"))
    if not refused:
        click.echo(f"{own} is prepared: run `bru release check`, then commit")
    context.exit(1 if refused else 0)


@release.command()
@click.option(
    "--output",
    metavar="DIR",
    default="dist",
    show_default=True,
    help="Folder for the files; they are put into its folder VERSION.",
)
@PACKAGE
def build(output: str, path: str | None) -> None:
    """Build wheel, sdist and the zip file of the data from the commit, with SHA256SUMS.

    The bytes are the same wherever and whenever it is done. The folder can serve as the registry
    of `bru.load(..., version=..., registry=...)`.

    \b
    Example: bru release build --output dist
    """
    from bru.releases.build import build as core

    with one_line():
        _, files = core(folder(path), Path(output))
    for file in files:
        click.echo(printable(str(file)))


def folder(path: str | None) -> Folder:
    """The folder of the package that is released. Raises StoreError."""
    return editable(open_store(path)[0])


def read(against: str | None, path: str | None) -> Candidate:
    """The package beside the last release. Raises StoreError."""
    from bru.releases import candidate
    from bru.releases.place import open_version

    return candidate.read(folder(path), open_version(against) if against else None)


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
