"""Search may have found an answer.

Why: A later document, or another edition, may answer the question; then it is open no longer.

Fix: Read the place. If it answers the question, add the claim and retire the question; if not,
choose words that tell the difference. What a draft says of the questions of other documents counts
where it names whom or what they are about, countries aside: these are in every document.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bru.claims.documents import draft, evidence, silence, stated
from bru.claims.documents.asking import asked
from bru.claims.documents.mention import beginnings, keywords
from bru.claims.prose.countries import countries
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said
from bru.model.question import Columns

LEVEL = ERROR
SHOWN = 3  # places in a message
TIES = (("claim_actors", "actors", "actor_id"), ("claim_projects", "projects", "project_id"))
OF = Columns("open_questions", ("question_id", "claim_id"))
questions = asked(**silence.TABLES)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The searches that find something, and where."""
    yield from evidence.found(answer)[1]
    left = draft.drafts(ask)
    about = subjects(package, ask) if left else {}
    for search in silence.searches(ask(silence.SEARCHES), ask(silence.QUESTIONS)):
        others, names = left - {search.source_id}, about.get(search.question_id, ())
        hits = silence.run(search, answer).hits
        hits = [h for h in hits if h.copy.source_id not in others or is_about(h, names)]
        if hits:
            places = "; ".join(hit.text for hit in hits[:SHOWN])
            more = f"; {len(hits) - SHOWN:,} more" if len(hits) > SHOWN else ""
            message = f"a document may now answer it: {places}{more}"
            hint = "read it: add the claim and retire the question, or choose narrower words"
            new = all(hit.copy.source_id in left for hit in hits)
            level = WARNING if new else ERROR  # in a release it is an error anyway
            row = [search.row]
            yield Finding("searches", message, hint, row, "answer", search.answer, level=level)


def subjects(package: Package, ask: Any) -> Mapping[str, list[str]]:
    """The names of whom and what the claims are about that raise questions, by question."""
    tied: dict[str, list[str]] = {}
    for ties, things, key in TIES:
        if package.has(**{ties: f"claim_id {key}", things: f"{key} name"}):
            names = dict(row.cells for row in ask(Columns(things, (key, "name"))))
            for _, (claim, one) in ask(Columns(ties, ("claim_id", key))):
                tied.setdefault(claim, []).append(names.get(one, ""))
    has = package.has(**{OF.resource: " ".join(OF.fields)})
    return {question: tied.get(claim, []) for _, (question, claim) in ask(OF)} if has else {}


def is_about(hit: silence.Hit, names: Sequence[str]) -> bool:
    """Whether the paragraph of a hit names one of these that is no country."""
    start, end = stated.paragraph(hit.copy.text, hit.start, hit.end)
    said = beginnings(hit.copy.text[start:end])
    return any(keywords(name) <= said for name in names if keywords(name) and not countries(name))
