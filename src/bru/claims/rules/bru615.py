"""Actor has a name no document prints.

Why: It is no everyday word, either. An actor has the fullest form of its name in the documents: a
word that none of them has, beside others that they have or a slip away from one, is mistyped or
comes from elsewhere. Publishers are known from outside the text.

Fix: Write the name as the documents have it.
"""

import re
from collections.abc import Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.claims.documents.mention import CYRILLIC
from bru.claims.documents.printed import printed
from bru.claims.prose.countries import countries
from bru.claims.words.spelling import LETTER, everyday, is_slip
from bru.editing.find import fold, skeleton
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said, shown
from bru.model.question import Columns

LEVEL = WARNING
LEAST = 4  # letters of a word that shows that a document has a name
ENDING = 3  # letters of a Russian word that differ by its case
NAMES = Columns("actors", ("actor_id", "name"))
PUBLISHERS = Columns("sources", ("publisher",))
WORD = re.compile(rf"{LETTER}+(?:['.]{LETTER}+)*")
questions = asked(actors="actor_id name", sources="publisher")


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The names with such a word that has a capital; the case of letters is for BRU429.

    A document in Cyrillic prints names as they sound, in any case: none of these is doubted.
    """
    copies, not_run = evidence.originals(answer, "names are looked up")
    yield from not_run
    every = {word for copy in copies for word in words(copy.text)}
    foreign = {word for word in every if CYRILLIC.match(word)}
    known = {*map(fold, every - foreign)}
    cut = (fold(word[: len(word) - n]) for word in foreign for n in range(ENDING + 1))
    heard = {sound(word) for word in cut}
    there = {mention.code for copy in copies for mention in countries(copy.text)}
    publishers = {row.cells[0] for row in ask(PUBLISHERS)}
    for row, (actor, name) in ask(NAMES) if not not_run else ():
        own = words(name)
        absent = [
            word
            for word in own
            if not (word[:1].islower() or CYRILLIC.match(word) or everyday(word.lower()))
            and fold(word) not in known
            and sound(fold(word)) not in heard
            and not {m.code for m in countries(word)} & there
        ]
        if not absent or actor in publishers:
            continue
        found = [word for word in own if fold(word) in known]
        is_there = any(len(word) >= LEAST or word.isupper() for word in found)
        is_there = is_there or sum(word[0].isupper() for word in found) > 1  # Seo Jin-woo
        long = [fold(word) for word in absent if len(word) > LEAST]
        if is_there or any(is_slip(word, other) for word in long for other in known):
            message = f"no document prints {shown(absent[0])}"
            yield Finding("actors", message, "write it as the documents do", [row], "name", name)


def words(text: str) -> list[str]:
    """The words of a text, without possessive endings."""
    return [word.removesuffix("'s") for word in WORD.findall(printed(text))]


def sound(word: str) -> str:
    """The consonants of a word if they are enough to tell it, else the word."""
    bones = skeleton(word)
    return bones if len(bones) > 2 else word.replace("h", "g")
