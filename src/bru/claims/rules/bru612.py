"""A speaker does not occur in the document.

Why: asserted_by names whom the text names; somebody whose name is not there was taken from
elsewhere, or the spelling is missing in actor_names.

Fix: Leave asserted_by empty if the text names nobody, or add the spelling to actor_names.
"""

from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.mention import beginnings, is_described, keywords
from bru.claims.rules.bru626 import is_heard
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
SPEAKERS = Columns("claims", ("source_id", "asserted_by"))
NAMES = Columns("actors", ("actor_id", "name"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "source_id", "name"))
questions = asked(SPEAKERS, NAMES, OTHER_NAMES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The claims whose speaker has no name that the document has; an error if it has no word."""
    texts = {copy.source_id: copy.text for copy in copies}
    names = {row.cells[0]: row.cells[1] for row in ask(NAMES)}
    rows = {row.cells[0]: (("actors", row.row),) for row in ask(NAMES)}
    others: dict[tuple[str, str], list[str]] = {}
    for _, (actor, source, name) in ask(OTHER_NAMES):
        others.setdefault((actor, source), []).append(name)
    for row, (source, actor) in ask(SPEAKERS):
        if source not in texts or not names.get(actor):
            continue  # BRU205
        known = [names[actor], *others.get((actor, source), ())]
        text = texts[source]
        named = any(keywords(name) <= beginnings(text) for name in known)
        if not (named or is_heard(names[actor], text) or is_described(names[actor], text)):
            message = f"the document does not name {names[actor]}"
            hint = "leave it empty, or add the document's spelling to actor_names"
            reads = rows[actor]
            some = any(keywords(name) & beginnings(text) for name in known)
            told = Finding("claims", message, hint, [row], "asserted_by", actor, reads=reads)
            yield told._replace(level=WARNING if some else ERROR)
