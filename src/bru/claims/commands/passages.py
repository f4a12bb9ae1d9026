"""Commands about copies of the documents: evidence, cite, todo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import bru
from bru.claims.commands import answering, called, failing
from bru.cli.common import PATH, Failure, copies, forms, one_line, say
from bru.cli.edit import PACKAGE
from bru.cli.output import write_over
from bru.model.question import NotAnswered
from bru.store import StoreError, documents

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
    help="Draw how far claims cover each document, without its text (.svg, else HTML).",
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
    from bru.claims.render import document as pages
    from bru.claims.render import evidence as words

    with one_line():
        found = account(path, folder)
        if html:
            write_over(Path(html), pages.page(found, bru.version).encode("utf-8"))
        if strip:
            draw = pages.svg if strip.lower().endswith(".svg") else pages.html
            write_over(Path(strip), draw(found).encode("utf-8"))
    render = words.as_json if form == "json" else words.as_text
    click.echo(render(found, bru.version).encode("utf-8"), nl=False)
    given = [d.copy is not None for d in found.documents]
    context.exit(1 if any(given) and not found.sound else 0 if found.sound and all(given) else 2)


def account(path: str | None, folder: str) -> Account:
    """The account of a package and a folder. Raises StoreError, Failure without sources."""
    from bru.claims.documents import account as accounts
    from bru.releases.state import labelled

    store, name, answers = answering(path, folder)
    with failing("the passages cannot be looked up"):
        return accounts.account(labelled(store, name, answers.package), answers.ask)


@click.command()
@click.argument("source")
@click.argument("passage")
@copies(required=True)
@click.option("--nth", type=click.IntRange(min=1), help="Which occurrence, from 1.")
@PACKAGE
def cite(source: str, passage: str, folder: str, nth: int | None, path: str | None) -> None:
    """Print the span values of a passage.

    They can be pasted into data/claims.csv. SOURCE is an ID of the sources table, or the name of a
    file in the folder of documents; PASSAGE is the wording of the document.

    \b
    Example: bru cite bif-2023-05-14 "words of the passage" --documents ~/documents
    """
    from bru.claims.documents import cite as citing

    with one_line():
        values = citing.cite(document(source, folder, path), passage, nth)
    click.echo("span_start,span_end,span_words,span_sha256,span_exact_sha256")
    click.echo(",".join(map(str, values)))


def document(source: str, folder: str, path: str | None) -> str:
    """The text of a source's document. Raises StoreError."""
    from bru.claims.documents import Documents, evidence

    files = documents(folder)
    if source in files:
        return evidence.decode(files[source])
    if source in files.left:
        raise StoreError(f"{folder}: {source} {files.left[source]}")
    where, name, answers = answering(path, folder)
    source = called(source, files, where, name, answers.package)
    try:
        copies, _ = evidence.found(answers.ask(Documents()))
    except NotAnswered:  # the tables of sources or claims cannot be read
        copies = []
    texts = {copy.source_id: copy.text for copy in copies}
    if source in texts:
        return texts[source]
    known = ", ".join(texts) or "none"
    raise StoreError(f"{folder}: no document of source {source} (found: {known})")


@click.command()
@click.argument("source", required=False)
@copies(required=True)
@forms("text", "csv", "json", help="Form of the list; csv is a sheet to fill in.")
@PACKAGE
def todo(source: str | None, folder: str, form: str, path: str | None) -> None:
    """List the sentences of documents without a claim.

    Sentences with an exclusion are not listed. Each is shown with its numbers, dates, known actors,
    projects, outlets and hedges. SOURCE is an ID of the sources table, or the name of a file in the
    folder; without it, all sources are looked at. The sheet (--format csv) is filled in for
    `bru new --from`; docs/tables.md describes its columns.

    \b
    Example: bru todo bif-2023-05-14 --documents ~/documents --format csv > sheet.csv
    """
    from bru.claims.render import todo as words
    from bru.claims.todo import sheet
    from bru.claims.todo.work import Finder, work

    with one_line(), failing("nothing can be listed"):
        files = documents(folder)
        store, name, answers = answering(path, folder)
        finder = Finder(answers.package, answers.ask)
        wanted = called(source, files, store, name, answers.package) if source else ""
        works = [*work(answers.package, answers.ask, files, finder, wanted)]
    if form == "csv":
        text = sheet.write(answers.package, works, finder.names)
    else:
        text = (words.as_json if form == "json" else words.as_text)(works, finder.names)
    click.echo(text.encode("utf-8"), nl=False)
    left = [work for work in works if work.why]
    for one in left if form == "csv" else ():
        say(f"{one.source_id}: {one.why}", err=True)
    if left and len(left) == len(works):
        raise Failure(f"{folder}: no copy of any document")
