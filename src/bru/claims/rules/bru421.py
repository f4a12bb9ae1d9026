"""Statement and note do not name the actor.

Why: A statement is understood without the document: whoever follows the tie should see what the
claim has to do with the actor. If it does not name the actor, the ID may be a slip.

Fix: Correct the ID, name the actor in the statement, or say in the note who is meant.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents.mention import (
    CYRILLIC,
    beginnings,
    is_like,
    is_translated,
    keywords,
    slices,
)
from bru.claims.prose.countries import Mention, countries
from bru.claims.rules.outliers import borne_out, near
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Place
from bru.model.question import Columns, Question, Row
from bru.model.words import Unnamed

LEVEL = WARNING
LONG = 4  # words of a name
ALIKE = 3  # letters of a country and its people
TIE = ("claim_id", "actor_id")
TEXTS = Columns("claims", ("claim_id", "statement", "note"))
NAMES = Columns("actors", ("actor_id", "name"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "name"))
NEEDED = {q.resource: " ".join(q.fields) for q in (TEXTS, NAMES)}


def names(package: Package) -> list[Columns]:
    """Where the names of actors are."""
    return [NAMES, *([OTHER_NAMES] if package.has(actor_names="actor_id name") else [])]


def questions(package: Package) -> Iterator[Question]:
    """What ties claims to actors that they do not name as they are called."""
    if package.has(**NEEDED, claim_actors=" ".join(TIE)):
        called = tuple((q.resource, *q.fields) for q in names(package))
        texts = TEXTS.resource, TEXTS.fields[0], TEXTS.fields[1:]
        yield Unnamed("claim_actors", TIE, texts, tuple((t, key, name) for t, key, name in called))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The ties to actors of whom no name, in any form of its words, is in the claim's texts."""
    found = borne_out(unnamed(package, rows, ask), len(ask(Columns("claim_actors", TIE))))
    is_near = near(package, ask, "claim_actors", "actor_id")
    yield from (finding for claim, finding in found if not is_near(claim, finding.value))


def unnamed(package: Package, rows: Sequence[Row], ask: Any) -> Iterator[tuple[str, Finding]]:
    """The claims and their ties of which no name is there, some rows at a time."""
    for part in slices(rows):
        claims, actors = map(frozenset, zip(*(row.cells for row in part), strict=True))
        texts = {claim: said for _, (claim, *said) in ask(TEXTS._replace(among=claims))}
        known: dict[str, list[str]] = {}
        places: dict[str, list[Place]] = {}
        for question in names(package):
            for own, (actor, name) in ask(question._replace(among=actors)):
                known.setdefault(actor, []).append(name)
                if question is NAMES:
                    places[actor] = [(NAMES.resource, own)]
        for row, (claim, actor) in part:
            said, called = texts.get(claim), known.get(actor, ())
            if said is None or not called or is_translated(called[0]):
                continue
            if not any(is_said(name, said) for name in called):
                message = f"neither statement nor note of {claim} names {called[0]}"
                hint = "correct the ID, or say in the note who is meant"
                finding = Finding("claim_actors", message, hint, [row], "actor_id", actor)
                yield claim, finding._replace(reads=places.get(actor, ()))


def is_said(name: str, texts: Sequence[str]) -> bool:
    """Whether texts have the words of a name: of a long one all but one, of a description one."""
    if CYRILLIC.search(name):
        return all(is_like(word, " ".join(texts)) for word in name.split())
    wanted = keywords(name)
    most = len(wanted) - 1 if name[:1].islower() else len(wanted) >= LONG
    lacking = wanted.difference(*map(beginnings, texts))
    if len(lacking) > most:
        own = {start(text, m) for text in texts for m in countries(text)}
        named = (name[m.start : m.end] for m in countries(name) if start(name, m) in own)
        lacking = lacking.difference(*map(keywords, named))
    return len(lacking) <= most


def start(text: str, mention: Mention) -> tuple[str, str]:
    """How a country is named, so that its people begin alike: Turkey, Turkish."""
    return mention.code, text[mention.start :][:ALIKE]
