"""A statement has a number that neither its document nor its time has.

Why: Numbers are what readers take from a statement; one that the document does not print is a
slip, or comes from elsewhere.

Fix: Copy the number from the passage. If it was worked out, say in the note from what.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import needed
from bru.claims.documents.text import numbers
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = ERROR
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
    printed = {copy.source_id: numbers(copy.text) for copy in copies}
    for row, (source, statement, period, note) in ask(TEXTS):
        if source not in printed or not re.search("[0-9]", statement):
            continue
        in_digits = numbers(re.sub(r"[^\W\d_]{3,}", "", statement))
        strange = in_digits - printed[source] - numbers(f"{period.replace('-', ' ')} {note}")
        if strange:
            message = f"the document does not print the number {min(strange)}"
            hint = "copy it from the passage, or say in the note what it was worked out from"
            yield Finding("claims", message, hint, [row], "statement", statement)
