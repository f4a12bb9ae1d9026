"""The command that prints the locator of a passage: cite."""

from collections.abc import Collection

import click

from bru.cli.common import copies, looked_at, one_line
from bru.cli.edit import PACKAGE
from bru.model.package import Package
from bru.store import Store, StoreError


@click.command()
@click.argument("source")
@click.argument("passage")
@copies("documents", required=True)
@click.option("--nth", type=click.IntRange(min=1), help="Which occurrence, from 1.")
@PACKAGE
def cite(source: str, passage: str, documents: str, nth: int | None, path: str | None) -> None:
    """Print the span values of a passage.

    They can be pasted into data/claims.csv. SOURCE is an ID of the sources table, or the name of a
    file in the folder of documents; PASSAGE is the wording of the document.

    \b
    Example: bru cite bif-2023-05-14 "words of the passage" --documents ~/documents
    """
    from bru.claims.documents import cite as citing

    with one_line():
        values = citing.cite(document(source, documents, path), passage, nth)
    click.echo("span_start,span_end,span_words,span_sha256,span_exact_sha256")
    click.echo(",".join(map(str, values)))


def document(source: str, documents: str, path: str | None) -> str:
    """The text of a source's document. Raises StoreError."""
    from bru import store
    from bru.check.reader import Answers
    from bru.claims.documents import Documents, evidence
    from bru.datapackage import descriptor
    from bru.model.question import NotAnswered

    files = store.documents(documents)
    if source in files:
        return evidence.decode(files[source])
    where, name = looked_at(path)
    answers = Answers(where, descriptor.legible(where, name), files)
    source = called(source, files, where, name, answers.package)
    try:
        copies, _ = evidence.found(answers.ask(Documents()))
    except NotAnswered:  # the tables of sources or claims cannot be read
        copies = []
    texts = {copy.source_id: copy.text for copy in copies}
    if source in texts:
        return texts[source]
    known = ", ".join(texts) or "none"
    raise StoreError(f"{documents}: no document of source {source} (found: {known})")


def called(source: str, files: Collection[str], where: Store, name: str, package: Package) -> str:
    """The file or ID of a source that is given by it or by its name. Raises ValueError."""
    from bru.editing.known import Known
    from bru.editing.new import NewError

    if source in files or not package.has(sources="source_id"):
        return source
    try:
        return Known(where, name, package).one("sources", source)
    except NewError as error:
        raise ValueError(f"no file {source} among the documents, and {error}") from error
