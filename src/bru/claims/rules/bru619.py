"""A statement has a number that neither its document nor its time has.

Why: Numbers are what readers take from a statement; one that the document does not print is a
slip, or comes from elsewhere.

Fix: Copy the number from the passage. If it was worked out, say in the note from what.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from bru.claims.documents import Documents, evidence, stated
from bru.claims.documents.printed import needed
from bru.claims.prose.dates import calendar
from bru.claims.prose.figure import listed
from bru.claims.prose.language import ENGLISH
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = WARNING
TEXTS = Columns("claims", ("source_id", "statement", "time_period", "note"))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are statements."""
    if needed(package, claims=" ".join(TEXTS.fields)):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The statements with a number in digits that is nowhere else."""
    copies, not_run = evidence.originals(answer, "numbers are looked up")
    yield from not_run
    spoken = stated.languages(package, ask)
    texts = {copy.source_id: (copy.text, spoken.get(copy.source_id, ENGLISH)) for copy in copies}
    for row, (source, statement, period, note) in ask(TEXTS):
        if source not in texts or not re.search("[0-9]", statement):
            continue
        known = stated.values(*texts[source]) | stated.values(
            f"{period.replace('-', ' ')} {note}", ENGLISH
        )
        strange = [
            n for n in read(statement).quantities if not n.spelled and not is_known(n, known)
        ]
        strange = [n for n in strange if not is_beside(n, known, *texts[source])]
        if strange:
            message = f"the document does not print the number {listed(strange[:1])}"
            hint = "copy it from the passage, or say in the note what it was worked out from"
            yield Finding("claims", message, hint, [row], "statement", statement)


def is_known(number: Quantity, known: frozenset[Fraction]) -> bool:
    """Whether a document has a number, as it is or in full."""
    size = Fraction(10) ** number.scale
    return all({abs(v), abs(v) * size} & known for v in (number.lower, number.upper))


def is_beside(number: Quantity, known: frozenset[Fraction], text: str, code: str) -> bool:
    """Whether a number is the year before or after one of a document that tells of such."""
    is_year = number.kind == "year" and {number.lower - 1, number.lower + 1} & known
    return bool(is_year and calendar(code).adjacent.search(text))
