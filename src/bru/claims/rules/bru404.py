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
from bru.claims.prose.reader import read
from bru.claims.rules.beside import Bodies
from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, RESTS = ERROR, ALL
CLAIMS = Columns("claims", ("claim_id", "statement", "asserted_by"))
BEGINS = re.compile(r"(?:\A|\bthat )(?:the )?\Z", re.I)
ACTS = re.compile(r"\s(?!(?:said|says|told|stated|wrote|writes|reported|announced|explained)\b)\w")


def questions(package: Package) -> Iterator[Question]:
    """The claims and what ties them."""
    if package.has(claims="claim_id", claim_actors="claim_id", claim_projects="claim_id"):
        key = ("claim_id",)
        yield Dangling("claims", key, "claim_actors", key, (("claim_projects", key),))


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Claims that no row ties to an entity, although their statements name an actor."""
    said: dict[str, tuple[str, str]] = {}
    if hits and package.has(claims=" ".join(CLAIMS.fields), actors="actor_id name"):
        asked = CLAIMS._replace(among=frozenset(hit.value[0] for hit in hits))
        said = {claim: (text, speaker) for _, (claim, text, speaker) in ask(asked)}
    names = naming.known_names(package, ask) if said else ()
    names = tuple(known for known in names if not known[1].removeprefix("The ").islower())
    bodies = Bodies(package, ask)
    for hit in hits:
        text, speaker = said.get(hit.value[0], ("", ""))
        if said and not any(is_meant(text, names, speaker, bodies.of(speaker))):
            continue
        message = "no actor and no project is tied to the claim"
        hint = "add a row to data/claim_actors.csv or data/claim_projects.csv"
        yield Finding("claims", message, hint, hit.rows, "claim_id", hit.value[0])


def is_meant(
    text: str, names: Sequence[tuple[str, str]], speaker: str, bodies: Collection[str]
) -> Iterator[bool]:
    """Whether each actor that a statement names is one it is about.

    The speaker is not, nor his body but where it begins a clause and does not speak, nor the
    countries of currencies: 8.6 billion US dollars.
    """
    amounts = read(text).quantities
    for place in naming.named(text, names):
        is_money = any(q.start <= place.start < q.end for q in amounts)
        begins = BEGINS.search(text[: place.start]) and ACTS.match(text, place.end)
        yield not is_money and place.of != speaker and bool(place.of not in bodies or begins)
