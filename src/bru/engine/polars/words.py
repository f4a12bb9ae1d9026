"""The words of the cells of a block: in what texts they stand, twice in a row or at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bru.engine.exact import SIGNS, many, words_of
from bru.engine.polars.cells import cell, compact
from bru.model.package import Schema
from bru.model.question import Unanswerable
from bru.model.words import Word, Words

if TYPE_CHECKING:
    import polars as pl

LETTERS = r"[\p{L}\p{Nl}\p{No}]"  # and what else Python takes for letters
# Where words do not begin and end with pieces between single spaces: other white space, several
# spaces, or a sign before a letter that does not belong to the word.
LOOSE = rf"[^\S ]|[\x1c-\x1f]|  |[^\p{{L}}\p{{N}}_\s-]{LETTERS}"

APART = 250_000  # counts of blocks that are kept before they are made one
BEFORE = 39  # characters that are looked at before a word
PIECES = 1_000_000  # different ones: of a table with more, no words are told


def doubled(texts: pl.Series) -> pl.Series:
    """Whether a word stands twice in a row in texts, or may."""
    import polars as pl

    loose = texts.str.contains(LOOSE).fill_null(False)
    plain, others = pieces(texts.filter(~loose)), runs(texts.filter(loose))
    again = pl.col("piece").shift(1)
    both = pl.col("row") == pl.col("row").shift(1)
    followed = pl.col("piece").str.starts_with(again) & (again != "")
    rows = plain.filter(both & followed)["row"].unique()
    more = others.filter(both & (pl.col("piece") == again))["row"].unique()
    places = pl.int_range(texts.len(), eager=True)
    found = pl.concat([places.filter(~loose).gather(rows), places.filter(loose).gather(more)])
    return pl.Series([False]).new_from_index(0, texts.len()).scatter(found, True)


def pieces(texts: pl.Series) -> pl.DataFrame:
    """What stands between spaces: each `piece`, with the number of its `row`."""
    return _exploded(texts, texts.str.split(" "))


def runs(texts: pl.Series) -> pl.DataFrame:
    """The runs of letters, in the same way."""
    return _exploded(texts, texts.str.extract_all(f"{LETTERS}+"))


def _exploded(texts: pl.Series, parts: pl.Series) -> pl.DataFrame:
    import polars as pl

    rows = pl.int_range(texts.len(), dtype=pl.UInt32, eager=True)
    return pl.DataFrame({"row": rows, "piece": parts}).explode("piece").drop_nulls()


class Spoken(NamedTuple):
    """What is asked about the words of some fields of a table."""

    resource: str
    fields: tuple[str, ...]


class Vocabulary:
    """In how many cells each piece of some texts stands; None when there are too many."""

    def __init__(self, part: Spoken, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.found: list[pl.DataFrame] | None = []
        self.size, self.most = 0, APART

    def expression(self) -> pl.Expr | None:
        """Nothing."""
        return None

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Count the pieces of a block."""
        for name in self.part.fields if self.found is not None else ():
            texts = frame.select(cell(self.schema.field(name))).to_series().drop_nulls()
            ends = texts.str.ends_with(".")
            for column, some in (("sentences", ends), ("others", ~ends)):
                self._add(counted(texts.filter(some), column))

    def _add(self, counts: pl.DataFrame) -> None:
        """Keep the counts of a block; now and then all of them are made one."""
        if self.found is None:
            return
        self.found.append(counts)
        self.size += counts.height
        if self.size > self.most:
            whole = summed(self.found)
            self.found = [whole] if whole.height <= PIECES else None
            self.size, self.most = whole.height, 2 * whole.height + APART


def counted(texts: pl.Series, column: str) -> pl.DataFrame:
    """In how many of some texts each piece stands, without signs at its ends."""
    import polars as pl

    piece, row = pl.col("piece"), pl.col("row")
    every = pieces(texts).with_columns(
        hash=piece.hash(), capital=(piece >= "A") & (piece < "["), same=row == row.shift(1)
    )
    name = (pl.col("capital") & (piece.str.len_bytes() < BEFORE)).shift(1)
    first = every.filter((pl.col("capital") | (piece >= "\x80")) & pl.col("same") & ~name)
    inside = pl.col("hash").is_in(first["hash"].unique().implode())
    groups = every.group_by("hash").agg(piece.first(), row).filter(piece.str.contains(r"\p{L}"))
    bare = groups.select(compact(piece.str.strip_chars(SIGNS)), row, inside=inside)
    return bare.group_by("piece").agg(
        row.explode().n_unique().alias(column), pl.col("inside").any()
    )


def summed(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The counts of all blocks."""
    import polars as pl

    numbers = {"sentences": pl.UInt32, "others": pl.UInt32}
    empty = pl.DataFrame(schema={"piece": pl.String, **numbers, "inside": pl.Boolean})
    every = pl.concat([empty, *counts], how="diagonal").group_by("piece")
    return every.agg(pl.col(*numbers).sum(), pl.col("inside").any())


def spoken(question: Words, collected: Sequence[object]) -> Sequence[Word] | Unanswerable:
    """The words that a question asks for, of the texts of some tables."""
    every: list[pl.DataFrame] = []
    for own in collected:
        if not isinstance(own, Vocabulary) or own.found is None:
            return many(question)
        every += own.found
    return words_of(question, summed(every).iter_rows())
