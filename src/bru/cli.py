"""The command line: options, one call of the core, output and exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import bru
from bru.render import FORMATS
from bru.store import Folder, StoreError, open_store

PATH = click.argument("path", required=False, metavar="[PATH]")
DOCUMENTS = click.option("--documents", metavar="DIR", help="Folder with copies of the documents.")


class Failure(click.ClickException):
    """The tool could not do its work: one line, exit code 2."""

    exit_code = 2


@contextmanager
def one_line() -> Iterator[None]:
    """Turn every expected failure into one line on standard error and exit code 2."""
    try:
        yield
    except (StoreError, ValueError) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")) from error


class Version:
    """The version, read only when it is asked for."""

    def __str__(self) -> str:
        return str(bru.version)


def show_version(context: click.Context, option: click.Parameter, value: bool) -> None:
    """Print the version of the tool and of the data that came with it, and stop."""
    if value:
        click.echo(f"bru {bru.version} (data {bru.version})")
        context.exit()


class Sections(click.Group):
    """A group whose help lists the commands under the headings of SECTIONS."""

    SECTIONS = ("check", ("validate", "explain")), ("edit", ("cite", "fmt"))

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, grouped."""
        for title, names in self.SECTIONS:
            with formatter.section(title.capitalize()):
                rows = [(n, self.commands[n].get_short_help_str(formatter.width)) for n in names]
                formatter.write_dl(rows)


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version of the tool and of the data that came with it.",
)
def main() -> None:
    """Keep a dataset of claims right: check it, explain its rules, cite its passages.

    Exit codes: 0 no errors (warnings are allowed), 1 errors, 2 the tool could not do its work.
    """


def codes(values: Sequence[str]) -> list[str]:
    """Codes given by repeated options or by commas."""
    return [code.strip() for value in values for code in value.split(",") if code.strip()]


@main.command()
@PATH
@DOCUMENTS
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option("--select", multiple=True, metavar="CODES", help="Only rules whose code starts so.")
@click.option("--ignore", multiple=True, metavar="CODES", help="No rules whose code starts so.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Problems listed for each code (0: all); counts are always exact.",
)
@click.pass_context
def validate(context: click.Context, /, path: str | None, form: str, **options: Any) -> None:
    """Check the tables, the descriptor and, with the documents, every passage.

    PATH is a folder, a datapackage.json or a zip file; without it the nearest datapackage.json
    at or above the current folder is checked, else the data that came with bru.

    \b
    Example: bru validate --documents ~/documents
    """
    options["select"], options["ignore"] = codes(options["select"]), codes(options["ignore"])
    with one_line():
        report = bru.validate(path, **options)
    click.echo(FORMATS[form](report, bru.version), nl=False)
    context.exit(report.exit_code)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a rule finds, why it matters and how to fix it.

    Without CODE, list all rules.

    \b
    Example: bru explain BRU205
    """
    from bru.check import load_rules

    with one_line():
        found = load_rules([code] if code else [])
    for rule in found:
        click.echo(f"{rule.code} ({rule.level}) {rule.title}")
        if code:
            click.echo(f"\n  Why: {rule.why}\n\n  Fix: {rule.fix}\n")


@main.command()
@click.argument("source")
@click.argument("passage")
@click.option(
    "--documents", metavar="DIR", required=True, help="Folder with copies of the documents."
)
@click.option("--nth", type=click.IntRange(min=1), help="Which occurrence, from 1.")
@click.option("--package", "path", metavar="PATH", help="The package, as for validate.")
def cite(source: str, passage: str, documents: str, nth: int | None, path: str | None) -> None:
    """Print the span values of PASSAGE, ready to paste into data/claims.csv.

    SOURCE is an ID of the sources table, or the name of a file in the folder of documents.

    \b
    Example: bru cite bif-2023-05-14 "words of the passage" --documents ~/documents
    """
    from bru import cite as citing

    with one_line():
        text = document(source, documents, path)
    try:
        values = citing.cite(text, passage, nth)
    except citing.CiteError as error:
        raise click.ClickException(str(error)) from error
    click.echo("span_start,span_end,span_words,span_sha256,span_exact_sha256")
    click.echo(",".join(map(str, values)))


def document(source: str, documents: str, path: str | None) -> str:
    """The text of a source's document. Raises StoreError."""
    from bru import check, descriptor, evidence, store

    files = store.documents(documents)
    if source in files:
        return evidence.decode(files[source])
    where, name = open_store(path)
    run = check.Run(where, descriptor.read(where, name), files)
    from bru.question import Documents, Unanswerable

    answer = run.answer(Documents())
    copies = [] if isinstance(answer, Unanswerable) else answer
    for copy in copies:
        if copy.source_id == source and isinstance(copy, evidence.Copy):
            return copy.text
    known = ", ".join(c.source_id for c in copies if isinstance(c, evidence.Copy)) or "none"
    raise StoreError(f"{documents}: no document of source {source} (found: {known})")


@main.command()
@PATH
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.pass_context
def fmt(context: click.Context, path: str | None, check: bool) -> None:
    """Write the tables in canonical form and refresh bytes and hash in the descriptor.

    \b
    Example: bru fmt
    """
    from bru import form

    with one_line():
        where, name = open_store(path)
        package, found = form.changes(where, name)
        if package.defects:
            first = package.defects[0]
            raise Failure(f"{first.path}: {first.detail}: run `bru validate` first")
        if not (check or (isinstance(where, Folder) and where.editable)):
            raise Failure(f"{where.name}: only a folder can be formatted; use --check")
        for change in found:
            if change.data is None:
                click.echo(f"{change.path}: left as it is: {change.why}", err=True)
            elif check:
                click.echo(f"{change.path}: would change: {change.why}")
            else:
                assert isinstance(where, Folder)
                where.write(change.path, change.data)
                click.echo(f"{change.path}: written: {change.why}")
    refused = any(c.data is None for c in found)
    context.exit(1 if refused or (check and found) else 0)


def run() -> None:
    """The console script: an unexpected failure is one line too, and exit code 2."""
    try:
        main(prog_name="bru")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except MemoryError:
        click.echo("Error: not enough memory", err=True)
        sys.exit(2)
    except Exception as error:  # a fault of the tool is never shown as a traceback
        where = Path((error.__traceback__ and _deepest(error.__traceback__)) or "").name
        click.echo(f"Error: a fault in bru, please report it: {error!r} ({where})", err=True)
        sys.exit(2)


def _deepest(traceback: Any) -> str:
    while traceback.tb_next:
        traceback = traceback.tb_next
    return f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"


if __name__ == "__main__":
    run()
