"""What every command needs: the package argument, and failures as one line."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bru.model.package import Package
from bru.model.problem import Problem, shown
from bru.render.printable import printable, printed
from bru.render.text import problem_line
from bru.store import Folder, OutsideError, Store, StoreError, documents, nearest, open_store

PATH = click.argument("path", required=False, metavar="[PATH]")
QUIET = "bru.quiet"  # in the context: --quiet was given


def forms(
    *names: str, help: str = "Form of the answer.", default: str = "text"
) -> Callable[[Any], Any]:
    """The option --format, which a command is given as `form`."""
    one = Choice(names)
    return click.option("--format", "form", type=one, default=default, show_default=True, help=help)


def copies(
    name: str = "folder", help: str = "Folder with copies of the documents.", required: bool = False
) -> Callable[[Any], Any]:
    """The option --documents, which a command is given by this name."""
    return click.option("--documents", name, metavar="DIR", required=required, help=help)


def limited(default: int, help: str) -> Callable[[Any], Any]:
    """The option --limit: how many are listed, 0 for all."""
    number = click.IntRange(min=0)
    return click.option("--limit", type=number, default=default, show_default=True, help=help)


def copied(folder: str | None) -> Mapping[str, bytes] | None:
    """The documents in a folder, where one is given. Raises StoreError."""
    return documents(folder) if folder else None


class Choice(click.Choice):  # type: ignore[type-arg]  # generic from click 8.2 on
    """One of several words; for another one the nearest is suggested."""

    def convert(self, value: Any, *given: Any) -> Any:
        """The word. Raises BadParameter."""
        try:
            return super().convert(value, *given)
        except click.BadParameter as error:
            from bru.datapackage.suggest import did_you_mean

            message = error.message.rstrip(".") + did_you_mean(value, [*self.choices])
            raise click.BadParameter(message, error.ctx, error.param) from None


class Failure(click.ClickException):
    """The tool could not do its work: one line, exit code 2."""

    exit_code = 2


def quiet() -> bool:
    """Whether nothing but problems and answers is printed."""
    context = click.get_current_context(silent=True)
    return context is not None and QUIET in context.meta


def say(text: str, err: bool = False) -> None:
    """Print what was done, in a line, unless it is not wanted."""
    if not quiet():
        click.echo(printable(text), err=err)


def tell(problem: Problem, path: str) -> None:
    """Print a problem that rows bring, at a path, and what mends it."""
    click.echo(printed([problem_line(problem, path=path)]), nl=False)
    if problem.hint:
        click.echo(printable(f"    fix: {problem.hint}"))


def offering(name: str) -> Callable[..., Any]:
    """What completes a value: a function of `cli.complete`, loaded when a shell asks."""
    return lambda *given: getattr(import_module("bru.cli.complete"), name)(*given)


@contextmanager
def one_line() -> Iterator[None]:
    """Turn every expected failure into one line on standard error and exit code 2."""
    try:
        yield
    except (StoreError, OutsideError, ValueError) as error:
        raise Failure(named(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(noted(failure(error), error)) from error


def noted(text: str, error: BaseException) -> str:
    """What is told of an error, with what was noted about it on its way."""
    return "; ".join([text, *getattr(error, "__notes__", ())])


def failure(error: OSError) -> str:
    """What the operating system refused, in a line; without a file it is the output."""
    if error.errno is None:
        return named(error)
    is_closed = error.errno == errno.EBADF and not error.filename
    why = "standard output is closed" if is_closed else error.strerror or error
    return printable(f"{error.filename or 'cannot write'}: {why}")


def named(error: Exception) -> str:
    """An error in a line, with the file of the package that it is about."""
    path = getattr(error, "path", "")
    if isinstance(error, UnicodeEncodeError):
        char, near = error.object[error.start], error.object[max(0, error.start - 30) :]
        return printable(f"{char!a} cannot be written: {shown(near, 60)}")
    return printable(f"{path}: {error}" if path else str(error))


def looked_at(path: str | None) -> tuple[Store, str]:
    """The package that a command answers of, and its descriptor: said where it is bru's own."""
    if path is None and nearest(Path.cwd()) is None:
        say("no data package in this folder or above: using the data that came with bru", err=True)
    return package_at(path)


def package_at(path: str | None, own: bool = True) -> tuple[Store, str]:
    """As `open_store`; what became of a change that a killed run began is told."""
    where, name = open_store(path, own=own)
    if isinstance(where, Folder) and where.note:
        say(f"bru: {where.note}", err=True)
    return where, name


def from_here(where: Store, path: str) -> str:
    """A path of a package, told from the current folder."""
    from bru.model.report import told_from

    root = os.path.normpath(Path(where.name).absolute())
    return told_from(str(Path.cwd()), root, path)


def editable(where: Store) -> Folder:
    """The folder that may be written to. Raises StoreError."""
    if isinstance(where, Folder) and where.editable:
        return where
    raise StoreError(f"{where.name}: only a folder can be written to")


def refuse_defects(package: Package) -> None:
    """Stop where the descriptor or a schema is not as it should be. Raises StoreError."""
    if package.unsound:
        raise StoreError(f"{package.unsound}: run `bru validate` first")
