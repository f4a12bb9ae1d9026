"""The terms of the cross-checks: coefficient × what a figure states, or × what is named.

A term is a figure, the number of named parts of a project or of its participants in a role, or the
days that a claim's time may mean: these are compared as whole days, never added.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bru.claims.numbers import interval
from bru.claims.numbers.interval import DATE, Interval
from bru.datapackage import edtf
from bru.model.problem import Place, shown
from bru.model.question import Ask, Columns, NotAnswered, Row, Unread

TERMS = Columns("check_terms", ("check_id", "side", "coefficient", "figure_id", "count_parts_of"))
FIGURES = Columns(
    "figures",
    ("figure_id", "obs_value", "unit_mult", "decimals", "qualifier", "unit_measure"),
)
PARTS = Columns("projects", ("project_id", "part_of"))
# What a package may lack, all of it.
MORE = Columns("check_terms", ("count_role", "date_of"))
ROLES = Columns("project_participants", ("project_id", "role", "actor_id"))
TIMES = Columns("claims", ("claim_id", "time_period"))
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


class Cells(NamedTuple):
    """What a row of `check_terms` names."""

    coefficient: str
    figure: str
    project: str
    role: str = ""
    claim: str = ""


class Term(NamedTuple):
    """One term: what is counted or measured, how often it is taken, and how it is stated."""

    name: str
    unit: str
    interval: Interval
    coefficient: Decimal
    words: str
    figure: str = ""
    claim: str = ""


class Known(NamedTuple):
    """Figures, named parts and participants of projects, and times of claims, by their IDs."""

    figures: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, int]
    roles: Mapping[tuple[str, str], int]
    times: Mapping[str, str]


def rows(ask: Ask) -> Iterator[tuple[str, str, Cells]]:
    """The check, the side and what is named of every term."""
    more = dict(optional(ask, MORE))
    for row, (check, side, *own) in ask(TERMS):
        yield check, side, Cells(*own, *more.get(row, ()))


def known(ask: Ask, every: Sequence[Cells]) -> Known:
    """What the terms of a package name."""
    projects = frozenset(cells.project for cells in every if cells.project)
    parts = dict.fromkeys((c for _, (c, *_) in among(ask, PARTS, projects)), 0)
    for _, (above, _) in among(ask, PARTS._replace(fields=PARTS.fields[::-1]), projects):
        parts[above] = parts.get(above, 0) + 1
    roles: dict[tuple[str, str], int] = {}
    held = among(ask, ROLES, frozenset(cells.project for cells in every if cells.role))
    for project, role, _ in {row.cells for row in held}:
        roles[project, role] = roles.get((project, role), 0) + 1
    figures = {row.cells[0]: row.cells[1:] for row in ask(FIGURES)}
    times = {row.cells[0]: row.cells[1] for row in timed(ask)}
    return Known(figures, parts, roles, times)


def among(ask: Ask, question: Columns, named: frozenset[str]) -> Sequence[Row]:
    """The rows of what is named, of a table that a package may lack."""
    return optional(ask, question._replace(among=named)) if named else ()


def places(ask: Ask) -> dict[str, list[Place]]:
    """The rows each check is worked out from: terms, figures, claims whose time is compared."""
    terms = {row: cells[0] for row, cells in ask(TERMS)}
    figures = {cells[0]: ("figures", row) for row, cells in ask(FIGURES)}
    claims = {cells[0]: ("claims", row) for row, cells in timed(ask)}
    found: dict[str, list[Place]] = {}
    for check, _, cells in rows(ask):
        named = (figures.get(cells.figure), claims.get(cells.claim))
        found.setdefault(check, []).extend(place for place in named if place)
    for row, check in terms.items():
        found.setdefault(check, []).append(("check_terms", row))
    return found


def timed(ask: Ask) -> Sequence[Row]:
    """The claims whose time is compared, and when that is."""
    named = frozenset(claim for _, (_, claim) in optional(ask, MORE) if claim)
    return among(ask, TIMES, named)


def optional(ask: Ask, question: Columns) -> Sequence[Row]:
    """The rows of what a package may lack. Raises Unread where it has it and it cannot be read."""
    try:
        return ask(question)
    except Unread:
        raise
    except NotAnswered:
        return ()


def term(cells: Cells, known: Known) -> Term:
    """One term of a check. Raises ValueError when it has no value."""
    if sum(map(bool, (cells.figure, cells.project, cells.claim))) != 1:
        raise ValueError("a term needs one of a figure, a project to count in, a claim with a time")
    factor = interval.number(cells.coefficient)
    if cells.project:
        return counted(cells, factor, known)
    if cells.claim:
        if factor != 1:
            raise ValueError("the coefficient of a date is 1")
        time = known.times.get(cells.claim, "")
        return Term(cells.claim, DATE, days(time), factor, time, claim=cells.claim)
    if cells.figure not in known.figures:
        raise ValueError(f'there is no figure "{cells.figure}"')
    number, mult, _, qualifier, unit = known.figures[cells.figure]
    try:
        value = figure_interval(known.figures[cells.figure])
    except ValueError as error:
        raise ValueError(f"{cells.figure}: {error}") from error
    words = interval.stated(number, whole("unit_mult", mult), qualifier, unit)
    return Term(cells.figure, unit, value, factor, words, cells.figure)


def counted(cells: Cells, factor: Decimal, known: Known) -> Term:
    """How many parts of a project, or participants in a role, are named. Raises ValueError."""
    if cells.project not in known.parts:
        raise ValueError(f'there is no project "{cells.project}"')
    count, what = known.parts[cells.project], f"parts of {cells.project}"
    if cells.role:
        count = known.roles.get((cells.project, cells.role), 0)
        what = f"participants of {cells.project} in the role {cells.role}"
    named = interval.point(Decimal(count))
    return Term(what, "count", named, factor, f"{interval.text(named)} named as {what}")


def days(period: str) -> Interval:
    """The days a time may mean, as numbers of the calendar. Raises ValueError."""
    if not period:
        raise ValueError("a claim whose date is compared has no time")
    ends = edtf.parse(period)[1:3]
    try:
        first, last = (day and Decimal(date(*day).toordinal()) for day in ends)
    except ValueError as error:
        raise ValueError(f"{period} is out of the calendar") from error
    infinity = Decimal("Infinity")
    low, high = (-infinity if first is None else first), (infinity if last is None else last)
    return Interval(low, high, first is None, last is None)


def figure_interval(cells: Sequence[str]) -> Interval:
    """The interval of obs_value, unit_mult, decimals, qualifier and unit_measure as texts.

    Raises ValueError with a reason when they do not make one.
    """
    value, mult, decimals, qualifier, unit = cells
    digits = whole("decimals", decimals) if decimals else None
    return interval.of_figure(value, whole("unit_mult", mult), digits, qualifier, unit == "count")


def stated_interval(cells: Mapping[str, str]) -> Interval:
    """The interval of a figure by its cells. Raises ValueError."""
    return figure_interval([cells.get(name, "") for name in FIGURES.fields[1:]])


def whole(name: str, text: str) -> int:
    """A whole number. Raises ValueError with a reason."""
    if not WHOLE.fullmatch(text):
        raise ValueError(f"{name} {shown(text)} is not a whole number")
    return int(text)
