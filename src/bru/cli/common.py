"""What every command needs: the package argument, and failures as one line."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bru.model.package import Package
from bru.render.text import printable
from bru.store import Folder, Store, StoreError

PATH = click.argument("path", required=False, metavar="[PATH]")


class Failure(click.ClickException):
    """The tool could not do its work: one line, exit code 2."""

    exit_code = 2


@contextmanager
def one_line() -> Iterator[None]:
    """Turn every expected failure into one line on standard error and exit code 2."""
    try:
        yield
    except (StoreError, ValueError) as error:
        raise Failure(printable(str(error))) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(failure(error)) from error


def failure(error: OSError) -> str:
    """What the operating system refused, in a line; without a file it is the output."""
    is_closed = error.errno == errno.EBADF and not error.filename
    why = "standard output is closed" if is_closed else error.strerror or error
    return printable(f"{error.filename or 'cannot write'}: {why}")


def editable(where: Store) -> Folder:
    """The folder that may be written to. Raises StoreError."""
    if isinstance(where, Folder) and where.editable:
        return where
    raise StoreError(f"{where.name}: only a folder can be written to")


def refuse_defects(package: Package) -> None:
    """Stop where the descriptor or a schema is not as it should be. Raises StoreError."""
    for defect in package.defects:
        raise StoreError(f"{defect.path}: {defect.detail}: run `bru validate` first")
