"""A passage cites an outlet that its claim does not name.

Why: Who reads the claim should know that the document has it from somewhere, and from where.

Fix: Copy the citation into reported_via; if it is for something else, say in the note what the
citation is for.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import needed, passages
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, NotRun, shown
from bru.model.question import Columns, Question

LEVEL = WARNING
OUTLETS = Columns("claims", ("claim_id", "source_id", "reported_via", "note"))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where claims have outlets."""
    if needed(package, claims=" ".join(OUTLETS.fields)):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The claims without outlet whose passage has in brackets one that another claim names."""
    copies, missing = evidence.found(answer)
    yield from missing
    texts = passages(copies)
    outlets: dict[str, dict[str, None]] = {}
    for _, (_, source, outlet, _) in ask(OUTLETS):
        outlets.setdefault(source, {})[outlet.partition(",")[0]] = None
    for row, (claim, source, outlet, note) in ask(OUTLETS):
        if outlet or "citation" in note.lower() or "(" not in texts.get(claim, ""):
            continue
        cited = [o for o in outlets[source] if o and f"({o}, " in texts[claim]]
        if cited:
            message = f"the passage cites {shown(cited[0])}, but reported_via is empty"
            hint = "copy the citation, or say in the note what it is for"
            yield Finding("claims", message, hint, [row], "reported_via")
