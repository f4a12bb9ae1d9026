"""Commands about numbers: totals, conflicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bru.claims.commands import answering, of_what
from bru.cli.common import PATH, forms, one_line
from bru.model.question import NotAnswered
from bru.store import StoreError

if TYPE_CHECKING:
    from bru.check.reader import Answers

FORM = forms("text", "json", "markdown")


@contextmanager
def asking(path: str | None) -> Iterator[Answers]:
    """The answers about a package; what cannot be answered is one line and exit code 2."""
    with one_line():
        if path and re.fullmatch(r"[\w-]+", path) and not Path(path).exists():
            look = f"to look for a word, `bru find {path}`"
            raise StoreError(f"{path}: no such package: totals and conflicts are of all; {look}")
        where, _, answers = answering(path)
        try:
            yield answers
        except NotAnswered as error:
            raise StoreError(f"{where.name}: {error}{of_what(answers.package)}") from error


def show(write: Callable[[Any], str], value: Any, form: str) -> None:
    """Print a result, as bytes of UTF-8 where a program reads it."""
    text = write(value)
    click.echo(text if form == "text" else text.encode("utf-8"), nl=False)


@click.command()
@PATH
@FORM
@click.pass_context
def totals(context: click.Context, path: str | None, form: str) -> None:
    """Show every cross-check: both sides and its verdict.

    \b
    entailed      true for every value that the figures allow
    consistent    true for some of them
    inconsistent  true for none

    With the claims that each check uses, and who makes them. Exit code 1 if a verdict is not the
    expected one.

    \b
    Example: bru totals --format markdown
    """
    from bru.claims.numbers import totals as core
    from bru.claims.provenance import names
    from bru.claims.provenance.facts import Facts
    from bru.claims.render.totals import FORMATS

    with asking(path) as answers:
        entries = core.entries(answers.ask)
        shown = [*entries]
        if form != "json":
            facts = Facts(answers.package, answers.ask)
            shown = [
                e._replace(claims=tuple(names.heard(facts, v) for v in e.claims)) for e in entries
            ]
    show(FORMATS[form], shown, form)
    context.exit(0 if all(entry.outcome.as_expected for entry in entries) else 1)


@click.command()
@PATH
@FORM
def conflicts(path: str | None, form: str) -> None:
    """Compare the claims about each quantity.

    First what is contradicted: quantities, then claims without numbers that contradict, dispute or
    qualify one another. Other quantities are superseded, corroborated (independent origins agree),
    of an origin that is not said, echoed (one origin, repeated), different in scope or
    single-source. Conflicts are not errors: the exit code is 0.

    \b
    Example: bru conflicts --format json
    """
    from bru.claims.numbers import conflicts as core
    from bru.claims.provenance import names
    from bru.claims.provenance.facts import Facts
    from bru.claims.render.conflicts import FORMATS

    with asking(path) as answers:
        found = core.find(answers.ask)
        if form != "json":
            found = names.compared(Facts(answers.package, answers.ask), found)
    show(FORMATS[form], found, form)
