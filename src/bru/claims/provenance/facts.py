"""All rows of a package by table and by what they refer to."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from bru.claims.numbers import conflicts, totals
from bru.claims.numbers.terms import optional
from bru.model.classed import classed
from bru.model.package import Package
from bru.model.question import Ask, Columns, NotAnswered
from bru.releases.redirects import Retired

KEYS = {  # the tables whose rows have an ID, and what one row is called
    "claims": ("claim_id", "claim"),
    "open_questions": ("question_id", "open question"),
    "figures": ("figure_id", "figure"),
    "actors": ("actor_id", "actor"),
    "projects": ("project_id", "project"),
    "checks": ("check_id", "check"),
    "sources": ("source_id", "source"),
    "measures": ("measure_id", "measure"),
    "sectors": ("sector_id", "sector"),
}
Cells = Mapping[str, str]


class Facts:
    """The tables of a package; one that is not there has no rows. Raises Unread."""

    def __init__(self, package: Package, ask: Ask) -> None:
        self.package, self.ask = package, ask
        self.tables: dict[str, list[dict[str, str]]] = {}
        self._found: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}
        for resource in package.resources:
            fields = tuple(f.name for f in resource.schema.fields)
            rows = optional(ask, Columns(resource.name, fields))
            cells = [dict(zip(fields, row.cells, strict=True)) for row in rows]
            self.tables[resource.name] = cells

    def by(self, table: str, field: str, value: str) -> Sequence[Cells]:
        """The rows of a table that have a value in a field."""
        if (table, field) not in self._found:
            rows = self.tables.get(table, ())
            self._found[table, field] = classed((cells.get(field, ""), cells) for cells in rows)
        return self._found[table, field].get(value, ()) if value else ()

    def row(self, table: str, identifier: str) -> Cells:
        """The row of an ID, without a cell when there is none."""
        return next(iter(self.by(table, KEYS[table][0], identifier)), {})

    def where(self, identifier: str) -> list[str]:
        """The tables that have a row of this ID."""
        return [table for table in KEYS if self.row(table, identifier)]

    def ids(self) -> list[str]:
        """Every ID of the package."""
        return [c[key] for table, (key, _) in KEYS.items() for c in self.tables.get(table, ())]

    @cached_property
    def outcomes(self) -> Mapping[str, totals.Outcome]:
        """Every cross-check as it came out, by ID; none where a table for them is missing."""
        try:
            return {outcome.check_id: outcome for outcome in totals.outcomes(self.ask)}
        except NotAnswered:
            return {}

    @cached_property
    def conflicts(self) -> conflicts.Conflicts:
        """Where the figures agree and where they do not. Raises NotAnswered."""
        return conflicts.find(self.ask)

    def retired(self, identifier: str) -> Retired | None:
        """What became of an ID that was once published."""
        for cells in self.by("retired_ids", "old_id", identifier):
            return Retired(*(cells.get(f, "") for f in Retired._fields))
        return None

    def name(self, table: str, identifier: str) -> str:
        """A name with its ID."""
        cells = self.row(table, identifier)
        name = cells.get("name") or cells.get("title") or ""
        return f"{name} ({identifier})" if name else identifier
