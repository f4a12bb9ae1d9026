"""Search may have found an answer.

Why: A later document, or another edition, may answer the question; then it is open no longer.

Fix: Read the place. If it answers the question, add the claim and retire the question; if not,
choose words that tell the difference.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import draft, evidence, silence
from bru.claims.documents.asking import asked
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, NotRun

LEVEL = ERROR
SHOWN = 3  # places in a message
questions = asked(**silence.TABLES)


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The searches that find something, and where."""
    yield from evidence.found(answer)[1]
    left = draft.drafts(ask)
    for search in silence.searches(ask(silence.SEARCHES), ask(silence.QUESTIONS)):
        hits = silence.run(search, answer).hits
        if hits:
            places = "; ".join(hit.text for hit in hits[:SHOWN])
            more = f"; {len(hits) - SHOWN:,} more" if len(hits) > SHOWN else ""
            message = f"a document may now answer it: {places}{more}"
            hint = "read it: add the claim and retire the question, or choose narrower words"
            new = all(hit.copy.source_id in left for hit in hits)
            level = WARNING if new else ERROR  # in a release it is an error anyway
            row = [search.row]
            yield Finding("searches", message, hint, row, "answer", search.answer, level=level)
