"""Keys and references whose hashes say that they may be wrong, looked at themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bru.engine.polars.cells import compact, key
from bru.engine.polars.collect import parts
from bru.engine.polars.hashed import Hashed, Lost
from bru.engine.polars.lines import LINE
from bru.engine.polars.rows import grouped
from bru.model.question import Dangling, Hit, Repeated

if TYPE_CHECKING:
    import polars as pl

    from bru.engine.polars import Engine

HELD = 200_000  # rows that are kept for all questions of a table


class Suspects:
    """The rows with keys that may be repeated and references that may be lost.

    All that are suspected in a table are read again together, unless they are too many.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.held: dict[str, pl.DataFrame] = {}

    def lines(self, question: Repeated | Dangling) -> pl.Series:
        """The lines with keys that seem to be there twice, or references that seem to be lost."""
        found = parts(question)
        if isinstance(question, Repeated):
            own = self.engine.collect(found[0])
            assert isinstance(own, Hashed)
            return own.twice()
        if lost := self._lost(question):
            return lost.lines()
        own, *others = (self.engine.collect(named, whole=True) for named in found)
        assert isinstance(own, Hashed)
        return own.without([other for other in others if isinstance(other, Hashed)])

    def hits(self, question: Repeated | Dangling) -> Sequence[Hit]:
        """The keys that are repeated, in all rows but the first, or lost."""
        import polars as pl

        lines = self.lines(question)
        if not lines.len():
            return []
        resource = self.engine.package.resource(question.resource)
        lost = self._lost(question)
        found = next(lost.held.frames(), None) if lost else None
        if found is None:
            found = self._held(question, lines).filter(pl.col(LINE).is_in(lines.implode()))
        names = [str(n) for n, _ in enumerate(question.fields)]
        cells = [key(resource.schema.field(f)) for f in question.fields]
        keys = found.select(LINE, **dict(zip(names, cells, strict=True)))
        groups = grouped(keys)
        return groups.again() if isinstance(question, Repeated) else groups

    def _is_read_again(self, question: Repeated | Dangling) -> bool:
        """Whether its rows were not kept as they were read."""
        lost = self._lost(question)
        return not (lost and lost.held.kept is not None) and not self.engine.lacking(question)

    def _lost(self, question: Repeated | Dangling) -> Lost | None:
        """What was found as the table was read, if its targets were known by then."""
        if isinstance(question, Repeated):
            return None
        found = self.engine.collected.get((Dangling, question))
        return found if isinstance(found, Lost) else None

    def _held(self, question: Repeated | Dangling, lines: pl.Series) -> pl.DataFrame:
        """The keys in these lines, and if they are not too many in all that are suspected."""
        import polars as pl

        name, found = question.resource, lines
        if name in self.held and (type(question), question) in self.engine.asked:
            return self.held[name]
        asked = [q for _, q in self.engine.asked if isinstance(q, Repeated | Dangling)]
        own = [q for q in asked if q.resource == name and self._is_read_again(q)]
        if question in own:
            found = pl.concat([lines, *map(self.lines, own)]).unique().sort()
        hold = question in own and found.len() <= HELD
        names = dict.fromkeys(self.engine.package.resource(name).schema.primary_key)
        names |= dict.fromkeys(field for q in (question, *own) for field in q.fields)
        frames = self.engine.frames(name, found if hold else lines)
        keys = pl.concat(
            f.select(LINE, *(compact(pl.col(n)) for n in names if n in f.columns)) for f in frames
        )
        if hold:
            self.held[name] = keys
        return keys
