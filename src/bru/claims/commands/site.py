"""The command that makes the static explorer: site."""

from __future__ import annotations

from pathlib import Path

import click

import bru
from bru.cli.common import Failure, one_line, say
from bru.cli.edit import PACKAGE
from bru.model.question import NotAnswered
from bru.store import Store
from bru.store.output import publish


@click.command()
@click.option("--out", metavar="DIR", default="site", show_default=True, help="Folder to make.")
@click.option(
    "--documents",
    "folder",
    metavar="DIR",
    help="Folder with copies of the documents: draw what of them is accounted for, in no word.",
)
@PACKAGE
def site(out: str, folder: str | None, path: str | None) -> None:
    """Build a static site that opens from a file.

    It has tables with search, filters and stable links; a page, and JSON, for each claim, figure,
    actor, project, check, source and measure; conflicts and totals as intervals; timeline,
    network, changes and rules. It replaces and deletes only what an earlier run wrote.

    \b
    Example: bru site --out public
    """
    from bru.claims.commands.look import opened
    from bru.claims.provenance.history import recorded
    from bru.claims.site import build

    target = Path(out)
    with one_line():
        if target.exists() and not target.is_dir():
            raise Failure(f"{target} is a file; give --out another folder")
        store, facts, _ = opened(path, None)
        try:
            drawn, told = strips(path, folder), changelog(store)
            files = build(facts, recorded(store), drawn, told, bru.version)
            sizes = publish(target, "site", files, all_of_it=True)
        except ModuleNotFoundError as error:
            install = "pip install 'bru-dataset[site]'"
            raise Failure(f"site needs {error.name}, which is not installed: {install}") from error
        except NotAnswered as error:
            raise Failure(f"no site can be made: {error}") from error
    total = sum(sizes.values())
    say(f"{target / 'index.html'}  {len(sizes):,} files, {total:,} bytes")


def strips(path: str | None, folder: str | None) -> str:
    """The strips of the documents, "" without copies of them."""
    if folder is None:
        return ""
    from bru.claims.commands.evidence import account
    from bru.claims.render import strip

    return strip.svg(account(path, folder))


def changelog(store: Store) -> str:
    """The changelog of the package, "" without one."""
    from bru.claims.provenance.history import CHANGELOG

    try:
        return store.read(CHANGELOG).decode("utf-8", "replace")
    except OSError:
        return ""
