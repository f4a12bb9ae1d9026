"""Figures by what they are a number of.

Figures are of the same quantity when measure, subject (project), areas, period and unit are the
same. The order of the areas does not count for a measure whose `mutual` is true, a column that the
measures may have. Periods are the same when they begin and end on the same days (2023-33 is
2023-01/2023-03). A figure with neither project nor area has no known subject and is compared with
nothing but the figures of its own claim; these are taken together ("5 to 7" is one statement).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bru.claims.numbers import interval, terms
from bru.claims.numbers.interval import Interval
from bru.claims.numbers.voices import Voice, answered
from bru.datapackage import edtf
from bru.model.classed import classed
from bru.model.question import Ask, Columns

FIGURES = Columns(
    "figures",
    (
        *("figure_id", "claim_id", "measure", "project_id", "ref_area", "counterpart_area"),
        *("time_period", "obs_value", "unit_mult", "decimals", "qualifier", "unit_measure"),
    ),
)
BASES = Columns("figures", ("figure_id", "base_period"))
MUTUAL = Columns("measures", ("measure_id", "mutual"))
TRUE = ("true", "True", "TRUE", "1")


class Quantity(NamedTuple):
    """What a number is a number of. `claim` is given only where the subject is not known."""

    measure: str
    project: str
    areas: tuple[str, ...]
    period: Any
    unit: str
    claim: str


class Member(NamedTuple):
    """What one claim says of a quantity: its figures, taken together.

    `base`: the period that a change is compared with, "" where it is not stated.
    """

    figures: tuple[str, ...]
    voice: Voice
    period: str
    words: str
    interval: Interval
    base: str = ""


def grouped(
    ask: Ask, who: dict[str, Voice]
) -> tuple[dict[Quantity, list[Member]], list[tuple[str, str]]]:
    """The members of each quantity; the figures that make no interval, and why."""
    mutual = {measure for _, (measure, is_mutual) in answered(ask, MUTUAL) if is_mutual in TRUE}
    base: dict[str, str] = dict(row.cells for row in answered(ask, BASES))
    claims: dict[tuple[Quantity, str], list[Member]] = {}
    left_out = []
    for _, (figure, claim, measure, project, *areas, period, value, mult, digits, how, unit) in ask(
        FIGURES
    ):
        try:
            found = terms.figure_interval((value, mult, digits, how, unit))
            words = interval.stated(value, int(mult), how, unit)
            voice = who[claim]
        except (ValueError, KeyError) as error:
            left_out.append((figure, str(error) if isinstance(error, ValueError) else "no claim"))
            continue
        ordered = sorted(areas) if measure in mutual else areas
        alone = "" if project or any(areas) else claim
        quantity = Quantity(measure, project, tuple(ordered), days(period), unit, alone)
        member = Member((figure,), voice, period, words, found, base.get(figure, ""))
        claims.setdefault((quantity, claim), []).append(member)
    whole = ((q, member) for (q, _), members in claims.items() for member in together(members))
    return classed(whole), left_out


def days(period: str) -> Any:
    """A period as its first and last day, or as written if it is none."""
    found = edtf.known(period)
    return found[1:3] if found else period


def together(members: Sequence[Member]) -> list[Member]:
    """The figures of one claim as one member if they share a value, else as they are."""
    found = members[0].interval
    for member in members[1:]:
        shared = interval.intersect(found, member.interval)
        if shared is None:
            return list(members)
        found = shared
    figures = tuple(f for m in members for f in m.figures)
    words = " and ".join(dict.fromkeys(m.words for m in members))
    return [members[0]._replace(figures=figures, words=words, interval=found)]


def subject(one: Quantity) -> tuple[str, str, str]:
    """What quantities must have in common to be comparable, their areas aside."""
    return one.measure, one.project, one.claim


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have measure and subject in common: a project, or else an area."""
    shared = one.project or set(filter(None, one.areas)) & set(other.areas)
    return subject(one) == subject(other) and bool(shared)
