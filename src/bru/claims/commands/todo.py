"""The command that tells what documents still need: todo."""

import click

from bru.claims.commands.cite import called
from bru.cli.common import Failure, copies, forms, looked_at, one_line, say
from bru.cli.edit import PACKAGE
from bru.store import documents


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
    from bru.check.reader import Answers
    from bru.claims.render import todo as words
    from bru.claims.todo import sheet
    from bru.claims.todo.work import Finder, work
    from bru.datapackage import descriptor
    from bru.model.question import NotAnswered

    with one_line():
        files = documents(folder)
        store, name = looked_at(path)
        answers = Answers(store, descriptor.legible(store, name), files)
        try:
            finder = Finder(answers.package, answers.ask)
            wanted = called(source, files, store, name, answers.package) if source else ""
            works = [*work(answers.package, answers.ask, files, finder, wanted)]
        except NotAnswered as error:
            raise Failure(f"nothing can be listed: {error}") from error
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
