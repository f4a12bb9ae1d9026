"""Questions about the words of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Doubled(NamedTuple):
    """The distinct values of `field` in which a word of letters stands twice in a row, or may.

    Answer: a `Hit` for each distinct value; a value may come again, with other rows.
    """

    resource: str
    field: str


class Words(NamedTuple):
    """In how many cells of some fields of tables each word stands. Answer: a `Word` for each.

    `read`, a function of a module, gives the words of a text, each once, the same ones piece by
    piece between spaces. Where a cell has several pieces with a word, such as "gas" and
    "gas-fired", each counts. Of more than `most` different words there is no answer.
    """

    texts: tuple[tuple[str, tuple[str, ...]], ...]
    read: Callable[[str], Iterable[str]]
    most: int


class Begun(NamedTuple):
    """How words of names begin: in so many `letters`, after `changes` (expression, new text).

    Those in which the expression `but` is found are left out.
    """

    changes: tuple[tuple[str, str], ...]
    letters: int
    but: str


class Unnamed(NamedTuple):
    """The rows of `resource` in whose texts no name is of what they are tied to, and others.

    `fields` refer to a record with texts (table, key, fields) and to one with names (table, key,
    field; several times). A name is in a text that has it word for word; with `begun` also in one
    with a word that begins as a word of it. All of it is compared in small letters.
    Answer: a `Row` of `fields` for each.
    """

    resource: str
    fields: tuple[str, str]
    texts: tuple[str, str, tuple[str, ...]]
    names: tuple[tuple[str, str, str], ...]
    begun: Begun | None = None


class Word(NamedTuple):
    """A word, in how many cells that end in a full stop it stands, and in how many others.

    `inside`: whether in one of the former it may begin with a capital behind a word that does not.
    """

    text: str
    sentences: int
    others: int
    inside: bool
