"""Long lists in little memory: what is more than some thousands is pickled and compressed."""

from __future__ import annotations

import io
import pickle
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Generic, TypeVar, overload

from bru.model.package import Field, Resource

T = TypeVar("T")
ROOM = 5_000  # values that are held as they are
BLOCK = 250  # values that are packed together
TOGETHER = 16  # places whose numbers are kept in one piece
PLAIN = (str, int, float, bool, type(None), dict, partial)
SHARED = (Resource, Field)  # of many values, and large


def packed(values: object, shared: dict[int, object]) -> bytes:
    """Values as bytes; what is in them but is not data itself is put into `shared`."""

    class Pickler(pickle.Pickler):
        def persistent_id(self, value: object) -> int | None:
            kind = type(value)
            is_data = kind in PLAIN or (isinstance(value, tuple) and kind not in SHARED)
            if is_data or (kind is list and len(value) <= 2 * BLOCK):  # type: ignore[arg-type]
                return None
            shared[id(value)] = value
            return id(value)

    stream = io.BytesIO()
    Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(values)
    return zlib.compress(stream.getvalue(), 1)


def unpacked(data: bytes, shared: Mapping[int, object]) -> Any:
    """The values again."""

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, number: int) -> object:
            return shared[number]

    return Unpickler(io.BytesIO(zlib.decompress(data))).load()


class Many(Sequence[T]):
    """Values in the order in which they were added; of each that was packed a copy is read."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        self.blocks, self.last = list[bytes](), list[T]()
        self.shared: dict[int, object] = {}
        self.near = lru_cache(2)(self.block)
        for value in values:
            self.append(value)

    def append(self, value: T) -> None:
        """Add a value."""
        self.last.append(value)
        if len(self.last) >= (BLOCK if self.blocks else ROOM):
            for part in parts(self.last, BLOCK):
                self.last = []
                if len(part) < BLOCK:
                    self.last = part
                else:
                    self.blocks.append(packed(part, self.shared))

    def block(self, number: int) -> list[T]:
        """The values of a block."""
        found: list[T] = unpacked(self.blocks[number], self.shared)
        return found

    def whole(self) -> Sequence[T]:
        """The values as a tuple, where they are few."""
        return self if self.blocks else tuple(self.last)

    def __len__(self) -> int:
        return BLOCK * len(self.blocks) + len(self.last)

    def __iter__(self) -> Iterator[T]:
        return chain(chain.from_iterable(map(self.block, range(len(self.blocks)))), self.last)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return Part(self, range(len(self))[at])
        number, place = divmod(range(len(self))[at], BLOCK)
        if number < len(self.blocks):
            return self.near(number)[place]
        return self.last[place + BLOCK * (number - len(self.blocks))]


class Part(Sequence[T]):
    """Some of the values of another sequence, after others or not."""

    def __init__(self, values: Sequence[T], places: range, before: tuple[T, ...] = ()) -> None:
        self.values, self.places, self.before = values, places, before

    def __len__(self) -> int:
        return len(self.before) + len(self.places)

    def __iter__(self) -> Iterator[T]:
        return chain(self.before, (self.values[at] for at in self.places))

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return [*self][at]


class Numbered(Mapping[int, T]):
    """Values by numbers that ascend."""

    def __init__(self, numbers: Sequence[int] = (), values: Sequence[T] = ()) -> None:
        self.numbers, self.own = numbers, values

    def __getitem__(self, number: int) -> T:
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            raise KeyError(number)
        return self.own[at]

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


class Sorted(Generic[T]):
    """Values by a key; those with the same one in the order in which they were added."""

    def __init__(self) -> None:
        self.runs, self.last = list[Many[tuple[Any, T]]](), list[tuple[Any, T]]()

    def add(self, key: Any, value: T) -> None:
        """Add a value."""
        self.last.append((key, value))
        if len(self.last) >= ROOM:
            self.last.sort(key=itemgetter(0))
            self.runs.append(Many(self.last))
            self.last = []

    def __bool__(self) -> bool:
        return bool(self.runs or self.last)

    def __iter__(self) -> Iterator[tuple[Any, T]]:
        self.last.sort(key=itemgetter(0))
        return merge(*self.runs, self.last, key=itemgetter(0))


def parts(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many values at a time."""
    rest = iter(values)
    while part := [*islice(rest, size)]:
        yield part


class Places:
    """Numbers by rows or lines of something: some of them lie together, which makes them small."""

    def __init__(self) -> None:
        self.blocks: dict[object, dict[int, array[int]]] = {}

    def put(self, what: object, place: int, number: int) -> None:
        """Note the number of a place that has none yet."""
        block, at = divmod(place, TOGETHER)
        own = self.blocks.setdefault(what, {})
        if block not in own:
            own[block] = array("q", [-1] * TOGETHER)
        if own[block][at] < 0:
            own[block][at] = number

    def get(self, what: object, place: int) -> int | None:
        """The number of a place, None where it has none."""
        block, at = divmod(place, TOGETHER)
        own = self.blocks.get(what, {}).get(block)
        return own[at] if own and own[at] >= 0 else None

    def of(self, places: Iterable[tuple[object, int]]) -> Iterator[int]:
        """The numbers of those places that have one."""
        yield from (n for place in places if (n := self.get(*place)) is not None)
