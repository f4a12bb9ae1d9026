"""What every command needs: the package argument, and failures as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bru.store import StoreError

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
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")) from error
