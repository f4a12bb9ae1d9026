"""Exclusion begins or ends inside a word.

Why: The rest of the word is in no claim and no exclusion: the span is wrong.

Fix: Take the span values from bru cite.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said, shown
from bru.model.question import Columns

LEVEL = ERROR
SPANS = Columns("exclusions", ("source_id", "span_start", "span_end"))
questions = asked(SPANS)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The edges between two letters; those in a passage are for BRU610."""
    copies, not_run = evidence.originals(answer, "cuts are checked")
    yield from not_run
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
