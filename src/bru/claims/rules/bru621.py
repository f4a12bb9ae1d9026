"""Passage does not support the qualifier.

Why: The interval of the figure rests on it: "exceeded 50" taken for 50 makes two documents agree
or disagree that do not.

Fix: Take the qualifier from the words next to the number.
"""

from bru.claims.documents import stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.prose.qualifiers import qualifiers
from bru.claims.prose.quantity import ABOUT, ABOVE, BELOW, EXACT, MAXIMUM, MINIMUM
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said, shown
from bru.model.question import Ask

LEVEL = ERROR
COMPLEMENT = {ABOVE: MAXIMUM, BELOW: MINIMUM, MINIMUM: BELOW, MAXIMUM: ABOVE}
BOUNDS = [(bound,) for bound in COMPLEMENT]
OPPOSITE = [{MINIMUM, MAXIMUM}, {ABOVE, BELOW}]  # nobody has more than 9: at most 9
ENDS = {MINIMUM: MAXIMUM, MAXIMUM: MINIMUM}
questions = asked(stated.FIGURES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The figures whose qualifier the words next to their number do not have.

    An error where they say the opposite, or bound an exact number, by words that have no other
    meaning, such as "over" has. Where no word there qualifies the number, nothing is told if
    another one of the sentence may, nor of what is approximate, which can be said in any words.
    """
    hint = "take the qualifier from the words next to the number"
    every = [*stated.figures(package, copies, ask)]
    bounds = {(found.cells[0], found.cells[3]) for found in every}
    for found in every:
        fit, own = found.fit, found.cells[3]
        if fit is None or fit.qualifier or not found.language or not own:
            continue
        if fit.quantity.kind == "ordinal":  # a part by a loose reading: a good fifth
            continue
        if (found.cells[0], ENDS.get(own)) in bounds and fit.allowed == (EXACT,):
            continue  # the ends of a range, however it is told
        said = shown(stated.around(found.text, fit.quantity))
        start, end = stated.sentence(found.text, *fit.quantity[:2])
        words = qualifiers(found.language)
        if fit.allowed != (EXACT,):
            before = found.text[start : fit.quantity.start]
            denied = words.negation.search(before[: words.begin(before)])
            if not (denied and own in map(COMPLEMENT.get, fit.allowed)):
                message = f"the passage has {said}, which is {fit.allowed[0]}, not {own}"
                course = words.course.search(before.rstrip())
                lost = own == EXACT and fit.allowed in BOUNDS and not course
                is_error = lost or {own, fit.allowed[0]} in OPPOSITE
                is_sure = fit.quantity.is_range or words.sure.search(said)
                level = ERROR if is_error and is_sure else WARNING
                yield Finding("figures", message, hint, [found.row], "qualifier", own, level=level)
        elif own != ABOUT and not words.is_limited(
            found.text[start:end], fit.quantity.start - start
        ):
            message = f"the passage has {said}, without a word for {own}"
            yield Finding("figures", message, hint, [found.row], "qualifier", own, level=WARNING)
