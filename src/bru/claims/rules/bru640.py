"""Statement names somebody the passage does not.

Why: A name from elsewhere makes a claim about somebody of whom the document says nothing.

Fix: Take names from the passage; if it means somebody by another word, say so in the note.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bru.claims.documents import evidence, naming
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.mention import CYRILLIC, beginnings, is_like, keywords, proper
from bru.claims.documents.passage import FOUND
from bru.claims.prose.countries import countries
from bru.claims.rules.outliers import borne_out
from bru.claims.words.everyday import WORDS
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = WARNING
CLAIMS = Columns("claims", ("claim_id", "statement", "note", "asserted_by"))
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
TABLES = ("actors", "actor_names")
APART = re.compile(r"(?<=[^\W\d_])(?=\d)")  # USD50
questions = asked(claims="statement note asserted_by", **dict.fromkeys(TABLES, "actor_id name"))


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The statements with a name that passage and note have not, or that no text has.

    An actor may be named otherwise there; a word with a capital may be one of another matter. Told
    where nearly all statements keep to their passage; not of whom a claim is tied to, if the
    document names it elsewhere.
    """
    statements = sum(v.state in FOUND for copy in copies for v in copy.verdicts.values())
    found = borne_out(strange(package, copies, ask), statements)
    yield from (finding for is_meant, finding in found if not is_meant)


def strange(
    package: Package, copies: Sequence[evidence.Copy], ask: Any
) -> Iterator[tuple[bool, Finding]]:
    """The statements that name somebody from elsewhere, and whether the claim is tied to him."""
    names = naming.known_names(package, ask)
    of: dict[str, list[str]] = {}
    for actor, name in names:
        of.setdefault(actor, []).append(name)
    claims = {cells[0]: (row, cells) for row, cells in ask(CLAIMS)}
    ties = ask(TIES) if package.has(claim_actors="claim_id actor_id") else ()
    tied: dict[str, set[str]] = {}  # actors of each claim
    for _, (claim, actor) in ties:
        tied.setdefault(claim, set()).add(actor)
    for copy in copies:
        printed, spoken_of = beginnings(copy.text), codes(copy.text)
        for claim, verdict in copy.verdicts.items():
            if verdict.state not in FOUND or claim not in claims:
                continue
            row, (_, text, note, speaker) = claims[claim]
            passage = APART.sub(" ", copy.text[verdict.start : verdict.end])
            foreign = CYRILLIC.search(passage)
            told = " ".join([passage, note, *of.get(speaker, ())])
            there = codes(told)
            said = beginnings(passage).union(*map(beginnings, [note, *of.get(speaker, ())]))
            named = naming.named(text, names)
            # not "the company", which may begin the sentence
            called = [n for n in named if not n.value.removeprefix("The ").islower()]
            called = [n for n in called if not is_part(n.value, text[n.end :])]
            others = [n.value for n in called if not any(keywords(x) <= said for x in of[n.of])]
            others = [name for name in others if not keywords(name) & said]
            others = [name for name in others if not codes(name) & there]
            subjects = tied.get(claim, set())
            about = [name for actor in subjects for name in of.get(actor, ())]
            others = [name for name in others if not is_within(name, about)]
            if foreign:
                others = [name for name in others if not like(name, told)]
            own = {n.of for n in called if n.of in subjects}
            own = {a for a in own if any(is_in(x, printed, copy.text) for x in of[a])}
            meant = {n.value for n in called if n.of in own}
            words = [] if foreign else proper(text)
            words = [m for m in words if not keywords(m[0]) <= said | printed]
            words = [m for m in words if not any(n.start <= m.start() < n.end for n in named)]
            lands = [c for c in countries(text) if c.code in there | spoken_of]
            words = [m for m in words if not any(c.start <= m.start() < c.end for c in lands)]
            others += [m[0] for m in words]
            if others:
                message = f"neither passage nor note names {shown(others[0])}"
                hint = "take names from the passage, or say in the note who is meant"
                yield meant >= {*others}, Finding("claims", message, hint, [row], "statement", text)


def is_part(name: str, behind: str) -> bool:
    """Whether a name begins one that is longer: the Ministry of Ships."""
    return name.removeprefix("The ").lower() in WORDS and behind.startswith((" of ", " for "))


def like(name: str, text: str) -> bool:
    """Whether a text in Cyrillic has all words of a name."""
    return all(is_like(word, text) for word in name.split())


def is_in(name: str, printed: frozenset[str], text: str) -> bool:
    """Whether a document has a name, or the words that one in Cyrillic is made of."""
    return keywords(name) <= printed or like(name, text)


def is_within(name: str, others: Iterable[str]) -> bool:
    """Whether a name is a part of another one: Lakeland, of the Ministry of Mills of Lakeland."""
    return any(keywords(name) < keywords(other) or codes(name) & codes(other) for other in others)


def codes(text: str) -> set[str]:
    """The countries that a text names, in any of the languages."""
    return {mention.code for mention in countries(text)}
