"""Commands that check: validate, with repairs and second opinions, and explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

import bru
from bru.cli.common import (
    Choice,
    Failure,
    copies,
    editable,
    forms,
    from_here,
    limited,
    offering,
    one_line,
    package_at,
    refuse_defects,
    say,
)
from bru.cli.output import colours, progress, write
from bru.engine.choose import ENGINES
from bru.model.grammar import plural
from bru.model.problem import shown
from bru.model.report import Report
from bru.render import FORMATS
from bru.render.printable import printable
from bru.store import Folder, OutsideError, open_store

if TYPE_CHECKING:
    from bru.editing.fix import Repair
    from bru.store.writing import Edit

WIDEST = 100  # columns of a paragraph
FEW = 3  # repairs of a kind that are shown


def coded(name: str, help: str) -> Callable[[Any], Any]:
    """An option for packs and codes."""
    words = offering("rule_names")
    return click.option(name, multiple=True, metavar="CODES", shell_complete=words, help=help)


def codes(values: Sequence[str]) -> list[str]:
    """Codes given by repeated options or by commas."""
    return [code.strip() for value in values for code in value.split(",") if code.strip()]


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@copies("documents")
@click.option(
    "--fix",
    is_flag=True,
    help="First repair damage that is proven reversible; show what was repaired.",
)
@click.option("--dry-run", is_flag=True, help="With --fix: write nothing; list every repair.")
@forms(*FORMATS, help="Form of the report.")
@click.option("--output", metavar="FILE", help="Write the report to FILE instead of printing it.")
@click.option(
    "--second-opinion",
    type=Choice(["pandera", "frictionless"]),
    help="Compare with another tool; exit 1 for a difference without a known reason.",
)
@click.option("--statistics", is_flag=True, help="Show only the number of problems per rule.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@coded("--select", "Only these packs, codes or prefixes, commas between them.")
@coded("--ignore", "Not these packs, codes or prefixes, commas between them.")
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
@limited(100, "Problems listed per code (0: all); counts are always exact.")
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
    if judge and watch:
        raise click.UsageError("--second-opinion takes long: not with --watch")
    if judge and how["form"] not in ("text", "json"):
        raise click.UsageError("--second-opinion is shown by --format text and json only")
    allowed = options.pop("allow_incomplete")
    options["select"], options["ignore"] = codes(options["select"]), codes(options["ignore"])
    if options["installed"] and (path or watch or options["fix"]):
        raise click.UsageError("--installed takes no PATH, --watch or --fix")
    is_dry = options.pop("dry_run")
    if is_dry > options["fix"]:
        raise click.UsageError("--dry-run is for --fix: bru validate alone writes nothing")
    if fixed := options.pop("fix"):
        repair(path, options["limit"], is_dry)
    if is_dry:
        return
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


def mended(
    edit: Edit, name: str, looked: Edit, done: list[Repair], files: dict[str, bytes]
) -> list[Repair]:
    """What was repaired, all of it written; found anew where files changed since they were read."""
    from bru.editing.fix import repairs

    for path in looked.seen:
        with suppress(OSError, OutsideError):
            edit.read(path)
    if edit.seen != looked.seen:
        _, done, files = repairs(edit, name)
    edit.write_all(files)
    return done


def told(r: Repair, place: str, did: str) -> str:
    """A repair in a line."""
    what = f"{shown(r.old)} → {shown(r.new)}" if r.field else f"{r.old} → {r.new}"
    field, change = f" {r.field}" if r.field else "", f" {what}" if r.old else ""
    return f"{place}{f':{r.line}' if r.line else ''}: {did}{field}:{change} ({r.why})"


def repair(path: str | None, limit: int = 0, is_dry: bool = False) -> None:
    """Repair a package; what was done goes to standard error, where it disturbs no report.

    Of repairs of a kind in a column, FEW are shown, all with the limit 0. `is_dry`: nothing is
    written, and all that would be done goes to standard output.
    """
    from bru.editing.fix import repairs
    from bru.store.single import table
    from bru.store.writing import Edit, edited

    with one_line():
        if path and table(path):
            what = "--fix repairs tables of a package: describe this one in a datapackage.json"
            raise Failure(f"{path}: {what}")
        where, name = package_at(path, own=False)
        looked = Edit(where) if isinstance(where, Folder) else where
        package, done, files = repairs(looked, name)
        refuse_defects(package)
        if files and not is_dry:
            folder = editable(where)
            assert isinstance(looked, Edit)
            done = edited(folder, lambda edit: mended(edit, name, looked, done, files))
    did = "would be fixed" if is_dry else "fixed"
    kinds: dict[tuple[str, str, str], list[Repair]] = {}
    for r in done:
        kinds.setdefault((r.path, r.field, r.why), []).append(r)
    for (path, field, why), own in kinds.items():
        is_long = bool(limit) and len(own) > FEW + 1 and not is_dry
        place = from_here(where, path)
        for r in own[:FEW] if is_long else own:
            say(told(r, place, did), err=not is_dry)
        if is_long:
            more = f"{len(own) - FEW:,} more like these"
            say(f"{place}: fixed {field}: {more} ({why}; --limit 0 shows all)", err=True)
    if done or is_dry:
        tables = plural(len({r.path for r in done}), "table")
        say(f"{plural(len(done), 'repair')} in {tables}", err=True)


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
