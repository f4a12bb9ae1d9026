"""Cited outlet is not printed with the passage.

Why: A citation is copied from the passage: by outlet and date the report is found again.

Fix: Copy outlet and date from the passage; a date without a year is of the year of the document.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from bru.claims.documents import evidence, stated, times
from bru.claims.documents.asking import asked
from bru.claims.documents.printed import prints, sentences
from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said, shown
from bru.model.question import Columns

LEVEL = ERROR
CITATIONS = Columns("citations", ("claim_id", "outlet", "cited_date"))
PUBLISHED = Columns("sources", ("source_id", "published"))
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))
questions = asked(CITATIONS, PUBLISHED, *NAMES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The citations whose outlet or day the passage does not print."""
    copies, missing = evidence.found(answer)
    yield from missing
    texts = sentences(copies)
    names: dict[str, list[str]] = {}
    for question in NAMES:
        for _, (actor, name) in ask(question):
            names.setdefault(actor, []).append(name)
    years = {source: set(re.findall("[0-9]{4}", day)) for _, (source, day) in ask(PUBLISHED)}
    sources = {row.cells[0]: row.cells[1] for row in ask(evidence.CLAIMS)}
    spoken = stated.languages(package, ask)
    for row, (claim, outlet, day) in ask(CITATIONS):
        text, known = texts.get(claim), names.get(outlet)
        if text is None or not known:
            continue  # BRU205, BRU602
        if not any(prints(text, name) for name in known):
            message = f"the sentence does not print {shown(known[0])}"
            hint = "copy the outlet from the passage"
            yield Finding("citations", message, hint, [row], "outlet", outlet)
            continue
        source = sources[claim]
        code = language(spoken.get(source, ENGLISH)).code
        if absent := unprinted(day, text, years.get(source, set()), code):
            message = f"the sentence does not print the {absent} of {day}"
            hint = "copy the date from the passage"
            yield Finding("citations", message, hint, [row], "cited_date", day)


def unprinted(date: str, text: str, years: Collection[str], code: str) -> str:
    """What of a date a text does not print; a year may be one of those its document is of."""
    known = times.printed(text, code)
    for _, month, day in times.DATE.findall(date) if code else ():
        if day and (int(month), int(day)) not in known.days:
            return "day"
        if not day and int(month) not in known.months | known.parts:
            return "month"
    year = date[:4]
    return "" if not date or year in years or year in text else "year"
