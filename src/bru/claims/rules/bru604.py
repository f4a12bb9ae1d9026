"""Copy is another edition of the document.

Why: Passages are then found by their fingerprints, and places named by the locators do not fit.

Fix: Nothing, if the copy is another edition; else use the copy whose SHA-256 is in the sources.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said
from bru.model.question import Ask

LEVEL = WARNING
questions = asked()


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The sources whose copy has other bytes."""
    rows = {row.cells[0]: row for row in ask(evidence.SOURCES)}
    for copy in copies:
        if not copy.identical:
            states = [v.state for v in (*copy.verdicts.values(), *copy.raised.values())]
            counts = ", ".join(f"{states.count(s)} {s}" for s in dict.fromkeys(sorted(states)))
            counts = counts or "none"
            message = f"{copy.file} is another edition of the document; passages: {counts}"
            hint = "use the copy that was read, where you have it"
            row, (_, sha) = rows[copy.source_id]
            yield Finding("sources", message, hint, [row], "document_sha256", sha)
