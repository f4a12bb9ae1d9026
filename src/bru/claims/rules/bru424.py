"""Note and time_inferred disagree.

Why: A year that was worked out is an inference of ours, one that is stated is not: who uses the
date must know which. The note says from what it was worked out.

Fix: Set time_inferred to true if the year is not in the text, and say in the note that it was
worked out, and from what.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.dates import dates
from bru.claims.prose.language import ENGLISH, language
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
TIMES = Columns(
    "claims",
    ("time_period", "time_inferred", "note"),
    suspicion=rf"\A[^{BETWEEN}][\s\S]*{BETWEEN}(?:true|false){BETWEEN}[\s\S]*\S",
)
INFERRED = language(ENGLISH).whole("time", "worked_out")
YEAR = re.compile(r"\d{4}")
FROM = language(ENGLISH).whole("time", "from_what")
COUNTED = language(ENGLISH).whole("time", "counted_from")  # the year before the report
PRINTED = language(ENGLISH).whole("time", "printed")
# the day after the printed date; a weekday may be called either
NAMED = language(ENGLISH).whole("time", "named_day")
MONTH = re.compile(r"-(\d\d)")  # or season
SPRING, QUARTER, FIRST = 21, 33, 3  # codes of parts of a year, and the first month of spring
UTTERED = language(ENGLISH).whole("time", "uttered")  # said in February, worked out from it
CLAUSE = re.compile(r"[.;]\s+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")  # which a document states by a word: yesterday


def questions(package: Package) -> Iterator[Question]:
    """The times of the claims and their notes."""
    if package.has(claims=" ".join(TIMES.fields)):
        yield TIMES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Inferred times whose note does not say so, and others whose note says it."""
    yield from borne_out(told(rows), len(ask(TIMES._replace(suspicion=None))))


def told(rows: Sequence[Row]) -> Iterator[Finding]:
    """The times that are at odds with their notes."""
    for row, (period, inferred, note) in rows:
        if inferred == "false":
            note = "; ".join(c for c in CLAUSE.split(note) if not UTTERED.match(c))
        says = bool(INFERRED.search(note))
        if inferred == "true":  # in the crisis of 1993
            named = any(year in note for year in YEAR.findall(period))
            stated = PRINTED.search(note) or (DAY.search(period) and NAMED.search(note))
            says = says or (bool(FROM.search(note) or named) and not stated)
        elif not DAY.search(period):
            counted = COUNTED.search(note)
            says = says or bool(counted and is_meant(period, note[: counted.start()]))
        if (
            period
            and note.strip()
            and inferred in ("true", "false")
            and (inferred == "true") != says
        ):
            what = "says that it was worked out" if says else "does not say that it was worked out"
            message = f"time_inferred is {inferred}, but the note {what}"
            hint = "correct time_inferred, or say in the note what the time was worked out from"
            yield Finding("claims", message, hint, [row], "time_inferred", inferred)


def is_meant(period: str, before: str) -> bool:
    """Whether a note counts the time itself: no other month or season of which a sentence begins.

    "The autumn is the one before the report" explains no time in May.
    """
    own = {int(month) for month in MONTH.findall(period)}
    own |= {SPRING + (month - FIRST) % 12 // 3 for month in own if month <= 12}
    dated = dates(re.split(r"[.;] ", before)[-1])
    named = {n for date in dated for n in map(int, MONTH.findall(date.edtf)) if n < QUARTER}
    return not (own and named) or bool(own & named)
