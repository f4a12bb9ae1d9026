"""Factor or sign of a check term misplaced.

Why: A term is multiplied by something, and its sign belongs to its own side. A factor without a
reason is a slip, and the verdict is about another question than the label.

Fix: Write 1, or -1 for what is taken away; name another factor in the label or the note (twice,
one in three, 15 percent). A date is never multiplied; a side begins with what it adds.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read
from bru.claims.prose.units import PERCENT
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
TERMS = Columns("check_terms", ("check_id", "side", "position", "coefficient", "date_of"))
TIMES = re.compile(r"[ -]?(?:times|fold)\b")
CHECKS = Columns("checks", ("check_id", "label", "note"))


def questions(package: Package) -> Iterator[Question]:
    """The terms, where the checks have labels."""
    if package.has(**{q.resource: " ".join(q.fields) for q in (TERMS, CHECKS)}):
        yield TERMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Factors that nothing names, and sides that begin with what they take away."""
    said = {cells[0]: ". ".join(cells[1:]) for _, cells in ask(CHECKS)}
    for row, (check, _, position, coefficient, date) in rows:
        try:
            factor = Decimal(coefficient)
        except InvalidOperation:
            continue  # missing: BRU101; no number: BRU113
        if date and factor != 1:
            message, hint = "a date is multiplied", "write 1"
        elif position == "1" and factor < 0:
            message, hint = "the side begins with a subtraction", "put it on the other side"
        elif abs(factor) != 1 and not named(abs(factor), said.get(check, "")):
            message = "neither the label nor the note of the check names the factor"
            hint = "write 1, or name the factor there"
        else:
            continue
        message += f": {coefficient}"
        yield Finding("check_terms", message, hint, [row], "coefficient", coefficient)


def named(factor: Decimal, text: str) -> bool:
    """Whether a text has a factor: as a share or so many times, or as so many percent (more)."""
    if re.search(rf"(?<![\w.,]){re.escape(str(factor))}{TIMES.pattern}", text):
        return True  # nearly all: without the grammar
    return any(Fraction(factor) in factors(q, text) for q in read(text).quantities)


def factors(q: Quantity, text: str) -> set[Fraction]:
    """What a number of a text may be multiplied by: three of "three times" and of "a third"."""
    value = q.lower
    if q.unit == PERCENT:
        return {value / 100, 1 + value / 100, 1 - value / 100}
    if q.kind in ("fraction", "factor") and value:
        return {value, 1 / value, Fraction(value.numerator), Fraction(value.denominator)}
    is_factor = q.decimals or TIMES.match(text, q.end)
    return {value, 1 / value} if is_factor and value else set()
