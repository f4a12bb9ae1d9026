"""Commands about versions: diff."""

from __future__ import annotations

from pathlib import Path

import click

import bru
from bru.cli.common import Failure, one_line
from bru.cli.output import save


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Changes listed per table and kind (0: all); the counts are always exact.",
)
@click.option("--output", metavar="FILE", help="Write the answer to FILE and print nothing.")
def diff(old: str | None, new: str | None, form: str, limit: int, output: str | None) -> None:
    """Say what differs between two versions: tables, fields, rows by key, cells old and new.

    OLD and NEW are each a folder, a datapackage.json, a zip file, a wheel, a git revision, a
    released version (1.0.0), or the word "installed". OLD is the last release unless it is given,
    NEW the nearest package. Each change is of a kind, and needs the bump that the policy says; a
    row whose ID was retired is followed to the new one.

    \b
    Example: bru diff 1.0.0 --format markdown
    """
    from bru.render.diff import FORMATS
    from bru.versions import diff as core
    from bru.versions.place import last_release, open_version

    with one_line():
        places = open_version(old) if old else last_release(), open_version(new)
        try:
            text = FORMATS[form](core.diff(*places, limit), bru.version)
        except MemoryError:
            raise Failure("not enough memory: give a lower --limit") from None
        if output:
            save(Path(output), text.encode("utf-8"))
    if not output:
        click.echo(text.encode("utf-8"), nl=False)
