"""Future event told as a fact.

Why: A document cannot report an event of the future: the date is wrong, or the claim is a forecast
or a commitment.

Fix: Correct time_period, the kind of the claim, or the date of the source.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.dates import NOBODY, dates
from bru.claims.prose.language import ENGLISH, language
from bru.datapackage import edtf
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
FACTS = frozenset(("event", "statistic", "background"))  # a position may be about the future
STATEMENTS = Columns("claims", ("statement",))
CORRECTED = language(ENGLISH).whole("time", "corrected")


def questions(package: Package) -> Iterator[Question]:
    """The claims and the dates of their sources."""
    if package.has(claims="source_id kind time_period", sources="source_id published"):
        dated = rf"{BETWEEN}(?:{'|'.join(sorted(FACTS))}){BETWEEN}[^{BETWEEN}]"
        yield Columns("claims", ("source_id", "kind", "time_period"), suspicion=dated)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Facts that begin after the last day on which the source can have been published.

    A number or a state may be told of a time to come that the statement names: of a budget, a law.
    A note that is added to a document tells of the day on which that was corrected.
    """
    published = dict(row.cells for row in ask(Columns("sources", ("source_id", "published"))))
    said: dict[int, str] = {}  # read when the first of them is wanted
    for row, (source, kind, period) in rows:
        if kind not in FACTS or not period or not published.get(source):
            continue
        try:
            start, end = edtf.parse(period).start, edtf.parse(published[source]).end
        except ValueError:
            continue  # BRU301, BRU302
        if start and end and start > end:
            message = (
                f"the {kind} begins {period}, after its source was published ({published[source]})"
            )
            hint = "correct time_period, or make the claim a forecast or a commitment"
            if not said and package.has(claims="statement"):
                said = {at: text for at, (text,) in ask(STATEMENTS)}
            if is_told(kind, period, said.get(row, "")):
                continue
            level = "" if kind == "event" else WARNING  # what holds may be about the future
            yield Finding("claims", message, hint, [row], "time_period", period, level=level)


def is_told(kind: str, period: str, statement: str) -> bool:
    """Whether a statement names the time itself: the years of a state, the day of a correction."""
    if kind != "event":
        return all(year in statement for year in edtf.years(period))
    is_day = period.count("-") == 2 and any(
        d.edtf in (period, NOBODY + period[4:]) for d in dates(statement)
    )
    return is_day and bool(CORRECTED.search(statement))
