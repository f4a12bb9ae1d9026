"""A speaker is named neither in the paragraph of the passage nor in the one before.

Why: asserted_by is whom the text names for this very content; somebody named further away is
likely to have said something else.

Fix: Correct asserted_by, or leave it empty if the text names nobody.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.mention import beginnings, keywords
from bru.claims.documents.printed import needed
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, NotRun
from bru.model.question import Columns, Question

LEVEL = WARNING
SPEAKERS = Columns("claims", ("claim_id", "asserted_by"))
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))


def questions(package: Package) -> Iterator[Question]:
    """The documents, where claims have speakers."""
    if needed(package, claims="asserted_by", **{q.resource: "actor_id name" for q in NAMES}):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The claims whose speaker has no name in the two paragraphs."""
    copies, missing = evidence.found(answer)
    yield from missing
    names: dict[str, list[str]] = {}
    for question in NAMES:
        for _, (actor, name) in ask(question):
            names.setdefault(actor, []).append(name)
    rows = {claim: (row, actor) for row, (claim, actor) in ask(SPEAKERS)}
    for copy in copies:
        edges = [0, *(m.end() for m in re.finditer(r"(?:\r?\n)+", copy.text)), len(copy.text)]
        for claim, verdict in copy.verdicts.items():
            row, actor = rows.get(claim, (0, ""))
            if verdict.start < 0 or actor not in names:
                continue
            at = max(n for n, edge in enumerate(edges) if edge <= verdict.start)
            near = copy.text[edges[max(0, at - 1)] : verdict.end]
            later = next((edge for edge in edges if edge >= verdict.end), len(copy.text))
            said = beginnings(near + copy.text[verdict.end : later])
            if not any(keywords(name) <= said for name in names[actor]):
                message = f"{names[actor][0]} is not named near the passage"
                hint = "correct asserted_by, or leave it empty"
                yield Finding("claims", message, hint, [row], "asserted_by", actor)
