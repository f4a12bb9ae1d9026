"""The cross-checks: two sums of figures, compared as intervals.

A side is a sum of terms (`bru.claims.numbers.terms`). A figure that stands on both sides is brought
together first, so its width counts once.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bru.claims.numbers import interval, voices
from bru.claims.numbers.interval import DATE, Interval, Verdict
from bru.claims.numbers.terms import FIGURES, PARTS, TERMS, Term, known, rows, term
from bru.claims.numbers.voices import Voice
from bru.model.classed import classed
from bru.model.question import Ask, Columns

CHECKS = Columns("checks", ("check_id", "label", "relation", "expected"))
NOTES = Columns("checks", ("check_id", "note"))
CLAIMS = Columns("figures", ("figure_id", "claim_id"))
TABLES = {q.resource: " ".join(q.fields) for q in (CHECKS, TERMS, FIGURES, PARTS)}
SIGNS = {"eq": "is", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}


class Outcome(NamedTuple):
    """A check as it came out; `why` says why there is no verdict when it is None.

    `left` and `right` are what was compared: a figure on both sides is on the left only.
    """

    row: int
    check_id: str
    label: str
    relation: str
    expected: str
    left: Interval
    right: Interval
    unit: str
    verdict: Verdict | None
    why: str = ""
    terms: tuple[tuple[Term, ...], tuple[Term, ...]] = ((), ())

    @property
    def kind(self) -> str:
        """Its verdict in a word, "" without one."""
        return self.verdict.verdict if self.verdict else ""

    @property
    def as_expected(self) -> bool:
        """Whether there is a verdict and it is the expected one."""
        return self.kind == self.expected and self.verdict is not None

    @property
    def text(self) -> str:
        """Both sides written out."""
        left, right = (interval.text(i, self.unit) for i in (self.left, self.right))
        return f"{left} {SIGNS.get(self.relation, self.relation)} {right}"

    @property
    def written(self) -> str:
        """Both sides as sums of what is stated, what they come to, and the verdict."""
        if self.verdict is None:
            return f"no verdict: {self.why}"
        left, right = (sum_in_words(terms) for terms in self.terms)
        sign = f" {SIGNS.get(self.relation, self.relation)} "
        between = "; stated: " if self.relation == "eq" else sign
        between = " in " if self.relation == "eq" and self.unit == DATE else between
        return f"{left}{between}{right} → {self.verdict.verdict}"


class Entry(NamedTuple):
    """A check as it came out, its note, and the claims that state its figures."""

    outcome: Outcome
    note: str
    claims: tuple[Voice, ...]


def outcomes(ask: Ask) -> Iterator[Outcome]:
    """Every check of the package with its verdict."""
    terms = classed(((check, name), cells) for check, name, cells in rows(ask))
    found = known(ask, [cells for own in terms.values() for cells in own])
    zero = interval.point(Decimal(0))
    for row, (check, label, relation, expected) in ask(CHECKS):
        blank = Outcome(row, check, label, relation, expected, zero, zero, "", None)
        try:
            left, right = (
                [term(cells, found) for cells in terms.get((check, side), ())]
                for side in ("left", "right")
            )
            if not left or not right:
                raise ValueError("a side has no term")
            units = sorted({t.unit for t in (*left, *right)})
            if len(units) > 1:
                raise ValueError(f"{' and '.join(units)} cannot be compared")
            if units == [DATE] and len(left) + len(right) > 2:
                raise ValueError("dates are compared one with one")
            if units == [DATE] and left[0].name == right[0].name:
                raise ValueError("a date is compared with itself")
            one, other = apart(left, right)
            verdict = judge(one, other, relation)
            both = tuple(left), tuple(right)
            yield blank._replace(left=one, right=other, unit=units[0], verdict=verdict, terms=both)
        except ValueError as error:
            yield blank._replace(why=str(error))


def entries(ask: Ask) -> list[Entry]:
    """Every check with its claims, as they are asked for. Raises NotAnswered."""
    claims, who = dict(r.cells for r in ask(CLAIMS)), voices.voices(ask)
    notes = dict(row.cells for row in ask(NOTES))
    found = []
    for outcome in outcomes(ask):
        terms = [t for side in outcome.terms for t in side]
        said = dict.fromkeys(t.claim or claims[t.figure] for t in terms if t.claim or t.figure)
        heard = tuple(who[c] for c in said if c in who)
        found.append(Entry(outcome, notes.get(outcome.check_id, ""), heard))
    return found


def judge(left: Interval, right: Interval, relation: str) -> Verdict:
    """The verdict on a relation of two sides.

    `eq` reads "the left side is what the right side states": it is entailed when the right side
    allows every value of the left one, so that "more than 6" is true of a difference of more than
    6.55, and a rounded number repeats another. The other relations must be true of every pair.
    """
    found = interval.compare(left, right, relation)
    if relation != "eq" or found.holds is None:
        return found
    outside = [part for c in complement(right) if (part := interval.intersect(left, c))]
    if not outside:
        return Verdict("entailed", found.holds, None)
    pair = interval.compare(outside[0], right, "eq").breaks
    return Verdict("consistent", found.holds, pair)


def complement(one: Interval) -> Iterator[Interval]:
    """The numbers below and above an interval."""
    infinity = Decimal("Infinity")
    if one.lower.is_finite():
        yield Interval(-infinity, one.lower, True, not one.lower_open)
    if one.upper.is_finite():
        yield Interval(one.upper, infinity, not one.upper_open, True)


def sum_in_words(terms: Sequence[Term]) -> str:
    """A side as it is stated, then what it comes to where that is not the same."""
    words = ""
    for t in terms:
        size = t.coefficient.copy_abs()
        times = "" if size == 1 else f"{size:f} × "
        sign = ("− " if t.coefficient < 0 else "+ ") if words or t.coefficient < 0 else ""
        words += f"{' ' if words else ''}{sign}{times}{t.words}"
    unit, found = terms[0].unit, side(terms)
    if len(terms) > 1 or terms[0].coefficient != 1:
        return f"{words} = {interval.text(found, unit)}"
    rounded = found.lower.is_finite() and found.upper.is_finite() and found.lower != found.upper
    rounded = rounded and unit != DATE
    return f"{words} ({interval.text(found, unit)})" if rounded else words


def side(terms: Sequence[Term]) -> Interval:
    """The sum of the terms, one figure's terms taken together."""
    factors: dict[str, Decimal] = {}
    for t in terms:
        factors[t.name] = factors.get(t.name, Decimal(0)) + t.coefficient
    intervals = {t.name: t.interval for t in terms}
    return interval.total(interval.scale(intervals[n], f) for n, f in factors.items())


def apart(left: Sequence[Term], right: Sequence[Term]) -> tuple[Interval, Interval]:
    """Both sides, with what stands on both of them moved to the left."""
    shared = {t.name for t in left} & {t.name for t in right}
    moved = [t._replace(coefficient=-t.coefficient) for t in right if t.name in shared]
    return side([*left, *moved]), side([t for t in right if t.name not in shared])
