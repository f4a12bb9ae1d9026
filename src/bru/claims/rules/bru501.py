"""A check does not come out as expected.

Why: Either a figure was changed, or the documents say something new: the verdict on record is
wrong in one direction or the other.

Fix: Look at the figures of the check first; if they are right, correct expected and say why in
the note.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.numbers import totals
from bru.claims.numbers.interval import point, text
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The checks."""
    if package.has(**totals.TABLES):
        yield totals.CHECKS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding | NotRun]:
    """Checks whose verdict differs from the expected one, with a witness."""
    for outcome in totals.outcomes(ask):
        verdict = outcome.verdict
        if verdict is None:
            yield NotRun("", f"check {outcome.check_id}: {outcome.why}")
        elif verdict.verdict != outcome.expected:
            against = {"entailed": verdict.breaks, "inconsistent": verdict.holds}
            pair = against.get(outcome.expected)
            one, other = (text(point(x), outcome.unit) for x in pair) if pair else ("", "")
            witness = f"; for example {one} and {other}" if pair else ""
            message = (
                f"{outcome.text}: {verdict.verdict}, expected {outcome.expected or 'a verdict'}"
                f"{witness} ({outcome.label})"
            )
            hint = "look at the figures of the check; if they are right, correct expected"
            yield Finding("checks", message, hint, [outcome.row], "expected", outcome.expected)
