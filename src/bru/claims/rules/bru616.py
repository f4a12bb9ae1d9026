"""The outlet of a claim is not in its passage or its document as it is written.

Why: reported_via is copied from what the document cites, letter by letter: with it the report is
found again.

Fix: Copy outlet and date from the document.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import needed, prints
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun, shown
from bru.model.question import Columns, Question

LEVEL = ERROR
OUTLETS = Columns("claims", ("source_id", "reported_via"))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where claims have outlets."""
    if needed(package, claims="reported_via"):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The outlets that their document does not print."""
    copies, not_run = evidence.originals(answer, "outlets are looked up")
    yield from not_run
    texts = {copy.source_id: copy.text for copy in copies}
    for row, (source, outlet) in ask(OUTLETS):
        parts = [part.strip() for part in outlet.split(",") if part.strip()]  # outlet, date
        if source in texts and not all(prints(texts[source], part) for part in parts):
            message = f"the document does not print {shown(outlet)}"
            hint = "copy outlet and date from the document"
            yield Finding("claims", message, hint, [row], "reported_via", outlet)
