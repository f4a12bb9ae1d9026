"""Many new rows at once, from a sheet: names in place of IDs, IDs made, ties in the same row.

A row of the sheet is one of the table that its column `table` names. Its columns are the fields of
that table and, for rows that other tables tie it to (actors of a claim), the names of these tables:
`Name: role; Name: role`. What else a column may hold is for a pack to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

from bru.datapackage.suggest import did_you_mean
from bru.editing.known import Known
from bru.editing.lines import Line, parts
from bru.editing.new import Link, NewError, Row, links, singular, tidied
from bru.editing.new_id import Minter, key
from bru.model.classed import classed
from bru.model.package import Package, Resource
from bru.store import Store

TABLE = "table"  # the column that names the table of a row
NO_ID = "no ID can be made of the other cells: give one"


class Wrong(NamedTuple):
    """What is wrong with a sheet."""

    line: int
    column: str
    message: str


@dataclass
class Draft:
    """A row that is to be.

    `cells` may have names in place of IDs; `parents`: fields that get the ID of another draft;
    `columns`: those of the sheet from which fields come, if they differ; `otherwise`: other names
    of what a field refers to, where there is none of the first.
    """

    resource: Resource
    cells: dict[str, str]
    line: int
    parents: dict[str, Draft] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    otherwise: dict[str, Sequence[str]] = field(default_factory=dict)
    id: str = ""


class Expander(Protocol):
    """What a pack knows of rows of a sheet. `table`: that of a row which names none."""

    table: str

    def expand(self, resource: Resource, line: Line) -> Iterable[Draft | Wrong]:
        """The rows that a row of the sheet is; none for one that nobody filled in."""


class Batch(NamedTuple):
    """The rows of a sheet with the lines they come from, or what is wrong with them.

    `left`: rows of the sheet that nobody filled in.
    """

    rows: Sequence[Row]
    lines: Sequence[int]
    wrong: Sequence[Wrong]
    left: int


def make(
    store: Store, name: str, package: Package, lines: Sequence[Line], expander: Expander | None
) -> Batch:
    """The rows that a sheet comes to. Raises NewError where a table cannot be read."""
    drafts: list[Draft] = []
    wrong: list[Wrong] = []
    left = 0
    for line in lines:
        found = [*expanded(package, line, expander)]
        left += not found
        drafts += [one for one in found if isinstance(one, Draft)]
        wrong += [one for one in found if isinstance(one, Wrong)]
    known, by_table = Known(store, name, package), classed((d.resource.name, d) for d in drafts)
    rows, numbers = list[Row](), list[int]()
    for resource in ordered(package, by_table):
        own = by_table[resource.name]
        wrong += named(known, resource, own)
        rows += tidied(resource, (d.cells for d in own))
        numbers += (d.line for d in own)
    return Batch(rows, numbers, sorted(set(wrong)), left)


def expanded(package: Package, line: Line, expander: Expander | None) -> Iterable[Draft | Wrong]:
    """The rows that a row of the sheet is."""
    own = line.cells.get(TABLE, expander.table if expander else "")
    for resource in package.resources:
        if own in (resource.name, singular(resource.name)):
            line = line._replace(cells={n: v for n, v in line.cells.items() if n != TABLE})
            return (expander.expand if expander else partial(plain, package))(resource, line)
    names = ", ".join(r.name for r in package.resources)
    return [Wrong(line.number, TABLE, f"there is no table {own or 'named'}: there are {names}")]


def plain(
    package: Package, resource: Resource, line: Line, others: Sequence[str] = ()
) -> Iterator[Draft | Wrong]:
    """A row by the fields of its table, with those that tie it to others.

    `others`: columns that the sheet may have for other tables.
    """
    fields = resource.schema.by_name
    ways = {link.target: link for link in links(package, resource).values()}
    cells = {n: v for n, v in line.cells.items() if n in fields}
    for name, value in cells.items():
        if fields[name].type == "boolean":
            cells[name] = value.lower()  # TRUE, as spreadsheets write it
    made = Draft(resource, cells, line.number)
    yield made
    for name, value in line.cells.items():
        if name in fields:
            continue
        if name in ways:
            yield from tied(ways[name], made, name, value)
        else:
            why = no_column(resource, name, [*fields, *ways, *others])
            yield Wrong(line.number, name, why)


def no_column(resource: Resource, name: str, known: Sequence[str]) -> str:
    """That a table has no such column, and which one may be meant."""
    return f"{resource.name} have no column {name}{did_you_mean(name, known)}"


def tied(link: Link, made: Draft, column: str, value: str) -> Iterator[Draft | Wrong]:
    """The rows that tie one to others, "Name" or "Name: how" each."""
    for part in parts(value):
        try:
            cells = dict(link.cells("", part))
        except NewError as error:
            yield Wrong(made.line, column, str(error))
            continue
        del cells[link.own]
        yield Draft(link.resource, cells, made.line, {link.own: made}, dict.fromkeys(cells, column))


def ordered(package: Package, names: Iterable[str]) -> Iterator[Resource]:
    """The tables of these names, each after those that it refers to."""
    left = [r for r in package.resources if r.name in {*names}]
    while left:
        waiting = {r.name for r in left}
        targets = [{k.target for k in r.schema.foreign_keys} - {r.name} for r in left]
        ready = [r for r, to in zip(left, targets, strict=True) if not to & waiting] or left
        yield from ready
        left = [r for r in left if r not in ready]


def named(known: Known, resource: Resource, drafts: Sequence[Draft]) -> Iterator[Wrong]:
    """Give the drafts of a table their IDs and references."""
    own = key(resource)
    ends = [(k.fields[0], k.target) for k in resource.schema.foreign_keys if len(k.fields) == 1]
    minter = Minter(resource, known.rows(resource.name)) if own else None
    for draft in drafts:
        draft.cells |= {name: parent.id for name, parent in draft.parents.items()}
        outside = ((f, t) for f, t in ends if t != resource.name and f not in draft.parents)
        yield from referred(known, draft, outside)
        if own and minter:
            draft.id = draft.cells.get(own.name) or minter.mint(draft.cells)
            draft.cells[own.name] = draft.id
            yield from refused(known, draft, own.name)
            minter.note(draft.cells)
            known.learn(resource, draft.cells)
    for draft in drafts:
        yield from referred(known, draft, ((f, t) for f, t in ends if t == resource.name))


def refused(known: Known, draft: Draft, own: str) -> Iterator[Wrong]:
    """An ID that cannot be made, or is taken."""
    why = known.taken(draft.resource, draft.id) if draft.id else NO_ID
    if why:
        yield Wrong(draft.line, draft.columns.get(own, own), why)


def referred(known: Known, draft: Draft, ends: Iterable[tuple[str, str]]) -> Iterator[Wrong]:
    """Put IDs in the place of names."""
    for name, target in ends:
        if value := draft.cells.get(name):
            others = (value, *draft.otherwise.get(name, ()))
            try:
                known_as = next((one for one in others if known.ids(target, one)), value)
                draft.cells[name] = known.one(target, known_as)
            except NewError as error:
                yield Wrong(draft.line, draft.columns.get(name, name), str(error))
