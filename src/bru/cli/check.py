"""Commands that check: validate, explain."""

from __future__ import annotations

from collections.abc import Sequence
from shutil import get_terminal_size
from typing import Any

import click

import bru
from bru.cli.common import Choice, copies, forms, offering, one_line, say
from bru.cli.opinion import OPINION, refuse, with_opinion
from bru.cli.output import colours, write
from bru.cli.progress import progress
from bru.cli.repair import FIX, repair
from bru.engine.choose import ENGINES
from bru.render import FORMATS

WIDEST = 100  # columns of a paragraph


def codes(values: Sequence[str]) -> list[str]:
    """Codes given by repeated options or by commas."""
    return [code.strip() for value in values for code in value.split(",") if code.strip()]


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@copies("documents")
@FIX
@forms(*FORMATS, help="Form of the report.")
@click.option("--output", metavar="FILE", help="Write the report to FILE instead of printing it.")
@OPINION
@click.option("--statistics", is_flag=True, help="Show only the number of problems per rule.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    shell_complete=offering("rule_names"),
    help="Only these packs, codes or prefixes, commas between them.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODES",
    shell_complete=offering("rule_names"),
    help="Not these packs, codes or prefixes, commas between them.",
)
@click.option("--schema", metavar="FILE", help="Table Schema of a single table.")
@click.option("--profile", metavar="FILE", help="JSON Schema that the descriptor must match.")
@click.option("--remote", is_flag=True, help="Fetch tables, schemas and dialects at addresses.")
@click.option(
    "--allow-private", is_flag=True, help="With --remote, also fetch from private networks."
)
@click.option("--installed", is_flag=True, help="Check the data that came with bru.")
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="Exit 0, not 2, if something could not be checked; it is still listed.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Problems listed per code (0: all); counts are always exact.",
)
@click.option(
    "--engine",
    type=Choice(list(ENGINES)),
    default="auto",
    show_default=True,
    help="What reads the tables; auto: python for small ones, polars for large ones.",
)
@click.pass_context
def validate(
    context: click.Context, /, paths: tuple[str, ...], watch: bool, **options: Any
) -> None:
    """Check a package; with --documents, every passage too.

    PATH is a folder, a datapackage.json, a zip file, or tables such as CSV files. Without PATH,
    the nearest datapackage.json at or above the current folder is checked.

    \b
    Example: bru validate --documents ~/documents
    """
    how = {key: options.pop(key) for key in ("form", "output", "statistics")}
    if how["statistics"] and how["form"] != "text":
        raise click.UsageError("--statistics is text; other formats have the counts anyway")
    if len(paths) > 1 and (watch or options["fix"] or options["second_opinion"]):
        raise click.UsageError("--fix, --watch and --second-opinion take one PATH")
    path = paths[0] if paths else None
    judge = options.pop("second_opinion")
    refuse(judge, watch, how["form"])
    allowed = options.pop("allow_incomplete")
    options["select"], options["ignore"] = codes(options["select"]), codes(options["ignore"])
    if options["installed"] and (path or watch or options["fix"]):
        raise click.UsageError("--installed takes no PATH, --watch or --fix")
    if fixed := options.pop("fix"):
        repair(path, options["limit"])
    if watch:
        from bru.cli.watch import watching

        others = ("installed", "schema", "profile", "remote", "allow_private")
        given = [options.pop(name) for name in others]
        if any(given):
            raise click.UsageError("--watch takes no --schema, --profile or --remote")
        context.exit(watching(path, options, how))
    with one_line(), progress() as tell:
        asked = paths if len(paths) > 1 else path
        report = bru.validate(
            asked, **options, excerpts=how["form"] == "html", offers=not fixed, tell=tell
        )
    report = with_opinion(report, path, judge)
    if report.note:
        say(f"bru: {report.note}", err=True)
    write(report, **how)
    context.exit(0 if allowed and report.exit_code == 2 else report.exit_code)


@click.command()
@click.argument("code", required=False, shell_complete=offering("rule_names"))
def explain(code: str | None) -> None:
    """Explain a rule: what it finds, why, how to fix it.

    CODE may also be a pack or a prefix of codes, whose rules are then listed; without it, all
    rules are.

    \b
    Example: bru explain BRU205
    """
    from bru.check.example import example
    from bru.check.rulebook import load_rules
    from bru.render import explain as words
    from bru.store import own

    with one_line():
        found = load_rules([code] if code else [])
    paint = colours()
    if code and [rule.code for rule in found] == [code.upper()]:
        case = example(found[0].code, own.cases(found[0].code))
        lines = words.explained(found[0], case, paint, min(get_terminal_size().columns, WIDEST))
    else:
        lines = words.listed(found, paint)
    for line in lines:
        click.echo(line, color=True)  # what colours there are were decided on above
