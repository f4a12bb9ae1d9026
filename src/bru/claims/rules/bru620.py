"""A figure's unit or power of ten is not in the passage of its claim.

Why: Dollars for roubles, years for months or millions for billions spoil every sum, and the number
alone does not show it.

Fix: Take the unit and the power of ten from the passage.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import needed, passages
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun, shown
from bru.model.question import Columns, Question

LEVEL = ERROR
FIGURES = Columns("figures", ("claim_id", "unit_measure", "unit_mult"))
ROUBLES = "rouble|ruble|руб"
UNITS = {
    "USD": r"USD|US\$|\$|dollar|доллар", "EUR": "EUR|€|euro|евро", "RUB": f"RUB|{ROUBLES}",
    "BYN": f"BYN|{ROUBLES}", "percent": "%|per ?cent|процент", "day": r"\bday|дн|день",
    "week": "week|недел", "month": "month|месяц", "year": r"\byear|annual|год|лет",
    "decade": "decade|десятилет",
}  # fmt: skip
POWERS = {"3": "thousand|тыс", "6": "million|млн|миллион", "9": "billion|bn|млрд|миллиард"}
ANY = "|".join(POWERS.values())


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are figures."""
    if needed(package, figures=" ".join(FIGURES.fields)):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The figures whose passage has another unit or power of ten, or none."""
    copies, missing = evidence.found(answer)
    yield from missing
    texts = passages(copies)
    for row, (claim, unit, power) in ask(FIGURES):
        text = texts.get(claim, "")
        if text and unit in UNITS and not re.search(UNITS[unit], text, re.IGNORECASE):
            message = f"the passage does not speak of {unit}: {shown(text)}"
            hint = "take the unit from the passage"
            yield Finding("figures", message, hint, [row], "unit_measure", unit)
        fits = re.search(POWERS.get(power, ANY), text, re.IGNORECASE)
        if text and bool(fits) != (power in POWERS):
            message = f"the passage does not speak of 10^{power}: {shown(text)}"
            hint = "take the power of ten from the passage"
            yield Finding("figures", message, hint, [row], "unit_mult", power)
