"""Claim is about no actor and no project.

Why: Nobody finds it who looks for what is said about somebody. A claim that names no known actor,
such as that of a price on the world market, needs no tie; the speaker and the body he speaks for
are known from asserted_by.

Fix: Add a row to claim_actors or claim_projects.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.check.rulebook import ALL
from bru.claims.documents import naming
from bru.claims.prose.language import ENGLISH, language
from bru.claims.prose.reader import read
from bru.claims.rules.beside import Bodies, asked
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL
CLAIMS = Columns("claims", ("claim_id", "statement", "asserted_by"))
CITATIONS = Columns("citations", ("claim_id", "outlet"))
WORDS = language(ENGLISH)
BODY = WORDS.whole("body", "begins")
OF = re.compile(rf"(?<!\w){WORDS.pattern('body', 'before')}(?:\s\w+){{0,2}}\s\Z", re.I)
TOLD = re.compile(r",(?: then| now)? [a-z][^,]*,")  # Otto Miller, who heads the mill,
SAYS = re.compile(rf"'s\b|,|\s{WORDS.pattern('body', 'behind')}(?!\w)", re.I)


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        key = ("claim_id",)
        yield Dangling("claims", key, "claim_actors", key, (("claim_projects", key),))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity, although their statements name an actor."""
    said: dict[str, tuple[str, str]] = {}
    if hits and package.has(claims=" ".join(CLAIMS.fields), actors="actor_id name"):
        untied = CLAIMS._replace(among=frozenset(hit.value[0] for hit in hits))
        said = {claim: (text, speaker) for _, (claim, text, speaker) in ask(untied)}
    names = naming.known_names(package, ask) if said else ()
    names = tuple(known for known in names if not known[1].removeprefix("The ").islower())
    bodies, cited = Bodies(package, ask), {*asked(package, ask, CITATIONS)} if said else set()
    for hit in hits:
        text, speaker = said.get(hit.value[0], ("", ""))
        own = {name for actor, name in names if actor == speaker}
        named = [*is_meant(text, names, own, bodies.of(speaker))]
        about = {actor for actor, meant in named if meant and (*hit.value, actor) not in cited}
        if said and not about - {speaker} and not (named and BODY.search(text)):
            continue
        message = "no actor and no project is tied to the claim"
        hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
        yield Finding("claims", message, hint, hit.rows, "claim_id", hit.value[0])


def is_meant(
    text: str, names: Sequence[tuple[str, str]], speaker: Collection[str], bodies: Collection[str]
) -> Iterator[tuple[str, bool]]:
    """The actors that a statement names, and whether it seems to be about each.

    It is not about the speaker, what the words behind his name tell of him, and his bodies where
    they tell who he is, or speak, nor about the countries of currencies: 8.6 billion US dollars.
    """
    places = naming.named(text, names)
    told = (TOLD.match(text, place.end) for place in places if place.value in speaker)
    aside = [(q.start, q.end) for q in read(text).quantities]
    aside += [found.span() for found in told if found]
    for place in places:
        is_own = place.value in speaker or any(a <= place.start < b for a, b in aside)
        tells = OF.search(text[: place.start]) or SAYS.match(text, place.end)
        yield place.of, not (is_own or (place.of in bodies and tells))
