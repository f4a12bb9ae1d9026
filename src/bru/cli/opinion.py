"""The option --second-opinion of `bru validate`: another tool judges the same tables."""

from __future__ import annotations

import click

from bru.cli.common import Choice, Failure, one_line
from bru.model.report import Report
from bru.render.printable import printable
from bru.store import open_store

OPINION = click.option(
    "--second-opinion",
    type=Choice(["pandera", "frictionless"]),
    help="Compare with another tool; exit 1 for a difference without a known reason.",
)


def refuse(judge: str | None, watch: bool, form: str) -> None:
    """Stop where a second opinion has no place. Raises UsageError."""
    if judge and watch:
        raise click.UsageError("--second-opinion takes long: not with --watch")
    if judge and form not in ("text", "json"):
        raise click.UsageError("--second-opinion is shown by --format text and json only")


def with_opinion(report: Report, path: str | None, judge: str | None) -> Report:
    """A report with the opinion of another tool, if one is asked for."""
    if not judge:
        return report
    from bru.frames import second_opinion

    with one_line():
        where, name = open_store(path)
        try:
            return report._replace(opinion=second_opinion.opinion(where, name, judge))
        except second_opinion.Failed as error:
            raise Failure(printable(str(error))) from error
