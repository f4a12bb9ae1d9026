"""The few questions a rule may ask of a package. An engine answers them; it knows no rule.

A row is a number that grows from record to record; what line it stands for the engine knows. A
cell whose text is one of the field's missing values is absent: it is never part of an answer
about values, keys or references.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple, Protocol, TypeVar, overload

from bru.model.words import Doubled, Unnamed, Words

T_co = TypeVar("T_co", covariant=True)
BETWEEN = "\x1f"  # the cells of a record, where several are matched as one text: unit separator


class Unmatched(NamedTuple):
    """The distinct values of `field` that the expression `accept` does not match in full.

    The expression clears most values quickly; the rule's own function judges the rest, once
    per distinct value. None accepts nothing: every distinct value is answered.
    Answer: a `Hit` for each distinct value.
    """

    resource: str
    field: str
    accept: str | None = None


class Suspected(NamedTuple):
    """The distinct values of `field` in which the expression `suspicion` is found, anywhere.

    It finds whatever may be wrong; the rule's own function judges what is. An expression is of
    ASCII's classes, without flags, references and look-around, so that every engine has it.
    Answer: a `Hit` for each distinct value; a value may come again, with other rows.
    """

    resource: str
    field: str
    suspicion: str


class Absent(NamedTuple):
    """The rows in which `field` is missing. Answer: at most one `Hit`."""

    resource: str
    field: str


class Repeated(NamedTuple):
    """The values of the key `fields` that occur more than once.

    Answer: a `Hit` for each, its rows being all but the first. A key with an absent part is
    not compared.
    """

    resource: str
    fields: tuple[str, ...]


class Dangling(NamedTuple):
    """The values of `fields` that are not among `target_fields` of `target`, nor `also` elsewhere.

    Answer: a `Hit` for each. A reference with an absent part points nowhere and is left out.
    `also` are further (table, fields) that are as good as the target.
    """

    resource: str
    fields: tuple[str, ...]
    target: str
    target_fields: tuple[str, ...]
    also: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Breaking(NamedTuple):
    """The rows in which two whole-number fields break `left < right`. Answer: a `Hit` for each."""

    resource: str
    left: str
    right: str


class Unsorted(NamedTuple):
    """The first row whose key `fields` sort before the row above. Answer: at most one `Hit`."""

    resource: str
    fields: tuple[str, ...]


class Fold(NamedTuple):
    """What is left of texts before they are compared; every engine takes the same steps.

    The cells of `fields`, joined by `BETWEEN`, in the Unicode normal form `form` and in small
    letters; then in each of `changes` what the expression matches is replaced by the text. With
    `words`, what stands between spaces is sorted. What has nothing left is like nothing.
    """

    fields: tuple[str, ...]
    form: Literal["NFC", "NFKC", "NFD", "NFKD"]
    changes: tuple[tuple[str, str], ...]
    words: bool = False


class Columns(NamedTuple):
    """These columns. Answer: one `Row` for each record, absent cells as "".

    A rule that looks for few records among many says which, so that an engine need not hand out
    all of them: those whose cells, joined by `BETWEEN`, match the expression `only` in full; those
    that do not match `unless`; those whose first cell is `among` some; or those of which another
    record has the same `fold`, which is made of some of these fields. A record in whose cells,
    joined so, the expression `suspicion` is not found may be left out: the rule does not want it.
    """

    resource: str
    fields: tuple[str, ...]
    only: str | None = None
    unless: str | None = None
    fold: Fold | None = None
    among: frozenset[str] | None = None
    suspicion: str | None = None

    @property
    def chosen(self) -> bool:
        """Whether records are chosen one by one, by what is in each."""
        asked = self.only, self.unless, self.among, self.suspicion
        return any(one is not None for one in asked)


class Defects(NamedTuple):
    """What the readers of descriptor and files met of this `kind`. Answer: `Defect`s."""

    kind: str


# Kinds of defects that only readers of bytes meet; a frame has none of them.
OF_BYTES = frozenset(
    ("encoding bom line-end delimiter empty-line control quote final-newline quoting empty binary")
    .split()
) | {"conflict", "pointer", "format", "bytes", "hash", "bytes-method", "hash-method"}  # fmt: skip


class Own(Protocol):
    """A question that is about no table and answers itself: it belongs to a pack."""

    def answered(self, reader: Any) -> Sequence[Any] | Unanswerable:
        """The answer, given the reader of the package."""
        ...


class Waivers(NamedTuple):
    """The waivers that are a problem. Answer: `waivers.Judged`, after all other rules ran."""


Question = (
    Unmatched
    | Suspected
    | Doubled
    | Words
    | Unnamed
    | Absent
    | Repeated
    | Dangling
    | Breaking
    | Unsorted
    | Columns
    | Defects
    | Waivers
    | Own
)


def is_of_bytes(question: Question) -> bool:
    """Whether a question is about lines and bytes of files, and not about rows."""
    kind = question.kind if isinstance(question, Defects) else ""
    return kind in OF_BYTES or isinstance(question, Unsorted)


Ask = Callable[[Question], Sequence[Any]]


class Hit(NamedTuple):
    """One value (or key, or pair) and the rows it stands in."""

    value: tuple[str, ...]
    rows: Sequence[int]


class Lazy(Sequence[T_co]):
    """A sequence that is made while it is gone through, each time again."""

    @abstractmethod
    def __iter__(self) -> Iterator[T_co]: ...

    @overload
    def __getitem__(self, at: int) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T_co]: ...
    def __getitem__(self, at: int | slice) -> T_co | Sequence[T_co]:
        return [*self][at]


class Hits(Lazy[Hit]):
    """Hits that an engine can count without handing them out: `places` is the number of rows."""

    places: int

    def first(self, limit: int) -> Iterator[tuple[int, Hit]]:
        """The first rows (0: all), each with the number of its hit and as a hit of its own."""
        found = (
            (number, Hit(hit.value, [row]))
            for number, hit in enumerate(self)
            for row in (getattr(hit.rows, "near", hit.rows) if limit else hit.rows)
        )
        return islice(found, limit or None)


class Row(NamedTuple):
    """The cells of one record, in the order asked for."""

    row: int
    cells: tuple[str, ...]


class Unanswerable(NamedTuple):
    """No answer can be had, and why: the rules that asked are reported as not run.

    `resource` is the table that is to blame, where it may be another than the one asked about;
    `about` the one that the question is about, where it is about several.
    """

    reason: str
    resource: str = ""
    about: str = ""


class NotAnswered(Exception):
    """A question that a rule asked has no answer; `resource` is the table it was about, if any."""

    def __init__(self, reason: str, resource: str = "") -> None:
        super().__init__(reason)
        self.resource = resource


class Unread(NotAnswered):
    """A table that the package has could not be read."""
