"""Number is not in the passage.

Why: A number is taken from the passage, digit by digit; anything else is a slip or knowledge from
elsewhere.

Fix: Copy the number from the passage, or tie the figure to the claim that states it.
"""

from bru.claims.documents import stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.prose import figure
from bru.claims.prose.language import language
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.units import PERCENT, kind
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said
from bru.model.question import Ask

LEVEL = ERROR
questions = asked(stated.FIGURES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The figures whose number the passage does not state.

    An error where it prints a number in digits that no figure has; in a language whose words for
    numbers are unknown a warning there, and nothing else.
    """
    every = [*stated.figures(package, copies, ask)]
    taken = {(found.text, found.fit.quantity.start) for found in every if found.fit}
    for found in every:
        if found.fit is None and not (is_part(found) or is_none(found) or is_unread(found)):
            left = (q for q in found.numbers if (found.text, q.start) not in taken)
            is_left = any(is_plain(q, found.text) for q in left)
            if not is_left and not found.language:
                continue
            level = "" if is_left and found.language else WARNING
            value = found.cells[1]
            message = f"{value} is not in the passage, which states {figure.listed(found.numbers)}"
            hint = "copy the number from the passage, or correct claim_id"
            yield Finding("figures", message, hint, [found.row], "obs_value", value, level=level)


def is_part(found: stated.Stated) -> bool:
    """Whether a percentage is that of a part in words: the remaining quarter."""
    number, words = figure.recorded(*found.cells[1:]), language(found.language)
    if number is None or number.power or kind(number.unit) != PERCENT:
        return False
    parts = (p for p in words.numbered("fractions") if figure.rounded(number, p * 100))
    return any(words.whole("fractions", str(part)).search(found.passage) for part in parts)


def is_none(found: stated.Stated) -> bool:
    """Whether a number is zero and the passage has none: not one was bought."""
    number, words = figure.recorded(*found.cells[1:]), language(found.language)
    none = words.whole("negation", "none").search(found.passage)
    return number is not None and not number.value and bool(none)


def is_unread(found: stated.Stated) -> bool:
    """Whether the passage has the number in digits that nobody knows how to read: 35pf."""
    number = figure.recorded(*found.cells[1:])
    values = stated.unread(found.passage, found.language)
    return number is not None and bool(values & {abs(number.value), abs(number.amount)})


def is_plain(number: Quantity, text: str) -> bool:
    """Whether a number is in digits between blanks, which cannot be read in another way."""
    around = text[: number.start][-1:], text[number.end :][:1]
    return not number.spelled and number.is_amount and all(c in " \n,.;:()" for c in around)
