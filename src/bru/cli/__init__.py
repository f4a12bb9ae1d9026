"""The command line: options, one call of the core, output and exit code.

Each section of `bru --help` is a module here; a command is a few lines around a call of the core.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

import bru
from bru.cli import check, edit, evidence, look, new, numbers, publish
from bru.render.text import printable


def show_version(context: click.Context, option: click.Parameter, value: bool) -> None:
    """Print the version of the tool and of the data that came with it, and stop."""
    if value:
        click.echo(f"bru {bru.version} (data {bru.version})")
        context.exit()


SECTIONS = {
    "Check": (check.validate, check.explain, numbers.totals, numbers.conflicts, evidence.evidence),
    "Edit": (new.new, edit.find, edit.cite, edit.fmt),
    "Look": (look.why,),
    "Publish": (publish.export,),
}


class Sections(click.Group):
    """A group whose help lists its commands by section."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; Ctrl-C ends it with one line and the exit code of shells."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            click.echo("Error: interrupted", err=True)
            context.exit(130)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the headings of SECTIONS."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                width = formatter.width - 16
                formatter.write_dl([(str(c.name), c.get_short_help_str(width)) for c in commands])


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


for _commands in SECTIONS.values():
    for _command in _commands:
        main.add_command(_command)


def run() -> None:
    """The console script: an unexpected failure is one line too, and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is written out
            stream.reconfigure(errors="backslashreplace")
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
        what = printable(repr(error)[:300])
        click.echo(f"Error: a fault in bru, please report it: {what} ({where})", err=True)
        sys.exit(2)


def _deepest(traceback: Any) -> str:
    while traceback.tb_next:
        traceback = traceback.tb_next
    return f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
