"""A check does not come out as expected.

Why: Either a figure was changed, or the documents say something new: the verdict on record is
wrong in one direction or the other.

Fix: Look at the figures of the check first; if they are right, correct expected and say why in
the note.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bru.check.labels import Labels
from bru.check.rulebook import NAMED
from bru.claims.numbers import totals
from bru.claims.numbers.interval import point, text
from bru.claims.numbers.terms import places
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, More, NotRun, Place
from bru.model.question import Question, Row

LEVEL, RESTS = ERROR, NAMED


def questions(package: Package) -> Iterator[Question]:
    """The checks."""
    if package.has(**totals.TABLES):
        yield totals.CHECKS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding | NotRun]:
    """Checks whose verdict differs from the expected one, with a witness."""
    outcomes = [*totals.outcomes(ask)]
    if all(outcome.verdict and outcome.as_expected for outcome in outcomes):
        return
    reads = places(ask)
    suspect = suspected(outcomes, reads)
    for outcome in outcomes:
        own = (*reads.get(outcome.check_id, ()), ("checks", outcome.row))
        if outcome.verdict is None:
            yield NotRun("", f"check {outcome.check_id}: {outcome.why}", reads=own)
        elif not outcome.as_expected:
            blamed = next((place for place in suspect if place in own), None)
            yield finding(outcome)._replace(
                reads=own,
                cause=f"checks of {blamed}" if blamed else "",
                more=partial(headed, blamed, suspect[blamed]) if blamed else None,
            )


def finding(outcome: totals.Outcome) -> Finding:
    """A check that does not come out as expected, with numbers that show it."""
    verdict = outcome.verdict
    assert verdict is not None
    against = {"entailed": verdict.breaks, "inconsistent": verdict.holds}
    pair = against.get(outcome.expected)
    one, other = (text(point(x), outcome.unit) for x in pair) if pair else ("", "")
    witness = f"; for example {one} and {other}" if pair else ""
    message = (
        f"{outcome.text}: {verdict.verdict}, expected {outcome.expected or 'a verdict'}"
        f"{witness} ({outcome.label})"
    )
    hint = "look at the figures of the check; if they are right, correct expected"
    return Finding("checks", message, hint, [outcome.row], "expected", outcome.expected)


def suspected(
    outcomes: Sequence[totals.Outcome], reads: Mapping[str, Sequence[Place]]
) -> dict[Place, list[str]]:
    """Rows that several checks have in common which come out otherwise, with these checks.

    The row that most of them read comes first, of several the one that the fewest others read.
    """
    failed: dict[Place, list[str]] = {}
    others: Counter[Place] = Counter()
    for outcome in outcomes:
        for place in dict.fromkeys(reads.get(outcome.check_id, ())):
            if outcome.verdict and not outcome.as_expected:
                failed.setdefault(place, []).append(outcome.check_id)
            else:
                others[place] += 1
    ranked = sorted(failed, key=lambda place: (-len(failed[place]), others[place], place))
    return {place: failed[place] for place in ranked if len(failed[place]) > 1}


def headed(place: Place, checks: Sequence[str], labels: Labels) -> More:
    """The row to look at first."""
    message = f"{len(checks)} checks that use it do not come out as expected: {', '.join(checks)}"
    hint = "compare it with its passage; if it is right, correct expected of the checks"
    return More(head=Finding(place[0], message, hint, [place[1]]))
