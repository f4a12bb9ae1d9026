"""Passage does not support the qualifier.

Why: The interval of the figure rests on it: "exceeded 50" taken for 50 makes two documents agree
or disagree that do not.

Fix: Take the qualifier from the words next to the number.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bru.claims.documents import stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.stated import Stated
from bru.claims.prose.figure import Fit, recorded
from bru.claims.prose.qualifiers import qualifiers
from bru.claims.prose.quantity import ABOUT, ABOVE, BELOW, EXACT, MAXIMUM, MINIMUM
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said, shown
from bru.model.question import Ask

LEVEL = ERROR
COMPLEMENT = {ABOVE: MAXIMUM, BELOW: MINIMUM, MINIMUM: BELOW, MAXIMUM: ABOVE}
BOUNDS = [(bound,) for bound in COMPLEMENT]
OPPOSITE = [{MINIMUM, MAXIMUM}, {ABOVE, BELOW}]  # nobody has more than 9: at most 9
questions = asked(stated.FIGURES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The figures whose qualifier the words next to their number do not have.

    An error where they say the opposite, or bound an exact number, by words that have no other
    meaning, such as "over" has, and neither deny it nor tell a decrease. Where no word
    there qualifies the number, nothing is told if another one of the sentence may, nor of what is
    approximate, which can be said in any words.
    """
    hint = "take the qualifier from the words next to the number"
    every = [*stated.figures(package, copies, ask)]
    beside = paired(every)
    for found in every:
        fit, own = found.fit, found.cells[3]
        if fit is None or fit.qualifier or not found.language or not own:
            continue
        if fit.quantity.kind == "ordinal":  # a part by a loose reading: a good fifth
            continue
        if is_paired(found, fit, beside):
            continue
        said = shown(stated.around(found.text, fit.quantity))
        start, end = stated.sentence(found.text, *fit.quantity[:2])
        words = qualifiers(found.language)
        if fit.allowed != (EXACT,):
            before = found.text[start : fit.quantity.start]
            begin = words.begin(before)
            denied = words.negation.search(before[:begin])
            if not (denied and own in map(COMPLEMENT.get, fit.allowed)):
                message = f"the passage has {said}, which is {fit.allowed[0]}, not {own}"
                course = words.course.search(before.rstrip())
                lost = own == EXACT and fit.allowed in BOUNDS and not course
                is_error = lost or {own, fit.allowed[0]} in OPPOSITE
                is_open = words.open.search(before)
                is_bound = is_open if fit.quantity.is_range else words.sure.search(before, begin)
                is_sure = is_bound and not denied and not fit.is_turned
                level = ERROR if is_error and is_sure else WARNING
                yield Finding("figures", message, hint, [found.row], "qualifier", own, level=level)
        elif own != ABOUT and not words.is_limited(
            found.text[start:end], fit.quantity.start - start
        ):
            message = f"the passage has {said}, without a word for {own}"
            yield Finding("figures", message, hint, [found.row], "qualifier", own, level=WARNING)


def paired(every: Iterable[Stated]) -> Mapping[tuple[str, str, str], frozenset[Fraction]]:
    """The amounts of the figures by claim, unit and qualifier."""
    found: dict[tuple[str, str, str], set[Fraction]] = {}
    for one in every:
        number = recorded(*one.cells[1:])
        if number:
            key = one.cells[0], number.unit, number.qualifier
            found.setdefault(key, set()).add(number.amount)
    return {key: frozenset(amounts) for key, amounts in found.items()}


def is_paired(
    found: Stated, fit: Fit, beside: Mapping[tuple[str, str, str], frozenset[Fraction]]
) -> bool:
    """Whether two figures are the ends of a range, however it is told, or two alternatives."""
    number = recorded(*found.cells[1:])
    if number is None:
        return False
    claim, unit, q = found.cells[0], number.unit, fit.quantity
    if q.is_range:  # two or three: each of them is told
        others = beside.get((claim, unit, EXACT), frozenset())
        return number.qualifier == EXACT and ABOUT in q.qualifiers and len(others) > 1
    if EXACT not in fit.allowed:
        return False
    if number.qualifier == MINIMUM:
        return any(a > number.amount for a in beside.get((claim, unit, MAXIMUM), ()))
    return number.qualifier == MAXIMUM and any(
        a < number.amount for a in beside.get((claim, unit, MINIMUM), ())
    )
