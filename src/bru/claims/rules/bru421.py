"""Statement and note do not name the actor.

Why: A statement is understood without the document: whoever follows the tie should see what the
claim has to do with the actor. If it does not name the actor, the ID may be a slip.

Fix: Correct the ID, name the actor in the statement, or say in the note who is meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from bru.claims.documents.mention import (
    CYRILLIC,
    FULL,
    beginnings,
    is_like,
    is_translated,
    keywords,
    plain,
    slices,
    stem,
    subject,
)
from bru.claims.prose.countries import Mention, countries
from bru.claims.prose.language import ENGLISH, language
from bru.claims.rules.beside import FURTHER, SPEAKERS, Beside, Bodies, asked
from bru.claims.rules.outliers import borne_out
from bru.claims.words.everyday import WORDS
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row
from bru.model.words import Unnamed

LEVEL = WARNING
LONG = 4  # words of a name
ALIKE = 3  # letters of a country and its people
OWN = 4  # letters of a word that only one actor is called by
WORD = re.compile(r"(?<!\w)[^\W\d_]+")
TIE = ("claim_id", "actor_id")
TEXTS = Columns("claims", ("claim_id", "statement", "note"))
NAMES = Columns("actors", ("actor_id", "name"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "name"))
SOURCES = Columns("claims", ("claim_id", "source_id"))
PUBLISHERS = Columns("sources", ("source_id", "publisher"))
ITSELF = language(ENGLISH).whole("itself", "words")
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
    """The ties to actors of whom no name, in any form of its words, is in the claim's texts.

    Nor are they what the claims beside it are about, nor the body whose speaker makes the claim,
    nor those whose office or part in a project it states, nor who published the document that it
    speaks of.
    """
    beside = Beside(package, ask, "claim_actors", "actor_id")
    bodies = Bodies(package, ask)
    own = OwnWords(package, ask)
    found = (f for part in slices(rows) for f in unnamed(package, part, beside, bodies, own, ask))
    yield from borne_out(found, lambda: len(ask(beside.ties)))


class OwnWords:
    """The words by which one actor is called and no other: Krilo, of Krilo Centre for Aviation."""

    def __init__(self, package: Package, ask: Any) -> None:
        self.package, self.ask = package, ask

    @cached_property
    def _actors(self) -> defaultdict[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for question in names(self.package):
            for _, (actor, name) in self.ask(question):
                for word in keywords(name):
                    found[word].add(actor)
        return found

    def are_in(self, names: Iterable[str], texts: Sequence[str]) -> bool:
        """Whether texts have such a word of some names, with its capital. Countries have many."""
        for name in names:
            mentions = countries(name)
            for word in WORD.finditer(name):
                if len(word[0]) < OWN or word[0][0].islower() or word[0].lower() in WORDS:
                    continue
                if any(m.start <= word.start() < m.end for m in mentions):
                    continue
                said = re.compile(rf"(?<!\w){re.escape(word[0])}")
                if any(map(said.search, texts)) and len(self._actors[stem(word[0])[:FULL]]) == 1:
                    return True
        return False


def unnamed(
    package: Package,
    part: Sequence[Row],
    beside: Beside,
    bodies: Bodies,
    own_words: OwnWords,
    ask: Any,
) -> Iterator[Finding]:
    """The ties of which neither the claim's texts nor what is beside it speaks."""
    claims, actors = map(frozenset, zip(*(row.cells for row in part), strict=True))
    texts = {claim: said for _, (claim, *said) in ask(TEXTS._replace(among=claims))}
    known, places = called(package, ask, actors)
    left = []
    for row, (claim, actor) in part:
        said, names = texts.get(claim), known.get(actor, ())
        if said is None or not names or is_translated(names[0]):
            continue
        if is_named(names, said) or actor in beside.about(claim) or own_words.are_in(names, said):
            continue
        if (claim, actor) not in beside.stated:
            left.append((row, claim, actor, said))
    if not left:
        return
    spoken = asked(package, ask, SPEAKERS._replace(among=frozenset(row[1] for row in left)))
    speakers = {cells[0]: cells[1] for cells in spoken}
    published = {cells[0]: cells[1] for cells in asked(package, ask, PUBLISHERS)}
    among = SOURCES._replace(among=frozenset(claim for _, claim, _, _ in left))
    by = {cells[0]: published.get(cells[1]) for cells in asked(package, ask, among)}
    further = {claim: beside.about(claim, FURTHER) for _, claim, _, _ in left}
    others = called(package, ask, frozenset[str]().union(*further.values()))[0]
    for row, claim, actor, said in left:
        own = {actor, *beside.tied[claim], *filter(None, [speakers.get(claim)])}
        if actor in bodies.of(speakers.get(claim, "")):
            continue
        if actor == by.get(claim) and any(map(ITSELF.search, said)):
            continue
        if actor in further[claim]:
            own |= {body for one in own for body in bodies.of(one)}
            apart = (o for o in further[claim] - own if not own & bodies.of(o))
            named = (o for o in apart if is_named(others.get(o, ()), said))
            if all(is_named(others[o], known[actor]) for o in named):
                continue
        message = f"neither statement nor note of {claim} names {known[actor][0]}"
        hint = "correct the ID, or say in the note who is meant"
        reads = [(NAMES.resource, places[actor])]
        yield Finding("claim_actors", message, hint, [row], "actor_id", actor, reads=reads)


def called(
    package: Package, ask: Any, actors: frozenset[str]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The names of actors, and their rows."""
    known: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    for question in names(package):
        for row, (actor, name) in ask(question._replace(among=actors)):
            known.setdefault(actor, []).append(name)
            rows.setdefault(actor, row)
    return known, rows


def is_named(names: Iterable[str], texts: Sequence[str]) -> bool:
    """Whether texts have one of some names."""
    return any(is_said(name, texts) for name in names)


def is_said(name: str, texts: Sequence[str]) -> bool:
    """Whether texts have the words of a name: of a long one all but one, of a description one.

    A name without words is there as it is written. Of a body of a country, its own words do where
    the texts name no other country.
    """
    wanted, mentions = keywords(name), countries(name)
    if CYRILLIC.search(name):
        if any((m.start, m.end) == (0, len(name)) for m in mentions):
            return bool({m.code for m in mentions} & {m.code for t in texts for m in countries(t)})
        return all(is_like(word, " ".join(texts)) for word in name.split())
    if not wanted:
        text = plain(" ".join(texts))
        return plain(name) in text or plain(f"{name}s") in text  # several Mi-17s
    most = len(wanted) - 1 if name[:1].islower() else len(wanted) >= LONG
    lacking = wanted.difference(*map(beginnings, texts))
    if len(lacking) > most and mentions:
        said = [(m.code, start(text, m)) for text in texts for m in countries(text)]
        forms = {form for _, form in said}
        if subject(name) and (not said or {m.code for m in mentions} & {code for code, _ in said}):
            forms |= {start(name, m) for m in mentions}
        named = (name[m.start : m.end] for m in mentions if start(name, m) in forms)
        lacking = lacking.difference(*map(keywords, named))
    return len(lacking) <= most


def start(text: str, mention: Mention) -> tuple[str, str]:
    """How a country is named, so that its people begin alike: Turkey, Turkish."""
    return mention.code, text[mention.start :][:ALIKE]
