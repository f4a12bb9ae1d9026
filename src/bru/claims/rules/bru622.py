"""The day or month of a claim's time is nowhere in its document.

Why: A date is as precise as the source and no more: a month or day that the document does not
print is a slip, or comes from elsewhere.

Fix: Copy day and month from the document, or give the time less precisely.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import DATE, needed, printed_as
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = ERROR
TIMES = Columns("claims", ("source_id", "time_period"))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where claims have a time."""
    if needed(package, claims="time_period"):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The times with a day, month or quarter that their document, in English, does not print."""
    copies, not_run = evidence.originals(answer, "dates are looked up")
    yield from not_run
    texts = {copy.source_id: copy.text for copy in copies}
    for row, (source, period) in ask(TIMES):
        for month, day in DATE.findall(period) if source in texts else ():
            name = printed_as(int(month), int(day or 0))
            if name and not re.search(name, texts[source]):
                what = "day" if day else "month or quarter"
                message = f"the document does not print the {what} of {period}"
                hint = "copy it from the document, or give the time less precisely"
                yield Finding("claims", message, hint, [row], "time_period", period)
