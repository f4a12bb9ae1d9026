"""Commands that edit: cite, fmt."""

from __future__ import annotations

import click

from bru.cli.common import PATH, Failure, one_line
from bru.store import Folder, StoreError, open_store


@click.command()
@click.argument("source")
@click.argument("passage")
@click.option(
    "--documents", metavar="DIR", required=True, help="Folder with copies of the documents."
)
@click.option("--nth", type=click.IntRange(min=1), help="Which occurrence, from 1.")
@click.option("--package", "path", metavar="PATH", help="The package, as for validate.")
def cite(source: str, passage: str, documents: str, nth: int | None, path: str | None) -> None:
    """Print the span values of PASSAGE, ready to paste into data/claims.csv.

    SOURCE is an ID of the sources table, or the name of a file in the folder of documents.

    \b
    Example: bru cite bif-2023-05-14 "words of the passage" --documents ~/documents
    """
    from bru import cite as citing

    with one_line():
        text = document(source, documents, path)
    try:
        values = citing.cite(text, passage, nth)
    except citing.CiteError as error:
        raise click.ClickException(str(error)) from error
    click.echo("span_start,span_end,span_words,span_sha256,span_exact_sha256")
    click.echo(",".join(map(str, values)))


def document(source: str, documents: str, path: str | None) -> str:
    """The text of a source's document. Raises StoreError."""
    from bru import check, descriptor, evidence, store
    from bru.question import Documents

    files = store.documents(documents)
    if source in files:
        return evidence.decode(files[source])
    where, name = open_store(path)
    run = check.Run(where, descriptor.read(where, name), files)
    try:
        copies, _ = evidence.found(run.ask(Documents()))
    except check.NotAnswered:  # the tables of sources or claims cannot be read
        copies = []
    texts = {copy.source_id: copy.text for copy in copies}
    if source in texts:
        return texts[source]
    known = ", ".join(texts) or "none"
    raise StoreError(f"{documents}: no document of source {source} (found: {known})")


@click.command()
@PATH
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.pass_context
def fmt(context: click.Context, path: str | None, check: bool) -> None:
    """Write the tables in canonical form and refresh bytes and hash in the descriptor.

    \b
    Example: bru fmt
    """
    from bru import form

    with one_line():
        where, name = open_store(path)
        package, found = form.changes(where, name)
        if package.defects:
            first = package.defects[0]
            raise Failure(f"{first.path}: {first.detail}: run `bru validate` first")
        if not (check or (isinstance(where, Folder) and where.editable)):
            raise Failure(f"{where.name}: only a folder can be formatted; use --check")
        for change in found:
            if change.data is None:
                click.echo(f"{change.path}: left as it is: {change.why}", err=True)
            elif check:
                click.echo(f"{change.path}: would change: {change.why}")
            else:
                assert isinstance(where, Folder)
                where.write(change.path, change.data)
                click.echo(f"{change.path}: written: {change.why}")
    refused = any(c.data is None for c in found)
    context.exit(1 if refused or (check and found) else 0)
