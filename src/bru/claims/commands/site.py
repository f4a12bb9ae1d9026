"""The command that makes the static explorer: site."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import click

import bru
from bru.cli.common import Failure, one_line
from bru.cli.edit import PACKAGE
from bru.model.question import NotAnswered
from bru.store import Store, inside

MARK = "index.json"  # tells a site from any other folder


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
    """Make a static explorer of the data: pages that work from a file, without network or server.

    Tables with search, filters and stable links; a page, and JSON, for each claim, figure, actor,
    project, check, source and measure; conflicts and totals as intervals; timeline, network,
    changes and rules. A folder made by an earlier run is replaced; any other is refused.

    \b
    Example: bru site --out public
    """
    from bru.claims.commands.look import opened
    from bru.claims.provenance.history import recorded
    from bru.claims.site import build

    target = Path(out)
    with one_line():
        refuse(target)
        store, facts, _ = opened(path, None)
        try:
            drawn, told = strips(path, folder), changelog(store)
            files = build(facts, recorded(store), drawn, told, bru.version)
            count, total = replace(target, files)
        except ModuleNotFoundError as error:
            install = "pip install 'bru-dataset[site]'"
            raise Failure(f"site needs {error.name}, which is not installed: {install}") from error
        except NotAnswered as error:
            raise Failure(f"no site can be made: {error}") from error
    click.echo(f"{target / 'index.html'}  {count:,} files, {total:,} bytes")


def refuse(target: Path) -> None:
    """Stop where the folder holds something that is no site. Raises Failure."""
    if target.exists() and not target.is_dir():
        raise Failure(f"{target} is a file; give --out another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise Failure(f"{target} is not empty and no site of bru; give --out another folder")


def replace(target: Path, files: Iterable[tuple[str, bytes]]) -> tuple[int, int]:
    """Make the folder whole, beside it, then put it in the place of the old one.

    Gives the number of files and of bytes. Raises OutsideError for an ID that leads elsewhere.
    """
    new, old = (target.with_name(f".{target.name}.{part}") for part in ("new", "old"))
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    count = total = 0
    try:
        for path, data in files:
            file = new / inside(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            count, total = count + 1, total + len(data)
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
    return count, total


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
