"""Known actors and projects in a text, in any spelling.

A name is found as it is written, in other letters or with another ending ("Лукашэнкі" for
Lukashenka), by its initials, by the surname of a person, and a country by its adjectives.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from bru.claims.documents import naming
from bru.claims.documents.mention import SMALL, beginnings, subject
from bru.claims.documents.naming import Place
from bru.claims.prose.countries import countries
from bru.editing.find import fold, skeleton
from bru.model.classed import classed
from bru.model.package import Package
from bru.model.question import Columns

ACTORS = Columns("actors", ("actor_id", "name", "kind"))
COUNTRIES = Columns("actors", ("actor_id", "country"))
OTHER_NAMES = Columns("actor_names", ("actor_id", "name"))
PROJECTS = Columns("projects", ("project_id", "name"))
PERSON, OUTLET, COUNTRY = "person", "media", "country"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
BONES, LETTERS = 3, 4  # consonants, letters that a word needs to be known by them
INITIALS = range(2, 8)
ENDING = 3  # letters
MOST = 0.75  # of the words of a project's name


class Known(NamedTuple):
    """An actor or a project: its names, and the kind of an actor."""

    id: str
    name: str
    kind: str
    others: tuple[str, ...] = ()
    country: str = ""


class Word(NamedTuple):
    """A word of a text: as it is, and in Latin letters."""

    text: str
    folded: str
    start: int
    end: int


def actors(package: Package, ask: Callable[..., Sequence[Any]]) -> list[Known]:
    """The actors of a package with all their names."""
    if not package.has(actors=" ".join(ACTORS.fields)):
        return []
    others: dict[str, list[str]] = {}
    if package.has(actor_names=" ".join(OTHER_NAMES.fields)):
        others = classed(row.cells for row in ask(OTHER_NAMES))
    codes: dict[str, str] = {}
    if package.has(actors=" ".join(COUNTRIES.fields)):
        codes = dict(row.cells for row in ask(COUNTRIES))
    return [
        Known(actor, name, kind, tuple(dict.fromkeys(others.get(actor, ()))), codes.get(actor, ""))
        for _, (actor, name, kind) in ask(ACTORS)
    ]


def projects(package: Package, ask: Callable[..., Sequence[Any]]) -> list[Known]:
    """The projects of a package."""
    if not package.has(projects=" ".join(PROJECTS.fields)):
        return []
    return [Known(project, name, "") for _, (project, name) in ask(PROJECTS)]


class Names:
    """Finds the names of known actors and projects."""

    def __init__(self, actors: Iterable[Known], projects: Iterable[Known]) -> None:
        """Prepare the names."""
        self.actors = {known.id: known for known in actors}
        self.projects = {known.id: known for known in projects}
        each = [(k.id, name) for k in self.actors.values() for name in (k.name, *k.others)]
        self.exact = tuple(each)
        self.spelled: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.initials: dict[str, str] = {}
        for actor, name in each:
            self.add(actor, name)
        self.states = {k.country: k.id for k in self.actors.values() if k.kind == COUNTRY}
        self.subjects = {k.id: subject(k.name) for k in self.projects.values()}

    def add(self, actor: str, name: str) -> None:
        """Prepare a name of an actor, or the surname of a person."""
        words = fold(name).removeprefix("the ").split()
        forms = [words]
        if self.actors[actor].kind == PERSON and len(words) > 1 and len(words[-1]) >= LETTERS:
            forms.append(words[-1:])
        for form in forms:
            if any(len(word) >= LETTERS for word in form):
                self.spelled.setdefault(key(form[0]), []).append((tuple(form), actor))
        letters = "".join(w[0] for w in WORD.findall(name) if w.lower() not in (*SMALL, "of"))
        if len(letters) in INITIALS and letters.isupper():
            self.initials.setdefault(letters, actor)

    @lru_cache(maxsize=16)  # noqa: B019 - one for each run of a command
    def mentions(self, text: str) -> tuple[Place, ...]:
        """Where a text names actors, in order; of names in one another the longer."""
        found = [*naming.named(text, self.exact), *self.respelled(words(text))]
        there = (m for m in countries(text) if m.code in self.states)
        found += [Place("", m.start, m.end, self.states[m.code]) for m in there]
        kept: list[Place] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end)):
            if not kept or mention.end > kept[-1].end:
                kept.append(mention)
        return tuple(kept)

    def respelled(self, text: Sequence[Word]) -> Iterator[Place]:
        """The names in another spelling, and initials."""
        for at, word in enumerate(text):
            if not word.text[0].isupper():
                continue
            if word.text in self.initials:
                yield Place(word.text, word.start, word.end, self.initials[word.text])
            for name, actor in self.spelled.get(key(word.folded), ()):
                own = text[at : at + len(name)]
                if len(own) == len(name) and all(
                    alike(w.folded, n) for w, n in zip(own, name, strict=True)
                ):
                    yield Place(word.text, word.start, own[-1].end, actor)

    def about(self, sentence: str) -> list[str]:
        """The projects whose subject a sentence has."""
        there = beginnings(sentence)
        return [
            project
            for project, wanted in self.subjects.items()
            if len(wanted) > 1 and len(wanted & there) >= MOST * len(wanted)
        ]


@lru_cache(maxsize=16)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text."""
    found = []
    for match in WORD.finditer(text):
        word = match[0].rstrip(".").removesuffix("'s").removesuffix("’s")
        folded = fold(word).replace(" ", "")
        if folded:
            found.append(Word(word, folded, match.start(), match.start() + len(word)))
    return tuple(found)


def key(word: str) -> str:
    """What words that may be spellings of one have in common."""
    return skeleton(word)[:2]


def alike(word: str, name: str) -> bool:
    """Whether a word is a spelling or a form of a word of a name."""
    if word == name:
        return True
    if len(name) < LETTERS:
        return False
    if word.startswith(name) and len(word) - len(name) <= ENDING:
        return True  # the West: Western
    bones, own = skeleton(word), skeleton(name)
    if len(own) < BONES:
        return False
    return bones == own or (
        len(name) > LETTERS and bones.startswith(own) and len(bones) - len(own) < 2
    )
