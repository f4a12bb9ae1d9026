"""Stated year is not in the document.

Why: time_inferred false says that the text states the year of the event; a year from elsewhere is
an inference and must be marked.

Fix: Correct the year. If it was worked out, set time_inferred to true and say in the note how.
"""

import re
from collections.abc import Sequence

from bru.claims.documents.asking import Copies, asked, of_originals
from bru.claims.documents.printed import passages
from bru.datapackage import edtf
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
SHORT = re.compile(r"(?:/ ?|[-–] ?|['’])([0-9]{2})(?![0-9])")  # 1998/99, ’98
TWO = re.compile(r"(?<![0-9])[0-9]{2}(?![0-9])")
YEAR = r"(?<![0-9])[0-9]{4}(?![0-9])"
DECADE = re.compile(r"(?<![0-9])([0-9]{3}0)(?:['’]?s|-[ехыя])")
TIMES = Columns("claims", ("claim_id", "source_id", "time_period", "time_inferred"))
INFERRED = "set time_inferred to true and say in the note how"
questions = asked(TIMES)


@of_originals("years are looked up")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The claims whose year the document does not print.

    A warning where its last two digits are there: they may be meant.
    """
    years = {c.source_id: re.findall(YEAR, c.text) for c in copies}
    short = {c.source_id: SHORT.findall(c.text) for c in copies}
    two = {c.source_id: {*TWO.findall(c.text)} for c in copies}
    decades = {c.source_id: DECADE.findall(c.text) for c in copies}  # ~ of the late 1990s
    texts = passages(copies)
    for row, (claim, source, period, inferred) in ask(TIMES):
        if inferred != "false" or not period or source not in years:
            continue
        absent = [
            year
            for year in edtf.years(period)
            if year not in years[source]
            and year[2:] not in short[source]
            and beside(year, period) not in years[source]
            and not ("~" in period and f"{year[:3]}0" in decades[source])
        ]
        if absent:
            message = f"the document does not print {' or '.join(absent)}"
            near = alike(absent[0], re.findall(YEAR, texts.get(claim, "")), years[source])
            write = f"write {near}" if near else "correct the year"
            hint = f"{write}; or, if it was worked out, {INFERRED}"
            level = WARNING if absent[0][2:] in two[source] else ERROR
            yield Finding("claims", message, hint, [row], "time_period", period, level=level)


def alike(year: str, *printed: Sequence[str]) -> str:
    """The first printed year with one other digit, or the same in another order, "" for none."""
    for other in (y for years in printed for y in years):
        if sum(a != b for a, b in zip(other, year, strict=True)) == 1:
            return other
        if sorted(other) == sorted(year):
            return other
    return ""


def beside(year: str, period: str) -> str:
    """The year that a text has for an open end: before 2027 is ../2026, after it 2028/.. ."""
    if period.startswith(("../", "/")):
        return str(int(year) + 1)
    return str(int(year) - 1) if period.endswith(("/..", "/")) else year
