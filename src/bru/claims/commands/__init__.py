"""Commands of the pack, and what several of them need."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bru.cli.common import Failure, copied, looked_at
from bru.model.package import Package
from bru.model.question import NotAnswered
from bru.store import Store

if TYPE_CHECKING:
    from bru.check.reader import Answers


def answering(path: str | None, folder: str | None = None) -> tuple[Store, str, Answers]:
    """A package, its descriptor, and what answers about it and the documents in a folder.

    Raises StoreError.
    """
    from bru.check.reader import Answers
    from bru.datapackage import descriptor

    files = copied(folder)
    store, name = looked_at(path)
    return store, name, Answers(store, descriptor.legible(store, name), files)


@contextmanager
def failing(what: str) -> Iterator[None]:
    """Turn what cannot be answered into one line that begins so, and exit code 2."""
    try:
        yield
    except NotAnswered as error:
        raise Failure(f"{what}: {error}") from error


def of_what(package: Package) -> str:
    """Why a package that is about something else gives no answer, "" for one of claims."""
    return "" if package.has(claims="claim_id") else ": it is no package of claims"


def called(source: str, files: Collection[str], where: Store, name: str, package: Package) -> str:
    """The file or ID of a source that is given by it or by its name. Raises ValueError."""
    from bru.editing.known import Known
    from bru.editing.new import NewError

    if source in files or not package.has(sources="source_id"):
        return source
    try:
        return Known(where, name, package).one("sources", source)
    except NewError as error:
        raise ValueError(f"no file {source} among the documents, and {error}") from error
