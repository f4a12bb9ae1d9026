"""The command that looks the passages up in copies of the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import bru
from bru.cli.common import PATH, Failure, copies, forms, looked_at, one_line
from bru.cli.output import write_over
from bru.store import documents

if TYPE_CHECKING:
    from bru.claims.documents.account import Account


@click.command()
@PATH
@copies(required=True)
@forms("text", "json")
@click.option(
    "--html",
    metavar="FILE",
    help="Write the documents with their claims to FILE. Not for publication.",
)
@click.option(
    "--strip",
    metavar="FILE",
    help="Draw how far claims cover each document, without its text (.svg or .html).",
)
@click.pass_context
def evidence(
    context: click.Context,
    path: str | None,
    folder: str,
    form: str,
    html: str | None,
    strip: str | None,
) -> None:
    """Find every passage in copies of the documents.

    A copy may be another edition, with other page furniture, quotes and dashes, or a saved web
    page. Each passage is verified (at its place), moved (elsewhere in the copy), altered or
    missing. What no claim and no exclusion covers is listed, and the searches of open questions are
    run again. Exit code 1 if a passage is altered or missing, a number or a known actor is not
    covered, or a search finds something; 2 if a document was not given.

    \b
    Example: bru evidence --documents ~/documents
    """
    with one_line():
        found = account(path, folder)
        if html:
            from bru.claims.render.document import page

            write_over(Path(html), page(found, bru.version).encode("utf-8"))
        if strip:
            from bru.claims.render import strip as strips

            draw = strips.svg if strip.lower().endswith(".svg") else strips.html
            write_over(Path(strip), draw(found).encode("utf-8"))
    from bru.claims.render import evidence as words

    render = words.as_json if form == "json" else words.as_text
    click.echo(render(found, bru.version).encode("utf-8"), nl=False)
    is_whole = all(d.copy for d in found.documents)
    context.exit((0 if is_whole else 2) if found.sound else 1)


def account(path: str | None, folder: str) -> Account:
    """The account of a package and a folder. Raises StoreError, Failure without sources."""
    from bru.check.reader import Answers
    from bru.claims.documents import account as accounts
    from bru.datapackage import descriptor
    from bru.model.question import NotAnswered
    from bru.releases.state import labelled

    files = documents(folder)
    store, name = looked_at(path)
    answers = Answers(store, descriptor.legible(store, name), files)
    try:
        return accounts.account(labelled(store, name, answers.package), answers.ask)
    except NotAnswered as error:
        raise Failure(f"the passages cannot be looked up: {error}") from error
