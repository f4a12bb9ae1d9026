"""The command that makes the static explorer: site."""

from pathlib import Path

import click

import bru
from bru.cli.common import Failure, copies, one_line, say
from bru.cli.edit import PACKAGE
from bru.model.question import NotAnswered
from bru.store.output import publish


@click.command()
@click.option("--out", metavar="DIR", default="site", show_default=True, help="Folder to make.")
@copies(help="Folder with copies of the documents: show passages. Not for publication.")
@click.option(
    "--address", "own", metavar="URL", default="", help="Address it will have, for link previews."
)
@PACKAGE
def site(out: str, folder: str | None, own: str, path: str | None) -> None:
    """Build a static site that opens from a file.

    It has a page for each claim, actor, project, branch, document and measure, charts, open
    questions, saved questions with answers, and one search over all of it. Only files that an
    earlier run wrote are replaced or deleted.

    \b
    Example: bru site --out public
    """
    from bru.claims.commands.evidence import account
    from bru.claims.commands.look import opened
    from bru.claims.provenance.history import recorded
    from bru.claims.site import Given, build
    from bru.export.content import content_of

    target = Path(out)
    with one_line():
        store, facts, _ = opened(path, None)
        try:
            found = None if folder is None else account(path, folder)
            given = Given(recorded(store), bru.version, found, own)
            files = build(facts, content_of(store, facts.package), given)
            sizes = publish(target, "site", files, all_of_it=True)
        except ModuleNotFoundError as error:
            install = "pip install 'bru-dataset[site]'"
            raise Failure(f"site needs {error.name}, which is not installed: {install}") from error
        except NotAnswered as error:
            raise Failure(f"no site can be made: {error}") from error
    total = sum(sizes.values())
    say(f"{target / 'index.html'}  {len(sizes):,} files, {total:,} bytes")
