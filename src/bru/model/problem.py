"""The values a check returns: problems, how they show a value, checks that could not be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from bru.model import limits

ERROR, WARNING = "error", "warning"
OWN = "13"  # first digits of codes about a cell itself
ADVICE = ("advice", "shared")  # kinds of defects that are no errors


class Problem(NamedTuple):
    """One fault at one place.

    `line` is the physical line in the file (header = 1); 0 means the file as a whole.
    `key` is the row's primary key, its parts joined by " / "; `named` is the same with what each
    ID in it stands for, "" where that is not known.
    """

    code: str
    level: str
    resource: str
    path: str
    line: int
    field: str
    key: str
    value: str
    message: str
    hint: str
    named: str = ""


Place = tuple[str, int]  # a resource and a row in it
Steps = tuple[str | int, ...]  # names and numbers that lead to a place in JSON


class NotRun(NamedTuple):
    """A check that could not be made, and why: it never reads as passed.

    `resource` is the table that could not be read, "" where it is none; `reads` are rows of which
    one may be to blame.
    """

    code: str
    reason: str
    resource: str = ""
    reads: tuple[Place, ...] = ()


class Finding(NamedTuple):
    """What a rule found, before code, level, path, lines and keys are stamped on it.

    `rows` are record numbers from 0 in the resource; `line` is used where there is no record.
    A finding with several rows is one problem in each of them, or in each of several `lines`.
    Findings with the same `cause` are one fault in several places. `reads` are rows of other tables
    that it was worked out from. `more` says what is worked out only for findings that are listed,
    given the `Labels` of the package.
    """

    resource: str
    message: str
    hint: str = ""
    rows: Sequence[int] = ()
    field: str = ""
    value: str = ""
    line: int = 0
    level: str = ""
    path: str = ""
    lines: Sequence[int] = ()
    cause: str = ""
    reads: Sequence[Place] = ()
    more: Callable[[Any], More] | None = None


Said = Iterator[Finding | NotRun]  # what a rule yields


class More(NamedTuple):
    """What is said of a finding that is listed: the end of its message, and a better hint.

    `head`, where there is one, is what is to be mended, in another place than the finding: it is
    shown before all findings of the same `cause`, if there are `enough` of them, in so many
    `tables`. Findings with the same `cause` here are one, too. `near`: the table, field and value
    of the key that may be meant instead of one that is not there; `also`: another field at fault.
    """

    text: str = ""
    hint: str = ""
    head: Finding | None = None
    cause: str = ""
    enough: int = 2
    tables: int = 1
    near: tuple[str, ...] = ()
    also: str = ""


class Findings(NamedTuple):
    """Findings that are alike, one for each `Hit`: made only as far as they are listed.

    `make` is given the number of a hit, from 0, and the hit.
    """

    resource: str
    hits: Sequence[Any]
    make: Callable[[int, Any], Finding]


class Defect(NamedTuple):
    """Something a reader met in the bytes: turned into a problem by the rule of that `kind`.

    What is met in several lines has the first in `line` and all in `lines`. `cells`: how many a
    record has, and how many the header. `hint`: what mends it, if not what the rule says. `at`: the
    names and numbers that lead to it in a JSON file.
    """

    kind: str
    resource: str
    line: int = 0
    field: str = ""
    value: str = ""
    detail: str = ""
    path: str = ""
    lines: Sequence[int] = ()
    cells: tuple[int, int] = (0, 0)
    hint: str = ""
    at: Steps = ()


def brief(text: str) -> str:
    """A text as it is, or its beginning when it is too long for a report."""
    return text if len(text) <= limits.TEXT else text[: limits.TEXT] + "…"


def shown(value: str, limit: int = 80) -> str:
    """A value as it appears in a message: quoted, control characters escaped, shortened."""
    text = value[: limit + 1]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return f'"{text[:limit]}…"' if len(text) > limit else f'"{text}"'
