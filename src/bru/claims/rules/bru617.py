"""Outlet cited by the passage is missing.

Why: Who reads the claim should know that the document has it from somewhere, and from where.

Fix: Add a row to citations; if the citation is for something else, say in the note of the claim
what it is for.
"""

import re

from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.printed import passages
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = WARNING
CITATIONS = Columns("citations", ("claim_id", "outlet"))
CLAIMS = Columns("claims", ("claim_id", "note"))
NAMES = Columns("actors", ("actor_id", "name"))
questions = asked(CITATIONS, CLAIMS, NAMES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The claims whose passage has in brackets, before a date, an outlet that they do not cite."""
    texts = passages(copies)
    cited = {row.cells for row in ask(CITATIONS)}
    outlets = {outlet for _, outlet in cited}
    names = {actor: name for _, (actor, name) in ask(NAMES) if actor in outlets and name}
    for row, (claim, note) in ask(CLAIMS):
        text = texts.get(claim, "")
        if "(" not in text or "citation" in note.lower():
            continue
        for outlet, name in sorted(names.items()):
            in_brackets = rf"\((?:see )?(?:[^()]*; )?{re.escape(name)}, "
            if (claim, outlet) not in cited and re.search(in_brackets, text):
                message = f"the passage cites {shown(name)}, the claim does not"
                hint = "add the citation, or say in the note what it is for"
                yield Finding("claims", message, hint, [row], "claim_id", claim)
