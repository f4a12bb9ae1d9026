"""Keys and folded texts of all rows of a table, as hashes of 64 bits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bru.engine import automaton
from bru.engine.cells import joined, key
from bru.engine.exact import folded
from bru.engine.lines import LINE
from bru.package import Schema
from bru.question import Fold

if TYPE_CHECKING:
    import polars as pl


class Keys(NamedTuple):
    """The keys of all rows, or what a fold leaves of them."""

    resource: str
    fields: tuple[str, ...]
    fold: Fold | None = None


class Hashed:
    """The keys of all rows as hashes of 64 bits, null where a part is absent, and their lines."""

    def __init__(self, part: Keys, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.hashes: list[pl.Series] = []
        self.lines: list[tuple[int, int] | pl.Series] = []  # first and number, or one by one

    def expression(self) -> pl.Expr | None:
        """The hash of each key, or the text to be folded."""
        import polars as pl

        if self.part.fold:
            return joined(self.schema, self.part.fields)
        keys = [
            key(self.schema.field(name)).alias(str(n)) for n, name in enumerate(self.part.fields)
        ]
        whole = keys[0] if len(keys) == 1 else pl.struct(keys)
        return pl.when(pl.all_horizontal(k.is_not_null() for k in keys)).then(whole.hash())

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Keep the hashes."""
        assert result is not None
        if not frame.height:
            return
        if self.part.fold:
            result = fold_hashes(result, self.part.fold)
        self.hashes.append(result)
        lines = frame[LINE]
        regular = lines[-1] - lines[0] + 1 == frame.height
        self.lines.append((lines[0], frame.height) if regular else lines)

    def all(self) -> pl.Series:
        """The hashes of all rows."""
        import polars as pl

        return pl.concat(self.hashes) if self.hashes else pl.Series([], dtype=pl.UInt64)

    def at(self, flags: pl.Series) -> list[int]:
        """The lines of the rows that are flagged."""
        import polars as pl

        found: list[int] = []
        first = 0
        for lines in self.lines:
            size = lines[1] if isinstance(lines, tuple) else lines.len()
            part = flags.slice(first, size)
            first += size
            if part.any():
                if isinstance(lines, tuple):
                    found += (part.arg_true().cast(pl.Int64) + lines[0]).to_list()
                else:
                    found += lines.filter(part).to_list()
        return found

    def twice(self) -> list[int]:
        """The lines of rows whose hash is that of another row."""
        hashes = self.all()
        flags = hashes.is_duplicated() & hashes.is_not_null()
        return self.at(flags) if flags.any() else []

    def without(self, targets: Sequence[Hashed]) -> list[int]:
        """The lines of rows whose hash is none of `targets`."""
        import polars as pl

        own = self.all()
        known = pl.concat([t.all() for t in targets])
        flags = pl.select(pl.lit(own).is_in(pl.lit(known).implode())).to_series()
        flags = ~flags.fill_null(True)
        return self.at(flags) if flags.any() else []


def fold_hashes(texts: pl.Series, fold: Fold) -> pl.Series:
    """The hashes of what a fold leaves of texts; those of ASCII are folded in the automaton."""
    import polars as pl

    changes = [(automaton.partly(given), new) for given, new in fold.changes]
    plain = pl.lit(texts).str.to_lowercase()
    for given, new in changes:
        plain = plain.str.replace_all(given or "", new.replace("$", "$$"))
    if fold.words:
        words = plain.str.extract_all("[^ ]+").list.sort()
        plain = words.list.join(" ")
    by_hand = pl.lit(texts.str.contains(r"[^\x00-\x7f]"))
    if any(given is None for given, _ in changes):
        by_hand = pl.lit(True)

    def exactly(cells: pl.Series) -> pl.Series:
        return pl.Series([folded(fold, (c,)) for c in cells], dtype=pl.String)

    flags = pl.select(by_hand.alias("")).to_series()
    result = pl.select(plain.alias("")).to_series()
    if flags.any():
        flags = pl.Series([True]).new_from_index(0, texts.len()) if flags.len() == 1 else flags
        result = result.scatter(flags.arg_true(), exactly(texts.filter(flags)))
    return pl.select(pl.when(pl.lit(result) != "").then(pl.lit(result).hash())).to_series()
