"""Document does not print the name.

Why: actor_names has every name exactly as a document spells it: by it the document is searched,
and passages are tied to actors.

Fix: Copy the name from the document, or correct source_id.
"""

from bru.claims.documents.asking import Copies, asked, of_originals
from bru.claims.documents.printed import prints
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = ERROR
NAMES = Columns("actor_names", ("source_id", "name"))
questions = asked(NAMES)


@of_originals("names are looked up")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The names that are not in their document."""
    texts = {copy.source_id: copy.text for copy in copies}
    for row, (source, name) in ask(NAMES):
        if name and source in texts and not prints(texts[source], name):
            message = f"the document {source} does not print {shown(name)}"
            hint = "copy the name from the document, or correct source_id"
            yield Finding("actor_names", message, hint, [row], "name", name)
