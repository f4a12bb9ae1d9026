"""A speaker does not occur in the document.

Why: asserted_by names whom the text names; somebody whose name is not there was taken from
elsewhere, or the spelling is missing in actor_names.

Fix: Leave asserted_by empty if the text names nobody, or add the spelling to actor_names.
"""

from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.claims.documents.mention import is_described
from bru.claims.documents.text import loose, words
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said
from bru.model.question import Columns

LEVEL = ERROR
SPEAKERS = Columns("claims", ("source_id", "asserted_by"))
NAMES = Columns("actors", ("actor_id", "name"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "source_id", "name"))
questions = asked(SPEAKERS, NAMES, OTHER_NAMES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The claims whose speaker has no name that the document prints."""
    copies, missing = evidence.found(answer)
    yield from missing
    whole = {copy.source_id: copy.text for copy in copies}
    texts = {source: printed(text) for source, text in whole.items()}
    names = {row.cells[0]: row.cells[1] for row in ask(NAMES)}
    rows = {row.cells[0]: (("actors", row.row),) for row in ask(NAMES)}
    others: dict[tuple[str, str], list[str]] = {}
    for _, (actor, source, name) in ask(OTHER_NAMES):
        others.setdefault((actor, source), []).append(name)
    for row, (source, actor) in ask(SPEAKERS):
        if source not in texts or not names.get(actor):
            continue  # BRU205
        known = [names[actor], *others.get((actor, source), ())]
        named = any(printed(name) in texts[source] for name in known)
        if not (named or is_described(names[actor], whole[source])):
            message = f"the document does not name {names[actor]}"
            hint = "leave it empty, or add the document's spelling to actor_names"
            reads = rows[actor]
            yield Finding("claims", message, hint, [row], "asserted_by", actor, reads=reads)


def printed(text: str) -> str:
    """The words of a text, without capitals and possessive endings, between spaces."""
    return f" {loose(words(text))} ".replace("'s ", " ")
