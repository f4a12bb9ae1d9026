"""New source without its document.

Why: A source is released when its document is accounted for; of this one, which no release has yet,
nobody can tell.

Fix: Give the documents: `bru release check --documents DIR`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, coverage, draft, evidence
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import NotAnswered, Question, Row

LEVEL = ERROR


def questions(package: Package) -> Iterator[Question]:
    """The sources, where there are claims and exclusions."""
    if package.has(**evidence.TABLES) and package.has(**coverage.TABLES):
        yield evidence.SOURCES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The sources that no release has and of whose documents there is no copy."""
    left = draft.drafts(ask)
    try:
        copies = evidence.originals(ask(Documents()), "")[0] if left else []
    except NotAnswered:
        copies = []
    for row, (source, _) in rows:
        if source in left - {copy.source_id for copy in copies}:
            message, hint = f"the document of {source} was not given", "give --documents DIR"
            yield Finding("sources", message, hint, [row], "source_id", source)
