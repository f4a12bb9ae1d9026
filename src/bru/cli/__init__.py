"""The command line: options, one call of the core, output and exit code.

A command is a few lines around a call of the core; its module is imported when it is called.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

import bru
from bru.check.packs import registered
from bru.cli.common import failure, noted
from bru.cli.group import COMMON, Group


def show_version(context: click.Context, option: click.Parameter, value: bool) -> None:
    """Print the version of the tool and of the data that came with it, and stop."""
    if value:
        from bru.releases.state import called
        from bru.store import installed

        click.echo(f"bru {bru.version} (data {called(installed()) or 'unknown'})")
        context.exit()


SECTIONS = {  # of the help: each command and the module it is in
    "Check": {"validate": "cli.check", "explain": "cli.check"},
    "Edit": {"new": "cli.new", "find": "cli.edit", "fmt": "cli.edit", "retire": "cli.edit"},
    "Look": {"browse": "cli.publish"},
    "Versions": {
        "diff": "cli.versions",
        "release": "cli.release",
        "lock": "cli.versions",
        "resolve": "cli.versions",
    },
    "Publish": {"export": "cli.publish"},
    "Shell": {"completion": "cli.complete"},
}
for pack in registered():
    for title, commands in pack.COMMANDS.items():
        SECTIONS.setdefault(title, {}).update(commands)
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
MODULES = {name: module for section in SECTIONS.values() for name, module in section.items()}


class Sections(Group):
    """A group whose help lists its commands by section."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return [*MODULES]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None."""
        if name not in MODULES:
            return None
        command: click.Command = getattr(import_module(f"bru.{MODULES[name]}"), name)
        return self.equipped(command)

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """The context of a call; what is wrong with its options is told as `printable` has it."""
        with told():
            return super().make_context(*given, **more)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; Ctrl-C ends it with one line and the exit code of shells."""
        try:
            with told():
                return super().invoke(context)
        except KeyboardInterrupt as error:
            click.echo(f"Error: {noted('interrupted', error)}", err=True)
            context.exit(130)
        except click.Abort as error:  # at a question
            is_end = isinstance(error.__context__, EOFError)
            why = "there is no answer" if is_end else "interrupted"
            click.echo(f"\nError: {why}; nothing was written", err=True)
            context.exit(2 if is_end else 130)
        except BrokenPipeError:  # whoever read has gone: there is nobody to tell
            silence()
            context.exit(2)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the headings of SECTIONS."""
        for title, names in SECTIONS.items():
            self.write_section(title, names, context, formatter)


@click.group("bru", cls=Sections, params=[*COMMON], context_settings=SETTINGS)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version of the tool and of the data that came with it.",
)
def main() -> None:
    """Check data packages, and keep datasets of claims.

    Exit codes: 0 valid (warnings are allowed), 1 invalid, 2 something could not be done or checked.
    """


@contextmanager
def told() -> Iterator[None]:
    """Let no message of a failure do anything to a terminal, whatever was in the data."""
    from bru.render.printable import printable

    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = printable(error.message, keep="\n")
        raise


def run() -> None:
    """The console script: an unexpected failure is one line too, and exit code 2."""
    gc.set_threshold(500_000)  # a short run makes many objects, and few of them are garbage
    occupy()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is written out
            stream.reconfigure(errors="backslashreplace")
    code: Any = 2
    try:
        code = main(prog_name="bru", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        click.echo("Error: interrupted", err=True)
        code = 130
    except click.ClickException as error:
        with suppress(OSError):
            sys.stdout.flush()
        silence()  # what failed may have been the output
        error.show()
        code = error.exit_code
    except OSError as error:
        silence()
        click.echo(f"Error: {failure(error)}", err=True)
    except MemoryError:
        click.echo("Error: not enough memory", err=True)
    except Exception as error:  # a fault of the tool is never shown as a traceback
        from traceback import extract_tb

        from bru.render.printable import printable

        where = extract_tb(error.__traceback__)[-1]
        what = f"{printable(repr(error)[:300])} ({Path(where.filename).name}:{where.lineno})"
        click.echo(f"Error: a fault in bru, please report it: {what}", err=True)
    finally:
        gc.freeze()  # nothing need be looked through for garbage when Python ends
    sys.exit(code)


def occupy() -> None:
    """Open what the caller closed: else the next file would get the number of the output."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            # What cannot be written to says so when it is; of errors nobody can be told.
            how = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            handle = os.open(os.devnull, how)
            assert handle == number
            setattr(sys, name, os.fdopen(handle, mode))


def silence() -> None:
    """Let nothing more be written: Python would try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
