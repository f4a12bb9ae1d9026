"""Commands that look: why, plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import bru
from bru.check.labels import Labels
from bru.claims.plot import FORMS, PICTURES, image
from bru.cli.common import (
    Choice,
    Failure,
    copied,
    copies,
    forms,
    looked_at,
    offering,
    one_line,
    say,
)
from bru.cli.edit import PACKAGE
from bru.cli.output import write_over
from bru.model.question import NotAnswered
from bru.render.printable import printable
from bru.store import Store
from bru.store.output import publish

if TYPE_CHECKING:
    from bru.claims.documents.evidence import Copy
    from bru.claims.provenance.facts import Facts
    from bru.claims.provenance.why import Answer


@click.command()
@click.argument("identifier", metavar="ID", shell_complete=offering("ids"))
@copies(help="Folder with copies of the documents: show passages.")
@forms("text", "json", "html")
@click.option("--output", metavar="FILE", help="Write the answer to FILE and print nothing.")
@PACKAGE
@click.pass_context
def why(
    context: click.Context,
    identifier: str,
    folder: str | None,
    form: str,
    output: str | None,
    path: str | None,
) -> None:
    """Trace an ID to its claims, passages and sources.

    ID is that of a figure, claim, actor, project, check, source or measure. The answer has the
    statement, speaker, source and place, numbers as intervals, checks and links, the history of
    the row, and how to cite it. A retired ID leads to its successor. Exit code 1 if there is no
    such ID.

    \b
    Example: bru why bif23-trade-2022-belarus
    """
    from bru.claims.provenance.why import UnknownError
    from bru.claims.provenance.why import why as answer
    from bru.claims.render import why as render

    with one_line():
        store, facts, copies = opened(path, folder)
    try:
        found = answer(facts, identifier, copies)
    except UnknownError as error:
        like: Sequence[str] = [named(facts, known) for known in error.args[1]]
        hint = f"; did you mean {', '.join(like)}?" if like else "; `bru find` looks by name"
        raise click.ClickException(printable(f"there is no {identifier}{hint}")) from error
    text = render.FORMATS[form](told(store, facts, found), bru.version)
    if output:
        with one_line():
            write_over(Path(output), text.encode("utf-8"))
    else:
        click.echo(text.encode("utf-8"), nl=False)
    context.exit(0)


@click.command()
@click.argument("names", metavar="[PICTURE]...", nargs=-1, type=Choice(list(PICTURES)))
@click.option("--out", metavar="DIR", default=".", show_default=True, help="Folder to write to.")
@forms(*FORMS, help="Form of the pictures.", default="svg")
@PACKAGE
def plot(names: tuple[str, ...], out: str, form: str, path: str | None) -> None:
    """Draw charts of the data.

    PICTURE is intervals (quantities that several claims report), totals (both sides of each
    check), claims (by document and kind), network (who works with whom), timeline or coverage (how
    much of each document is in claims); without it, all are drawn. The same data give the same
    bytes.

    \b
    Example: bru plot intervals --format png
    """
    with one_line():
        facts = opened(path, None)[1]
    try:
        files = {f"{name}.{form}": image(name, facts, form) for name in names or PICTURES}
    except ModuleNotFoundError as error:
        install = "pip install 'bru-dataset[plot]'"
        raise Failure(f"plot needs {error.name}, which is not installed: {install}") from error
    except NotAnswered as error:
        of = "" if facts.package.has(claims="claim_id") else ": it is no package of claims"
        raise Failure(f"nothing can be drawn: {error}{of}") from error
    with one_line():
        written = publish(Path(out), "plot", files.items())
    for file, size in written.items():
        say(f"{file}  {size:,} bytes")


def named(facts: Facts, identifier: str) -> str:
    """An ID with what it stands for."""
    table = next(iter(facts.where(identifier)), "")
    labels = Labels(facts.package, facts.ask, {})
    return (labels.key(table, (identifier,)) if table else "") or identifier


def opened(path: str | None, folder: str | None) -> tuple[Store, Facts, list[Copy]]:
    """A package, its tables, and the copies of its documents where a folder is given."""
    from bru.check.reader import Answers
    from bru.claims.documents import Documents
    from bru.claims.provenance.facts import Facts
    from bru.datapackage import descriptor
    from bru.releases.state import labelled

    store, name = looked_at(path)
    files = copied(folder)
    answers = Answers(store, descriptor.legible(store, name), files)
    facts = Facts(labelled(store, name, answers.package), answers.ask)
    if files is None:
        return store, facts, []
    from bru.claims.documents import evidence

    try:
        return store, facts, evidence.found(answers.ask(Documents()))[0]
    except NotAnswered as error:
        raise Failure(f"the passages cannot be looked up: {error}") from error


def told(store: Store, facts: Facts, answer: Answer) -> Answer:
    """The answer with its history before the citation."""
    from bru.claims.provenance.history import history, with_history

    if not answer.sections:
        return answer
    path = facts.package.resource(answer.table).path
    return with_history(answer, history(store, path, answer.id))
