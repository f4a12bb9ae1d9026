"""Unit or multiplier is not in the passage.

Why: Dollars for roubles, years for months or millions for billions spoil every sum, and the number
alone does not show it.

Fix: Take the unit and the power of ten from the passage.
"""

from bru.claims.documents import stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.prose.units import COUNT
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said, shown
from bru.model.question import Ask

LEVEL = ERROR
questions = asked(stated.FIGURES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The figures whose number has another unit or power of ten in the passage.

    A warning where it has none there: the words for it may be unknown, or stand elsewhere. In a
    language of which no words are known that says nothing.
    """
    for found in stated.figures(package, copies, ask):
        _, _, power, _, unit = found.cells
        fit = found.fit
        if fit is None:
            continue  # BRU605
        said = shown(stated.around(found.text, fit.quantity))
        is_named = fit.quantity.unit not in ("", COUNT)
        level = "" if is_named else WARNING
        if not fit.unit and (is_named or found.language):
            message = f"the passage has {said}, which is not in {unit}"
            hint = "take the unit from the words next to the number"
            yield Finding("figures", message, hint, [found.row], "unit_measure", unit, level=level)
        if not fit.power and (fit.quantity.scale or found.language):
            scale = fit.quantity.scale or fit.head
            message = f"the passage has {said}, which is in 10^{scale}, not 10^{power}"
            hint = f"write {scale}"
            level = "" if fit.quantity.scale else WARNING
            yield Finding("figures", message, hint, [found.row], "unit_mult", power, level=level)
