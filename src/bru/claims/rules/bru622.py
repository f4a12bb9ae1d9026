"""The day or month of a claim's time is nowhere in its document.

Why: A date is as precise as the source and no more: a month or day that the document does not
print is a slip, or comes from elsewhere.

Fix: Copy day and month from the document, or give the time less precisely.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import MONTHS, needed
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = ERROR
TIMES = Columns("claims", ("source_id", "time_period"))
DATE = re.compile(r"(?:\d{4}|XXXX)-(\d\d)(?:-(\d\d))?(?=[~?%]?(?:/|$))")
QUARTERS = ("first|Q1|January", "second|Q2|April", "third|Q3|July", "fourth|Q4|October")


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


def printed_as(month: int, day: int) -> str:
    """An expression for what a document in English prints for a month, a day or a quarter."""
    if 33 <= month <= 36:
        return QUARTERS[month - 33]
    if not 1 <= month <= 12:
        return ""
    name = rf"\b{MONTHS[month - 1][:3]}(?:\.|{MONTHS[month - 1][3:]})"
    if not day:
        return name
    return (
        rf"{name} 0?{day}(?!\d)|(?<!\d)0?{day}(?:st|nd|rd|th)? (?:of )?{name}|-{month:02}-{day:02}"
    )
