"""Answers to the questions about tables, a module or folder an engine; what every engine is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from bru.model.package import Package
from bru.model.question import (
    Absent,
    Breaking,
    Columns,
    Dangling,
    Lazy,
    Question,
    Repeated,
    Suspected,
    T_co,
    Unanswerable,
    Unmatched,
    Unsorted,
)
from bru.model.words import Doubled, Unnamed, Words

if TYPE_CHECKING:
    from bru.datapackage.table import Table
    from bru.model.problem import Defect


class Engine(Protocol):
    """Answers questions about the tables of one package.

    A row is whatever number the engine gives it, growing from record to record.
    """

    name: str

    def answer(self, question: Question) -> Sequence[Any] | Unanswerable:
        """The answer to one question, as its class describes it."""
        ...

    def line(self, resource: str, row: int) -> int:
        """The physical line a row begins in (header = 1); 0 where that cannot be had."""
        ...

    def keys(self, resource: str, rows: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """The cells of the primary keys of rows, absent ones as "", by row."""
        ...


class Anew(Lazy[T_co]):
    """What is found each time it is gone through; `size` is at least how much that is."""

    def __init__(self, find: Callable[[], Iterator[T_co]], size: int | None = None) -> None:
        self.find, self.size = find, size

    def __iter__(self) -> Iterator[T_co]:
        return self.find()

    def __len__(self) -> int:
        return sum(1 for _ in self.find()) if self.size is None else self.size


class Source(Protocol):
    """The file of a resource that an engine reads part by part, and who is told what was read."""

    file: BinaryIO

    def seen(self, data: bytes) -> None:
        """The next bytes that were read."""
        ...

    def read_on(self, rows: int) -> None:
        """So many more rows were read."""
        ...

    def whole(self) -> Table | Unanswerable:
        """The table as the exact reader reads it; what he met he tells himself."""
        ...

    def done(self, rows: int, defects: Iterable[Defect]) -> None:
        """All of the file was read, block by block."""
        ...


def is_of_a_row(question: object) -> bool:
    """Whether each row by itself says whether it is part of the answer."""
    alone = Unmatched | Suspected | Doubled | Absent | Breaking
    return isinstance(question, alone) or (isinstance(question, Columns) and question.chosen)


def needs(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """The tables and columns an answer is made from."""
    match question:
        case (
            Unmatched(resource, field)
            | Suspected(resource, field)
            | Doubled(resource, field)
            | Absent(resource, field)
        ):
            return [(resource, (field,))]
        case Unnamed(resource, fields, (table, key, texts), names):
            tied = ((name, (own, text)) for name, own, text in names)
            return [(resource, fields), (table, (key, *texts)), *tied]
        case Dangling():
            own = (question.resource, question.fields)
            return [own, (question.target, question.target_fields), *question.also]
        case Words(texts):
            return [*texts]
        case Breaking(resource, left, right):
            return [(resource, (left, right))]
        case Repeated(resource, fields) | Unsorted(resource, fields) | Columns(resource, fields):
            return [(resource, fields)]
    return []


def lacking(
    question: Question, package: Package, tables: Mapping[str, Collection[str] | Unanswerable]
) -> Unanswerable | None:
    """Why a question has no answer: a table or column is not there. `tables`: name → columns."""
    for resource, fields in needs(question):
        about = resource if isinstance(question, Words) else ""
        columns = tables.get(resource)
        if columns is None:
            return Unanswerable(f"there is no table {resource}", about=about)
        if isinstance(columns, Unanswerable):
            return columns
        known = package.resource(resource).schema.by_name
        for field in fields:
            if field not in columns:
                return Unanswerable(f"{resource} has no column {field}", about=about)
            if field not in known:
                return Unanswerable(f"the schema of {resource} has no field {field}", about=about)
    return None
