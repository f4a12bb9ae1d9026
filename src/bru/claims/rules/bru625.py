"""Hedge of a passage is lost.

Why: What a document calls possible must not be passed on as a fact.

Fix: Set hedged of the claim that the hedge belongs to; of several claims of one passage that is
often one only.
"""

import re
from typing import NamedTuple

from bru.claims.documents import stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.passage import FOUND
from bru.claims.prose.hedges import SURE, hedges
from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = WARNING
CLAIMS = Columns("claims", ("claim_id", "hedged", "statement"))
questions = asked(CLAIMS)


class Passage(NamedTuple):
    """A claim with the place of its passage."""

    row: int
    start: int
    end: int
    hedged: str
    statement: str
    note: str = ""


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The hedges that no claim has.

    Whether a hedged claim has a hedge is not asked: a text can doubt in more words than any list.
    Nor of a word that the note explains: "may" is a permission.
    """
    spoken = stated.languages(package, ask)
    fields = (*CLAIMS.fields, *("note",) * package.has(claims="note"))
    rows = {claim: (row, *rest) for row, (claim, *rest) in ask(CLAIMS._replace(fields=fields))}
    for copy in copies:
        code = language(spoken.get(copy.source_id, ENGLISH)).code
        claims = [
            Passage(rows[c][0], v.start, v.end, *rows[c][1:])
            for c, v in copy.verdicts.items()
            if v.state in FOUND and c in rows
        ]
        for hedge in hedges(copy.text, code):
            about = [c for c in claims if c.start <= hedge.start and hedge.end <= c.end]
            if hedge.kind != SURE or not about or any(c.hedged == "true" for c in about):
                continue
            if any(is_explained(hedge.words, c.note) for c in about):
                continue
            own = min(about, key=lambda c: (not hedges(c.statement), c.end - c.start))
            message = f"the passage hedges with {shown(hedge.words)}, and no claim of it is hedged"
            hint = "set hedged to true in the claim that the hedge belongs to"
            yield Finding("claims", message, hint, [own.row], "hedged", own.hedged)


def is_explained(words: str, note: str) -> bool:
    """Whether a note says of such words that they are no hedge: "may" is a permission."""
    first = re.escape(words.split()[0])
    return bool(re.search(rf'"{first}\b[^".]*"[^.;]*\b(?:no|not|permi\w+)\b', note, re.I))
