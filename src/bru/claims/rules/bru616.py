"""Cited outlet is not printed with the passage.

Why: A citation is copied from the passage: by outlet and date the report is found again.

Fix: Copy outlet and date from the passage; a date without a year is of the year of the document.
A day that the passage tells by a weekday is worked out.
"""

import re
from collections.abc import Collection

from bru.claims.documents import apart, evidence, stated, times
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.mention import beginnings, keywords
from bru.claims.documents.printed import prints, sentences
from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = ERROR
CITATIONS = Columns("citations", ("claim_id", "outlet", "cited_date"))
PUBLISHED = Columns("sources", ("source_id", "published"))
PUBLISHERS = Columns("sources", ("source_id", "publisher"))
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))
NOTES = Columns("claims", ("claim_id", "note"))
questions = asked(CITATIONS, PUBLISHED, *NAMES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The citations whose outlet the passage does not print, or that have another date than it.

    An error where the whole document has no word of the outlet's name. The publisher may be "we",
    "this newspaper" or, in a letter, "you"; the note may name whom such a word means.
    """
    texts = sentences(copies)
    whole = {copy.source_id: beginnings(copy.text) for copy in copies}
    names: dict[str, list[str]] = {}
    for question in NAMES:
        for _, (actor, name) in ask(question):
            names.setdefault(actor, []).append(name)
    years = {source: set(re.findall("[0-9]{4}", day)) for _, (source, day) in ask(PUBLISHED)}
    sources = {row.cells[0]: row.cells[1] for row in ask(evidence.CLAIMS)}
    notes = dict(row.cells for row in ask(NOTES)) if package.has(claims="note") else {}
    spoken = stated.languages(package, ask)
    own = dict(row.cells for row in ask(PUBLISHERS)) if package.has(sources="publisher") else {}
    for row, (claim, outlet, day) in ask(CITATIONS):
        text, known = texts.get(claim), names.get(outlet)
        if text is None or not known:
            continue  # BRU205, BRU602
        source = sources[claim]
        code = language(spoken.get(source, ENGLISH)).code
        is_own = outlet == own.get(source) and language(code).whole("outlet", "own").search(text)
        is_meant = (prints(f"{text} {notes.get(claim, '')}", name) for name in known)
        if not (is_own or any(is_meant)):
            message = f"the sentence does not print {shown(known[0])}"
            hint = "copy the outlet from the passage"
            there = any(keywords(name) & whole[source] for name in known)
            level = WARNING if there else ERROR
            yield Finding("citations", message, hint, [row], "outlet", outlet, level=level)
            continue
        if absent := unprinted(day, text, years.get(source, set()), code):
            message = f"the sentence does not print the {absent} of {day}"
            hint = "copy the date from the passage"
            yield Finding("citations", message, hint, [row], "cited_date", day, level=WARNING)


def unprinted(date: str, text: str, years: Collection[str], code: str) -> str:
    """What of a date a text has otherwise; a year may be of its document, or the one before."""
    known = times.printed(text, code)
    for _, month, day in apart.DATE.findall(date) if code else ():
        if day and known.days and (int(month), int(day)) not in known.days:
            return "day"
        if not day and known.months and int(month) not in known.months | known.parts:
            return "month"
    year = date[:4]
    of_document = {str(int(y) - back) for y in years for back in (0, 1)}
    return "" if not date or year in of_document or year in text else "year"
