"""Keys and folded texts of all rows of a table, as hashes of 64 bits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from bru.engine import automaton
from bru.engine.exact import folded
from bru.engine.polars.cells import joined, key
from bru.engine.polars.held import Held, Room
from bru.engine.polars.lines import LINE
from bru.model.package import Schema
from bru.model.question import Dangling, Fold

if TYPE_CHECKING:
    import polars as pl


SLOTS = 2**21  # of a table of targets, at most
FEW = 8  # hashes that are compared one by one: a query takes longer


class Targets:
    """Hashes of 64 bits, each once: most are found in the slot that their last bits name."""

    def __init__(self, ordered: pl.Series) -> None:
        self.ordered = ordered.filter((ordered != ordered.shift(1)).fill_null(True))
        self.ordered.search_sorted(0)  # polars 1.28 imports numpy here: not in two threads
        self.slots: pl.Series | None = None  # made when something is looked for

    def _filled(self) -> pl.Series:
        import polars as pl

        size = min(SLOTS, 1 << (8 * self.ordered.len()).bit_length())
        slots = pl.Series([self.ordered[0]], dtype=pl.UInt64).new_from_index(0, size)
        return slots.scatter(self.ordered & (size - 1), self.ordered)

    def without(self, hashes: pl.Series) -> pl.Series:
        """Those of some hashes that are none of these, null left out."""
        if not self.ordered.len():
            return hashes.drop_nulls()
        if self.slots is None:
            self.slots = self._filled()
        # Operators, filters and gathering are quick; other calls are queries of 0.2 ms each.
        left = hashes.filter(self.slots.gather(hashes & (self.slots.len() - 1)) != hashes)
        if not left.len():
            return left
        left = left.unique()
        at = self.ordered.search_sorted(left)
        at -= at // self.ordered.len()  # the last one for what sorts behind it
        return left.filter(self.ordered.gather(at) != left)


class Keys(NamedTuple):
    """The keys of all rows, or what a fold leaves of them."""

    resource: str
    fields: tuple[str, ...]
    fold: Fold | None = None


def hashed(schema: Schema, fields: Sequence[str]) -> pl.Expr:
    """The hash of each key, null where a part is absent."""
    import polars as pl

    keys = [key(schema.field(name)).alias(str(n)) for n, name in enumerate(fields)]
    whole = keys[0] if len(keys) == 1 else pl.struct(keys)
    return pl.when(pl.all_horizontal(k.is_not_null() for k in keys)).then(whole.hash())


class Hashed:
    """The keys of all rows as hashes of 64 bits, null where a part is absent, and their lines.

    Once `settled`, only what is repeated is left of them, and where it was asked for what is
    `known`.
    """

    def __init__(self, part: Keys, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.hashes: list[pl.Series] = []
        self.lines: list[tuple[int, int] | pl.Series] = []  # first and number, or one by one
        self.known: Targets | None = None
        self.repeated: pl.Series | None = None

    def expression(self) -> pl.Expr | None:
        """The hash of each key, or the text to be folded."""
        if self.part.fold:
            return joined(self.schema, self.part.fields)
        return hashed(self.schema, self.part.fields)

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

    def settle(self, known: bool) -> None:
        """Find what is repeated, and forget the hashes, but those that are to be `known`."""
        ordered = self.all().drop_nulls().sort()
        self.repeated = self._twice(ordered)
        self.known = Targets(ordered) if known else None
        self.hashes, self.lines = [], []

    def targets(self) -> Targets:
        """Each hash once."""
        if self.known is None:
            self.known = Targets(self.all().drop_nulls().sort())
        return self.known

    def at(self, flags: pl.Series) -> pl.Series:
        """The lines of the rows that are flagged."""
        import polars as pl

        found: list[pl.Series] = [pl.Series([], dtype=pl.Int64)]
        first = 0
        for lines in self.lines:
            size = lines[1] if isinstance(lines, tuple) else lines.len()
            part = flags.slice(first, size)
            first += size
            if part.any():
                if isinstance(lines, tuple):
                    found.append(part.arg_true().cast(pl.Int64) + lines[0])
                else:
                    found.append(lines.filter(part))
        return pl.concat(found)

    def twice(self) -> pl.Series:
        """The lines of rows whose hash is that of another row."""
        if self.repeated is not None:
            return self.repeated
        return self._twice(self.all().drop_nulls().sort())

    def _twice(self, ordered: pl.Series) -> pl.Series:
        import polars as pl

        again = ordered.filter(ordered == ordered.shift(1))
        if not again.len():
            return pl.Series([], dtype=pl.Int64)
        return self.at(self.all().is_in(again.unique().implode()).fill_null(False))

    def without(self, targets: Sequence[Hashed]) -> pl.Series:
        """The lines of rows whose hash is none of `targets`."""
        known = [t.targets() for t in targets]
        flags = lost(self.all(), known)
        for own in known:
            own.slots = None  # nothing else is looked for, most likely
        return self.at(flags)


class Lost:
    """The references whose hash is none of `targets`, which were read before."""

    def __init__(
        self,
        part: Dangling,
        schema: Schema,
        targets: Sequence[Targets],
        room: Room,
        keys: Sequence[str],
    ) -> None:
        self.part, self.schema, self.targets = part, schema, targets
        self.found: list[pl.Series] = []
        self.held = Held((*part.fields, *keys), room)

    def expression(self) -> pl.Expr | None:
        """The hash of each reference."""
        return hashed(self.schema, self.part.fields)

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Look for each of them."""
        assert result is not None
        flags = lost(result, self.targets)
        if flags.any():
            self.found.append(frame[LINE].filter(flags))
            self.held.take(frame, flags)

    def lines(self) -> pl.Series:
        """The lines in which there is no target."""
        import polars as pl

        return pl.concat([pl.Series([], dtype=pl.Int64), *self.found])


def lost(hashes: pl.Series, targets: Sequence[Targets]) -> pl.Series:
    """Whether hashes are in none of `targets`, null or false for null."""
    import polars as pl

    left = hashes
    for known in targets:
        left = known.without(left)
    if not left.len():
        return pl.Series([False]).new_from_index(0, hashes.len())
    if left.len() <= FEW:
        return reduce(or_, (hashes == one for one in left))
    return hashes.is_in(left.implode())


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
    by_hand = pl.lit(texts.str.len_chars() != texts.str.len_bytes())
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
