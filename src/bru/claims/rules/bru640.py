"""Statement names somebody the passage does not.

Why: A name from elsewhere makes a claim about somebody of whom the document says nothing.

Fix: Take names from the passage; if it means somebody by another word, say so in the note.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bru.claims.documents import coverage, evidence
from bru.claims.documents.asking import asked
from bru.claims.documents.mention import CYRILLIC, beginnings, is_like, keywords
from bru.claims.documents.passage import FOUND
from bru.claims.prose.countries import countries
from bru.claims.prose.dates import weekdays
from bru.claims.prose.reader import read
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, NotRun, shown
from bru.model.question import Columns

LEVEL = WARNING
CLAIMS = Columns("claims", ("claim_id", "statement", "note", "asserted_by"))
TABLES = ("actors", "actor_names")
CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’]+")  # a word that is no first one
APART = re.compile(r"(?<=[^\W\d_])(?=\d)")  # USD50
questions = asked(claims="statement note asserted_by", **dict.fromkeys(TABLES, "actor_id name"))


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The statements with a name, or a word with a capital, that is in none of the other texts.

    An actor may be named otherwise there. Told where nearly all statements keep to their passage.
    """
    copies, missing = evidence.found(answer)
    yield from missing
    statements = sum(v.state in FOUND for copy in copies for v in copy.verdicts.values())
    yield from borne_out(strange(package, copies, ask), statements)


def strange(package: Package, copies: Sequence[evidence.Copy], ask: Any) -> Iterator[Finding]:
    """The statements of copies that name somebody from elsewhere."""
    names = coverage.known_names(package, ask)
    of: dict[str, list[str]] = {}
    for actor, name in names:
        of.setdefault(actor, []).append(name)
    claims = {cells[0]: (row, cells) for row, cells in ask(CLAIMS)}
    for copy in copies:
        for claim, verdict in copy.verdicts.items():
            if verdict.state not in FOUND or claim not in claims:
                continue
            row, (_, text, note, speaker) = claims[claim]
            passage = APART.sub(" ", copy.text[verdict.start : verdict.end])
            foreign = CYRILLIC.search(passage)
            told = " ".join([passage, note, *of.get(speaker, ())])
            there = codes(told)
            said = beginnings(passage).union(*map(beginnings, [note, *of.get(speaker, ())]))
            named = coverage.named(text, names)
            proper = [n for n in named if n.value != n.value.lower()]  # not "the company"
            others = [n.value for n in proper if not any(keywords(x) <= said for x in of[n.of])]
            others = [name for name in others if not codes(name) & there]
            words = [m for m in CAPITAL.finditer(text) if not keywords(m[0]) <= said]
            words = [m for m in words if not any(a <= m.start() < b for a, b in taken(text, named))]
            words = [m for m in words if not codes(m[0]) & there]
            others += [m[0] for m in words if not (foreign and is_like(m[0], told))]
            if others:
                message = f"neither passage nor note names {shown(others[0])}"
                hint = "take names from the passage, or say in the note who is meant"
                yield Finding("claims", message, hint, [row], "statement", text)


def codes(text: str) -> set[str]:
    """The countries that a text names, in any of the languages."""
    return {mention.code for mention in countries(text)}


def taken(text: str, named: Iterable[coverage.Place]) -> Iterator[tuple[int, int]]:
    """Where names stand, and what has a capital and is none: US dollars, months, days."""
    yield from ((n.start, n.end) for n in named)
    yield from ((q.start, q.end) for q in read(text).quantities)
    yield from ((d.start, d.end) for d in read(text).dates)
    yield from ((d.start, d.end) for d in weekdays(text))
