"""The command `bru query`: saved questions and their answers."""

import click

from bru.cli.common import forms, looked_at, one_line
from bru.cli.edit import PACKAGE
from bru.datapackage.suggest import did_you_mean
from bru.render.printable import printable
from bru.store import StoreError


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
