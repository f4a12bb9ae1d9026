"""Exclusion overlaps a claim or leaves the document.

Why: A stretch either carries a claim or does not; both at once means that one of them is wrong.

Fix: Correct the span of the exclusion or of the claim.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
EXCLUSIONS = Columns("exclusions", ("source_id", "span_start", "span_end"))
questions = asked(EXCLUSIONS)


@of_originals("exclusions are checked")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The exclusions that overlap a claim or end after the document."""
    claims: dict[str, list[tuple[int, int, str]]] = {}
    for passage in evidence.passages(ask(evidence.CLAIMS)):
        claims.setdefault(passage.source_id, []).append((passage.start, passage.end, passage.id))
    texts = {copy.source_id: copy.text for copy in copies}
    for row, (source, start, end) in ask(EXCLUSIONS):
        if source not in texts or not (start.isdecimal() and end.isdecimal()):
            continue
        low, high = int(start), int(end)
        if high > len(texts[source]):
            message = f"the document ends at {len(texts[source])}, the exclusion at {end}"
            yield Finding("exclusions", message, "correct the span", [row], "span_end", end)
        overlapped = [
            (first, last, claim)
            for first, last, claim in claims.get(source, [])
            if any(c.isalnum() for c in texts[source][max(first, low) : min(last, high)])
        ]
        if overlapped:
            inside = [o for o in overlapped if o[0] < low < o[1]]  # the one its start stands in
            first, last, claim = (inside or overlapped)[0]
            at_end = not inside and any(o[0] < high < o[1] for o in overlapped)
            at, value = ("span_end", end) if at_end else ("span_start", start)
            message = f"it overlaps the passage of {claim} ({first} to {last})"
            hint = "correct the span of the exclusion or of the claim"
            yield Finding("exclusions", message, hint, [row], at, value)
