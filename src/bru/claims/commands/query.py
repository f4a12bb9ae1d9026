"""The command `bru query`: saved questions and their answers."""

from __future__ import annotations

from difflib import get_close_matches

import click

from bru.cli.common import forms, one_line
from bru.cli.edit import PACKAGE
from bru.render.printable import printable
from bru.store import open_store


@click.command()
@click.argument("name", metavar="[QUESTION]", required=False)
@click.argument("given", metavar="[PARAMETER=VALUE]...", nargs=-1)
@forms("text", "csv", "json")
@PACKAGE
def query(name: str | None, given: tuple[str, ...], form: str, path: str | None) -> None:
    """Ask a saved question; without QUESTION, list them.

    A question is SQL on the tables and on those of `bru export wide`. Some have parameters, such
    as the branch of the economy. JSON output includes the SQL.

    \b
    Example: bru query sector sector=energy
    """
    from bru.claims.queries import answer, questions
    from bru.claims.render.query import FORMATS, listing
    from bru.export.content import open_content

    known = questions()
    if name is None:
        click.echo(listing(known.values()), nl=False)
        return
    if name not in known:
        like = get_close_matches(name, known, 3, 0.5)
        hint = f"did you mean {', '.join(like)}?" if like else "`bru query` lists them"
        raise click.UsageError(printable(f"there is no question {name}; {hint}"))
    pairs = [text.partition("=") for text in given]
    if wrong := [text for text, (_, sign, _) in zip(given, pairs, strict=True) if not sign]:
        raise click.UsageError(printable(f"{wrong[0]}: write PARAMETER=VALUE"))
    with one_line():
        content = open_content(*open_store(path))
        found = answer(content, known[name], {key: value for key, _, value in pairs})
    click.echo(FORMATS[form](found).encode("utf-8"), nl=False)
