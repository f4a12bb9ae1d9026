"""Exclusion begins or ends inside a word.

Why: The rest of the word is in no claim and no exclusion: the span is wrong.

Fix: Take the span values from bru cite.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = ERROR
SPANS = Columns("exclusions", ("source_id", "span_start", "span_end"))
questions = asked(SPANS)


@of_originals("cuts are checked")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The edges between two letters; those in a passage are for BRU610."""
    texts = {copy.source_id: copy.text for copy in copies}
    passages = evidence.passages(ask(evidence.CLAIMS))
    for row, (source, start, end) in ask(SPANS):
        for field, value in (("span_start", start), ("span_end", end)):
            at = int(value) if value.isdecimal() and len(value) < 12 else 0
            text = texts.get(source, "")[max(0, at - 1) : at + 1]
            if not at or len(text) < 2 or not text.isalpha():
                continue
            if not any(p.source_id == source and p.start < at < p.end for p in passages):
                message = f"it is cut inside a word, between {shown(text[0])} and {shown(text[1])}"
                hint = "take the values from `bru cite`"
                yield Finding("exclusions", message, hint, [row], field, value)
