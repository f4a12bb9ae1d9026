"""Actor has a name no document prints.

Why: It is no everyday word, either. An actor has the fullest form of its name in the documents: a
word that none of them has is mistyped or comes from elsewhere. Publishers are known from outside
the text.

Fix: Write the name as the documents have it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import evidence
from bru.claims.documents.asking import asked
from bru.claims.documents.mention import CYRILLIC
from bru.claims.documents.printed import printed
from bru.claims.prose.countries import countries
from bru.claims.words.spelling import LETTER, everyday
from bru.editing.find import fold, skeleton
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said, shown
from bru.model.question import Columns

LEVEL = WARNING
SHORT = 6  # letters of a word in Cyrillic whose ending is one letter
NAMES = Columns("actors", ("actor_id", "name"))
PUBLISHERS = Columns("sources", ("publisher",))
WORD = re.compile(rf"{LETTER}+(?:['.]{LETTER}+)*")
questions = asked(actors="actor_id name", sources="publisher")


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
    """The names with such a word; the first word of a name may have another case.

    A document in Cyrillic prints no descriptions in English, and names as they sound.
    """
    copies, not_run = evidence.originals(answer, "names are looked up")
    yield from not_run
    known = {word for copy in copies for word in WORD.findall(printed(copy.text))}
    known |= {word.removesuffix("'s") for word in known}
    lines = [line for copy in copies for line in copy.text.splitlines()]
    known |= {word.capitalize() for line in lines for word in in_capitals(line)}
    known |= {word[:1].swapcase() + word[1:] for word in known if word[:1].islower()}
    foreign = [word for word in known if CYRILLIC.match(word)]
    cases = {word[:n] for word in foreign for n in range(len(word) - 3, len(word) + 1)}
    heard = {sound for word in {*foreign, *cases} for sound in sounds(word)}
    there = {mention.code for copy in copies for mention in countries(copy.text)}
    publishers = {row.cells[0] for row in ask(PUBLISHERS)}
    for row, (actor, name) in ask(NAMES) if not not_run else ():
        words = [word.removesuffix("'s") for word in WORD.findall(printed(name))]
        if foreign and name[:1].islower():
            words = [word for word in words if not word[:1].islower()]
        elif name == name.lower():  # a description, which may begin a sentence
            words = [word.capitalize() if word.capitalize() in known else word for word in words]
        unknown = (word for word in words if word not in known and not everyday(word.lower()))
        unknown = (word for word in unknown if not (CYRILLIC.match(word) and stem(word) in cases))
        unknown = (word for word in unknown if not sounds(word) & heard)
        absent = [word for word in unknown if not {m.code for m in countries(word)} & there]
        if absent and actor not in publishers:
            message = f"no document prints {shown(absent[0])}"
            yield Finding("actors", message, "write it as the documents do", [row], "name", name)


def in_capitals(line: str) -> Iterator[str]:
    """The words of a line that are in capitals as a headline is: with others, or long ones."""
    words = [word for word in WORD.findall(printed(line)) if word.isupper()]
    yield from (word for word in words if line.isupper() or len(word) >= SHORT - 2)


def sounds(word: str) -> set[str]:
    """A word in Latin letters, and its consonants if they are enough to tell it."""
    own = fold(word)
    bones = skeleton(own)
    return {own, own.replace("h", "g")} | ({bones} if len(bones) > 2 else set())


def stem(word: str) -> str:
    """A word in Cyrillic without the ending of its case, as far as such endings go."""
    return word[: -1 if len(word) <= SHORT else -2] if len(word) > 2 else word
