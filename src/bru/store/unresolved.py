"""Files that git left unfinished: marks of a merge conflict, or a pointer of Git LFS."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO

from bru.model import limits
from bru.store.errors import RefusedError

MARK = re.compile(rb"^(<{7}|>{7})(?: [^\r\n]*)?\r?$", re.MULTILINE)
MARK_BYTES = 8  # with the line end before it
POINTER = re.compile(
    rb"version https://[^\n]+/spec/v[0-9]+\n(?:[^\n]+\n)*?oid [a-z0-9]+:[0-9a-f]+\n"
)
POINTER_BYTES = 1024
CHOOSE = "keep the lines that are right, delete the lines with the marks"
PULL = "run `git lfs pull`, which fetches the file"
PROSE = frozenset(".md .markdown .rst .adoc .tex .html .htm".split())  # may show such marks


class UnresolvedError(RefusedError):
    """A file that git left unfinished; `lines`: those it is about, none for all of it."""

    def __init__(self, why: str, lines: range = range(0)) -> None:
        super().__init__(f"cannot be used: {why}", CHOOSE if lines else PULL)
        self.why, self.lines = why, lines


def resolved(path: str, data: bytes) -> bytes:
    """The bytes of a file, if they are data. Raises UnresolvedError."""
    if (error := unresolved(data)) and PurePosixPath(path).suffix.lower() not in PROSE:
        error.path = path
        raise error
    return data


def finished(path: str, open: Callable[[], BinaryIO]) -> None:
    """See that a file of any size, which `open` opens, is data. Raises UnresolvedError."""
    with open() as stream:
        before, part = b"", stream.read(limits.MIB)
        is_odd = pointer(part) is not None
        while part and not is_odd:
            before += part
            is_odd, before = marked(before), before[-MARK_BYTES:]
            part = stream.read(limits.MIB)
    if is_odd:
        with open() as stream:
            resolved(path, stream.read())


def pointer(data: bytes) -> UnresolvedError | None:
    """That the bytes of a file only point to it, or None."""
    if len(data) < POINTER_BYTES and POINTER.match(data):
        return UnresolvedError("it is a pointer of Git LFS, not the file itself")
    return None


def marked(data: bytes) -> bool:
    """Whether a line begins like a mark, in bytes that begin with one: quick, and seldom wrong."""
    # A single character is looked for ten times as fast as seven.
    marks = (mark for mark in (b"<<<<<<<", b">>>>>>>") if mark[:1] in data)
    return any(data.startswith(mark) or b"\n" + mark in data for mark in marks)


def unresolved(data: bytes) -> UnresolvedError | None:
    """What git left unfinished in the bytes of a file, or None."""
    if (error := pointer(data)) or not marked(data):
        return error
    marks = [(m.start(), m[1][:1] == b"<") for m in MARK.finditer(data)]
    pairs = [(a, b) for (a, begins), (b, again) in pairwise(marks) if begins and not again]
    # One mark alone may be a line of a text in quotes.
    alone = [(at, at) for at, _ in marks if data.count(b'"', 0, at) % 2 == 0]
    places = pairs or alone[:1]
    if not places:
        return None
    first, last = (data.count(b"\n", 0, at) + 1 for at in places[0])
    where = f"lines {first} to {last} are" if pairs else f"line {first} is a marker of"
    more = f", the first of {len(pairs)}" if len(pairs) > 1 else ""
    why = f"{where} a merge conflict that was not resolved{more}"
    return UnresolvedError(why, range(first, last + 1))
