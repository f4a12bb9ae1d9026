"""Document does not print the name.

Why: actor_names has every name exactly as a document spells it: by it the document is searched,
and passages are tied to actors.

Fix: Copy the name from the document, or correct source_id.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.claims.documents.printed import prints
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said, shown
from bru.model.question import Columns

LEVEL = ERROR
NAMES = Columns("actor_names", ("source_id", "name"))
questions = asked(NAMES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The names that are not in their document."""
    copies, not_run = evidence.originals(answer, "names are looked up")
    yield from not_run
    texts = {copy.source_id: copy.text for copy in copies}
    for row, (source, name) in ask(NAMES):
        if name and source in texts and not prints(texts[source], name):
            message = f"the document {source} does not print {shown(name)}"
            hint = "copy the name from the document, or correct source_id"
            yield Finding("actor_names", message, hint, [row], "name", name)
