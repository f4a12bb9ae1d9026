"""Recorded length is not that of the document.

Why: Locators count code points; a wrong length means that somebody counted something else.

Fix: Write the number of code points of the document read as UTF-8, line ends unchanged.
"""

from bru.claims.documents.asking import Copies, asked, of_originals
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
LENGTHS = Columns("sources", ("source_id", "document_chars"))
questions = asked(sources="document_chars")


@of_originals("code points are counted")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The sources whose document_chars is not the length of the document that was read."""
    rows = {row.cells[0]: row for row in ask(LENGTHS)}
    for copy in copies:
        row, (_, chars) = rows[copy.source_id]
        if chars and chars != str(len(copy.text)):
            message = f"the document has {len(copy.text)} code points, not {chars}"
            hint = f"write {len(copy.text)}"
            yield Finding("sources", message, hint, [row], "document_chars", chars)
