"""The cells of a block as expressions of polars."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from bru.datapackage.types import identity, unique_spelling
from bru.engine import automaton
from bru.model.package import Field, Schema
from bru.model.question import BETWEEN

if TYPE_CHECKING:
    import polars as pl

FEW = 12  # texts that are quicker compared one by one


def cell(field: Field) -> pl.Expr:
    """The cells of a field, null where they are absent.

    In a block an empty cell is null already, unless it is a value of its field.
    """
    import polars as pl

    text = pl.col(field.name)
    if field.missing == {""}:
        return text
    return pl.when(~text.is_in(sorted(field.missing))).then(text)


def texts(schema: Schema, names: Sequence[str]) -> list[pl.Expr]:
    """The cells of fields, "" where they are absent."""
    return [cell(schema.field(n)).fill_null("").alias(n) for n in names]


def compact(cells: pl.Expr) -> pl.Expr:
    """The same texts in memory of their own; else a few of them keep those of a whole block."""
    return cells + ""


def key(field: Field) -> pl.Expr:
    """The cells of a field as they are compared: each by what it means."""
    import polars as pl

    same = identity(field)
    if same is None:
        return cell(field)
    plain = unique_spelling(field)

    def spelled(cells: pl.Series) -> pl.Series:
        odd = cells.drop_nulls().unique()
        if plain is not None:
            odd = odd.filter(~odd.str.contains(rf"^(?:{plain})$"))
        if not odd.len():
            return cells
        return cells.replace(odd, [same(c) for c in odd])

    return cell(field).map_batches(spelled, return_dtype=pl.String)


def joined(schema: Schema, names: Sequence[str]) -> pl.Expr:
    """The cells of fields as one text."""
    import polars as pl

    cells = texts(schema, names)
    return cells[0] if len(cells) == 1 else pl.concat_str(cells, separator=BETWEEN)


def matching(text: pl.Expr, accept: str) -> pl.Expr | None:
    """Whether texts match an expression in full; None where that is for Python to say."""
    import polars as pl

    if listed := automaton.words(accept):
        if len(listed) > FEW:
            return text.is_in(listed)
        return pl.any_horizontal(text == word for word in listed)
    if bounds := automaton.lengths(accept):
        least, most = bounds
        size = text.str.len_chars()
        return size >= least if most is None else size.is_between(least, most)
    new = automaton.translated(accept)
    return text.str.contains(new) if new is not None and compiles(new) else None


def finding(text: pl.Expr, expressions: Sequence[str]) -> pl.Expr:
    """Whether one of some expressions is found in texts, or may be; null is null."""
    parts = [automaton.partly(each) for each in expressions]
    either = "|".join(f"(?:{part})" for part in parts if part is not None)
    known = None not in parts and compiles(either)
    return text.str.contains(either) if known else text.is_not_null()


@lru_cache(maxsize=1024)
def compiles(expression: str) -> bool:
    """Whether the automaton of an expression is not too large."""
    import polars as pl

    try:
        pl.Series([""]).str.contains(expression)
    except pl.exceptions.PolarsError:
        return False
    return True
