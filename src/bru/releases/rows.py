"""What became of the rows of a table: added, removed, changed, by key.

Two tables in the order of their key are merged as they are read. Others are split by a hash of
the key into parts that fit into memory, on disk where they are large.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

from bru.releases.streams import Records, blocks, cells
from bru.store.machine import scratch_file

PART = 48 * 1024**2  # bytes of both tables that are compared in memory at once
PARTS = 256  # at most

Key = Callable[[bytes], Any]
Emit = Callable[[bytes | None, bytes | None], None]  # the old record, the new one; None: has none


class Unsorted(Exception):
    """The rows are not in the order of their key, or a key occurs twice."""


class Tally(NamedTuple):
    """Rows of both sides, and how many of them have a key that an earlier row has."""

    old: int
    new: int
    old_repeated: int = 0
    new_repeated: int = 0


def by_text(at: Sequence[int]) -> Key:
    """The key of a record: the bytes of its cells `at`, comparable; all of it for none."""
    if not at:
        return lambda record: record.rstrip(b"\r\n")
    last, only = max(at) + 1, at[0] if len(at) == 1 else None

    def key(record: bytes) -> Any:
        parts = record.split(b",", last)
        if len(parts) <= last or b'"' in record[: len(record) - len(parts[last])]:
            found = [cell.encode("utf-8", "surrogateescape") for cell in cells(record)]
            parts = [*found, *[b""] * last]  # a record may be too short to have them
        return parts[only] if only is not None else tuple([parts[i] for i in at])

    def first(record: bytes) -> Any:
        part, comma, _ = record.partition(b",")
        return part if comma and part[:1] != b'"' else key(record)

    return first if only == 0 else key  # the most frequent, done at twice the speed


def by_number(key: Key, numeric: Sequence[bool]) -> Key:
    """The key as it sorts where some of its cells are whole numbers. Raises Unsorted."""
    if not any(numeric):
        return key

    def sorting(record: bytes) -> Any:
        found = key(record)
        parts = found if isinstance(found, tuple) else (found,)
        try:
            return tuple(
                (int(part), part) if number else part
                for part, number in zip(parts, numeric, strict=True)
            )
        except ValueError:
            raise Unsorted from None

    return sorting


def merge(old: Records, new: Records, key: Key, emit: Emit) -> Tally:
    """Compare two tables in the order of their key. Raises Unsorted."""
    left, right = next(old, None), next(new, None)
    last_left: Any = None
    last_right: Any = None
    counts = [0, 0]
    while left is not None or right is not None:
        one: Any = None if left is None else key(left)
        two: Any = one if left == right else None if right is None else key(right)
        take_left = right is None or (left is not None and one <= two)
        take_right = left is None or (right is not None and two <= one)
        if left != right:
            emit(left if take_left else None, right if take_right else None)
        if take_left:
            if last_left is not None and one <= last_left:
                raise Unsorted
            last_left, left = one, next(old, None)
            counts[0] += 1
        if take_right:
            if last_right is not None and two <= last_right:
                raise Unsorted
            last_right, right = two, next(new, None)
            counts[1] += 1
    return Tally(*counts)


def match(old: Records, new: Records, key: Key, emit: Emit) -> Tally:
    """Compare two tables in any order, both in memory; a repeated key is paired in order."""
    left: dict[Any, bytes] = {}
    counts = [0, 0, 0, 0]
    for record in old:
        place, repeated = _place(key(record), left)
        left[place] = record
        counts[0] += 1
        counts[2] += repeated
    seen: set[Any] = set()
    for record in new:
        place, repeated = _place(key(record), seen)
        seen.add(place)
        counts[1] += 1
        counts[3] += repeated
        before = left.pop(place, None)
        if before != record:
            emit(before, record)
    for record in left.values():
        emit(record, None)
    return Tally(*counts)


def _place(key: Any, taken: Any) -> tuple[Any, bool]:
    """Where a record goes: under its key, or under the key and a number when that is taken."""
    number, place = 0, key
    while place in taken:
        number += 1
        place = (number, key)
    return place, number > 0


def split(old: Records, new: Records, key: Key, emit: Emit, size: int) -> Tally:
    """Compare two tables of `size` bytes in any order, part by part."""
    count = min(PARTS, size // PART + 1)
    if count == 1:
        return match(old, new, key, emit)
    total = Tally(0, 0)
    with ExitStack() as stack:
        sides = []
        for records in (old, new):
            files = [stack.enter_context(scratch_file()) for _ in range(count)]
            for record in records:
                found = key(record)
                text = b"\0".join(found) if isinstance(found, tuple) else found
                end = b"" if record.endswith(b"\n") else b"\n"
                files[crc32(text) % count].write(record + end)
            sides.append(files)
        for one, two in zip(*sides, strict=True):
            part = match(_again(one), _again(two), key, emit)
            total = Tally(*(a + b for a, b in zip(total, part, strict=True)))
    return total


def _again(file: BinaryIO) -> Records:
    """The records that were written to a part."""
    file.seek(0)
    return chain.from_iterable(blocks(file))
