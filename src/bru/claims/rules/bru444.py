"""Speaker tied although the claim is about others.

Why: asserted_by names the speaker. Who asks for claims about somebody would get all that he says.

Fix: Delete the tie, or say in the statement what it has to do with him.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.mention import beginnings, keywords
from bru.claims.rules.beside import asked
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
CLAIMS = Columns(
    "claims",
    ("claim_id", "asserted_by", "statement"),
    suspicion=rf"\A[^{BETWEEN}]+{BETWEEN}[^{BETWEEN}]+{BETWEEN}According to [^,]+, ",
)
NAMES = Columns("actors", ("actor_id", "name"))
NOTES = Columns("claims", ("claim_id", "note"))
PROJECTS = Columns("claim_projects", ("claim_id", "project_id"))
PARTS = Columns("project_participants", ("project_id", "actor_id"))
SUBJECT = "subject"
MEANT = re.compile(r"\"(?:we|us|ours?|I|me|my)\"", re.I)  # of a note that says who is meant
OPENING = re.compile(r"According to [^,]+, ")
PRONOUNS = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|theirs?|it|its|we|us|ours?|\w+sel(?:f|ves))\b"
)
TOLD = re.compile(r"(?:who|whose|which)\b|an?\s[^,\d]{3,40},")  # of the speaker: a partner of it,


def questions(package: Package) -> Iterator[Question]:
    """The claims according to somebody, where claims are tied to actors."""
    if package.has(**{q.resource: " ".join(q.fields) for q in (TIES, CLAIMS, NAMES)}):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Ties to the speaker of a statement that is according to him and does not name him again.

    Whoever gives him another role than that of the subject has thought of it, and whoever says in
    the note who "we" are. A claim about a project may be about each that takes part in it.
    """
    said = {claim: (speaker, text) for _, (claim, speaker, text) in rows}
    fields = (*TIES.fields, *("role",) * package.has(claim_actors="role"))
    ties = ask(TIES._replace(fields=fields, among=frozenset(said))) if said else ()
    speakers = frozenset(speaker for speaker, _ in said.values())
    names = dict(row.cells for row in ask(NAMES._replace(among=speakers))) if said else {}
    noted = ask(NOTES._replace(among=frozenset(said))) if package.has(claims="note") else ()
    notes = dict(row.cells for row in noted)
    own = {*takes_part(package, ask, frozenset(said))}
    for row, (claim, actor, *role) in ties:
        speaker, text = said.get(claim, ("", ""))
        opening = OPENING.match(text)
        if not opening or actor != speaker or role not in ([], [SUBJECT]):
            continue
        rest = text[opening.end() :]
        if (claim, actor) in own or MEANT.search(notes.get(claim, "")) or TOLD.match(rest):
            continue
        if not (PRONOUNS.search(rest) or keywords(names.get(actor, "")) & beginnings(rest)):
            message = f"{actor} says it, and the statement is not about {actor}"
            hint = "delete the tie: asserted_by names the speaker"
            yield Finding("claim_actors", message, hint, [row], "actor_id", actor)


def takes_part(package: Package, ask: Any, claims: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The claims, each with those who take part in its projects."""
    parts = defaultdict[str, list[str]](list)
    for project, actor in asked(package, ask, PARTS):
        parts[project].append(actor)
    for claim, project in asked(package, ask, PROJECTS._replace(among=claims)):
        yield from ((claim, actor) for actor in parts[project])
