"""Rows whose texts name nothing of what they are tied to.

Most texts have a name as it is written; how the others are compared takes longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bru.engine import automaton
from bru.engine.polars.cells import cell
from bru.engine.polars.lines import LINE
from bru.engine.polars.rows import records
from bru.model.package import Schema
from bru.model.question import Row
from bru.model.words import Begun, Unnamed

if TYPE_CHECKING:
    import polars as pl

    from bru.engine.polars import Engine

# What is no part of a word: a possessive ending, and all signs but apostrophes.
BETWEEN_WORDS = r"['’]s(?:[^\p{L}\p{N}'’]+|$)|[^\p{L}\p{N}'’]+"
NUMBERED = r"[\p{L}'’]\p{N}|\p{N}[\p{L}'’]"  # in a word with digits


def hashed(schema: Schema, name: str) -> pl.Expr:
    """The hashes of the cells of a field."""
    return cell(schema.field(name)).hash()


def spaced(text: pl.Expr) -> pl.Expr:
    """Texts between spaces."""
    return " " + text.fill_null("") + " "


def written(text: pl.Expr) -> pl.Expr:
    """Texts as they are written, spaces in place of what ends most words."""
    return spaced(text).str.replace_many([",", "."], [" ", " "])


def lettered(text: pl.Expr) -> pl.Expr:
    """Texts in small letters; null for those in which a word has digits, which may be cut there."""
    import polars as pl

    return pl.when(~text.str.contains(NUMBERED)).then(spaced(text.str.to_lowercase()))


def plain(text: pl.Expr) -> pl.Expr:
    """Texts in small letters, single spaces around each word."""
    return spaced(text.str.to_lowercase()).str.replace_all(BETWEEN_WORDS, " ")


FORMS = {"written": written, "begun": lettered, "plain": plain}  # of texts, the quickest first


class Ties:
    """The hashes of both references of each row."""

    def __init__(self, part: Unnamed, schema: Schema) -> None:
        self.part, self.schema = part, schema
        self.found: list[pl.DataFrame] = []

    def expression(self) -> pl.Expr | None:
        """Nothing."""
        return None

    def feed(self, frame: pl.DataFrame, result: pl.Series | None) -> None:
        """Keep the hashes."""
        one, other = (hashed(self.schema, name) for name in self.part.fields)
        self.found.append(frame.select(LINE, text=one, name=other).drop_nulls())

    def answer(self, engine: Engine) -> Sequence[Row]:
        """The rows in whose texts no name was found."""
        import polars as pl

        if not self.found:
            return []
        ties = pl.concat(self.found).sort("text")
        self.found = [ties]
        named = pl.concat([pl.Series([], dtype=pl.Int64), *self._named(engine, ties)])
        left = ties[LINE].filter(~ties[LINE].is_in(named.implode())).sort()
        cells = [cell(self.schema.field(n)).fill_null("").alias(n) for n in self.part.fields]
        resource = self.part.resource
        return records(
            left.len(), lambda: (f.select(LINE, *cells) for f in engine.frames(resource, left))
        )

    def _named(self, engine: Engine, ties: pl.DataFrame) -> Iterator[pl.Series]:
        """The lines of rows in whose texts a name is."""
        import polars as pl

        table, key, fields = self.part.texts
        schema = engine.package.resource(table).schema
        names = self._names(engine)
        cells = pl.concat_str([spaced(cell(schema.field(f))) for f in fields])
        has = pl.col("words").str.contains(pl.col("said"), literal=True)
        known: dict[str, pl.DataFrame] = {}
        forms = ("begun", "plain") if self.part.begun else ("written", "plain")
        for frame in engine.frames(table):
            texts = frame.select(hashed(schema, key).alias("text"), words=cells)
            left = tied(ties, texts)
            for form in forms:
                if not left.height:
                    break
                if form not in known:
                    called = self._called(names, form).drop_nulls().unique()
                    known[form] = called.sort("name")
                own = left["text"].unique().sort()
                words = texts.select(FORMS[form](pl.col("words").gather(own))).to_series()
                said = left.select(LINE, "name", words=words[own.search_sorted(left["text"])])
                called = known[form][runs(known[form]["name"], said["name"].unique().sort())]
                found = said.join(called, on="name").filter(has)[LINE]
                left = left.filter(~pl.col(LINE).is_in(found.implode()))
                yield found

    def _names(self, engine: Engine) -> pl.DataFrame:
        """All names, each with the hash of what is called so."""
        import polars as pl

        found = []
        for table, key, field in self.part.names:
            schema = engine.package.resource(table).schema
            name = cell(schema.field(field)).alias("said")
            cells = hashed(schema, key).alias("name"), name
            found += [frame.select(*cells) for frame in engine.frames(table)]
        return pl.concat(found).drop_nulls()

    def _called(self, names: pl.DataFrame, form: str) -> pl.DataFrame:
        """What is `said` in texts of a form, with the hash of what is called so."""
        import polars as pl

        said, begun = pl.col("said"), self.part.begun
        if form == "written":
            return names.with_columns(said=written(said))
        small = names.with_columns(plain(said).alias("said")).filter(said != " ")
        if not begun:
            return small
        words = small.with_columns(said.str.strip_chars().str.split(" ")).explode("said")
        starts = words.with_columns(beginning(said, begun).alias("said"))
        if form == "begun":
            return starts
        return pl.concat([small, starts]).filter(~said.str.contains(r"\p{N}"))


def beginning(word: pl.Expr, begun: Begun) -> pl.Expr:
    """How words begin behind a space, null for those that are left out."""
    import polars as pl

    changes = [(automaton.partly(given), new) for given, new in begun.changes]
    but = automaton.partly(begun.but)
    if but is None or any(given is None for given, _ in changes):
        return pl.lit(None, pl.String)
    for given, new in changes:
        word = word.str.replace_all(given or "", new)
    word = word.str.slice(0, begun.letters)
    return pl.when(~word.str.contains(but)).then(" " + word)


def runs(ordered: pl.Series, wanted: pl.Series) -> pl.Series:
    """The numbers of all rows of a column in order that have one of some values."""
    import polars as pl

    first, end = (ordered.search_sorted(wanted, side) for side in ("left", "right"))
    return pl.select(pl.int_ranges(pl.lit(first), pl.lit(end))).to_series().explode().drop_nulls()


def tied(ties: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The ties, sorted by `text`, of some texts; `text` of the result is the number of its row."""
    import polars as pl

    own = texts.select("text").with_row_index("row").drop_nulls("text").sort("text")
    first = ties["text"].search_sorted(own["text"], "left")
    end = ties["text"].search_sorted(own["text"], "right")
    places = pl.select(pl.int_ranges(pl.lit(first), pl.lit(end))).to_series()
    own = own.with_columns(place=places).filter(pl.col("place").list.len() > 0).explode("place")
    return ties.select(LINE, "name")[own["place"]].with_columns(text=own["row"])
