"""Number of a statement has no source.

Why: Numbers are what readers take from a statement. One that the document does not print was
mistyped or taken from elsewhere; one that only another passage prints, such as a year, may be of
another matter.

Fix: Copy it from the passage, or leave it out; if it belongs there, say in the note where it is
from.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from bru.claims.documents import evidence, stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.passage import FOUND
from bru.claims.prose.dates import calendar
from bru.claims.prose.figure import listed
from bru.claims.prose.language import ENGLISH
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import CLOCK, read
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = WARNING
QUESTIONS = Columns("open_questions", ("question_id", "question", "note"))
TEXTS = (Columns("claims", ("claim_id", "statement", "note", "time_period")), QUESTIONS)
PUBLISHED = Columns("sources", ("source_id", "published"))
RESOLVED = re.compile(r"\b(?:years?|printed)\b")  # of a note: the year is that of the printed date
STATED = Columns("claims", ("claim_id", "stated_at"))
questions = asked(claims="statement note")


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The statements and questions with a number in digits that is nowhere else.

    One that only the rest of the document prints is told where nearly all other statements keep to
    their passage.
    """
    spoken = stated.languages(package, ask)
    there = [t for t in TEXTS if package.has(**{t.resource: " ".join(t.fields)})]
    texts = {(t.resource, cells[0]): (t, row, cells) for t in there for row, cells in ask(t)}
    has = package.has(claims=" ".join(STATED.fields))
    stated_at = dict(row.cells for row in ask(STATED)) if has else {}
    has = package.has(sources=" ".join(PUBLISHED.fields))
    published = dict(row.cells for row in ask(PUBLISHED)) if has else {}
    elsewhere: list[Finding] = []
    looked_at = 0
    for it in evidence.judged(copies, package, ask):
        found = texts.get((it.table.resource, it.row.cells[0]))
        if it.verdict.state not in FOUND or not found or not re.search("[0-9]", found[2][1]):
            continue
        table, row, (_, text, note, *period) = found
        looked_at += 1
        code = spoken.get(it.copy.source_id, ENGLISH)
        known = stated.values(note, ENGLISH)
        start, end = it.verdict.start, it.verdict.end
        if table.resource == QUESTIONS.resource:  # it is raised by more than its passage
            start, end = stated.paragraph(it.copy.text, start, end)
        passage = it.copy.text[start:end]
        where = table.resource, [row], table.fields[1], text
        times = [*period, stated_at.get(found[2][0], "")]
        if RESOLVED.search(note):
            day = published.get(it.copy.source_id, "")
            times += [day[:4]] if any(period) else beside(day)
        worked_out = stated.values(" ".join(times).replace("-", " "), ENGLISH)
        if nowhere := unknown(text, it.copy.text, known | worked_out, code):
            yield finding("document", nowhere, *where)
        elif strange := unknown(text, passage, known | worked_out, code):
            elsewhere.append(finding("passage", strange, *where))
    yield from borne_out(elsewhere, looked_at)


def finding(
    what: str, numbers: Sequence[Quantity], table: str, rows: Sequence[int], field: str, text: str
) -> Finding:
    """A finding on numbers that a document or passage does not print."""
    number = listed([numbers[0]._replace(kind="number")])  # or a day, a year
    message = f"the {what} does not print the number {number}"
    hint = "copy it from the passage, or say in the note where it is from"
    return Finding(table, message, hint, rows, field, text)


def unknown(text: str, printed: str, known: frozenset[Fraction], code: str) -> list[Quantity]:
    """The numbers of a text in digits that neither what is printed nor `known` has."""
    own = stated.values(printed, code)
    numbers = [n for n in read(text).quantities if not (n.spelled or is_clock(n, text))]
    numbers = [n for n in numbers if not is_known(n, known | own)]
    near = neighbours(own, known, printed, code)
    return [n for n in numbers if not (n.kind == "year" and n.lower in near)]


def neighbours(
    own: frozenset[Fraction], known: frozenset[Fraction], printed: str, code: str
) -> set[Fraction]:
    """The years before and after those that a text with words for such prints (`own`).

    Those of what was worked out (`known`) only where a year before or after is named: last July is
    in the time that was worked out.
    """
    told, years = calendar(code), set[Fraction]()
    if told.year_beside.search(printed):
        years = {*own, *known}
    elif told.adjacent.search(printed):
        years = {*own}
    return {year + step for year in years for step in (-1, 1)}


def beside(day: str) -> list[str]:
    """The year of a day, and those before and after it."""
    year = day[:4]
    return [str(int(year) + step) for step in (-1, 0, 1)] if year.isdecimal() else []


def is_clock(number: Quantity, text: str) -> bool:
    """Whether a number is the hour or the minute of a time of day."""
    is_minute = text[number.start - 1 : number.start] == ":"
    return number.kind == "label" and (is_minute or bool(CLOCK.match(text, number.end)))


def is_known(number: Quantity, known: frozenset[Fraction]) -> bool:
    """Whether a document has a number, as it is or in full."""
    size = Fraction(10) ** number.scale
    return all({abs(v), abs(v) * size} & known for v in (number.lower, number.upper))
