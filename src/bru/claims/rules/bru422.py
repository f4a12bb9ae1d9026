"""Statement and note do not name the project.

Why: A statement is understood without the document: whoever follows the tie should see what the
claim has to do with the project. If nothing hints at it, the ID may be a slip.

Fix: Correct the ID, name the project in the statement, or say in the note what ties them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.mention import beginnings, begun, keywords, plain, slices
from bru.claims.rules.beside import FURTHER, Beside
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row
from bru.model.words import Unnamed

LEVEL = WARNING
TIE = ("claim_id", "project_id")
TEXTS = Columns("claims", ("claim_id", "statement", "note"))
NAMES = Columns("projects", ("project_id", "name"))
COUNTRIES = Columns("actors", ("kind", "name"), among=frozenset(("country",)))
NEEDED = {q.resource: " ".join(q.fields) for q in (TEXTS, NAMES, COUNTRIES)}


def questions(package: Package) -> Iterator[Question]:
    """The names of countries, which say nothing about a project."""
    if package.has(**NEEDED, claim_projects=" ".join(TIE)):
        yield COUNTRIES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The ties to projects of whose name no word, those of countries aside, is in the texts.

    Nor are they what the claims beside it are about, nor does the claim state who takes part.
    """
    common = frozenset().union(*(keywords(row.cells[1]) for row in rows))
    beside = Beside(package, ask, "claim_projects", "project_id")
    said = TEXTS.resource, TEXTS.fields[0], TEXTS.fields[1:]
    names = NAMES.resource, NAMES.fields[0], NAMES.fields[1]
    left = ask(Unnamed("claim_projects", TIE, said, (names,), begun(common)))
    found = (f for part in slices(left) for f in unnamed(part, common, beside, ask))
    yield from borne_out(found, lambda: len(ask(beside.ties)))


def unnamed(
    part: Sequence[Row], common: frozenset[str], beside: Beside, ask: Any
) -> Iterator[Finding]:
    """The ties of whose names no word but `common` ones is there, nor what is beside speaks."""
    claims, projects = map(frozenset, zip(*(row.cells for row in part), strict=True))
    texts = {claim: said for _, (claim, *said) in ask(TEXTS._replace(among=claims))}
    names = dict(row.cells for row in ask(NAMES._replace(among=projects)))
    left = [
        (row, claim, project, said)
        for row, (claim, project) in part
        if (said := texts.get(claim)) and not is_said(names.get(project, ""), said, common)
        if project not in beside.about(claim) and (claim, project) not in beside.stated
    ]
    further = {claim: beside.about(claim, FURTHER) for _, claim, *_ in left}
    others = frozenset[str]().union(*further.values())
    names |= dict(row.cells for row in ask(NAMES._replace(among=others))) if others else {}
    for row, claim, project, said in left:
        apart = further[claim] - {project, *beside.tied[claim]}
        named = (names.get(other, "") for other in apart)
        words = (name for name in named if keywords(name) - common)
        if project not in further[claim] or any(is_said(name, said, common) for name in words):
            message = f"neither statement nor note of {claim} mentions {names[project]}"
            hint = "correct the ID, or say in the note what ties them"
            yield Finding("claim_projects", message, hint, [row], "project_id", project)


def is_said(name: str, texts: Sequence[str], common: frozenset[str]) -> bool:
    """Whether texts have a word of a name but `common` ones; one without words as it is written."""
    wanted = keywords(name) - common
    if not keywords(name):
        return plain(name) in plain(" ".join(texts))
    return not wanted or any(wanted & beginnings(text) for text in texts)
