"""Commands that look: why, query, plot, site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import bru
from bru.check.labels import Labels
from bru.claims.commands import answering, failing, of_what
from bru.claims.plot import FORMS, PICTURES, image
from bru.cli.common import (
    Choice,
    Failure,
    copies,
    forms,
    looked_at,
    offering,
    one_line,
    say,
)
from bru.cli.edit import PACKAGE
from bru.cli.output import write_over
from bru.datapackage.suggest import did_you_mean
from bru.model.question import NotAnswered, Unread
from bru.render.printable import printable
from bru.store import Store, StoreError
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
    from bru.cli.publish import needing

    with one_line():
        facts = opened(path, None)[1]
    try:
        with needing("plot"):
            files = {f"{name}.{form}": image(name, facts, form) for name in names or PICTURES}
    except NotAnswered as error:
        raise Failure(f"nothing can be drawn: {error}{of_what(facts.package)}") from error
    with one_line():
        written = publish(Path(out), "plot", files.items())
    for file, size in written.items():
        say(f"{file}  {size:,} bytes")


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
    earlier run wrote are replaced or deleted, also where somebody edited them since.

    \b
    Example: bru site --out public
    """
    from bru.claims.commands.passages import account
    from bru.claims.provenance.history import recorded
    from bru.claims.site import Given, build
    from bru.cli.publish import needing
    from bru.export.content import content_of

    target = Path(out)
    with one_line(), failing("no site can be made"), needing("site"):
        store, facts, _ = opened(path, None)
        found = None if folder is None else account(path, folder)
        given = Given(recorded(store), bru.version, found, own)
        files = build(facts, content_of(store, facts.package), given)
        sizes = publish(target, "site", files, all_of_it=True)
    total = sum(sizes.values())
    say(f"{target / 'index.html'}  {len(sizes):,} files, {total:,} bytes")


@click.command()
@click.argument("name", metavar="[QUESTION]", required=False)
@click.argument("given", metavar="[PARAMETER=VALUE]...", nargs=-1)
@forms("text", "csv", "json")
@PACKAGE
def query(name: str | None, given: tuple[str, ...], form: str, path: str | None) -> None:
    """Ask a saved question; without QUESTION, list them.

    A question is SQL on the tables and on those of `bru export wide`. Some have parameters, such
    as the branch of the economy: its ID or its name. JSON output includes the SQL.

    \b
    Example: bru query sector sector=energy
    """
    from bru.claims.queries import answer, questions
    from bru.claims.render.query import FORMATS, listing
    from bru.editing.known import Known
    from bru.editing.new import singular
    from bru.export.content import open_content

    known = questions()
    if name is None:
        click.echo(listing(known.values()), nl=False)
        return
    if name not in known:
        hint = did_you_mean(name, [*known]) or "; `bru query` lists them"
        raise click.UsageError(printable(f'there is no question "{name}"{hint}'))
    pairs = [text.partition("=") for text in given]
    if wrong := [text for text, (_, sign, _) in zip(given, pairs, strict=True) if not sign]:
        ways = " or ".join(f"{key}={wrong[0]}" for key in known[name].parameters)
        raise click.UsageError(printable(f"write {ways}" if ways else f"{name} has no parameters"))
    with one_line():
        store, descriptor = looked_at(path)
        content = open_content(store, descriptor)
        ids = Known(store, descriptor, content.package)
        tables = {singular(table): table for table in content.tables}
        named = {key: ids.one(tables[key], v) if key in tables else v for key, _, v in pairs}
        try:
            found = answer(content, known[name], named)
        except KeyError as error:
            raise StoreError(f"there is no {error.args[0]!r}: run `bru validate` first") from error
    click.echo(FORMATS[form](found).encode("utf-8"), nl=False)


def named(facts: Facts, identifier: str) -> str:
    """An ID with what it stands for."""
    table = next(iter(facts.where(identifier)), "")
    labels = Labels(facts.package, facts.ask, {})
    return (labels.key(table, (identifier,)) if table else "") or identifier


def opened(path: str | None, folder: str | None) -> tuple[Store, Facts, list[Copy]]:
    """A package, its tables, and the copies of its documents where a folder is given.

    Raises StoreError.
    """
    from bru.claims.provenance.facts import Facts
    from bru.releases.state import labelled

    store, name, answers = answering(path, folder)
    try:
        facts = Facts(labelled(store, name, answers.package), answers.ask)
    except Unread as error:
        raise StoreError(str(error)) from error
    if folder is None:
        return store, facts, []
    from bru.claims.documents import Documents, evidence

    with failing("the passages cannot be looked up"):
        return store, facts, evidence.found(answers.ask(Documents()))[0]


def told(store: Store, facts: Facts, answer: Answer) -> Answer:
    """The answer with its history before the citation."""
    from bru.claims.provenance.history import history, with_history

    if not answer.sections:
        return answer
    path = facts.package.resource(answer.table).path
    return with_history(answer, history(store, path, answer.id))
