"""Two tables in any order: rows found again by a hash of them, and proved equal by their text.

The rows of the new table are kept as they are, those of the old one come in portions. What is left
over on both sides is small where tables differ little, and is compared by key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

import polars as pl

from bru.engine.polars.source import beside
from bru.releases import rows
from bru.releases.rows import Emit, Key, Tally

LEFT = 64 * 1024**2  # bytes of rows without an equal that are kept, of each table
ODD = b"\r", b"\0", b"\x1f", b"\n\n"
CELL = '(?:[^",]*|"(?:[^"]|"")*")'
RECORD = f"^{CELL}(?:,{CELL})*$"  # no quote but around a cell, or twice in one
HEAD, APART = b"row\n", "\x1f"  # a head, so that first bytes are never taken for something else

T = TypeVar("T")
Chunk: TypeAlias = "pl.Series | list[bytes]"  # records: as texts without their ends, or as lines


class Unfit(Exception):
    """Keys repeat, or more differs than is kept: the tables are compared in another way."""


def compare(
    old: Iterable[Chunk], new: Iterable[Chunk], at: Sequence[int], sorting: Key, emit: Emit
) -> Tally:
    """Tell what became of every row, in the order of their keys. Raises Unfit before anything.

    `at`: the cells of the key.
    """
    key = rows.by_text(at)
    parts = [*apart(new, partial(keyed, at=at, key=key))]
    text, keys = joined([p for p, _ in parts]), joined([k for _, k in parts], pl.UInt64)
    if repeats(keys) or not len(text):
        raise Unfit
    hashes = text.hash()
    order = hashes.arg_sort()
    ranked = hashes.gather(order)
    found = pl.repeat(False, len(text), eager=True)
    left, size, count, equal = list[bytes](), 0, 0, 0

    def met_in(portion: pl.Series) -> tuple[pl.Series, pl.Series]:
        at = ranked.search_sorted(portion.hash(), "left").clip(0, len(ranked) - 1)
        place = order.gather(at)
        return place, portion == text.gather(place)

    for portion, (place, met) in apart(old, met_in):
        found = found.scatter(place.filter(met), True)
        more = portion.filter(~met)
        count, equal, size = count + len(portion), equal + int(met.sum()), size + length(more)
        if size > LEFT:
            raise Unfit
        left += map(line, more)
    come = text.filter(~found)
    if equal != found.sum() or length(come) > LEFT:  # a row is there twice, or too much differs
        raise Unfit
    own = keyed(series(left), at, key)
    if repeats(own) or keys.filter(found).is_in(own.implode()).any():
        raise Unfit
    pair(left, [*map(line, come)], key, sorting, emit)
    return Tally(count, len(text))


def lines(block: bytes) -> pl.Series | None:
    """The lines of a block, each a record in UTF-8; None where one may be something else."""
    found = parsed(block)
    return found if found is not None and is_sound(found) else None


def parsed(block: bytes) -> pl.Series | None:
    """The lines of a block, of which none is empty; None where that cannot be told."""
    if block[:1] == b"\n" or any(sign in block for sign in ODD):
        return None
    try:
        found = pl.read_csv(
            HEAD + block, separator=APART, quote_char=None, infer_schema=False
        ).to_series()
    except pl.exceptions.PolarsError:
        return None
    return found if len(found) == block.count(b"\n") else None


def is_sound(found: pl.Series) -> bool:
    """Whether each line is a record by itself."""
    quoted = found.filter(found.str.contains('"', literal=True))
    return bool(quoted.str.contains(RECORD).all())


def proven(chunks: Iterable[Chunk]) -> Iterator[pl.Series]:
    """Lines that `parsed` has found, each a record by itself. Raises Unfit for others."""
    for chunk in chunks:
        if isinstance(chunk, list) or not is_sound(chunk):
            raise Unfit
        yield chunk


def apart(chunks: Iterable[Chunk], work: Callable[[pl.Series], T]) -> Iterator[tuple[pl.Series, T]]:
    """Each of them, and what `work`, in other threads, makes of it."""
    for part, made in beside(map(series, chunks), work):
        yield part, made.result() if made else work(part)


def series(chunk: Chunk) -> pl.Series:
    """Records as texts without their ends. Raises Unfit where they are not UTF-8."""
    if isinstance(chunk, pl.Series):
        return chunk.alias("")
    try:
        return pl.Series([one.removesuffix(b"\n").decode() for one in chunk], dtype=pl.String)
    except UnicodeDecodeError:
        raise Unfit from None


def joined(
    parts: Iterable[pl.Series], kind: pl.DataType | type[pl.DataType] = pl.String
) -> pl.Series:
    """Parts as one; empty where there is none."""
    return pl.concat([pl.Series(dtype=kind), *parts], rechunk=False)


def repeats(hashes: pl.Series) -> bool:
    """Whether a hash is there twice."""
    return bool(hashes.n_unique() < len(hashes))


def length(records: pl.Series) -> int:
    """How many bytes records have."""
    return int(records.str.len_bytes().sum())


def line(record: str) -> bytes:
    """A record as it is written."""
    return record.encode() + b"\n"


def keyed(records: pl.Series, at: Sequence[int], key: Key) -> pl.Series:
    """The hash of the key of each record."""
    first = [f"field_{n}" for n in range(max(at) + 1)]
    cells = records.str.splitn(",", len(first) + 1).struct.unnest()
    plain = pl.all_horizontal(~pl.col(first).str.contains('"', literal=True))
    own = pl.concat_str([first[n] for n in at], separator=",")
    found = cells.select(pl.when(plain).then(own).alias("")).to_series()
    unclear = found.is_null().arg_true()
    texts = [text(key(line(record))) for record in records.gather(unclear)]
    return (found.scatter(unclear, texts) if texts else found).hash()


def text(key: bytes | tuple[bytes, ...]) -> str:
    """A key as a text."""
    return b",".join(key if isinstance(key, tuple) else (key,)).decode()


def pair(old: Sequence[bytes], new: Sequence[bytes], key: Key, sorting: Key, emit: Emit) -> None:
    """Compare the rows left over by key, in its order."""
    try:
        one, two = (sorted(side, key=sorting) for side in (old, new))
    except rows.Unsorted:  # a key that should be a number is none
        one, two = (sorted(side, key=key) for side in (old, new))
        sorting = key
    rows.merge(iter(one), iter(two), sorting, emit)
